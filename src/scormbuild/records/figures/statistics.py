"""Statistics from sums of integers: exact until the last division."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Sums:
    """A sample by its size, its sum and the sum of its squares."""

    count: int = 0
    total: int = 0
    squares: int = 0

    def add(self, count: int, total: int, squares: int) -> None:
        """Add what another part of the sample has."""
        self.count += count
        self.total += total
        self.squares += squares

    @property
    def mean(self) -> float | None:
        """None of nothing."""
        return self.total / self.count if self.count else None

    @property
    def spread(self) -> int:
        """n Σx² − (Σx)²: the variance of the population times n²."""
        return self.count * self.squares - self.total**2

    @property
    def variance(self) -> float | None:
        """Of the sample (n − 1); None of fewer than two."""
        return self.spread / (self.count * (self.count - 1)) if self.count > 1 else None

    @property
    def deviation(self) -> float | None:
        """The standard deviation of the sample (n − 1)."""
        variance = self.variance
        return None if variance is None else math.sqrt(variance)


def correlation(x: Sums, y: Sums, products: int) -> float | None:
    """Pearson's r of n pairs; `products` is Σxy. None where either doesn't vary.

    r = (n Σxy − Σx Σy) / √((n Σx² − (Σx)²)(n Σy² − (Σy)²)). Where x is 0 or 1 this is the point-biserial correlation.
    """
    scale = x.spread * y.spread
    if scale <= 0:
        return None
    return (x.count * products - x.total * y.total) / math.sqrt(scale)


def alpha(items: Iterable[Sums], total: Sums) -> float | None:
    """Cronbach's alpha of k items over the same people; `total` are their sums over all items.

    α = k / (k − 1) · (1 − Σ s²ᵢ / s²ₜ) (L. J. Cronbach, "Coefficient alpha and the internal structure of tests",
    Psychometrika 16, 1951). Of items that give all or nothing it is KR-20 (Kuder and Richardson, 1937). None of fewer
    than two items or people, or where the total doesn't vary.
    """
    spreads = [item.spread for item in items]
    if len(spreads) < 2 or total.spread <= 0:
        return None
    return len(spreads) / (len(spreads) - 1) * (1 - sum(spreads) / total.spread)


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The value below which a share of the sample lies, linear between ranks (Hyndman and Fan's type 7, as numpy's).

    `counts` says how often each value is there. None of nothing.
    """
    size = sum(counts.values())
    if not size:
        return None
    place = (size - 1) * share
    rank = math.floor(place)
    lower, upper = _at(counts, rank), _at(counts, min(rank + 1, size - 1))
    return lower + (upper - lower) * (place - rank)


def _at(counts: Mapping[int, int], rank: int) -> int:
    """The value at a rank, from 0."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > rank:
            return value
    raise IndexError(rank)
