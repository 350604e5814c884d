"""What cmi5 asks of the statements of a session, each rule under its clause.

Stricter than the specification in three places, as `XAPI_FACTS` puts the rules: a cmi5 verb about the AU itself needs
the cmi5 category; Browse and Review let nothing but initialized and terminated through; statements must arrive in the
order that they happened in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from tests.platform.statements import VOIDED, Statement, Violation, instant

Mode = Literal["Normal", "Browse", "Review"]

ADL = "http://adlnet.gov/expapi/verbs/"
AU_VERBS = {ADL + name: name for name in ("initialized", "completed", "passed", "failed", "terminated")}
LMS_VERBS = {ADL + "launched": "launched"} | {
    f"https://w3id.org/xapi/adl/verbs/{name}": name for name in ("abandoned", "waived", "satisfied")
}
CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"


@dataclass(frozen=True)
class Terms:
    """What a session was launched with, as far as its statements must keep to it."""

    actor: Mapping[str, Any]
    activity_id: str
    registration: str
    session_id: str
    context_template: Mapping[str, Any]
    mode: Mode
    mastery_score: float | None


@dataclass(frozen=True)
class Standing:
    """How far a session has come, and the AU within its registration."""

    session: tuple[str, ...] = ()
    """The cmi5-defined verbs of this session, in order."""
    registration: frozenset[str] = field(default_factory=frozenset)
    """Those of every session with this AU and registration."""
    first: datetime | None = None
    latest: datetime | None = None
    """When the session's statements say that they happened."""

    @property
    def terminated(self) -> bool:
        return "terminated" in self.session


def session_violations(statements: list[Statement], terms: Terms, standing: Standing) -> list[Violation]:
    """Everything that is wrong with a batch: each statement by itself, and its place in the session."""
    found = []
    for statement in statements:
        told = f"{statement['verb']['id']} {statement['object'].get('id', '')}"
        wrong = [*statement_violations(statement, terms), *place_violations(statement, standing)]
        found += [Violation(each.rule, f"{told}: {each.text}") for each in wrong]
        standing = after(statement, standing)
    return found


def after(statement: Statement, standing: Standing) -> Standing:
    """The standing once this statement is stored."""
    verb = defined_verb(statement)
    if "timestamp" in statement:
        moment = instant(statement["timestamp"])
        standing = replace(
            standing, first=standing.first or moment, latest=max(moment, standing.latest) if standing.latest else moment
        )
    if verb is None:
        return standing
    return replace(standing, session=(*standing.session, verb), registration=standing.registration | {verb})


def defined_verb(statement: Statement) -> str | None:
    """The verb's name in a cmi5-defined statement (7.1.3); None in any other."""
    return AU_VERBS.get(statement["verb"]["id"]) if CMI5 in categories(statement) else None


def categories(statement: Statement) -> list[str]:
    return activity_ids(statement.get("context", {}).get("contextActivities", {}).get("category", []))


def activity_ids(activities: Any) -> list[str]:
    return [each["id"] for each in (activities if isinstance(activities, list) else [activities])]


# ---------------------------------------------------------------- each by itself


def statement_violations(statement: Statement, terms: Terms) -> Iterator[Violation]:
    """What is wrong with a statement whenever it comes; it is valid xAPI."""
    verb = statement["verb"]["id"]
    if verb == VOIDED:
        yield Violation("cmi5 6.3", "an AU may not void")
    if verb in LMS_VERBS:
        yield Violation("cmi5 9.3", f"{LMS_VERBS[verb]} is the LMS's verb")
    if "id" not in statement:
        yield Violation("cmi5 9.1", "no id")
    if {"objectType": "Agent"} | statement["actor"] != {"objectType": "Agent"} | dict(terms.actor):
        yield Violation("cmi5 9.2", f"the actor is {statement['actor']}, and was launched as {terms.actor}")
    if not statement.get("timestamp", "").endswith(("Z", "+00:00")):
        yield Violation("cmi5 9.7", f"timestamp {statement.get('timestamp')!r} isn't in UTC")
    yield from _context(statement.get("context", {}), terms)
    yield from _defined(statement, terms)


def _context(context: Mapping[str, Any], terms: Terms) -> Iterator[Violation]:
    if context.get("registration") != terms.registration:
        yield Violation("cmi5 9.6.1", f"registration {context.get('registration')!r}, not {terms.registration}")
    session = context.get("extensions", {}).get(SESSION_ID)
    if session != terms.session_id:
        yield Violation("cmi5 9.6.3.1", f"session id {session!r}, not {terms.session_id}")
    template = dict(terms.context_template)
    template["extensions"] = {name: each for name, each in template["extensions"].items() if name != SESSION_ID}
    for lost in _lost(template, context, "context"):
        yield Violation("cmi5 10.2.1", f"the context template's {lost}")


def _lost(template: Any, context: Any, path: str) -> Iterator[str]:
    """Where the context lacks, or has overwritten, what the template gave."""
    if isinstance(template, dict) and isinstance(context, dict):
        for name, value in template.items():
            if name not in context:
                if value:
                    yield f"{path}.{name} is gone"
            else:
                yield from _lost(value, context[name], f"{path}.{name}")
    elif isinstance(template, list):
        given = activity_ids(context)
        yield from (f"{path} {each['id']} is gone" for each in template if each["id"] not in given)
    elif template != context:
        yield f"{path} was {template!r} and is {context!r}"


