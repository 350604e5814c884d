"""Captions: WebVTT read strictly, because players are silent about what they leave out (W3C WebVTT 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scormbuild.course.yaml import Source
from scormbuild.errors import Problem, quote

_STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_STAMP}[ \t]+-->[ \t]+{_STAMP}(?:[ \t]+\S.*)?")
_TAG = re.compile(r"<(/?)(\w*)[^>]*?(?:[ \t]+([^>]+))?>")
_ASIDE = ("NOTE", "STYLE", "REGION")
_PAUSE = 2.0
"""Seconds of silence after which a transcript begins a new paragraph."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption. Times in seconds; `text` may have WebVTT's own tags; `line` is where its times stand."""

    start: float
    end: float
    text: str
    line: int


def read_captions(source: Source, text: str) -> tuple[list[Cue], list[Problem]]:
    """The cues of a file and what is wrong with them, each problem at its line."""
    problems: list[Problem] = []

    def say(line: int, message: str, hint: str) -> None:
        problems.append(Problem(source.place(line), "captions", message, hint))

    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        hint = "begin it with a line that says WEBVTT, and an empty one"
        if any("-->" in line and "," in line for line in lines[:5]):
            hint = "this looks like SRT: save it as WebVTT, or write WEBVTT first and dots for the commas in the times"
        say(1, "the file isn't WebVTT", hint)
        return [], problems
    cues: list[Cue] = []
    for first, block in _blocks(lines):
        at = next((number for number, line in enumerate(block) if "-->" in line), None)
        if at is None:
            if not block[0].startswith(_ASIDE):
                say(first, f"{quote(block[0])} has no times", "give it a line such as 00:01.000 --> 00:04.000")
            continue
        line = first + at
        timing = _TIMING.fullmatch(block[at].strip())
        if timing is None:
            has_comma = re.search(r"\d,\d", block[at])
            hint = "write a dot before the thousandths" if has_comma else "write them as 00:01.000 --> 00:04.000"
            say(line, f"the times {quote(block[at])} can't be read", hint)
            continue
        cue = Cue(_seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:8]), "\n".join(block[at + 1 :]), line)
        if not plain(cue.text):
            say(line, "the caption is empty", "write what is said, or delete it")
        if cue.end <= cue.start:
            say(line, "the caption ends before it begins", "mend its times")
        cues.append(cue)
    if not cues and not problems:
        say(1, "the file has no captions", "write them, or say `captions: none_needed` where nothing is said or heard")
    for one, following in pairwise(cues):
        if following.start < one.start:
            say(following.line, f"the caption begins before the one in line {one.line}", "put them in order")
        elif following.start < one.end:
            hint = "end the first where the second begins"
            say(following.line, f"the caption overlaps with the one in line {one.line}", hint)
    return cues, problems


def plain(text: str) -> str:
    """A caption's words: voices as `Amina: `, other tags left out."""
    spoken = _TAG.sub(lambda tag: f"{tag[3].strip()}: " if tag[2] == "v" and tag[3] else "", text)
    return " ".join(spoken.split())


def paragraphs(cues: list[Cue]) -> list[str]:
    """What is said, as a text to read: a new paragraph after every pause."""
    told: list[str] = []
    end = float("-inf")
    for cue in cues:
        words = plain(cue.text)
        if cue.start - end >= _PAUSE or not told:
            told.append(words)
        else:
            told[-1] += f" {words}"
        end = cue.end
    return told


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that aren't empty, with the number of their first line; the header's run is left out."""
    block: list[str] = []
    is_header = True
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            if not is_header:
                yield number - len(block), block
            is_header = False
            block = []


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
