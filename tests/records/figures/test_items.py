"""What is said to be wrong with a question, and when nothing is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scormbuild.records.figures.items import Answers, items
from scormbuild.records.figures.model import UNANSWERED, Figures, Item
from scormbuild.records.outline import Option, Question
from tests.records.figures.rows import Told, answered, choice, uuid_of

HIGH, LOW = 900_000, 300_000
"""Mean points elsewhere, in millionths, of those who know much and of those who know little."""


def analysed(question: Question, *groups: tuple[str, int, int]) -> Item:
    """The item of groups of learners: what they answered, how many they are, and their mean points elsewhere."""
    right = question.correct[0]
    answers = [
        Answers(
            question=question.id,
            version="",
            response=response,
            success=int(response == right),
            points=10_000 * (response == right),
            learners=count,
            compared=count,
            rest=count * rest,
            rest_squares=count * rest**2,
        )
        for response, count, rest in groups
    ]
    (item,) = items(answers, [question], frozenset(), {})
    return item


@pytest.mark.parametrize(
    ("groups", "flags"),
    [
        pytest.param([("a", 30, HIGH), ("b", 5, LOW), ("c", 5, LOW), ("d", 5, LOW)], (), id="good"),
        pytest.param([("a", 10, HIGH), ("b", 9, LOW)], ("few",), id="nineteen learners"),
        pytest.param([("a", 98, HIGH), ("b", 2, LOW)], ("too-easy",), id="98 of 100 are right"),
        pytest.param(
            [("a", 10, HIGH), ("b", 30, LOW), ("c", 30, LOW), ("d", 30, LOW)], ("too-hard",), id="10 of 100 are right"
        ),
        pytest.param(
            [("a", 25, HIGH), ("a", 25, LOW), ("b", 8, HIGH), ("b", 8, LOW), ("c", 8, HIGH), ("c", 8, LOW),
             ("d", 18, LOW)],
            ("does-not-tell-apart",),
            id="as many who know little are right",
        ),
        pytest.param(
            [("a", 40, LOW), ("b", 10, HIGH), ("c", 10, HIGH), ("d", 10, LOW)],
            ("wrong-key",),
            id="those who know much chose another",
        ),
        pytest.param(
            [("a", 30, LOW), ("a", 30, HIGH), ("b", 11, HIGH), ("b", 10, LOW), ("c", 11, HIGH), ("c", 10, LOW),
             ("d", 11, HIGH), ("d", 10, LOW)],
            ("misleads",),
            id="those who know much are wrong, each in a way of their own",
        ),
        pytest.param(
            [("a", 40, HIGH), ("b", 10, HIGH), ("c", 20, LOW), ("d", 20, LOW)],
            ("strong-distractor",),
            id="a wrong answer draws those who know much",
        ),
        pytest.param(
            [("a", 30, HIGH), ("b", 10, LOW), ("c", 10, LOW), ("d", 1, LOW)], ("unused-option",), id="nobody takes d"
        ),
    ],
)  # fmt: skip
def test_flags(groups: list[tuple[str, int, int]], flags: tuple[str, ...]) -> None:
    assert analysed(choice("q"), *groups).flags == flags


def test_each_fault_is_judged_by_those_whom_it_rests_on() -> None:
    answers = [
        Answers("q", "", "a", 1, 10_000, 30, 9, 9 * LOW, 9 * LOW**2),
        Answers("q", "", "b", 0, 0, 30, 10, 10 * HIGH, 10 * HIGH**2),
    ]
    question = Question("q", "", "choice", tuple(Option(key, "", key == "a") for key in "abc"), ("a",))
    (item,) = items(answers, [question], frozenset(), {})
    assert (item.learners, item.compared) == (60, 19)
    assert item.discrimination == pytest.approx(-1)
    assert item.flags == ("unused-option",), "nineteen can be compared: nothing is said of whom it draws"


def test_answers_without_points_or_without_their_wording_judge_nothing() -> None:
    def flags(*groups: tuple[str | None, int | None, int]) -> tuple[str, ...]:
        answers = [
            Answers("q", "", response, success, None if success is None else 10_000 * success, count, 0, 0, 0)
            for response, success, count in groups
        ]
        (item,) = items(answers, [choice("q")], frozenset(), {})
        return item.flags

    assert flags(("a", 1, 10), ("b", 0, 9), ("c", None, 30)) == ("few",), "nineteen have points"
    assert flags(("a", 1, 15), ("b", 0, 4), (None, 1, 1)) == (), "of nineteen it is known what they chose"
    assert flags(("a", 1, 15), ("b", 0, 5), (None, 1, 1)) == ("unused-option",)


def test_who_left_a_question_open_has_a_row_and_makes_no_option_bad() -> None:
    def told(response: str | None, count: int, rest: int) -> Answers:
        right = response == "a"
        return Answers("q", "", response, int(right), 10_000 * right, count, count, count * rest, count * rest**2)

    of = [told("a", 60, LOW), told("b", 10, LOW), told("c", 10, LOW), told("d", 10, LOW), told(None, 10, HIGH)]
    (item,) = items(of, [choice("q")], frozenset(), {})
    assert [(each.key, each.learners, each.share) for each in item.choices] == [
        ("a", 60, 0.6),
        ("b", 10, 0.1),
        ("c", 10, 0.1),
        ("d", 10, 0.1),
        (UNANSWERED, 10, 0.1),
    ]
    assert item.difficulty == 0.6
    assert item.choices[-1].discrimination == pytest.approx(1)
    assert item.flags == ("misleads",), "no option draws those who know"


def test_few_who_choose_an_option_make_no_question_bad() -> None:
    assert analysed(choice("q"), ("a", 20, LOW), ("b", 4, HIGH), ("c", 8, LOW), ("d", 8, LOW)).flags == ("misleads",)
    assert analysed(choice("q"), ("a", 20, LOW), ("b", 5, HIGH), ("c", 8, LOW), ("d", 8, LOW)).flags == ("wrong-key",)


def test_likert_is_neither_right_nor_wrong(whole: Callable[..., Figures]) -> None:
    told = [answered("q5", None, learner=learner, attempt=learner, response="12"[learner % 2]) for learner in range(30)]
    (item,) = whole(told).items
    assert item.difficulty is None
    assert item.discrimination is None
    assert [(choice.key, choice.learners, choice.share) for choice in item.choices] == [("1", 15, 0.5), ("2", 15, 0.5)]
    assert item.flags == ()


def test_options_in_parts_are_not_said_to_be_unused() -> None:
    pairs = tuple(Option(f"{part}[.]{target}", "", part == target) for part in "ab" for target in "ab")
    question = Question("q", "", "matching", pairs, ("a[.]a[,]b[.]b",))
    item = analysed(question, ("a[.]a[,]b[.]b", 30, HIGH), ("a[.]b[,]b[.]b", 10, LOW))
    assert [(choice.key, choice.learners) for choice in item.choices] == [
        ("a[.]a", 30),
        ("a[.]b", 10),
        ("b[.]a", 0),
        ("b[.]b", 40),
    ]
    assert item.flags == ()


def test_only_the_first_answer_counts(whole: Callable[..., Figures]) -> None:
    first = answered("q1", False, response="b", moment=1_000)
    later = [
        answered("q1", True, response="a", moment=2_000),
        answered("q1", True, response="a", attempt=11, moment=3_000),
    ]
    (item,) = whole([*later, first]).items
    assert (item.learners, item.difficulty) == (1, 0)


def test_a_voided_answer_gives_way_to_the_next(whole: Callable[..., Figures]) -> None:
    wrong = answered("q1", False, response="b", moment=1_000, id=uuid_of(1))
    right = answered("q1", True, response="a", moment=2_000)
    void = Told(verb="voided", kind="other", part="", course="", voids=wrong.id)
    (item,) = whole([wrong, right, void]).items
    assert item.difficulty == 1


def test_partial_points_count_as_such(whole: Callable[..., Figures]) -> None:
    told = [
        answered("q1", None, learner=1, success=0, score=2_500, response="b"),
        answered("q1", None, learner=2, attempt=20, success=1, score=10_000, response="a"),
    ]
    (item,) = whole(told).items
    assert item.difficulty == 0.625


def test_success_stands_in_for_points(whole: Callable[..., Figures]) -> None:
    told = [answered("q1", True, learner=learner, attempt=learner, score=None) for learner in (1, 2)]
    (item,) = whole(told).items
    assert item.difficulty == 1


def test_each_version_has_an_item_where_the_right_answer_changed(whole: Callable[..., Figures]) -> None:
    told = [
        answered("q1", response == right, learner=learner, attempt=learner, version=version, response=response)
        for learner, (version, right, response) in enumerate(
            [("1.0.0", "a", "a"), ("1.0.0", "a", "b"), ("1.1.0", "b", "a"), ("1.1.0", "b", "b"), ("1.1.0", "b", "b")]
        )
    ]
    told += [answered("q2", True, learner=learner, attempt=learner, response="a") for learner in range(5)]
    first, second, other = whole(told).items
    assert [(item.question, item.version, item.learners, item.difficulty) for item in (first, second)] == [
        ("q1", "1.0.0", 2, 0.5),
        ("q1", "1.1.0", 3, pytest.approx(2 / 3)),
    ]
    assert [choice.key for choice in first.choices if choice.is_correct] == ["a"]
    assert [choice.key for choice in second.choices if choice.is_correct] == ["b"]
    assert (other.question, other.version) == ("q2", "")


def test_options_that_the_outline_does_not_know_are_left_out(whole: Callable[..., Figures]) -> None:
    told = [answered("q1", False, response="borte"), answered("q1", True, learner=2, attempt=20, response="a")]
    (item,) = whole(told).items
    assert item.learners == 2
    assert [(choice.key, choice.share) for choice in item.choices] == [("a", 0.5), ("b", 0), ("c", 0), ("d", 0)]


def test_answers_without_a_time_have_none(whole: Callable[..., Figures]) -> None:
    told = [answered("q1", True, duration=4_000), answered("q1", True, learner=2, attempt=20)]
    told += [answered("q2", True, learner=learner, attempt=learner * 10) for learner in (1, 2)]
    assert [item.median_seconds for item in whole(told).items] == [4, None]
