"""What learners filled in, put together: sheets of all kinds, and how they see themselves before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from scormbuild.records.figures.model import (
    ColumnSum,
    Comparison,
    Count,
    Duty,
    FieldSummary,
    Figures,
    Ratio,
    share_of,
)
from scormbuild.records.outline import OTHER, Worksheet, WorksheetField
from scormbuild.records.report.drawing import bar, stacked, swatch
from scormbuild.records.report.grid import EMPTY, Cell, Grid, Row, grid, number, words
from scormbuild.records.report.naming import Names
from scormbuild.records.report.progress import known
from scormbuild.records.report.wording import Words

_FEW_FIELDS: Final = 3
"""Fields that are told of without anybody asking: who wrote in which of many says little, and takes pages."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with the tables that say what is in it. In `folded` are those that only say what is filled in."""

    title: str
    used: Markup
    lead: Markup
    grids: tuple[Grid, ...]
    folded: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """Before or after: the steps as one bar, and their mean."""

    name: Markup
    bar: Markup
    mean: Markup


@dataclass(frozen=True, slots=True)
class Statement:
    """What learners say of themselves, before and after."""

    text: str
    learners: Markup
    moments: tuple[Moment, Moment]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A self-assessment: its scale, each with its colour, and its statements; the same as a table."""

    title: str
    scale: tuple[tuple[Markup, str], ...]
    statements: tuple[Statement, ...]
    grid: Grid


def assessments(figures: Figures, names: Names, say: Words) -> list[Assessment]:
    """The self-assessments that were answered twice."""
    by_sheet = groupby(figures.comparisons, key=lambda each: each.worksheet)
    return [_assessment(names.worksheet(sheet), list(rows), names, say) for sheet, rows in by_sheet]


def sheets(figures: Figures, names: Names, say: Words) -> list[Sheet]:
    """The sheets that somebody has written in; not those that are compared before and after."""
    compared = {each.worksheet for each in figures.comparisons}
    used = {each.worksheet: each.learners for each in figures.sheets}
    told = list(dict.fromkeys([*used, *(each.worksheet for each in figures.worksheets)]))
    shown = [names.worksheet(sheet) for sheet in told if sheet not in compared and used.get(sheet) != 0]
    return [_sheet(sheet, used.get(sheet.id), figures, say) for sheet in shown]


def _assessment(sheet: Worksheet, rows: Sequence[Comparison], names: Names, say: Words) -> Assessment:
    steps = names.field(sheet.id, rows[0].statement).choices
    keys = list(steps) or list(dict.fromkeys(key for row in rows for key, _ in (*row.before, *row.after)))

    def moment(key: str, counts: Mapping[str, Count], row: Comparison, mean: Ratio) -> Moment:
        shares = [known(share_of(counts.get(step, 0), row.learners)) for step in keys]
        drawn = Markup("") if None in shares else stacked([share or 0.0 for share in shares])
        return Moment(say.say(f"assessment.{key}"), drawn, say.say("assessment.mean", mean=say.decimal(mean, 1)))

    statements, table = [], []
    for row in rows:
        text = names.field(sheet.id, row.statement).label
        before, after = dict(row.before), dict(row.after)
        moments = (moment("before", before, row, row.mean_before), moment("after", after, row, row.mean_after))
        learners = say.say("assessment.learners", learners=say.count(row.learners))
        statements.append(Statement(text, learners, moments))
        for said, counts, mean in zip(moments, (before, after), (row.mean_before, row.mean_after), strict=True):
            cells = [number(say.count(counts.get(step, 0))) for step in keys]
            heading = Markup("<bdi>{}</bdi>, {}").format(text, said.name)
            table.append(Row(heading, (*cells, number(say.decimal(mean, 1)))))
    labels = [steps.get(key, key) for key in keys]
    head = [say.say("assessment.statement"), *map(_wording, labels), say.say("assessment.mean.column")]
    scale = tuple((swatch(place, len(keys)), label) for place, label in enumerate(labels))
    return Assessment(sheet.title, scale, tuple(statements), grid(say.say("assessment.lead"), head, table))


def _sheet(sheet: Worksheet, used: Count | None, figures: Figures, say: Words) -> Sheet:
    summaries = {each.field: each for each in figures.worksheets if each.worksheet == sheet.id and each.filled != 0}
    # Fields that the outline doesn't have come last, by their ids.
    fields = {field.id: field for field in sheet.fields}
    fields |= {key: WorksheetField(key, key) for key in sorted(summaries.keys() - fields.keys())}
    filled = [(field, summaries[key]) for key, field in fields.items() if key in summaries]
    said = EMPTY if used is None else say.say("worksheets.used", learners=say.count(used))
    lead = EMPTY
    grids: tuple[Grid, ...] = ()
    folded: tuple[Grid, ...] = ()
    match sheet.type:
        case _ if not filled:
            pass
        case "priority_matrix":
            lead, grids = say.say("worksheets.matrix.lead"), (_priorities(sheet, filled, say),)
            if any(_is_own(field) and summary.choices for field, summary in filled):
                lead += Markup(" ") + say.say("worksheets.matrix.own")
        case "responsibility_matrix":
            duties = [each for each in figures.duties if each.worksheet == sheet.id]
            letters = {key: _wording(text) for field in sheet.fields for key, text in field.choices.items()}
            lead = say.say("worksheets.responsibility.lead", letters=Markup("; ").join(letters.values()))
            grids = (_responsibilities(sheet, filled, duties, say),)
        case "table_form":
            sums = [each for each in figures.columns if each.worksheet == sheet.id]
            cells = (_cells(sheet, filled, sums, say),)
            has_numbers = any(summary.numbers not in (None, 0) for _, summary in filled)
            grids, folded = (cells, ()) if has_numbers else ((), cells)
        case _:
            grids, written = tuple(_chosen(sheet, filled, say)), _written(sheet, filled, say)
            # Of one text that the sheet is about, it is said already how many have written it.
            is_said = used is not None and [field.label for field, _ in filled] == [sheet.title]
            if written is not None and not (is_said and not grids):
                is_long = len(written.bodies[0].rows) > _FEW_FIELDS
                grids, folded = (grids, (written,)) if is_long else ((*grids, written), ())
    return Sheet(sheet.title, said, lead, grids, folded)


def _is_own(field: WorksheetField) -> bool:
    """Whether a field is of a row or an item that learners have added: an author's ids don't begin with a digit."""
    return field.id[:1].isdecimal()


Filled = Sequence[tuple[WorksheetField, FieldSummary]]
"""The fields of a sheet that somebody has filled in."""


def _priorities(sheet: Worksheet, filled: Filled, say: Words) -> Grid:
    """The matrix as learners have it before them; in each cell what was placed there, most often first."""
    down, across = sheet.scales
    placed: dict[str, list[tuple[float, Markup]]] = {}
    own: dict[str, list[Count]] = {}
    names: dict[str, str] = {}

    def put(place: str, label: str | Markup, told: Markup, count: float | None) -> None:
        item = Markup("<li><bdi>{}</bdi> <b>{}</b></li>").format(label, told)
        placed.setdefault(place, []).append((-(count or 0.5), item))

    for field, summary in filled:
        names |= field.choices
        for place, count in summary.choices:
            if count != 0 and _is_own(field):
                own.setdefault(place, []).append(count)
            elif count != 0:
                put(place, field.label, say.count(count), known(count))
    for place, counts in own.items():
        put(place, say.say("worksheets.own"), *_together(counts, say))
    rows = []
    for level, text in down.levels.items():
        cells = []
        for column, title in across.levels.items():
            place = f"{level}--{column}"
            items = [item for _, item in sorted(placed.get(place, []), key=lambda each: each[0])]
            name = names.get(place, "")
            # Cells without a name of their own are called after their levels, which stand beside them.
            named = name if title.lower() not in name.lower() else ""
            heading = Markup('<p class="cell-name"><bdi>{}</bdi></p>').format(named) if named else Markup("")
            listed = Markup("<ul>{}</ul>").format(Markup("").join(items)) if items else say.say("worksheets.nobody")
            cells.append(words(heading + listed))
        rows.append(Row(text, tuple(cells)))
    head = [
        Markup("<bdi>{}</bdi> / <bdi>{}</bdi>").format(down.title, across.title),
        *map(_wording, across.levels.values()),
    ]
    return grid(_wording(sheet.title), head, rows)


def _together(counts: Sequence[Count], say: Words) -> tuple[Markup, float | None]:
    """How often learners' own items were placed somewhere: the first of one team has nothing to do with another's."""
    told = [count for count in counts if isinstance(count, int)]
    if not told:
        return say.withheld, None
    total = sum(told)
    return say.count(total) if len(told) == len(counts) else say.say("worksheets.least", number=total), total


def _responsibilities(sheet: Worksheet, filled: Filled, duties: Sequence[Duty], say: Words) -> Grid:
    """Tasks by roles, the letters in each cell, most often first; and what is missing, where the author has rules."""
    roles = list(dict.fromkeys(field.column for field in sheet.fields if field.choices))
    letters = {key: text for field in sheet.fields for key, text in field.choices.items()}
    by_task: dict[str, dict[str, FieldSummary]] = {}
    names: dict[str, str] = {}
    for field, summary in filled:
        if field.choices:
            task = field.id.rpartition(".")[0]
            names[task] = field.row or field.label
            by_task.setdefault(task, {})[field.column] = summary
    rows = []
    for task, by_role in by_task.items():
        given = (_letters(by_role[role], say) if role in by_role else say.say("number.missing") for role in roles)
        cells = [words(each) for each in given]
        if sheet.required:
            of_task = [duty for duty in duties if duty.task == task]
            said = list(_gaps(sheet, of_task, letters, say))
            cells.append(words(Markup("<br>").join(said) if said else say.say("number.missing")))
        rows.append(Row(names[task], tuple(cells)))
    gaps_head = [say.say("worksheets.gaps")] if sheet.required else []
    return grid(_wording(sheet.title), [say.say("worksheets.task"), *map(_wording, roles), *gaps_head], rows)


def _letters(summary: FieldSummary, say: Words) -> Markup:
    given = sorted((each for each in summary.choices if each[1] != 0), key=lambda each: -(known(each[1]) or 0.5))
    named = ((say.say("worksheets.other") if key == OTHER else key.upper(), count) for key, count in given)
    return Markup(", ").join(Markup("{}\u00a0<b>{}</b>").format(name, say.count(count)) for name, count in named)


def _gaps(sheet: Worksheet, duties: Sequence[Duty], letters: Mapping[str, str], say: Words) -> Iterator[Markup]:
    """In how many sheets nobody has a letter that somebody must have, or several have one that is one's alone."""
    for duty in duties:
        letter = letters.get(duty.letter, duty.letter.upper())
        for key, count, ruled in (("gap", duty.nobody, sheet.required), ("several", duty.several, sheet.single)):
            if duty.letter in ruled and count != 0:
                told = {"count": count, "all": say.count(duty.learners), "letter": letter}
                yield say.say(f"worksheets.{key}", **told)


