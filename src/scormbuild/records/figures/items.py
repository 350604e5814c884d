"""Item analysis: what each question is like, and what may be wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from scormbuild.records.figures.model import UNANSWERED, Choice, Flag, Item
from scormbuild.records.figures.statistics import Sums, correlation, quantile
from scormbuild.records.outline import Question

TOO_EASY: Final = 0.95
TOO_HARD: Final = 0.2
"""Means of the points beyond which a question tells little: nearly all have it right, or fewer than by guessing."""
POOR: Final = 0.2
"""Ebel and Frisbie, Essentials of Educational Measurement (5th ed., 1991): an item that discriminates less than 0.20 is
poor, to be rejected or improved by revision. Below 0, those who know more answer it worse."""
UNUSED: Final = 0.05
"""Haladyna and Downing, "How many options is enough for a multiple-choice test item?" (Educational and Psychological
Measurement 53, 1993): a distractor that fewer than 5 % choose doesn't function."""
CHOOSING: Final = 5
"""With fewer learners who choose an option, nothing is judged of who they are."""
STRONG: Final = 0.1
"""A distractor should draw those who know less. One that correlates so much with the rest draws those who know more
(Attali and Fraenkel, "The point-biserial as a discrimination index for distractors in multiple-choice items", Journal
of Educational Measurement 37, 2000)."""
FEW: Final = 20
"""With fewer learners nothing is judged: a correlation of 0 has a standard error of 0.23 then."""
WHOLE: Final = 10_000

_SEPARATOR: Final = "[,]"
"""Between the keys of a response with several (xAPI-Data 4.1.1.6.1)."""
_ORDERED: Final = "sequencing"
"""Its responses say in which order options stand, not which are chosen."""


class Answers(NamedTuple):
    """First answers that are alike; as in the table `answers`."""

    question: str
    version: str
    response: str | None
    success: int | None
    points: int | None
    learners: int
    compared: int
    rest: int
    rest_squares: int


@dataclass(slots=True)
class _Option:
    """Who chose an option."""

    learners: int = 0
    compared: int = 0
    rest: int = 0


@dataclass(slots=True)
class _Tally:
    """What is added up of a question, or of a question in one version."""

    learners: int = 0
    responses: int = 0
    scored: Sums = field(default_factory=Sums)
    compared: Sums = field(default_factory=Sums)
    rest: Sums = field(default_factory=Sums)
    products: int = 0
    options: defaultdict[str, _Option] = field(default_factory=lambda: defaultdict(_Option))
    right: set[str] = field(default_factory=set)

    def add(self, answers: Answers) -> None:
        self.learners += answers.learners
        if answers.points is not None:
            self.scored.add(answers.learners, answers.points * answers.learners, answers.points**2 * answers.learners)
            self.compared.add(answers.compared, answers.points * answers.compared, answers.points**2 * answers.compared)
            self.rest.add(answers.compared, answers.rest, answers.rest_squares)
            self.products += answers.points * answers.rest
        keys = set(answers.response.split(_SEPARATOR)) if answers.response else {UNANSWERED}
        if answers.response:
            self.responses += answers.learners
            if answers.success == 1:
                self.right |= keys
        for key in keys:
            option = self.options[key]
            option.learners += answers.learners
            option.compared += answers.compared
            option.rest += answers.rest


def items(
    answers: Iterable[Answers],
    questions: Sequence[Question],
    changed: frozenset[str],
    seconds: Mapping[str, Mapping[int, int]],
) -> Iterator[Item]:
    """The items of one slice, in the outline's order.

    Questions in `changed` have one for each version; of the others all versions are put together. `seconds` says how
    many learners took that long.
    """
    tallies: defaultdict[str, defaultdict[str, _Tally]] = defaultdict(lambda: defaultdict(_Tally))
    for some in answers:
        tallies[some.question][some.version if some.question in changed else ""].add(some)
    for question in questions:
        for version, tally in sorted(tallies[question.id].items()):
            yield _item(question, version, tally, seconds.get(question.id, {}), is_changed=question.id in changed)


def _item(question: Question, version: str, tally: _Tally, seconds: Mapping[int, int], *, is_changed: bool) -> Item:
    difficulty = None if tally.scored.mean is None else tally.scored.mean / WHOLE
    discrimination = correlation(tally.compared, tally.rest, tally.products)
    choices = tuple(_choices(question, tally, is_changed=is_changed))
    # Of a question in parts an option is one part with one answer: none of them is meant to be chosen often.
    judged = [choice for choice in choices if choice.key != UNANSWERED] if question.type == "choice" else []
    return Item(
        question=question.id,
        version=version,
        learners=tally.learners,
        difficulty=difficulty,
        discrimination=discrimination,
        median_seconds=quantile(seconds, 0.5),
        choices=choices,
        flags=tuple(_flags(tally, difficulty, discrimination, judged)),
        compared=tally.compared.count,
        timed=sum(seconds.values()),
    )


def _choices(question: Question, tally: _Tally, *, is_changed: bool) -> Iterator[Choice]:
    """The options as the outline has them, and its word on which are right, unless that changed between versions."""
    if not tally.responses or question.type == _ORDERED:
        return
    for option in question.options:
        is_correct = option.key in tally.right if is_changed else option.is_correct
        yield _choice(option.key, tally, is_correct=is_correct)
    if UNANSWERED in tally.options:
        yield _choice(UNANSWERED, tally, is_correct=False)


def _choice(key: str, tally: _Tally, *, is_correct: bool) -> Choice:
    chosen = tally.options.get(key) or _Option()
    return Choice(
        key=key,
        learners=chosen.learners,
        share=chosen.learners / tally.learners,
        discrimination=correlation(
            Sums(tally.compared.count, chosen.compared, chosen.compared), tally.rest, chosen.rest
        ),
        is_correct=is_correct,
    )


def _flags(
    tally: _Tally, difficulty: float | None, discrimination: float | None, choices: Sequence[Choice]
) -> Iterator[Flag]:
    """Each fault is judged where those whom it rests on are enough: with points, with other answers, with an option."""
    if difficulty is None:
        return
    if tally.scored.count < FEW:
        yield "few"
        return
    if difficulty > TOO_EASY:
        yield "too-easy"
    elif difficulty < TOO_HARD:
        yield "too-hard"
    if discrimination is not None and tally.compared.count >= FEW:
        strong = any(not choice.is_correct and _draws_the_best(choice) for choice in choices)
        if discrimination < 0:
            yield "wrong-key" if strong else "misleads"
        else:
            # Nearly all have an easy question right: it can't tell them apart, and that is said already.
            if discrimination < POOR and difficulty <= TOO_EASY:
                yield "does-not-tell-apart"
            if strong:
                yield "strong-distractor"
    is_telling = difficulty <= TOO_EASY and tally.responses >= FEW
    if is_telling and any(not choice.is_correct and _share(choice) < UNUSED for choice in choices):
        yield "unused-option"


def _draws_the_best(choice: Choice) -> bool:
    learners, discrimination = choice.learners, choice.discrimination
    assert isinstance(learners, int)  # noqa: S101  # nothing is withheld here yet
    is_strong = isinstance(discrimination, float) and discrimination > STRONG
    return is_strong and learners >= CHOOSING and _share(choice) >= UNUSED


def _share(choice: Choice) -> float:
    assert isinstance(choice.share, float)  # noqa: S101  # nothing is withheld here yet
    return choice.share
