"""PowerPoint presentations (.pptx): a page for each slide, its texts in reading order, its notes for facilitators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from scormbuild.errors import UsageError
from scormbuild.importing.draft import Body, DraftCourse, DraftModule, DraftPage, Loss
from scormbuild.importing.drawings import Drawings
from scormbuild.importing.equations import on_a_line
from scormbuild.importing.inline import BREAK, Run, escape, web_address, words_of
from scormbuild.importing.lists import ListItem, as_markdown
from scormbuild.importing.losses import Losses, shown
from scormbuild.importing.office import (
    DEEPEST,
    LARGEST_MEDIA,
    Element,
    Office,
    attribute,
    child,
    children,
    reference,
    tag,
    within,
)
from scormbuild.importing.pictures import Pictures
from scormbuild.importing.tables import is_layout
from scormbuild.importing.tables import table as component_of
from scormbuild.importing.titles import own_title

_TITLES: Final = ("title", "ctrTitle")
_AROUND: Final = {"dt": "date", "ftr": "footer", "hdr": "header", "sldNum": ""}
_BODIES: Final = ("body", "obj", "subTitle")
_PLAYED: Final = {".mp4": "video", ".mp3": "audio", ".m4a": "audio"}


@dataclass(slots=True)
class _Slide:
    """A slide that is being read."""

    part: str
    place: str
    title: str = ""
    body: list[Body] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Blocks of Markdown since the last component."""

    def put(self, body: Body | None) -> None:
        """Put a component behind what is there."""
        self.close()
        if body is not None:
            self.body.append(body)

    def close(self) -> None:
        """Make one text of the blocks."""
        if self.texts:
            self.body.append({"text": "\n\n".join(self.texts)})
            self.texts = []


def read(path: Path) -> tuple[DraftCourse, list[Loss]]:
    """The draft that a presentation makes. Raises `UsageError` where it can't be read."""
    with Office(path, "PowerPoint presentation", ".pptx") as office:
        root = office.root(office.main)
        if root is None or tag(root) != "p:presentation":
            raise UsageError(f"{path.name} is no PowerPoint presentation: there are no slides in it")
        reader = _Reader(office)
        modules = list(reader.modules(root))
        title = reader.title or own_title(office.title(), path)
        for module in modules:
            module.title = module.title or title
        language = max(reader.languages, key=lambda tag: reader.languages[tag], default="")
        return DraftCourse(title, language, modules, reader.pictures.files), reader.losses.all()


