"""Storing statements, with what they are found by and what they tell of activities and people.

A statement is found through its postings: one row for each term that it mentions, with how it does. They lie in the
order of (term, relation, moment), so that a page of any query is a walk along a few rows (`queries.py`), however many
statements there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from scormbuild.lrs.model.definitions import merged
from scormbuild.lrs.model.equality import same
from scormbuild.lrs.model.jsontext import dumps
from scormbuild.lrs.model.mentions import AgentRelation, Kind, Mention, Term
from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store.database import Connection, placeholders, portions
from scormbuild.lrs.store.errors import Conflict
from scormbuild.lrs.store.moments import as_text
from scormbuild.lrs.store.store import Transaction

MAX_CHAIN = 100  # StatementRefs that a filter follows, one after another
MAX_NAME = 255  # characters of a person's name that the Agents resource gives
LONGEST_REMEMBERED = 10_000  # characters of two definitions whose merging is remembered


def add(transaction: Transaction, batch: Sequence[Prepared], contents: Mapping[str, bytes]) -> int:
    """Store statements, with the contents of attachments by their SHA-2 sums, and return how many are new.

    Those that are stored already are left as they are. Raises `Conflict` where another statement has the id of one.
    """
    connection = transaction.connection
    stored = _add_rows(transaction, batch)
    if not stored:
        return 0
    new = list(stored.values())
    awaited = _are_referred_to(connection, stored)  # by others that came before them
    mentions: dict[int, Iterable[Mention]] = {moment: one.mentions for moment, one in stored.items()}
    for moment, found in _through_references(connection, stored, awaited=awaited).items():
        mentions[moment] = found.union(mentions.get(moment, ()))
    add_postings(transaction, mentions)
    _void(connection, new, awaited=awaited)
    _add_definitions(transaction, new)
    _add_people(transaction, new)
    _add_attachments(connection, stored, contents)
    return len(new)


def _add_rows(transaction: Transaction, batch: Sequence[Prepared]) -> dict[int, Prepared]:
    """Insert the statements that aren't stored yet, and return them by their moments. Raises `Conflict`."""
    connection = transaction.connection
    stored = {transaction.moment(): one for one in batch}
    inserted = connection.insert(
        "statement",
        ["stored", "id", "refers_to", "voids", "body"],
        [
            (
                moment,
                connection.uuid(one.id),
                None if one.refers_to is None else connection.uuid(one.refers_to),
                int(one.voids is not None),
                one.text(as_text(moment)),
            )
            for moment, one in stored.items()
        ],
        "ON CONFLICT (id) DO NOTHING",
    )
    if inserted < len(batch):
        for moment in _known_already(connection, stored):
            del stored[moment]
    return stored


def _known_already(connection: Connection, given: Mapping[int, Prepared]) -> list[int]:
    """Return the moments at which statements would be stored that are stored already. Raises `Conflict`."""
    known: dict[str, tuple[int, dict[str, Any]]] = {}
    for ids in portions([connection.uuid(one.id) for one in given.values()]):
        rows = connection.rows(f"SELECT stored, body FROM statement WHERE id IN ({placeholders(len(ids))})", ids)
        for moment, body in rows:
            statement = json.loads(body)
            known[statement["id"].lower()] = moment, statement
    others = [(moment, one) for moment, one in given.items() if known[one.id][0] != moment]
    for _, one in others:
        if not same(known[one.id][1], one.statement):
            raise Conflict(one.id)
    return [moment for moment, _ in others]


def indexed_under(connection: Connection, statement: Prepared) -> set[Mention]:
    """Return what a stored statement is found by, for its own sake and for that of those it refers to."""
    found = set(statement.mentions)
    for target in _chain(connection, statement.refers_to):
        found |= _without_authority(target.mentions)
    return found


def add_postings(transaction: Transaction, mentions: Mapping[int, Iterable[Mention]]) -> None:
    moments: defaultdict[Mention, list[int]] = defaultdict(list)
    for moment, found in mentions.items():
        for mention in found:
            moments[mention].append(moment)
    numbers = transaction.numbers({term for term, _ in moments})
    # In the order of the table: neighbours go into the same page.
    ordered = sorted((numbers[term], relation, found) for (term, relation), found in moments.items())
    rows = [(number, relation, moment) for number, relation, found in ordered for moment in found]
    transaction.connection.insert("posting", ["term", "relation", "stored"], rows, "ON CONFLICT DO NOTHING")


def _through_references(
    connection: Connection, stored: Mapping[int, Prepared], *, awaited: bool
) -> dict[int, set[Mention]]:
    """Return what statements are found by for the sake of those they refer to, where `stored` completes a reference.

    A filter that a statement meets is met by those that refer to it, and so on (xAPI-Communication 2.1.3), whichever of
    them came first. The authority stays behind: a key that may read its own statements doesn't get those about them.
    """
    found: dict[int, set[Mention]] = {}
    for moment, one in stored.items():
        if one.refers_to is None and not awaited:
            continue
        sources = referring(connection, one.id) if awaited else set()
        targets: set[Mention] = set()
        for target in _chain(connection, one.refers_to):
            targets |= _without_authority(target.mentions)
        if targets:
            found.setdefault(moment, set()).update(targets)
        for source in sources:
            found.setdefault(source, set()).update(targets, _without_authority(one.mentions))
    return found


def _without_authority(found: Iterable[Mention]) -> set[Mention]:
    return {
        (term, relation)
        for term, relation in found
        if not (term[0] is Kind.AGENT and relation == AgentRelation.AUTHORITY)
    }


