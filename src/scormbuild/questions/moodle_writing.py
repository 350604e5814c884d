"""Questions as Moodle XML that Moodle reads (question/format/xml/format.php), with their pictures."""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.components.marked import BEGIN, END, with_marks
from scormbuild.importing.draft import Loss
from scormbuild.questions.embedded import written as written_gap
from scormbuild.questions.kept import GAPS_CLASS, said_apart, unit
from scormbuild.questions.markup import html_of_block, html_of_line
from scormbuild.questions.model import (
    Choice,
    Cloze,
    Collection,
    Description,
    Dropdown,
    Essay,
    Matching,
    Numeric,
    Picture,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
)
from scormbuild.questions.writing import (
    Maker,
    Written,
    image,
    name_of,
    number,
    percent,
    place_of,
    share_of,
    simplified,
    tolerance,
)

E: Final[Maker] = ElementMaker()

_TYPES: Final = {
    Choice: "multichoice",
    Cloze: "cloze",
    Description: "description",
    Dropdown: "cloze",
    Essay: "essay",
    Matching: "matching",
    Numeric: "numerical",
    Sequencing: "ordering",
    ShortAnswer: "shortanswer",
    TrueFalse: "truefalse",
}


def write_moodle(collection: Collection) -> Written:
    """The questions as a Moodle XML file, and what Moodle doesn't get."""
    losses: list[Loss] = []
    root = E.quiz()
    category: tuple[str, ...] = ()
    for question in collection.questions:
        if question.category != category:
            category = question.category
            root.append(_category(category, collection.about.get(category, "")))
        element = _Writer(collection, losses).question(question)
        if element is not None:
            root.append(element)
    etree.indent(root)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Written(content + b"\n", losses, len(root.findall("question/questiontext")))


def _category(path: tuple[str, ...], about: str) -> etree._Element:
    names = "/".join(name.replace("/", "//") for name in ("$course$", "top", *path))
    return E.question(
        E.category(E.text(names)),
        E.info(E.text(html_of_block(about) if about else ""), format="html"),
        type="category",
    )


