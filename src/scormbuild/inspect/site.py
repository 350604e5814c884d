"""What a package's launches lead to, followed as a browser would: pages, scripts, style sheets, who asks for whom."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

from scormbuild.inspect.documents import LARGEST_PAGE, Document, Reference, decoded, read_document, read_stylesheet
from scormbuild.inspect.scripts import LARGEST_SCRIPT, Script, read_script

if TYPE_CHECKING:
    from scormbuild.inspect.package import Launch, Package

Kind = Literal["page", "script", "style", "data", "other"]

KINDS: Final[Mapping[str, Kind]] = {
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".xht": "page",
    ".svg": "page",
    ".js": "script",
    ".mjs": "script",
    ".cjs": "script",
    ".css": "style",
    ".json": "data",
    ".xml": "data",
    ".webmanifest": "data",
    ".txt": "data",
    ".hbs": "data",
}
"""By suffix; what isn't here leads nowhere."""

ROOM: Final = 32 << 20
"""Bytes that are read of a package's pages, scripts and data in all."""
KEPT: Final = 100_000
"""References, scripts, calls and names that are kept of a package in all."""
_NETWORK: Final = frozenset({"http", "https", "ws", "wss", "ftp", ""})
_NAME: Final = re.compile(r"""[^\s"'<>()\\,;=|{}\[\]]+""")


@dataclass(frozen=True, slots=True)
class Link:
    """A reference, and where it leads."""

    reference: Reference
    path: str
    """In the zip, whether it is there or not; "" for what leads elsewhere."""
    url: str
    """The whole address of what lies elsewhere on the network; "" else."""


