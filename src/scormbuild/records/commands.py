"""The reports' commands. With `asked.py` the only modules here that print.

Exit codes: 0 done, 1 done but for what people must see to themselves, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import sys
import time
import webbrowser
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Final

import click

from scormbuild.errors import UsageError
from scormbuild.lrs.arguments import age
from scormbuild.records import erasure
from scormbuild.records.asked import Asked, engine_of, existing_store, reads
from scormbuild.records.completions import COLUMNS, NAMES, chosen, completions
from scormbuild.records.engines import SPILLED
from scormbuild.records.figures.model import CourseFigures
from scormbuild.records.identities import identities_of, is_address
from scormbuild.records.leftovers import sweep
from scormbuild.records.options import PATH
from scormbuild.records.own_record import as_html, as_json, kept_of
from scormbuild.records.persons import people, persons
from scormbuild.records.privacy.deletion import Outcome
from scormbuild.records.privacy.deletion import expire as expire_exports
from scormbuild.records.privacy.deletion import forget as forget_exports
from scormbuild.records.privacy.exports import ExportLog, Holds, default_log
from scormbuild.records.pseudonyms import create_key, read_key, shown
from scormbuild.records.report.csv import write_csv, write_rows
from scormbuild.records.report.html import write_html
from scormbuild.records.report.parquet import write_parquet
from scormbuild.records.report.tables import TABLES
from scormbuild.records.report.wording import LANGUAGES, Language
from scormbuild.records.report.xlsx import write_xlsx
from scormbuild.records.reporting import all_outlines, chosen_course, figures_of, statements_of
from scormbuild.records.store import TEMPORARY, Store
from scormbuild.records.units import units_in
from scormbuild.records.watch.serving import Server
from scormbuild.records.watch.watch import Watch
from scormbuild.records.writings import writings

MINIMUM: Final = 5
PERSON_COLUMNS: Final = ("learner", "unit", "version", "began", "completed", "passed", "result", "score", "minutes")
COMPLETION_COLUMNS: Final = ("learner", "account", "name", "unit", "course", "version", "completed", "result", "score")

_LANGUAGE: Final = click.option(
    "--language", type=click.Choice(LANGUAGES), default="nb", show_default=True, help="The language of what is written."
)
_MINIMUM: Final = click.option(
    "--minimum",
    type=click.IntRange(2),
    default=MINIMUM,
    show_default=True,
    help="The fewest people that figures tell of.",
)
_LOG: Final = click.option(
    "--log", "log_file", type=PATH, metavar="FILE", help="The log of exports, where it isn't the usual one."
)
_DRY_RUN: Final = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


@click.command()
@reads
@click.option("--out", type=PATH, default=Path("report.html"), show_default=True, help="The report.")
@click.option("--xlsx", type=PATH, metavar="FILE", help="The same figures as a workbook.")
@click.option("--csv", "csv_folder", type=PATH, metavar="FOLDER", help="The same as CSV files.")
@click.option("--parquet", "parquet_folder", type=PATH, metavar="FOLDER", help="The same as Parquet files.")
@click.option("--persons", "persons_file", type=PATH, metavar="FILE", help="CSV with a row per learner; needs --key.")
@click.option("--texts", "texts_file", type=PATH, metavar="FILE", help="CSV with what learners wrote; needs --key.")
@_MINIMUM
@_LANGUAGE
@_LOG
def make(
    asked: Asked,
    out: Path,
    xlsx: Path | None,
    csv_folder: Path | None,
    parquet_folder: Path | None,
    persons_file: Path | None,
    texts_file: Path | None,
    minimum: int,
    language: Language,
    log_file: Path | None,
) -> None:
    """Write a report of a course: one HTML file that opens without a network, with figures of groups alone."""
    for file, option in ((persons_file, "--persons"), (texts_file, "--texts")):
        if file is not None:
            asked.tells_of_persons(option)
    folders = {"csv": csv_folder, "parquet": parquet_folder if parquet_folder != csv_folder else None}
    asked.writes(out=out, xlsx=xlsx, persons=persons_file, texts=texts_file, log=log_file, **folders)
    with asked.opened() as (store, engine):
        outline = chosen_course(store, asked.named)
        figures = figures_of(store, engine, outline, minimum)
        if asked.units is not None:
            _check_units(asked.units, figures)
        log = _log(log_file)
        log.write(out, write_html(figures, outline, language), "figures", outline.iri)
        if xlsx is not None:
            log.write(xlsx, write_xlsx(figures, outline, language), "figures", outline.iri)
        for folder, ending, write in ((csv_folder, ".csv", write_csv), (parquet_folder, ".parquet", write_parquet)):
            if folder is not None:
                files = write(figures, outline, language)
                for name, content in files.items():
                    log.write(folder / name, content, "figures", outline.iri)
                log.remove(folder / name for name in {f"{table}{ending}" for table in TABLES} - files.keys())
        tables = statements_of(store, engine, outline)
        if persons_file is not None:
            rows = completions(persons(engine, *tables, outline), {}, outline, chosen(PERSON_COLUMNS), everybody=True)
            log.write(persons_file, write_rows(rows, language), "pseudonyms", outline.iri)
        if texts_file is not None:
            written = writings(engine, *tables, outline)
            log.write(texts_file, write_rows(written, language), "pseudonyms", outline.iri)
    for file in (out, xlsx, csv_folder, parquet_folder, persons_file, texts_file):
        if file is not None:
            click.echo(f"wrote {file}")


@click.command("completions")
@reads
@click.option("--out", type=PATH, default=Path("completions.csv"), show_default=True, help="The table, as CSV.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="[HEADING=]NAME",
    help=f"A column, in the order wanted; may be repeated. There are: {', '.join(COLUMNS)}.",
)
@click.option("--everybody", is_flag=True, help="Also those who began and haven't completed.")
@_LANGUAGE
@_LOG
def completions_command(
    asked: Asked,
    out: Path,
    columns: tuple[str, ...],
    everybody: bool,
    language: Language,
    log_file: Path | None,
) -> None:
    """Write who has completed a course, with names, for an HR system to import. Needs --key."""
    wanted = chosen(columns or COMPLETION_COLUMNS)
    asked.tells_of_persons("a table of completions")
    asked.writes(out=out, log=log_file)
    with asked.opened(names=True) as (store, engine):
        outline = chosen_course(store, asked.named)
        everyone = persons(engine, *statements_of(store, engine, outline), outline)
        known = people(store.people_file)
        rows = completions(everyone, known, outline, wanted, everybody=everybody)
        holds: Holds = "names" if NAMES & {name for _, name in wanted} else "pseudonyms"
        if holds == "names" and everyone and not known:
            hint = "read the sources with `scormbuild report completions`, which keeps that, into a new --store"
            raise UsageError(f"it isn't known who they are: {hint}; or choose other columns than account and name")
        _log(log_file).write(out, write_rows(rows, language), holds, outline.iri)
    click.echo(f"wrote {out}: {_counted(len(rows) - 1, 'learner')}")
    if len(rows) == 1 and everyone:
        hint = "of Moodle's reports, Activity completion tells it; --everybody writes all who began"
        click.echo(f"warning: nobody is told to have completed: {hint}", err=True)


@click.command()
@click.argument("who")
@reads
@click.option("--out", type=PATH, default=Path("record.html"), show_default=True, help="What is kept, to read.")
@click.option("--json", "json_file", type=PATH, metavar="FILE", help="The same for machines.")
@_LANGUAGE
@_LOG
def person(
    asked: Asked, who: str, out: Path, json_file: Path | None, language: Language, log_file: Path | None
) -> None:
    """Write all that is kept of WHO, for an access request: an e-mail address, an account's name. Needs --key."""
    asked.tells_of_persons("a person's own record")
    asked.writes(out=out, json=json_file, log=log_file)
    pseudonyms = asked.pseudonyms()
    with asked.opened(makes_store=False) as (store, engine):
        found = {pseudonyms.learner(each): each for each in identities_of(who, store.homes)}
        kept = kept_of(store, engine, list(found))
        if not kept:
            raise UsageError(f"there is nothing of {who} in these records; nothing was written")
        if len(kept.learners) > 1 and not is_address(who):
            several = ", ".join(found[learner] for learner in kept.learners)
            raise UsageError(
                f"{who} may be several people, and one must not get another's record: say which: {several}"
            )
        log = _log(log_file)
        about = " ".join(map(shown, kept.learners))
        log.write(out, as_html(who, kept, all_outlines(store, asked.named), language), "names", about=about)
        if json_file is not None:
            log.write(json_file, as_json(who, kept), "names", about=about)
    click.echo(f"wrote {out}: {_counted(len(kept.rows), 'statement')}")


