"""Puts booklets together: choices summed, tables listed unit by unit, texts side by side.

Matrices, self-assessments and journeys are put together in ways of their own; every other component by its fields'
words alone (`Component.field_words`), so that a new one needs nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scormbuild.booklets.booklet import Booklet, Filled, Refused, fill
from scormbuild.booklets.merged import (
    Answers,
    Beside,
    Block,
    Counted,
    LeftOut,
    Listed,
    ListedRow,
    Merged,
    MergedModule,
    MergedSheet,
    NumberOrText,
    Summed,
    SummedCell,
    SummedRow,
    Tally,
)
from scormbuild.components.base import Component, FieldWords, Question
from scormbuild.components.interview_form.model import InterviewForm
from scormbuild.components.priority_matrix.model import PriorityMatrix
from scormbuild.components.responsibility_matrix.model import ResponsibilityMatrix
from scormbuild.components.self_assessment.model import SelfAssessment
from scormbuild.components.service_journey.model import ServiceJourney
from scormbuild.components.table_form.model import TableForm
from scormbuild.components.worksheet import is_worksheet, sheet_id, sheet_title
from scormbuild.course.lock import course_fields
from scormbuild.course.markdown import plain
from scormbuild.course.model import Course, Page
from scormbuild.receipt import shown
from scormbuild.responses import number_in
from scormbuild.state import Field
from scormbuild.texts import interface_texts

_OPEN: Final = ("long-fill-in", "likert")
"""Questions without a right answer: what teams say there belongs in their booklets. Others are the reports'."""

_LARGEST: Final = 1e12
"""Numbers beyond this are slips, and aren't added up."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a booklet without a unit, and of an item that has no place."""

    no_unit: str
    unplaced: str


def merge(course: Course, booklets: Iterable[Booklet], say: Words, refused: Iterable[LeftOut] = ()) -> Merged:
    """Put the booklets of a course together. Those that aren't the course's join the files that were `refused`."""
    fields = course_fields(course)
    filled: dict[tuple[str, str], Filled] = {}
    twice: list[tuple[str, str]] = []
    left_out = list(refused)
    for booklet in booklets:
        try:
            each = fill(booklet, course, fields)
        except Refused as why:
            left_out.append(LeftOut(booklet.file, why))
            continue
        first = filled.setdefault(each.sign, each)
        if first is not each:
            twice.append((booklet.file, first.booklet.file))
    teams = _named(filled.values(), say)
    return Merged(
        title=plain(course.title, within_line=True),
        version=course.version,
        language=course.language,
        counted=tuple(Counted(name, each.booklet, each.unknown) for name, each in teams.items()),
        modules=tuple(_Merging(course, teams, say).modules()),
        twice=tuple(twice),
        refused=tuple(left_out),
    )


def _named(booklets: Iterable[Filled], say: Words) -> dict[str, Filled]:
    """Booklets by what they are called: their unit, and the receipt where several would be called the same."""
    ordered = sorted(booklets, key=lambda each: (not each.booklet.unit, each.booklet.unit.casefold(), each.sign))
    units = [each.booklet.unit or say.no_unit for each in ordered]
    counts = Counter(units)
    return {
        f"{unit} ({shown(each.booklet.receipt)})" if counts[unit] > 1 else unit: each
        for unit, each in zip(units, ordered, strict=True)
    }


