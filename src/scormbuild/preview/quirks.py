"""What platforms and browsers do to courses, each to be switched on by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from scormbuild.errors import UsageError, did_you_mean
from scormbuild.preview.sessions import Faults, Placement, Quirk

SLOW_MS = 3000
"""How long a slow commit takes; the course stands still meanwhile, as it does in Moodle."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that may be so: what it is called, and what it does."""

    name: str
    label: str
    detail: str
    scorm_only: bool = False
    """It concerns the API of SCORM, and so no other format."""
    quirk: Quirk | None = None
    placement: Placement | None = None
    faults: dict[str, Any] = field(default_factory=dict)
    """What it sets of `Faults`: it holds from the next request on, and nothing has to be launched anew."""


GROUPS: dict[str, tuple[Switch, ...]] = {
    "Saving": (
        Switch("slow-commit", "Slow", "Every save takes three seconds.", faults={"slow_commit_ms": SLOW_MS}),
        Switch("failing-commit", "Failing", "The platform refuses every save.", faults={"commit_fails": "391"}),
        Switch(
            "session-expired",
            "Session expired",
            "The platform has logged the learner out.",
            faults={"session_expired": True},
        ),
        Switch("offline", "Offline", "The network is gone; Commit says true all the same.", faults={"gone": True}),
    ),
    "Room": (
        Switch(
            "bytes",
            "Counts bytes",
            "4,096 and 255 are bytes, and å is two of them.",
            scorm_only=True,
            quirk="bytes",
        ),
        Switch(
            "long-state",
            "64,000 of state",
            "In place of SCORM 1.2's 4,096 characters: Moodle as it comes.",
            scorm_only=True,
            quirk="long-state",
        ),
        Switch(
            "long-answers",
            "64,000 of an answer",
            "In place of SCORM 1.2's 255 characters: Moodle as it comes.",
            scorm_only=True,
            quirk="long-answers",
        ),
    ),
    "What is missing": (
        Switch(
            "no-lesson-mode",
            "No lesson mode",
            "The platform doesn't say whether this is for credit.",
            scorm_only=True,
            quirk="no-lesson-mode",
        ),
        Switch(
            "no-interactions", "No interactions", "Answers are not recorded.", scorm_only=True, quirk="no-interactions"
        ),
        Switch(
            "no-objectives", "No objectives", "Objectives are not recorded.", scorm_only=True, quirk="no-objectives"
        ),
        Switch(
            "false-zero",
            "False, and no error",
            "SetValue stores, and says false with error 0.",
            scorm_only=True,
            quirk="false-zero",
        ),
        Switch("no-unload", "Blocked unload", "No page hears the event unload.", quirk="no-unload"),
    ),
    "Where the course stands": (
        Switch("phone", "Phone width", "360 pixels."),
        Switch(
            "popup",
            "Window of its own",
            "The API is in the window that opened it.",
            scorm_only=True,
            placement="opener",
        ),
        Switch(
            "nested-frames", "Frame in a frame", "The API is two windows up.", scorm_only=True, placement="grandparent"
        ),
        Switch(
            "cross-origin-parent",
            "Cross-origin parent",
            "In a window of another origin, whose opener has the API.",
            scorm_only=True,
            placement="cross-origin-parent",
        ),
        Switch(
            "cross-origin-top",
            "Cross-origin portal",
            "The whole platform stands in another origin's page.",
            scorm_only=True,
            placement="cross-origin-top",
        ),
        Switch(
            "two-apis", "Two APIs", "A wrong API stands beside the right one.", scorm_only=True, placement="two-apis"
        ),
        Switch("no-api", "No API", "No platform is there at all.", scorm_only=True, placement="none"),
    ),
}

SWITCHES = {switch.name: switch for group in GROUPS.values() for switch in group}


def known(names: Iterable[str]) -> frozenset[str]:
    """The switches of those names. `UsageError` where there is no such one, or two that exclude each other."""
    chosen = frozenset(names)
    for name in chosen:
        if name not in SWITCHES:
            raise UsageError(f"there is no quirk {name!r}; {did_you_mean(name, list(SWITCHES))}")
    places = sorted(name for name in chosen if SWITCHES[name].placement)
    if len(places) > 1:
        raise UsageError(f"a course stands in one place: choose one of {', '.join(places)}")
    return chosen


def faults_of(names: Collection[str]) -> Faults:
    """What is wrong with the platform under these switches."""
    faults = Faults()
    for name in names:
        faults = replace(faults, **SWITCHES[name].faults)
    return faults


def names_of(faults: Faults) -> tuple[str, ...]:
    """The switches under which that is wrong with the platform."""
    return tuple(
        name
        for name, switch in SWITCHES.items()
        if switch.faults and all(getattr(faults, fault) == value for fault, value in switch.faults.items())
    )


def quirks_of(names: Collection[str]) -> tuple[Quirk, ...]:
    """What the platform's API does otherwise than others."""
    return tuple(sorted(quirk for name in names if (quirk := SWITCHES[name].quirk) is not None))


def placement_of(names: Collection[str]) -> Placement:
    """Where the course stands."""
    return next((place for name in sorted(names) if (place := SWITCHES[name].placement) is not None), "parent")
