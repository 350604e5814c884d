"""Where every word of teams' booklets belongs when they are put together, and where it is found.

What is expected comes from the course's files and from what teams filled in, by the fields' names. What the interface
says is written out as its pages in Bokmål have it: nothing here is the merging program's own.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import html as lxml_html
from lxml.html import HtmlElement
from python_calamine import CalamineWorkbook

from scormbuild.components.action_plan.model import ActionPlan
from scormbuild.components.base import Component
from scormbuild.components.checklist.model import Checklist
from scormbuild.components.discussion.model import Discussion
from scormbuild.components.interview_form.model import InterviewForm
from scormbuild.components.planner.model import Planner
from scormbuild.components.priority_matrix.model import PriorityMatrix
from scormbuild.components.reflection.model import Reflection
from scormbuild.components.responsibility_matrix.model import ResponsibilityMatrix
from scormbuild.components.self_assessment.model import SelfAssessment
from scormbuild.components.service_journey.model import ServiceJourney
from scormbuild.components.table_form.model import TableForm
from scormbuild.course.model import Course

Answers = Mapping[str, str | list[str]]
"""What one team filled in, by the fields' names."""

STATUSES = {"planned": "Planlagt", "begun": "I gang", "done": "Gjort", "dropped": "Droppet"}
PLAN_COLUMNS = {"what": "Hva", "who": "Hvem", "when": "Når"}
WHEEL = {
    "plan": "Planlegg: Hva vil dere prøve, og hva tror dere skjer?",
    "do": "Utfør: Hva gjorde dere?",
    "study": "Kontroller: Hva så dere?",
    "act": "Korriger: Hva gjør dere videre?",
}
LETTERS = {"r": "R: utfører", "a": "A: har ansvaret", "c": "C: blir spurt", "i": "I: blir informert"}
INTERVIEWED = "Hvilken rolle har den dere snakker med? Skriv ikke navn."
TAKEN_ALONG = "Det viktigste vi tar med oss"
HOW = "Hvordan går det her?"
NOTE = "Hva er det som gjør vondt, eller fungerer godt?"
START, MINUTES, WHO = "Begynner klokka", "Minutter", "Hvem"
TOTAL = "Til sammen"


class Written(NamedTuple):
    """A text of one unit and where it stands; `row` is the question where there is no table."""

    sheet: str
    unit: str
    row: str
    column: str
    text: str


class Chosen(NamedTuple):
    """How many have the same in one place, and who.

    Nobody is named where it would tell of single people, nor in a row of a unit's own, which has the unit in `note`.
    """

    sheet: str
    row: str
    note: str
    column: str
    text: str
    many: int
    units: frozenset[str]


@dataclass
class Places:
    """All that stands in a document. `sums` are (sheet, column, sum over all units)."""

    written: list[Written] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    sums: list[tuple[str, str, float]] = field(default_factory=list)

    def in_order(self) -> Places:
        """The same in an order of its own, so that two can be compared."""
        chosen = sorted(self.chosen, key=lambda each: (*each[:-1], sorted(each.units)))
        return Places(sorted(self.written), chosen, sorted(self.sums))


# ---------------------------------------------------------------- what is expected


