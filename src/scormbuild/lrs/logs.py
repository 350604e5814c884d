"""Logs: one JSON object to a line, on standard error, without personal data.

No line holds what clients send: no query strings, bodies, addresses or texts of unforeseen errors, which may quote
them. A failure is told by its kind and the lines of the program that it went through.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from scormbuild.lrs.model.jsontext import dumps

LEVELS = ("debug", "info", "warning", "error")
MAX_FRAMES = 30
_OWN = ("scormbuild.", "uvicorn.")
"""Whose messages are known to quote nothing of what clients send."""


class JsonLines(logging.Formatter):
    """Writes a record as a line of JSON. The fields of a message are its `extra={"fields": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        own = record.name.startswith(_OWN)
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage().strip() if own else f"{record.name} reports a problem",
            **getattr(record, "fields", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            entry |= _failure(error)
        return dumps(entry)


def _failure(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
    failure = {
        "error": type(error).__name__,
        "at": [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__
    return failure if cause is None else {**failure, "cause": _failure(cause)}


def start(level: str) -> None:
    """Write what is at least of this level, one of `LEVELS`."""
    # No line tells where it was logged, or by which thread or process: finding that out costs more than the line.
    logging._srcfile = None  # as "Optimization" in the documentation of logging has it
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
