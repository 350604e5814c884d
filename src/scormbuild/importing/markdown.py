"""Markdown, a file or a folder of them: CommonMark with tables, footnotes and front matter; of HTML, its words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from scormbuild.errors import UsageError
from scormbuild.importing.draft import DraftCourse, DraftModule, Loss
from scormbuild.importing.inline import BREAK, Run, escape, paragraph, runs_of, web_address, words_of
from scormbuild.importing.losses import Losses, shown
from scormbuild.importing.outline import Block, Heading, Item, Note, Outline, Prose, outline
from scormbuild.importing.pictures import LARGEST_FILE, NoPicture, Pictures, alternative, tell_missing_alt
from scormbuild.importing.tables import is_layout, table
from scormbuild.importing.titles import own_title

LARGEST: Final = 4 << 20
"""Bytes of one file: a thousand pages."""

DEEPEST: Final = 20
"""Lists and quotations in one another, by markdown-it's count: what is deeper is shown by no page."""

_SUFFIXES: Final = (".md", ".markdown", ".mdown")
_FIRST: Final = ("readme", "index")
_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING: Final = re.compile(r"(\w[\w-]*)[ \t]*:[ \t]*(.*)")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_FOOTNOTE: Final = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_REFERENCE: Final = re.compile(r"\[\^([^\]\s]+)\]")
_COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_QUIZ: Final = re.compile(r"^\s*(\[\[[ xX?]?\]\]|\[\([ xX]\)\]|\[\[(?:!|[^\]|]+\|[^\]]+)\]\])", re.MULTILINE)
_LINES: Final = ("br", "p", "div", "li", "tr", "dt", "dd", "summary", *(f"h{level}" for level in range(1, 7)))
"""What ends a line in HTML."""
_DATA: Final = re.compile(r"data:image/([a-z+]+);base64,(.*)", re.DOTALL)


def read(path: Path, module_level: int | None = None) -> tuple[DraftCourse, list[Loss]]:
    """The draft that a Markdown file makes, or a folder of them. Raises `UsageError` where one can't be read."""
    pictures, losses = Pictures(), Losses()
    if not path.is_dir():
        reader = _Reader(path, path.name, path.parent, pictures, losses)
        made = reader.read(module_level)
        return DraftCourse(made.title, reader.language, made.modules, pictures.files), losses.all()
    files = sorted(_files(path), key=lambda file: (file.parent, file.stem.lower() not in _FIRST, file.name))
    if not files:
        raise UsageError(f"there is no Markdown in the folder {path.as_posix()}: files that end in .md")
    course = DraftCourse(own_title("", path.resolve()))
    for file in files:
        reader = _Reader(file, file.relative_to(path).as_posix(), path, pictures, losses)
        made = reader.read(module_level)
        alone = len(made.modules) == 1
        course.modules += [DraftModule(made.title if alone else each.title, each.pages) for each in made.modules]
        course.language = course.language or reader.language
    course.files = pictures.files
    return course, losses.all()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not hidden:
            yield path


