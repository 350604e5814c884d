"""The people of an invented municipality: numbers in units, with what makes them differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from random import Random

HOME_PAGE = "https://kslaring.example.no"
"""Where the accounts are: nowhere."""

_KINDS = (
    *("Hjemmetjenesten", "Sykehjemmet", "Bofellesskapet", "Omsorgsboligene", "Dagsenteret", "Rehabiliteringen"),
    *("Nattjenesten", "Helsehuset", "Boveiledningen", "Innsatsteamet"),
)
_PLACES = (
    *("Nordlia", "Sørlia", "Åsen", "Strandsida", "Fjellsida", "Elvebakken", "Myra", "Neset", "Haugen", "Vika"),
    *("Sletta", "Moen", "Brekka", "Lunden", "Bakken", "Furumoen", "Solsida", "Øvregata", "Torget", "Kaia"),
)
_MEAN_SIZE = 34
_SMALLEST = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A place of work. `start`: the share of the year's work that is done when its leader takes the courses up."""

    name: str
    size: int
    skill: float
    """Mean ability of those who work there."""
    energy: float
    """The share of them that begin."""
    start: float
    is_by_night: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who doesn't exist."""

    number: int
    unit: Unit
    ability: float
    """Standard deviations from what the courses take for granted."""
    pace: float
    """Reading time over that of a usual reader."""
    zeal: float
    """0 to 1: how likely to come back."""
    phones: float
    """The share of their sessions that are on a phone."""
    is_leading: bool
    """Leaders and resource persons, whom courses for teams are for."""

    @property
    def account(self) -> str:
        """The name of the account at `HOME_PAGE`."""
        return f"d-{self.number:06}"


def population(learners: int, random: Random) -> Iterator[Learner]:
    """So many learners, unit by unit."""
    names = _names(random)
    number = 0
    while number < learners:
        size = max(_SMALLEST, round(random.lognormvariate(0, 0.55) * _MEAN_SIZE))
        unit = Unit(
            name=next(names),
            size=min(size, learners - number),
            skill=random.gauss(0, 0.35),
            energy=min(0.97, max(0.35, random.gauss(0.84, 0.13))),
            start=random.betavariate(1, 1.6),
            is_by_night=random.random() < 0.1,
        )
        for _ in range(unit.size):
            number += 1
            yield Learner(
                number=number,
                unit=unit,
                ability=random.gauss(unit.skill, 0.9),
                pace=random.lognormvariate(0, 0.3),
                zeal=random.betavariate(4, 2),
                phones=random.betavariate(1.2, 1.2),
                is_leading=random.random() < 0.12,
            )


def _names(random: Random) -> Iterator[str]:
    pairs = list(product(_KINDS, _PLACES))
    for group in count(1):
        random.shuffle(pairs)
        yield from (f"{kind} {place}" + (f", gruppe {group}" if group > 1 else "") for kind, place in pairs)
