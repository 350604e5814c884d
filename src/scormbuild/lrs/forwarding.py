"""Forwarding statements to another record store, from where it was left off.

How far it came is noted in the database once the destination has acknowledged, and statements keep their ids: whatever
breaks off, each arrives once.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from scormbuild.lrs.model.equality import same
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.multipart import Attachment, content_type, write
from scormbuild.lrs.model.version import VERSION_HEADER, Version
from scormbuild.lrs.store import Store
from scormbuild.lrs.store.forwarding import (
    Outgoing,
    advance,
    no_longer_aside,
    set_aside,
    those_set_aside,
    waiting,
)

BATCH = 100
ANSWER_SECONDS = 60.0
TRIES = 8
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 600.0
REASON_CHARACTERS = 300

_NOT_NOW = frozenset((408, 429, 500, 502, 503, 504))
_NOT_AT_ALL = {
    401: "it doesn't know the key and secret",
    403: "the key may not write there",
    404: "there is no record store at this address: it is the one that /statements lies under",
    405: "there is no record store at this address: it is the one that /statements lies under",
}


class Stopped(Exception):
    """Forwarding that can't go on, and why. What was acknowledged is noted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a destination said. Status 0: nothing, and `text` tells why."""

    status: int
    text: str
    retry_after: float | None = None
    location: str = ""


class Destination:
    """Another record store, by the address that its `/statements` lies under. Raises `ValueError` where it is none."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        parts = urlsplit(url.rstrip("/").removesuffix("/statements"))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise ValueError("the address must be like https://lrs.example.com/xapi, without key or parameters in it")
        self.url = parts.geturl()
        connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = connect(parts.hostname, parts.port, timeout=ANSWER_SECONDS)
        self._path = parts.path
        self._authorization = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()

    def ask(self, method: str, resource: str, version: Version, body: bytes = b"", type_: str = "") -> Answer:
        """Send a request, and return what it was answered with."""
        headers = {"Authorization": self._authorization, VERSION_HEADER: version.value}
        if type_:
            headers["Content-Type"] = type_
        try:
            self._connection.request(method, f"{self._path}{resource}", body or None, headers)
            response = self._connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            self._connection.close()
            return Answer(0, f"no answer ({error or type(error).__name__})")
        after = response.headers.get("Retry-After", "")
        return Answer(
            response.status,
            text,
            float(after) if after.isascii() and after.isdigit() else None,
            response.headers.get("Location", ""),
        )

    def speaks_2(self) -> bool:
        """Say whether it speaks xAPI 2.0, also where it doesn't say."""
        try:
            versions = json.loads(self.ask("GET", "/about", Version.V1_0_3).text)["version"]
            return any(version.startswith("2.") for version in versions)
        except (ValueError, TypeError, KeyError, AttributeError):
            return True

    def statement(self, statement_id: str, version: Version) -> Any:
        """Return the statement of an id, also a voided one, or None where it can't be read."""
        for parameter in ("statementId", "voidedStatementId"):
            answer = self.ask("GET", f"/statements?{urlencode({parameter: statement_id})}", version)
            if answer.status == 200:
                try:
                    return json.loads(answer.text)
                except ValueError:
                    return None
        return None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass(slots=True)
