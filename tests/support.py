"""Courses for tests: written as files, as an author has them."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import etree

COURSE = """\
id: brann
title: Brannvern
modules:
  - id: utganger
    title: Utganger
    pages:
      - id: finn-utgangen
        title: Finn utgangen
        body:
          - text: Se etter det **grønne** skiltet.
          - choice:
              id: q-skilt
              prompt: Hva er grønt?
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: Døren}
"""
"""A small course that builds."""


def write_course(folder: Path, course: str = COURSE, **files: str | bytes) -> Path:
    """Write a course folder; `files` are further files, with `__` for `/` and `_` for the dot of the ending."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(course, encoding="utf-8")
    for name, content in files.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def manifest_of(package: Path) -> etree._Element:
    """The root of a package's imsmanifest.xml."""
    with ZipFile(package) as zip_:
        return etree.fromstring(zip_.read("imsmanifest.xml"))


def document_of(package: Path) -> etree._Element:
    """The HTML document of a package."""
    with ZipFile(package) as zip_:
        return etree.HTML(zip_.read("index.html").decode())
