"""Clients that store statements all at the same time, and know what must be there afterwards."""

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.client import HTTPException
from itertools import pairwise
from typing import Any, Self

from tests.lrs.examples import Json, statement
from tests.lrs.serving import Answer, Client

SIZES = (1, 7, 1, 25)
AGENTS = [{"mbox": f"mailto:person{number}@example.no"} for number in range(5)]
VERBS = [f"http://adlnet.gov/expapi/verbs/{name}" for name in ("answered", "passed", "experienced")]
ACTIVITIES = [f"https://kurs.example.no/brannvern/{name}" for name in ("q1", "q2", "side", "test")]
PADDING = "https://kurs.example.no/ext/padding"


class Load(AbstractContextManager["Load"]):
    """Clients that post batches, from `with` to its end, all under one registration.

    With `persistent` a batch that was refused with 503 or 507, or whose answer never came, is sent again until it is
    acknowledged; without it the client is done.
    """

    def __init__(self, *clients: Client, persistent: bool = False) -> None:
        self.registration = str(uuid.uuid4())
        self.sent: list[list[Json]] = []
        self.acknowledged: list[list[Json]] = []
        self.refusals: list[Answer] = []
        """Every answer other than 200."""
        self._persistent = persistent
        self._changed = threading.Condition()
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=self._post, args=(client, random.Random(number)))
            for number, client in enumerate(clients)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, come_true: Callable[[], bool], seconds: float = 60) -> None:
        """Return as soon as it is true; asked whenever an answer came or stayed away."""
        with self._changed:
            assert self._changed.wait_for(come_true, seconds), self.refusals[-3:]

    def wait_for_more(self, batches: int) -> None:
        """Return when so many more batches are acknowledged."""
        before = len(self.acknowledged)
        self.wait_for(lambda: len(self.acknowledged) >= before + batches)

    def _post(self, client: Client, chance: random.Random) -> None:
        while not self._done.is_set():
            batch = [self._statement(chance) for _ in range(chance.choice(SIZES))]
            with self._changed:
                self.sent.append(batch)
            while not self._is_acknowledged(client, batch):
                if not self._persistent:
                    return
                self._done.wait(0.02)  # as a client would, rather than storm the store

    def _is_acknowledged(self, client: Client, batch: list[Json]) -> bool:
        try:
            answer = client.ask("POST", "/statements", json_=batch)
        except (OSError, HTTPException):  # killed, or not yet there again
            answer = None
        with self._changed:
            if answer is not None and answer.status == 200:
                self.acknowledged.append(batch)
            elif answer is not None:
                self.refusals.append(answer)
            self._changed.notify_all()
        return answer is not None and answer.status == 200

    def _statement(self, chance: random.Random) -> Json:
        return statement(
            id=str(uuid.uuid4()),
            actor=chance.choice(AGENTS),
            verb={"id": chance.choice(VERBS)},
            object={"id": chance.choice(ACTIVITIES)},
            context={"registration": self.registration, "extensions": {PADDING: "æ" * chance.randrange(600)}},
        )

    # --- what must hold afterwards ---

    def check(self, client: Client) -> None:
        """Prove that nothing acknowledged is missing, nothing is there by half, and that every index knows it."""
        stored = list(every_statement(client, registration=self.registration, ascending="true"))
        by_id = {each["id"]: each for each in stored}
        assert len(by_id) == len(stored)
        for batch in self.acknowledged:
            assert {each["id"] for each in batch} <= by_id.keys()
        for batch in self.sent:
            assert len({each["id"] for each in batch} & by_id.keys()) in (0, len(batch))
            for each in batch:
                if each["id"] in by_id:
                    assert {key: by_id[each["id"]][key] for key in each} == each
        moments = [each["stored"] for each in stored]
        assert all(before < after for before, after in pairwise(moments))
        for agent in AGENTS:
            self._check_found(client, [each for each in stored if each["actor"]["mbox"] == agent["mbox"]], agent=agent)
        for verb in VERBS:
            self._check_found(client, [each for each in stored if each["verb"]["id"] == verb], verb=verb)
        for iri in ACTIVITIES:
            self._check_found(client, [each for each in stored if each["object"]["id"] == iri], activity=iri)

    def _check_found(self, client: Client, expected: list[Json], **query: Any) -> None:
        found = every_statement(client, registration=self.registration, ascending="true", **query)
        assert [each["id"] for each in found] == [each["id"] for each in expected]

    def send_all_again(self, client: Client) -> None:
        """Prove that a client which never heard an answer may send all of it again."""
        for batch in self.sent:
            assert client.ask("POST", "/statements", json_=batch).status == 200
        stored = {each["id"] for each in every_statement(client, registration=self.registration)}
        assert stored == {each["id"] for batch in self.sent for each in batch}


def every_statement(client: Client, **parameters: Any) -> Iterator[Json]:
    """Yield what a query finds, page by page."""
    answer = client.ask("GET", "/statements", {"limit": "500", **parameters})
    while True:
        assert answer.status == 200, answer.body
        page = answer.json()
        yield from page["statements"]
        if not page["more"]:
            return
        answer = client.more(page["more"])
