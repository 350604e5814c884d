"""Captions that a player would drop in silence are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.compile.captions import Cue, paragraphs, plain, read_captions
from scormbuild.course.yaml import Source

GOOD = """\
WEBVTT Kind: captions

NOTE Skrevet for hånd

STYLE
::cue { color: white }

1
00:00.000 --> 00:02.500 line:90%
<v Amina>Hei, Berit!</v>

00:02.500 --> 00:04.000
– Kom inn,
sier <i>Berit</i>.

01:00:07.250 --> 01:00:09.000
Slutt.
"""


def read(text: str) -> tuple[list[Cue], list[tuple[int, str, str]]]:
    cues, problems = read_captions(Source("a.vtt", Path("a.vtt"), tuple(text.splitlines())), text)
    assert {problem.code for problem in problems} <= {"captions"}
    return cues, [(problem.place.line, problem.message, problem.hint) for problem in problems]


def test_good_captions_are_read_with_their_times() -> None:
    cues, problems = read(GOOD)
    assert problems == []
    assert [(cue.start, cue.end) for cue in cues] == [(0, 2.5), (2.5, 4), (3607.25, 3609)]
    assert [plain(cue.text) for cue in cues] == ["Amina: Hei, Berit!", "– Kom inn, sier Berit.", "Slutt."]


def test_transcript_begins_anew_after_a_pause() -> None:
    assert paragraphs(read(GOOD)[0]) == ["Amina: Hei, Berit! – Kom inn, sier Berit.", "Slutt."]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("", 1, "isn't WebVTT", "WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHei\n", 1, "isn't WebVTT", "SRT"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nHei\n", 3, "can't be read", "a dot"),
        ("WEBVTT\n\n0:01.000 --> 0:02.000\nHei\n", 3, "can't be read", "00:01.000"),
        ("WEBVTT\n\n00:01.000-->00:02.000\nHei\n", 3, "can't be read", ""),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nHei\n", 3, "can't be read", ""),
        ("WEBVTT\n\n1\n00:01.000 --> 00:02.000\n\n", 4, "is empty", "delete it"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", 3, "is empty", ""),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nHei\n", 3, "ends before it begins", ""),
        ("WEBVTT\n\nHei\n", 3, '"Hei" has no times', "00:01.000"),
        ("WEBVTT\n\nNOTE bare dette\n", 1, "no captions", "none_needed"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nB\n\n00:01.000 --> 00:02.000\nA\n",
            6,
            "begins before the one in line 3",
            "order",
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:03.000\nA\n\n00:02.000 --> 00:04.000\nB\n",
            6,
            "overlaps with the one in line 3",
            "",
        ),
    ],
)
def test_fault_is_told_at_its_line(text: str, line: int, message: str, hint: str) -> None:
    _, problems = read(text)
    ((told_line, told_message, told_hint),) = problems
    assert (told_line, message in told_message, hint in told_hint) == (line, True, True)


def test_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert read("\ufeff" + GOOD.replace("\n", "\r\n"))[1] == []
