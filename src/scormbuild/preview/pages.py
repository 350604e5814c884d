"""The HTML that the platform puts around a package: player, frames and portals, log-in page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

FRAME_WIDTH = 867
"""Pixels that Moodle's player leaves to a package in a window of 1,280 [M]."""

LOGIN = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Log in</title>
<h1>Log in</h1><form><label>Username <input name="username"></label> <button>Log in</button></form>
</html>
"""
"""What comes in place of anything once the learner's session is lost: status 200, as from Moodle."""


_MOODLE = f"iframe {{ width: {FRAME_WIDTH}px; height: 620px; border: 0 }}"
_WINDOW = (
    "html, body { height: 100% } body { display: flex; flex-direction: column } "
    "iframe { flex: 1; width: 100%; border: 0 } "
    "nav { padding: .5rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem }"
)


def player(session: Mapping[str, object], scripts: Sequence[str], body: str, *, fills_window: bool = False) -> str:
    """The page that holds `window.API`; `session` is what page.js and the APIs read."""
    # `<` is the one character that could end the script element early.
    facts = json.dumps(session).replace("<", "\\u003c")
    sources = "".join(f'<script src="/platform/{script}"></script>\n' for script in scripts)
    return page(
        f'<script type="application/json" id="session">{facts}</script>\n{sources}{body}', fills_window=fills_window
    )


def page(body: str, *, fills_window: bool = False) -> str:
    """A page of the platform's; frames in it are as large as Moodle's, or fill the window."""
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Player</title><link rel="icon" href="data:,">
<style>body {{ margin: 0 }} {_WINDOW if fills_window else _MOODLE}</style>
{body}
</html>
"""


def frame(src: str) -> str:
    """One frame without `sandbox`, named as tests find it: `page.frame("scorm_object")`."""
    return f'<iframe id="scorm_object" name="scorm_object" src="{escape(src)}" allowfullscreen></iframe>\n'


def passage(src: str) -> str:
    """A frame that only holds another page of the platform."""
    return f'<iframe src="{escape(src)}"></iframe>\n'


def popup(src: str) -> str:
    """Open a window of its own, `window.course`, when the page is read, or at a click where browsers ask for one."""
    return (
        "<p>The course opens in another window. <button>Open it</button>\n"
        f"<script>const launch = () => (window.course = open({json.dumps(src)}, 'course', 'popup'));\n"
        "document.querySelector('button').onclick = launch; launch();</script>\n"
    )


def menu(entries: Sequence[tuple[str, str]]) -> str:
    """The SCOs of a package by title and player; nothing where there is one only."""
    if len(entries) < 2:
        return ""
    links = "".join(f'<a href="{escape(url)}">{escape(title)}</a>\n' for title, url in entries)
    return f"<nav>\n{links}</nav>\n"
