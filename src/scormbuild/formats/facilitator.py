"""For those who lead a group: slides, timers and notes, opened from their folder. Nothing of it is for learners."""

from __future__ import annotations

import re
from importlib.resources import files

from scormbuild.compile.site import File, Site

SCRIPT = "facilitator.js"


def write(site: Site) -> list[File]:
    """The facilitator's documents with their style and script, and the pictures that they show."""
    shown = {name for file in site.facilitator for name in re.findall(r"media/[^\s\"]+", file.read().decode())}
    script = File(SCRIPT, (files("scormbuild") / "static" / SCRIPT).read_bytes())
    media = [file for file in site.files if file.path in shown]
    return sorted([*site.facilitator, script, *media], key=lambda file: file.path)
