"""The certificate: made out when the course is completed, recorded, printed, and the same on every device."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Frame, expect

from scormbuild.build import build
from scormbuild.cli import cli
from scormbuild.components.base import Question
from scormbuild.course.load import load
from scormbuild.course.lock import read_lock
from scormbuild.receipt import read_receipt, receipt_of, shown
from scormbuild.state import unpack
from tests.browser.conftest import NewLearner, written
from tests.browser.learner import PACKAGE, Learner, right, until, wrong
from tests.browser.records import interactions, recorded
from tests.browser.test_access import violations
from tests.browser.test_roles import pick
from tests.browser.test_switching import learner_of, switch
from tests.browser.test_tools import PRINTED
from tests.browser.test_web import Visitor
from tests.platform.cmi5 import Launcher
from tests.platform.lrs import Lrs
from tests.platform.server import Platform
from tests.support import write_course
from tests.tongues import MARK, other

COURSE = """\
id: hms
iri: https://kurs.example.no/hms
version: "2.1"
title: Helse, miljø og sikkerhet
minutes: 45
objectives:
  - {id: maal-en, text: Du kan melde et avvik.}
  - {id: maal-to, text: Du vet hvem som er verneombud.}
completion: {pages: all, quiz: passed, mastery_score: 0.5}
certificate: {text: Kurset følger planen for nyansatte., signed_by: Enhetsleder}
modules:
  - id: en
    title: En
    pages:
      - {id: hei, title: Hei, body: [{text: Hei.}]}
      - id: test
        title: Test
        body:
          - quiz:
              id: slutt
              questions:
                - {true_false: {id: t-en, prompt: En?, answer: true}}
                - {true_false: {id: t-to, prompt: To?, answer: false}}
"""

WITHOUT_SCORE = COURSE.replace("quiz: passed, mastery_score: 0.5", "quiz: none")
FOR_ROLES = """\
id: hms
title: Helse, miljø og sikkerhet
objectives:
  - {id: maal-en, text: Du kan melde et avvik.}
  - {id: maal-to, text: Du vet hvem som er verneombud.}
  - {id: maal-tre, text: Du kan be om hjelp.}
roles: [{id: leder, title: Leder}, {id: ansatt, title: Ansatt}]
completion: {pages: all, quiz: none}
certificate: true
modules:
  - id: en
    title: En
    pages:
      - {id: hei, title: Hei, body: [{text: Hei.}]}
      - id: test
        title: Test
        for: [leder]
        body:
          - quiz: {id: slutt, questions: [{true_false: {id: t-en, prompt: En?, objective: maal-en, answer: true}}]}
      - id: ansatt-test
        title: Test for ansatte
        for: [ansatt]
        body: [{true_false: {id: t-to, prompt: To?, objective: maal-to, answer: false}}]
