"""What really becomes of a saved state when a package is replaced: the player's own code says, in Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scormbuild.diff.plan import Plan, SlotPlan

ROOT = Path(__file__).parents[2]
_ANSWER = """
const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(replaced)));
"""


@dataclass(frozen=True)
class Outcome:
    """`goes_on`: the learner's attempt is taken up. `lost`: the fields that showed something and show it no more."""

    goes_on: bool
    lost: frozenset[str]


def outcomes(pairs: Sequence[tuple[Plan, Plan]], script: str) -> list[Outcome]:
    """What becomes of learners who have filled in all that can be, for each pair of plans.

    Every option is chosen by one of them, and one has saved in each layout that the old package opens.
    """
    asked, owners = [], []
    for number, (old, new) in enumerate(pairs):
        today = len(old.layouts)
        # As many learners as the longest list has keys, where each chooses one.
        most = max([1, *(len(slot.keys) for slot in old.slots if slot.kind == "one_of" and slot.name in old.keys)])
        for learner, layout in [*((learner, today) for learner in range(most)), *((0, at) for at in range(1, today))]:
            values = {slot.name: _filled(slot, learner, old) for slot in old.slots}
            asked.append({"layout": layout, "old": _as_player(old), "new": _as_player(new), **_told(values)})
            owners.append(number)
    done = subprocess.run(
        ["node", "--eval", script + _ANSWER], input=json.dumps(asked), capture_output=True, check=True, encoding="utf-8"
    )
    each: list[list[Outcome]] = [[] for _ in pairs]
    for number, answer in zip(owners, json.loads(done.stdout), strict=True):
        assert answer["saved"]["goesOn"]
        each[number].append(_outcome(answer))
    return [whole(found) for found in each]


def whole(parts: Iterable[Outcome]) -> Outcome:
    """What becomes of everybody, or of all SCOs of one."""
    each = list(parts)
    return Outcome(all(one.goes_on for one in each), frozenset().union(*(one.lost for one in each)))


def opening_script() -> str:
    """The player's code, as a script for Node."""
    command = ["node", "build.mjs", "--script", "tests/diff/opening.ts"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


def _outcome(answer: dict[str, Any]) -> Outcome:
    saved, found = answer["saved"]["shown"], answer["found"]["shown"]
    filled = {name for name, value in saved.items() if value not in (None, 0, "", [])}
    return Outcome(answer["found"]["goesOn"], frozenset(name for name in filled if found.get(name) != saved[name]))


def _filled(slot: SlotPlan, learner: int, plan: Plan) -> object:
    keys = sorted(plan.keys.get(slot.name, frozenset()))
    match slot.kind:
        case "one_of":
            return keys[learner % len(keys)] if keys else None
        case "some_of":
            return frozenset(keys)
        case "order":
            return keys
        case "number":
            return min(1, slot.maximum)
        case "text":
            # Only the first one writes: each text to be opened costs the reading of a primer.
            return "" if learner else f"This is in {slot.name}."


def _told(values: dict[str, object]) -> dict[str, object]:
    sets = [name for name, value in values.items() if isinstance(value, frozenset)]
    return {"values": {**values, **{name: sorted(values[name]) for name in sets}}, "sets": sets}  # type: ignore[call-overload]


def _as_player(plan: Plan) -> dict[str, object]:
    """The plan as the package has it; languages are left out where there are none."""
    told = plan.model_dump(by_alias=True)
    return told if plan.languages else {key: value for key, value in told.items() if key != "languages"}
