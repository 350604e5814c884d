"""Small files of the forms that Moodle 4.5 writes, and a sink that keeps what is read. All people are invented."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import xlsxwriter

from scormbuild.records.outline import Objective, Option, Outline, Question, Quiz
from scormbuild.records.sources.base import Row
from scormbuild.records.sources.moodle import open_moodle

Cell = str | int | float
Table = Sequence[Sequence[Cell]]

COURSE = "https://kurs.example.no/fall"
TITLE = 'Fall hos eldre: «mat og "medisin"»'

OUTLINE = Outline(
    iri=COURSE,
    id="fall",
    title=TITLE,
    language="nb",
    questions=(
        Question("q-valg", "Hva hjelper?", "choice", (Option("a", "Lys"), Option("b", "Sko"), Option("c", "Lam"))),
        Question("q-sant", "Er det sant?", "true-false"),
        Question("q-par", "Hva hører sammen?", "matching"),
        Question("q-rekke", "I hvilken rekkefølge?", "sequencing"),
        Question("q-hull", "Fyll inn", "fill-in"),
        Question("q-tall", "Hvor mange?", "numeric"),
        Question("q-tekst", "Hva tenker du?", "long-fill-in"),
    ),
    objectives=(Objective("kjenne-risiko", "Kjenne risikoen"),),
)


@dataclass
class RecordingSink:
    """Keeps what it is given."""

    rows: list[Row] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, bytes] = field(default_factory=dict)
    aside: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, rows: Sequence[Row]) -> None:
        self.rows.extend(rows)

    def unit(self, identity: str, unit: str) -> None:
        self.units[identity] = unit

    def name(self, identity: str, name: str) -> None:
        self.names[identity] = name

    def define(self, course: str, activity: str, definition: bytes) -> None:
        assert course == COURSE
        self.definitions[activity] = definition

    def table(self, batch: pa.RecordBatch) -> None:
        raise AssertionError("Moodle's files have names, not pseudonyms")

    def cursor(self, source: str) -> str:
        return ""

    def advance(self, source: str, cursor: str) -> None:
        raise AssertionError("files are read whole")

    def set_aside(self, place: str, reason: str, text: str) -> None:
        self.aside.append((place, reason, text))

    def told(self, *verbs: str) -> list[tuple[str, str, str, str]]:
        """Learner (without what all begin with), attempt, verb and part of the statements, in order."""
        rows = [row for row in self.rows if not verbs or row.verb in verbs]
        return [(row.identity.removeprefix("account:moodle|"), row.registration, row.verb, row.part) for row in rows]

    def one(self, verb: str, part: str = "", attempt: str = "1") -> Row:
        """The only statement of a verb about a part in an attempt."""
        (row,) = [row for row in self.rows if (row.verb, row.part, row.registration) == (verb, part, attempt)]
        return row


def read(*paths: Path, outline: Outline = OUTLINE, activity: str = "") -> RecordingSink:
    """What is read of files, together."""
    sink = RecordingSink()
    open_moodle(paths, outline, activity=activity).read(sink)
    return sink


def utc(*parts: int) -> int:
    """Microseconds since 1970 of a moment in UTC."""
    return round(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[misc, arg-type]


def graded(pass_mark: int | None) -> Outline:
    """The course with one graded quiz."""
    quiz = Quiz("prove", "Prøve", is_graded=True, pass_mark=pass_mark)
    return Outline(iri=COURSE, id="fall", title=TITLE, language="nb", quizzes=(Quiz("oving", "Øving"), quiz))


def text(path: Path, table: Table, delimiter: str = "\t", encoding: str = "utf-8") -> Path:
    """A text file."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(table)
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def xlsx(path: Path, table: Table) -> Path:
    """An Excel file, in which what looks like a number is one, as Moodle writes it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Report")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return path


def ods(path: Path, table: Table) -> Path:
    """An OpenDocument file, with the line breaks between the elements that Moodle writes."""
    rows = "\n".join(f"<t:table-row>\n{''.join(map(_ods_cell, row))}</t:table-row>" for row in table)
    return ods_of(path, rows)


def ods_of(path: Path, rows: str) -> Path:
    """An OpenDocument file of rows in XML; prefixes are `t` (table), `o` (office) and `x` (text)."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("t", "table"), ("o", "office"), ("x", "text"))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<o:document-content {spaces}><o:body><o:spreadsheet>\n<t:table t:name="Report">\n<t:table-column/>\n'
            f"{rows}\n</t:table></o:spreadsheet></o:body></o:document-content>",
        )
    return path


def xlsx_of(path: Path, sheet: bytes | Iterable[bytes], strings: Iterable[bytes] = ()) -> Path:
    """An Excel file of a sheet and shared strings in XML, given in parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<w xmlns:r="r"><sheets><sheet name="Report" r:id="a"/></sheets></w>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<r><Relationship Id="a" Target="worksheets/a.xml"/></r>')
        for name, parts in (
            ("worksheets/a.xml", [sheet] if isinstance(sheet, bytes) else sheet),
            ("sharedStrings.xml", strings),
        ):
            with archive.open(f"xl/{name}", "w") as file:
                for part in parts or [b"<sst/>"]:
                    file.write(part)
    return path


def _ods_cell(cell: Cell) -> str:
    value = str(cell)
    try:
        float(value)
    except ValueError:
        return f'<t:table-cell o:value-type="string"><x:p>{escape(value)}</x:p></t:table-cell>\n'
    return f'<t:table-cell o:value-type="float" o:value={quoteattr(value)}><x:p>{value}</x:p></t:table-cell>\n'
