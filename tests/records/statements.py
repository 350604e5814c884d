"""Statements to read, of invented people."""

import json
from typing import Any

COURSE = "https://kurs.example.no/brann"
TYPES = "http://adlnet.gov/expapi/activities/"
VERBS = "http://adlnet.gov/expapi/verbs/"
NOON = "2026-03-02T12:00:00.000Z"


def account(name: str = "testperson-01") -> dict[str, Any]:
    """A learner as platforms name them."""
    return {"objectType": "Agent", "account": {"homePage": "https://lms.example.no", "name": name}}


def activity(iri: str, type_: str | None = None) -> dict[str, Any]:
    """An activity, by ADL's name of its type."""
    if type_ is None:
        return {"id": iri}
    return {"id": iri, "definition": {"type": TYPES + type_, "name": {"nb": f"Navn på {iri}"}}}


def statement(number: int = 1, verb: str = "answered", thing: Any = None, **rest: Any) -> dict[str, Any]:
    """A statement with a UUID of that number; by default an answer to a question of ours."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "actor": account(),
        "verb": {"id": VERBS + verb},
        "object": thing or activity(f"{COURSE}/questions/q-1", "cmi.interaction"),
        "timestamp": NOON,
        **rest,
    }


def lines(*statements: Any) -> bytes:
    """NDJSON as exports have it."""
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in statements)