def _cells(sheet: Worksheet, filled: Filled, sums: Sequence[ColumnSum], say: Words) -> Grid:
    """Rows by columns: sums of numbers, and how often each cell is filled in; the sum of each column below."""
    columns = {field.id.rpartition(".")[2]: field.column for field in sheet.fields if field.column}
    by_row: dict[str, dict[str, FieldSummary]] = {}
    for field, summary in filled:
        if field.column:
            by_row.setdefault(field.row, {})[field.id.rpartition(".")[2]] = summary
    rows = [Row(row, tuple(_cell(cells.get(column), say) for column in columns)) for row, cells in by_row.items()]
    totals = {each.column: each for each in sums}
    foot = None
    if totals.keys() & columns.keys():
        foot = Row(say.say("worksheets.total"), tuple(_column_sum(totals.get(column), say) for column in columns))
    return grid(_wording(sheet.title), [say.say("worksheets.row"), *map(_wording, columns.values())], rows, foot)


def _cell(summary: FieldSummary | None, say: Words) -> Cell:
    if summary is None:
        return number(say.say("number.missing"))
    if summary.numbers in (None, 0):
        return number(_of_sheets(summary.filled, say))
    return number(Markup("<b>{}</b> {}").format(_sum(summary.total, say), _of_sheets(summary.numbers or 0, say)))


