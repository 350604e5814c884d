"""`scormbuild inspect`: any vendor's packages, judged. What is heavy is loaded when needed.

Exit codes: 0 nothing of the severity asked for, 1 something of it, 2 a command that can't be done as asked.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from scormbuild.errors import UsageError

if TYPE_CHECKING:
    from scormbuild.inspect.model import Rule, Severity
    from scormbuild.inspect.package import Package
    from scormbuild.inspect.playing import Played

Format = Literal["text", "json", "sarif", "junit"]

_FAILING: Final[Mapping[str, tuple[Severity, ...]]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "note": ("error", "warning", "note"),
}


@click.command()
@click.argument("packages", nargs=-1, type=click.Path(path_type=Path), metavar="[ZIP]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="For people, or for machines.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there rather than print.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILING)),
    default="error",
    show_default=True,
    help="The least severity that ends with exit code 1.",
)
@click.option("--play", is_flag=True, help="Launch what is in it in Chromium, and tell what it was seen to do.")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    default=10,
    show_default=True,
    help="How long each launch is watched at most, with --play.",
)
@click.option("--explain", metavar="CODE", help="Say what a rule is about, and inspect nothing.")
def inspect(
    packages: tuple[Path, ...],
    format_: Format,
    out: Path | None,
    fail_on: str,
    explain: str | None,
    *,
    play: bool,
    seconds: float,
) -> None:
    """Judge packages of any vendor: SCORM 1.2 and 2004, cmi5 and Tin Can. Without --play, nothing of them is run."""
    if explain is not None:
        from scormbuild.inspect.wording import explained

        click.echo(explained(_rule(explain)))
        return
    if not packages:
        raise UsageError("say which packages: scormbuild inspect course.zip")
    _check_files(packages, out)
    from scormbuild.inspect.inspecting import inspect as inspect_package
    from scormbuild.inspect.reports import as_json, as_junit, as_sarif
    from scormbuild.inspect.wording import as_text, overview
    from scormbuild.writing import replacing

    failing = _FAILING[fail_on]
    with _player(seconds) if play else nullcontext() as player:
        reports = [inspect_package(path, player) for path in packages]
    writers: Mapping[Format, Callable[[], str]] = {
        "text": lambda: "\n".join([*map(as_text, reports), *([overview(reports)] if len(reports) > 1 else [])]),
        "json": lambda: as_json(reports),
        "sarif": lambda: as_sarif(reports),
        "junit": lambda: as_junit(reports, failing),
    }
    text = writers[format_]()
    if out is None:
        click.echo(text, nl=False)
    else:
        with replacing(out) as stream:
            stream.write(text.encode())
        click.echo(f"wrote {out.as_posix()}", err=True)
    if any(finding.rule.severity in failing for report in reports for finding in report.findings):
        sys.exit(1)


@contextmanager
def _player(seconds: float) -> Iterator[Callable[[Package], Sequence[Played]]]:
    """What plays packages, in one browser for all of them. Raises `UsageError` where there is none."""
    from scormbuild.inspect.playing import chromium, play

    with chromium() as browser:
        yield lambda package: play(package, browser, seconds)


def _check_files(packages: tuple[Path, ...], out: Path | None) -> None:
    """Make sure that there are packages, and that none of them is written over. Raises `UsageError`."""
    for path in packages:
        if path.is_dir():
            raise UsageError(f"{path.as_posix()} is a folder: zip what is in it, or name the zips in it")
        if not path.is_file():
            raise UsageError(f"there is no file {path.as_posix()}")
        if out is not None and out.resolve() == path.resolve():
            raise UsageError(f"--out {out.as_posix()} is the package itself: write to another file")


def _rule(code: str) -> Rule:
    from difflib import get_close_matches

    from scormbuild.inspect.rules import rules

    known = {rule.code: rule for rule in rules()}
    if code not in known:
        near = get_close_matches(code, known, 1)
        raise UsageError(f"there is no rule {code!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return known[code]
