"""Every kind of difference, in real packages: what is changed, the rows that come of it, and the verdict."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from scormbuild.build import build
from scormbuild.course.model import FormatName
from scormbuild.diff import CHANGES, Verdict, compare
from scormbuild.diff.changes import SEVERITIES
from tests.diff.courses import Course, Edit, body, choice, component, edited, package, small_course, without
from tests.diff.test_other_makers import CASES as OTHER_MAKERS
from tests.support import write_course
from tests.tongues import SPOKEN, other, translate

ROLES = [{"id": "leder", "title": "Leder"}, {"id": "ansatt", "title": "Ansatt"}, {"id": "vikar", "title": "Vikar"}]

INCIDENTAL = {"text-changed", "state-grows", "style-changed"}
"""What comes with most changes of a course, and is no further one."""


@dataclass(frozen=True)
class Case:
    """`codes` are those of the rows, `INCIDENTAL` ones aside. `old` edits the small course, `new` the old one."""

    codes: str
    verdict: Verdict
    new: Edit
    old: Edit = lambda course: None
    format_: FormatName = "scorm12"
    afterwards: FormatName | None = None
    """The new package's format, where it is another one."""
    version: str = "1.1.0"


def sets(identifier: str, **values: object) -> Edit:
    """Gives a component, a page or a module other values."""
    return lambda course: component(course, identifier).update(values)


def course_sets(**values: object) -> Edit:
    return lambda course: course.update(values)


def together(*edits: Edit) -> Edit:
    return lambda course: [edit(course) for edit in edits]


def completion(**values: object) -> Edit:
    return lambda course: course["completion"].update(values)


def adds(page: str, part: Course, at: int = 99) -> Edit:
    return lambda course: body(course, page).insert(at, part)


def drops_option(identifier: str, option: str) -> Edit:
    def edit(course: Course) -> None:
        holder = component(course, identifier)
        holder["options"] = [each for each in holder["options"] if each["id"] != option]

    return edit


def adds_page(course: Course) -> None:
    course["modules"][1]["pages"].insert(1, {"id": "teppe", "title": "Teppe", "body": [{"text": "Legg det over."}]})


def swaps_pages(course: Course) -> None:
    course["modules"][0]["pages"].reverse()


def moves_page(course: Course) -> None:
    """The page with what learners fill in goes from the first module to the second."""
    course["modules"][1]["pages"].insert(0, course["modules"][0]["pages"].pop())


def moves_page_without_anything_to_fill_in(course: Course) -> None:
    course["modules"][0]["pages"].append(course["modules"][1]["pages"].pop(0))


def moves_question_out(course: Course) -> None:
    questions = component(course, "slutt-test")["questions"]
    body(course, "slokk").append(questions.pop(1))


def long_worksheet(rows: int) -> Edit:
    """Sheets of twenty rows, `rows` of them: the answers alone take room in the state."""
    return lambda course: [
        adds("slokk", {"action_plan": {"id": f"plan-{number}", "title": f"Plan {number}", "rows": 20}})(course)
        for number in range(rows)
    ]


PRACTICE = {"quiz": {"id": "oving", "graded": False, "questions": [{"choice": choice("o-en")}]}}
GRADED = {"quiz": {"id": "prove-to", "questions": [{"choice": choice("p-en")}]}}
STORE = {"endpoint": "https://lrs.example.no/xapi/", "key": "a:b"}
ADDS_ROLES = course_sets(roles=ROLES[:2])
OWN_MARK = sets("slutt-test", pass_mark=0.5)
OLIVE = {"range": {"from": 1, "to": 3}}

