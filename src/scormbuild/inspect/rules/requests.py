"""What a package asks other servers for while it runs, and how it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from scormbuild.inspect.documents import Use
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.scripts import Call, Script
from scormbuild.inspect.site import Site

EXTERNAL_REQUEST: Final = Rule(
    "external-request",
    "warning",
    "The package asks another server for something.",
    "Learners' addresses go to others, and what isn't there tomorrow, or is blocked by a school's or a hospital's "
    "network, is missing from the course.",
    "GDPR articles 5 (1)(c) and 44",
    "Put the file into the package, or agree with the supplier on what is sent to whom.",
)
INSECURE_REQUEST: Final = Rule(
    "insecure-request",
    "warning",
    "A script, style sheet, font or frame is asked for over http.",
    "Browsers refuse it where the platform is served over https, as nearly all are: the part is missing.",
    "W3C Mixed Content, blocking fetches",
    "Put the file into the package, or ask for it over https.",
)
SYNCHRONOUS_REQUEST: Final = Rule(
    "synchronous-request",
    "warning",
    "A script waits for an answer with everything else at a standstill.",
    "The page freezes while the network is slow, and browsers refuse such requests while the page is being left.",
    "XMLHttpRequest, open(): deprecated; Chromium: refused in page dismissal (seen)",
    "Ask asynchronously, or with fetch and keepalive at the end.",
)

REFERENCE_MISSING: Final = Rule(
    "reference-missing",
    "warning",
    "A page asks for a file that isn't in the package.",
    "Learners see an empty place, or the script that should be there doesn't run.",
    "SCORM 1.2 CAM 2.3; SCORM 2004 CAM 3.4: a package has the files that its resources need",
    "Put the file into the package under that name; capital and small letters count.",
)

RULES = (EXTERNAL_REQUEST, INSECURE_REQUEST, SYNCHRONOUS_REQUEST, REFERENCE_MISSING)

_BLOCKED: Final[frozenset[Use]] = frozenset({"script", "style", "frame", "font", "plugin"})
"""What browsers don't fetch over http from a page that came over https; pictures and films they ask for over https."""
_METHODS: Final = frozenset({"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH"})
_FETCHING: Final = frozenset(
    {"fetch", "import", "importScripts", "sendBeacon", "Worker", "SharedWorker", "WebSocket", "EventSource"}
)
_OF_JQUERY: Final = frozenset({"get", "post", "getScript", "getJSON", "ajax"})


@dataclass(frozen=True, slots=True)
class Request:
    """Something that is asked for at another server."""

    url: str
    file: str
    line: int
    what: str
    is_blocked: bool
    """Whether a page that came over https can't have it over http."""

    @property
    def host(self) -> str:
        """The server."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


def check(package: Package) -> Iterator[Finding]:
    """Requests by what they ask; those of a host are told once, where they come first."""
    site = package.site
    told: dict[str, list[Request]] = {}
    for request in requests(site):
        if request.host:
            told.setdefault(request.host, []).append(request)
        if request.url.lower().startswith(("http:", "ws:")) and request.is_blocked and not _is_local(request.host):
            yield INSECURE_REQUEST.found(f"{request.what} asks for {_short(request.url)}", request.file, request.line)
    for host, found in told.items():
        first = found[0]
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        if all(each.url.lower().startswith(("http:", "ws:")) and each.is_blocked for each in found):
            continue  # told already: browsers refuse them
        yield EXTERNAL_REQUEST.found(
            f"{host} is asked for {_short(first.url)}{more} ({first.what})", first.file, first.line
        )
    for file, script in site.every_script():
        yield from _synchronous(file, script)
    yield from _missing(package)


def _missing(package: Package) -> Iterator[Finding]:
    """What markup and style sheets ask for in vain. What scripts ask for may be made up, or tried for."""
    for file, links in package.site.links.items():
        told: set[str] = set()
        for link in links:
            is_asked_for = link.path and link.reference.use not in {"link", "other"}
            if is_asked_for and link.path not in package.archive.entries and link.path not in told:
                told.add(link.path)
                almost = package.by_case.get(link.path.lower())
                hint = f"; there is {almost}" if almost else ""
                yield REFERENCE_MISSING.found(f"there is no {link.path}{hint}", file, link.reference.line)


def requests(site: Site) -> Iterator[Request]:
    """What pages, style sheets and scripts ask other servers for without a press of the learner's."""
    for file, links in site.links.items():
        for link in links:
            reference = link.reference
            if link.url and reference.use != "link":
                what = f"<{reference.element}>" if reference.element.isalpha() else reference.element
                yield Request(link.url, file, reference.line, what, reference.use in _BLOCKED)
    for file, script in site.every_script():
        yield from _asked_by(file, script)


def _asked_by(file: str, script: Script) -> Iterator[Request]:
    for call in script.calls:
        address = _address(call)
        if address is not None and _is_elsewhere(address):
            yield Request(address, file, call.line, f"{call.name}()", call.name != "setAttribute")
    for assignment in script.assignments:
        if assignment.name == "src" and assignment.text is not None and _is_elsewhere(assignment.text):
            yield Request(assignment.text, file, assignment.line, ".src", False)


def _address(call: Call) -> str | None:
    """What a call asks for, where it is spelt out."""
    if call.name in _FETCHING or (call.name in _OF_JQUERY and call.owner in {"$", "jQuery"}):
        return call.literal(0)
    is_request = call.name == "open" and (call.literal(0) or "").upper() in _METHODS
    if is_request or (call.name == "setAttribute" and call.literal(0) == "src"):
        return call.literal(1)
    return None


def _synchronous(file: str, script: Script) -> Iterator[Finding]:
    for call in script.calls:
        if call.name == "open" and call.literal(2) == "false" and (call.literal(0) or "GET").upper() in _METHODS:
            yield SYNCHRONOUS_REQUEST.found("open(…, false)", file, call.line)
    # jQuery itself has `async: false` for scripts within the HTML that it is given.
    if "sizzle" not in script.words:
        for assignment in script.assignments:
            if assignment.name == "async" and assignment.text == "false" and not assignment.owner:
                yield SYNCHRONOUS_REQUEST.found("async: false", file, assignment.line)


def _is_elsewhere(address: str) -> bool:
    start = address.strip().lower()
    return start.startswith(("http://", "https://", "ws://", "wss://")) or (start.startswith("//") and "." in start)


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "[::1]"}


def _short(url: str) -> str:
    return url if len(url) <= 120 else f"{url[:119]}…"
