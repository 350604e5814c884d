"""The figures as tidy tables: one row to each thing counted, one column to each number; for spreadsheets and programs.

Every table begins with whose figures they are: `dimension` and `group` ("" for all). Where something has wording, the
wording stands beside its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, cast

from scormbuild.records.figures.model import (
    UNANSWERED,
    CourseFigures,
    Dimension,
    FieldSummary,
    Figures,
    Slice,
    Withheld,
    share_of,
)
from scormbuild.records.outline import OTHER, Outline
from scormbuild.records.report.naming import Names
from scormbuild.records.report.progress import tells_of_completion, tells_of_pages, tells_of_passing
from scormbuild.records.report.questions import are_telling, option_text, options_shown
from scormbuild.records.report.wording import Words

Kind = Literal["text", "count", "share", "number", "flag"]
"""`share` is from 0 to 1; `flag` is true or false."""

Value = str | int | float | bool | Withheld | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the same in every language; texts have its heading under `column.<name>`."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the same in every language; its title is under `sheet.<name>`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("share_completed", "from_share", "mean_score", "difficulty", "share", "share_reached"), "share"),
    **dict.fromkeys(("lower_quartile", "median", "upper_quartile", "deviation", "alpha", "discrimination"), "number"),
    **dict.fromkeys(("median_seconds", "step_mean", "total", "mean"), "number"),
    **dict.fromkeys(
        ("began", "completed", "passed", "failed", "reached", "left", "learners", "items", "filled"), "count"
    ),
    **dict.fromkeys(
        ("numbers", "nobody", "several", "statements", "set_aside", "voided", "minimum", "small_units"), "count"
    ),
    "is_correct": "flag",
}
"""Kinds by column; the rest is text."""

_WHOSE: Final = ("dimension", "group")
_OF_PAGES: Final = ("modules", "funnel")


def tidy_tables(course: CourseFigures, outline: Outline, say: Words) -> list[Table]:
    """Every table that has rows, in the order in which the report tells of them."""
    names = Names(outline)
    made = [
        _made(name, columns, partial(rows, names=names, say=say), course)
        for name, columns, rows in _TABLES
        if name not in _OF_PAGES or tells_of_pages(course)
    ]
    read = course.reading
    reading = (read.statements, read.set_aside, read.voided, course.minimum, course.small_units)
    columns = _columns(("source", "statements", "set_aside", "voided", "minimum", "small_units"))
    made.append(Table("reading", columns, ((", ".join(read.sources), *reading),)))
    hidden = tuple((each.dimension, each.value) for each in course.withheld)
    made.append(Table("withheld", _columns(_WHOSE), hidden))
    return [table for table in made if table.rows]


def spoken(table: Table, say: Words) -> Iterator[tuple[str | int | float | None, ...]]:
    """The rows as people read them: slices by their names, yes and no, a word for what is withheld."""
    has_group = table.columns[: len(_WHOSE)] == _columns(_WHOSE)
    for row in table.rows:
        told = [_spoken(value, say) for value in row]
        if has_group:
            dimension, group = row[0], row[1]
            told[0] = say.catalogue[f"dimension.{dimension}"]
            # A period sorts as it is written; who belongs nowhere must not look like everybody.
            told[1] = told[1] or say.slice_name(Slice(cast(Dimension, dimension), str(group)))
        yield tuple(told)


def _spoken(value: Value, say: Words) -> str | int | float | None:
    if isinstance(value, Withheld):
        return say.catalogue["number.withheld"]
    return say.catalogue["answer.yes" if value else "answer.no"] if isinstance(value, bool) else value


Rows = Callable[..., Iterable[tuple[Value, ...]]]


def _made(name: str, columns: tuple[str, ...], rows: Rows, course: CourseFigures) -> Table:
    untold = _untold(name, course)
    of_all = tuple(
        (
            *(figures.slice.dimension, figures.slice.value),
            *(None if column in untold else value for column, value in zip(columns, row, strict=True)),
        )
        for figures in course.slices
        for row in rows(figures)
    )
    return Table(name, _columns((*_WHOSE, *columns)), of_all)


def _untold(table: str, course: CourseFigures) -> set[str]:
    """The columns of a table that records don't tell: nobody must be thought to have failed to complete."""
    untold = set() if tells_of_completion(course) else {"completed", "share_completed"}
    if not tells_of_passing(course):
        untold |= {"passed", "failed"}
    return untold if table in ("progress", "months") else set()


def _columns(names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name, _KINDS.get(name, "text")) for name in names)


