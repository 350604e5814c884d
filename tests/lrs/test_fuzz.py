"""Requests of every shape, drawn at random: whatever comes, no answer is a 500."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scormbuild.lrs.model.version import Version
from tests.lrs.examples import Json, statement
from tests.lrs.inprocess import InProcess
from tests.lrs.serving import Answer
from tests.lrs.strategies import agents, iris, json_values, statements, texts, timestamps, uuids

QUICK = settings(max_examples=200, derandomize=True, database=None)
LONG = settings(max_examples=10_000, database=None)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    if request.param == "postgresql":
        database = request.getfixturevalue("postgresql").new_database()
    else:
        database = str(tmp_path_factory.mktemp("lrs") / "lrs.sqlite")
    with InProcess(database) as app:
        yield app


def is_answered(answer: Answer) -> None:
    """Prove that an answer is one of the application's: no failure, and a refusal in words."""
    assert answer.status < 500, answer
    assert answer.headers["x-experience-api-version"] in ("1.0.3", "2.0.0")
    if answer.status >= 400 and answer.body:
        assert answer.error


# --- the grammar of statements ---

any_statement = st.sampled_from(Version).flatmap(lambda version: st.tuples(st.just(version), statements(version)))


def without_what_needs_contents(value: Json) -> Json:
    """Leave out attachments, whose data would have to come along, and the id, which another may have."""
    kept = {key: part for key, part in value.items() if key not in ("attachments", "id")}
    if kept["object"].get("objectType") == "SubStatement":
        kept["object"] = {key: part for key, part in kept["object"].items() if key != "attachments"}
    return kept


def check_valid(app: InProcess, version: Version, drawn: Json) -> None:
    """A valid statement is stored, and comes back in every form and by everything that it mentions."""
    sent = without_what_needs_contents(drawn)
    body = json.dumps(sent).encode()
    answer = app.ask("POST", "/xapi/statements", body=body, version=version)
    assert answer.status == 200, (answer, sent)
    (statement_id,) = answer.json()
    kept = app.ask("GET", "/xapi/statements", f"statementId={statement_id}", version=version).json()
    for key in ("actor", "verb", "result"):
        assert kept.get(key) == sent.get(key)
    for form in ("ids", "canonical"):
        for query in (f"statementId={statement_id}&format={form}", f"format={form}&limit=3&attachments=true"):
            is_answered(app.ask("GET", "/xapi/statements", query, version=version))
    verb = quote(sent["verb"]["id"], safe="")
    found = app.ask("GET", "/xapi/statements", f"verb={verb}&limit=1", version=version).json()["statements"]
    assert [each["id"] for each in found] == [statement_id]
    # The same again, with the id that it got, is no error.
    again = json.dumps({**sent, "id": statement_id}).encode()
    assert app.ask("POST", "/xapi/statements", body=again, version=version).status == 200


@settings(QUICK, max_examples=50)
@given(drawn=any_statement)
def test_statements_of_the_grammar(app: InProcess, drawn: tuple[Version, Json]) -> None:
    check_valid(app, *drawn)


@pytest.mark.soak
@LONG
@given(drawn=any_statement)
def test_very_many_statements_of_the_grammar(app: InProcess, drawn: tuple[Version, Json]) -> None:
    check_valid(app, *drawn)


# --- the routes ---

