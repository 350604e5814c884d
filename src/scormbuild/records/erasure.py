"""Deleting from a store: people who ask for it, and what has been kept long enough."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scormbuild.records.partitions import GROUP_ROWS
from scormbuild.records.privacy.publication import decoded
from scormbuild.records.store import StatementsFile, Store
from scormbuild.records.table import STATEMENTS
from scormbuild.writing import PRIVATE, replacing


def delete(store: Store, learners: Collection[int] = (), before: int | None = None) -> int:
    """Delete the statements of some learners, and those from before a moment; return how many they were.

    Where these learners belong and what they are called goes too, and the same of those of whom nothing younger is
    left; what live pages have shown is kept with nobody's number in the place of theirs. Every text that was set
    aside goes, for nobody can tell whom it is about; its place and reason stay. All of it happens, or nothing.
    """
    manifest = store.manifest()
    manifest.commits += 1
    number = manifest.commits
    people = pa.array(learners, pa.int64())
    before_deleting = sum(each.rows for each in manifest.statements)
    left = (_statements(store.folder, each, number, people, before) for each in manifest.statements)
    kept = [each for each in left if each.rows]
    if before is not None:
        gone = _learners(store.folder, manifest.statements) - _learners(store.folder, kept)
        people = pa.array({*learners, *gone}, pa.int64())
    manifest.statements = kept
    if manifest.learners:
        manifest.learners = _table(store.folder, manifest.learners, f"learners-{number}.parquet", people)
    if manifest.people:
        manifest.people = _table(store.folder, manifest.people, f"people-{number}.parquet", people)
    manifest.set_aside = [_reasons(store.folder, each, number) for each in manifest.set_aside]
    for course, name in manifest.published.items():
        published = decoded((store.folder / name).read_bytes()).without(people.to_pylist())
        manifest.published[course] = store.write_published(number, published.encoded(), course)
    store.replace(manifest)
    return before_deleting - sum(each.rows for each in manifest.statements)


def count(store: Store, learners: Collection[int] = (), before: int | None = None) -> int:
    """Return how many statements `delete` would delete."""
    people = pa.array(learners, pa.int64())
    found = 0
    for each in store.manifest().statements:
        with pq.ParquetFile(store.folder / each.path) as source:
            for batch in source.iter_batches(GROUP_ROWS, columns=["learner", "moment"]):
                found += pc.sum(_goes(batch, people, before)).as_py() or 0
    return found


def _goes(batch: pa.RecordBatch, people: pa.Array, before: int | None) -> pa.Array:
    """Which rows of a batch are to be deleted."""
    goes = pc.is_in(batch["learner"], people)
    return goes if before is None else pc.or_(goes, pc.less(batch["moment"], before))


def _statements(
    folder: Path, file: StatementsFile, number: int, people: pa.Array, before: int | None
) -> StatementsFile:
    """Write a file of statements anew, without those that go."""
    old = folder / file.path
    path = f"{file.path.rpartition('/')[0]}/{number}-{old.name}"
    rows = 0
    with (
        pq.ParquetFile(old) as source,
        replacing(folder / path, PRIVATE) as new,
        pq.ParquetWriter(new, STATEMENTS, compression="zstd") as target,
    ):
        for batch in source.iter_batches(GROUP_ROWS):
            stays = batch.filter(pc.invert(_goes(batch, people, before)))
            rows += stays.num_rows
            target.write_batch(stays)
    return StatementsFile(path, file.course, rows, file.voids)


def _learners(folder: Path, files: Sequence[StatementsFile]) -> set[int]:
    """Everybody whom statements are about."""
    learners: set[int] = set()
    for each in files:
        with pq.ParquetFile(folder / each.path) as source:
            for batch in source.iter_batches(GROUP_ROWS, columns=["learner"]):
                learners.update(batch["learner"].unique().to_pylist())
    return learners


def _table(folder: Path, old: str, new: str, people: pa.Array) -> str:
    table = pq.read_table(folder / old)
    with replacing(folder / new, PRIVATE) as file:
        pq.write_table(table.filter(pc.invert(pc.is_in(table["learner"], people))), file, compression="zstd")
    return new


def _reasons(folder: Path, old: str, number: int) -> str:
    """Write what was set aside anew, without its texts."""
    path = f"set-aside/{number}-{Path(old).name}"
    with (folder / old).open(encoding="utf-8") as lines, replacing(folder / path, PRIVATE) as file:
        for line in lines:
            file.write(json.dumps({**json.loads(line), "text": ""}, ensure_ascii=False).encode() + b"\n")
    return path