class _Reader:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.losses = Losses()
        self.pictures = Pictures()
        self.drawings = Drawings(office, self.pictures, self.losses)
        self.title = ""
        self.languages: Counter[str] = Counter()

    def modules(self, root: Element) -> Iterator[DraftModule]:
        """A module for each section, or one for all slides; a module's title is "" for what is in no section."""
        related = self.office.related(self.office.main)
        slides = [
            (attribute(each, "id") or "", related[reference(each)].target)
            for each in children(child(root, "p:sldIdLst"), "p:sldId")
            if reference(each) in related
        ]
        numbers = {identifier: number for number, (identifier, _) in enumerate(slides, 1)}
        parts = dict(slides)
        sectioned: set[str] = set()
        for section in within(root, "p14:section"):
            ids = [attribute(each, "id") or "" for each in within(section, "p14:sldId")]
            ids = [each for each in ids if each in parts and each not in sectioned]
            sectioned.update(ids)
            name = (attribute(section, "name") or "").strip()
            yield DraftModule(name, list(self._pages((numbers[each], parts[each]) for each in ids)))
        rest = [(numbers[identifier], part) for identifier, part in slides if identifier not in sectioned]
        if rest:
            yield DraftModule("", list(self._pages(rest)))

    def _pages(self, slides: Iterator[tuple[int, str]] | Sequence[tuple[int, str]]) -> Iterator[DraftPage]:
        for number, part in slides:
            page = self._page(number, part)
            if page is not None:
                yield page

    def _page(self, number: int, part: str) -> DraftPage | None:
        """A slide as a page; None where it is hidden, or where all that is on it is the presentation's title."""
        root = self.office.root(part)
        slide = _Slide(part, f"{self.office.name}, slide {number}")
        self.losses.place = slide.place
        tree = child(root, "p:cSld", "p:spTree")
        if root is None or tree is None:
            self.losses.lost("the slide, which is missing in the file", "put it in by hand")
            return None
        if attribute(root, "show") in ("0", "false"):
            notes = self.office.first(part, "notesSlide")
            noted = None if notes is None else self.office.root(notes)
            lines = (each for holder in (tree, noted) for each in within(holder, "a:p"))
            text = " ".join("".join(each.text or "" for each in within(line, "a:t")) for line in lines)
            self.losses.lost(f"the slide, which is hidden: {shown(text)}", "left out; show it, and import once more")
            return None
        layout = self.office.first(part, "slideLayout") or ""
        self._around(root, part)
        self.shapes(tree, slide, _Inherited(self.office, layout), 0)
        slide.close()
        notes = self._notes(part)
        self._comments(part)
        is_first = not self.title
        if is_first:
            self.title = slide.title
        if is_first and slide.title and not slide.body and not notes:
            return None
        if not slide.title:
            self.losses.count(
                "a slide has no title", "its page is called by its number or its module; write what it is about", "mend"
            )
        return DraftPage(slide.title, slide.body, notes)

    def _around(self, root: Element, part: str) -> None:
        if child(root, "p:timing") is not None:
            self.losses.count("an animation, or a film that plays by itself", "all is there from the start")
        if next(within(root, "p:transition"), None) is not None:
            self.losses.count("a transition between slides", "left out")
        if next(within(child(root, "p:cSld", "p:bg"), "a:blip"), None) is not None:
            self.losses.count("a picture behind the slide", "left out; put it in where it says something", "lost")
        if any(
            relation.kind == "image"
            for relation in self.office.related(self.office.first(part, "slideLayout") or "").values()
        ):
            self.losses.count("a picture of the slide's layout, such as a logo", "left out; the theme has its own")

    def shapes(self, tree: Element, slide: _Slide, inherited: _Inherited, depth: int) -> None:
        """Read what stands on a slide, in the order in which PowerPoint reads it aloud."""
        if depth > DEEPEST:
            raise UsageError(f"{slide.place}: groups nested deeper than any slide needs; take them apart")
        for shape in tree:
            self.losses.place = slide.place
            own = next((each for holder in shape for each in holder if tag(each) == "p:cNvPr"), None)
            if attribute(own, "hidden") in ("1", "true"):
                text = " ".join("".join(each.text or "" for each in within(shape, "a:t")).split())
                self.losses.lost(f"a hidden shape, {shown(text or attribute(own, 'name') or '')}")
                continue
            match tag(shape):
                case "p:sp":
                    self._shape(shape, slide, inherited)
                case "p:grpSp":
                    self.shapes(shape, slide, inherited, depth + 1)
                case "p:pic":
                    self._picture(shape, own, slide)
                case "p:graphicFrame":
                    self._frame(shape, own, slide)
                case "p:cxnSp":
                    self.losses.count("a line or an arrow between shapes", "left out", "lost")
                case "mc:AlternateContent":
                    chosen = next((each for each in shape if len(each)), None)
                    if chosen is not None:
                        self.shapes(chosen, slide, inherited, depth + 1)
                case "p:contentPart":
                    self.losses.count(
                        "something drawn by hand", "left out; save it as a picture, and put it in", "lost"
                    )

    def _shape(self, shape: Element, slide: _Slide, inherited: _Inherited) -> None:
        holder = child(shape, "p:nvSpPr", "p:nvPr", "p:ph")
        kind = (attribute(holder, "type") or "obj") if holder is not None else ""
        text = child(shape, "p:txBody")
        paragraphs = [] if text is None else [self._paragraph(each, slide) for each in children(text, "a:p")]
        words = [words_of(runs) for _, runs in paragraphs]
        if not any(words):
            drawn = child(shape, "p:spPr")
            if holder is None and drawn is not None and next(within(drawn, "a:blip"), None) is not None:
                slide.put(self.drawings.picture(slide.part, drawn, child(shape, "p:nvSpPr", "p:cNvPr")))
            elif holder is None:
                self.losses.count("a drawn shape without text", "left out; save it as a picture, and put it in", "lost")
        elif kind in _AROUND:
            self._left_around(kind, words)
        elif kind in _TITLES and not slide.title:
            slide.title = " ".join(words)
        else:
            levels = inherited.levels(shape, holder)
            self._blocks([(properties, runs) for properties, runs in paragraphs if words_of(runs)], levels, slide)

    def _left_around(self, kind: str, words: Sequence[str]) -> None:
        """Tell of what stands at the edge of every slide."""
        text = " ".join(words)
        if text:
            what = "a slide number" if kind == "sldNum" else f"the {_AROUND[kind]} {shown(text)}"
            self.losses.count(what, "left out", "lost")

    def _blocks(self, paragraphs: Sequence[tuple[Element | None, list[Run]]], levels: _Levels, slide: _Slide) -> None:
        """Paragraphs and lists of a text frame, as blocks of Markdown."""
        items: list[ListItem] = []
        counts: Counter[int] = Counter()

        def close() -> None:
            if items:
                slide.texts.append(as_markdown(items))
                items.clear()

        for properties, runs in paragraphs:
            level = int(given) if (given := attribute(properties, "lvl") or "0") in set("012345678") else 0
            mark = levels.mark(properties, level)
            markdown = self.losses.markdown(runs)
            for deeper in [each for each in counts if each > level]:
                del counts[deeper]
            if mark is None:
                close()
                counts.clear()
                slide.texts.append(markdown)
            elif tag(mark) == "a:buAutoNum":
                start = attribute(mark, "startAt") or "1"
                first = int(start) if start.isdecimal() and len(start) < 6 else 1
                counts[level] += 1
                items.append(ListItem(level, first + counts[level] - 1, markdown))
            else:
                del counts[level]
                items.append(ListItem(level, None, markdown))
        close()

    def _paragraph(self, element: Element, slide: _Slide) -> tuple[Element | None, list[Run]]:
        runs: list[Run] = []
        for each in element.iter():
            match tag(each):
                case "a:r" | "a:fld":
                    runs.append(self._run(each, slide))
                case "a:br":
                    runs.append(Run(BREAK))
                case "m:oMath":
                    text = " ".join(on_a_line(each).split())
                    self.losses.mend(
                        f"the equation {shown(text)}", "it is written on one line; read it, or put in a picture"
                    )
                    runs.append(Run(text))
        return child(element, "a:pPr"), runs

    def _run(self, element: Element, slide: _Slide) -> Run:
        properties = child(element, "a:rPr")
        text = "".join(each.text or "" for each in children(element, "a:t"))
        self.languages[attribute(properties, "lang") or ""] += len(text)
        run = Run(
            text.replace("\x0b", BREAK).replace("_x000B_", BREAK),
            bold=attribute(properties, "b") in ("1", "true"),
            italic=attribute(properties, "i") in ("1", "true"),
            strike=attribute(properties, "strike") in ("sngStrike", "dblStrike"),
        )
        click = child(properties, "a:hlinkClick")
        relation = self.office.related(slide.part).get(reference(click)) if click is not None else None
        if relation is not None and relation.is_outside:
            link = web_address(relation.target)
            if not link:
                self.losses.lost(f"the link to {shown(relation.target)}", "its words are there, without the link")
            return replace(run, link=link)
        if click is not None:
            self.losses.count("a link to another slide", "its words are there, without the link")
        return run

    def _picture(self, shape: Element, own: Element | None, slide: _Slide) -> None:
        played = next(within(shape, "a:videoFile", "a:audioFile", "a:wavAudioFile", "a:quickTimeFile"), None)
        if played is None:
            slide.put(self.drawings.picture(slide.part, shape, own))
            return
        name = attribute(own, "name") or "film"
        related = self.office.related(slide.part)
        embedded = next((reference(each, "embed") for each in within(shape, "p14:media")), "")
        relation = (
            related.get(embedded) or related.get(reference(played, "link")) or related.get(reference(played, "embed"))
        )
        if relation is None or relation.is_outside:
            where = f": {relation.target}" if relation is not None else ""
            self.losses.lost(f"the film or sound {shown(name)}, which is not in the file{where}", "put it in by hand")
            return
        ending = PurePosixPath(relation.target).suffix.lower()
        kind = _PLAYED.get(ending)
        content = self.office.content(relation.target, LARGEST_MEDIA) if kind is not None else None
        if kind is None or content is None:
            self.losses.lost(
                f"the film or sound {shown(name)} ({ending})", "save it as MP4 or MP3, and put it in by hand"
            )
            return
        path = self.pictures.keep(content, PurePosixPath(relation.target).stem, ending)
        needs = "captions and audio description" if kind == "video" else "a transcript"
        self.losses.lost(f"the {kind} {shown(name)}", f"it is kept as {path}: write {needs}, and put in `{kind}:`")

    def _frame(self, shape: Element, own: Element | None, slide: _Slide) -> None:
        name = attribute(own, "descr") or ""
        data = child(shape, "a:graphic", "a:graphicData")
        table, chart = child(data, "a:tbl"), child(data, "c:chart")
        diagram = child(data, "dgm:relIds")
        if table is not None:
            slide.put(self._table(table, slide))
        elif chart is not None:
            slide.put(self.drawings.chart(slide.part, reference(chart), name))
        elif diagram is not None:
            texts = self.drawings.diagram(slide.part, reference(diagram, "dm"))
            items = [ListItem(0, None, escape(text)) for text in texts]
            slide.texts += [as_markdown(items)] if items else []
        else:
            self.losses.lost(
                f"an embedded object, {shown(name or attribute(own, 'name') or '')}",
                "save it as a picture or a PDF, and put it in",
            )

    def _table(self, table: Element, slide: _Slide) -> Body | None:
        rows: list[list[str]] = []
        for row in children(table, "a:tr"):
            above = rows[-1] if rows else []
            rows.append([])
            for cell in children(row, "a:tc"):
                runs = [self._paragraph(each, slide)[1] for each in within(cell, "a:p")]
                text = " ".join(" ".join(map(words_of, runs)).split())
                at = len(rows[-1])
                if attribute(cell, "hMerge") in ("1", "true") and at:
                    text = rows[-1][-1]
                elif attribute(cell, "vMerge") in ("1", "true") and at < len(above):
                    text = above[at]
                if any(run.bold or run.italic or run.link for each in runs for run in each):
                    self.losses.count("bold, italic or links within a table", "plain")
                if attribute(cell, "hMerge") or attribute(cell, "vMerge"):
                    self.losses.count("cells that are joined", "the text stands in each row and column that they take")
                rows[-1].append(text)
        if is_layout(rows):
            slide.texts += [escape(text) for row in rows for text in row if text]
            return None
        return component_of(rows, row_headings=attribute(child(table, "a:tblPr"), "firstCol") in ("1", "true"))

    def _notes(self, part: str) -> str:
        notes = self.office.first(part, "notesSlide")
        root = None if notes is None else self.office.root(notes)
        blocks = _Slide(notes or "", self.losses.place)
        for shape in within(child(root, "p:cSld", "p:spTree"), "p:sp"):
            kind = attribute(child(shape, "p:nvSpPr", "p:nvPr", "p:ph"), "type") or ""
            lines = [self._paragraph(each, blocks) for each in children(child(shape, "p:txBody"), "a:p")]
            lines = [line for line in lines if words_of(line[1])]
            if kind in _AROUND:
                self._left_around(kind, [words_of(runs) for _, runs in lines])
            else:
                self._blocks(lines, _Levels([]), blocks)
        return "\n\n".join(blocks.texts)

    def _comments(self, part: str) -> None:
        for relation in self.office.related(part).values():
            if relation.kind in ("comments", "comment") and not relation.is_outside:
                for comment in () if (root := self.office.root(relation.target)) is None else root:
                    text = " ".join((e.text or "") for e in comment.iter() if tag(e) in ("p:text", "a:t"))
                    self.losses.lost(f"the comment {shown(text)}")


