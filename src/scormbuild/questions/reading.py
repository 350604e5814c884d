"""What the readers of all formats share: texts with their pictures, what is told of them, files in their encodings."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import Path, PurePosixPath
from typing import Final, overload
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from scormbuild.errors import UsageError
from scormbuild.importing.pictures import NoPicture, alternative
from scormbuild.questions.markup import MARK_BEGIN, MARK_END, Text, block_of, line_of, words_of
from scormbuild.questions.model import Collection, Picture

MOST_BYTES: Final = 200_000_000
"""Of a file of questions with its pictures."""

_LARGEST: Final = 1e15
_IMAGE: Final = re.compile(r"\.(png|jpe?g|gif|svg)$", re.IGNORECASE)
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL | re.IGNORECASE)


class BadQuestion(Exception):
    """Why a question is left out."""


@dataclass(slots=True)
class Reading:
    """A file that is being read: its name, what was found, and where pictures come from.

    `place` is the question that is being read, as it is told. `attached` are the files that its texts may name.
    """

    name: str
    collection: Collection = field(default_factory=Collection)
    place: str = ""
    attached: dict[str, bytes] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)

    def lost(self, what: str, instead: str) -> None:
        self.collection.lost(self.place, what, instead)

    def changed(self, what: str, instead: str) -> None:
        self.collection.changed(self.place, what, instead)

    def tell_shares(self, shares: Sequence[float]) -> None:
        """Tell of options, of which several are right, whose shares of the points courses don't have."""
        right = [share for share in shares if share > 0]
        if right and max(right) - min(right) > 0.02:
            self.changed("the right options earn unlike shares of the points", "each earns the same")
        wrong = {round(share, 3) for share in shares if share <= 0}
        if right and wrong and wrong != {-round(1 / len(right), 3)}:
            self.collection.changed(
                self.name,
                "wrong options that take back more or less than a right one earns",
                "each takes back what a right one earns",
            )

    def line(self, source: str) -> str:
        """HTML as a text within a line; its pictures go to the question's."""
        return self._taken(line_of(source), self.pictures)

    def block(self, source: str) -> str:
        """HTML as a text of paragraphs; its pictures go to the question's."""
        return self._taken(block_of(source), self.pictures)

    def option(self, source: str) -> tuple[str, Picture | None]:
        """HTML as an option's text, with its picture. A text that is a picture alone is what the picture shows."""
        found: list[Picture] = []
        text = self._taken(line_of(source), found)
        if len(found) > 1:
            self.changed("several pictures in one option", "only the first is in it")
            self.pictures += found[1:]
        picture = found[0] if found else None
        if not text and picture:
            text = picture.alt or PurePosixPath(picture.file).stem
        return text, picture

    def plain(self, source: str) -> str:
        """HTML as plain words: what a list to choose from can show."""
        text = line_of(source)
        if text.images or re.search(r"<(b|i|em|strong|code|sub|sup|a|s|u)\b", source):
            self.changed("formatting or a picture in a text that learners pick from a list", "the words are there")
        return words_of(source)

    def _taken(self, text: Text, pictures: list[Picture]) -> str:
        for told in text.told:
            self.changed(told, "the words are there; look at the text")
        for source, alt in text.images:
            picture = self.picture(source, alt)
            if picture is not None and picture not in pictures:
                pictures.append(picture)
        return text.markdown

    def picture(self, source: str, alt: str) -> Picture | None:
        """A picture that a text names; None, and told, where it isn't there or can't be used."""
        shown = f"{source[:60]}…" if len(source) > 60 else source or "without a name"
        content = self._content(source)
        if content is None:
            self.lost(f"the picture {shown}, which the file doesn't hold", "put it into the course by hand")
            return None
        name = "" if source.startswith("data:") else PurePosixPath(unquote(source.split("?", maxsplit=1)[0])).name
        try:
            file = self.collection.pictures.add(content, name)
        except NoPicture as why:
            self.lost(f"the picture {shown} {why}", why.remedy)
            return None
        alt = alternative(alt)
        if not alt:
            self.collection.mend(self.place, f"the picture {file} has no alternative text", "write what it shows")
        return Picture(file, alt)

    def _content(self, source: str) -> bytes | None:
        if data := _DATA.match(source):
            return decoded(unquote_to_bytes(data[1]).decode("ascii", "replace"))
        return self.file(unquote(source))

    def file(self, path: str) -> bytes | None:
        """The content of an attached file."""
        bare = path.split("?", maxsplit=1)[0].removeprefix("@@PLUGINFILE@@").lstrip("/")
        return self.attached.get(bare)


