"""Tables of statements from plain Python rows, of a small course about fire."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.records.engines import Engine
from scormbuild.records.figures.compute import course_figures
from scormbuild.records.figures.model import CourseFigures, Reading
from scormbuild.records.outline import (
    Module,
    Objective,
    Option,
    Outline,
    Page,
    Question,
    Quiz,
    Worksheet,
    WorksheetField,
)
from scormbuild.records.queries.tables import Tables, tables_of
from scormbuild.records.table import LEARNERS, STATEMENTS

COURSE = "https://kurs.example.no/brann"
OTHER_COURSE = "https://kurs.example.no/sklir"
READING = Reading(("test.ndjson",), 0, 0)
PAGES = {"p1": "m1", "p2": "m1", "p3": "m2", "p4": "m2"}
LETTERS = {"r": "Utfører", "a": "Ansvarlig"}
STEPS = {"1": "Ikke ennå", "2": "Litt", "3": "Helt trygg"}


def at(text: str) -> int:
    """A moment from what a clock in UTC shows: `2026-03-02 12:00`."""
    when = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return round(when.timestamp()) * 1_000_000


def uuid_of(number: int) -> str:
    """The same id for the same number."""
    return str(uuid.UUID(int=number))


@dataclass(frozen=True, kw_only=True)
class Told:
    """A statement, as in the table; by default of learner 1's first attempt, at noon on 2 March 2026."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    learner: int = 1
    attempt: int = 10
    moment: int = at("2026-03-02 12:00")
    verb: str = "experienced"
    course: str = COURSE
    version: str = "1.0.0"
    kind: str = "page"
    part: str = "p1"
    success: int | None = None
    completion: int | None = None
    score: int | None = None
    duration: int | None = None
    response: str | None = None
    values: str | None = None
    voids: str | None = None


def answered(question: str, right: bool | int | None, **rest: object) -> Told:
    """An answer to a question; its score follows from whether it was right."""
    score = None if right is None else 10_000 * right
    success = None if right is None else int(right)
    return Told(**{"kind": "question", "part": question, "verb": "answered", "success": success, "score": score} | rest)  # type: ignore[arg-type]


def course(verb: str, **rest: object) -> Told:
    """A statement about the course itself."""
    return Told(**{"kind": "course", "part": "", "verb": verb} | rest)  # type: ignore[arg-type]


def choice(name: str, right: str = "a", **rest: object) -> Question:
    """A question with four options."""
    options = tuple(Option(key, f"Svar {key}", key == right) for key in "abcd")
    return Question(name, f"Hva er {name}?", "choice", options, (right,), **rest)  # type: ignore[arg-type]


OUTLINE = Outline(
    iri=COURSE,
    id="brann",
    title="Brann",
    language="nb",
    modules=(Module("m1", "Før"), Module("m2", "Når det brenner")),
    pages=tuple(Page(page, f"Side {page}", module) for page, module in PAGES.items()),
    questions=(
        choice("q1", quiz="test"),
        choice("q2", quiz="test"),
        Question("q3", "Hvor mange?", "numeric", quiz="test"),
        choice("q4"),
        Question("q5", "Jeg er trygg", "likert", (Option("1", "Uenig"), Option("2", "Enig")), is_scored=False),
    ),
    quizzes=(Quiz("test", "Test", is_graded=True),),
    objectives=(Objective("slokke", "Slokke"), Objective("varsle", "Varsle")),
    worksheets=(
        Worksheet("foer", "Hvor er du nå?", "self_assessment", fields=(
            WorksheetField("slokke", "Jeg kan slokke", STEPS), WorksheetField("slokke.after", "Jeg kan slokke", STEPS),
        )),
        Worksheet("ansvar", "Hvem gjør hva?", "responsibility_matrix", fields=(
            WorksheetField("varsle.leder", "", LETTERS), WorksheetField("varsle.vakt", "", LETTERS),
            WorksheetField("telle.leder", "", LETTERS), WorksheetField("telle.vakt", "", LETTERS),
            WorksheetField("1", ""), WorksheetField("1.leder", "", LETTERS), WorksheetField("1.vakt", "", LETTERS),
        )),
        Worksheet("gevinst", "Gevinster", "table_form", fields=(
            WorksheetField("alarm.timer", "Timer"), WorksheetField("alarm.brukere", "For brukerne"),
            WorksheetField("1", ""), WorksheetField("1.timer", "Timer"), WorksheetField("1.brukere", ""),
        )),
    ),
)  # fmt: skip


def statements_table(told: Iterable[Told]) -> pa.Table:
    """The rows as a table."""
    return pa.Table.from_pylist([asdict(each) for each in told], schema=STATEMENTS)


def learners_table(units: Mapping[int, str]) -> pa.Table:
    """Where learners belong, as a table."""
    return pa.table({"learner": list(units), "unit": list(units.values())}, schema=LEARNERS)


def tables(
    engine: Engine, folder: Path, told: Iterable[Told], units: Mapping[int, str] = {}, outline: Outline = OUTLINE
) -> Tables:
    """Write the rows into two Parquet files, as sources give them, and run the queries."""
    rows = statements_table(told)
    files = [folder / f"{uuid.uuid4().hex}.parquet" for _ in range(3)]
    pq.write_table(rows.slice(0, len(rows) // 2), files[0])
    pq.write_table(rows.slice(len(rows) // 2), files[1])
    pq.write_table(learners_table(units), files[2])
    return tables_of(engine, engine.statements(files[:2]), engine.learners(files[2]), outline)


def figures(
    engine: Engine, folder: Path, told: Iterable[Told], units: Mapping[int, str] = {}, outline: Outline = OUTLINE
) -> CourseFigures:
    """The figures of the rows."""
    return course_figures(tables(engine, folder, told, units, outline), outline, READING)
