"""Questions as GIFT that Moodle reads (question/format/gift/format.php).

What GIFT has no place for is told as lost to Moodle. `read_gift` finds it again in a comment beside the question.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scormbuild.importing.draft import Loss
from scormbuild.questions.gift_text import escape
from scormbuild.questions.kept import GIFT_COMMENT, said_apart, unit
from scormbuild.questions.markup import html_of_block, html_of_line
from scormbuild.questions.model import (
    ROWS,
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
    Written,
    image,
    media_type,
    name_of,
    number,
    percent,
    place_of,
    share_of,
    simplified,
    tolerance,
)

_KEPT_WORDS: Final = {
    "points": "its points: Moodle gives each question 1, set them in the quiz",
    "tries": "how often it may be answered: that is a setting of Moodle's quiz",
    "hints": "its hints",
    "case": "that capitals count: set it in Moodle's question",
    "partial": "that only a wholly right answer earns points: Moodle gives each right part its share",
    "right": "what those read who have answered rightly",
    "wrong": "what those read who have answered wrongly",
    "rows": "how large the field to write in is",
}


def write_gift(collection: Collection) -> Written:
    """The questions as a GIFT file, and what Moodle doesn't get."""
    losses: list[Loss] = []
    blocks = []
    count = 0
    category: tuple[str, ...] = ()
    for question in collection.questions:
        if question.category != category:
            category = question.category
            blocks.append("$CATEGORY: " + "/".join(name.replace("/", "//") for name in ("$course$", "top", *category)))
        written = _Writer(collection.files, losses).question(question)
        if written:
            blocks.append(written)
            count += 1
    return Written(("\n\n".join(blocks) + "\n").encode(), losses, count)


