"""SCORM packages that report to a record store beside the platform: whatever becomes of that, the tracking goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, expect

from scormbuild.build import build
from scormbuild.formats import PACKAGES
from scormbuild.preview.sessions import Faults as PlatformFaults
from tests.browser.conftest import written
from tests.browser.learner import PACKAGE, Learner, right
from tests.browser.records import recorded
from tests.browser.test_cmi5 import SMALL
from tests.browser.test_per_module import COURSE as PER_MODULE
from tests.platform.lrs import Faults, Lrs
from tests.platform.server import Platform
from tests.platform.statements import Statement, wordless
from tests.platform.token_service import TokenFaults, TokenService

IRI = "https://kurs.example.no/brann"
PLAYED = [
    ("initialized", ""),
    ("experienced", "pages/finn-utgangen"),
    ("answered", "questions/q-skilt"),
    ("experienced", "pages/test"),
    ("answered", "questions/q-heis"),
    ("scored", "quizzes/slutt"),
    ("completed", ""),
    ("passed", ""),
]
"""What is told of a learner who has read and answered everything, before the end of the session."""


@pytest.fixture
def reporter(tmp_path: Path, platform: Platform, context: BrowserContext) -> Any:
    """A learner of a course that reports to the record store which the test names: `reporter(store, **launch)`."""

    small = written(platform, context, tmp_path)

    def new(store: str, **launch: object) -> Learner:
        return small(SMALL.replace("modules:", f"records: {{lrs: {{{store}}}}}\nmodules:", 1), **launch)

    return new


def with_key(lrs: Lrs) -> str:
    return f"endpoint: '{lrs.endpoint}', key: 'kurs:bare-skrive'"


def actors(lrs: Lrs) -> set[str]:
    return {statement["actor"]["account"]["name"] for statement in lrs.statements}


def objects(lrs: Lrs) -> list[tuple[str, str]]:
    def key(statement: Statement) -> str:
        return str(statement["object"]["id"]).removeprefix(IRI).removeprefix("/")

    return [(verb, key(statement)) for verb, statement in zip(lrs.verbs, lrs.statements, strict=True)]


def test_course_reports_beside_its_tracking(reporter: Any, lrs: Lrs) -> None:
    lrs.faults = Faults(write_only="everything")
    learner = reporter(with_key(lrs), learner="12345678901").open()
    learner.play(right).until_saved().close()
    lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert learner.platform.violations(PACKAGE, learner="12345678901") == []
    assert lrs.violations == []
    assert objects(lrs) == [*PLAYED, ("terminated", "")]
    assert [each for statement in lrs.statements for each in wordless(statement)] == []
    # Nothing that is sent knows who learns: a random number stands for the attempt.
    (actor,) = actors(lrs)
    assert UUID(actor).version == 4
    assert {statement["context"]["registration"] for statement in lrs.statements} == {actor}
    assert {statement["context"]["revision"] for statement in lrs.statements} == {learner.course.version}
    assert not any("12345678901" in str(request.body) for request in lrs.requests)


def test_the_same_attempt_is_the_same_number_and_another_one_another(reporter: Any, lrs: Lrs) -> None:
    learner = reporter(with_key(lrs)).open()
    learner.until_saved().close()
    lrs.wait_until(lambda: "terminated" in lrs.verbs)
    learner.open().until_saved().close()
    lrs.wait_until(lambda: lrs.verbs.count("terminated") == 2)
    assert len(actors(lrs)) == 1
    learner.launch["attempt"] = 2
    learner.open().until_saved().close()
    lrs.wait_until(lambda: lrs.verbs.count("terminated") == 3)
    assert len(actors(lrs)) == 2
    assert lrs.violations == []


DEAD = {
    "gone": (Faults(gone=True), "waiting"),
    "500": (Faults(status=500), "waiting"),
    "429": (Faults(status=429, retry_after=1), "waiting"),
    "cors": (Faults(cors_refused=True), "forbidden"),
    "401": (Faults(tokens_expired=True), "expired"),
    "403": (Faults(status=403), "key"),
}


@pytest.mark.parametrize("name", DEAD)
def test_dead_store_never_disturbs_the_course(reporter: Any, lrs: Lrs, name: str) -> None:
    lrs.faults, trouble = DEAD[name]
    learner = reporter(with_key(lrs)).open()
    learner.play(right).until_saved()
    expect(learner.frame.locator(".records")).to_have_attribute("data-trouble", trouble)
    expect(learner.frame.locator(".records")).to_contain_text("påvirker ikke kurset ditt")
    learner.close()
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert learner.platform.violations(PACKAGE) == []
    # What waited in the browser goes with the next session.
    lrs.faults = Faults()
    learner.open().until_saved()
    lrs.wait_until(lambda: lrs.verbs.count("initialized") == 2)
    assert objects(lrs)[: len(PLAYED)] == PLAYED
    assert lrs.violations == []


def test_verdict_that_the_platform_lost_is_told_once(reporter: Any, lrs: Lrs, platform: Platform) -> None:
    """It stands anew in the next session, under the id that it had."""
    learner = reporter(with_key(lrs)).open().until_saved()
    platform.faults = PlatformFaults(session_expired=True)
    learner.play(right)
    lrs.wait_until(lambda: "passed" in lrs.verbs)
    learner.close()
    platform.faults = PlatformFaults()
    learner.open().until_saved()
    # What is told next goes behind whatever of the verdict goes a second time.
    learner.go("finn-utgangen")
    learner.frame.get_by_role("button", name="Prøv igjen").click()
    learner.page_questions(right)
    lrs.wait_until(lambda: lrs.verbs.count("answered") == 3)
    assert recorded(learner)["cmi.core.lesson_status"] == "passed"
    assert (lrs.verbs.count("completed"), lrs.verbs.count("passed")) == (1, 1)
    expect(learner.frame.locator(".records")).to_be_hidden()


def test_what_an_older_attempt_left_goes_with_a_new_one(reporter: Any, lrs: Lrs) -> None:
    lrs.faults = Faults(gone=True)
    learner = reporter(with_key(lrs)).open().until_saved()
    learner.close()
    lrs.faults = Faults()
    learner.launch["attempt"] = 2
    learner.open().until_saved()
    lrs.wait_until(lambda: lrs.verbs.count("experienced") == 2)
    assert lrs.verbs == ["initialized", "experienced", "terminated", "initialized", "experienced"]
    told_as = [statement["actor"]["account"]["name"] for statement in lrs.statements]
    assert told_as == [statement["context"]["registration"] for statement in lrs.statements]
    first, second = told_as[0], told_as[-1]
    assert told_as == [first] * 3 + [second] * 2
    assert first != second
    assert lrs.violations == []


def test_what_others_left_is_told_in_no_named_learner_s_name(
    reporter: Any, lrs: Lrs, token_service: TokenService
) -> None:
    token_service.actor = {"objectType": "Agent", "account": {"homePage": IRI, "name": "ola"}}
    lrs.faults = Faults(gone=True)
    store = f"endpoint: '{lrs.endpoint}', token_service: '{token_service.url}', actor: service"
    learner = reporter(store, learner="ola").open().until_saved()
    learner.close()
    lrs.faults = Faults()
    for name, expected in (("kari", ["kari"] * 2), ("ola", ["kari"] * 2 + ["ola"] * 5)):
        token_service.actor = {"objectType": "Agent", "account": {"homePage": IRI, "name": name}}
        learner.launch |= {"learner": name, "attempt": 2}
        learner.open().until_saved()
        lrs.wait_until(lambda expected=expected: len(lrs.statements) >= len(expected))  # type: ignore[misc]
        assert [statement["actor"]["account"]["name"] for statement in lrs.statements] == expected
        # What this session would say at its end is of no matter here.
        lrs.faults = Faults(gone=True)
        learner.close()
        lrs.faults = Faults()
    assert lrs.violations == []


def test_nobody_is_told_of_an_author_who_looks_at_the_course(reporter: Any, lrs: Lrs) -> None:
    learner = reporter(with_key(lrs), placement="none").open()
    learner.play(right)
    assert learner.saved == "untracked"
    learner.close()
    assert lrs.requests == []


def test_key_stands_in_no_package_that_does_not_use_it(tmp_path: Path) -> None:
    text = SMALL.replace(
        "modules:", "records: {lrs: {endpoint: 'https://lrs.example.no/', key: 'kurs:hemmelig'}}\nmodules:", 1
    )
    folder = tmp_path / "kurs"
    folder.mkdir()
    (folder / "course.yaml").write_text(text, encoding="utf-8")
    having = set()
    for package in build(folder, tmp_path / "dist", list(PACKAGES)).packages:
        with ZipFile(package.path) as archive:
            if any(b"hemmelig" in archive.read(name) for name in archive.namelist()):
                having.add(package.format)
    assert having == {"scorm12", "scorm2004-3", "scorm2004-4"}


def test_service_gives_keys_and_names_the_learner(reporter: Any, lrs: Lrs, token_service: TokenService) -> None:
    token_service.actor = {"objectType": "Agent", "account": {"homePage": IRI, "name": "8f1d-keyed-hash"}}
    store = f"endpoint: '{lrs.endpoint}', token_service: '{token_service.url}', actor: service"
    learner = reporter(store, learner="ola").open()
    lrs.wait_until(lambda: "experienced" in lrs.verbs)
    token_service.expire()
    learner.play(right).until_saved()
    lrs.wait_until(lambda: "passed" in lrs.verbs)
    assert actors(lrs) == {"8f1d-keyed-hash"}
    assert len(token_service.bodies) == 2
    assert b'"learner":"ola"' in token_service.bodies[0]
    assert lrs.violations == []


def test_service_that_needs_no_learner_is_told_of_none(reporter: Any, lrs: Lrs, token_service: TokenService) -> None:
    store = f"endpoint: '{lrs.endpoint}', token_service: '{token_service.url}'"
    reporter(store, learner="ola").open()
    lrs.wait_until(lambda: "experienced" in lrs.verbs)
    assert token_service.bodies == [b'{"course":"brann"}']


def test_service_that_fails_is_waited_for(reporter: Any, lrs: Lrs, token_service: TokenService) -> None:
    token_service.faults = TokenFaults(gone=True)
    store = f"endpoint: '{lrs.endpoint}', token_service: '{token_service.url}'"
    learner = reporter(store).open()
    learner.play(right).until_saved()
    assert lrs.statements == []
    token_service.faults = TokenFaults()
    lrs.wait_until(lambda: "passed" in lrs.verbs)
    assert lrs.violations == []


def test_modules_that_are_tracked_by_themselves_report_by_themselves(
    tmp_path: Path, platform: Platform, context: BrowserContext, lrs: Lrs
) -> None:
    text = f"iri: https://kurs.example.no/vakt\nrecords: {{lrs: {{{with_key(lrs)}}}}}\n{PER_MODULE}"
    small = written(platform, context, tmp_path)

    def until_ended(sessions: int) -> None:
        lrs.wait_until(lambda: lrs.verbs.count("terminated") == sessions)

    for number, module in enumerate(("foer", "etter"), start=1):
        small(text, sco=f"item-vakt.{module}").open().play(right).until_saved().close()
        until_ended(number)
    verdicts = [each for each in lrs.statements if each["verb"]["id"].endswith(("/completed", "/passed"))]
    assert [each["object"]["id"].rsplit("/", 1)[1] for each in verdicts] == ["foer", "etter", "etter"]
    assert verdicts[0]["object"]["definition"]["name"] == {"nb": "Før vakten"}
    assert len({each["context"]["registration"] for each in lrs.statements}) == 2
    assert [each for statement in lrs.statements for each in wordless(statement)] == []
    assert lrs.violations == []
