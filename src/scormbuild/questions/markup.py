"""Between other programs' HTML and the Markdown of courses, so that a page shows the words that the source has.

Hostile HTML goes through nh3 first. What Markdown would read in a text is escaped; formatting that Markdown can't put
where it stands (CommonMark 6.2, flanking) is left out rather than shown as asterisks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape as escape_html
from typing import Final

import nh3
from lxml import html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from scormbuild.course.glossary import Glossary
from scormbuild.course.markdown import MarkdownRenderer
from scormbuild.course.part import NOT_XML

MARK_BEGIN, MARK_END = "\ue000", "\ue002"
"""Around a gap's key while its text is converted; `{{key}}` when it is Markdown."""

_TAGS: Final = {
    *(
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "hr",
        "br",
    ),
    *("em", "i", "strong", "b", "s", "del", "strike", "a", "img", "u", "sub", "sup", "tt", "kbd", "samp", "dl", "dt"),
    *("dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "center", "font", "section", "article"),
}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "div": {"class"},
    "span": {"class"},
}
_BLOCKS: Final = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "hr", "table", "dl", "dt", "dd"),
    *("center", "section", "article", "li", "tr", "caption"),
}
_STRONG: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
_SAME: Final = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
_MONOSPACED: Final = {"code", "tt", "kbd", "samp"}
_LOST: Final = re.compile(r"<\s*(iframe|object|embed|video|audio|math|svg|form|input|applet)\b", re.IGNORECASE)
_MATH: Final = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math\s*>", re.DOTALL | re.IGNORECASE)
_ANNOTATION: Final = re.compile(r"<(?:\w+:)?annotation\b.*?</(?:\w+:)?annotation[^<>]*>", re.DOTALL | re.IGNORECASE)
_SCHEMES: Final = {"https", "http", "mailto", "tel"}
_TEX: Final = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$", re.DOTALL)
_LINE_START: Final = re.compile(
    r"(?P<mark>[-+](?=\s|$)|#{1,6}(?=\s|$)|>|=+\s*$|[-:|][-:|\s]*$)|(?P<number>\d{1,9})(?P<dot>[.)](?=\s|$))"
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Text:
    """A text as Markdown, the images that stood in it (source and alternative text), and what it lost."""

    markdown: str
    images: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def block_of(source: str) -> Text:
    """HTML as Markdown of paragraphs, lists, tables and code."""
    return _Conversion(source).block()


def line_of(source: str) -> Text:
    """HTML as Markdown within a line: paragraphs and the items of lists each begin a line of their own."""
    return _Conversion(source).line()


def words_of(source: str) -> str:
    """HTML as plain words on one line."""
    return _words(_tree(source))


def html_of_plain(text: str) -> str:
    """Plain text as HTML: its lines stay lines."""
    return escape_html(text.strip(), quote=False).replace("\n", "<br>")


def html_of_foreign_markdown(text: str) -> str:
    """Another program's Markdown, which may hold HTML, as HTML. Hostile as it came."""
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def html_of_line(markdown: str) -> str:
    """A course's text within a line as HTML without what only its pages have: terms and links to pages are words."""
    return _without_pages(str(_renderer().inline(markdown)))


def html_of_block(markdown: str) -> str:
    """A course's text of paragraphs as HTML, as `html_of_line`."""
    return _without_pages(str(_renderer().block(markdown)))


def escaped(text: str) -> str:
    """Plain words as Markdown within a line that shows them."""
    return _at_line_starts(_escape(text))


def leads_to_pages(markdown: str) -> bool:
    """Whether a course's text has links to its pages, or terms of its glossary."""
    return "](page:" in markdown or "[[" in markdown


@cache
def _renderer() -> MarkdownRenderer:
    return MarkdownRenderer((), Glossary([]), lambda text, fault: None)


def _without_pages(source: str) -> str:
    source = re.sub(r'<a href="#[^"]*" data-page="[^"]*">(.*?)</a>', r"\1", source, flags=re.DOTALL)
    return source.replace(' target="_blank" rel="noopener noreferrer"', "")


def _tree(source: str) -> HtmlElement:
    # nh3 takes formulas out with all that is in them; their signs are better than nothing.
    source = _MATH.sub(lambda math: re.sub("<[^<>]*>", " ", _ANNOTATION.sub("", math[0])), NOT_XML.sub("", source))
    cleaned = nh3.clean(source, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={*_SCHEMES, "data"}, link_rel=None)
    return html.fragment_fromstring(cleaned, create_parent="div")


def _words(tree: HtmlElement) -> str:
    for each in tree.iter("br", *_BLOCKS):
        each.tail = f" {each.tail or ''}"
    return " ".join(str(tree.text_content()).split())


class _Conversion:
    """One text on its way to Markdown."""

    def __init__(self, source: str) -> None:
        self.tree = _tree(source)
        self.text = Text("")
        for name in dict.fromkeys(found.lower() for found in _LOST.findall(source)):
            self.text.told.append("a formula, of which only the signs are there" if name == "math" else f"<{name}>")
        if _TEX.search(self.tree.text_content()):
            self.text.told.append("a formula in TeX, which shows as it is written")
        self.within_line = False

    def block(self) -> Text:
        self.text.markdown = "\n\n".join(self._blocks(self.tree)).strip()
        return self.text

    def line(self) -> Text:
        self.within_line = True
        lines = [line.strip() for line in self._lines(self.tree)]
        self.text.markdown = "\\\n".join(line for line in lines if line)
        return self.text

    def _lines(self, parent: HtmlElement, *, marks: bool = True) -> Iterator[str]:
        """The lines of what may hold blocks, where only lines can stand; items of lists with `marks` before them."""
        for run, child in _parted(parent):
            if child is None:
                yield from self._paragraph(run, "\\\n").split("\\\n")
                continue
            match child.tag:
                case "ul" | "ol":
                    for number, item in enumerate(_items(child), _start(child)):
                        first = "" if not marks else f"{number}\\. " if child.tag == "ol" else "– "
                        lines = self._lines(item, marks=marks)
                        yield from (first + line if at == 0 else line for at, line in enumerate(lines))
                case "pre":
                    self.text.told.append("a block of code, which stands as lines of code")
                    yield from (_code(line) for line in str(child.text_content()).splitlines() if line.strip())
                case "table" if _is_table(child):
                    self.text.told.append("a table, whose rows stand as lines")
                    for row in child.iter("tr"):
                        yield " \\| ".join(self._within(cell).strip() for cell in row.iter("td", "th"))
                case "hr":
                    pass
                case _:
                    yield from self._lines(child, marks=marks)

    def _blocks(self, parent: HtmlElement) -> list[str]:
        """The blocks of what may hold them."""
        blocks: list[str] = []
        before = ""
        for run, child in _parted(parent):
            if child is None:
                blocks += [paragraph] if (paragraph := self._paragraph(run, "\\\n")) else []
                before = ""
                continue
            found = self._block(child, again=before == child.tag)
            blocks += found
            before = str(child.tag) if found else before
        return blocks

    def _block(self, element: HtmlElement, again: bool) -> list[str]:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                words = self._within(element)
                level = max(2, int(element.tag[1]))
                return [f"{'#' * level} {words}"] if words else []
            case "ul" | "ol":
                return self._list(element, again)
            case "blockquote":
                inner = "\n\n".join(self._blocks(element))
                return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []
            case "pre":
                code = str(element.text_content()).removeprefix("\n").rstrip("\n")
                fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
                return [f"{fence}\n{code}\n{fence}"] if code else []
            case "hr":
                return ["---"]
            case "table" if _is_table(element):
                return self._table(element)
            case _:
                return self._blocks(element)

    def _list(self, element: HtmlElement, again: bool) -> list[str]:
        items: list[str] = []
        is_tight = True
        for number, item in enumerate(_items(element), _start(element)):
            # Two lists in a row are one, unless they have other marks (CommonMark 5.3).
            mark = (f"{number}{')' if again else '.'}") if element.tag == "ol" else "*" if again else "-"
            blocks = self._blocks(item)
            is_tight = is_tight and all(re.match(r"[-*] |\d+[.)] ", block) for block in blocks[1:])
            inner = ("\n" if is_tight else "\n\n").join(blocks)
            items.append(f"{mark} {inner}".replace("\n", "\n" + " " * (len(mark) + 1)).rstrip())
        if not items:
            return []
        return [re.sub(r"\n +(?=\n)", "\n", ("\n" if is_tight else "\n\n").join(items))]

    def _table(self, element: HtmlElement) -> list[str]:
        captions = [words for caption in element.iter("caption") if (words := self._within(caption))]
        rows = [
            [re.sub(r"(?<!\\)\|", r"\|", self._within(cell)) for cell in row.iter("td", "th")]
            for row in element.iter("tr")
        ]
        rows = [row for row in rows if row]
        if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for cell in element.iter("td", "th")):
            self.text.told.append("cells of a table that reach over several rows or columns")
        if not rows:
            return captions
        width = max(map(len, rows))
        lines = [f"| {' | '.join(cell for cell in row + [''] * (width - len(row)))} |" for row in rows]
        return [*captions, "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]

    def _within(self, element: HtmlElement) -> str:
        """All that an element holds, on one line."""
        return " ".join(filter(None, (line.strip() for line in self._lines(element, marks=False))))

    def _paragraph(self, run: list[HtmlElement | str], line_break: str) -> str:
        """Text and elements in a row as one paragraph."""
        expected = [(char, styles) for char, styles in _styled(run) if not char.isspace()]
        for emphasis in ("*", "_"):
            made = _tidy(self._inline(run, emphasis), line_break)
            if "\ufffc" in made or _shown(made) == expected:
                return made
        self.text.told.append("bold or italics in the midst of a word, which Markdown can't show")
        return _tidy(self._inline(run, ""), line_break)

    def _inline(self, run: list[HtmlElement | str], emphasis: str, styled: str = "") -> str:
        made = [
            _escape(_SPACE.sub(" ", piece)) if isinstance(piece, str) else self._element(piece, emphasis, styled)
            for piece in _merged(run)
        ]
        for at, following in enumerate(made[1:]):
            if following.startswith("[") and made[at].endswith("!"):
                made[at] = made[at][:-1] + "\\!"  # an image begins so
        return "".join(made)

    def _element(self, element: HtmlElement, emphasis: str, styled: str) -> str:
        inner = list(_pieces(element))
        match element.tag:
            case "br":
                return "\v"
            case "img":
                image = (element.get("src") or "", element.get("alt") or "")
                if image not in self.text.images:
                    self.text.images.append(image)
                return " "
            case "sub" | "sup" if _words_in(element) and emphasis:
                self._note("text above or below the line, which stands on it")
                return self._inline(inner, emphasis, styled)
            case tag if tag in _MONOSPACED:
                return _code(str(element.text_content())) if not styled or emphasis else _escape(element.text_content())
            case tag if tag in _STRONG and emphasis and tag not in styled.split():
                mark = _STRONG[tag].replace("*", emphasis if tag in ("em", "i") else "*")
                return _wrapped(self._inline(inner, emphasis, f"{styled} {tag}"), mark, mark)
            case "a" if (href := element.get("href")) and " a" not in styled:
                words = self._inline(inner, emphasis, f"{styled} a")
                if re.match(r"(https?://[^/]|mailto:.|tel:.)", href):
                    return _wrapped(words, "[", f"]({_address(href)})")
                self._note(f"a link to {href}, which leads nowhere from here")
                return words
            case _:
                return self._inline(inner, emphasis, styled)

    def _note(self, what: str) -> None:
        if what not in self.text.told:
            self.text.told.append(what)


def _parted(parent: HtmlElement) -> Iterator[tuple[list[HtmlElement | str], HtmlElement | None]]:
    """Children as runs of what stands within a line, and blocks between them."""
    run: list[HtmlElement | str] = []
    for piece in _pieces(parent):
        if isinstance(piece, str) or not _holds_block(piece):
            run.append(piece)
            continue
        if run:
            yield run, None
            run = []
        yield [], piece
    if run:
        yield run, None


def _items(listed: HtmlElement) -> Iterator[HtmlElement]:
    """The items of a list; what stands between them, as careless HTML has it, is one too."""
    for run, child in _parted(listed):
        if child is not None:
            yield child
        elif any(_words_in(piece) if not isinstance(piece, str) else piece.strip() for piece in run):
            item = html.Element("li")
            for piece in run:
                _append(item, piece)
            yield item


def _start(listed: HtmlElement) -> int:
    start = listed.get("start") or "1"
    return int(start) if start.isdigit() and len(start) < 9 else 1


def _is_table(element: HtmlElement) -> bool:
    """Whether all that it says stands in cells of its own; else it is no table, whatever it is called."""
    cells = element.iter("td", "th", "caption")
    inside = "".join(_words(cell) for cell in cells)
    return "".join(_words(element).split()) == "".join(inside.split())


def _holds_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(each.tag in _BLOCKS for each in element.iterdescendants())


def _pieces(parent: HtmlElement) -> Iterator[HtmlElement | str]:
    if parent.text:
        yield parent.text
    for child in parent:
        yield child
        if child.tail:
            yield child.tail


def _merged(run: list[HtmlElement | str]) -> list[HtmlElement | str]:
    """Neighbours of one style put together: `<b>a</b><b>b</b>` would be `**a****b**`."""
    merged: list[HtmlElement | str] = []
    for piece in run:
        last = merged[-1] if merged else None
        if isinstance(piece, str) or isinstance(last, str) or last is None or piece.tag not in _STRONG:
            merged.append(piece)
        elif _SAME.get(piece.tag, piece.tag) == _SAME.get(last.tag, last.tag):
            both = html.Element(last.tag)
            for inner in [*_pieces(last), *_pieces(piece)]:
                _append(both, inner)
            merged[-1] = both
        else:
            merged.append(piece)
    return merged


def _append(parent: HtmlElement, piece: HtmlElement | str) -> None:
    if not isinstance(piece, str):
        copied = html.fromstring(html.tostring(piece, encoding="unicode", with_tail=False))
        parent.append(copied)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece


def _words_in(element: HtmlElement) -> bool:
    return bool(str(element.text_content()).strip())


def _tidy(made: str, line_break: str) -> str:
    """Lines at their breaks, without spaces at their ends, and with what would begin a block escaped."""
    lines = [re.sub(" +", " ", line) if "`" not in line else line for line in made.split("\v")]
    lines = [line.strip(" ") for line in lines]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    # An empty line would end the paragraph.
    return line_break.join(_at_line_starts(line or "\u00a0") for line in lines)


def _wrapped(inner: str, before: str, after: str) -> str:
    """Marks around a text, with the spaces at its ends outside them."""
    bare = inner.strip(" \v\u00a0")
    if not bare:
        return inner
    start = inner.index(bare)
    return f"{inner[:start]}{before}{bare}{after}{inner[start + len(bare) :]}"


def _address(href: str) -> str:
    return f"<{re.sub(r'[<>]', lambda sign: f'%{ord(sign[0]):02X}', href)}>" if re.search(r"[\s()<>\\]", href) else href


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text)
    if not text.strip():
        return text
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escape(text: str) -> str:
    """What Markdown would read as something else, escaped; what stands safely as it is, left alone."""
    text = re.sub(r"[\\`\[\]|]", r"\\\g<0>", text)
    text = re.sub(r"\*", lambda star: "*" if _between_spaces(star) else r"\*", text)
    text = re.sub(r"_", lambda line: "_" if _within_word(line) else r"\_", text)
    text = re.sub(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)", r"\\\g<0>", text)
    text = re.sub(r"~(?=~)|(?<=~)~", r"\\~", text)
    return re.sub(r"\{(?=\{)|(?<=\{)\{|\}(?=\})|(?<=\})\}", r"\\\g<0>", text)


