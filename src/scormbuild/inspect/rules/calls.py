"""What a SCO says to its platform: the calls of SCORM's API, as far as scripts spell them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Edition, Launch, Package, Standard, elements, text_of
from scormbuild.inspect.scripts import Call, Script

API_NOT_SOUGHT: Final = Rule(
    "api-not-sought",
    "warning",
    "Nothing that a SCO leads to looks for the platform's API.",
    "The platform is told nothing: no completion, no score, however far learners come.",
    "SCORM 1.2 RTE 3.3; SCORM 2004 RTE 3.3: a SCO finds the API, and calls Initialize and Terminate at least",
    "Export it as SCORM from the authoring tool, or make the resource an asset.",
)
WRONG_API: Final = Rule(
    "wrong-api",
    "warning",
    "A SCO speaks of the API of the other edition only.",
    "The platform gives it the API that the manifest promises. Unless its scripts put that one's name together of "
    "parts, the SCO doesn't find it: nothing is saved.",
    "SCORM 1.2 RTE 3.3 (API); SCORM 2004 RTE 3.3.1 (API_1484_11)",
    "Export it again for the edition that the platform is to play; don't mend the manifest alone.",
)
ELEMENT_OF_OTHER_EDITION: Final = Rule(
    "element-of-other-edition",
    "warning",
    "A script names an element that this edition doesn't have.",
    "The platform answers with error 401, and what is said isn't saved.",
    "SCORM 1.2 RTE 3.4; SCORM 2004 RTE 4.2",
    "Export it again for this edition.",
)
COMPLETION_NOT_SET: Final = Rule(
    "completion-not-set",
    "warning",
    "No script of a SCO speaks of its completion.",
    "Platforms make up their own mind: Moodle takes a SCORM 1.2 SCO for completed as soon as it is closed.",
    "SCORM 1.2 RTE 3.4, cmi.core.lesson_status; SCORM 2004 RTE 4.2.4; Moodle 4.5 (measured)",
    "Set the status to incomplete at the start, and to completed or passed when it is.",
)
SCORE_NOT_SET: Final = Rule(
    "score-not-set",
    "warning",
    "The manifest has a score to pass, and no script of the SCO speaks of a score.",
    "Nobody passes: the platform compares nothing with it.",
    "SCORM 1.2 CAM, adlcp:masteryscore; SCORM 2004 SN 3.10",
    "Send the score, or take the score to pass out of the manifest.",
)
SESSION_NOT_ENDED: Final = Rule(
    "session-not-ended",
    "warning",
    "No script of a SCO ends the session.",
    "Platforms that save at the end only save nothing, and the time isn't counted.",
    "SCORM 1.2 RTE 3.3, LMSFinish; SCORM 2004 RTE 3.1.3.2, Terminate",
    "Call LMSFinish or Terminate when the learner leaves.",
)
NEVER_COMMITTED: Final = Rule(
    "never-committed",
    "note",
    "No script of a SCO saves during play.",
    "What a learner has done is lost where the browser or the network ends before the SCO does.",
    "SCORM 1.2 RTE 3.3, LMSCommit; SCORM 2004 RTE 3.1.4.3, Commit",
    "Commit after each page or answer.",
)
EXIT_VOCABULARY: Final = Rule(
    "exit-vocabulary",
    "error",
    "The way a session ends isn't one that the edition has.",
    "The platform refuses it (error 405 or 406), and doesn't know whether the learner comes back.",
    "SCORM 1.2 RTE 3.4, cmi.core.exit: time-out, suspend, logout or empty; SCORM 2004 RTE 4.2.8",
    "Say suspend, or leave it empty.",
)
RESULT_VOCABULARY: Final = Rule(
    "result-vocabulary",
    "error",
    "The result of an answer isn't a word that the edition has.",
    "The platform refuses it: reports don't say whether the answer was right.",
    "SCORM 1.2 RTE 3.4: correct, wrong, unanticipated, neutral; SCORM 2004 RTE 4.2.9: correct, incorrect, …",
    "Say wrong in SCORM 1.2, and incorrect in SCORM 2004.",
)
STATUS_VOCABULARY: Final = Rule(
    "status-vocabulary",
    "error",
    "A status is set that the edition doesn't have.",
    "The platform refuses it, and the status stays as it was.",
    "SCORM 1.2 RTE 3.4, cmi.core.lesson_status; SCORM 2004 RTE 4.2.4 and 4.2.22",
    "Say incomplete, completed, passed or failed.",
)
STATUS_NOT_ATTEMPTED: Final = Rule(
    "status-not-attempted",
    "warning",
    "A SCO of SCORM 1.2 says that it hasn't been attempted.",
    "The edition has the word, but Moodle refuses it from a SCO: the status stays as it was.",
    "SCORM 1.2 RTE 3.4, cmi.core.lesson_status; Moodle 4.5 (measured)",
    "Say incomplete.",
)
TIME_FORMAT: Final = Rule(
    "time-format",
    "error",
    "A time isn't written as the edition has it.",
    "The platform refuses it, and the time isn't counted.",
    "SCORM 1.2 RTE 3.4, CMITimespan: HHHH:MM:SS.SS; SCORM 2004 RTE 4.1.1.7, timeinterval: PT1H30M",
    "Write it in the edition's format.",
)
VALUE_TOO_LONG: Final = Rule(
    "value-too-long",
    "warning",
    "A value is longer than every platform must take.",
    "Some refuse it (Moodle: error 405 in its strict setting), others cut it.",
    "SCORM 1.2 RTE 3.4: suspend_data 4,096, lesson_location 255; SCORM 2004 RTE 4.2.23 and 4.2.14: suspend_data 4,000, "
    "from the 4th Edition 64,000, location 1,000",
    "Shorten what is saved.",
)
STATE_UNBOUNDED: Final = Rule(
    "state-unbounded",
    "warning",
    "The saved state is JSON of whatever there is, and no script knows how much there is room for.",
    "In SCORM 1.2 there are 4,096 characters. What goes beyond isn't saved: learners begin again where they were weeks "
    "ago.",
    "SCORM 1.2 RTE 3.4, cmi.suspend_data; Moodle 4.5 (measured)",
    "Have the supplier say how long the state may become, and play the course to its end with --play.",
)
ONLY_LOCAL_STORAGE: Final = Rule(
    "only-local-storage",
    "note",
    "The state is kept in the browser, and not by the platform.",
    "On another machine, or after the browser has cleared up, learners begin anew; on a shared one they go on where "
    "somebody else was.",
    "HTML, Web storage; SCORM 1.2 RTE 3.4, cmi.suspend_data",
    "Have it saved in suspend_data.",
)

RULES = (
    API_NOT_SOUGHT,
    WRONG_API,
    ELEMENT_OF_OTHER_EDITION,
    COMPLETION_NOT_SET,
    SCORE_NOT_SET,
    SESSION_NOT_ENDED,
    NEVER_COMMITTED,
    EXIT_VOCABULARY,
    RESULT_VOCABULARY,
    STATUS_VOCABULARY,
    STATUS_NOT_ATTEMPTED,
    TIME_FORMAT,
    VALUE_TOO_LONG,
    STATE_UNBOUNDED,
    ONLY_LOCAL_STORAGE,
)

_API: Final[Mapping[Standard, frozenset[str]]] = {
    "scorm12": frozenset({"API", "LMSInitialize"}),
    "scorm2004": frozenset({"API_1484_11"}),
}
"""What a script speaks of that looks for an edition's API."""
_OTHER: Final[Mapping[Standard, frozenset[str]]] = {
    "scorm12": frozenset({"API_1484_11"}),
    "scorm2004": frozenset({"LMSInitialize"}),
}
_ANY_API: Final = _API["scorm12"] | _API["scorm2004"]
_COMPLETION: Final[Mapping[Standard, frozenset[str]]] = {
    "scorm12": frozenset({"lesson_status"}),
    "scorm2004": frozenset({"completion_status", "success_status"}),
}
_END: Final[Mapping[Standard, str]] = {"scorm12": "LMSFinish", "scorm2004": "Terminate"}
_COMMIT: Final[Mapping[Standard, str]] = {"scorm12": "LMSCommit", "scorm2004": "Commit"}
_FOREIGN: Final[Mapping[Standard, re.Pattern[str]]] = {
    "scorm12": re.compile(
        r"cmi\.(?:completion_status|success_status|location|exit|entry|mode|session_time|total_time|score\.|"
        r"learner_|progress_measure|scaled_passing_score|completion_threshold)"
    ),
    "scorm2004": re.compile(r"cmi\.(?:core\.|student_data\.|student_preference\.|comments$)"),
}
"""Elements that only the other edition has."""

