"""Packages of earlier versions, built by the program as it was then: from this repository's own history.

A clone that has no history has one of them all the same: `tests/vectors/earlier.json` keeps what is told of a course in
its package. `python -m tests.upgrading.earlier` writes it anew, and a test holds it to what the history builds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

ROOT: Final = Path(__file__).parents[2]
VECTOR: Final = ROOT / "tests" / "vectors" / "earlier.json"

EARLIER: Final = ("0523727a1", "b8abd2e6d")
"""Commits whose packages learners may have: the first that promised to keep what they save, and the last before 1.0.0.

From 1.0.0 on these are tags.
"""

COURSE: Final = """\
id: brann
title: Brannvern
version: 1.0.0
completion: {pages: all, quiz: passed, mastery_score: 0.5}
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
      - id: test
        title: Test
        body:
          - quiz:
              id: slutt
              graded: true
              questions:
                - true_false: {id: q-heis, prompt: Heisen er trygg når det brenner., answer: false}
"""
"""A course with a test, written for a program as early as the first."""


def has_history(commit: str) -> bool:
    """Whether this is a clone that reaches back to a commit."""
    words = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return (ROOT / ".git").exists() and subprocess.run(
        words, cwd=ROOT, capture_output=True, check=False
    ).returncode == 0


def program(commit: str, folder: Path) -> Path:
    """Take the program and the courses of a commit out of history into a folder, and return that."""
    words = ["git", "archive", commit, "src", "courses"]
    archive = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tree:
        # Python before 3.11.4 knows no `filter`, and passes this over; the archive is our own.
        tree.extraction_filter = getattr(tarfile, "data_filter", None)
        tree.extractall(folder)
    return folder


def build(tree: Path, course: Path, out: Path) -> None:
    """Build a course with the program of a tree, which gives it its course.lock."""
    subprocess.run(
        [sys.executable, "-m", "scormbuild", "build", str(course), "--format", "scorm12", "--out", str(out)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src")},
        check=True,
        capture_output=True,
    )


def vector(commit: str, folder: Path) -> dict[str, dict[str, str]]:
    """The small course as the program of a commit leaves it, and the files of its package that tell of the course."""
    course = folder / "brann"
    course.mkdir()
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    build(program(commit, folder / "tree"), course, folder / "dist")
    with ZipFile(folder / "dist" / "brann-scorm12.zip") as package:
        told = {name: package.read(name).decode() for name in ("imsmanifest.xml", "index.html")}
    return {"course": {path.name: path.read_text(encoding="utf-8") for path in course.iterdir()}, "package": told}


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as temporary:
        text = json.dumps(vector(EARLIER[0], Path(temporary)), indent=1, ensure_ascii=False) + "\n"
    VECTOR.write_text(text, encoding="utf-8")
