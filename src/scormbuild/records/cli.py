"""`scormbuild report …`: the group of the reports' commands, which are loaded when one of them is asked for.

Beside it `scormbuild certificate`, which reads records only where it is given any.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from scormbuild.errors import UsageError, quote
from scormbuild.receipt import read_receipt, shown
from scormbuild.records.options import from_sources

if TYPE_CHECKING:
    from scormbuild.records.codes import Found

INSTALL: Final = "reports need more packages: pip install 'scormbuild[reports]'"
USUAL: Final = "make"
"""The command that is meant where none is named."""


class _Commands(click.Group):
    """Commands whose packages are an extra: the others work without them. The usual one needn't be named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return sorted(_loaded())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name."""
        return _loaded().get(cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the usual command in front where a source or one of its options comes first."""
        is_named = not args or args[0] in (*ctx.help_option_names, *_loaded())
        return super().parse_args(ctx, args if is_named else [USUAL, *args])


def _loaded() -> Mapping[str, click.Command]:
    try:
        from scormbuild.records.commands import COMMANDS
    except ImportError:
        raise UsageError(INSTALL) from None
    return COMMANDS


@click.group(cls=_Commands, subcommand_metavar="[make] SOURCE… | COMMAND …")
def report() -> None:
    """What learners did, as a report: from a record store, from files of statements, from Moodle's own reports.

    SOURCE is a file (NDJSON, JSON, Parquet; CSV, ODS or XLSX from Moodle), a record store's database, or a store's
    address. `scormbuild report records.ndjson` writes report.html; `scormbuild report make --help` lists its options.
    """


@click.command()
@click.argument("code")
@from_sources
def certificate(code: str, sources: tuple[str, ...], **options: Any) -> None:
    """Look up the CODE of a certificate, or of a booklet's receipt: is it typed right, and which record has it?

    SOURCE is whatever `scormbuild report` reads: Moodle's interactions report, a file of statements, a record store.
    Without one, only typing errors are told. Exit code 1: a typing error, or no record has the code.
    """
    read = read_receipt(code)
    if read is None:
        click.echo(f"{quote(code)} has a typing error: compare it with the print, symbol by symbol", err=True)
        sys.exit(1)
    click.echo(f"{shown(read)} has no typing error.")
    if not sources:
        click.echo("Name records to see whose it is: Moodle's interactions report, a file of statements.")
        return
    try:
        from scormbuild.records.asked import Asked
        from scormbuild.records.codes import CodeSink
    except ImportError:
        raise UsageError(INSTALL) from None
    sink = CodeSink(read)
    Asked(sources=sources, **options).read_to(sink)
    found = [*sink.found()]
    for each in found:
        _say_found(each, ZoneInfo(options["zone"]))
    if not found:
        aside = f"; {sink.set_aside_count:,} can't be read" if sink.set_aside_count else ""
        click.echo(f"None of {sink.count:,} records has it{aside}.", err=True)
        sys.exit(1)


def _say_found(found: Found, zone: ZoneInfo) -> None:
    what = "a certificate, made out" if found.what == "certificate" else "the receipt of a booklet, handed in"
    who = found.identity if found.name in ("", found.identity) else f"{found.name} ({found.identity})"
    click.echo(f"It is {what} {_day(found.moment, zone)}\n  course: {found.course}\n  learner: {who}")
    said = [] if found.verdict is None else [f"{found.verdict[0]} {_day(found.verdict[1], zone)}"]
    said += [] if found.score is None else [f"{found.score / 100:g} %"]
    click.echo(f"  the platform's record: {', '.join(said) or 'no verdict in what was read'}")


def _day(moment: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(moment / 1e6, zone).date().isoformat()
