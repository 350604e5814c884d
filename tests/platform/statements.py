"""What xAPI-Data 1.0.3 asks of a statement: the rules collect what is wrong, none of them stops.

    violations(statement) == []

A rule is named by its clause in xAPI-Data (`Data`) or xAPI-Communication (`Com`). Stricter than an LRS must be,
since it is our own statements that pass here: properties that no clause names, empty objects, responses that don't
match their interaction, timestamps without a zone and durations finer than 0.01 s are refused.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Statement = dict[str, Any]
Check = Callable[[Any, str], Iterator["Violation"]]

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
IFIS = ("mbox", "mbox_sha1sum", "openid", "account")

COMPONENTS = {  # 2.4.4.1: the lists of components that an interaction may have
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")
LANGUAGE = re.compile(  # RFC 5646 2.1
    r"([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"
    r"(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(-[A-WYZa-wyz0-9](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?"
    r"|x(-[A-Za-z0-9]{1,8})+"
)
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DURATION = re.compile(
    r"P(\d+W|(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d{1,2})?S)?)?)"  # 4.6
)
NUMBER = r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?"
LIST_PREFIX = re.compile(r"\{(case_matters|order_matters)=([^}]*)\}")
ITEM_PREFIX = re.compile(r"\{lang=([^}]*)\}")


@dataclass(frozen=True)
class Violation:
    """Something that a client must not do."""

    rule: str
    """The clause, as `Data 2.4.5.1`, `Com 3.3` or `cmi5 9.5.1`."""
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


def read_json(body: bytes) -> Any:
    """JSON as a strict platform reads it: UTF-8, no property twice, no NaN. Raise `ValueError` otherwise."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError(f"a property occurs twice among {[name for name, _ in pairs]}")
        return found

    def no_number(text: str) -> float:
        raise ValueError(f"{text} is no JSON")

    return json.loads(body.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_number)


def violations(statement: object) -> list[Violation]:
    """Everything that is wrong with a statement as a client sends it."""
    return list(_statement(statement, "statement"))


def agent_violations(agent: object) -> list[Violation]:
    """Everything that is wrong with an agent, as it stands in a query."""
    return list(_agent(agent, "agent"))


def wordless(statement: Statement) -> list[Violation]:
    """Where a report would show an id instead of words: recommended by 2.4.3 and 2.4.4.1, and no reason to refuse."""
    found: list[Violation] = []
    if not statement["verb"].get("display"):
        found.append(Violation("Data 2.4.3", f"verb {statement['verb']['id']} has no display"))
    item = statement["object"]
    if item.get("objectType", "Activity") == "Activity":
        definition = item.get("definition", {})
        found += [
            Violation("Data 2.4.4.1", f"activity {item['id']} has no {name}")
            for name in ("name", "description", "type")
            if not definition.get(name)
        ]
    return found


def same(one: Statement, other: Statement) -> bool:
    """Whether an LRS must take them for one statement sent twice (2.3.1)."""
    left, right = _essence(one), _essence(other)
    if "timestamp" not in left or "timestamp" not in right:  # the LRS sets one where it is missing
        left.pop("timestamp", None)
        right.pop("timestamp", None)
    return left == right


def identifier(agent: Mapping[str, Any]) -> str:
    """What makes an agent or identified group the same as another (2.4.2.3)."""
    return json.dumps({name: agent[name] for name in IFIS if name in agent}, sort_keys=True)


def instant(timestamp: str) -> datetime:
    """A timestamp as a point in time."""
    read = datetime.fromisoformat(timestamp)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


# ---------------------------------------------------------------- kinds of values


