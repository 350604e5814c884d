"""A stand-in for platforms that launch `tincan.xml` packages, on top of `Lrs`.

    with Lrs() as lrs, TinCanLauncher(lrs) as launcher:
        launcher.mount("kurs", zip_bytes)
        page.goto(launcher.launch("kurs"))

There is no specification that a platform could enforce: what a session does wrong is noted in `lrs.violations` under
the rule `tincan`, and stored all the same. Credentials that no launch gave are refused.
"""

import io
import json
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, cast
from urllib.parse import quote, unquote, urlencode, urlsplit
from uuid import uuid4

from lxml import etree

from scormbuild.preview import serving
from scormbuild.preview.package import ImportRefusedError, media_type
from tests.platform.cmi5_structure import parse_xml
from tests.platform.lrs import Lrs, Permissions
from tests.platform.statements import IFIS, IRI, LANGUAGE, Statement, Violation, identifier, read_json
from tests.platform.xapi_requests import Refused, Request

NAMESPACE = "http://projecttincan.com/tincan.xsd"
TEXTS = ("name", "description", "launch")
PARAMETERS = {
    "endpoint",
    "auth",
    "actor",
    "registration",
    "activity_id",
    "activity_platform",
    "Accept-Language",
    "grouping",
}


@dataclass(frozen=True)
class TinCanPackage:
    """The files of one zip, and the one activity in it that can be launched."""

    id: str
    url: str
    activities: tuple[str, ...]
    """The ids of all of them."""
    files: dict[str, bytes]

    @classmethod
    def from_zip(cls, zip_bytes: bytes) -> "TinCanPackage":
        """Import a zip; raise `ImportRefusedError` with everything that is wrong with it."""
        with zipfile.ZipFile(io.BytesIO(zip_bytes)) as archive:
            files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        found = [name for name in files if name.rpartition("/")[2].lower() == "tincan.xml"]
        if found != ["tincan.xml"]:
            raise ImportRefusedError(f"there is to be one tincan.xml, at the root of the zip, not {found}")
        root = parse_xml(files["tincan.xml"], "tincan.xml")
        wrong = list(violations(root, files))
        if wrong:
            raise ImportRefusedError("\n".join(map(str, wrong)))
        activities = list(root.iter(f"{{{NAMESPACE}}}activity"))
        launched = next(each for each in activities if each.find("{*}launch") is not None)
        return cls(
            launched.get("id", ""), _text(launched, "launch"), tuple(each.get("id", "") for each in activities), files
        )


def violations(root: etree._Element, files: Mapping[str, bytes]) -> Iterator[Violation]:
    """Everything that is wrong with a tincan.xml."""
    activities = root.findall(f"{{{NAMESPACE}}}activities/{{{NAMESPACE}}}activity")
    if root.tag != f"{{{NAMESPACE}}}tincan" or not activities:
        yield Violation("tincan", f"not tincan with activities of {NAMESPACE}, but {root.tag}")
        return
    if len(list(root.iter("{*}activity"))) > len(activities):
        yield Violation("tincan", "activities within activities: the list is flat")
    launches = [each for each in activities if each.find(f"{{{NAMESPACE}}}launch") is not None]
    if len(launches) != 1:
        yield Violation("tincan", f"{len(launches)} activities have a launch, not one")
    for each, times in Counter(activity.get("id", "") for activity in activities).items():
        if times > 1:
            yield Violation("tincan", f"the id {each} occurs {times} times")
    for activity in activities:
        yield from _activity(activity, files)


def _activity(activity: etree._Element, files: Mapping[str, bytes]) -> Iterator[Violation]:
    activity_id = activity.get("id", "")
    for name in ("id", "type"):
        if not IRI.fullmatch(activity.get(name, "")):
            yield Violation("tincan", f"activity {activity_id!r} has the {name} {activity.get(name)!r}, no IRI")
    for name in TEXTS:
        texts = activity.findall(f"{{{NAMESPACE}}}{name}")
        if not texts and name != "launch":
            yield Violation("tincan", f"activity {activity_id} has no {name}")
        languages = [each.get("lang", "") for each in texts]
        if len(set(languages)) < len(languages):
            yield Violation("tincan", f"activity {activity_id} has a {name} twice in one language: {languages}")
        for each in texts:
            if not LANGUAGE.fullmatch(each.get("lang", "")):
                yield Violation("tincan", f"{name} of {activity_id} has the lang {each.get('lang')!r}")
            if not (each.text or "").strip():
                yield Violation("tincan", f"an empty {name} of {activity_id}")
    launch = urlsplit(_text(activity, "launch"))
    if launch.path and not launch.scheme and unquote(launch.path) not in files:
        yield Violation("tincan", f"the zip has no file for the launch {launch.geturl()!r}")


