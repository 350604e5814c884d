"""course.lock: the permanent slot of every field that a learner fills, committed beside the course.

Slots are only ever added. A removed field keeps its slot, a field that changes its kind gets a new one;
so a state saved by any earlier version can be read by every later one. Each build that adds something
begins a new layout, and `since` says which layout first had a slot or a key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from scormbuild.course.model import Course
from scormbuild.course.yaml import Mark, YamlList, YamlMap, read_yaml
from scormbuild.errors import Place, Problem, quote
from scormbuild.state import KINDS, Field, Key, Kind, Slot, layout_hash

LOCK_FILE = "course.lock"
ATTEMPT = "actor"
"""What stands for an attempt in statements beside SCORM: a UUID, in four numbers of 31 bits."""

LANGUAGE = "language"
"""The language that the learner has chosen, in courses that have several."""
CERTIFICATE = "certificate"
"""What stands for a certificate: its day since 1970, its score, its code in two halves of 16 bits, and its role."""

ROLE = "role"
"""The role that the learner has picked, in courses that have some."""

LARGEST_NUMBER = 2**31 - 1
"""What a field of numbers can hold at most: as much as JavaScript shifts without a sign."""

_FORMAT = 1
_SIXTEEN_BITS = 2**16 - 1
_NAME = re.compile(r"[a-z0-9.-]+(?:~[0-9]{1,6})?")
_KEY = re.compile(r"([a-z0-9-]+)(?:@([1-9][0-9]{0,5}))?")
_RESTORE = "take the file back from version control; without it learners lose what they have saved"
_HEADER = """\
# Written by scormbuild: commit it beside the course, and don't edit it.
# It gives every field that a learner fills its permanent place in the saved state.
"""


@dataclass(frozen=True, slots=True)
class Lock:
    """The slots of a course, how many layouts it has had, and the fingerprints of its primers (see primer.py)."""

    layouts: int = 0
    slots: tuple[Slot, ...] = ()
    primers: tuple[str, ...] = ()

    def hashes(self) -> list[str]:
        """The name of each layout, from the first on."""
        return [layout_hash(self.slots, layout) for layout in range(1, self.layouts + 1)]


def course_fields(course: Course) -> list[Field]:
    """Everything of a course that a learner's state holds: where they are, what they saw, what they filled in."""
    pages = tuple(page.id for page in course.pages())
    fields = [Field("visited", "some_of", pages), Field("page", "one_of", pages)]
    if course.languages:
        fields.append(Field(LANGUAGE, "one_of", (course.language, *course.languages)))
    if course.roles:
        fields.append(Field(ROLE, "one_of", tuple(role.id for role in course.roles)))
    if course.records.lrs is not None:
        fields += [Field(f"{ATTEMPT}.{part}", "number", maximum=LARGEST_NUMBER) for part in range(1, 5)]
    if course.certificate is not None:
        parts = {"day": _SIXTEEN_BITS, "score": 10_001, "code.1": _SIXTEEN_BITS, "code.2": _SIXTEEN_BITS}
        fields += [Field(f"{CERTIFICATE}.{part}", "number", maximum=most) for part, most in parts.items()]
        if course.roles:
            fields.append(Field(f"{CERTIFICATE}.role", "one_of", tuple(role.id for role in course.roles)))
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
            slot = _as_before(slots, field)
        if slot is None:
            slot = Slot(number, field.name, field.kind, layout, field.maximum)
            number += 1
        known = {key.key for key in slot.keys}
        added = [key for key in field.keys if key not in known]
        keys = [Key(position, key, layout) for position, key in enumerate(added, len(slot.keys))]
        slots[field.name] = replace(slot, keys=(*slot.keys, *keys))
    ordered = tuple(sorted(slots.values(), key=lambda slot: slot.number))
    return lock if ordered == lock.slots else Lock(layout, ordered, lock.primers)


def _as_before(slots: dict[str, Slot], field: Field) -> Slot | None:
    """The slot that the field had when it was of this kind before, taken out of retirement."""
    for slot in list(slots.values()):
        same = (slot.original_name, slot.kind, slot.maximum) == (field.name, field.kind, field.maximum)
        if same and slot.name != slot.original_name:
            return replace(slots.pop(slot.name), name=field.name)
    return None


