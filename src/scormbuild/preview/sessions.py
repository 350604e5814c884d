"""What the stand-in platform knows of a launch and of what it has left: sessions, tracks, calls, commits, faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["normal", "browse", "review"]
Credit = Literal["credit", "no-credit"]

Placement = Literal[
    "parent",  # a frame of the player, which holds the API: Moodle
    "grandparent",  # a frame within a frame of the player
    "opener",  # a window of its own, opened by the player
    "cross-origin-top",  # as "parent", all of it within another origin's page
    "cross-origin-parent",  # a frame of another origin's window, which the player opened: API in top.opener
    "two-apis",  # as "parent", with a wrong API further up, and one of the other standard beside the right one
    "none",  # a frame without any API: the course must still run
]

Quirk = Literal[
    "no-lesson-mode",  # cmi.core.lesson_mode, cmi.mode: 401, 402
    "no-interactions",  # cmi.interactions: 401, 402
    "no-objectives",  # cmi.objectives: 401, 402
    "false-zero",  # SetValue stores, answers "false" and reports error 0
    "long-state",  # Moodle without `scormstandard`: 64,000 characters of state, and of what else has a long limit
    "long-answers",  # the same where SCORM 1.2 has 255 characters: answers, location
    "bytes",  # limits count UTF-8 bytes
    "sends-all",  # every commit carries the whole model; Moodle's carries what changed since it was last sent
    "no-unload",  # the platform's policy takes the event `unload` from every page, as browsers do more and more
]


@dataclass(frozen=True)
class Call:
    """One call of the API: what the package asked, what it was told, and what was wrong with asking."""

    method: str
    args: tuple[str, ...]
    """As strings; an argument logged while the page unloads is cut after 200 characters."""
    answer: str
    error: str
    """What GetLastError says after the call."""
    violation: str | None
    """What the package did wrong; None for a failure of the platform's own."""


@dataclass(frozen=True)
class Commit:
    """One commit that reached the platform."""

    sent: Mapping[str, str]
    """The elements that travelled: those that changed since the commit before."""
    model: Mapping[str, str]
    """Everything that the platform had stored afterwards."""
    finishing: bool
    """It came with the session's end."""
    beacon: bool
    """It came by sendBeacon; the API's answer was "true" before it left."""
    load: int
    """The loading of the player's page that it came from."""


@dataclass(frozen=True)
class Faults:
    """What is wrong with the platform just now. Set a new one as a whole: `platform.faults = Faults(…)`."""

    gone: bool = False
    """The network is gone: connections end without an answer. Commit answers "true" all the same [M]."""
    session_expired: bool = False
    """Commit answers false/101; everything else comes as a log-in page with status 200 [M]."""
    commit_fails: Literal["", "101", "391"] = ""
    """The server answers a commit with 500, and Commit "false" with this error."""
    slow_commit_ms: int = 0
    """How long a commit takes; 45 to 155 on a quiet Moodle [M]."""

    @property
    def lose(self) -> bool:
        """Whether what is committed is lost."""
        return self.gone or self.session_expired or self.commit_fails != ""


@dataclass(frozen=True)
class Session:
    """What `Platform.launch` was asked for."""

    package: str
    learner: str
    attempt: int
    api: str
    mode: Mode
    credit: Credit
    placement: Placement
    quirks: tuple[Quirk, ...]
    auto_continue: bool
    cacheable: bool
    fills_window: bool
    scos: tuple[str, ...]
    """The identifiers of the package's SCOs when this was launched, for the package may be replaced meanwhile."""


@dataclass
class Track:
    """What one learner's attempt at one SCO has left: stored data, and the test's own logs."""

    data: dict[str, str] = field(default_factory=dict)
    commits: list[Commit] = field(default_factory=list)
    lost_commits: list[Commit] = field(default_factory=list)
    calls: dict[tuple[int, int], Call] = field(default_factory=dict)
    """By page load and number within it: a call may be reported twice, and late."""


def exit_of(data: Mapping[str, str]) -> str:
    """How the last session said that it ends, whatever its standard."""
    return data.get("cmi.core.exit", data.get("cmi.exit", ""))


def entry(data: Mapping[str, str]) -> str:
    """cmi.core.entry, cmi.entry: `resume` only after exit=suspend, though SCORM 1.2's data come back anyway [M]."""
    if not data:
        return "ab-initio"
    return "resume" if exit_of(data) == "suspend" else ""