def _progress(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    now = figures.progress
    yield now.began, now.completed, share_of(now.completed, now.began), now.passed, now.failed


def _months(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    return ((each.month, each.began, each.completed) for each in figures.months)


def _modules(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    return ((each.module, names.module(each.module), each.began, each.completed) for each in figures.modules)


def _funnel(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    return ((each.page, names.page(each.page), each.reached, each.left) for each in figures.funnel)


def _time(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    time = figures.time
    if time.learners != 0:
        yield time.learners, time.lower, time.median, time.upper


def _scores(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.scores:
        title = names.quiz(each.quiz).title or say.catalogue["scores.course"]
        yield each.quiz, title, each.learners, each.mean, each.deviation, each.alpha, each.items


def _tenths(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.scores:
        title = names.quiz(each.quiz).title or say.catalogue["scores.course"]
        yield from ((each.quiz, title, tenth / 10, count) for tenth, count in enumerate(each.tenths))


def _items(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.items:
        is_told = are_telling(figures)
        flags = ", ".join(say.catalogue[f"flag.{flag}.short"] for flag in each.flags) if is_told else ""
        discrimination = each.discrimination if is_told else None
        told = (each.learners, each.difficulty, discrimination, each.median_seconds, flags)
        yield each.question, names.question(each.question).text, each.version, *told


def _choices(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for item in figures.items if are_telling(figures) else ():
        question = names.question(item.question)
        texts = {option.key: option.text for option in question.options}
        for each in options_shown(item, question):
            told = (each.learners, each.share, each.discrimination, each.is_correct)
            text = option_text(question, each.key, say) if each.key == UNANSWERED else texts.get(each.key, "")
            yield item.question, question.text, item.version, each.key, text, *told


def _objectives(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.objectives:
        share = share_of(each.reached, each.learners)
        yield each.objective, names.objective(each.objective), each.learners, each.reached, share


def _assessment(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.comparisons:
        field, sheet = names.field(each.worksheet, each.statement), names.worksheet(each.worksheet)
        moments = (("before", each.before, each.mean_before), ("after", each.after, each.mean_after))
        for moment, steps, mean in moments:
            when = say.catalogue[f"assessment.{moment}"]
            for step, count in steps:
                said = (sheet.title, each.statement, field.label, when, step, field.choices.get(step, ""))
                yield each.worksheet, *said, count, mean


def _summaries(figures: Figures) -> Iterator[FieldSummary]:
    """The fields of sheets but those that are compared before and after.

    Of these it is told how those answered who did so twice: with everybody beside them, whoever answered once could be
    had by subtraction.
    """
    compared = {each.worksheet for each in figures.comparisons}
    return (each for each in figures.worksheets if each.worksheet not in compared)


def _fields(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in _summaries(figures):
        sheet, field = names.worksheet(each.worksheet), names.field(each.worksheet, each.field)
        yield each.worksheet, sheet.title, each.field, field.label, each.filled, each.numbers, each.total


def _field_choices(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in _summaries(figures):
        sheet, field = names.worksheet(each.worksheet), names.field(each.worksheet, each.field)
        for key, count in each.choices:
            said = say.catalogue["worksheets.other"] if key == OTHER else field.choices.get(key, "")
            yield each.worksheet, sheet.title, each.field, field.label, key, said, count


def _sums(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.columns:
        sheet = names.worksheet(each.worksheet)
        headings = {field.id.rpartition(".")[2]: field.column for field in sheet.fields if field.column}
        said = (each.column, headings.get(each.column, ""))
        yield each.worksheet, sheet.title, *said, each.learners, each.total, each.mean


def _duties(figures: Figures, *, names: Names, say: Words) -> Iterator[tuple[Value, ...]]:
    for each in figures.duties:
        sheet = names.worksheet(each.worksheet)
        field = next((field for field in sheet.fields if field.id.startswith(f"{each.task}.")), None)
        said = ("", "") if field is None else (field.row, field.choices.get(each.letter, ""))
        told = (each.learners, each.nobody, each.several)
        yield each.worksheet, sheet.title, each.task, said[0], each.letter, said[1], *told


_TABLES: Final[tuple[tuple[str, tuple[str, ...], Rows], ...]] = (
    ("progress", ("began", "completed", "share_completed", "passed", "failed"), _progress),
    ("months", ("month", "began", "completed"), _months),
    ("modules", ("module", "title", "began", "completed"), _modules),
    ("funnel", ("page", "title", "reached", "left"), _funnel),
    ("time", ("learners", "lower_quartile", "median", "upper_quartile"), _time),
    ("scores", ("quiz", "title", "learners", "mean_score", "deviation", "alpha", "items"), _scores),
    ("score_tenths", ("quiz", "title", "from_share", "learners"), _tenths),
    (
        "questions",
        ("question", "wording", "version", "learners", "difficulty", "discrimination", "median_seconds", "flags"),
        _items,
    ),
    (
        "options",
        (
            *("question", "wording", "version", "option", "option_wording"),
            *("learners", "share", "discrimination", "is_correct"),
        ),
        _choices,
    ),
    ("objectives", ("objective", "wording", "learners", "reached", "share_reached"), _objectives),
    (
        "assessment",
        ("worksheet", "title", "statement", "wording", "moment", "step", "step_wording", "learners", "step_mean"),
        _assessment,
    ),
    ("fields", ("worksheet", "title", "field", "label", "filled", "numbers", "total"), _fields),
    ("field_choices", ("worksheet", "title", "field", "label", "choice", "choice_wording", "learners"), _field_choices),
    ("sums", ("worksheet", "title", "column", "column_title", "learners", "total", "mean"), _sums),
    (
        "duties",
        ("worksheet", "title", "task", "wording", "letter", "letter_wording", "learners", "nobody", "several"),
        _duties,
    ),
)

TABLES: Final = (*(name for name, _, _ in _TABLES), "reading", "withheld")
"""The names of all tables that there can be."""
