"""Markdown to safe HTML: CommonMark with tables; raw HTML shows as text; links are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import unquote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from scormbuild.course.glossary import Glossary
from scormbuild.errors import did_you_mean, quote

PAGE_SCHEME = "page:"
"""`[text](page:some-page)` leads to a page of the course."""

_OUTSIDE = ("https", "http", "mailto", "tel")
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br"),
    *("em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td", "button"),
}
_ATTRIBUTES = {"a": {"href", "data-page", "target", "rel"}, "ol": {"start"}, "button": {"type", "class", "data-term"}}


FaultCode = Literal["broken-link", "heading", "unknown-term"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a text: `line` counts from 0 within it, `needle` is what to point at."""

    code: FaultCode
    message: str
    hint: str
    line: int
    needle: str


_BREAKS = ("softbreak", "hardbreak", "paragraph_close", "heading_close")
"""What stands between words."""


class MarkdownRenderer:
    """Renders texts of one course. `report` is told of each fault, together with the text that has it."""

    def __init__(self, page_ids: Collection[str], glossary: Glossary, report: Callable[[str, Fault], None]) -> None:
        self.page_ids = page_ids
        self.elsewhere: Mapping[str, str] = {}
        """Pages that can't be gone to from where the text stands, each with what says where it is."""
        self.glossary = glossary
        self.report = report
        self.parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        # `page:` and misspelt schemes must come through to be judged here; nh3 has the last word on schemes.
        self.parser.validateLink = lambda url: True  # type: ignore[method-assign]
        self.parser.core.ruler.before("block", "shield_terms", _shield_terms)
        self.parser.core.ruler.after("block", "bare_terms", _bare_terms)
        self.parser.inline.ruler.before("link", "term", _read_term)
        self.parser.add_render_rule("term", _write_term)

    def block(self, text: str, pressable: bool = True) -> Markup:
        """A text of paragraphs. Its terms open their definitions, unless there is no glossary where it stands."""
        return self._render(text, self.parser.parse(text), pressable)

    def inline(self, text: str) -> Markup:
        """A text within a line, such as an option."""
        return self._render(text, self.parser.parseInline(text))

    def label(self, text: str) -> Markup:
        """A text that is pressed as a whole, such as an option: its terms are words like any other."""
        return self._render(text, self.parser.parseInline(text), pressable=False)

    def _render(self, text: str, tokens: list[Token], pressable: bool = True) -> Markup:
        line = 0
        for number, token in enumerate(tokens):
            line = token.map[0] if token.map else line
            if token.type == "heading_open" and token.tag == "h1":
                self._heading(text, token, line, tokens[number + 1].content.split("\n")[0])
            for place, child in enumerate(token.children or ()):
                if child.type == "softbreak":
                    line += 1
                elif child.type == "term":
                    self._term(text, child, line, pressable)
                elif child.type == "link_open":
                    self._link(text, child, (token.children or [])[place:], line)
                elif child.type == "image":
                    hint = "put an `image:` component between two texts; it has alt text and a caption"
                    self._fault(text, "broken-link", "an image within a text", hint, line, str(child.attrs["src"]))
        html = self.parser.renderer.render(tokens, self.parser.options, {})
        return Markup(
            nh3.clean(
                html,
                tags=_TAGS,
                attributes=_ATTRIBUTES,
                url_schemes={*_OUTSIDE, "page"},
                link_rel=None,
            )
        ).strip()

    def _heading(self, text: str, token: Token, line: int, wording: str) -> None:
        token.tag = "h2"
        hint = "begin with ##: the page's title is its only heading of the first level"
        self._fault(text, "heading", "a heading of the first level", hint, line, wording)

    def _term(self, text: str, token: Token, line: int, pressable: bool) -> None:
        found = self.glossary.find(token.meta["term"])
        if found is None:
            hint = did_you_mean(token.meta["term"], self.glossary.wordings()) or "add it to the course's `glossary`"
            message = f"the glossary doesn't explain {quote(token.meta['term'])}"
            self._fault(text, "unknown-term", message, hint, line, token.markup)
        elif pressable:
            token.attrs = {"type": "button", "class": "term", "data-term": found.id}

    def _link(self, text: str, token: Token, following: Sequence[Token], line: int) -> None:
        target = str(token.attrs.get("href", ""))
        if target.startswith(PAGE_SCHEME):
            page = unquote(target.removeprefix(PAGE_SCHEME))
            if page not in self.page_ids:
                hint = did_you_mean(page, sorted(self.page_ids))
                self._fault(text, "broken-link", f"there is no page {quote(page)}", hint, line, PAGE_SCHEME + page)
            token.attrs = {"href": f"#{page}", "data-page": page}
            if page in self.elsewhere:
                end = next(other for other in following if other.type == "link_close")
                token.type, token.tag, token.nesting, token.content = "text", "", 0, ""
                end.type, end.tag, end.nesting, end.content = "text", "", 0, f" {self.elsewhere[page]}"
            return
        scheme = _scheme_of(target)
        if scheme is None:
            hint = "link to a page of the course with `page:its-id`, or to the web with `https://`"
            self._fault(
                text, "broken-link", f"the link {quote(target)} leads nowhere", hint, line, unquote(target) or "]()"
            )
            return
        if scheme.startswith("http"):
            token.attrs = {"href": target, "target": "_blank", "rel": "noopener noreferrer"}

    def _fault(
        self,
        text: str,
        code: FaultCode,
        message: str,
        hint: str,
        line: int,
        needle: str,
    ) -> None:
        self.report(text, Fault(code, message, hint, line, needle))


_TERM = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")

_SHIELD = "\ufdd0"
"""Stands for a term's `|` while a table is parted into cells: no text has it, for it is no character (Unicode 23.7)."""


def plain(text: str, *, within_line: bool = False) -> str:
    """A text's words alone, on one line, as records name a question by them; of an option, `within_line`."""
    tokens = _words().parseInline(text) if within_line else _words().parse(text)
    inner = [child for token in tokens for child in (*(token.children or ()), token)]
    words = (" " if token.type in _BREAKS else token.content for token in inner if token.type != "inline")
    return " ".join("".join(words).split())


@cache
def _words() -> MarkdownIt:
    """For words alone, whatever links and terms lead to."""
    return MarkdownRenderer((), Glossary([]), lambda text, fault: None).parser


def _shield_terms(state: StateCore) -> None:
    """Keep a term's `|` from beginning another cell of a table."""
    state.src = _TERM.sub(lambda term: term[0].replace("|", _SHIELD), state.src)


def _bare_terms(state: StateCore) -> None:
    for token in state.tokens:
        token.content = token.content.replace(_SHIELD, "|")


def _read_term(state: StateInline, silent: bool) -> bool:
    """`[[term]]`, or `[[term|words to show]]`."""
    found = _TERM.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.markup = found[0]
        token.content = (found[2] or found[1]).strip()
        token.meta = {"term": found[1].strip()}
    state.pos = found.end()
    return True


def _write_term(renderer: RendererHTML, tokens: Sequence[Token], number: int, options: object, env: object) -> str:
    token = tokens[number]
    words = escapeHtml(token.content)
    return f"<button{renderer.renderAttrs(token)}>{words}</button>" if token.attrs else words


def _scheme_of(target: str) -> str | None:
    """The scheme of an address outside the course, None where it can't be one."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    reachable = parts.netloc if parts.scheme in ("http", "https") else parts.path
    return parts.scheme if parts.scheme in _OUTSIDE and reachable else None
