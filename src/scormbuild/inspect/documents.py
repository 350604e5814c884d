"""What a page or style sheet of a package asks for, and what in it can be wrong for those who read it.

HTML is read by libxml2, whose tokenizer is HTML5's from version 2.14 on; no request is made, and what is too large or
has too many elements isn't read at all. No tree is kept: thousands of pages may be looked at one after another.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from lxml import etree

from scormbuild.inspect.scripts import LARGEST_SCRIPT, Script, read_script

Use = Literal["script", "style", "frame", "plugin", "image", "media", "track", "font", "other", "link"]
"""What is at an address; a `link` is only asked for when a learner presses it."""

LARGEST_PAGE: Final = 16 << 20
"""Bytes. A page with its pictures in it may have ten million."""
_MOST_ELEMENTS: Final = 100_000
_MOST_REFERENCES: Final = 20_000
_MOST_SCRIPTS: Final = 5_000
"""Of a page, those of attributes such as `onclick` among them."""
_MOST_PROBLEMS: Final = 500
"""Of one kind in one page."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An address in a page or style sheet."""

    address: str
    line: int
    """Where it stands; for an element of many lines, where its tag ends."""
    use: Use
    element: str
    """`img`, or `url()` in a style sheet."""


@dataclass(frozen=True, slots=True)
class Media:
    """A film or a sound in a page."""

    element: Literal["video", "audio"]
    line: int
    source: str
    """Its first address; "" where a script gives it one."""
    has_text: bool
    """Whether captions, subtitles or descriptions are among its tracks."""
    starts_aloud: bool
    """`autoplay` without `muted`."""
    is_mute: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """An element that lacks something, named as one would look for it."""

    element: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """What rules ask of a page."""

    references: tuple[Reference, ...] = ()
    scripts: tuple[Script, ...] = ()
    """Within the page, those of attributes such as `onclick` too."""
    handlers: tuple[tuple[str, int], ...] = ()
    """Attributes of `body` and `frameset` that are called at an event: `("onunload", 12)`."""
    base: str = ""
    """What addresses are relative to, where the page says so."""
    is_whole: bool = False
    """Whether it is a page, and no piece that a script puts into one."""
    language: str | None = None
    """`lang` of the root; None where there is none."""
    title: str | None = None
    """None where there is no title."""
    has_words: bool = False
    """Whether there is anything to read in it before its scripts run."""
    viewport: tuple[str, int] | None = None
    images_without_text: tuple[Lacking, ...] = ()
    """Pictures that have neither `alt` nor another name, and aren't hidden from those who listen."""
    nameless: tuple[Lacking, ...] = ()
    """Buttons and fields without a name."""
    media: tuple[Media, ...] = ()
    plugins: tuple[Lacking, ...] = ()
    """Elements that want a plug-in, and show nothing instead."""
    problem: str = ""
    """Why it could not be read, or not to its end."""


_EXTERNAL_USES: Final[Mapping[tuple[str, str], Use]] = {
    ("script", "src"): "script",
    ("script", "href"): "script",
    ("script", "xlink:href"): "script",
    ("img", "src"): "image",
    ("input", "src"): "image",
    ("image", "href"): "image",
    ("image", "xlink:href"): "image",
    ("use", "href"): "image",
    ("use", "xlink:href"): "image",
    ("body", "background"): "image",
    ("table", "background"): "image",
    ("td", "background"): "image",
    ("video", "src"): "media",
    ("video", "poster"): "image",
    ("audio", "src"): "media",
    ("source", "src"): "media",
    ("track", "src"): "track",
    ("iframe", "src"): "frame",
    ("frame", "src"): "frame",
    ("embed", "src"): "plugin",
    ("object", "data"): "plugin",
    ("a", "href"): "link",
    ("area", "href"): "link",
    ("a", "xlink:href"): "link",
    ("form", "action"): "link",
}
_LINKED: Final[Mapping[str, Use]] = {
    "stylesheet": "style",
    "icon": "image",
    "apple-touch-icon": "image",
    "mask-icon": "image",
    "manifest": "other",
    "preload": "other",
    "modulepreload": "script",
    "prefetch": "other",
    "preconnect": "other",
}
"""What the relations of `link` ask for (HTML 4.6.7); others ask for nothing."""

