"""Manifests of what sends statements: cmi5's course structure (cmi5 13) and Tin Can's list of activities."""

from __future__ import annotations

from typing import Final

from scormbuild.inspect.schemas.language import Attribute, Child, Element, Schema, many, maybe, one, some
from scormbuild.inspect.schemas.values import anything, between, exactly, filled, language

CMI5: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
TINCAN: Final = "http://projecttincan.com/tincan.xsd"

_ID: Final = Attribute(anything, required=True)
_NAMED: Final = (one("title", "text"), one("description", "text"))
_UNITS: Final = some("au", "block")

STRUCTURE: Final = Schema(
    (CMI5, "courseStructure"),
    {
        CMI5: {
            "courseStructure": Element((one("course"), maybe("objectives"), _UNITS), others=True),
            "course": Element(_NAMED, {"id": _ID}, others=True),
            "objectives": Element((some("objective"),), others=True),
            "objective": Element(_NAMED, {"id": _ID}, is_ordered=False),
            "block": Element((*_NAMED, maybe("objectives", "references"), _UNITS), {"id": _ID}, others=True),
            "au": Element(
                (
                    *_NAMED,
                    maybe("objectives", "references"),
                    one("url"),
                    maybe("launchParameters"),
                    maybe("entitlementKey"),
                ),
                {
                    "id": _ID,
                    "moveOn": Attribute(
                        exactly("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
                    ),
                    "masteryScore": Attribute(between(0, 1)),
                    "launchMethod": Attribute(exactly("AnyWindow", "OwnWindow")),
                    "activityType": Attribute(anything),
                },
                others=True,
            ),
            "references": Element((some("objective", type_="reference"),), others=True),
            "reference": Element((), {"idref": Attribute(anything)}),
            "text": Element((some("langstring"),), others=True),
            "langstring": Element((), {"lang": Attribute(language)}, text=anything),
            "url": Element(text=filled),
            "launchParameters": Element(is_open=True),
            "entitlementKey": Element(is_open=True),
        }
    },
    {},
    frozenset(),
)
_TEXT: Final = Element((), {"lang": Attribute(language)}, text=filled)
_ACTIVITY: Final = Child({"activity": "activity"}, 1, None)
DESCRIPTOR: Final = Schema(
    (TINCAN, "tincan"),
    {
        TINCAN: {
            "tincan": Element((one("activities"),), others=True),
            "activities": Element((_ACTIVITY,), others=True),
            "activity": Element(
                (
                    many("name"),
                    many("description"),
                    many("launch"),
                    many("resource"),
                    maybe("extensions"),
                    maybe("interactionType"),
                    maybe("correctResponsePatterns"),
                    *(maybe(each, "components") for each in ("choices", "scale", "source", "target", "steps")),
                ),
                {"id": _ID, "type": Attribute(anything)},
                others=True,
                is_ordered=False,
            ),
            "name": _TEXT,
            "description": Element((), {"lang": Attribute(language)}, text=anything),
            "launch": _TEXT,
            "resource": _TEXT,
            # xAPI 1.0.3 Data 2.4.4.1, as elements.
            "interactionType": Element(text=filled),
            "correctResponsePatterns": Element((many("correctResponsePattern"),)),
            "correctResponsePattern": Element(text=anything),
            "components": Element((many("component"),)),
            "component": Element((one("id"), many("description"))),
            "id": Element(text=anything),
            "extensions": Element((many("extension"),), others=True),
            "extension": Element((), {"key": Attribute(anything, required=True)}, text=anything, others=True),
        }
    },
    {},
    frozenset(),
    is_complete=False,
)