class _Merging:
    def __init__(self, course: Course, teams: Mapping[str, Filled], say: Words) -> None:
        self.course = course
        self.teams = teams
        self.say = say
        self.texts = interface_texts(course.language)
        named = {identifier: component for component, identifier in course.named()}
        self.words = {
            name: words for component in course.components() for name, words in component.field_words(self.texts, named)
        }
        self.after = {
            component.after: component
            for component in course.components()
            if isinstance(component, SelfAssessment) and component.after is not None
        }

    def modules(self) -> Iterator[MergedModule]:
        """The modules in which anything is filled in."""
        for module in self.course.modules:
            sheets = tuple(sheet for page in module.pages for sheet in self.sheets(page))
            if sheets:
                yield MergedModule(plain(module.title, within_line=True), sheets)

    def sheets(self, page: Page) -> Iterator[MergedSheet]:
        """The sheets of a page, and its open questions."""
        where = plain(page.title, within_line=True)
        for component in page.body:
            if is_worksheet(component):
                blocks = tuple(self.blocks(component))
                if blocks:
                    yield MergedSheet(sheet_id(component), plain(sheet_title(component)), where, blocks)
            for question in component.all_questions():
                if question.interaction().type in _OPEN and (blocks := tuple(self.question(question))):
                    yield MergedSheet(question.id, plain(question.prompt), where, blocks)

    def blocks(self, component: Component) -> Iterator[Block]:
        """What is shown of a sheet."""
        match component:
            case PriorityMatrix():
                yield from self.priorities(component)
            case ResponsibilityMatrix():
                yield from self.responsibilities(component)
            case SelfAssessment():
                yield from self.assessment(component)
            case InterviewForm():
                yield from self.interviews(component)
            case ServiceJourney():
                yield from self.journey(component)
                yield from self.by_fields(component)
            case _:
                yield from self.by_fields(component)

    def question(self, question: Question) -> Iterator[Block]:
        """What is answered to an open question, in its one field."""
        interaction = question.interaction()
        (answer,) = interaction.answer
        prompt = plain(question.prompt)
        if interaction.type == "likert":
            steps = {key: plain(text, within_line=True) for key, text in interaction.wording["scale"].items()}
            yield from self.counted(prompt, answer, steps)
        elif texts := self.written(answer.name):
            yield Beside((Answers(prompt, texts),))

    def priorities(self, matrix: PriorityMatrix) -> Iterator[Block]:
        """How many put which item into which cell; the units' own items among those that are given."""
        placed: dict[str, dict[str, list[str]]] = {place: {} for place in matrix.places}
        loose: dict[str, list[str]] = {}
        for item in matrix.items:
            for unit, key in self.chosen(matrix.name_of(item.id)):
                placed[key].setdefault(plain(item.text, within_line=True), []).append(unit)
        for unit, filled in self.teams.items():
            for added in matrix.added:
                place = filled.values.get(matrix.name_of(added, "place"))
                text = str(filled.values.get(matrix.name_of(added), ""))
                if place is not None or text.strip():
                    cell = loose if place is None else placed[str(place)]
                    units = cell.setdefault(text or self.said(matrix.name_of(added)).label, [])
                    if unit not in units:
                        units.append(unit)
        if any(placed.values()):
            yield Summed(
                f"{matrix.y.title} × {matrix.x.title}",
                tuple(level.text for level in matrix.x.levels),
                tuple(
                    SummedRow(
                        row.text,
                        tuple(
                            SummedCell(_tallies(placed[f"{row.id}--{column.id}"]), matrix.cell_text(row, column))
                            for column in matrix.x.levels
                        ),
                    )
                    for row in matrix.y.levels
                ),
            )
        if loose:
            yield _summed(self.say.unplaced, loose)

    def responsibilities(self, matrix: ResponsibilityMatrix) -> Iterator[Block]:
        """How many gave which role which letter for a task; each unit's own tasks are rows of their own."""
        rows = [
            SummedRow(task.text, self.letters(matrix, task.id, self.teams))
            for task in matrix.tasks
            if any(self.chosen(matrix.name_of(task.id, role.id)) for role in matrix.roles)
        ]
        for unit, filled in self.teams.items():
            for added in matrix.added:
                title = str(filled.values.get(matrix.name_of(added), ""))
                cells = self.letters(matrix, added, [unit])
                if title.strip() or any(cell.tallies for cell in cells):
                    rows.append(SummedRow(title or self.said(matrix.name_of(added)).label, cells, unit))
        if rows:
            yield Summed("", tuple(role.title for role in matrix.roles), tuple(rows))

    def letters(self, matrix: ResponsibilityMatrix, task: str, units: Iterable[str]) -> tuple[SummedCell, ...]:
        """What some units gave each role for a task, in the order of the letters."""
        cells = []
        for role in matrix.roles:
            name = matrix.name_of(task, role.id)
            chosen = [(unit, letter) for unit, letter in self.chosen(name) if unit in units]
            given = {
                text: [unit for unit, chosen_letter in chosen if chosen_letter == letter]
                for letter, text in self.said(name).choices.items()
            }
            cells.append(SummedCell(_tallies({text: units for text, units in given.items() if units}, in_order=True)))
        return tuple(cells)

    def assessment(self, sheet: SelfAssessment) -> Iterator[Block]:
        """How many stand where, before and after. Units aren't named: that would tell how people see themselves."""
        if sheet.after is not None:
            return
        after = self.after.get(sheet.id)
        rows = []
        for statement in sheet.statements:
            moments = [(sheet.title, sheet.name_of(statement.id))]
            if after is not None:
                moments.append((after.title, sheet.name_of(statement.id, "after")))
            for moment, name in moments:
                counts = Counter(key for _, key in self.chosen(name))
                cells = (SummedCell((Tally("", counts[step.id]),) if counts[step.id] else ()) for step in sheet.scale)
                if counts:
                    rows.append(SummedRow(statement.text, tuple(cells), moment if after is not None else ""))
        if rows:
            yield Summed("", tuple(step.text for step in sheet.scale), tuple(rows))

    def journey(self, journey: ServiceJourney) -> Iterator[Block]:
        """How many say what of each stage."""
        rows = []
        for stage in journey.stages:
            chosen = self.chosen(journey.name_of(stage.id))
            given = {mark.id: [unit for unit, key in chosen if key == mark.id] for mark in journey.marks}
            if chosen:
                rows.append(SummedRow(stage.title, tuple(SummedCell(_tally(units)) for units in given.values())))
        if rows:
            caption = self.texts["service_journey.how"]
            yield Summed(caption, tuple(mark.text for mark in journey.marks), tuple(rows))

    def interviews(self, form: InterviewForm) -> Iterator[Block]:
        """The answers of all interviews, question by question: as columns of a table they would be too narrow."""
        answers: dict[str, list[tuple[str, str]]] = {}
        for field in form.fields():
            words = self.said(field.name)
            for unit, text in self.written(field.name):
                who = f"{unit} · {words.row}" if words.row else unit
                answers.setdefault(words.column or words.label, []).append((who, text))
        if answers:
            yield Beside(tuple(Answers(question, tuple(texts)) for question, texts in answers.items()))

    def by_fields(self, component: Component) -> Iterator[Block]:
        """Choices counted, tables unit by unit, texts side by side, as the fields' words have them."""
        title = plain(sheet_title(component))
        fields = list(component.fields())
        cells = [field for field in fields if self.said(field.name).row]
        headings = {
            field.name
            for field in fields
            if field not in cells and any(_is_row_of(cell.name, field.name) for cell in cells)
        }
        texts = []
        for field in fields:
            words = self.said(field.name)
            if words.row or field.name in headings:
                continue
            if words.choices:
                yield from self.counted("" if words.label == title else words.label, field, words.choices)
            elif written := self.written(field.name):
                texts.append(Answers(words.label, written))
        if cells:
            yield from self.listed(component, cells, headings)
        if texts:
            yield Beside(tuple(texts))

    def counted(self, caption: str, field: Field, choices: Mapping[str, str]) -> Iterator[Summed]:
        """How many chose each key of one field."""
        given = {
            text: [unit for unit, filled in self.teams.items() if _has(filled.values.get(field.name), key)]
            for key, text in choices.items()
        }
        if any(given.values()):
            yield _summed(caption, given)

    def listed(self, component: Component, cells: Sequence[Field], headings: set[str]) -> Iterator[Listed]:
        """A table as each unit filled it in: the rows that have anything, under the unit's own headings."""
        columns = list(dict.fromkeys(self.said(cell.name).column for cell in cells))
        rows: dict[str, dict[str, Field]] = {}
        for cell in cells:
            rows.setdefault(self.said(cell.name).row, {})[self.said(cell.name).column] = cell
        own = {
            row: heading
            for row, fields in rows.items()
            for heading in headings
            if all(_is_row_of(field.name, heading) for field in fields.values())
        }
        numbers = _number_columns(component)
        units: list[tuple[str, tuple[ListedRow, ...]]] = []
        for unit, filled in self.teams.items():
            listed = []
            for row, fields in rows.items():
                named = str(filled.values.get(own.get(row, ""), ""))
                shown_cells = tuple(
                    self.cell(filled, fields.get(column), place in numbers) for place, column in enumerate(columns)
                )
                if named or any(cell != "" for cell in shown_cells):
                    listed.append(ListedRow(named or row, shown_cells))
            if listed:
                units.append((unit, tuple(listed)))
        if units:
            every = [row for _, listed in units for row in listed]
            sums = tuple(
                _sum(row.cells[place] for row in every) if numbers.get(place) else None for place in range(len(columns))
            )
            corner = component.row_title if isinstance(component, TableForm) else ""
            yield Listed("", corner, tuple(columns), tuple(units), sums if any(numbers.values()) else ())

    def cell(self, filled: Filled, field: Field | None, is_number: bool) -> NumberOrText:
        """What a unit has in a cell."""
        value = "" if field is None else filled.values.get(field.name, "")
        text = str(value) if field is None else self.said(field.name).choices.get(str(value), str(value))
        number = number_in(text) if is_number else None
        return text if number is None or abs(number) > _LARGEST else number

    def said(self, name: str) -> FieldWords:
        """What stands beside a field."""
        return self.words.get(name) or FieldWords(name)

    def chosen(self, name: str) -> list[tuple[str, str]]:
        """(unit, key) of those who chose anything in a field."""
        return [(unit, str(filled.values[name])) for unit, filled in self.teams.items() if name in filled.values]

    def written(self, name: str) -> tuple[tuple[str, str], ...]:
        """(unit, text) of those who wrote anything in a field."""
        return tuple((unit, text) for unit, text in self.chosen(name) if text.strip())


