"""What is wrong with a statement, and where."""

from __future__ import annotations

_LONGEST_QUOTE = 100


class InvalidStatement(ValueError):
    """A statement breaks a rule of the standard: 400.

    `path` names the place as one would write it in code, `context.contextActivities.parent[0].id`; it is empty for
    the statement itself. `message` says what is wrong and what to do, and quotes little of what was sent.
    """

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def inside(self, key: str | int) -> InvalidStatement:
        """Return the same error, seen from the object or array that holds the part under this key."""
        if isinstance(key, int):
            here = f"[{key}]"
        elif key.isidentifier() and len(key) <= _LONGEST_QUOTE:
            here = key
        else:
            here = f"[{shown(key)}]"
        joined = f"{here}.{self.path}" if self.path and not self.path.startswith("[") else f"{here}{self.path}"
        return InvalidStatement(self.message, joined)


def shown(value: object) -> str:
    """Return a value as a message quotes it: short, on one line, without control characters."""
    if isinstance(value, str):
        return repr(value) if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]!r}…"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 256:  # str() of more digits is slow, or refused
        return "a very large number"
    return str(value)
