"""The commands. They alone, here and in packages of their own, print or set an exit code. What is heavy is lazy.

Exit codes: 0 fine, 1 problems in a course, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import gc
import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scormbuild import __version__
from scormbuild.booklets.cli import booklets
from scormbuild.ci.cli import ci
from scormbuild.course.folders import course_folders
from scormbuild.diff.cli import diff
from scormbuild.errors import CourseError, UsageError
from scormbuild.importing.cli import import_
from scormbuild.inspect.cli import inspect
from scormbuild.lrs.cli import lrs
from scormbuild.questions.cli import export
from scormbuild.records.cli import certificate, report

if TYPE_CHECKING:
    from scormbuild.build import Built
    from scormbuild.compile.pages import Progress
    from scormbuild.course.model import Course, FormatName
    from scormbuild.errors import Problem

GARBAGE_OBJECTS = 50_000
"""New objects after which Python looks for garbage. It finds next to none, for what is imported and read stays, and
with its own 700 that takes a twentieth of a small build."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="scormbuild")
def cli() -> None:
    """Courses written in YAML and Markdown become packages that any learning platform imports and tracks."""


cli.add_command(booklets)
cli.add_command(certificate)
cli.add_command(ci)
cli.add_command(diff)
cli.add_command(export)
cli.add_command(import_)
cli.add_command(inspect)
cli.add_command(lrs)
cli.add_command(report)


@cli.command()
@click.argument("courses", nargs=-1, type=click.Path(path_type=Path), metavar="[COURSE]...")
@click.option(
    "--format", "formats", multiple=True, metavar="F", help="A format in place of the course's own; may be repeated."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("dist"), help="Folder for packages [dist].")
@click.option("--locked", is_flag=True, help="Refuse to change course.lock; for automatic builds.")
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="ZIP",
    help="The package, or the folder of packages, that passports tell the changes from [what lies in --out].",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was built, or the problems, as JSON.")
def build(
    courses: tuple[Path, ...],
    formats: tuple[str, ...],
    out: Path,
    locked: bool,
    since: Path | None,
    as_json: bool,
) -> None:
    """Build courses into packages. Without COURSE: every course under courses/, or the one in this folder."""
    from scormbuild.build import build as build_course

    named = known_formats(formats)
    built: list[Built] = []
    problems: list[Problem] = []
    folders = course_folders(courses)
    if since is not None and since.is_file() and len(folders) > 1:
        raise UsageError(f"{since.as_posix()} is one package, and {len(folders)} courses are built: name its course")
    for folder in folders:
        try:
            with progress_bar(folder.name) as progress:
                done = build_course(
                    folder,
                    out,
                    named,
                    locked=locked,
                    taken=[other.course for other in built],
                    since=since,
                    progress=progress,
                )
        except CourseError as error:
            problems += error.problems
            continue
        built.append(done)
        problems += done.warnings
        if not as_json:
            say_built(done)
    if as_json:
        click.echo(json.dumps({"built": [built_json(done) for done in built], **problems_json(problems)}, indent=2))
    end(problems, as_json)


