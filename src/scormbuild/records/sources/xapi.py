"""Any maker's record store, over xAPI: page after page, from where it was left off.

The library tincan talks to it. Its objects are passed by: it is slow to make them, rewrites durations and refuses ids
that stores have taken, so pages are read as they came.
"""

from __future__ import annotations

import base64
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from scormbuild.errors import UsageError
from scormbuild.lrs.model.values import utc_text
from scormbuild.records.sources.base import Progress, Sink, nobody
from scormbuild.records.statements.reading import Reader
from scormbuild.records.statements.times import moment_of

VERSION: Final = "1.0.3"
PAGE: Final = 1000
"""Statements that are asked for at a time; stores give as many as they please."""
TRIES: Final = 8
LONGEST_PAUSE: Final = 60.0
LONGEST_RETRY_AFTER: Final = 600.0
ANSWER_SECONDS: Final = 60.0
MOST_REMEMBERED: Final = 10_000

_NOT_NOW: Final = frozenset((408, 429, 500, 502, 503, 504))
_NOT_AT_ALL: Final = {
    401: "it doesn't know the key and secret",
    403: "the key may not read statements there",
    404: "there is no record store at this address: it is the one that /statements lies under",
    405: "there is no record store at this address: it is the one that /statements lies under",
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class _Page(msgspec.Struct):
    """What a store answers with (xAPI-Communication 2.1.3)."""

    statements: list[msgspec.Raw]
    more: str | None = None


class _Stored(msgspec.Struct):
    id: str = ""
    stored: str = ""


class _Cursor(msgspec.Struct):
    """How far a store was read: all that it stored at `since` or before, and what is `seen` of what it stored later."""

    since: int = 0
    """Moment, microseconds since 1970 in UTC."""
    seen: dict[str, int] = {}
    """Ids, with the moment when each was stored."""

    def advance(self, read: dict[str, int], consistent: int) -> None:
        """Note what was read, from a store that promised to have shown all that it stored until `consistent`.

        Many stores give a whole batch one moment, and a page may end within: the last moment is asked for again.
        """
        self.seen |= read
        self.since = max(self.since, min(max(read.values(), default=0), consistent) - 1)
        latest = sorted(((moment, id_) for id_, moment in self.seen.items() if moment > self.since), reverse=True)
        self.seen = {id_: moment for moment, id_ in latest[:MOST_REMEMBERED]}


class RecordStore:
    """A record store by the address that its `/statements` lies under.

    `since`: only what was stored after that. `sleep` waits for so many seconds. Raises `UsageError` where the address
    is none.
    """

    def __init__(
        self,
        url: str,
        key: str,
        secret: str,
        *,
        since: datetime | None = None,
        progress: Progress = nobody,
        waiting: Callable[[str], object] = nobody,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        try:
            parts = urlsplit(url.rstrip("/").removesuffix("/statements"))
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise UsageError(
                "the record store's address must be like https://lrs.example.com/xapi, without key or parameters in it"
            )
        self.name = parts.geturl()
        self._key = (key, secret)
        self._since = since
        self._progress = progress
        self._waiting = waiting
        self._sleep = sleep

    def read(self, sink: Sink) -> None:
        """Read what was stored since the last time.

        Raises `UsageError` where the store refuses, or doesn't answer however often it is asked. What was read until
        then may be kept: the next time goes on from there.
        """
        lrs = self._lrs()
        reader = Reader(sink)
        source = f"xapi:{self.name}"
        cursor = msgspec.json.decode(sink.cursor(source) or "{}", type=_Cursor)
        if self._since is not None:
            cursor.since = max(cursor.since, (self._since - _EPOCH) // timedelta(microseconds=1))
        query = {"ascending": "true", "limit": PAGE}
        if cursor.since:
            query["since"] = utc_text(_EPOCH + timedelta(microseconds=cursor.since))
        asked = "statements"
        page, consistent = self._ask(lrs, asked, query)
        count = last = 0
        is_ordered = True  # some stores don't know `ascending`: how far they were read is known at the end
        while True:
            stored = [_stored(raw) for raw in page.statements]
            new = [bytes(raw) for raw, (id_, _) in zip(page.statements, stored, strict=True) if id_ not in cursor.seen]
            reader.texts(new, f"{self.name}, statement", range(count + 1, count + 1 + len(new)))
            count += len(new)
            moments = [last, *(moment for _, moment in stored)]
            is_ordered = is_ordered and moments == sorted(moments)
            last = max(moments)
            cursor.advance(dict(stored), consistent)
            if is_ordered or not page.more:
                sink.advance(source, msgspec.json.encode(cursor).decode())
            self._progress(count)
            if not page.more:
                return
            address = self._more(page.more)
            if address == asked:
                raise UsageError(f"{self.name} answers with the same page again and again: ask who runs it")
            page, consistent = self._ask(lrs, address, {})
            asked = address

    def _lrs(self) -> Any:
        from tincan import RemoteLRS

        key, secret = self._key
        return RemoteLRS(endpoint=self.name, version=VERSION, auth=_basic(key, secret))

    def _more(self, link: str) -> str:
        """Return the address of the next page. The key goes to no other host."""
        address = urljoin(f"{self.name}/", link)
        if urlsplit(address)[:2] != urlsplit(self.name)[:2]:
            raise UsageError(f"{self.name} goes on at {address}: give the address that it knows itself by")
        return address

    def _ask(self, lrs: Any, resource: str, query: dict[str, object]) -> tuple[_Page, int]:
        """Return a page, and the moment until which the store promises to have shown all."""
        from tincan.http_request import HTTPRequest

        for tries in range(TRIES):
            request = HTTPRequest(method="GET", resource=resource, query_params=query)
            pause = min(2.0**tries, LONGEST_PAUSE)
            try:
                with _impatiently():
                    answer = lrs._send_request(request)
            except ssl.SSLCertVerificationError as error:
                raise UsageError(f"{self.name} can't show that it is who it says: {error.verify_message}") from None
            except (OSError, HTTPException) as error:
                problem = f"no answer ({error or type(error).__name__})"
            except UnicodeDecodeError:
                problem = "its answer isn't UTF-8"
            else:
                status, text = answer.response.status, answer.data
                if status == 200 and (page := _page(text)) is not None:
                    return page, _moment_in(answer.response.getheader("X-Experience-API-Consistent-Through"))
                if status == 200:
                    problem = "its answer breaks off, or isn't a page of statements"
                elif status in _NOT_NOW:
                    problem = f"it answers {status}"
                    pause = _retry_after(answer.response.getheader("Retry-After")) or pause
                else:
                    why = _NOT_AT_ALL.get(status) or f"it answers {status}: {text[:300]}"
                    raise UsageError(f"{self.name}: {why}")
            if tries + 1 < TRIES:
                self._waiting(f"{self.name}: {problem}; asking again in {pause:.0f} s")
                self._sleep(pause)
        raise UsageError(f"{self.name}: {problem}, {TRIES} times over; what was read is kept, so try again later")


def _page(text: str) -> _Page | None:
    try:
        return msgspec.json.decode(text, type=_Page)
    except (ValueError, RecursionError):
        return None


def _stored(statement: msgspec.Raw) -> tuple[str, int]:
    """Return a statement's id and the moment when it was stored; "" and 0 where it doesn't say."""
    try:
        each = msgspec.json.decode(statement, type=_Stored)
        return each.id, moment_of(each.stored)
    except (ValueError, RecursionError):
        return "", 0


def _moment_in(header: str | None) -> int:
    """Return the moment of a header; for ever where it isn't there."""
    try:
        return moment_of(header or "")
    except ValueError:
        return 2**62


def _retry_after(header: str | None) -> float:
    """Return how many seconds a store asks for; 0 where it doesn't."""
    text = header or ""
    return min(float(text), LONGEST_RETRY_AFTER) if text.isascii() and text.isdigit() else 0.0


def _basic(key: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{key}:{secret}'.encode()).decode()}"  # tincan's own takes ASCII alone


@contextmanager
def _impatiently() -> Iterator[None]:
    """Give up waiting for an answer after a while: tincan has no setting for it."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(ANSWER_SECONDS)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
