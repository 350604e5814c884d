"""The media of a course: found in its folder, judged, and named so that every platform can serve them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from scormbuild.compile.captions import Cue, read_captions
from scormbuild.compile.pictures import BadPicture, copies
from scormbuild.compile.site import File
from scormbuild.compile.svg import BadDrawing, read_drawing
from scormbuild.components.base import Component, MediaKind, MediaUse
from scormbuild.course.files import NoFileError, find_file
from scormbuild.course.part import slugify
from scormbuild.course.yaml import Source, read_text
from scormbuild.errors import Problem, did_you_mean, quote

_RASTER = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF"}
_MISSERVED = {".webp", ".avif", ".heic", ".bmp", ".tif", ".tiff"}
"""Formats that Moodle serves with a type that browsers don't take for a picture, or that not all show."""

_SOUND_AND_FILM: dict[str, dict[str, Callable[[bytes], bool]]] = {
    "video": {".mp4": lambda head: head[4:8] == b"ftyp"},
    "audio": {
        ".mp3": lambda head: head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1] & 0xE0 == 0xE0),
        ".m4a": lambda head: head[4:8] == b"ftyp",
    },
}
"""What browsers play and platforms serve rightly, with what such files begin with."""

_DOCUMENTS = (".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".txt", ".csv", ".ics", ".zip")
"""What learners may download: nothing that a browser would run within the platform's pages."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as templates need it: `src` in the package, size in pixels, or `svg` to stand in the page.

    `srcset` names smaller copies, "" where there are none.
    """

    src: str
    width: int
    height: int
    svg: Markup | None = None
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A film, a sound or a document: `src` in the package, its size in bytes and its kind, such as PDF."""

    src: str
    size: int
    kind: str


class Media:
    """Collects what components name. `problems` holds what was wrong."""

    def __init__(self, folder: Path, display: str, language: str = "") -> None:
        """`language`: a file that has it before its ending, `film.nn.mp4`, stands for the one without it."""
        self.root = folder.resolve()
        self.display = display
        self.language = language
        self.problems: list[Problem] = []
        self._taken: dict[tuple[MediaKind, str], Picture | Asset | list[Cue]] = {}
        self._pictures: dict[str, Picture] = {}
        self._files: dict[str, File] = {}

    def picture(self, name: str) -> Picture:
        """A picture that `collect` has taken in. An empty one stands where it couldn't."""
        found = self._taken.get(("picture", name))
        return found if isinstance(found, Picture) else Picture("", 0, 0)

    def asset(self, kind: MediaKind, name: str) -> Asset:
        """A film, sound, document or poster that `collect` has taken in, or an empty one."""
        found = self._taken.get((kind, name))
        return found if isinstance(found, Asset) else Asset("", 0, "")

    def captions(self, name: str) -> list[Cue]:
        """The cues of a captions file that `collect` has taken in."""
        found = self._taken.get(("captions", name))
        return found if isinstance(found, list) else []

    def size_of(self, name: str) -> tuple[int, int] | None:
        """Width and height of a picture that `collect` has taken in; None where it couldn't."""
        found = self._taken.get(("picture", name))
        return (found.width, found.height) if isinstance(found, Picture) else None

    def files(self) -> list[File]:
        """What the package must hold, each content once."""
        return [self._files[path] for path in sorted(self._files)]

    def collect(self, component: Component) -> None:
        """Take in every file that the component names."""
        for use in component.media():
            name = getattr(use.part, use.key)
            if name is None or (use.kind, name) in self._taken:
                continue
            taken = self._take(use, name)
            if taken is not None:
                self._taken[use.kind, name] = taken

    def _take(self, use: MediaUse, name: str) -> Picture | Asset | list[Cue] | None:
        try:
            name, path = self._find(name)
            match use.kind:
                case "picture":
                    return self._picture(use, path, name)
                case "captions":
                    return self._captions(path, name)
                case _:
                    return self._asset(use, path, name)
        except NoFileError as missing:
            self._say(use, missing.code, missing.message, missing.hint)
        except OSError as error:
            self._say(use, "missing-file", f"{quote(name)} can't be read: {error.strerror}", "check who may read it")
        return None

    def _find(self, name: str) -> tuple[str, Path]:
        """The file, or what stands for it in the language, with its name."""
        stem, dot, ending = name.rpartition(".")
        own = f"{stem}.{self.language}.{ending}"
        found = own if self.language and dot and (self.root / own).is_file() else name
        return found, find_file(self.root, found)

    def _picture(self, use: MediaUse, path: Path, name: str) -> Picture | None:
        suffix = path.suffix.lower()
        if suffix == ".svg":
            return self._drawing(path, name)
        if suffix not in _RASTER:
            self._refuse_picture(use, suffix, name)
            return None
        digest = _digest(path)
        # Two names for one content are one picture.
        known = self._pictures.get(digest)
        if known is None and (made := self._raster(use, path, name, digest)) is not None:
            known = self._pictures[digest] = made
        return known

    def _refuse_picture(self, use: MediaUse, suffix: str, name: str) -> None:
        hint = did_you_mean(suffix, [".svg", *_RASTER])
        if suffix in _MISSERVED:
            hint = "save it as JPEG or PNG: learning platforms don't serve this kind rightly"
        self._say(use, "unreadable-image", f"{quote(name)} is no picture of a kind that every platform serves", hint)

    def _drawing(self, path: Path, name: str) -> Picture | None:
        digest = _digest(path)
        try:
            drawing = read_drawing(path, f"svg-{digest}")
        except BadDrawing as bad:
            read = read_text(path, f"{self.display}/{name}")
            source = Source(f"{self.display}/{name}", path, ()) if isinstance(read, Problem) else read[0]
            message = f"the drawing can't be used: {bad}"
            self.problems.append(Problem(source.place(bad.line), bad.code, message, bad.hint))
            return None
        if drawing.markup is not None:
            return Picture("", drawing.width, drawing.height, Markup(drawing.markup))  # noqa: S704 judged by read_drawing
        return Picture(self._add(path, name, digest), drawing.width, drawing.height)

    def _raster(self, use: MediaUse, path: Path, name: str, digest: str) -> Picture | None:
        kind = _RASTER[path.suffix.lower()]
        try:
            if kind == "GIF":
                width, height = gif_size(path)
                return Picture(self._add(path, name, digest), width, height)
            sizes = copies(path, kind)
        except BadPicture as bad:
            self._say(use, "unreadable-image", f"{quote(name)} {bad}", bad.hint)
            return None
        sources = [self._add(copy.content, name, f"{digest}-{copy.width}") for copy in sizes]
        srcset = ", ".join(f"{src} {copy.width}w" for src, copy in zip(sources, sizes, strict=True))
        return Picture(sources[0], sizes[0].width, sizes[0].height, srcset=srcset if len(sizes) > 1 else "")

    def _captions(self, path: Path, name: str) -> list[Cue]:
        read = read_text(path, f"{self.display}/{name}")
        if isinstance(read, Problem):
            self.problems.append(read)
            return []
        cues, problems = read_captions(*read)
        self.problems += problems
        return cues

    def _asset(self, use: MediaUse, path: Path, name: str) -> Asset | None:
        suffix = path.suffix.lower()
        with path.open("rb") as stream:
            head = stream.read(16)
        kinds = _SOUND_AND_FILM.get(use.kind)
        if kinds is None and use.kind == "poster":
            if suffix not in (*_RASTER, ".svg"):
                self._refuse_picture(use, suffix, name)
                return None
        elif kinds is None:
            if suffix not in _DOCUMENTS:
                hint = f"known: {', '.join(_DOCUMENTS)}; put anything else into a zip"
                self._say(use, "unreadable-media", f"{quote(name)} is no kind of file that learners can download", hint)
                return None
        elif suffix not in kinds or len(head) < 4 or not kinds[suffix](head):
            hint = "save it as " + " or ".join(kind[1:].upper() for kind in kinds) + ": every browser plays that"
            self._say(use, "unreadable-media", f"{quote(name)} is no {use.kind} that every browser plays", hint)
            return None
        return Asset(self._add(path, name, _digest(path)), path.stat().st_size, suffix[1:].upper())

    def _add(self, content: Path | bytes, name: str, mark: str) -> str:
        """The file's name in the package: ASCII, and another one when its content changes (caches last 90 days)."""
        stem = slugify(PurePosixPath(name).stem)[:60].strip("-") or "media"
        target = f"media/{stem}-{mark}{PurePosixPath(name).suffix.lower()}"
        self._files[target] = File(target, content)
        return target

    def _say(self, use: MediaUse, code: str, message: str, hint: str) -> None:
        self.problems.append(use.part.problem(code, message, hint, key=use.key))


def gif_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels. A GIF is served as it is: it may move, and has no camera's notes.

    Raises `BadPicture`.
    """
    with path.open("rb") as stream:
        head = stream.read(10)
    if head[:6] not in (b"GIF87a", b"GIF89a") or len(head) < 10:
        raise BadPicture("can't be read as a picture", "save it anew as GIF, JPEG or PNG")
    return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()[:8]
