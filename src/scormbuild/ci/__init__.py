"""What a team's repository of courses does by itself: check, build, inspect, compare with what learners have, release.

Each file here is a whole template; `docs/ci.md` explains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Final, Literal, get_args

from scormbuild import __version__

Service = Literal["github", "gitlab"]
SERVICES: Final[tuple[Service, ...]] = get_args(Service)

PLACES: Final[Mapping[Service, str]] = {"github": ".github/workflows/courses.yml", "gitlab": ".gitlab-ci.yml"}
"""Where a service looks for it, in the repository."""


def template(service: Service) -> str:
    """The file for a service. It installs the version of scormbuild that wrote it, and no other."""
    return (files(__name__) / f"{service}.yml").read_text(encoding="utf-8").replace("VERSION", __version__)
