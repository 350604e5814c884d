"""Whatever statements there are, whoever is forgotten: nothing tells of them, and the index is what it should be."""

from __future__ import annotations

import json
import tempfile
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.model.mentions import AgentRelation
from scormbuild.lrs.model.prepared import Prepared, prepare
from scormbuild.lrs.model.validation import validate
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import erasure, open_store, statements
from scormbuild.lrs.store.statements import prepared_again
from tests.lrs.examples import AUTHORITY, Json
from tests.lrs.strategies import statements as statements_of
from tests.lrs.test_erasure import assert_indexed

any_statement = st.sampled_from(Version).flatmap(lambda version: st.tuples(st.just(version), statements_of(version)))


def people(one: Prepared) -> set[str]:
    return {key for relation, key in one.agents if relation is not AgentRelation.AUTHORITY}


def agents_in(value: Any) -> set[str | None]:
    """Everyone whom a JSON value names, wherever, except in extensions, and except for the authority."""
    if isinstance(value, list):
        return set().union(*map(agents_in, value))
    if not isinstance(value, dict):
        return set()
    found: set[str | None] = set()
    if value.keys() & {"mbox", "mbox_sha1sum", "openid", "account"}:
        found.add(ifi(value))
    for key, part in value.items():
        if key not in ("extensions", "authority"):
            found |= agents_in(part)
    return found


# Each example opens databases: what is found is not made smaller, which would open them by the hundred.
@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(any_statement, min_size=1, max_size=6), st.data(), st.booleans())
def test_forgetting_anyone_in_any_statements(
    given_statements: list[tuple[Version, Json]], data: st.DataObject, with_pseudonym: bool
) -> None:
    ready: dict[str, Prepared] = {}
    versions: dict[str, Version] = {}
    for version, statement in given_statements:
        statement["id"] = str(uuid.uuid4())
        if len(ready) % 2:
            # Not all that is said of an activity may be said of a statement.
            statement.get("context", {}).pop("revision", None)
            statement.get("context", {}).pop("platform", None)
            statement["object"] = {"objectType": "StatementRef", "id": data.draw(st.sampled_from(sorted(ready)))}
        one = prepare(statement, version, authority=AUTHORITY, new_id=str)
        ready[one.id], versions[one.id] = one, version
    everyone = sorted(set().union(*map(people, ready.values())))
    if not everyone:
        return
    who = data.draw(st.sampled_from(everyone))
    with tempfile.TemporaryDirectory() as folder:
        location = str(Path(folder) / "lrs.sqlite")
        with closing(open_store(location)) as store:
            for one in data.draw(st.permutations(list(ready.values()))):
                with store.transaction() as transaction:
                    statements.add(transaction, [one], {})
            counts = erasure.forget(store, {who}, "someone" if with_pseudonym else None)
            with store.reading() as connection:
                bodies = [body for (body,) in connection.rows("SELECT body FROM statement")]
                terms = connection.rows("SELECT value FROM term WHERE kind = 'agent'")
        assert_indexed(location)
    assert counts["statement"] == sum(who in people(one) for one in ready.values())
    assert len(bodies) == len(ready) - (0 if with_pseudonym else counts["statement"])
    assert (who,) not in terms
    for body in bodies:
        kept = json.loads(body)
        assert who not in agents_in(kept)
        validate(kept, versions[kept["id"]])
        if who not in people(ready[kept["id"]]):
            assert prepared_again(body).statement == ready[kept["id"]].statement | {"timestamp": kept["timestamp"]}
