"""Which groups are large enough to be shown, so that the rest can't be had by subtraction either."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Group:
    """The people that a figure is over, no two groups of a dimension having any in common.

    Where the figure is a result, `judged` of the people have one, and it speaks well of `well` of these: a number of
    people, or of the points that they have together.
    """

    people: int
    judged: int = 0
    well: float = 0

    def __add__(self, other: Group) -> Group:
        return Group(self.people + other.people, self.judged + other.judged, self.well + other.well)

    def __sub__(self, other: Group) -> Group:
        return Group(self.people - other.people, self.judged - other.judged, self.well - other.well)


def may_be_told(group: Group, minimum: int) -> bool:
    """Whether a figure may be told of a group: of nobody, or of `minimum` people whom it doesn't all speak against.

    In a group of fewer than twice the minimum, "all have failed" tells of each of them. So it takes at least half the
    minimum, and two, of whom the result speaks well; else it is withheld. Withheld, then, may also mean that it speaks
    well of one or two: nobody can tell that all have failed from there being nothing to see. A result that speaks well
    of everybody is always told.
    """
    if group.people <= 0:
        return True
    spared = min(max(2, (minimum + 1) // 2), group.judged)
    # Points are shares of people, and rounded on their way.
    return group.people >= minimum and (group.people >= 2 * minimum or round(group.well, 6) >= spared)


def shown(
    groups: Mapping[Key, Group], total: Group, minimum: int, allowed: Collection[Key] | None = None
) -> frozenset[Key]:
    """Return the keys of the groups that may be shown beside their total.

    A group is shown where `may_be_told` says so, and where it is in `allowed`. Whoever subtracts the shown groups from
    the total gets the figures of those that aren't, put together: that must be a group that may be told, too; else the
    smallest shown group is taken back, until it is. Whatever else can be had by adding and subtracting is made of
    several of these groups, and so of at least twice the minimum.

    Empty groups say nothing of anybody, and are shown.
    """
    usable = [key for key in groups if allowed is None or key in allowed]
    candidates = sorted(
        (key for key in usable if groups[key].people > 0 and may_be_told(groups[key], minimum)),
        key=lambda key: (groups[key].people, str(key)),
        reverse=True,
    )
    left = total
    for key in candidates:
        left -= groups[key]
    while candidates and not may_be_told(left, minimum):
        left += groups[candidates.pop()]
    return frozenset((*candidates, *(key for key in usable if groups[key].people == 0)))
