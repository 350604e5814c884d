"""The merged document in a browser: three teams of a real course, and one who means harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scormbuild.booklets.html import write_html
from scormbuild.booklets.merging import Words, merge
from scormbuild.booklets.reading import read_booklets
from scormbuild.booklets.wording import BookletWords
from scormbuild.course.lock import course_fields
from tests.booklets.files import loaded, write
from tests.browser.test_access import AXE, TAGS

FORDYPNING = Path(__file__).parents[2] / "courses" / "velferdsteknologi-fordypning"
ABOUT = {"id": "velferdsteknologi-fordypning", "iri": None, "version": "0.9.0"}
HARM = '"><script>document.title = "hacked"</script><img src=x onerror="document.title = 1"></dd></html>'


@pytest.fixture
def document(tmp_path: Path) -> str:
    """The address of the document."""
    course = loaded(FORDYPNING)
    files = []
    for number, unit in enumerate(["Hjemmetjenesten nord", "Sykehjemmet Fjellsida, 2. etasje", HARM]):
        fields: dict[str, Any] = {"gammelt": HARM}
        for field in course_fields(course):
            if field.kind == "text":
                fields[field.name] = HARM if unit == HARM else f"{field.name} hos {unit}\nog en linje til"
            elif field.kind == "one_of":
                fields[field.name] = field.keys[number % len(field.keys)]
        files.append(write(tmp_path / f"{number}.html", fields, unit, course=ABOUT))
    (tmp_path / "rar.html").write_text("<p>", encoding="utf-8")
    read, refused = read_booklets([*files, tmp_path / "rar.html"])
    say = BookletWords("nb")
    merged = merge(course, read, Words("Uten enhet", "Ikke plassert"), refused)
    (tmp_path / "hefter.html").write_bytes(write_html(merged, say))
    return (tmp_path / "hefter.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(page: Page, document: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(document)
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []


def test_it_asks_for_nothing_runs_nothing_and_fits_a_phone(page: Page, document: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(document)
    assert asked == [document]
    assert page.title() == "Hefter satt sammen: Velferdsteknologi: fordypning for team"
    assert page.locator("main script, main img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    # What a hostile team wrote stands as text, where the others' words stand.
    reflection = page.locator("#sheet-laert dd").all_inner_texts()
    assert HARM in reflection
    assert len(reflection) == 3


def test_it_prints_with_every_row_on_paper(page: Page, document: str) -> None:
    page.goto(document)
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("#sheet-prioritering table").first.is_visible()
    assert page.locator("#booklets").is_visible()
