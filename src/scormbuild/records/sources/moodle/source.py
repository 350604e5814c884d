"""Reads files from Moodle into a sink."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from scormbuild.errors import UsageError, quote
from scormbuild.records.outline import Outline
from scormbuild.records.sources.base import Sink
from scormbuild.records.sources.moodle import completion_reports, grades, logs, scorm_reports
from scormbuild.records.sources.moodle.answers import Ids
from scormbuild.records.sources.moodle.lines import Line, SetAside
from scormbuild.records.sources.moodle.people import AMBIGUOUS, People, Person
from scormbuild.records.sources.moodle.statements import Subject, Who, Writer
from scormbuild.records.sources.moodle.tables import lines_of

OSLO: Final = ZoneInfo("Europe/Oslo")
ENDINGS: Final = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".ods"})

_SAMPLE: Final = 50
"""Lines below the headings that are looked at where the headings alone don't tell."""

_UNKNOWN: Final = (
    "is no report of Moodle that can be read here. In Moodle, open the SCORM activity, Reports > Interactions, tick "
    '"Summary of question", "Summary of responses" and "Summary of result" under Display options, save, and choose '
    '"Download in text format"; or open the course, Reports > Activity completion > "Download in spreadsheet format"'
)
_NO_COURSE: Final = "which Moodle's files don't name: say which course they are of with --course, its folder or its IRI"


class Report(Protocol):
    """A report that has been recognised. Lines are all those below the headings."""

    def person(self, line: Line) -> Person | None:
        """Whom a line is about."""

    def unit(self, line: Line) -> str:
        """Where that person belongs; "" where it isn't said."""

    def occurrence(self, line: Line) -> str | None:
        """What a report has but once of each person; None where there is nothing such."""

    def check(self, subject: Subject, ids: Ids, sample: Sequence[Line]) -> None:
        """Refuse (`UsageError`) a report that tells of something else than the subject."""

    def read(self, lines: Iterable[Line], who: Who, writer: Writer) -> None:
        """Write the statements of all lines."""


_RECOGNITIONS = (
    completion_reports.activity_completion,
    completion_reports.course_completion,
    logs.recognition,
    scorm_reports.recognition,
    grades.recognition,
)


class MoodleSource:
    """Files of one site about one course."""

    def __init__(self, paths: Sequence[Path], subject: Subject | None) -> None:
        self.name = ", ".join(path.name for path in paths)
        self._paths = paths
        self._subject = subject

    def read(self, sink: Sink) -> None:
        """Read all files: first for who is in them, then for what they did.

        Raises `UsageError` where a file can't be read, is no report, or tells of another course.
        """
        if self._subject is None:
            raise UsageError(f"{self.name}: reports over a course, {_NO_COURSE}")
        people = People()
        ranked: list[tuple[bool, Path]] = []
        ids = Ids(self._subject.outline)
        for path in self._paths:
            with closing(_lines(path, _nothing)) as lines:
                report, sample = _recognised(path, lines)
                report.check(self._subject, ids, sample)
                ranked.append((not isinstance(report, scorm_reports.ScormReport), path))
                for line in chain(sample, lines):
                    if person := report.person(line):
                        occurrence = report.occurrence(line)
                        people.add(person, None if occurrence is None else (path, occurrence))
        writer = Writer(sink, self._subject)
        # SCORM reports first: what the others tell belongs to the attempts that these know.
        for _, path in sorted(ranked, key=lambda each: each[0]):
            with closing(_lines(path, sink.set_aside)) as lines:
                report, sample = _recognised(path, lines)
                report.read(chain(sample, lines), _identified(report, people, sink, writer), writer)


def open_moodle(
    paths: Path | Sequence[Path], outline: Outline | None = None, zone: ZoneInfo = OSLO, activity: str = ""
) -> MoodleSource:
    """Return a source of one or several files of a site, best all of them at once (see `people.py`).

    `outline` is the course they are of, with types and options of its questions where these are known. `activity` is
    what Moodle calls it, where that is not the course's title. `zone` is the site's.
    """
    files = [paths] if isinstance(paths, Path) else [*paths]
    return MoodleSource(files, None if outline is None else Subject(outline, activity or outline.title, zone))


def recognises(path: Path) -> bool:
    """Whether a file is a report of Moodle, by its beginning. Never raises."""
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return False
    try:
        with closing(_lines(path, _nothing)) as lines:
            _recognised(path, lines)
    except UsageError:
        return False
    return True


def _recognised(path: Path, lines: Iterator[Line]) -> tuple[Report, list[Line]]:
    """The report, and the first lines below its headings, which are taken from `lines`."""
    headings = next(lines, None)
    sample = [*islice(lines, _SAMPLE)]
    if headings is not None:
        for recognition in _RECOGNITIONS:
            if report := recognition(headings, sample):
                return report, sample
    raise UsageError(f"{quote(path.name)} {_UNKNOWN}")


def _lines(path: Path, set_aside: SetAside) -> Generator[Line, None, None]:
    yield from lines_of(path, set_aside)


def _identified(report: Report, people: People, sink: Sink, writer: Writer) -> Who:
    """Identifies whom lines are about, and tells the sink of them; sets lines aside of whom can't be told apart."""

    def who(line: Line) -> str | None:
        person = report.person(line)
        if person is None:
            writer.set_aside(line, "no name of a person")
            return None
        identity = people.identity(person)
        if identity is None:
            writer.set_aside(line, AMBIGUOUS)
            return None
        sink.name(identity, person.name)
        if unit := report.unit(line):
            sink.unit(identity, unit)
        return identity

    return who


def _nothing(place: str, reason: str, text: str) -> None:
    """Say nothing of what can't be read: it is said when the file is read for good."""
