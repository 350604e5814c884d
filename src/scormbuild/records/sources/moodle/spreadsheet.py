"""Spreadsheets in bounded memory: a zip of XML, opened with distrust and read as a stream.

No library is used for the tables: those that read whole sheets keep a cell for every column and row up to the last one,
so that a file of one kilobyte can ask for all memory; and Moodle's ODS has line breaks that they stumble over.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.parsers import expat

from scormbuild.errors import UsageError, quote

MOST_BYTES: Final = 256 * 1024 * 1024
"""Of one file in the zip, unpacked: some 100,000 attempts at a course of ten questions."""

MOST_TIMES: Final = 200
"""Real sheets are packed to a twentieth; a bomb to a thousandth."""

SMALL: Final = 16 * 1024 * 1024
"""Unpacked bytes that are harmless however small they were packed."""

LONGEST_DIRECTORY: Final = 1024 * 1024
"""Bytes of the zip's list of files, which Python keeps in memory."""

LONGEST_TAG: Final = 1024 * 1024
"""Bytes that the parser may take in without anything coming out."""

CHUNK: Final = 16 * 1024
DEEPEST: Final = 64
MOST_NAMES: Final = 1000

Attributes = dict[str, str]


class Spreadsheet:
    """The zip of a spreadsheet. What is damaged, or meant to harm, ends as `UsageError`."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.name = path.name
        self._archive = archive

    def has(self, member: str) -> bool:
        """Whether the zip has a file of this name."""
        return member in self._archive.NameToInfo

    def parse(
        self,
        member: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> Iterator[None]:
        """Parse a file, calling back with local names, and pause after each chunk of it.

        A document type is refused before anything in it is read: no entity is ever expanded (Office and OpenDocument
        files have none).
        """
        depth = waited = 0
        names = _LocalNames()

        def opened(name: str, attributes: Attributes) -> None:
            nonlocal depth, waited
            waited = 0
            depth += 1
            if depth > DEEPEST:
                raise UsageError(f"{quote(self.name)} has elements within elements, {DEEPEST} deep: it is no report")
            start(names[name], {names[key]: value for key, value in attributes.items()})

        def closed(name: str) -> None:
            nonlocal depth, waited
            waited = 0
            depth -= 1
            end(names[name])

        def said(data: str) -> None:
            nonlocal waited
            waited = 0
            text(data)

        def doctype(*_: object) -> None:
            raise UsageError(f"{quote(self.name)} declares a document type, which no spreadsheet has: it isn't read")

        # As every program writes both formats, whatever they declare.
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = said
        parser.StartDoctypeDeclHandler = doctype
        for chunk in self._chunks(member):
            waited += len(chunk)
            if waited > LONGEST_TAG:
                raise UsageError(f"{quote(self.name)} has a tag of more than {LONGEST_TAG >> 20} MiB: it is no report")
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield

    def _chunks(self, member: str) -> Iterator[bytes]:
        try:
            info = self._archive.getinfo(member)
        except KeyError:
            raise UsageError(f"{quote(self.name)} has no {quote(member)}: it is no whole spreadsheet") from None
        read = 0
        with self._archive.open(info) as file:
            while chunk := file.read(CHUNK):
                read += len(chunk)
                if read > SMALL and read > MOST_TIMES * max(info.compress_size, 1):
                    raise UsageError(f"{quote(self.name)} unpacks to far more than a report: it isn't read")
                if read > MOST_BYTES:
                    raise UsageError(
                        f"{quote(self.name)} unpacks to more than {MOST_BYTES >> 20} MiB; download it as text, which "
                        "may be of any size"
                    )
                yield chunk


@contextmanager
def opened(path: Path) -> Iterator[Spreadsheet]:
    """Open the zip of a spreadsheet.

    Raises `UsageError` for what can't be read; so does what is done with it.
    """
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            yield Spreadsheet(path, archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a way of packing that Python doesn't know
        RuntimeError,  # a password
        expat.ExpatError,
        struct.error,
        OSError,  # a place in the file that can't be
    ) as error:
        raise UsageError(f"{quote(path.name)} is damaged ({error}): download it again") from None


def _check_directory(path: Path) -> None:
    """Refuse a zip whose list of files is itself too large, before `zipfile` reads it (APPNOTE 4.3.16)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise UsageError(f"{quote(path.name)} is cut off: download it again")
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if length > LONGEST_DIRECTORY or b"PK\x06\x07" in tail[:at][-20:]:
        raise UsageError(f"{quote(path.name)} has more files in it than a report: it isn't read")


class _LocalNames(dict[str, str]):
    """Names without their namespace, each worked out once."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(" ")[2]
        if len(self) < MOST_NAMES:
            self[name] = local
        return local


def number(text: str) -> str:
    """A number of a cell as people write it: `1.0` is 1, `66.670000000000002` is 66.67."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
