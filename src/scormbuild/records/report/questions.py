"""The questions one by one: how they do, and what to do with those that do badly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape
from msgspec.structs import replace

from scormbuild.records.figures.items import FEW, POOR, STRONG, UNUSED
from scormbuild.records.figures.model import ALL, UNANSWERED, Choice, Figures, Flag, Item, Ratio
from scormbuild.records.outline import Question
from scormbuild.records.report.drawing import Plot, Point, bar, scatter
from scormbuild.records.report.grid import EMPTY, Cell, Grid, Row, grid, number, words
from scormbuild.records.report.naming import CHOSEN, Names
from scormbuild.records.report.progress import known
from scormbuild.records.report.wording import Words

GOOD: Final = 0.3
"""Discriminations from which a question tells apart well (Ebel and Frisbie 1991); from `POOR` it does somewhat."""
LEANS: Final = 0.1
"""Correlations from which those who choose an option are told from the rest."""
TELLING: Final = 100
"""Learners from which a group's questions are told of one by one: with fewer, a correlation of 0 has a standard error
of more than 0.1, and whoever looked for bad questions in every unit would find some everywhere."""

SERIOUS: Final[tuple[Flag, ...]] = (
    "wrong-key",
    "misleads",
    "strong-distractor",
    "does-not-tell-apart",
    "too-hard",
    "too-easy",
)
"""What makes a question need a look, the worst first. Of the rest it is told where one reads of the question."""

_LOWEST, _HIGHEST = -0.4, 1.0
"""The ends of the scale on which discriminations are drawn."""


class Advice(msgspec.Struct, frozen=True, gc=False):
    """What is wrong with a question, and what to do."""

    what: Markup
    do: Markup


class QuestionCard(msgspec.Struct, frozen=True, gc=False):
    """A question as the report shows it. `number` is its place among those that were answered."""

    number: int
    text: str | Markup
    version: str | Markup
    place: Markup
    right: Markup
    right_bar: Markup
    facts: tuple[tuple[Markup, Markup], ...]
    advice: tuple[Advice, ...]
    options: Grid | None
    rank: int | None
    """The place of its worst fault in `SERIOUS`; None where it has none."""
    rests_on_few: bool = False
    """Whether what is said of it rests on fewer than `TELLING` answers."""

    @property
    def is_flagged(self) -> bool:
        """Whether it needs a look."""
        return self.rank is not None

    @property
    def anchor(self) -> str:
        """Its id in the document."""
        return f"question-{self.number}"


def are_telling(figures: Figures) -> bool:
    """Whether a slice is large enough to tell of its questions one by one."""
    began = known(figures.progress.began)
    return figures.slice == ALL or (began is not None and began >= TELLING)


def too_few(say: Words) -> Markup:
    """Why a smaller slice's questions aren't told of one by one."""
    return say.say("questions.small", telling=TELLING)


def question_cards(figures: Figures, names: Names, say: Words) -> list[QuestionCard]:
    """Every question that was answered, in the course's order; without details where the slice is too small for any."""
    card = _card if are_telling(figures) else _plain_card
    return [card(number, item, names, say) for number, item in enumerate(_in_order(figures, names), 1)]


def flagged(cards: Sequence[QuestionCard]) -> list[QuestionCard]:
    """Those that need a look, the worst first."""
    return sorted((card for card in cards if card.is_flagged), key=lambda card: card.rank or 0)


def options_shown(item: Item, question: Question) -> list[Choice]:
    """The choices that a report may show; of a question in several parts, those that somebody has chosen."""
    if question.type not in CHOSEN:
        return []
    places = {option.key: place for place, option in enumerate(question.options)}
    by_place = sorted(item.choices, key=lambda choice: places.get(choice.key, len(places)))
    return [
        each
        for each in by_place
        if each.learners != 0 or each.is_correct or question.type in ("choice", "true-false", "likert")
    ]


def option_text(question: Question, key: str, say: Words) -> str:
    """An option's wording; what stands for it where the course doesn't have it any longer, or nothing was chosen."""
    if key == UNANSWERED:
        return say.catalogue["questions.unanswered"]
    text = next((option.text for option in question.options if option.key == key), None)
    return str(say.catalogue["questions.unknown"].format(key=key)) if text is None else text


def questions_plot(figures: Figures, cards: Sequence[QuestionCard], names: Names, say: Words) -> Plot | None:
    """Difficulty across, discrimination upwards; None for fewer than three."""
    points = []
    for card, item in zip(cards, _in_order(figures, names), strict=True):
        difficulty, discrimination = known(item.difficulty), known(item.discrimination)
        if difficulty is not None and discrimination is not None:
            height = (discrimination - _LOWEST) / (_HIGHEST - _LOWEST)
            points.append(Point(difficulty, min(max(height, 0.0), 1.0), str(card.number), card.is_flagged))
    if len(points) < 3:
        return None
    left = [say.number(_LOWEST + step * 0.2, 1) for step in range(8)]
    below = [say.percent(quarter / 4) for quarter in range(5)]
    zero = -_LOWEST / (_HIGHEST - _LOWEST)
    return scatter(say.say("questions.map.described", count=len(points)), points, left, below, zero)


