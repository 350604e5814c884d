"""YAML read with positions: YAML 1.2 core types over PyYAML's C parser, nothing else of the language.

Anchors, aliases, tags, duplicate keys and several documents in one file are refused. `no`, `yes` and
`1:30` are strings, as in YAML 1.2 (chapter 10.3), whatever YAML 1.1 made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scormbuild.errors import Place, Problem, quote

MAX_DEPTH = 30
"""Deeper than the format ever goes (course, modules, pages, body, quiz, questions, options: about 16)."""

_LONGEST_NUMBER = 20
"""Characters. Longer ones are account numbers or slips, and cost time."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text with the name that problems call it by."""

    name: str
    path: Path
    lines: tuple[str, ...]

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """A point of this file; `line` counts from 1, 0 for the whole file."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.name, line, column, text, length)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value begins. `first_line` is where a text's own first line stands, for literal blocks."""

    source: Source
    line: int
    column: int
    length: int = 1
    first_line: int = 0

    @property
    def place(self) -> Place:
        """The mark as a problem's place."""
        return self.source.place(self.line, self.column, self.length)


class YamlMap(dict[str, Any]):
    """A mapping that knows where it, its keys and its values stand."""

    __slots__ = ("keys_at", "mark", "values_at")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}

    def put(self, key: str, value: Any, mark: Mark) -> None:
        """Set a value that stands elsewhere than the parser saw it, such as a file's content."""
        self[key] = value
        self.values_at[key] = mark
        self.keys_at.setdefault(key, mark)

    def without(self, *keys: str) -> YamlMap:
        """A shallow copy that lacks some keys."""
        copy = YamlMap(self.mark)
        for key, value in self.items():
            if key not in keys:
                copy[key] = value
        copy.keys_at, copy.values_at = self.keys_at, self.values_at
        return copy


class YamlList(list[Any]):
    """A sequence that knows where it and its items stand."""

    __slots__ = ("items_at", "mark")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.items_at: list[Mark] = []


