"""Files that are half there, wrongly encoded, or meant to harm: a clear error or a line set aside, nothing lost."""

from __future__ import annotations

import itertools
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from scormbuild.errors import UsageError
from scormbuild.records.sources.moodle import recognises
from scormbuild.records.sources.moodle.tables import lines_of
from tests.records.moodle.files import TITLE, Table, ods, ods_of, read, text, xlsx, xlsx_of
from tests.records.moodle.test_completion_reports import ACTIVITY, COURSE_COMPLETION, line
from tests.records.moodle.test_grades_and_logs import GRADES, LOG
from tests.records.moodle.test_scorm_reports import BASIC, attempt, interactions

TABLE: Table = [[*BASIC, TITLE], attempt(50), attempt(60, name="Testperson Åse"), attempt(70, name="Testperson 03")]
WHOLE = [50, 60, 70]


def scores(*paths: Path) -> list[int]:
    return [row.score // 100 for row in read(*paths).rows if row.verb == "scored" and row.score is not None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = text(tmp_path / "b.txt", TABLE, delimiter, encoding)
    assert recognises(path)
    sink = read(path)
    assert [row.score for row in sink.rows if row.verb == "scored"] == [5000, 6000, 7000]
    assert "Testperson Åse" in sink.names.values()
    assert sink.aside == []


def test_excel_s_own_line_about_the_delimiter(tmp_path: Path) -> None:
    path = text(tmp_path / "b.csv", TABLE, ";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert scores(path) == WHOLE


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    sink = read(text(tmp_path / "b.csv", TABLE, ";", "cp1252"))
    assert "Testperson Åse" in sink.names.values()
    assert [(place, reason[:24]) for place, reason, _ in sink.aside] == [("b.csv:1", "not UTF-8 from here on: ")]


def test_mixed_encodings(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_bytes(
        path.read_bytes().replace("Åse".encode(), "Åse".encode("cp1252")).replace(b"person 03", b"person \x81")
    )
    sink = read(path)
    assert {*sink.names.values()} == {"Testperson 01", "Testperson Åse"}
    assert [(place, reason) for place, reason, _ in sink.aside][1] == ("b.txt:4", "neither UTF-8 nor Windows-1252")


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_text(path.read_text().replace("Testperson 01", '"Testperson 01'))
    sink = read(path)
    assert [row.score for row in sink.rows if row.verb == "scored"] == [6000, 7000]
    ((place, _, line_text),) = sink.aside
    assert place == "b.txt:2"
    assert line_text.startswith('"Testperson 01\tSykehjem sør')


def test_a_quote_within_a_cell_is_a_letter(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_text(path.read_text().replace("Testperson 01", 'Testperson 1"'))
    assert scores(path) == WHOLE


def test_zero_bytes_are_no_letters(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_bytes(path.read_bytes().replace(b"Testperson 01", b"Test\0person 01"))
    assert "Testperson 01" in read(path).names.values()


def test_half_a_text_file(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_bytes(path.read_bytes()[:-20])
    sink = read(path)
    assert [row.score for row in sink.rows if row.verb == "scored"] == [5000, 6000]
    assert [place for place, _, _ in sink.aside] == ["b.txt:4, column 5"]


@pytest.mark.parametrize("write", [xlsx, ods])
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.98])
def test_half_a_sheet(tmp_path: Path, write: Callable[..., Path], kept: float) -> None:
    path = write(tmp_path / "b.xlsx", TABLE)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert not recognises(path)
    with pytest.raises(UsageError, match=r'"b\.xlsx" is cut off: download it again'):
        read(path)


def test_a_file_that_is_no_report_says_what_to_click(tmp_path: Path) -> None:
    for content in ("", "learner,unit\n1,Nord\n", "{}", "\0" * 50, "a\tb\tc\td\te\n"):
        path = tmp_path / "other.csv"
        path.write_text(content)
        assert not recognises(path)
        with pytest.raises(UsageError, match="Reports > Interactions, tick"):
            read(path)
    assert not recognises(tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="can't read"):
        read(tmp_path / "missing.csv")


def test_an_old_excel_file(tmp_path: Path) -> None:
    path = tmp_path / "b.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    with pytest.raises(UsageError, match="of an old Excel, or has a password"):
        read(path)


ROW = b"<row><c><v>1</v></c></row>"
SHEET, END = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
OPEN_CELL = b'<row><c t="str"><v>'


def times(part: bytes, count: int) -> Iterator[bytes]:
    return itertools.repeat(part, count)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (lambda: [SHEET, OPEN_CELL, *times(b"a" * 1_000_000, 20)], "unpacks to far more than a report"),
        (lambda: [SHEET, b"<row>", *times(b"<c><v>1</v></c>" * 1000, 17)], "a row of more than 16,384 cells"),
        (lambda: [SHEET, b'<row><c r="XFE1"><v>1</v></c></row>', END], "a row of more than 16,384 cells"),
        (lambda: [SHEET, b'<row><c r="ZZZ9999999"><v>1</v></c></row>', END], "a row of more than 16,384 cells"),
        (lambda: [b'<!DOCTYPE w [<!ENTITY a "aaaa">]>', SHEET, END], "declares a document type"),
        (lambda: [SHEET, b"<row>" * 100], "elements within elements"),
        (lambda: [b'<worksheet a="', *times(b"a" * 100_000, 20)], "a tag of more than 1 MiB"),
        (lambda: [SHEET, ROW], "damaged"),
        (lambda: [SHEET, b"<row>&a;</row>", END], "damaged"),
        (lambda: [SHEET, b"\x00", END], "damaged"),
        (lambda: [b'<?xml version="1.0" encoding="U7F-8"?>', SHEET, b"\xff", END], "damaged"),
    ],
)
def test_sheets_that_are_meant_to_harm(tmp_path: Path, parts: Callable[[], list[bytes]], message: str) -> None:
    path = xlsx_of(tmp_path / "b.xlsx", parts())
    assert not recognises(path)
    with pytest.raises(UsageError, match=message):
        read(path)


def test_a_sheet_with_one_cell_far_away_takes_no_room(tmp_path: Path) -> None:
    """Where a reader keeps a cell for every row and column, this file of one kilobyte asks for 400 GB."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = xlsx_of(tmp_path / "b.xlsx", [SHEET, ROW, far, END])
    with pytest.raises(UsageError, match="is no report of Moodle"):
        read(path)


def test_too_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scormbuild.records.sources.moodle.xlsx.MOST_STRINGS", 1000)
    path = xlsx_of(tmp_path / "b.xlsx", [SHEET, END], [b"<sst>", *times(b"<si><t>a</t></si>", 2000), b"</sst>"])
    with pytest.raises(UsageError, match="too much text for a spreadsheet"):
        read(path)


def test_a_zip_that_lists_too_many_files(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "b.xlsx", TABLE)
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, 2_000_000)
    path.write_bytes(content)
    with pytest.raises(UsageError, match="more files in it than a report"):
        read(path)


def test_a_zip_whose_list_says_that_files_are_before_its_beginning(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path / "b.xlsx", [SHEET, END])
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x05\x06") + 16  # where the list begins (APPNOTE 4.3.16)
    struct.pack_into("<L", content, at, struct.unpack_from("<L", content, at)[0] + 5000)
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is damaged"):
        read(path)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ('<t:table-cell t:number-columns-repeated="999999999"><x:p>a</x:p></t:table-cell>', "more than 16,384 cells"),
        ("<t:table-cell><x:p>a</x:p></t:table-cell>", "repeats a row 1,048,576 times"),
    ],
)
def test_tables_that_repeat_without_end(tmp_path: Path, cells: str, message: str) -> None:
    path = ods_of(tmp_path / "b.ods", f'<t:table-row t:number-rows-repeated="1048576">{cells}</t:table-row>')
    with pytest.raises(UsageError, match=message):
        read(path)


def test_a_million_columns_of_text(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(b"a," * 1_000_000)
    with pytest.raises(UsageError, match="is no report of Moodle"):
        read(path)


def test_a_line_without_end_is_set_aside(tmp_path: Path) -> None:
    path = text(tmp_path / "b.txt", TABLE)
    path.write_bytes(
        path.read_bytes() + b"x" * 5_000_000 + b"\n" + path.read_bytes().splitlines()[1].replace(b"01", b"04")
    )
    sink = read(path)
    assert "Testperson 04" in sink.names.values()
    ((place, reason, kept),) = sink.aside
    assert (place, reason, len(kept)) == ("b.txt:5", "a line that is too long", 10_000)


def test_formulas_without_a_value_are_told_cell_by_cell(tmp_path: Path) -> None:
    named = b'<row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
    lost = b'<row r="2"><c r="B2"><f>1+1</f></c><c t="e"><v>#REF!</v></c></row>'
    in_excel = xlsx_of(tmp_path / "b.xlsx", [SHEET, named, lost, END])
    told: list[tuple[str, str, str]] = []

    def set_aside(place: str, reason: str, given: str) -> None:
        told.append((place, reason, given))

    assert [each.cells for each in lines_of(in_excel, set_aside)] == [("Name",)]
    row = '<t:table-row><t:table-cell t:formula="=1+1"/><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>'
    in_ods = ods_of(tmp_path / "b.ods", row)
    assert [each.cells for each in lines_of(in_ods, set_aside)] == [("", "a")]
    assert [place for place, _, _ in told] == ["b.xlsx:Report!B2", "b.xlsx:Report!C2", "b.ods:Report!A1"]


def test_what_office_programs_write_is_read(tmp_path: Path) -> None:
    rows = (
        '<t:table-row><t:table-cell t:number-columns-repeated="2"/>'
        '<t:table-cell o:value-type="float" o:value="0.5"><x:p>0,5</x:p></t:table-cell>'
        "<t:table-cell><o:annotation><x:p>en merknad</x:p></o:annotation>"
        '<x:p>a<x:s x:c="2"/>b<x:tab/>c<x:line-break/>d</x:p><x:p><x:span>e</x:span></x:p></t:table-cell></t:table-row>'
        '<t:table-row t:number-rows-repeated="1048575"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
    )
    (read_of_ods,) = lines_of(ods_of(tmp_path / "b.ods", rows), print)
    assert read_of_ods.cells == ("", "", "0.5", "a  b\tc\nd\ne")
    sheet = (
        b'<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>0</v></c>'
        b'<c t="inlineStr"><is><t>x_x000D_y_xD800__x0000_</t></is></c>'
        b'<c t="b"><v>1</v></c><c><v>66.670000000000002</v></c><c t="s"><v>99</v></c><c/></row></sheetData></worksheet>'
    )
    strings = [b"<sst><si><r><t>en</t></r><r><t xml:space='preserve'> to</t></r><rPh><t>nei</t></rPh></si></sst>"]
    (read_of_xlsx,) = lines_of(xlsx_of(tmp_path / "b.xlsx", sheet, strings), print)
    assert (read_of_xlsx.number, read_of_xlsx.cells) == (3, ("", "en to", "x\ry", "1", "66.67", "", ""))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=20), min_size=1
        ),
        min_size=1,
        max_size=8,
    )
)
def test_sheets_are_read_as_another_reader_reads_them(tmp_path: Path, table: list[list[str]]) -> None:
    path = tmp_path / "b.xlsx"
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    other = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    width = max(map(len, table))
    assert [[*each.cells, *[""] * (width - len(each.cells))] for each in lines_of(path, print)] == other


ANSWERED: Table = [interactions(1), attempt(50, "q-valg--x", "a", "", "correct")]

FILES: dict[str, Callable[[Path], Path]] = {
    "all.txt": lambda path: text(path, ANSWERED),
    "all.xlsx": lambda path: xlsx(path, ANSWERED),
    "all.ods": lambda path: ods(path, ANSWERED),
    "progress.csv": lambda path: text(path, [ACTIVITY, line("Completed")], "\t", "utf-16"),
    "completion.csv": lambda path: text(path, COURSE_COMPLETION, ","),
    "grades.csv": lambda path: text(path, GRADES, ","),
    "logs.csv": lambda path: text(path, LOG, ","),
}

CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=30)), min_size=1, max_size=4)
FUZZED = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Bytes in which others stand: where (as a share of the length), in place of how many, and which."""
    for where, count, new in changes:
        at = int(where * len(content))
        content = content[:at] + new + content[at + count :]
    return content


def is_read_or_refused(path: Path) -> bool:
    can = recognises(path)
    try:
        sink = read(path)
    except UsageError as error:
        return path.name in str(error)
    return can and all(row.moment for row in sink.rows)


@pytest.fixture(params=FILES)
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, bytes]:
    path = FILES[request.param](tmp_path / request.param)
    return path, path.read_bytes()


@FUZZED
@given(changes=CHANGES)
def test_any_change_of_bytes_is_read_or_refused(
    whole: tuple[Path, bytes], changes: list[tuple[float, int, bytes]]
) -> None:
    path, content = whole
    path.write_bytes(changed(content, changes))
    assert is_read_or_refused(path)


@pytest.mark.parametrize(("write", "member"), [(xlsx, "xl/worksheets/sheet1.xml"), (ods, "content.xml")])
@FUZZED
@given(changes=CHANGES)
def test_any_change_within_the_zip_is_read_or_refused(
    tmp_path: Path, write: Callable[[Path, Table], Path], member: str, changes: list[tuple[float, int, bytes]]
) -> None:
    path = write(tmp_path / "all.xlsx", ANSWERED)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, changed(content, changes) if name == member else content)
    assert is_read_or_refused(path)