class _Writer:
    """Writes a question."""

    def __init__(self, collection: Collection, losses: list[Loss]) -> None:
        self.files, self.losses = collection.files, losses

    def question(self, given: Question) -> etree._Element | None:
        """The question; None for one that Moodle has nothing for."""
        self.place = place_of(given)
        question = simplified(given, self.losses)
        if question is None:
            return None
        self._tell(question)
        element = E.question(type=_TYPES[type(question)])
        element.append(E.name(E.text(name_of(question))))
        element.append(self._text("questiontext", self._prompt(question), question.pictures))
        element.append(self._text("generalfeedback", _general(question)))
        element.append(E.defaultgrade(number(0 if isinstance(question, Description) else question.points)))
        # Further tries cost nothing in courses.
        element.append(E.penalty("0"))
        element.append(E.hidden("0"))
        if question.id:
            element.append(E.idnumber(question.id))
        element.extend(self._answers(question))
        element.extend(self._text("hint", html_of_block(hint)) for hint in question.hints)
        if question.tags:
            element.append(E.tags(*(E.tag(E.text(tag)) for tag in question.tags)))
        return element

    def _tell(self, question: Question) -> None:
        is_parted = isinstance(question, Matching | Cloze | Dropdown) or (
            isinstance(question, Choice) and question.several
        )
        if is_parted and not question.partial:
            self._change("only a wholly right answer earns points", "Moodle gives each right part its share")
        if question.tries != 1:
            self._change(f"{question.tries} tries", "how often it may be answered is a setting of Moodle's quiz")
        if isinstance(question, Cloze | Dropdown):
            if question.points != len(question.gaps):
                self._change(f"{number(question.points)} points", "Moodle gives a text 1 for each of its gaps")
            if question.right or question.wrong:
                self._change(
                    "feedback by right and wrong", "both stand in what all read, for Moodle has no other place"
                )

    def _answers(self, question: Question) -> Iterator[etree._Element]:
        match question:
            case Choice():
                yield from self._options(question)
            case TrueFalse():
                for value in (True, False):
                    is_right = value == question.answer
                    said = question.right if is_right else question.wrong
                    yield E.answer(
                        E.text(str(value).lower()),
                        self._text("feedback", html_of_block(said)),
                        fraction="100" if is_right else "0",
                        format="moodle_auto_format",
                    )
            case ShortAnswer():
                yield E.usecase("1" if question.gap.case == "exact" else "0")
                for text in question.gap.answers:
                    # A star stands for anything, but after a backslash.
                    yield self._answer(text.replace("*", "\\*"), "100", question.right)
                if question.wrong:
                    yield self._answer("*", "0", question.wrong)
            case Numeric():
                middle = _middle(question) if question.answer is None else question.answer
                half = tolerance(dataclasses.replace(question, answer=middle))
                answer = self._answer(number(middle), "100", question.right)
                answer.append(E.tolerance(number(half)))
                yield answer
                if question.wrong:
                    yield self._answer("*", "0", question.wrong)
                yield E.unitgradingtype("0")
                yield E.unitpenalty("0.1")
                yield E.showunits("3")
                yield E.unitsleft("0")
            case Matching():
                yield E.shuffleanswers("true")
                yield from self._combined(question)
                yield from self._pairs(question)
            case Sequencing():
                yield from self._ordered(question)
            case Essay():
                yield E.responseformat("editor")
                yield E.responserequired("1")
                yield E.responsefieldlines(str(question.rows))
                yield E.attachments("0")
                yield self._text("graderinfo", html_of_block(question.model))
            case _:
                pass

    def _options(self, question: Choice) -> Iterator[etree._Element]:
        yield E.single("false" if question.several else "true")
        yield E.shuffleanswers("true")
        yield E.answernumbering("none")
        yield from self._combined(question)
        share = share_of(question, self.losses)
        for option in question.options:
            # A wrong choice takes back a right one, in courses as here.
            wrong = -share if question.several else 0.0
            pictures = (option.picture,) if option.picture else ()
            text = html_of_line(option.text) + image(option.picture, self._address)
            answer = self._text("answer", text, pictures, fraction=percent(share if option.correct else wrong))
            answer.append(self._text("feedback", html_of_block(option.feedback)))
            yield answer

    def _ordered(self, question: Sequencing) -> Iterator[etree._Element]:
        """Moodle has the type since 4.4 (qtype_ordering, a plugin before)."""
        yield E.layouttype("VERTICAL")
        yield E.selecttype("ALL")
        yield E.selectcount(str(len(question.items)))
        yield E.gradingtype("ABSOLUTE_POSITION" if question.partial else "ALL_OR_NOTHING")
        yield E.showgrading("SHOW")
        yield E.numberingstyle("none")
        yield from self._combined(question)
        for at, item in enumerate(question.items, 1):
            yield self._text("answer", html_of_line(item), fraction=str(at))

    def _pairs(self, question: Matching) -> Iterator[etree._Element]:
        for pair in question.pairs:
            element = self._text("subquestion", html_of_line(pair.item))
            element.append(E.answer(E.text(question.targets[pair.target])))
            yield element
        used = {pair.target for pair in question.pairs}
        for at, target in enumerate(question.targets):
            if at not in used:
                element = self._text("subquestion", "")
                element.append(E.answer(E.text(target)))
                yield element

    def _combined(self, question: Question) -> Iterator[etree._Element]:
        yield self._text("correctfeedback", html_of_block(question.right))
        # An answer that is right in part is not right: courses tell it what they tell a wrong one.
        yield self._text("partiallycorrectfeedback", html_of_block(question.wrong))
        yield self._text("incorrectfeedback", html_of_block(question.wrong))

    def _prompt(self, question: Question) -> str:
        pictures = "".join(f"<br>{image(picture, self._address)}" for picture in question.pictures)
        if isinstance(question, Description):
            return html_of_block(question.text) + pictures
        prompt = html_of_line(question.prompt) + pictures + unit(question)
        if isinstance(question, Cloze | Dropdown):
            text = html_of_block(with_marks(question.text))
            gaps = {key: written_gap(gap) for key, gap in question.gaps.items()}
            text = re.sub(f"{BEGIN}(.*?){END}", lambda mark: gaps[mark[1].rstrip("\ue001")], text)
            return f'<p>{prompt}</p><div class="{GAPS_CLASS}">{text}</div>'
        return prompt

    def _answer(self, text: str, fraction: str, feedback: str) -> etree._Element:
        said = self._text("feedback", html_of_block(feedback))
        return E.answer(E.text(text), said, fraction=fraction, format="moodle_auto_format")

    def _text(self, tag: str, source: str, pictures: tuple[Picture, ...] = (), **attributes: str) -> etree._Element:
        text = E.text()
        if source:
            # CDATA can't hold its own end; what is escaped says the same.
            text.text = source if "]]>" in source or not re.search("[<&]", source) else etree.CDATA(source)
        element = E(tag, text, format="html", **attributes)
        for picture in dict.fromkeys(pictures):
            content = base64.b64encode(self.files[picture.file]).decode()
            element.append(E.file(content, name=PurePosixPath(picture.file).name, path="/", encoding="base64"))
        return element

    def _address(self, picture: Picture) -> str:
        return f"@@PLUGINFILE@@/{PurePosixPath(picture.file).name}"

    def _change(self, what: str, instead: str) -> None:
        self.losses.append(Loss(self.place, what, instead, "changed"))


def _general(question: Question) -> str:
    """What all read: for texts with gaps what is for some as well, for an essay its model answer."""
    said = [html_of_block(question.general)]
    if isinstance(question, Essay):
        said.append(html_of_block(question.model))
    if isinstance(question, Cloze | Dropdown):
        said.append(said_apart(question, "right", "wrong"))
    return "".join(said)


def _middle(question: Numeric) -> float:
    return float((Decimal(repr(question.low)) + Decimal(repr(question.high))) / 2)