def read_lock(folder: Path, display: str) -> tuple[Lock, list[Problem]]:
    """The lock beside a course, empty where there is none yet, and what is wrong with it."""
    path = folder / LOCK_FILE
    if not (path.is_symlink() or path.exists()):
        return Lock(), []
    name = f"{display}/{LOCK_FILE}"
    problems: list[Problem] = []
    data = read_yaml(path, name, problems)
    if problems:
        return Lock(), [Problem(problem.place, "lock", problem.message, _RESTORE) for problem in problems]
    if not isinstance(data, YamlMap) or not _is_lock(data):
        return Lock(), [Problem(Place(name, 1), "lock", "this is no course.lock of format 1", _RESTORE)]
    slots: list[Slot] = []
    seen = _Seen()
    for row, at in zip(data["slots"], data["slots"].items_at, strict=True):
        slot = _slot(row)
        if slot is None:
            problems.append(Problem(at.place, "lock", "this is no slot", _RESTORE))
            continue
        problems += seen.given_twice(slot, row, at)
        slots.append(slot)
    ordered = tuple(sorted(slots, key=lambda slot: slot.number))
    lock = Lock(len(data["layouts"]), ordered, tuple(data.get("primers", ())))
    return lock, problems or _mismatches(lock, data["layouts"])


def _is_lock(data: YamlMap) -> bool:
    layouts, primers = data.get("layouts"), data.get("primers", [])
    return (
        data.keys() - {"primers"} == {"format", "layouts", "slots"}
        and data["format"] == _FORMAT
        and isinstance(data["slots"], YamlList)
        and isinstance(layouts, YamlList)
        and isinstance(primers, list)
        and all(isinstance(fingerprint, str) for fingerprint in [*layouts, *primers])
    )


def _mismatches(lock: Lock, layouts: YamlList) -> list[Problem]:
    """Layouts that aren't what learners have saved with: lines were lost, reordered, or merged from two branches."""
    remedy = "take one side's course.lock whole, and build again: what the other side added gets places of its own"
    newest = max((since for slot in lock.slots for since in _layouts_of(slot)), default=0)
    if newest != lock.layouts:
        message = f"the slots tell of {newest} layouts, and {lock.layouts} are named"
        return [Problem(layouts.mark.place, "lock", message, remedy)]
    pairs = zip(lock.hashes(), layouts, layouts.items_at, strict=True)
    return [
        Problem(at.place, "lock", f"layout {quote(named)} is not what the slots say", remedy)
        for hash_, named, at in pairs
        if hash_ != named
    ]


def write_text(lock: Lock) -> str:
    """The lock as its file holds it: one slot to a line, so that version control merges what it can."""
    rows = [f"{_HEADER}format: {_FORMAT}", "layouts:", *(f'  - "{hash_}"' for hash_ in lock.hashes())]
    if lock.primers:
        rows += ["primers:", *(f'  - "{fingerprint}"' for fingerprint in lock.primers)]
    rows.append("slots:")
    for slot in lock.slots:
        row = f"slot: {slot.number}, field: {slot.name}, kind: {slot.kind}, since: {slot.since}"
        if slot.kind == "number":
            row += f", maximum: {slot.maximum}"
        elif slot.kind != "text":
            # Quotes keep `1` and `true` words.
            keys = (f'"{key.key}"' if key.since == slot.since else f'"{key.key}@{key.since}"' for key in slot.keys)
            row += f", keys: [{', '.join(keys)}]"
        rows.append(f"  - {{{row}}}")
    return "\n".join(rows) + "\n"


def _slot(row: Any) -> Slot | None:
    """A row as a slot; None where it is none."""
    if not isinstance(row, YamlMap):
        return None
    number, name, kind, since = (row.get(key) for key in ("slot", "field", "kind", "since"))
    maximum, keys = row.get("maximum", 0), row.get("keys", [])
    if (
        not row.keys() <= {"slot", "field", "kind", "since", "maximum", "keys"}
        or not all(type(value) is int and 0 <= value < 1 << 24 for value in (number, since))
        or not (type(maximum) is int and 0 <= maximum <= LARGEST_NUMBER)
        or not (isinstance(name, str) and _NAME.fullmatch(name))
        or kind not in KINDS
        or (not isinstance(keys, YamlList) and keys != [])
    ):
        return None
    first = cast(int, since)
    parsed = []
    for position, word in enumerate(keys):
        match = _KEY.fullmatch(word) if isinstance(word, str) else None
        if match is None:
            return None
        parsed.append(Key(position, match[1], int(match[2]) if match[2] else first))
    return Slot(cast(int, number), name, cast(Kind, kind), first, maximum, tuple(parsed))


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
