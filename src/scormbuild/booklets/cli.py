"""`scormbuild booklets …`: what is done with the booklets that teams hand in. What is heavy is loaded when needed.

Exit codes: 0 done, 1 done but for files that aren't taken in, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scormbuild.errors import CourseError, UsageError

if TYPE_CHECKING:
    from scormbuild.booklets.booklet import Booklet, Refused
    from scormbuild.booklets.merged import LeftOut, Merged
    from scormbuild.course.model import Course
    from scormbuild.records.report.wording import Language

INSTALL: Final = "workbooks need more packages: pip install 'scormbuild[reports]'"
ENDINGS: Final = (".html", ".htm")

_PATH: Final = click.Path(path_type=Path)


@click.group()
def booklets() -> None:
    """The booklets that teams filled in and handed in as files."""


@booklets.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("--course", "folder", type=_PATH, metavar="DIR", help="The course's folder, where it isn't found here.")
@click.option("--out", type=_PATH, default=Path("hefter.html"), show_default=True, help="The document.")
@click.option("--xlsx", type=_PATH, metavar="FILE", help="The same as a workbook.")
@click.option("--csv", "csv_folder", type=_PATH, metavar="FOLDER", help="The same as CSV files.")
@click.option("--language", type=click.Choice(["nb", "nn", "en"]), help="The language of the document [the course's].")
def merge(
    files: tuple[Path, ...],
    folder: Path | None,
    out: Path,
    xlsx: Path | None,
    csv_folder: Path | None,
    language: Language | None,
) -> None:
    """Put booklets together: matrices summed, tables unit by unit, texts side by side. FILE may be a folder of them."""
    from scormbuild.booklets.html import write_html
    from scormbuild.booklets.merging import Words
    from scormbuild.booklets.merging import merge as merge_booklets
    from scormbuild.booklets.reading import read_booklets
    from scormbuild.booklets.spreadsheets import write_csv, write_xlsx
    from scormbuild.booklets.wording import BookletWords, language_of
    from scormbuild.writing import replacing

    named = list(_named(files, out))
    _check_targets(named, out, xlsx)
    if xlsx is not None:
        _check_workbooks()
    read, refused = read_booklets(named)
    if not read and folder is None:
        _tell_refused(refused)
        raise UsageError("none of the files is a booklet that can be read")
    course = _spoken(*_course(folder, read), language)
    say = BookletWords(language or language_of(course.language))
    words = Words(say.catalogue["booklets.no_unit"], say.catalogue["booklets.unplaced"])
    merged = merge_booklets(course, read, words, refused)
    _tell_refused(merged.refused)
    if not merged.counted:
        raise UsageError(f"none of the files is a booklet of {course.id}")
    _tell(merged)
    written = {out: write_html(merged, say)}
    if xlsx is not None:
        written[xlsx] = write_xlsx(merged, say)
    if csv_folder is not None:
        written |= {csv_folder / name: content for name, content in write_csv(merged, say).items()}
    for target, content in written.items():
        with replacing(target) as stream:
            stream.write(content)
    for target in filter(None, (out, xlsx, csv_folder)):
        click.echo(f"wrote {target}")
    if merged.refused:
        sys.exit(1)


@booklets.command()
@click.argument("file", type=_PATH)
@click.option("--course", "folder", type=_PATH, metavar="DIR", help="The course's folder, where it isn't found here.")
@click.option("--out", type=_PATH, metavar="FILE", help="The document [named as the booklet, ending in .pdf].")
def pdf(file: Path, folder: Path | None, out: Path | None) -> None:
    """Print a booklet as a PDF: the whole course, with what the team has filled in, in the language that it had."""
    from scormbuild.booklets.booklet import Refused, fill
    from scormbuild.booklets.reading import read_booklet
    from scormbuild.build import print_filled
    from scormbuild.course.lock import course_fields
    from scormbuild.paper.filled import Filled
    from scormbuild.receipt import shown
    from scormbuild.writing import replacing

    target = file.with_suffix(".pdf") if out is None else out
    if target.resolve() == file.resolve():
        raise UsageError(f"--out {target.as_posix()} is the booklet itself: write to another file")
    try:
        booklet = read_booklet(file)
        course_folder, course = _course(folder, [booklet])
        filled = fill(booklet, course, course_fields(course))
    except Refused as why:
        raise UsageError(f"{file.name}: {_reason(why)}") from None
    written = Filled(booklet.unit, shown(booklet.receipt), filled.values)
    content = print_filled(course_folder, written, booklet.language)
    with replacing(target) as stream:
        stream.write(content)
    if filled.unknown:
        names = ", ".join(name for name, _ in filled.unknown)
        click.echo(f"left out, for this version of the course doesn't have them: {names}", err=True)
    click.echo(f"wrote {target}")


def _named(files: Sequence[Path], out: Path) -> Iterator[Path]:
    """The files that are meant; of a folder, those that may be booklets, without what an earlier merge wrote there."""
    for file in files:
        if file.is_dir():
            inside = sorted(each for each in file.iterdir() if each.suffix.lower() in ENDINGS)
            found = [each for each in inside if each.resolve() != out.resolve()]
            if not found:
                raise UsageError(f"there is no booklet in {file.as_posix()}: their names end in .html")
            yield from found
        else:
            yield file


def _check_targets(files: Sequence[Path], out: Path, xlsx: Path | None) -> None:
    """Make sure that no booklet is written over. Raises `UsageError`."""
    taken = {file.resolve() for file in files}
    for option, target in (("--out", out), ("--xlsx", xlsx)):
        if target is not None:
            if target.resolve() in taken:
                raise UsageError(f"{option} {target.as_posix()} is read or written as well: write to another file")
            taken.add(target.resolve())


def _check_workbooks() -> None:
    try:
        import xlsxwriter  # noqa: F401
    except ImportError:
        raise UsageError(INSTALL) from None


def _course(folder: Path | None, read: Sequence[Booklet]) -> tuple[Path, Course]:
    """The course in a folder, or the one here that most of the booklets are of, with its folder."""
    from scormbuild.course.folders import course_folders
    from scormbuild.course.load import load

    wanted = None if folder is not None else Counter(booklet.course for booklet in read).most_common(1)[0][0]
    for each in course_folders(() if folder is None else (folder,)):
        loaded = load(each, each.as_posix())
        if wanted is None or (loaded.course is not None and loaded.course.id == wanted):
            # A sheet that can't be read would have what teams wrote in it told as another version's.
            if loaded.course is None or loaded.problems:
                raise CourseError(loaded.problems)
            return each, loaded.course
    raise UsageError(f"the booklets are of {wanted}, and there is no such course here: name its folder with --course")


def _spoken(folder: Path, course: Course, language: str | None) -> Course:
    """The course in a language, where it has that one; else in its own."""
    from scormbuild.translation.versions import read_versions

    if language not in course.languages:
        return course
    versions, problems = read_versions(course, folder, folder.as_posix())
    if any(problem.severity == "error" for problem in problems):
        raise CourseError(problems)
    return next(version.course for version in versions if version.course.language == language)


def _tell_refused(refused: Sequence[LeftOut]) -> None:
    for left in refused:
        click.echo(f"{left.file}: left out. {_reason(left.why)}", err=True)


def _reason(why: Refused) -> str:
    """Why a booklet isn't taken in, and what to do."""
    from scormbuild.booklets.wording import BookletWords

    say = BookletWords("en")
    reason, remedy = (str(text.unescape()) for text in (say.reason(why), say.remedy(why)))
    return f"{reason}\n    {remedy}"


def _tell(merged: Merged) -> None:
    """Say what a coordinator should look at."""
    from scormbuild.booklets.wording import BookletWords

    say = BookletWords("en")
    notes = [say.say("booklets.twice", file=file, first=first) for file, first in merged.twice]
    notes += [say.say("booklets.same_unit", unit=unit) for unit in merged.same_unit]
    notes += [
        say.say("booklets.version", unit=each.name, version=each.booklet.version, own=merged.version)
        for each in merged.of_other_versions
    ]
    for note in notes:
        click.echo(note.unescape(), err=True)
