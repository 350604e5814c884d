"""A stand-in for a platform that launches cmi5 packages, on top of `Lrs`.

    with Lrs() as lrs, Launcher(lrs) as launcher:
        launcher.mount("kurs", zip_bytes)
        page.goto(launcher.launch("kurs", mastery_score=0.8))
        lrs.wait_until(lambda: launcher.sessions[-1].verbs[-1:] == ["terminated"])
        assert launcher.satisfied("kurs")
        assert lrs.violations == []

The course runs on `launcher.origin`, its fetch URL is on another origin, and the LRS on a third. Every rule that a
session breaks is refused with 403 and noted in `lrs.violations`.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal, cast
from urllib.parse import quote, unquote, urlencode, urlsplit
from uuid import uuid4

from scormbuild.preview import pages, serving
from scormbuild.preview.package import media_type
from tests.platform.cmi5_rules import (
    CMI5,
    SESSION_ID,
    Mode,
    Standing,
    Terms,
    after,
    session_violations,
)
from tests.platform.cmi5_structure import Au, Cmi5Package, LaunchMethod, MoveOn
from tests.platform.lrs import Lrs, Permissions
from tests.platform.statements import Statement, Violation, instant, read_json
from tests.platform.stored_statements import stamp
from tests.platform.xapi_requests import Fault, Refused, Request, is_write

LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"
EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions/"
LMS_VERBS = {
    "launched": "http://adlnet.gov/expapi/verbs/launched",
    "abandoned": "https://w3id.org/xapi/adl/verbs/abandoned",
}
ERRORS = {"1": "already in use or expired", "2": "general security error", "3": "general application error"}


@dataclass(frozen=True)
class LaunchFaults:
    """What is wrong with the platform beside its LRS. Set a new one as a whole: `launcher.faults = …`."""

    gone: bool = False
    """Files and fetch URL: connections end without an answer."""
    fetch_error: Literal["", "1", "2", "3"] = ""
    """The fetch URL answers with this error-code: expired, security, application (8.2.3.2)."""
    fetch_status: int = 0
    """The fetch URL answers with this HTTP status and no JSON."""


@dataclass(frozen=True)
class Session:
    """One launch of one AU, and how far it has come."""

    number: int
    package: str
    learner: str
    attempt: int
    au: Au
    terms: Terms
    move_on: MoveOn
    token: str
    """What the fetch URL gives, once, and Basic takes."""
    url: str
    return_url: str | None
    standing: Standing
    fetches: int = 0
    read_launch_data: bool = False
    read_preferences: bool = False
    expired: bool = False
    """The token is refused: 401."""
    abandoned: bool = False
    """Another launch of the registration has ended it: its token is refused as well."""

    @property
    def verbs(self) -> list[str]:
        """The cmi5-defined verbs that the AU has sent, in order."""
        return list(self.standing.session)


class Launcher(serving.PackageService, Permissions):
    """A cmi5 platform for one test, from `with` to its end; every method is safe from any thread.

    A registration belongs to (package, learner, attempt) and comes back at the next launch.
    """

    def __init__(self, lrs: Lrs) -> None:
        super().__init__(Handler, lrs.changed)
        self.lrs = lrs
        lrs.permissions = self
        self.faults = LaunchFaults()
        self._packages: dict[str, Cmi5Package] = {}
        self._registrations: dict[tuple[str, str, int], str] = {}
        self._sessions: list[Session] = []

    # ---------------------------------------------------------------- packages and launches

    def mount(self, name: str, zip_bytes: bytes, xsd: Path | None = None) -> None:
        """Import a package, or replace it; raise `ImportRefusedError` with everything that is wrong with it."""
        package = Cmi5Package.from_zip(zip_bytes, xsd)
        with self.changed:
            self._packages[name] = package
            self.hold(name, package.files)

    def launch(
        self,
        package: str,
        *,
        au: str | None = None,
        learner: str = "ola",
        attempt: int = 1,
        mode: Mode = "Normal",
        mastery_score: float | None = None,
        move_on: MoveOn | None = None,
        launch_method: LaunchMethod | None = None,
        launch_parameters: str | None = None,
        return_url: str | None = None,
        entitlement: str | None = None,
        language: str | None = "nb-NO,en",
        audio: Literal["on", "off"] | None = None,
        framed: bool = False,
        nulls: bool = False,
    ) -> str:
        """Launch an AU and return the URL to open; what is None is as the course structure says, or left out.

        `framed` gives a page of the platform with the AU in frame `scorm_object`, which OwnWindow forbids.
        Without `language` and `audio` there are no learner preferences: 404. `nulls` writes null into the launch data
        for what it could leave out, as some platforms do.
        """
        with self.changed:
            unit = self._packages[package].au(au)
            if framed and (launch_method or unit.launch_method) == "OwnWindow":
                raise ValueError("cmi5 8.1: OwnWindow forbids a frame")
            registration = self._registrations.setdefault((package, learner, attempt), str(uuid4()))
            self._abandon(registration)
            terms = self._terms(package, unit, learner, registration, mode, mastery_score)
            number = len(self._sessions)
            session = Session(
                number=number,
                package=package,
                learner=learner,
                attempt=attempt,
                au=unit,
                terms=terms,
                move_on=move_on or unit.move_on,
                token=b64encode(f"session-{number}:{token_hex(8)}".encode()).decode(),
                url=self._url(number, package, unit, terms),
                return_url=return_url,
                standing=Standing(registration=self._registered(terms)),
            )
            self._sessions.append(session)
            parameters = launch_parameters if launch_parameters is not None else unit.launch_parameters
            self._write_launch_data(session, parameters, entitlement, nulls=nulls)
            self._write_preferences(session, language, audio)
            self.lrs.add(self._launched(session, parameters))
        return f"{self.origin}/frame/{number}" if framed else session.url

    @property
    def return_url(self) -> str:
        """A page of the platform to come back to: `launch(…, return_url=launcher.return_url)`."""
        return f"{self.origin}/back"

    def expire(self, number: int = -1) -> None:
        """Let a session's token expire."""
        self._change(self.sessions[number], expired=True)

    # ---------------------------------------------------------------- what the test knows

    @property
    def sessions(self) -> list[Session]:
        """Every launch, in order."""
        with self.changed:
            return list(self._sessions)

    def statements(self, number: int = -1) -> list[Statement]:
        """What is stored under a session, the platform's own `launched` and `abandoned` included."""
        wanted = self.sessions[number].terms.session_id
        return [each for each in self.lrs.statements if session_id(each) == wanted]

    def satisfied(self, package: str, *, au: str | None = None, learner: str = "ola", attempt: int = 1) -> bool:
        """Whether the AU's moveOn criterion is met in that registration (13.1.4)."""
        with self.changed:
            unit = self._packages[package].au(au)
            key = (package, learner, attempt, unit.id)
            launches = [
                each for each in self._sessions if (each.package, each.learner, each.attempt, each.au.id) == key
            ]
            verbs = {verb for each in launches for verb in each.verbs}
            match launches[-1].move_on if launches else unit.move_on:
                case "Passed":
                    return "passed" in verbs
                case "Completed":
                    return "completed" in verbs
                case "CompletedAndPassed":
                    return {"completed", "passed"} <= verbs
                case "CompletedOrPassed":
                    return bool({"completed", "passed"} & verbs)
                case _:
                    return True

    def last_seen(self) -> str:
        return self.lrs.last_seen()

    # ---------------------------------------------------------------- a launch

    def _terms(
        self, package: str, unit: Au, learner: str, registration: str, mode: Mode, mastery_score: float | None
    ) -> Terms:
        session = str(uuid4())
        lms = f"{self.origin}/activities/{quote(package)}"  # 8.1.5, 9.4: never the publisher's ids
        return Terms(
            actor={"objectType": "Agent", "account": {"homePage": self.origin, "name": learner}},
            activity_id=f"{lms}/{self._packages[package].aus.index(unit)}",
            registration=registration,
            session_id=session,
            context_template={
                "contextActivities": {"grouping": [{"id": unit.id}, {"id": lms}]},
                "extensions": {SESSION_ID: session, f"{self.origin}/extensions/department": "hjemmetjenesten"},
            },
            mode=mode,
            mastery_score=unit.mastery_score if mastery_score is None else mastery_score,
        )

    def _url(self, number: int, package: str, unit: Au, terms: Terms) -> str:
        parameters = {
            "endpoint": self.lrs.endpoint,
            "fetch": f"{self.other_origin}/fetch/{number}",
            "actor": json.dumps(terms.actor),
            "registration": terms.registration,
            "activityId": terms.activity_id,
        }
        names = list(parameters)
        names = names[number % 5 :] + names[: number % 5]  # 8.1: in any order
        url = urlsplit(self._content(package, unit))
        query = "&".join(filter(None, [url.query, urlencode({name: parameters[name] for name in names})]))
        return url._replace(query=query).geturl()

    def _content(self, package: str, unit: Au) -> str:
        return unit.url if urlsplit(unit.url).scheme else f"{self.origin}/package/{quote(package)}/{unit.url}"

    def _registered(self, terms: Terms) -> frozenset[str]:
        """The cmi5-defined verbs of earlier sessions with this AU and registration."""
        key = (terms.registration, terms.activity_id)
        earlier = [each for each in self._sessions if (each.terms.registration, each.terms.activity_id) == key]
        return frozenset(verb for each in earlier for verb in each.verbs)

    def _write_launch_data(
        self, session: Session, parameters: str | None, entitlement: str | None, *, nulls: bool
    ) -> None:
        terms, unit = session.terms, session.au
        keys = {"courseStructure": unit.entitlement_key, "alternate": entitlement}
        optional = {
            "masteryScore": terms.mastery_score,
            "launchParameters": parameters,
            "returnURL": session.return_url,
            "entitlementKey": {name: key for name, key in keys.items() if key is not None} or None,
        }
        document = {
            "contextTemplate": terms.context_template,
            "launchMode": terms.mode,
            "moveOn": session.move_on,
            **{name: value for name, value in optional.items() if nulls or value is not None},
        }
        query = {"activityId": terms.activity_id, "agent": json.dumps(terms.actor), "registration": terms.registration}
        self.lrs.write("activities/state", {**query, "stateId": LAUNCH_DATA}, document)

    def _write_preferences(self, session: Session, language: str | None, audio: str | None) -> None:
        given = {"languagePreference": language, "audioPreference": audio}
        preferences = {name: value for name, value in given.items() if value is not None}
        if preferences:
            query = {"agent": json.dumps(session.terms.actor), "profileId": PREFERENCES}
            self.lrs.write("agents/profile", query, preferences)

    def _launched(self, session: Session, parameters: str | None) -> Statement:
        told = {
            "launchmode": session.terms.mode,
            "launchurl": self._content(session.package, session.au),
            "moveon": session.move_on,
            "masteryscore": session.terms.mastery_score,
            "launchparameters": parameters,
        }
        return self._own(
            session, "launched", {EXTENSIONS + name: value for name, value in told.items() if value is not None}
        )

    def _abandon(self, registration: str) -> None:
        """9.3.6: a launch ends the session of its registration that is still going on."""
        for session in self._sessions:
            if session.terms.registration == registration and not session.standing.terminated and not session.abandoned:
                times = [instant(each["timestamp"]) for each in self.statements(session.number)]
                lasted = (max(times) - min(times)).total_seconds()
                self.lrs.add(self._own(session, "abandoned", {}) | {"result": {"duration": f"PT{lasted:.2f}S"}})
                self._change(session, abandoned=True)

    def _own(self, session: Session, verb: str, extensions: Mapping[str, object]) -> Statement:
        """A statement of the platform's own about an AU."""
        terms = session.terms
        template = terms.context_template
        return {
            "id": str(uuid4()),
            "actor": dict(terms.actor),
            "verb": {"id": LMS_VERBS[verb], "display": {"en": verb}},
            "object": {"objectType": "Activity", "id": terms.activity_id, "definition": {"name": session.au.title}},
            "context": {
                "registration": terms.registration,
                "contextActivities": {**template["contextActivities"], "category": [{"id": CMI5}]},
                "extensions": {**template["extensions"], **extensions},
            },
            "timestamp": stamp(datetime.now(UTC)),
        }

    def _change(self, session: Session, **changes: Any) -> None:
        with self.changed:
            self._sessions[session.number] = replace(self._sessions[session.number], **changes)
            self.changed.notify_all()

    # ---------------------------------------------------------------- what the LRS asks

    def admit(self, request: Request) -> None:
        session = self._session(request)
        if session is None:
            raise Refused(401, Violation("cmi5 8.2.2", "the credentials are not `Basic` and the auth-token"))
        if session.expired or session.abandoned:
            raise Fault(401)

    def store(self, request: Request, statements: list[Statement]) -> None:
        session = cast(Session, self._session(request))
        wrong = session_violations(statements, session.terms, session.standing)
        if statements and not session.read_launch_data:
            wrong.append(Violation("cmi5 10.2.1", f"{LAUNCH_DATA} was not read before the first statement"))
        if statements and not session.read_preferences:
            wrong.append(Violation("cmi5 11", f"{PREFERENCES} were not read before the first statement"))
        if wrong:
            raise Refused(403, *wrong)

    def stored(self, request: Request, statements: list[Statement]) -> None:
        session = cast(Session, self._session(request))
        standing = session.standing
        for statement in statements:
            standing = after(statement, standing)
        self._change(session, standing=standing)

    def document(self, request: Request) -> None:
        session = cast(Session, self._session(request))
        terms, query = session.terms, request.query
        if "agent" in query and {"objectType": "Agent"} | read_json(query["agent"].encode()) != terms.actor:
            raise Refused(403, Violation("cmi5 8.1.3", f"the agent is {query['agent']}, not {terms.actor}"))
        if request.resource == "activities/state":
            if query.get("registration") != terms.registration:
                told = f"registration {query.get('registration')!r}, not {terms.registration}"
                raise Refused(403, Violation("cmi5 8.1.4", f"{request.method} {request.resource}: {told}"))
            if is_write(request) and query.get("stateId", LAUNCH_DATA) == LAUNCH_DATA:
                raise Refused(403, Violation("cmi5 10.2.1", f"{request.method} of {LAUNCH_DATA}"))
            if query.get("stateId") == LAUNCH_DATA and query["activityId"] == terms.activity_id:
                self._change(session, read_launch_data=True)
        if request.resource == "agents/profile" and query.get("profileId") == PREFERENCES:
            if is_write(request):
                raise Fault(403)  # 11: no error to the AU
            self._change(session, read_preferences=True)

    def _session(self, request: Request) -> Session | None:
        given = request.headers.get("authorization", "")
        return next((each for each in self._sessions if given == f"Basic {each.token}"), None)

    # ---------------------------------------------------------------- what the browser asks

    def fetch(self, number: int) -> dict[str, str]:
        """What a POST to the fetch URL is answered with (8.2)."""
        with self.changed:
            session = self._sessions[number]
            used = session.fetches > 0 or session.expired or session.abandoned
            error = self.faults.fetch_error or ("1" if used else "")
            self._change(session, fetches=session.fetches + 1)
        return {"error-code": error, "error-text": ERRORS[error]} if error else {"auth-token": session.token}


