"""`scormbuild diff OLD NEW`: for those who upload packages, and for the build that makes them.

Exit codes: 0 safe, 1 not safe, not known or not to be read, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from scormbuild.errors import UsageError

if TYPE_CHECKING:
    from scormbuild.diff.comparison import Comparison, Verdict

Output = Literal["text", "json", "markdown", "mail"]

_LEFT_OUT: Final = {
    "new": "new: it replaces none",
    "gone": "gone: learners of the old one keep it as long as nobody deletes it",
    "no package": "no package that a platform launches: not compared",
}
_FAILS: Final[tuple[Verdict, ...]] = ("not-known", "unsafe")
"""Verdicts that exit with 1. With --strict, each but `safe` does."""
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--json", "output", flag_value="json", help="Print the comparison as JSON.")
@click.option("--markdown", "output", flag_value="markdown", help="Print it for a comment on a pull request.")
@click.option("--mail", "output", flag_value="mail", help="Print what to tell the administrator, for a mail.")
@click.option("--strict", is_flag=True, help="Exit with 1, too, where learners must be told something.")
def diff(old: Path, new: Path, output: Output | None, strict: bool) -> None:
    """Whether the package NEW can replace OLD where learners are under way. Both may be folders of packages.

    In folders each zip is compared with that of the same name.
    """
    from scormbuild.diff import NotComparable, compare
    from scormbuild.diff.contents import NO_PACKAGE

    is_bad = False
    told: list[dict[str, Any]] = []
    for name, before, after in _pairs(old, new):
        if before is None or after is None:
            is_bad |= strict and after is None
            told.append(_left_out(name, "gone" if after is None else "new", output))
            continue
        try:
            comparison = compare(before, after)
        except NotComparable as error:
            if old.is_dir() and (error.path, error.code) == (before, NO_PACKAGE):
                told.append(_left_out(name, "no package", output))
                continue
            is_bad = True
            click.echo(str(error), err=True)
            told.append({"name": name, "error": str(error)})
            continue
        is_bad |= comparison.verdict in _FAILS or (strict and comparison.verdict != "safe")
        told.append({"name": name, **comparison.as_json()})
        if output != "json":
            _say(comparison, output)
    if output == "json":
        click.echo(json.dumps({"comparisons": told}, ensure_ascii=False, indent=2))
    if is_bad:
        sys.exit(1)


def _say(comparison: Comparison, output: Output | None) -> None:
    said = {"markdown": comparison.markdown, "mail": comparison.mail}.get(output or "", comparison.text)
    click.echo(said())


def _left_out(name: str, why: Literal["new", "gone", "no package"], output: Output | None) -> dict[str, Any]:
    """A zip of one of the folders that is compared with none."""
    if output != "json":
        click.echo(f"{'- ' if output == 'markdown' else ''}{name} is {_LEFT_OUT[why]}\n")
    return {"name": name, "not_compared": why}


def _pairs(old: Path, new: Path) -> Iterator[tuple[str, Path | None, Path | None]]:
    """What is to be compared with what, by name. `UsageError` where there is nothing."""
    for path in (old, new):
        if not path.exists():
            raise UsageError(f"there is no {path.as_posix()}: name two packages, or two folders of packages")
    if old.is_dir() != new.is_dir():
        raise UsageError("one is a folder, the other a file: name two packages, or two folders of packages")
    if not old.is_dir():
        yield new.name, old, new
        return
    before, after = ({path.name: path for path in sorted(folder.glob("*.zip"))} for folder in (old, new))
    if not before or not after:
        raise UsageError(f"there is no zip in {(new if before else old).as_posix()}")
    for name in sorted(before.keys() | after.keys()):
        yield name, before.get(name), after.get(name)
