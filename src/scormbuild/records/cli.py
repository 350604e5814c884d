"""`scormbuild report …`: the group of the reports' commands, which are loaded when one of them is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import click

from scormbuild.errors import UsageError

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
