"""In a browser: the package is replaced while a learner is under way, and what `diff` has said comes true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from scormbuild.course.load import load
from scormbuild.diff import Verdict, compare
from tests.browser.learner import PACKAGE, Learner
from tests.browser.sheets import open_all
from tests.diff.courses import Course, body, choice, component, edited, package, small_course
from tests.platform.server import Platform

TYPED = {"tanke": "Ved siden av «kjøkkenet».", "tiltak.1.what": "Bytte batteri", "tiltak.2.what": "Øve i mai"}


def grows(course: Course) -> None:
    """Pages before and after, another order, more to choose, more to fill in: nothing that was there goes."""
    course["modules"][0]["pages"].insert(0, {"id": "ny", "title": "Ny", "body": [{"choice": choice("q-ny")}]})
    course["modules"][0]["pages"].append(course["modules"][1]["pages"].pop(0))
    component(course, "q-skilt")["options"].insert(0, {"id": "d", "text": "Det fjerde"})
    component(course, "tiltak")["rows"] = 4
    body(course, "tenk-etter").reverse()


def shrinks(course: Course) -> None:
    component(course, "tiltak")["rows"] = 1


@pytest.mark.parametrize(
    ("edit", "keeps_lock", "verdict", "kept"),
    [
        (grows, True, "safe", {"tanke", "tiltak.1.what", "tiltak.2.what"}),
        (shrinks, True, "safe-but", {"tanke", "tiltak.1.what"}),
        (grows, False, "unsafe", set()),
    ],
)
def test_learner_finds_what_diff_has_said(
    edit: Callable[[Course], None],
    keeps_lock: bool,
    verdict: Verdict,
    kept: set[str],
    tmp_path: Path,
    platform: Platform,
    context: BrowserContext,
) -> None:
    folder = tmp_path / "kurs"
    old = package(folder, small_course(), tmp_path / "old")
    course = load(folder).course
    assert course is not None
    platform.mount(PACKAGE, old.read_bytes())
    learner = Learner(platform, context, course).open()
    learner.answer(next(course.all_questions()), ["c"])
    learner.go("tenk-etter")
    expect(learner.frame.locator('[data-field="tanke"]')).to_be_visible()
    open_all(learner.frame)
    for name, text in TYPED.items():
        learner.frame.locator(f'[data-field="{name}"]').fill(text)
    learner.until_saved().close()

    if not keeps_lock:
        (folder / "course.lock").unlink()
    new = package(folder, edited(small_course(), edit), tmp_path / "new")
    assert compare(old, new).verdict == verdict
    platform.mount(PACKAGE, new.read_bytes())
    learner.open()
    learner.go("tenk-etter")
    expect(learner.frame.locator('[data-field="tanke"]')).to_be_visible()
    fields = {name: learner.frame.locator(f'[data-field="{name}"]') for name in TYPED}
    shown = {name: field.input_value() for name, field in fields.items() if field.count()}
    assert {name: text for name, text in shown.items() if text} == {name: TYPED[name] for name in kept}
    learner.go("finn-utgangen")
    expect(learner.frame.locator('[name="q-skilt"][value="c"]')).to_be_checked(checked=bool(kept))
