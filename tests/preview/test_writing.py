"""A course that is edited while it is previewed: the page and the answers stay."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scormbuild.preview import preview
from tests.preview.conftest import COURSE, Author

SECOND = """\
          - choice:
              id: q-dor
              prompt: Hva er rødt?
              options:
                - {id: a, text: Slangen, correct: true}
                - {id: b, text: Skiltet}
"""


def test_edit_keeps_the_page_and_the_answer(author: Author) -> None:
    author.answer("a")
    expect(author.page.locator("#part-state")).to_contain_text("q-skilt")

    author.edit("title: Skiltet", "title: Det grønne skiltet")

    expect(author.heading).to_have_text("Det grønne skiltet")
    expect(author.course.locator('input[value="a"]')).to_be_checked()
    expect(author.course.locator("form.question .result")).to_be_visible()


def test_edit_keeps_the_place_on_the_page(open_preview: Callable[..., Author]) -> None:
    paragraphs = "".join(f"\n\n              Avsnitt {number}." for number in range(60))
    author = open_preview(
        COURSE.replace("text: Se etter det **grønne** skiltet.", f"text: |\n              Først.{paragraphs}\n")
    )
    expect(author.heading).to_have_text("Finn utgangen")
    author.course.locator("html").evaluate("() => scrollTo(0, 700)")

    author.edit("title: Finn utgangen", "title: Finn veien ut")

    expect(author.heading).to_have_text("Finn veien ut")
    expect(author.course.get_by_text("Avsnitt 15.")).to_be_in_viewport()


def test_a_failure_of_the_program_is_told_and_outlived(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    expect(author.heading).to_have_text("Finn utgangen")

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as broken:
        broken.setattr(preview, "draft", fail)
        author.save(COURSE + "# a comment\n")
        expect(author.page.locator(".failure")).to_contain_text("scormbuild itself has failed")
        expect(author.page.locator(".failure")).to_contain_text("RuntimeError: a bug")

    author.save(COURSE)

    expect(author.heading).to_have_text("Finn utgangen")


def test_answers_to_questions_that_no_lock_knows_yet_outlive_further_edits(author: Author) -> None:
    author.answer("a")
    author.save(COURSE + SECOND)
    card = author.course.locator('form[data-question="q-dor"]')
    card.locator('input[value="b"]').check()
    card.locator("[type=submit]").click()
    expect(author.page.locator("#part-state")).to_contain_text("q-dor")

    author.save(COURSE + SECOND + SECOND.replace("q-dor", "q-slange"))

    expect(author.course.locator('form[data-question="q-slange"]')).to_be_visible()
    expect(card.locator('input[value="b"]')).to_be_checked()
    # What is tried out stays out of what is committed.
    assert not (author.preview.folder / "course.lock").exists()


def test_problems_are_shown_at_their_lines_and_the_course_comes_back(author: Author) -> None:
    author.answer("b")

    author.edit("title: Skiltet", "titel: Skiltet")

    expect(author.page.locator(".problem")).to_have_count(2)
    problem = author.page.locator(".problem").last
    expect(problem).to_contain_text('page "skiltet" has no key "titel"')
    expect(problem.locator(".where")).to_contain_text("course.yaml:13:9")
    expect(problem.locator("pre")).to_contain_text("13 |         titel: Skiltet")
    expect(problem.locator(".hint")).to_have_text('did you mean "title"?')
    expect(author.page.locator("#course")).to_be_hidden()

    author.save(COURSE)

    expect(author.heading).to_have_text("Skiltet")
    expect(author.course.locator('input[value="b"]')).to_be_checked()
    expect(author.page.locator(".problem")).to_have_count(0)


def test_course_that_never_built_is_launched_once_it_can_be(open_preview: Callable[..., Author]) -> None:
    author = open_preview(COURSE.replace("id: brann\n", ""))
    expect(author.page.locator(".problem")).to_contain_text("error")

    author.save(COURSE)

    expect(author.heading).to_have_text("Finn utgangen")


def test_every_problem_reads_as_on_the_terminal(open_preview: Callable[..., Author]) -> None:
    told: list[str] = []
    author = open_preview(COURSE.replace("correct: true", "correct: tru"), tell=told.append)

    shown = author.page.locator(".problem").first
    expect(shown).to_be_visible()

    for words in (".what", ".where code:first-child", ".hint"):
        for line in shown.locator(words).inner_text().splitlines():
            assert line.removeprefix("error ").strip() in told[0]
    assert shown.locator("pre").inner_text().rstrip() in told[0]


def test_a_course_with_a_record_store_tells_the_preview_alone(open_preview: Callable[..., Author]) -> None:
    store = "records: {lrs: {endpoint: 'https://lrs.example.no/xapi/', key: 'real:secret'}}\n"
    author = open_preview(COURSE + store)
    elsewhere: list[str] = []
    author.page.on("request", lambda request: elsewhere.append(request.url) if "example.no" in request.url else None)
    author.page.reload()
    author.answer("a")

    author.page.get_by_text("Statements").click()
    rows = author.page.locator("#statements > li")
    expect(rows.filter(has_text="answered")).to_have_count(1)

    assert elsewhere == []
    script = author.preview.packages["scorm12"][1].content("player.js") or b""
    assert b"real:secret" not in script
    statement = json.loads(rows.filter(has_text="answered").locator("pre").text_content() or "")
    assert statement["result"]["success"] is True
