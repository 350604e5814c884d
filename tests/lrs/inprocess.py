"""The application without a server: requests as ASGI has them, thousands in a second."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Self

from scormbuild.lrs.app import App
from scormbuild.lrs.credentials import Scope, add_credential
from scormbuild.lrs.service import Limits, Service
from scormbuild.lrs.store import open_store
from tests.lrs.serving import HOME_PAGE, Answer, Client

Header = tuple[str, str]


class InProcess(AbstractContextManager["InProcess"]):
    """An application on a database, from `with` to its end."""

    def __init__(self, database: str, limits: Limits | None = None) -> None:
        self.store = open_store(database)
        with self.store.transaction() as transaction:
            credential, secret = add_credential(transaction, "test", [Scope.ALL], HOME_PAGE)
        self.authorization = Client(0, credential.key, secret).authorization
        self._app = App(Service(self.store, limits or Limits()))
        self._runner = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1)  # Playwright leaves an event loop running in the main thread

    def __enter__(self) -> Self:
        self.store.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def ask(
        self,
        method: str,
        path: str,
        query: str = "",
        body: bytes | Iterable[bytes] = b"",
        headers: Iterable[Header] = (),
        *,
        version: str = "1.0.3",
    ) -> Answer:
        """Ask with the key and in the version, unless the headers say otherwise. The body may come in pieces."""
        given = {
            "authorization": self.authorization,
            "x-experience-api-version": version,
            "content-type": "application/json",
            **dict(headers),
        }
        return self.send(method, path, query, list(given.items()), [body] if isinstance(body, bytes) else body)

    def send(
        self, method: str, path: str, query: str, headers: Iterable[Header], body: Iterable[bytes] = (b"",)
    ) -> Answer:
        """Send a request as it is. Texts are what the bytes on the wire are in Latin-1."""
        return self._thread.submit(self._runner.run, self._send(method, path, query, headers, iter(body))).result()

    async def _send(
        self, method: str, path: str, query: str, headers: Iterable[Header], body: Iterator[bytes]
    ) -> Answer:
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }
        answered: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            piece = next(body, None)
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        async def send(message: dict[str, Any]) -> None:
            answered.append(message)

        await self._app(scope, receive, send)
        start, *rest = answered
        fields = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], fields, b"".join(message["body"] for message in rest))