def _defined(statement: Statement, terms: Terms) -> Iterator[Violation]:
    verb_id, thing = statement["verb"]["id"], statement["object"]
    result = statement.get("result", {})
    verb = defined_verb(statement)
    if CMI5 in categories(statement):
        if verb is None:
            yield Violation("cmi5 9.6.2.1", "the cmi5 category on a verb that cmi5 doesn't define for AUs")
        if thing.get("id") != terms.activity_id:
            yield Violation("cmi5 9.4", f"the object isn't the activityId of the launch, {terms.activity_id}")
    elif verb_id in AU_VERBS and thing.get("id") == terms.activity_id:
        yield Violation("cmi5 9.6.2.1", "no cmi5 category")
    if terms.mode != "Normal" and verb not in ("initialized", "terminated"):
        yield Violation("cmi5 10.2.2", f"{terms.mode} lets nothing but initialized and terminated through")
    judged = verb is not None and ("success" in result or "completion" in result)
    if judged is not (MOVE_ON in categories(statement)):
        yield Violation("cmi5 9.6.2.2", f"the moveon category is {'missing' if judged else 'out of place'}")
    if verb is not None:
        yield from _result(verb, result)
        yield from _mastery(verb, result, statement.get("context", {}), terms)


def _result(verb: str, result: Mapping[str, Any]) -> Iterator[Violation]:
    score = result.get("score")
    if score is not None:
        if verb not in ("passed", "failed"):
            yield Violation("cmi5 9.5.1", "a score")
        if "raw" in score and not {"min", "max"} <= score.keys():
            yield Violation("cmi5 9.5.1", "raw without min and max")
        if not 0 <= score.get("scaled", 0) <= 1:
            yield Violation("cmi5 9.5.1", f"scaled {score['scaled']}")
        if any(score.get(name, 0) % 1 for name in ("raw", "min", "max")):
            yield Violation("cmi5 9.5.1", f"raw, min and max are integers, not {score}")
    success = {"passed": True, "failed": False}.get(verb)
    if result.get("success") is not success:
        yield Violation("cmi5 9.5.2", f"success is {result.get('success')}, not {success}")
    completion = True if verb == "completed" else None
    if result.get("completion") is not completion:
        yield Violation("cmi5 9.5.3", f"completion is {result.get('completion')}, not {completion}")
    if verb != "initialized" and "duration" not in result:
        yield Violation("cmi5 9.5.4.1", "no duration")
    progress = result.get("extensions", {}).get(PROGRESS)
    if progress is not None and (not isinstance(progress, int) or not 0 <= progress <= 100 or verb == "completed"):
        yield Violation("cmi5 9.5.5.1", f"progress {progress!r}")


def _mastery(verb: str, result: Mapping[str, Any], context: Mapping[str, Any], terms: Terms) -> Iterator[Violation]:
    mastery, scaled = terms.mastery_score, result.get("score", {}).get("scaled")
    told = context.get("extensions", {}).get(MASTERY_SCORE)
    decides = verb in ("passed", "failed") and mastery is not None and scaled is not None
    if (decides or told is not None) and told != mastery:
        yield Violation("cmi5 9.6.3.2", f"the masteryscore extension is {told}, and LaunchData says {mastery}")
    if mastery is None or scaled is None:
        return
    if verb == "passed" and scaled < mastery:
        yield Violation("cmi5 9.3.4", f"scaled {scaled} is below the mastery score {mastery}")
    if verb == "failed" and scaled >= mastery:
        yield Violation("cmi5 9.3.5", f"scaled {scaled} is not below the mastery score {mastery}")


# ---------------------------------------------------------------- in their order


def place_violations(statement: Statement, standing: Standing) -> Iterator[Violation]:
    """What is wrong with its coming now."""
    verb = defined_verb(statement)
    if standing.terminated:
        yield Violation("cmi5 9.3.8", "it comes after terminated")
        return
    if not standing.session and verb != "initialized":
        yield Violation("cmi5 9.3.2", "it comes before initialized")
    if verb in standing.session:
        yield Violation("cmi5 9.3", f"{verb} a second time in the session")
    elif verb in ("passed", "failed") and {"passed", "failed"} & set(standing.session):
        yield Violation("cmi5 9.3", "passed and failed in one session")
    elif verb in ("completed", "passed") and verb in standing.registration:
        yield Violation("cmi5 9.3", f"{verb} a second time in the registration")
    if verb == "failed" and "passed" in standing.registration - set(standing.session):
        yield Violation("cmi5 9.3", "failed after passed in the registration")
    if "timestamp" not in statement:
        return
    moment = instant(statement["timestamp"])
    if standing.first is not None and moment < standing.first:
        yield Violation("cmi5 9.3.2", f"its timestamp {statement['timestamp']} is before that of initialized")
    if verb == "terminated" and standing.latest is not None and moment < standing.latest:
        yield Violation("cmi5 9.3.8", f"a statement before it has a later timestamp than {statement['timestamp']}")
