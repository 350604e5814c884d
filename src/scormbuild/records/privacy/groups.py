"""Which groups are large enough to be shown, so that the rest can't be had by subtraction either."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def shown(sizes: Mapping[Key, int], total: int, minimum: int, allowed: Collection[Key] | None = None) -> frozenset[Key]:
    """Return the keys of the groups that may be shown beside their total.

    `sizes` counts the people of each group, `total` all of them. A group is shown where it has `minimum` people, and
    is in `allowed`. Whoever subtracts the shown groups from the total gets the figures of those that aren't: together
    they must be nobody, or `minimum` people too; else the smallest shown group is taken back, until they are. A person
    may be in several groups, so what is left has at least as many people as the largest of them.

    Empty groups say nothing of anybody, and are shown.
    """
    candidates = sorted(
        (key for key, size in sizes.items() if size >= minimum and (allowed is None or key in allowed)),
        key=lambda key: (sizes[key], str(key)),
        reverse=True,
    )
    while candidates:
        hidden = [size for key, size in sizes.items() if size and key not in candidates]
        left = total - sum(sizes[key] for key in candidates)
        if left <= 0 and not hidden:
            break
        if max([left, *hidden]) >= minimum:
            break
        candidates.pop()
    empty = (key for key, size in sizes.items() if size == 0 and (allowed is None or key in allowed))
    return frozenset((*candidates, *empty))
