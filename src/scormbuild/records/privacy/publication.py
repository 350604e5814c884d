"""Figures that are shown again and again: what one person does can't be read off the difference between two of them.

Whoever sees 30 learners with 20 passed, and a minute later 21, knows what the one did whom they saw at the machine. So
a slice's figures are shown anew when enough of its people have done something since they were shown last. Slices that
stay as they were are *at rest*. Whoever subtracts the new slices from the new whole gets what is at rest, together, as
it is now: so enough people, or nobody, must have done something there since the last time that this could be had, and
since its slices were shown themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from scormbuild.records.figures.model import ALL, CourseFigures, Dimension, Figures, Slice

Activity = Mapping[Slice, Mapping[int, int]]
"""How much each learner of a slice has done: statements by pseudonym. Every slice is there, and so is the whole."""


class Publication:
    """What is shown of a course, from one reading to the next."""

    def __init__(self, minimum: int) -> None:
        self._minimum = minimum
        self._current: CourseFigures | None = None
        self._figures: dict[Slice, Figures] = {}
        self._activity: dict[Slice, Mapping[int, int]] = {}
        """Of each slice when its figures could be had last: by itself, or together with others that are never shown."""
        self._whole: Activity = {}
        """Of every slice, when the whole was shown last."""
        self._at_rest: dict[Dimension, list[Slice]] = {}

    def update(self, new: CourseFigures, activity: Activity) -> CourseFigures:
        """Return what may be shown now: of each slice the new figures, or still the earlier ones.

        `new` is withheld as for a report (`withholding.py`). A slice that may no longer be shown goes with the next
        page that is new.
        """
        known = [[ALL], *self._at_rest.values()]
        if self._current is not None and not all(self._is_enough(_changed(of, self._whole, activity)) for of in known):
            return self._current
        shown = [figures.slice for figures in new.slices]
        by_dimension: dict[Dimension, list[Slice]] = {}
        for of in activity:
            by_dimension.setdefault(of.dimension, []).append(of)
        self._at_rest = {
            dimension: self._resting(slices, shown, activity)
            for dimension, slices in by_dimension.items()
            if dimension != "all"
        }
        at_rest = {of for slices in self._at_rest.values() for of in slices}
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
    """How many learners of some slices have done something in between, or have come or gone."""
    people: set[int] = set()
    for of in slices:
        earlier, later = before.get(of, {}), now.get(of, {})
        people.update(
            learner for learner in earlier.keys() | later.keys() if earlier.get(learner) != later.get(learner)
        )
    return len(people)
