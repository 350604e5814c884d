"""The same figures for spreadsheets and programs: read back by other makers' readers, and harmless in them."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import polars
import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from scormbuild.records.figures.model import FieldSummary, Progress, Reading, Slice
from scormbuild.records.outline import Option
from scormbuild.records.report import LANGUAGES, Language, write_csv, write_parquet, write_xlsx
from tests.records.report.example import FIGURES, HOSTILE, OUTLINE

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", " =1", "＝1"]
GROUPS = 9
"""Everybody, four units, two periods, two versions."""


def sheet(book: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(name).to_python()


def rows(file: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_workbook_has_a_sheet_for_each_table() -> None:
    book = write_xlsx(FIGURES, OUTLINE, "nb")
    assert CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names == [
        *("Framdrift", "Måneder", "Moduler", "Sider", "Tid", "Prøver", "Poengfordeling", "Spørsmål"),
        *("Svaralternativer", "Læringsmål", "Før og etter", "Felt i arkene", "Valg i arkene", "Summer i arkene"),
        *("Ansvar i arkene", "Grunnlag", "Skjulte grupper"),
    ]
    head, whole, *others = sheet(book, "Framdrift")
    assert head == ["Inndeling", "Gruppe", "Begynt", "Fullført", "Andel fullført", "Bestått", "Ikke bestått"]
    assert whole == ["alle", "alle", 1204, 812, pytest.approx(812 / 1204), 790, 23]
    assert len(others) == GROUPS - 1
    assert ["enhet", "Uten enhet"] in [other[:2] for other in others]


def test_what_the_page_does_not_tell_is_told_by_no_table() -> None:
    """Records without completion: empty cells and no 0, which would be nobody. Questions of few: the share right."""
    untold = replace(
        FIGURES,
        slices=tuple(
            replace(
                each,
                progress=replace(each.progress, completed=0, passed=0, failed=0),
                months=tuple(replace(month, completed=0) for month in each.months),
            )
            for each in FIGURES.slices
        ),
    )
    files = write_csv(untold, OUTLINE, "nb")
    assert rows(files["progress.csv"])[1] == ["alle", "alle", "1204", "", "", "", ""]
    assert {row[-1] for row in rows(files["months.csv"])[1:]} == {""}
    few = replace(FIGURES.slices[0], progress=Progress(99, 60, 50, 9), slice=Slice("unit", "Sør"))
    files = write_csv(replace(FIGURES, slices=(FIGURES.slices[0], few)), OUTLINE, "nb")
    whole, small = (
        {row[2]: row for row in rows(files["questions.csv"]) if row[0] == dimension} for dimension in ("alle", "enhet")
    )
    assert whole["q-fella"][6:8] == ["0,93", "0,22"]
    assert small["q-fella"][6:8] == ["0,93", ""]
    assert (whole["q-varsel"][-1], small["q-varsel"][-1]) == ("sjekk fasiten, villeder", "")
    assert {row[0] for row in rows(files["options.csv"])[1:]} == {"alle"}


def test_workbook_says_what_is_withheld() -> None:
    months = sheet(write_xlsx(FIGURES, OUTLINE, "nb"), "Måneder")
    assert ["alle", "alle", "2026-06", 18, "skjult"] in months


def test_same_figures_make_the_same_workbook() -> None:
    assert write_xlsx(FIGURES, OUTLINE, "nb") == write_xlsx(FIGURES, OUTLINE, "nb")


def test_who_answered_a_self_assessment_once_cannot_be_had_by_subtraction() -> None:
    """The whole sheet less those who answered it twice is few people: only one of the two is told, as on the page."""
    first = FIGURES.slices[0]
    compared = first.comparisons[0]
    steps = tuple((step, count + 1 if isinstance(count, int) else count) for step, count in compared.before)
    once = FieldSummary(compared.worksheet, compared.statement, 1, steps)
    told = write_csv(replace(FIGURES, slices=(replace(first, worksheets=(once, *first.worksheets)),)), OUTLINE, "nb")
    assert compared.worksheet in {row[2] for row in rows(told["assessment.csv"])}
    for name in ("fields.csv", "field_choices.csv"):
        sheets = {row[2] for row in rows(told[name])}
        assert compared.worksheet not in sheets
        assert "huskeliste" in sheets


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    question = replace(OUTLINE.questions[2], text=formula, options=(Option("a", formula),))
    outline = replace(OUTLINE, questions=(question,))
    figures = replace(FIGURES, slices=(FIGURES.slices[0], replace(FIGURES.slices[1], slice=Slice("unit", formula))))

    book = write_xlsx(figures, outline, "nb")
    with ZipFile(BytesIO(book)) as archive:
        assert not any(
            b"<f>" in archive.read(name) or b"<hyperlink" in archive.read(name) for name in archive.namelist()
        )
    # Carriage returns come back as line feeds: XML has it so.
    texts = {str(cell).replace("\n", "\r") for row in sheet(book, "Spørsmål") for cell in row}
    assert formula in texts

    told = [cell for file in write_csv(figures, outline, "nb").values() for row in rows(file) for cell in row]
    assert f"'{formula}" in told
    assert formula not in told


def test_negative_numbers_in_csv_are_numbers() -> None:
    told = rows(write_csv(FIGURES, OUTLINE, "nb")["questions.csv"])
    assert told[0][7] == "Skiller (punktbiserial)"
    assert [row[7] for row in told if row[:3] == ["alle", "alle", "q-varsel"]] == ["-0,18"]


@pytest.mark.parametrize(
    ("language", "delimiter", "numbers"),
    [("nb", ";", ["1655,5", "18,2"]), ("nn", ";", ["1655,5", "18,2"]), ("en", ",", ["1655.5", "18.2"])],
)
def test_csv_is_as_the_languages_spreadsheets_read_it(language: Language, delimiter: str, numbers: list[str]) -> None:
    files = write_csv(FIGURES, OUTLINE, language)
    assert all(file.startswith(b"\xef\xbb\xbf") and file.endswith(b"\r\n") for file in files.values())
    head, row = rows(files["sums.csv"], delimiter)
    assert len(head) == len(row) == 9
    assert row[-2:] == numbers


def test_large_sums_keep_their_digits() -> None:
    column = replace(FIGURES.slices[0].columns[0], total=1_234_567.25)
    figures = replace(FIGURES, slices=(replace(FIGURES.slices[0], columns=(column,)),))
    assert rows(write_csv(figures, OUTLINE, "nb")["sums.csv"])[1][-2] == "1234567,25"


def test_parquet_names_the_columns_that_are_withheld() -> None:
    files = write_parquet(FIGURES, OUTLINE, "nb")
    options = polars.read_parquet(BytesIO(files["options.parquet"]))
    hidden = options.filter((polars.col("question") == "q-samtykke") & (polars.col("option") == "b"))
    assert hidden.select("learners", "share", "withheld").row(0) == (
        None,
        None,
        ["learners", "share", "discrimination"],
    )
    unknown = options.filter((polars.col("question") == "q-trygg") & (polars.col("dimension") == "all"))
    assert unknown["discrimination"].to_list() == [None] * 4
    assert unknown["withheld"].to_list() == [[]] * 4

    progress = polars.read_parquet(BytesIO(files["progress.parquet"]))
    assert progress.height == GROUPS
    assert progress.schema["began"] == polars.Int64
    assert progress.row(0, named=True)["share_completed"] == pytest.approx(812 / 1204)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_in_learners_own_words_are_nowhere(language: Language) -> None:
    assert b"naboen min" not in b"".join(write_csv(FIGURES, OUTLINE, language).values())
    parquet = polars.read_parquet(BytesIO(write_parquet(FIGURES, OUTLINE, language)["options.parquet"]))
    assert "naboen min" not in parquet["option"].to_list()
    book = CalamineWorkbook.from_filelike(BytesIO(write_xlsx(FIGURES, OUTLINE, language)))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "naboen min" not in cells


def test_strange_wording_comes_through() -> None:
    strange = f'{HOSTILE}\x0b\x01 ; "sitat"\nny linje'
    figures = replace(FIGURES, reading=Reading((strange,), 1, 0))
    book = sheet(write_xlsx(figures, OUTLINE, "nb"), "Grunnlag")
    assert str(book[1][0]).replace("_x000B_", "\x0b").replace("_x0001_", "\x01") == strange
    assert rows(write_csv(figures, OUTLINE, "nb")["reading.csv"])[1][0] == strange
    assert (
        polars.read_parquet(BytesIO(write_parquet(figures, OUTLINE, "nb")["reading.parquet"]))["source"][0] == strange
    )
