"""`scormbuild lrs …`: the group of the record store's commands, which are loaded when one of them is asked for."""

from __future__ import annotations

from collections.abc import Mapping

import click

from scormbuild.errors import UsageError

INSTALL = "the record store needs more packages: pip install 'scormbuild[lrs]'"


class _Commands(click.Group):
    """Commands whose packages are an extra: the others work without them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return sorted(_loaded())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name."""
        return _loaded().get(cmd_name)


def _loaded() -> Mapping[str, click.Command]:
    try:
        from scormbuild.lrs.commands import COMMANDS
    except ImportError:
        raise UsageError(INSTALL) from None
    return COMMANDS


@click.group(cls=_Commands)
def lrs() -> None:
    """A learning record store: xAPI 1.0.3 and 2.0, on SQLite in one file or on PostgreSQL."""