_PLUGIN_TYPES: Final = ("shockwave-flash", "futuresplash", "silverlight", "java-applet", "x-java", "director")
_PLUGIN_FILES: Final = (".swf", ".xap", ".class", ".jar", ".dcr")
_SPEAKS: Final = ("aria-label", "aria-labelledby", "title")
_UNSEEN: Final = frozenset({"template", "noscript", "head"})
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "title", "head"})
_TEXT_TRACKS: Final = frozenset({"captions", "subtitles", "descriptions", ""})  # without a kind it is subtitles
_NAMED_BY_VALUE: Final = frozenset({"hidden", "submit", "reset", "button"})

_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([\w.:-]{1,40})""", re.IGNORECASE
)
_XML_ENCODING: Final = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([\w.:-]{1,40})""")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD: Final = 2048
"""Bytes in which an encoding is looked for; HTML 13.2.3.2 wants it in the first 1,024."""

_CSS: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z)
    |@import\s*+(?:"(?P<double>[^"\n]*+)"|'(?P<single>[^'\n]*+)')
    |(?P<face>@font-face)
    |(?P<begin>@import\s++)?url\(\s*+(?:"(?P<url2>[^"\n]*+)"|'(?P<url1>[^'\n]*+)'|(?P<url>[^\s"')]*+))
    |"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?
    |(?P<end>\})""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_REFRESH: Final = re.compile(r"""^\s*[\d.]*\s*[;,]\s*url\s*=\s*["']?([^"']+)""", re.IGNORECASE)
_CANDIDATE: Final = re.compile(r"[^\s,]\S*[^\s,]|[^\s,]")


