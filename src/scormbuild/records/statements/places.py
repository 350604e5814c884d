"""Which course a statement is about, and which part of it.

Our own courses say it in their IRIs: `<iri>/{pages,questions,quizzes,worksheets,objectives,modules}/<id>`, and in cmi5
`<iri>/au` or `<iri>/modules/<id>/au` for what was launched. Other makers' say it by the type of the activity and by its
context: the course is the activity of that type which it is grouped under.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from scormbuild.records.statements.reasons import Unreadable, reason

_TYPES = "http://adlnet.gov/expapi/activities/"
_OURS: Final = {
    "pages": ("page", "lesson"),
    "questions": ("question", "cmi.interaction"),
    "quizzes": ("quiz", "assessment"),
    "worksheets": ("worksheet", "cmi.interaction"),
    "objectives": ("objective", "objective"),
    "modules": ("module", "module"),
}
"""Kind and activity type, by what stands before the id."""
_KINDS: Final = {
    _TYPES + "course": "course",
    _TYPES + "module": "module",
    _TYPES + "lesson": "page",
    _TYPES + "cmi.interaction": "question",
    _TYPES + "question": "question",
    _TYPES + "assessment": "quiz",
    _TYPES + "objective": "objective",
    "http://activitystrea.ms/schema/1.0/page": "page",
    "https://w3id.org/xapi/acrossx/activities/page": "page",
}
_PART = re.compile(rf"(?P<course>.+)/(?P<folder>{'|'.join(_OURS)})/(?P<id>[a-z0-9-]+)", re.DOTALL).fullmatch
_UNIT = re.compile(r"(?P<course>.+?)(?:/modules/(?P<module>[a-z0-9-]+))?/au", re.DOTALL).fullmatch
_MOST_REMEMBERED = 10_000


class Place(NamedTuple):
    """Where a statement belongs. `course` is "" where nothing says it; `part` is then the activity's IRI."""

    course: str
    kind: str
    part: str


class Activity(msgspec.Struct, gc=False):
    """An activity as a context has it; only what places need."""

    id: str = ""
    definition: msgspec.Raw = msgspec.Raw()


_Activities = list[Activity] | Activity | None  # a single one may come alone (xAPI-Data 2.4.6.2)


class ContextActivities(msgspec.Struct, gc=False):
    """What a statement's activity belongs to."""

    parent: _Activities = None
    grouping: _Activities = None


class _Typed(msgspec.Struct, gc=False):
    type: str = ""


_context_decoder = msgspec.json.Decoder(ContextActivities | None)
_type_decoder = msgspec.json.Decoder(_Typed | None)

Define = Callable[[str, str, bytes], None]
"""Takes course, activity and definition."""


class Places:
    """Finds places, and remembers them: most statements of a file are about the same few hundred activities."""

    def __init__(self, define: Define) -> None:
        self._define = define
        self._known: dict[str, tuple[msgspec.Raw, msgspec.Raw, Place]] = {}

    def of(self, activity: str, definition: msgspec.Raw, context: msgspec.Raw) -> Place:
        """Return the place of an activity in a context (`contextActivities` as JSON, or nothing).

        Raises `Unreadable` where they aren't what xAPI says.
        """
        known = self._known.get(activity)
        if known is not None and known[0] == definition and known[1] == context:
            return known[2]
        if not activity:
            raise Unreadable("object.id is missing")
        around = _around(context)
        parents, grouping = (
            each if isinstance(each, list) else [each] if each else [] for each in (around.parent, around.grouping)
        )
        place = _place(Activity(activity, definition), parents, grouping)
        for thing in (Activity(activity, definition), *parents, *grouping):
            if thing.definition:
                self._define(place.course, _own_iri(thing.id), bytes(thing.definition))
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        # Copies: a Raw is a view that would keep all of the file's block that it was read from.
        self._known[activity] = (definition.copy(), context.copy(), place)
        return place


def _place(thing: Activity, parents: list[Activity], grouping: list[Activity]) -> Place:
    type_ = _type(thing)
    ours = _ours(thing.id, type_, [*parents, *grouping])
    if ours is not None:
        return ours
    if type_ in ("", _TYPES + "course", _TYPES + "module") and (unit := _launched(type_, grouping)) is not None:
        return unit
    kind = _KINDS.get(type_, "other")
    if kind == "course":
        return Place(thing.id, "course", "")
    course = _course(parents, grouping)
    if course == thing.id:
        return Place(course, "course", "")
    return Place(course, kind, thing.id)


def _ours(iri: str, type_: str, around: list[Activity]) -> Place | None:
    """Read an IRI that our courses make; None where what is around it, or its type, speaks against that."""
    if (unit := _UNIT(iri)) is not None and type_ in ("", _TYPES + ("module" if unit["module"] else "course")):
        return _unit_place(unit)
    match = _PART(iri)
    if match is None:
        return None
    kind, expected = _OURS[match["folder"]]
    base = match["course"]
    if type_ not in ("", _TYPES + expected):
        return None
    if around and not any(each.id == base or each.id.startswith(f"{base}/") for each in around):
        return None
    return Place(base, kind, match["id"])


def _launched(type_: str, grouping: list[Activity]) -> Place | None:
    """Return what was launched, where a platform gave it an id of its own: ours is among the groups (cmi5 10.2.1)."""
    units = list(dict.fromkeys(filter(None, (_UNIT(each.id) for each in grouping))))
    if len(units) != 1:
        return None
    place = _unit_place(units[0])
    return place if type_ == _TYPES + place.kind else None


def _unit_place(unit: re.Match[str]) -> Place:
    return Place(unit["course"], "module", unit["module"]) if unit["module"] else Place(unit["course"], "course", "")


def _course(parents: list[Activity], grouping: list[Activity]) -> str:
    """Return the course of another maker's activity: of the type, else what it is grouped under, else its parent."""
    around = [*grouping, *parents]
    typed = next((each.id for each in around if _type(each) == _TYPES + "course"), None)
    return _own_iri(typed if typed is not None else around[0].id if around else "")


def _own_iri(iri: str) -> str:
    """Return the IRI by which reports know what was launched: without cmi5's `/au`."""
    return iri.removesuffix("/au")


def _around(context: msgspec.Raw) -> ContextActivities:
    try:
        around = _context_decoder.decode(context) if context else None
    except ValueError as error:
        raise Unreadable(reason(error, "context.contextActivities")) from None
    return around or ContextActivities()


def _type(thing: Activity) -> str:
    try:
        typed = _type_decoder.decode(thing.definition) if thing.definition else None
    except ValueError as error:
        raise Unreadable(reason(error, f"the definition of {thing.id[:200]}")) from None
    return "" if typed is None else typed.type
