"""A PostgreSQL of our own for the tests: from Debian's package, in a folder that is thrown away."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Self

import psycopg

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER = "lrs"


def missing() -> str | None:
    """Why there can be no server here, or None."""
    if programs() is None:
        return "no PostgreSQL: install it (Debian: apt-get install postgresql)"
    return None


def programs() -> Path | None:
    """The folder of PostgreSQL's programs."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else FOLDERS
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


class PostgreSQLServer:
    """A server on 127.0.0.1, from `with` to its end. It never flushes its disk, so that tests are quick."""

    def __enter__(self) -> Self:
        found = programs()
        assert found is not None
        self._programs = found
        self._folder = Path(tempfile.mkdtemp(prefix="lrs-postgresql-"))
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", "--locale=C")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-s", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `fast` ends its connections, `immediate` is a crash."""
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-m", mode, "stop")

    def backends(self) -> list[int]:
        """The processes that serve clients at the moment."""
        with psycopg.connect(self._url("postgres")) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname LIKE 'lrs\\_%'").fetchall()
        return [pid for (pid,) in found]

    def new_database(self) -> str:
        """The URL of a new database."""
        name = f"lrs_{uuid.uuid4().hex}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"