class _Expecting:
    def __init__(self, course: Course, teams: Mapping[str, Answers]) -> None:
        self.course = course
        self.teams = teams
        self.places = Places()

    def component(self, part: Component) -> None:
        match part:
            case Discussion():
                topics = [topic for group in part.groups for topic in group.questions]
                for number, topic in enumerate(topics, 1):
                    self.write(part.id, f"{number}. {topic.text}", "", f"{part.id}.{topic.id}")
            case Reflection():
                self.write(part.id, part.prompt, "", part.id)
            case TableForm():
                self.table(part)
            case ActionPlan():
                self.plan(part)
            case InterviewForm():
                self.interviews(part)
            case Planner():
                self.planner(part)
            case PriorityMatrix():
                self.priorities(part)
            case ResponsibilityMatrix():
                self.responsibilities(part)
            case ServiceJourney():
                self.journey(part)
            case SelfAssessment() if part.after is None:
                self.assessment(part)
            case Checklist():
                for item in part.items:
                    self.tick(part.id, item.text, part.id, item.id)

    def write(self, sheet: str, row: str, column: str, name: str, whose: str = "", said: str = "") -> None:
        """A text of each team in field `name`; `said` is what stands for it, `whose` what stands behind the unit."""
        for unit, answers in self.teams.items():
            if name in answers:
                self.places.written.append(Written(sheet, unit + whose, row, column, said or str(answers[name])))

    def cell(self, sheet: str, row: str, own: str, column: str, name: str, words: Mapping[str, str]) -> None:
        """A cell of each team's table; the row's heading is what the team wrote in field `own`, where it is its own."""
        for unit, answers in self.teams.items():
            if name in answers:
                heading = str(answers.get(own, row))
                text = str(answers[name])
                self.places.written.append(Written(sheet, unit, heading, column, words.get(text, text)))

    def tick(self, sheet: str, row: str, name: str, key: str) -> None:
        """How many ticked a box."""
        units = frozenset(unit for unit, answers in self.teams.items() if key in answers.get(name, ()))
        if units:
            self.places.chosen.append(Chosen(sheet, row, "", "", "", len(units), units))

    def table(self, part: TableForm) -> None:
        rows = {row.id: row.title for row in part.rows} | dict.fromkeys(part.added, "")
        for column in part.columns:
            heading = f"{column.title} ({column.unit})" if column.unit else column.title
            names = {row: f"{part.id}.{row}.{column.id}" for row in rows}
            for row, name in names.items():
                self.cell(part.id, rows[row], f"{part.id}.{row}", heading, name, {})
            answered = [str(answers.get(name, "")) for answers in self.teams.values() for name in names.values()]
            numbers = [int(answer) for answer in answered if answer.isdecimal()]
            if column.sum and numbers:
                self.places.sums.append((part.id, heading, sum(numbers)))

    def plan(self, part: ActionPlan) -> None:
        for number in range(1, part.rows + 1):
            row = f"{part.id}.{number}"
            for column, heading in PLAN_COLUMNS.items():
                self.cell(part.id, f"Tiltak {number}", "", heading, f"{row}.{column}", {})
            self.cell(part.id, f"Tiltak {number}", "", "Status", f"{row}.status", STATUSES)
        for step, label in WHEEL.items():
            self.write(part.id, label, "", f"{part.id}.{step}")

    def interviews(self, part: InterviewForm) -> None:
        asked = {f"answer.{topic.id}": f"{place}. {topic.text}" for place, topic in enumerate(part.questions, 1)}
        for number in range(1, part.interviews + 1):
            for path, question in ({"role": INTERVIEWED} | asked | {"summary": TAKEN_ALONG}).items():
                whose = f" · Intervju {number}" if part.interviews > 1 else ""
                self.write(part.id, question, "", f"{part.id}.{number}.{path}", whose)

    def planner(self, part: Planner) -> None:
        self.write(part.id, START, "", f"{part.id}.start-time")
        for point, title in ({each.id: each.title for each in part.agenda} | dict.fromkeys(part.added, "")).items():
            row = f"{part.id}.agenda.{point}"
            self.cell(part.id, title, row, MINUTES, f"{row}.minutes", {})
            self.cell(part.id, title, row, WHO, f"{row}.who", {})
        for role in part.roles:
            self.write(part.id, role.title, "", f"{part.id}.roles.{role.id}")
        for material in part.materials:
            self.tick(part.id, material.text, f"{part.id}.materials", material.id)

    def priorities(self, part: PriorityMatrix) -> None:
        rows, columns = ({level.id: level.text for level in scale.levels} for scale in (part.y, part.x))
        placed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for unit, answers in self.teams.items():
            items = {f"{part.id}.{item.id}": item.text for item in part.items}
            items |= {f"{part.id}.{own}.place": str(answers.get(f"{part.id}.{own}", "")) for own in part.added}
            for name, text in items.items():
                if name in answers:
                    row, column = str(answers[name]).split("--")
                    placed[rows[row], columns[column], text].add(unit)
        for (row, column, text), units in placed.items():
            self.places.chosen.append(Chosen(part.id, row, "", column, text, len(units), frozenset(units)))

    def responsibilities(self, part: ResponsibilityMatrix) -> None:
        for role in part.roles:
            for task in part.tasks:
                given: dict[str, set[str]] = defaultdict(set)
                for unit, answers in self.teams.items():
                    if letter := str(answers.get(f"{part.id}.{task.id}.{role.id}", "")):
                        given[LETTERS[letter]].add(unit)
                for text, units in given.items():
                    self.places.chosen.append(
                        Chosen(part.id, task.text, "", role.title, text, len(units), frozenset(units))
                    )
            for unit, answers in self.teams.items():
                for own in part.added:
                    if letter := str(answers.get(f"{part.id}.{own}.{role.id}", "")):
                        task_text = str(answers[f"{part.id}.{own}"])
                        self.places.chosen.append(
                            Chosen(part.id, task_text, unit, role.title, LETTERS[letter], 1, frozenset())
                        )

    def journey(self, part: ServiceJourney) -> None:
        marks = {mark.id: mark.text for mark in part.marks}
        for stage in part.stages:
            name = f"{part.id}.{stage.id}"
            for mark, text in marks.items():
                units = frozenset(unit for unit, answers in self.teams.items() if answers.get(name) == mark)
                if units:
                    self.places.chosen.append(Chosen(part.id, stage.title, "", text, "", len(units), units))
            self.cell(part.id, stage.title, "", HOW, name, marks)
            self.cell(part.id, stage.title, "", NOTE, f"{name}.note", {})

    def assessment(self, part: SelfAssessment) -> None:
        others = [each for each in self.course.components() if isinstance(each, SelfAssessment)]
        after = next((each.title for each in others if each.after == part.id), None)
        for statement in part.statements:
            name = f"{part.id}.{statement.id}"
            moments = [("", name)] if after is None else [(part.title, name), (after, f"{name}.after")]
            for moment, of in moments:
                for step in part.scale:
                    count = sum(answers.get(of) == step.id for answers in self.teams.values())
                    if count:
                        self.places.chosen.append(
                            Chosen(part.id, statement.text, moment, step.text, "", count, frozenset())
                        )


