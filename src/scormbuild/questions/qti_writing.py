"""Questions as a QTI 2.1 content package: a test with a section for each category, an item for each question.

Elements and attributes by the IMS QTI 2.1 information model (final, 2012); the manifest by IMS Content Packaging 1.1.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count, groupby
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree, html
from lxml.builder import ElementMaker
from lxml.html import HtmlElement

from scormbuild.components.marked import BEGIN, END, MIDDLE, with_marks
from scormbuild.importing.draft import Loss
from scormbuild.questions.kept import GAPS_CLASS, PROMPT_CLASS, STRUCK_CLASS, unit
from scormbuild.questions.markup import html_of_block, html_of_line, plain_words
from scormbuild.questions.model import (
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
from scormbuild.questions.words import FALSE, TRUE, say
from scormbuild.questions.writing import Maker, Written, image, media_type, name_of, number, place_of

QTI: Final = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_TEMPLATES: Final = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_RENAMED: Final = {"s": "span", "button": "span"}

Q: Final[Maker] = ElementMaker(namespace=QTI, nsmap={None: QTI})
C: Final[Maker] = ElementMaker(namespace=CP, nsmap={None: CP, "lom": LOM})
L: Final[Maker] = ElementMaker(namespace=LOM, nsmap={"lom": LOM})


def write_qti(collection: Collection) -> Written:
    """The questions as a zip, and what QTI doesn't hold."""
    losses: list[Loss] = []
    names = _names(collection.questions)
    files: dict[str, bytes] = {}
    items = []
    for name, question in zip(names, collection.questions, strict=True):
        writer = _Item(collection, name, losses)
        files[f"items/{name}.xml"] = _bytes(writer.element(question))
        items.append((name, question, tuple(writer.used)))
    files["assessment.xml"] = _bytes(_test(collection, items))
    used = {file for _, _, pictures in items for file in pictures}
    files = {"imsmanifest.xml": _bytes(_manifest(collection, items)), **files}
    files |= {file: collection.files[file] for file in sorted(used)}
    return Written(_zip(files), losses, len(items))


def _names(questions: Sequence[Question]) -> list[str]:
    """An identifier for each question: its id, where that is one and stands only once."""
    names: list[str] = []
    for at, question in enumerate(questions, 1):
        is_name = re.fullmatch(r"[A-Za-z_][\w.-]*", question.id, re.ASCII) and question.id not in names
        name = question.id if is_name else f"item-{at}"
        names.append(name if name not in names else f"item-{at}-{len(names)}")
    return names


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return stream.getvalue()


