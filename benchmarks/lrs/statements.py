"""Statements as our courses send them, about one KB each, and always the same ones."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

LEARNERS = 50
COURSE = "https://kurs.example.no/velferdsteknologi"
QUESTIONS = [f"{COURSE}/questions/q-{number}" for number in range(40)]
VERBS = [f"http://adlnet.gov/expapi/verbs/{name}" for name in ("answered", "experienced", "interacted", "progressed")]


def learner(number: int) -> dict[str, Any]:
    """Return the account of a learner."""
    return {"objectType": "Agent", "account": {"homePage": "https://lms.example.no", "name": f"laerer-{number:04}"}}


def statements(seed: int = 0) -> Iterator[bytes]:
    """Yield statements without end, as JSON. Each learner, verb and question comes equally often at every size."""
    chance = random.Random(seed)
    registrations = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(LEARNERS)]
    number = 0
    while True:
        who = number % LEARNERS
        question = QUESTIONS[chance.randrange(len(QUESTIONS))]
        at = f"2026-11-{1 + number % 28:02}T10:{number % 60:02}:{number // 60 % 60:02}.{number % 1000:03}Z"
        yield json.dumps(
            {
                "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                "timestamp": at,
                "actor": learner(who),
                "verb": {"id": chance.choice(VERBS), "display": {"nb": "svarte"}},
                "object": {
                    "objectType": "Activity",
                    "id": question,
                    "definition": {
                        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                        "name": {"nb": "Hva gjør du først når alarmen går?"},
                        "interactionType": "choice",
                        "correctResponsesPattern": ["varsle[,]slukke"],
                        "choices": [
                            {"id": "varsle", "description": {"nb": "Varsler de andre"}},
                            {"id": "slukke", "description": {"nb": "Prøver å slukke"}},
                            {"id": "vente", "description": {"nb": "Venter på beskjed"}},
                        ],
                    },
                },
                "result": {"success": bool(number % 3), "response": "varsle[,]slukke", "duration": "PT12.5S"},
                "context": {
                    "registration": registrations[who],
                    "contextActivities": {
                        "parent": [{"id": f"{COURSE}/pages/alarm"}],
                        "grouping": [{"id": COURSE}],
                    },
                    "platform": "scormbuild",
                    "language": "nb",
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),  # as JSON.stringify writes
        ).encode()
        number += 1
