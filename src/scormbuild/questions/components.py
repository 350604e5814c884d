"""Questions as components of a course."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from scormbuild.components.base import MAX_TRIES
from scormbuild.components.marked import marks_in
from scormbuild.importing.draft import Body
from scormbuild.importing.words import ALT_MISSING
from scormbuild.importing.words import say as say_of_imports
from scormbuild.questions.markup import escaped, plain_words
from scormbuild.questions.model import (
    ROWS,
    Answer,
    Choice,
    ChosenGap,
    Cloze,
    Collection,
    Description,
    Dropdown,
    Essay,
    HotSpot,
    HotText,
    Matching,
    Numeric,
    Picture,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.reading import key_of
from scormbuild.questions.words import ANSWER, CHOOSE, FILL_IN, ORDER, POINT_OUT, say

MOST_OPTIONS: Final = 36
"""SCORM 1.2 gives a response one letter or digit."""


class _NotHeld(Exception):
    """Why no component can hold a question."""


def to_component(question: Question, collection: Collection, language: str) -> Body | None:
    """The question as the course format has it; None for one that it can't hold, which is told in the collection.

    `language` is that of the words that a question gets where it has none of its own.
    """
    if isinstance(question, Description):
        return {"text": question.text}
    try:
        key, value = _ToComponent(collection, language).made(question)
    except _NotHeld as why:
        collection.lost(question.place, str(why), "the question is left out")
        return None
    return {key: value}


class _ToComponent:
    """Makes components of questions, and tells what they can't hold."""

    def __init__(self, collection: Collection, language: str) -> None:
        self.collection, self.language = collection, language

    def made(self, question: Question) -> tuple[str, dict[str, Any]]:
        self.place = question.place
        key, own = self._own(question)
        prompts = {"cloze": FILL_IN, "dropdown": CHOOSE, "select_in_text": POINT_OUT, "sequencing": ORDER}
        value: dict[str, Any] = {"id": question.id} if question.id else {}
        value["prompt"] = question.prompt or escaped(question.title) or say(self.language, prompts.get(key, ANSWER))
        value |= own
        if key in ("likert", "long_fill_in"):
            for what in filter(None, (question.general, question.right, question.wrong)):
                self._lose(f"the feedback “{plain_words(what)}”", "nothing is right or wrong here; it is left out")
        elif feedback := _feedback(question):
            value["feedback"] = feedback
        if question.hints:
            value["hints"] = list(question.hints[:5])
        if question.points != 1:
            value["weight"] = question.points
        if question.partial and key not in ("true_false", "numeric", "fill_in", "likert", "long_fill_in"):
            value["credit"] = "partial"
        if question.tries > 1:
            value["tries"] = min(question.tries, MAX_TRIES)
        if question.tags:
            value["tags"] = list(question.tags)
        if not all(all_texts(value)):
            raise _NotHeld("an option or an item without words")
        return key, value

    def _own(self, question: Question) -> tuple[str, dict[str, Any]]:
        match question:
            case Choice():
                return self._choice(question)
            case TrueFalse():
                return "true_false", {"answer": question.answer}
            case Matching():
                return self._matching(question)
            case Sequencing():
                return self._sequencing(question)
            case Numeric():
                return "numeric", _numeric(question)
            case ShortAnswer():
                return "fill_in", _gap(question.gap)
            case Cloze():
                self._within("gaps", len(question.gaps), 1, 20)
                gaps = [{"id": key, **_gap(gap)} for key, gap in question.gaps.items()]
                return "cloze", {"text": question.text, "gaps": gaps}
            case Dropdown():
                self._within("gaps", len(question.gaps), 1, 12)
                return "dropdown", {
                    "text": question.text,
                    "gaps": [self._chosen(*gap) for gap in question.gaps.items()],
                }
            case HotText():
                if len(marks_in(question.text)) < 2 or not question.correct:
                    raise _NotHeld("a text with fewer than two passages to point out, or without a right one")
                return "select_in_text", {"text": question.text, "correct": list(question.correct)}
            case HotSpot():
                return self._hotspot(question)
            case Essay():
                own = {"model_answer": question.model} if question.model else {}
                return "long_fill_in", own | ({"rows": question.rows} if question.rows != ROWS else {})
        raise AssertionError(question)

    def _choice(self, question: Choice) -> tuple[str, dict[str, Any]]:
        self._within("options", len(question.options), 2, MOST_OPTIONS)
        if not any(option.correct for option in question.options):
            if question.several or len(question.options) > 10:
                raise _NotHeld("a choice without a right answer")
            return "likert", {
                "scale": [{"id": key_of(at), "text": each.text} for at, each in enumerate(question.options)]
            }
        pictured = [option for option in question.options if option.picture]
        if len(pictured) == len(question.options) and len(question.options) <= 12:
            return "image_choice", {"options": [self._option(at, each) for at, each in enumerate(question.options)]}
        if pictured:
            self._change("pictures in some of the options", "they stand above the questions; their options have words")
        options = [dataclasses.replace(option, picture=None) for option in question.options]
        return "choice", {"options": [self._option(at, each) for at, each in enumerate(options)]}

    def _option(self, at: int, option: Answer) -> dict[str, Any]:
        value: dict[str, Any] = {"id": key_of(at), "text": option.text}
        if option.picture:
            value |= self._picture(option.picture)
        if option.correct:
            value["correct"] = True
        return value | ({"feedback": option.feedback} if option.feedback else {})

    def _picture(self, picture: Picture) -> dict[str, str]:
        return {"file": picture.file, "alt": picture.alt or say_of_imports(self.language, ALT_MISSING)}

    def _matching(self, question: Matching) -> tuple[str, dict[str, Any]]:
        used = {pair.target for pair in question.pairs}
        # Several items to a target, and all targets in use: that is sorting into groups.
        is_sorting = len(used) == len(question.targets) <= 5 and len(question.pairs) > len(question.targets)
        self._within("targets to match with", len(question.targets), 2, 5 if is_sorting else 12)
        self._within("items to match", len(question.pairs), 2, 20 if is_sorting else 12)
        targets = [{"id": key_of(at), "text": text} for at, text in enumerate(question.targets)]
        belongs = "group" if is_sorting else "target"
        items = [
            {"id": key_of(at), "text": pair.item, belongs: key_of(pair.target)}
            for at, pair in enumerate(question.pairs)
        ]
        return (
            ("sorting", {"groups": targets, "items": items})
            if is_sorting
            else ("matching", {"targets": targets, "items": items})
        )

    def _sequencing(self, question: Sequencing) -> tuple[str, dict[str, Any]]:
        if len(question.items) == 2:
            self._change("two items to put in order", "the two orders are options to choose from")
            first, second = question.items
            options = [Answer(f"{first} → {second}", True), Answer(f"{second} → {first}")]
            return "choice", {"options": [self._option(at, each) for at, each in enumerate(options)]}
        self._within("items to put in order", len(question.items), 3, 12)
        return "sequencing", {"items": [{"id": key_of(at), "text": each} for at, each in enumerate(question.items)]}

    def _chosen(self, key: str, gap: ChosenGap) -> dict[str, Any]:
        self._within("options of a gap", len(gap.options), 2, 12)
        options = [
            {"id": key_of(at), "text": text, **({"correct": True} if at == gap.right else {})}
            for at, text in enumerate(gap.options)
        ]
        return {"id": key, "options": options}

    def _hotspot(self, question: HotSpot) -> tuple[str, dict[str, Any]]:
        self._within("places in the picture", len(question.regions), 2, 12)
        if not any(region.correct for region in question.regions) or not question.pictures:
            raise _NotHeld("places to find in a picture, without a right one or without the picture")
        options = []
        for at, region in enumerate(question.regions):
            place = {name: getattr(region, name) for name in ("x", "y", "width", "height")}
            option = self._option(at, Answer(region.text, region.correct, region.feedback))
            options.append(option | place)
        return "hotspot", {**self._picture(question.pictures[0]), "options": options}

    def _within(self, what: str, count: int, least: int, most: int) -> None:
        if not least <= count <= most:
            raise _NotHeld(f"{count} {what}; a course's question has {least} to {most}")

    def _change(self, what: str, instead: str) -> None:
        self.collection.changed(self.place, what, instead)

    def _lose(self, what: str, instead: str) -> None:
        self.collection.lost(self.place, what, instead)


def all_texts(value: object) -> Iterator[str]:
    """Every text of a component, in lists and mappings within it."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for inner in value.values():
            yield from all_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from all_texts(inner)


def _feedback(question: Question) -> dict[str, str]:
    """What is told of any right, and of any wrong answer; what all read stands in both."""
    said = {
        "correct": "\n\n".join(filter(None, (question.right, question.general))),
        "wrong": "\n\n".join(filter(None, (question.wrong, question.general))),
    }
    return {key: text for key, text in said.items() if text}


def _gap(gap: WrittenGap) -> dict[str, Any]:
    return {"answers": list(gap.answers[:20]), **({"case": "exact"} if gap.case == "exact" else {})}


def _numeric(question: Numeric) -> dict[str, Any]:
    unit = {"unit": question.unit} if question.unit else {}
    if question.answer is None:
        return {"range": [_figure(question.low), _figure(question.high)], **unit}
    half = float(Decimal(repr(question.high)) - Decimal(repr(question.answer)))
    return {"answer": _figure(question.answer), **({"tolerance": _figure(half)} if half else {}), **unit}


def _figure(value: float) -> float | int:
    return int(value) if value == int(value) else value
