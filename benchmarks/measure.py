"""What a command costs, and what is in a package."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from lxml import html

BIN = Path(sys.executable).parent
FLOOR = "import yaml, zipfile, jinja2, pydantic, lxml.etree, markdown_it, click"
"""Less than this no build with these libraries can cost."""

SPAWN = Path(__file__).with_name("spawn.py")
KB = 1000


@dataclass(frozen=True)
class Cost:
    """What a command took, its children included."""

    cpu_seconds: float
    """User and system time."""
    peak_mib: float
    """The largest resident set of any of its processes."""


@dataclass(frozen=True)
class Contents:
    """Sizes of a package, in KB of 1,000 bytes."""

    less_media: float
    """As compressed in the zip, without `media/`."""
    code_gzip: float
    """Script and style that a launch loads, inline ones too, each compressed by gzip."""


def cost(command: Sequence[str | Path]) -> Cost:
    """Run a command once. Raises `CalledProcessError` where it fails, `stderr` told."""
    arguments = [str(argument) for argument in command]
    spawned = subprocess.run([sys.executable, "-S", SPAWN, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    cpu_seconds, peak_kib, exit_code = spawned.stdout.split()
    if int(exit_code):
        raise subprocess.CalledProcessError(int(exit_code), arguments)
    return Cost(float(cpu_seconds), float(peak_kib) / 1024)


def costs(commands: Sequence[Sequence[str | Path]], runs: int = 5) -> list[Cost]:
    """What each command costs: the least CPU time of `runs`, taken in turns, and the largest peak.

    One more run goes before: it writes what only the first run writes, bytecode and course.lock.
    """
    rounds = [[cost(command) for command in commands] for _ in range(runs + 1)][1:]
    return [
        Cost(min(run.cpu_seconds for run in measured), max(run.peak_mib for run in measured))
        for measured in zip(*rounds, strict=True)
    ]


def build_command(course: Path, out: Path) -> list[str | Path]:
    """The command that builds a course, as its author types it."""
    return [BIN / "scormbuild", "build", course, "--out", out]


def contents(package: Path) -> Contents:
    """Measure a package."""
    with ZipFile(package) as archive:
        less_media = sum(info.compress_size for info in archive.infolist() if not info.filename.startswith("media/"))
        return Contents(less_media / KB, sum(len(gzip.compress(code)) for code in launched_code(archive)) / KB)


def launch_weight(package: Path) -> float:
    """What a launch loads before it shows anything: the document and its code, compressed by gzip, in KB."""
    with ZipFile(package) as archive:
        document = archive.read("index.html")
        return sum(len(gzip.compress(part)) for part in [document, *launched_code(archive)]) / KB


def launched_code(archive: ZipFile) -> list[bytes]:
    """Every script and style sheet that index.html holds or names; data in script elements isn't code."""
    document = html.document_fromstring(archive.read("index.html").decode())
    scripts = [script for script in document.iter("script") if "json" not in script.get("type", "")]
    sheets = [link for link in document.iter("link") if link.get("rel") == "stylesheet"]
    named = [*filter(None, (script.get("src") for script in scripts)), *(sheet.get("href", "") for sheet in sheets)]
    inline = [element.text or "" for element in [*scripts, *document.iter("style")]]
    return [archive.read(name) for name in named] + [code.encode() for code in inline if code.strip()]
