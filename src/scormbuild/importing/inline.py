"""Words with their formatting become Markdown that shows exactly those words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from scormbuild.course.glossary import Glossary
from scormbuild.course.markdown import MarkdownRenderer

BREAK = "\n"
"""In a run's text: the line ends here, the paragraph doesn't."""

_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPECIAL = re.compile(
    rf"""\\(?=[{_PUNCTUATION}\n]|$)   # an escape, or a hard break
    | [`\[]
    | (?<=\S)\* | \*(?=\S)
    | (?<![^\W_])_ | _(?![^\W_])      # within a word it stands for itself
    | <(?=[A-Za-z])                   # an address in brackets
    | &(?=[A-Za-z0-9#]+;)             # an entity
    | ~(?=~) | (?<=~)~
    | !$
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""(?P<mark>[#]{1,6}(?=\s|$) | > | [-+*](?=\s|$) | [-=]+(?=[-=:\s|]*$) | ~{3} | [|:])
    | (?P<number>\d{1,9})(?P<end>[.)])(?=\s|$)
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_SIGNS = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
"""What may stand outside of a formatting: before it, within it, behind it."""
_HEADING_END = re.compile(r"#+$")
_LINKED = ("https", "http", "mailto", "tel")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one formatting. `link` is an address on the web, "" for none."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown of one paragraph. `plainer` where some of its formatting had to go, for Markdown can't say it."""

    markdown: str
    plainer: bool = False


def words_of(runs: Iterable[Run]) -> str:
    """The words alone, on one line."""
    return " ".join("".join(run.text for run in runs).split())


def paragraph(runs: Sequence[Run], *, within_line: bool = False) -> Written:
    """The Markdown of a paragraph; of a heading, `within_line`, which has no line ends.

    Marks can't stand between a letter and a sign (CommonMark 6.2): then signs at the ends of what is bold are plain,
    and where that isn't enough, all of it.
    """
    for edges in (_SPACE, _SIGNS):
        tidy = _tidy(runs, within_line, edges)
        markdown = _markdown(tidy, within_line)
        if all(run == Run(run.text) for run in tidy) or _shown(markdown) == _wanted(tidy):
            return Written(markdown)
    plain = (Run(run.text, code=run.code, link=run.link) for run in runs)
    return Written(_markdown(_tidy(list(plain), within_line, _SPACE), within_line), plainer=True)


def escape(text: str) -> str:
    """The Markdown of plain words, each line of which ends where it does."""
    return paragraph([Run(text)]).markdown


def web_address(target: str) -> str:
    """An address that a course may link to, "" where it is none: relative, of a file, or of a program."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return ""
    reachable = parts.netloc if parts.scheme in ("http", "https") else parts.path
    if parts.scheme not in _LINKED or not reachable:
        return ""
    return quote(target.strip(), safe="%/:=&?~#+!$,;'@[]*|")


def _tidy(runs: Sequence[Run], within_line: bool, edges: re.Pattern[str]) -> list[Run]:
    """Neighbours of one formatting joined, with `edges` outside of the formatting."""
    parted: list[Run] = []
    for run in _joined(runs):
        text = re.sub(r"[ \t\r\f\v]+", " ", run.text)
        text = re.sub(r"\s*\n\s*", " " if within_line else BREAK, text)
        parted += [run] if run.code and not run.link else _without_edges(replace(run, text=text), edges)
    joined = _joined(parted)
    while joined and not joined[0].text.lstrip():
        joined.pop(0)
    while joined and not joined[-1].text.rstrip():
        joined.pop()
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return joined


def _joined(runs: Iterable[Run]) -> list[Run]:
    kept = (run for run in runs if run.text)
    return [
        replace(like, text="".join(run.text for run in group))
        for like, group in groupby(kept, key=lambda run: replace(run, text=""))
    ]


def _without_edges(run: Run, edges: re.Pattern[str]) -> Iterator[Run]:
    """A run whose edges are plain, but for its link; white space is outside of that as well."""
    found = edges.fullmatch(run.text)
    if run == Run(run.text) or found is None:
        yield run
        return
    before, inner, after = found.groups()
    for text, like in ((before, Run("")), (inner, run), (after, Run(""))):
        outside = run.link if text.strip() else ""
        yield replace(like, text=text, link=outside)


def _markdown(runs: Sequence[Run], within_line: bool) -> str:
    return _at_line_starts("".join(_pieces(runs)), within_line)


def _pieces(runs: Sequence[Run]) -> Iterator[str]:
    for link, group in groupby(runs, key=lambda run: run.link):
        text = "".join(_formatted(run) for run in group)
        yield f"[{text}](<{link}>)" if link and _needs_brackets(link) else f"[{text}]({link})" if link else text


def _needs_brackets(link: str) -> bool:
    return "(" in link or ")" in link


def _formatted(run: Run) -> str:
    if run.code:
        text = _code(run.text)
    else:
        text = _SPECIAL.sub(lambda found: "\\" + found[0], run.text)
        text = text.replace("]", "\\]") if run.link else text
        text = text.replace(BREAK, "\\\n")
    marks = ("**" if run.bold else "") + ("*" if run.italic else "")
    outer = "~~" if run.strike else ""
    return outer + marks + text + marks + outer


def _code(text: str) -> str:
    text = text.replace(BREAK, " ")
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _at_line_starts(markdown: str, within_line: bool) -> str:
    if within_line:
        return _HEADING_END.sub(lambda found: "\\" + found[0], markdown)
    lines = (line.lstrip() for line in markdown.split("\n"))
    return "\n".join(_LINE_START.sub(_escaped_start, line, 1) if _LINE_START.match(line) else line for line in lines)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found['mark']}" if found["mark"] else f"{found['number']}\\{found['end']}"


def _wanted(runs: Sequence[Run]) -> list[Run]:
    return _compared(replace(run, text=run.text.replace(BREAK, " ") if run.code else run.text) for run in runs)


def _compared(runs: Iterable[Run]) -> list[Run]:
    """Links are told by their words: addresses are spelt otherwise once they are read."""
    return _joined(replace(run, link="link" if run.link else "") for run in runs)


def _shown(markdown: str) -> list[Run]:
    """What the course's own Markdown shows of a paragraph."""
    tokens = _parser().parse(markdown)
    inline = [token for token in tokens if token.type == "inline"]
    if len(inline) != 1 or tokens[0].type != "paragraph_open":
        return []
    return _compared(runs_of(inline[0].children or []))


def runs_of(tokens: Iterable[Token]) -> Iterator[Run]:
    """The runs that a paragraph's tokens show. Soft ends of lines are spaces; images have no words."""
    state = Run("")
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                yield replace(state, text=token.content)
            case "code_inline":
                yield replace(state, text=token.content, code=True)
            case "softbreak":
                yield replace(state, text=" ")
            case "hardbreak":
                yield replace(state, text=BREAK)
            case "strong_open" | "strong_close":
                state = replace(state, bold=token.nesting == 1)
            case "em_open" | "em_close":
                state = replace(state, italic=token.nesting == 1)
            case "s_open" | "s_close":
                state = replace(state, strike=token.nesting == 1)
            case "link_open":
                state = replace(state, link=str(token.attrs.get("href", "")))
            case "link_close":
                state = replace(state, link="")


@cache
def _parser() -> MarkdownIt:
    return MarkdownRenderer((), Glossary([]), lambda text, fault: None).parser
