"""The stand-in platform, playing a zip of anybody's: files come out of the archive piece by piece, nothing is unpacked.

What is played may mean harm. It is served on 127.0.0.1 and may say what it likes to its own platform: that is only what
the report tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final, cast
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from scormbuild.inspect.archive import Entry, Unreadable
from scormbuild.inspect.package import Launch, Package, Standard, child, children, elements, text_of
from scormbuild.preview import package as preview_package
from scormbuild.preview.handler import IMMUTABLE
from scormbuild.preview.package import Edition, Sco, media_type
from scormbuild.preview.serving import byte_range
from scormbuild.preview.sessions import Session, Track
from scormbuild.preview.store import Answer, Request
from scormbuild.preview.store_platform import StoreHandler, StorePlatform

NAME: Final[Mapping[Standard, str]] = {"scorm12": "scorm", "scorm2004": "scorm", "cmi5": "cmi5", "tincan": "xapi"}
"""What the package is called on its platform: those of record stores are told by it."""
_MOST_CALLS: Final = 20_000
_LARGEST_BODY: Final = 8 << 20


class Stage(StorePlatform):
    """A platform with one package, from `with` to its end. Only what lies in the zip can be launched."""

    def __init__(self, package: Package, standard: Standard) -> None:
        super().__init__(StageHandler)
        self.played = package
        self.name = NAME[standard]
        self.launches = tuple(launch for launch in package.launches if launch.file in package.archive.entries)
        """Which of the package's launches can be played."""
        self.missing: list[str] = []
        """What was asked for and isn't in the zip."""
        self.first_call: float | None = None
        """When a launch spoke to its platform first, by `time.monotonic`."""
        self._archive = Lock()
        edition: Edition = _EDITIONS.get(package.edition, "4th") if standard == "scorm2004" else ""
        manifest = package.content(package.manifest_file) or b""
        scos = tuple(_sco(package, number, launch) for number, launch in enumerate(self.launches))
        self.take(self.name, preview_package.Package({package.manifest_file: manifest}, scos, edition))

    def open(self, number: int) -> str:
        """Launch something, and return the address to go to."""
        self.first_call = None
        is_scorm = self.name == "scorm"
        return self.launch(self.name, sco=str(number), placement="parent" if is_scorm else "none", fills_window=True)

    def track(self, number: int) -> Track:
        """What the launch of that number has left. To be read while `changed` is held."""
        return self._track(self.name, "ola", 1, str(number))

    def content(self, session: Session, index: int) -> str:
        """The address of what is launched, for one loading of it; the manifest's query and fragment come along."""
        launch = self.launches[index]
        revision, package = self.packages[session.package]
        asked = urlsplit(launch.address.strip())
        own = self.query(session, self.played.launches.index(launch), package.files)
        query = "&".join(filter(None, [asked.query, own]))
        address = f"{self.origin}/package/{quote(session.package)}/{revision}/{quote(launch.file)}"
        return address + (f"?{query}" if query else "") + (f"#{asked.fragment}" if asked.fragment else "")

    def _facts(self, session: Session, sco: Sco, place: str) -> dict[str, object]:
        """What the API must know, with the objectives that the manifest gives a SCO (SCORM 2004 RTE 4.2.17)."""
        facts = super()._facts(session, sco, place)
        if self.packages[session.package][1].edition:
            item = _item(self.played, self.launches[int(sco.identifier)])
            named = [] if item is None else [each.get("objectiveID", "") for each in _objectives(item)]
            given = {f"cmi.objectives.{at}.id": name for at, name in enumerate(dict.fromkeys(filter(None, named)))}
            facts["data"] = {**given, **cast("dict[str, str]", facts["data"])}
        return facts

    def log(self, number: int, index: int, load: int, calls: Iterable[Mapping[str, Any]]) -> None:
        """Take note of calls, as long as there aren't more than anybody reads."""
        with self.changed:
            if calls:
                self.first_call = self.first_call or time.monotonic()
            if len(self.track_of(number, index).calls) < _MOST_CALLS:
                super().log(number, index, load, calls)

    def tell_store(self, request: Request) -> Answer:
        """Ask the record store, and take note of when that was done first."""
        with self.changed:
            self.first_call = self.first_call or time.monotonic()
            return super().tell_store(request)

    def entry(self, path: str) -> Entry | None:
        """A file of the package that is asked for."""
        entry = self.played.archive.entries.get(path)
        with self.changed:
            if entry is None and len(self.missing) < _MOST_CALLS and path not in self.missing:
                self.missing.append(path)
            self.changed.notify_all()
        return entry

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """What a file holds. Raises `Unreadable`. The zip is read by one thread at a time."""
        pieces = self.played.archive.pieces(entry)
        while True:
            with self._archive:
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece


class StageHandler(StoreHandler):
    """One request, by a page that may ask for anything."""

    @property
    def stage(self) -> Stage:
        return cast("Stage", self.owner)

    def get(self) -> None:
        with self._bearing_it():
            match unquote(urlsplit(self.path).path).split("/")[1:]:
                case ["package", _, _, *path]:
                    self._send("/".join(path))
                case _:
                    super().get()

    def post(self) -> None:
        with self._bearing_it():
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 <= length <= _LARGEST_BODY:
                raise ValueError("nobody says as much")
            super().post()

    @contextmanager
    def _bearing_it(self) -> Iterator[None]:
        """Refuse what isn't asked as our own pages ask."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            self.close_connection = True  # of its body something may be left
            self.answer(400)

    def _send(self, path: str) -> None:
        """A file of the zip, or the part of it that is asked for: what comes before is unpacked and left out."""
        entry = self.stage.entry(path)
        if entry is None:
            self.answer(404)
            return
        wanted = byte_range(self.headers.get("Range", ""), entry.size)
        part = range(entry.size) if wanted is None else wanted
        self.send_response(200 if wanted is None else 206)
        self.send_header("Content-Type", media_type(path))
        self.send_header("Cache-Control", IMMUTABLE)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        if wanted is not None:
            self.send_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{entry.size}")
        self.end_headers()
        if self.command == "HEAD":
            return
        at = 0
        try:
            for piece in self.stage.pieces(entry):
                self.wfile.write(piece[max(0, part.start - at) : max(0, part.stop - at)])
                at += len(piece)
                if at >= part.stop:
                    return
        except Unreadable:
            self.close_connection = True  # the rest can't be had


_EDITIONS: Final[Mapping[str, Edition]] = {"2004 2nd": "3rd", "2004 3rd": "3rd", "2004 4th": "4th"}


def _item(package: Package, launch: Launch) -> etree._Element | None:
    """The manifest's item of a launch."""
    items = () if package.manifest is None else elements(package.manifest, "item")
    return next((each for each in items if each.get("identifier") == launch.identifier), None)


def _objectives(item: etree._Element) -> Iterator[etree._Element]:
    """The objectives of an item's own sequencing, the primary one first."""
    listed = child(child(item, "sequencing"), "objectives")
    if listed is not None:
        yield from children(listed, "primaryObjective")
        yield from children(listed, "objective")


def _sco(package: Package, number: int, launch: Launch) -> Sco:
    """What the platform's API must know of a launch. Its identifier is its number: in the manifest two may be alike."""
    item = _item(package, launch)

    def said(name: str) -> str:
        return text_of(child(item, name)).strip()

    return Sco(
        identifier=str(number),
        title=launch.title or launch.identifier,
        href=launch.file,
        tracked=launch.tracked,
        mastery_score=said("masteryscore"),
        launch_data=said("datafromlms") or said("dataFromLMS"),
        max_time_allowed=said("maxtimeallowed"),
        time_limit_action=said("timelimitaction") or said("timeLimitAction"),
    )