@cli.command()
@click.argument("courses", nargs=-1, type=click.Path(path_type=Path), metavar="[COURSE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(courses: tuple[Path, ...], as_json: bool) -> None:
    """Check courses and write nothing. Prints every problem with its place and what to do."""
    from scormbuild.build import compile_folder
    from scormbuild.errors import in_order

    problems: list[Problem] = []
    folders = course_folders(courses)
    for folder in folders:
        try:
            problems += in_order(compile_folder(folder)[2])
        except CourseError as error:
            problems += error.problems
    if as_json:
        click.echo(json.dumps(problems_json(problems), indent=2))
    elif not problems:
        click.echo(f"No problems in {counted(len(folders), 'course')}.")
    end(problems, as_json)


@cli.group()
def translate() -> None:
    """Give a course's texts to a translator, and take them back. They are kept in the course, in translations/."""


@translate.command("export")
@click.argument("course", type=click.Path(path_type=Path), required=False)
@click.option("--to", "language", required=True, metavar="LANGUAGE", help="The language to translate into: nn, en …")
@click.option("--out", type=click.Path(path_type=Path), help="An .xlf or a .csv file [COURSE-LANGUAGE.xlf].")
def translate_export(course: Path | None, language: str, out: Path | None) -> None:
    """Write every text of COURSE, with what is translated of it, as XLIFF 2.1 or CSV."""
    from scormbuild.translation.exchange import export

    wrote = export(one_course(course), language, out)
    for problem in wrote.problems:
        click.echo(problem.render(), err=True)
    left = f"{wrote.untranslated} of them to translate" if wrote.untranslated else "all of them translated"
    click.echo(f"{wrote.path.as_posix()}  {counted(wrote.units, 'text')}, {left}")
    if wrote.outdated:
        click.echo(f"  {counted(wrote.outdated, 'translation')} older than the text")


@translate.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("course", type=click.Path(path_type=Path), required=False)
def translate_import(file: Path, course: Path | None) -> None:
    """Take a translator's FILE (XLIFF 2 or CSV) into COURSE. Texts that it doesn't have stay as they are."""
    from scormbuild.translation.exchange import take_in

    taken = take_in(file, one_course(course))
    left = f"{taken.untranslated} left to translate"
    click.echo(f"{taken.path.as_posix()}  {counted(taken.taken, 'text')} taken in, {left}")
    if taken.unknown:
        names = ", ".join(taken.unknown[:3]) + (" …" if len(taken.unknown) > 3 else "")
        click.echo(f"  {counted(len(taken.unknown), 'text')} that the course doesn't have, kept all the same: {names}")


@cli.command()
@click.argument("courses", nargs=-1, type=click.Path(path_type=Path), metavar="[COURSE]")
@click.option("--format", "format_", metavar="F", help="A format in place of the course's first one.")
@click.option("--learner", metavar="NAME", default="ola", help="Who learns [ola].")
@click.option(
    "--mode", type=click.Choice(["normal", "browse", "review"]), default="normal", help="Lesson mode [normal]."
)
@click.option("--quirk", "quirks", multiple=True, metavar="Q", help="Something that platforms do; may be repeated.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 [one that is free].")
@click.option("--no-open", is_flag=True, help="Open no browser.")
@click.option("--record", type=click.Path(path_type=Path), help="File to write with all that a SCORM course says.")
@click.option(
    "--replay", type=click.Path(path_type=Path), help="A recorded file to play before the course is launched."
)
def preview(
    courses: tuple[Path, ...],
    format_: str | None,
    learner: str,
    mode: str,
    quirks: tuple[str, ...],
    port: int,
    no_open: bool,
    record: Path | None,
    replay: Path | None,
) -> None:
    """Play COURSE in the browser as a platform would; every saved file shows at once. Ctrl-C ends it."""
    import time
    import webbrowser

    from scormbuild.preview.conversation import read_conversation
    from scormbuild.preview.preview import Preview
    from scormbuild.preview.settings import is_scorm, settings_in

    folders = course_folders(courses)
    if len(folders) > 1:
        raise UsageError(f"a preview is of one course: {', '.join(folder.as_posix() for folder in folders)}")
    conversation = None if replay is None else read_conversation(replay)
    usual = [conversation.format] if conversation is not None else ["scorm12"] if record is not None else []
    named = known_formats([format_] if format_ else usual)
    if (record or replay) and not is_scorm(named[0]):
        raise UsageError(f"a conversation is of SCORM, and {named[0]} has none: preview scorm12 or scorm2004")
    form = {"format": named[0] if named else None, "learner": learner, "mode": mode, "quirks": quirks}
    with Preview(
        folders[0],
        settings_in(form),
        port=port,
        record=record,
        replay=conversation,
        tell=lambda text: click.echo(text, err=True),
    ) as previewed:
        click.echo(f"{folders[0].as_posix()} is previewed at {previewed.address}")
        if not no_open:
            webbrowser.open(previewed.address)
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(1)  # Windows lets Ctrl-C into no longer wait
    if previewed.replay is not None and previewed.replay.findings:
        sys.exit(1)


@cli.command()
@click.argument("name")
def new(name: str) -> None:
    """Make the folder NAME with a small course in it that builds and shows the format."""
    from scormbuild.starter import make_course

    folder = Path(name)
    made = make_course(folder)
    for file in made:
        click.echo(file.as_posix())
    path = f'"{folder.as_posix()}"' if " " in folder.name else folder.as_posix()
    click.echo(f"\nBuild it with:  scormbuild build {path}")


@cli.command()
@click.option("--out", type=click.Path(path_type=Path), help="File to write; without it the schema is printed.")
def schema(out: Path | None) -> None:
    """Print the JSON Schema of the course format, which gives editors completion and checks while one writes."""
    from scormbuild.components import question_types, registry
    from scormbuild.components.base import schema_of
    from scormbuild.course.model import course_schema

    schemas = {name: schema_of(component) for name, component in registry().items()}
    text = json.dumps(course_schema(schemas, set(question_types())), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    from scormbuild.writing import replacing

    with replacing(out) as stream:
        stream.write(text.encode())
    click.echo(out.as_posix())


@cli.command()
@click.argument("course", type=click.Path(path_type=Path))
@click.argument("saved")
def state(course: Path, saved: str) -> None:
    """Open a learner's SAVED state of COURSE: the text that the platform holds as suspend_data ("-": from input)."""
    from scormbuild.course.lock import read_lock
    from scormbuild.course.primer import read_primers
    from scormbuild.state import UnreadableState, unpack

    (folder,) = course_folders((course,))
    lock, problems = read_lock(folder, folder.as_posix())
    primers, primer_problems = read_primers(folder, folder.as_posix(), lock)
    if problems or primer_problems:
        raise CourseError([*problems, *primer_problems])
    text = sys.stdin.read().strip() if saved == "-" else saved
    try:
        opened = unpack(lock.slots, text, lock.layouts, primers)
    except UnreadableState as error:
        raise UsageError(f"the state can't be opened: {error}") from None
    values = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in opened.values.items()
        if value not in (None, 0, "", (), frozenset())
    }
    shown = {
        "layout": opened.layout,
        "of": lock.layouts,
        "attempt": opened.attempt,
        "counter": opened.counter,
    }
    click.echo(json.dumps({**shown, "values": values}, indent=2, ensure_ascii=False))


@cli.command()
@click.argument("course", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the catalogue as JSON.")
def statements(course: Path, as_json: bool) -> None:
    """Print everything that COURSE can tell of its learners, for those who answer for their privacy."""
    from scormbuild.compile.catalogue import catalogue
    from scormbuild.course.load import load
    from scormbuild.translation.versions import read_versions

    (folder,) = course_folders((course,))
    loaded = load(folder, folder.as_posix())
    if loaded.course is None:
        raise CourseError(loaded.problems)
    versions, _ = read_versions(loaded.course, folder, folder.as_posix())
    found = catalogue(*(version.course for version in versions))
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    click.echo(found.text())


@cli.command()
@click.argument("courses", nargs=-1, type=click.Path(path_type=Path), metavar="[COURSE]...")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), help="Folder for the records [demo].")
@click.option("--learners", type=click.IntRange(1, 1_000_000), default=1000, help="How many learners [1000].")
@click.option("--seed", type=int, default=1, help="What chance begins with: the same seed gives the same records [1].")
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), default="2025-10-01", help="First day [2025-10-01]."
)
@click.option("--months", type=click.IntRange(1, 60), default=12, help="How many months [12].")
@click.option("--moodle", is_flag=True, help="Write Moodle's reports as well: interactions, completion.")
@click.option("--texts", is_flag=True, help="Tell what is written, as courses with `records: {texts: true}` do.")
def demo(
    courses: tuple[Path, ...],
    out: Path,
    learners: int,
    seed: int,
    first: datetime,
    months: int,
    moodle: bool,
    texts: bool,
) -> None:
    """Make records of an invented municipality for COURSES, to see a report before there is anybody to report on."""
    from scormbuild.demo.make import Wanted, make
    from scormbuild.demo.summary import UNITS

    if not 1980 <= first.year <= 2100:
        raise UsageError(f"nobody took courses in {first.year}: --from takes a day of 1980 to 2100")
    folders = course_folders(courses)
    loaded = [telling_course(folder) for folder in folders]
    ids = [course.id for course in loaded]
    if twice := next((identifier for identifier in ids if ids.count(identifier) > 1), None):
        raise UsageError(f"two of the courses have the id {twice!r}, and would be written to one file")
    wanted = Wanted(learners, seed, first.date(), months, moodle, texts)
    with progress_bar("demo") as progress:
        summary = make(loaded, out, wanted, progress)
    click.echo(summary.text(out))
    click.echo("\nSee a report of it:")
    for folder, told in zip(folders, summary.courses, strict=True):
        file, course, units = (shlex.quote(path.as_posix()) for path in (out / told.file, folder, out / UNITS))
        click.echo(f"  scormbuild report {file} --course {course} --units {units}")
        if told.reports:
            reports = shlex.join((out / name).as_posix() for name in told.reports)
            click.echo(f"  scormbuild report {reports} --course {course}")


