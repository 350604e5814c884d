"""Activities and their definitions (xAPI-Data 2.4.4.1)."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.model.validation.checks import (
    Properties,
    extensions,
    iri,
    items,
    language_map,
    one_of,
    properties,
    required,
    string,
)
from scormbuild.lrs.model.validation.errors import InvalidStatement, shown

_COMPONENT: Properties = {"id": string, "description": language_map}
_COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")


def _component(value: Any) -> None:
    properties(value, _COMPONENT, "an interaction component")
    required(value, ("id",), "an interaction component")


def _components(value: Any) -> None:
    items(value, _component, "interaction components")
    known = set()
    for index, component in enumerate(value):
        if component["id"] in known:
            raise InvalidStatement(f"{shown(component['id'])} stands twice in one list", "id").inside(index)
        known.add(component["id"])


def _patterns(value: Any) -> None:
    items(value, string, "strings")


_DEFINITION: Properties = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": iri,
    "interactionType": one_of(
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    ),
    "correctResponsesPattern": _patterns,
    **dict.fromkeys(_COMPONENT_LISTS, _components),
    "extensions": extensions,
}
_OF_INTERACTIONS = frozenset(("correctResponsesPattern", *_COMPONENT_LISTS))


def _definition(value: Any) -> None:
    # Which list goes with which interactionType is left to the senders: a store MAY check it, and would lose records.
    properties(value, _DEFINITION, "a definition")
    if "interactionType" not in value and not _OF_INTERACTIONS.isdisjoint(value):
        raise InvalidStatement("is missing: an interaction needs it", "interactionType")


_ACTIVITY: Properties = {"objectType": one_of("Activity"), "id": iri, "definition": _definition}


def activity(value: Any) -> None:
    """Check an Activity."""
    properties(value, _ACTIVITY, "an Activity")
    required(value, ("id",), "an Activity")