class Site:
    """Everything that can be reached from what a package launches.

    Strings in scripts and data that end in a file's name lead to it as well: what is reached may be more than a
    learner ever sees, and a file whose name is put together piece by piece isn't found.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.documents: dict[str, Document] = {}
        """The pages that are reached, by path, in the order in which they are met."""
        self.scripts: dict[str, Script] = {}
        """The script files that are reached."""
        self.links: dict[str, tuple[Link, ...]] = {}
        """What each page and style sheet refers to."""
        self.unread: dict[str, str] = {}
        """What isn't read, and why."""
        self._leads: dict[str, frozenset[str]] = {}
        self._room = ROOM
        self._kept = 0
        self._named: dict[str, list[str]] = defaultdict(list)
        for path in package.archive.entries:
            self._named[posixpath.basename(path).lower()].append(path)
        roots = [launch.file for launch in package.launches if launch.file in package.archive.entries]
        self.reached = self._follow(roots)
        """The paths of everything that is reached."""

    def reached_from(self, launch: Launch) -> frozenset[str]:
        """What is reached from one launch."""
        return self._follow([launch.file] if launch.file in self.package.archive.entries else [])

    def scripts_of(self, paths: Iterable[str]) -> Iterator[tuple[str, Script]]:
        """The scripts in files, those within pages too, each with its file."""
        for path in paths:
            if path in self.scripts:
                yield path, self.scripts[path]
            elif path in self.documents:
                yield from ((path, script) for script in self.documents[path].scripts)

    def running_in(self, page: str) -> frozenset[str]:
        """A page and the script files that run in it: those that it asks for, and those that they lead to."""
        met = {page}
        waiting = [page]
        while waiting:
            found = {path for path in self._leads_of(waiting.pop()) if kind_of(path) == "script"} - met
            met |= found
            waiting += found
        return frozenset(met)

    def every_script(self) -> Iterator[tuple[str, Script]]:
        """The scripts in everything that is reached, each with its file."""
        return self.scripts_of(self._leads)

    def words(self, paths: Iterable[str] | None = None) -> frozenset[str]:
        """Which of `scripts.WORDS` are in the scripts of files, or of everything that is reached."""
        scripts = self.scripts_of(self._leads if paths is None else paths)
        return frozenset(word for _, script in scripts for word in script.words)

    def words_elsewhere(self) -> frozenset[str]:
        """Which of the words are in scripts and pages that nothing seems to lead to. They are read for it once."""
        words: set[str] = set()
        for path in self.package.archive.entries:
            if path in self.reached or kind_of(path) not in {"page", "script"}:
                continue
            if (content := self._read(path)) is not None:
                scripts = read_document(content).scripts if kind_of(path) == "page" else (_script(content),)
                words.update(word for script in scripts for word in script.words)
        return frozenset(words)

    def loads_from_elsewhere(self, paths: Iterable[str]) -> bool:
        """Whether scripts or pages of another server run among these."""
        return any(
            link.url and link.reference.use in {"script", "frame"}
            for path in paths
            for link in self.links.get(path, ())
        )

    def _follow(self, roots: Iterable[str]) -> frozenset[str]:
        met = dict.fromkeys(roots)
        waiting = list(met)
        while waiting:
            for path in sorted(self._leads_of(waiting.pop())):
                if path not in met:
                    met[path] = None
                    waiting.append(path)
        return frozenset(met)

    def _leads_of(self, path: str) -> frozenset[str]:
        if path not in self._leads:
            self._leads[path] = self._look_into(path)
        return self._leads[path]

    def _look_into(self, path: str) -> frozenset[str]:
        kind = kind_of(path)
        if kind == "other" or (content := self._read(path)) is None:
            return frozenset()
        entries = self.package.archive.entries
        folder = posixpath.dirname(path)
        if kind == "page":
            document = self.documents[path] = read_document(content)
            if document.problem:
                self.unread[path] = document.problem
            self._kept += sum(map(_weight, document.scripts))
            links = self._links(path, document.references, document.base)
            named = [name for script in document.scripts for name in script.paths]
        elif kind == "style":
            links, named = self._links(path, read_stylesheet(decoded(content))), []
        elif kind == "script":
            script = self.scripts[path] = _script(content)
            self._kept += _weight(script)
            links, named = (), list(script.paths)
        else:
            links, named = (), _NAME.findall(decoded(content))
        leads = {link.path for link in links if link.path in entries}
        leads.update(found for name in named for found in self._files_named(name, folder))
        return frozenset(leads)

    def _read(self, path: str) -> bytes | None:
        limit = LARGEST_PAGE if kind_of(path) == "page" else LARGEST_SCRIPT
        size = self.package.archive.entries[path].size
        if size > limit or size > self._room:
            self.unread[path] = f"it is {size:,} bytes" if size > limit else f"there are {ROOM:,} bytes before it"
            return None
        if self._kept > KEPT:
            self.unread[path] = f"there are {KEPT:,} references, calls and names before it"
            return None
        self._room -= size
        return self.package.content(path, limit)

    def _links(self, path: str, references: Iterable[Reference], base: str = "") -> tuple[Link, ...]:
        links = []
        for reference in references:
            found = self._resolved(path, reference.address, base)
            if found is not None:
                links.append(Link(reference, *found))
        self.links[path] = tuple(links)
        self._kept += len(links)
        return self.links[path]

    def _resolved(self, path: str, address: str, base: str) -> tuple[str, str] | None:
        """The path in the zip and the address elsewhere, one of them empty; None for what is no file at all."""
        address = address.replace("\\", "/") if ":" not in address.partition("\\")[0] else address
        try:
            # A base of another server's takes everything along.
            whole = urljoin(base, address) if base else address
            parts = urlsplit(whole)
        except ValueError:
            return None
        if parts.netloc and parts.scheme in _NETWORK:
            return "", whole
        if parts.scheme or not parts.path:
            return None
        return self.package.file_at(whole, posixpath.dirname(path)), ""

    def _files_named(self, name: str, folder: str) -> Iterator[str]:
        """The files that a string may mean: seen from its own folder, else by the end of their path, else by name."""
        name = unquote(re.split(r"[?#]", name, maxsplit=1)[0].replace("\\", "/"))
        candidates = self._named.get(posixpath.basename(name).lower(), [])
        if not candidates:
            return
        here = posixpath.normpath(posixpath.join(folder, name))
        if here in candidates:
            yield here
            return
        tail = "/" + posixpath.normpath(name).lower().lstrip("./")
        fitting = [path for path in candidates if f"/{path}".lower().endswith(tail)]
        yield from (fitting or candidates)[:20]


def kind_of(path: str) -> Kind:
    """What a file is, as far as following it goes."""
    return KINDS.get(posixpath.splitext(path)[1].lower(), "other")


def _weight(script: Script) -> int:
    """How much is kept of a script."""
    return 1 + len(script.calls) + len(script.assignments) + len(script.paths) + len(script.words) // 4


def _script(content: bytes) -> Script:
    return read_script(decoded(content))
