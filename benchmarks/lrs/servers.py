"""Record stores in processes of their own, what their CPU and memory are, and clients that keep their connections."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Sequence
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from tests.lrs.postgresql import PostgreSQLServer

from benchmarks.measure import BIN


class Server(AbstractContextManager["Server"]):
    """A record store on 127.0.0.1, from `with` to its end."""

    name: str
    base = "/xapi"

    def __init__(self) -> None:
        self.port = 0
        self.authorization = ""

    def command(self) -> Sequence[str | Path]:
        """What starts it."""
        raise NotImplementedError

    def wait_until_started(self) -> None:
        """Return when it takes requests, with port and key known."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What it is told besides."""
        return dict(os.environ)

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [str(part) for part in self.command()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a line of the log for each request
            text=True,
            env=self.environment(),
        )
        self.wait_until_started()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=60)

    @property
    def cpu_seconds(self) -> float:
        """The time that its threads have run, to the nanosecond. None of them may have ended."""
        return thread_seconds(self.process.pid)

    @property
    def peak_mib(self) -> float:
        """The largest resident set so far."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii"))
        return int(found[1]) / 1024 if found else float("nan")


class Ours(Server):
    """`scormbuild lrs serve` on a database that is new, so that it makes a key."""

    name = "scormbuild"

    def __init__(self, database: str) -> None:
        super().__init__()
        self._database = database

    def command(self) -> Sequence[str | Path]:
        """As an administrator types it."""
        return [BIN / "scormbuild", "lrs", "serve", "--database", self._database, "--port", "0"]

    def wait_until_started(self) -> None:
        """Read address and key from what it prints."""
        if self.process.stdout is None:
            raise TypeError("its output isn't read")
        said = ""
        while (found := re.search(r":([0-9]+)/.*\bkey +(\S+)\n.*\bsecret +(\S+)\n", said, re.DOTALL)) is None:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"it didn't start: {said}")
            said += line
        self.port = int(found[1])
        self.authorization = basic(found[2], found[3])


class OnPostgreSQL(Ours):
    """The same on a database of a PostgreSQL of its own, whose CPU counts too."""

    name = "scormbuild on PostgreSQL"

    def __init__(self) -> None:
        super().__init__("")
        self._postgresql = PostgreSQLServer()

    def __enter__(self) -> Self:
        self._database = self._postgresql.__enter__().new_database()
        return super().__enter__()

    def __exit__(self, *given: object) -> None:
        super().__exit__(*given)
        self._postgresql.__exit__(*given)

    @property
    def cpu_seconds(self) -> float:
        """That of the store and of those processes of PostgreSQL that serve it."""
        return super().cpu_seconds + sum(map(thread_seconds, self._postgresql.backends()))


# As released (5.1), its file system backend creates the file at every request, and so refuses the second one.
RALPH = """
import sys, uvicorn
from ralph.api import app
from ralph.api.routers.statements import BACKEND_CLIENT
from ralph.backends.data.base import BaseOperationType
write = BACKEND_CLIENT.write
BACKEND_CLIENT.write = lambda **given: write(**{**given, "operation_type": BaseOperationType.APPEND})
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


class Ralph(Server):
    """Ralph with its file system backend, from a virtual environment where it is installed."""

    name = "Ralph"
    base = "/xAPI"

    def __init__(self, environment: Path, folder: Path) -> None:
        super().__init__()
        self._bin = environment / "bin"
        self._folder = folder
        self.authorization = basic("bench", "bench")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        arguments = ["auth", "-u", "bench", "-p", "bench", "-s", "all", "-M", "mailto:bench@example.no", "-w"]
        subprocess.run([self._bin / "ralph", *arguments], env=self.environment(), check=True, stdout=subprocess.DEVNULL)

    def command(self) -> Sequence[str | Path]:
        """Its application in uvicorn, as its own command runs it."""
        return [self._bin / "python", "-c", RALPH, str(self.port)]

    def environment(self) -> dict[str, str]:
        """Its settings."""
        return {
            **os.environ,
            "RALPH_APP_DIR": str(self._folder),
            "RALPH_AUTH_FILE": str(self._folder / "auth.json"),
            "RALPH_RUNSERVER_BACKEND": "fs",
            "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(self._folder),
        }

    def wait_until_started(self) -> None:
        """Ask until it answers."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("Ralph didn't start")


class Client:
    """One client on one connection."""

    def __init__(self, server: Server) -> None:
        self._connection = HTTPConnection("127.0.0.1", server.port, timeout=600)
        self._base = server.base
        self._headers = {
            "Authorization": server.authorization,
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }

    def post(self, batch: Sequence[bytes]) -> None:
        """Store a batch. One statement goes alone, as clients send it."""
        body = batch[0] if len(batch) == 1 else b"[" + b",".join(batch) + b"]"
        self._ask("POST", f"{self._base}/statements", body)

    def get(self, query: dict[str, str]) -> dict[str, Any]:
        """Ask for a page."""
        page: dict[str, Any] = json.loads(self._ask("GET", f"{self._base}/statements?{urlencode(query)}"))
        return page

    def more(self, page: dict[str, Any]) -> dict[str, Any]:
        """Ask for the page after one."""
        following: dict[str, Any] = json.loads(self._ask("GET", page["more"]))
        return following

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self._connection.request(method, path, body, self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise ValueError(f"{method} {path[:100]} was answered {response.status} {answer[:200]!r}")
        return answer


def thread_seconds(pid: int) -> float:
    """The time that a process's threads have run, to the nanosecond."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def basic(key: str, secret: str) -> str:
    """The `Authorization` of a key and its secret."""
    return f"Basic {b64encode(f'{key}:{secret}'.encode()).decode()}"
