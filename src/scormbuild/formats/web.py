"""A web site: the course for any web server, or to be opened from its folder. Nothing but the player is added."""

from __future__ import annotations

from scormbuild.compile.site import File, Site
from scormbuild.formats.player import with_player


def write(site: Site) -> list[File]:
    """Every file of the site; `index.html` opens it."""
    return with_player(site, "web")
