"""The demo from its seed to its files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from typing import BinaryIO

from scormbuild.course.model import Course
from scormbuild.demo.behaviour import Attempt, Times
from scormbuild.demo.calendar import Calendar
from scormbuild.demo.moodle import CompletionReport, InteractionsReport
from scormbuild.demo.population import HOME_PAGE, Learner, population
from scormbuild.demo.script import Script, Told
from scormbuild.demo.summary import UNITS, CourseSummary, Summary
from scormbuild.writing import replacing

_PIECES = 2000
"""Pieces of statements that are written at once."""

_PROGRESS = 100
"""Learners between two reports of how far it has come."""

_BETWEEN_COURSES = 50
"""Days from one course to the next, about."""

_AGAIN = 0.07
_MOST_ATTEMPTS = 2
_DAYS_UNTIL_AGAIN = 60
_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of what: learners in the municipality, and the months from a day on."""

    learners: int
    seed: int
    first: date
    months: int
    for_moodle: bool = False
    """Moodle's reports of every course as well: SCORM interactions and activity completion."""
    texts: bool = False
    """What is written is told of every course, as though it said `records: {texts: true}`."""


Progress = Callable[[int, int], None]
"""Is told how many learners of how many are done."""


def make(courses: Sequence[Course], out: Path, wanted: Wanted, progress: Progress = lambda done, of: None) -> Summary:
    """Write `<course>.ndjson` for every course, learner after learner, and `units.csv`.

    Courses must have an IRI, and no two the same id. Each takes up a unit some weeks after the one before it.
    """
    if wanted.texts:
        courses = [_telling_texts(course) for course in courses]
    learners = list(population(wanted.learners, _random(wanted, "population")))
    calendar = Calendar(wanted.first, wanted.months)
    out.mkdir(parents=True, exist_ok=True)
    units = {learner.unit.name: learner.unit for learner in learners}
    summaries = []
    for place, course in enumerate(courses):
        script = Script(course, (_earlier(course.version), course.version), _random(wanted, course.id))
        later = place * _BETWEEN_COURSES
        meetings = {name: calendar.meeting_day(unit.start, later) for name, unit in units.items()}
        shown = _shown(learners, progress, place * len(learners), len(courses) * len(learners))
        kinds = (InteractionsReport, CompletionReport) if wanted.for_moodle else ()
        reports = [kind(course, calendar) for kind in kinds]
        with replacing(out / _file(course)) as stream:
            summaries.append(_play(script, shown, meetings, calendar, wanted, stream, reports))
        for report in reports:
            file = f"{course.id}{report.ending}"
            summaries[-1].reports[file] = report.what
            with replacing(out / file) as stream:
                stream.write(report.text())
    with replacing(out / UNITS) as stream:
        stream.write(_units(learners))
    return Summary(len(learners), len(units), tuple(summaries))


def _telling_texts(course: Course) -> Course:
    return course.model_copy(update={"records": course.records.model_copy(update={"texts": True})})


def _file(course: Course) -> str:
    return f"{course.id}.ndjson"


def _random(wanted: Wanted, *purpose: object) -> Random:
    """Chance for one purpose: what is drawn for one learner or course changes nothing for the others."""
    return Random(":".join(map(str, (wanted.seed, *purpose))))


def _shown(learners: Sequence[Learner], progress: Progress, before: int, of: int) -> Iterator[Learner]:
    """The learners, with word of how far they have come."""
    for done, learner in enumerate(learners, before):
        if done % _PROGRESS == 0:
            progress(done, of)
        yield learner
    progress(before + len(learners), of)


def _play(
    script: Script,
    learners: Iterable[Learner],
    meetings: Mapping[str, int],
    calendar: Calendar,
    wanted: Wanted,
    stream: BinaryIO,
    reports: Sequence[InteractionsReport | CompletionReport],
) -> CourseSummary:
    course = script.course
    iri = (course.iri or "").rstrip("/")
    summary = CourseSummary(iri, course.title, tuple(script.versions), _file(course), script.flaws)
    writer = _Writer(script, stream, calendar)
    changes = calendar.days // 2
    for learner in learners:
        random = _random(wanted, course.id, learner.number)
        is_meant, begins = _is_for(course, learner), random.random() < learner.unit.energy
        writer.of(learner, random)
        times = Times(calendar, learner, random)
        sessions = times.first(meetings[learner.unit.name])
        attempts: list[Attempt] = []
        # Chance isn't asked where there is nothing to pick.
        way = random.choice(script.ways) if course.roles else script.ways[0]
        while is_meant and begins and (not attempts or (len(attempts) < _MOST_ATTEMPTS and random.random() < _AGAIN)):
            attempt = Attempt(script, way, learner, random, writer.tell, is_again=bool(attempts))
            writer.register(way.role)
            if not attempt.play(sessions, lambda day: int(day >= changes), writer.begin):
                break
            attempts.append(attempt)
            sessions = times.later(attempt.last_day + _DAYS_UNTIL_AGAIN)
        if is_meant:
            for report in reports:
                report.add(learner, attempts)
        _count(summary, attempts)
    writer.flush()
    summary.statements = sum(told.count for told in script.told)
    for told in script.told:
        summary.verbs[told.verb] += told.count
    return summary


