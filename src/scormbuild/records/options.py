"""The options that say where records are read from. Nothing heavy stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

SECRET_VARIABLE: Final = "SCORMBUILD_LRS_SECRET"  # noqa: S105 - the name of one
PATH: Final = click.Path(path_type=Path)

Command = Callable[..., Any]

SOURCES: Final = (
    click.argument("sources", nargs=-1, metavar="[SOURCE]..."),
    click.option(
        "--course",
        metavar="FOLDER|IRI",
        help="The course, where there are records of several; its folder, for its wording.",
    ),
    click.option("--zone", default="Europe/Oslo", show_default=True, help="The time zone of Moodle's dates."),
    click.option("--activity", default="", help="What Moodle calls the course, where that isn't its title."),
    click.option(
        "--lrs-key",
        default="",
        metavar="KEY[:SECRET]",
        help=f"A record store's key, and its secret; the secret also from the environment's {SECRET_VARIABLE}.",
    ),
)


def from_sources(command: Command) -> Command:
    """Give a command these options, by name."""
    for option in reversed(SOURCES):
        command = option(command)
    return command