class Handler(serving.Handler):
    """One request for a file, a frame or a token."""

    @property
    def launcher(self) -> Launcher:
        return cast(Launcher, self.owner)

    def do_GET(self) -> None:
        if self.launcher.faults.gone:
            self.hang_up()
            return
        match unquote(urlsplit(self.path).path).split("/")[1:]:
            case ["package", name, *path]:
                data = self.launcher.file(name, "/".join(path))
                self.answer_file(data, media_type(path[-1]), "no-cache")
            case ["frame", number]:
                html = pages.page(pages.frame(self.launcher.sessions[int(number)].url))
                self.answer(200, "text/html; charset=utf-8", html.encode())
            case ["back"]:
                self.answer(200, "text/html; charset=utf-8", pages.page("<p>Back at the platform").encode())
            case ["fetch", _]:
                self.launcher.lrs.violated("cmi5 8.2.1", f"{self.command} of the fetch URL, not POST")
                self.answer(405)
            case ["favicon.ico"]:
                self.answer(204)
            case _:
                self.answer(404)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        faults = self.launcher.faults
        self.body()
        _, kind, number = urlsplit(self.path).path.split("/")
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        if faults.gone:
            self.hang_up()
        elif kind != "fetch":
            self.answer(404)
        elif faults.fetch_status:
            self.answer(faults.fetch_status, "text/plain", b"", headers)
        else:
            self.answer(200, "application/json", json.dumps(self.launcher.fetch(int(number))).encode(), headers)


def session_id(statement: Statement) -> str | None:
    found: str | None = statement.get("context", {}).get("extensions", {}).get(SESSION_ID)
    return found