def telling_course(folder: Path) -> Course:
    """The course in a folder. `UsageError` where statements can't name what they are about."""
    from scormbuild.course.load import load

    loaded = load(folder, folder.as_posix())
    if loaded.course is None:
        raise CourseError(loaded.problems)
    if loaded.course.iri is None:
        raise UsageError(
            f"the course in {folder.as_posix()} has no iri, by which statements name everything: write one"
        )
    return loaded.course


def known_formats(named: Sequence[str]) -> list[FormatName]:
    """The formats that a command names. `UsageError` where there is none of that name."""
    from scormbuild.formats import FORMATS

    known: dict[str, FormatName] = {name: name for name in FORMATS}
    for name in named:
        if name not in known:
            formats = "; ".join(f"{each} ({format_.purpose})" for each, format_ in FORMATS.items())
            raise UsageError(f"there is no format {name!r}; formats: {formats}")
    return [known[name] for name in named]


def one_course(course: Path | None) -> Path:
    """The folder of the one course that a command is about."""
    folders = course_folders(() if course is None else (course,))
    if len(folders) > 1:
        raise UsageError(f"say which course: {', '.join(folder.as_posix() for folder in folders)}")
    return folders[0]


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on the terminal, shown once a build takes many pages; nothing where no person looks on."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True) as bar:

        def advance(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield advance


def say_built(done: Built) -> None:
    """What an author wants to know of a build: where the zips are, how large, and whether the state fits."""
    for package in done.packages:
        click.echo(f"{package.path.as_posix()}  {size(package.bytes_)}")
        if package.folder is not None:
            click.echo(f"{package.folder.as_posix()}/")
    pages = [package.passport for package in done.packages if package.passport is not None]
    if pages:
        named = pages[0].as_posix() if len(pages) == 1 else f"{len(pages)} pages, {pages[0].as_posix()} and so on"
        click.echo(f"  for the administrator of the platform: {named}")
    beside = f", beside about {done.text_room:,} characters of what they write" if done.text_room else ""
    limit = "" if done.state_limit is None else f" of {done.state_limit}"
    each = "; in each module" if done.scos > 1 else ";"
    click.echo(
        f"  {done.title}: {counted(done.pages, 'page')}, {counted(done.questions, 'question')}{each} "
        f"a learner's state takes at most {done.state_characters}{limit} characters{beside}"
    )


def built_json(done: Built) -> dict[str, Any]:
    """A build for machines."""
    return {
        "course": done.course,
        "pages": done.pages,
        "questions": done.questions,
        "scos": done.scos,
        "state": {"characters": done.state_characters, "limit": done.state_limit, "text": done.text_room},
        "packages": [
            {
                "format": package.format,
                "path": package.path.as_posix(),
                "bytes": package.bytes_,
                "folder": None if package.folder is None else package.folder.as_posix(),
                "passport": None
                if package.passport is None
                else {"html": package.passport.as_posix(), "json": package.passport.with_suffix(".json").as_posix()},
            }
            for package in done.packages
        ],
    }


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Problems for machines."""
    return {"problems": [problem.as_json() for problem in problems]}


def end(problems: Sequence[Problem], quiet: bool) -> None:
    """Print problems with their count, and leave with 1 where any is an error."""
    errors = sum(problem.severity == "error" for problem in problems)
    if problems and not quiet:
        for problem in problems:
            click.echo(problem.render() + "\n", err=True)
        counts = [(errors, "error"), (len(problems) - errors, "warning")]
        click.echo(", ".join(counted(count, word) for count, word in counts if count) + ".", err=True)
    if errors:
        sys.exit(1)


def counted(count: int, word: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def size(bytes_: int) -> str:
    """A file's size as people read it."""
    return f"{bytes_ / 1e6:.1f} MB" if bytes_ >= 1_000_000 else f"{bytes_ / 1e3:.0f} KB"


def main() -> None:
    """The program: `cli`, with the errors that people make told in words."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes there may not be UTF-8; a course's texts are.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(GARBAGE_OBJECTS)
    try:
        cli()
    except UsageError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    except CourseError as error:
        end(error.problems, quiet=False)
    except FileNotFoundError:
        raise  # all that authors name has been looked for: this would be a file of the program's own
    except OSError as error:
        click.echo(f"error: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(2)
