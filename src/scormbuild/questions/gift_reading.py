"""GIFT as Moodle reads it (question/format/gift/format.php), with the ordering questions of Moodle 4.4.

Beside what Moodle takes, an answer section may have empty lines, and what GIFT has no place for stands in a comment
that `write_gift` makes: `// scormbuild: {…}`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.questions.gift_text import bare, shielded
from scormbuild.questions.kept import GIFT_COMMENT, parted_said, parted_unit
from scormbuild.questions.markup import html_of_foreign_markdown, html_of_plain
from scormbuild.questions.model import (
    Answer,
    Choice,
    Collection,
    Description,
    Essay,
    Matching,
    Numeric,
    Pair,
    Question,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.reading import BadQuestion, Reading, around, content_of, said_once, text_of

_FORMAT: Final = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT: Final = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_NUMBER: Final = r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?"
_BRACKETED: Final = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")
_TRUE: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read(path: Path) -> tuple[DraftCourse, list[Loss]]:
    """A GIFT file as a course."""
    from scormbuild.questions.draft import draft

    collection = read_gift(text_of(content_of(path), path.name), path.name)
    if all(isinstance(question, Description) for question in collection.questions):
        # A list of questions as people or other programs write it (Aiken's, "ANSWER: A") would be taken for prose.
        collection.mend(path.name, "no question of it has its answers in { }, as GIFT has", "all of it is text")
    return draft(collection, path), collection.losses


def read_gift(text: str, name: str) -> Collection:
    """The questions of a GIFT file. What can't be understood is told with its line, and left out."""
    return _Gift(name).read(text)


@dataclass(slots=True)
class _Block:
    """A question's lines; `line` is the first, from 1."""

    line: int
    lines: list[str]
    comments: list[str] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    """What stands between empty lines; an answer section that isn't closed there goes on."""
    block = _Block(1, [])
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        bare_line = line.strip()
        if bare_line.startswith("//"):
            if not block.lines:
                block.line = number
            block.comments.append(bare_line)
        elif bare_line.startswith("$CATEGORY:"):
            if block.lines:
                yield block
            yield _Block(number, [bare_line], block.comments)
            block = _Block(number + 1, [])
        elif bare_line and not (bare_line.startswith("::") and _is_whole("\n".join(block.lines))):
            if not block.lines:
                block.line = number
            block.lines.append(line)
        elif bare_line:
            if block.lines:
                yield block
            block = _Block(number, [line], [] if block.lines else block.comments)
        elif block.lines and not (_is_open("\n".join(block.lines)) and _closes(lines[number:])):
            yield block
            block = _Block(number + 1, [])
    if block.lines:
        yield block


def _is_open(text: str) -> bool:
    text = shielded(text)
    return text.count("{") > text.count("}")


def _closes(lines: list[str]) -> bool:
    """Whether the first brace that comes is the closing one; else the section before was left open."""
    for line in lines:
        if line.lstrip().startswith(("//", "::", "$CATEGORY:")):
            return False
        found = re.search("[{}]", shielded(line))
        if found:
            return found[0] == "}"
    return False


def _is_whole(text: str) -> bool:
    """Whether a question has its answers already: a title then begins the next one, empty line or not."""
    text = shielded(text)
    return "{" in text and text.count("{") <= text.count("}")