def _is_for(course: Course, learner: Learner) -> bool:
    """Whether a learner is given a course: those that aren't for staff are for those who lead."""
    return not course.audience or "medarbeider" in course.audience or learner.is_leading


def _count(summary: CourseSummary, attempts: Sequence[Attempt]) -> None:
    """Add a learner."""
    if not attempts:
        return
    verdicts = [attempt.verdicts for attempt in attempts]
    has_passed = any(verdict.passed for verdict in verdicts)
    summary.began += 1
    summary.attempts += len(attempts)
    summary.sessions += sum(attempt.sessions for attempt in attempts)
    summary.completed += any(verdict.completed for verdict in verdicts)
    summary.passed += has_passed
    summary.failed += any(verdict.failed for verdict in verdicts) and not has_passed
    if not any(verdict.completed or verdict.failed for verdict in verdicts):
        summary.left_at[attempts[-1].last_page] += 1
    first: dict[str, float] = {}
    for attempt in reversed(attempts):
        first |= attempt.first_answers
    for question, score in first.items():
        counted = summary.first_answers.setdefault(question, [0, 0.0])
        counted[0] += 1
        counted[1] += score


def _units(learners: Sequence[Learner]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("learner", "unit"))
    writer.writerows((learner.account, learner.unit.name) for learner in learners)
    return text.getvalue().encode()


def _earlier(version: str) -> str:
    """The version before: of 2.1.0 it is 1.0.0."""
    major = version.partition(".")[0]
    return f"{int(major) - 1}.0.0" if major.isdigit() and int(major) > 1 else "0.9.0"


class _Writer:
    """Puts statements together and writes them, many at a time. The large pieces are copied once, into the file."""

    def __init__(self, script: Script, stream: BinaryIO, calendar: Calendar) -> None:
        self._random = Random()
        self._revisions = [json.dumps(version, ensure_ascii=False) for version in script.versions]
        self._stream = stream
        self._stamp = calendar.stamps()
        self._pieces: list[bytes] = []
        self._actor = ""
        self._registration = ""
        self._context = ""
        self._iri = (script.course.iri or "").rstrip("/")
        self._role = ""

    def of(self, learner: Learner, random: Random) -> None:
        """Whom statements are about from now on."""
        account = {"homePage": HOME_PAGE, "name": learner.account}
        actor = json.dumps({"objectType": "Agent", "account": account}, separators=(",", ":"))
        self._random = random
        self._actor = f'","actor":{actor}}}\n'

    def register(self, role: str | None) -> None:
        """A new attempt, in a role."""
        self._registration = self._uuid()
        said = json.dumps({f"{self._iri}/extensions/role": role}, ensure_ascii=False, separators=(",", ":"))
        self._role = "" if role is None else f',"extensions":{said}'

    def begin(self, version: int) -> None:
        """A new session, with a version of the course."""
        self._context = f',"context":{{"revision":{self._revisions[version]},"registration":"{self._registration}"'

    def tell(self, told: Told, moment: int, result: str) -> None:
        """Write a statement; `result` begins with a comma and lacks its last brace, or is ""."""
        told.count += 1
        # A session as a whole is in no role: it begins before one is picked.
        context = self._context if told.verb in ("initialized", "terminated") else self._context + self._role
        self._pieces += (
            f'{{"id":"{self._uuid()}'.encode(),
            told.object,
            (f"{result}}}{context}" if result else context).encode(),
            told.place,
            f"{self._stamp(moment)}{self._actor}".encode(),
        )
        if len(self._pieces) > _PIECES:
            self.flush()

    def flush(self) -> None:
        """Write what is left."""
        self._stream.write(b"".join(self._pieces))
        self._pieces.clear()

    def _uuid(self) -> str:
        """Version 4 (RFC 9562, 5.4)."""
        digits = self._random.randbytes(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{_VARIANT[digits[16]]}{digits[17:20]}-{digits[20:]}"