@click.command()
@click.argument("file", type=PATH)
def key(file: Path) -> None:
    """Make a key file. Whoever has it can tell which pseudonym is whose: keep it apart from reports."""
    create_key(file)
    click.echo(f"wrote {file}: only you can read it. Without it, pseudonyms made with it can't be joined or deleted")


@click.command()
@click.argument("who")
@click.option("--key", "keys", type=PATH, multiple=True, required=True, help="The key file; may be repeated.")
@click.option("--store", "stores", type=PATH, multiple=True, help="A folder of records; may be repeated.")
@_LOG
@_DRY_RUN
def forget(who: str, keys: tuple[Path, ...], stores: tuple[Path, ...], log_file: Path | None, dry_run: bool) -> None:
    """Delete a person from stores and from every export that the log knows of, and name the exports that are gone.

    WHO is an e-mail address, or account:HOMEPAGE|NAME; the name alone where a store knows the home page.
    """
    pseudonyms = [read_key(file, is_for_earlier=True) for file in keys]
    opened = [_idle(folder) for folder in stores]
    found = identities_of(who, sorted({home for store in opened for home in store.homes}))
    of_identity = {identity: {made.learner(identity) for made in pseudonyms} for identity in found}
    if len(found) > 1 and not is_address(who):
        present = [
            identity for identity, own in of_identity.items() if any(erasure.count(store, own) for store in opened)
        ]
        if len(present) > 1:
            raise UsageError(f"{who} may be several people, who aren't all to be forgotten: {_say_which(present)}")
    learners = {learner for own in of_identity.values() for learner in own}
    _sweep()
    for store in opened:
        count = erasure.count(store, learners) if dry_run else erasure.delete(store, learners)
        click.echo(f"{store.folder}: {_counted(count, 'statement')} {_would(dry_run)}deleted")
    _say(forget_exports(_log(log_file), {shown(learner) for learner in learners}, dry_run=dry_run), dry_run)


