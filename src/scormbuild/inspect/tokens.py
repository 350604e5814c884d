"""A tokenizer of JavaScript (ECMA-262, clause 12): tells code from comments, strings, templates, regular expressions.

It never goes back, so a minified file of many megabytes takes time in proportion to its length; what is broken is read
as far as it goes. Whether a slash divides or begins a regular expression is told from the token before it, which is
wrong after the bracket that ends a condition: `if (a) /b/.test(c)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["name", "number", "string", "template", "regex", "punctuator"]


class Token(NamedTuple):
    """A piece of code. Strings come without their quotes, escapes undone; a template with what it ends in."""

    kind: Kind
    text: str
    offset: int


# Where an alternative may fail after it has taken something, no group is possessive: Python before 3.11.5 goes on from
# where the alternative failed.
_TOKEN: Final = re.compile(
    r"""(?P<space>[\s\ufeff]++|//[^\n\r\u2028\u2029]*+|/\*.*?(?:\*/|\Z)|<!--[^\n]*+)
    |(?P<name>[^\W\d]\w*+(?:\$\w*+)*+|\$[\w$]*+)
    |(?P<string>"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?)
    |(?P<number>\.?\d[\w.]*+)
    |(?P<template>`)
    |(?P<slash>/)
    |(?P<punctuator>=>|===?|!==?|[<>]=|\?\.(?!\d)|&&|\|\||\?\?|\+\+|--|[-+*%&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REGEX: Final = re.compile(r"/(?:[^/\\\[\n]++|\\[^\n]|\[(?:[^\]\\\n]++|\\[^\n])*\])+/\w*+")
_TEMPLATE: Final = re.compile(r"(?:[^`\\$]++|\\.|\$(?!\{))*(`|\$\{|\Z)?", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(\r\n|.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}

# fmt: off
BEFORE_REGEX: Final = frozenset((
    "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "new", "instanceof",
    "yield", "await",
))
# fmt: on
"""Words after which a slash begins a regular expression; after other names it divides."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a script, without white space and comments."""
    return _Tokenizer(text).read()


class _Tokenizer:
    """Where in a script its reading has come to, and what a slash or a brace means there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.divides = False
        """Whether a slash here is a division."""
        self.no_regex_before = 0
        """Where a regular expression wasn't closed on its line, none is looked for again on that line."""
        self.braces: list[int] = []
        """By open substitution of a template: the braces that are open within it."""

    def read(self) -> Iterator[Token]:
        text, end, match_token = self.text, len(self.text), _TOKEN.match
        while self.position < end:
            match = match_token(text, self.position)
            if match is None:  # no character is left out of the pattern
                return
            begin, self.position = self.position, match.end()
            match match.lastgroup:
                case "space":
                    continue
                case "name":
                    name = match.group()
                    self.divides = name not in BEFORE_REGEX
                    yield Token("name", name, begin)
                case "punctuator":
                    yield self._punctuator(match.group(), begin)
                case "string":
                    self.divides = True
                    yield Token("string", _unescaped(match.group()), begin)
                case "number":
                    self.divides = True
                    yield Token("number", match.group(), begin)
                case "template":
                    yield self._template(begin, is_first=True)
                case _:
                    yield self._slash(begin)

    def _punctuator(self, sign: str, begin: int) -> Token:
        if self.braces:
            if sign == "{":
                self.braces[-1] += 1
            elif sign == "}":
                if self.braces[-1] == 0:
                    self.braces.pop()
                    return self._template(begin, is_first=False)
                self.braces[-1] -= 1
        self.divides = sign in {")", "]"}
        return Token("punctuator", sign, begin)

    def _template(self, begin: int, *, is_first: bool) -> Token:
        """A piece of a template: up to its end, or to what is put into it."""
        chunk = _TEMPLATE.match(self.text, self.position)
        if chunk is None:  # the pattern takes nothing too
            return Token("template", "", begin)
        piece = "`" + self.text[self.position : chunk.end()]
        self.position = chunk.end()
        is_substitution = chunk.group(1) == "${"
        self.divides = not is_substitution
        if is_substitution:
            self.braces.append(0)
            return Token("template", "", begin)
        return Token("string" if is_first else "template", _unescaped(piece), begin)

    def _slash(self, begin: int) -> Token:
        if not self.divides and begin >= self.no_regex_before:
            regex = _REGEX.match(self.text, begin)
            if regex is not None:
                self.position, self.divides = regex.end(), True
                return Token("regex", "", begin)
            line_end = self.text.find("\n", begin)
            self.no_regex_before = len(self.text) if line_end < 0 else line_end
        self.divides = False
        return Token("punctuator", "/", begin)


def _unescaped(literal: str) -> str:
    """The value of a string literal."""
    quote = literal[0]
    inner = literal[1:-1] if len(literal) > 1 and literal[-1] == quote else literal[1:]
    return _ESCAPE.sub(_character, inner) if "\\" in inner else inner


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _ESCAPED.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else "\ufffd"