class _Writer:
    """Writes one question after another."""

    def __init__(self, files: Mapping[str, bytes], losses: list[Loss]) -> None:
        self.files, self.losses = files, losses

    def question(self, question: Question) -> str:
        """The question with its comments; "" where GIFT can't hold it."""
        self.place = place_of(question)
        if isinstance(question, Cloze | Dropdown):
            self._lose("a text with gaps", "it is left out; export Moodle XML, which has them")
            return ""
        simple = simplified(question, self.losses)
        if simple is None:
            return ""
        kept = dict(self._kept(simple))
        try:
            answers = "" if isinstance(simple, Description) else "{" + self._answers(simple) + "}"
        except _NotHeld as why:
            self._lose(str(why), "the question is left out; export Moodle XML, which has it")
            return ""
        body = escape(self._prompt(simple))
        lines = [f"// question: 0  name: {_comment(name_of(simple))}", *self._comments(simple, kept)]
        return "\n".join([*lines, f"::{escape(name_of(simple))}::[html]{body}{answers}"])

    def _comments(self, question: Question, kept: dict[str, Any]) -> Iterator[str]:
        named = [("id", question.id)] if question.id else []
        named += [("tag", tag) for tag in question.tags]
        if named:
            yield "// " + " ".join(f"[{key}:{_comment(value).replace(']', chr(92) + ']')}]" for key, value in named)
        if kept:
            yield GIFT_COMMENT + _json(kept)

    def _kept(self, question: Question) -> Iterator[tuple[str, Any]]:
        """What GIFT has no place for, where it isn't as it usually is; each is told."""
        kept: dict[str, Any] = {}
        if question.points != 1:
            kept["points"] = question.points
        if question.tries != 1:
            kept["tries"] = question.tries
        if question.hints:
            kept["hints"] = question.hints
        if isinstance(question, ShortAnswer) and question.gap.case == "exact":
            kept["case"] = "exact"
        if isinstance(question, Matching) or (isinstance(question, Choice) and question.several):
            if not question.partial:
                kept["partial"] = False
        elif question.partial and not isinstance(question, Sequencing):
            kept["partial"] = True
        if isinstance(question, Essay) and question.rows != ROWS:
            kept["rows"] = question.rows
        is_several = isinstance(question, Choice) and question.several
        if is_several or isinstance(question, Matching | Sequencing | Essay):
            kept |= {key: said for key, said in (("right", question.right), ("wrong", question.wrong)) if said}
        for key, value in kept.items():
            if key != "partial" or value is False:
                self._lose(_KEPT_WORDS[key], "it stands in a comment, from which scormbuild reads it")
            yield key, value

    def _answers(self, question: Question) -> str:
        general = f"####{escape(html_of_block(question.general))}" if question.general else ""
        match question:
            case TrueFalse():
                wrong, right = (escape(html_of_block(text)) for text in (question.wrong, question.right))
                said = f"#{wrong}#{right}" if right else f"#{wrong}" if wrong else ""
                return f"{'TRUE' if question.answer else 'FALSE'}{said}{general}"
            case Choice():
                return self._options(question) + general
            case Matching():
                return self._pairs(question) + general
            case Sequencing():
                items = "\n".join(escape(self._item(html_of_line(item))) for item in question.items)
                grading = "ABSOLUTE_POSITION" if question.partial else "ALL_OR_NOTHING"
                return f">{len(question.items)} ALL VERTICAL {grading} 0 none\n{items}\n{general}"
            case Numeric():
                right, wrong = (
                    f"#{escape(html_of_block(text))}" if text else "" for text in (question.right, question.wrong)
                )
                if question.answer is None:
                    value = f"{number(question.low)}..{number(question.high)}"
                else:
                    value = f"{number(question.answer)}:{number(tolerance(question))}"
                return f"#\n\t=%100%{value}{right}\n" + (f"\t~{wrong}\n" if wrong else "") + general
            case ShortAnswer():
                return self._accepted(question) + general
            case Essay():
                return f"####{escape(html_of_block(question.model))}" if question.model else ""
        raise AssertionError(question)

    def _options(self, question: Choice) -> str:
        share = share_of(question, self.losses)
        lines = []
        for option in question.options:
            mark = ("=" if not question.several else f"~%{percent(share)}%") if option.correct else "~"
            if question.several and not option.correct:
                # A wrong choice takes back a right one, in courses as here.
                mark = f"~%-{percent(share)}%"
            text = html_of_line(option.text) + image(option.picture, self._source)
            own = html_of_block(option.feedback)
            shared = "" if question.several else said_apart(question, "right" if option.correct else "wrong")
            feedback = escape(own + shared)
            lines.append(f"\t{mark}{_guarded(escape(text))}{f'#{feedback}' if feedback else ''}\n")
        return "\n" + "".join(lines)

    def _pairs(self, question: Matching) -> str:
        lines = []
        used = {pair.target for pair in question.pairs}
        for pair in question.pairs:
            lines.append(f"\t={_guarded(escape(html_of_line(pair.item)))} -> {escape(question.targets[pair.target])}\n")
        lines += [f"\t= -> {escape(target)}\n" for at, target in enumerate(question.targets) if at not in used]
        if len(lines) < 2:
            raise _NotHeld("a matching of a single pair")
        return "\n" + "".join(lines)

    def _accepted(self, question: ShortAnswer) -> str:
        # Moodle takes every answer section with an arrow for a matching.
        held = [answer for answer in question.gap.answers if "->" not in answer]
        if not held:
            raise _NotHeld("an answer with an arrow ->, which begins a matching in GIFT")
        if len(held) < len(question.gap.answers):
            self._lose("accepted answers with an arrow ->", "they are left out; export Moodle XML, which has them")
        right, wrong = (f"#{escape(html_of_block(text))}" if text else "" for text in (question.right, question.wrong))
        lines = [f"\t=%100%{_plain(escape(_literal(answer)))}{right}\n" for answer in held]
        return "\n" + "".join(lines) + (f"\t=%0%*{wrong}\n" if wrong else "")

    def _item(self, text: str) -> str:
        """An item on a line of its own: at its beginning two strokes would be a comment, and a bracket a format."""
        return f"&#{ord(text[0])};{text[1:]}" if text.startswith(("//", "[")) else text

    def _prompt(self, question: Question) -> str:
        text = html_of_block(question.text) if isinstance(question, Description) else html_of_line(question.prompt)
        pictures = "".join(f"<br>{image(picture, self._source)}" for picture in question.pictures)
        return text + pictures + unit(question)

    def _source(self, picture: Picture) -> str:
        content = base64.b64encode(self.files[picture.file]).decode()
        return f"data:{media_type(picture)};base64,{content}"

    def _lose(self, what: str, instead: str) -> None:
        self.losses.append(Loss(self.place, what, instead))


class _NotHeld(Exception):
    """What GIFT can't hold of a question that is left out."""


def _json(kept: dict[str, Any]) -> str:
    # Moodle looks for ids and tags in brackets in every comment: a text has none there, and a list only its own.
    said = json.dumps(kept, ensure_ascii=False, separators=(", ", ": "))
    return re.sub(r"\[(?=id:|tag:)", r"\\u005b", said)


def _comment(text: str) -> str:
    return " ".join(text.split())


def _guarded(text: str) -> str:
    """A text that would begin with a weight or a format, with a format before it."""
    return f"[html]{text}" if text.startswith(("%", "[")) else text


def _plain(text: str) -> str:
    return f"[plain]{text}" if text.startswith("[") else text


def _literal(answer: str) -> str:
    """An answer in which a star is a star, not anything (qtype_shortanswer)."""
    return answer.replace("*", "\\*")
