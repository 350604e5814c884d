"""Conversations between a course and a platform, as JSON: what was asked and what was answered, call by call.

    {"fact": …, "source": …,                 what it shows, and where the expected answers come from
     "format": "scorm12",                    what the course was built into
     "launch": {"mode": "browse", …},        what `Platform.launch` is asked for
     "mastery_score": "80",                  what the package's manifest says
     "sessions": [                           one for each launch
       [["LMSInitialize", "", "true", "0"],  call, arguments, answer, error
        {"faults": ["failing-commit"]},      what is the matter with the platform from here on
        ["LMSSetValue", "cmi.suspend_data", {"x": 4097}, "false", "405"]]],
     "recorded": {element: value},           what the platform has stored in the end
     "violations": [element, …]}             the first argument of every call that a package should not make

A text may be given as {"x": 4097}: x, 4,097 times. A session may be {"launch": …, "steps": […]} where its launch
differs from the conversation's. The calls that ask about errors are left out: each step has its error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scormbuild.errors import UsageError
from scormbuild.preview.quirks import known
from scormbuild.writing import replacing

_ENQUIRIES = ("GetLastError", "GetErrorString", "GetDiagnostic")

_JAVASCRIPT = Path(__file__).parent / "api" / "replay.js"


@dataclass(frozen=True, slots=True)
class Step:
    """One call with the answer that belongs to it."""

    method: str
    args: tuple[str, ...]
    answer: str
    error: str
    faults: tuple[str, ...] = ()
    """What was the matter with the platform, by the names of `quirks.SWITCHES`."""


@dataclass(frozen=True, slots=True)
class Session:
    """The calls of one launch, and what it was launched with."""

    launch: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Sessions one after another, and what they leave behind."""

    sessions: tuple[Session, ...]
    format: str = "scorm12"
    mastery_score: str = ""
    recorded: Mapping[str, str] = field(default_factory=dict)
    violations: tuple[str, ...] = ()


def conversation_in(content: Mapping[str, Any]) -> Conversation:
    """What a conversation's JSON says. Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for none."""
    launch = content.get("launch", {})
    sessions = []
    for each in content["sessions"]:
        own, steps = (each["launch"], each["steps"]) if isinstance(each, dict) else ({}, each)
        sessions.append(Session({**launch, **own}, tuple(_steps(steps))))
    return Conversation(
        tuple(sessions),
        content.get("format", "scorm12"),
        content.get("mastery_score", ""),
        {element: text(value) for element, value in content.get("recorded", {}).items()},
        tuple(content.get("violations", ())),
    )


def read_conversation(path: Path) -> Conversation:
    """Read a conversation. `UsageError` where the file isn't one."""
    try:
        return conversation_in(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise UsageError(f"there is no file {path.as_posix()!r}") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path.as_posix()} is no conversation that `preview --record` has written: {error}") from None


def write_conversation(path: Path, conversation: Conversation, source: str) -> None:
    """Write a conversation, one call to a line; `source` says whose answers these are."""
    first = conversation.sessions[0].launch if conversation.sessions else {}
    head = {
        "fact": "what a course said to its platform, and was told",
        "source": source,
        "format": conversation.format,
        "launch": first,
        "mastery_score": conversation.mastery_score,
    }
    rows = [f"  {_json(name)}: {_json(value)}" for name, value in head.items() if value not in ("", {})]
    sessions = ",\n".join(_session(session, first) for session in conversation.sessions)
    rows.append(f'  "sessions": [\n{sessions}\n  ]' if sessions else '  "sessions": []')
    rows.append(f'  "recorded": {_json(conversation.recorded)}')
    rows.append(f'  "violations": {_json(conversation.violations)}')
    with replacing(path) as stream:
        stream.write(("{\n" + ",\n".join(rows) + "\n}\n").encode())


def is_enquiry(method: str) -> bool:
    """Whether a call only asks about the last error."""
    return method.removeprefix("LMS") in _ENQUIRIES


def text(value: Any) -> Any:
    """A text as a conversation means it: {"x": 3} is "xxx"."""
    if isinstance(value, dict):
        ((character, times),) = value.items()
        return character * times
    return value


def replay_script() -> str:
    """JavaScript: the function `replay(api, calls)` makes the calls and gives the answer and the error of each."""
    return _JAVASCRIPT.read_text(encoding="utf-8")


def _steps(rows: Sequence[Any]) -> Iterator[Step]:
    faults: tuple[str, ...] = ()
    for row in rows:
        if isinstance(row, dict):
            faults = tuple(sorted(known(row["faults"])))
            continue
        method, *args, answer, error = row
        yield Step(method, tuple(text(arg) for arg in args), text(answer), error, faults)


def _session(session: Session, launch: Mapping[str, Any]) -> str:
    steps = "[\n" + ",\n".join(f"      {_json(row)}" for row in _rows(session.steps)) + "\n    ]"
    if not session.steps:
        steps = "[]"
    if session.launch == launch:
        return f"    {steps}"
    return f'    {{"launch": {_json(session.launch)}, "steps": {steps}}}'


def _rows(steps: Sequence[Step]) -> Iterator[object]:
    faults: tuple[str, ...] = ()
    for step in steps:
        if step.faults != faults:
            faults = step.faults
            yield {"faults": faults}
        yield [step.method, *step.args, step.answer, step.error]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