@click.command()
@click.option("--older-than", "older", required=True, metavar="AGE", help="Such as 400d, 12w or 2y.")
@click.option("--store", "stores", type=PATH, multiple=True, help="A folder of records; may be repeated.")
@_LOG
@_DRY_RUN
def expire(older: str, stores: tuple[Path, ...], log_file: Path | None, dry_run: bool) -> None:
    """Delete the exports that are older, and older statements in stores, and name the exports that are gone."""
    span = age(older)
    before = int((datetime.now(UTC) - span).timestamp() * 1e6)
    _sweep()
    for store in map(_idle, stores):
        count = erasure.count(store, before=before) if dry_run else erasure.delete(store, before=before)
        click.echo(f"{store.folder}: {_counted(count, 'statement')} {_would(dry_run)}deleted")
    _say(expire_exports(_log(log_file), span, dry_run=dry_run), dry_run)


@click.command()
@_LOG
def exports(log_file: Path | None) -> None:
    """List what was exported: when, by whom, what it holds, where, and whether it is still there."""
    log = _log(log_file)
    for entry in log.present():
        click.echo(f"{entry.moment}  {entry.by}  {entry.holds}  {entry.path}  ({entry.state()})")
    click.echo(f"the log is {log.path}")


@click.command()
@reads
@click.option("--every", type=click.IntRange(5), default=60, show_default=True, help="Seconds from reading to reading.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 [one that is free].")
@click.option("--no-open", is_flag=True, help="Open no browser.")
@_MINIMUM
@_LANGUAGE
def watch(asked: Asked, every: int, port: int, no_open: bool, minimum: int, language: Language) -> None:
    """Keep a live page on a record store: its address, or its database. Ctrl-C ends it.

    The figures are shown anew when enough people have done something since: nobody can be seen to pass or fail.
    """
    asked.goes_on()
    pseudonyms = asked.pseudonyms()
    with Store(asked.store) as store:
        watched = Watch(
            store,
            lambda: asked.read_into(store, pseudonyms),
            lambda: engine_of(asked.engine, store.reading.statements),
            course=asked.named,
            minimum=minimum,
            language=language,
        )
        watched.turn()
        with Server(watched, language, port) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            click.echo(f"The report is at {server.address} and reads every {every} seconds. Ctrl-C ends it.")
            with suppress(KeyboardInterrupt):
                if not no_open:
                    webbrowser.open(server.address)
                while True:
                    time.sleep(every)
                    _turn(watched)
            server.shutdown()


