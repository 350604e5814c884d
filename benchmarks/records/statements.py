"""Files of statements as our courses send them, 1.7 KB each, and always the same ones. Nobody in them exists."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

COURSE = "https://kurs.example.no/velferdsteknologi"
TYPES = "http://adlnet.gov/expapi/activities/"
VERBS = "http://adlnet.gov/expapi/verbs/"
QUESTIONS = 40
MODULES = 8
STATEMENTS_PER_LEARNER = 300
START = datetime(2025, 11, 1, tzinfo=UTC)


def write_statements(path: Path, count: int) -> None:
    """Write so many statements, one to a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            f"{json.dumps(each, ensure_ascii=False, separators=(',', ':'))}\n" for each in statements(count)
        )


def statements(count: int) -> Iterator[dict[str, Any]]:
    """Yield statements in the order of a year, from as many learners as leave so many."""
    chance = random.Random(0)
    learners = [_id(chance) for _ in range(max(1, count // STATEMENTS_PER_LEARNER))]
    course = _activity("", "course", "Velferdsteknologi og hverdagsmestring")
    modules = [_activity(f"/modules/m-{number}", "module", f"Modul {number}: hverdagen") for number in range(MODULES)]
    pages = [_activity(f"/pages/p-{number}", "lesson", f"Side {number} om hverdagen") for number in range(QUESTIONS)]
    questions = [_question(number) for number in range(QUESTIONS)]
    for number in range(count):
        which = chance.randrange(QUESTIONS)
        learner = chance.randrange(len(learners))
        module = modules[which * MODULES // QUESTIONS]
        moment = (START + timedelta(days=365) * (number / count)).isoformat(timespec="milliseconds")[:-6] + "Z"
        is_answer = chance.random() < 0.6
        told = _answer(chance) if is_answer else {}
        yield {
            "id": _id(chance),
            "actor": {"account": {"homePage": "https://lms.example.no", "name": f"testperson-{learner:06}"}},
            "verb": _verb("answered", "svarte på") if is_answer else _verb("experienced", "så"),
            "object": {"objectType": "Activity", **(questions if is_answer else pages)[which]},
            **told,
            "context": {
                "registration": learners[learner],
                "revision": "1.2.0",
                "language": "nb",
                "contextActivities": {
                    "parent": [pages[which] if is_answer else module],
                    "grouping": [course, module],
                },
            },
            "timestamp": moment,
            "stored": moment,
            "authority": {"objectType": "Agent", "account": {"homePage": "https://lrs.example.no", "name": "kurs"}},
            "version": "1.0.3",
        }


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _verb(name: str, display: str) -> dict[str, Any]:
    return {"id": VERBS + name, "display": {"nb": display}}


def _activity(key: str, type_: str, name: str, **more: Any) -> dict[str, Any]:
    said = {"nb": name}
    return {"id": COURSE + key, "definition": {"type": TYPES + type_, "name": said, "description": said, **more}}


def _question(number: int) -> dict[str, Any]:
    options = ("Varsler de andre", "Prøver å slukke", "Venter på beskjed")
    return _activity(
        f"/questions/q-{number}",
        "cmi.interaction",
        f"Hva gjør du først når alarmen går? ({number})",
        interactionType="choice",
        correctResponsesPattern=["0"],
        choices=[{"id": str(at), "description": {"nb": text}} for at, text in enumerate(options)],
    )


def _answer(chance: random.Random) -> dict[str, Any]:
    key = chance.choice("0012")
    seconds = chance.randrange(100, 9000) / 100
    score = {"scaled": 1 if key == "0" else 0}
    return {"result": {"success": key == "0", "score": score, "response": key, "duration": f"PT{seconds}S"}}
