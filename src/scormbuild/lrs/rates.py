"""How often something may happen: a rate for each of many names, in little memory."""

from __future__ import annotations

import time
from collections.abc import Callable

MINUTE = 60.0
MOST_NAMES = 10_000
ROUNDING = 1e-6


class Rates:
    """Counts what each name does against a number per minute: so many at once, and then evenly.

    Of each name one moment is kept: when all that it did would be done with, had it been done evenly (the generic cell
    rate algorithm). A name whose moment has passed has its whole allowance, and is forgotten when others need the room.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def take(self, name: str, per_minute: int) -> float:
        """Count one and return 0.0, or return the seconds after which there is one again."""
        now = self._clock()
        interval = MINUTE / per_minute
        until = max(self._until.get(name, now), now) + interval
        if until > now + MINUTE + ROUNDING:
            return until - now - MINUTE
        if name not in self._until and len(self._until) >= MOST_NAMES:
            self._make_room(now)
        self._until[name] = until
        return 0.0

    def give_back(self, name: str, per_minute: int) -> None:
        """Let one that was taken not have counted."""
        if name in self._until:
            self._until[name] -= MINUTE / per_minute

    def _make_room(self, now: float) -> None:
        self._until = {name: until for name, until in self._until.items() if until > now}
        while len(self._until) >= MOST_NAMES:
            del self._until[next(iter(self._until))]
