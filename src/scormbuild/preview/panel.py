"""What stands beside the course, as HTML: who learns, what is stored, what was said, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from scormbuild.compile.theme import STANDARD, load_theme
from scormbuild.errors import Place
from scormbuild.formats import FORMATS, PACKAGES
from scormbuild.preview.quirks import GROUPS
from scormbuild.preview.replay import Replay
from scormbuild.preview.scorm_errors import ERRORS, Standard
from scormbuild.preview.sessions import Call
from scormbuild.preview.store import Told
from scormbuild.preview.view import View, json_of

HERE = Path(__file__).parent

LONG_STATE = 64_000
"""Characters, where a platform has been told to take more than SCORM 1.2 asks of it."""

SHOWN = 80
"""Characters of a value that are shown; the rest is told by its length."""
LONG = 300
"""Characters from which what a learner has written is folded."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of how the learner stands."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Room:
    """What the saved state takes of what the platform holds; `limit` is None where nothing is promised."""

    taken: int
    limit: int | None
    unit: str

    @property
    def percent(self) -> int:
        return 0 if not self.limit else min(100, -(-100 * self.taken // self.limit))


def page(folder: Path) -> str:
    """The page that holds the course and the panel; what changes comes later, in parts."""
    return _environment().get_template("preview.html").render(folder=folder.name, formats=PACKAGES, groups=GROUPS)


def policy(other_origin: str) -> str:
    """What the page may load, and that no other site may show it in a frame."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        f"frame-src 'self' {other_origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def asset(name: str) -> tuple[str, bytes] | None:
    """A file of the page's, with its media type."""
    match name:
        case "preview.js":
            return "text/javascript; charset=utf-8", (files("scormbuild") / "static" / "preview.js").read_bytes()
        case "preview.css":
            theme, _ = load_theme(STANDARD, HERE, STANDARD, Place(STANDARD))
            style = theme.rules() + "\n" + (HERE / "preview.css").read_text(encoding="utf-8")
            return "text/css; charset=utf-8", style.encode()
        case "replay.js" | "replaying.js":
            return "text/javascript; charset=utf-8", (HERE / "api" / name).read_bytes()
    return None


def replay_page(replay: Replay | None) -> str:
    """The page that makes the calls of the session that is to be replayed, in the course's place."""
    session = None if replay is None else replay.session
    calls = [] if session is None else [(step.method, step.args) for step in session.steps]
    return _environment().get_template("replay.html").render(calls=htmlsafe_json_dumps(calls))


def parts(view: View) -> dict[str, str]:
    """The parts of the page that change, by the id of the element that holds each."""
    templates = _environment()
    values = {
        "view": view,
        "facts": facts(view),
        "stored": [(element, shortened(value)) for element, value in sorted(view.data.items())],
        "document": _indented(view.document),
        "room": room(view),
        "long": LONG,
        "shortened": shortened,
        "warnings": () if view.draft is None else view.draft.warnings,
    }
    names = ("learner", "title", "built", "standing", "state", "stored", "problems", "warnings", "notice")
    return {f"part-{name}": templates.get_template(f"{name}.html").render(values).strip() for name in names}


def calls(made: Sequence[Call], standard: Standard | None) -> list[str]:
    """A list item for each call, with what the standard says about it."""
    template = _environment().get_template("call.html")
    meanings = ERRORS[standard] if standard is not None else {}
    return [
        template.render(
            call=call,
            args=[shortened(arg) for arg in call.args],
            meaning=meanings.get(call.error, "") if call.error != "0" else "",
        ).strip()
        for call in made
    ]


def statements(told: Sequence[Told]) -> list[str]:
    """A list item for each statement: in a few words, with what the standard says about it, and whole."""
    template = _environment().get_template("statement.html")
    return [
        template.render(
            told=each,
            verb=_last(str(_within(each.statement, "verb", "id") or "")),
            name=_name(_within(each.statement, "object")),
            result=_result(each.statement),
            whole=json.dumps(each.statement, indent=2, ensure_ascii=False),
        ).strip()
        for each in told
    ]


def facts(view: View) -> list[Fact]:
    """How the learner stands, in the words of the standard."""
    data = view.data
    if view.standard == "scorm12":
        rows = [
            ("Status", data.get("cmi.core.lesson_status", "not attempted")),
            ("Score", data.get("cmi.core.score.raw", "")),
            ("Page", data.get("cmi.core.lesson_location", "")),
            ("Time", data.get("cmi.core.total_time", "")),
            ("Exit", data.get("cmi.core.exit", "")),
        ]
    elif view.standard == "scorm2004":
        rows = [
            ("Completion", data.get("cmi.completion_status", "unknown")),
            ("Success", data.get("cmi.success_status", "unknown")),
            ("Score", data.get("cmi.score.scaled", "")),
            ("Progress", data.get("cmi.progress_measure", "")),
            ("Page", data.get("cmi.location", "")),
            ("Time", data.get("cmi.total_time", "")),
            ("Exit", data.get("cmi.exit", "")),
        ]
    else:
        document = json_of(view.document)
        raw = document.get("raw")
        rows = [
            ("Status", str(document.get("status") or "not attempted")),
            ("Score", "" if raw is None else f"{raw:g}"),
            ("Told", ", ".join(document.get("verdicts", {}))),
        ]
    return [Fact(name, value or "–") for name, value in rows]


def room(view: View) -> Room:
    """What the saved state takes, counted as the platform counts."""
    state = view.state
    counts_bytes = "bytes" in view.quirks and view.standard is not None
    limit = FORMATS[view.draft.format].state_room if view.draft is not None else None
    if limit is not None and "long-state" in view.quirks:
        limit = LONG_STATE
    return Room(len(state.encode()) if counts_bytes else len(state), limit, "bytes" if counts_bytes else "characters")


def shortened(value: str) -> str:
    """A value as a line holds it."""
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}… ({len(value):,} characters)"


def _indented(document: bytes | None) -> str:
    return json.dumps(json.loads(document), indent=2, ensure_ascii=False) if document else ""


def _last(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def _within(value: Any, *keys: str) -> Any:
    """What stands under those keys within one another; None where nothing does. What was refused may be anything."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _name(about: Any) -> str:
    """What a statement is about: its name in whatever language, or its address."""
    names = _within(about, "definition", "name")
    name = next(iter(names.values()), None) if isinstance(names, dict) else None
    return str(name or _within(about, "id") or "")


def _result(statement: Any) -> str:
    """Whose statement it is, and what it says came of it, in a few words."""
    who = _within(statement, "actor", "account", "name")
    success = {True: "right", False: "wrong"}.get(_within(statement, "result", "success"), "")
    score = _within(statement, "result", "score", "scaled")
    response = _within(statement, "result", "response")
    share = f"{score:.0%}" if isinstance(score, int | float) else ""
    words = (who, success, share, response)
    return " · ".join(shortened(str(word)) for word in words if word)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
