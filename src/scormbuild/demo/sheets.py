"""What stands in worksheets: places in a matrix, letters, numbers, and short texts that nobody wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from random import Random

from scormbuild.components.base import Component, FieldWords
from scormbuild.components.responsibility_matrix.model import ResponsibilityMatrix
from scormbuild.components.self_assessment.model import SelfAssessment
from scormbuild.components.table_form.model import TableForm
from scormbuild.components.worksheet import sheet_id
from scormbuild.course.model import Course
from scormbuild.state import Field
from scormbuild.texts import interface_texts

_IMPROVEMENT = (0.35, 1.1)
"""Steps of a self-assessment that learners go up in a course, from and to: each statement has a mean of its own."""

_NO_ONE_RESPONSIBLE = 0.3
"""The share of tasks in a responsibility matrix that nobody is put down to answer for."""

_SAVED = 0.55
"""What is left, in a table of numbers, from one column to the next."""

_WHO = ("Avdelingsleder", "Ressursperson", "Primærkontakt", "Nattevakt", "Superbruker", "Fagansvarlig", "Alle")
_WHEN = ("Denne uka", "Innen en måned", "Før sommeren", "Til neste personalmøte", "Før jul", "Når vikarene er på plass")
_WHAT = (
    *("Fast punkt på personalmøtet", "Lage en enkel rutine og henge den opp", "Øve sammen på vaktrommet"),
    *("Avtale hvem som svarer på varsler om natta", "Rydde lageret og telle utstyret", "Ringe leverandøren"),
    *(
        "Færre turer om natta",
        "Brukeren er tryggere hjemme",
        "Pårørende ringer sjeldnere",
        "Mer tid til stell og samtale",
    ),
    *("Rydde i tilgangene", "Lære opp vikarer før ferien", "Vi vet ikke nok om dette ennå", "Går bra, men er sårbart"),
    *("Skrive det i tiltaksplanen", "Evaluere etter fire uker", "Ta det opp med tildelingskontoret"),
)
_CLOCK = ("08:30", "09:00", "13:00", "13:30", "14:00")

Write = Callable[["Writer"], "Value"]
Value = str | list[str] | None


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever fills in a sheet: how they see themselves, and whether the course is behind them."""

    random: Random
    confidence: float
    held: dict[str, str | list[str]]
    """What stands in all sheets by now, by the fields' names."""
    is_after: bool
    answering: dict[str, str | None] = dataclass_field(default_factory=dict)
    """Who is put down to answer for a task of a responsibility matrix: one decision, told in every cell of its row."""


class Sheet:
    """A worksheet of a course, and how it is filled in."""

    def __init__(self, course: Course, component: Component, random: Random) -> None:
        self.id = sheet_id(component)
        named = {identifier: part for part, identifier in course.named()}
        texts = interface_texts(course.language)
        words = dict(component.field_words(texts, named))
        for later in course.components():
            if isinstance(later, SelfAssessment) and later.after == self.id:
                words |= dict(later.field_words(texts, named))
        self._is_told = course.records.texts
        self._iri = (course.iri or "").rstrip("/")
        self._fields = [
            (field.name, words.get(field.name, FieldWords(field.name)), write)
            for field, write in _written(component, random)
        ]
        self.has_labels = len(self._fields) > 1

    def result(self, writer: Writer) -> str | None:
        """Write in what is still open, and return what is told of the sheet, as `player/statements/teller.ts` does.

        It lacks the result's last brace; "" where the course tells no texts, None where nothing stands in the sheet.
        """
        filled = []
        for name, words, write in self._fields:
            value = writer.held.get(name) or write(writer)
            if value:
                writer.held[name] = value
                filled.append((name.partition(".")[2] or name, words, value))
        if not filled:
            return None
        if not self._is_told:
            return ""
        response = "\n".join(
            _line(words, value) if self.has_labels else _said(words, value) for _, words, value in filled
        )
        extensions: dict[str, object] = {}
        if self.has_labels:
            extensions[f"{self._iri}/extensions/fields"] = {name: words.label for name, words, _ in filled}
        extensions[f"{self._iri}/extensions/values"] = {name: value for name, _, value in filled}
        result = {"response": response, "extensions": extensions}
        return ',"result":' + json.dumps(result, ensure_ascii=False, separators=(",", ":"))[:-1]


