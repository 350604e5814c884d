"""The HTML that the platform puts around a package: player, frames and portals, log-in page."""

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


def player(session: Mapping[str, object], scripts: Sequence[str], body: str) -> str:
    """The page that holds `window.API`; `session` is what page.js and the APIs read."""
    # `<` is the one character that could end the script element early.
    facts = json.dumps(session).replace("<", "\\u003c")
    sources = "".join(f'<script src="/platform/{script}"></script>\n' for script in scripts)
    return page(f'<script type="application/json" id="session">{facts}</script>\n{sources}{body}')


def page(body: str) -> str:
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Player</title><link rel="icon" href="data:,">
<style>body {{ margin: 0 }} iframe {{ width: {FRAME_WIDTH}px; height: 620px; border: 0 }}</style>
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
    """Open a window of its own as soon as the page is read."""
    return f"<p>The course opens in another window.\n<script>open({json.dumps(src)}, '', 'popup')</script>\n"


def menu(entries: Sequence[tuple[str, str]]) -> str:
    """The SCOs of a package by title and player; nothing where there is one only."""
    if len(entries) < 2:
        return ""
    links = "".join(f'<a href="{escape(url)}">{escape(title)}</a>\n' for title, url in entries)
    return f"<nav>\n{links}</nav>\n"
