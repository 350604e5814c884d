from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scormbuild.components.base import Component, MediaUse
from scormbuild.course.part import Line, Markdown, Name
from scormbuild.errors import Problem

NONE_NEEDED = "none_needed"


class Video(Component):
    """A film (MP4). It is fetched when the learner plays it, not before.

    `captions` names a WebVTT file, and `audio_description` a version of the film in which a voice tells what is
    seen; each is `none_needed` where nothing is said or heard, and where the sound tells all that is to be seen.
    Without a `transcript`, one is made of the captions.
    """

    text_file: ClassVar[tuple[str, str] | None] = ("transcript_file", "transcript")
    example: ClassVar[str] = """\
video:
  file: film/vent.mp4
  title: Vent ti sekunder
  captions: film/vent.vtt
  audio_description: none_needed
"""

    file: Name
    title: Line
    poster: Name | None = None
    captions: Name | None = None
    transcript: Markdown | None = None
    audio_description: Name | None = None

    @property
    def has_captions(self) -> bool:
        """Whether there is a file with captions."""
        return self.captions not in (None, NONE_NEEDED)

    @property
    def described(self) -> str | None:
        """The version with audio description, if there is one."""
        return None if self.audio_description == NONE_NEEDED else self.audio_description

    def media(self) -> Iterator[MediaUse]:
        yield MediaUse(self, "file", "video")
        if self.poster:
            yield MediaUse(self, "poster", "poster")
        if self.has_captions:
            yield MediaUse(self, "captions", "captions")
        if self.described:
            yield MediaUse(self, "audio_description", "video")

    def problems(self) -> Iterator[Problem]:
        # WCAG 2.2, 1.2.2
        if self.captions is None:
            hint = "add `captions:` with a WebVTT file, or `captions: none_needed` where nothing is said or heard"
            yield self.problem("missing-captions", f"the film {self.file} has no captions", hint, key="file")
        # WCAG 2.2, 1.2.5
        if self.audio_description is None:
            hint = (
                "add `audio_description:` with a version in which a voice tells what is seen, "
                "or `audio_description: none_needed` where the sound or the transcript tells all of it"
            )
            message = f"the film {self.file} says nothing of audio description"
            yield self.problem("missing-description", message, hint, key="file")
        # WCAG 2.2, 1.2.1: a film without sound is told in words.
        if self.captions == NONE_NEEDED and self.transcript is None:
            hint = "add `transcript:` and tell in words what the film shows"
            yield self.problem("missing-description", f"the film {self.file} is silent and not told", hint, key="file")
