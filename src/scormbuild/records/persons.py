"""Learners one by one, by pseudonym: what completions and other tables of persons are written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
import pyarrow.parquet as pq

from scormbuild.records.engines import Engine
from scormbuild.records.outline import Outline
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.persons import persons as persons_query
from scormbuild.records.queries.statements import counted


@dataclass(frozen=True, slots=True)
class Person:
    """What a learner has done in a course. Moments are microseconds since 1970 in UTC; `score` is ten-thousandths."""

    learner: int
    unit: str
    attempts: int
    version: str
    began: int
    completed_at: int | None
    passed_at: int | None
    is_failed: bool
    """Failed, and never passed."""
    score: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Known:
    """Who a learner is: the identifier as record stores write it, and the name where one is known."""

    identity: str
    name: str

    @property
    def account(self) -> str:
        """What the platform calls the learner: an account's name, an e-mail address; else the identifier itself."""
        kind, _, rest = self.identity.partition(":")
        match kind:
            case "account":
                return rest.rpartition("|")[2]
            case "mbox":
                return rest.removeprefix("mailto:")
            case _:
                return self.identity


def persons(engine: Engine, statements: ir.Table, learners: ir.Table, outline: Outline) -> list[Person]:
    """Everybody who began a course, by unit and then by pseudonym."""
    query = persons_query(engine, counted(statements, outline.iri), learners, Parts(outline))
    rows = engine.fetch(query).to_pylist()
    engine.release()
    return sorted(map(_person, rows), key=lambda person: (person.unit, person.learner))


def _person(row: Mapping[str, int | str | None]) -> Person:
    def number(name: str) -> int:
        return int(row[name] or 0)

    def moment(name: str) -> int | None:
        value = row[name]
        return None if value is None else int(value)

    return Person(
        learner=number("learner"),
        unit=str(row["unit"]),
        attempts=number("attempts"),
        version=str(row["version"] or ""),
        began=number("began"),
        completed_at=moment("completed_at"),
        passed_at=moment("passed_at"),
        is_failed=bool(row["failed"]) and row["passed_at"] is None,
        score=moment("score"),
        minutes=round(number("milliseconds") / 60_000),
    )


def people(file: Path | None) -> dict[int, Known]:
    """Who has which pseudonym, from the file of a store; nobody is known without one."""
    if file is None:
        return {}
    table = pq.read_table(file)
    return {learner: Known(identity, name) for learner, identity, name in _rows(table)}


def _rows(table: object) -> Iterator[tuple[int, str, str]]:
    columns = [table[name].to_pylist() for name in ("learner", "identity", "name")]  # type: ignore[index]
    yield from zip(*columns, strict=True)