def _text(activity: etree._Element, name: str) -> str:
    return (activity.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()


@dataclass(frozen=True)
class TinCanSession:
    """One launch, as its URL tells it."""

    package: str
    learner: str
    auth: str
    """The whole Authorization header."""
    actor: Mapping[str, Any]
    registration: str | None
    grouping: str | None
    url: str


class TinCanLauncher(serving.PackageService, Permissions):
    """A platform for one test, from `with` to its end; every method is safe from any thread."""

    def __init__(self, lrs: Lrs) -> None:
        super().__init__(Handler, lrs.changed)
        self.lrs = lrs
        lrs.permissions = self
        self._packages: dict[str, TinCanPackage] = {}
        self._registrations: dict[tuple[str, str, int], str] = {}
        self._sessions: list[TinCanSession] = []

    def mount(self, name: str, zip_bytes: bytes) -> None:
        """Import a package, or replace it; raise `ImportRefusedError` with everything that is wrong with it."""
        package = TinCanPackage.from_zip(zip_bytes)
        with self.changed:
            self._packages[name] = package
            self.hold(name, package.files)

    def launch(
        self,
        package: str,
        *,
        learner: str = "ola",
        attempt: int = 1,
        actor: Mapping[str, Any] | None = None,
        auth: str | None = None,
        platform: str | None = None,
        language: str | None = None,
        grouping: str | None = None,
        without: Iterable[str] = (),
        extra: Mapping[str, str] | None = None,
    ) -> str:
        """Return the URL to open. `without` leaves parameters out, as partial launch links do; `extra` adds some.

        `actor` may be of the shape of 0.9 that some platforms still send, every value of it in an array.
        """
        with self.changed:
            imported = self._packages[package]
            registration = self._registrations.setdefault((package, learner, attempt), str(uuid4()))
            told = actor or {"objectType": "Agent", "account": {"homePage": self.origin, "name": learner}}
            auth = auth or f"Basic {b64encode(f'{learner}:{token_hex(8)}'.encode()).decode()}"
            optional = {"activity_platform": platform, "Accept-Language": language, "grouping": grouping}
            parameters = {
                "endpoint": self.lrs.endpoint,
                "auth": auth,
                "actor": json.dumps(told),
                "registration": registration,
                "activity_id": imported.id,
                **{name: value for name, value in optional.items() if value is not None},
                **(extra or {}),
            }
            sent = {name: value for name, value in parameters.items() if name not in set(without)}
            target = imported.url
            if not urlsplit(target).scheme:
                target = f"{self.origin}/package/{quote(package)}/{target}"
            url = urlsplit(target)
            # %20, not +: the one way that every decoder reads alike.
            query = "&".join(filter(None, [url.query, urlencode(sent, quote_via=quote)]))
            session = TinCanSession(
                package, learner, auth, told, sent.get("registration"), grouping, url._replace(query=query).geturl()
            )
            self._sessions.append(session)
        return session.url

    @property
    def sessions(self) -> list[TinCanSession]:
        """Every launch, in order."""
        with self.changed:
            return list(self._sessions)

    def last_seen(self) -> str:
        return self.lrs.last_seen()

    # ---------------------------------------------------------------- what the LRS asks

    def admit(self, request: Request) -> None:
        if self._session(request) is None:
            raise Refused(401, Violation("tincan", "the credentials are not the launch's auth"))

    def store(self, request: Request, statements: list[Statement]) -> None:
        session = cast(TinCanSession, self._session(request))
        for statement in statements:
            context = statement.get("context", {})
            if is_agent(session.actor) and identifier(statement["actor"]) != identifier(session.actor):
                self.lrs.violated("tincan", f"the actor is {statement['actor']}, and was launched as {session.actor}")
            if session.registration is not None and context.get("registration") != session.registration:
                self.lrs.violated("tincan", f"registration {context.get('registration')!r}, not {session.registration}")
            grouping = context.get("contextActivities", {}).get("grouping", [])
            ids = [each["id"] for each in (grouping if isinstance(grouping, list) else [grouping])]
            if session.grouping is not None and session.grouping not in ids:
                self.lrs.violated("tincan", f"the launch's grouping {session.grouping} is not among {ids}")

    def document(self, request: Request) -> None:
        session = cast(TinCanSession, self._session(request))
        agent = read_json(request.query["agent"].encode()) if "agent" in request.query else None
        if agent is not None and is_agent(session.actor) and identifier(agent) != identifier(session.actor):
            self.lrs.violated("tincan", f"{request.resource} of {agent}, and was launched as {session.actor}")
        given = request.query.get("registration")
        if request.resource == "activities/state" and given != session.registration:
            self.lrs.violated("tincan", f"state under registration {given!r}, not {session.registration}")

    def _session(self, request: Request) -> TinCanSession | None:
        given = request.headers.get("authorization")
        return next((each for each in reversed(self._sessions) if given == each.auth), None)


class Handler(serving.Handler):
    """One request for a file."""

    def do_GET(self) -> None:
        match unquote(urlsplit(self.path).path).split("/")[1:]:
            case ["package", name, *path]:
                data = cast(TinCanLauncher, self.owner).file(name, "/".join(path))
                self.answer_file(data, media_type(path[-1]), "no-cache")
            case _:
                self.answer(404)

    do_HEAD = do_GET


def is_agent(actor: Mapping[str, Any]) -> bool:
    """Whether it is an agent of 1.0, and not of the shape that 0.9 had."""
    account = actor.get("account")
    return any(isinstance(actor.get(name), str) for name in IFIS) or (isinstance(account, dict) and "name" in account)
