"""`scormbuild export …`: what other programs get of a course. What is heavy is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scormbuild.errors import CourseError, UsageError

if TYPE_CHECKING:
    from scormbuild.importing.draft import Loss
    from scormbuild.questions.writing import Written

FORMATS: Final = ("gift", "moodle-xml", "qti21")
LANGUAGES: Final = ("nb", "nn", "en")

_PATH: Final = click.Path(path_type=Path)


@click.group()
def export() -> None:
    """Give other programs what is in a course."""


@export.command()
@click.argument("course", type=_PATH, required=False)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="moodle-xml", show_default=True, help="Of FILE."
)
@click.option("--out", type=_PATH, metavar="FILE", help="The file [COURSE.gift, COURSE.xml or COURSE-qti21.zip].")
@click.option(
    "--template", type=click.Choice(LANGUAGES), help="Write a table to fill in and to import, in place of COURSE."
)
def questions(course: Path | None, format_: str, out: Path | None, template: str | None) -> None:
    """Write the questions of COURSE for a question bank: those of its quizzes and those on its pages."""
    from scormbuild.writing import replacing

    if template is not None:
        from scormbuild.questions.table import template as table

        target = out or _free("questions.csv")
        with replacing(target) as stream:
            stream.write(table(template))
        click.echo(f"wrote {target.as_posix()}")
        return
    written, losses, name = _written(course, format_)
    target = out or _free(name)
    with replacing(target) as stream:
        stream.write(written.content)
    for line in told(losses):
        click.echo(line, err=True)
    many = "1 question" if written.questions == 1 else f"{written.questions} questions"
    click.echo(f"wrote {target.as_posix()}: {many}")


def _free(name: str) -> Path:
    """The file that nobody has named; it may be called as the one that the course was imported from."""
    if Path(name).exists():
        raise UsageError(f"{name} is there already; name the file with --out, which replaces one that is there")
    return Path(name)


def _written(course: Path | None, format_: str) -> tuple[Written, Sequence[Loss], str]:
    """The file, what it doesn't hold, and what it is called."""
    from scormbuild.course.folders import course_folders
    from scormbuild.course.load import load
    from scormbuild.questions.courses import from_course

    folders = course_folders(() if course is None else (course,))
    if len(folders) > 1:
        names = ", ".join(folder.as_posix() for folder in folders)
        raise UsageError(f"questions are exported from one course: {names}")
    loaded = load(folders[0], folders[0].as_posix())
    if loaded.course is None or any(problem.severity == "error" for problem in loaded.problems):
        raise CourseError(loaded.problems)
    collection = from_course(folders[0], loaded.course)
    if not collection.questions:
        raise UsageError(f"{folders[0].as_posix()} has no questions that another program has a kind for")
    if format_ == "gift":
        from scormbuild.questions.gift_writing import write_gift as write

        ending = ".gift"
    elif format_ == "moodle-xml":
        from scormbuild.questions.moodle_writing import write_moodle as write

        ending = ".xml"
    else:
        from scormbuild.questions.qti_writing import write_qti as write

        ending = "-qti21.zip"
    written = write(collection)
    return written, [*collection.losses, *written.losses], loaded.course.id + ending


def told(losses: Sequence[Loss]) -> list[str]:
    """What the file doesn't hold, each thing once with the places that it is of."""
    places: dict[tuple[str, str], list[str]] = {}
    for loss in losses:
        places.setdefault((loss.what, loss.instead), []).append(loss.place)
    lines = []
    for (what, instead), of in places.items():
        more = f" and {len(of) - 3} more" if len(of) > 3 else ""
        lines.append(f"{', '.join(of[:3])}{more}: {what} – {instead}")
    return lines
