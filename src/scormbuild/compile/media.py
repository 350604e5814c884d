"""The media of a course: found in its folder, judged, and named so that every platform can serve them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from scormbuild.compile.site import File
from scormbuild.compile.svg import BadDrawing, read_drawing
from scormbuild.components.base import Component
from scormbuild.course.files import NoFileError, find_file
from scormbuild.course.part import Part, slugify
from scormbuild.course.yaml import Source, read_text
from scormbuild.errors import Problem, did_you_mean, quote

_RASTER = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF"}
_MISSERVED = {".webp", ".avif", ".heic", ".bmp", ".tif", ".tiff"}
"""Formats that Moodle serves with a type that browsers don't take for a picture, or that not all show."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as templates need it: `src` in the package, size in pixels, or `svg` to stand in the page."""

    src: str
    width: int
    height: int
    svg: Markup | None = None


class Media:
    """Collects what components name. `problems` holds what was wrong."""

    def __init__(self, folder: Path, display: str) -> None:
        self.root = folder.resolve()
        self.display = display
        self.problems: list[Problem] = []
        self._pictures: dict[str, Picture] = {}
        self._files: dict[str, File] = {}

    def picture(self, name: str) -> Picture:
        """A picture that `collect` has taken in. An empty one stands where it couldn't."""
        return self._pictures.get(name, Picture("", 0, 0))

    def size_of(self, name: str) -> tuple[int, int] | None:
        """Width and height of a picture that `collect` has taken in; None where it couldn't."""
        found = self._pictures.get(name)
        return (found.width, found.height) if found is not None else None

    def files(self) -> list[File]:
        """What the package must hold, each content once."""
        return [self._files[path] for path in sorted(self._files)]

    def collect(self, component: Component) -> None:
        """Take in every file that the component names."""
        for use in component.media():
            name = getattr(use.part, use.key)
            if name is not None and name not in self._pictures:
                picture = self._read(use.part, use.key, name)
                if picture is not None:
                    self._pictures[name] = picture

    def _read(self, part: Part, key: str, name: str) -> Picture | None:
        try:
            path = find_file(self.root, name)
            suffix = path.suffix.lower()
            if suffix == ".svg":
                return self._drawing(path, name)
            if suffix in _RASTER:
                return self._raster(part, key, path, name)
        except NoFileError as missing:
            self.problems.append(part.problem(missing.code, missing.message, missing.hint, key=key))
            return None
        except OSError as error:
            message = f"{quote(name)} can't be read: {error.strerror}"
            self.problems.append(part.problem("missing-file", message, "check who may read it", key=key))
            return None
        hint = did_you_mean(suffix, [".svg", *_RASTER])
        if suffix in _MISSERVED:
            hint = "save it as JPEG or PNG: learning platforms don't serve this kind rightly"
        message = f"{quote(name)} is no picture of a kind that every platform serves"
        self.problems.append(part.problem("unreadable-image", message, hint, key=key))
        return None

    def _drawing(self, path: Path, name: str) -> Picture | None:
        digest = _digest(path)
        try:
            drawing = read_drawing(path, f"svg-{digest}")
        except BadDrawing as bad:
            read = read_text(path, f"{self.display}/{name}")
            source = Source(f"{self.display}/{name}", path, ()) if isinstance(read, Problem) else read[0]
            self.problems.append(
                Problem(source.place(bad.line), bad.code, f"the drawing can't be used: {bad}", bad.hint)
            )
            return None
        if drawing.markup is not None:
            return Picture("", drawing.width, drawing.height, Markup(drawing.markup))  # noqa: S704 judged by read_drawing
        return Picture(self._add(path, name, digest), drawing.width, drawing.height)

    def _raster(self, part: Part, key: str, path: Path, name: str) -> Picture | None:
        # Pillow is loaded only by courses that have photographs.
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(path) as image:
                kind, (width, height) = image.format, image.size
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            message = f"{quote(name)} can't be read as a picture"
            self.problems.append(part.problem("unreadable-image", message, str(error), key=key))
            return None
        expected = _RASTER[path.suffix.lower()]
        if kind != expected:
            message = f"{quote(name)} is a {kind} and not a {expected}"
            hint = "platforms go by the name: give it the right ending, or save it anew"
            self.problems.append(part.problem("unreadable-image", message, hint, key=key))
            return None
        return Picture(self._add(path, name, _digest(path)), width, height)

    def _add(self, path: Path, name: str, digest: str) -> str:
        """The file's name in the package: ASCII, and another one when its content changes (caches last 90 days)."""
        stem = slugify(PurePosixPath(name).stem)[:60].strip("-") or "media"
        target = f"media/{stem}-{digest}{path.suffix.lower()}"
        self._files[target] = File(target, path)
        return target


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()[:8]
