"""The real course as an xAPI package, launched with an LRS that checks every statement against the specification."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from scormbuild.course.model import Course
from scormbuild.demo.make import Wanted, make
from tests.browser.conftest import NewLearner, package_of, taking, written
from tests.browser.learner import right
from tests.browser.test_cmi5 import SMALL
from tests.platform.lrs import Faults, Lrs
from tests.platform.statements import wordless
from tests.platform.tincan import TinCanLauncher


@pytest.fixture(scope="session")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The basic course's xAPI package."""
    return package_of(folder, tmp_path_factory, "xapi").path


@pytest.fixture
def new_learner(tincan_launcher: TinCanLauncher, context: BrowserContext, course: Course, package: Path) -> NewLearner:
    """A learner of the basic course; keywords go to `TinCanLauncher.launch`."""
    return taking(course, package, tincan_launcher, context)


@pytest.fixture
def small(tmp_path: Path, tincan_launcher: TinCanLauncher, context: BrowserContext) -> NewLearner:
    """A learner of a course that the test writes: `small(yaml, **launch)`."""
    return written(tincan_launcher, context, tmp_path, "xapi")


@pytest.mark.soak
def test_every_page_and_every_question_right(new_learner: NewLearner, lrs: Lrs) -> None:
    learner = new_learner().open().play(right).until_saved()
    learner.close()
    lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
    assert lrs.violations == []
    assert [each for statement in lrs.statements for each in wordless(statement)] == []
    assert lrs.verbs[0] == "initialized"
    assert lrs.verbs.count("answered") == len(learner.given)
    assert lrs.verbs.count("experienced") == len(list(learner.course.pages()))
    assert lrs.verbs.count("passed") == lrs.verbs.count("completed") == 1


def test_launch_without_registration_or_activity(small: NewLearner, lrs: Lrs) -> None:
    learner = small(SMALL, without=["registration", "activity_id", "activity_platform"]).open()
    learner.play(right).until_saved().close()
    lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
    assert lrs.violations == []
    assert {each["context"]["revision"] for each in lrs.statements} == {learner.course.version}
    assert "passed" in lrs.verbs


def test_what_teams_write_is_told_only_where_the_course_says_so(small: NewLearner, lrs: Lrs) -> None:
    for number, (setting, verb) in enumerate([("", "interacted"), ("records: {texts: true}\n", "responded")]):
        learner = small(SMALL.replace("modules:", f"{setting}modules:", 1), learner=f"lag-{number}").open()
        learner.frame.locator("#page textarea").fill("Vi møtes ved porten.")
        learner.next()
        learner.until_saved().close()
        lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
        (told,) = [each for each in lrs.statements if each["object"]["id"].endswith("worksheets/tanker")][number:]
        assert told["verb"]["id"].endswith(f"/{verb}")
        assert told.get("result", {}).get("response") == ("Vi møtes ved porten." if setting else None)
    assert lrs.violations == []


def test_verdict_that_one_machine_owes_is_told_by_another(small: NewLearner, lrs: Lrs) -> None:
    learner = small(SMALL).open().until_saved()
    lrs.faults = Faults(status=500, where="statements")
    learner.play(right)
    lrs.wait_until(lambda: any(b'"passed"' in document.content for document in lrs.documents()))
    learner.close()
    assert "passed" not in lrs.verbs
    lrs.faults = Faults()
    browser = learner.context.browser
    assert browser is not None
    with closing(browser.new_context()) as elsewhere:
        replace(learner, context=elsewhere).open().until_saved()
        assert (lrs.verbs.count("completed"), lrs.verbs.count("passed")) == (1, 1)
    # The first machine sends what it has kept: the verdict is the same to the letter.
    learner.open().until_saved()
    assert lrs.verbs.count("answered") == 2
    assert (lrs.verbs.count("completed"), lrs.verbs.count("passed")) == (1, 1)
    expect(learner.frame.locator(".records")).to_be_hidden()
    assert lrs.violations == []


SHEETS = """\
      - id: ark
        title: Ark
        body:
          - checklist: {id: liste, title: Før, items: [{id: a, text: Jeg har lest.}, {id: b, text: Jeg venter.}]}
          - table_form:
              id: gevinster
              title: Gevinster
              row_title: Hva
              columns: [{id: timer, title: Spart tid, kind: number, unit: timer i uka}]
              rows: [{id: tilsyn, title: Digitalt tilsyn}, {id: dispenser, title: Dispenser}]
          - responsibility_matrix:
              id: ansvar
              title: Ansvar
              roles: [{id: leder, title: Leder}, {id: ressurs, title: Ressursperson}]
              tasks: [{id: varsler, text: Følge opp varsler}]
          - self_assessment:
              id: naa
              title: Nå
              scale: [{id: "1", text: Ikke ennå}, {id: "2", text: Helt trygg}]
              statements: [{id: forklare, text: Jeg kan forklare.}, {id: vise, text: Jeg kan vise.}]
"""


