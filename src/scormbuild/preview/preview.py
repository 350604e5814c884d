"""`Preview`: a course in a stand-in platform, built anew at every save, beside what the platform is told."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock as Mutex
from typing import Any, Self
from urllib.parse import quote

from scormbuild.course.model import FormatName
from scormbuild.errors import CourseError, Problem, UsageError
from scormbuild.preview.conversation import Conversation, Step
from scormbuild.preview.draft import Draft, draft
from scormbuild.preview.opening import Opening
from scormbuild.preview.quirks import SWITCHES, faults_of, names_of, placement_of, quirks_of
from scormbuild.preview.recording import Recording
from scormbuild.preview.replay import Replay
from scormbuild.preview.routes import PreviewHandler
from scormbuild.preview.sessions import Faults, Placement, Session
from scormbuild.preview.settings import LEARNERS, Settings, is_scorm
from scormbuild.preview.store_platform import StorePlatform
from scormbuild.preview.watch import Watch

FAILED = "scormbuild itself has failed. What follows is for those who make it."
PATIENCE = 1.0
"""Seconds that a session has for its end before another one of the attempt begins."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What came of a launch."""

    due: int
    """Which launch this is."""
    url: str = ""
    """The address to open; "" where there is nothing to launch."""
    drawer: str | None = None
    """Whose attempt it is, where no platform tells the course; None where one does."""