def _are_referred_to(connection: Connection, stored: Collection[int]) -> bool:
    """Say whether anything that is stored refers to one of those that were stored last, at these moments."""
    return bool(
        connection.rows(
            "SELECT 1 FROM statement target JOIN statement source ON source.refers_to = target.id"
            " WHERE target.stored >= ? LIMIT 1",
            [min(stored)],
        )
    )


def _chain(connection: Connection, statement_id: str | None) -> Iterator[Prepared]:
    """Yield a stored statement, the one that it refers to, and so on."""
    seen: set[str] = set()
    while statement_id is not None and statement_id not in seen and len(seen) < MAX_CHAIN:
        seen.add(statement_id)
        found = connection.rows("SELECT body FROM statement WHERE id = ?", [connection.uuid(statement_id)])
        if not found:
            return
        target = prepared_again(found[0][0])
        yield target
        statement_id = target.refers_to


def referring(connection: Connection, statement_id: str) -> set[int]:
    """Return the moments of the stored statements that refer to one, or to one that does, and so on."""
    moments: set[int] = set()
    ids: list[object] = [connection.uuid(statement_id)]
    for _ in range(MAX_CHAIN):
        rows = [
            row
            for portion in portions(ids)
            for row in connection.rows(
                f"SELECT stored, id FROM statement WHERE refers_to IN ({placeholders(len(portion))})", portion
            )
        ]
        ids = [id_ for moment, id_ in rows if moment not in moments]
        moments.update(moment for moment, _ in rows)
        if not ids:
            break
    return moments


def prepared_again(body: str) -> Prepared:
    """Return a stored statement as it was when it was stored."""
    statement = json.loads(body)
    version = Version.V2_0_0 if statement["version"].startswith("2") else Version.V1_0_3
    return prepare(statement, version, authority=statement["authority"], new_id=str)


def _void(connection: Connection, new: Sequence[Prepared], *, awaited: bool) -> None:
    """Void what the new statements void, and those of them that earlier ones do (xAPI-Data 2.3.2)."""
    ids = {one.voids for one in new if one.voids is not None}
    if awaited:
        ids.update(one.id for one in new)
    for portion in portions([connection.uuid(id_) for id_ in ids]):
        connection.rows(
            "INSERT INTO voided (stored) SELECT target.stored FROM statement target"
            f" WHERE target.id IN ({placeholders(len(portion))}) AND target.voids = 0"
            " AND EXISTS (SELECT 1 FROM statement source WHERE source.refers_to = target.id AND source.voids = 1)"
            " ON CONFLICT DO NOTHING",
            portion,
        )


def _add_definitions(transaction: Transaction, new: Sequence[Prepared]) -> None:
    """Let the definitions that the statements bring enter what is known of the activities."""
    brought: dict[Term, list[str]] = {}
    for iri, definition in dict.fromkeys(each for one in new for each in one.definitions):
        brought.setdefault((Kind.ACTIVITY, iri), []).append(definition)
    if not brought:
        return
    connection = transaction.connection
    numbers = transaction.numbers(set(brought))
    memory = transaction.memory.definitions
    known = {number: memory.get(number) for number in numbers.values()}
    for portion in portions([number for number, text in known.items() if text is None]):
        known.update(
            connection.rows(
                f"SELECT term, definition FROM activity WHERE term IN ({placeholders(len(portion))})", portion
            )
        )
    changed = []
    for term, definitions in brought.items():
        number = numbers[term]
        text = before = known[number]
        for definition in definitions:
            text = _known_with(text, definition)
        if text is not None and text != before:
            changed.append((number, text))
        if text is not None and len(text) <= LONGEST_REMEMBERED:
            memory.add(number, text)
    connection.insert(
        "activity",
        ["term", "definition"],
        changed,
        "ON CONFLICT (term) DO UPDATE SET definition = excluded.definition",
    )


def _known_with(known: str | None, brought: str) -> str:
    """Return what is known of an activity with what a statement brings. Most bring the same again."""
    if known is None:
        return brought
    is_long = len(known) + len(brought) > LONGEST_REMEMBERED
    return _merged_texts(known, brought) if is_long else _remembered_merge(known, brought)


def _merged_texts(known: str, brought: str) -> str:
    return dumps(merged(json.loads(known), json.loads(brought)))


_remembered_merge = lru_cache(maxsize=1024)(_merged_texts)


def _add_people(transaction: Transaction, new: Sequence[Prepared]) -> None:
    given = {
        ((Kind.AGENT, key), name.replace("\0", "")[:MAX_NAME])
        for key, name in {each for one in new for each in one.people}
    }
    numbers = transaction.numbers({term for term, _ in given})
    memory = transaction.memory.names
    rows = sorted(row for row in ((numbers[term], name) for term, name in given) if memory.get(row) is None)
    transaction.connection.insert("person", ["term", "name"], rows, "ON CONFLICT DO NOTHING")
    for row in rows:
        memory.add(row, True)


def _add_attachments(connection: Connection, stored: Mapping[int, Prepared], contents: Mapping[str, bytes]) -> None:
    uses = [(sha2, moment) for moment, one in stored.items() for sha2 in sorted(one.attachments) if sha2 in contents]
    new = [(sha2, contents[sha2]) for sha2 in sorted({sha2 for sha2, _ in uses})]
    connection.insert("attachment", ["sha2", "content"], new, "ON CONFLICT DO NOTHING")
    connection.insert("attachment_use", ["sha2", "stored"], uses)
