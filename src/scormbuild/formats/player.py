"""The player's scripts: one for each way to track, as `build.mjs` has built them."""

from __future__ import annotations

from importlib.resources import files

from scormbuild.compile.site import File, Site


def with_player(site: Site, script: str) -> list[File]:
    """The site's files with one of the scripts in static/, in the order of their paths."""
    player = (files("scormbuild") / "static" / f"{script}.js").read_bytes()
    return sorted([*site.files, File(site.script, player)], key=lambda file: file.path)
