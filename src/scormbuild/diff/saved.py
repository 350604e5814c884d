"""What becomes of the state that learners have saved with the old package, when the new one opens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scormbuild.diff.changes import Change, Row
from scormbuild.diff.contents import Contents
from scormbuild.diff.plan import Plan
from scormbuild.diff.wording import Wording
from scormbuild.state import SCORM12_LIMIT, slots_in

MADE_OTHERWISE: Final = Change(
    "made-otherwise",
    "unsafe",
    "One package is made by scormbuild, the other isn't.",
    "The new package can't read what the old one saved: everybody begins anew, at best.",
    "Make a new activity, and let those under way finish in the old one.",
)
STATE_NOT_KNOWN: Final = Change(
    "state-not-known",
    "tell",
    "What the saved state means can't be told from outside.",
    "The platform hands the saved state over. Whether the new content understands it, its maker alone knows.",
    "Try it: begin the old package as a test learner, replace it, go on. Ask the maker whether states carry over.",
)
LAYOUT_LOST: Final = Change(
    "layout-lost",
    "unsafe",
    "The new package doesn't know a layout of saved states.",
    "What learners have saved in it can't be opened: they see an empty course, and nothing that they do is saved.",
    "Build the new version with the course's own course.lock, as it was when the old package was built, and commit it.",
)
PRIMER_LOST: Final = Change(
    "primer-lost",
    "unsafe",
    "The new package lacks a primer that learners' texts are packed with.",
    "The state of everybody who has written something can't be opened.",
    "Take the course.primer files back from version control, unchanged, and build again.",
)
STATE_TOO_LONG: Final = Change(
    "state-too-long",
    "unsafe",
    "A saved state may take more than the standard holds.",
    "Platforms that keep to the standard refuse it, and nothing is saved from then on.",
    "Divide the course, or build it in a format that holds more.",
)
LESS_ROOM: Final = Change(
    "less-room",
    "tell",
    "There is less room for what learners write.",
    "Who has written up to the limit can save nothing more in the platform; the page says so.",
    "Where learners write at length, ask them to keep their booklet before the package is replaced.",
)
STATE_GROWS: Final = Change(
    "state-grows", "note", "A saved state takes more room.", "Nothing is lost: it still fits with room to spare.", ""
)
WORKSHEET_REMOVED: Final = Change(
    "worksheet-removed",
    "tell",
    "Something to fill in is gone.",
    "What learners have filled in there is shown nowhere any more; texts are deleted when the state is next saved.",
    "Ask learners to print or download what they have written before the package is replaced.",
)
TEXT_REMOVED: Final = Change(
    "text-removed",
    "tell",
    "Fields to write in are gone.",
    "What learners have written there is deleted when the state is next saved.",
    "Ask learners to print or download what they have written before the package is replaced.",
)
ENTRY_REMOVED: Final = Change(
    "entry-removed",
    "tell",
    "Fields to choose in are gone.",
    "What learners have chosen there is shown nowhere any more.",
    "Ask learners to print or download their sheets before the package is replaced.",
)
CHOICE_REMOVED: Final = Change(
    "choice-removed",
    "tell",
    "Things to choose in a sheet are gone.",
    "Where learners have chosen them, nothing is chosen now.",
    "Tell learners to look at the sheet again.",
)
MOVED_TO_OTHER: Final = Change(
    "moved-to-other-part",
    "tell",
    "Something has moved to another part that the platform tracks by itself.",
    "Each part has a state of its own: what learners did is left in the old part, and they begin anew in the new one.",
    "Ask learners to print or download what they have written before the package is replaced.",
)
FIELD_ADDED: Final = Change(
    "field-added", "note", "There is more to fill in.", "Nothing is lost: new fields are empty.", ""
)

CHANGES: Final = (
    MADE_OTHERWISE,
    STATE_NOT_KNOWN,
    LAYOUT_LOST,
    PRIMER_LOST,
    STATE_TOO_LONG,
    LESS_ROOM,
    STATE_GROWS,
    WORKSHEET_REMOVED,
    TEXT_REMOVED,
    ENTRY_REMOVED,
    CHOICE_REMOVED,
    MOVED_TO_OTHER,
    FIELD_ADDED,
)

_LIMITS: Final[Mapping[str, int]] = {"scorm12": SCORM12_LIMIT, "scorm2004": 4000}
"""Characters; of SCORM 2004 those of the 3rd Edition (RTE 4.2.23), the 4th has 64,000."""
_FOURTH: Final = 64_000
_LESS: Final = 0.9
"""Room for texts that is less than this share of what it was is worth telling."""


def compare_opening(old: Plan, new: Plan) -> Iterator[Row]:
    """Whether the new package's player opens every state that the old one's has opened or saved."""
    lost = [name for name in old.layouts if not opens(name, old, new)]
    if lost:
        which = f"{len(lost)} of {len(old.layouts)}" + (", that of today among them" if old.layouts[-1] in lost else "")
        more = "; it looks older than the old package" if set(new.layouts) < set(old.layouts) else ""
        yield LAYOUT_LOST.of(f"layout {', '.join(lost[-3:])} isn't known ({which}){more}")
    for number, primer in enumerate(old.primers, 1):
        if new.primers[number - 1 : number] != (primer,):
            what = "is another one" if len(new.primers) >= number else "is missing"
            yield PRIMER_LOST.of(f"primer {number} of {len(old.primers)} {what}")


def compare_length(old: Plan, new: Plan, contents: Contents) -> Iterator[Row]:
    """Whether a state still has room."""
    limit = _FOURTH if contents.edition == "2004 4th" else _LIMITS.get(contents.standard)
    was, now = old.state_length, new.state_length
    if limit is None or now <= was:
        return
    said = f"it took {was:,} characters before any text, and takes {now:,} of {limit:,}"
    if now > limit:
        yield STATE_TOO_LONG.of(said)
    elif any(slot.kind == "text" for slot in new.slots) and limit - now < _LESS * (limit - was):
        yield LESS_ROOM.of(said)
    else:
        yield STATE_GROWS.of(said)


def compare_sheets(old: Plan, new: Plan, others: tuple[Plan, ...], wording: Wording) -> Iterator[Row]:
    """What is lost of what learners filled in, in sheets, checklists and reflections; and what is new there.

    `others` are the new package's further plans.
    """
    kinds = {slot.name: slot.kind for slot in old.slots}
    elsewhere = {_sheet(name) for plan in others for name in plan.fields}
    here = {_sheet(name) for name in new.keys}
    for sheet, fields in _by_sheet(old.fields).items():
        gone = [name for name in fields if is_gone(name, old, new)]
        texts = [name for name in gone if kinds.get(name) == "text"]
        if gone and sheet not in here:
            if sheet in elsewhere:
                yield MOVED_TO_OTHER.of(f"{wording.of(sheet)}: {len(gone)} fields")
                continue
            kept = f"{len(texts)} to write in" if texts else "none to write in"
            yield WORKSHEET_REMOVED.of(f"{wording.of(sheet)}: {len(gone)} fields, {kept}")
            continue
        if texts:
            yield TEXT_REMOVED.of(f"{wording.of(sheet)}: {_fields(texts, new, wording)}")
        if len(gone) > len(texts):
            yield ENTRY_REMOVED.of(
                f"{wording.of(sheet)}: {_fields([name for name in gone if name not in texts], new, wording)}"
            )
        fewer = {name: keys for name in fields if name not in gone and (keys := lost_keys(name, old, new))}
        if fewer:
            first = list(fewer.items())[:3]
            listed = "; ".join(f"{wording.field(name)}: {', '.join(sorted(keys))}" for name, keys in first)
            yield CHOICE_REMOVED.of(f"{wording.of(sheet)}: {listed}{' …' if len(fewer) > 3 else ''}")


def compare_new_fields(old: Plan, new: Plan, wording: Wording) -> Iterator[Row]:
    """What there is to fill in that wasn't there; `wording` is the new package's."""
    for sheet, fields in _by_sheet(new.fields).items():
        added = [name for name in fields if name not in old.fields]
        grown = [name for name in fields if name in old.fields and set(new.fields[name]) - set(old.fields[name])]
        if added or grown:
            yield FIELD_ADDED.of(f"{wording.of(sheet)}: {_counted(added, 'field')}, {_counted(grown, 'longer list')}")


def is_gone(name: str, old: Plan, new: Plan) -> bool:
    """Whether what a learner has put into a field can't be seen with the new plan."""
    was, now = old.places.get(name), new.places.get(name)
    if name not in new.keys or was is None or now is None:
        return True
    # Where no state of today is opened, places say nothing of the course.
    return was != now if old.layouts[-1] in new.layouts else was[1] != now[1]


