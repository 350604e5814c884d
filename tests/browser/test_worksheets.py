"""Every worksheet: filled in, kept, there again; for everybody, on a phone too; of the same words in every place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scormbuild.components.base import FieldWords
from scormbuild.course.model import Course
from scormbuild.texts import interface_texts
from tests.browser.conftest import NewLearner
from tests.browser.learner import PACKAGE, Learner
from tests.browser.sheets import SHEETS, course_of, fill, filled, open_all
from tests.browser.test_access import violations

BY_NAME = pytest.mark.parametrize("name", SHEETS)


def field_words(course: Course) -> dict[str, FieldWords]:
    """What the course's models say that its fields are called."""
    texts, named = interface_texts(course.language), {identifier: part for part, identifier in course.named()}
    return dict(pair for component in course.components() for pair in component.field_words(texts, named))


def test_every_worksheet_is_here() -> None:
    assert len(SHEETS) == 10


@BY_NAME
def test_all_that_is_filled_in_comes_back(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    blank = filled(learner.frame)
    fill(learner.frame)
    before = filled(learner.frame)
    assert len(before) == len(blank)
    assert all(old != new for old, new in zip(blank, before, strict=True) if new[2] is None)
    learner.until_saved().kill()
    learner.open()
    assert filled(learner.frame) == before
    assert learner.platform.violations(PACKAGE) == []
    # Rows that hold something are shown without asking.
    expect(learner.frame.locator("#page [data-row][hidden]")).to_have_count(0)


@BY_NAME
def test_blank_and_filled_it_is_in_nobodys_way(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open().settled()
    assert learner.page is not None
    for width in (320, 867):
        learner.page.locator("iframe").evaluate("(frame, width) => { frame.style.width = `${width}px` }", width)
        open_all(learner.frame)
        assert violations(learner.frame) == []
        assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for control in learner.frame.locator("#page :is(button, select, textarea, input[type=text]):visible").all():
            box = control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24, control.evaluate("(control) => control.outerHTML")
    fill(learner.frame)
    assert violations(learner.frame) == []


@BY_NAME
def test_every_field_has_a_name_of_its_own(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    open_all(learner.frame)
    tree = learner.frame.locator("#page").aria_snapshot()
    # `- textbox "Hva"`, or `- 'textbox "Tiltak 1: Hva"'` where the name has a colon in it
    fields = re.findall(r"- '?((?:textbox|combobox)\b[^\n]*)", tree)
    assert fields or name == "self_assessment"
    assert len(set(fields)) == len(fields)
    assert all('"' in field for field in fields)


@BY_NAME
def test_screen_readers_are_given_what_stands_in_the_fields(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    fill(learner.frame)
    page = learner.frame.locator("#page")
    tree = page.aria_snapshot()
    for box in page.locator("textarea:visible, input[type=text]:visible").all():
        value = box.input_value()
        assert f': "{value}"' in tree or f"text: {value}" in tree or f'text: "{value}"' in tree
    chosen = [box.evaluate("(box) => box.selectedOptions[0].label") for box in page.locator("select:visible").all()]
    assert sorted(re.findall(r"""option "([^"]*)" \[selected\]""", tree)) == sorted(chosen)
    ticked = page.locator(":is(input[type=radio], input[type=checkbox]):checked:visible").count()
    assert len(re.findall(r"(?:radio|checkbox) [^\n]*\[checked\]", tree)) == ticked
    assert page.locator("textarea:visible, input:visible, select:visible").count() > 0


@BY_NAME
def test_viewing_changes_nothing(small: NewLearner, name: str) -> None:
    learner = small(course_of(name)).open()
    fill(learner.frame)
    before = filled(learner.frame)
    learner.until_saved().close()
    viewing = Learner(learner.platform, learner.context, learner.course, {"mode": "review"}).open()
    assert filled(viewing.frame) == before
    editable = "#page :is(textarea:not([readonly]), select:not([disabled]), input[data-field]:not([disabled]))"
    expect(viewing.frame.locator(editable)).to_have_count(0)


def test_statements_call_every_field_by_the_name_that_is_read_out(small: NewLearner) -> None:
    command = ["node", "build.mjs", "--script", "tests/browser/wording.ts"]
    root = Path(__file__).parents[2]
    script = subprocess.run(command, cwd=root, check=True, capture_output=True, encoding="utf-8").stdout
    again = "      - {id: igjen, title: Igjen, body: [{self_assessment: {id: etter, title: Etter, after: foer}}]}\n"
    learner = small(course_of(*SHEETS, "checklist") + again).open()
    learner.frame.evaluate(f"() => {{ {script} }}")
    plan = "JSON.parse(document.querySelector('#plan').textContent)"
    fields: dict[str, list[str]] = learner.frame.evaluate(f"{plan}.fields")
    outlined = field_words(learner.course)
    for field, keys in fields.items():
        told = "([field, keys]) => keys.map((key) => fieldWords.choice(field, key))"
        words = learner.frame.evaluate(told, [field, keys])
        assert len(set(words) - {""}) == len(keys), field
        # Reports, which read the course's folder, call them the same.
        assert outlined[field].choices == dict(zip(keys, words, strict=True))
    named = {"foer-besoket"}  # its sheet's only field
    while True:
        open_all(learner.frame)
        for control in learner.frame.locator("#page [data-field]:visible").all():
            field = control.get_attribute("data-field") or ""
            is_box = control.get_attribute("type") in ("radio", "checkbox")
            holder = (
                control.locator("xpath=ancestor::*[@role='radiogroup' or self::fieldset][1]") if is_box else control
            )
            label: str = learner.frame.evaluate("(field) => fieldWords.label(field)", field)
            assert label.startswith("Etter: ") is field.endswith(".after")
            assert outlined[field].label == label
            # Browsers put spaces around what is drawn apart.
            spaced = r"\s*".join(map(re.escape, label.removeprefix("Etter: ").replace(" ", "")))
            expect(holder).to_have_accessible_name(re.compile(rf"^\s*{spaced}\s*$"))
            named.add(field)
        if not learner.next():
            break
    assert named == set(fields)