CASES: Sequence[Case] = [
    Case("text-changed", "safe", lambda course: body(course, "slokk")[0].update(text="Bruk teppet, og gå.")),
    Case(
        "page-retitled",
        "safe",
        sets("slokk", title="Slokk den"),
    ),
    Case("page-added", "safe", adds_page),
    Case("page-removed", "safe", lambda course: without(course, "slokk")),
    Case("page-moved", "safe", swaps_pages),
    Case("page-moved", "safe", moves_page_without_anything_to_fill_in),
    Case("modules", "safe", sets("slokking", title="Å slokke")),
    Case("course-retitled item-retitled", "safe", course_sets(title="Brann")),
    Case("objectives", "safe", course_sets(objectives=[{"id": "ut", "text": "Du kommer deg ut."}])),
    Case("navigation", "safe", course_sets(navigation="linear")),
    Case("completion-rule platform-rule", "safe-but", completion(pages="none")),
    Case("completion-rule", "safe-but", completion(quiz="finished")),
    Case("pass-mark", "safe-but", completion(mastery_score=0.6)),
    Case(
        "pass-mark platform-rule",
        "safe-but",
        completion(mastery_score=0.6),
        completion(pages="none"),
    ),
    Case("pass-mark platform-rule", "safe-but", completion(mastery_score=0.6), format_="cmi5"),
    Case("pass-mark", "safe-but", OWN_MARK),
    Case("", "safe", completion(mastery_score=0.6), OWN_MARK),
    Case("objective-mark", "safe", completion(mastery_score=0.6), together(OWN_MARK, sets("t-ring", objective="ut"))),
    Case("fewer-attempts", "safe-but", sets("slutt-test", attempts=2)),
    Case("fewer-attempts", "safe-but", sets("slutt-test", attempts=2), sets("slutt-test", attempts=0)),
    Case("more-attempts", "safe", sets("slutt-test", attempts=0)),
    Case("quiz-changed", "safe", sets("slutt-test", draw=2, feedback="end")),
    Case("practice-added question-added", "safe", adds("slokk", PRACTICE)),
    Case("graded-quiz-added question-added", "safe-but", adds("slokk", GRADED)),
    Case("quiz-removed question-removed", "safe-but", lambda course: without(course, "oving"), adds("slokk", PRACTICE)),
    Case("quiz-graded pass-mark", "safe-but", sets("oving", graded=True), adds("slokk", PRACTICE)),
    Case("question-added", "safe", adds("slokk", {"choice": choice("q-ny")})),
    Case("question-removed", "safe-but", lambda course: without(course, "q-skilt")),
    Case(
        "question-changed", "safe-but", lambda course: component(course, "q-skilt")["options"][1].update(correct=True)
    ),
    Case("question-moved quiz-changed", "safe-but", moves_question_out),
    Case("option-removed", "safe-but", drops_option("q-skilt", "c")),
    Case(
        "option-added",
        "safe",
        lambda course: component(course, "q-skilt")["options"].append({"id": "d", "text": "Det fjerde"}),
    ),
    Case("answer-key", "safe-but", sets("t-vann", answer=True)),
    Case(
        "answers-added",
        "safe",
        lambda course: component(course, "q-ring")["answers"].append("brannvesenet"),
        adds("slokk", {"fill_in": {"id": "q-ring", "prompt": "Hvem ringer du?", "answers": ["110"]}}),
    ),
    Case(
        "answer-key",
        "safe-but",
        lambda course: component(course, "q-ring").update(answers=["112"]),
        adds("slokk", {"fill_in": {"id": "q-ring", "prompt": "Hvem ringer du?", "answers": ["110"]}}),
    ),
    Case("marking", "safe-but", sets("t-vann", weight=2)),
    Case("tries", "safe", sets("q-skilt", tries=2)),
    Case("recorded-name", "safe", sets("q-skilt", prompt="Hva er riktig?")),
    Case("worksheet-removed", "safe-but", lambda course: without(course, "tiltak")),
    Case("worksheet-removed", "safe-but", lambda course: without(course, "tanke")),
    Case("worksheet-removed page-removed", "safe-but", lambda course: without(course, "tenk-etter")),
    Case("text-removed entry-removed", "safe-but", sets("tiltak", rows=1)),
    Case("text-removed", "safe-but", sets("tiltak", wheel=False), sets("tiltak", wheel=True)),
    Case("choice-removed", "safe-but", sets("husk", items=[{"id": "a", "text": "Alarm"}])),
    Case("field-added", "safe", sets("tiltak", rows=3)),
    Case(
        "moved-to-other-part page-moved field-added",
        "safe-but",
        moves_page,
        course_sets(sco="per-module"),
    ),
    Case("role-removed", "safe-but", course_sets(roles=ROLES[:2]), course_sets(roles=ROLES)),
    Case("role-added", "safe", course_sets(roles=ROLES), ADDS_ROLES),
    Case("page-roles", "safe-but", together(sets("slokk", **{"for": ["leder"]})), ADDS_ROLES),
    Case("own-language", "safe-but", course_sets(language="nn")),
    Case("certificate-added", "safe", course_sets(certificate=True)),
    Case("certificate-removed", "safe-but", lambda course: course.pop("certificate"), course_sets(certificate=True)),
    Case("records-texts", "safe-but", course_sets(records={"texts": True}), format_="cmi5"),
    Case(
        "record-store",
        "safe-but",
        course_sets(records={"lrs": {**STORE, "endpoint": "https://andre.example.no/xapi/"}}),
        course_sets(records={"lrs": STORE}),
    ),
    Case("record-store", "safe-but", course_sets(records={"lrs": STORE})),
    Case(
        "records-iri",
        "safe-but",
        course_sets(iri="https://kurs.example.no/brann-2"),
        course_sets(records={"lrs": STORE}),
    ),
    Case("course-iri item-removed item-added", "unsafe", course_sets(iri="https://kurs.example.no/b"), format_="cmi5"),
    Case("item-removed item-added", "unsafe", course_sets(iri="https://kurs.example.no/b"), format_="xapi"),
    Case(
        "other-course item-removed item-added manifest-identifier",
        "unsafe",
        course_sets(id="brann-2"),
    ),
    Case("other-course", "unsafe", course_sets(id="brann-2"), format_="web"),
    Case("item-removed item-added objectives", "unsafe", course_sets(sco="per-module")),
    Case(
        "item-removed page-removed modules",
        "unsafe",
        lambda course: course["modules"].pop(0),
        course_sets(sco="per-module"),
    ),
    Case("standard", "unsafe", course_sets(), afterwards="scorm2004-4"),
    Case("edition platform-rule", "safe-but", course_sets(), format_="scorm2004-3", afterwards="scorm2004-4"),
    Case("standard", "unsafe", course_sets(), afterwards="cmi5"),
    Case("version-same text-changed", "safe", lambda course: body(course, "slokk").clear(), version="1.0.0"),
    Case("version-lower", "safe-but", course_sets(), version="0.9.0"),
    Case("version-lower", "safe-but", course_sets(), course_sets(version="1.10.0"), version="1.9.0"),
    Case("field-added state-grows", "safe", long_worksheet(1)),
    Case("field-added less-room", "safe-but", long_worksheet(40)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.codes.replace(" ", "+"))
def test_change_gives_its_rows(case: Case, tmp_path: Path) -> None:
    course = edited(small_course(), case.old)
    old = package(tmp_path / "kurs", course, tmp_path / "old", case.format_)
    changed = edited(course, case.new, course_sets(version=case.version))
    new = package(tmp_path / "kurs", changed, tmp_path / "new", case.afterwards or case.format_)
    comparison = compare(old, new)
    codes, expected = {row.change.code for row in comparison.rows}, {*case.codes.split()}
    assert (codes - (INCIDENTAL - expected), comparison.verdict) == (expected, case.verdict)


def codes_of(old: Path, new: Path) -> tuple[set[str], Verdict]:
    comparison = compare(old, new)
    return {row.change.code for row in comparison.rows}, comparison.verdict


def both(tmp_path: Path, edit: Edit, course: Course | None = None) -> tuple[Path, Path]:
    """A package, and that of the course after an edit."""
    course = course or small_course()
    old = package(tmp_path / "kurs", course, tmp_path / "old")
    return old, package(tmp_path / "kurs", edited(course, edit, course_sets(version="1.1.0")), tmp_path / "new")


def repacked(old: Path, new: Path, path: str, change: Callable[[bytes], bytes]) -> Path:
    """A package with one of its files changed by hand."""
    with ZipFile(old) as source, ZipFile(new, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == path else source.read(name))
    return new


def test_same_course_built_again_is_no_change(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    comparison = compare(old, package(tmp_path / "kurs", small_course(), tmp_path / "new"))
    assert (comparison.is_identical, comparison.rows, comparison.verdict) == (True, (), "safe")


def test_lost_lock_loses_states(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    (tmp_path / "kurs" / "course.lock").unlink()
    course = edited(small_course(), adds("slokk", {"choice": choice("q-ny")}), course_sets(version="1.1.0"))
    codes, verdict = codes_of(old, package(tmp_path / "kurs", course, tmp_path / "new"))
    assert codes - INCIDENTAL == {"layout-lost", "primer-lost", "question-added"}
    assert verdict == "unsafe"


def test_earlier_package_in_place_of_a_later_one_loses_states(tmp_path: Path) -> None:
    earlier, later = both(tmp_path, adds_page)
    codes, verdict = codes_of(later, earlier)
    assert codes == {"layout-lost", "version-lower", "page-removed"}
    assert verdict == "unsafe"
    assert "it looks older than the old package" in compare(later, earlier).text()


def test_two_branches_of_a_course_lose_each_others_states(tmp_path: Path) -> None:
    package(tmp_path / "kurs", small_course(), tmp_path / "first")
    shutil.copytree(tmp_path / "kurs", tmp_path / "branch")
    one = edited(small_course(), adds("slokk", {"choice": choice("q-en")}))
    other = edited(small_course(), adds("slokk", {"choice": choice("q-to")}), course_sets(version="1.1.0"))
    old = package(tmp_path / "kurs", one, tmp_path / "old")
    codes, verdict = codes_of(old, package(tmp_path / "branch", other, tmp_path / "new"))
    assert (codes - INCIDENTAL, verdict) == ({"layout-lost", "question-added", "question-removed"}, "unsafe")


def test_package_without_its_primer_loses_texts(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    without_it = repacked(
        old, tmp_path / "new.zip", "index.html", lambda html: re.sub(rb'"primers":\[".*?"\]', b'"primers":[]', html)
    )
    codes, verdict = codes_of(old, without_it)
    assert (codes, verdict) == ({"primer-lost", "version-same"}, "unsafe")


def test_slots_that_were_changed_by_hand_are_seen_behind_the_same_name(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    turned = repacked(
        old,
        tmp_path / "new.zip",
        "index.html",
        lambda html: html.replace(b'["finn-utgangen",1],["tenk-etter",1]', b'["tenk-etter",1],["finn-utgangen",1]'),
    )
    codes, verdict = codes_of(old, turned)
    assert (codes, verdict) == ({"layout-lost", "version-same"}, "unsafe")


def test_package_of_another_maker_cannot_take_our_states(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    foreign = repacked(old, tmp_path / "new.zip", "index.html", lambda html: html.replace(b'id="plan"', b'id="other"'))
    for packages in ((old, foreign), (foreign, old)):
        codes, verdict = codes_of(*packages)
        assert ("made-otherwise" in codes, verdict) == (True, "unsafe")


def test_course_that_is_launched_elsewhere_cannot_take_our_states(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    there = b'href="https://kurs.example.no/"'
    elsewhere = repacked(
        old,
        tmp_path / "new.zip",
        "imsmanifest.xml",
        lambda xml: xml.replace(b'webcontent" href="index.html"', b'webcontent" ' + there),
    )
    codes, verdict = codes_of(old, elsewhere)
    assert (codes, verdict) == ({"made-otherwise", "launch-changed"}, "unsafe")


def test_document_that_is_damaged_is_told_as_such(tmp_path: Path) -> None:
    sound = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    content = bytearray(sound.read_bytes())
    with ZipFile(sound) as archive:
        content[archive.getinfo("index.html").header_offset + 3000] ^= 255
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    new = package(tmp_path / "kurs", edited(small_course(), course_sets(version="1.1.0")), tmp_path / "new")
    for packages, code, expected in (
        ((new, damaged), "launch-missing", "unsafe"),
        ((damaged, new), "state-not-known", "not-known"),
    ):
        codes, verdict = codes_of(*packages)
        assert (codes - {"content-changed"}, verdict) == ({code}, expected)


def test_plan_of_a_later_version_of_ours_is_not_known(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    later = repacked(old, tmp_path / "new.zip", "index.html", lambda html: html.replace(b'"slots":[', b'"slots":[5,'))
    comparison = compare(old, later)
    assert comparison.verdict == "not-known"
    (row,) = (row for row in comparison.rows if row.change.code == "state-not-known")
    assert "slots.0" in row.message


def test_pictures_in_the_document_and_beside_it_are_told_apart_from_texts(tmp_path: Path) -> None:
    course = edited(small_course(), adds("slokk", {"image": {"file": "pil.svg", "alt": "En pil"}}))
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h{}"/></svg>'
    sheet = {"download": {"file": "ark.csv", "title": "Arket"}}
    course = edited(course, adds("slokk", sheet))
    folder = tmp_path / "kurs"
    folder.mkdir()
    (folder / "pil.svg").write_text(drawing.format(4), encoding="utf-8")
    (folder / "ark.csv").write_text("a;b\n", encoding="utf-8")
    old = package(folder, course, tmp_path / "old")
    (folder / "pil.svg").write_text(drawing.format(9), encoding="utf-8")
    (folder / "ark.csv").write_text("b;a\n", encoding="utf-8")
    new = package(folder, edited(course, course_sets(version="1.1.0")), tmp_path / "new")
    assert codes_of(old, new) == ({"page-look-changed", "media-changed"}, "safe")


def test_other_player_is_told(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    new = repacked(old, tmp_path / "new.zip", "player.js", lambda script: script + b"\n")
    assert codes_of(old, new) == ({"player-changed", "version-same"}, "safe")


def test_large_package_is_told(tmp_path: Path) -> None:
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    new = repacked(old, tmp_path / "new.zip", "", bytes)
    with ZipFile(new, "a") as archive:
        archive.writestr("film.mp4", random.Random(1).randbytes(50_000_000))
    assert codes_of(old, new) == ({"large-package", "media-changed", "version-same"}, "safe")


def test_state_that_no_platform_holds_is_not_safe(tmp_path: Path) -> None:
    """A build refuses such a course; a package of another origin may have it."""
    old = package(tmp_path / "kurs", small_course(), tmp_path / "old")
    keys = ",".join(f'["k{number}",2]' for number in range(30_000))
    slot = f'{{"name":"x","kind":"some_of","since":2,"keys":[{keys}]}},'.encode()

    def grown(html: bytes) -> bytes:
        html = re.sub(rb'"layouts":\[("[0-9a-f]{6}")\]', rb'"layouts":[\1,"abcdef"]', html)
        return html.replace(b'"slots":[', b'"slots":[' + slot, 1)

    comparison = compare(old, repacked(old, tmp_path / "new.zip", "index.html", grown))
    assert "state-too-long" in {row.change.code for row in comparison.rows}
    assert comparison.verdict == "unsafe"


def test_languages_that_come_and_go_are_told(tmp_path: Path) -> None:
    one = write_course(tmp_path / "kurs", SPOKEN.replace("languages: [nn]\n", ""))
    old = build(one, tmp_path / "old").packages[0].path
    several = translate(write_course(one, SPOKEN.replace("title: Brannvern", "title: Brannvern\nversion: 1.1.0", 1)))
    new = build(several, tmp_path / "new").packages[0].path
    assert codes_of(old, new) == ({"language-added", "answers-added", "style-changed"}, "safe")
    codes, verdict = codes_of(new, old)
    assert ("language-removed" in codes, verdict) == (True, "unsafe")  # its layout is the earlier one's


def test_texts_of_other_languages_are_compared(tmp_path: Path) -> None:
    folder = translate(write_course(tmp_path / "kurs", SPOKEN))
    old = build(folder, tmp_path / "old").packages[0].path
    file = folder / "translations" / "nn.yaml"
    (file,) = (folder / "translations").iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace(other("Gå ned."), other("Gå opp.")), encoding="utf-8")
    comparison = compare(old, build(folder, tmp_path / "new").packages[0].path)
    messages = [row.message for row in comparison.rows if row.change.code == "text-changed"]
    assert len(messages) == 1
    assert messages[0].endswith("of the words in nn")


TOLD_ELSEWHERE = {
    "language-removed",
    "language-added",
    "layout-lost",
    "primer-lost",
    "made-otherwise",
    "state-too-long",
    "page-look-changed",
    "media-changed",
    "player-changed",
    "large-package",
    "now-tracked",
}


def test_every_kind_of_difference_is_documented_where_it_belongs() -> None:
    text = (Path(__file__).parents[2] / "docs" / "diff.md").read_text(encoding="utf-8")
    parts = dict(
        zip(SEVERITIES, re.split(r"^### .*$", text.split("## In a build")[0], flags=re.MULTILINE)[1:], strict=True)
    )
    for severity, part in parts.items():
        expected = {change.code for change in CHANGES if change.severity == severity}
        named = {*re.findall(r"`([a-z-]+)`", part)} & {change.code for change in CHANGES}
        assert named == expected


def test_every_kind_of_difference_has_a_case() -> None:
    told = [
        code
        for codes in [*(case.codes for case in CASES), *(case.codes for case in OTHER_MAKERS)]
        for code in codes.split()
    ]
    assert {*told, *TOLD_ELSEWHERE} == {change.code for change in CHANGES}
    assert len(CHANGES) == len({change.code for change in CHANGES})
