"""Packages that do something wrong when they are launched: what is seen in a browser only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.broken.content import NO_CALL, in_page, in_script, silent, with_script
from tests.inspect.packages import SCRIPT_12, Files, cmi5, edited

PLAYED: Final[Mapping[str, Callable[[], Files]]] = {
    "play-stuck": lambda: in_script("while (true);"),
    "play-no-call": lambda: with_script(NO_CALL),
    "play-value-refused": lambda: in_script('parent.API.LMSSetValue("cmi.core.exit", "normal");'),
    "play-call-refused": lambda: in_script('parent.API.LMSSetValue("cmi.core.session_time", "00:00:01.5");'),
    "play-not-ended": lambda: with_script(silent(SCRIPT_12, "LMSFinish")),
    "play-nothing-saved": lambda: with_script(silent(SCRIPT_12, "LMSFinish", "LMSCommit")),
    "play-state-large": lambda: in_script('parent.API.LMSSetValue("cmi.suspend_data", "x".repeat(4000));'),
    "play-statement-refused": lambda: edited(cmi5(), "course.js", '"http://adlnet.gov/expapi/verbs/" + verb', "verb"),
    "play-no-statement": lambda: with_script(NO_CALL, cmi5()),
    "play-elsewhere": lambda: in_page('<img src="https://pictures.example.com/door.png" alt="A door">'),
    "play-file-missing": lambda: in_script('fetch("windows.json");'),
    "play-script-failed": lambda: in_script('throw new Error("no windows");'),
    "play-dialog": lambda: in_script('alert("Unable to find an API adapter");'),
    "play-window": lambda: in_script('window.open("about:blank");'),
    "play-download": lambda: in_page(
        '<a id="get" href="door.svg" download>The door</a><script>document.getElementById("get").click();</script>'
    ),
}
"""By the code of the rule."""
