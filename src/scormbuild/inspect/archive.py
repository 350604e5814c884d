"""Reads a zip that may be hostile, in bounded memory: no claim of it is believed, nothing is written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from scormbuild.inspect import refusals
from scormbuild.inspect.directory import Directory, Listed, Refused, read_directory

__all__ = ["Archive", "Entry", "Refused", "Understated", "Unreadable"]

TOTAL: Final = 2 << 30
"""Bytes that a package may unpack to."""
BOMB_RATIO: Final = 200
BOMB_TOTAL: Final = 100_000_000
READ: Final = 16 << 20
"""Bytes that `read` gives at most, unless it is asked for more."""

_LOCAL: Final = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_LOCAL_SIGNATURE: Final = b"PK\3\4"
_ENCRYPTED: Final = 1 | 1 << 6 | 1 << 13  # 4.4.4
_DESCRIPTOR: Final = 1 << 3
_UTF8: Final = 1 << 11
_STORED, _DEFLATED = 0, 8
_UNIX: Final = 3
_WIDE: Final = 0xFFFFFFFF
_PIECE: Final = 1 << 16


class Unreadable(Exception):
    """An entry whose content can't be had: encrypted, damaged, packed in an unknown way, or larger than asked for."""


class Understated(Unreadable):
    """An entry that holds more than the zip says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the zip."""

    path: str
    """As it is named, with `/` for `\\` and without empty parts and `.`; a folder's ends in `/`."""
    named: str
    """The name as it stands in the zip."""
    listed: Listed

    @property
    def size(self) -> int:
        """Bytes unpacked, as the list claims."""
        return self.listed.size

    @property
    def compressed(self) -> int:
        """Bytes in the zip."""
        return self.listed.compressed

    @property
    def crc(self) -> int:
        """CRC-32 of the content, as the list claims."""
        return self.listed.crc

    @property
    def is_folder(self) -> bool:
        """Whether it stands for a folder."""
        return self.path.endswith("/")

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.listed.flags & _ENCRYPTED)

    @property
    def is_known_method(self) -> bool:
        """Whether it is stored or deflated, which is all that platforms are sure to read."""
        return self.listed.method in (_STORED, _DEFLATED)

    @property
    def is_marked_utf8(self) -> bool:
        """Whether the zip says that the name is UTF-8."""
        return bool(self.listed.flags & _UTF8)

    @property
    def mode(self) -> int:
        """The Unix mode; 0 where there is none."""
        return self.listed.attributes >> 16 if self.listed.made_on == _UNIX else 0

    @property
    def is_special(self) -> bool:
        """Whether it is a link, a device, a pipe or a socket rather than a file or a folder."""
        return stat.S_IFMT(self.mode) not in (0, stat.S_IFREG, stat.S_IFDIR)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.mode)

    @property
    def climbs(self) -> bool:
        """Whether the path leads out of the folder that the zip is unpacked into."""
        return self.path.startswith("/") or self.path[1:2] == ":" or ".." in self.path.split("/")


@dataclass(frozen=True, slots=True)
class LocalHeader:
    """What is said of an entry where its content is; what is said after it, or in zip64's own field, is as listed."""

    name: bytes
    method: int
    crc: int
    compressed: int
    size: int
    start: int
    """Where the content begins."""


