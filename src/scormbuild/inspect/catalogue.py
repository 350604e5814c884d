"""The page on inspection, docs/inspect.md: `python -m scormbuild.inspect.catalogue` prints it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from scormbuild.inspect import refusals
from scormbuild.inspect.model import Rule, Severity
from scormbuild.inspect.rules import SUBJECTS, play

INTRODUCTION: Final = """\
# Inspecting packages

`scormbuild inspect course.zip` judges a package of any vendor before it is uploaded: SCORM 1.2, SCORM 2004 (2nd to 4th
Edition), cmi5 and Tin Can. It says what the package is, how large each kind of file is, what is opened, and what is
wrong, with the place and what to do. Nothing of the package is unpacked to the disk, nothing of it is run unless you
ask for it, and nothing is asked of the network.

    scormbuild inspect course.zip
    scormbuild inspect *.zip --format sarif --out inspect.sarif --fail-on warning
    scormbuild inspect course.zip --play
    scormbuild inspect --explain scorm-type-missing

An **error** is what the bytes prove: a file that is missing, a value that the standard doesn't have. A **warning** is
something that is likely to go wrong, or that goes wrong on a platform that is named. A **note** is worth knowing.
“Measured” means that packages were imported into the platform, played and read back.

Zips that mean harm are read in bounded memory. The entries are counted while the zip's list is read in small pieces,
and more than 20,000 are refused before anything else is done; what an entry claims of its size isn't believed while it
is unpacked. A package that is refused gets that finding alone, for nothing more was looked at.

Of what scormbuild builds, web sites and what facilitators get are no packages for a platform: leave them out.

- `--format text|json|sarif|junit`: for people, for programs, for code scanning (SARIF 2.1.0), for build servers.
- `--out FILE` writes the report there rather than to the screen.
- `--fail-on error|warning|note` says from which severity on the exit code is 1 [error]; 2 is a command that can't be
  done as asked.
- `--play` launches what is in the package in Chromium, as described below; `--seconds` says for how long at most [10].
- Of one rule, 200 findings are kept and the rest is counted; on the screen eight are shown. Several packages end with
  a line each, the worst first.

Pages and scripts are followed from what is launched, as a browser would, and strings in scripts that name a file lead
to it. Scripts are read and not run: comments aren't mistaken for code, and only what is spelt out is judged. A package
that speaks both editions of SCORM, as many do, is told nothing for speaking the other one. What a script may mend, as
a picture's text, isn't called an error.

With `--play` the first five launches are opened one after another under the platform that `scormbuild preview` has, in
a Chromium that can reach that platform and nothing else: neither the network, nor other ports, nor files. Nothing is
pressed. Each is watched until nothing is asked for any more, then left as a learner leaves it, and you read what it
called, what was refused and why, what is stored, how large its state is, what it asked others for, which files were
missing and which scripts failed. That takes `pip install 'scormbuild[play]'`, and Chromium.
"""
_SEVERITIES: Final[Mapping[Severity, str]] = {"error": "Error", "warning": "Warning", "note": "Note"}


def catalogue() -> str:
    """The page: how to inspect, and every rule by its subject."""
    sections = [INTRODUCTION, *_subject(refusals.__doc__, refusals.RULES)]
    for subject in SUBJECTS:
        sections += _subject(subject.__doc__, subject.RULES)
    sections += _subject(play.__doc__, play.RULES)
    return "\n".join(sections)


def _subject(documentation: str | None, rules: Sequence[Rule]) -> Iterator[str]:
    """A subject's rules. Its module says in its first line what it is about."""
    yield f"## {(documentation or '').splitlines()[0].rstrip('.')}\n"
    for rule in rules:
        yield f"### `{rule.code}`\n"
        yield f"{_SEVERITIES[rule.severity]}. {_plain(rule.title)} {_plain(rule.reason)}\n"
        yield f"{_plain(rule.remedy)} *({_plain(rule.source)})*\n"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is written: rules speak of elements and of signs in names."""
    return re.sub(r"([\\<>*_`&#|\[\]])", r"\\\1", text)


if __name__ == "__main__":
    sys.stdout.buffer.write(catalogue().encode())
