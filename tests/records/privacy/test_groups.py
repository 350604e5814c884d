"""Small groups can't be seen, nor be had by subtraction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.records.privacy.groups import Group, may_be_told
from scormbuild.records.privacy.groups import shown as shown_groups

SIZES = st.dictionaries(st.integers(0, 30), st.integers(0, 20), max_size=12)


def shown(sizes: Mapping[Any, int], total: int, minimum: int, allowed: Collection[Any] | None = None) -> frozenset[Any]:
    """Groups of which nothing but their size is to be told."""
    groups = {key: Group(size) for key, size in sizes.items()}
    return shown_groups(groups, Group(total), minimum, allowed)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 20, "b": 5}, {"a", "b"}),
        ({"a": 20, "b": 4}, set()),  # 24 - 20 would tell of four people
        ({"a": 20, "b": 9, "c": 4}, {"a"}),  # with b and c together there are 13
        ({"a": 20, "b": 9, "c": 3, "d": 2}, {"a", "b"}),  # c and d together are five
        ({"a": 20, "b": 0}, {"a", "b"}),
        ({"a": 4}, set()),
        ({}, set()),
    ],
)
def test_groups_shown(sizes: dict[str, int], expected: set[str]) -> None:
    assert shown(sizes, sum(sizes.values()), 5) == expected


def test_those_in_no_group_can_be_had_by_subtraction_too() -> None:
    assert shown({"a": 20, "b": 10}, 32, 5) == {"a"}  # two belong to no unit: 32 - 20 - 10
    assert shown({"a": 20, "b": 10}, 36, 5) == {"a", "b"}


def test_a_group_that_is_not_allowed_counts_among_the_rest() -> None:
    assert shown({"a": 20, "b": 10, "c": 10}, 40, 5, allowed={"a", "b"}) == {"a", "b"}
    assert shown({"a": 20, "b": 10, "c": 2}, 32, 5, allowed={"a", "b"}) == {"a"}


@given(SIZES, st.integers(2, 10), st.integers(0, 15))
def test_what_is_left_is_nobody_or_enough(sizes: dict[int, int], minimum: int, elsewhere: int) -> None:
    total = sum(sizes.values()) + elsewhere
    visible = shown(sizes, total, minimum)
    left = total - sum(sizes[key] for key in visible)
    assert all(sizes[key] >= minimum or sizes[key] == 0 for key in visible)
    assert not any(sizes[key] for key in visible) or left == 0 or left >= minimum


@given(SIZES, st.integers(2, 10))
def test_no_more_is_taken_back_than_needed(sizes: dict[int, int], minimum: int) -> None:
    """Large groups stay where no small one is beside them, and the largest are the last to go."""
    total = sum(sizes.values())
    visible = shown(sizes, total, minimum)
    if all(size == 0 or size >= minimum for size in sizes.values()):
        assert visible == set(sizes)
    ordered = sorted((size for size in sizes.values() if size >= minimum), reverse=True)
    seen = sorted((sizes[key] for key in visible if sizes[key]), reverse=True)
    assert seen == ordered[: len(seen)]
    assert all(more >= less for more, less in pairwise(seen))


@pytest.mark.parametrize(
    ("people", "judged", "well", "expected"),
    [
        (6, 6, 0, False),
        (6, 6, 2, False),  # else it would be told by what is withheld that it speaks against all
        (6, 6, 3, True),
        (6, 6, 6, True),
        (10, 10, 0, True),  # twice the minimum
        (6, 2, 2, True),  # the other four haven't been judged
        (6, 2, 1, False),
        (6, 0, 0, True),
        (4, 4, 4, False),
        (0, 0, 0, True),
    ],
)
def test_what_speaks_against_nearly_all_of_a_small_group_is_not_told(
    people: int, judged: int, well: int, expected: bool
) -> None:
    assert may_be_told(Group(people, judged, well), 5) is expected


def test_even_of_two_people_withheld_does_not_mean_none() -> None:
    assert [may_be_told(Group(2, 2, well), 2) for well in range(3)] == [False, False, True]
    assert [may_be_told(Group(3, 3, well), 2) for well in range(4)] == [False, False, True, True]


def test_what_is_left_must_not_be_a_small_group_of_whom_all_failed() -> None:
    groups = {"a": Group(20, 20, 15), "b": Group(8, 8, 8), "c": Group(6, 6, 0)}
    total = Group(34, 34, 23)
    assert shown_groups(groups, total, 5) == {"a"}  # with b, 34 - 20 - 8 would tell of each of the six