def decoded(content: bytes) -> str:
    """A text file's text: by byte order mark, by what it declares, as UTF-8 where it is that, else as Windows-1252."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    head = content[:_HEAD]
    declared = _CHARSET.search(head) or _XML_ENCODING.search(head)
    names = ["utf-8", "windows-1252"]
    if declared is not None:
        name = declared[1].decode("ascii", "replace")
        # What declares a UTF-16 in ASCII isn't (HTML 13.2.3.2).
        names.insert(0, "utf-8" if name.lower().startswith("utf-16") else name)
    for name in names:
        try:
            # Python has codecs that make no text, and some that unpack.
            if codecs.lookup(name)._is_text_encoding:
                return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("windows-1252", "replace")


def read_document(content: bytes) -> Document:
    """Read a page, or a picture in SVG."""
    if len(content) > LARGEST_PAGE:
        return Document(problem=f"it is {len(content):,} bytes")
    text = decoded(content)
    if text.count("<") > 2 * _MOST_ELEMENTS:
        return Document(problem=f"it has more than {_MOST_ELEMENTS:,} elements")
    # Its text is given as UTF-8, so that no declaration within it counts any more.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        return Document(problem=str(error)) if text.strip() else Document()
    if root is None:
        return Document()
    problem = ""
    for entry in parser.error_log:
        if "depth" in entry.message.lower():
            problem = "its elements are nested too deeply"
    head = text[:4096].lower()
    return _Reader(root, problem, is_whole="<html" in head or "<!doctype html" in head).read()


def read_stylesheet(text: str, line: int = 1) -> Iterator[Reference]:
    """The addresses in a style sheet; `line` is where it begins in its file."""
    counted = 0
    in_face = False
    for match in _CSS.finditer(text):
        if match["face"]:
            in_face = True
        elif match["end"]:
            in_face = False
        else:
            imported = match["double"] or match["single"]
            address = imported or match["url2"] or match["url1"] or match["url"]
            if address:
                line += text.count("\n", counted, match.start())
                counted = match.start()
                use: Use = "style" if imported or match["begin"] else "font" if in_face else "image"
                yield Reference(address, line, use, "@import" if use == "style" else "url()")


class _Reader:
    """One pass over a page's elements."""

    def __init__(self, root: etree._Element, problem: str, *, is_whole: bool) -> None:
        self.root, self.is_whole = root, is_whole
        self.references: list[Reference] = []
        self.scripts: list[Script] = []
        self.handlers: list[tuple[str, int]] = []
        self.images: list[Lacking] = []
        self.media: list[Media] = []
        self.plugins: list[Lacking] = []
        self.base = ""
        self.problem = problem
        self.title: str | None = None
        self.viewport: tuple[str, int] | None = None
        self.labelled: set[str] = set()
        self.unlabelled: list[tuple[Lacking, str]] = []
        """Fields that have no name unless it is by a label for their id."""
        self.has_words = False
        self.around: Counter[str] = Counter()
        """The elements that are open."""
        self.hidden = 0
        """How many of them keep what is in them from being seen and heard."""

    def read(self) -> Document:
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            tag = str(element.tag)
            if event == "end":
                self.around[tag] -= 1
                self.hidden -= _hides(element)
                if not self.has_words and (element.tail or "").strip():
                    self.has_words = not self._is_within(*_SILENT)
                continue
            self.around[tag] += 1
            self.hidden += _hides(element)
            line = _line(element)
            self._attributes(element, tag, line)
            match tag:
                case "script":
                    self._script(element, line)
                case "style":
                    self._style(element.text or "", line)
                case "title" if self.title is None and not self._is_within("svg"):
                    self.title = "".join(map(str, element.itertext()))
                case "base" if not self.base:
                    self.base = element.get("href", "").strip()
                case "meta":
                    self._meta(element, line)
                case "img" | "area" if tag == "img" or element.get("href"):
                    self._picture(element, tag, line)
                case "label":
                    self.labelled.add(element.get("for") or "no id")  # no id has a space
                case "button" | "input" | "select" | "textarea":
                    self._field(element, tag, line)
                case "video" | "audio":
                    self._media(element, line)
                case "object" | "embed" | "applet":
                    self._plugin(element, tag, line)
                case _:
                    pass
            if not self.has_words and (element.text or "").strip():
                self.has_words = not self._is_within(*_SILENT)
        nameless = [lacking for lacking, identifier in self.unlabelled if identifier not in self.labelled]
        return Document(
            references=tuple(self.references),
            scripts=tuple(self.scripts),
            handlers=tuple(self.handlers),
            base=self.base,
            is_whole=self.is_whole,
            language=self.root.get("lang", self.root.get("xml:lang")),
            title=self.title,
            has_words=self.has_words,
            viewport=self.viewport,
            images_without_text=tuple(self.images[:_MOST_PROBLEMS]),
            nameless=tuple(nameless[:_MOST_PROBLEMS]),
            media=tuple(self.media[:_MOST_PROBLEMS]),
            plugins=tuple(self.plugins[:_MOST_PROBLEMS]),
            problem=self.problem,
        )

    def _is_within(self, *tags: str) -> bool:
        return any(self.around[tag] for tag in tags)

    def _attributes(self, element: etree._Element, tag: str, line: int) -> None:
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
            use = _EXTERNAL_USES.get((tag, name))
            if use is not None:
                # A picture's sources lie in `picture`, those of films in `video`; what a form sends goes at a press.
                if tag == "source" and self._is_within("picture"):
                    use = "image"
                self._refer(value, line, use, tag)
            elif name in {"srcset", "imagesrcset"}:
                for candidate in _CANDIDATE.findall(value)[:100]:
                    if not re.fullmatch(r"[\d.]+[wxh]", candidate):
                        self._refer(candidate, line, "image", tag)
            elif name == "style":
                self._style(value, line)
            elif tag == "link" and name == "href":
                relations = element.get("rel", "").lower().split()
                uses = [_LINKED[relation] for relation in relations if relation in _LINKED]
                self._refer(value, line, uses[0] if uses else "link", tag)
            elif name.startswith("on") and len(name) > 3:
                self._run(value, line)
                if tag in {"body", "frameset"}:
                    self.handlers.append((name, line))

    def _refer(self, address: str, line: int, use: Use, element: str) -> None:
        if address.strip() and len(self.references) < _MOST_REFERENCES:
            self.references.append(Reference(address.strip(), line, use, element))

    def _style(self, text: str, line: int) -> None:
        self.references += islice(read_stylesheet(text, line), max(0, _MOST_REFERENCES - len(self.references)))

    def _run(self, text: str, line: int) -> None:
        if len(text) > LARGEST_SCRIPT:
            self.problem = f"a script within it has {len(text):,} characters"
        elif len(self.scripts) < _MOST_SCRIPTS and (script := read_script(text, line)) != Script():
            self.scripts.append(script)

    def _script(self, element: etree._Element, line: int) -> None:
        kind = element.get("type", "").strip().lower()
        text = element.text or ""
        if not kind or "javascript" in kind or "ecmascript" in kind or kind == "module":
            self._run(text, line)
        elif text.strip():
            # Data or a template: nothing runs, but its strings may name files and words.
            read = read_script(text, line)
            self.scripts.append(Script(words=read.words, paths=read.paths))

    def _meta(self, element: etree._Element, line: int) -> None:
        content = element.get("content", "")
        if element.get("name", "").lower() == "viewport":
            self.viewport = (content, line)
        if element.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
            self._refer(match[1], line, "frame", "meta")

    def _picture(self, element: etree._Element, tag: str, line: int) -> None:
        role = element.get("role", "").lower()
        if element.get("alt") is not None or role in {"presentation", "none"} or not element.get("src", "x").strip():
            return
        if any(element.get(name, "").strip() for name in _SPEAKS) or self.hidden:
            return
        if tag == "img" and element.get("src") is None:
            return  # a script will say what it shows
        figure = next(element.iterancestors("figure"), None)
        if figure is not None and "figcaption" in {figure[0].tag, figure[-1].tag}:
            return  # its caption is its name (HTML-AAM, img), and stands first or last
        self.images.append(Lacking(f"<{tag} {'src' if tag == 'img' else 'href'}={_named(element)!r}>", line))

    def _field(self, element: etree._Element, tag: str, line: int) -> None:
        kind = element.get("type", "").lower()
        if tag == "input" and (kind in _NAMED_BY_VALUE or (kind == "image" and element.get("alt", "").strip())):
            return
        if any(element.get(name, "").strip() for name in (*_SPEAKS, "placeholder")) or self.hidden:
            return
        if tag == "button":
            if _has_name(element):
                return
        elif self._is_within("label"):
            return
        what = element.get("id") or element.get("name") or element.get("class") or ""
        lacking = Lacking(f"<{tag}{f' {what!r}' if what else ''}>", line)
        self.unlabelled.append((lacking, element.get("id") or ""))

    def _media(self, element: etree._Element, line: int) -> None:
        tag: Literal["video", "audio"] = "video" if element.tag == "video" else "audio"
        sources = [element.get("src", ""), *(each.get("src", "") for each in element.iterchildren("source"))]
        kinds = {each.get("kind", "").lower() for each in element.iterchildren("track") if each.get("src")}
        is_mute = element.get("muted") is not None
        starts_aloud = element.get("autoplay") is not None and not is_mute
        has_text = bool(kinds & _TEXT_TRACKS)
        self.media.append(Media(tag, line, next(filter(None, sources), ""), has_text, starts_aloud, is_mute))

    def _plugin(self, element: etree._Element, tag: str, line: int) -> None:
        address = (element.get("data") or element.get("src") or element.get("code") or "").partition("?")[0].lower()
        values = [address, *(each.get("value", "").lower() for each in element.iterchildren("param"))]
        kind = element.get("type", "").lower() + element.get("classid", "").lower()
        wants = (
            tag == "applet"
            or address.endswith(_PLUGIN_FILES)
            or any(each in kind for each in (*_PLUGIN_TYPES, "d27cdb6e", "8ad9c840"))
            or any(value.endswith(_PLUGIN_FILES) for value in values)
        )
        if not wants or self.hidden or self.around["object"] > (tag == "object"):
            return
        instead = {"video", "audio", "img", "iframe", "canvas", "svg"}
        if not any(str(each.tag) in instead for each in element.iterdescendants(etree.Element)):
            self.plugins.append(Lacking(f"<{tag} {next(filter(None, values), kind)!r}>", line))


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _named(element: etree._Element) -> str:
    address = element.get("src") or element.get("href") or ""
    return address if len(address) <= 80 else f"{address[:79]}…"


def _hides(element: etree._Element) -> bool:
    """Whether what is in an element isn't met by those who listen either, or only after a script has done something."""
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or "display:none" in "".join(element.get("style", "").lower().split())
    )


def _has_name(element: etree._Element) -> bool:
    """Whether something in a button says what it does (Accessible Name 4.3.2, step 2F)."""
    if "".join(map(str, element.itertext())).strip():
        return True
    for each in element.iterdescendants(etree.Element):
        if any(each.get(name, "").strip() for name in ("alt", *_SPEAKS)):
            return True
    return False
