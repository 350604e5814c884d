"""Packages of any maker: what a platform goes by is judged, and what only their maker knows is said to be so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scormbuild.diff import Verdict, compare
from tests.inspect.packages import MANIFEST_12, SOUND, Files, edited, written

SECOND_ITEM = """<item identifier="item-more" identifierref="sco-fire"><title>More</title></item>
    </organization>"""


@dataclass(frozen=True)
class Case:
    """`old` in a package's `file` is `new` in the other."""

    codes: str
    verdict: Verdict
    standard: str
    file: str
    old: str
    new: str


CASES = [
    Case("state-not-known content-changed", "not-known", "scorm12", "course.js", "incomplete", "browsed"),
    Case("state-not-known content-changed", "not-known", "cmi5", "index.html", "Close the doors", "Close all doors"),
    Case("style-changed", "safe", "scorm12", "course.css", "40rem", "50rem"),
    Case("media-changed", "safe", "scorm2004-4th", "door.svg", "h4v8", "h2v8"),
    Case("item-removed item-added", "unsafe", "scorm12", "imsmanifest.xml", "item-fire", "item-1"),
    Case("item-added", "safe-but", "scorm12", "imsmanifest.xml", "</organization>", SECOND_ITEM),
    Case("item-removed item-added", "unsafe", "cmi5", "cmi5.xml", "fire-safety/au", "fire-safety/unit"),
    Case(
        "course-iri", "unsafe", "cmi5", "cmi5.xml", 'course id="https://example.org', 'course id="https://example.com'
    ),
    Case("item-removed item-added", "unsafe", "tincan", "tincan.xml", "org/fire-safety", "org/fire"),
    Case("not-tracked", "unsafe", "scorm12", "imsmanifest.xml", 'scormtype="sco"', 'scormtype="asset"'),
    Case(
        "launch-changed", "safe", "scorm12", "imsmanifest.xml", 'sco" href="index.html"', 'sco" href="index.html?a=1"'
    ),
    Case(
        "launch-changed launch-missing",
        "unsafe",
        "scorm2004-3rd",
        "imsmanifest.xml",
        'sco" href="index.html"',
        'sco" href="start.html"',
    ),
    Case("platform-rule", "safe-but", "scorm12", "imsmanifest.xml", "score>80<", "score>90<"),
    Case("platform-rule", "safe-but", "cmi5", "cmi5.xml", 'moveOn="Completed"', 'moveOn="Passed"'),
    Case("platform-rule", "safe-but", "cmi5", "cmi5.xml", 'masteryScore="0.8"', ""),
    Case("manifest-changed", "safe", "cmi5", "cmi5.xml", "What to do when it burns.", "What to do."),
    Case("manifest-rules", "safe-but", "scorm2004-4th", "imsmanifest.xml", 'choice="true"', 'choice="false"'),
    Case(
        "manifest-rules",
        "safe-but",
        "cmi5",
        "cmi5.xml",
        "<url>index.html</url>",
        "<url>index.html</url><launchParameters>b</launchParameters>",
    ),
    Case(
        "item-retitled",
        "safe",
        "scorm12",
        "imsmanifest.xml",
        "<title>Fire safety</title>\n        <",
        "<title>Fire</title><",
    ),
    Case("manifest-identifier", "safe", "scorm12", "imsmanifest.xml", 'identifier="fire-safety"', 'identifier="fire"'),
    Case("edition", "safe-but", "scorm2004-3rd", "imsmanifest.xml", "3rd", "4th"),
    Case("standard", "unsafe", "scorm2004-3rd", "imsmanifest.xml", "2004 3rd Edition", "1.2"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.standard} {case.codes.replace(' ', '+')}")
def test_change_gives_its_rows(case: Case, tmp_path: Path) -> None:
    files = SOUND[case.standard]()
    old = written(tmp_path, files, "old.zip")
    new = written(tmp_path, edited(files, case.file, case.old, case.new), "new.zip")
    comparison = compare(old, new)
    assert ({row.change.code for row in comparison.rows}, comparison.verdict) == ({*case.codes.split()}, case.verdict)


def test_nothing_is_promised_of_states_that_only_their_maker_knows(tmp_path: Path) -> None:
    files = SOUND["scorm12"]()
    old = written(tmp_path, files, "old.zip")
    comparison = compare(old, written(tmp_path, edited(files, "course.js", "incomplete", "browsed"), "new.zip"))
    assert (
        comparison.headline == "Attempts are kept. Whether what learners have saved opens can't be told from outside."
    )
    assert "go on where they are, and" not in comparison.mail()
    assert "Try new.zip" in comparison.mail()
    assert "can replace" not in comparison.mail()
    assert "Tell learners" not in comparison.mail()


def test_asset_that_becomes_a_sco_is_told(tmp_path: Path) -> None:
    files = SOUND["scorm12"]()
    asset = edited(files, "imsmanifest.xml", 'scormtype="sco"', 'scormtype="asset"')
    comparison = compare(written(tmp_path, asset, "old.zip"), written(tmp_path, files, "new.zip"))
    assert ([row.change.code for row in comparison.rows], comparison.verdict) == (["now-tracked"], "safe-but")


@pytest.mark.parametrize("standard", SOUND)
def test_same_files_packed_anew_are_no_change(standard: str, tmp_path: Path) -> None:
    files: Files = SOUND[standard]()
    turned = dict(reversed(files.items()))
    comparison = compare(written(tmp_path, files, "old.zip"), written(tmp_path, turned, "new.zip"))
    assert (comparison.is_identical, comparison.verdict, comparison.rows) == (True, "safe", ())
    assert "Nothing has changed" in comparison.text()


def test_manifest_of_very_many_items_is_compared_in_one_pass(tmp_path: Path) -> None:
    count = 1500
    items = "".join(
        f'<item identifier="item-{number}" identifierref="sco-fire"><title>{number}</title></item>'
        for number in range(count)
    )
    files = SOUND["scorm12"]()
    many = {**files, "imsmanifest.xml": MANIFEST_12.replace("</organization>", f"{items}</organization>").encode()}
    comparison = compare(written(tmp_path, many, "old.zip"), written(tmp_path, files, "new.zip"))
    assert sum(row.change.code == "item-removed" for row in comparison.rows) == count
    assert len(comparison.text()) < 20_000
