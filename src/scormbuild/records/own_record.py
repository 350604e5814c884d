"""All that is kept of one person, for an access request (GDPR, articles 15 and 20): to read, and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow.parquet as pq
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scormbuild.records.engines import Engine
from scormbuild.records.outline import Outline
from scormbuild.records.persons import Known, people
from scormbuild.records.report.wording import Language, Words
from scormbuild.records.store import Store
from scormbuild.records.table import STATEMENTS

_KEPT: Final = tuple(name for name in STATEMENTS.names if name not in ("learner", "attempt", "voids"))

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a person did: when (UTC), what, with what, and how it went; in words."""

    when: str
    what: str
    about: str
    result: str


def rows_of(engine: Engine, statements: ir.Table, learners: Sequence[int]) -> list[Row]:
    """Return the statements about a person, who may have several pseudonyms: each id once, the oldest first."""
    about = statements.filter(statements.learner.isin(learners)).select(*_KEPT)
    rows = {row["id"]: row for row in engine.fetch(about).to_pylist()}
    return sorted(rows.values(), key=lambda row: (row["moment"], row["id"]))


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a store keeps of a person: what it has for names, where they belong, and what they did."""

    learners: tuple[int, ...]
    """The pseudonyms that anything is kept under; not those that only a list of units has, which names people wherever
    they may be."""
    known: tuple[Known, ...]
    units: tuple[str, ...]
    rows: Sequence[Row]

    def __bool__(self) -> bool:
        return bool(self.known or self.units or self.rows)


def kept_of(store: Store, engine: Engine, learners: Sequence[int]) -> Kept:
    """Return all that a store keeps of a person, who may have several pseudonyms."""
    names = people(store.people_file)
    files = [file for course in store.courses() for file in store.statements_files(course)]
    statements = engine.statements(list(dict.fromkeys(files)))
    about = statements.filter(statements.learner.isin(learners)).select("learner").distinct()
    belonging = pq.read_table(store.learners_file, filters=[("learner", "in", learners)])
    found = {*engine.fetch(about)["learner"].to_pylist(), *names}
    found = found.intersection(learners) or set(belonging["learner"].to_pylist())
    return Kept(
        learners=tuple(learner for learner in learners if learner in found),
        known=tuple(names[learner] for learner in learners if learner in names),
        units=tuple(dict.fromkeys(belonging["unit"].to_pylist())),
        rows=rows_of(engine, statements, learners),
    )


def as_json(who: str, kept: Kept) -> bytes:
    """Return what is kept in a form that machines read."""
    statements = [
        {
            **row,
            "moment": datetime.fromtimestamp(row["moment"] / 1e6, UTC).isoformat(),
            "values": None if row["values"] is None else json.loads(row["values"]),
        }
        for row in kept.rows
    ]
    identities = [{"identity": known.identity, "name": known.name} for known in kept.known]
    said = {"learner": who, "identities": identities, "units": kept.units, "statements": statements}
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def as_html(who: str, kept: Kept, outlines: Mapping[str, Outline], language: Language) -> bytes:
    """Return the same as a document to read, with the wording of the courses as far as `outlines` have it, by IRI."""
    say = Words(language)
    by_course: dict[str, list[Line]] = {}
    for row in kept.rows:
        outline = outlines.get(row["course"])
        title = row["course"] if outline is None else outline.title
        by_course.setdefault(title, []).append(_line(row, outline, say))
    loader = FileSystemLoader(Path(__file__).parent / "report" / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.get_template("own_record.html")
    return template.render(say=say, who=who, kept=kept, courses=by_course, count=len(kept.rows)).encode()


def _line(row: Row, outline: Outline | None, say: Words) -> Line:
    when = datetime.fromtimestamp(row["moment"] / 1e6, UTC)
    verb = row["verb"]
    # What the course as a whole gives back is a code: of a booklet that was handed in, of a certificate.
    is_code = verb == "responded" and row["kind"] in ("course", "module")
    said = say.catalogue.get("own.code" if is_code else f"own.verb.{verb}", str(verb))
    return Line(f"{when:%Y-%m-%d %H:%M:%S}", said, _about(row, outline), "; ".join(_results(row, outline, say)))


def _about(row: Row, outline: Outline | None) -> str:
    if outline is None:
        return str(row["part"] or row["course"])
    titles: Mapping[str, Mapping[str, str]] = {
        "module": {module.id: module.title for module in outline.modules},
        "page": {page.id: page.title for page in outline.pages},
        "question": {question.id: question.text for question in outline.questions},
        "quiz": {quiz.id: quiz.title for quiz in outline.quizzes},
        "objective": {objective.id: objective.text for objective in outline.objectives},
        "worksheet": {worksheet.id: worksheet.title for worksheet in outline.worksheets},
    }
    return titles.get(row["kind"], {}).get(row["part"]) or row["part"] or outline.title


def _results(row: Row, outline: Outline | None, say: Words) -> Iterator[str]:
    if row["response"]:
        yield _response(row, outline)
    if row["success"] is not None:
        yield say.catalogue["own.right" if row["success"] else "own.wrong"]
    if row["score"] is not None:
        yield say.percent(row["score"] / 10_000)
    if row["duration"] is not None:
        yield str(say.say("own.seconds", count=round(row["duration"] / 1_000)))


def _response(row: Row, outline: Outline | None) -> str:
    questions = {} if outline is None else {question.id: question for question in outline.questions}
    question = questions.get(row["part"]) if row["kind"] == "question" else None
    if question is None or not question.options:
        return str(row["response"])
    words = {option.key: option.text for option in question.options}
    return ", ".join(words.get(key, key) for key in row["response"].split("[,]"))
