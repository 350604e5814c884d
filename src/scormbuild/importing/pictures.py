"""Pictures of documents: taken as they are where every platform shows them, turned into PNG where it can be done."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from scormbuild.course.part import slugify
from scormbuild.importing.losses import Losses

LARGEST_FILE: Final = 100 << 20
"""Bytes of one picture."""

MOST_PIXELS: Final = 60_000_000
"""Of one picture: more than any camera's, and 240 MB when it is opened."""

_KEPT: Final = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif"}
_DRAWINGS: Final = {b"\xd7\xcd\xc6\x9a": "WMF", b"\x01\x00\x00\x00": "EMF", b"\x01\x00\x09\x00": "WMF"}

_FILE_NAME: Final = re.compile(r"\S+\.(png|jpe?g|jfif|gif|bmp|tiff?|webp|heic|emf|wmf|svg)", re.IGNORECASE)

Crop = tuple[float, float, float, float]
"""What is cut away at left, top, right and bottom, as shares of width and height."""


class NoPicture(Exception):
    """Why a picture can't be taken over, and what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.remedy = remedy


@dataclass(slots=True)
class Pictures:
    """The pictures of one course, each content once. `files` holds them by their path in the course folder."""

    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def add(self, content: bytes, name: str, crop: Crop = (0, 0, 0, 0)) -> str:
        """Take a picture over, and return its path in the course. Raises `NoPicture`.

        What a document shows cropped is cropped: the rest may be something that nobody was to see.
        """
        digest = sha256(content).hexdigest() + repr(crop)
        if digest not in self._known:
            ready, ending = _ready(content, crop)
            self._known[digest] = self.keep(ready, PurePosixPath(name).stem, ending)
        return self._known[digest]

    def keep(self, content: bytes, stem: str, ending: str) -> str:
        """Put a file into `media/` under a name in ASCII that no other has."""
        stem = slugify(stem)[:60].strip("-") or "picture"
        path, number = f"media/{stem}{ending}", 1
        while path in self.files:
            number += 1
            path = f"media/{stem}-{number}{ending}"
        self.files[path] = content
        return path


def alternative(alt: str) -> str:
    """An alternative text on one line; "" where it is the name of a file, as some programs fill it in."""
    alt = " ".join(alt.split())
    return "" if _FILE_NAME.fullmatch(alt) else alt


def tell_missing_alt(losses: Losses, file: str) -> None:
    """Tell of a picture that says nothing to those who don't see it."""
    losses.mend(
        f"the picture {file} has no alternative text",
        "write in `alt` what it shows, or `decorative: true` where it says nothing that the text doesn't",
    )


def _ready(content: bytes, crop: Crop) -> tuple[bytes, str]:
    if content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<svg", b"<?xml", b"<!--")):
        return _drawing(content), ".svg"
    if (kind := _DRAWINGS.get(content[:4])) is not None:
        raise NoPicture(f"is a drawing for Windows ({kind})", "save it as PNG, and put it in")
    # Pillow is loaded only where there are pictures.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise NoPicture(f"is {image.width} × {image.height} pixels", "make it smaller, and put it in")
                image.load()
                if image.format in _KEPT and not any(crop) and not _moves(image):
                    return content, _KEPT[image.format]
                return _anew(image, crop)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise NoPicture("is of no kind that can be shown", "save it as PNG or JPEG, and put it in") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, TypeError, KeyError) as error:
        # Pillow's decoders raise whatever damaged data makes of them.
        raise NoPicture(f"is damaged ({error})", "save it anew as PNG or JPEG, and put it in") from None


def _moves(image: object) -> bool:
    """Whether it is a PNG of several pictures, which can't be made smaller; a GIF is taken as it is."""
    return getattr(image, "format", "") == "PNG" and bool(getattr(image, "is_animated", False))


def _anew(image: object, crop: Crop) -> tuple[bytes, str]:
    from PIL import Image, ImageOps

    assert isinstance(image, Image.Image)  # noqa: S101 Pillow's types are known once it is loaded
    kind = "JPEG" if image.format in ("JPEG", "MPO") else "PNG"
    left, top, right, bottom = crop
    made = ImageOps.exif_transpose(image) if not any(crop) else image
    made = made.crop(
        (
            round(left * made.width),
            round(top * made.height),
            max(round(left * made.width) + 1, round((1 - right) * made.width)),
            max(round(top * made.height) + 1, round((1 - bottom) * made.height)),
        )
    )
    if made.mode not in ("RGB", "L") and (kind == "JPEG" or made.mode not in ("RGBA", "LA", "P", "1")):
        made = made.convert("RGB")
    stream = io.BytesIO()
    made.save(stream, kind, quality=90) if kind == "JPEG" else made.save(stream, kind)
    return stream.getvalue(), _KEPT[kind]


def _drawing(content: bytes) -> bytes:
    from scormbuild.compile.svg import BadDrawing, read_drawing

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawing.svg"
        path.write_bytes(content)
        try:
            read_drawing(path, "x")
        except BadDrawing as bad:
            raise NoPicture(f"is a drawing that can't be used: {bad}", bad.hint) from None
    return content
