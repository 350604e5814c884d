"""What a launch was seen to do in a browser; only with `--play`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from scormbuild.inspect.model import Finding, Rule
from scormbuild.inspect.playing import Played
from scormbuild.inspect.rules.calls import objection_to, room_for_state
from scormbuild.preview.scorm_errors import ERRORS
from scormbuild.preview.sessions import Call

_SEEN: Final = "Seen in Chromium under the stand-in platform"

PLAY_STUCK: Final = Rule(
    "play-stuck",
    "error",
    "The page stopped answering, or broke down.",
    "Learners see a page that does nothing; what they have done isn't saved.",
    _SEEN,
    "Report it to the supplier, with the browser's name.",
)
PLAY_NO_CALL: Final = Rule(
    "play-no-call",
    "warning",
    "A SCO said nothing to its platform.",
    "Unless it waits for a press, the platform is told nothing: no completion, no score.",
    f"{_SEEN}; SCORM 1.2 RTE 3.3; SCORM 2004 RTE 3.3",
    "Open it on the platform, press what is to be pressed, and look at the report.",
)
PLAY_VALUE_REFUSED: Final = Rule(
    "play-value-refused",
    "error",
    "A value was set that the edition doesn't have.",
    "Platforms refuse it: what was to be saved isn't.",
    f"{_SEEN}; SCORM 1.2 RTE 3.4; SCORM 2004 RTE 4.2",
    "Report the call to the supplier.",
)
PLAY_CALL_REFUSED: Final = Rule(
    "play-call-refused",
    "warning",
    "The platform refused a call.",
    "It is as strict as the standard and Moodle together; others may take it. Some scripts try calls on purpose.",
    f"{_SEEN}; SCORM 1.2 RTE 3.3; SCORM 2004 RTE 3.1; Moodle 4.5 in its strict setting (measured)",
    "Report the call to the supplier.",
)
PLAY_NOT_ENDED: Final = Rule(
    "play-not-ended",
    "warning",
    "A SCO didn't end its session when it was left.",
    "Platforms that save at the end save nothing, and the time isn't counted.",
    f"{_SEEN}; SCORM 1.2 RTE 3.3; SCORM 2004 RTE 3.1.3.2",
    "Have LMSFinish or Terminate called in `pagehide`.",
)
PLAY_NOTHING_SAVED: Final = Rule(
    "play-nothing-saved",
    "warning",
    "Values were set, and nothing was saved when the SCO was left.",
    "What learners have done is lost when they close the window.",
    f"{_SEEN}; SCORM 1.2 RTE 3.3; Moodle 4.5 (measured)",
    "Have Commit called during play, and Finish or Terminate in `pagehide`.",
)
PLAY_STATE_LARGE: Final = Rule(
    "play-state-large",
    "warning",
    "The saved state takes most of its room from the first moment.",
    "It grows with every answer, and what goes beyond the limit isn't saved.",
    f"{_SEEN}; SCORM 1.2 RTE 3.4: 4,096 characters; SCORM 2004 RTE 4.2.23: 4,000, from the 4th Edition 64,000",
    "Use an edition with more room, or have the supplier save less.",
)
PLAY_STATEMENT_REFUSED: Final = Rule(
    "play-statement-refused",
    "error",
    "The record store refused a statement.",
    "It isn't stored, and platforms that go by it know nothing of what was done.",
    f"{_SEEN}; xAPI Data 1.0.3, 2.2: what a valid statement is",
    "Report the statement to the supplier.",
)
PLAY_NO_STATEMENT: Final = Rule(
    "play-no-statement",
    "warning",
    "Nothing was said to the record store.",
    "Unless it waits for a press, nobody learns what was done. cmi5 wants an `initialized` at once.",
    f"{_SEEN}; cmi5 9.3.2",
    "Open it on the platform, press what is to be pressed, and look at the report.",
)
PLAY_ELSEWHERE: Final = Rule(
    "play-elsewhere",
    "warning",
    "Another server was asked for something.",
    "Learners' addresses go to others, and what isn't there tomorrow is missing from the course. Here it was refused.",
    f"{_SEEN}; GDPR articles 5 (1)(c) and 44",
    "Have the file put into the package, or agree with the supplier on what is sent to whom.",
)
PLAY_FILE_MISSING: Final = Rule(
    "play-file-missing",
    "warning",
    "A file was asked for that isn't in the package.",
    "A picture, a style or a script is missing; some scripts try for files on purpose.",
    _SEEN,
    "Have the file put into the package under that name; capital and small letters count.",
)
PLAY_SCRIPT_FAILED: Final = Rule(
    "play-script-failed",
    "warning",
    "A script ended with an error.",
    "What it was to do isn't done: a button may do nothing, or the course may stop there.",
    _SEEN,
    "Report the message to the supplier.",
)
PLAY_DIALOG: Final = Rule(
    "play-dialog",
    "warning",
    "A box came up with a message.",
    "Learners meet it before anything else; mostly it says that something went wrong.",
    _SEEN,
    "Report the message to the supplier.",
)
PLAY_WINDOW: Final = Rule(
    "play-window",
    "note",
    "A window was opened that nobody had asked for.",
    "Browsers block it, and then the course doesn't start.",
    f"{_SEEN}; HTML, transient activation",
    "Have it shown in the frame that the platform gives.",
)
PLAY_DOWNLOAD: Final = Rule(
    "play-download",
    "note",
    "A file was to be saved that nobody had asked for.",
    "Browsers ask the learner about it, or keep it away.",
    _SEEN,
    "Have it offered as a link.",
)

RULES = (
    PLAY_STUCK,
    PLAY_NO_CALL,
    PLAY_VALUE_REFUSED,
    PLAY_CALL_REFUSED,
    PLAY_NOT_ENDED,
    PLAY_NOTHING_SAVED,
    PLAY_STATE_LARGE,
    PLAY_STATEMENT_REFUSED,
    PLAY_NO_STATEMENT,
    PLAY_ELSEWHERE,
    PLAY_FILE_MISSING,
    PLAY_SCRIPT_FAILED,
    PLAY_DIALOG,
    PLAY_WINDOW,
    PLAY_DOWNLOAD,
)

STATE: Final = "cmi.suspend_data"
_LARGE: Final = 0.75
_SETS: Final = frozenset({"LMSSetValue", "SetValue"})
_BEGINS: Final = frozenset({"LMSInitialize", "Initialize"})
_ENDS: Final = frozenset({"LMSFinish", "Terminate"})
_LACKING: Final = re.compile(
    r"cmi\.(learner_preference|comments_from_(learner|lms))\b|adl\.(data|nav\.request_valid)\b"
)
"""What SCORM 2004 has and the stand-in doesn't: refusing that is no fault of the package's."""
_EACH: Final = 20


def check(played: Played) -> Iterator[Finding]:
    """What a launch was seen to do wrong."""
    launch = played.launch

    def found(rule: Rule, message: str) -> Finding:
        return rule.found(message, launch.file)

    if played.end != "left":
        yield found(PLAY_STUCK, "it broke down" if played.end == "crashed" else "it stopped answering")
    if played.standard in ERRORS:
        if launch.tracked:
            yield from _calls(played)
    else:
        yield from _statements(played)
    for host, addresses in _by_host(played.elsewhere).items():
        more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
        yield found(PLAY_ELSEWHERE, f"{host} was asked for {addresses[0]}{more}")
    for path in played.missing[:_EACH]:
        yield found(PLAY_FILE_MISSING, f"there is no {path}")
    for rule, texts in (
        (PLAY_SCRIPT_FAILED, played.failures),
        (PLAY_DIALOG, played.dialogs),
        (PLAY_WINDOW, played.windows),
        (PLAY_DOWNLOAD, played.downloads),
    ):
        for text in texts[:_EACH]:
            yield found(rule, text)


def said(call: Call) -> str:
    """A call as it was made, and what came back."""
    arguments = ", ".join(f'"{argument if len(argument) <= 60 else argument[:59] + "…"}"' for argument in call.args)
    return f"{call.method}({arguments}) → {call.answer!r}"


def _calls(played: Played) -> Iterator[Finding]:
    file, methods = played.launch.file, {call.method for call in played.calls}
    if not played.calls:
        if played.end == "left":
            yield PLAY_NO_CALL.found(f"{played.seconds:.0f} s, and not one call", file)
        return
    room = room_for_state(played.standard, played.edition)
    for call in _refused(played.calls):
        meaning = ERRORS["scorm12" if played.standard == "scorm12" else "scorm2004"].get(call.error, "")
        is_setting = call.method in _SETS and len(call.args) == 2
        objection = objection_to(played.standard, *call.args, room=room) if is_setting else None
        is_proven = objection is not None and objection[0].severity == "error"
        rule = PLAY_VALUE_REFUSED if is_proven else PLAY_CALL_REFUSED
        yield rule.found(f"{said(call)}: {call.error} {meaning} ({call.violation})", file)
    if played.end == "left" and methods & _BEGINS and not methods & _ENDS:
        if methods & _SETS and not played.commits:
            yield PLAY_NOTHING_SAVED.found("neither Commit nor LMSFinish or Terminate came", file)
        else:
            yield PLAY_NOT_ENDED.found("it was left without LMSFinish or Terminate", file)
    taken = len(played.data.get(STATE, ""))
    if taken > room * _LARGE:
        yield PLAY_STATE_LARGE.found(f"{taken:,} of {room:,} characters", file)


def _refused(calls: tuple[Call, ...]) -> Iterator[Call]:
    """The calls that the standard refuses, each element once. What our stand-in only frowns at is left out."""
    told: set[tuple[str, ...]] = set()
    for call in calls:
        element = call.args[0] if call.args else ""
        key = (call.method, element, call.error)
        if _LACKING.match(element):
            continue
        if call.violation is not None and call.error not in {"", "0"} and key not in told and len(told) < _EACH:
            told.add(key)
            yield call


def _statements(played: Played) -> Iterator[Finding]:
    if not played.statements and played.end == "left":
        yield PLAY_NO_STATEMENT.found(f"{played.seconds:.0f} s, and not one statement", played.launch.file)
    for told in [each for each in played.statements if each.objection][:_EACH]:
        yield PLAY_STATEMENT_REFUSED.found(told.objection, played.launch.file)


def _by_host(addresses: list[str]) -> dict[str, list[str]]:
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        try:
            host = urlsplit(address).netloc
        except ValueError:
            host = address
        hosts.setdefault(host, []).append(address)
    return hosts
