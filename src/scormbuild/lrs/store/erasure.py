"""Erasing: a person, or what is older than it may become.

What there is much of goes in portions, each a transaction of its own, so that a store that is running goes on
answering. Erasing that was broken off is completed by doing it again.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.mentions import AgentRelation, Kind
from scormbuild.lrs.model.prepared import Prepared
from scormbuild.lrs.model.pseudonyms import pseudonymised
from scormbuild.lrs.store.database import Connection, placeholders, portions
from scormbuild.lrs.store.documents import DocumentKind
from scormbuild.lrs.store.moments import as_text
from scormbuild.lrs.store.statements import add_postings, indexed_under, prepared_again, referring
from scormbuild.lrs.store.store import Store, Transaction
from scormbuild.lrs.store.terms import find

AT_ONCE = 400
# Longer than SQLite sleeps between two tries for the place to write: a running store gets it after each portion.
PAUSE_SECONDS = 0.12
STATEMENTS = "statement"
DOCUMENTS = (DocumentKind.STATE.value, DocumentKind.AGENT_PROFILE.value)
"""The kinds of documents that are about people."""

Counts = Counter[str]
"""How many of each: `statement`, and the kinds of documents."""


# --- a person ---


def same_person(keys: Iterable[str]) -> set[str]:
    """Return `ifi` keys with those of the hashes of the e-mail addresses among them (xAPI-Data 2.4.2.3)."""
    known = set(keys)
    for key in list(known):
        kind, _, mbox = key.partition(":")
        if kind == "mbox":
            known.add(f"mbox_sha1sum:{hashlib.sha1(mbox.encode(), usedforsecurity=False).hexdigest()}")
    return known


def mentions(connection: Connection, keys: Collection[str]) -> Counts:
    """Count what `forget` would erase."""
    counts = _documents_of(connection, _terms(connection, keys))
    after: int | None = -1
    while after is not None:
        found, after = _statements_with(connection, keys, after)
        counts[STATEMENTS] += len(found)
    return counts


def forget(store: Store, keys: Collection[str], pseudonym: str | None = None) -> Counts:
    """Erase a person whom `ifi` keys tell, and return how many of each there were.

    Statements that the person is in are deleted, or rewritten with an account of that name where there is a pseudonym.
    Documents are deleted either way, since nobody can tell what they say. Raises `Unavailable`.
    """
    counts: Counts = Counter()

    def erase(transaction: Transaction, after: int) -> int | None:
        connection = transaction.connection
        found, going_on = _statements_with(connection, keys, after)
        touched = replace(
            transaction,
            {
                moment: None if pseudonym is None else _rewritten(moment, one, keys, pseudonym)
                for moment, one in found.items()
            },
        )
        counts[STATEMENTS] += len(found)
        if going_on is None:
            terms = _terms(connection, keys)
            touched.update(terms)
            counts.update(_forget_the_rest(transaction, terms))
        _drop_unused(transaction, touched)
        return going_on

    _in_portions(store, erase)
    return counts


def _in_portions(store: Store, erase: Callable[[Transaction, int], int | None]) -> None:
    """Erase portion after portion and leave no trace: `erase` goes on after a moment, and returns the next, if any."""
    after: int | None = -1
    while after is not None:
        with store.transaction() as transaction:
            transaction.connection.leave_no_trace()
            after = erase(transaction, after)
        if after is not None:
            time.sleep(PAUSE_SECONDS)
    with store.reading() as connection:
        connection.clear()


def _rewritten(moment: int, one: Prepared, keys: Collection[str], pseudonym: str) -> str:
    return dumps({**pseudonymised(one.statement, keys, pseudonym), "stored": as_text(moment)})


def _statements_with(
    connection: Connection, keys: Collection[str], after: int
) -> tuple[dict[int, Prepared], int | None]:
    """Return the next statements that a person is in, and the moment to go on after, or None where that was all.

    What a statement is found by tells of those it refers to as well, so that each is looked at. An authority is a key
    of this store's, not a person.
    """
    terms = _terms(connection, keys)
    rows = connection.rows(
        f"SELECT DISTINCT stored FROM posting WHERE term IN ({placeholders(len(terms))}) AND relation <> ?"
        " AND stored > ? ORDER BY stored LIMIT ?",
        [*terms, int(AgentRelation.AUTHORITY), after, AT_ONCE],
    )
    moments = [moment for (moment,) in rows]
    found = {
        moment: one
        for moment, one in _stored(connection, moments).items()
        if any(key in keys for relation, key in one.agents if relation is not AgentRelation.AUTHORITY)
    }
    return found, moments[-1] if len(moments) == AT_ONCE else None


def _forget_the_rest(transaction: Transaction, terms: Sequence[int]) -> Counts:
    connection = transaction.connection
    counts = _documents_of(connection, terms)
    for table, column in (("document", "agent"), ("person", "term")):
        connection.rows(f"DELETE FROM {table} WHERE {column} IN ({placeholders(len(terms))})", terms)
    transaction.terms_changed()
    return counts


def _terms(connection: Connection, keys: Iterable[str]) -> list[int]:
    found = (find(connection, Kind.AGENT, key) for key in keys)
    return [number for number in found if number is not None] or [NOBODY]


NOBODY = -1  # the number of no term


def _documents_of(connection: Connection, terms: Sequence[int]) -> Counts:
    return Counter(
        dict(
            connection.rows(
                f"SELECT kind, count(*) FROM document WHERE agent IN ({placeholders(len(terms))}) GROUP BY kind", terms
            )
        )
    )


# --- what is old ---


def older(connection: Connection, before: int) -> Counts:
    """Count what `expire` would delete."""
    counts = _old_documents(connection, before)
    seen: set[int] = set()
    after: int | None = -1
    while after is not None:
        found, after = _old_statements(connection, before, after)
        seen |= found
    counts[STATEMENTS] += len(seen)
    return counts


def expire(store: Store, before: int) -> Counts:
    """Delete what was stored before a moment, and return how many of each: statements, States and Agent Profiles.

    A voided statement and the one that voids it go together, when the voided one is old enough. Raises `Unavailable`.
    """
    counts: Counts = Counter()

    def erase(transaction: Transaction, after: int) -> int | None:
        connection = transaction.connection
        found, going_on = _old_statements(connection, before, after)
        touched = replace(transaction, dict.fromkeys(found))
        counts[STATEMENTS] += len(found)
        if going_on is None:
            counts.update(_old_documents(connection, before))
            owners = connection.rows(
                "DELETE FROM document WHERE stored < ? AND kind IN (?, ?) RETURNING agent, registration",
                [before, *DOCUMENTS],
            )
            touched.update(number for owner in owners for number in owner)
        _drop_unused(transaction, touched)
        return going_on

    _in_portions(store, erase)
    return counts


def _old_documents(connection: Connection, before: int) -> Counts:
    return Counter(
        dict(
            connection.rows(
                "SELECT kind, count(*) FROM document WHERE stored < ? AND kind IN (?, ?) GROUP BY kind",
                [before, *DOCUMENTS],
            )
        )
    )


def _old_statements(connection: Connection, before: int, after: int) -> tuple[set[int], int | None]:
    """Return the next statements that are old enough, with those that go with them, and the moment to go on after."""
    rows = connection.rows(
        "SELECT stored, voids, refers_to FROM statement WHERE stored < ? AND stored > ? ORDER BY stored LIMIT ?",
        [before, after, AT_ONCE],
    )
    found: set[int] = set()
    for moment, voids, refers_to in rows:
        voided = connection.rows("SELECT stored FROM statement WHERE id = ?", [refers_to]) if voids else []
        if not voided:
            found.update((moment, *_voiding(connection, moment)))
        elif voided[0][0] < before:
            found.update((moment, voided[0][0], *_voiding(connection, voided[0][0])))
    return found, rows[-1][0] if len(rows) == AT_ONCE else None


def _voiding(connection: Connection, moment: int) -> list[int]:
    """Return the statements that void the one of a moment."""
    rows = connection.rows(
        "SELECT source.stored FROM statement target JOIN statement source ON source.refers_to = target.id"
        " WHERE target.stored = ? AND target.voids = 0 AND source.voids = 1",
        [moment],
    )
    return [stored for (stored,) in rows]


# --- both ---


def replace(transaction: Transaction, bodies: Mapping[int, str | None]) -> set[int]:
    """Put other bodies in the place of statements', by their moments, or delete those whose body is None.

    Ids and moments stay. Attachments that no statement has any more are deleted. Returns the numbers of the agents and
    registrations that the statements were found by.
    """
    connection = transaction.connection
    before = _stored(connection, bodies)
    sources = {source for one in before.values() for source in referring(connection, one.id)} - before.keys()
    around = _stored(connection, sources)
    touched = _delete_postings(transaction, {**before, **around})
    connection.many(
        "UPDATE statement SET body = ? WHERE stored = ?",
        [(body, moment) for moment, body in bodies.items() if body is not None],
    )
    gone = [[moment] for moment, body in bodies.items() if body is None]
    connection.many("DELETE FROM statement WHERE stored = ?", gone)
    connection.many("DELETE FROM voided WHERE stored = ?", gone)
    connection.many("DELETE FROM set_aside WHERE stored = ?", gone)
    # Another store's reasons may quote what it refused.
    connection.many("UPDATE set_aside SET reason = '' WHERE stored = ?", [[moment] for moment in bodies])
    after = {moment: prepared_again(body) for moment, body in bodies.items() if body is not None}
    _delete_attachments(connection, before, after)
    add_postings(transaction, {moment: indexed_under(connection, one) for moment, one in {**after, **around}.items()})
    return touched


def _stored(connection: Connection, moments: Iterable[int]) -> dict[int, Prepared]:
    found: dict[int, Prepared] = {}
    for portion in portions(sorted(moments)):
        rows = connection.rows(
            f"SELECT stored, body FROM statement WHERE stored IN ({placeholders(len(portion))})", portion
        )
        found.update((moment, prepared_again(body)) for moment, body in rows)
    return found


def _delete_postings(transaction: Transaction, statements: Mapping[int, Prepared]) -> set[int]:
    connection = transaction.connection
    found = {moment: indexed_under(connection, one) for moment, one in statements.items()}
    numbers = transaction.numbers({term for each in found.values() for term, _ in each})
    connection.many(
        "DELETE FROM posting WHERE term = ? AND relation = ? AND stored = ?",
        sorted((numbers[term], relation, moment) for moment, each in found.items() for term, relation in each),
    )
    return {number for (kind, _), number in numbers.items() if kind in (Kind.AGENT, Kind.REGISTRATION)}


def _delete_attachments(connection: Connection, before: Mapping[int, Prepared], after: Mapping[int, Prepared]) -> None:
    kept = {moment: one.attachments for moment, one in after.items()}
    uses = [
        (sha2, moment) for moment, one in before.items() for sha2 in one.attachments - kept.get(moment, frozenset())
    ]
    connection.many("DELETE FROM attachment_use WHERE sha2 = ? AND stored = ?", uses)
    connection.many(
        "DELETE FROM attachment WHERE sha2 = ?"
        " AND NOT EXISTS (SELECT 1 FROM attachment_use u WHERE u.sha2 = attachment.sha2)",
        [[sha2] for sha2 in sorted({sha2 for sha2, _ in uses})],
    )


def _drop_unused(transaction: Transaction, numbers: Collection[int]) -> None:
    """Delete those agents and registrations that nothing tells of any more, with the agents' names."""
    connection = transaction.connection
    for portion in portions(sorted(numbers)):
        dropped = connection.rows(
            f"DELETE FROM term WHERE id IN ({placeholders(len(portion))})"
            " AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.term = term.id)"
            " AND id NOT IN (SELECT agent FROM document) AND id NOT IN (SELECT registration FROM document)"
            " RETURNING id",
            portion,
        )
        connection.many("DELETE FROM person WHERE term = ?", dropped)
        if dropped:
            transaction.terms_changed()
