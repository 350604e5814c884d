"""Moodle XML as Moodle reads it (question/format/xml/format.php): the kinds that courses have; the rest is told."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree, html

from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.questions.embedded import parse
from scormbuild.questions.gift_reading import category_path
from scormbuild.questions.kept import GAPS_CLASS, parted_said, parted_unit
from scormbuild.questions.markup import MARK_BEGIN, html_of_foreign_markdown, html_of_plain
from scormbuild.questions.model import (
    Answer,
    Choice,
    ChosenGap,
    Cloze,
    Collection,
    Description,
    Dropdown,
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
from scormbuild.questions.reading import (
    BadQuestion,
    Reading,
    around,
    content_of,
    decoded,
    inner_html,
    key_of,
    marked,
    number_of,
    said_once,
    with_gaps,
    xml_of,
)

_NAMES: Final = {
    "calculated": "a calculated question",
    "calculatedmulti": "a calculated question",
    "calculatedsimple": "a calculated question",
    "coderunner": "a programming question",
    "ddimageortext": "texts or pictures to drag onto a picture",
    "ddmarker": "markers to drag onto a picture",
    "random": "a question drawn from a category",
    "randomsamatch": "a matching drawn from short answers",
    "stack": "a STACK question",
}


def read(path: Path) -> tuple[DraftCourse, list[Loss]]:
    """A Moodle XML file as a course."""
    from scormbuild.questions.draft import draft

    collection = read_moodle(content_of(path), path.name)
    return draft(collection, path), collection.losses


def read_moodle(content: bytes, name: str) -> Collection:
    """The questions of a Moodle XML file. Raises `UsageError` where it is no XML, or no questions."""
    root = xml_of(content, name)
    if root.tag != "quiz":
        raise UsageError(
            f"{name}: the root of Moodle XML is <quiz>, and this one is <{root.tag}>; export it from Moodle"
        )
    reading = _Moodle(name)
    for element in root:
        if element.tag == "question":
            reading.question(element)
        elif isinstance(element.tag, str):
            reading.place = f"{name}:{element.sourceline}"
            reading.lost(f"<{element.tag}>", "it is left out")
    return reading.collection


class _Moodle(Reading):
    """One Moodle XML file."""

    category: tuple[str, ...] = ()

    def question(self, element: etree._Element) -> None:
        kind = element.get("type", "")
        title = " ".join(self._text(element, "name").split())
        at = f"{self.name}:{element.sourceline}"
        self.place = f"{at} ({title})" if title else at
        self.pictures, self.attached = [], {}
        if kind == "category":
            self.category = category_path(self._text(element, "category"))
            if about := self._block(element, "info"):
                self.collection.about[self.category] = about
            return
        if kind not in self._kinds():
            self.lost(_NAMES.get(kind, f"a question of the type {kind or 'that it doesn’t say'}"), "it is left out")
            return
        try:
            question = self._kinds()[kind](element, self._common(element, title))
        except BadQuestion as why:
            self.lost(str(why), "the question is left out")
            return
        pictures = tuple(dict.fromkeys((*question.pictures, *self.pictures)))
        self.collection.questions.append(dataclasses.replace(question, pictures=pictures))

    def _kinds(self) -> Mapping[str, Callable[[etree._Element, dict[str, Any]], Question]]:
        return {
            "multichoice": self._multichoice,
            "multichoiceset": self._multichoice,
            "truefalse": self._truefalse,
            "shortanswer": self._shortanswer,
            "numerical": self._numerical,
            "matching": self._matching,
            "match": self._matching,
            "ddmatch": self._matching,
            "essay": self._essay,
            "description": self._description,
            "cloze": self._cloze,
            "multianswer": self._cloze,
            "gapselect": self._gapselect,
            "ddwtos": self._gapselect,
            "ordering": self._ordering,
        }

    def _common(self, element: etree._Element, title: str) -> dict[str, Any]:
        if element.findtext("hidden", "0").strip() == "1":
            self.changed("a question that Moodle hides as an older version", "it is there as any other")
        if element.find("questiontext/file") is None and (old := element.findtext("image_base64")):
            self.attached[element.findtext("image", "bilde")] = decoded(old) or b""
        points = number_of(element.findtext("defaultgrade"), 1.0)
        if not 0 < points <= 100:
            if element.get("type") not in ("description", "essay"):
                self.changed(f"{points:g} points", "it has 1; a question has more than 0 and at most 100")
            points = 1.0
        penalty = number_of(element.findtext("penalty"), 0.0)
        hints = tuple(filter(None, (self._html_block(each) for each in element.findall("hint"))))
        if penalty and hints:
            self.collection.changed(self.name, "points that each further try costs", "a right answer earns all of them")
        if len(hints) > 5:
            self.changed(f"{len(hints)} hints", "the first 5 are there")
        return {
            "id": element.findtext("idnumber", "").strip(),
            "title": title,
            "category": self.category,
            "place": self.place,
            "general": self._block(element, "generalfeedback"),
            "right": self._block(element, "correctfeedback"),
            "wrong": self._block(element, "incorrectfeedback"),
            "hints": hints[:5],
            "points": points,
            "tags": tuple(filter(None, (tag.findtext("text", "").strip() for tag in element.findall("tags/tag")))),
        }

    def _prompt(self, element: etree._Element) -> str:
        return self.line(self._source(element.find("questiontext")))

    def _partly(self, element: etree._Element, common: dict[str, Any]) -> None:
        """What those read whose answer is right in part: courses have no such case."""
        said = self._block(element, "partiallycorrectfeedback")
        if said and said not in (common["right"], common["wrong"]):
            self.collection.lost(
                self.name, "feedback on answers that are right in part", "such answers get what wrong ones get"
            )

    def _multichoice(self, element: etree._Element, common: dict[str, Any]) -> Question:
        several = (
            element.findtext("single", "true").strip() in ("false", "0") or element.get("type") == "multichoiceset"
        )
        self._partly(element, common)
        options, shares = [], []
        for answer in element.findall("answer"):
            share = number_of(answer.get("fraction"), 0.0) / 100
            text, picture = self.option(self._source(answer))
            if not text:
                self.lost("an option without a text", "it is left out")
                continue
            is_right = share > 0 if several else share >= 0.999
            if not several and 0 < share < 0.999:
                self.changed(f"“{text}” earns {share:.0%} of the points", "it counts as wrong")
            if not several and share < 0:
                self.changed(f"“{text}” takes back points", "it counts as wrong")
            options.append(Answer(text, is_right, self._block(answer, "feedback"), picture))
            shares.append(share)
        if len(options) < 2:
            raise BadQuestion("a choice of fewer than two options")
        if several:
            self.tell_shares(shares)
        partial = several and element.get("type") != "multichoiceset"
        return Choice(**common, prompt=self._prompt(element), options=tuple(options), several=several, partial=partial)

    def _truefalse(self, element: etree._Element, common: dict[str, Any]) -> Question:
        answers = element.findall("answer")
        # Old exports have words of Moodle's language there: true stands first in them.
        named = {self._text(answer).lower(): answer for answer in answers}
        true = named.get("true", answers[0] if answers else None)
        false = named.get("false", answers[1] if len(answers) > 1 else None)
        if true is None or false is None:
            raise BadQuestion("a true/false question without both answers")
        is_true = number_of(true.get("fraction"), 0.0) > 0
        right, wrong = (true, false) if is_true else (false, true)
        common |= {"right": self._block(right, "feedback"), "wrong": self._block(wrong, "feedback")}
        return TrueFalse(**common, prompt=self._prompt(element), answer=is_true)

    def _shortanswer(self, element: etree._Element, common: dict[str, Any]) -> Question:
        accepted, feedbacks = [], []
        for answer in element.findall("answer"):
            words = self._text(answer)
            share = number_of(answer.get("fraction"), 0.0) / 100
            said = self._block(answer, "feedback")
            if words == "*" and share < 0.999:
                common["wrong"] = said
            elif share < 0.999:
                self._told_share(words, share)
            elif words:
                if "*" in words.replace("\\*", ""):
                    self.changed(f"“{words}” stands for more than itself", "only what is written counts")
                accepted.append(words.replace("\\*", "*"))
                feedbacks.append(said)
        if not accepted:
            raise BadQuestion("a short answer of which none is right")
        common["right"] = self._one_feedback(feedbacks)
        case = element.findtext("usecase", "0").strip()
        gap = WrittenGap(tuple(accepted[:20]), "exact" if case == "1" else "ignore")
        if len(accepted) > 20:
            self.changed(f"{len(accepted)} accepted answers", "the first 20 are there")
        return ShortAnswer(**common, prompt=self._prompt(element), gap=gap)

    def _numerical(self, element: etree._Element, common: dict[str, Any]) -> Question:
        full, feedbacks = [], []
        for answer in element.findall("answer"):
            words = self._text(answer) or (answer.text or "").strip()
            share = number_of(answer.get("fraction") or answer.findtext("fraction"), 0.0) / 100
            said = self._block(answer, "feedback")
            value = number_of(words)
            if words == "*" or value is None:
                if share > 0 or words != "*":
                    self.changed(f"the answer “{words}”", "it is left out; a number is needed")
                else:
                    common["wrong"] = said
            elif share < 0.999:
                self._told_share(words, share)
            else:
                full.append((value, abs(number_of(answer.findtext("tolerance"), 0.0))))
                feedbacks.append(said)
        if not full:
            raise BadQuestion("a numerical question of which no number is right")
        if len(full) > 1:
            others = ", ".join(f"{value:g}" for value, _ in full[1:])
            self.changed(f"{others} is right as well", f"only {full[0][0]:g} is")
        common["right"] = feedbacks[0]
        source, unit = parted_unit(self._source(element.find("questiontext")))
        units = [each.findtext("unit_name", "").strip() for each in element.findall("units/unit")]
        if units and not unit:
            unit = units[0]
            self.changed(f"a number with units ({', '.join(units)})", f"it is asked for in {unit}")
        value, half = full[0]
        low, high = around(value, half)
        return Numeric(**common, prompt=self.line(source), low=low, high=high, answer=value, unit=unit)

    def _matching(self, element: etree._Element, common: dict[str, Any]) -> Question:
        self._partly(element, common)
        pairs: list[Pair] = []
        targets: list[str] = []
        for each in element.findall("subquestion"):
            # A ddmatch's answers are HTML.
            answer = each.find("answer")
            source = self._source(answer) if element.get("type") == "ddmatch" else html_of_plain(self._text(answer))
            target = self.plain(source)
            if not target:
                self.lost("a pair without an answer", "it is left out")
                continue
            if target not in targets:
                targets.append(target)
            if item := self.line(self._source(each)):
                pairs.append(Pair(item, targets.index(target)))
        if not pairs:
            raise BadQuestion("a matching without pairs")
        return Matching(
            **common, prompt=self._prompt(element), pairs=tuple(pairs), targets=tuple(targets), partial=True
        )

    def _ordering(self, element: etree._Element, common: dict[str, Any]) -> Question:
        self._partly(element, common)
        answers = element.findall("answer")
        # The fraction is the place (qtype_ordering); equal ones stand in the file's order.
        answers.sort(key=lambda answer: number_of(answer.get("fraction"), 1.0))
        items = tuple(item for answer in answers if (item := self.line(self._source(answer))))
        if len(items) < 2:
            raise BadQuestion("fewer than two items to put in order")
        selected = element.findtext("selecttype", "").strip().upper()
        if selected not in ("", "0", "ALL"):
            self.changed("some of the items, drawn for each learner", "all of them are shown")
        partial = element.findtext("gradingtype", "").strip().upper() not in ("ALL_OR_NOTHING", "-1")
        return Sequencing(**common, prompt=self._prompt(element), items=items, partial=partial)

    def _essay(self, element: etree._Element, common: dict[str, Any]) -> Question:
        grader = self._block(element, "graderinfo")
        if grader and grader != common["general"]:
            self.lost("notes for who marks the answer", "nobody marks answers in a course")
        if self._block(element, "responsetemplate"):
            self.lost("a text to begin the answer with", "the field is empty")
        if element.findtext("attachments", "0").strip() not in ("0", ""):
            self.lost("files to hand in", "learners write their answer")
        rows = min(12, max(2, int(number_of(element.findtext("responsefieldlines"), 4.0))))
        model = common.pop("general")
        return Essay(**common, prompt=self._prompt(element), model=model, rows=rows)

    def _description(self, element: etree._Element, common: dict[str, Any]) -> Question:
        return Description(**common, text=self.block(self._source(element.find("questiontext"))))

    def _cloze(self, element: etree._Element, common: dict[str, Any]) -> Question:
        source, gaps, told = parse(self._source(element.find("questiontext")))
        for what, instead in told:
            self.changed(what, instead)
        if not gaps:
            raise BadQuestion("a text with gaps, without a gap that can be read")
        if element.find("defaultgrade") is None:
            # Moodle adds the gaps' points up, and writes no others.
            common["points"] = min(100.0, max(1.0, sum(gap.points for gap in gaps)))
        prompt, text = self._parted(source)
        common |= self._said(element)
        if any(isinstance(gap.gap, WrittenGap) for gap in gaps):
            written = {}
            for gap in gaps:
                if isinstance(gap.gap, ChosenGap):
                    self.changed("a gap to choose for, beside gaps to write in", "its right option is to be written")
                    written[gap.key] = WrittenGap((gap.gap.options[gap.gap.right],))
                else:
                    written[gap.key] = gap.gap
            return Cloze(**common, prompt=prompt, text=text, gaps=written, partial=True)
        chosen = {gap.key: gap.gap for gap in gaps if isinstance(gap.gap, ChosenGap)}
        return Dropdown(**common, prompt=prompt, text=text, gaps=chosen, partial=True)

    def _said(self, element: etree._Element) -> dict[str, str]:
        """What all read, and what `write_moodle` put beside it for those who answered rightly, or wrongly."""
        general, said = parted_said(self._source(element.find("generalfeedback")))
        return {key: self.block(text) for key, text in (said | {"general": general}).items()} if said else {}

    def _gapselect(self, element: etree._Element, common: dict[str, Any]) -> Question:
        self._partly(element, common)
        choices: list[tuple[str, str]] = []
        for each in [*element.findall("selectoption"), *element.findall("dragbox")]:
            choices.append((self.plain(self._source(each)), each.findtext("group", "1").strip()))
        gaps: dict[str, ChosenGap] = {}

        def gap(found: re.Match[str]) -> str:
            number = int(found[1]) - 1
            key = key_of(len(gaps))
            if not 0 <= number < len(choices) or not key:
                return found[0]
            group = [text for text, of in choices if of == choices[number][1]]
            gaps[key] = ChosenGap(tuple(dict.fromkeys(group)), list(dict.fromkeys(group)).index(choices[number][0]))
            return marked(key)

        source = re.sub(r"\[\[(\d{1,3})\]\]", gap, self._source(element.find("questiontext")))
        if not gaps:
            raise BadQuestion("a text with gaps, without a gap that can be read")
        prompt, text = self._parted(source)
        return Dropdown(**common, prompt=prompt, text=text, gaps=gaps, partial=True)

    def _parted(self, source: str) -> tuple[str, str]:
        """The prompt, and the text with its gaps; what stands before the first gap's paragraph is the prompt."""
        tree = html.fragment_fromstring(source, create_parent="div")
        holders = tree.xpath(f'./div[@class="{GAPS_CLASS}"]')
        gapped = holders[0] if holders else next((each for each in tree if MARK_BEGIN in each.text_content()), None)
        before = tree.text or ""
        if gapped is None or MARK_BEGIN in before:
            return "", with_gaps(self.block(source))
        pieces = list(tree)
        at = pieces.index(gapped)
        outer = [html.tostring(each, encoding="unicode") for each in pieces]
        if holders:
            outer[at] = html.tostring(gapped, encoding="unicode")
        prompt = self.line(before + "".join(outer[:at]))
        return prompt, with_gaps(self.block("".join(outer[at:])))

    def _told_share(self, words: str, share: float) -> None:
        if share > 0:
            self.changed(f"“{words}” earns {share:.0%} of the points", "it counts as wrong")
        else:
            self.lost(f"“{words}”, foreseen as a wrong answer", "it is wrong as any other")

    def _one_feedback(self, feedbacks: list[str]) -> str:
        right = said_once(feedbacks)
        if any(feedbacks) and not right:
            self.changed("answers have feedback of their own", "the first one is told for each")
            right = next(filter(None, feedbacks))
        return right

    def _text(self, element: etree._Element | None, path: str = "") -> str:
        """The plain text of an element, or of the one at `path` in it."""
        found = element.find(path) if element is not None and path else element
        return found.findtext("text", "").strip() if found is not None else ""

    def _block(self, element: etree._Element, path: str) -> str:
        found = element.find(path)
        return "" if found is None else self._html_block(found)

    def _html_block(self, element: etree._Element) -> str:
        return self.block(self._source(element))

    def _source(self, element: etree._Element | None) -> str:
        """The text of an element as HTML; files that stand beside it can be named from then on."""
        if element is None:
            return ""
        for file in element.findall("file"):
            name = f"{file.get('path') or '/'}{file.get('name', '')}".lstrip("/")
            content = decoded(file.text or "")
            if content is None:
                self.lost(f"the file {name}, which is no base64", "it is left out")
            else:
                self.attached[name] = content
        text = element.find("text")
        # HTML that isn't in CDATA stands there as elements, in files that were written by hand.
        words = "" if text is None else (text.text or "").strip() if len(text) == 0 else inner_html(text).strip()
        match element.get("format", "html"):
            case "plain_text":
                return html_of_plain(words)
            case "markdown":
                return html_of_foreign_markdown(words)
            case "moodle_auto_format":
                return words.replace("\n", "<br>")
            case _:
                return words
