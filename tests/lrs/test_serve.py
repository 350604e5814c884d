"""`scormbuild lrs serve`: the first key, the address, and what is told where it can't start."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.lrs.examples import statement
from tests.lrs.serving import Client

RUN = [sys.executable, "-m", "scormbuild", "lrs", "serve"]


@contextmanager
def serving(database: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A server with the lines that it printed until it took requests."""
    command = [*RUN, "--database", str(database), "--port", "0", "--log-level", "warning"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        if not database.with_suffix(".served").exists():
            lines += [process.stdout.readline() for _ in range(3)]
            database.with_suffix(".served").touch()
        try:
            yield process, lines
        finally:
            process.send_signal(signal.SIGTERM)
            rest, _ = process.communicate(timeout=20)
            lines.append(rest)


def test_the_first_start_prints_a_key_once_and_it_works(tmp_path: Path) -> None:
    database = tmp_path / "records.sqlite"
    with serving(database) as (process, lines):
        address = re.search(r"http://127\.0\.0\.1:(\d+)/xapi/", lines[0])
        key, secret = (re.search(rf"^  {name} +(\w+)$", "".join(lines), re.MULTILINE) for name in ("key", "secret"))
        assert address
        assert key
        assert secret
        ids = Client(int(address[1]), key[1], secret[1]).store(statement())
    assert lines[-1] == ""
    assert process.returncode == -signal.SIGTERM  # ended in good order, it says by what
    with serving(database) as (_, lines):
        address = re.search(r":(\d+)/", lines[0])
        assert address
        assert Client(int(address[1]), key[1], secret[1]).found() == ids
    assert lines[-1] == ""


def refused(*arguments: str) -> str:
    done = subprocess.run([*RUN, *arguments], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_what_cannot_be_is_told(tmp_path: Path) -> None:
    database = str(tmp_path / "records.sqlite")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"can't listen on 127.0.0.1 port {port}" in refused("--database", database, "--port", port)
    assert "can't be opened" in refused("--database", str(tmp_path / "none" / "records.sqlite"))
    assert "can't be reached" in refused("--database", "postgresql://127.0.0.1:1/records")


def test_missing_packages_are_named() -> None:
    for module, extra in (("uvicorn", "lrs"), ("psycopg", "lrs-postgresql")):
        program = f"import sys; sys.modules[{module!r}] = None; from scormbuild.cli import main; main()"
        arguments = ["lrs", "serve", "--database", "postgresql://127.0.0.1:1/records"]
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=20
        )
        assert done.returncode == 2
        assert f"pip install 'scormbuild[{extra}]'" in done.stderr
