"""Finding statements again: one by its id, or a page of those that a filter lets through.

A page is a walk along the postings of `statements.py`, which lie in the order of (term, relation, moment).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scormbuild.lrs.model.mentions import (
    DIRECT_ACTIVITIES,
    DIRECT_AGENTS,
    ONLY_RELATION,
    ActivityRelation,
    AgentRelation,
    Kind,
    Term,
)
from scormbuild.lrs.store.database import Connection, placeholders, portions
from scormbuild.lrs.store.terms import find

MAX_PAGE_CHARACTERS = 5_000_000  # a page ends early rather than fill the memory
BODIES_AT_ONCE = 25
FEW = 1_000  # where a filter finds fewer, it need not be counted further


@dataclass(frozen=True, slots=True)
class Filter:
    """What a client asks for. Agents are `ifi` keys, and moments microseconds since 1970 in UTC.

    `authority` holds for keys that may read only their own statements; `beyond` is the last moment of the page before.
    """

    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_agents: bool = False
    related_activities: bool = False
    authority: str | None = None
    since: int | None = None
    until: int | None = None
    beyond: int | None = None
    ascending: bool = False

    def conditions(self) -> Iterator[tuple[Term, Sequence[int]]]:
        """Yield terms with the relations that will do."""
        if self.registration is not None:
            yield (Kind.REGISTRATION, self.registration), [ONLY_RELATION]
        if self.agent is not None:
            yield (Kind.AGENT, self.agent), sorted(AgentRelation if self.related_agents else DIRECT_AGENTS)
        if self.activity is not None:
            yield (
                (Kind.ACTIVITY, self.activity),
                sorted(ActivityRelation if self.related_activities else DIRECT_ACTIVITIES),
            )
        if self.verb is not None:
            yield (Kind.VERB, self.verb), [ONLY_RELATION]
        if self.authority is not None:
            yield (Kind.AGENT, self.authority), [AgentRelation.AUTHORITY]

    def bounds(self) -> tuple[int, int]:
        """Return the moment after which and the moment up to which statements count."""
        after, up_to = (-1 if self.since is None else self.since), (2**62 if self.until is None else self.until)
        if self.beyond is None:
            return after, up_to
        return (max(after, self.beyond), up_to) if self.ascending else (after, min(up_to, self.beyond - 1))


@dataclass(frozen=True, slots=True)
class Page:
    """Statements as JSON texts with their moments, in the order asked for. `more`: there are others beyond the last."""

    statements: list[tuple[int, str]]
    more: bool


def find_page(connection: Connection, filter_: Filter, limit: int) -> Page:
    """Return the first statements, at most `limit`, that a filter lets through and nobody voided."""
    moments = _moments(connection, filter_, limit + 1)
    statements: list[tuple[int, str]] = []
    characters = 0
    for portion in portions(moments[:limit], BODIES_AT_ONCE):
        bodies: dict[int, str] = dict(
            connection.rows(
                f"SELECT stored, body FROM statement WHERE stored IN ({placeholders(len(portion))})", portion
            )
        )
        for moment in portion:
            # One that was deleted since the moments were read isn't there any more.
            if moment in bodies:
                statements.append((moment, bodies[moment]))
                characters += len(bodies[moment])
        if characters > MAX_PAGE_CHARACTERS:
            break
    return Page(statements, more=len(statements) < len(moments) and bool(statements))


def find_one(
    connection: Connection, statement_id: str, *, voided: bool, authority: str | None
) -> tuple[int, str] | None:
    """Return the statement with an id, with its moment, if it is voided or not as asked, or `None`."""
    conditions, parameters = "", [connection.uuid(statement_id), int(voided)]
    if authority is not None:
        own = _numbered(connection, [((Kind.AGENT, authority), [AgentRelation.AUTHORITY])])
        if own is None:
            return None
        conditions, more = _also(own, "s")
        parameters += more
    found = connection.rows(
        "SELECT s.stored, s.body FROM statement s WHERE s.id = ?"
        " AND (SELECT count(*) FROM voided v WHERE v.stored = s.stored) = ?" + conditions,
        parameters,
    )
    return (found[0][0], found[0][1]) if found else None


def attachments_of(connection: Connection, moments: Sequence[int]) -> dict[str, bytes]:
    """Return the contents that came with the statements of these moments, by SHA-2 sum."""
    contents: dict[str, bytes] = {}
    for portion in portions(moments):
        contents.update(
            connection.rows(
                "SELECT a.sha2, a.content FROM attachment a WHERE a.sha2 IN"
                f" (SELECT u.sha2 FROM attachment_use u WHERE u.stored IN ({placeholders(len(portion))}))",
                portion,
            )
        )
    return contents


_Numbered = list[tuple[int, Sequence[int]]]


def _moments(connection: Connection, filter_: Filter, limit: int) -> list[int]:
    """Return the moments of what a filter lets through, in the order asked for."""
    after, up_to = filter_.bounds()
    order = "ASC" if filter_.ascending else "DESC"
    numbered = _numbered(connection, filter_.conditions())
    if numbered is None:
        return []
    if not numbered:
        rows = connection.rows(
            f"SELECT s.stored FROM statement s WHERE s.stored > ? AND s.stored <= ? AND {_not_voided('s')}"
            f" ORDER BY s.stored {order} LIMIT ?",
            [after, up_to, limit],
        )
        return [moment for (moment,) in rows]
    if len(numbered) > 1:  # walk along the fewest
        numbered.sort(key=lambda condition: _up_to_a_few(connection, *condition))
    (term, relations), *others = numbered
    also, also_parameters = _also(others, "p")
    walks = [
        f"SELECT stored FROM (SELECT p.stored FROM posting p WHERE p.term = ? AND p.relation = ? AND p.stored > ?"
        f" AND p.stored <= ? AND {_not_voided('p')}{also} ORDER BY p.stored {order} LIMIT ?) AS walk{number}"
        for number in range(len(relations))
    ]
    parameters = [
        parameter
        for relation in relations
        for parameter in (term, int(relation), after, up_to, *also_parameters, limit)
    ]
    rows = connection.rows(" UNION ".join(walks) + f" ORDER BY stored {order} LIMIT ?", [*parameters, limit])
    return [moment for (moment,) in rows]


def _numbered(connection: Connection, conditions: Iterable[tuple[Term, Sequence[int]]]) -> _Numbered | None:
    """Return conditions by the terms' numbers, or `None` where nothing that is stored mentions one of them."""
    numbered: _Numbered = []
    for (kind, value), relations in conditions:
        number = find(connection, kind, value)
        if number is None:
            return None
        numbered.append((number, relations))
    return numbered


def _also(conditions: _Numbered, row: str) -> tuple[str, list[object]]:
    """Return SQL that holds `row` to further conditions, with its parameters."""
    sql = "".join(
        f" AND EXISTS (SELECT 1 FROM posting q WHERE q.term = ? AND q.relation IN ({placeholders(len(relations))})"
        f" AND q.stored = {row}.stored)"
        for _, relations in conditions
    )
    return sql, [int(parameter) for term, relations in conditions for parameter in (term, *relations)]


def _not_voided(row: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM voided v WHERE v.stored = {row}.stored)"


def _up_to_a_few(connection: Connection, term: int, relations: Sequence[int]) -> int:
    """Count what a condition finds, but no further than `FEW`."""
    rows = connection.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM posting WHERE term = ? AND relation IN ({placeholders(len(relations))})"
        f" LIMIT {FEW}) AS few",
        [term, *map(int, relations)],
    )
    count: int = rows[0][0]
    return count