def expected(course: Course, teams: Mapping[str, Answers]) -> Places:
    """Where all that units filled in belongs. Of columns that are summed only whole numbers are expected."""
    expecting = _Expecting(course, teams)
    for part in course.components():
        expecting.component(part)
    return expecting.places.in_order()


# ---------------------------------------------------------------- what is found


def in_html(path: Path) -> Places:
    """What stands where in the document."""
    places = Places()
    for article in lxml_html.parse(path).getroot().iter("article"):
        sheet = str(article.get("id")).removeprefix("sheet-")
        for block in article.iter("table", "dl"):
            match str(block.get("class")).split()[0]:
                case "summed":
                    places.chosen += _html_summed(sheet, block)
                case "listed":
                    places.written += _html_listed(sheet, block)
                    places.sums += _html_sums(sheet, block)
                case "beside":
                    before = block.getprevious()
                    question = _text(before if before.tag == "h4" else article.find("h3"))
                    for pair in block:
                        places.written.append(Written(sheet, _text(pair[0]), question, "", _text(pair[1])))
    return places.in_order()


def _text(element: HtmlElement | None) -> str:
    assert element is not None
    return str(element.text_content()).strip()


def _columns(block: HtmlElement) -> list[str]:
    return [_text(cell) for cell in block.xpath("./thead/tr/*")]


def _cells(row: HtmlElement, columns: Sequence[str]) -> Iterator[tuple[str, HtmlElement]]:
    """The cells of a row, each with its column's heading, less the label that stands in it for narrow screens."""
    for heading, cell in zip(columns[1:], row.xpath("./td"), strict=True):
        for label in cell.find_class("label"):
            assert label.text == heading
            label.drop_tree()
        yield heading, cell


