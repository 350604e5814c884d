"""The record store, served to tests over HTTP, and a client that shows every answer as it came."""

import base64
import json
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Self
from urllib.parse import urlencode

from scormbuild.lrs.credentials import Scope, add_credential
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.serve import listen, server
from scormbuild.lrs.service import Limits, Service
from scormbuild.lrs.store import open_store
from scormbuild.lrs.store.database import Clock

HOME_PAGE = "https://lrs.example.org/xapi/"


@dataclass(frozen=True)
class Answer:
    """What a request was answered with. Names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """What a refusal says."""
        message: str = self.json()["error"]
        return message


class Client:
    """Asks with one key, in one version. Each request has a connection of its own."""

    def __init__(self, port: int, key: str, secret: str, version: str = "1.0.3") -> None:
        self.port = port
        self.version = version
        self.authorization = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()

    @property
    def pair(self) -> tuple[str, str]:
        """The key and its secret."""
        key, _, secret = base64.b64decode(self.authorization.removeprefix("Basic ")).decode().partition(":")
        return key, secret

    def in_version(self, version: str) -> "Client":
        """The same key in another version."""
        client = Client(self.port, "", "", version)
        client.authorization = self.authorization
        return client

    def ask(
        self,
        method: str,
        resource: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        json_: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        """Send a request to `/xapi` + resource. A header that is None isn't sent."""
        values = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in (parameters or {}).items()
        }
        query = f"?{urlencode(values)}" if values else ""
        sent: dict[str, str | None] = {
            "Authorization": self.authorization,
            "X-Experience-API-Version": self.version,
            **(headers or {}),
        }
        if json_ is not None:
            body = json.dumps(json_).encode()
            sent.setdefault("Content-Type", "application/json")
        return self.send(method, f"/xapi{resource}{query}", body, {n: v for n, v in sent.items() if v is not None})

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send a request as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, response.read())
        finally:
            connection.close()

    def store(self, *statements: Any) -> list[str]:
        """Store statements and return their ids."""
        answer = self.ask("POST", "/statements", json_=list(statements))
        assert answer.status == 200, answer.body
        ids: list[str] = answer.json()
        return ids

    def found(self, **parameters: Any) -> list[str]:
        """The ids of the first page of statements."""
        answer = self.ask("GET", "/statements", parameters)
        assert answer.status == 200, answer.body
        return [statement["id"] for statement in answer.json()["statements"]]

    def more(self, path: str) -> Answer:
        """Ask for what `more` says."""
        headers = {"Authorization": self.authorization, "X-Experience-API-Version": self.version}
        return self.send("GET", path, None, headers)


class Served(AbstractContextManager["Served"]):
    """A record store that answers, from `with` to its end."""

    def __init__(
        self,
        location: str,
        limits: Limits | None = None,
        unnamed_version: Version = Version.V2_0_0,
        clock: Clock | None = None,
        origins: frozenset[str] | None = None,
        proxies: Sequence[str] = (),
    ) -> None:
        self.location = location
        self.store = open_store(location, clock=clock)
        self._listening = listen("127.0.0.1", 0)
        self.port: int = self._listening.getsockname()[1]
        self.client = self.client_with(Scope.ALL)
        self._started = threading.Event()
        service = Service(self.store, limits or Limits(), unnamed_version, origins)
        self._server = server(service, self._started.set, proxies)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]})

    def client_with(self, *scopes: Scope, below: str | None = None, per_minute: int | None = None) -> Client:
        """A client with a new key."""
        store = open_store(self.location)  # the other one's writer belongs to the server
        with closing(store), store.transaction() as transaction:
            credential, secret = add_credential(transaction, "test", scopes, HOME_PAGE, below, per_minute)
        return Client(self.port, credential.key, secret)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()