odd_texts = st.text(max_size=20) | st.sampled_from(["", "\0", "%", "'", '"', "\\", "\r\n", "\ud83d", "ÿ", "null", "[]"])
odd_paths = st.builds("/xapi/{}".format, odd_texts) | odd_texts
odd_methods = st.sampled_from(["OPTIONS", "PATCH", "TRACE", "get", "CONNECT", "X-Y"])
FILTERS = ["agent", "activity", "verb", "registration", "since", "until", "limit", "format", "attachments", "ascending"]
FILTERS += ["related_agents", "related_activities", "beyond"]
RESOURCES: list[tuple[str, str, list[str], list[str]]] = [
    ("/xapi/statements", "POST", [], []),
    ("/xapi/statements", "PUT", ["statementId"], []),
    ("/xapi/statements", "GET HEAD", [], FILTERS),
    ("/xapi/statements", "GET HEAD", ["statementId"], ["format", "attachments"]),
    ("/xapi/statements", "GET HEAD", ["voidedStatementId"], ["format", "attachments"]),
    ("/xapi/statements", "POST", ["method"], []),
    ("/xapi/activities", "GET HEAD", ["activityId"], []),
    ("/xapi/activities/state", "GET HEAD PUT POST DELETE", ["activityId", "agent", "stateId"], ["registration"]),
    ("/xapi/activities/state", "GET HEAD DELETE", ["activityId", "agent"], ["registration", "since"]),
    ("/xapi/activities/profile", "GET HEAD PUT POST DELETE", ["activityId", "profileId"], []),
    ("/xapi/activities/profile", "GET HEAD", ["activityId"], ["since"]),
    ("/xapi/agents", "GET HEAD", ["agent"], []),
    ("/xapi/agents/profile", "GET HEAD PUT POST DELETE", ["agent", "profileId"], []),
    ("/xapi/agents/profile", "GET HEAD", ["agent"], ["since"]),
    ("/xapi/about", "GET HEAD", [], []),
]
"""What is asked mostly, for a fuzzer that knows no more than the names gets no further than the first refusal."""
some_agents = agents.map(json.dumps) | st.sampled_from(
    ['{"mbox":"mailto:a@example.no"}', "{}", "[]", "null", '{"mbox":null}', '{"objectType":"Group","member":[]}']
)
some_moments = timestamps(Version.V1_0_3) | st.sampled_from(["2026", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00Z"])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "agent": some_agents,
    "activity": iris,
    "activityId": iris,
    "verb": iris,
    "registration": uuids,
    "statementId": uuids,
    "voidedStatementId": uuids,
    "stateId": texts,
    "profileId": texts,
    "since": some_moments,
    "until": some_moments,
    "limit": st.integers(-1, 1000).map(str),
    "format": st.sampled_from(["exact", "ids", "canonical"]),
    "attachments": st.sampled_from(["true", "false"]),
    "ascending": st.sampled_from(["true", "false"]),
    "related_agents": st.sampled_from(["true", "false"]),
    "related_activities": st.sampled_from(["true", "false"]),
    "beyond": st.integers(0, 2**70).map(str),
    "method": st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    "content": st.sampled_from(["", "{}", json.dumps(statement())]),
}
# Few people and things, so that requests meet what others have stored.
FEW = {
    "agent": '{"mbox":"mailto:kari@example.no"}',
    "activity": "https://kurs.example.no/brannvern",
    "activityId": "https://kurs.example.no/brannvern",
    "verb": "http://adlnet.gov/expapi/verbs/passed",
    "stateId": "s",
    "profileId": "p",
}


def now_and_then(draw: st.DrawFn) -> bool:
    return draw(st.integers(0, 11)) == 11


@st.composite
def parameters(
    draw: st.DrawFn, required: Sequence[str] = (), optional: Sequence[str] = tuple(VALUES)
) -> dict[str, str]:
    """Draw the required parameters and some others; now and then one is missing, strange or worth nothing."""
    names = [name for name in required if not now_and_then(draw)]
    if optional:
        names += draw(st.lists(st.sampled_from(optional), max_size=3))
    drawn = {}
    for name in names:
        if now_and_then(draw):
            drawn[name] = draw(odd_texts)
        elif name in FEW and draw(st.booleans()):
            drawn[name] = FEW[name]
        else:
            drawn[name] = draw(VALUES[name])
    if now_and_then(draw):
        drawn[draw(odd_texts | st.sampled_from(list(VALUES)))] = draw(odd_texts)
    return drawn


def encoded(fields: dict[str, str]) -> str:
    return "&".join(
        f"{quote(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
        for name, value in fields.items()
    )


CONTENT_TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/mixed; boundary=b",
    "multipart/mixed; boundary=",
    "multipart/mixed",
    "text/plain;;;=",
]
latin_1 = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=20)
HEADERS: dict[str, st.SearchStrategy[str]] = {
    "x-experience-api-version": st.sampled_from(["1.0.3", "2.0.0", "1.0", "0.9", "", "2"]),
    "content-type": st.sampled_from(CONTENT_TYPES) | latin_1,
    "content-length": st.sampled_from(["0", "-1", "x", "9" * 30]),
    "if-match": st.sampled_from(["*", '"x"', 'W/"x"', ""]) | latin_1,
    "if-none-match": st.sampled_from(["*", '"x"', ""]) | latin_1,
    "accept-language": st.sampled_from(["nb", "nb;q=0.5, *;q=0", ";q=", "x;q=9e999"]) | latin_1,
    "authorization": latin_1 | latin_1.map("Basic {}".format),
    "accept": latin_1,
}

PART = "--b\r\nContent-Type: {}\r\nX-Experience-API-Hash: {}\r\nContent-Transfer-Encoding: {}\r\n\r\n{}\r\n"
multiparts = st.lists(
    st.builds(
        PART.format,
        st.sampled_from(["application/json", "text/plain", ""]),
        st.sampled_from(["", "x", "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"]),
        st.sampled_from(["binary", "base64"]),
        st.sampled_from([json.dumps(statement()), "{}", "hei", "--b"]),
    ),
    max_size=3,
).map(lambda parts: "".join([*parts, "--b--\r\n"]).encode())


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """Draw a statement or document, with a few of its bytes changed, doubled or gone."""
    value: Any = draw(json_values | st.just(statement()) | statements(Version.V2_0_0) | agents)
    if draw(st.booleans()):
        value = [value] * draw(st.integers(0, 3))
    body = bytearray(json.dumps(value, ensure_ascii=draw(st.booleans())).encode())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(body)))
        body[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(body)


bodies = (
    st.just(json.dumps(statement()).encode())
    | mutations()
    | multiparts
    | st.binary(max_size=30)
    | parameters().map(lambda drawn: encoded(drawn).encode())
)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    path, methods, required, optional = draw(st.sampled_from(RESOURCES))
    names = [name for name in HEADERS if now_and_then(draw)]
    return {
        "method": draw(odd_methods) if now_and_then(draw) else draw(st.sampled_from(methods.split())),
        "path": draw(odd_paths) if now_and_then(draw) else path,
        "query": draw(latin_1) if now_and_then(draw) else encoded(draw(parameters(required, optional))),
        "body": draw(bodies),
        "headers": [(name, draw(HEADERS[name])) for name in names],
        "version": draw(st.sampled_from(Version)),
    }


@QUICK
@given(request=requests())
def test_requests_of_every_shape(app: InProcess, request: dict[str, Any]) -> None:
    is_answered(app.ask(**request))


@pytest.mark.soak
@LONG
@given(request=requests())
def test_very_many_requests_of_every_shape(app: InProcess, request: dict[str, Any]) -> None:
    is_answered(app.ask(**request))
