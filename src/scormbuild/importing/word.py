"""Word documents (.docx): headings, texts, lists, tables, pictures with their alternative texts, footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from scormbuild.course.markdown import plain
from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, Loss
from scormbuild.importing.drawings import Drawings
from scormbuild.importing.equations import on_a_line
from scormbuild.importing.inline import BREAK, Run, escape, web_address, words_of
from scormbuild.importing.lists import ListItem, as_markdown
from scormbuild.importing.losses import Losses, shown
from scormbuild.importing.office import (
    DEEPEST,
    Element,
    Office,
    attribute,
    child,
    children,
    is_on,
    reference,
    tag,
    within,
)
from scormbuild.importing.outline import Heading, Item, Note, Prose, outline
from scormbuild.importing.pictures import Pictures
from scormbuild.importing.tables import is_layout, table
from scormbuild.importing.titles import own_title
from scormbuild.importing.word_blocks import Caption, Held, Listed, Quoted, grouped
from scormbuild.importing.word_styles import Numbering, Styles

_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_NOT_LISTED: Final = ("none", "")
_QUOTES: Final = ("quote", "intense quote", "block text")
_THROUGH: Final = {"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:dir", "w:bdo", "mc:Choice"}


@dataclass(slots=True)
class _Field:
    """A field that is open: what it does, and whether its result has begun (ECMA-376 part 1, 17.16.18)."""

    does: str = ""
    shows: bool = False

    @property
    def link(self) -> str:
        words = self.does.split()
        target = next((word.strip('"') for word in words[1:] if not word.startswith("\\")), "")
        return web_address(target) if words[:1] == ["HYPERLINK"] and "\\l" not in words[1:2] else ""

    @property
    def is_index(self) -> bool:
        return self.does.split()[:1] in (["TOC"], ["INDEX"])


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read: its words, and what stands in it that is no word."""

    runs: list[Run] = field(default_factory=list)
    after: list[Held] = field(default_factory=list)


def read(path: Path, module_level: int | None = None) -> tuple[DraftCourse, list[Loss]]:
    """The draft that a Word document makes. Raises `UsageError` where it can't be read."""
    with Office(path, "Word document", ".docx") as office:
        root = office.root(office.main)
        body = child(root, "w:body")
        if body is None:
            raise UsageError(f"{path.name} is no Word document: there is no text in it")
        reader = _Reader(office)
        reader.blocks(body, 0)
        reader.around()
        title = reader.title
        made = outline(grouped(reader.held), title, own_title(office.title(), path), module_level)
        draft = DraftCourse(made.title, reader.language(), made.modules, reader.pictures.files)
        return draft, reader.losses.all()


