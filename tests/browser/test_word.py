"""The booklet as a Word file: what stands in the sheets, read by another library than the one that wrote it."""

from __future__ import annotations

import base64
import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from playwright.sync_api import expect

from tests.browser.conftest import NewLearner
from tests.browser.sheets import course_of, fill
from tests.browser.test_booklet import fill_pages, open_panel

NAMES = ["table_form", "responsibility_matrix", "discussion", "checklist", "service_journey"]
WORD = "[data-action=booklet-word]"

HOSTILE = r"""() => {
  const text = String.fromCharCode(...Array(32).keys(), 127, 0xd800, 0xfffe) + "]]></w:t><script> & \" \ud83d\ude00";
  const blocks = [
    {kind: "heading", text},
    {kind: "answer", label: text, text: text + "x".repeat(100000)},
    {kind: "answer", label: "Liste", text: "en\nto", isList: true},
    {kind: "table", rows: [[text, "To"], ["En"], [text, text]]},
    {kind: "table", rows: [["Tom"]]},
  ];
  const course = {id: "ark", title: text, language: "nn"};
  const made = {
    booklet: {course, receipt: "1J0W89WE", unit: text, made: "2026-11-26T12:00:00Z"},
    sections: [{module: text, title: text, sheets: [{id: null, title: text, blocks}]}],
    texts: {say: (key, {course} = {}) => course ?? key},
    day: "26. november 2026",
  };
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1]);
    reader.readAsDataURL(writeWord(made));
  });
}"""


def headings(word: WordDocument, level: int) -> list[str]:
    return [each.text for each in word.paragraphs if each.style is not None and each.style.name == f"Heading {level}"]


def test_sheets_are_headings_tables_and_lists_in_a_word_file(small: NewLearner) -> None:
    learner = small(course_of(*NAMES)).open()
    assert learner.page is not None
    fill_pages(learner, NAMES)
    # What is filled in, as another hand reads it off the pages: by a sheet's page.
    written, ticked = [], []
    for name in NAMES:
        learner.go(f"side-{name.replace('_', '-')}")
        ticked += learner.frame.locator("#page [data-checklist] label:has(:checked)").all_inner_texts()
        written += [box.input_value().strip() for box in learner.frame.locator("#page textarea").all()]
    open_panel(learner.frame)
    learner.frame.locator("#booklet input[type=text]").fill("Nord")
    with learner.page.expect_download() as download:
        learner.frame.locator(WORD).click()
    expect(learner.frame.locator(".booklet-said")).to_contain_text("Word-fila er lastet ned")
    assert re.fullmatch(r"ark-hefte-[0-9A-Z]{7,8}\.docx", download.value.suggested_filename)
    word = Document(str(download.value.path()))

    assert word.core_properties.title == "Heftet til Ark"
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "nb-NO"
    assert [each.text for each in word.paragraphs if each.text.startswith("Enhet")] == ["Enhet eller team: Nord"]
    assert headings(word, 1) == NAMES
    assert len(headings(word, 2)) >= len(NAMES)
    bullets = [each for each in word.paragraphs if each.style is not None and each.style.name == "List Bullet"]
    assert [each.text for each in bullets] == ticked
    said = "\n".join([*(each.text for each in word.paragraphs), *_cells(word)])
    for text in filter(None, written):
        assert text in said
    assert len(word.tables) >= 2
    for table in word.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(cell.text for cell in table.rows[0].cells[1:])
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    learner.until_saved()


def test_what_is_not_chosen_yet_can_be_ticked(small: NewLearner) -> None:
    learner = small(course_of("self_assessment")).open()
    assert learner.page is not None
    labels = learner.frame.locator("#page [role=radiogroup]").first.locator("label").all_inner_texts()
    choices = [" ".join(words.split()) for words in labels]
    assert len(choices) > 1
    open_panel(learner.frame)
    with learner.page.expect_download() as download:
        learner.frame.locator(WORD).click()
    lines = [each.text for each in Document(str(download.value.path())).paragraphs]
    at = lines.index(f"☐ {choices[0]}")
    assert lines[at : at + len(choices)] == [f"☐ {choice}" for choice in choices]


def test_hostile_texts_are_text_and_what_is_empty_can_be_written_in(small: NewLearner) -> None:
    learner = small(course_of("discussion")).open()
    assert learner.page is not None
    fill(learner.frame)
    open_panel(learner.frame)
    with learner.page.expect_download():
        learner.frame.locator(WORD).click()
    word = Document(io.BytesIO(base64.b64decode(learner.frame.evaluate(HOSTILE))))
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "nn-NO"
    (heading,) = headings(word, 3)
    assert ']]></w:t><script> & " \U0001f600' in heading
    assert "\x07" not in heading
    (answer,) = [each.text for each in word.paragraphs if "xxxx" in each.text]
    assert answer.endswith("x" * 100_000)
    assert [each.text for each in word.paragraphs if each.style and each.style.name == "List Bullet"] == ["en", "to"]
    first, second = word.tables
    assert [cell.text for cell in first.rows[1].cells] == ["En", ""]
    assert len(second.rows) == 1


def test_where_its_script_cannot_be_had_the_learner_is_told(small: NewLearner) -> None:
    learner = small(course_of("discussion")).open()
    assert learner.page is not None
    learner.page.route("**/word.js*", lambda route: route.abort())
    open_panel(learner.frame)
    learner.frame.locator(WORD).click()
    expect(learner.frame.locator(".booklet-said")).to_contain_text("har ikke forbindelse")
    learner.page.unroute("**/word.js*")
    with learner.page.expect_download():
        learner.frame.locator(WORD).click()


def _cells(word: WordDocument) -> list[str]:
    return [cell.text for table in word.tables for row in table.rows for cell in row.cells]