@dataclass(frozen=True, slots=True)
class _Levels:
    """Where a text frame's paragraphs get their bullets: list styles, the nearest first (ECMA-376 part 1, 21.1.2.4)."""

    styles: list[Element]

    def mark(self, properties: Element | None, level: int) -> Element | None:
        """`a:buChar` or another mark of a paragraph, None where it is none of a list."""
        for holder in (properties, *(child(style, f"a:lvl{level + 1}pPr") for style in self.styles)):
            for each in () if holder is None else holder:
                if tag(each) == "a:buNone":
                    return None
                if tag(each) in ("a:buChar", "a:buAutoNum", "a:buBlip"):
                    return each
        return None


class _Inherited:
    """What the shapes of a slide take from its layout and the master."""

    def __init__(self, office: Office, layout: str) -> None:
        self._layout = office.root(layout) if layout else None
        master = office.first(layout, "slideMaster") if layout else None
        self._master = office.root(master) if master is not None else None

    def levels(self, shape: Element, holder: Element | None) -> _Levels:
        """The list styles of a shape."""
        own = child(shape, "p:txBody", "a:lstStyle")
        styles = [own] if own is not None else []
        if holder is None:
            return _Levels(styles)
        kind, index = attribute(holder, "type") or "obj", attribute(holder, "idx")
        for root, wanted in ((self._layout, index), (self._master, None)):
            for other in within(root, "p:sp"):
                there = child(other, "p:nvSpPr", "p:nvPr", "p:ph")
                same = there is not None and (
                    attribute(there, "idx") == wanted
                    if wanted is not None
                    else _likes(attribute(there, "type") or "obj", kind)
                )
                style = child(other, "p:txBody", "a:lstStyle")
                if same and style is not None:
                    styles.append(style)
                    break
        body = child(self._master, "p:txStyles", "p:bodyStyle" if kind in _BODIES else "p:otherStyle")
        return _Levels([*styles, body] if body is not None else styles)


def _likes(there: str, kind: str) -> bool:
    return there == kind or (there == "body" and kind in _BODIES)
