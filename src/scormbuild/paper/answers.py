"""The answer key: what is right, in the words that the booklet shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from scormbuild.components.base import Question
from scormbuild.course.model import Course
from scormbuild.paper.html import words


def keyed(course: Course) -> set[str]:
    """The ids of the questions whose answers the course lets the booklet print."""
    if course.booklet.answers == "none":
        return set()
    graded = {question.id for quiz in course.graded_quizzes() for question in quiz.questions}
    hidden = graded if course.booklet.answers == "ungraded" else set()
    return {question.id for question in course.all_questions()} - hidden


def right_answers(question: Question, form: HtmlElement, texts: Mapping[str, str]) -> list[str]:
    """What is right, each part of it by itself; empty where nothing is.

    `form` is the question as the page has it; `texts` has `range` with `{low}` and `{high}`, and `number.decimal`.
    """
    asked = question.interaction()
    if asked.gaps:
        return [" / ".join(gap.answers) for gap in asked.gaps.values()]
    if asked.range is not None:
        low, high = asked.range
        numbers = asked.correct or (texts["range"].format(low=f"{low:g}", high=f"{high:g}"),)
        return [number.replace(".", texts["number.decimal"]) for number in numbers]
    if not asked.is_scored:
        return []
    match asked.type:
        case "matching":
            return [*_pairs(asked.correct, form)]
        case "sequencing":
            return [f"{place}. {words(_item(form, key))}" for place, key in enumerate(asked.correct, 1)]
        case _:
            return [words(_option(form, key).xpath(".//label/span[last()]")[0]) for key in asked.correct]


def told(question: Question, form: HtmlElement) -> Iterator[HtmlElement]:
    """What is told of a right answer: of each right option, then of the question."""
    for key in question.interaction().correct:
        yield from form.xpath(".//*[@data-option = $key]//*[@class = 'option-feedback']", key=key)
    yield from form.xpath(".//*[@data-when = 'correct']")


def _option(form: HtmlElement, key: str) -> HtmlElement:
    (option,) = form.xpath(".//*[@data-option = $key]", key=key)
    return option


def _item(form: HtmlElement, key: str) -> HtmlElement:
    (text,) = form.xpath(".//li[@data-item = $key]/*[@class = 'sequencing-text']", key=key)
    return text


def _pairs(correct: Sequence[str], form: HtmlElement) -> Iterator[str]:
    for number, pair in enumerate(correct, 1):
        source, target = pair.split(".", 1)
        (part,) = form.xpath(".//*[@data-part = $source]", source=source)
        named = part.find_class("part-text")
        (chosen,) = part.xpath(
            ".//option[@value = $target] | .//input[@value = $target]/following-sibling::span", target=target
        )
        yield f"{words(named[0]) if named else number} – {words(chosen)}"
