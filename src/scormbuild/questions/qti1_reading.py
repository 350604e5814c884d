"""QTI 1.2 (IMS QTI ASI information model, 2002), with what Canvas and Blackboard put into it.

What is right isn't said in QTI 1.2: it is what the response processing gives points for. A condition with a positive
`setvar` names the right answers; those under `not` are wrong ones.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from scormbuild.questions.markup import html_of_plain
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
from scormbuild.questions.reading import BadQuestion, Reading, decoded, inner_html, key_of, marked, number_of, with_gaps

_RESPONSES: Final = (
    "response_lid",
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "response_extension",
)
_TRUE: Final = {"true", "sant", "riktig", "rett", "wahr", "vrai", "sann", "sandt"}
_FALSE: Final = {"false", "usant", "galt", "gale", "falsch", "faux", "falsk", "usann", "feil"}
_FEEDBACK_OF_ALL: Final = {
    "correct_fb": "right",
    "general_correct_fb": "right",
    "general_incorrect_fb": "wrong",
    "incorrect_fb": "wrong",
    "general_fb": "general",
}
"""Canvas' names."""

_GAPS: Final = ("multiple_dropdowns_question", "fill_in_multiple_blanks_question")

_UNKNOWN: Final = {
    "calculated_question": "a calculated question",
    "file_upload_question": "a file to hand in",
    "hot_spot_question": "a place to find in a picture",
    "jumbled sentence": "a jumbled sentence",
    "calculated": "a calculated question",
    "file upload": "a file to hand in",
    "hot spot": "a place to find in a picture",
    "quiz bowl": "a quiz bowl question",
}


def read_document(
    root: etree._Element, place: str, path: str, attached: Mapping[str, bytes], collection: Collection
) -> None:
    """Read a `questestinterop`. `path` is where it lies in its package, whose files are `attached`."""
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    for test in root.iter("assessment", "objectbank"):
        collection.title = collection.title or test.get("title", "")
    for item in root.iter("item"):
        titles = [each.get("title", "") for each in item.iterancestors("section", "assessment", "objectbank")]
        category = tuple(filter(None, reversed(titles)))
        at = f"{place}:{item.sourceline}"
        title = " ".join(item.get("title", "").split())
        where = f"{at} ({title})" if title else at
        reading = _Item(where, collection, place=where, folder=posixpath.dirname(path), files=attached)
        reading.read(item, category, title)
    for reference in root.iter("itemref", "sectionref"):
        collection.lost(place, f"a reference to {reference.get('linkrefid')}", "what it names is read where it stands")
    for ordering in root.iter("selection"):
        if ordering.findtext("selection_number"):
            collection.changed(place, "questions that are drawn", "all of them are there; a quiz has `draw`")


@dataclass(slots=True)
class _Condition:
    """A way to points: what it gives, the values that it asks for by response, numbers' bounds, and its feedback."""

    score: float
    wants: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, list[str]] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    is_other: bool = False
    exact: bool = False
    feedback: tuple[str, ...] = ()

    @property
    def asked(self) -> set[str]:
        return {*self.wants, *self.refuses, *self.least, *self.most}


