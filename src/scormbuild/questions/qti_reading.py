"""QTI of either generation, as XML files or packed in a zip with its pictures, as Canvas, Blackboard and TAO export it.

file ─▶ XML files with their folder ─▶ qti1_reading (1.2) or qti2_reading (2.0 to 2.2), by their roots
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.inspect.archive import Archive, Refused, Unreadable
from scormbuild.questions.model import Collection
from scormbuild.questions.qti1_reading import read_document
from scormbuild.questions.qti2_reading import read_items
from scormbuild.questions.reading import content_of, xml_of

MOST_OF_A_FILE: Final = 64 << 20
"""Bytes of one file in a package."""

_ROOTS_1: Final = {"questestinterop"}
_ROOTS_2: Final = {"assessmentItem", "assessmentTest", "assessmentSection"}
_PICTURES: Final = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"}


def read(path: Path) -> tuple[DraftCourse, list[Loss]]:
    """A QTI file, or a package of them, as a course."""
    from scormbuild.questions.draft import draft

    collection = read_qti(path)
    return draft(collection, path), collection.losses


def read_qti(path: Path) -> Collection:
    """The questions of a QTI file. Raises `UsageError` where it is damaged, or where it holds none."""
    with _files(path) as files:
        documents = _documents(files, path.name)
        items = {name: root for name, root in documents.items() if _name(root) in _ROOTS_2}
        older = _each_once({name: root for name, root in documents.items() if _name(root) in _ROOTS_1})
        if not items and not older:
            raise UsageError(f"{path.name}: there are no questions in QTI 1.2 or 2 here{_instead(documents)}")
        if not older and not any(_name(root) == "assessmentItem" for root in items.values()):
            raise UsageError(f"{path.name}: a test without its items, which are other files; import the whole package")
        attached = _Beside(path.parent) if path.name in files else files
        collection = Collection()
        manifest = documents.get("imsmanifest.xml")
        for name, root in older.items():
            read_document(root, _place(path, name), name, attached, collection)
        if items:
            read_items(items, manifest, path.name, attached, collection)
        return collection


def _each_once(documents: dict[str, etree._Element]) -> dict[str, etree._Element]:
    """Without what Canvas' Common Cartridges have twice: `g1/assessment_qti.xml` says less than its other self."""
    whole = {PurePosixPath(name).name.split(".")[0] for name in documents if name.startswith("non_cc_assessments/")}
    return {name: root for name, root in documents.items() if PurePosixPath(name).parent.name not in whole}


def _instead(documents: Mapping[str, etree._Element]) -> str:
    for name, root in documents.items():
        if _name(root).startswith("qti-assessment"):
            return f": {name} is QTI 3; export QTI 2.1 or 2.2"
        if _name(root) == "POOL":
            return f": {name} is a pool of an old Blackboard; export it as QTI 2.1"
    roots = ", ".join(sorted({_name(root) for root in documents.values()})[:3])
    return f"; its XML begins with {roots}" if roots else ""


def _place(path: Path, name: str) -> str:
    return path.name if name == path.name else f"{path.name}/{name}"


def _name(root: etree._Element) -> str:
    return etree.QName(root).localname


class _Beside(Mapping[str, bytes]):
    """The pictures in a folder and those below it, as a file there names them; each is read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def __getitem__(self, name: str) -> bytes:
        path = (self.folder / name).resolve()
        if path.suffix.lower() not in _PICTURES or not path.is_relative_to(self.folder) or not path.is_file():
            raise KeyError(name)
        return content_of(path)

    def __iter__(self) -> Iterator[str]:
        return (
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.suffix.lower() in _PICTURES
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Zip(Mapping[str, bytes]):
    """The files of a zip by their paths, each read when it is asked for."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def __getitem__(self, name: str) -> bytes:
        return self.archive.read(name, limit=MOST_OF_A_FILE)

    def __iter__(self) -> Iterator[str]:
        return (name for name, entry in self.archive.entries.items() if not entry.is_folder)

    def __len__(self) -> int:
        return len(self.archive.entries)


@contextmanager
def _files(path: Path) -> Iterator[Mapping[str, bytes]]:
    """The files: one, or those of a zip. Raises `UsageError` for a zip that can't be read safely."""
    content = content_of(path)
    if not content.startswith(b"PK"):
        yield {path.name: content}
        return
    try:
        with Archive(path) as archive:
            yield _Zip(archive)
    except Refused as refused:
        raise UsageError(f"{path.name}: the zip can't be read safely: {refused}; export it anew") from None
    except Unreadable as why:
        raise UsageError(f"{path.name}: a file of the zip can't be read: {why}; export it anew") from None


def _documents(files: Mapping[str, bytes], name: str) -> dict[str, etree._Element]:
    """The roots of all XML files; Blackboard's end in .dat, Canvas' in .xml.qti."""
    found = {}
    for path in files:
        if not re.search(r"\.(xml|dat|qti)$", path, re.IGNORECASE) and len(files) > 1:
            continue
        content = files[path]
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            found[path] = xml_of(content, path if path == name else f"{name}/{path}")
        elif len(files) == 1:
            raise UsageError(f"{name}: this is no XML; choose a file of questions in QTI")
    return found
