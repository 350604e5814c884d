"""Our own packages in Chromium against the running store: what is played is what the store has afterwards."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from scormbuild.records.sources.opening import open_source
from tests.browser.conftest import written
from tests.browser.learner import Learner, right
from tests.browser.test_cmi5 import SMALL
from tests.lrs.examples import Json
from tests.lrs.load import every_statement
from tests.lrs.serving import Client, Served
from tests.platform.cmi5 import Launcher
from tests.platform.cmi5_rules import after
from tests.platform.lrs import Lrs
from tests.platform.statements import violations
from tests.platform.tincan import TinCanLauncher
from tests.records.gathering import gathered

TEXT = "Vi møtes ved porten – klokka 8."


class StoreForPlatforms(Lrs):
    """A record store in the stand-in's place: the platform writes there, and sends its learners there."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.client.port}/xapi/"

    @property
    def statements(self) -> list[Json]:
        return list(every_statement(self.client, ascending="true"))

    def add(self, statement: Json) -> None:
        self.client.store(statement)

    def write(self, resource: str, query: Mapping[str, str], content: object) -> None:
        method = "POST" if resource.endswith("profile") else "PUT"  # a profile may be there from an earlier launch
        answer = self.client.ask(method, f"/{resource}", query, json_=content)
        assert answer.status == 204, answer


class Cmi5OnStore(Launcher):
    """Gives each session the store's key for its token, and learns from the store how far each has come."""

    def fetch(self, number: int) -> dict[str, str]:
        super().fetch(number)
        assert isinstance(self.lrs, StoreForPlatforms)
        return {"auth-token": self.lrs.client.authorization.removeprefix("Basic ")}

    def _abandon(self, registration: str) -> None:
        for session in self.sessions:
            standing = session.standing
            for statement in self.statements(session.number):
                standing = after(statement, standing)
            self._change(session, standing=standing)
        super()._abandon(registration)


@pytest.fixture(params=["cmi5", "xapi"])
def learner(
    request: pytest.FixtureRequest, fresh: Served, context: BrowserContext, tmp_path: Path
) -> Iterator[Learner]:
    """A learner of a small course in one of the formats."""
    with StoreForPlatforms(fresh.client) as lrs:
        if request.param == "cmi5":
            with Cmi5OnStore(lrs) as launcher:
                yield written(launcher, context, tmp_path, "cmi5", framed=True)(SMALL)
        else:
            with TinCanLauncher(lrs) as launcher:
                yield written(launcher, context, tmp_path, "xapi", auth=fresh.client.authorization)(SMALL)


def test_a_course_is_played_to_its_end(learner: Learner, fresh: Served) -> None:
    learner.open()
    learner.page_questions(right)
    learner.frame.locator("#page textarea").fill(TEXT)
    learner.until_saved().close()
    until_told(fresh.client, "terminated", 1)
    # Back again: the place and the text come from the store's State documents.
    learner.open()
    assert learner.frame.locator("#page textarea").input_value() == TEXT
    learner.play(right).until_saved().close()
    told = until_told(fresh.client, "terminated", 2)
    assert "abandoned" not in told
    assert told.count("answered") == 2
    assert told.count("completed") == told.count("passed") == 1
    assert told[-1] == "terminated"
    statements = list(every_statement(fresh.client, ascending="true"))
    assert [statement for statement in statements if violations(statement)] == []
    actor = statements[-1]["actor"]
    passed = next(each for each in statements if each["verb"]["id"].endswith("/passed"))
    assert passed["result"]["score"]["scaled"] == 1
    query = {"agent": actor, "registration": passed["context"]["registration"], "verb": passed["verb"]["id"]}
    assert fresh.client.found(**query) == [passed["id"]]
    # Reports know what was played by its own ids, whatever the platform calls it.
    rows = gathered(open_source(fresh.location)).rows
    assert {row.course for row in rows} == {"https://kurs.example.no/brann"}
    assert {(row.kind, row.part) for row in rows if row.verb != "launched"} == {
        ("course", ""),
        ("page", "finn-utgangen"),
        ("page", "test"),
        ("question", "q-skilt"),
        ("question", "q-heis"),
        ("quiz", "slutt"),
        ("worksheet", "tanker"),
    }
    assert {row.version for row in rows if row.verb != "launched"} == {"1.0.0"}


def until_told(client: Client, verb: str, times: int) -> list[str]:
    """Return the verbs that are stored, in order, as soon as one of them is there so often."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        told = [each["verb"]["id"].rsplit("/", 1)[1] for each in every_statement(client, ascending="true")]
        if told.count(verb) == times:
            return told
    raise TimeoutError(f"{verb} wasn't told {times} times: {told}")
