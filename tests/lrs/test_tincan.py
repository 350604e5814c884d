"""The library tincan as an independent client: what it sends is stored, and what it asks for it understands."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    Attachment,
    Context,
    LanguageMap,
    LRSResponse,
    RemoteLRS,
    Result,
    Score,
    Statement,
    StatementRef,
    Verb,
)
from tincan.documents import StateDocument

from tests.lrs.serving import Served

COURSE = "https://kurs.example.no/brannvern"
PASSED = Verb(id="http://adlnet.gov/expapi/verbs/passed", display=LanguageMap({"nb": "bestod"}))
VOIDED = Verb(id="http://adlnet.gov/expapi/verbs/voided")


@pytest.fixture
def remote(fresh: Served) -> RemoteLRS:
    return RemoteLRS(endpoint=f"http://127.0.0.1:{fresh.port}/xapi/", version="1.0.3", auth=fresh.client.authorization)


def learner(name: str) -> Agent:
    return Agent(name=name.title(), account=AgentAccount(home_page="https://lms.example.no", name=name))


def passed(name: str, score: float = 0.9) -> Statement:
    return Statement(
        actor=learner(name),
        verb=PASSED,
        object=Activity(id=COURSE, definition=ActivityDefinition(name=LanguageMap({"nb": "Brannvern"}))),
        result=Result(success=True, score=Score(scaled=score), duration=timedelta(minutes=12, seconds=5)),
        context=Context(registration=uuid.uuid4(), platform="test"),
        timestamp=datetime(2026, 11, 26, 10, 30, tzinfo=UTC),
    )


def ids(response: LRSResponse) -> list[str]:
    assert response.success, response.data
    return [str(each.id) for each in response.content.statements]


def test_statements_are_stored_and_found(remote: RemoteLRS) -> None:
    kari = remote.save_statement(passed("kari"))
    assert kari.success, kari.data
    batch = remote.save_statements([passed("ola"), passed("siri")])
    assert batch.success, batch.data
    stored = [str(kari.content.id), *(str(each.id) for each in batch.content)]
    assert ids(remote.query_statements({"ascending": "true"})) == stored
    assert ids(remote.query_statements({"agent": learner("ola")})) == stored[1:2]
    assert ids(remote.query_statements({"verb": PASSED, "activity": Activity(id=COURSE), "limit": 1})) == stored[2:]
    (found,) = remote.query_statements({"agent": learner("kari")}).content.statements
    assert found.result.duration == timedelta(minutes=12, seconds=5)
    assert found.timestamp == datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
    assert found.object.definition.name["nb"] == "Brannvern"
    assert found.authority is not None
    again = remote.retrieve_statement(str(kari.content.id))
    assert again.success
    assert again.content.id == kari.content.id


def test_pages_follow_one_another(remote: RemoteLRS) -> None:
    stored = [str(each.id) for each in remote.save_statements([passed(f"nr-{n}") for n in range(25)]).content]
    response = remote.query_statements({"limit": 10, "ascending": "true"})
    found = ids(response)
    while response.content.more:
        response = remote.more_statements(response.content)
        found += ids(response)
    assert found == stored


def test_voiding(remote: RemoteLRS) -> None:
    wrong = remote.save_statement(passed("kari")).content
    remote.save_statement(Statement(actor=learner("admin"), verb=VOIDED, object=StatementRef(id=wrong.id)))
    assert not remote.retrieve_statement(str(wrong.id)).success
    voided = remote.retrieve_voided_statement(str(wrong.id))
    assert voided.success
    assert voided.content.actor.account.name == "kari"


def test_an_attachment_by_its_address(remote: RemoteLRS) -> None:
    statement = passed("kari")
    statement.attachments = [
        Attachment(
            usage_type="http://id.tincanapi.com/attachment/supporting_media",
            display=LanguageMap({"nb": "Kursbevis"}),
            content_type="application/pdf",
            length=3,
            sha2=hashlib.sha256(b"pdf").hexdigest(),
            fileurl="https://kurs.example.no/bevis.pdf",
        )
    ]
    saved = remote.save_statement(statement)
    assert saved.success, saved.data
    (found,) = remote.retrieve_statement(str(saved.content.id)).content.attachments
    assert found.fileurl == "https://kurs.example.no/bevis.pdf"


def test_state_is_kept(remote: RemoteLRS) -> None:
    activity, agent = Activity(id=COURSE), learner("kari")
    state = StateDocument(id="bokmerke", activity=activity, agent=agent, content=bytearray(b"side-1"))
    assert remote.save_state(state).success
    assert remote.retrieve_state(activity, agent, "bokmerke").content.content == b"side-1"
    assert remote.retrieve_state_ids(activity, agent).content == ["bokmerke"]
    assert remote.clear_state(activity, agent).success
    assert remote.retrieve_state_ids(activity, agent).content == []


def test_the_tag_of_a_profile_guards_it(fresh: Served, remote: RemoteLRS) -> None:
    agent = learner("kari")
    # The library has no If-None-Match, which the first PUT of a profile needs.
    first = fresh.client.ask(
        "POST", "/agents/profile", {"agent": json.loads(agent.to_json()), "profileId": "lyd"}, json_={"paa": True}
    )
    assert first.status == 204
    found = remote.retrieve_agent_profile(agent, "lyd")
    profile = found.content
    assert json.loads(profile.content) == {"paa": True}
    profile.content = json.dumps({"paa": False})
    profile.etag = found.response.getheader("ETag")  # which the library means to read, and doesn't find
    saved = remote.save_agent_profile(profile)
    assert saved.success, saved.data
    assert remote.save_agent_profile(profile).response.status == 412  # its tag is the one of before
    assert json.loads(remote.retrieve_agent_profile(agent, "lyd").content.content) == {"paa": False}
    assert remote.retrieve_agent_profile_ids(agent).content == ["lyd"]