class _Reader:
    def __init__(self, office: Office) -> None:
        self.office, self.part = office, office.main
        self.styles = Styles(self._root("styles"))
        self.numbering = Numbering(self._root("numbering"))
        self.notes = {kind: _by_id(self._root(f"{kind}s")) for kind in ("footnote", "endnote")}
        self.comments = _by_id(self._root("comments"))
        self.losses = Losses()
        self.pictures = Pictures()
        self.drawings = Drawings(office, self.pictures, self.losses)
        self.held: list[Held] = []
        self.title = ""
        self.heading = ""
        self.paragraphs = 0
        self.noted = 0
        self.in_cell = False
        self.languages: Counter[str] = Counter()
        self.fields: list[_Field] = []

    def language(self) -> str:
        """The tag of the language that most of the text is in."""
        return max(self.languages, key=lambda tag: self.languages[tag], default="")

    def around(self) -> None:
        """Tell what stands around the text: headers and footers."""
        self.losses.place = self.office.name
        texts: dict[str, None] = {}
        for relation in self.office.related(self.part).values():
            if relation.kind in ("header", "footer") and not relation.is_outside:
                lines = within(self.office.root(relation.target), "w:p")
                text = " ".join("".join(each.text or "" for each in within(line, "w:t")) for line in lines)
                if text.strip():
                    texts[f"the {relation.kind} {shown(text)}"] = None
                if self.office.first(relation.target, "image"):
                    texts[f"a picture in the {relation.kind}"] = None
        for text in texts:
            self.losses.lost(text)

    def blocks(self, container: Element, depth: int) -> None:
        """Read what stands in a body, a cell, a text box or a note."""
        if depth > DEEPEST:
            raise UsageError(f"{self.losses.place}: nested deeper than any document needs; take it apart")
        for element in container:
            match tag(element):
                case "w:p":
                    self.paragraph(element, depth)
                case "w:tbl":
                    self.table(element, depth)
                case "w:sdt":
                    gallery = child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
                    if attribute(gallery, "w:val") == "Table of Contents":
                        self.losses.count("a table of contents", "left out; the course makes its own")
                    elif (content := child(element, "w:sdtContent")) is not None:
                        self.blocks(content, depth + 1)
                case "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag":
                    self.blocks(element, depth + 1)
                case "w:del":
                    self.deleted(element)
                case "mc:AlternateContent":
                    self.blocks(_chosen(element), depth + 1)
                case "w:altChunk":
                    self.losses.lost(
                        "a document within the document", "open it in Word and save it, so that it becomes text"
                    )

    def paragraph(self, element: Element, depth: int) -> None:
        """Read a paragraph, and hold what it is."""
        self.paragraphs += 1
        properties = child(element, "w:pPr")
        self.losses.place = f"{self.office.name}, paragraph {self.paragraphs}"
        if self.heading:
            self.losses.place += f", under {shown(self.heading)}"
        line = _Line()
        self.words(element, line, Run(""), depth)
        names = self.styles.names(properties)
        text = words_of(line.runs)
        if any(name.startswith("toc ") for name in names):
            self.losses.count("a table of contents", "left out; the course makes its own")
        elif text:
            self.held += self._paragraph(line.runs, text, names, properties)
        self.held += line.after

    def _paragraph(
        self, runs: Sequence[Run], text: str, names: Sequence[str], properties: Element | None
    ) -> Iterator[Held]:
        level = None if self.in_cell else self.styles.heading_level(properties)
        numbering = self.styles.numbering(properties)
        if "title" in names and not self.title and not self.in_cell:
            self.title = text
        elif level is not None:
            self.heading = text
            if numbering is not None and self.numbering.format(*numbering) not in _NOT_LISTED:
                self.losses.count("a number before a heading, which Word gives", "left out")
            yield Heading(level, text)
        elif numbering is not None and self.numbering.format(*numbering) not in _NOT_LISTED:
            item = self._item(self.markdown(runs), *numbering)
            yield Listed(replace(item, level=max(item.level, self.styles.depth(properties))))
        elif any(name in _QUOTES for name in names):
            yield Quoted(self.markdown(runs))
        elif "caption" in names:
            yield Caption(self.markdown(runs))
        else:
            yield Prose(self.markdown(runs))

    def _item(self, markdown: str, list_id: str, level: int) -> ListItem:
        format_ = self.numbering.format(list_id, level)
        number = self.numbering.count(list_id, level)
        if format_ == "bullet":
            return ListItem(level, None, markdown, list_id)
        if format_ != "decimal":
            self.losses.count(f"a list numbered otherwise ({format_})", "its items have the numbers 1, 2, 3")
        return ListItem(level, number, markdown, self.numbering.kind(list_id))

    def markdown(self, runs: Sequence[Run]) -> str:
        """The Markdown of a paragraph; in a table only its words are taken."""
        if self.in_cell and any(run.bold or run.italic for run in runs):
            self.losses.count("bold or italic within a table", "plain")
        return self.losses.markdown(runs)

    def words(self, element: Element, line: _Line, like: Run, depth: int) -> None:
        """Read what stands in a paragraph: runs, links, fields, changes that were tracked."""
        if depth > DEEPEST:
            raise UsageError(f"{self.losses.place}: nested deeper than any document needs; take it apart")
        for each in element:
            match tag(each):
                case "w:r":
                    self.run(each, line, like, depth)
                case "w:hyperlink":
                    address = self._address(each)
                    self.words(each, line, replace(like, link=address), depth + 1)
                    if self.in_cell and address:
                        line.runs.append(Run(f" ({address})"))
                case "w:fldSimple":
                    does = _Field(attribute(each, "w:instr") or "")
                    self.words(each, line, replace(like, link=does.link or like.link), depth + 1)
                case "w:sdt":
                    if (content := child(each, "w:sdtContent")) is not None:
                        self.words(content, line, like, depth + 1)
                case "mc:AlternateContent":
                    self.words(_chosen(each), line, like, depth + 1)
                case "m:oMath" | "m:oMathPara":
                    self._equation(each, line, like)
                case "w:del":
                    self.deleted(each)
                case name if name in _THROUGH:
                    if name in ("w:ins", "w:moveTo"):
                        self.losses.count("a tracked change", "accepted")
                    self.words(each, line, like, depth + 1)

    def _address(self, hyperlink: Element) -> str:
        relation = self.office.related(self.part).get(reference(hyperlink))
        if relation is None:
            self.losses.count("a link to another place in the document", "its words are there, without the link")
            return ""
        address = web_address(relation.target) if relation.is_outside else ""
        if not address:
            self.losses.lost(f"the link to {shown(relation.target)}", "its words are there, without the link")
        return address

    def _equation(self, element: Element, line: _Line, like: Run) -> None:
        text = " ".join(on_a_line(element).split())
        if text:
            self.losses.mend(
                f"the equation {shown(text)}", "it is written on one line; read it, or put in a picture of it"
            )
            line.runs.append(replace(like, text=text))

    def deleted(self, element: Element) -> None:
        """Tell of text that somebody has deleted while changes were tracked."""
        text = "".join(each.text or "" for each in within(element, "w:delText", "w:t"))
        if text.strip():
            self.losses.lost(f"{shown(text)}, which was deleted while changes were tracked")

    def run(self, element: Element, line: _Line, like: Run, depth: int) -> None:
        """Read a run: words of one formatting, and what stands between them."""
        properties = child(element, "w:rPr")
        if self.styles.has(properties, "w:vanish"):
            text = "".join(each.text or "" for each in within(element, "w:t"))
            if text.strip():
                self.losses.lost(f"{shown(text)}, which is hidden in the document")
            return
        like = self._formatted(properties, like)
        raised = attribute(child(properties, "w:vertAlign"), "w:val")
        for each in element:
            match tag(each):
                case "w:t":
                    self.text(each.text or "", line, like, raised, properties)
                case "w:tab" | "w:ptab":
                    self.text(" ", line, like)
                case "w:br" | "w:cr":
                    if attribute(each, "w:type") in (None, "textWrapping"):
                        self.text(BREAK, line, like)
                case "w:noBreakHyphen":
                    self.text("\u2011", line, like)
                case "w:softHyphen":
                    self.text("\u00ad", line, like)
                case "w:sym":
                    self._symbol(each, line, like)
                case "w:fldChar" | "w:instrText":
                    self._field(each)
                case "w:footnoteReference" | "w:endnoteReference" as name:
                    self._note(name.removeprefix("w:").removesuffix("Reference"), each, line, depth)
                case "w:commentReference":
                    self._comment(attribute(each, "w:id") or "")
                case "w:drawing" | "w:pict" | "w:object":
                    self.drawing(each, line, depth)
                case "mc:AlternateContent":
                    for inner in _chosen(each):
                        self.drawing(inner, line, depth)
                case "w:ruby":
                    self._ruby(each, line, like, depth)
                case "w:delText" if each.text and each.text.strip():
                    self.losses.lost(f"{shown(each.text)}, which was deleted while changes were tracked")

    def _formatted(self, properties: Element | None, like: Run) -> Run:
        if properties is None:
            return like
        tagged = attribute(child(properties, "w:u"), "w:val")
        if tagged not in (None, "none") and not like.link:
            self.losses.count("underlined text", "not underlined: in a course that is a link")
        if is_on(child(properties, "w:highlight")) or attribute(child(properties, "w:color"), "w:val") not in (
            *(None, "auto", "000000"),
        ):
            self.losses.count("coloured text", "in the theme's colours")
        return replace(
            like,
            bold=self.styles.has(properties, "w:b"),
            italic=self.styles.has(properties, "w:i"),
            strike=self.styles.has(properties, "w:strike"),
        )

    def text(
        self, text: str, line: _Line, like: Run, raised: str | None = None, properties: Element | None = None
    ) -> None:
        """Add words to a paragraph, unless a field hides them."""
        if any(each.is_index for each in self.fields):
            if text.strip():
                self.losses.count("a table of contents", "left out; the course makes its own")
            return
        link = next((each.link for each in reversed(self.fields) if each.shows and each.link), "")
        if raised in ("superscript", "subscript"):
            text = self._raised(text, raised)
        tagged = attribute(child(properties, "w:lang"), "w:val") or self.styles.language
        self.languages[tagged] += len(text)
        line.runs.append(replace(like, text=text, link=link or like.link))

    def _raised(self, text: str, raised: str) -> str:
        signs = _RAISED if raised == "superscript" else _LOWERED
        if all(ord(sign) in signs or sign.isspace() for sign in text):
            return text.translate(signs)
        self.losses.count(f"{raised} text", "on the line with the rest")
        return text

    def _symbol(self, element: Element, line: _Line, like: Run) -> None:
        code, font = attribute(element, "w:char") or "", attribute(element, "w:font") or ""
        try:
            sign = chr(int(code, 16))
        except (ValueError, OverflowError):
            sign = ""
        if sign and not "\ue000" <= sign <= "\uf8ff" and not "\ud800" <= sign <= "\udfff":
            self.text(sign, line, like)
        else:
            self.losses.lost(f"a sign of the font {font} (U+{code})", "left out; put in a sign that every font has")

    def _field(self, element: Element) -> None:
        if tag(element) == "w:instrText":
            if self.fields and not self.fields[-1].shows:
                self.fields[-1].does += element.text or ""
            return
        match attribute(element, "w:fldCharType"):
            case "begin" if len(self.fields) < DEEPEST:
                self.fields.append(_Field())
            case "separate" if self.fields:
                self.fields[-1].shows = True
            case "end" if self.fields:
                self.fields.pop()

    def _note(self, kind: str, element: Element, line: _Line, depth: int) -> None:
        note = self.notes[kind].get(attribute(element, "w:id") or "")
        if note is None:
            return
        self.noted += 1
        self.text(f"[{self.noted}]", line, Run(""))
        inner, fields, part = _Line([Run(f"[{self.noted}] ")]), self.fields, self.part
        self.fields, self.part = [], self.office.first(self.office.main, f"{kind}s") or part
        for number, each in enumerate(within(note, "w:p")):
            inner.runs += [Run(BREAK)] if number else []
            self.words(each, inner, Run(""), depth + 1)
        self.fields, self.part = fields, part
        line.after += [Note(self.markdown(inner.runs)), *inner.after]

    def _comment(self, identifier: str) -> None:
        comment = self.comments.get(identifier)
        text = " ".join("".join(e.text or "" for e in within(p, "w:t")) for p in within(comment, "w:p"))
        self.losses.lost(f"the comment {shown(text)}")

    def _ruby(self, element: Element, line: _Line, like: Run, depth: int) -> None:
        for name, before, behind in (("w:rubyBase", "", ""), ("w:rt", " (", ")")):
            if (holder := child(element, name)) is not None:
                self.text(before, line, like)
                self.words(holder, line, like, depth + 1)
                self.text(behind, line, like)

    def drawing(self, element: Element, line: _Line, depth: int) -> None:
        """Read a drawing: pictures, charts, SmartArt, and text boxes, whose text stands behind the paragraph."""
        if tag(element) == "w:object":
            kind = next(
                (attribute(each, "ProgID") for each in element.iter() if tag(each).endswith(":OLEObject")), None
            )
            self.losses.lost(
                f"an embedded object ({kind or 'of no known kind'})", "save it as a picture or a PDF, and put it in"
            )
            return
        properties = next(within(element, "wp:docPr"), None)
        found = False
        for inner in _parts_of(element):
            found = True
            match tag(inner):
                case "pic:pic":
                    line.after += _held(self.drawings.picture(self.part, inner, properties))
                case "v:imagedata":
                    line.after += _held(self.drawings.image(self.part, reference(inner), _alternative(inner)))
                case "c:chart":
                    name = attribute(properties, "descr") or ""
                    line.after += _held(self.drawings.chart(self.part, reference(inner), name))
                case "dgm:relIds":
                    texts = self.drawings.diagram(self.part, reference(inner, "dm"))
                    items = [ListItem(0, None, escape(text)) for text in texts]
                    line.after += [Prose(as_markdown(items))] if items else []
                case "w:txbxContent":
                    self.losses.count("a text box", "its text stands in the text")
                    line.after += self.apart(inner, depth + 1)
        if any(attribute(each, "embeddedHtml") for each in element.iter()):
            html = next(attribute(each, "embeddedHtml") for each in element.iter() if attribute(each, "embeddedHtml"))
            self.losses.lost(f"a film from the web: {html}", "link to it, or put in the film itself")
        if not found and tag(element) != "w:pict":
            self.losses.count("a drawn shape", "left out; save it as a picture, and put it in", "lost")

    def apart(self, container: Element, depth: int) -> list[Held]:
        """What stands in a container, without holding it."""
        with self._aside() as held:
            self.blocks(container, depth)
        return held

    @contextmanager
    def _aside(self) -> Iterator[list[Held]]:
        held, fields = self.held, self.fields
        self.held, self.fields = [], []
        try:
            yield self.held
        finally:
            self.held, self.fields = held, fields

    def table(self, element: Element, depth: int) -> None:
        """Read a table. One of a single row or column is layout: what stands in it stands in the text."""
        rows = [list(_cells(row)) for row in _rows(element)]
        place = self.losses.place = f"{self.office.name}, table after paragraph {self.paragraphs}"
        if is_layout(rows):
            for cell in (cell for row in rows for cell in row):
                self.blocks(cell, depth + 1)
            return
        was_in_cell, self.in_cell = self.in_cell, True
        after: list[Held] = []
        texts: list[list[str]] = []
        for row in rows:
            above = texts[-1] if texts else []
            texts.append([])
            for cell in row:
                texts[-1] += self._cell(cell, above[len(texts[-1]) :], after, depth)
        self.in_cell = was_in_cell
        self.losses.place = place
        look = child(element, "w:tblPr", "w:tblLook")
        row_headings = attribute(look, "w:firstColumn") in (None, "1", "true")
        self.held.append(Item(table(texts, row_headings=row_headings)))
        self.held += after

    def _cell(self, cell: Element, above: Sequence[str], after: list[Held], depth: int) -> list[str]:
        """A cell's text, once for each column that it takes; what is no text comes after the table."""
        properties = child(cell, "w:tcPr")
        merged = child(properties, "w:vMerge")
        span = attribute(child(properties, "w:gridSpan"), "w:val") or "1"
        columns = min(63, int(span)) if span.isdecimal() and len(span) < 5 else 1  # Word has no more than 63
        held = self.apart(cell, depth + 1)
        if any(isinstance(each, Listed) for each in held):
            self.losses.count("a list within a table's cell", "its points stand on one line; look at the table")
        blocks = grouped(held)
        prose = [block.markdown for block in blocks if isinstance(block, Prose)]
        text = plain("\n\n".join(prose)) if prose else ""
        after += [block for block in blocks if not isinstance(block, Prose)]
        if columns > 1 or merged is not None:
            self.losses.count("cells that are joined", "the text stands in each row and column that they take")
        if merged is not None and attribute(merged, "w:val") != "restart" and not text:
            text = above[0] if above else ""
        return [text] * max(1, columns)

    def _root(self, kind: str) -> Element | None:
        part = self.office.first(self.office.main, kind)
        return None if part is None else self.office.root(part)