def decoded(text: str) -> bytes | None:
    """The bytes of base64; None where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def text_of(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 (with or without a mark) or Windows-1252.

    Raises `UsageError` where it is no text.
    """
    text = _decoded(content, name)
    if "\0" in text:
        raise UsageError(f"{name}: this is no text, but a file for a program: export the questions from it")
    return text


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[1::2].count(0) > len(content) // 4:
        encoding = "utf-16-le"
    elif content[0::2].count(0) > len(content) // 4:
        encoding = "utf-16-be"
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: byte {error.start} is no text in {encoding}; save the file as UTF-8") from None


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises `UsageError` where it can't be read, or is larger than any file of questions."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(
                f"{path.name} has more than {MOST_BYTES // 1_000_000} MB; export fewer questions at a time"
            )
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.as_posix()} can't be read: {error.strerror}") from None


def xml_of(content: bytes, name: str) -> etree._Element:
    """The root of an XML file, read without DTD, entities and network. Raises `UsageError` with line and column."""
    if re.search(rb"<!(DOCTYPE[^>\[]*\[|ENTITY)", content.replace(b"\0", b"")):
        raise UsageError(f"{name}: it declares entities, which no file of questions needs; take the declaration out")
    # A picture in base64 may be longer than the 10 MB that libxml2 otherwise allows a text.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (error.msg or "it is empty").split(", line ")[0]
        message = f"{name}:{line}:{column}: this is no valid XML: {reason}"
        raise UsageError(f"{message}\n    export the file anew, or mend it there") from None
    except ValueError as error:
        raise UsageError(f"{name}: this is no valid XML: {error}") from None


def inner_html(element: etree._Element) -> str:
    """What stands in an element, as HTML, its namespaces left out."""
    inner = [escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str):
            inner.append(_outer(child))
        inner.append(escape(child.tail or "", quote=False))
    return "".join(inner)


def _outer(element: etree._Element) -> str:
    name = etree.QName(element).localname
    address = element.get("data", "")
    if name == "object" and (element.get("type", "").startswith("image/") or _IMAGE.search(address)):
        # QTI's pictures in texts.
        return f'<img src="{escape(address)}" alt="{escape(" ".join(map(str, element.itertext())).strip())}">'
    attributes = "".join(
        f' {etree.QName(key).localname}="{escape(str(value))}"' for key, value in element.attrib.items()
    )
    if name in ("br", "img", "hr"):
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{inner_html(element)}</{name}>"


def marked(key: str) -> str:
    """What stands for a gap in HTML that is to be converted."""
    return f"{MARK_BEGIN}{key}{MARK_END}"


def with_gaps(markdown: str) -> str:
    """The gaps of a converted text as courses mark them."""
    return re.sub(f"{MARK_BEGIN}([^{MARK_END}]*){MARK_END}", r"{{\1}}", markdown)


@overload
def number_of(text: str | None, missing: None = None) -> float | None: ...
@overload
def number_of(text: str | None, missing: float) -> float: ...
def number_of(text: str | None, missing: float | None = None) -> float | None:
    """A number with a point or a comma; `missing` for what is none, or is larger than any answer."""
    try:
        value = float((text or "").strip().replace(",", "."))
    except ValueError:
        return missing
    return value if abs(value) < _LARGEST else missing


def around(value: float, half: float) -> tuple[float, float]:
    """From and to, in decimals: 0.3 - 0.1 is 0.2 for whoever writes it."""
    middle, side = Decimal(repr(value)), Decimal(repr(half))
    return float(middle - side), float(middle + side)


def key_of(number: int) -> str:
    """A letter or digit for the part with that number, from 0; "" where there are too many parts."""
    keys = "abcdefghijklmnopqrstuvwxyz0123456789"
    return keys[number] if number < len(keys) else ""


def said_once(feedbacks: Sequence[str]) -> str:
    """The text where all of several are the same one, "" where they aren't."""
    return feedbacks[0] if feedbacks and len(set(feedbacks)) == 1 else ""
