"""What tests of figures share: one DuckDB for all of a process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scormbuild.records.engines import DuckDB, duckdb_engine
from scormbuild.records.figures.model import CourseFigures, Figures
from tests.records.figures import rows


@pytest.fixture(scope="session")
def duckdb() -> Iterator[DuckDB]:
    with duckdb_engine(threads=1) as engine:
        yield engine


@pytest.fixture
def figures_of(duckdb: DuckDB, tmp_path: Path) -> Callable[..., CourseFigures]:
    """Figures of some statements: `figures_of(told, units)`."""
    return lambda *given, **named: rows.figures(duckdb, tmp_path, *given, **named)


@pytest.fixture
def whole(figures_of: Callable[..., CourseFigures]) -> Callable[..., Figures]:
    """Figures of the first slice, all attempts."""
    return lambda *given, **named: figures_of(*given, **named).slices[0]
