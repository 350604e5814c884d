"""What is stored of learners, and where: by what this course's content and format can store, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from scormbuild.course.model import Course
from scormbuild.passport.case import Standard
from scormbuild.passport.content import Content

Keeper = Literal["platform", "browser", "device", "store"]
"""The platform's record (for cmi5 and xAPI its record store); the browser; a file that the learner keeps; the record
store that a SCORM course names."""


@dataclass(frozen=True, slots=True)
class Datum:
    """Something that is stored of a learner. `id` is a code that `texts/` has words for; `key` is its name there."""

    keeper: Keeper
    id: str
    key: str = ""


_NAMES: dict[str, dict[str, str]] = {
    "scorm12": {
        "status": "cmi.core.lesson_status",
        "score": "cmi.core.score",
        "time": "cmi.core.session_time, cmi.core.total_time",
        "place": "cmi.core.lesson_location",
        "answers": "cmi.interactions",
        "objectives": "cmi.objectives",
        "state": "cmi.suspend_data",
    },
    "scorm2004": {
        "status": "cmi.completion_status, cmi.success_status, cmi.progress_measure",
        "score": "cmi.score",
        "time": "cmi.session_time, cmi.total_time",
        "place": "cmi.location",
        "answers": "cmi.interactions",
        "objectives": "cmi.objectives",
        "state": "cmi.suspend_data",
    },
    "cmi5": {"status": "completed, passed, failed", "answers": "answered, scored", "state": "State"},
    "xapi": {"status": "completed, passed, failed", "answers": "answered, scored", "state": "State"},
    "web": {},
}


def stored(course: Course, content: Content, standard: Standard) -> tuple[Datum, ...]:
    """Everything that a package can store of a learner, in the order in which it is told."""
    return (
        *_platform(course, content, standard),
        *_store(course, standard),
        *_browser(course, standard),
        *_device(content),
    )


def _platform(course: Course, content: Content, standard: Standard) -> Iterator[Datum]:
    if standard == "web":
        return
    names = _NAMES[standard]
    found = ["status"]
    found += ["score"] if content.has("quiz") else []
    found += ["time", "place"]
    found += ["answers"] if content.has("question") else []
    found += ["objectives"] if content.objectives and standard in ("scorm12", "scorm2004") else []
    found += ["state", *(["state_texts"] if content.has("text") else []), *(["state_role"] if course.roles else [])]
    found += ["handed_in"] if content.booklet else []
    found += ["certificate"] if course.certificate is not None else []
    found += ["told_texts"] if course.records.texts and content.has("text") and standard in ("cmi5", "xapi") else []
    for name in found:
        yield Datum("platform", name, names.get(name.split("_")[0] if name.startswith("state") else name, ""))


def _store(course: Course, standard: Standard) -> Iterator[Datum]:
    if course.records.lrs is None or standard not in ("scorm12", "scorm2004"):
        return
    host = urlsplit(course.records.lrs.endpoint).netloc
    yield Datum("store", "statements", host)
    yield Datum("store", "actor_service" if course.records.lrs.actor == "service" else "actor_random")
    yield Datum("store", "told_texts" if course.records.texts else "texts_not_told")


def _browser(course: Course, standard: Standard) -> Iterator[Datum]:
    if standard == "web":
        yield Datum("browser", "only_copy", f"scormbuild:{course.id}:…")
    else:
        yield Datum("browser", "copy", f"scormbuild:{course.id}:…")
    yield Datum("browser", "display", "scormbuild:display:…")
    if course.languages:
        yield Datum("browser", "language", "scormbuild:language:…")
    if standard in ("cmi5", "xapi") or (course.records.lrs is not None and standard != "web"):
        yield Datum("browser", "waiting", "scormbuild:statements:…")
    yield Datum("browser", "restarted", "scormbuild:restarted")


def _device(content: Content) -> Iterator[Datum]:
    if content.booklet:
        yield Datum("device", "booklet")


def categories(course: Course, content: Content, standard: Standard) -> list[str]:
    """The categories of data for the record of processing, as codes: what a course stores, without where."""
    found = [datum.id for datum in stored(course, content, standard) if datum.keeper == "platform"]
    wanted = {
        "status": True,
        "score": "score" in found,
        "answers": "answers" in found,
        "texts": content.has("text"),
        "role": bool(course.roles),
        "certificate": course.certificate is not None,
    }
    return [name for name, is_stored in wanted.items() if is_stored]