class _Gift:
    """One GIFT file."""

    def __init__(self, name: str) -> None:
        self.reading = Reading(name)
        self.category: tuple[str, ...] = ()
        self.format = "moodle"

    def read(self, text: str) -> Collection:
        for block in _blocks(text):
            place = f"{self.reading.name}:{block.line}"
            self.reading.place, self.reading.pictures = place, []
            if block.lines[0].startswith("$CATEGORY:"):
                self.category = category_path(block.lines[0].removeprefix("$CATEGORY:"))
                continue
            try:
                question = self._question(block, place)
            except BadQuestion as why:
                shown = " ".join(" ".join(block.lines).split())
                shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
                self.reading.lost(f"“{shown}”: {why}", "the question is left out")
                continue
            if question is not None:
                self.reading.collection.questions.append(question)
        return self.reading.collection

    def _question(self, block: _Block, place: str) -> Question | None:
        text = shielded("\n".join(block.lines).strip())
        title = ""
        if text.startswith("::") and "::" in text[2:]:
            title, text = text[2:].split("::", 1)
            text = text.strip()
        start, end = text.find("{"), text.find("}")
        if (start < 0) != (end < 0) or end < start:
            raise BadQuestion("one brace of { } is missing")
        common: dict[str, Any] = {"title": bare(title), "category": self.category, "place": place}
        kept = self._kept(block, common)
        if start < 0:
            return self._description(text, common)
        before, answers, after = text[:start], text[start + 1 : end].strip(), text[end + 1 :]
        if "{" in after or "{" in answers:
            raise BadQuestion("a second answer section, or a brace that isn't written \\{")
        prompt = before + ("_____" + after if after.strip() else "")
        answers, _, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
        source, unit = parted_unit(self._html(prompt, sets_format=True))
        common["prompt"] = self.reading.line(source)
        kept |= {"unit": unit} if unit else {}
        common["general"] = self._block(general)
        question = self._of_kind(answers.strip(), common)
        return _with(question, pictures=tuple(self.reading.pictures), **kept)

    def _kept(self, block: _Block, common: dict[str, Any]) -> dict[str, Any]:
        """What comments say: the id and the tags as Moodle writes them, and what `write_gift` keeps there."""
        kept: dict[str, Any] = {}
        for comment in block.comments:
            if comment.startswith(GIFT_COMMENT):
                try:
                    found = json.loads(comment.removeprefix(GIFT_COMMENT))
                except ValueError:
                    found = None
                kept = _checked(found)
                if not kept:
                    self.reading.lost(
                        "a comment of scormbuild's that can't be read", "the rest of the question is there"
                    )
                continue
            for key, bracketed in _BRACKETED.findall(comment):
                value = re.sub(r"\\([\[\]])", r"\1", bracketed)
                if key == "id":
                    common["id"] = value
                else:
                    common["tags"] = (*common.get("tags", ()), value)
        return kept

    def _description(self, text: str, common: dict[str, Any]) -> Question:
        source = self._html(text, sets_format=True)
        body = self.reading.block(source)
        return Description(**common, text=body, pictures=tuple(self.reading.pictures))

    def _of_kind(self, answers: str, common: dict[str, Any]) -> Question:
        if not answers:
            return Essay(**(common | {"general": ""}), model=common["general"])
        if answers.startswith("#"):
            return self._numeric(answers[1:].strip(), common)
        if answers.startswith(">"):
            return self._sequencing(answers, common)
        if "~" in answers:
            return self._choice(answers, common)
        if "=" in answers and "->" in answers:
            return self._matching(answers, common)
        if answers.split("#", 1)[0].strip() in _TRUE:
            return self._true_false(answers, common)
        return self._short_answer(answers, common)

    def _true_false(self, answers: str, common: dict[str, Any]) -> Question:
        answer, *feedback = answers.split("#", 2)
        wrong, right = (*feedback, "", "")[:2]
        said: dict[str, Any] = {"wrong": self._block(wrong), "right": self._block(right)}
        return TrueFalse(**common, **said, answer=_TRUE[answer.strip()])

    def _choice(self, answers: str, common: dict[str, Any]) -> Question:
        several = "=" not in answers
        options = []
        for text in answers.replace("=", "~=").split("~"):
            if not text.strip():
                continue
            share, rest = self._weight(text.strip(), default=0.0)
            said, _, feedback = rest.partition("#")
            words, picture = self.reading.option(self._html(said))
            if not words:
                self.reading.lost("an option without a text", "it is left out")
                continue
            is_right = share > 0 if several else share >= 1
            if not several and 0 < share < 1:
                self.reading.changed(f"“{words}” earns {share:.0%} of the points", "it counts as wrong")
            own, shared = parted_said(self._html(feedback)) if feedback.strip() else ("", {})
            common |= {key: self.reading.block(source) for key, source in shared.items()}
            options.append((share, Answer(words, is_right, self.reading.block(own), picture)))
        if len(options) < 2:
            raise BadQuestion("fewer than two options")
        made = tuple(option for _, option in options)
        right = [share for share, option in options if option.correct]
        if several and len(right) == 1 and right[0] >= 1:
            several = False
        if several:
            self.reading.tell_shares([share for share, _ in options])
        common["partial"] = several
        return Choice(**common, options=made, several=several)

    def _matching(self, answers: str, common: dict[str, Any]) -> Question:
        pairs: list[Pair] = []
        targets: list[str] = []
        for text in answers.split("="):
            if not text.strip():
                continue
            item, arrow, target = text.partition("->")
            if not arrow:
                raise BadQuestion(f"the pair “{bare(text)}” has no ->")
            target = self.reading.plain(html_of_plain(bare(target)))
            if target not in targets:
                targets.append(target)
            if words := self._line(item):
                pairs.append(Pair(words, targets.index(target)))
        if not pairs:
            raise BadQuestion("no pairs")
        return Matching(**common, pairs=tuple(pairs), targets=tuple(targets), partial=True)

    def _sequencing(self, answers: str, common: dict[str, Any]) -> Question:
        # `>3 ALL ABSOLUTE_POSITION …`, then an item to a line (question/type/ordering/questiontype.php).
        first, *lines = answers[1:].splitlines()
        items = tuple(item for line in lines if line.strip() and (item := self._line(line)))
        if len(items) < 2:
            raise BadQuestion("fewer than two items to put in order")
        is_exact = "ALL_OR_NOTHING" in first.split() or "EXACT" in first.split()
        return Sequencing(**common, items=items, partial=not is_exact)

    def _short_answer(self, answers: str, common: dict[str, Any]) -> Question:
        accepted: list[str] = []
        feedbacks: list[str] = []
        wrong = ""
        for text in answers.split("="):
            if not text.strip():
                continue
            share, rest = self._weight(text.strip(), default=1.0)
            said, _, feedback = rest.partition("#")
            words = bare(_FORMAT.sub("", said, count=1) if _FORMAT.match(said.strip()) else said)
            told = self._block(feedback)
            if words == "*":
                wrong = told
            elif share < 1:
                self.reading.changed(f"“{words}” earns {share:.0%} of the points", "it counts as wrong")
            elif words:
                if "*" in words.replace("\\*", ""):
                    self.reading.changed(f"“{words}” stands for more than itself", "only what is written counts")
                accepted.append(words.replace("\\*", "*"))
                feedbacks.append(told)
        if not accepted:
            raise BadQuestion("no answer is right")
        right = said_once(feedbacks)
        if any(feedbacks) and not right:
            self.reading.changed("answers have feedback of their own", "the first one is told for each")
            right = next(filter(None, feedbacks))
        return ShortAnswer(**common, gap=WrittenGap(tuple(accepted)), right=right, wrong=wrong)

    def _numeric(self, answers: str, common: dict[str, Any]) -> Question:
        answers, _, wrong = answers.partition("~")
        found: list[tuple[float, Numeric]] = []
        for text in answers.split("="):
            if not text.strip():
                continue
            share, rest = self._weight(text.strip(), default=1.0)
            said, _, feedback = rest.partition("#")
            low, high, answer = _numbers(bare(said))
            told: dict[str, Any] = {"right": self._block(feedback), "wrong": self._block(wrong.partition("#")[2])}
            found.append((share, Numeric(**common, **told, low=low, high=high, answer=answer)))
        full = [question for share, question in found if share >= 1]
        if not full:
            raise BadQuestion("no number is right")
        if len(found) > 1:
            self.reading.changed(
                "several numbers or ranges are right, in whole or in part",
                f"only {full[0].low:g} to {full[0].high:g} is",
            )
        return full[0]

    def _weight(self, text: str, default: float) -> tuple[float, str]:
        if text.startswith("="):
            return 1.0, text[1:].strip()
        found = _WEIGHT.match(text)
        if found is None:
            return default, text
        return float(found[1]) / 100, text[found.end() :].strip()

    def _html(self, text: str, *, sets_format: bool = False) -> str:
        text = text.strip()
        found = _FORMAT.match(text)
        format_ = found[1] if found else "moodle" if sets_format else self.format
        if sets_format:
            self.format = format_
        words = bare(text[found.end() :] if found else text)
        if format_ == "plain":
            return html_of_plain(words)
        if format_ == "markdown":
            return html_of_foreign_markdown(words)
        # Moodle's own format is HTML whose lines stay lines.
        return words if format_ == "html" else words.replace("\n", "<br>")

    def _line(self, text: str, *, sets_format: bool = False) -> str:
        return self.reading.line(self._html(text, sets_format=sets_format))

    def _block(self, text: str) -> str:
        return self.reading.block(self._html(text)) if text.strip() else ""


