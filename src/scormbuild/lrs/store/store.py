"""The store: transactions for those who write, one after another, and connections for those who read."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from scormbuild.lrs.model.mentions import Term
from scormbuild.lrs.store.database import Connection, Database
from scormbuild.lrs.store.errors import Unavailable
from scormbuild.lrs.store.memory import Memory
from scormbuild.lrs.store.schema import lay_tables
from scormbuild.lrs.store.terms import numbers

T = TypeVar("T")

READERS = 4
JOBS_AT_ONCE = 64  # so that the first in line doesn't wait for long


class Transaction:
    """What a job may do: run SQL, number terms, and take moments of storing."""

    def __init__(self, connection: Connection, memory: Memory, last_moment: int) -> None:
        self.connection = connection
        self.memory = memory
        self.last_moment = last_moment

    def moment(self) -> int:
        """Return a moment of storing, later than every one before it: microseconds since 1970 in UTC."""
        self.last_moment += 1
        return self.last_moment

    def numbers(self, terms: set[Term]) -> Mapping[Term, int]:
        """Return the number of each term; those that are new are added."""
        return numbers(self.connection, self.memory.terms, terms)

    def number(self, term: Term) -> int:
        """Return the number of a term, which is added where it is new."""
        return self.numbers({term})[term]

    def terms_changed(self) -> None:
        """Tell every process that terms or names were deleted, so that none goes on with those it remembers."""
        self.connection.rows("UPDATE head SET generation = generation + 1")


Job = Callable[[Transaction], T]
Query = Callable[[Connection], T]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A job in the writer's line, with the future that its result is for."""

    job: Job[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Store:
    """A database with its tables.

    `transaction` and `reading` work anywhere, one thread at a time. Servers call `start` and then `write` and `read`:
    jobs that wait at the same time share one transaction, so that many clients don't cost many flushes, and each is all
    or nothing.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._writer = database.connect(for_writing=True)
        try:
            lay_tables(database, self._writer)
        except BaseException:
            self._writer.close()
            raise
        self._memory = Memory()
        self._line: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._local = threading.local()
        self._reading: list[Connection] = []

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Run the block in one transaction, which is on disk when the block is left, or undone where it raises."""
        connection = self._writer
        connection.begin()
        try:
            stored, generation = connection.rows("SELECT stored, generation FROM head")[0]
            self._memory.begin(stored, generation)
            begun = max(stored, connection.now() - 1)
            transaction = Transaction(connection, self._memory, begun)
            yield transaction
            if transaction.last_moment > begun:
                stored = transaction.last_moment
                connection.rows("UPDATE head SET stored = ?", [stored])
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        self._memory.keep()
        self._memory.commit(stored)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the block this thread's connection for reading."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.database.connect()
            self._reading.append(connection)
        yield connection

    def start(self) -> None:
        """Start the thread that writes."""
        self._thread = threading.Thread(target=self._write_jobs, name="writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many jobs stand in the writer's line."""
        return self._line.qsize()

    async def write(self, job: Job[T]) -> T:
        """Run a job in a transaction. When this returns, all that it did is on disk.

        Raises what the job raises, which is undone, or `Unavailable`.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._line.put(_Waiting(job, loop, future))
        return await future

    async def read(self, query: Query[T]) -> T:
        """Run a query in a thread of its own."""

        def run() -> T:
            with self.reading() as connection:
                return query(connection)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    def close(self) -> None:
        """Finish what waits, and close all connections."""
        if self._thread is not None:
            self._line.put(None)
            self._thread.join()
        self._readers.shutdown()
        for connection in (*self._reading, self._writer):
            connection.close()

    def _write_jobs(self) -> None:
        going_on = True
        while going_on:
            waiting = [self._line.get()]
            while len(waiting) < JOBS_AT_ONCE and not self._line.empty():
                waiting.append(self._line.get())
            group = [one for one in waiting if one is not None]
            going_on = len(group) == len(waiting)
            if group:
                self._write_group(group)

    def _write_group(self, group: list[_Waiting]) -> None:
        """Run jobs in one transaction, each undone by itself where it fails; answer once it is on disk."""
        outcomes: list[Callable[[], None]] = []
        try:
            with self.transaction() as transaction:
                for waiting in group:
                    outcomes.append(self._outcome(transaction, waiting, alone=len(group) == 1))
        except Exception as error:  # whatever it is, those who wait must hear of it, and the thread goes on
            outcomes = [_raising(waiting.future, error) for waiting in group]
        by_loop: dict[asyncio.AbstractEventLoop, list[Callable[[], None]]] = {}
        for waiting, outcome in zip(group, outcomes, strict=True):
            by_loop.setdefault(waiting.loop, []).append(outcome)
        for loop, answers in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, answers)

    def _outcome(self, transaction: Transaction, waiting: _Waiting, *, alone: bool) -> Callable[[], None]:
        """Run one job, and return how to answer the one who waits."""
        connection = transaction.connection
        if alone:  # its failure undoes the transaction
            return _returning(waiting.future, waiting.job(transaction))
        connection.savepoint()
        try:
            result = waiting.job(transaction)
        except Unavailable:
            raise  # the database itself fails: none of the group is stored
        except Exception as error:  # the others must not suffer for it
            connection.undo()
            self._memory.undo()
            return _raising(waiting.future, error)
        connection.release()
        self._memory.keep()
        return _returning(waiting.future, result)


def _returning(future: asyncio.Future[T], result: T) -> Callable[[], None]:
    return lambda: None if future.done() else future.set_result(result)


def _raising(future: asyncio.Future[Any], error: Exception) -> Callable[[], None]:
    return lambda: None if future.done() else future.set_exception(error)


def _answer(answers: list[Callable[[], None]]) -> None:
    for answer in answers:
        answer()
