"""What a launch was seen to do, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scormbuild.inspect.playing import Played, verb_of
from scormbuild.inspect.rules.calls import room_for_state
from scormbuild.inspect.rules.play import STATE

SHOWN = 12
"""Elements, verbs and messages of a kind that are shown to people."""


def rows(played: Played) -> Iterator[str]:
    """A launch in a few lines."""
    ends = {"left": "", "stuck": ", and stopped answering", "crashed": ", and broke down"}
    title = played.launch.title or played.launch.identifier
    yield f"Played: {title} → {played.launch.file}, watched for {played.seconds:.1f} s{ends[played.end]}"
    if played.first_call is None:
        yield "  said nothing to its platform"
    else:
        yield f"  first spoke to its platform after {played.first_call:.1f} s"
    if played.calls:
        yield f"  {_counts(Counter(call.method for call in played.calls))}; saved {played.commits} times"
    elements = [(name, value) for name, value in played.data.items() if name != STATE]
    for name, value in elements[:SHOWN]:
        yield f"  {name} = {value!r}"
    if len(elements) > SHOWN:
        yield f"  … and {len(elements) - SHOWN} more"
    if state := played.data.get(STATE):
        yield f"  {STATE}: {len(state):,} of {room_for_state(played.standard, played.edition):,} characters"
    if played.statements:
        yield f"  statements: {_counts(Counter(verb_of(told).rpartition('/')[2] or '?' for told in played.statements))}"
    for text in played.console[:SHOWN]:
        yield f"  console: {text.splitlines()[0] if text else ''}"


def as_dict(played: Played) -> dict[str, Any]:
    """The whole of it, as JSON has it."""
    return {
        "identifier": played.launch.identifier,
        "file": played.launch.file,
        "seconds": round(played.seconds, 2),
        "first_call_after": None if played.first_call is None else round(played.first_call, 2),
        "end": played.end,
        "calls": [
            {
                "method": call.method,
                "arguments": call.args,
                "answer": call.answer,
                "error": call.error,
                "objection": call.violation,
            }
            for call in played.calls
        ],
        "stored": dict(played.data),
        "commits": played.commits,
        "state_characters": len(played.data.get(STATE, "")),
        "statements": [{"verb": verb_of(told), "objection": told.objection or None} for told in played.statements],
        "elsewhere": played.elsewhere,
        "missing": list(played.missing),
        "script_errors": played.failures,
        "console": played.console,
        "dialogs": played.dialogs,
        "windows": played.windows,
        "downloads": played.downloads,
    }


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in counted.items())
