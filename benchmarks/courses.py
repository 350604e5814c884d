"""The two courses that everything is measured on, the same bytes at every run.

As large as those that the peers were measured with (`aims.py`): pages of 265 words; questions of four options
with feedback, half of them alone on a page, half in the quiz that ends each chapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from textwrap import indent

from benchmarks.prose import Prose

WORDS_A_PAGE = 265
OPTIONS = "abcd"
PHOTO_SIZE = (1200, 800)
GRAIN_SIZE = (300, 200)
"""Noise is drawn this small and enlarged, so that a JPEG of it takes what a photograph takes: some 200 KB."""


@dataclass(frozen=True)
class Size:
    """How large a course is. `pages` and `questions` are to a chapter."""

    id: str
    chapters: int
    pages: int
    questions: int
    photos: bool

    @property
    def all_pages(self) -> int:
        """Pages of the whole course."""
        return self.chapters * self.pages

    @property
    def all_questions(self) -> int:
        """Questions of the whole course."""
        return self.chapters * self.questions


SMALL = Size("small", chapters=1, pages=7, questions=10, photos=True)
LARGE = Size("large", chapters=20, pages=10, questions=10, photos=False)


def write_course(folder: Path, size: Size) -> Path:
    """Write a course of that size into `folder`, which must not be there yet, and return it."""
    prose = Prose(Random(size.id))  # the same course at every run, no secret
    chapters = [f"kapittel-{number}" for number in range(1, size.chapters + 1)]
    folder.mkdir(parents=True)
    write(
        folder / "course.yaml",
        f"id: {size.id}\niri: https://kurs.example.no/{size.id}\n"
        f"title: {prose.title()}\nsummary: {prose.sentence(12)}\nmodules:\n"
        + "".join(f"  - moduler/{chapter}.yaml\n" for chapter in chapters),
    )
    for chapter in chapters:
        write(folder / "moduler" / f"{chapter}.yaml", "\n".join(chapter_lines(chapter, size, prose)) + "\n")
    if size.photos:
        for chapter in chapters:
            for number in range(1, size.pages + 1):
                write_photo(folder / "bilder" / f"{chapter}-{number}.jpg", prose.random)
    return folder


def write(path: Path, text: str) -> None:
    """Write a file of the course, with the folder that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def chapter_lines(chapter: str, size: Size, prose: Prose) -> Iterator[str]:
    """A chapter's YAML: questions alone on the first pages, as many again in a quiz on the last one."""
    alone = size.questions // 2
    yield from (f"id: {chapter}", f"title: {prose.title()}", "pages:")
    for number in range(1, size.pages + 1):
        page = f"{chapter}-{number}"
        yield from (f"  - id: {page}", f"    title: {prose.title()}", f"    lead: {prose.sentence(10)}", "    body:")
        yield "      - text: |"
        yield indent(prose.page(WORDS_A_PAGE), " " * 10)
        if size.photos:
            yield from ("      - image:", f"          file: bilder/{page}.jpg", f"          alt: {prose.sentence(8)}")
        if number <= alone:
            yield from question_lines(f"{page}-q", prose, " " * 6)
        if number == size.pages:
            yield from ("      - quiz:", f"          id: {page}-quiz", "          questions:")
            for question in range(alone + 1, size.questions + 1):
                yield from question_lines(f"{page}-q{question}", prose, " " * 12)


def question_lines(identifier: str, prose: Prose, margin: str) -> Iterator[str]:
    """One question with four options, each with feedback; which one is right is drawn."""
    right = prose.random.choice(OPTIONS)
    yield f"{margin}- choice:"
    yield f"{margin}    id: {identifier}"
    yield f"{margin}    prompt: {prose.sentence(14, end='?')}"
    yield f"{margin}    options:"
    for letter in OPTIONS:
        yield f"{margin}      - id: {letter}"
        yield f"{margin}        text: {prose.sentence(7)}"
        if letter == right:
            yield f"{margin}        correct: true"
        yield f"{margin}        feedback: {prose.sentence(12)}"


def write_photo(path: Path, random: Random) -> None:
    """A JPEG of 1200 by 800 pixels: soft colours with grain, about as large as a photograph."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    colours = Image.frombytes("RGB", (4, 3), random.randbytes(4 * 3 * 3)).resize(PHOTO_SIZE, Image.Resampling.BICUBIC)
    width, height = GRAIN_SIZE
    grain = Image.frombytes("RGB", GRAIN_SIZE, random.randbytes(width * height * 3))
    grain = grain.resize(PHOTO_SIZE, Image.Resampling.BICUBIC)
    Image.blend(colours, grain, 0.25).save(path, quality=85)