"""
MONTHS = [
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
]
CERTIFICATE = "#display #certificate [data-action=certificate]"


def today() -> tuple[str, str]:
    """The day, as codes have it and as people read it."""
    day = date.today()
    return day.isoformat(), f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def half(question: Question) -> list[str]:
    """Every second question right."""
    return right(question) if question.id == "t-en" else wrong(question)


def take(learner: Learner, answers: Callable[[Question], list[str]]) -> None:
    """Take the quiz that the course is completed by."""
    learner.go("test")
    _, quiz = next(iter(learner.course.quizzes()))
    learner.take_quiz(quiz, answers)


def print_it(frame: Frame) -> str:
    """Print the certificate from the last page; the text on it."""
    frame.evaluate(PRINTED)
    frame.locator(".certificate-offer button").click()
    until(frame, "window.printed.length === 1")
    text: str = frame.evaluate("window.printed[0]")
    assert frame.locator("#print").count() == 0
    return text


def codes(learner: Learner) -> list[str]:
    """The codes that the platform has, in the order in which they came."""
    found = [item for item in interactions(recorded(learner)) if item["id"] == "certificate--kursbevis"]
    assert {(item["type"], item["result"]) for item in found} <= {("fill-in", "neutral")}
    return [item["student_response"] for item in found]


def attempt_of(learner: Learner, folder: Path) -> int:
    """What tells the attempt from others, out of the saved state."""
    lock, _ = read_lock(folder, "kurs")
    return unpack(lock.slots, recorded(learner)["cmi.suspend_data"], lock.layouts).attempt


@pytest.fixture
def other_device(browser: Browser, platform: Platform) -> Iterator[Learner]:
    """The same learner, in a browser of their own."""
    context = browser.new_context(locale="nb-NO")
    yield Learner(platform, context, None)  # type: ignore[arg-type] # only its answers need one
    context.close()


def test_certificate_of_a_completion_is_recorded_and_the_same_wherever_it_is_printed(
    small: NewLearner, other_device: Learner, tmp_path: Path
) -> None:
    learner = small(COURSE).open().until_saved()
    frame = learner.frame
    learner.go("test")
    expect(frame.locator(".certificate-offer")).to_be_hidden()
    take(learner, half)
    expect(frame.locator(".certificate-offer")).to_be_visible()
    edges = frame.evaluate("['#page', '.certificate-offer'].map((each) => document.querySelector(each).offsetLeft)")
    assert edges[0] == edges[1] > 0
    learner.until_saved()
    day, said_day = today()
    facts: dict[str, Any] = {"attempt": attempt_of(learner, tmp_path / "kurs"), "day": day, "version": "2.1"}
    code = shown(receipt_of("hms", {**facts, "score": 5000}))
    assert codes(learner) == [code]
    text = print_it(frame)
    lines = [line for line in text.split("\n") if line]
    assert lines[0] == "Kursbevis"
    assert lines[1] == "Ola Nordmann"
    for said in ("Helse, miljø og sikkerhet", "Kurset følger planen for nyansatte.", "Du kan melde et avvik.",
                 "Du vet hvem som er verneombud.", said_day, "50 %", "45 minutter", code, "Enhetsleder"):  # fmt: skip
        assert said in lines
    assert "ikke et bevis i seg selv" in text
    assert "Nordmann" not in recorded(learner)["cmi.suspend_data"]
    learner.close()

    other = other_device.open()
    other.go("test")
    assert print_it(other.frame) == text
    other.until_saved()
    assert codes(learner) == [code]
    other.close()

    learner.open()
    take(learner, right)
    learner.until_saved()
    better = shown(receipt_of("hms", {**facts, "score": 10_000}))
    assert codes(learner) == [code, better]
    assert better in print_it(learner.frame)
    take(learner, wrong)
    learner.until_saved()
    assert codes(learner) == [code, better]
    assert "100 %" in print_it(learner.frame)
    learner.close()
    assert learner.platform.violations(PACKAGE) == []

    learner.launch["mode"] = "review"
    learner.open().go("hei")
    expect(learner.frame.locator(".certificate-offer")).to_be_hidden()
    learner.frame.locator("[data-opens=display]").first.click()
    expect(learner.frame.locator(CERTIFICATE)).to_be_visible()
    assert violations(learner.frame) == []


def test_scorm_2004_has_the_name_and_the_code_too(tmp_path: Path, platform: Platform, context: BrowserContext) -> None:
    yaml = WITHOUT_SCORE.replace("certificate: {", "certificate: {title: Deltakerbevis, ")
    learner = written(platform, context, tmp_path, "scorm2004-4")(yaml).open()
    learner.next()
    expect(learner.frame.locator(".certificate-offer")).to_have_text("Skriv ut: Deltakerbevis")
    lines = print_it(learner.frame).split("\n")
    assert lines[0] == "Deltakerbevis"
    assert "Ola Nordmann" in lines
    learner.until_saved()
    (code,) = [item["learner_response"] for item in interactions(recorded(learner)) if "certificate" in item["id"]]
    assert code in lines
    assert learner.platform.violations(PACKAGE) == []


def test_where_printing_is_refused_the_certificate_can_be_had_as_text(small: NewLearner) -> None:
    learner = small(
        COURSE.replace(
            "completion: {pages: all, quiz: passed, mastery_score: 0.5}", "completion: {pages: all, quiz: none}"
        )
    ).open()
    learner.next()
    learner.frame.evaluate("window.print = () => {}")
    learner.frame.locator("[data-opens=display]").first.click()
    learner.frame.locator(CERTIFICATE).click()
    panel = learner.frame.get_by_role("dialog", name="Utskrift er stengt her")
    panel.wait_for()
    text = panel.get_by_role("textbox").input_value()
    assert "Ola Nordmann" in text
    assert "Resultat" not in text
    # The window that it would open shows the course.
    expect(panel.get_by_role("link")).to_be_hidden()


def test_it_is_one_page_with_a_line_for_who_has_no_platform(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    goals = "".join(
        f"  - {{id: maal-{n}, text: Du kan det som står i punkt {n} og forklare det for andre på vakta.}}\n"
        for n in range(14)
    )
    text = COURSE.replace("objectives:\n", f"objectives:\n{goals}").replace(
        "{pages: all, quiz: passed, mastery_score: 0.5}", "{pages: all, quiz: none}"
    )
    folder = write_course(tmp_path / "kurs", text)
    site, course = build(folder, tmp_path / "dist", ["web"]).packages[0].folder, load(folder).course
    assert site is not None
    assert course is not None
    visitor = Visitor(platform, context, course, address=(site / "index.html").as_uri()).open()
    assert isinstance(visitor, Visitor)
    assert visitor.page is not None
    visitor.next()
    visitor.frame.evaluate("window.print = () => { dispatchEvent(new Event('beforeprint')) }")
    visitor.frame.locator(".certificate-offer button").click()
    visitor.frame.wait_for_selector("#print")
    assert violations(visitor.frame) == []
    name = visitor.frame.locator(".certificate-name")
    expect(name).to_have_text("")
    with pdfium.PdfDocument(visitor.page.pdf(prefer_css_page_size=True)) as pdf:
        assert [sheet.get_size() for sheet in pdf] == [pytest.approx((595, 842), abs=1)]
        said = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert "Navn har fullført kurset" in said
    assert "uten læringsplattform" in said
    code = said.split("Kode ")[1].split()[0]
    assert read_receipt(code) is not None


def test_it_is_in_the_language_that_is_shown_with_the_same_code(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    text = WITHOUT_SCORE.replace("title: Helse", "languages: [nn]\ntitle: Helse")
    learner = learner_of(tmp_path, platform, context, "scorm12", text)().open()
    learner.next()
    own = print_it(learner.frame)
    assert "Utstedt" in own
    switch(learner.frame, "nn")
    other = print_it(learner.frame)
    assert "Utferda" in other
    assert MARK in other
    learner.until_saved()
    (code,) = codes(learner)
    assert code in own
    assert code in other


def test_it_lists_what_the_role_has_learnt_and_says_which_role_that_is(
    tmp_path: Path, platform: Platform, context: BrowserContext
) -> None:
    text = f"{FOR_ROLES}languages: [nn]\n"
    learner = learner_of(tmp_path, platform, context, "scorm12", text)().open()
    learner.frame.get_by_role("button", name="Leder").click()
    learner.go("test")
    _, quiz = next(iter(learner.course.quizzes()))
    learner.take_quiz(quiz, right)
    lines = print_it(learner.frame).split("\n")
    assert {"for Leder", "Du kan melde et avvik.", "Du kan be om hjelp."} <= {*lines}
    assert "Du vet hvem som er verneombud." not in lines
    learner.until_saved()
    given = codes(learner)
    # Another role has its own only when the course is completed for that one.
    learner.go("hei")
    pick(learner, "Ansatt")
    learner.until_saved()
    assert codes(learner) == given
    learner.go("ansatt-test")
    learner.until_saved()
    (code,) = codes(learner)[len(given) :]
    switch(learner.frame, "nn")
    lines = print_it(learner.frame).split("\n")
    assert {f"for {other('Ansatt')}", other("Du vet hvem som er verneombud."), other("Du kan be om hjelp.")} <= {*lines}
    assert other("Du kan melde et avvik.") not in lines
    assert code in lines


def test_statement_tells_the_code_and_the_record_is_found_by_it(
    tmp_path: Path, launcher: Launcher, context: BrowserContext, lrs: Lrs
) -> None:
    learner = written(launcher, context, tmp_path, "cmi5", framed=True)(COURSE).open()
    learner.next()
    take(learner, right)
    expect(learner.frame.locator(".certificate-offer")).to_be_visible()
    learner.until_saved()
    learner.frame.evaluate("window.print = () => { dispatchEvent(new Event('beforeprint')) }")
    learner.frame.locator(".certificate-offer button").click()
    code = learner.frame.locator("#print [data-fill=code]").inner_text()
    (told,) = [each for each in launcher.statements() if each["verb"]["id"].endswith("/responded")]
    assert told["result"]["response"] == code
    assert told["result"]["extensions"] == {
        "https://kurs.example.no/hms/extensions/values": {"certificate": code, "day": today()[0], "score": 100}
    }
    assert lrs.violations == []
    records = tmp_path / "records.ndjson"
    records.write_text("".join(f"{json.dumps(each)}\n" for each in launcher.statements()), encoding="utf-8")
    said = CliRunner().invoke(cli, ["certificate", code.lower().replace("-", " "), str(records)])
    assert said.exit_code == 0
    assert f"It is a certificate, made out {today()[0]}" in said.output
    assert f"passed {today()[0]}, 100 %" in said.output


def test_course_without_one_has_nothing_of_it(small: NewLearner) -> None:
    learner = small(COURSE.replace("certificate:", "# certificate:")).open()
    assert learner.frame.locator("[id^=certificate], .certificate-offer").count() == 0
    assert "certificate.js" not in learner.frame.content()
