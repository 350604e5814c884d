"""Imported questions as a course: a page for each category, with a graded quiz of what has a right answer."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from scormbuild.errors import UsageError
from scormbuild.importing.draft import Body, DraftCourse, DraftModule, DraftPage
from scormbuild.importing.language import guess
from scormbuild.questions.components import to_component
from scormbuild.questions.markup import plain_words
from scormbuild.questions.model import Choice, Collection, Description, HotSpot, Picture, Question
from scormbuild.questions.words import BELONGS, QUESTIONS, say

UNSCORED = ("likert", "long_fill_in")


def draft(collection: Collection, path: Path) -> DraftCourse:
    """The course of the file at `path`, after which it is called where neither the file nor its categories say so.

    Raises `UsageError` where nothing is left of the questions, with what was told of them.
    """
    language = collection.language or guess(plain_words(question.prompt) for question in collection.questions)
    shared = _shared([question.category for question in collection.questions])
    course = DraftCourse(collection.title or (shared[-1] if shared else path.stem), language, files=collection.files)
    for (name, *below), questions in _grouped(collection.questions, len(shared), say(language, QUESTIONS)):
        page = DraftPage(" – ".join(below) or name)
        about = collection.about.get(questions[0].category)
        page.body = [*([{"text": about}] if about else []), *_body(questions, collection, language)]
        if not page.body:
            continue
        if not course.modules or course.modules[-1].title != name:
            course.modules.append(DraftModule(name))
        course.modules[-1].pages.append(page)
    if not course.modules:
        told = [f"{loss.place}: {loss.what} – {loss.instead}" for loss in collection.losses[:5]]
        raise UsageError("\n    ".join([f"{path.name}: there is no question in it that a course can hold", *told]))
    return course


def _shared(categories: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The names with which all categories begin, but for the last of each."""
    if not categories:
        return ()
    shared = min((category[:-1] for category in categories), key=len)
    while any(category[: len(shared)] != shared for category in categories):
        shared = shared[:-1]
    return shared


def _grouped(questions: list[Question], shared: int, otherwise: str) -> list[tuple[tuple[str, ...], list[Question]]]:
    """Questions in a row of one category, by its names behind the shared ones."""
    found = groupby(questions, key=lambda question: question.category)
    return [(category[shared:] or (otherwise,), list(of)) for category, of in found]


def _body(questions: list[Question], collection: Collection, language: str) -> list[Body]:
    """A page's components: texts and pictures, what is scored in a quiz, what isn't after it."""
    before: list[Body] = []
    asked: list[Body] = []
    after: list[Body] = []
    for question in questions:
        made = to_component(question, collection, language)
        if made is None:
            continue
        ((key, value),) = made.items()
        pictures = [{"image": _image(question, each, value, language)} for each in _beside(question, key)]
        if isinstance(question, Description):
            if asked:
                collection.changed(question.place, "a text between questions", "it stands before all of them")
            before += [*([made] if question.text else []), *pictures]
        elif key in UNSCORED:
            after += [*pictures, made]
        else:
            if pictures:
                collection.changed(question.place, "a picture in the question", "it stands above the questions")
            before += pictures
            asked.append(made)
    quiz: list[Body] = [{"quiz": {"graded": True, "questions": asked}}] if asked else []
    return [*before, *quiz, *after]


def _beside(question: Question, key: str) -> list[Picture]:
    """The pictures that the component itself doesn't show."""
    pictures = list(question.pictures[1:] if isinstance(question, HotSpot) else question.pictures)
    if isinstance(question, Choice) and key != "image_choice":
        pictures += [option.picture for option in question.options if option.picture]
    return list(dict.fromkeys(pictures))


def _image(question: Question, picture: Picture, value: object, language: str) -> dict[str, object]:
    """The picture with a caption that says which question it belongs to."""
    caption = (
        {"caption": say(language, BELONGS, str(value["prompt"]).replace("\\\n", " "))}
        if isinstance(value, dict) and "prompt" in value
        else {}
    )
    return {"file": picture.file, **({"alt": picture.alt} if picture.alt else {}), **caption}