def _html_summed(sheet: str, block: HtmlElement) -> Iterator[Chosen]:
    columns = _columns(block)
    is_counted = "counts" in str(block.get("class"))
    for body in block.iter("tbody"):
        group = [_text(row.find("th")) for row in body if row.get("class") == "group"]
        for row in body:
            if row.get("class") == "group":
                continue
            head = row.find("th")
            assert head is not None
            names = [_text(name) for name in head.iter("bdi")]
            heading, note = (group or names[:1])[0], (names if group else names[1:])[0:1]
            for column, cell in _cells(row, columns):
                for tally in cell.iter("li"):
                    text = tally.find("bdi")
                    units = [_text(small) for small in tally.iter("small")]
                    yield Chosen(
                        sheet,
                        heading,
                        "".join(note),
                        "" if is_counted else column,
                        "" if text is None else _text(text),
                        int(_text(tally.find("b"))),
                        frozenset("; ".join(units).split("; ")) - {""},
                    )


def _html_listed(sheet: str, block: HtmlElement) -> Iterator[Written]:
    columns = _columns(block)
    for body in block.iter("tbody"):
        unit, *rows = body
        for row in rows:
            for column, cell in _cells(row, columns):
                if _text(cell):
                    yield Written(sheet, _text(unit), _text(row.find("th")), column, _text(cell))


def _html_sums(sheet: str, block: HtmlElement) -> Iterator[tuple[str, str, float]]:
    for row in block.xpath("./tfoot/tr"):
        for column, cell in _cells(row, _columns(block)):
            if _text(cell):
                yield sheet, column, float(_text(cell))


def in_workbook(path: Path) -> Places:
    """What stands where in the workbook, but for the sheet that tells of the booklets themselves."""
    workbook, places = CalamineWorkbook.from_path(path), Places()
    for sheet in workbook.sheet_names[1:]:
        table: list[list[str]] = []
        for row in [*workbook.get_sheet_by_name(sheet).to_python()[2:], []]:
            cells = [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
            if any(cells):
                is_caption = not table and not any(cells[1:])
                table += [] if is_caption else [cells]
            elif table:
                _add_table(places, sheet, table)
                table = []
    return places.in_order()


def in_csv(folder: Path) -> Places:
    """What stands where in the CSV files, but for the one that tells of the booklets themselves."""
    places = Places()
    for path in sorted(folder.iterdir()):
        if path.name != "booklets.csv":
            text = path.read_text(encoding="utf-8-sig")
            named = re.fullmatch(r"(.+)-(?:counts|units|texts)(?:-\d+)?", path.stem)
            assert named is not None
            sheet = named[1]
            _add_table(places, sheet, [*csv.reader(text.splitlines(keepends=True), delimiter=";")])
    return places.in_order()


def _add_table(places: Places, sheet: str, table: list[list[str]]) -> None:
    """Read a table by its head: counted, unit by unit, or side by side."""
    head, *rows = table
    head = [*filter(None, head)]
    match head:
        case ["Rad", *_]:
            for row in rows:
                told = dict(zip(head, row, strict=False))
                units = frozenset(told.get("Enheter", "").split("; ")) - {"", told.get("Gjelder")}
                place = (told["Rad"], told.get("Gjelder", ""), told.get("Kolonne", ""), told.get("Hva", ""))
                places.chosen.append(Chosen(sheet, *place, int(told["Antall"]), units))
        case ["Enhet", _, *columns]:
            for unit, row_title, *cells in rows:
                for column, cell in zip(columns, cells, strict=False):
                    if cell and unit == TOTAL:
                        places.sums.append((sheet, column, float(cell)))
                    elif cell:
                        places.written.append(Written(sheet, unit, row_title, column, cell))
        case ["Spørsmål", *units_]:
            for question, *cells in rows:
                places.written += [
                    Written(sheet, unit, question, "", cell) for unit, cell in zip(units_, cells, strict=False) if cell
                ]
        case _:
            raise AssertionError(f"{sheet} has a table that begins with {head}")
