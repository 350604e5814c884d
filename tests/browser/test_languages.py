"""The interface speaks the course's language, and the browser is told which one that is."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NewLearner
from tests.support import COURSE


@pytest.mark.parametrize(
    ("language", "search", "following", "answer"),
    [
        ("nb", "Søk", "Neste", "Svar"),
        ("nn", "Søk", "Neste", "Svar"),
        ("en", "Search", "Next", "Answer"),
        ("se", "Oza", "Čuovvovaš", "Vástit"),
    ],
)
def test_interface_is_in_the_course_language(
    small: NewLearner, language: str, search: str, following: str, answer: str
) -> None:
    second = "      - {id: to, title: To, body: []}\n"
    frame = small(COURSE.replace("title: Brannvern", f"title: Brannvern\nlanguage: {language}") + second).open().frame
    assert frame.locator("html").get_attribute("lang") == language
    assert frame.get_by_role("button", name=search, exact=True).is_visible()
    assert frame.locator("#next").inner_text().startswith(following)
    assert frame.locator("form.question [type=submit]").inner_text() == answer
    # A key without its text would be shown as it is.
    assert "quiz." not in frame.locator("body").inner_text()
