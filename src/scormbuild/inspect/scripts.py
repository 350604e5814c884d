"""What a script does, as far as its text shows: which calls it makes, which strings and names it has.

It is read token by token, without a tree: what comes of an expression isn't known, and what stands there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scormbuild.inspect.tokens import BEFORE_REGEX, Kind, tokens


@dataclass(frozen=True, slots=True)
class Argument:
    """What is handed over in a call."""

    text: str | None
    """The value of a literal, `"true"`, `"false"` and `"null"` too; of what ends in a string, that one; else None."""
    is_literal: bool
    """Whether `text` is all there is."""
    is_text: bool = False
    """Whether it is a string or a number, and nothing else."""
    called: tuple[str, ...] = ()
    """The functions that are called for it, as `JSON.stringify`; ten at most."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `window.parent.API.LMSSetValue("a", b)`."""

    name: str
    """The function: `LMSSetValue`."""
    owner: str
    """What it belongs to: `window.parent.API`; "" for what stands alone."""
    arguments: tuple[Argument, ...]
    """The first five."""
    line: int

    def literal(self, place: int) -> str | None:
        """The argument at a place, counted from 0, where it is a literal."""
        if place < len(self.arguments) and self.arguments[place].is_literal:
            return self.arguments[place].text
        return None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment to a property or variable, `img.src = "a.png"`, or a property in an object, `{async: false}`."""

    name: str
    owner: str
    text: str | None
    """The value where it is a literal and nothing else; else None."""
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """What rules ask of a script. The text itself isn't kept."""

    calls: tuple[Call, ...] = ()
    """Those of `WATCHED_CALLS`, and those that name a data model element."""
    assignments: tuple[Assignment, ...] = ()
    """Those to `WATCHED_PROPERTIES`."""
    words: frozenset[str] = frozenset()
    """Which of `WORDS` it has, as a name or within a string."""
    paths: frozenset[str] = frozenset()
    """Strings that may name a file."""
    top: tuple[tuple[str, int], ...] = ()
    """What is asked of `window.top`, with the line."""


# fmt: off
WATCHED_CALLS: Final = frozenset((
    "addEventListener", "attachEvent", "on", "bind", "write", "writeln", "open", "eval", "Function",
    "setTimeout", "setInterval", "fetch", "import", "importScripts", "sendBeacon", "Worker", "SharedWorker",
    "WebSocket", "EventSource", "register", "setAttribute", "ajax", "get", "getScript", "getJSON", "post",
    "LMSSetValue", "SetValue",
))
# fmt: on
WATCHED_PROPERTIES: Final = frozenset({"onunload", "onbeforeunload", "src", "async"})
WORDS: Final = (
    "API_1484_11",
    "API",
    "LMSInitialize",
    "LMSFinish",
    "LMSCommit",
    "Initialize",
    "Terminate",
    "Commit",
    "lesson_status",
    "completion_status",
    "success_status",
    "score.raw",
    "score.scaled",
    "raw",
    "scaled",
    "suspend_data",
    "lesson_location",
    "localStorage",
    "sessionStorage",
    "sizzle",
    "pagehide",
    "alt",
    "lang",
    "title",
    "aria-label",
    "ariaLabel",
    "placeholder",
    "statements",
    "sendStatement",
    "auth-token",
    "addTextTrack",
    "track",
    "createElement",
    "stringify",
    "4000",
    "4096",
    "64000",
    "65535",
    "65536",
)
"""What rules look for. A word is found where no letter, digit or `_` touches it."""

LARGEST_SCRIPT: Final = 8_000_000
"""Characters. What is longer isn't read."""
_MOST: Final = 5_000
"""Calls, assignments and paths that are kept of a script."""
_LONGEST_PATH: Final = 300
_LONGEST_CHAIN: Final = 12
"""Names that lead to a call."""
_DEEPEST: Final = 500
"""Brackets within brackets; what lies deeper is read without its calls."""

_WORD: Final = re.compile(
    r"(?<![\w$])(?:" + "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)) + r")(?![\w$])"
)
_LIMITS: Final = frozenset(word for word in WORDS if word.isdecimal())
_SINGLE: Final = frozenset(word for word in WORDS if word.isidentifier())


class _Open:
    """A bracket that is open, maybe that of a call."""

    __slots__ = ("arguments", "called", "is_call", "is_text", "name", "offset", "owner", "seen", "text")

    def __init__(self, name: str, owner: str, offset: int, *, is_call: bool) -> None:
        self.name, self.owner, self.offset, self.is_call = name, owner, offset, is_call
        self.arguments: list[Argument] = []
        self.begin()

    def begin(self) -> None:
        """Begin another argument."""
        self.seen = 0
        self.text: str | None = None
        self.is_text = False
        self.called: list[str] = []

    def take(self, text: str | None, *, is_text: bool = False) -> None:
        """Take another token of the argument."""
        self.seen += 1
        self.text, self.is_text = text, is_text

    def end(self) -> None:
        """End the argument that is being read."""
        if self.seen and len(self.arguments) < 5:
            self.arguments.append(
                Argument(self.text, self.seen == 1, self.seen == 1 and self.is_text, tuple(self.called))
            )


def read_script(text: str, line: int = 1) -> Script:
    """Read a script; `line` is where it begins in its file."""
    reading = _Reading(text, line)
    for kind, token, offset in tokens(text):
        match kind:
            case "punctuator":
                reading.take_sign(token, offset)
            case "name":
                reading.take_name(token, offset)
            case _:
                reading.take_literal(kind, token, offset)
    return reading.end()


