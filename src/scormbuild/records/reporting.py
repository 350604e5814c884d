"""From sources to figures: read, choose the course, query, compute, withhold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.errors import UsageError
from scormbuild.records.engines import Engine
from scormbuild.records.figures.compute import course_figures
from scormbuild.records.figures.model import CourseFigures, Reading
from scormbuild.records.outline import Outline
from scormbuild.records.outlines import outline_of_definitions
from scormbuild.records.privacy.withholding import withhold
from scormbuild.records.pseudonyms import Pseudonyms
from scormbuild.records.queries.tables import tables_of
from scormbuild.records.sink import StoreSink
from scormbuild.records.sources.base import Source
from scormbuild.records.sources.since import Since
from scormbuild.records.store import Store
from scormbuild.records.units import read_units


def read(
    store: Store,
    sources: Iterable[Source],
    pseudonyms: Pseudonyms,
    *,
    names: bool = False,
    units: Path | None = None,
    since: datetime | None = None,
) -> Reading:
    """Read sources, and where learners belong, into a store. What a source has is committed when all of it is read.

    What happened before `since` is left out.
    """
    sink = StoreSink(store, pseudonyms, names)
    for source in sources:
        source.read(sink if since is None else Since(sink, since))
        store.commit(sink, [source.name])
    if units is not None:
        read_units(units, store.homes, sink)
        store.commit(sink, [units.name])
    # Queries follow, which need the room that columns have left.
    pa.default_memory_pool().release_unused()
    return store.reading


def chosen_course(store: Store, named: Outline | str | None) -> Outline:
    """Return the outline of the course that a report is about.

    `named` is the outline of a course that was read from its folder, or a course's IRI; without it, it is the only
    course that there are records of. Raises `UsageError` where there is none, or more than one to choose from.
    """
    courses = store.courses()
    if isinstance(named, Outline):
        if named.iri not in courses:
            raise UsageError(f"there are no records of {named.iri}, the iri of {named.id}.{_there_are(store)}")
        return named
    if named is None and len(courses) != 1:
        raise UsageError(f"say which course with --course.{_there_are(store)}")
    iri = named or courses[0]
    if iri not in courses:
        raise UsageError(f"there are no records of {iri}, and no folder of that name.{_there_are(store)}")
    return outline_of_definitions(iri, store.definitions(iri))


def all_outlines(store: Store, named: Outline | str | None) -> dict[str, Outline]:
    """Return the outlines of all courses that there are records of, by IRI; that of a course's folder as given."""
    outlines = {iri: outline_of_definitions(iri, store.definitions(iri)) for iri in store.courses()}
    return outlines | {named.iri: named} if isinstance(named, Outline) else outlines


def statements_of(store: Store, engine: Engine, outline: Outline) -> tuple[ir.Table, ir.Table]:
    """Return the statements of a course, and where learners belong."""
    return engine.statements(store.statements_files(outline.iri)), engine.learners(store.learners_file)


def figures_of(store: Store, engine: Engine, outline: Outline, minimum: int) -> CourseFigures:
    """Return the figures of a course as they may be shared."""
    tables = tables_of(engine, *statements_of(store, engine, outline), outline)
    return withhold(course_figures(tables, outline, store.reading), minimum, outline)


def _there_are(store: Store) -> str:
    courses = store.courses()
    if not courses:
        why = "look at what was set aside" if store.reading.set_aside else "what was read has none in it"
        return f" There are records of no course at all: {why}."
    return "".join((" There are records of:", *(f"\n  {course}" for course in courses)))
