"""Statements in files: a line each (NDJSON), or in one JSON text; in any Unicode encoding, packed by gzip or not."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from scormbuild.errors import UsageError
from scormbuild.records.sources import scanner
from scormbuild.records.sources.base import Sink
from scormbuild.records.statements.reading import Reader

BLOCK: Final = 2**17  # small enough to stay in the processor's cache while it is read
LONGEST_LINE: Final = 16 * 2**20
"""In bytes. What is longer is set aside: no statement is."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP: Final = b"\x1f\x8b"
_IS_ONE_TEXT: Final = re.compile(rb'\s*+(?:\[|\{(?:[ \t]*+[\r\n]|\s*+"(?:statements|more)"))').match
"""An array, a page of a record store's, or an object that is spread over several lines."""


class _Bytes(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class StatementsFile:
    """A file with statements as JSON. What its name ends with doesn't matter."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    def read(self, sink: Sink) -> None:
        """Read all of it; what breaks off is read as far as it goes. Raises `UsageError` where it can't be opened."""
        reader = Reader(sink)
        try:
            with self.path.open("rb") as file:
                is_packed = file.read(2) == _GZIP
                file.seek(0)
                if is_packed:
                    with gzip.open(file) as unpacked:
                        self._read(unpacked, reader, sink)
                else:
                    self._read(file, reader, sink)
        except OSError as error:
            raise UsageError(f"{self.path} can't be read: {error.strerror or error}") from None

    def _read(self, file: _Bytes, reader: Reader, sink: Sink) -> None:
        chunks = _utf8(self._chunks(file, sink))
        first = next(chunks, b"")
        rest = _chained(first, chunks)
        if _IS_ONE_TEXT(first):
            self._read_objects(rest, reader, sink)
        else:
            self._read_lines(rest, reader, sink)

    def _chunks(self, file: _Bytes, sink: Sink) -> Iterator[bytes]:
        try:
            while chunk := file.read1(BLOCK):  # what `read` has of a block is lost when the rest is damaged
                yield chunk
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            sink.set_aside(self.name, f"the packed file is damaged or cut off; what came before was read ({error})", "")

    def _read_lines(self, chunks: Iterator[bytes], reader: Reader, sink: Sink) -> None:
        number = 1
        rest: list[bytes] = []  # the beginning of a line whose end is yet to come
        length = 0
        for chunk in chunks:
            end = chunk.rfind(b"\n") + 1
            if end and length <= LONGEST_LINE:
                number += reader.lines(b"".join((*rest, memoryview(chunk)[:end])), self.name, number)
            elif end:
                first = chunk.find(b"\n") + 1
                number += self._too_long(rest, number, sink)
                number += reader.lines(chunk[first:end], self.name, number) if first < end else 0
            if end:
                rest, length = [], 0
            length += len(chunk) - end
            if length <= LONGEST_LINE or not rest:
                rest.append(chunk[end:])
        if length > LONGEST_LINE:
            self._too_long(rest, number, sink)
        elif length:
            reader.lines(b"".join(rest), self.name, number)

    def _too_long(self, beginning: list[bytes], number: int, sink: Sink) -> int:
        text = beginning[0][:40_000].decode(errors="replace")
        sink.set_aside(f"{self.name}:{number}", f"the line is longer than {LONGEST_LINE // 2**20} MiB", text)
        return 1

    def _read_objects(self, chunks: Iterator[bytes], reader: Reader, sink: Sink) -> None:
        for number, found in enumerate(scanner.objects(chunks), 1):
            if found.problem:
                place = f"{self.name}, statement {number}"
                sink.set_aside(place, found.problem, found.text[:40_000].decode(errors="replace"))
            else:
                reader.text(found.text, f"{self.name}, statement", number)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text's bytes in UTF-8, without a byte order mark; what isn't of the encoding becomes U+FFFD."""
    first = next(chunks, b"")
    mark, encoding = next(((mark, name) for mark, name in _BOMS if first.startswith(mark)), (b"", _unmarked(first)))
    first = first[len(mark) :]
    if encoding == "utf-8":
        yield from _chained(first, chunks)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in _chained(first, chunks):
        yield decoder.decode(chunk).encode(errors="replace")
    yield decoder.decode(b"", final=True).encode(errors="replace")


def _unmarked(text: bytes) -> str:
    """Return the encoding of a text without a mark: JSON begins with a character of ASCII."""
    if text[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if text[:1] == b"\0" else "utf-8"
