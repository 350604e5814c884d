"""What the record store's tests share: each of them runs on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lrs.postgresql import PostgreSQLServer, missing
from tests.lrs.serving import Client, Served

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQLServer]:
    """One server for all tests of a process."""
    if reason := missing():
        pytest.skip(reason)
    with PostgreSQLServer() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Makes a new, empty database of either kind, and returns where it is."""
    if request.param == "postgresql":
        server: PostgreSQLServer = request.getfixturevalue("postgresql")
        return server.new_database
    folder: Path = tmp_path_factory.mktemp("lrs")
    numbers = iter(range(1000))
    return lambda: str(folder / f"{next(numbers)}.sqlite")


@pytest.fixture(scope="module")
def served(new_database: NewDatabase) -> Iterator[Served]:
    """A record store that the tests of a module share: each takes ids of its own."""
    with Served(new_database()) as served:
        yield served


@pytest.fixture
def client(served: Served) -> Client:
    """A client that may do everything, in 1.0.3."""
    return served.client


@pytest.fixture
def fresh(new_database: NewDatabase) -> Iterator[Served]:
    """A record store without any statement."""
    with Served(new_database()) as served:
        yield served
