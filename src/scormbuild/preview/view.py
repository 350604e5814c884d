"""What there is to show beside the course, taken at one moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scormbuild.errors import Problem
from scormbuild.preview.draft import Draft
from scormbuild.preview.launches import activities
from scormbuild.preview.opening import Opened
from scormbuild.preview.platform import standard_of
from scormbuild.preview.replay import Finding
from scormbuild.preview.scorm_errors import Standard
from scormbuild.preview.sessions import Call, Session, Track
from scormbuild.preview.settings import is_scorm

if TYPE_CHECKING:
    from scormbuild.preview.preview import Preview


STATE_ELEMENT = "cmi.suspend_data"


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the page shows, beside the lists that only grow."""

    format: str | None
    standard: Standard | None
    learner: str
    learners: tuple[str, ...]
    attempt: int
    sco: str
    """The title of what was launched."""
    builds: int
    """How often the course has been built, or couldn't be."""
    seconds: float
    """What the last build took."""
    data: Mapping[str, str]
    """What the platform has stored, by element."""
    document: bytes | None
    """What the record store has of the learner's state."""
    state: str
    """The learner's saved state, wherever the format keeps it; "" where there is none."""
    opened: Opened | None
    """That state, or an earlier one while that is being opened."""
    quirks: frozenset[str]
    is_waiting: bool
    draft: Draft | None
    errors: tuple[Problem, ...]
    failure: str
    replay: str
    """What came of a replay; "" where there was none."""
    findings: tuple[Finding, ...]
    calls: tuple[Call, ...]
    """What the course has said in this attempt, in the order of its arrival."""


def view_of(preview: Preview) -> View:
    """The view of a preview whose `changed` is held."""
    settings, built, replay = preview.settings, preview.draft, preview.replay
    track, sco, document = _shown(preview)
    state = track.data.get(STATE_ELEMENT) or str(json_of(document).get("state", ""))
    attempt = (preview.format, settings.learner, preview.attempt, sco)
    opened = None
    if state and built is not None:
        opened = preview.opening.of(attempt, built.site.lock, built.site.primers, state)
    return View(
        format=preview.format,
        standard=standard_of(built.package.edition) if built is not None and is_scorm(preview.format) else None,
        learner=settings.learner,
        learners=tuple(preview.learners),
        attempt=preview.attempt,
        sco=sco,
        builds=preview.builds,
        seconds=preview.seconds,
        data=dict(track.data),
        document=document,
        state=state,
        opened=opened,
        quirks=settings.quirks,
        is_waiting=preview.is_waiting,
        draft=built,
        errors=tuple(preview.errors),
        failure=preview.failure,
        replay=replay.summary() if replay is not None and replay.session is None else "",
        findings=() if replay is None else tuple(replay.findings),
        calls=tuple(track.calls.values()),
    )


def _shown(preview: Preview) -> tuple[Track, str, bytes | None]:
    """What is stored of the attempt that was launched last, the title of its SCO, and its state document.

    Nothing, where the settings name another attempt, which has yet to be launched.
    """
    if preview.shown is None or preview.draft is None:
        return Track(), "", None
    number, index = preview.shown
    session = preview.sessions[number]
    if _attempt(session) != (preview.format, preview.settings.learner, preview.attempt):
        return Track(), "", None
    track, here = preview.track_of(number, index), preview.where(index)
    if here is None:
        return track, "", None
    package = preview.draft.package
    title = package.scos[here].title
    if preview.format not in ("cmi5", "xapi"):
        return track, title, None
    activity = activities(package.files, preview.format)[here]
    state = preview.registration(session).state(activity)
    return track, title, preview.store.document("activities/state", state)


def json_of(document: bytes | None) -> dict[str, Any]:
    """What a state document of our players' says."""
    content = json.loads(document) if document else {}
    return content if isinstance(content, dict) else {}


def _attempt(session: Session) -> tuple[str, str, int]:
    return session.package, session.learner, session.attempt