class Forwarding:
    """Statements on their way from a store to a destination.

    `tries`: how often a batch is sent while the destination can't take it; None: for ever. `most_refused`: so many
    statements, one after another, show that it is the destination that is wrong, not they.
    """

    store: Store
    destination: Destination
    tries: int | None = TRIES
    most_refused: int = 20
    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = lambda text: None
    sent: int = 0
    refused: int = 0
    _batch: int = BATCH
    _in_a_row: int = 0
    _speaks_2: bool | None = field(default=None)

    def catch_up(self) -> None:
        """Send all that the destination hasn't got yet. Raises `Stopped`, or `Unavailable` for the own database."""
        name = self.destination.url
        while True:
            with self.store.reading() as connection:
                batch = waiting(connection, name, self._batch)
            if not batch:
                return
            refused = self._send_in_runs(batch)
            with self.store.transaction() as transaction:
                advance(transaction, name, batch[-1].stored, refused)
            self.sent += len(batch) - len(refused)
            self.refused += len(refused)

    def try_again(self) -> None:
        """Send those that the destination refused before, one by one."""
        name, after = self.destination.url, -1
        while True:
            with self.store.reading() as connection:
                batch = those_set_aside(connection, name, after, BATCH)
            if not batch:
                return
            refused: dict[int, str] = {}
            for one in batch:
                refused |= self._send_in_runs([one])
                self._in_a_row = 0  # that these are refused is no surprise
            with self.store.transaction() as transaction:
                no_longer_aside(transaction, name, {one.stored for one in batch} - refused.keys())
                set_aside(transaction, name, refused)
            self.sent += len(batch) - len(refused)
            after = batch[-1].stored

    def _send_in_runs(self, batch: Sequence[Outgoing]) -> dict[int, str]:
        """Send statements, those of one version together, and return the moments of those refused with the reasons."""
        refused: dict[int, str] = {}
        for version, run in groupby(batch, self._version):
            refused |= self._send(list(run), version)
        return refused

    def _version(self, one: Outgoing) -> Version:
        if self._speaks_2 is None:
            self._speaks_2 = self.destination.speaks_2()
        is_2 = self._speaks_2 and one.prepared.statement["version"].startswith("2")
        return Version.V2_0_0 if is_2 else Version.V1_0_3

    def _send(self, batch: Sequence[Outgoing], version: Version) -> dict[int, str]:
        """Send statements of one version; halve what is refused until those at fault are found."""
        answer = self._answer(batch, version)
        if answer.status in (200, 204):
            self._in_a_row = 0
            return {}
        if len(batch) > 1:
            middle = len(batch) // 2
            if answer.status == 413:
                self._batch = max(1, middle)
            return self._send(batch[:middle], version) | self._send(batch[middle:], version)
        (one,) = batch
        if answer.status == 409 and self._is_there(one, version):
            self._in_a_row = 0
            return {}
        self._in_a_row += 1
        reason = f"{answer.status} {answer.text[:REASON_CHARACTERS]}"
        if self._in_a_row >= self.most_refused:
            raise Stopped(f"it refused {self._in_a_row} statements one after another, the last with {reason}")
        return {one.stored: reason}

    def _answer(self, batch: Sequence[Outgoing], version: Version) -> Answer:
        """Send statements until they are answered for good."""
        body, type_ = _body(batch, version)
        pause, tries = 1.0, 0
        while True:
            answer = self.destination.ask("POST", "/statements", version, body, type_)
            if answer.status in _NOT_AT_ALL:
                raise Stopped(f"{answer.status}: {_NOT_AT_ALL[answer.status]}")
            if 300 <= answer.status < 400:
                raise Stopped(f"it sends us on to {answer.location or 'somewhere else'}: name that address")
            if answer.status and answer.status not in _NOT_NOW:
                return answer
            tries += 1
            if tries == self.tries:
                # One statement may be what it fails on: look for it.
                if answer.status == 500:
                    return answer
                raise Stopped(f"it can't take statements: {answer.status or ''} {answer.text[:REASON_CHARACTERS]}")
            wait = min(answer.retry_after or 0.0, LONGEST_RETRY_AFTER) or pause
            self.tell(f"{answer.status or answer.text}: trying again in {wait:.0f} s")
            self.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _is_there(self, one: Outgoing, version: Version) -> bool:
        """Say whether the statement of that id is this one, as far as the key may see."""
        there = self.destination.statement(one.prepared.id, version)
        return not isinstance(there, Mapping) or same(one.prepared.statement, there)


def _body(batch: Sequence[Outgoing], version: Version) -> tuple[bytes, str]:
    """Return the body of a POST, with its Content-Type."""
    text = dumps([_as_sent(one, version) for one in batch]).encode()
    contents = {sha2: data for one in batch for sha2, data in one.contents.items()}
    if not contents:
        return text, "application/json"
    types = {
        attachment["sha2"].lower(): attachment["contentType"]
        for one in batch
        for holder in (one.prepared.statement, one.prepared.statement["object"])
        for attachment in holder.get("attachments", ())
    }
    boundary = secrets.token_hex(16)
    parts = [Attachment(sha2, types[sha2], data) for sha2, data in contents.items()]
    return write(text, parts, boundary), content_type(boundary)


def _as_sent(one: Outgoing, version: Version) -> dict[str, Any]:
    statement = one.prepared.statement
    if version is Version.V1_0_3 and not statement["version"].startswith("1"):
        return {**statement, "version": "1.0.0"}
    return statement
