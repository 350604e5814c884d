"""QTI 2.0 to 2.2: items, one interaction of each to a question, in the order of their test, else of the package."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from scormbuild.questions.elements import copied, drop, outer, put, without, without_feedback
from scormbuild.questions.kept import GAPS_CLASS, PROMPT_CLASS, STRUCK_CLASS, parted_unit
from scormbuild.questions.markup import MARK_BEGIN, escaped, words_of
from scormbuild.questions.model import (
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
    Pair,
    Question,
    Region,
    Sequencing,
    ShortAnswer,
    TrueFalse,
    WrittenGap,
)
from scormbuild.questions.qti_writing import size_of
from scormbuild.questions.reading import BadQuestion, Reading, around, inner_html, key_of, marked, number_of, with_gaps

_WITHIN_LINE: Final = ("textEntryInteraction", "inlineChoiceInteraction")
_IGNORED: Final = ("endAttemptInteraction",)
_UNKNOWN: Final = {
    "associateInteraction": "pairs to find among equals",
    "customInteraction": "an interaction of one program's own",
    "drawingInteraction": "a drawing to make",
    "gapMatchInteraction": "texts to drag into gaps",
    "graphicAssociateInteraction": "places in a picture to connect",
    "graphicGapMatchInteraction": "pictures to drag onto a picture",
    "graphicOrderInteraction": "places in a picture to put in order",
    "mediaInteraction": "a film or sound to play",
    "positionObjectInteraction": "an object to place on a picture",
    "selectPointInteraction": "a point to find in a picture",
    "uploadInteraction": "a file to hand in",
}


def read_items(
    documents: Mapping[str, etree._Element],
    manifest: etree._Element | None,
    name: str,
    attached: Mapping[str, bytes],
    collection: Collection,
) -> None:
    """Read items, by their paths, into a collection. `name` is the file's or the package's, as places tell it."""
    for root in documents.values():
        _bare(root)
    if manifest is not None:
        _bare(manifest)
    tests = [(path, root) for path, root in documents.items() if root.tag != "assessmentItem"]
    keywords = _keywords(manifest)
    listed = _listed(tests, manifest, documents)
    for _, root in tests:
        collection.title = collection.title or root.get("title", "")
    for entry in listed:
        root = documents[entry.path]
        place = name if entry.path == name else f"{name}/{entry.path}"
        reading = _Item(place, collection, place=place, folder=posixpath.dirname(entry.path), files=attached)
        reading.read(root, entry, keywords.get(entry.path, ()))


@dataclass(frozen=True, slots=True)
class _Listed:
    """An item as its test names it."""

    path: str
    category: tuple[str, ...] = ()
    tries: int = 1


def _listed(
    tests: list[tuple[str, etree._Element]], manifest: etree._Element | None, documents: Mapping[str, etree._Element]
) -> list[_Listed]:
    """Every item once: as tests name them, then the others as the manifest does, then what is left."""
    found: dict[str, _Listed] = {}
    for path, root in tests:
        for reference in root.iter("assessmentItemRef"):
            target = _resolved(path, reference.get("href", ""))
            if target in documents and target not in found:
                titles = [each.get("title", "") for each in reference.iterancestors("assessmentSection")]
                category = tuple(filter(None, reversed(titles)))
                control = reference.find("itemSessionControl")
                tries = int(number_of(control.get("maxAttempts") if control is not None else None, 1) or 1)
                found[target] = _Listed(target, category, tries)
    for resource in manifest.iter("resource") if manifest is not None else ():
        target = _resolved("", resource.get("href", ""))
        if target in documents and documents[target].tag == "assessmentItem":
            found.setdefault(target, _Listed(target))
    for path, root in documents.items():
        if root.tag == "assessmentItem":
            found.setdefault(path, _Listed(path))
    return list(found.values())


def _keywords(manifest: etree._Element | None) -> dict[str, tuple[str, ...]]:
    """The keywords of each item's metadata."""
    found = {}
    for resource in manifest.iter("resource") if manifest is not None else ():
        words = ("".join(map(str, keyword.itertext())).strip() for keyword in resource.iter("keyword"))
        found[_resolved("", resource.get("href", ""))] = tuple(filter(None, words))
    return found


def _resolved(path: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address).replace("\\", "/")))


def _bare(root: etree._Element) -> None:
    """Take the namespaces out: all versions of QTI 2 have the same names."""
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname


