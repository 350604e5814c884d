"""What the stand-in LRS has of statements: checked, kept, found again (xAPI-Communication 1.0.3, 2.1)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

from tests.platform.statements import (
    IFIS,
    VOIDED,
    Statement,
    Violation,
    identifier,
    instant,
    same,
    violations,
)
from tests.platform.xapi_requests import Answer, Fault, Refused, Request, as_json, check_parameters, json_body

PAGE = 100
"""Statements in one answer, at most."""

FILTERS = {
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
}


class StoredStatements:
    """The statements of one LRS; used only while that is locked."""

    def __init__(self, origin: str, now: Callable[[], datetime]) -> None:
        """`origin` is the LRS's, and `now` gives a later time at every call."""
        self._origin = origin
        self._now = now
        self._statements: dict[str, tuple[Statement, Statement]] = {}  # as sent, and as kept
        self._pages: dict[str, tuple[list[str], int]] = {}

    @property
    def kept(self) -> list[Statement]:
        """All of them in order of arrival, with `stored`; voided ones too."""
        return [kept for _, kept in self._statements.values()]

    def unknown(self, statements: list[Statement]) -> list[Statement]:
        """Those that aren't stored yet; `Refused` where one is known with other content (Com 2.1.2)."""
        new = []
        for statement in statements:
            known = self._statements.get(statement.get("id", "").lower())
            if known is None:
                new.append(statement)
            elif not same(known[0], statement):
                raise Refused(409, Violation("Com 2.1.2", f"{described(statement)} is known with other content"))
        return new

    def keep(self, statement: Statement) -> None:
        """Store one that isn't known."""
        stored = self._now()
        kept: Statement = json.loads(json.dumps(statement))
        kept["stored"] = stamp(stored)
        kept.setdefault("timestamp", kept["stored"])
        kept.setdefault("version", "1.0.0")
        kept["authority"] = {"objectType": "Agent", "account": {"homePage": self._origin, "name": "client"}}
        activities = kept.get("context", {}).get("contextActivities", {})
        for name, value in activities.items():
            activities[name] = value if isinstance(value, list) else [value]  # Data 2.4.6.2
        self._statements[statement["id"].lower()] = (json.loads(json.dumps(statement)), kept)

    def query(self, request: Request) -> Answer:
        """Answer with one statement or with the first page of what the filters let through."""
        query = request.query
        one = next((name for name in ("statementId", "voidedStatementId") if name in query), None)
        if one is not None:
            check_parameters(request, {one}, {"format", "attachments"})
            wanted = query[one].lower()
            if wanted not in self._statements or (wanted in self._voided()) is (one == "statementId"):
                raise Fault(404)
            kept = self._statements[wanted][1]
            answer = as_json(kept)
            modified = {"Last-Modified": format_datetime(instant(kept["stored"]), usegmt=True)}
            return consistent(replace(answer, headers=modified))
        check_parameters(request, set(), FILTERS)
        if query.get("format", "exact") != "exact" or query.get("attachments", "false") != "false":
            return Answer(501, b"this stand-in answers with format=exact and without attachments", "text/plain")
        voided = self._voided()
        found = [key for key in self._statements if key not in voided and self._matches(key, query, set())]
        if query.get("ascending", "false") != "true":
            found.reverse()
        limit = min(int(query.get("limit", "0")) or PAGE, PAGE)
        return self._result(found, limit)

    def page(self, token: str) -> Answer:
        """Answer with the page that a `more` led to."""
        if token not in self._pages:
            raise Refused(404, Violation("Com 2.1.3", f"no such page: {token}"))
        keys, limit = self._pages[token]
        voided = self._voided()
        return self._result([key for key in keys if key not in voided], limit)

    def activity(self, request: Request) -> Answer:
        """Answer with what the statements say of an activity (2.5)."""
        check_parameters(request, {"activityId"}, set())
        wanted = request.query["activityId"]
        definition: dict[str, Any] = {}
        for statement, _ in self._statements.values():
            for activity in activities(statement, related=True):
                if activity["id"] == wanted:
                    definition = definition | activity.get("definition", {})
        found = {"objectType": "Activity", "id": wanted}
        return as_json(found | ({"definition": definition} if definition else {}))

    def person(self, request: Request) -> Answer:
        """Answer with what the statements say of an agent (2.4)."""
        check_parameters(request, {"agent"}, set())
        agent = json.loads(request.query["agent"])
        names = {
            each["name"]
            for statement, _ in self._statements.values()
            for each in [statement["actor"], agent]
            if "name" in each and identifier(each) == identifier(agent)
        }
        identity = {name: [agent[name]] for name in IFIS if name in agent}
        return as_json({"objectType": "Person"} | ({"name": sorted(names)} if names else {}) | identity)

    def _voided(self) -> set[str]:
        """The ids of voided statements: a voiding one can't be voided (Data 2.3.2)."""
        voiding = {each["id"].lower() for each in self.kept if each["verb"]["id"] == VOIDED}
        return {each["object"]["id"].lower() for each in self.kept if each["verb"]["id"] == VOIDED} - voiding

    def _result(self, keys: list[str], limit: int) -> Answer:
        more = ""
        if len(keys) > limit:
            token = str(uuid4())
            self._pages[token] = (keys[limit:], limit)
            more = f"/xapi/more/{token}"
        statements = [self._statements[key][1] for key in keys[:limit]]
        return consistent(as_json({"statements": statements, "more": more}))

    def _matches(self, key: str, query: Mapping[str, str], seen: set[str]) -> bool:
        statement = self._statements[key][1]
        if "since" in query and instant(statement["stored"]) <= instant(query["since"]):
            return False
        if "until" in query and instant(statement["stored"]) > instant(query["until"]):
            return False
        if self._filtered(statement, query):
            return True
        target = statement["object"]  # Com 2.1.3: who points at a match, matches
        if target.get("objectType") != "StatementRef" or target["id"].lower() in seen | {key}:
            return False
        untimed = {name: value for name, value in query.items() if name not in ("since", "until")}
        target_key = target["id"].lower()
        return target_key in self._statements and self._matches(target_key, untimed, seen | {key})

    def _filtered(self, statement: Statement, query: Mapping[str, str]) -> bool:
        related = {name for name in ("activities", "agents") if query.get(f"related_{name}") == "true"}
        wanted = identifier(json.loads(query["agent"])) if "agent" in query else None
        registration = statement.get("context", {}).get("registration", "")
        return (
            query.get("verb", statement["verb"]["id"]) == statement["verb"]["id"]
            and query.get("registration", registration).lower() == registration.lower()
            and ("activity" not in query or query["activity"] in activity_ids(statement, "activities" in related))
            and (wanted is None or wanted in agent_ids(statement, "agents" in related))
        )


