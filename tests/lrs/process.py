"""`scormbuild lrs serve` in a process of its own: tests kill it, and read what it says."""

import re
import resource
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from scormbuild.lrs.credentials import Scope, add_credential
from scormbuild.lrs.store import open_store
from tests.lrs.serving import HOME_PAGE, Client

COMMAND = [sys.executable, "-m", "scormbuild", "lrs", "serve", "--port", "0"]


class Process(AbstractContextManager["Process"]):
    """A record store that is started, killed and started again on the same database, from `with` to its end."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database = database
        self._log = folder / f"{id(self)}.log"
        self._key, self._secret = new_key(database)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it takes requests."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*COMMAND, "--database", self.database],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:([0-9]+)/xapi/", said)
        assert found, said + self.log
        self.client = Client(int(found[1]), self._key, self._secret)

    def kill(self) -> None:
        """End it as a power cut would, in the middle of whatever it does."""
        self._process.kill()
        self._ended()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._process.terminate()
        self._ended()

    def limit_files(self, bytes_: int) -> None:
        """Let none of its files grow beyond this."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (bytes_, bytes_))

    @property
    def log(self) -> str:
        """All that it has said on stderr, over all its starts."""
        return self._log.read_text(encoding="utf-8")

    @property
    def peak_mib(self) -> float:
        """The largest resident set since it was started."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+([0-9]+) kB", status)
        assert found
        return int(found[1]) / 1024

    def _ended(self) -> None:
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.wait(30)


def new_key(database: str) -> tuple[str, str]:
    """Add a key that may do everything, and return it with its secret."""
    store = open_store(database)
    try:
        with store.transaction() as transaction:
            credential, secret = add_credential(transaction, "test", [Scope.ALL], HOME_PAGE)
        return credential.key, secret
    finally:
        store.close()