def _column_sum(total: ColumnSum | None, say: Words) -> Cell:
    if total is None:
        return number(EMPTY)
    return number(Markup("<b>{}</b> {}").format(_sum(total.total, say), _of_sheets(total.learners, say)))


def _of_sheets(count: Count, say: Words) -> Markup:
    """From how many sheets a number is."""
    if known(count) is None:
        return Markup("<small>{}</small>").format(say.count(count))
    key = "worksheets.sheets.one" if count == 1 else "worksheets.sheets.other"
    return Markup("<small>{}</small>").format(say.say(key, count=say.count(count)))


def _sum(total: Ratio, say: Words) -> Markup:
    value = known(total)
    return say.decimal(total, 0 if value is None or value == int(value) else 1)


def _chosen(sheet: Worksheet, filled: Filled, say: Words) -> Iterator[Grid]:
    """Any other sheet: how many chose what, field by field or, where they have the same choices, side by side."""
    chosen = [(field, summary) for field, summary in filled if summary.choices]
    for choices, group in groupby(chosen, key=lambda each: tuple(each[0].choices.items())):
        fields = list(group)
        if len(fields) == 1:
            yield _choices(*fields[0], say)
        else:
            has_other = any(key == OTHER for _, summary in fields for key, _ in summary.choices)
            keys = [key for key, _ in choices] + [OTHER] * has_other
            head = [say.say("worksheets.field"), *(_wording(text) for _, text in choices)]
            head += [say.say("worksheets.other")] * has_other
            rows = [
                Row(
                    field.row or field.label,
                    tuple(number(say.count(dict(summary.choices).get(key, 0))) for key in keys),
                )
                for field, summary in fields
            ]
            yield grid(_wording(fields[0][0].column or sheet.title), head, rows)


def _written(sheet: Worksheet, filled: Filled, say: Words) -> Grid | None:
    """How many have written in which field; None where there is none to write in."""
    written = [(field, summary) for field, summary in filled if not summary.choices]
    rows = [Row(field.label, (number(say.count(summary.filled)),)) for field, summary in written]
    head = map(say.say, ("worksheets.field", "worksheets.filled"))
    return grid(_wording(sheet.title), head, rows) if rows else None


def _choices(field: WorksheetField, summary: FieldSummary, say: Words) -> Grid:
    counts = dict(summary.choices)
    rows = []
    other = {OTHER: say.say("worksheets.other")} if OTHER in counts else {}
    for key, name in {**field.choices, **other}.items():
        count = counts.get(key, 0)
        share = share_of(count, summary.filled)
        rows.append(Row(name, (number(say.count(count)), Cell(say.share(share), bar(known(share))))))
    return grid(_wording(field.label), map(say.say, ("worksheets.answers", "progress.learners", "table.share")), rows)


def _wording(text: str) -> Markup:
    """A wording of the course's."""
    return Markup("<bdi>{}</bdi>").format(text)
