"""The questions of a course, as the exchange formats have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scormbuild.components.base import Question as Component
from scormbuild.components.choice.model import Choice as ChoiceComponent
from scormbuild.components.cloze.model import Cloze as ClozeComponent
from scormbuild.components.dropdown.model import Dropdown as DropdownComponent
from scormbuild.components.fill_in.model import FillIn
from scormbuild.components.hotspot.model import Hotspot as HotspotComponent
from scormbuild.components.image_choice.model import ImageChoice
from scormbuild.components.likert.model import Likert
from scormbuild.components.long_fill_in.model import LongFillIn
from scormbuild.components.matching.model import Matching as MatchingComponent
from scormbuild.components.numeric.model import Numeric as NumericComponent
from scormbuild.components.select_in_text.model import SelectInText
from scormbuild.components.sequencing.model import Sequencing as SequencingComponent
from scormbuild.components.sorting.model import Sorting
from scormbuild.components.true_false.model import TrueFalse as TrueFalseComponent
from scormbuild.course.model import Course
from scormbuild.questions.components import all_texts
from scormbuild.questions.markup import leads_to_pages
from scormbuild.questions.model import (
    Answer,
    Choice,
    ChosenGap,
    Cloze,
    Collection,
    Dropdown,
    Essay,
    HotSpot,
    HotText,
    Matching,
    Numeric,
    Pair,
    Picture,
    Question,
    Region,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)


def from_course(folder: Path, course: Course) -> Collection:
    """The questions of a course that was read from `folder`: those of quizzes and those that stand on pages.

    Each is in the category of its module and page. What the exchange formats have no kind for is told.
    """
    collection = Collection(course.title, course.language)
    for module in course.modules:
        for page in module.pages:
            for component in page.body:
                for question in component.all_questions():
                    category = (course.title, module.title, page.title)
                    made = _FromCourse(folder, collection).question(question, category)
                    if made is not None:
                        collection.questions.append(made)
    return collection


class _FromCourse:
    """Makes questions of components, and tells what they can't hold."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        self.folder, self.collection = folder, collection

    def question(self, component: Component, category: tuple[str, ...]) -> Question | None:
        self.component = component
        common: dict[str, Any] = {
            "id": component.id,
            "category": category,
            "place": component.id,
            "prompt": component.prompt,
            "right": component.feedback.correct or "",
            "wrong": component.feedback.wrong[-1] if component.feedback.wrong else "",
            "hints": tuple(component.hints),
            "points": component.weight,
            "partial": component.credit == "partial",
            "tries": component.tries,
            "tags": tuple(component.tags),
        }
        if len(component.feedback.wrong) > 1:
            self._lose("feedback to each of several tries", "the last one stands for all of them")
        if component.objective:
            self._lose("the objective that it trains", "no other program has the course's objectives")
        if any(leads_to_pages(text) for text in all_texts(component.model_dump())):
            self._lose("links to pages of the course, or terms of its glossary", "their words are there")
        return self._made(component, common)

    def _made(self, component: Component, common: dict[str, Any]) -> Question | None:
        match component:
            case ChoiceComponent():
                options = tuple(Answer(each.text, each.correct, each.feedback or "") for each in component.options)
                return Choice(**common, options=options, several=component.several)
            case ImageChoice():
                pictured = tuple(
                    Answer(each.text, each.correct, each.feedback or "", self._picture(each.file, each.alt))
                    for each in component.options
                )
                return Choice(**common, options=pictured, several=component.several)
            case TrueFalseComponent():
                return TrueFalse(**common, answer=component.answer)
            case MatchingComponent():
                return _matched(common, component.targets, [(each.text, each.target) for each in component.items])
            case Sorting():
                return _matched(common, component.groups, [(each.text, each.group) for each in component.items])
            case SequencingComponent():
                return Sequencing(**common, items=tuple(each.text for each in component.items))
            case NumericComponent():
                low, high = component.interaction().range or (0.0, 0.0)
                return Numeric(**common, low=low, high=high, answer=component.answer, unit=component.unit or "")
            case FillIn():
                self._strictness(component)
                return ShortAnswer(**common, gap=WrittenGap(tuple(component.answers), component.case))
            case ClozeComponent():
                for gap in component.gaps:
                    self._strictness(gap)
                gaps = {gap.id: WrittenGap(tuple(gap.answers), gap.case) for gap in component.gaps}
                return Cloze(**common, text=component.text, gaps=gaps)
            case DropdownComponent():
                chosen = {
                    gap.id: ChosenGap(
                        tuple(option.text for option in gap.options),
                        next(at for at, option in enumerate(gap.options) if option.correct),
                    )
                    for gap in component.gaps
                }
                return Dropdown(**common, text=component.text, gaps=chosen)
            case SelectInText():
                return HotText(**common, text=component.text, correct=tuple(component.correct))
            case HotspotComponent():
                regions = tuple(
                    Region(each.text, each.x, each.y, each.width, each.height, each.correct, each.feedback or "")
                    for each in component.options
                )
                common["pictures"] = (self._picture(component.file, component.alt),)
                return HotSpot(**common, regions=regions)
            case Likert():
                return Choice(**common, options=tuple(Answer(step.text) for step in component.scale))
            case LongFillIn():
                return Essay(**common, model=component.model_answer or "", rows=component.rows)
            case _:
                self._lose(f"a {component.name.replace('_', ' ')}", "no other program has its kind; it is left out")
                return None

    def _picture(self, file: str, alt: str | None) -> Picture:
        self.collection.files[file] = (self.folder / file).read_bytes()
        return Picture(file, alt or "")

    def _strictness(self, gap: Any) -> None:
        if gap.diacritics == "ignore":
            self._lose("that accents and rings don't count", "they count")
        if gap.near_misses == "accept":
            self._lose("that near misses are accepted", "only what is written counts")

    def _lose(self, what: str, instead: str) -> None:
        self.collection.lost(self.component.id, what, instead)


def _matched(common: dict[str, Any], targets: Any, items: list[tuple[str, str]]) -> Matching:
    """The pairs. Targets stand in the order in which items name them, those that none does at the end."""
    named = {target.id: target.text for target in targets}
    keys = list(dict.fromkeys([*(key for _, key in items), *named]))
    pairs = tuple(Pair(text, keys.index(key)) for text, key in items)
    return Matching(**common, pairs=pairs, targets=tuple(named[key] for key in keys))