class _Reading:
    """What has been read of a script, and what is open where it has come to."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.calls: list[Call] = []
        self.assignments: list[Assignment] = []
        self.words: set[str] = set()
        self.paths: set[str] = set()
        self.top: list[tuple[str, int]] = []
        self._line, self._counted = line, 0
        self._opened = [_Open("", "", 0, is_call=False)]
        self._too_deep = 0
        self._chain: list[str] = []  # the names that lead to here: ["window", "parent", "API"]
        self._follows_dot = False
        self._is_negated = False  # after `!`: minifiers write `!0` and `!1` for true and false
        self._assigned: tuple[str, str, int] | None = None  # what the value that comes next is assigned to
        self._value: str | None = None
        self._value_length = 0  # in tokens

    def take_name(self, name: str, offset: int) -> None:
        if name in _SINGLE:
            self.words.add(name)
        chain = self._chain
        if self._follows_dot and chain:
            if chain[-1] == "top" and (len(chain) == 1 or chain[-2] in {"window", "self", "parent"}):
                self._note_top(name, offset)
            chain.append(name)
            if len(chain) > _LONGEST_CHAIN:
                del chain[0]
        else:
            self._chain = [name]
        is_constant = name in {"true", "false", "null"} and not self._is_negated
        self._take(name if is_constant else None)

    def take_literal(self, kind: Kind, token: str, offset: int) -> None:
        text: str | None = None
        if kind in {"string", "template"}:
            text = token
            self._note_string(token)
            if self._chain in (["from"], ["import"]) and len(self.calls) < _MOST:
                self.calls.append(Call("import", "", (Argument(token, True, True),), self._line_at(offset)))
        elif kind == "number":
            text = {"0": "true", "1": "false"}.get(token) if self._is_negated else token
            if token in _LIMITS:
                self.words.add(token)
        self._chain = []
        self._take(text, is_text=text is not None and not self._is_negated)

    def take_sign(self, sign: str, offset: int) -> None:
        match sign:
            case "." | "?.":
                self._opened[-1].take(None)
                self._value_length += 1
                self._follows_dot = True
                return
            case "!":
                self._chain, self._follows_dot, self._is_negated = [], False, True
                return
            case "(" | "[" | "{":
                self._open(sign, offset)
            case ")" | "]" | "}":
                self._end_value()
                self._close()
            case ",":
                self._end_value()
                self._opened[-1].end()
                self._opened[-1].begin()
            case ";":
                self._end_value()
                self._opened[-1].take(None)
            case _:
                if sign in {"=", ":"} and self._chain and self._chain[-1] in WATCHED_PROPERTIES:
                    self._assigned = (self._chain[-1], ".".join(self._chain[-6:-1]), offset)
                    self._value, self._value_length = None, 0
                else:
                    self._value_length += 1
                self._opened[-1].take(None)
        self._chain, self._follows_dot, self._is_negated = [], False, False

    def end(self) -> Script:
        self._end_value()
        return Script(
            tuple(self.calls),
            tuple(self.assignments),
            frozenset(self.words),
            frozenset(self.paths),
            tuple(self.top),
        )

    def _take(self, text: str | None, *, is_text: bool = False) -> None:
        self._opened[-1].take(text, is_text=is_text)
        self._value = text
        self._value_length += 1
        self._follows_dot = self._is_negated = False

    def _open(self, sign: str, offset: int) -> None:
        self._value_length += 2
        if len(self._opened) >= _DEEPEST:
            self._too_deep += 1
            return
        here, chain = self._opened[-1], self._chain
        here.take(None)
        if sign == "(" and chain and chain[-1] not in BEFORE_REGEX:
            if len(here.called) < 10:
                here.called.append(".".join(chain[-3:]))
            self._opened.append(_Open(chain[-1], ".".join(chain[-6:-1]), offset, is_call=True))
        else:
            self._opened.append(_Open("", "", offset, is_call=False))

    def _close(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._opened) > 1:
            closed = self._opened.pop()
            closed.end()
            if closed.is_call:
                self._note_call(closed)

    def _end_value(self) -> None:
        if self._assigned is not None and len(self.assignments) < _MOST:
            name, owner, offset = self._assigned
            value = self._value if self._value_length == 1 else None
            self.assignments.append(Assignment(name, owner, value, self._line_at(offset)))
        self._assigned = None

    def _note_string(self, value: str) -> None:
        self.words.update(_WORD.findall(value))
        if "." in value and len(value) <= _LONGEST_PATH and len(self.paths) < _MOST:
            self.paths.add(value)

    def _note_call(self, call: _Open) -> None:
        texts = [each.text for each in call.arguments if each.text is not None]
        is_said = any(text.startswith(("cmi.", ".")) or "interactions" in text for text in texts)
        if (is_said or call.name in WATCHED_CALLS) and len(self.calls) < _MOST:
            self.calls.append(Call(call.name, call.owner, tuple(call.arguments), self._line_at(call.offset)))

    def _note_top(self, asked: str, offset: int) -> None:
        # A variable may be called `top` as well: only what is asked of a window counts there.
        if (len(self._chain) > 1 or asked == "location") and len(self.top) < 100:
            self.top.append((asked, self._line_at(offset)))

    def _line_at(self, offset: int) -> int:
        """The line of a place. Calls come ordered by their end, so it may lie before the last one that was asked."""
        if offset < self._counted:
            return self._line - self.text.count("\n", offset, self._counted)
        self._line += self.text.count("\n", self._counted, offset)
        self._counted = offset
        return self._line