def test_sheets_are_told_in_the_words_that_stand_on_the_page(small: NewLearner, lrs: Lrs) -> None:
    learner = small(SMALL.replace("modules:", "records: {texts: true}\nmodules:", 1) + SHEETS).open()
    learner.go("ark")

    def field(name: str) -> Locator:
        return learner.frame.locator(f'#page [data-field="{name}"]')

    learner.frame.get_by_label("Jeg har lest.").check()
    field("gevinster.tilsyn.timer").fill("3")
    field("ansvar.varsler.leder").select_option(value="a")
    field("naa.forklare").nth(1).check()
    learner.go("test")
    learner.until_saved()
    told = {each["object"]["id"].rsplit("/", 1)[1]: each["result"] for each in lrs.statements if "result" in each}
    fields, values = (f"https://kurs.example.no/brann/extensions/{name}" for name in ("fields", "values"))
    assert told == {
        "liste": {"response": "Jeg har lest.", "extensions": {values: {"liste": ["a"]}}},
        "gevinster": {
            "response": "Digitalt tilsyn: Spart tid (timer i uka): 3",
            "extensions": {
                fields: {"tilsyn.timer": "Digitalt tilsyn: Spart tid (timer i uka)"},
                values: {"tilsyn.timer": "3"},
            },
        },
        "ansvar": {
            "response": "Følge opp varsler: Leder: A: har ansvaret",
            "extensions": {fields: {"varsler.leder": "Følge opp varsler: Leder"}, values: {"varsler.leder": ["a"]}},
        },
        "naa": {
            "response": "Jeg kan forklare. Helt trygg",
            "extensions": {fields: {"forklare": "Jeg kan forklare."}, values: {"forklare": ["2"]}},
        },
    }
    assert lrs.violations == []


def test_demo_tells_in_the_form_in_which_the_player_does(small: NewLearner, lrs: Lrs, tmp_path: Path) -> None:
    learner = small(SMALL.replace("modules:", "records: {texts: true}\nmodules:", 1) + SHEETS).open()
    learner.frame.locator("#page textarea").fill("Vi møtes ved porten.")
    learner.page_questions(right)
    learner.go("ark")
    learner.frame.get_by_label("Jeg har lest.").check()
    learner.frame.locator('#page [data-field="gevinster.tilsyn.timer"]').fill("3")
    learner.frame.locator('#page [data-field="ansvar.varsler.leder"]').select_option(value="a")
    learner.frame.locator('#page [data-field="naa.forklare"]').nth(1).check()
    learner.go("test")
    learner.play(right).until_saved().close()
    lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
    made = make([learner.course], tmp_path / "demo", Wanted(150, 1, date(2025, 10, 1), 12))
    lines = (tmp_path / "demo" / made.courses[0].file).read_bytes().splitlines()
    iri = "https://kurs.example.no/brann/extensions/fields"
    labels: dict[str, dict[str, str]] = {}
    invented: dict[tuple[str, str], Any] = {}
    for statement in map(json.loads, lines):
        key = (statement["verb"]["id"], statement["object"]["id"])
        if statement["context"]["revision"] == learner.course.version:
            invented[key] = statement
            labels.setdefault(key[1], {}).update(statement.get("result", {}).get("extensions", {}).get(iri, {}))
    for played in lrs.statements:
        told = invented[played["verb"]["id"], played["object"]["id"]]
        context = {name: value for name, value in played["context"].items() if name not in ("registration", "platform")}
        assert {**told["context"], "registration": ""} == {**context, "registration": ""}
        assert (told["verb"], told["object"]) == (played["verb"], played["object"])
        assert {*told} == {*played} - {"stored", "authority", "version"}
        result, in_play = told.get("result", {}), played.get("result", {})
        assert {*result} == {*in_play}
        assert {*result.get("extensions", {})} == {*in_play.get("extensions", {})}
        said = in_play.get("extensions", {}).get(iri, {})
        assert said.items() <= labels[played["object"]["id"]].items()
    assert {"completed", "passed", "responded", "scored"} <= {*lrs.verbs}


def test_work_comes_back_from_the_record_store(small: NewLearner, lrs: Lrs) -> None:
    learner = small(SMALL).open()
    learner.frame.locator("#page textarea").fill("Jeg vet hvor utgangen er.")
    learner.until_saved().close()
    learner.open()
    expect(learner.frame.locator("#page textarea")).to_have_value("Jeg vet hvor utgangen er.")
    assert lrs.violations == []


def test_without_a_record_store_the_course_runs_alone(small: NewLearner) -> None:
    learner = small(SMALL, without=["endpoint", "auth"]).open()
    learner.play(right)
    assert learner.saved == "untracked"


def test_two_tabs_of_a_course_tell_everything_once(small: NewLearner, lrs: Lrs) -> None:
    first, second = small(SMALL), small(SMALL)
    first.open().until_saved()
    lrs.faults = Faults(status=500, where="statements")
    first.page_questions(right)
    expect(first.frame.locator("#saved")).to_have_attribute("data-saved", "device")
    second.open()
    expect(first.frame.locator("#saved")).to_have_attribute("data-saved", "superseded")
    lrs.faults = Faults()
    first.close()
    second.play(right).until_saved().close()
    lrs.wait_until(lambda: lrs.verbs[-1:] == ["terminated"])
    told = [each for each in lrs.statements if each["verb"]["id"].endswith("/answered")]
    assert [each["object"]["id"].rsplit("/", 1)[1] for each in told] == ["q-skilt", "q-heis"]
    # What the first tab could not tell goes before what the second begins with.
    assert lrs.verbs == [
        *("initialized", "experienced", "answered"),
        *("initialized", "experienced", "answered", "scored", "completed", "passed", "terminated"),
    ]
    assert lrs.violations == []
