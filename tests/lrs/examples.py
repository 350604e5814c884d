"""Statements that tests begin from."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

KARI: Json = {"objectType": "Agent", "name": "Kari", "mbox": "mailto:kari@example.no"}
OLA: Json = {"account": {"homePage": "https://lms.example.no", "name": "ola-17"}}
TEAM: Json = {"objectType": "Group", "name": "Vaktlaget", "member": [KARI, OLA]}
AUTHORITY: Json = {"objectType": "Agent", "account": {"homePage": "https://lrs.example.no/keys", "name": "first"}}
COURSE: Json = {
    "objectType": "Activity",
    "id": "https://kurs.example.no/brannvern",
    "definition": {
        "type": "http://adlnet.gov/expapi/activities/course",
        "name": {"nb": "Brannvern", "en": "Fire safety"},
        "description": {"nb": "Hva du gjør når det brenner"},
    },
}
QUESTION: Json = {
    "id": "https://kurs.example.no/brannvern/q1",
    "definition": {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "correctResponsesPattern": ["varsle[,]slukke"],
        "choices": [
            {"id": "varsle", "description": {"nb": "Varsle", "en": "Raise the alarm"}},
            {"id": "slukke", "description": {"nb": "Slukke"}},
        ],
        "extensions": {"https://kurs.example.no/ext/weight": None},
    },
}
ID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
REGISTRATION = "5d0b6d4e-52f6-4d4c-9d4f-0f8a5a1e7c55"
ATTACHMENT: Json = {
    "usageType": "http://id.tincanapi.com/attachment/supporting_media",
    "display": {"nb": "Et bilde"},
    "contentType": "text/plain",
    "length": 5,
    "sha2": "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
}


def statement(**changes: Any) -> Json:
    """Return Kari's statement that she has passed the course, with properties changed or added."""
    return {
        "actor": KARI,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed", "display": {"nb": "bestod"}},
        "object": COURSE,
        **changes,
    }


def about(**changes: Any) -> Json:
    """Return the context of a statement about a part of the course."""
    return {
        "registration": REGISTRATION,
        "contextActivities": {
            "parent": [COURSE],
            "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        },
        **changes,
    }
