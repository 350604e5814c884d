"""Package formats: each a module that turns a Site into the files of one standard."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from scormbuild.compile.site import File, Site

FORMATS = {"scorm12": "SCORM 1.2, for KS Læring, Moodle and nearly every other platform"}
"""Every format by its name on the command line, with what it is for."""


def writer(name: str) -> Callable[[Site], list[File]]:
    """The function that gives all files of a package in the named format. KeyError where there is none."""
    if name not in FORMATS:
        raise KeyError(name)
    write: Callable[[Site], list[File]] = import_module(f"{__name__}.{name}").write
    return write
