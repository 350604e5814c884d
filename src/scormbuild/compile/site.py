"""What compiling gives and every package format takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.course.lock import Lock
from scormbuild.course.model import Course

SCRIPT = "player.js"
"""The player, which each format brings."""


BOOKLET = "booklet.js"
"""What takes a course's sheets out of it and back into it, where it has any."""


WORD = "word.js"
"""What writes the booklet for word processors, beside it."""


CERTIFICATE = "certificate.js"
"""What makes out a certificate, where the course has one."""


LANGUAGES = "languages.js"
"""What puts a course into another language, where it has several."""


ACTIVITIES = "activities.json"
"""What statements say of the course, which formats with a record store bring."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a package: its path there, ASCII with `/`, and its bytes or the file that holds them."""

    path: str
    content: bytes | Path

    def read(self) -> bytes:
        """Its bytes, wherever they are."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def size(self) -> int:
        """Bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


def language_file(launch: str, language: str) -> str:
    """The script that brings a SCO in a language: `language-nn.js`, `language-nn-<module>.js`."""
    return launch.replace("index", f"language-{language}", 1).replace(".html", ".js")


@dataclass(frozen=True, slots=True)
class Sco:
    """What a platform launches and tracks by itself: the whole course, or one module of it.

    `course` is what it shows and is completed by. `id` names it among all packages, in every version the same;
    a dot stands in no course's id.
    """

    id: str
    title: str
    course: Course
    launch: str


def scos_of(course: Course) -> tuple[Sco, ...]:
    """The course's SCOs, in its order."""
    if course.sco == "course":
        return (Sco(course.id, course.title, course, "index.html"),)
    return tuple(
        Sco(f"{course.id}.{module.id}", module.title, course.of_module(module), f"index-{module.id}.html")
        for module in course.modules
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """A course in one of its languages: its wording, and what stands in it in place of each launched document.

    `documents` has those by the paths of the launched ones.
    """

    course: Course
    documents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Site:
    """A course as web pages. `files` lacks only what a format adds: its player script and its manifest.

    `spoken` are the languages of a course that has several, its own first; none where it has one.
    """

    course: Course
    lock: Lock
    files: tuple[File, ...]
    scos: tuple[Sco, ...]
    primers: tuple[str, ...] = ()
    policy: str = ""
    """The content security policy in each document."""
    facilitator: tuple[File, ...] = ()
    """What the facilitator has instead of the documents and their style, where that is asked for; for no learner."""
    script: str = SCRIPT
    spoken: tuple[Spoken, ...] = ()

    def said(self, pick: Callable[[Course], str]) -> dict[str, str]:
        """Something that the course says, by its languages, its own first."""
        return {course.language: pick(course) for course in self.courses}

    def said_each(self, pick: Callable[[Course], Sequence[str]]) -> list[dict[str, str]]:
        """The same for each text of a list."""
        lists = {course.language: pick(course) for course in self.courses}
        return [dict(zip(lists, texts, strict=True)) for texts in zip(*lists.values(), strict=True)]

    @property
    def courses(self) -> tuple[Course, ...]:
        """The course in each of its languages, its own first."""
        return tuple(each.course for each in self.spoken) or (self.course,)

    def in_each_language(self) -> Iterator[Site]:
        """The site as if each language were its only one, its own first."""
        yield replace(self, spoken=())
        for each in self.spoken[1:]:
            files = tuple(File(file.path, each.documents.get(file.path, file.content)) for file in self.files)
            yield replace(self, course=each.course, scos=scos_of(each.course), files=files, spoken=())

    def files_reaching(self, sources: Iterable[str]) -> list[File]:
        """The files, with documents that may also connect to the given sources of a content security policy."""
        connect = "connect-src 'self'"
        wider = self.policy.replace(connect, " ".join([connect, *sources]))
        launches = {sco.launch for sco in self.scos}
        return [
            File(file.path, file.content.replace(self.policy.encode(), wider.encode()))
            if file.path in launches and isinstance(file.content, bytes)
            else file
            for file in self.files
        ]
