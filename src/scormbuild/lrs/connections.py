"""Connections: what a client gets that sends slowly, without end or nothing at all, or doesn't read its answer.

The application limits bodies; this limits what comes before it is asked, and what is left when it has answered.
"""

from __future__ import annotations

import asyncio
from collections import deque

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 20.0
HEAD_BYTES = 128 * 1024  # an agent in a query may be long
MESSAGE_SECONDS = 60.0
"""For head and body, from the head's end on. The application gives a body up before that, and says so."""
MESSAGE_BYTES = 64 * 1024 * 1024
"""On the wire, whatever the application takes of it: a body of ten MiB in chunks of one byte, and some more."""
WRITE_SECONDS = 120.0

_TOO_LARGE = f'{{"error":"address and headers may have at most {HEAD_BYTES:,} bytes"}}'.encode()
TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_TOO_LARGE), _TOO_LARGE)
)


class Connection(HttpToolsProtocol):
    """uvicorn's HTTP connection, with an end to everything that it waits for."""

    _reading: asyncio.TimerHandle | None = None
    """Ends the connection unless the head, or then the whole message, comes in time."""
    _writing: asyncio.TimerHandle | None = None
    """Ends the connection unless the client reads what was written."""
    _in_head = True
    _bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        self._unanswered: deque[RequestResponseCycle] = deque()
        super().connection_made(transport)
        self._wait_for_message(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._message_came()
        self.resume_writing()
        super().connection_lost(exc)
        # Where requests came ahead of the answers, uvicorn tells only the last of them.
        for cycle in self._unanswered:
            cycle.disconnected = True

    def data_received(self, data: bytes) -> None:
        """Read on, within the limits."""
        if self._reading is None and self._in_head:  # the connection was idle: these may be no more than line breaks
            self._wait_for_message(HEAD_SECONDS)
        self._bytes += len(data)
        super().data_received(data)
        if self._in_head and self._bytes > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self._close()
        elif self._bytes > MESSAGE_BYTES:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        """Answer, and wait for the rest of the message."""
        self._in_head = False
        self._wait_for_message(MESSAGE_SECONDS)
        super().on_headers_complete()
        self._unanswered.append(self.cycle)

    def on_message_complete(self) -> None:
        """Wait for the application."""
        self._message_came()
        self._in_head = True
        self._bytes = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, or until the client has read the last answer."""
        self._unanswered.popleft()
        super().on_response_complete()
        if self.transport.is_closing():
            self._wait_for_reader()

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def timeout_keep_alive_handler(self) -> None:
        """End an idle connection, also where its client hasn't read the last answer."""
        self.transport.abort()

    def _wait_for_message(self, seconds: float) -> None:
        self._message_came()
        self._reading = self.loop.call_later(seconds, self.transport.abort)

    def _message_came(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _wait_for_reader(self) -> None:
        if self._writing is None:
            self._writing = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def _close(self) -> None:
        self.transport.close()
        self._wait_for_reader()
