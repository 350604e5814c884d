"""course.lock: the permanent slot of every field that a learner fills, committed beside the course.

Slots are only ever added. A removed field keeps its slot, a field that changes its kind gets a new one;
so a state saved by any earlier version can be read by every later one. Each build that adds something
begins a new layout, and `since` says which layout first had a slot or a key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scormbuild.course.model import Course
from scormbuild.course.yaml import Mark, YamlList, YamlMap, read_yaml
from scormbuild.errors import Place, Problem, quote
from scormbuild.state import Field, Key, Slot, layout_hash

LOCK_FILE = "course.lock"
_FORMAT = 1
_KINDS = ("one_of", "some_of", "number")
_HEADER = """\
# Written by scormbuild: commit it beside the course, and don't edit it.
# It gives every field that a learner fills its permanent place in the saved state.
"""


@dataclass(frozen=True, slots=True)
class Lock:
    """The slots of a course, and how many layouts it has had."""

    layouts: int = 0
    slots: tuple[Slot, ...] = ()

    def hashes(self) -> list[str]:
        """The name of each layout, from the first on."""
        return [layout_hash(self.slots, layout) for layout in range(1, self.layouts + 1)]


def course_fields(course: Course) -> list[Field]:
    """Everything of a course that a learner's state holds: where they are, what they saw, what they filled in."""
    pages = tuple(page.id for page in course.pages())
    fields = [Field("visited", "some_of", pages), Field("page", "one_of", pages)]
    for component in course.components():
        fields += component.fields()
    return fields


def update(lock: Lock, fields: Iterable[Field]) -> Lock:
    """The lock with slots for all fields. The same lock where nothing is new."""
    layout = lock.layouts + 1
    slots = {slot.name: slot for slot in lock.slots}
    number = max((slot.number for slot in lock.slots), default=-1) + 1
    for field in fields:
        slot = slots.get(field.name)
        if slot is not None and (slot.kind, slot.maximum) != (field.kind, field.maximum):
            retired = f"{slot.name}~{slot.number}"
            slots[retired] = replace(slots.pop(slot.name), name=retired)
            slot = None
        if slot is None:
            slot = Slot(number, field.name, field.kind, layout, field.maximum)
            number += 1
        known = {key.key for key in slot.keys}
        added = [key for key in field.keys if key not in known]
        keys = [Key(position, key, layout) for position, key in enumerate(added, len(slot.keys))]
        slots[field.name] = replace(slot, keys=(*slot.keys, *keys))
    ordered = tuple(sorted(slots.values(), key=lambda slot: slot.number))
    return lock if ordered == lock.slots else Lock(layout, ordered)


def read_lock(folder: Path, display: str) -> tuple[Lock, list[Problem]]:
    """The lock beside a course, empty where there is none yet, and what is wrong with it."""
    path = folder / LOCK_FILE
    if not path.exists():
        return Lock(), []
    name = f"{display}/{LOCK_FILE}"
    problems: list[Problem] = []
    data = read_yaml(path, name, problems)
    if problems:
        return Lock(), problems
    if not isinstance(data, YamlMap) or data.get("format") != _FORMAT or not isinstance(data.get("slots"), YamlList):
        hint = "take the file back from version control; without it learners lose what they have saved"
        return Lock(), [Problem(Place(name, 1), "lock", "this is no course.lock of format 1", hint)]
    slots: list[Slot] = []
    seen = _Seen()
    for row, at in zip(data["slots"], data["slots"].items_at, strict=True):
        slot = _slot(row)
        if slot is None:
            problems.append(Problem(at.place, "lock", "this is no slot", "take the file back from version control"))
            continue
        problems += seen.given_twice(slot, row, at)
        slots.append(slot)
    layouts = data.get("layouts")
    newest = max((since for slot in slots for since in _layouts_of(slot)), default=0)
    if not isinstance(layouts, int) or layouts < newest:
        place = (data.values_at.get("layouts") or data.mark).place
        hint = f"it has been merged by hand: the newest layout named below is {newest}"
        problems.append(Problem(place, "lock", f"`layouts` is {quote(layouts)}", hint))
        layouts = newest
    return Lock(layouts, tuple(sorted(slots, key=lambda slot: slot.number))), problems


def write_text(lock: Lock) -> str:
    """The lock as its file holds it: one slot to a line, so that version control merges what it can."""
    rows = [f"{_HEADER}format: {_FORMAT}", f"layouts: {lock.layouts}", "slots:"]
    for slot in lock.slots:
        row = f"slot: {slot.number}, field: {slot.name}, kind: {slot.kind}, since: {slot.since}"
        if slot.kind == "number":
            row += f", maximum: {slot.maximum}"
        else:
            # Quotes keep `1` and `true` words.
            keys = (f'"{key.key}"' if key.since == slot.since else f'"{key.key}@{key.since}"' for key in slot.keys)
            row += f", keys: [{', '.join(keys)}]"
        rows.append(f"  - {{{row}}}")
    return "\n".join(rows) + "\n"


def _slot(row: Any) -> Slot | None:
    if not isinstance(row, YamlMap):
        return None
    number, name, kind, since = (row.get(key) for key in ("slot", "field", "kind", "since"))
    maximum, keys = row.get("maximum", 0), row.get("keys", [])
    if not (
        isinstance(number, int)
        and isinstance(name, str)
        and kind in _KINDS
        and isinstance(since, int)
        and isinstance(maximum, int)
        and isinstance(keys, list)
        and all(isinstance(key, str) for key in keys)
    ):
        return None
    parsed = []
    for position, word in enumerate(keys):
        key, _, later = word.partition("@")
        if later and not later.isdecimal():
            return None
        parsed.append(Key(position, key, int(later) if later else since))
    return Slot(number, name, kind, since, maximum, tuple(parsed))


def _layouts_of(slot: Slot) -> Iterable[int]:
    return (slot.since, *(key.since for key in slot.keys))


class _Seen:
    """Slots and fields read so far. Two branches that each added a field give it the same slot: git may merge that."""

    def __init__(self) -> None:
        self.by_number: dict[int, Slot] = {}
        self.by_name: dict[str, Slot] = {}

    def given_twice(self, slot: Slot, row: YamlMap, at: Mark) -> Iterable[Problem]:
        """What collides with the slots before it."""
        place = (row.values_at.get("slot") or at).place
        remedy = "keep the line that learners already have, delete the other one, and build again: it gets a new slot"
        if (other := self.by_number.setdefault(slot.number, slot)) is not slot:
            message = f"fields {quote(other.name)} and {quote(slot.name)} both have slot {slot.number}"
            yield Problem(place, "slot-twice", message, remedy)
        elif (other := self.by_name.setdefault(slot.name, slot)) is not slot:
            message = f"field {quote(slot.name)} has slots {other.number} and {slot.number}"
            yield Problem(place, "slot-twice", message, remedy)
        for key, count in Counter(key.key for key in slot.keys).items():
            if count > 1:
                yield Problem(place, "slot-twice", f"key {quote(key)} stands twice in field {quote(slot.name)}", remedy)
