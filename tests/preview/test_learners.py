"""Who learns: several learners, each with what is theirs, and formats beside each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scormbuild.course.model import FormatName
from scormbuild.preview.quirks import known
from scormbuild.preview.settings import Settings
from tests.preview.conftest import COURSE, Author


def test_learners_are_kept_apart(author: Author) -> None:
    author.answer("a")
    expect(author.fact("Page")).to_have_text("skiltet")

    author.page.get_by_label("Learner", exact=True).select_option("kari")

    expect(author.heading).to_have_text("Finn utgangen")
    expect(author.page.locator("#part-state")).not_to_contain_text("q-skilt")

    author.page.get_by_label("Learner", exact=True).select_option("ola")

    expect(author.heading).to_have_text("Skiltet")
    expect(author.course.locator('input[value="a"]')).to_be_checked()
    expect(author.page.locator("#part-state")).to_contain_text("q-skilt")


def test_another_learner_is_nobody_who_was_there(author: Author) -> None:
    author.answer("a")
    author.page.get_by_role("button", name="Another learner").click()

    expect(author.page.get_by_label("Learner", exact=True)).to_have_value("per")
    expect(author.heading).to_have_text("Finn utgangen")


def test_start_over(author: Author) -> None:
    author.answer("a")
    author.page.get_by_role("button", name="Start over").click()

    expect(author.heading).to_have_text("Finn utgangen")
    expect(author.page.get_by_label("Learner", exact=True).locator("option:checked")).to_have_text("Ola, attempt 2")
    assert "q-skilt" not in author.page.locator("#part-state").inner_text()


def test_review_changes_nothing(author: Author) -> None:
    author.answer("a")
    expect(author.fact("Status")).to_have_text("completed")
    author.page.get_by_label("review").check()
    expect(author.calls.filter(has_text="LMSInitialize")).to_have_count(2)

    author.course.locator("#previous").click()

    expect(author.heading).to_have_text("Finn utgangen")
    expect(author.fact("Status")).to_have_text("completed")


@pytest.mark.parametrize("format_", ["scorm2004-4", "cmi5", "xapi"])
def test_every_format_keeps_an_answer_over_an_edit(format_: str, author: Author) -> None:
    expect(author.heading).to_have_text("Finn utgangen")
    author.page.get_by_label("Format", exact=True).select_option(format_)
    author.preview.wait_until(lambda: author.preview.sessions[-1].package == format_)
    author.answer("b")
    expect(author.page.locator("#part-state")).to_contain_text("q-skilt")

    author.edit("title: Skiltet", "title: Det grønne skiltet")

    expect(author.heading).to_have_text("Det grønne skiltet")
    expect(author.course.locator('input[value="b"]')).to_be_checked()
    if format_ in ("cmi5", "xapi"):
        expect(author.page.locator("#statements > li").filter(has_text="answered")).to_contain_text("ola · wrong")
        expect(author.page.locator("#statements > .wrong")).to_have_count(0)
        expect(author.page.locator("#statements > li").filter(has_text="terminated")).to_have_count(1)
    else:
        expect(author.page.locator("#calls > .wrong")).to_have_count(0)


@pytest.mark.parametrize("format_", ["cmi5", "xapi"])
def test_a_course_that_is_not_completed_is_not_so_after_an_edit(
    format_: FormatName, open_preview: Callable[..., Author]
) -> None:
    author = open_preview(COURSE, Settings(format=format_))
    expect(author.fact("Status")).to_have_text("incomplete")

    author.edit("title: Finn utgangen", "title: Finn veien ut")

    expect(author.heading).to_have_text("Finn veien ut")
    author.preview.wait_until(lambda: len(author.preview.store.statements) > 3)
    expect(author.fact("Status")).to_have_text("incomplete")
    expect(author.fact("Told")).to_have_text("–")


@pytest.mark.parametrize(("format_", "quirks"), [("web", []), ("scorm12", ["no-api"])])
def test_learners_are_kept_apart_where_no_platform_does(
    format_: FormatName, quirks: list[str], open_preview: Callable[..., Author]
) -> None:
    author = open_preview(COURSE, Settings(format=format_, quirks=known(quirks)))
    option = author.course.locator('input[value="a"]')
    author.course.locator("#next").click()
    option.check()
    author.course.locator("form.question [type=submit]").click()
    expect(author.course.locator("form.question .result")).to_be_visible()

    author.page.get_by_label("Learner", exact=True).select_option("kari")

    expect(author.heading).to_have_text("Finn utgangen")
    author.course.locator("#next").click()
    expect(option).not_to_be_checked()

    author.page.get_by_label("Learner", exact=True).select_option("ola")

    expect(author.heading).to_have_text("Skiltet")
    expect(option).to_be_checked()

    author.page.get_by_role("button", name="Start over").click()

    expect(author.heading).to_have_text("Finn utgangen")
    author.course.locator("#next").click()
    expect(option).not_to_be_checked()


def test_web_site_stays_where_it_was(open_preview: Callable[..., Author]) -> None:
    author = open_preview(COURSE, Settings(format="web"))
    author.course.locator("#next").click()
    expect(author.heading).to_have_text("Skiltet")

    author.edit("title: Skiltet", "title: Det grønne skiltet")

    expect(author.heading).to_have_text("Det grønne skiltet")
    expect(author.page.locator("#part-standing")).to_contain_text("stays in the browser")


@pytest.mark.parametrize("format_", ["scorm12", "cmi5"])
def test_each_module_by_itself(format_: FormatName, open_preview: Callable[..., Author]) -> None:
    second = "  - {id: slukking, title: Slukking, pages: [{id: slangen, title: Slangen, body: [{text: Rull ut.}]}]}\n"
    author = open_preview(
        COURSE.replace("title: Brannvern\n", "title: Brannvern\nsco: per-module\n") + second, Settings(format_)
    )
    player = author.page.frame_locator("#course")
    player.get_by_role("link", name="Slukking").click()
    expect(author.heading).to_have_text("Slangen")
    expect(author.page.locator("#part-standing")).to_contain_text("Slukking")

    author.edit("title: Slangen", "title: Brannslangen")

    expect(author.heading).to_have_text("Brannslangen")

    # The module that is shown goes, and what its platform had of it is told no more.
    author.save(COURSE)

    expect(author.heading).to_have_text("Finn utgangen")
    expect(author.page.locator("#part-standing")).not_to_contain_text("Slukking")
