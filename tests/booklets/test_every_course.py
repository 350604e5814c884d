"""Every course of ours, filled in to its last field by three units: every word is where it belongs."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html as lxml_html

from scormbuild.build import build
from scormbuild.cli import cli
from scormbuild.course.load import load
from tests.booklets.files import write
from tests.booklets.places import expected, in_csv, in_html, in_workbook
from tests.booklets.teams import Writer, fields_on

COURSES = sorted((Path(__file__).parents[2] / "courses").iterdir())


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_every_word_is_where_it_belongs(folder: Path, tmp_path: Path) -> None:
    course = load(folder).course
    assert course is not None
    told = {"id": course.id, "iri": course.iri, "version": course.version, "title": course.title}
    writers = [Writer(course, unit, number) for number, unit in enumerate(("Nord", "Sør, natt", "Øst & <b>vest</b>"))]
    teams = {}
    for writer in writers:
        teams[writer.unit] = {
            name: value for page in fields_on(course) for name, value in writer.answers(page).items() if value
        }
        write(tmp_path / "inn" / f"{writer.number}.html", teams[writer.unit], writer.unit, course=told)
    out = {name: tmp_path / name for name in ("hefter.html", "hefter.xlsx", "tabeller")}
    options = chain.from_iterable(zip(("--out", "--xlsx", "--csv"), map(str, out.values()), strict=True))
    done = CliRunner().invoke(cli, ["booklets", "merge", str(tmp_path / "inn"), "--course", str(folder), *options])
    assert (done.exit_code, done.stderr) == (0, "")
    places = expected(course, teams)
    assert places.written or places.chosen
    assert in_html(out["hefter.html"]) == places
    assert in_workbook(out["hefter.xlsx"]) == places
    assert in_csv(out["tabeller"]) == places


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_every_text_is_asked_for_in_the_words_that_its_answer_stands_at(folder: Path, tmp_path: Path) -> None:
    course = load(folder).course
    assert course is not None
    site = build(folder, tmp_path, ["web"], locked=True).packages[0].folder
    assert site is not None
    document = lxml_html.parse(site / "index.html").getroot()
    boxes = {box.get("data-field"): box for box in document.iter("textarea", "input") if box.get("type") != "radio"}
    names = [each.name for fields in fields_on(course).values() for each in fields if each.kind == "text"]
    # As if each field had been filled in with its own name.
    places = expected(course, {"": {name: name for name in names}}).written
    assert bool(places) == bool(names)
    for sheet, whose, row, column, name in places:
        box = boxes[name]
        (labels,) = [*box.iterancestors("label")] or document.xpath("//*[@id = $id]", id=box.get("aria-labelledby"))
        said = " ".join(labels.text_content().split())
        wanted = [whose.removeprefix(" · "), column] + [row] * (row not in names)
        assert [words for words in wanted if words not in said] == [], (sheet, name, said)
