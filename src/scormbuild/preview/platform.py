"""A stand-in for the learning platform: packages, sessions and what they left behind, served on 127.0.0.1.

The first users' platform is Moodle, so this one behaves as Moodle 4.5 does, measured [M] or read in its code [C], in
the strict setting (`scormstandard=1`), and refuses besides what the standards refuse: as far as the facts go, what
passes here passes there. Nothing is copied from any platform.

    with Platform() as platform:
        platform.mount("fire", zip_bytes)
        page.goto(platform.launch("fire", learner="ola"))
        platform.wait_until(lambda: platform.recorded("fire").get("cmi.suspend_data") == "…")
        assert platform.violations("fire") == []

`api/` is what it brings into the browser: `page.js`, the way to the server and the log of calls; `calls.js` with
`strict12.js` or `strict2004.js`, the APIs; `decoy.js`, APIs that a package must not mistake for its own.

A refusal that the platform is to blame for (a failing commit, an element that a quirk takes away) is no violation of
the package's. Own rules, in no standard: a response that begins like a formula, a blank score and a second
LMSInitialize on one page are accepted, and are violations all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from scormbuild.preview import pages, serving
from scormbuild.preview.handler import PlatformHandler
from scormbuild.preview.package import Edition, Package, Sco
from scormbuild.preview.scorm_errors import ERRORS, Standard
from scormbuild.preview.sessions import (
    Call,
    Commit,
    Credit,
    Faults,
    Mode,
    Placement,
    Quirk,
    Session,
    Track,
    entry,
    exit_of,
)

NO_UNLOAD = "unload=()"
"""The Permissions-Policy of such a platform."""

SCRIPTS = Path(__file__).parent / "api"
API_OF: dict[Standard, str] = {"scorm12": "API", "scorm2004": "API_1484_11"}


class Platform(serving.Service):
    """A learning platform from `with` to its end; every method is safe from any thread.

    Whatever is stored belongs to (package, learner, attempt, SCO) and comes back at the next launch.
    Where `sco` may be given, it is an item's identifier; without it the package's first SCO is meant.
    """

    apis: ClassVar[Mapping[str, Mapping[Standard, tuple[Path, ...]]]] = {
        "strict": {
            "scorm12": (SCRIPTS / "calls.js", SCRIPTS / "strict12.js"),
            "scorm2004": (SCRIPTS / "calls.js", SCRIPTS / "strict2004.js"),
        }
    }
    """The scripts of each implementation of the APIs that there is."""

    def __init__(self, handler: type[PlatformHandler] = PlatformHandler, port: int = 0) -> None:
        super().__init__(handler, port=port)
        self.packages: dict[str, tuple[int, Package]] = {}
        """By name, each with the number of its revision."""
        self.sessions: list[Session] = []
        """Everything that was launched, in order."""
        self._tracks: dict[tuple[str, str, int, str], Track] = {}
        self._requests: list[str] = []
        self._loads = 0
        self._gone: set[tuple[int, int, int, int]] = set()
        self._faults = Faults()

    @property
    def faults(self) -> Faults:
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        with self.changed:
            self._faults = faults

    # ---------------------------------------------------------------- packages and sessions

    def mount(self, name: str, zip_bytes: bytes) -> None:
        """Import a package, or replace it; raise `ImportRefusedError` where the platform would not have it.

        Attempts follow the item's identifier: kept where the new zip has it, deleted where it has not [M].
        """
        self.take(name, Package.from_zip(zip_bytes))

    def take(self, name: str, package: Package) -> None:
        """The same for a package that has been read already."""
        kept = {sco.identifier for sco in package.scos}
        with self.changed:
            revision, _ = self.packages.get(name, (0, None))
            self.packages[name] = (revision + 1, package)
            for key in [key for key in self._tracks if key[0] == name and key[3] not in kept]:
                del self._tracks[key]

    def launch(
        self,
        package: str,
        *,
        learner: str = "ola",
        attempt: int = 1,
        sco: str | None = None,
        api: str = "strict",
        mode: Mode = "normal",
        credit: Credit = "credit",
        placement: Placement = "parent",
        quirks: Iterable[Quirk] = (),
        auto_continue: bool = False,
        cacheable: bool = False,
        fills_window: bool = False,
    ) -> str:
        """Return the URL to open; every loading of it is a launch. The package runs in frame `scorm_object`.

        With placement "opener" and "cross-origin-parent" the page opens another window (`page.expect_popup`).
        A `cacheable` player comes without `no-store`: browsers may keep its page, alive, for who goes back to it.
        `fills_window` gives the package all the room there is, where Moodle's player leaves 867 by 620 pixels.
        """
        quirks = tuple(quirks)
        if quirks and api != "strict":
            raise ValueError(f"quirks are the strict API's; {api} has its own")
        with self.changed:
            imported = self.packages[package][1]
            scos = tuple(each.identifier for each in imported.scos)
            session = Session(
                package,
                learner,
                attempt,
                api,
                mode,
                credit,
                placement,
                quirks,
                auto_continue,
                cacheable,
                fills_window,
                scos,
            )
            self.sessions.append(session)
            place = f"{len(self.sessions) - 1}/{imported.scos.index(imported.sco(sco))}"
        match placement:
            case "cross-origin-top":
                return f"{self.other_origin}/outer/{place}"
            case "two-apis":
                return f"{self.origin}/outer/{place}"
            case _:
                return f"{self.origin}/player/{place}"

    # ---------------------------------------------------------------- what was left behind

    def recorded(
        self, package: str, *, learner: str = "ola", attempt: int = 1, sco: str | None = None
    ) -> dict[str, str]:
        """What the platform has stored, by element; empty before the first commit that arrived."""
        with self.changed:
            return dict(self._track(package, learner, attempt, sco).data)

    def commits(self, package: str, *, learner: str = "ola", attempt: int = 1, sco: str | None = None) -> list[Commit]:
        """The commits that were stored, in order of arrival."""
        with self.changed:
            return list(self._track(package, learner, attempt, sco).commits)

    def lost_commits(
        self, package: str, *, learner: str = "ola", attempt: int = 1, sco: str | None = None
    ) -> list[Commit]:
        """The commits that a fault kept from being stored.

        Into a dead network a commit goes twice, by request and by beacon: before the fault ends, wait until the
        beacon is here, or it may come through after all.
        """
        with self.changed:
            return list(self._track(package, learner, attempt, sco).lost_commits)

    def calls(self, package: str, *, learner: str = "ola", attempt: int = 1, sco: str | None = None) -> list[Call]:
        """Every call of the API so far, over all launches, in the order they were made.

        A call is known here some milliseconds after it was made: wait for it with `wait_until`.
        """
        with self.changed:
            calls = self._track(package, learner, attempt, sco).calls
            return [calls[place] for place in sorted(calls)]

    def violations(self, package: str, *, learner: str = "ola", attempt: int = 1, sco: str | None = None) -> list[Call]:
        """The calls that a package should not have made: refused ones, and harmful ones that were taken."""
        calls = self.calls(package, learner=learner, attempt=attempt, sco=sco)
        return [call for call in calls if call.violation is not None]

    def requests(self) -> list[str]:
        """The package files that were asked for, "<package>/<path>", cached ones left out, faults or not."""
        with self.changed:
            return list(self._requests)

    def last_seen(self) -> str:
        """The last calls of every attempt."""
        return f"last calls: { {key: sorted(track.calls.items())[-5:] for key, track in self._tracks.items()} }"

    def _track(self, package: str, learner: str, attempt: int, sco: str | None) -> Track:
        return self._track_at(package, learner, attempt, self.packages[package][1].sco(sco).identifier)

    def _track_at(self, package: str, learner: str, attempt: int, identifier: str) -> Track:
        return self._tracks.setdefault((package, learner, attempt, identifier), Track())

    # ---------------------------------------------------------------- what the server asks

    def requested(self, name: str, path: str) -> None:
        """Take note that a package file was asked for."""
        with self.changed:
            self._requests.append(f"{name}/{path}")
            self.changed.notify_all()

    def file(self, name: str, revision: str, path: str) -> bytes | None:
        """A file of the package's present revision."""
        with self.changed:
            current, package = self.packages.get(name, (0, None))
            return package.content(path) if package is not None and str(current) == revision else None

    def player(self, number: int, index: int) -> str:
        """The page that holds the API; every loading is a launch with what is stored by then."""
        with self.changed:
            session = self.sessions[number]
            package = self.packages[session.package][1]
            scos, standard = package.scos, standard_of(package.edition)
            urls = [f"/player/{number}/{place}" for place in range(len(scos))]
            menu = pages.menu([(sco.title, url) for sco, url in zip(scos, urls, strict=True)])
            if session.placement == "none":
                frame = pages.frame(self.content(session, index))
                return pages.page(menu + frame, fills_window=session.fills_window)
            facts = self._facts(session, scos[index], f"{number}/{index}") | {
                "previous_url": urls[index - 1] if index > 0 else None,
                "next_url": urls[index + 1] if index + 1 < len(urls) else None,
                "decoys": [API_OF[other_than(standard)]] if session.placement == "two-apis" else [],
            }
            match session.placement:
                case "opener":
                    body = pages.popup(self.content(session, index))
                case "cross-origin-parent":
                    body = pages.popup(f"{self.other_origin}/wrap/{number}/{index}")
                case "grandparent":
                    body = pages.passage(f"/wrap/{number}/{index}")
                case _:
                    body = pages.frame(self.content(session, index))
            scripts = ["page.js", *(path.name for path in self.apis[session.api][standard]), "decoy.js"]
        return pages.player(facts, scripts, menu + body, fills_window=session.fills_window)

    def knows(self, number: str, index: str) -> bool:
        """Whether there was a session of that number, with an SCO at that place."""
        with self.changed:
            sessions = self.sessions
            is_session = number.isdecimal() and int(number) < len(sessions)
            return is_session and index.isdecimal() and int(index) < len(sessions[int(number)].scos)

    def script(self, name: str) -> bytes | None:
        """One of the scripts that a player page asks for."""
        own = [SCRIPTS / "page.js", SCRIPTS / "decoy.js"]
        paths = [*own, *(path for api in self.apis.values() for scripts in api.values() for path in scripts)]
        return next((path.read_bytes() for path in paths if path.name == name), None)

    def headers(self, number: int) -> dict[str, str]:
        """How the player's pages may be cached, and what they and the frames in them may do."""
        with self.changed:
            session = self.sessions[number]
        policy = {"Permissions-Policy": NO_UNLOAD} if "no-unload" in session.quirks else {}
        return {"Cache-Control": "private, max-age=0" if session.cacheable else "no-store", **policy}

    def wrap(self, number: int, index: int) -> str:
        """A page between the player and the package, without an API."""
        with self.changed:
            session = self.sessions[number]
            return pages.page(pages.frame(self.content(session, index)), fills_window=session.fills_window)

    def outer(self, number: int, index: int) -> str:
        """A page around the player: another origin's, or one with the wrong API."""
        with self.changed:
            session = self.sessions[number]
            body = pages.passage(f"{self.origin}/player/{number}/{index}")
            if session.placement != "two-apis":
                return pages.page(body, fills_window=session.fills_window)
            package = self.packages[session.package][1]
            facts = self._facts(session, package.scos[index], f"{number}/{index}")
            facts["decoys"] = [API_OF[standard_of(package.edition)]]
            return pages.player(facts, ["page.js", "decoy.js"], body, fills_window=session.fills_window)

    def content(self, session: Session, index: int) -> str:
        """The address of the package's own page, for one loading of it."""
        revision, package = self.packages[session.package]
        folder = f"{self.origin}/package/{quote(session.package)}/{revision}"
        return f"{folder}/{quote(package.scos[index].href, safe='/?=&#')}"

    def _facts(self, session: Session, sco: Sco, place: str) -> dict[str, object]:
        """What page.js and the APIs must know of this launch."""
        track = self._track(session.package, session.learner, session.attempt, sco.identifier)
        edition = self.packages[session.package][1].edition
        if edition and exit_of(track.data) not in ("suspend", "logout"):
            track.data.clear()  # a session that ended otherwise ended the attempt (2004 RTE 4.2.8)
        if not sco.tracked:
            # An asset: launching it is completing it [M].
            track.data["cmi.completion_status" if edition else "cmi.core.lesson_status"] = "completed"
        self._loads += 1
        return {
            "commit_url": f"/commit/{place}/{self._loads}",
            "log_url": f"/log/{place}/{self._loads}",
            "data": dict(track.data),
            "quirks": session.quirks,
            "auto_continue": session.auto_continue,
            "student_id": session.learner,
            "student_name": f"Nordmann, {session.learner.capitalize()}",
            "credit": session.credit,
            "lesson_mode": session.mode,
            "entry": entry(track.data),
            "mastery_score": sco.mastery_score,
            "launch_data": sco.launch_data,
            "max_time_allowed": sco.max_time_allowed,
            "time_limit_action": sco.time_limit_action,
            "standard": standard_of(edition),
            "errors": ERRORS[standard_of(edition)],
            "edition": edition,
            "scaled_passing_score": sco.scaled_passing_score,
            "completion_threshold": sco.completion_threshold,
        }

    def log(self, number: int, index: int, load: int, calls: Iterable[Mapping[str, Any]]) -> None:
        """Take note of calls; those known already change nothing."""
        with self.changed:
            known = self.track_of(number, index).calls
            for call in calls:
                fields = {**call, "args": tuple(call["args"])}
                known.setdefault((load, fields.pop("number")), Call(**fields))
            self.changed.notify_all()

    def is_gone_for_good(self, sending: tuple[int, int, int, int], *, gone: bool) -> bool:
        """Whether a dead network took this sending, now or at the browser's first try.

        Browsers try a request again whose connection was closed without a word; when that is, nobody knows. What the
        network took once stays lost, or a test could not say what the platform has.
        """
        with self.changed:
            if gone:
                self._gone.add(sending)
            return sending in self._gone

    def faults_met(self, number: int, call: int) -> Faults:
        """What is wrong with the platform when that call of a session commits; `call` is its number in the log."""
        return self.faults

    def receive(
        self, number: int, index: int, load: int, body: Mapping[str, Any], *, beacon: bool, faults: Faults
    ) -> None:
        """Store the elements of a commit, or note that they are lost."""
        with self.changed:
            track = self.track_of(number, index)
            if not faults.lose:
                track.data.update(body["data"])
            commit = Commit(body["data"], dict(track.data), body["finishing"], beacon, load)
            (track.lost_commits if faults.lose else track.commits).append(commit)
            self.changed.notify_all()

    def track_of(self, number: int, index: int) -> Track:
        """What the attempt of a session at one SCO has left; to be read while `changed` is held."""
        session = self.sessions[number]
        return self._track_at(session.package, session.learner, session.attempt, session.scos[index])


def standard_of(edition: Edition) -> Standard:
    return "scorm2004" if edition else "scorm12"


def other_than(standard: Standard) -> Standard:
    return "scorm12" if standard == "scorm2004" else "scorm2004"
