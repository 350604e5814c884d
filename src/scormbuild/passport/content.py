"""What there is in a course, as far as privacy, the acceptance test and accessibility depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scormbuild.compile.tracking import has_booklet
from scormbuild.components.base import MediaUse, Question
from scormbuild.components.quiz.model import Quiz
from scormbuild.course.model import Course, Page


@dataclass(frozen=True, slots=True)
class Content:
    """Counts of what stands in a course; pictures are those that are named, drawings in figures included."""

    modules: int
    pages: int
    questions: int
    graded_quizzes: int
    sheets: int
    """Worksheets, reflections and checklists: what learners fill in and nobody marks."""
    text_fields: int
    """Fields in which learners write freely, questions included."""
    films: int
    sounds: int
    pictures: int
    animations: int
    """Pictures that may move: GIF."""
    documents: int
    objectives: bool
    """Whether questions belong to learning objectives."""
    booklet: bool

    def has(self, feature: str) -> bool:
        """Whether a feature is there that a criterion or a datum depends on; "" is always."""
        return {
            "": True,
            "film": self.films > 0,
            "media": self.films + self.sounds > 0,
            "picture": self.pictures > 0,
            "flashing": self.films + self.animations > 0,
            "sheet": self.sheets > 0,
            "text": self.text_fields > 0,
            "question": self.questions > 0,
            "quiz": self.graded_quizzes > 0,
            "never": False,
        }[feature]


def content_of(course: Course) -> Content:
    """Count what is in a course."""
    questions = [*course.all_questions()]
    sheets = [
        component
        for component in course.components()
        if not isinstance(component, Question | Quiz) and any(True for _ in component.fields())
    ]
    fields = [field for component in (*sheets, *questions) for field in component.fields()]
    uses = [*_media(course)]
    kinds = [use.kind for use in uses]
    names = [str(getattr(use.part, use.key)).lower() for use in uses]
    return Content(
        modules=len(course.modules),
        pages=sum(1 for _ in course.pages()),
        questions=len(questions),
        graded_quizzes=len(course.graded_quizzes()),
        sheets=len(sheets),
        text_fields=sum(field.kind == "text" for field in fields),
        films=sum(component.name == "video" for component in course.components()),
        sounds=kinds.count("audio"),
        pictures=kinds.count("picture"),
        animations=sum(name.endswith(".gif") for name in names),
        documents=kinds.count("document"),
        objectives=any(question.objective for question in questions),
        booklet=has_booklet(course),
    )


def first_asked(course: Course) -> tuple[Page, Question] | None:
    """The question to try a package with, and its page; None where nothing is asked.

    The first that has a right answer and stands on a page by itself, else the first of a quiz, else any.
    """
    asked = [
        (page, question) for page in course.pages() for component in page.body for question in component.all_questions()
    ]
    marked = [(page, question) for page, question in asked if question.interaction().is_scored]
    alone = [(page, question) for page, question in marked if question in page.body]
    return next(iter([*alone, *marked, *asked]), None)


def _media(course: Course) -> Iterator[MediaUse]:
    for component in course.components():
        yield from component.media()
        for question in component.all_questions():
            if question is not component:
                yield from question.media()
