from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scormbuild.components.base import Component, MediaUse
from scormbuild.course.part import Line, Markdown, Name


class Audio(Component):
    """A sound (MP3 or M4A) with a transcript. It is fetched when the learner plays it, not before."""

    text_file: ClassVar[tuple[str, str] | None] = ("transcript_file", "transcript")
    example: ClassVar[str] = """\
audio: {file: lyd/alarm.mp3, title: Slik høres alarmen ut, transcript: Tre korte pip og en lang tone.}
"""

    file: Name
    title: Line
    transcript: Markdown

    def media(self) -> Iterator[MediaUse]:
        yield MediaUse(self, "file", "audio")
