"""Photographs and screenshots, made ready: no metadata, upright, no larger than a page shows, and in smaller copies."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 1600
"""Pixels on the longer side: more than twice the column's width, for screens with two to one."""

SMALLEST = 400
"""Pixels across, below which a copy would save nothing worth a choice."""

_QUALITY = 82
_UPRIGHT = 1


class BadPicture(ValueError):
    """Why a picture can't be used, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Copy:
    """One size of a picture: pixels and the file's bytes."""

    width: int
    height: int
    content: bytes


def copies(path: Path, kind: str) -> list[Copy]:
    """A JPEG or PNG in every size that browsers choose from, the largest first; each half as wide as the one before.

    What cameras write beside the picture (place, time, maker) is gone; colours are sRGB; it stands upright.
    Raises `BadPicture`.
    """
    # Pillow is loaded only by courses that have such pictures.
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            if image.format != kind:
                hint = "platforms go by the name: give it the right ending, or save it anew"
                raise BadPicture(f"is a {image.format} and not a {kind}", hint)
            if getattr(image, "is_animated", False):
                raise BadPicture("is an animated PNG, which can't be made smaller", "save it as GIF, or as a video")
            if kind == "JPEG":
                image.draft("RGB", (LARGEST, LARGEST))
            image.load()
            return _sizes(_prepared(image), kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise BadPicture("can't be read as a picture", str(error)) from None


def _prepared(image: Image) -> Image:
    from PIL import ImageOps

    icc = image.info.get("icc_profile")
    orientation = image.getexif().get(0x0112, _UPRIGHT)
    if max(image.size) > LARGEST:
        if image.mode == "P":
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        scale = LARGEST / max(image.size)
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    if orientation != _UPRIGHT:
        image = ImageOps.exif_transpose(image)
    if icc and b"sRGB" not in icc:
        image = _in_srgb(image, icc)
    return image


def _in_srgb(image: Image, icc: bytes) -> Image:
    """Telephones write Display P3, printers CMYK; a browser that is told nothing takes sRGB."""
    from PIL import ImageCms

    try:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image  # a damaged profile: the numbers as they stand are the best there is


def _sizes(image: Image, kind: str) -> list[Copy]:
    if kind == "JPEG" and image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    elif kind == "PNG" and image.mode.startswith(("I", "F")):
        # Sixteen bits a pixel: twice the size for what no screen shows.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    sizes = [_encoded(image, kind)]
    while image.width // 2 >= SMALLEST:
        if image.mode in ("P", "1"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image = image.reduce(2)
        smaller = _encoded(image, kind)
        if len(smaller.content) < len(sizes[-1].content):
            sizes.append(smaller)
    return sizes


def _encoded(image: Image, kind: str) -> Copy:
    stream = BytesIO()
    if kind == "JPEG":
        # What hasn't been changed keeps the quality that its author gave it.
        image.save(stream, "JPEG", quality="keep" if image.format == "JPEG" else _QUALITY, comment=b"", exif=b"")
    else:
        image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
        image.save(stream, "PNG")
    return Copy(image.width, image.height, stream.getvalue())