def received(request: Request) -> list[Statement]:
    """The statements that a PUT or POST brings."""
    check_parameters(request, {"statementId"} if request.method == "PUT" else set(), set())
    content = json_body(request)
    if request.method == "PUT":
        wanted = request.query["statementId"]
        if not isinstance(content, dict) or content.setdefault("id", wanted) != wanted:
            raise Refused(400, Violation("Com 2.1.1", f"PUT with statementId {wanted} sends another statement"))
    statements = content if isinstance(content, list) else [content]
    check(statements)
    return statements


def check(statements: list[Statement]) -> None:
    """Com 3.2: one bad statement, and the batch is refused."""
    wrong = []
    for statement in statements:
        found = violations(statement)
        wrong += [Violation(each.rule, f"{described(statement)}: {each.text}") for each in found]
        if not found and any("fileUrl" not in each for each in statement.get("attachments", [])):
            text = f"{described(statement)}: an attachment has no fileUrl, and the request no parts"
            wrong.append(Violation("Com 1.5.2", text))
    ids = [statement["id"].lower() for statement in statements if not wrong and "id" in statement]
    if len(set(ids)) < len(ids):
        wrong.append(Violation("Com 2.1.2", f"an id occurs twice in one batch: {ids}"))
    if wrong:
        raise Refused(400, *wrong)


def consistent(answer: Answer) -> Answer:
    """The answer with the time up to which all that was stored is found (Com 2.1.3)."""
    headers = {"X-Experience-API-Consistent-Through": stamp(datetime.now(UTC))}
    return replace(answer, headers={**answer.headers, **headers})


def short(verb: str) -> str:
    """The last part of a verb's IRI."""
    return re.split(r"[/#]", verb)[-1]


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def described(statement: Any) -> str:
    """A statement in a few words."""
    try:
        return f"{short(statement['verb']['id'])} {statement['object'].get('id', '')}"
    except (AttributeError, KeyError, TypeError):
        return "a statement"


def activities(statement: Statement, related: bool) -> Iterator[Mapping[str, Any]]:
    """The activity that is its object; with `related`, those of its context and substatement too."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing
    if related:
        for found in statement.get("context", {}).get("contextActivities", {}).values():
            yield from found if isinstance(found, list) else [found]
        if kind == "SubStatement":
            yield from activities(thing, related=True)


def activity_ids(statement: Statement, related: bool) -> set[str]:
    return {activity["id"] for activity in activities(statement, related)}


def agent_ids(statement: Statement, related: bool) -> set[str]:
    """Those who are its actor or object, or members of those; with `related`, whoever else has a part in it."""
    thing, context = statement["object"], statement.get("context", {})
    people = [statement["actor"]]
    if thing.get("objectType") in ("Agent", "Group"):
        people.append(thing)
    if related:
        people += [context[name] for name in ("instructor", "team") if name in context]
        people += [statement["authority"]] if "authority" in statement else []
    found = {identifier(each) for person in people for each in [person, *person.get("member", [])]}
    return found | (agent_ids(thing, related=True) if related and thing.get("objectType") == "SubStatement" else set())