def lost_keys(name: str, old: Plan, new: Plan) -> frozenset[str]:
    """The keys of a field that could be chosen, and mean nothing any more."""
    return old.keys[name] - new.keys.get(name, frozenset())


def opens(name: str, old: Plan, new: Plan) -> bool:
    """Whether the new player finds the same fields in a state of that layout, which it knows by its name."""
    return name in new.layouts and _placed(name, old) == _placed(name, new)


def _placed(name: str, plan: Plan) -> list[tuple[object, ...]]:
    layout = plan.layouts.index(name) + 1
    return [
        (slot.original_name, slot.kind, slot.maximum, slot.keys_in(layout))
        for slot in slots_in(plan.state_slots, layout)
    ]


def _by_sheet(fields: Mapping[str, object]) -> dict[str, list[str]]:
    sheets: dict[str, list[str]] = {}
    for name in fields:
        sheets.setdefault(_sheet(name), []).append(name)
    return sheets


def _sheet(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def _fields(names: list[str], new: Plan, wording: Wording) -> str:
    changed = [name for name in names if name in new.keys]
    listed = ", ".join(map(wording.field, names[:4])) + (" …" if len(names) > 4 else "")
    how = f"; {len(changed)} of them hold something else now" if changed else ""
    return f"{_counted(names, 'field')} ({listed}){how}"


def _counted(names: list[str], word: str) -> str:
    return f"{len(names)} {word}{'' if len(names) == 1 else 's'}"