def _between_spaces(found: re.Match[str]) -> bool:
    text, at = found.string, found.start()
    return 1 < at < len(text) - 1 and text[at - 1] == " " == text[at + 1] and not text[at - 2].isspace()


def _within_word(found: re.Match[str]) -> bool:
    text, at = found.string, found.start()
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _at_line_starts(text: str) -> str:
    found = _LINE_START.match(text)
    if found is None:
        return text
    if found["mark"]:
        return "\\" + text
    return f"{found['number']}\\{text[found.end('number') :]}"


_Styled = list[tuple[str, frozenset[str]]]


def _styled(run: list[HtmlElement | str], styles: frozenset[str] = frozenset()) -> _Styled:
    """Every character with the styles that it has."""
    found: _Styled = []
    for piece in run:
        if isinstance(piece, str):
            found += [(char, styles) for char in piece]
        elif piece.tag in _STRONG or piece.tag in _MONOSPACED or piece.tag == "a":
            tag = "code" if piece.tag in _MONOSPACED else _SAME.get(piece.tag, str(piece.tag))
            is_style = tag != "a" or re.match(r"(https?://[^/]|mailto:.|tel:.)", piece.get("href") or "")
            inner: list[HtmlElement | str] = [piece.text_content()] if tag == "code" else list(_pieces(piece))
            found += _styled(inner, styles | {tag} if is_style else styles)
        else:
            found += _styled(list(_pieces(piece)), styles)
    return found


def _shown(markdown: str) -> _Styled:
    """The characters that a page shows of Markdown within a line, but for spaces."""
    tree = html.fragment_fromstring(str(_renderer().inline(markdown)), create_parent="div")
    return [(char, styles) for char, styles in _styled(list(_pieces(tree))) if not char.isspace()]


def signature(markdown: str, *, within_line: bool) -> list[tuple[str, frozenset[str]]]:
    """What a page shows of a text, character by character with its styles: two texts with one signature look alike."""
    source = html_of_line(markdown) if within_line else html_of_block(markdown)
    return [each for each in _styled(list(_pieces(_tree(source)))) if not each[0].isspace()]


def plain_words(markdown: str, renderer: Callable[[str], str] = html_of_line) -> str:
    """A course's text as plain words."""
    return words_of(renderer(markdown))