def _turn(watched: Watch) -> None:
    """Read once more; a store that doesn't answer this time may do so the next."""
    try:
        watched.turn()
    except UsageError as error:
        click.echo(f"warning: {error}", err=True)


def _log(file: Path | None) -> ExportLog:
    return ExportLog(file or default_log())


def _check_units(file: Path, figures: CourseFigures) -> None:
    """Say so where a list of units names nobody of those who have begun, or no unit where anybody belongs."""
    named = [each for each in (*(part.slice for part in figures.slices), *figures.withheld) if each.dimension == "unit"]
    if figures.small_units == 0 and {each.value for each in named}.isdisjoint(units_in(file) - {""}):
        hint = "its first column must name people as the records do: by ID number, e-mail address or user name"
        click.echo(f"warning: nobody in {file} has begun the course: {hint}", err=True)


def _idle(folder: Path) -> Store:
    store = existing_store(folder)
    if store.being_read:
        hint = "wait until that is done, for it would bring back what is deleted"
        raise UsageError(f"another command is reading into {folder} just now: {hint}")
    return store


def _sweep() -> None:
    """Delete what killed commands left where temporary files are kept."""
    for prefix in (TEMPORARY, SPILLED):
        sweep(prefix)


def _say_which(identities: Iterable[str]) -> str:
    return f"say which of {', '.join(identities)}"


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _would(dry_run: bool) -> str:
    return "would be " if dry_run else ""


def _say(outcomes: Iterable[Outcome], dry_run: bool) -> None:
    """Say what was done about each export, and end with 1 where people must look themselves."""
    said: Mapping[str, str] = {
        "rows removed": f"{{rows}} {_would(dry_run)}removed",
        "deleted": f"{_would(dry_run)}deleted",
        "deleted with others": f"{_would(dry_run)}deleted; make it again without this person",
        "nothing of this person": "nothing of this person",
        "changed": "changed since it was written: look at it yourself",
        "gone": "no longer there: whoever has a copy must delete it",
    }
    remains = False
    for outcome in outcomes:
        remains = remains or outcome.done in ("changed", "gone")
        click.echo(f"{outcome.path}: {said[outcome.done].format(rows=_counted(outcome.rows, 'row'))}")
    if remains:
        sys.exit(1)


COMMANDS: Final[Mapping[str, click.Command]] = {
    command.name or "": command for command in (make, watch, completions_command, person, key, forget, expire, exports)
}