class Archive:
    """A zip on the disk. Use it in `with`; entering raises `Refused` where it can't be read safely."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self._stream: BinaryIO = self.path.open("rb")
        try:
            self.directory: Directory = read_directory(self._stream)
            self.listed: tuple[Entry, ...] = tuple(map(_entry, self.directory.listed))
            self._check_sizes()
            self._check_places()
        except BaseException:
            self._stream.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()

    @cached_property
    def bytes_(self) -> int:
        """The zip's own size."""
        return self.path.stat().st_size

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The files, by path; without folders, links, and what leads elsewhere. Of two with one path, the last."""
        return {
            entry.path: entry
            for entry in self.listed
            if not (entry.is_folder or entry.is_special or entry.climbs or not entry.path)
        }

    def read(self, path: str, limit: int = READ) -> bytes:
        """A file's content. Raises `KeyError`, or `Unreadable`, also where it is more than `limit` bytes."""
        entry = self.entries[path]
        content = bytearray()
        for piece in self.pieces(entry, limit):
            content += piece
        return bytes(content)

    def open(self, path: str, limit: int = TOTAL) -> io.BufferedReader:
        """A file's content as a stream, whose reading raises `Unreadable`."""
        return io.BufferedReader(_Stream(self.pieces(self.entries[path], limit)), _PIECE)

    def pieces(self, entry: Entry, limit: int = TOTAL) -> Iterator[bytes]:
        """An entry's content in pieces of at most 64 KiB, length and CRC checked at the end. Raises `Unreadable`."""
        if entry.is_encrypted:
            raise Unreadable("it is encrypted")
        if not entry.is_known_method:
            raise Unreadable(f"it is packed with method {entry.listed.method}")
        if entry.size > limit:
            raise Unreadable(f"it is {entry.size:,} bytes")
        length = crc = 0
        unpack = self._stored if entry.listed.method == _STORED else self._inflated
        for piece in unpack(entry):
            length += len(piece)
            if length > entry.size:
                raise Understated(f"there is more in it than the {entry.size:,} bytes that are said")
            crc = zlib.crc32(piece, crc)
            yield piece
        if length != entry.size:
            raise Unreadable(f"it ends after {length:,} of {entry.size:,} bytes")
        if crc != entry.crc:
            raise Unreadable(f"its checksum is {crc:08x}, and should be {entry.crc:08x}")

    def local_header(self, entry: Entry) -> LocalHeader:
        """What is said of an entry where its content is. Raises `Unreadable`."""
        if entry.listed.offset > self.bytes_:  # as large as zip64 can say, which no file can be asked for
            raise Unreadable("it isn't where the list of files says")
        self._stream.seek(entry.listed.offset)
        header = self._stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(_LOCAL_SIGNATURE):
            raise Unreadable("it isn't where the list of files says")
        _, _, flags, method, _, _, crc, compressed, size, name, extra = _LOCAL.unpack(header)
        start = entry.listed.offset + _LOCAL.size + name + extra
        if flags & _DESCRIPTOR or _WIDE in (compressed, size):
            crc, compressed, size = entry.crc, entry.compressed, entry.size
        return LocalHeader(self._stream.read(name), method, crc, compressed, size, start)

    def _stored(self, entry: Entry) -> Iterator[bytes]:
        yield from self._raw(entry)

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for piece in self._raw(entry):
                packed = piece
                while packed and not inflate.eof:
                    yield inflate.decompress(packed, _PIECE)
                    packed = inflate.unconsumed_tail
            while not inflate.eof:
                # What is left is in the window; without an end in sight nothing comes.
                if not (last := inflate.decompress(inflate.unconsumed_tail, _PIECE)):
                    raise Unreadable("it is cut short")
                yield last
        except zlib.error as error:
            raise Unreadable(f"it is damaged ({error})") from None

    def _raw(self, entry: Entry) -> Iterator[bytes]:
        """The bytes in the zip. Others may read between two of them."""
        at = self.local_header(entry).start
        left = entry.compressed
        while left:
            self._stream.seek(at)
            piece = self._stream.read(min(left, _PIECE))
            if not piece:
                raise Unreadable("the zip ends within it")
            yield piece
            at += len(piece)
            left -= len(piece)

    def _check_sizes(self) -> None:
        total = sum(entry.size for entry in self.listed)
        if total > BOMB_TOTAL and total > BOMB_RATIO * self.bytes_:
            raise Refused(refusals.ZIP_BOMB.found(f"{self.bytes_:,} bytes unpack to {total:,}"))
        for entry in self.listed:
            if entry.size > BOMB_TOTAL and entry.size > BOMB_RATIO * entry.compressed:
                message = f"{entry.compressed:,} bytes unpack to {entry.size:,}"
                raise Refused(refusals.ZIP_BOMB.found(message, entry.path))
        if total > TOTAL:
            raise Refused(refusals.TOO_LARGE.found(f"it unpacks to {total:,} bytes"))

    def _check_places(self) -> None:
        """No entry may begin before the one before it has ended."""
        end, before = 0, ""
        for entry in sorted(self.listed, key=lambda entry: entry.listed.offset):
            if entry.listed.offset < end:
                raise Refused(refusals.OVERLAPPING.found(f"{entry.path!r} begins within {before!r}", entry.path))
            end = entry.listed.offset + _LOCAL.size + len(entry.listed.name) + entry.compressed
            before = entry.path


class _Stream(io.RawIOBase):
    """Pieces as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = memoryview(piece)
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count


def _entry(listed: Listed) -> Entry:
    named = name_of(listed)
    path = named.replace("\\", "/")
    if "//" in path or "./" in path:
        # `a//b` and `./a` are what they come to; a leading `/` and a `..` are told of, and stay.
        parts = path.lstrip("/").split("/")
        kept = "/".join(part for at, part in enumerate(parts) if part != "." and (part or at == len(parts) - 1))
        path = "/" * path.startswith("/") + kept
    return Entry(path, named, listed)


def name_of(listed: Listed) -> str:
    """A name as platforms guess it: UTF-8 where it is that, marked so or not, else IBM's code page 437 (4.4.4)."""
    try:
        return listed.name.decode()
    except UnicodeDecodeError:
        return listed.name.decode("cp437")