class Preview(StorePlatform):
    """A preview of a course folder, from `with` to its end; every method is safe from any thread.

    The page at `address` launches what `begin` gives, and again whenever `due` has grown. `tell` is told what
    happens, for the terminal. Raises `UsageError` where the port is taken.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings | None = None,
        *,
        port: int = 0,
        record: Path | None = None,
        replay: Conversation | None = None,
        tell: Callable[[str], None] = lambda text: None,
    ) -> None:
        try:
            super().__init__(PreviewHandler, port)
        except OSError as error:
            raise UsageError(f"port {port} can't be had: {error.strerror}") from None
        self.folder = folder
        self.settings = settings or Settings()
        self.learners = list(dict.fromkeys([*LEARNERS[:2], self.settings.learner]))
        self.replay = None if replay is None else Replay(replay)
        self.draft: Draft | None = None
        """The last one that could be built."""
        self.errors: Sequence[Problem] = ()
        self.failure = ""
        """What kept the program itself from building, in words."""
        self.due = 0
        """How many launches the course has been due for."""
        self.is_waiting = False
        """Whether the course can't be launched before the network or the login is back."""
        self.builds = 0
        """How often the course has been built, or couldn't be."""
        self.seconds = 0.0
        """What the last build took."""
        self.shown: tuple[int, int] | None = None
        """The session that was launched last, and the place of its SCO in it."""
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._page = ""
        self._replayed: dict[int, Sequence[Step]] = {}
        """By the number of the session that plays it."""
        self._is_another = False  # the attempt that is due, than the one that is shown
        self._recording = None if record is None else Recording(record, f"scormbuild preview {folder.name} --record")
        self._tell = tell
        self._building = Mutex()
        self.is_ending = False
        """Whether whoever follows the preview must stop."""
        self.opening = Opening(self.changed)
        self._watch = Watch(folder, self.build)

    def __enter__(self) -> Self:
        self.faults = faults_of(self.settings.quirks)
        self.build()
        super().__enter__()
        self.opening.__enter__()
        self._watch.__enter__()
        return self

    def __exit__(self, *ended: object) -> None:
        self._watch.__exit__(*ended)
        self.opening.__exit__(*ended)
        with self.changed:
            self.is_ending = True
            self.changed.notify_all()
        super().__exit__(*ended)
        self._write_recording()

    @property
    def address(self) -> str:
        return f"{self.origin}/"

    @property
    def format(self) -> FormatName | None:
        """The format that is played; None before the course could be built for the first time."""
        return self.settings.format or (self.draft.format if self.draft is not None else None)

    # ---------------------------------------------------------------- the course, as it is written

    def build(self) -> None:
        """Compile the course as it stands now; what could be built before stays where it can't be built."""
        with self._building:
            began = time.perf_counter()
            errors: Sequence[Problem] = ()
            failure, made = "", None
            try:
                made = draft(self.folder, self.settings.format, self.draft, f"{self.origin}/xapi/")
            except CourseError as error:
                errors = error.problems
            except (OSError, UsageError) as error:
                failure = str(error)
            except Exception:  # the preview outlives what its author must be told of
                failure = f"{FAILED}\n\n{traceback.format_exc()}"
            with self.changed:
                self.builds += 1
                self.seconds = time.perf_counter() - began
                self.errors, self.failure = errors, failure
                if made is not None:
                    self.draft = made
                    self.take(made.format, made.package)
                    self._relaunch()
                self.changed.notify_all()
        if made is not None:
            self._tell(f"Built in {self.seconds:.1f} s.")
        else:
            self._tell("\n\n".join([problem.render() for problem in errors] or [failure]) + "\n")

    # ---------------------------------------------------------------- what the author wants

    def change(self, settings: Settings) -> None:
        """Go on with other settings; the course is launched again where it takes that."""
        with self.changed:
            before, self.settings = replace(self.settings, format=self.format), settings
            if settings.learner not in self.learners:
                self.learners.append(settings.learner)
            self._is_another |= (settings.learner, settings.format) != (before.learner, before.format)
            self.faults = faults_of(settings.quirks)
            if self.is_waiting or (before.needs_launch(settings) and settings.format == before.format):
                self._relaunch()
            self.changed.notify_all()
        if settings.format != before.format:
            self.build()

    def another_learner(self) -> None:
        """Go on with somebody who wasn't here yet."""
        with self.changed:
            unused = (name for name in LEARNERS if name not in self.learners)
            self.change(replace(self.settings, learner=next(unused, f"learner-{len(self.learners) + 1}")))

    def start_over(self) -> None:
        """Begin another attempt; the platform knows nothing of this learner."""
        with self.changed:
            self._attempts[self.settings.learner, self.format or ""] += 1
            self._relaunch()
            self.changed.notify_all()

    def _relaunch(self) -> None:
        """Let the course be launched, now or as soon as it can be."""
        self.is_waiting = self.faults.gone or self.faults.session_expired
        if not self.is_waiting:
            self.due += 1

    # ---------------------------------------------------------------- launches

    def begin(self, index: int, page: str) -> Begun:
        """Launch a SCO.

        Waits until the session before has ended: browsers ask for the next page first. The same attempt goes on at
        `page`, another one where it was left.
        """
        with self.changed:
            self.changed.wait_for(lambda: not self._is_open(), PATIENCE)
            self.is_waiting = self.faults.gone or self.faults.session_expired
            if self.draft is None or self.is_waiting:
                return Begun(self.due)
            scos = self.draft.package.scos
            index = self.where(index) or 0
            if self.replay is not None and self.replay.session is not None:
                launch = self.replay.session.launch
                self._take_up(launch)
                names = [sco.identifier for sco in scos]
                index = names.index(launch["sco"]) if launch.get("sco") in names else 0
                self._replayed[len(self.sessions)] = self.replay.session.steps
            self._page, self._is_another = "" if self._is_another else page, False
            settings = self.settings
            url = self.launch(
                self.draft.format,
                sco=scos[index].identifier,
                learner=settings.learner,
                attempt=self.attempt,
                mode=settings.mode,
                quirks=quirks_of(settings.quirks),
                placement=self._placement(),
                fills_window=True,
            )
            self.shown = (len(self.sessions) - 1, index)
            is_told = self._placement() != "none" or self.format in ("cmi5", "xapi")
            return Begun(self.due, url, None if is_told else f"{settings.learner}/{self.attempt}")

    def where(self, index: int) -> int | None:
        """Where the SCO stands now that had this place in the session that is shown; None where it has gone."""
        if self.shown is None or self.draft is None:
            return None
        before = self.sessions[self.shown[0]].scos
        names = [sco.identifier for sco in self.draft.package.scos]
        return names.index(before[index]) if index < len(before) and before[index] in names else None

    def _placement(self) -> Placement:
        """Where the course stands: a conversation beside its API, and what isn't SCORM without any."""
        if not is_scorm(self.format):
            return "none"
        return "parent" if self._is_replaying else placement_of(self.settings.quirks)

    @property
    def _is_replaying(self) -> bool:
        return self.replay is not None and self.replay.session is not None

    def _take_up(self, launch: Mapping[str, Any]) -> None:
        """Take the settings of a recorded launch; quirks are those that were asked for now, where any were."""
        quirks = self.settings.quirks or frozenset(SWITCHES).intersection(launch.get("quirks", ()))
        learner, mode = launch.get("learner", LEARNERS[0]), launch.get("mode", "normal")
        self.settings = replace(self.settings, learner=learner, mode=mode, quirks=quirks)
        self._attempts[learner, self.format or ""] = launch.get("attempt", 1) - 1

    @property
    def attempt(self) -> int:
        """Which attempt of the learner's this is, from 1."""
        return self._attempts[self.settings.learner, self.format or ""] + 1

    def _is_open(self) -> bool:
        """Whether the session that is shown has begun, and hasn't ended yet."""
        if self.shown is None:
            return False
        track = self.track_of(*self.shown)
        load = max((load for load, _ in track.calls), default=0)
        begun = any(
            at == load and call.method in ("LMSInitialize", "Initialize") for (at, _), call in track.calls.items()
        )
        ended = any(each.finishing and each.load == load for each in [*track.commits, *track.lost_commits])
        return begun and not ended

    def player(self, number: int, index: int) -> str:
        """The page that holds the API; where there are several SCOs, its menu leads from one to another."""
        with self.changed:
            self.shown = (number, index)
            self.changed.notify_all()
            return super().player(number, index)

    def content(self, session: Session, index: int) -> str:
        """The address of the package's own page, with what its standard wants to be launched with."""
        if self._is_replaying:
            return f"{self.origin}/preview/replay"
        address = super().content(session, index)
        files = self.packages[session.package][1].files
        if query := self.query(session, index, files):
            address += f"?{query}"
        page, self._page = self._page, ""
        return f"{address}#{quote(page)}" if page else address

    # ---------------------------------------------------------------- conversations

    def log(self, number: int, index: int, load: int, calls: Any) -> None:
        """Take note of calls; a conversation that is recorded is written at the end of each session."""
        super().log(number, index, load, calls)
        if self._recording is not None and calls and number not in self._replayed:
            with self.changed:
                self._recording.take(load, self._launch_of(number, index), calls)
            if any(call["method"] in ("LMSFinish", "Terminate") for call in calls):
                self._write_recording()

    def receive(
        self, number: int, index: int, load: int, body: Mapping[str, Any], *, beacon: bool, faults: Faults
    ) -> None:
        """Take a commit, and note what it met."""
        super().receive(number, index, load, body, beacon=beacon, faults=faults)
        if self._recording is not None and number not in self._replayed:
            with self.changed:
                self._recording.met(load, self._launch_of(number, index), body["call"], names_of(faults))

    def faults_met(self, number: int, call: int) -> Faults:
        """What is wrong with the platform; in a session that is replayed also what was when it was recorded."""
        steps = self._replayed.get(number)
        if steps is None:
            return self.faults
        step = steps[(call - 1) // 2]  # each is followed by a call that asks for its error
        return faults_of({*step.faults, *self.settings.quirks})

    def _launch_of(self, number: int, index: int) -> dict[str, Any]:
        session = self.sessions[number]
        told = {
            "learner": session.learner,
            "attempt": session.attempt,
            "mode": session.mode,
            "quirks": list(session.quirks),
            "sco": session.scos[index],
        }
        usual = {"learner": LEARNERS[0], "attempt": 1, "mode": "normal", "quirks": [], "sco": session.scos[0]}
        return {name: value for name, value in told.items() if value != usual[name]}

    def _write_recording(self) -> None:
        with self.changed:
            if self._recording is None or self.shown is None:
                return
            number, index = self.shown
            name, here = self.sessions[number].package, self.where(index)
            mastery = "" if here is None else self.packages[name][1].scos[here].mastery_score
            self._recording.write(name, mastery, self.track_of(number, index).data)

    def replayed(self, answers: Sequence[tuple[str, str]]) -> None:
        """Take what a session of a replayed conversation was answered; the next one, or the course, is due."""
        with self.changed:
            replay = self.replay
            if replay is None or replay.session is None:
                return
            replay.take(answers)
            if replay.session is None:
                self._tell("\n  ".join([replay.summary(), *(finding.words() for finding in replay.findings)]))
            self._relaunch()
            self.changed.notify_all()

    # ---------------------------------------------------------------- what the page shows

    def pulse(self) -> object:
        """Something that differs as soon as there is something new to show."""
        track = self.track_of(*self.shown) if self.shown is not None else None
        marks = () if track is None else (len(track.calls), len(track.commits), len(track.lost_commits))
        return (
            self.builds,
            self.due,
            self.shown,
            self.settings,
            self.attempt,
            marks,
            self.store.changes,
            self.opening.count,
            self.is_waiting,
        )
