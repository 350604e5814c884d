"""What the store remembers of its tables, so that those who write need not look."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.model.mentions import Term
from scormbuild.lrs.store.remembered import Remembered

MOST_TERMS = 20_000
MOST_DEFINITIONS = 2_000
MOST_NAMES = 5_000


class Memory:
    """What is remembered, as long as it holds.

    Whoever deletes terms or names raises the store's generation, and whoever stores a statement raises the last
    moment that was given out.
    """

    def __init__(self) -> None:
        self.terms: Remembered[Term, int] = Remembered(MOST_TERMS)
        """Their numbers."""
        self.definitions: Remembered[int, str] = Remembered(MOST_DEFINITIONS)
        """What is known of activities, by the number of the term."""
        self.names: Remembered[tuple[int, str], bool] = Remembered(MOST_NAMES)
        """Which names agents were given, by the number of the term."""
        self._all: tuple[Remembered[Any, Any], ...] = (self.terms, self.definitions, self.names)
        self._stored = -1
        self._generation = -1

    def begin(self, stored: int, generation: int) -> None:
        """Begin a transaction, with the head of the store as it finds it."""
        if generation != self._generation:
            self._generation = generation
            for each in self._all:
                each.forget()
        elif stored != self._stored:  # another process may have changed what is known of an activity
            self.definitions.forget()
        for each in self._all:
            each.begin()

    def keep(self) -> None:
        """Keep what the job added, which is done."""
        for each in self._all:
            each.keep()

    def undo(self) -> None:
        """Forget what the job added, which was undone."""
        for each in self._all:
            each.undo()

    def commit(self, stored: int) -> None:
        """Remember what the transaction added, which is on disk with that as the last moment given out."""
        self._stored = stored
        for each in self._all:
            each.commit()