def questions_grid(figures: Figures, cards: Sequence[QuestionCard], names: Names, say: Words) -> Grid:
    """The same as a table; of a group that is too small for more, how many answered and how many were right."""
    head = ["question", "answers", "difficulty", *(["discrimination"] if are_telling(figures) else [])]
    rows = []
    for card, item in zip(cards, _in_order(figures, names), strict=True):
        cells = (say.count(item.learners), say.share(item.difficulty), say.decimal(item.discrimination))
        told = tuple(number(cell) for cell in cells[: len(head) - 1])
        rows.append(Row(Markup(f"{card.number}. <bdi>{escape(card.text)}</bdi>"), told))
    return grid(say.say("questions.map"), (say.say(f"questions.{key}") for key in head), rows)


def _in_order(figures: Figures, names: Names) -> list[Item]:
    return sorted(figures.items, key=lambda item: (names.place_of(item.question), item.question, item.version))


def _card(place: int, item: Item, names: Names, say: Words) -> QuestionCard:
    plain, question = _plain_card(place, item, names, say), names.question(item.question)
    shown = options_shown(item, question)
    return replace(
        plain,
        facts=tuple(_facts(item, question, say)),
        advice=tuple(_advice(flag, item, question, say) for flag in sorted(item.flags, key=_rank)),
        options=_options(shown, item, question, say) if shown else None,
        rank=min((SERIOUS.index(flag) for flag in item.flags if flag in SERIOUS), default=None),
        rests_on_few=(known(item.learners) or 0) < TELLING,
    )


def _rank(flag: Flag) -> int:
    return SERIOUS.index(flag) if flag in SERIOUS else len(SERIOUS)


def _plain_card(place: int, item: Item, names: Names, say: Words) -> QuestionCard:
    question = names.question(item.question)
    if question.is_scored:
        right, right_bar = say.say("questions.right", share=say.share(item.difficulty)), bar(known(item.difficulty))
    else:
        right, right_bar = say.say("questions.unscored"), Markup("")
    return QuestionCard(
        number=place,
        text=question.text if question.type else say.say("questions.gone", id=question.id),
        version=say.say("questions.version", version=item.version) if item.version else "",
        place=_place(question, names, say),
        right=right,
        right_bar=right_bar,
        facts=(),
        advice=(),
        options=None,
        rank=None,
    )


def _place(question: Question, names: Names, say: Words) -> Markup:
    """Where it is asked: in which quiz, or on which page."""
    if question.quiz:
        return say.say("questions.quiz", quiz=say.quoted(names.quiz(question.quiz).title))
    return say.say("questions.elsewhere", page=say.quoted(names.page(question.page))) if question.page else Markup("")


def _facts(item: Item, question: Question, say: Words) -> list[tuple[Markup, Markup]]:
    facts = [(say.say("questions.answers"), say.count(item.learners))]
    if question.is_scored:
        facts.append((say.say("questions.difficulty"), say.share(item.difficulty)))
        facts.append((say.say("questions.discrimination"), _discrimination(item, say)))
    if item.median_seconds is not None:
        seconds = known(item.median_seconds)
        told = say.withheld if seconds is None else say.say("questions.seconds.unit", count=round(seconds))
        facts.append((say.say("questions.seconds"), told))
    return facts


def _discrimination(item: Item, say: Words) -> Markup:
    """How well a question tells apart, in a word where those compared are enough to say it."""
    number = known(item.discrimination)
    if number is None or (known(item.compared) or 0) < FEW:
        return say.decimal(item.discrimination)
    how = "good" if number >= GOOD else "fair" if number >= POOR else "poor" if number >= 0 else "wrong"
    return say.say(f"questions.discriminates.{how}", number=say.decimal(number))


def _options(choices: Sequence[Choice], item: Item, question: Question, say: Words) -> Grid:
    is_told = any(known(choice.discrimination) is not None for choice in choices)
    has_who = question.is_scored and is_told and (known(item.compared) or 0) >= FEW
    rows = []
    for choice in choices:
        share = Cell(say.share(choice.share), bar(known(choice.share)))
        cells = [number(say.count(choice.learners)), share]
        cells += [words(_who(choice.discrimination, say))] if has_who else []
        note = Markup('<em class="good">{}</em>').format(say.say("questions.correct")) if choice.is_correct else EMPTY
        rows.append(Row(option_text(question, choice.key, say), tuple(cells), note))
    head = ["questions.option", "table.learners", "table.share", *(["questions.chooses"] if has_who else [])]
    return grid(say.say("questions.option"), map(say.say, head), rows)


def _who(discrimination: Ratio, say: Words) -> Markup:
    """Who chooses an option, in words."""
    value = known(discrimination)
    if value is None:
        return say.decimal(discrimination)
    return say.say(f"questions.{'high' if value >= LEANS else 'low' if value <= -LEANS else 'mixed'}")


def _advice(flag: Flag, item: Item, question: Question, say: Words) -> Advice:
    """What a flag means for this question; it names the option that is meant, where one is."""
    wrong = [choice for choice in options_shown(item, question) if not choice.is_correct and choice.key != UNANSWERED]
    meant: list[Choice] = []
    if flag in ("wrong-key", "strong-distractor"):
        drawing = [choice for choice in wrong if (known(choice.discrimination) or 0) > STRONG]
        meant = sorted(drawing, key=lambda choice: -(known(choice.discrimination) or 0))[:1]
    elif flag == "unused-option":
        meant = [choice for choice in wrong if (share := known(choice.share)) is not None and share < UNUSED]
    key = f"flag.{flag}.what"
    if f"{key}.plain" not in say.catalogue:
        what = say.say(key)
    elif not meant:
        what = say.say(f"{key}.plain")
    else:
        what = say.say(key, option=say.all_of([say.quoted(option_text(question, each.key, say)) for each in meant]))
    return Advice(what, say.say(f"flag.{flag}.do"))
