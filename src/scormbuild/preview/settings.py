"""Who learns in a preview, in which format, and what is the matter with the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scormbuild.course.model import FormatName
from scormbuild.errors import UsageError
from scormbuild.formats import FORMATS, PACKAGES
from scormbuild.preview.quirks import SWITCHES, known
from scormbuild.preview.sessions import Mode

LEARNERS = ("ola", "kari", "per", "anne", "nils", "berit", "jon", "inger")
"""Who is there to learn; the first two from the beginning."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Who learns, and how."""

    format: FormatName | None = None
    """None for the first that the course asks for."""
    learner: str = LEARNERS[0]
    mode: Mode = "normal"
    quirks: frozenset[str] = frozenset()
    """Names of `quirks.SWITCHES`."""

    def needs_launch(self, other: Settings) -> bool:
        """Whether it takes another launch to come from these settings to the others."""
        changed = [SWITCHES[name] for name in self.quirks ^ other.quirks]
        return replace(self, quirks=other.quirks) != other or any(each.quirk or each.placement for each in changed)

    def as_json(self, format_: str | None) -> dict[str, Any]:
        """The settings as the page's form has them; `format_` is what is played."""
        return {"format": format_, "learner": self.learner, "mode": self.mode, "quirks": sorted(self.quirks)}


def settings_in(form: Mapping[str, Any]) -> Settings:
    """The settings that a form or a command names. Raises `UsageError` or `KeyError` for what can't be set."""
    modes: dict[str, Mode] = {"normal": "normal", "browse": "browse", "review": "review"}
    formats: dict[str | None, FormatName | None] = {None: None, **{name: name for name in PACKAGES}}
    learner = str(form["learner"]).strip()
    if not learner:
        raise UsageError("a learner has a name")
    if form["format"] in FORMATS and form["format"] not in PACKAGES:
        raise UsageError(f"{form['format']} is no package to be played: build it, and open the file")
    return Settings(formats[form["format"]], learner, modes[form["mode"]], known(form["quirks"]))


def is_scorm(format_: str | None) -> bool:
    """Whether a format speaks to an API of its platform's."""
    return format_ is not None and format_.startswith("scorm")