@dataclass(slots=True)
class _Item(Reading):
    """One item. `folder` is where it lies in the package, whose pictures are `files`."""

    folder: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    root: etree._Element = field(default_factory=lambda: etree.Element("assessmentItem"))

    def file(self, path: str) -> bytes | None:
        return self.files.get(posixpath.normpath(posixpath.join(self.folder, path)), self.files.get(path.lstrip("/")))

    def read(self, root: etree._Element, entry: _Listed, tags: tuple[str, ...]) -> None:
        """Take the item's questions into the collection."""
        self.root = root
        if title := root.get("title"):
            self.place = f"{self.place} ({' '.join(title.split())})"
        body = root.find("itemBody")
        if body is None:
            self.lost("an item without a body", "it is left out")
            return
        for struck in body.iter("span"):
            if struck.get("class") == STRUCK_CLASS:
                struck.tag = "s"
        common = self._common(entry, tags)
        interactions = [each for each in body.iter() if _is_interaction(each)]
        within_line = [each for each in interactions if each.tag in _WITHIN_LINE]
        blocks = [each for each in interactions if each.tag not in _WITHIN_LINE]
        questions: list[Callable[[], Question]] = []
        if not interactions:
            questions.append(lambda: Description(**self._bare_common(common), text=self.block(inner_html(body))))
        if within_line:
            questions.append(lambda: self._of_gaps(body, within_line, common))
        questions += [self._maker(each, body, common, alone=len(interactions) == 1) for each in blocks]
        if len(questions) > 1:
            self.changed(f"{len(questions)} interactions in one item", "each is a question of its own")
        for number, make in enumerate(questions, 1):
            self.pictures = []
            try:
                made = make()
            except BadQuestion as why:
                self.lost(str(why), "the question is left out")
                continue
            identifier = made.id if number == 1 or not made.id else f"{made.id}-{number}"
            pictures = tuple(dict.fromkeys((*made.pictures, *self.pictures)))
            self.collection.questions.append(dataclasses.replace(made, id=identifier, pictures=pictures))

    def _maker(
        self, interaction: etree._Element, body: etree._Element, common: dict[str, Any], *, alone: bool
    ) -> Callable[[], Question]:
        return lambda: self._of_block(interaction, body, common, alone)

    def _common(self, entry: _Listed, tags: tuple[str, ...]) -> dict[str, Any]:
        said = dict.fromkeys(("right", "wrong", "general"), "")
        for feedback in self._feedbacks():
            kind = self._told_by(feedback)
            if kind:
                text = self.block(inner_html(feedback))
                said[kind] = "\n\n".join(filter(None, (said[kind], text)))
        if self.root.find("templateDeclaration") is not None:
            self.lost("numbers that are drawn for each learner", "the item stands as it is written")
        return {
            "id": self.root.get("identifier", ""),
            "title": " ".join(self.root.get("title", "").split()),
            "category": entry.category,
            "tries": entry.tries,
            "place": self.place,
            "points": self._points(),
            "tags": tags,
            **said,
        }

    def _bare_common(self, common: dict[str, Any]) -> dict[str, Any]:
        return common | {"points": 1.0}

    # What is told, and when.

    def _feedbacks(self) -> Iterator[etree._Element]:
        yield from self.root.iterchildren("modalFeedback")
        yield from self.root.iter("feedbackBlock")

    def _told_by(self, feedback: etree._Element) -> str:
        """Whether a feedback is for right answers, wrong ones or all; "" where it belongs to an option."""
        identifier, outcome = feedback.get("identifier", ""), feedback.get("outcomeIdentifier", "")
        if any(each.get("identifier") == identifier for each in self._choices()):
            return ""
        for setting in self.root.iter("setOutcomeValue"):
            value = setting.findtext("baseValue", "").strip()
            if setting.get("identifier") == outcome and value == identifier:
                branch = setting.getparent()
                if branch is not None and branch.tag == "responseIf":
                    return "right" if _asks_for_right(branch) else "general"
                if branch is not None and branch.tag == "responseElse":
                    return "wrong"
        return "general"

    def _choices(self) -> Iterator[etree._Element]:
        return self.root.iter("simpleChoice", "hotspotChoice", "hottext", "inlineChoice")

    def _for_option(self, choice: etree._Element) -> str:
        """What is told of one option: within it, or beside the body."""
        identifier = choice.get("identifier")
        inside = [each for each in choice.iter("feedbackInline") if each.get("identifier") in (identifier, None)]
        beside = [each for each in self._feedbacks() if each.get("identifier") == identifier]
        texts = [self.block(inner_html(each)) for each in (*inside, *beside)]
        return "\n\n".join(filter(None, texts))

    # What is right, and what it earns.

    def _declaration(self, interaction: etree._Element) -> etree._Element:
        identifier = interaction.get("responseIdentifier")
        for declaration in self.root.iterchildren("responseDeclaration"):
            if declaration.get("identifier") == identifier:
                return declaration
        return etree.Element("responseDeclaration")

    def _right(self, interaction: etree._Element) -> list[str]:
        """The right response's values: as declared, else as the mapping or the processing has them."""
        declaration = self._declaration(interaction)
        declared = [(value.text or "").strip() for value in declaration.iterfind("correctResponse/value")]
        if any(declared):
            return [value for value in declared if value]
        mapped = [
            entry.get("mapKey", "")
            for entry in declaration.iterfind("mapping/mapEntry")
            if number_of(entry.get("mappedValue"), 0.0) > 0
        ]
        if mapped:
            return mapped
        return list(self._processed(interaction))

    def _processed(self, interaction: etree._Element) -> Iterator[str]:
        """Values that the processing compares the response with, where that sets a score."""
        identifier = interaction.get("responseIdentifier")
        for condition in self.root.iter("responseIf", "responseElseIf"):
            scores = [
                number_of(setting.findtext("baseValue"), 0.0)
                for setting in condition.iterfind("setOutcomeValue")
                if setting.get("identifier", "").upper().startswith("SCORE")
            ]
            if not any(score > 0 for score in scores) or condition.find("not") is not None:
                continue
            for match in condition.iter("match", "equal", "stringMatch", "member"):
                variables = [each.get("identifier") for each in match.iter("variable")]
                if identifier in variables:
                    yield from ((each.text or "").strip() for each in match.iter("baseValue"))

    def _points(self) -> float:
        """What the item is worth: as it says, else by its mappings, else by what its processing sets."""
        for declaration in self.root.iterchildren("outcomeDeclaration"):
            if declaration.get("identifier") == "MAXSCORE":
                value = number_of(declaration.findtext("defaultValue/value"))
                if value and 0 < value <= 100:
                    return value
        for declaration in self.root.iterchildren("outcomeDeclaration"):
            most = number_of(declaration.get("normalMaximum"))
            if declaration.get("identifier") == "SCORE" and most and 0 < most <= 100:
                return most
        most = sum(number_of(each.get("upperBound"), 0.0) for each in self.root.iter("mapping"))
        if 0 < most <= 100:
            return most
        set_ = [
            number_of(each.findtext("baseValue"), 0.0)
            for each in self.root.iter("setOutcomeValue")
            if each.get("identifier") == "SCORE"
        ]
        return max(set_, default=0.0) if 0 < max(set_, default=0.0) <= 100 else 1.0

    def _is_mapped(self, interaction: etree._Element) -> bool:
        """Whether a part of what is right earns a part of the points."""
        processing = self.root.find("responseProcessing")
        if processing is None or self._declaration(interaction).find("mapping") is None:
            return False
        template = processing.get("template", "")
        scored = [each for setting in processing.iter("setOutcomeValue") for each in setting.iter("mapResponse")]
        return "map_response" in template or bool(scored)

    # The interactions.

    def _prompt(self, interaction: etree._Element, body: etree._Element, alone: bool) -> str:
        """The interaction's prompt, with what stands in the body before and after it where it stands alone."""
        prompt = interaction.find("prompt")
        own = self.line(inner_html(prompt)) if prompt is not None else ""
        if not alone:
            before = interaction.getprevious()
            if own or before is None or _holds_interaction(before):
                return own
            return self.line(outer(before))
        around_it = self.line(inner_html(without(body, interaction)))
        return "\\\n".join(filter(None, (around_it, own)))

    def _of_block(
        self, interaction: etree._Element, body: etree._Element, common: dict[str, Any], alone: bool
    ) -> Question:
        common = common | {"prompt": self._prompt(interaction, body, alone)}
        match interaction.tag:
            case "choiceInteraction":
                return self._choice(interaction, common)
            case "orderInteraction":
                return self._order(interaction, common)
            case "matchInteraction":
                return self._match(interaction, common)
            case "associateInteraction":
                return self._associate(interaction, common)
            case "gapMatchInteraction":
                return self._gap_match(interaction, common)
            case "hottextInteraction":
                return self._hot_text(interaction, common)
            case "hotspotInteraction":
                return self._hot_spot(interaction, common)
            case "sliderInteraction":
                return self._slider(interaction, common)
            case "extendedTextInteraction":
                rows = min(12, max(2, int(number_of(interaction.get("expectedLines"), 4) or 4)))
                model = "\n\n".join(filter(None, (common.pop("general"), *self._right(interaction))))
                return Essay(**self._bare_common(common), model=model, rows=rows)
            case tag:
                raise BadQuestion(_UNKNOWN.get(str(tag), f"the interaction {tag}"))

    def _choice(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        right = self._right(interaction)
        choices = interaction.findall("simpleChoice")
        if {choice.get("identifier") for choice in choices} == {"true", "false"} and right and len(right) == 1:
            return TrueFalse(**common, answer=right[0] == "true")
        options = []
        for choice in choices:
            feedback = self._for_option(choice)
            text, picture = self.option(inner_html(without_feedback(choice)))
            if not text:
                self.lost("an option without a text", "it is left out")
                continue
            options.append(Answer(text, choice.get("identifier") in right, feedback, picture))
        if len(options) < 2:
            raise BadQuestion("a choice of fewer than two options")
        is_multiple = self._declaration(interaction).get("cardinality") == "multiple"
        several = is_multiple and interaction.get("maxChoices", "1") != "1"
        count = sum(option.correct for option in options)
        several = (several and (count != 1 or interaction.get("maxChoices") == "0")) or count > 1
        self._tell_mapping(interaction)
        partial = several and self._is_mapped(interaction)
        return Choice(**common, options=tuple(options), several=several, partial=partial)

    def _tell_mapping(self, interaction: etree._Element) -> None:
        values = [
            number_of(entry.get("mappedValue"), 0.0)
            for entry in self._declaration(interaction).iterfind("mapping/mapEntry")
        ]
        right = {round(value, 4) for value in values if value > 0}
        if len(right) > 1:
            self.changed("the right options earn unlike shares of the points", "each earns the same")

    def _order(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        choices = {each.get("identifier"): each for each in interaction.findall("simpleChoice")}
        right = [key for key in self._right(interaction) if key in choices]
        if len(right) < 2:
            raise BadQuestion("things to put in order, without a right order")
        if len(right) < len(choices):
            self.changed("things to put in order that have no place in it", "they are left out")
        items = tuple(self.option(inner_html(without_feedback(choices[key])))[0] for key in right)
        return Sequencing(**common, items=items, partial=self.root.find("responseProcessing//index") is not None)

    def _match(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        sets = interaction.findall("simpleMatchSet")
        if len(sets) != 2:
            raise BadQuestion("a matching without its two sets")
        sides = [{each.get("identifier", ""): each for each in one} for one in sets]
        pairs = self._pairs(interaction)
        return self._matching(sides[0], sides[1], pairs, common, self._is_mapped(interaction))

    def _pairs(self, interaction: etree._Element) -> list[tuple[str, str]]:
        pairs = (value.split() for value in self._right(interaction))
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]

    def _matching(
        self,
        items: Mapping[str, etree._Element],
        targets: Mapping[str, etree._Element],
        pairs: list[tuple[str, str]],
        common: dict[str, Any],
        partial: bool,
    ) -> Question:
        pairs = [(item, target) for item, target in pairs if item in items and target in targets]
        given = [item for item, _ in pairs]
        if len(set(given)) < len(given) and len({target for _, target in pairs}) == len(pairs):
            # The many stand on the other side.
            items, targets, pairs = targets, items, [(target, item) for item, target in pairs]
            given = [item for item, _ in pairs]
        if len(set(given)) < len(given):
            raise BadQuestion("a matching in which one item belongs to several")
        if not pairs:
            raise BadQuestion("a matching without right pairs")
        if len(given) < len(items):
            self.changed("items to match that belong to nothing", "they are left out")
        order = list(dict.fromkeys([*(target for _, target in pairs), *targets]))
        texts = [self.plain(inner_html(targets[key])) for key in order]
        made = tuple(Pair(self.option(inner_html(items[item]))[0], order.index(target)) for item, target in pairs)
        return Matching(**common, pairs=made, targets=tuple(texts), partial=partial)

    def _associate(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        choices = {each.get("identifier", ""): each for each in interaction.iter("simpleAssociableChoice")}
        pairs = self._pairs(interaction)
        named = [key for pair in pairs for key in pair]
        if len(set(named)) < len(named):
            raise BadQuestion("pairs to find in which one thing belongs to several")
        self.changed("pairs to find among equals", "the first of each pair is to be matched with the second")
        items = {first: choices[first] for first, _ in pairs if first in choices}
        targets = {key: choice for key, choice in choices.items() if key not in items}
        return self._matching(items, targets, pairs, common, self._is_mapped(interaction))

    def _gap_match(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        texts = {each.get("identifier", ""): each for each in interaction.iterchildren("gapText")}
        if interaction.find("gapImg") is not None or not texts:
            raise BadQuestion("pictures to drag into gaps")
        words = {key: self.plain(inner_html(each)) for key, each in texts.items()}
        right = {gap: text for text, gap in self._pairs(interaction) if text in words}
        gaps: dict[str, ChosenGap] = {}
        body = copied(interaction)
        for each in [*body.iterchildren("gapText", "prompt")]:
            drop(each)
        for gap in list(body.iter("gap")):
            answer = right.get(gap.get("identifier", ""))
            if answer is None:
                self.changed("a gap that nothing belongs to", "it is blank in the text")
                put(gap, "____")
                continue
            key = key_of(len(gaps))
            gaps[key] = ChosenGap(tuple(words.values()), list(words).index(answer))
            put(gap, marked(key))
        if not gaps:
            raise BadQuestion("texts to drag into gaps, without a right one")
        text = with_gaps(self.block(inner_html(body)))
        return Dropdown(**common, text=text, gaps=gaps, partial=self._is_mapped(interaction))

    def _hot_text(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        right = self._right(interaction)
        body = copied(interaction)
        for prompt in body.findall("prompt"):
            drop(prompt)
        words: dict[str, str] = {}
        correct = []
        for passage in list(body.iter("hottext")):
            identifier = passage.get("identifier", "")
            own = re.fullmatch("p_([a-z0-9])", identifier)
            key = (
                own[1]
                if own and own[1] not in words
                else next((key_of(at) for at in range(36) if key_of(at) not in words), "")
            )
            if not key:
                raise BadQuestion("more than 36 passages to point out")
            words[key] = re.sub(r"[{}|]", " ", words_of(inner_html(passage)))
            correct += [key] if identifier in right else []
            put(passage, marked(key))
        text = with_gaps(self.block(inner_html(body)))
        text = re.sub(r"\{\{([a-z0-9])\}\}", lambda mark: f"{{{{{mark[1]}|{words[mark[1]]}}}}}", text)
        return HotText(**common, text=text, correct=tuple(sorted(correct)))

    def _hot_spot(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        shown = interaction.find("object") if interaction.find("object") is not None else interaction.find("img")
        if shown is None:
            raise BadQuestion("places to find in a picture, without the picture")
        alt = shown.get("alt") or "".join(map(str, shown.itertext())).strip()
        picture = self.picture(shown.get("data") or shown.get("src") or "", alt)
        if picture is None:
            raise BadQuestion("places to find in a picture that isn't there")
        real = size_of(self.collection.files[picture.file])
        width = number_of(shown.get("width"), real[0]) or real[0]
        height = number_of(shown.get("height"), real[1]) or real[1]
        right = self._right(interaction)
        regions = []
        for number, choice in enumerate(interaction.findall("hotspotChoice"), 1):
            box = _box(choice, float(width), float(height))
            if box is None:
                self.lost("a place in the picture whose shape can't be read", "it is left out")
                continue
            if choice.get("shape") not in ("rect", "default"):
                self.changed(f"a place in the shape of a {choice.get('shape')}", "it is the rectangle around it")
            label = choice.get("hotspotLabel") or str(number)
            if not choice.get("hotspotLabel"):
                self.collection.mend(self.place, f"place {number} in the picture has no name", "write what is there")
            is_right = choice.get("identifier") in right
            regions.append(Region(label, *box, is_right, self._for_option(choice)))
        regions = [dataclasses.replace(each, text=escaped(each.text)) for each in regions]
        return HotSpot(**common, regions=tuple(regions), pictures=(picture,), partial=self._is_mapped(interaction))

    def _slider(self, interaction: etree._Element, common: dict[str, Any]) -> Question:
        right = [value for each in self._right(interaction) if (value := number_of(each)) is not None]
        if not right:
            raise BadQuestion("a number to set, without a right one")
        self.changed("a number to set with a slider", "it is to be written")
        return Numeric(**common, low=right[0], high=right[0], answer=right[0])

    # Within a line.

    def _of_gaps(self, body: etree._Element, gaps: list[etree._Element], common: dict[str, Any]) -> Question:
        found: dict[str, WrittenGap | ChosenGap] = {}
        kept = copied(body)
        places = [each for each in kept.iter() if each.tag in _WITHIN_LINE]
        for other in [each for each in kept.iter() if _is_interaction(each) and each.tag not in _WITHIN_LINE]:
            drop(other)
        if len(gaps) == 1 and gaps[0].tag == "textEntryInteraction":
            entry = self._entry(kept, places[0], gaps[0], common)
            if entry is not None:
                return entry
        for gap, place in zip(gaps, places, strict=True):
            own = re.fullmatch("R_([a-z][a-z0-9]?)", gap.get("responseIdentifier", ""))
            key = (
                own[1]
                if own and own[1] not in found
                else next((key_of(at) for at in range(36) if key_of(at) not in found), "")
            )
            made = self._gap(gap) if key else None
            if made is None:
                self.changed("a gap without a right answer", "it is blank in the text")
                put(place, "____")
                continue
            found[key] = made
            put(place, marked(key))
        if not found:
            raise BadQuestion("gaps without right answers")
        # SCORE added to itself is a share of the points for each gap.
        adds_up = any(each.get("identifier") == "SCORE" for each in self.root.iterfind(".//sum/variable"))
        common = common | {"partial": adds_up or any(self._is_mapped(gap) for gap in gaps)}
        prompt, text = self._parted(kept)
        if all(isinstance(gap, ChosenGap) for gap in found.values()):
            chosen = {key: gap for key, gap in found.items() if isinstance(gap, ChosenGap)}
            return Dropdown(**common, prompt=prompt, text=text, gaps=chosen)
        written = {}
        for key, each in found.items():
            if isinstance(each, ChosenGap):
                self.changed("a gap to choose for, beside gaps to write in", "its right option is to be written")
            written[key] = each if isinstance(each, WrittenGap) else WrittenGap((each.options[each.right],))
        return Cloze(**common, prompt=prompt, text=text, gaps=written)

    def _gap(self, gap: etree._Element) -> WrittenGap | ChosenGap | None:
        right = self._right(gap)
        if gap.tag == "inlineChoiceInteraction":
            options = {each.get("identifier"): self.plain(inner_html(each)) for each in gap.findall("inlineChoice")}
            found = next((key for key in right if key in options), None)
            return None if found is None else ChosenGap(tuple(options.values()), list(options).index(found))
        return self._written(gap)

    def _written(self, gap: etree._Element) -> WrittenGap | None:
        declaration = self._declaration(gap)
        entries = [
            entry for entry in declaration.iterfind("mapping/mapEntry") if number_of(entry.get("mappedValue"), 0.0) > 0
        ]
        answers = tuple(
            dict.fromkeys(
                filter(None, (each.strip() for each in (*self._right(gap), *(e.get("mapKey", "") for e in entries))))
            )
        )
        if not answers:
            return None
        # By QTI capitals count where nothing says otherwise; most exports don't mean that.
        exact = any(entry.get("caseSensitive") == "true" for entry in entries) or any(
            match.get("caseSensitive") == "true"
            for match in self.root.iter("stringMatch")
            if gap.get("responseIdentifier") in (variable.get("identifier") for variable in match.iter("variable"))
        )
        return WrittenGap(answers[:20], "exact" if exact else "ignore")

    def _entry(
        self, body: etree._Element, place: etree._Element, gap: etree._Element, common: dict[str, Any]
    ) -> Question | None:
        """A single text to write under its question, or a number; None where it is a word missing in a text."""
        base = self._declaration(gap).get("baseType")
        number = self._numeric(gap, common) if base in ("float", "integer") else None
        written = None if number else self._written(gap)
        if number is None and written is None:
            raise BadQuestion("a text to write, without a right answer")
        paragraph = place.getparent()
        rest = "" if paragraph is None else inner_html(without(paragraph, place))
        rest, unit = parted_unit(rest) if number else (rest, "")
        is_alone = paragraph is not None and not words_of(rest) and paragraph.get("class") != GAPS_CLASS
        if not is_alone and number is None:
            return None
        if is_alone and paragraph is not None and paragraph.getparent() is not None:
            drop(paragraph)
        else:
            put(place, "_____")
        prompt = self.line(inner_html(body))
        if number is not None:
            return dataclasses.replace(number, prompt=prompt, unit=unit)
        return None if written is None else ShortAnswer(**common, prompt=prompt, gap=written)

    def _numeric(self, gap: etree._Element, common: dict[str, Any]) -> Numeric | None:
        right = [value for each in self._right(gap) if (value := number_of(each)) is not None]
        for equal in self.root.iter("equal"):
            tolerances = [abs(number_of(each, 0.0)) for each in equal.get("tolerance", "").split()]
            if right and tolerances and equal.get("toleranceMode") in ("absolute", "relative"):
                half = max(tolerances)
                if equal.get("toleranceMode") == "relative":
                    half = abs(right[0]) * half / 100
                low, high = around(right[0], half)
                return Numeric(**common, low=low, high=high, answer=right[0])
        least = self._bound("gte", "gt")
        most = self._bound("lte", "lt")
        if least is not None and most is not None:
            return Numeric(**common, low=least, high=most, answer=None)
        return Numeric(**common, low=right[0], high=right[0], answer=right[0]) if right else None

    def _bound(self, *tags: str) -> float | None:
        for each in self.root.iter(*tags):
            if each.find("variable") is not None:
                value = number_of(each.findtext("baseValue"))
                if value is not None:
                    return value
        return None

    def _parted(self, body: etree._Element) -> tuple[str, str]:
        """The prompt, and the text with its gaps; what stands before the first gap's block is the prompt."""
        blocks = list(body)
        at = next((at for at, each in enumerate(blocks) if MARK_BEGIN in "".join(map(str, each.itertext()))), 0)
        named = [each for each in blocks[:at] if each.get("class") == PROMPT_CLASS]
        first = body.text or ""
        prompt = self.line(first + "".join(map(outer, named or blocks[:at])))
        rest = "".join(outer(each) for each in blocks if each not in (named or blocks[:at]))
        return prompt, with_gaps(self.block(rest))


def _is_interaction(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("Interaction") and element.tag not in _IGNORED


def _holds_interaction(element: etree._Element) -> bool:
    return any(_is_interaction(each) for each in element.iter())


def _asks_for_right(branch: etree._Element) -> bool:
    """Whether a branch is the one for right answers: it compares with them, or gives points."""
    asks = branch.find(".//correct") is not None and branch.find("not") is None
    scores = any(number_of(each.text, 0.0) > 0 for each in branch.iterfind("setOutcomeValue/baseValue"))
    return (
        asks
        or scores
        or branch.find(".//mapResponse") is not None
        or branch.find(".//gte") is not None
        or branch.find(".//stringMatch") is not None
    )


def _box(choice: etree._Element, width: float, height: float) -> tuple[float, float, float, float] | None:
    """The rectangle around a shape, in percent of the picture: left, top, width, height."""
    values = []
    for at, each in enumerate(re.split(r"[,\s]+", choice.get("coords", "").strip())):
        of = width if at % 2 == 0 else height
        value = number_of(each.rstrip("%"))
        if value is None:
            break
        values.append(value / 100 * of if each.endswith("%") else value)
    match choice.get("shape"):
        case "default":
            left, top, right, bottom = 0.0, 0.0, width, height
        case "rect" if len(values) >= 4:
            left, top, right, bottom = values[:4]
        case "circle" if len(values) >= 3:
            x, y, radius = values[:3]
            left, top, right, bottom = x - radius, y - radius, x + radius, y + radius
        case "ellipse" if len(values) >= 4:
            x, y, across, down = values[:4]
            left, top, right, bottom = x - across, y - down, x + across, y + down
        case "poly" if len(values) >= 6:
            left, right = min(values[::2]), max(values[::2])
            top, bottom = min(values[1::2]), max(values[1::2])
        case _:
            return None
    left, right = sorted((min(max(left, 0.0), width), min(max(right, 0.0), width)))
    top, bottom = sorted((min(max(top, 0.0), height), min(max(bottom, 0.0), height)))
    if right - left <= 0 or bottom - top <= 0:
        return None
    x, y = round(left / width * 100, 2), round(top / height * 100, 2)
    return (
        x,
        y,
        round(min((right - left) / width * 100, 100 - x), 2),
        round(min((bottom - top) / height * 100, 100 - y), 2),
    )
