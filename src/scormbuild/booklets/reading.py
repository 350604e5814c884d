"""Booklet files, read as what anybody may have sent: in bounded memory, without a request, nothing in them trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, TypeGuard

from lxml import etree

from scormbuild.booklets.booklet import Booklet, Refused
from scormbuild.booklets.merged import LeftOut
from scormbuild.receipt import FieldValue, read_receipt, receipt_of

FORMAT: Final = "scormbuild-booklet"
VERSION: Final = 1
LARGEST_FILE: Final = 10_000_000
"""Bytes. What learners can save is a hundredth of that."""

_LONGEST_LINE: Final = 200
"""Characters that are shown of a unit, a version or a course's id."""
_LARGEST_NUMBER: Final = 2**53
"""Beyond that JavaScript counts no longer."""
_CHUNK: Final = 1 << 16
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_booklets(paths: Iterable[Path]) -> tuple[list[Booklet], list[LeftOut]]:
    """Read booklet files, and tell which of them are none."""
    booklets: list[Booklet] = []
    refused: list[LeftOut] = []
    for path in paths:
        try:
            booklets.append(read_booklet(path))
        except Refused as why:
            refused.append(LeftOut(path.name, why))
    return booklets, refused


def read_booklet(path: Path) -> Booklet:
    """Read a booklet file. Raises `Refused` for what is none, is damaged, too large, or of a newer program."""
    html = _content(path)
    data = _parsed(_script(html))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused("no-booklet")
    version = data.get("version")
    if not _is_number(version) or version < 1:
        raise Refused("damaged")
    if version > VERSION:
        raise Refused("newer")
    course = data.get("course")
    if not isinstance(course, dict):
        raise Refused("damaged")
    iri = course.get("iri")
    if iri is not None and not isinstance(iri, str):
        raise Refused("damaged")
    identifier, fields = _text(course.get("id")), _fields(data.get("fields"))
    receipt = read_receipt(_text(data.get("receipt")))
    if receipt is None or receipt != receipt_of(identifier, fields):
        raise Refused("damaged")
    return Booklet(
        file=path.name,
        course=_line(identifier),
        iri=iri,
        version=_line(_text(course.get("version"))),
        language=_line(_text(course.get("language", ""))),
        made=_line(_text(data.get("made", ""))),
        unit=_line(_text(data.get("unit", ""))),
        receipt=receipt,
        fields={_line(name): _cleaned(value) for name, value in fields.items()},
    )


def _content(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe would be waited for
            raise Refused("unreadable")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError:
        raise Refused("unreadable") from None
    if len(content) > LARGEST_FILE:
        raise Refused("too-large")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("no-booklet") from None


class _Scripts:
    """Takes what a parser finds, and keeps only the text of the booklet's element. No tree is built."""

    def __init__(self) -> None:
        self.found: list[list[str]] = []
        self._inside = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._inside = tag == "script" and attributes.get("id") == FORMAT
        if self._inside:
            self.found.append([])

    def end(self, tag: str) -> None:
        self._inside = False

    def data(self, text: str) -> None:
        if self._inside:
            self.found[-1].append(text)

    def close(self) -> None:
        """Nothing is left to do; parsers want it."""


def _script(html: str) -> str:
    """The text of the booklet's element. Two of them would leave it open which one people see."""
    if FORMAT not in html:
        raise Refused("no-booklet")
    scripts = _Scripts()
    # The stub wants a target to take comments too; lxml itself asks whether it does.
    parser = etree.HTMLParser(target=scripts, no_network=True)  # type: ignore[arg-type]
    try:
        for place in range(0, len(html), _CHUNK):
            parser.feed(html[place : place + _CHUNK])
        parser.close()
    except etree.LxmlError:
        raise Refused("damaged") from None
    if not scripts.found:
        raise Refused("no-booklet")
    if len(scripts.found) > 1:
        raise Refused("damaged")
    return "".join(scripts.found[0])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("damaged") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused("damaged")
    return value


def _line(text: str) -> str:
    return " ".join(_clean(text).split())[:_LONGEST_LINE]


def _clean(text: str) -> str:
    """A text that can be written anywhere: without halves of surrogate pairs, and without control characters."""
    return _CONTROLS.sub("", text.encode("utf-8", "replace").decode())


def _cleaned(value: FieldValue) -> FieldValue:
    if isinstance(value, str):
        return _clean(value)
    return value if isinstance(value, int) else [_clean(key) for key in value]


def _fields(data: object) -> dict[str, FieldValue]:
    if not isinstance(data, dict):
        raise Refused("damaged")
    return {name: _value(value) for name, value in data.items()}


def _value(value: object) -> FieldValue:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 3.0, as another program may write 3
    if isinstance(value, str) or _is_number(value):
        return value
    if isinstance(value, list) and all(isinstance(key, str) for key in value):
        return value
    raise Refused("damaged")


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_NUMBER