class _Reader:
    """Reads one file. `root` is the folder that pictures are taken from, and from nowhere else."""

    def __init__(self, path: Path, name: str, root: Path, pictures: Pictures, losses: Losses) -> None:
        self.path, self.name, self.root = path, name, root.resolve()
        self.pictures, self.losses = pictures, losses
        self.parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 2 * DEEPEST}).enable(
            ["table", "strikethrough"]
        )
        self.parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged when it is written
        self.language = ""
        self.before = 0
        """Lines of front matter."""
        self.footnotes: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.after: list[Block] = []
        """What stands in a list or a quotation and can't: it comes behind it."""

    def read(self, module_level: int | None) -> Outline:
        """The file's modules."""
        text, title = self._front(self._text())
        text = self._without_footnotes(text)
        if (quiz := _QUIZ.search(text)) is not None:
            self._at(text.count("\n", 0, quiz.start(1)))
            self.losses.count("what looks like a quiz of LiaScript", "plain text; write it as a question")
        tokens = self.parser.parse(text)
        if (deep := next((token for token in tokens if token.level > DEEPEST), None)) is not None:
            self._at(deep.map[0] if deep.map else 0)
            raise UsageError(f"{self.losses.place}: nested deeper than a page can show; take it apart")
        blocks = list(self._blocks(SyntaxTreeNode(tokens).children))
        for name in self.footnotes.keys() - self.numbers.keys():
            self.losses.lost(f"the footnote {shown(self.footnotes[name])}, which nothing refers to")
        return outline(blocks, title, own_title("", self.path), module_level)

    def _text(self) -> str:
        with self.path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise UsageError(f"{self.name} is larger than {LARGEST >> 20} MB: split it into several files")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            byte = f"byte 0x{raw[error.start]:02x} is not UTF-8"
            raise UsageError(f'{self.name}, line {line}: {byte}; save the file as "UTF-8" in the editor') from None
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def _front(self, text: str) -> tuple[str, str]:
        """The text without its front matter, and the title that is given there."""
        found = _FRONT.match(text)
        if found is None:
            return text, ""
        self.before = text.count("\n", 0, found.end())
        settings: dict[str, str] = {}
        for number, line in enumerate(found[1].split("\n"), 1):
            setting = _SETTING.fullmatch(line.strip())
            key = setting[1].lower() if setting else ""
            if setting is not None and key in ("title", "lang", "language"):
                settings[key] = setting[2].strip().strip("\"'")
            elif line.strip():
                self.losses.place = f"{self.name}, line {number + 1}"
                self.losses.lost(f"{shown(line)} in the front matter")
        self.language = settings.get("language") or settings.get("lang") or ""
        return text[found.end() :], settings.get("title", "")

    def _without_footnotes(self, text: str) -> str:
        """Take footnotes out, which CommonMark doesn't have, with the lines kept as empty ones."""
        lines, fence, name = text.split("\n"), "", ""
        for number, line in enumerate(lines):
            mark = _FENCE.match(line)
            if mark is not None and not fence:
                fence = mark[1]
            elif mark is not None and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
            if fence:
                name = ""
            elif (found := _FOOTNOTE.match(line)) is not None:
                name = found[1]
                self.footnotes[name] = found[2]
                lines[number] = ""
            elif name and line.startswith(("    ", "\t")):
                self.footnotes[name] += "\n" + line.strip()
                lines[number] = ""
            elif line.strip():
                name = ""
        return "\n".join(lines)

    def _at(self, line: int) -> None:
        """Note the line, which counts from 0 behind the front matter."""
        self.losses.place = f"{self.name}, line {self.before + line + 1}"

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        """What stands at the file's own level."""
        for node in nodes:
            if node.map is not None:
                self._at(node.map[0])
            match node.type:
                case "heading":
                    runs = self._runs(_tokens(node))
                    if any(run.link for run in runs):
                        self.losses.count("a link in a heading", "its words are there, without the link")
                    if words := words_of(runs):
                        yield Heading(int(node.tag[1]), words)
                case "table":
                    yield from self._table(node)
                case "blockquote":
                    if text := "\n\n".join(self._inner(node.children)):
                        yield Item({"quote": {"text": text}})
                case _:
                    yield from (Prose(text) for text in self._inner([node]))
            yield from self.after
            self.after = []

    def _inner(self, nodes: Sequence[SyntaxTreeNode]) -> list[str]:
        """Blocks as Markdown; what can't stand in a text waits in `after`."""
        texts: list[str] = []
        for node in nodes:
            if node.map is not None:
                self._at(node.map[0])
            match node.type:
                case "paragraph":
                    texts.append(self.losses.markdown(self._runs(_tokens(node))))
                case "heading":
                    level = max(2, int(node.tag[1]))
                    words = paragraph(self._runs(_tokens(node)), within_line=True).markdown
                    texts.append(f"{'#' * level} {words}" if words else "")
                case "bullet_list" | "ordered_list":
                    texts.append(self._list(node))
                case "fence" | "code_block":
                    texts.append(_code(node.content))
                case "blockquote":
                    inner = "\n\n".join(self._inner(node.children))
                    texts.append("\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else "")
                case "hr":
                    texts.append("---")
                case "html_block":
                    texts += self._html(node.content)
                case "table":
                    self.losses.count("a table within a list or a quotation", "it stands behind it")
                    self.after += self._table(node)
        return [text for text in texts if text]

    def _list(self, node: SyntaxTreeNode) -> str:
        start = int(node.attrs.get("start", 1))
        lines: list[str] = []
        is_loose = any(not each.hidden for item in node.children for each in item.children if each.type == "paragraph")
        for number, item in enumerate(node.children, start):
            head = "- " if node.type == "bullet_list" else f"{number}. "
            blocks = self._inner(item.children)
            joined = "\n\n".join(blocks) if is_loose else _tight(blocks)
            first, *rest = joined.split("\n")
            if first:
                lines.append((head + first).rstrip())
                lines += [" " * len(head) + line if line else "" for line in rest]
                lines += [""] if is_loose else []
        return "\n".join(lines).rstrip()

    def _runs(self, tokens: Sequence[Token]) -> list[Run]:
        """A paragraph's words. Its pictures wait in `after`, as do the footnotes that it refers to."""
        kept: list[Token] = []
        for number, token in enumerate(tokens):
            match token.type:
                case "image":
                    self._picture(str(token.attrs.get("src", "")), _alt(token), str(token.attrs.get("title", "")))
                case "html_inline":
                    kept += self._inline_html(token)
                case "link_open":
                    token.attrs["href"] = self._link(str(token.attrs.get("href", "")), tokens[number + 1 :])
                    kept.append(token)
                case "text":
                    token.content = _REFERENCE.sub(self._referred, token.content)
                    kept.append(token)
                case _:
                    kept.append(token)
        return list(runs_of(kept))

    def _link(self, target: str, following: Sequence[Token]) -> str:
        address = web_address(target)
        inner = []
        for token in following:
            if token.type == "link_close":
                break
            inner.append(token)
        if not address:
            self.losses.lost(f"the link to {shown(unquote(target))}", "its words are there, without the link")
        elif inner and all(token.type == "image" for token in inner):
            self.losses.lost(f"the link to {shown(target)} on a picture", "the picture is there, without the link")
        return address

    def _referred(self, found: re.Match[str]) -> str:
        name = found[1]
        if name not in self.footnotes:
            return found[0]
        if name not in self.numbers:
            self.numbers[name] = number = len(self.numbers) + 1
            inline = self.parser.parseInline(self.footnotes[name])[0]
            runs = [Run(f"[{number}] "), *self._runs(inline.children or [])]
            self.after.append(Note(paragraph(runs).markdown))
        return f"[{self.numbers[name]}]"

    def _table(self, node: SyntaxTreeNode) -> list[Block]:
        """A table; one of a single column, or without rows, as text."""
        rows = [[self._cell(cell) for cell in row.children] for part in node.children for row in part.children]
        if is_layout(rows):
            return [Prose(escape(text)) for row in rows for text in row if text]
        return [Item(table(rows))]

    def _cell(self, node: SyntaxTreeNode) -> str:
        runs = self._runs(_tokens(node))
        if any(run.bold or run.italic or run.code for run in runs):
            self.losses.count("bold, italic or code within a table", "plain")
        addresses = dict.fromkeys(run.link for run in runs if run.link and run.link != run.text)
        return words_of([*runs, *(Run(f" ({address})") for address in addresses)])

    def _inline_html(self, token: Token) -> list[Token]:
        content = token.content
        if (comment := _COMMENT.match(content)) is not None:
            self._comment(comment[1])
        elif re.match(r"<br\b", content, re.IGNORECASE):
            return [Token("hardbreak", "br", 0)]
        elif re.match(r"<img\b", content, re.IGNORECASE):
            self._html(content)
        else:
            self.losses.count("HTML in the text", "its words are there, without it")
        return []

    def _html(self, content: str) -> list[str]:
        """The words of a piece of HTML, a paragraph to each of its lines; its pictures wait in `after`."""
        for comment in _COMMENT.finditer(content):
            self._comment(comment[1])
        content = _COMMENT.sub("", content)
        try:
            root = lxml.html.fragment_fromstring(content, create_parent="div")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return [escape(content)] if content.strip() else []
        for each in list(root.iter("script", "style")):
            if (each.text or "").strip():
                self.losses.lost(f"{shown(each.text or '')} in a <{each.tag}>")
            each.drop_tree()
        for image in root.iter("img"):
            self._picture(image.get("src", ""), image.get("alt", ""), image.get("title", ""))
        if next(root.iter("iframe", "video", "audio", "object", "embed"), None) is not None:
            self.losses.lost(f"something embedded: {shown(content)}", "put in the film, or link to it")
        if content.strip():
            self.losses.count("HTML in the text", "its words are there, without it")
        for each in root.iter(*_LINES):
            each.tail = f"\n{each.tail or ''}"
        lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
        return [escape(line) for line in lines if line]

    def _comment(self, text: str) -> None:
        if text.strip():
            self.losses.lost(f"the comment {shown(text)}")

    def _picture(self, source: str, alt: str, title: str) -> None:
        what = f"the picture {shown(alt or source[:200])}"
        try:
            content, name = self._content(source)
            file = self.pictures.add(content, name)
        except NoPicture as why:
            self.losses.lost(f"{what} {why}", why.remedy)
            return
        alt = alternative(alt)
        if not alt:
            tell_missing_alt(self.losses, file)
        caption = {"caption": escape(title)} if title.strip() else {}
        self.after.append(Item({"image": {"file": file, **({"alt": alt} if alt else {}), **caption}}))

    def _content(self, source: str) -> tuple[bytes, str]:
        """A picture's bytes, and its name."""
        if (data := _DATA.fullmatch(source)) is not None:
            try:
                return base64.b64decode(unquote(data[2]), validate=False), f"picture.{data[1]}"
            except (binascii.Error, ValueError):
                raise NoPicture("is damaged", "put it in by hand") from None
        try:
            parts = urlsplit(source)
        except ValueError:
            raise NoPicture("has an address that can't be read", "put it in by hand") from None
        if parts.scheme or parts.netloc:
            raise NoPicture(f"is on the web, at {source[:500]}", "download it, and put it in, if you may")
        name = unquote(parts.path)
        try:
            path = (self.path.parent / name).resolve()
            if PurePosixPath(name).is_absolute() or not path.is_relative_to(self.root):
                raise NoPicture(
                    f"is outside of the folder, at {name}", "import the folder that holds both, or put it in by hand"
                )
            if not path.is_file():
                raise NoPicture(f"is not there: {name}", "put it in by hand")
            if path.stat().st_size > LARGEST_FILE:
                raise NoPicture(f"is larger than {LARGEST_FILE >> 20} MB", "make it smaller, and put it in")
            return path.read_bytes(), path.name
        except (OSError, ValueError, RuntimeError):
            raise NoPicture(f"can't be read, at {name[:200]}", "put it in by hand") from None


def _tokens(node: SyntaxTreeNode) -> Sequence[Token]:
    """The tokens of the line in a paragraph, a heading or a cell."""
    inline = node.children[0].token if node.children else None
    return (inline.children or []) if inline is not None else []


def _alt(token: Token) -> str:
    return "".join(BREAK if each.type.endswith("break") else each.content for each in token.children or ())


def _code(content: str) -> str:
    longest = max((len(found) for found in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{content.rstrip(chr(10))}\n{fence}"


def _tight(blocks: Sequence[str]) -> str:
    """The blocks of an item in a list without empty lines; what couldn't begin there gets one."""
    text = ""
    for block in blocks:
        ordered = re.match(r"(\d+)[.)] ", block)
        needs_line = bool(text) and ordered is not None and ordered[1] != "1"
        text += ("\n\n" if needs_line else "\n" if text else "") + block
    return text