def _said(words: FieldWords, value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(words.choices.get(key, key) for key in value)


def _line(words: FieldWords, value: str | list[str]) -> str:
    return f"{words.label}{'' if re.search('[.?!:]$', words.label) else ':'} {_said(words, value)}"


def _written(component: Component, random: Random) -> Iterator[tuple[Field, Write]]:
    """Each field with what writes in it. What most groups find is the same, and drawn here once."""
    if isinstance(component, ResponsibilityMatrix):
        yield from _responsibilities(component)
        return
    numbers = {
        column.id
        for column in getattr(component, "columns", [])
        if isinstance(component, TableForm) and column.kind == "number"
    }
    ease = gain = number = 0.0
    row = ""
    for field in component.fields():
        last = field.name.rsplit(".", 1)[-1]
        if isinstance(component, SelfAssessment):
            # A statement's two fields follow each other.
            is_after = last == "after"
            if not is_after:
                ease, gain = random.gauss(0, 0.35), random.uniform(*_IMPROVEMENT)
            yield field, _step(field, ease + (gain if is_after else 0), is_after=is_after)
        elif field.kind == "one_of":
            yield field, _one(field, [random.expovariate(1) for _ in field.keys])
        elif field.kind == "some_of":
            yield field, _some(field, [random.betavariate(3, 1.4) for _ in field.keys])
        elif last in numbers or last == "minutes":
            # Of several numbers in a row the later ones are lower: time before, and time now.
            before, row = row, field.name.rpartition(".")[0]
            number = number * _SAVED if row == before else random.uniform(2, 12)
            yield field, _number(number, _habit(field))
        else:
            yield field, _text(last, _habit(field))


def _habit(field: Field) -> float:
    """How often a text is written: rows that groups add themselves are left open the oftener the further down."""
    added = re.search(r"\.(\d+)(\.|$)", field.name)
    return 0.8 if added is None else 0.9 ** (3 * int(added[1]))


def _step(field: Field, ease: float, *, is_after: bool) -> Write:
    def write(writer: Writer) -> Value:
        if is_after != writer.is_after:
            return None
        seen = (len(field.keys) - 1) * 0.42 + writer.confidence * 0.5 + ease + writer.random.gauss(0, 0.5)
        place = round(seen)
        return [field.keys[min(max(place, 0), len(field.keys) - 1)]]

    return write


def _one(field: Field, weights: list[float]) -> Write:
    def write(writer: Writer) -> Value:
        return writer.random.choices(field.keys, weights) if writer.random.random() < 0.82 else None

    return write


def _some(field: Field, shares: list[float]) -> Write:
    def write(writer: Writer) -> Value:
        return [key for key, share in zip(field.keys, shares, strict=True) if writer.random.random() < share]

    return write


def _number(mean: float, habit: float) -> Write:
    def write(writer: Writer) -> Value:
        if writer.random.random() > habit:
            return None
        number = max(0.5, writer.random.gauss(mean, mean / 3))
        halves = f"{round(number * 2) / 2:g}".replace(".", ",")
        return halves if writer.random.random() < 0.97 else f"ca. {halves}"

    return write


def _text(last: str, habit: float) -> Write:
    texts = {"who": _WHO, "hvem": _WHO, "role": _WHO, "when": _WHEN, "start-time": _CLOCK}.get(last, _WHAT)

    def write(writer: Writer) -> Value:
        return writer.random.choice(texts) if writer.random.random() < habit else None

    return write


def _responsibilities(matrix: ResponsibilityMatrix) -> Iterator[tuple[Field, Write]]:
    """One answers for each task, but for those that everybody took for somebody else's."""
    answers_for = (matrix.rules.exactly_one or matrix.keys)[0]
    others = [key for key in matrix.keys if key != answers_for] or matrix.keys
    roles = [role.id for role in matrix.roles]

    def letter(task: str, role: str) -> Write:
        def write(writer: Writer) -> Value:
            if task not in writer.answering:
                is_open = writer.random.random() < _NO_ONE_RESPONSIBLE
                writer.answering[task] = None if is_open else writer.random.choice(roles)
            if writer.answering[task] == role:
                return [answers_for]
            return [writer.random.choice(others)] if writer.random.random() < 0.55 else None

        return write

    given = {task.id for task in matrix.tasks}
    for field in matrix.fields():
        _, task, *role = field.name.split(".")
        if task in given and role:
            yield field, letter(task, role[0])
        elif role:
            yield field, lambda writer: None
        else:
            yield field, _text(task, 0.1)
