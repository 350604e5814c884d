"""What browsers block, no longer have, or do otherwise than the package hopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scormbuild.inspect.documents import Document
from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.package import Package
from scormbuild.inspect.scripts import Call, Script

UNLOAD_HANDLER: Final = Rule(
    "unload-handler",
    "warning",
    "Something is done in the event `unload`.",
    "Browsers fire it less and less, phones never did, and platforms switch it off: what is saved there is lost.",
    "Chrome, Deprecating the unload event; Moodle 4.5 sends Permissions-Policy: unload=() (read in its code)",
    "Save during play, and in `pagehide` at the end.",
)
BEFOREUNLOAD_HANDLER: Final = Rule(
    "beforeunload-handler",
    "note",
    "Something is done in the event `beforeunload`.",
    "It isn't fired where a phone ends the page, and it keeps browsers from going back to the page at once.",
    "HTML, beforeunload; web.dev, Back/forward cache",
    "Save during play, and in `pagehide` at the end; ask whether to leave only while something is unsaved.",
)
DOCUMENT_WRITE: Final = Rule(
    "document-write",
    "warning",
    "A script writes into the page while it is being read.",
    "Browsers may refuse scripts that are written so on slow networks, and a call that comes late wipes the page out.",
    "HTML, document.write(): strongly discouraged; Chrome 55 intervention",
    "Make elements, or load the script by its own tag.",
)
DYNAMIC_CODE: Final = Rule(
    "dynamic-code",
    "note",
    "A script makes code of strings.",
    "A platform whose Content-Security-Policy lacks 'unsafe-eval' refuses that, and the course stops there.",
    "Content Security Policy Level 3, 'unsafe-eval'",
    "Ask the supplier for a version without eval and new Function, or allow it for the course alone.",
)
PLUGIN_CONTENT: Final = Rule(
    "plugin-content",
    "error",
    "A part needs Flash, Silverlight or Java.",
    "No browser has run them since 2021: learners see an empty box.",
    "Adobe, Flash Player end of life, 31 December 2020; Chromium 45 removed NPAPI",
    "Ask the supplier for the part in HTML.",
)
SERVICE_WORKER: Final = Rule(
    "service-worker",
    "warning",
    "The package installs a service worker.",
    "Its files stay in the browser when the package is replaced, and many platforms serve packages from addresses "
    "where it isn't allowed.",
    "Service Workers, scope",
    "Leave it out of packages for platforms.",
)
LEAVES_FRAME: Final = Rule(
    "leaves-frame",
    "warning",
    "The package takes hold of the whole window.",
    "The platform's page is gone, and the API with it: nothing more is saved. Where platform and package have "
    "different addresses, the script ends with an error instead.",
    "HTML, cross-origin access to Window; sandboxed navigation",
    "Stay within the frame that the platform gives.",
)
OPENS_WINDOW: Final = Rule(
    "opens-window",
    "note",
    "A script opens a window.",
    "Browsers block it unless it follows a press, and on phones learners seldom find their way back.",
    "HTML, window open steps and transient activation",
    "Show it within the course, or open it by a link.",
)

RULES = (
    UNLOAD_HANDLER,
    BEFOREUNLOAD_HANDLER,
    DOCUMENT_WRITE,
    DYNAMIC_CODE,
    PLUGIN_CONTENT,
    SERVICE_WORKER,
    LEAVES_FRAME,
    OPENS_WINDOW,
)

_LISTENING: Final = frozenset({"addEventListener", "on", "bind", "attachEvent"})
_HARMLESS_OF_TOP: Final = frozenset({"opener", "API", "API_1484_11", "length", "frames", "frameElement", "self", "top"})


def check(package: Package) -> Iterator[Finding]:
    """What pages and scripts that are reached do."""
    site = package.site
    for file, document in site.documents.items():
        yield from _in_page(file, document)
    for file, script in site.every_script():
        yield from _events(file, script)
        yield from _calls(file, script)


def _in_page(file: str, document: Document) -> Iterator[Finding]:
    for name, line in document.handlers:
        if name == "onunload":
            yield UNLOAD_HANDLER.found("the page has onunload=", file, line)
        elif name == "onbeforeunload":
            yield BEFOREUNLOAD_HANDLER.found("the page has onbeforeunload=", file, line)
    for plugin in document.plugins:
        yield PLUGIN_CONTENT.found(f"{plugin.element} shows nothing without a plug-in", file, plugin.line)


def _events(file: str, script: Script) -> Iterator[Finding]:
    # jQuery listens to `unload` for the sake of old Internet Explorers: nothing is saved there.
    if "sizzle" in script.words:
        return
    for call in script.calls:
        # What `on` is called of by a name may be anything; of windows it is mostly `$(window).on`.
        if call.name not in _LISTENING or (call.name in {"on", "bind"} and call.owner):
            continue
        prefix = "on" if call.name == "attachEvent" else ""
        for named in (call.literal(0) or "").split():
            event = named.partition(".")[0].removeprefix(prefix)
            if event == "unload":
                yield UNLOAD_HANDLER.found(f'{call.name}("{call.literal(0)}", …)', file, call.line)
            elif event == "beforeunload":
                yield BEFOREUNLOAD_HANDLER.found(f'{call.name}("{call.literal(0)}", …)', file, call.line)
    for assignment in script.assignments:
        if assignment.owner.rpartition(".")[2] not in {"window", "self", "top", "parent", "body", "document", ""}:
            continue
        if assignment.text is not None:
            continue  # `null` takes a handler away
        if assignment.name == "onunload":
            yield UNLOAD_HANDLER.found("onunload = …", file, assignment.line)
        elif assignment.name == "onbeforeunload":
            yield BEFOREUNLOAD_HANDLER.found("onbeforeunload = …", file, assignment.line)


def _calls(file: str, script: Script) -> Iterator[Finding]:
    codes: set[str] = set()
    for call in script.calls:
        finding = None
        owner = call.owner.rpartition(".")[2]
        if call.name in {"write", "writeln"} and owner == "document":
            finding = DOCUMENT_WRITE.found(f"document.{call.name}()", file, call.line)
        elif (call.name == "eval" and owner in {"", "window"}) or (call.name == "Function" and not owner):
            finding = DYNAMIC_CODE.found(f"{call.name}()", file, call.line)
        elif call.name in {"setTimeout", "setInterval"} and owner in {"", "window"} and _is_code(call):
            finding = DYNAMIC_CODE.found(f'{call.name}("…")', file, call.line)
        elif call.name == "register" and owner == "serviceWorker":
            finding = SERVICE_WORKER.found("navigator.serviceWorker.register()", file, call.line)
        elif call.name == "open" and owner == "window":
            finding = OPENS_WINDOW.found("window.open()", file, call.line)
        if finding is not None and finding.rule.code not in codes:  # once a script is enough
            codes.add(finding.rule.code)
            yield finding
    for asked, line in script.top:
        if asked not in _HARMLESS_OF_TOP:
            yield LEAVES_FRAME.found(f"window.top.{asked}", file, line)
            break


def _is_code(call: Call) -> bool:
    """Whether a timer is given a text to run."""
    return "(" in (call.literal(0) or "")
