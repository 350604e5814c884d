"""Killed with SIGKILL under load: what was acknowledged is there, nothing is there by half, and it starts again."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import statement
from tests.lrs.load import Load
from tests.lrs.process import Process

CLIENTS = 8


def kill_under_load(database: str, folder: Path, times: int) -> None:
    chance = random.Random(times)
    with Process(database, folder) as process:
        for _ in range(times):
            with Load(*[process.client] * CLIENTS) as load:
                load.wait_for_more(chance.randint(1, 60))
                process.kill()
            process.start()
            # PostgreSQL may still be at the last commit of the dead. A write waits for that, and so does what follows.
            process.client.store(statement())
            load.check(process.client)
            load.send_all_again(process.client)
    assert "Traceback" not in process.log
    if not database.startswith("postgresql:"):
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_killed_under_load(new_database: NewDatabase, tmp_path: Path) -> None:
    kill_under_load(new_database(), tmp_path, 3)


@pytest.mark.soak
def test_killed_under_load_fifty_times(new_database: NewDatabase, tmp_path: Path) -> None:
    kill_under_load(new_database(), tmp_path, 50)
