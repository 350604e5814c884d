"""Running the record store: the first key, and the server."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Sequence

import uvicorn

from scormbuild.errors import UsageError
from scormbuild.lrs.app import BASE, App
from scormbuild.lrs.connections import Connection
from scormbuild.lrs.credentials import Scope, add_credential, has_credentials
from scormbuild.lrs.service import Service
from scormbuild.lrs.store import Store

KEEP_ALIVE_SECONDS = 75
CONNECTIONS = 1_000
SHUTDOWN_SECONDS = 15
GARBAGE_OBJECTS = 50_000


def first_key(store: Store, home_page: str) -> tuple[str, str] | None:
    """Make a key that may do everything where there is none yet, and return it with its secret."""
    with store.transaction() as transaction:
        if has_credentials(transaction.connection):
            return None
        credential, secret = add_credential(transaction, "first key", [Scope.ALL], home_page)
    return credential.key, secret


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Port 0 takes a free one. Raises `UsageError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"can't listen on {host} port {port}: {error.strerror or error}") from None
    return listening


def address(listening: socket.socket) -> str:
    """Return the address that clients are given."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{BASE}/"


def server(service: Service, started: Callable[[], None] = lambda: None, proxies: Sequence[str] = ()) -> uvicorn.Server:
    """Return a server of the store, to be run on sockets that listen. `started` is called once requests are taken.

    `proxies` are the addresses of those who are believed about whom a request is from.
    """
    config = uvicorn.Config(
        App(service),
        http=Connection,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        forwarded_allow_ips=list(proxies),
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    return _Server(config, started)


class _Server(uvicorn.Server):
    """Tells when it takes requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to take requests."""
        await super().startup(sockets)
        # What is there now stays, and a batch of statements makes thousands of objects that no cycle keeps: looking
        # for garbage as often as Python does otherwise costs a twentieth of all time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_OBJECTS)
        self._tell()