def read_text(path: Path, name: str) -> tuple[Source, str] | Problem:
    """A UTF-8 file's text, byte order mark dropped and line ends made `\\n`, or the problem with it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "is a folder" if path.is_dir() else "can't be read" if path.exists() else "is not there"
        hint = f"expected it at {name}" if reason == "is not there" else str(error.strerror or error)
        return Problem(Place(name), "missing-file", f"the file {reason}", hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        return Problem(
            Place(name, line, column),
            "encoding",
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            'save the file as "UTF-8" in the editor',
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(name, path, tuple(text.split("\n"))), text


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Any:
    """The file's one document as plain data in `YamlMap` and `YamlList`; None where it can't be read."""
    read = read_text(path, name)
    if isinstance(read, Problem):
        problems.append(read)
        return None
    source, text = read
    if not text.strip():
        problems.append(Problem(source.place(0), "empty-file", "the file is empty", "write it, or remove its name"))
        return None
    return _Builder(source, problems).build(text)


class _Stop(Exception):
    """The rest of the file tells nothing more."""


class _Builder:
    """Turns the parser's events into data, noting each value's mark."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems
        self.text = ""
        self.events: Iterator[Any] = iter(())

    def build(self, text: str) -> Any:
        self.text = text
        try:
            self.events = iter(yaml.parse(text, Loader=_PARSER))
            next(self.events)  # stream start
            if isinstance(next(self.events), yaml.StreamEndEvent):
                self._say(1, 1, "empty-file", "the file holds only comments", "write it, or remove its name")
                return None
            value, _ = self._value(next(self.events), 0)
            next(self.events)  # document end
            extra = next(self.events)
            if not isinstance(extra, yaml.StreamEndEvent):
                mark = extra.start_mark
                self._say(
                    mark.line + 1,
                    mark.column + 1,
                    "yaml",
                    "a second document begins here",
                    "one document in a file",
                )
        except yaml.YAMLError as error:
            self._syntax(error)
            return None
        except _Stop:
            return None
        if value is None:
            self._say(1, 1, "empty-file", "the file holds nothing", "write it, or remove its name")
        return value

    def _say(self, line: int, column: int, code: str, message: str, hint: str, length: int = 1) -> None:
        self.problems.append(Problem(self.source.place(line, column, length), code, message, hint))

    def _mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        # A literal block's text begins on the line after its `|`: lines of the text can be told from it.
        literal = isinstance(event, yaml.ScalarEvent) and event.style == "|"
        return Mark(
            self.source,
            start.line + 1,
            start.column + 1,
            max(1, length),
            start.line + 2 if literal else start.line + 1,
        )

    def _value(self, event: Any, depth: int) -> tuple[Any, Mark]:
        mark = self._mark(event)
        if depth > MAX_DEPTH:
            self._too_deep(mark.line, mark.column)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._say(
                mark.line,
                mark.column,
                "alias",
                f"alias {quote(f'*{event.anchor}')}",
                "write the text out here",
            )
            return event.anchor, mark
        if event.anchor is not None:
            self._say(
                mark.line,
                mark.column,
                "alias",
                f"anchor {quote(f'&{event.anchor}')}",
                "remove it; aliases aren't read",
            )
        if event.tag is not None and event.tag != "!":
            self._say(mark.line, mark.column, "yaml", f"tag {quote(event.tag)}", "remove the tag; plain values only")
        if isinstance(event, yaml.ScalarEvent):
            return (event.value if event.style else _plain(event.value)), mark
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(mark, depth), mark
        return self._mapping(mark, depth), mark

    def _sequence(self, mark: Mark, depth: int) -> YamlList:
        items = YamlList(mark)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            value, at = self._value(event, depth + 1)
            items.append(value)
            items.items_at.append(at)
        return items

    def _mapping(self, mark: Mark, depth: int) -> YamlMap:
        mapping = YamlMap(mark)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key_at = self._mark(event)
            if isinstance(event, yaml.ScalarEvent):
                key = event.value
            else:
                self._value(event, depth + 1)
                key = ""
                self._say(key_at.line, key_at.column, "yaml", "a key that isn't a word", "check the braces here")
            value, at = self._value(next(self.events), depth + 1)
            if key in mapping:
                first = mapping.keys_at[key].line
                self._say(
                    key_at.line,
                    key_at.column,
                    "duplicate-key",
                    f"the key {quote(key)} stands already in line {first}",
                    "keep one of them",
                    key_at.length,
                )
                continue
            mapping[key] = value
            mapping.keys_at[key] = key_at
            mapping.values_at[key] = at
        return mapping

    def _too_deep(self, line: int, column: int) -> None:
        message = f"more than {MAX_DEPTH} levels of nesting"
        self._say(line, column, "depth", message, "look for a bracket or an indentation too many")

    def _syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 1)
        if "nesting depth" in what:
            # libyaml from 0.2.6 on looks ahead for the key of a line, and refuses 1,000 levels before it tells of one.
            self._too_deep(line, column)
            return
        position = getattr(error, "position", None)
        if mark is None and position is not None:
            # The parser counts bytes of what it was given.
            before = self.text.encode()[:position].decode(errors="ignore")
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            what = "a control character that YAML doesn't allow"
        hint = "check indentation, quotes and colons here"
        if "could not find expected ':'" in what or "mapping values are not allowed" in what:
            hint = "a text with a colon in it needs quotes; a key needs a colon and a space behind it"
        elif "cannot start any token" in what or "tab character" in what:
            hint = "indent with spaces, not tabs; quote texts that begin with @ ` or %"
        if "[[" in self.text.split("\n")[line - 1]:
            hint = "a text with [[…]] in it needs quotes here, or a line of its own below `|`"
        self._say(line, column, "yaml", what, hint)


def _plain(text: str) -> object:
    """An unquoted scalar by YAML 1.2's core schema (10.3.2)."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