_VOCABULARY: Final[Mapping[str, tuple[Rule, frozenset[str]]]] = {
    "cmi.core.exit": (EXIT_VOCABULARY, frozenset({"time-out", "suspend", "logout", ""})),
    "cmi.exit": (EXIT_VOCABULARY, frozenset({"time-out", "suspend", "logout", "normal", ""})),
    "cmi.core.lesson_status": (
        STATUS_VOCABULARY,
        frozenset({"passed", "completed", "failed", "incomplete", "browsed"}),
    ),
    "cmi.completion_status": (
        STATUS_VOCABULARY,
        frozenset({"completed", "incomplete", "not attempted", "unknown"}),
    ),
    "cmi.success_status": (STATUS_VOCABULARY, frozenset({"passed", "failed", "unknown"})),
}
"""What an element may be set to, in the edition that has it."""
_RESULTS: Final[Mapping[Standard, frozenset[str]]] = {
    "scorm12": frozenset({"correct", "wrong", "unanticipated", "neutral"}),
    "scorm2004": frozenset({"correct", "incorrect", "unanticipated", "neutral"}),
}
_RESULT: Final = re.compile(r"cmi\.interactions\.\d+\.result")
_SHARED: Final = frozenset({RESULT_VOCABULARY, VALUE_TOO_LONG})
_SETTING: Final = re.compile(r"set|put|save|store|write|send", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_TIMES: Final = {
    "cmi.core.session_time": re.compile(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?"),
    "cmi.session_time": re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?"),
}
_LONGEST: Final[Mapping[str, int]] = {
    "cmi.core.lesson_location": 255,
    "cmi.location": 1000,
}
_ROOM: Final = frozenset({"4000", "4096", "64000", "65535", "65536"})


def check(package: Package) -> Iterator[Finding]:
    """What SCOs say and leave unsaid; of what runs from another server nothing is known."""
    standard = package.standard
    if standard is None or standard not in _API:
        return
    site = package.site
    for launch in package.launches:
        if not launch.tracked or launch.file not in package.archive.entries:
            continue
        reached = site.reached_from(launch)
        if site.loads_from_elsewhere(reached) or reached & site.unread.keys():
            continue
        yield from _unsaid(package, standard, launch, site.words(reached))
    words, room = site.words(), room_for_state(standard, package.edition)
    # Where both editions are spoken, or only the other one, its words are no slip of this one's.
    speaks_other = bool(words & _OTHER[standard])
    for file, script in site.every_script():
        yield from _said(file, script, standard, room, speaks_other=speaks_other)
    if (
        words & {"localStorage"}
        and words & _API[standard]
        and not words & {"suspend_data", "lesson_location"}
        and any(launch.tracked for launch in package.launches)
    ):
        yield ONLY_LOCAL_STORAGE.found(
            "scripts use localStorage, and none speaks of suspend_data", package.manifest_file
        )


def _unsaid(package: Package, standard: Standard, launch: Launch, words: frozenset[str]) -> Iterator[Finding]:
    def found(rule: Rule, message: str) -> Finding:
        return rule.found(f"{launch.identifier!r}: {message}", launch.file)

    if not words & _API[standard]:
        # Some file that nothing seems to lead to may be loaded by a name that is put together.
        if not (words | package.site.words_elsewhere()) & _API[standard]:
            if words & _OTHER[standard]:
                yield found(WRONG_API, f"its scripts know {min(words & _OTHER[standard])}, and not {_api(standard)}")
            elif not words & _ANY_API:
                yield found(API_NOT_SOUGHT, f"no script of its speaks of {_api(standard)}")
        return
    if not words & _COMPLETION[standard]:
        names = " or ".join(sorted(_COMPLETION[standard]))
        yield found(COMPLETION_NOT_SET, f"no script of its speaks of {names}")
    if _has_score_to_pass(package, launch) and not words & {"score.raw", "score.scaled", "raw", "scaled"}:
        yield found(SCORE_NOT_SET, "no script of its speaks of score.raw")
    if _END[standard] not in words:
        yield found(SESSION_NOT_ENDED, f"no script of its speaks of {_END[standard]}")
    elif _COMMIT[standard] not in words:
        yield found(NEVER_COMMITTED, f"no script of its speaks of {_COMMIT[standard]}")


def _api(standard: Standard) -> str:
    return "API" if standard == "scorm12" else "API_1484_11"


def _has_score_to_pass(package: Package, launch: Launch) -> bool:
    if package.manifest is None:
        return False
    for item in elements(package.manifest, "item"):
        if item.get("identifier", "") == launch.identifier:
            if any(text_of(each).strip() for each in elements(item, "masteryscore")):
                return True
            return any(each.get("satisfiedByMeasure") == "true" for each in elements(item, "primaryObjective"))
    return False


def _said(file: str, script: Script, standard: Standard, room: int, *, speaks_other: bool) -> Iterator[Finding]:
    foreign: set[str] = set()
    for call in script.calls:
        for place, argument in enumerate(call.arguments):
            element = argument.text
            if element is None:
                continue
            if (
                argument.is_literal
                and not speaks_other
                and _FOREIGN[standard].match(element)
                and element not in foreign
            ):
                foreign.add(element)
                yield ELEMENT_OF_OTHER_EDITION.found(f"{call.name}({element!r})", file, call.line)
            value = _set_to(call, place)
            if value is not None:
                # Of "cmi.interactions." + n + ".result" the end is spelt out.
                whole = element if argument.is_literal else f"cmi.interactions.0{element}"
                objection = objection_to(standard, whole, value, room=room)
                # What both editions have under one name is right for one of them.
                if objection is not None and not (speaks_other and objection[0] in _SHARED):
                    yield objection[0].found(f"{element} is set to {objection[1]}", file, call.line)
            if (
                standard == "scorm12"
                and element == "cmi.suspend_data"
                and place + 1 < len(call.arguments)
                and "JSON.stringify" in call.arguments[place + 1].called
                and not script.words & _ROOM
            ):
                yield STATE_UNBOUNDED.found(f"{call.name}({element!r}, JSON.stringify(…))", file, call.line)


def _set_to(call: Call, place: int) -> str | None:
    """What the element at a place is set to, where that is spelt out and the function's name says that it sets."""
    if not _SETTING.search(call.name) or place + 1 >= len(call.arguments):
        return None
    value = call.arguments[place + 1]
    return value.text if value.is_text else None


def room_for_state(standard: Standard, edition: Edition) -> int:
    """Characters of saved state that every platform must hold."""
    if standard == "scorm12":
        return 4096
    return 4000 if edition in ("2004 2nd", "2004 3rd") else 64_000


def objection_to(standard: Standard, element: str, value: str, *, room: int) -> tuple[Rule, str] | None:
    """What there is against a value of an element of an edition's own, and the value in short.

    What the edition itself refuses is an error; a warning is what some platforms refuse.
    """
    if (element, value) == ("cmi.core.lesson_status", "not attempted") and standard == "scorm12":
        return STATUS_NOT_ATTEMPTED, repr(value)
    if element in _VOCABULARY and not _FOREIGN[standard].match(element):
        rule, words = _VOCABULARY[element]
        return (rule, repr(value[:60])) if value not in words else None
    if element in _TIMES and not _FOREIGN[standard].match(element):
        return (TIME_FORMAT, repr(value[:60])) if not _TIMES[element].fullmatch(value) else None
    if _RESULT.fullmatch(element):
        return (RESULT_VOCABULARY, repr(value[:60])) if not _is_result(standard, value) else None
    longest = room if element == "cmi.suspend_data" else _LONGEST.get(element, 0)
    if longest and len(value) > longest:
        return VALUE_TOO_LONG, f"{len(value):,} characters; {longest:,} fit"
    return None


def _is_result(standard: Standard, value: str) -> bool:
    return value in _RESULTS[standard] or _NUMBER.fullmatch(value) is not None
