"""Ways to count the same statements; each a process of its own.

    python -m benchmarks.records.counting WAY FOLDER

`ours` gets every figure. The others get the core of them, for all and by unit, period and version: who began,
completed and passed, and of each question difficulty and discrimination. Each prints how much came of it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def ours(folder: Path) -> None:
    """Every table and every figure, as `scormbuild report` has them."""
    from benchmarks.records.tables import OUTLINE
    from scormbuild.records.engines import duckdb_engine
    from scormbuild.records.figures.compute import course_figures
    from scormbuild.records.figures.model import Reading
    from scormbuild.records.queries.tables import tables_of

    with duckdb_engine() as engine:
        statements = engine.statements([folder / "statements.parquet"])
        tables = tables_of(engine, statements, engine.learners(folder / "learners.parquet"), OUTLINE)
    figures = course_figures(tables, OUTLINE, Reading(("benchmark",), 0, 0))
    print(len(figures.slices))


def imports(_folder: Path) -> None:
    """What `ours` imports, and nothing else: the floor."""
    from benchmarks.records import tables
    from scormbuild.records import engines
    from scormbuild.records.figures import compute
    from scormbuild.records.queries import tables as queries

    with engines.duckdb_engine() as engine:
        print(tables.OUTLINE.id, compute.__name__, queries.__name__, engine.learners(None).columns)


def with_polars(folder: Path) -> None:
    """The core in polars' lazy frames."""
    import polars as pl

    statements = pl.scan_parquet(folder / "statements.parquet")
    learners = pl.scan_parquet(folder / "learners.parquet")
    of_course = pl.col("kind") == "course"
    attempts = (
        statements.group_by("learner", "attempt")
        .agg(
            began=pl.col("moment").min(),
            version=pl.col("version").sort_by("moment").first(),
            completed=((pl.col("verb") == "completed") & of_course).any(),
            passed=((pl.col("verb") == "passed") & of_course).any(),
        )
        .join(learners, on="learner", how="left")
        .with_columns(period=pl.from_epoch("began", time_unit="us").dt.truncate("1q").cast(pl.String), all=pl.lit(""))
    )
    first = (
        statements.filter(pl.col("kind") == "question")
        .sort("moment", "id")
        .unique(["learner", "part"], keep="first", maintain_order=True)
        .select("learner", "attempt", "part", points="score")
        .with_columns(rest=(pl.col("points").sum().over("learner") - pl.col("points")) / (pl.len().over("learner") - 1))
    )
    dimensions = ("all", "unit", "period", "version")
    progress = [
        attempts.group_by(dimension, "learner")
        .agg(pl.col("completed").any(), pl.col("passed").any())
        .group_by(dimension)
        .agg(pl.len(), pl.col("completed").sum(), pl.col("passed").sum())
        for dimension in dimensions
    ]
    items = [
        first.join(attempts, on="attempt")
        .group_by(dimension, "part")
        .agg(difficulty=pl.col("points").mean(), discrimination=pl.corr("points", "rest"))
        for dimension in dimensions
    ]
    print([len(frame) for frame in pl.collect_all([*progress, *items], engine="streaming")])


def with_python(folder: Path) -> None:
    """The core in plain Python, statement by statement."""
    import pyarrow.parquet as pq

    learners = pq.read_table(folder / "learners.parquet")
    units = dict(zip(learners["learner"].to_pylist(), learners["unit"].to_pylist(), strict=True))
    attempts: dict[int, dict[str, Any]] = {}
    first: dict[tuple[int, str], tuple[int, str, int, int]] = {}
    columns = ["learner", "attempt", "moment", "id", "verb", "kind", "part", "version", "score"]
    for batch in pq.ParquetFile(folder / "statements.parquet").iter_batches(50_000, columns=columns):
        for learner, attempt, moment, identifier, verb, kind, part, version, score in zip(
            *(batch[column].to_pylist() for column in columns), strict=True
        ):
            known = attempts.setdefault(attempt, {"learner": learner, "began": moment, "version": version})
            if moment < known["began"]:
                known["began"], known["version"] = moment, version
            if kind == "course":
                known[verb] = True
            elif kind == "question":
                answer = (moment, identifier, attempt, score)
                first[learner, part] = min(first.get((learner, part), answer), answer)
    slices = {attempt: _slices(known, units) for attempt, known in attempts.items()}
    progress: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for attempt, known in attempts.items():
        for slice_ in slices[attempt]:
            for state in ("began", "completed", "passed"):
                if state in known:
                    progress[slice_][state].add(known["learner"])
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (learner, _), (_, _, _, points) in first.items():
        totals[learner][0] += points
        totals[learner][1] += 1
    pairs: dict[tuple[tuple[str, str], str], list[tuple[int, float]]] = defaultdict(list)
    for (learner, part), (_, _, attempt, points) in first.items():
        total, count = totals[learner]
        for slice_ in slices[attempt]:
            pairs[slice_, part].append((points, (total - points) / max(count - 1, 1)))
    print(len(progress), len([_correlation(some) for some in pairs.values()]))


def _slices(known: dict[str, Any], units: dict[int, str]) -> list[tuple[str, str]]:
    began = datetime.fromtimestamp(known["began"] / 1_000_000, UTC)
    period = f"{began.year}-Q{(began.month + 2) // 3}"
    return [("all", ""), ("unit", units[known["learner"]]), ("period", period), ("version", known["version"])]


def _correlation(pairs: list[tuple[int, float]]) -> float:
    xs, ys = zip(*pairs, strict=True)
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    products = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    squares = sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)
    return float(products / squares**0.5) if squares else 0.0


WAYS = {"imports": imports, "ours": ours, "polars": with_polars, "python": with_python}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]))