def _matching(rule: str, pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield Violation(rule, f"{path} is {value!r}, not {what}")

    return check


_iri = _matching("Data 4.3", IRI, "an IRI with its scheme")
_uuid = _matching("Data 4.4", UUID, "a UUID")
_language = _matching("Data 4.2", LANGUAGE, "a language tag")
_duration = _matching("Data 4.6", DURATION, "an ISO 8601 duration of at most two decimals")
_media_type = _matching("Data 2.4.11", re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?"), "a media type")
_sha2 = _matching("Data 2.4.11", re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}"), "a SHA-2 hash")
_mbox = _matching("Data 2.4.2.3", re.compile(r"mailto:[^\s@]+@[^\s@]+"), "a mailto IRI")
_sha1 = _matching("Data 2.4.2.3", re.compile(r"[0-9a-fA-F]{40}"), "a SHA-1 sum in hexadecimal")
_version = _matching("Data 2.4.10", re.compile(r"1\.0(\.\d+)?"), "1.0.x")


def _typed(kind: type, what: str) -> Check:
    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, kind):
            yield Violation("Data 2.2", f"{path} is {value!r}, not {what}")

    return check


_string = _typed(str, "a string")
_boolean = _typed(bool, "true or false")


def _number(value: Any, path: str) -> Iterator[Violation]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Violation("Data 2.2", f"{path} is {value!r}, not a number")


def _length(value: Any, path: str) -> Iterator[Violation]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        yield Violation("Data 2.4.11", f"{path} is {value!r}, not a number of octets")


def _one_of(rule: str, *allowed: str) -> Check:
    def check(value: Any, path: str) -> Iterator[Violation]:
        if value not in allowed:
            yield Violation(rule, f"{path} is {value!r}, not one of {', '.join(allowed)}")

    return check


def _timestamp(value: Any, path: str) -> Iterator[Violation]:
    try:
        right = bool(TIMESTAMP.fullmatch(value)) and not value.endswith("-00:00") and bool(instant(value))
    except (TypeError, ValueError):
        right = False
    if not right:
        yield Violation("Data 4.5", f"{path} is {value!r}, not a timestamp with its zone")


def _object(rule: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object of these properties and no others."""

    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield Violation("Data 2.2", f"{path} is {value!r}, not an object")
            return
        if not value and not required:
            yield Violation("Data 2.2", f"{path} is an empty object")
        for name in required:
            if name not in value:
                yield Violation(rule, f"{path} lacks {name}")
        for name, item in value.items():
            checked = required.get(name) or optional.get(name)
            if checked is None:
                yield Violation("Data 2.2", f"{path} has {name!r}, which no clause names")
            else:
                yield from checked(item, f"{path}.{name}")

    return check


def _list(rule: str, each: Check, *, may_be_empty: bool = True) -> Check:
    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, list):
            yield Violation("Data 2.2", f"{path} is {value!r}, not an array")
            return
        if not value and not may_be_empty:
            yield Violation(rule, f"{path} is empty")
        for place, item in enumerate(value):
            yield from each(item, f"{path}[{place}]")

    return check


def _map(key: Check, each: Check | None) -> Check:
    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield Violation("Data 2.2", f"{path} is {value!r}, not an object")
            return
        if not value:
            yield Violation("Data 2.2", f"{path} is an empty object")
        for name, item in value.items():
            yield from key(name, f"{path}: a key")
            if each is not None:
                yield from each(item, f"{path}[{name!r}]")

    return check


_language_map = _map(_language, _string)
_extensions = _map(_iri, None)  # 4.1: any value, null as well


# ---------------------------------------------------------------- actors

_ACCOUNT = _object("Data 2.4.2.4", {"homePage": _iri, "name": _string}, {})
_IDENTITY: dict[str, Check] = {"mbox": _mbox, "mbox_sha1sum": _sha1, "openid": _iri, "account": _ACCOUNT}
_AGENT = _object("Data 2.4.2.1", {}, {"objectType": _one_of("Data 2.4.2.1", "Agent"), "name": _string} | _IDENTITY)


def _agent(value: Any, path: str) -> Iterator[Violation]:
    yield from _AGENT(value, path)
    if isinstance(value, dict) and (found := sum(name in value for name in IFIS)) != 1:
        yield Violation("Data 2.4.2.1", f"{path} has {found} inverse functional identifiers, not one")


_GROUP = _object(
    "Data 2.4.2.2",
    {"objectType": _one_of("Data 2.4.2.2", "Group")},
    {"name": _string, "member": _list("Data 2.4.2.2", _agent, may_be_empty=False)} | _IDENTITY,
)


def _group(value: Any, path: str) -> Iterator[Violation]:
    yield from _GROUP(value, path)
    if isinstance(value, dict):
        found = sum(name in value for name in IFIS)
        if found > 1:
            yield Violation("Data 2.4.2.2", f"{path} has {found} inverse functional identifiers, not one")
        if found == 0 and "member" not in value:
            yield Violation("Data 2.4.2.2", f"{path} is an anonymous group without members")


def _actor(value: Any, path: str) -> Iterator[Violation]:
    is_group = isinstance(value, dict) and value.get("objectType") == "Group"
    yield from (_group if is_group else _agent)(value, path)


# ---------------------------------------------------------------- verbs, activities, interactions

_verb = _object("Data 2.4.3", {"id": _iri}, {"display": _language_map})
_COMPONENT = _object("Data 2.4.4.1", {"id": _string}, {"description": _language_map})


def _components(value: Any, path: str) -> Iterator[Violation]:
    yield from _list("Data 2.4.4.1", _COMPONENT)(value, path)
    ids = _ids(value)
    if len(set(ids)) < len(ids):
        yield Violation("Data 2.4.4.1", f"{path} has an id twice: {ids}")
    for each in ids:
        if not each or re.search(r"\s|\[[,.:]\]", each):
            yield Violation("Data 2.4.4.1", f"{path} has the id {each!r}: empty, with a space, or with a delimiter")


def _ids(components: Any) -> list[str]:
    found = components if isinstance(components, list) else []
    return [each["id"] for each in found if isinstance(each, dict) and isinstance(each.get("id"), str)]


_DEFINITION = _object(
    "Data 2.4.4.1",
    {},
    {
        "name": _language_map,
        "description": _language_map,
        "type": _iri,
        "moreInfo": _iri,
        "extensions": _extensions,
        "interactionType": _one_of("Data 2.4.4.1", *COMPONENTS),
        "correctResponsesPattern": _list("Data 2.4.4.1", _string),
        "choices": _components,
        "scale": _components,
        "source": _components,
        "target": _components,
        "steps": _components,
    },
)


def _definition(value: Any, path: str) -> Iterator[Violation]:
    wrong = list(_DEFINITION(value, path))
    yield from wrong
    if wrong:
        return
    lists = [name for name in ("choices", "scale", "source", "target", "steps") if name in value]
    kind = value.get("interactionType")
    if kind is None:
        if lists or "correctResponsesPattern" in value or value.get("type") == INTERACTION:
            yield Violation("Data 2.4.4.1", f"{path} is an interaction without interactionType")
        return
    if value.get("type") != INTERACTION:
        yield Violation("Data 2.4.4.1", f"{path} is an interaction, and its type isn't {INTERACTION}")
    for name in lists:
        if name not in COMPONENTS[kind]:
            yield Violation("Data 2.4.4.1", f"{path} has {name}, which a {kind} interaction has not")
    for pattern in value.get("correctResponsesPattern", []):
        if (fault := response_fault(pattern, value, is_pattern=True)) is not None:
            yield Violation("Data 2.4.4.1", f"{path}.correctResponsesPattern {pattern!r}: {fault}")


def response_fault(text: str, definition: Mapping[str, Any], *, is_pattern: bool = False) -> str | None:
    """What is wrong with a response, or a correct response pattern, of that interaction; None if nothing is."""
    kind = definition["interactionType"]
    if kind in ("fill-in", "long-fill-in", "performance"):
        if not is_pattern and (LIST_PREFIX.match(text) or ITEM_PREFIX.match(text)):
            return "prefixes belong to patterns"
        while (prefix := LIST_PREFIX.match(text)) is not None:
            if prefix[2] not in ("true", "false") or (kind == "performance" and prefix[1] == "case_matters"):
                return f"no such prefix: {prefix[0]}"
            text = text[prefix.end() :]
    items = text.split("[,]")
    match kind:
        case "true-false":
            return None if text in ("true", "false") else "neither true nor false"
        case "choice" | "sequencing":
            if len(set(items)) < len(items):
                return "an id occurs twice"
            return _strangers(items, definition, "choices")
        case "likert":
            return _strangers([text], definition, "scale")
        case "matching":
            pairs = [item.split("[.]") for item in items]
            if any(len(pair) != 2 for pair in pairs):
                return "not source[.]target, joined by [,]"
            return _strangers([pair[0] for pair in pairs], definition, "source") or _strangers(
                [pair[1] for pair in pairs], definition, "target"
            )
        case "performance":
            steps = [item.split("[.]") for item in items]
            if any(len(step) != 2 for step in steps):
                return "not step[.]response, joined by [,]"
            return _strangers([step[0] for step in steps], definition, "steps") or _tags([step[1] for step in steps])
        case "numeric":
            one = re.fullmatch(NUMBER, text)
            if one or (is_pattern and re.fullmatch(rf"({NUMBER})?\[:\]({NUMBER})?", text) and text != "[:]"):
                return None
            return "not a number" + (" and not a range of numbers" if is_pattern else "")
        case "fill-in" | "long-fill-in":
            return _tags(items)
        case _:
            return None


def _strangers(ids: list[str], definition: Mapping[str, Any], name: str) -> str | None:
    known = _ids(definition.get(name))
    wrong = [each for each in ids if not each or (name in definition and each not in known)]
    return f"{wrong} not among {name} {known}" if wrong else None


def _tags(items: list[str]) -> str | None:
    tags = [prefix[1] for item in items if (prefix := ITEM_PREFIX.match(item))]
    wrong = [tag for tag in tags if not LANGUAGE.fullmatch(tag)]
    return f"{wrong} are no language tags" if wrong else None


_activity = _object(
    "Data 2.4.4.1",
    {"id": _iri},
    {"objectType": _one_of("Data 2.4.4.1", "Activity"), "definition": _definition},
)


def _activities(value: Any, path: str) -> Iterator[Violation]:
    # 2.4.6.2: one activity instead of a list is still allowed.
    yield from (_list("Data 2.4.6.2", _activity) if isinstance(value, list) else _activity)(value, path)


# ---------------------------------------------------------------- objects, results, contexts

_reference = _object("Data 2.4.4.3", {"objectType": _one_of("Data 2.4.4.3", "StatementRef"), "id": _uuid}, {})


def _thing(value: Any, path: str) -> Iterator[Violation]:
    match value.get("objectType", "Activity") if isinstance(value, dict) else "Activity":
        case "Agent":
            yield from _agent(value, path)
        case "Group":
            yield from _group(value, path)
        case "StatementRef":
            yield from _reference(value, path)
        case "SubStatement":
            yield from _sub_statement(value, path)
        case _:
            yield from _activity(value, path)


_SCORE = _object("Data 2.4.5.1", {}, {"scaled": _number, "raw": _number, "min": _number, "max": _number})


def _score(value: Any, path: str) -> Iterator[Violation]:
    wrong = list(_SCORE(value, path))
    yield from wrong
    if wrong:
        return
    low, high = value.get("min"), value.get("max")
    if not -1 <= value.get("scaled", 0) <= 1:
        yield Violation("Data 2.4.5.1", f"{path}.scaled is {value['scaled']}, not within -1 and 1")
    if low is not None and high is not None and low >= high:
        yield Violation("Data 2.4.5.1", f"{path}.min is {low}, not less than max {high}")
    raw = value.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        yield Violation("Data 2.4.5.1", f"{path}.raw is {raw}, not within min {low} and max {high}")


_result = _object(
    "Data 2.4.5",
    {},
    {
        "score": _score,
        "success": _boolean,
        "completion": _boolean,
        "response": _string,
        "duration": _duration,
        "extensions": _extensions,
    },
)
_context = _object(
    "Data 2.4.6",
    {},
    {
        "registration": _uuid,
        "instructor": _actor,
        "team": _group,
        "contextActivities": _object(
            "Data 2.4.6.2", {}, dict.fromkeys(("parent", "grouping", "category", "other"), _activities)
        ),
        "revision": _string,
        "platform": _string,
        "language": _language,
        "statement": _reference,
        "extensions": _extensions,
    },
)
_attachment = _object(
    "Data 2.4.11",
    {"usageType": _iri, "display": _language_map, "contentType": _media_type, "length": _length, "sha2": _sha2},
    {"description": _language_map, "fileUrl": _iri},
)


# ---------------------------------------------------------------- statements

_REQUIRED: dict[str, Check] = {"actor": _actor, "verb": _verb, "object": _thing}
_OPTIONAL: dict[str, Check] = {
    "result": _result,
    "context": _context,
    "timestamp": _timestamp,
    "attachments": _list("Data 2.4.11", _attachment),
}
_STATEMENT = _object(
    "Data 2.4",
    _REQUIRED,
    _OPTIONAL | {"id": _uuid, "stored": _timestamp, "authority": _actor, "version": _version},
)
_SUB_STATEMENT = _object("Data 2.4.4.3", _REQUIRED | {"objectType": _one_of("Data 2.4.4.3", "SubStatement")}, _OPTIONAL)


def _statement(value: Any, path: str) -> Iterator[Violation]:
    wrong = list(_STATEMENT(value, path))
    yield from wrong
    if not wrong:
        yield from _consistent(value, path)


def _sub_statement(value: Any, path: str) -> Iterator[Violation]:
    inner = value.get("object") if isinstance(value, dict) else None
    if isinstance(inner, dict) and inner.get("objectType") == "SubStatement":
        yield Violation("Data 2.4.4.3", f"{path} holds a SubStatement of its own")
        return
    wrong = list(_SUB_STATEMENT(value, path))
    yield from wrong
    if not wrong:
        yield from _consistent(value, path)


def _consistent(value: Statement, path: str) -> Iterator[Violation]:
    """What one part of a statement asks of another, each being right by itself."""
    thing, kind = value["object"], value["object"].get("objectType", "Activity")
    if value["verb"]["id"] == VOIDED and kind != "StatementRef":
        yield Violation("Data 2.3.2", f"{path} voids something that isn't a StatementRef")
    for name in ("revision", "platform"):
        if name in value.get("context", {}) and kind != "Activity":
            yield Violation("Data 2.4.6", f"{path}.context has {name}, and the object is no activity")
    definition, response = thing.get("definition", {}), value.get("result", {}).get("response")
    fault = response_fault(response, definition) if response is not None and "interactionType" in definition else None
    if fault is not None:
        yield Violation("Data 2.4.5", f"{path}.result.response {response!r}: {fault}")


def _essence(statement: Statement) -> Statement:
    """What is compared: all but what an LRS may set or change (2.3.1)."""
    kept: Statement = json.loads(json.dumps(statement))
    for name in ("stored", "authority", "version", "attachments"):
        kept.pop(name, None)
    for each in [kept, kept["object"]]:
        if "verb" in each:
            each["verb"].pop("display", None)
        if "timestamp" in each:
            each["timestamp"] = instant(each["timestamp"]).astimezone(UTC).isoformat()
        if isinstance(each.get("actor", {}).get("member"), list):
            each["actor"]["member"].sort(key=identifier)
    kept["object"].pop("definition", None)
    for name, activities in kept.get("context", {}).get("contextActivities", {}).items():
        ids = [each["id"] for each in (activities if isinstance(activities, list) else [activities])]
        kept["context"]["contextActivities"][name] = ids
    return kept
