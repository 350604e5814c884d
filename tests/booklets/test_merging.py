"""Booklets put together: every word where it belongs, and choices added up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scormbuild.booklets.html import write_html
from scormbuild.booklets.merged import Answers, Beside, Block, Listed, ListedRow, Merged, Summed
from scormbuild.booklets.merging import Words, merge
from scormbuild.booklets.reading import read_booklets
from scormbuild.booklets.spreadsheets import write_csv
from scormbuild.booklets.wording import BookletWords
from scormbuild.course.lock import course_fields
from scormbuild.course.model import Course
from scormbuild.receipt import receipt_of, shown
from tests.booklets.files import loaded, write, write_sheets

SAY = Words("Uten enhet", "Ikke plassert")

Put = Callable[..., Merged]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return loaded(write_sheets(tmp_path / "kurs"))


@pytest.fixture
def put(tmp_path: Path, course: Course) -> Put:
    """What comes of booklets with these fields: of units by their names, or of (unit, fields) in order."""

    def together(*booklets: tuple[str, dict[str, Any]], **units: dict[str, Any]) -> Merged:
        both = [*booklets, *units.items()]
        files = [write(tmp_path / f"{n}.html", fields, unit) for n, (unit, fields) in enumerate(both)]
        read, refused = read_booklets(files)
        return merge(course, read, SAY, refused)

    return together


def blocks(merged: Merged, sheet: str) -> tuple[Block, ...]:
    (found,) = [each for module in merged.modules for each in module.sheets if each.id == sheet]
    return found.blocks


def summed(block: Block) -> dict[tuple[str, ...], tuple[int, tuple[str, ...]]]:
    """(row, note, column, what): how many, and who."""
    assert isinstance(block, Summed)
    return {
        (row.heading, row.note, column, tally.text): (tally.count, tally.units)
        for row in block.rows
        for column, cell in zip(block.columns, row.cells, strict=True)
        for tally in cell.tallies
    }


def test_a_priority_matrix_says_how_many_put_what_where(put: Put) -> None:
    merged = put(
        Nord={"matrise.varsler": "hoey--liten", "matrise.1": "Nøkler", "matrise.1.place": "lav--god"},
        Sør={"matrise.varsler": "hoey--liten", "matrise.lager": "lav--god", "matrise.3": "Nøkler"},
        Øst={"matrise.varsler": "lav--god", "matrise.2": "Nøkler", "matrise.2.place": "lav--god"},
    )
    matrix, loose = blocks(merged, "matrise")
    high, low, little, good = "Høyt prioritert", "Lavt prioritert", "Liten kontroll", "God kontroll"
    assert summed(matrix) == {
        (high, "", little, "Rutine for varsler om natta"): (2, ("Nord", "Sør")),
        (low, "", good, "Nøkler"): (2, ("Nord", "Øst")),
        (low, "", good, "Rutine for varsler om natta"): (1, ("Øst",)),
        (low, "", good, "Oversikt over lageret"): (1, ("Sør",)),
    }
    assert isinstance(matrix, Summed)
    assert [[cell.note for cell in row.cells] for row in matrix.rows] == [["Begynn her", "Hold fast"], ["", ""]]
    assert next(tally.text for tally in matrix.rows[1].cells[1].tallies) == "Nøkler"
    assert (loose.caption if isinstance(loose, Summed) else "", summed(loose)) == (
        "Ikke plassert",
        {("Nøkler", "", "", ""): (1, ("Sør",))},
    )


def test_a_responsibility_matrix_counts_letters_and_keeps_own_tasks_apart(put: Put) -> None:
    merged = put(
        Nord={"ansvar.bestille.leder": "a", "ansvar.1": "Lade opp", "ansvar.1.ressurs": "r"},
        Sør={"ansvar.bestille.leder": "a", "ansvar.bestille.ressurs": "r", "ansvar.1": "Vaske"},
        Øst={"ansvar.bestille.leder": "i"},
    )
    (matrix,) = blocks(merged, "ansvar")
    assert summed(matrix) == {
        ("Bestille utstyr", "", "Leder", "A: har ansvaret"): (2, ("Nord", "Sør")),
        ("Bestille utstyr", "", "Leder", "I: blir informert"): (1, ("Øst",)),
        ("Bestille utstyr", "", "Ressursperson", "R: utfører"): (1, ("Sør",)),
        ("Lade opp", "Nord", "Ressursperson", "R: utfører"): (1, ("Nord",)),
    }
    assert isinstance(matrix, Summed)
    assert [row.heading for row in matrix.rows] == ["Bestille utstyr", "Lade opp", "Vaske"]


def test_self_assessments_are_counted_before_and_after_and_nobody_is_named(put: Put) -> None:
    merged = put(
        Nord={"foer.forklare": "1", "foer.forklare.after": "3"},
        Sør={"foer.forklare": "1", "foer.forklare.after": "4"},
    )
    (table,) = blocks(merged, "foer")
    statement, before, after = "Jeg kan forklare hva en gevinst er.", "Hvor er du nå?", "Og etterpå?"
    assert isinstance(table, Summed)
    assert [(row.heading, row.note) for row in table.rows] == [(statement, before), (statement, after)]
    counted = [[sum(tally.count for tally in cell.tallies) for cell in row.cells] for row in table.rows]
    assert counted == [[2, 0, 0, 0], [0, 0, 1, 1]]
    assert {tally.units for row in table.rows for cell in row.cells for tally in cell.tallies} == {()}


def test_tables_are_listed_unit_by_unit_and_numbers_added_up(put: Put) -> None:
    merged = put(
        Nord={"gevinster.dispenser.brukere": "Trygghet", "gevinster.dispenser.timer": "0,1", "gevinster.1": "Dørlås"},
        Sør={
            "gevinster.dispenser.timer": "1 000.2",
            "gevinster.tilsyn.timer": "mange",
            "gevinster.1": "GPS",
            "gevinster.1.timer": "9" * 400,
        },
    )
    (table,) = blocks(merged, "gevinster")
    assert table == Listed(
        "",
        "Velferdsteknologi",
        ("For brukerne", "Spart tid (timer i uka)"),
        (
            ("Nord", (ListedRow("Elektronisk medisindispenser", ("Trygghet", 0.1)), ListedRow("Dørlås", ("", "")))),
            (
                "Sør",
                (
                    ListedRow("Elektronisk medisindispenser", ("", 1000.2)),
                    ListedRow("Digitalt tilsyn", ("", "mange")),
                    ListedRow("GPS", ("", "9" * 400)),
                ),
            ),
        ),
        (None, 1000.3),
    )


def test_action_plans_are_listed_unit_by_unit_and_the_wheel_side_by_side(put: Put) -> None:
    merged = put(
        Nord={"tiltak.2.what": "Ny tavle", "tiltak.2.status": "begun", "tiltak.plan": "Vi prøver"},
        Sør={"tiltak.1.who": "Nattevakt"},
    )
    plan, wheel = blocks(merged, "tiltak")
    assert isinstance(plan, Listed)
    assert plan.units == (
        ("Nord", (ListedRow("Tiltak 2", ("Ny tavle", "", "", "I gang")),)),
        ("Sør", (ListedRow("Tiltak 1", ("", "Nattevakt", "", "")),)),
    )
    assert isinstance(wheel, Beside)
    assert [answers.texts for answers in wheel.answers] == [(("Nord", "Vi prøver"),)]


def test_discussions_and_reflections_stand_side_by_side(put: Put) -> None:
    merged = put(
        Sør={"lager-og-varsler.natt": "Vakta", "min-hjelpefelle": "I går", "utdyp": "Tid"},
        Nord={"lager-og-varsler.natt": "Ingen\nhos oss"},
    )
    who = (("Nord", "Ingen\nhos oss"), ("Sør", "Vakta"))
    assert blocks(merged, "lager-og-varsler") == (Beside((Answers("3. Hvem rykker ut om natta?", who),)),)
    prompt = "Når hjalp du sist mer enn du måtte? Hva kunne du ha gjort i stedet?"
    assert blocks(merged, "min-hjelpefelle") == (Beside((Answers(prompt, (("Sør", "I går"),)),)),)
    assert blocks(merged, "utdyp") == (Beside((Answers("Hva er vanskeligst?", (("Sør", "Tid"),)),)),)


def test_checklists_journeys_interviews_and_open_questions(put: Put) -> None:
    merged = put(
        Nord={"foer-besoket": ["a", "b"], "forloep.kartlegging": "bra", "intervju.2.role": "Leder", "enig": "b"},
        Sør={"foer-besoket": ["a"], "forloep.kartlegging": "bra", "forloep.opplaering.note": "Haster"},
    )
    (ticked,) = blocks(merged, "foer-besoket")
    assert list(summed(ticked).values()) == [(2, ("Nord", "Sør")), (1, ("Nord",))]
    marks, notes = blocks(merged, "forloep")
    assert summed(marks) == {("Kartlegging", "", "Dette går bra", ""): (2, ("Nord", "Sør"))}
    assert isinstance(notes, Listed)
    assert notes.units[1] == (
        "Sør",
        (ListedRow("Kartlegging", ("Dette går bra", "")), ListedRow("Opplæring", ("", "Haster"))),
    )
    (interviews,) = blocks(merged, "intervju")
    assert isinstance(interviews, Beside)
    assert [answers.texts for answers in interviews.answers] == [(("Nord · Intervju 2", "Leder"),)]
    (agreed,) = blocks(merged, "enig")
    assert summed(agreed) == {("Enig", "", "", ""): (1, ("Nord",))}


def test_every_word_of_every_sheet_is_in_the_document_and_in_the_files(course: Course, put: Put) -> None:
    def filled(unit: str) -> dict[str, Any]:
        texts = {f.name: f"{unit}: {f.name} <i>&" for f in course_fields(course) if f.kind == "text"}
        chosen = {f.name: f.keys[0] for f in course_fields(course) if f.kind == "one_of"}
        ticked = {f.name: list(f.keys) for f in course_fields(course) if f.kind == "some_of"}
        return texts | chosen | ticked

    merged = put(Nord=filled("Nord"), Sør=filled("Sør"))
    say = BookletWords("nb")
    document = write_html(merged, say).decode()
    files = b"".join(write_csv(merged, say).values()).decode("utf-8")
    for unit in ("Nord", "Sør"):
        for name, text in filled(unit).items():
            if isinstance(text, str) and text.startswith(unit):
                assert f">{unit}: {name} &lt;i&gt;&amp;<" in document, name
                assert text in files, name
    assert "<i>" not in document
    assert len([sheet for module in merged.modules for sheet in module.sheets]) == 13


def test_the_same_booklet_counts_once_and_two_of_one_unit_both(put: Put) -> None:
    one, other = {"utdyp": "Tid"}, {"utdyp": "Penger"}
    merged = put(("Nord", one), ("NORD ", one), ("Nord", other), ("Sør", one), ("", one), ("", other))
    first, second = (shown(receipt_of("hefte", fields)) for fields in (one, other))
    named = [f"Nord ({first})", f"Nord ({second})", "Sør", f"Uten enhet ({first})", f"Uten enhet ({second})"]
    assert sorted(merged.units) == sorted(named)
    assert merged.twice == (("1.html", "0.html"),)
    assert merged.same_unit == ["Nord"]


def test_booklets_of_other_versions_and_other_courses_are_told(tmp_path: Path, course: Course) -> None:
    old = write(tmp_path / "old.html", {"utdyp": "Tid", "borte": "Før"}, course={"version": "1.0.0"})
    other = write(tmp_path / "other.html", {}, course={"id": "noe-annet"})
    read, refused = read_booklets([old, other, tmp_path / "missing.html"])
    merged = merge(course, read, SAY, refused)
    assert [(each.name, each.booklet.version, each.unknown) for each in merged.of_other_versions] == [
        ("Nord", "1.0.0", (("borte", "Før"),))
    ]
    assert [(left.file, left.why.reason) for left in merged.refused] == [
        ("missing.html", "unreadable"),
        ("other.html", "other-course"),
    ]
    assert "Før" in write_html(merged, BookletWords("nb")).decode()
    assert "Før" in write_csv(merged, BookletWords("nb"))["unknown.csv"].decode()


def test_the_texts_of_all_languages_say_the_same(put: Put) -> None:
    from scormbuild.booklets.wording import TEXTS

    catalogues = [BookletWords(language).catalogue.keys() for language in ("nb", "nn", "en")]
    assert catalogues[0] == catalogues[1] == catalogues[2]
    assert sorted(path.stem for path in TEXTS.iterdir()) == ["en", "nb", "nn"]
