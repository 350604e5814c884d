"""How much of what the old package has saved the new one takes over. What of it is lost, `saved` tells by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from scormbuild.diff.plan import Plan
from scormbuild.diff.saved import is_gone, opens


@dataclass(frozen=True, slots=True)
class Share:
    """`carried` and `gone` together are all that the old package has; `carried` and `new`, all that the new one has."""

    carried: int = 0
    new: int = 0
    gone: int = 0

    def __str__(self) -> str:
        return f"{self.carried} carried over, {self.new} new, {self.gone} gone"

    def __add__(self, other: Share) -> Share:
        return Share(self.carried + other.carried, self.new + other.new, self.gone + other.gone)


@dataclass(frozen=True, slots=True)
class Migration:
    """`opened` of the old package's `layouts` are those whose states the new package opens, with texts and without.

    `fields` are those that learners answer and fill in, `choices` the keys that can be chosen in them. Nothing of a
    part is carried over where the states that its old player saves aren't opened.
    """

    layouts: int = 0
    opened: int = 0
    fields: Share = Share()
    choices: Share = Share()

    def __str__(self) -> str:
        return (
            f"Migrated: saved states of {self.opened} of {self.layouts} layouts; "
            f"fields: {self.fields}; choices: {self.choices}."
        )

    def __add__(self, other: Migration) -> Migration:
        return Migration(
            self.layouts + other.layouts,
            self.opened + other.opened,
            self.fields + other.fields,
            self.choices + other.choices,
        )

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


def migration_of(parts: Iterable[tuple[Plan | None, Plan | None]]) -> Migration:
    """What is taken over, part by part: the old and the new plan, None where a package doesn't have the part."""
    return sum((_part(old, new) for old, new in parts), Migration())


def _part(old: Plan | None, new: Plan | None) -> Migration:
    opened: list[str] = []
    carried: set[str] = set()
    if old is not None and new is not None and new.primers[: len(old.primers)] == old.primers:
        opened = [name for name in old.layouts if opens(name, old, new)]
        if old.layouts[-1] in opened:
            carried = {name for name in old.keys if not is_gone(name, old, new)}
    was, now = (plan.keys if plan is not None else {} for plan in (old, new))
    return Migration(
        len(old.layouts) if old is not None else 0,
        len(opened),
        Share(len(carried), len(now) - len(carried), len(was) - len(carried)),
        _choices(was, now, sum(len(was[name] & now[name]) for name in carried)),
    )


def _choices(was: dict[str, frozenset[str]], now: dict[str, frozenset[str]], carried: int) -> Share:
    return Share(carried, sum(map(len, now.values())) - carried, sum(map(len, was.values())) - carried)
