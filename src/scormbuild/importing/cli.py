"""`scormbuild import …`: a course made of documents. What is heavy is loaded when needed.

Exit codes: 0 done, 2 a file that can't be read, or a folder that is taken.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from scormbuild.importing.importing import Imported

_PATH: Final = click.Path(path_type=Path)
_NAMES: Final = "word, powerpoint, markdown, moodle-xml, qti, csv or gift"
_SHOWN: Final = 8
_LONGEST: Final = 160


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("--into", "folder", required=True, type=_PATH, metavar="FOLDER", help="The new course's folder.")
@click.option("--as", "format_", metavar="F", help=f"What the files are, where that can't be told from them: {_NAMES}.")
@click.option("--title", help="The course's title [the document's].")
@click.option("--language", help="The course's language: nb, nn, en or se [the document's].")
@click.option("--iri", help="The address that the course is known by in records.")
@click.option(
    "--module-level",
    type=click.IntRange(1, 6),
    metavar="N",
    help="The level of the headings that begin modules; those below it begin pages [the first level in use].",
)
def import_(
    files: tuple[Path, ...],
    folder: Path,
    format_: str | None,
    title: str | None,
    language: str | None,
    iri: str | None,
    module_level: int | None,
) -> None:
    """Make a course of documents: Word, PowerPoint, Markdown (a file or a folder), or files of questions.

    Several FILEs become one course. What doesn't come over stands in FOLDER/import-report.md.
    """
    from scormbuild.importing.importing import Wanted, import_course

    _tell(import_course(files, folder, Wanted(format_, title, language, iri, module_level)))


def _tell(imported: Imported) -> None:
    from scormbuild.importing.report import REPORT_FILE, line

    written = imported.written
    counts = (
        (written.modules, "module"),
        (written.pages, "page"),
        (written.questions, "question"),
        (written.pictures, "picture"),
    )
    click.echo(f"{written.folder.as_posix()}/  “{imported.title}”, in {imported.language}")
    click.echo(
        f"  {', '.join(_counted(number, word) for number, word in counts if number)}; about {written.minutes} min"
    )
    if imported.losses:
        urgent = sum(loss.kind == "mend" for loss in imported.losses)
        mend = f", {urgent} of them to mend before learners do" if urgent else ""
        click.echo(f"\n{_counted(len(imported.losses), 'thing')} to look at{mend}:")
        for loss in imported.losses[:_SHOWN]:
            told = line(loss)
            click.echo(f"  {told if len(told) <= _LONGEST else told[: _LONGEST - 1] + '…'}")
        if len(imported.losses) > _SHOWN:
            click.echo(f"  … and {len(imported.losses) - _SHOWN} more")
        click.echo(f"All of them are in {(written.folder / REPORT_FILE).as_posix()}")
    click.echo(f"\nSee it with:  scormbuild preview {shlex.quote(written.folder.as_posix())}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