def _by_id(root: Element | None) -> dict[str, Element]:
    return {attribute(each, "w:id") or "": each for each in (() if root is None else root)}


def _chosen(element: Element) -> Element:
    """What to read of alternatives: the newest, else what older programs get (ECMA-376 part 3, 7.3)."""
    choice = next((each for each in children(element, "mc:Choice") if len(each)), None)
    fallback = child(element, "mc:Fallback")
    return choice if choice is not None else fallback if fallback is not None else element


def _parts_of(element: Element) -> Iterator[Element]:
    """What a drawing holds that can be taken over; what stands within a text box comes with that."""
    name = tag(element)
    if name in ("pic:pic", "v:imagedata", "c:chart", "dgm:relIds", "w:txbxContent"):
        yield element
    elif name == "mc:AlternateContent":
        yield from _parts_of_all(_chosen(element))
    else:
        yield from _parts_of_all(element)


def _parts_of_all(element: Element) -> Iterator[Element]:
    for each in element:
        yield from _parts_of(each)


def _alternative(imagedata: Element) -> Element | None:
    """Where an old picture has its alternative text: the shape around it."""
    return imagedata.getparent()


def _held(body: dict[str, object] | None) -> list[Held]:
    return [] if body is None else [Item(body)]


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if tag(each) == "w:tr":
            if child(each, "w:trPr", "w:del") is None:
                yield each
        elif tag(each) in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"):
            yield from _rows(each)


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        if tag(each) == "w:tc":
            yield each
        elif tag(each) in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"):
            yield from _cells(each)
