"""Figures that are shown again and again: what one person does can't be read off the difference between two of them.

Whoever sees 30 learners with 20 passed, and a minute later 21, knows what the one did whom they saw at the machine. So
a slice's figures are shown anew when enough of its people have done something since they were shown last. Slices that
stay as they were are *at rest*. Whoever subtracts the new slices from the new whole gets what is at rest, together, as
it is now: so enough people, or nobody, must have done something there since the last time that this could be had, and
since its slices were shown themselves. What was shown before a restart was shown all the same, so it is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from scormbuild.records.figures.model import ALL, CourseFigures, Dimension, Figures, Slice

Activity = Mapping[Slice, Mapping[int, int]]
"""How much each learner of a slice has done: statements by pseudonym. Every slice is there, and so is the whole."""


NOBODY: Final = 2**63
"""Numbers from here on are no learner's, whose are signed 64-bit integers."""


class Published(msgspec.Struct, frozen=True):
    """What has been shown, to be kept: the page, and what `Publication` remembers beside it."""

    current: CourseFigures
    figures: list[Figures]
    activity: list[tuple[Slice, Mapping[int, int]]]
    whole: list[tuple[Slice, Mapping[int, int]]]
    at_rest: list[list[Slice]]

    def without(self, learners: Collection[int]) -> Published:
        """The same with nobody's number in the place of some learners'.

        That somebody is gone is remembered, for figures differ by them.
        """
        nobody = {learner: NOBODY + secrets.randbits(62) for learner in learners}

        def without(activity: list[tuple[Slice, Mapping[int, int]]]) -> list[tuple[Slice, Mapping[int, int]]]:
            return [
                (of, {nobody.get(learner, learner): count for learner, count in done.items()}) for of, done in activity
            ]

        return replace(self, activity=without(self.activity), whole=without(self.whole))

    def encoded(self) -> bytes:
        """As `decoded` reads it."""
        return msgspec.msgpack.encode(self)


def decoded(content: bytes) -> Published:
    """Raises `ValueError` where it is none."""
    return msgspec.msgpack.decode(content, type=Published)


class Publication:
    """What is shown of a course, from one reading to the next."""

    def __init__(self, minimum: int, earlier: Published | None = None) -> None:
        self._minimum = minimum
        self._current: CourseFigures | None = None if earlier is None else earlier.current
        self._figures: dict[Slice, Figures] = {} if earlier is None else {each.slice: each for each in earlier.figures}
        self._activity: dict[Slice, Mapping[int, int]] = {} if earlier is None else dict(earlier.activity)
        """Of each slice when its figures could be had last: by itself, or together with others that are never shown."""
        self._whole: Activity = {} if earlier is None else dict(earlier.whole)
        """Of every slice, when the whole was shown last."""
        self._at_rest: list[list[Slice]] = [] if earlier is None else earlier.at_rest

    @property
    def published(self) -> Published | None:
        """What has been shown; None before anything was."""
        if self._current is None:
            return None
        return Published(
            self._current,
            list(self._figures.values()),
            list(self._activity.items()),
            list(self._whole.items()),
            self._at_rest,
        )

    def update(self, new: CourseFigures, activity: Activity) -> CourseFigures:
        """Return what may be shown now: of each slice the new figures, or still the earlier ones.

        `new` is withheld as for a report (`withholding.py`). A slice that may no longer be shown goes with the next
        page that is new.
        """
        known = [[ALL], *self._at_rest]
        if self._current is not None and (
            activity == self._whole or not all(self._is_enough(_changed(of, self._whole, activity)) for of in known)
        ):
            return self._current
        shown = [figures.slice for figures in new.slices]
        by_dimension: dict[Dimension, list[Slice]] = {}
        for of in activity:
            by_dimension.setdefault(of.dimension, []).append(of)
        self._at_rest = [
            self._resting(slices, shown, activity) for dimension, slices in by_dimension.items() if dimension != "all"
        ]
        at_rest = {of for slices in self._at_rest for of in slices}
        self._figures |= {figures.slice: figures for figures in new.slices if figures.slice not in at_rest}
        for slices in by_dimension.values():
            alone = not any(of in at_rest and of in shown for of in slices)
            for of in slices:
                if alone or of not in at_rest or of not in self._activity:
                    self._activity[of] = activity[of]
        self._whole = activity
        hidden = [of for of in shown if of not in self._figures]
        page = tuple(self._figures[of] for of in shown if of in self._figures)
        self._current = replace(new, slices=page, withheld=(*new.withheld, *hidden))
        return self._current

    def _resting(self, slices: Iterable[Slice], shown: Collection[Slice], activity: Activity) -> list[Slice]:
        """The slices of a dimension whose new figures can't be shown."""
        done = {of: _changed([of], self._activity, activity) for of in slices}
        fresh = sorted((of for of in done if of in shown and self._is_enough(done[of])), key=done.__getitem__)
        resting = [of for of in done if of not in fresh]
        while fresh and not all(
            self._is_enough(_changed(resting, before, activity)) for before in (self._whole, self._activity)
        ):
            resting.append(fresh.pop(0))
        return resting

    def _is_enough(self, people: int) -> bool:
        return people == 0 or people >= self._minimum


def _changed(slices: Iterable[Slice], before: Activity, now: Activity) -> int:
    """How many learners of some slices have done something in between, or have come or gone.

    Who was forgotten isn't counted among others: they may have come back with a number of their own. But they alone are
    one person, of whom nothing may be seen.
    """
    people: set[int] = set()
    for of in slices:
        earlier, later = before.get(of, {}), now.get(of, {})
        people.update(
            learner for learner in earlier.keys() | later.keys() if earlier.get(learner) != later.get(learner)
        )
    known = sum(learner < NOBODY for learner in people)
    return known or min(len(people), 1)
