"""A live page doesn't tell what a single person just did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from hypothesis import given
from hypothesis import strategies as st

from scormbuild.records.figures.model import ALL, CourseFigures, Figures, Progress, Reading, Slice
from scormbuild.records.privacy.publication import Publication, decoded
from scormbuild.records.privacy.withholding import withhold

ENOUGH = 5


class School:
    """Forty learners in units; each passes when told to. What is published is how many have passed."""

    def __init__(self, **units: range) -> None:
        self.units = units or {"nord": range(20), "sør": range(20, 32), "øst": range(32, 40)}
        self.done: Counter[int] = Counter(dict.fromkeys(range(40), 1))
        self.passed: set[int] = set()
        self.publication = Publication(ENOUGH)

    def does(self, *learners: int) -> None:
        self.done.update(learners)
        self.passed.update(learners)

    def figures(self) -> CourseFigures:
        def of(slice_: Slice, learners: range) -> Figures:
            passed = len(self.passed & set(learners))
            return Figures(slice_, Progress(len(learners), passed, passed, 0))

        parts = [of(Slice("unit", unit), learners) for unit, learners in self.units.items()]
        course = CourseFigures("https://kurs.example.no/fall", Reading(("lrs",), 1, 0), (of(ALL, range(40)), *parts))
        return withhold(course, ENOUGH)

    def activity(self) -> dict[Slice, dict[int, int]]:
        by_unit = {
            Slice("unit", unit): {learner: self.done[learner] for learner in learners}
            for unit, learners in self.units.items()
        }
        return {ALL: dict(self.done), **by_unit}

    def published(self) -> dict[str, object]:
        """How many have passed, by unit; "" for all."""
        shown = self.publication.update(self.figures(), self.activity())
        return {part.slice.value: part.progress.passed for part in shown.slices}


def test_one_person_is_not_seen_to_pass() -> None:
    school = School()
    first = school.published()
    school.does(3)
    assert school.published() == first == {"": 0, "nord": 0, "sør": 0, "øst": 0}


def test_what_enough_people_did_is_shown() -> None:
    school = School()
    school.published()
    school.does(0, 1, 2, 3, 4)
    assert school.published() == {"": 5, "nord": 5, "sør": 0, "øst": 0}


def test_single_people_add_up_until_they_are_enough() -> None:
    school = School()
    school.published()
    seen = []
    for learner in range(6):
        school.does(learner)
        seen.append(school.published()["nord"])
    assert seen == [0, 0, 0, 0, 5, 5]


def test_the_new_whole_less_the_new_units_tells_of_nobody() -> None:
    school = School()
    school.published()
    school.does(0, 1, 2, 3, 4, 5, 20)  # six in the north, and one in the south
    # With the north alone, 7 less 6 would tell of the one in the south: the north waits too, while the whole goes on.
    assert school.published() == {"": 7, "nord": 0, "sør": 0, "øst": 0}
    school.does(21, 22, 23, 24)
    assert school.published()[""] == 7  # of the four since then nothing is told
    school.does(25)
    assert school.published() == {"": 12, "nord": 6, "sør": 6, "øst": 0}


def test_a_unit_that_becomes_too_small_is_not_shown_again() -> None:
    school = School()
    school.published()
    school.units["øst"], school.units["sør"] = range(37, 40), range(20, 37)
    school.does(0, 1, 2, 3, 4)
    assert school.published().keys() == {"", "nord"}


def restarted(publication: Publication) -> Publication:
    assert publication.published is not None
    return Publication(ENOUGH, decoded(publication.published.encoded()))


def test_a_restart_does_not_tell_what_one_person_did_in_between() -> None:
    school = School()
    first = school.published()
    school.does(3)
    school.publication = restarted(school.publication)
    assert school.published() == first
    school.does(0, 1, 2, 4)
    school.publication = restarted(school.publication)
    assert school.published()["nord"] == 5


def test_everything_that_is_shown_is_there_after_a_restart() -> None:
    school = School(nord=range(20), sør=range(20, 32), øst=range(32, 35), vest=range(35, 40))
    school.published()
    assert school.publication.published is not None
    assert restarted(school.publication).published == school.publication.published


def test_who_is_forgotten_is_no_longer_there_and_nobody_sees_them_go() -> None:
    school = School()
    first = school.published()
    assert school.publication.published is not None
    kept = school.publication.published.without(range(4))
    assert not any(3 in done for _, done in kept.activity + kept.whole)
    school.publication = Publication(ENOUGH, kept)
    for learner in range(4):
        del school.done[learner]
    school.units["nord"] = range(4, 20)
    assert school.published() == first
    school.does(4, 5, 6, 7)
    assert school.published() == first
    school.does(8)
    assert school.published()["nord"] == 5


UNITS = {"a": range(12), "b": range(12, 22), "c": range(22, 30), "d": range(30, 37), "e": range(37, 40)}
STEPS = st.lists(st.lists(st.integers(0, 39), max_size=9, unique=True), max_size=15)


@given(STEPS)
def test_whatever_can_be_had_twice_differs_by_enough_people(steps: list[list[int]]) -> None:
    """An onlooker keeps every page, and subtracts the units that are new from a new whole."""
    school = School(**UNITS)
    shown = school.published()
    visible = set(shown) - {""}
    everything = frozenset(UNITS)
    units = {unit: dict(school.done) for unit in UNITS}
    groups = {everything: dict(school.done), everything - visible: dict(school.done)}
    for learners in steps:
        school.does(*learners)
        school.publication = restarted(school.publication)
        before, shown = shown, school.published()
        new = {unit for unit in visible if shown[unit] != before[unit]}
        if shown[""] == before[""] and not new:
            continue
        # A unit in which nobody did anything since it was shown is known as it is now.
        new |= {unit for unit in visible if not did({unit}, units, school)}
        at_rest = everything - new
        for unit in new:
            assert is_enough(did({unit}, units, school))
        assert is_enough(did(at_rest, units, school))
        for group in (everything, at_rest):
            if group in groups:
                assert is_enough(did(group, dict.fromkeys(group, groups[group]), school))
            groups[group] = dict(school.done)
        # What is never shown by itself is known, in sum, when nothing else is at rest.
        units |= {unit: dict(school.done) for unit in (new if at_rest & visible else everything)}


def is_enough(people: Collection[int]) -> bool:
    return not people or len(people) >= ENOUGH


def did(units: Collection[str], before: Mapping[str, Mapping[int, int]], school: School) -> list[int]:
    """Learners of some units who have done something since these were known."""
    return [learner for unit in units for learner in UNITS[unit] if before[unit][learner] != school.done[learner]]