def _bytes(element: etree._Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8") + b"\n"


_Listed = Sequence[tuple[str, Question, tuple[str, ...]]]
"""Items by their names, with the files that each needs."""


def _test(collection: Collection, items: _Listed) -> etree._Element:
    numbers = count(1)
    sections = list(_sections(items, 0, numbers))
    part = Q.testPart(*sections, identifier="part-1", navigationMode="nonlinear", submissionMode="individual")
    return Q.assessmentTest(part, identifier="assessment", title=collection.title or "–")


def _sections(items: _Listed, depth: int, numbers: Iterator[int]) -> Iterator[etree._Element]:
    """A section for each name at that depth of the categories, with those below in it. Every item is in one."""
    for title, of in groupby(items, key=lambda item: item[1].category[depth : depth + 1]):
        inner = list(of)
        section = Q.assessmentSection(identifier=f"section-{next(numbers)}", title="".join(title), visible="true")
        for is_here, group in groupby(inner, key=lambda item: len(item[1].category) <= depth + 1):
            listed = list(group)
            section.extend(map(_reference, listed) if is_here else _sections(listed, depth + 1, numbers))
        yield section


def _reference(item: tuple[str, Question, tuple[str, ...]]) -> etree._Element:
    name, question, _ = item
    reference = Q.assessmentItemRef(identifier=name, href=f"items/{name}.xml")
    if question.tries != 1:
        reference.append(Q.itemSessionControl(maxAttempts=str(question.tries)))
    return reference


def _manifest(collection: Collection, items: _Listed) -> etree._Element:
    resources = [
        C.resource(
            C.file(href="assessment.xml"),
            *(C.dependency(identifierref=f"resource-{name}") for name, _, _ in items),
            identifier="resource-assessment",
            type="imsqti_test_xmlv2p1",
            href="assessment.xml",
        )
    ]
    for name, question, pictures in items:
        resource = C.resource(
            C.metadata(_lom(question)),
            C.file(href=f"items/{name}.xml"),
            *(C.file(href=file) for file in dict.fromkeys(pictures)),
            identifier=f"resource-{name}",
            type="imsqti_item_xmlv2p1",
            href=f"items/{name}.xml",
        )
        resources.append(resource)
    return C.manifest(
        C.metadata(C.schema("QTIv2.1 Package"), C.schemaversion("1.0.0")),
        C.organizations(),
        C.resources(*resources),
        identifier="manifest",
    )


def _lom(question: Question) -> etree._Element:
    """The item's metadata (IEEE 1484.12.3): its title, and its tags as keywords."""
    general = L.general(L.title(L.string(name_of(question))))
    general.extend(L.keyword(L.string(tag)) for tag in question.tags)
    return L.lom(general)


class _Item:
    """Writes an item; `used` are the pictures in it."""

    def __init__(self, collection: Collection, name: str, losses: list[Loss]) -> None:
        self.collection, self.name, self.losses = collection, name, losses
        self.used: list[str] = []

    def element(self, question: Question) -> etree._Element:
        self.place = place_of(question)
        if question.hints:
            self.losses.append(Loss(self.place, "its hints", "they are left out: QTI has none"))
        item = Q.assessmentItem(identifier=self.name, title=name_of(question), adaptive="false", timeDependent="false")
        if self.collection.language:
            item.set(XML_LANG, self.collection.language)
        body = Q.itemBody(*self._body(question))
        item.extend(self._responses(question))
        is_scored = _is_scored(question)
        if is_scored:
            item.append(_outcome("SCORE", "float", "0"))
            item.append(_outcome("MAXSCORE", "float", number(question.points)))
        shown = list(self._feedback(question))
        for identifier, cardinality in (
            ("FEEDBACK", _cardinality(question)),
            ("SAID", "single"),
            ("GENERAL", "single"),
        ):
            if any(each.get("outcomeIdentifier") == identifier for each in shown):
                item.append(
                    _outcome(identifier, "identifier", "general" if identifier == "GENERAL" else "", cardinality)
                )
        item.append(body)
        if is_scored:
            item.append(self._processing(question, shown))
        item.extend(shown)
        return item

    def _responses(self, question: Question) -> Iterator[etree._Element]:
        points = question.points
        match question:
            case Choice():
                right = [f"o{at}" for at, option in enumerate(question.options) if option.correct]
                keys = [f"o{at}" for at in range(len(question.options))]
                yield _chosen(right, keys, question, several=question.several)
            case HotText():
                keys = [key for key, _, _ in _marks(question.text)]
                yield _chosen(_named(question.correct), _named(keys), question, several=True)
            case HotSpot():
                right = [f"o{at}" for at, region in enumerate(question.regions) if region.correct]
                keys = [f"o{at}" for at in range(len(question.regions))]
                yield _chosen(right, keys, question, several=len(right) > 1)
            case TrueFalse():
                yield _response("RESPONSE", "identifier", "single", [str(question.answer).lower()])
            case Sequencing():
                right = [f"o{at}" for at in range(len(question.items))]
                yield _response("RESPONSE", "identifier", "ordered", right)
            case Matching():
                pairs = [f"i{at} t{pair.target}" for at, pair in enumerate(question.pairs)]
                element = _response("RESPONSE", "directedPair", "multiple", pairs)
                if question.partial:
                    element.append(_mapping({pair: points / len(pairs) for pair in pairs}, points))
                yield element
            case Numeric():
                right = [] if question.answer is None else [number(question.answer)]
                yield _response("RESPONSE", "float", "single", right)
            case ShortAnswer():
                yield _text_response("RESPONSE", question.gap, points)
            case Cloze():
                for key, gap in question.gaps.items():
                    yield _text_response(f"R_{key}", gap, points / len(question.gaps))
            case Dropdown():
                for key, chosen in question.gaps.items():
                    element = _response(f"R_{key}", "identifier", "single", [f"o{chosen.right}"])
                    element.append(_mapping({f"o{chosen.right}": points / len(question.gaps)}, points))
                    yield element
            case Essay():
                yield _response("RESPONSE", "string", "single", [])
            case _:
                pass

    def _body(self, question: Question) -> Iterator[etree._Element]:
        prompt = self._prompt(question)
        match question:
            case Description():
                yield Q.div(*self._xhtml(html_of_block(question.text) + self._images(question)))
            case Choice():
                choices = [
                    Q.simpleChoice(*self._option(option.text, option.picture), identifier=f"o{at}")
                    for at, option in enumerate(question.options)
                ]
                most = "0" if question.several else "1"
                is_survey = not any(option.correct for option in question.options)
                yield Q.choiceInteraction(
                    prompt, *choices, responseIdentifier="RESPONSE", shuffle=str(not is_survey).lower(), maxChoices=most
                )
            case TrueFalse():
                language = self.collection.language
                choices = [
                    Q.simpleChoice(say(language, word), identifier=key)
                    for key, word in (("true", TRUE), ("false", FALSE))
                ]
                yield Q.choiceInteraction(
                    prompt, *choices, responseIdentifier="RESPONSE", shuffle="false", maxChoices="1"
                )
            case Sequencing():
                # Not every program shuffles: they stand in the alphabet's order, which gives nothing away.
                order = sorted(range(len(question.items)), key=lambda at: (question.items[at], at))
                choices = [
                    Q.simpleChoice(*self._xhtml(html_of_line(question.items[at])), identifier=f"o{at}") for at in order
                ]
                yield Q.orderInteraction(prompt, *choices, responseIdentifier="RESPONSE", shuffle="true")
            case Matching():
                yield self._match(question, prompt)
            case Numeric() | ShortAnswer():
                yield self._paragraphs(prompt)
                entry = Q.textEntryInteraction(responseIdentifier="RESPONSE")
                yield Q.p(entry, *self._xhtml(unit(question)))
            case Cloze() | Dropdown():
                yield self._paragraphs(prompt)
                yield self._gapped(question)
            case HotText():
                yield self._hot_text(question, prompt)
            case HotSpot():
                yield self._hot_spot(question, prompt)
            case Essay():
                yield Q.extendedTextInteraction(prompt, responseIdentifier="RESPONSE", expectedLines=str(question.rows))

    def _prompt(self, question: Question) -> etree._Element:
        """The prompt; pictures in it, but for the one whose places are to be found."""
        pictures = "" if isinstance(question, HotSpot) else self._images(question)
        return Q.prompt(*self._xhtml(html_of_line(question.prompt) + pictures))

    def _images(self, question: Question) -> str:
        return "".join(f"<br>{image(picture, self._address)}" for picture in question.pictures)

    def _paragraphs(self, prompt: etree._Element) -> etree._Element:
        """A prompt for interactions that stand within a line and have none of their own."""
        paragraph = Q.p(*prompt, **{"class": PROMPT_CLASS})
        paragraph.text = prompt.text
        return paragraph

    def _option(self, text: str, picture: Picture | None) -> Iterator[etree._Element | str]:
        yield from self._xhtml(html_of_line(text) + image(picture, self._address))

    def _match(self, question: Matching, prompt: etree._Element) -> etree._Element:
        items = [
            Q.simpleAssociableChoice(*self._xhtml(html_of_line(pair.item)), identifier=f"i{at}", matchMax="1")
            for at, pair in enumerate(question.pairs)
        ]
        targets = [
            Q.simpleAssociableChoice(target, identifier=f"t{at}", matchMax="0")
            for at, target in enumerate(question.targets)
        ]
        return Q.matchInteraction(
            prompt,
            Q.simpleMatchSet(*items),
            Q.simpleMatchSet(*targets),
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxAssociations=str(len(items)),
        )

    def _gapped(self, question: Cloze | Dropdown) -> etree._Element:
        body = Q.div(*self._xhtml(_marked_html(question.text)), **{"class": GAPS_CLASS})
        for mark in list(body.iter(f"{{{QTI}}}mark")):
            key = mark.get("key", "")
            gap = question.gaps[key]
            if isinstance(gap, ChosenGap):
                choices = [Q.inlineChoice(text, identifier=f"o{at}") for at, text in enumerate(gap.options)]
                made = Q.inlineChoiceInteraction(*choices, responseIdentifier=f"R_{key}", shuffle="true")
            else:
                made = Q.textEntryInteraction(responseIdentifier=f"R_{key}")
            _replace(mark, made)
        return body

    def _hot_text(self, question: HotText, prompt: etree._Element) -> etree._Element:
        body = Q.div(*self._xhtml(_marked_html(question.text)), **{"class": GAPS_CLASS})
        for mark in list(body.iter(f"{{{QTI}}}mark")):
            key = mark.get("key", "")
            _replace(mark, Q.hottext(mark.text or "", identifier=_named([key])[0]))
        return Q.hottextInteraction(prompt, body, responseIdentifier="RESPONSE", maxChoices="0")

    def _hot_spot(self, question: HotSpot, prompt: etree._Element) -> etree._Element:
        picture = question.pictures[0]
        width, height = size_of(self.collection.files[picture.file])
        choices = []
        for at, region in enumerate(question.regions):
            sides = (region.x, region.y, region.x + region.width, region.y + region.height)
            coords = ",".join(str(round(side * of / 100)) for side, of in zip(sides, (width, height) * 2, strict=True))
            label = plain_words(region.text)
            if re.search(r"<\w", html_of_line(region.text)):
                self.losses.append(Loss(self.place, f"formatting of “{label}”", "QTI has only its words", "changed"))
            choices.append(Q.hotspotChoice(identifier=f"o{at}", shape="rect", coords=coords, hotspotLabel=label))
        object_ = Q.object(
            picture.alt,
            data=self._address(picture),
            type=media_type(picture),
            width=str(width),
            height=str(height),
        )
        several = sum(region.correct for region in question.regions) > 1
        return Q.hotspotInteraction(
            prompt, object_, *choices, responseIdentifier="RESPONSE", maxChoices="0" if several else "1"
        )

    def _feedback(self, question: Question) -> Iterator[etree._Element]:
        options = (
            [(f"o{at}", option.feedback) for at, option in enumerate(question.options)]
            if isinstance(question, Choice)
            else [(f"o{at}", region.feedback) for at, region in enumerate(question.regions)]
            if isinstance(question, HotSpot)
            else []
        )
        said = [("SAID", "right", question.right), ("SAID", "wrong", question.wrong)]
        general = question.model if isinstance(question, Essay) else question.general
        said += [("FEEDBACK", key, feedback) for key, feedback in options]
        for outcome, key, text in [*said, ("GENERAL", "general", general)]:
            if text:
                yield Q.modalFeedback(
                    *self._xhtml(html_of_block(text)), outcomeIdentifier=outcome, identifier=key, showHide="show"
                )

    def _processing(self, question: Question, shown: Sequence[etree._Element]) -> etree._Element:
        identifiers = [f"R_{key}" for key in question.gaps] if isinstance(question, Cloze | Dropdown) else ["RESPONSE"]
        is_right = self._is_right(question, identifiers)
        is_mapped = question.partial and isinstance(question, Choice | HotText | HotSpot | Matching | Dropdown)
        scores = (
            Q.sum(*(Q.mapResponse(identifier=each) for each in identifiers))
            if is_mapped and len(identifiers) > 1
            else Q.mapResponse(identifier="RESPONSE")
            if is_mapped
            else None
        )
        answers_feedback = any(each.get("outcomeIdentifier") != "GENERAL" for each in shown)
        if len(identifiers) == 1 and not answers_feedback and not isinstance(question, Numeric | ShortAnswer | Cloze):
            # What every program knows by name.
            if is_mapped:
                return Q.responseProcessing(template=f"{_TEMPLATES}map_response")
            if question.points == 1 and not question.partial:
                return Q.responseProcessing(template=f"{_TEMPLATES}match_correct")
        processing = Q.responseProcessing()
        if scores is not None:
            processing.append(Q.setOutcomeValue(scores, identifier="SCORE"))
        elif isinstance(question, Sequencing) and question.partial:
            processing.extend(_by_place(question))
        elif isinstance(question, Cloze) and question.partial:
            processing.extend(_by_gap(question))
        asks = [each for each in shown if each.get("outcomeIdentifier") == "SAID"]
        told = {each.get("identifier") for each in asks}
        right = [_set("SCORE", "float", number(question.points))] if len(processing) == 0 else []
        right += [_set("SAID", "identifier", "right")] if "right" in told else []
        wrong = [_set("SAID", "identifier", "wrong")] if "wrong" in told else []
        if right or wrong:
            condition = Q.responseCondition(Q.responseIf(is_right, *right))
            if wrong:
                condition.append(Q.responseElse(*wrong))
            processing.append(condition)
        if any(each.get("outcomeIdentifier") == "FEEDBACK" for each in shown):
            processing.append(Q.setOutcomeValue(Q.variable(identifier="RESPONSE"), identifier="FEEDBACK"))
        return processing

    def _is_right(self, question: Question, identifiers: Sequence[str]) -> etree._Element:
        """The expression that is true of a wholly right answer."""
        if isinstance(question, Numeric):
            if question.answer is None:
                return Q("and", *_between(question))
            half = number(float(Decimal(repr(question.high)) - Decimal(repr(question.answer))))
            return Q.equal(
                Q.variable(identifier="RESPONSE"),
                Q.correct(identifier="RESPONSE"),
                toleranceMode="absolute",
                tolerance=f"{half} {half}",
            )
        gaps = {"RESPONSE": question.gap} if isinstance(question, ShortAnswer) else {}
        if isinstance(question, Cloze):
            gaps = {f"R_{key}": gap for key, gap in question.gaps.items()}
        each = [_is_accepted(identifier, gap) for identifier, gap in gaps.items()] or [
            Q.match(Q.variable(identifier=identifier), Q.correct(identifier=identifier)) for identifier in identifiers
        ]
        return each[0] if len(each) == 1 else Q("and", *each)

    def _xhtml(self, source: str) -> Iterator[etree._Element | str]:
        """HTML as the elements that QTI has."""
        tree = html.fragment_fromstring(source, create_parent="div")
        if tree.text:
            yield tree.text
        for child in tree:
            yield _qti(child)
            if child.tail:
                yield child.tail

    def _address(self, picture: Picture) -> str:
        if picture.file not in self.used:
            self.used.append(picture.file)
        return f"../{picture.file}"


def _qti(element: HtmlElement) -> etree._Element:
    made = Q(_RENAMED.get(str(element.tag), str(element.tag)))
    for key, value in element.attrib.items():
        # QTI's lists begin with 1.
        if key not in ("start", "data-term", "type"):
            made.set(key, value)
    if element.tag == "s":
        made.set("class", STRUCK_CLASS)
    made.text = element.text
    for child in element:
        inner = _qti(child)
        inner.tail = child.tail
        made.append(inner)
    return made


def _marked_html(text: str) -> str:
    """A text's HTML with an element `mark` for each of its marks."""
    source = html_of_block(with_marks(text))
    return re.sub(f"{BEGIN}(.*?){MIDDLE}(.*?){END}", r'<mark key="\1">\2</mark>', source)


def _marks(text: str) -> list[tuple[str, str, str]]:
    return re.findall(f"{BEGIN}(.*?)({MIDDLE})(.*?){END}", with_marks(text))


def _named(keys: Sequence[str]) -> list[str]:
    """Keys as identifiers, which begin with a letter."""
    return [f"p_{key}" for key in keys]


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _is_scored(question: Question) -> bool:
    if isinstance(question, Choice):
        return any(option.correct for option in question.options)
    return not isinstance(question, Essay | Description)


def _cardinality(question: Question) -> str:
    if isinstance(question, HotSpot):
        return "multiple" if sum(region.correct for region in question.regions) > 1 else "single"
    return "multiple" if isinstance(question, Choice) and question.several else "single"


def _response(identifier: str, base: str, cardinality: str, right: Sequence[str]) -> etree._Element:
    element = Q.responseDeclaration(identifier=identifier, cardinality=cardinality, baseType=base)
    if right:
        element.append(Q.correctResponse(*(Q.value(each) for each in right)))
    return element


def _chosen(right: Sequence[str], keys: Sequence[str], question: Question, *, several: bool) -> etree._Element:
    element = _response("RESPONSE", "identifier", "multiple" if several else "single", right)
    if right and question.partial:
        share = question.points / len(right)
        # A wrong choice takes back a right one, in courses as here.
        element.append(_mapping({key: share if key in right else -share for key in keys}, question.points))
    return element


def _mapping(values: Mapping[str, float], most: float) -> etree._Element:
    entries = [Q.mapEntry(mapKey=key, mappedValue=_rounded(value)) for key, value in values.items()]
    return Q.mapping(*entries, lowerBound="0", upperBound=number(most), defaultValue="0")


def _text_response(identifier: str, gap: WrittenGap, points: float) -> etree._Element:
    element = _response(identifier, "string", "single", gap.answers[:1])
    entries = [Q.mapEntry(mapKey=answer, mappedValue=_rounded(points)) for answer in gap.answers]
    element.append(Q.mapping(*entries, defaultValue="0"))
    return element


def _is_accepted(identifier: str, gap: WrittenGap) -> etree._Element:
    """Whether one of the accepted answers was written. Only here can QTI 2.1 say whether capitals count."""
    sensitive = str(gap.case == "exact").lower()
    matches = [
        Q.stringMatch(Q.variable(identifier=identifier), _base("string", answer), caseSensitive=sensitive)
        for answer in gap.answers
    ]
    return matches[0] if len(matches) == 1 else Q("or", *matches)


def _by_gap(question: Cloze) -> Iterator[etree._Element]:
    """A share of the points for each gap that is filled rightly."""
    for key, gap in question.gaps.items():
        yield Q.responseCondition(
            Q.responseIf(_is_accepted(f"R_{key}", gap), _more(question.points / len(question.gaps)))
        )


def _more(points: float) -> etree._Element:
    value = Q.sum(Q.variable(identifier="SCORE"), _base("float", _rounded(points)))
    return Q.setOutcomeValue(value, identifier="SCORE")


def _rounded(value: float) -> str:
    return number(round(value, 6))


def _outcome(identifier: str, base: str, default: str, cardinality: str = "single") -> etree._Element:
    element = Q.outcomeDeclaration(identifier=identifier, cardinality=cardinality, baseType=base)
    if default:
        element.append(Q.defaultValue(Q.value(default)))
    return element


def _base(base: str, value: str) -> etree._Element:
    return Q.baseValue(value, baseType=base)


def _set(identifier: str, base: str, value: str) -> etree._Element:
    return Q.setOutcomeValue(_base(base, value), identifier=identifier)


def _between(question: Numeric) -> Iterator[etree._Element]:
    yield Q.gte(Q.variable(identifier="RESPONSE"), _base("float", number(question.low)))
    yield Q.lte(Q.variable(identifier="RESPONSE"), _base("float", number(question.high)))


def _by_place(question: Sequencing) -> Iterator[etree._Element]:
    """A share of the points for each item that stands in its place."""
    for at in range(len(question.items)):
        is_there = Q.match(Q.index(Q.variable(identifier="RESPONSE"), n=str(at + 1)), _base("identifier", f"o{at}"))
        yield Q.responseCondition(Q.responseIf(is_there, _more(question.points / len(question.items))))


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels; a drawing's as it says them."""
    from PIL import Image

    if b"<svg" in content[:2000]:
        found = [re.search(rb'\b%s="([\d.]+)' % side, content) for side in (b"width", b"height")]
        box = re.search(rb'viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)', content)
        sides = [float(each[1]) for each in found if each] if all(found) else []
        width, height = sides or ([float(box[1]), float(box[2])] if box else [1000.0, 1000.0])
        return round(width), round(height)
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size
