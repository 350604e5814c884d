"""What those who write remember of the tables from one transaction to the next."""

from __future__ import annotations

from typing import Generic, TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Remembered(Generic[KeyT, ValueT]):
    """A part of a table, as it is for the job that asks.

    What a transaction added is gone where it is undone: hence three layers, of the store, of the transaction and of
    its job. It holds `most` entries and those of one transaction.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._committed: dict[KeyT, ValueT] = {}
        self._kept: dict[KeyT, ValueT] = {}
        self._added: dict[KeyT, ValueT] = {}

    def get(self, key: KeyT) -> ValueT | None:
        """Return what is remembered, or `None`."""
        if self._added and (value := self._added.get(key)) is not None:
            return value
        if self._kept and (value := self._kept.get(key)) is not None:
            return value
        return self._committed.get(key)

    def add(self, key: KeyT, value: ValueT) -> None:
        """Remember what the job wrote or read."""
        self._added[key] = value

    def begin(self) -> None:
        """Begin a transaction. Whatever the one before left undone is forgotten."""
        if len(self._committed) > self._most:
            self._committed.clear()
        self._kept.clear()
        self._added.clear()

    def keep(self) -> None:
        """Keep what the job added, which is done."""
        self._kept |= self._added
        self._added.clear()

    def undo(self) -> None:
        """Forget what the job added, which was undone."""
        self._added.clear()

    def commit(self) -> None:
        """Remember what the transaction added, which is on disk."""
        self._committed |= self._kept
        self._kept.clear()

    def forget(self) -> None:
        """Forget all: somebody else changed the table."""
        self._committed.clear()