def _is_row_of(cell: str, heading: str) -> bool:
    """Whether a field is the heading that a unit gave to the row of a cell: `arket.1` is that of `arket.1.hva`."""
    return cell.startswith(f"{heading}.")


def _has(value: object, key: str) -> bool:
    return key in value if isinstance(value, list) else value == key


def _tally(units: Sequence[str]) -> tuple[Tally, ...]:
    return (Tally("", len(units), tuple(units)),) if units else ()


def _tallies(given: Mapping[str, Sequence[str]], *, in_order: bool = False) -> tuple[Tally, ...]:
    """Most often first, unless their order says something."""
    tallies = [Tally(text, len(units), tuple(units)) for text, units in given.items()]
    return tuple(tallies if in_order else sorted(tallies, key=lambda tally: -tally.count))


def _summed(caption: str, given: Mapping[str, Sequence[str]]) -> Summed:
    """A table that only counts."""
    return Summed(caption, ("",), tuple(SummedRow(text, (SummedCell(_tally(units)),)) for text, units in given.items()))


def _number_columns(component: Component) -> dict[int, bool]:
    """The columns of a table that hold numbers, and whether they are summed."""
    columns = component.columns if isinstance(component, TableForm) else []
    return {place: column.sum for place, column in enumerate(columns) if column.kind == "number"}


def _sum(cells: Iterable[NumberOrText]) -> float:
    """In hundredths, as the sheet itself does: 0.1 and 0.2 make 0.3."""
    return sum(round(cell * 100) for cell in cells if isinstance(cell, float)) / 100
