"""Nothing is lost in silence: each word of a document stands in the course, or in the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pptx
import pytest

from scormbuild.importing.importing import Wanted
from tests.importing.documents import NAMESPACES, docx, drawing, p, picture, png, shown

Word = Callable[[], str]


def word_document(path: Path, word: Word) -> Path:
    """A Word document with a word in every place that a word can stand in."""
    run = f"<w:r><w:t>{word()}</w:t></w:r>"
    box = f"<w:txbxContent>{p(word())}</w:txbxContent>"
    body = (
        p(word(), "Title") + p(word(), "heading1") + p(word(), "heading2") + p(word()) + p(word(), "heading3") + p(word(), "Quote")
        + drawing(picture("a"), word()) + p(word(), "caption")
        + f"<w:p><w:hyperlink w:anchor='x'>{run}</w:hyperlink><w:ins><w:r><w:t>{word()}</w:t></w:r></w:ins>"
        f"<w:del><w:r><w:delText>{word()}</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>{word()}</w:t></w:r></w:p>"
        + f"<w:sdt><w:sdtContent>{p(word())}</w:sdtContent></w:sdt>"
        + f"<w:p><w:sdt><w:sdtContent><w:r><w:t>{word()}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        + f"<w:p><w:smartTag><w:r><w:t>{word()}</w:t></w:r></w:smartTag><w:fldSimple w:instr='PAGE'><w:r><w:t>{word()}</w:t></w:r></w:fldSimple></w:p>"
        + f"<w:p><w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{p(word())}</w:tc><w:tc>{p(word()) + p(word())}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p(word(), 'heading1')}<w:tbl><w:tr><w:tc>{p(word())}</w:tc><w:tc>{p(word())}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p(word())}</w:tc></w:tr></w:tbl>{p(word())}</w:tc><w:tc>{p(word(), 'Quote')}</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:footnoteReference w:id='1'/><w:commentReference w:id='1'/></w:r></w:p>"
        + f"<w:p><m:oMath><m:sSup><m:e><m:r><m:t>{word()}</m:t></m:r></m:e><m:sup><m:r><m:t>{word()}</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>"
        + f"<w:p><w:r><w:ruby><w:rt><w:r><w:t>{word()}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{word()}</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        + p(word(), "heading1")
    )  # fmt: skip
    footnotes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='1'>{p(word()) + p(word())}</w:footnote></w:footnotes>"
    comments = f"<w:comments {NAMESPACES}><w:comment w:id='1'>{p(word()) + p(word())}</w:comment></w:comments>"
    header = f"<w:hdr {NAMESPACES}>{p(word())}</w:hdr>"
    footer = f"<w:ftr {NAMESPACES}>{p(word())}</w:ftr>"
    return docx(path, body, a=png(), footnotes=footnotes, comments=comments, header=header, footer=footer)


def presentation(path: Path, word: Word) -> Path:
    """A presentation with a word in every place that python-pptx can put one in."""
    made: Any = pptx.Presentation()
    for number in range(3):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = word()
        slide.placeholders[1].text_frame.text = f"{word()}\n{word()}"
        slide.notes_slide.notes_text_frame.text = word()
        slide.shapes.add_textbox(0, 0, 9, 9).text_frame.text = word()
        table = slide.shapes.add_table(2, 2, 0, 0, 9, 9).table
        for cell in table.iter_cells():
            cell.text = word()
        slide.shapes.add_table(1, 1, 0, 0, 9, 9).table.cell(0, 0).text = word()
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = word()
        if number == 1:
            slide._element.set("show", "0")
        if number == 2:
            slide.shapes[-1]._element.nvGrpSpPr.cNvPr.set("hidden", "1")
    made.save(str(path))
    return path


def markdown(path: Path, word: Word) -> Path:
    """Markdown with a word in every place that a word can stand in."""
    lines = [
        *("---", f"title: {word()}", f"{word()}: {word()}", "---", f"# {word()} [{word()}](https://a.no)", word(), ""),
        *(f"{word()} <b>{word()}</b> <!-- {word()} --> [{word()}](x.md) ![{word()}](https://a.no/x.png)", ""),
        *(f"- {word()}", f"  - {word()}", "", f"    {word()}", "", f"> {word()}", f"> - {word()}", ">", f"> # {word()}", ""),
        *(f"| {word()} | {word()} |", "|--|--|", f"| {word()} | `{word()}` |", "", "```", word(), "```", "", f"    {word()}", ""),
        *(f"<div title='x'>{word()}<p>{word()}</p></div>", "", f"<script>{word()}</script>", "", f"{word()}[^1]", ""),
        *(f"[^1]: {word()}", f"    {word()}", f"[^2]: {word()}", "", f"{word()}", "===", "", f"| {word()} |", "|--|", ""),
        *(f"<details><summary>{word()}</summary>", "", f"{word()}", "", "</details>", "", f"1. ![{word()}](borte.png)"),
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "name"),
    [(word_document, "a.docx"), (presentation, "a.pptx"), (markdown, "a.md")],
    ids=["Word", "PowerPoint", "Markdown"],
)
def test_every_word_is_in_the_course_or_in_the_report(
    tmp_path: Path, make: Callable[[Path, Word], Path], name: str
) -> None:
    numbers = count()
    words: list[str] = []

    def word() -> str:
        words.append(f"ord{next(numbers):03}x")
        return words[-1]

    course = shown(tmp_path, make(tmp_path / name, word), wanted=Wanted(language="nb"))
    assert len(words) > 30
    pages = " ".join(course.texts(".//*") + course.attributes(".//@alt")) + course.imported.title
    modules = "".join(file.read_text() for file in (tmp_path / "kurs" / "modules").iterdir())  # titles, notes
    told = (tmp_path / "kurs" / "import-report.md").read_text()
    found = set(re.findall(r"ord\d{3}x", pages + modules + told))
    assert [each for each in words if each not in found] == []