@dataclass(slots=True)
class _Item(Reading):
    """One item."""

    folder: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    item: etree._Element = field(default_factory=lambda: etree.Element("item"))
    conditions: list[_Condition] = field(default_factory=list)

    def file(self, path: str) -> bytes | None:
        # Canvas: $IMS-CC-FILEBASE$/picture.png
        bare = unquote(re.sub(r"^(\$|%24)[\w-]+(\$|%24)/?", "", path).split("?")[0]).lstrip("/")
        names = (posixpath.normpath(posixpath.join(self.folder, bare)), bare, f"web_resources/{bare}")
        return next((self.files[name] for name in names if name in self.files), None)

    def read(self, item: etree._Element, category: tuple[str, ...], title: str) -> None:
        """Take the item's question into the collection."""
        self.item = item
        presentation = item.find("presentation")
        if presentation is None:
            self.lost("an item without a presentation", "it is left out")
            return
        self.conditions = list(self._conditions())
        kind = self._kind()
        try:
            if kind in _UNKNOWN:
                raise BadQuestion(_UNKNOWN[kind])
            question = self._question(presentation, kind, self._common(category, title))
        except BadQuestion as why:
            self.lost(str(why), "the question is left out")
            return

        pictures = tuple(dict.fromkeys((*question.pictures, *self.pictures)))
        self.collection.questions.append(dataclasses.replace(question, pictures=pictures))

    def _kind(self) -> str:
        """What the exporting program calls it; "" where it doesn't say."""
        return (
            self._metadata("question_type") or self._metadata("bbmd_questiontype") or self._metadata("qmd_itemtype")
        ).lower()

    def _metadata(self, name: str) -> str:
        for each in self.item.iter("qtimetadatafield"):
            if each.findtext("fieldlabel", "").strip() == name:
                return each.findtext("fieldentry", "").strip()
        for each in self.item.iter(name):
            return (each.text or "").strip()
        return ""

    def _common(self, category: tuple[str, ...], title: str) -> dict[str, Any]:
        points = number_of(
            self._metadata("points_possible")
            or self._metadata("qmd_weighting")
            or self._metadata("qmd_absolutescore_max")
        )
        if points is None:
            most = [number_of(each.get("maxvalue")) for each in self.item.iter("decvar")]
            points = next((each for each in most if each), None)
            # A hundred is all of it, not a hundred points.
            points = 1.0 if points == 100 else points
        if points is not None and not 0 < points <= 100:
            if points:
                self.changed(f"{points:g} points", "it has 1; a question has more than 0 and at most 100")
            points = None
        return {
            "id": self.item.get("ident", ""),
            "title": title,
            "category": category,
            "place": self.place,
            "points": points or 1.0,
        }

    # What is right.

    def _conditions(self) -> Iterator[_Condition]:
        for condition in self.item.iterfind("resprocessing/respcondition"):
            scores = [number_of(each.text) or 0.0 for each in condition.iterfind("setvar")]
            if any((each.get("action") or "Set") == "Subtract" for each in condition.iterfind("setvar")):
                scores = [-score for score in scores]
            # Blackboard sets SCORE.max, its word for all of the points.
            if any((each.text or "").strip() == "SCORE.max" for each in condition.iterfind("setvar")):
                scores = [1.0]
            if condition.get("title") == "correct" and not scores:
                scores = [1.0]
            links = tuple(each.get("linkrefid", "") for each in condition.iterfind("displayfeedback"))
            made = _Condition(max(scores, default=0.0), feedback=links)
            asked = condition.find("conditionvar")
            if asked is not None:
                _read_asked(asked, made, refused=False)
            yield made

    def _scored(self, identifier: str) -> list[_Condition]:
        """Conditions on a response that give points."""
        return [each for each in self.conditions if each.score > 0 and identifier in each.asked]

    def _right(self, identifier: str) -> list[str]:
        """The values of a response that earn points: all that the best of them do, or each its part."""
        scored = self._scored(identifier)
        found = [value for condition in scored for value in condition.wants.get(identifier, ())]
        return list(dict.fromkeys(found))

    # What is told.

    def _feedback(self, link: str) -> str:
        for feedback in self.item.iterfind("itemfeedback"):
            if feedback.get("ident") == link:
                return self.block(self._html(feedback))
        return ""

    def _tell(self, common: dict[str, Any], responses: list[etree._Element]) -> dict[str, str]:
        """Put what all, the right and the wrong read into `common`; give what belongs to single options, by them."""
        by_option: dict[str, str] = {}
        said: dict[str, list[str]] = {"right": [], "wrong": [], "general": []}
        single = len(responses) == 1 and responses[0].tag == "response_lid"
        told: set[str] = set()
        right = {value for response in responses for value in self._right(response.get("ident", ""))}
        for condition in self.conditions:
            values = [value for each in condition.wants.values() for value in each]
            for link in condition.feedback:
                told.add(link)
                text = self._feedback(link)
                is_named = _FEEDBACK_OF_ALL.get(link) == "right" or link.lower() == "correct"
                if not text:
                    continue
                if single and len(values) == 1 and not is_named and (condition.score <= 0 or "_fb" in link):
                    by_option[values[0]] = "\n\n".join(filter(None, (by_option.get(values[0], ""), text)))
                elif condition.score > 0 or is_named or (values and set(values) <= right):
                    said["right"].append(text)
                elif link in ("general_fb", "general") or (
                    condition.is_other and not condition.asked and link == "solution"
                ):
                    said["general"].append(text)
                else:
                    said["wrong"].append(text)
        for feedback in self.item.iterfind("itemfeedback"):
            link = feedback.get("ident", "")
            if link in told:
                continue
            text = self.block(self._html(feedback))
            if feedback.find(".//hint") is not None:
                common["hints"] = (*common.get("hints", ()), text) if text else common.get("hints", ())
            elif link in _FEEDBACK_OF_ALL:
                said[_FEEDBACK_OF_ALL[link]] += [text] if text else []
            elif any(link == label.get("ident") for label in self.item.iter("response_label")):
                by_option[link] = text
            else:
                said["general"] += [text] if text else []
        common |= {key: "\n\n".join(dict.fromkeys(texts)) for key, texts in said.items()}
        return by_option

    # The kinds.

    def _question(self, presentation: etree._Element, kind: str, common: dict[str, Any]) -> Question:
        responses = list(presentation.iter(*_RESPONSES))
        by_option = self._tell(common, responses)
        if not responses or kind == "text_only_question":
            text = self.block(self._html(presentation))
            return Description(**common | {"points": 1.0}, text=text)
        tags = {each.tag for each in responses}
        if tags & {"response_xy", "response_extension"}:
            raise BadQuestion("a place to find in a picture")
        fibs = list(presentation.iter("render_fib"))
        if tags == {"response_lid"} and (len(responses) > 1 or kind in _GAPS):
            return self._several_lists(presentation, responses, kind, common)
        if "response_grp" in tags:
            return self._groups(presentation, responses, common)
        if tags == {"response_lid"}:
            return self._list(presentation, responses[0], common, by_option)
        if len(responses) == 1:
            return self._written(presentation, responses[0], fibs, kind, common)
        return self._gaps(presentation, responses, common)

    def _prompt(self, presentation: etree._Element) -> str:
        return self.line(self._html(presentation))

    def _labels(self, response: etree._Element) -> list[etree._Element]:
        return list(response.iter("response_label"))

    def _list(
        self, presentation: etree._Element, response: etree._Element, common: dict[str, Any], by_option: dict[str, str]
    ) -> Question:
        identifier = response.get("ident", "")
        common["prompt"] = self._prompt(presentation)
        right = self._right(identifier)
        if response.get("rcardinality") == "Ordered" or presentation.find(".//ims_render_object") is not None:
            return self._order(response, right, common)
        labels = self._labels(response)
        texts = [(label.get("ident", ""), self.option(self._html(label))) for label in labels]
        texts = [(key, made) for key, made in texts if made[0]]
        words = [text.lower().strip(". ") for _, (text, _) in texts]
        if (
            len(texts) == 2
            and len(right) == 1
            and ((words[0] in _TRUE and words[1] in _FALSE) or (words[0] in _FALSE and words[1] in _TRUE))
        ):
            said = {key: feedback for key, feedback in by_option.items() if feedback}
            for key, feedback in said.items():
                which = "right" if key in right else "wrong"
                common[which] = "\n\n".join(filter(None, (common[which], feedback)))
            chosen = next((at for at, (key, _) in enumerate(texts) if key in right), None)
            if chosen is None:
                raise BadQuestion("a true/false question without a right answer")
            return TrueFalse(**common, answer=words[chosen] in _TRUE)
        if len(texts) < 2:
            raise BadQuestion("a choice of fewer than two options")
        several = response.get("rcardinality") == "Multiple"
        scored = [(each.score, each.wants.get(identifier, [])) for each in self._scored(identifier)]
        if not several and scored:
            best = max(score for score, _ in scored)
            for score, values in scored:
                if score < best:
                    shown = ", ".join(values)
                    self.changed(f"the option {shown} earns a part of the points", "it counts as wrong")
            right = [value for score, values in scored if score == best for value in values]
        if not right:
            self.changed("an item that says of no option that it is right", "it is a question without a right answer")
        options = tuple(Answer(text, key in right, by_option.get(key, ""), picture) for key, (text, picture) in texts)
        partial = several and len(scored) > 1
        return Choice(**common, options=options, several=several or len(right) > 1, partial=partial)

    def _order(self, response: etree._Element, right: list[str], common: dict[str, Any]) -> Question:
        labels = {label.get("ident", ""): label for label in self._labels(response)}
        order = [key for key in right if key in labels]
        if len(order) < 2:
            raise BadQuestion("things to put in order, without a right order")
        items = tuple(self.option(self._html(labels[key]))[0] for key in order)
        partial = len(self._scored(response.get("ident", ""))) > 1
        return Sequencing(**common, items=items, partial=partial)

    def _several_lists(
        self, presentation: etree._Element, responses: list[etree._Element], kind: str, common: dict[str, Any]
    ) -> Question:
        """Lists to choose from: gaps within the text, or the right sides of a matching."""
        partial = len([each for each in self.conditions if each.score > 0]) > 1
        if kind in _GAPS:
            return self._gaps(presentation, responses, common, written=kind == "fill_in_multiple_blanks_question")
        targets: list[str] = []
        keys: dict[str, int] = {}
        pairs = []
        for response in responses:
            for label in self._labels(response):
                text = self.plain(self._html(label))
                if not text:
                    continue
                if text not in targets:
                    targets.append(text)
                keys[label.get("ident", "")] = targets.index(text)
            item = self.option(self._html(response, own=True))[0]
            right = [key for key in self._right(response.get("ident", "")) if key in keys]
            if not right or not item:
                self.changed("an item to match that belongs to nothing", "it is left out")
                continue
            pairs.append((item, keys[right[0]]))
        if not pairs:
            raise BadQuestion("a matching without right pairs")
        # Blackboard lists the right sides apart, and its choices have no texts of their own.
        apart = [each for each in presentation.iter("flow") if each.get("class") == "RIGHT_MATCH_BLOCK"]
        if apart and not any(targets):
            sides = [
                self.plain(self._html(each))
                for each in apart[0].iter("flow")
                if each is not apart[0] and each.find("flow") is None
            ]
            return self._blackboard(responses, sides, common, presentation, partial)
        common["prompt"] = self._prompt(presentation)
        order = list(dict.fromkeys([*(target for _, target in pairs), *range(len(targets))]))
        made = tuple(Pair(item, order.index(target)) for item, target in pairs)
        return Matching(**common, pairs=made, targets=tuple(targets[at] for at in order), partial=partial)

    def _blackboard(
        self,
        responses: list[etree._Element],
        sides: list[str],
        common: dict[str, Any],
        presentation: etree._Element,
        partial: bool,
    ) -> Question:
        """Blackboard's matching: choices by their place, the right sides in a block of their own."""
        pairs = []
        for response in responses:
            labels = [label.get("ident", "") for label in self._labels(response)]
            parent = response.getparent()
            item = self.option(self._html(parent if parent is not None else response))[0]
            right = [labels.index(key) for key in self._right(response.get("ident", "")) if key in labels]
            if right and right[0] < len(sides) and item:
                pairs.append((item, right[0]))
        if not pairs:
            raise BadQuestion("a matching without right pairs")
        block = presentation.find(".//flow[@class='QUESTION_BLOCK']")
        common["prompt"] = self.line(self._html(block)) if block is not None else ""
        order = list(dict.fromkeys([*(target for _, target in pairs), *range(len(sides))]))
        made = tuple(Pair(item, order.index(target)) for item, target in pairs)
        return Matching(**common, pairs=made, targets=tuple(sides[at] for at in order), partial=partial)

    def _groups(
        self, presentation: etree._Element, responses: list[etree._Element], common: dict[str, Any]
    ) -> Question:
        """A matching by groups: labels that name a `match_group` are items, the rest is what they belong to."""
        labels = {label.get("ident", ""): label for response in responses for label in self._labels(response)}
        pairs = []
        for response in responses:
            for value in self._right(response.get("ident", "")):
                sides = re.split(r"[,\s]+", value)
                if len(sides) == 2 and all(side in labels for side in sides):
                    pairs.append((sides[0], sides[1]))
        if not pairs:
            raise BadQuestion("a matching without right pairs")
        order = list(dict.fromkeys(target for _, target in pairs))
        common["prompt"] = self._prompt(presentation)
        made = tuple(Pair(self.option(self._html(labels[item]))[0], order.index(target)) for item, target in pairs)
        return Matching(**common, pairs=made, targets=tuple(self.plain(self._html(labels[key])) for key in order))

    def _written(
        self,
        presentation: etree._Element,
        response: etree._Element,
        fibs: list[etree._Element],
        kind: str,
        common: dict[str, Any],
    ) -> Question:
        identifier = response.get("ident", "")
        common["prompt"] = self._prompt(presentation)
        rows = int(number_of(fibs[0].get("rows") if fibs else None) or 1)
        answers = self._right(identifier)
        is_number = (
            response.tag == "response_num"
            or (fibs and fibs[0].get("fibtype") in ("Integer", "Decimal"))
            or "numeric" in kind
        )
        bounds = [each for each in self._scored(identifier) if identifier in each.least and identifier in each.most]
        if is_number or (bounds and not answers):
            return self._numeric(identifier, answers, bounds, common)
        if not answers or "essay" in kind or (rows > 1 and not answers):
            model = common.pop("general", "")
            return Essay(**common | {"points": 1.0}, model=model, rows=min(12, max(2, rows)))
        labels = self._labels(response)
        if len(labels) > 1:
            return self._gaps(presentation, [response], common)
        exact = any(each.exact for each in self._scored(identifier))
        return ShortAnswer(**common, gap=WrittenGap(tuple(answers[:20]), "exact" if exact else "ignore"))

    def _numeric(
        self, identifier: str, answers: list[str], bounds: list[_Condition], common: dict[str, Any]
    ) -> Question:
        values = [value for each in answers if (value := number_of(each)) is not None]
        if len(bounds) > 1 or len(values) > 1:
            self.changed("several numbers or ranges are right", "only the first is")
        if bounds:
            low, high = sorted((bounds[0].least[identifier], bounds[0].most[identifier]))
            answer = values[0] if values and low <= values[0] <= high else None
            middle = (low + high) / 2
            # Only around its middle can a number have a tolerance.
            answer = answer if answer is not None and abs(answer - middle) < 1e-9 * max(1, abs(middle)) else None
            return Numeric(**common, low=low, high=high, answer=answer)
        if values:
            return Numeric(**common, low=values[0], high=values[0], answer=values[0])
        raise BadQuestion("a number without a right one")

    def _gaps(
        self,
        presentation: etree._Element,
        responses: list[etree._Element],
        common: dict[str, Any],
        *,
        written: bool = False,
    ) -> Question:
        """Gaps: Canvas names them in brackets in its text, others put them where they are."""
        source = self._html(presentation, mark=True)
        found: dict[str, WrittenGap | ChosenGap] = {}
        for response in responses:
            identifier = response.get("ident", "")
            key = key_of(len(found))
            gap = self._gap(response, identifier, written)
            place = marked(f"response:{identifier}")
            name = identifier.removeprefix("response_")
            own = self._text(response)
            if gap is None or not key:
                self.changed("a gap without a right answer", "it is blank in the text")
                source = source.replace(place, "____")
                continue
            found[key] = gap
            bracketed = next((each for each in (own, name) if each and f"[{each}]" in source), None)
            if bracketed:
                source = source.replace(f"[{bracketed}]", marked(key), 1).replace(place, "")
            else:
                source = source.replace(place, f" {marked(key)} ")
        if not found:
            raise BadQuestion("gaps without right answers")
        text = with_gaps(self.block(source))
        partial = len([each for each in self.conditions if each.score > 0]) > 1
        if all(isinstance(gap, ChosenGap) for gap in found.values()):
            chosen = {key: gap for key, gap in found.items() if isinstance(gap, ChosenGap)}
            return Dropdown(**common, text=text, gaps=chosen, partial=partial)
        gaps = {
            key: gap if isinstance(gap, WrittenGap) else WrittenGap((gap.options[gap.right],))
            for key, gap in found.items()
        }
        return Cloze(**common, text=text, gaps=gaps, partial=partial)

    def _gap(self, response: etree._Element, identifier: str, written: bool) -> WrittenGap | ChosenGap | None:
        right = self._right(identifier)
        labels = {label.get("ident", ""): self.plain(self._html(label)) for label in self._labels(response)}
        if response.tag != "response_lid":
            return WrittenGap(tuple(right[:20])) if right else None
        accepted = [key for key in right if key in labels]
        if not accepted:
            return None
        if written:
            # Canvas lists what is accepted in a gap to write in as options.
            return WrittenGap(tuple(labels.values())[:20])
        return ChosenGap(tuple(labels.values()), list(labels).index(accepted[0]))

    # Texts.

    def _text(self, element: etree._Element) -> str:
        material = element.find("material")
        return "" if material is None else " ".join("".join(map(str, material.itertext())).split())

    def _html(self, element: etree._Element, *, own: bool = False, mark: bool = False) -> str:
        """The materials in an element as HTML, without those of its responses; `own` takes only its direct ones."""
        return "".join(self._materials(element, own=own, mark=mark, top=True))

    def _materials(self, element: etree._Element, *, own: bool, mark: bool, top: bool) -> Iterator[str]:
        is_response = element.tag in _RESPONSES
        if is_response and not top:
            if mark:
                # What stands within the response between its fields is text as well.
                yield marked(f"response:{element.get('ident', '')}")
            return
        if element.tag == "material":
            yield f"<div>{''.join(map(self._matter, element))}</div>"
            return
        for child in element.iterchildren(etree.Element):
            if own and child.tag in ("render_choice", "render_fib", "render_extension", "render_slider"):
                continue
            if child.tag in ("resprocessing", "itemfeedback"):
                continue
            yield from self._materials(child, own=own, mark=mark, top=False)

    def _matter(self, element: etree._Element) -> str:
        if not isinstance(element.tag, str):
            return ""
        match element.tag:
            case "mattext" | "matemtext":
                words = (element.text or "") if len(element) == 0 else inner_html(element)
                if len(element):
                    return words
                is_html = element.get("texttype", "text/plain").lower() in ("text/html", "text/xhtml", "text/rtf")
                return words if is_html or re.search(r"</?[a-z]\w*[^<>]*>", words) else html_of_plain(words)
            case "mat_extension":
                inside = element.find("mat_formattedtext")
                if inside is None:
                    return ""
                words = inside.text or ""
                return words if inside.get("type") in ("HTML", "SMART_TEXT") else html_of_plain(words)
            case "matimage":
                return self._image(element)
            case "matbreak":
                return "<br>"
            case "altmaterial" | "mat_formattedtext":
                return ""
            case tag:
                self.lost(f"<{tag}>", "it is left out")
                return ""

    def _image(self, element: etree._Element) -> str:

        source = element.get("uri") or element.get("entityref") or ""
        if element.text and element.text.strip() and (element.get("embedded") == "base64" or not source):
            data = decoded(element.text)
            if data is not None:
                source = f"data:{element.get('imagtype', 'image/png')};base64,{''.join(element.text.split())}"
        return f'<img src="{escape(source)}" alt="{escape(element.get("label", ""))}">'


def _read_asked(element: etree._Element, made: _Condition, *, refused: bool) -> None:
    """What a condition asks for, `not` turned about."""
    for each in element.iterchildren(etree.Element):
        identifier = each.get("respident", "")
        value = (each.text or "").strip()
        number = number_of(value)
        match each.tag:
            case "not":
                _read_asked(each, made, refused=not refused)
            case "and" | "or":
                _read_asked(each, made, refused=refused)
            case "varequal" | "varsubset" | "varinside" | "varsubstring":
                (made.refuses if refused else made.wants).setdefault(identifier, []).append(value)
                made.exact = made.exact or each.get("case", "No").lower() in ("yes", "exact")
            case "vargte" | "vargt" if number is not None:
                (made.most if refused else made.least)[identifier] = number
            case "varlte" | "varlt" if number is not None:
                (made.least if refused else made.most)[identifier] = number
            case "other":
                made.is_other = True
            case _:
                pass
