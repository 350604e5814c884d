"""Statements as tables, made quickly: learners of different skill in forty units, over a year and two versions.

python -m benchmarks.records.tables STATEMENTS FOLDER
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.records.outline import Module, Objective, Option, Outline, Page, Question, Quiz
from scormbuild.records.table import LEARNERS, STATEMENTS

COURSE = "https://kurs.example.no/velferdsteknologi-basis"
PAGES, QUESTIONS, OBJECTIVES = 51, 79, 6
PER_QUIZ = 10
QUIZZES = -(-QUESTIONS // PER_QUIZ)
PER_LEARNER = 1 + PAGES + QUESTIONS + QUIZZES + OBJECTIVES + 3
"""Statements of somebody who goes through all of it once."""
UNITS = 40
DAY = 86_400_000_000
START = 1_767_225_600_000_000
"""1 January 2026."""
NEW_VERSION = START + 150 * DAY
LEARNERS_AT_ONCE = 5_000
OUTLINE = Outline(
    iri=COURSE,
    id="velferdsteknologi-basis",
    title="Velferdsteknologi",
    language="nb",
    modules=tuple(Module(f"modul-{number}", f"Modul {number}") for number in range(6)),
    pages=tuple(Page(f"side-{number}", f"Side {number}", f"modul-{number // 9}") for number in range(PAGES)),
    questions=tuple(
        Question(
            f"sporsmal-{number}",
            f"Spørsmål {number}",
            "choice",
            tuple(Option(key, key, key == "a") for key in "abcd"),
            ("a",),
            quiz=f"quiz-{number // PER_QUIZ}",
        )
        for number in range(QUESTIONS)
    ),
    quizzes=tuple(Quiz(f"quiz-{number}", f"Quiz {number}") for number in range(QUIZZES)),
    objectives=tuple(Objective(f"maal-{number}", f"Mål {number}") for number in range(OBJECTIVES)),
)

_KINDS = (
    [("course", "initialized", "")]
    + [("page", "experienced", page.id) for page in OUTLINE.pages]
    + [("question", "answered", question.id) for question in OUTLINE.questions]
    + [("quiz", "scored", quiz.id) for quiz in OUTLINE.quizzes]
    + [("objective", "scored", objective.id) for objective in OUTLINE.objectives]
    + [("course", "completed", ""), ("course", "passed", ""), ("course", "terminated", "")]
)


def write(statements: int, folder: Path) -> None:
    """Write `statements.parquet` and `learners.parquet`."""
    chance = np.random.default_rng(7)
    learners = statements // PER_LEARNER
    names = chance.integers(2**62, size=learners)
    units = np.char.add("Enhet ", chance.integers(UNITS, size=learners).astype(str))
    pq.write_table(pa.table({"learner": names, "unit": units}, schema=LEARNERS), folder / "learners.parquet")
    with pq.ParquetWriter(folder / "statements.parquet", STATEMENTS, compression="zstd") as writer:
        for first in range(0, learners, LEARNERS_AT_ONCE):
            writer.write_table(_statements(chance, names[first : first + LEARNERS_AT_ONCE]))


def _statements(chance: Any, names: Any) -> pa.Table:
    count = len(names)
    kinds, verbs, parts = (np.tile(np.array(column), count) for column in zip(*_KINDS, strict=True))
    step = np.tile(np.arange(PER_LEARNER), count)
    moment = np.repeat(START + chance.integers(330 * DAY, size=count), PER_LEARNER) + step * 40_000_000
    is_question, is_course = kinds == "question", kinds == "course"
    has_result = ~np.isin(kinds, ["course", "page"]) | (verbs == "passed")
    skill = np.repeat(chance.normal(size=count), PER_LEARNER)
    right = skill + chance.normal(size=len(step)) > (step % 7) / 3 - 1.5
    response = np.where(right, "a", chance.choice(np.array(["b", "c", "d"]), size=len(step)))
    score = np.where(is_question, right * 10_000, chance.integers(10_001, size=len(step)))

    def told(of: Any, values: Any, kind: pa.DataType) -> pa.Array:
        return pa.array(values, mask=~of).cast(kind)

    nothing = pa.nulls(len(step), pa.string())
    return pa.table(
        {
            "id": list(_ids(chance, len(step))),
            "learner": np.repeat(names, PER_LEARNER),
            "attempt": np.repeat(names, PER_LEARNER) + 1,
            "moment": moment,
            "verb": verbs,
            "course": np.full(len(step), COURSE),
            "version": np.where(moment < NEW_VERSION, "1.0.0", "1.1.0"),
            "kind": kinds,
            "part": parts,
            "success": told(has_result, right.astype(np.int8), pa.int8()),
            "completion": told(verbs == "completed", np.ones(len(step)), pa.int8()),
            "score": told(has_result & ~is_course, score, pa.int32()),
            "duration": told(
                is_question | (verbs == "terminated"), chance.integers(3_000, 90_000, size=len(step)), pa.int64()
            ),
            "response": told(is_question, response, pa.string()),
            "values": nothing,
            "voids": nothing,
        },
        schema=STATEMENTS,
    )


def _ids(chance: Any, count: int) -> Iterator[str]:
    octets = chance.bytes(16 * count)
    return (str(uuid.UUID(bytes=octets[place : place + 16])) for place in range(0, 16 * count, 16))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