def category_path(text: str) -> tuple[str, ...]:
    """A category's names, without where it hangs in Moodle: `$course$/top/A/B//C` is A, B/C."""
    parts = re.split(r"(?<!/)/(?!/)", text.strip())
    names = [part.replace("//", "/").strip() for part in parts]
    while names and (re.fullmatch(r"\$\w+\$", names[0]) or names[0] == "top"):
        del names[0]
    return tuple(filter(None, names))


def _numbers(text: str) -> tuple[float, float, float | None]:
    """From, to, and the number in the middle where it is named: `3:2`, `1..5`, `3`."""
    if found := re.fullmatch(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})", text):
        low, high = sorted(map(_number, found.groups()))
        return low, high, None
    if found := re.fullmatch(rf"({_NUMBER})\s*(?::\s*({_NUMBER})?)?", text):
        answer, half = _number(found[1]), abs(_number(found[2] or "0"))
        return *around(answer, half), answer
    raise BadQuestion(f"“{text}” is no number, number:tolerance or from..to")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _checked(found: object) -> dict[str, Any]:
    """Of what a comment keeps, what has the type that the model takes."""
    if not isinstance(found, dict):
        return {}
    checks: dict[str, type | tuple[type, ...]] = {
        **dict.fromkeys(("right", "wrong"), str),
        **dict.fromkeys(("tries", "rows"), int),
        "points": (int, float),
        "partial": bool,
    }
    kept: dict[str, Any] = {key: found[key] for key, type_ in checks.items() if isinstance(found.get(key), type_)}
    if found.get("case") in ("ignore", "exact"):
        kept["case"] = found["case"]
    hints = found.get("hints")
    if isinstance(hints, list) and all(isinstance(hint, str) for hint in hints):
        kept["hints"] = tuple(hints)
    return kept


def _with(question: Question, **changes: Any) -> Question:
    """The question with what was kept for it, as far as its kind has a place for that."""
    if isinstance(question, ShortAnswer) and "case" in changes:
        changes["gap"] = dataclasses.replace(question.gap, case=changes["case"])
    fields = {each.name for each in dataclasses.fields(question)}
    return dataclasses.replace(
        question, **{key: value for key, value in changes.items() if key in fields and value is not None}
    )
