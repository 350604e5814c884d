"""The log of exports: what was written of learners, where, when and by whom, so that deletion can follow it.

One JSON object to a line, only ever added to. It says of a file that it holds figures, rows per person, or names. It
names nobody; of a person's own record it has the pseudonym. What later happened to a file stands in further lines.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import platformdirs

from scormbuild.errors import UsageError
from scormbuild.writing import PRIVATE, READABLE, replacing

LOG_VARIABLE = "SCORMBUILD_EXPORTS"
"""The environment's name for another place of the log."""

Holds = Literal["figures", "pseudonyms", "names"]
"""The most personal thing in a file: figures of groups; rows per person under a pseudonym; rows with names."""

Event = Literal["written", "not written", "rows removed", "deleted"]
"""`not written`: the line before it said so, and the file couldn't be written; what stood there before still does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `path` is absolute, `moment` ISO 8601 in UTC, `sha256` that of the file after the event.

    `about` has the pseudonyms, as they are shown and with spaces between, of the one person that a file is about; ""
    where it is about several people.
    """

    event: Event
    path: str
    moment: str
    by: str
    holds: Holds
    sha256: str
    course: str = ""
    about: str = ""

    @property
    def file(self) -> Path:
        return Path(self.path)

    def state(self) -> Literal["as written", "changed", "gone"]:
        """Whether the file is still there, byte for byte."""
        try:
            content = self.file.read_bytes()
        except OSError:
            return "gone"
        return "as written" if _digest(content) == self.sha256 else "changed"


def default_log() -> Path:
    """Where the log is kept: as the environment says, else among the user's state."""
    named = os.environ.get(LOG_VARIABLE)
    return Path(named) if named else platformdirs.user_state_path("scormbuild") / "exports.ndjson"


class ExportLog:
    """The log in a file; made when the first export is."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self._now = now

    def write(self, path: Path, content: bytes, holds: Holds, course: str = "", about: str = "") -> None:
        """Write a file and its line. The line comes first: a file that nobody knows of can't be deleted.

        What tells of single people is for the owner alone. Raises `UsageError` where either can't be written.
        """
        entry = Entry("written", str(path.absolute()), self._moment(), _user(), holds, _digest(content), course, about)
        self._add(entry)
        try:
            with replacing(path, READABLE if holds == "figures" else PRIVATE) as stream:
                stream.write(content)
        except (UsageError, OSError):
            self._add(replace(entry, event="not written", moment=self._moment(), sha256=""))
            raise

    def replaced(self, entry: Entry, content: bytes) -> None:
        """Write a file that has lost rows in place of the one in the log."""
        with replacing(entry.file, PRIVATE) as stream:
            stream.write(content)
        self._add(replace(entry, event="rows removed", moment=self._moment(), by=_user(), sha256=_digest(content)))

    def delete(self, entry: Entry) -> None:
        """Delete a file that is in the log. Raises `UsageError` where it can't be."""
        _unlink(entry.file)
        self._add(replace(entry, event="deleted", moment=self._moment(), by=_user(), sha256=""))

    def remove(self, paths: Iterable[Path]) -> None:
        """Delete exports that newer ones have left behind beside them, where they are; known to the log or not.

        Raises `UsageError` where one can't be.
        """
        known = {entry.path: entry for entry in self.present()}
        for path in paths:
            if entry := known.get(str(path.absolute())):
                self.delete(entry)
            else:
                _unlink(path)

    def entries(self) -> list[Entry]:
        """Every line, the oldest first. Raises `UsageError` for a line that is none of the log's."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the log of exports can't be read: {self.path}: {error}") from None
        lines = []
        for number, line in enumerate(text.splitlines(), 1):
            try:
                lines.append(Entry(**json.loads(line)))
            except (ValueError, TypeError):
                hint = "mend the line, or move the file away and begin a new log"
                raise UsageError(f"{self.path}:{number}: no line of the log of exports: {hint}") from None
        return lines

    def present(self) -> list[Entry]:
        """The last line of each file that hasn't been deleted by way of the log, in the order of writing."""
        lasts = [lines[-1] for lines in self._histories().values()]
        return [entry for entry in lasts if entry.event != "deleted"]

    def older_than(self, age: timedelta) -> list[Entry]:
        """The files that were written longer ago than `age`."""
        histories = self._histories()
        limit = self._now() - age

        def written(path: str) -> datetime:
            return max(datetime.fromisoformat(each.moment) for each in histories[path] if each.event == "written")

        return [entry for entry in self.present() if written(entry.path) < limit]

    def _histories(self) -> dict[str, list[Entry]]:
        """What happened to each file, in the order of the last of it; without what couldn't be written."""
        histories: dict[str, list[Entry]] = {}
        for entry in self.entries():
            lines = histories.pop(entry.path, [])
            lines = lines[:-1] if entry.event == "not written" else [*lines, entry]
            if lines:
                histories[entry.path] = lines
        return histories

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _add(self, entry: Entry) -> None:
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # One write at the file's end: lines of two commands at once can't mix.
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
            try:
                os.write(handle, line.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            hint = f"name another place in {LOG_VARIABLE}"
            raise UsageError(f"the log of exports can't be written: {self.path}: {error.strerror}; {hint}") from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} can't be deleted: {error.strerror}") from None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
