"""A zip's own list of its files, read in small pieces (PKWARE APPNOTE 6.3.10, sections in parentheses).

What the end record claims is compared with what the list holds. Everything is refused at the first thing that makes it
unsafe to go on: at most `ENTRIES` entries are ever held.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from scormbuild.inspect import refusals
from scormbuild.inspect.model import Finding

ENTRIES: Final = 20_000
"""More than any course has; a zip with more is refused."""
NAME: Final = 4096
"""Bytes that a name may take."""
NAMES: Final = 4_000_000
"""Bytes that all names may take together."""

_END: Final = struct.Struct("<4s4H2LH")  # 4.3.16
_END_SIGNATURE: Final = b"PK\5\6"
_LOCATOR: Final = struct.Struct("<4sLQL")  # 4.3.15
_LOCATOR_SIGNATURE: Final = b"PK\6\7"
_END64: Final = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_END64_SIGNATURE: Final = b"PK\6\6"
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_ENTRY_SIGNATURE: Final = b"PK\1\2"
_COMMENT: Final = 0xFFFF
_PIECE: Final = 1 << 16
_ZIP64: Final = 1


class Refused(Exception):
    """A zip that can't be read safely. `findings` says why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, as the list has it."""

    name: bytes
    made_on: int
    """4.4.2: 3 stands for Unix, whose modes are then in `attributes`."""
    flags: int
    method: int
    crc: int
    compressed: int
    """Bytes in the zip."""
    size: int
    """Bytes unpacked, as the list claims."""
    attributes: int
    """4.4.15: the upper 16 bits are a Unix mode."""
    offset: int
    """Of its local header in the file."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The list, and what it says of itself."""

    listed: tuple[Listed, ...]
    claimed: int
    """How many entries the end record says there are."""
    start: int
    """Where the list begins in the file."""
    prefix: int
    """Bytes before the zip's own first one."""
    trailing: int
    """Bytes after the end record's comment."""


@dataclass(frozen=True, slots=True)
class _End:
    at: int
    """Where the list must end."""
    claimed: int
    size: int
    offset: int
    trailing: int


def read_directory(stream: BinaryIO) -> Directory:
    """The list of a zip. Raises `Refused`."""
    end = _end(stream)
    start = end.at - end.size
    prefix = start - end.offset
    if start < 0 or prefix < 0:
        raise Refused(
            refusals.DIRECTORY_DAMAGED.found(
                f"the list of files is said to be {end.size:,} bytes from {end.offset:,} on, which isn't there"
            )
        )
    stream.seek(start)
    listed: list[Listed] = []
    names = 0
    for entry in _entries(_Pieces(stream, end.size), prefix):
        if len(listed) == ENTRIES:
            raise _too_many(f"there are more than {ENTRIES:,} entries; the end record says {end.claimed:,}")
        names += len(entry.name)
        if names > NAMES:
            raise Refused(refusals.OVERSIZED_NAMES.found(f"the names take more than {NAMES:,} bytes together"))
        listed.append(entry)
    return Directory(tuple(listed), end.claimed, start, prefix, end.trailing)


def _too_many(message: str) -> Refused:
    return Refused(refusals.TOO_MANY_ENTRIES.found(message))


def _end(stream: BinaryIO) -> _End:
    """The end record, that of zip64 where there is one."""
    length = stream.seek(0, 2)
    tail_at = max(0, length - _END.size - _COMMENT)
    stream.seek(tail_at)
    tail = stream.read(_END.size + _COMMENT)
    at, trailing = _end_in(tail)
    if at < 0:
        raise Refused(refusals.NOT_A_ZIP.found("there is no end of central directory record in it"))
    position = tail_at + at
    _, disk, first_disk, here, claimed, size, offset, _ = _END.unpack_from(tail, at)
    if position >= _LOCATOR.size:
        stream.seek(position - _LOCATOR.size)
        signature, _, end64, disks = _LOCATOR.unpack(stream.read(_LOCATOR.size))
        if signature == _LOCATOR_SIGNATURE:
            if disks > 1:
                raise Refused(refusals.SEVERAL_DISKS.found(f"it is one of {disks} parts"))
            return _end64(stream, position - _LOCATOR.size, end64, trailing)
    _check_one_disk(disk, first_disk, here, claimed)
    return _End(position, claimed, size, offset, trailing)


def _check_one_disk(disk: int, first_disk: int, here: int, claimed: int) -> None:
    if disk or first_disk:
        raise Refused(refusals.SEVERAL_DISKS.found(f"it is part {disk + 1} of several"))
    if here != claimed:
        raise Refused(refusals.DIRECTORY_DAMAGED.found(f"it is said to list {here:,} entries, and {claimed:,}"))


def _end_in(tail: bytes) -> tuple[int, int]:
    """Where the end record begins, and how many bytes follow on its comment; the one whose comment ends the file."""
    last = (-1, 0)
    at = tail.rfind(_END_SIGNATURE)
    while at >= 0:
        if at + _END.size <= len(tail):
            (comment,) = struct.unpack_from("<H", tail, at + _END.size - 2)
            left = len(tail) - at - _END.size - comment
            if left == 0:
                return at, 0
            if left > 0 and last[0] < 0:
                last = (at, left)
        at = tail.rfind(_END_SIGNATURE, 0, at + 3)
    return last


def _end64(stream: BinaryIO, locator: int, claimed_at: int, trailing: int) -> _End:
    """The end record of zip64: where the locator says, or right before it where bytes stand before the zip."""
    for at in dict.fromkeys((claimed_at, locator - _END64.size)):
        if 0 <= at <= locator - _END64.size:
            stream.seek(at)
            found = stream.read(_END64.size)
            if found.startswith(_END64_SIGNATURE):
                _, _, _, _, disk, first_disk, here, claimed, size, offset = _END64.unpack(found)
                _check_one_disk(disk, first_disk, here, claimed)
                if claimed > ENTRIES:
                    raise _too_many(f"the end record says {claimed:,} entries")
                return _End(at, claimed, size, offset, trailing)
    raise Refused(refusals.DIRECTORY_DAMAGED.found("the end record of zip64 isn't where it is said to be"))


class _Pieces:
    """Bytes of a stream, from where it stands, a piece at a time."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = length
        self._held = b""
        self._at = 0

    def __bool__(self) -> bool:
        return self._left + len(self._held) - self._at > 0

    def take(self, count: int) -> bytes:
        """The next bytes; fewer where they end. `count` is at most 65,535."""
        if self._at + count > len(self._held) and self._left:
            more = self._stream.read(min(self._left, _PIECE))
            self._left = self._left - len(more) if more else 0
            self._held = self._held[self._at :] + more
            self._at = 0
        taken = self._held[self._at : self._at + count]
        self._at += len(taken)
        return taken


def _entries(pieces: _Pieces, prefix: int) -> Iterator[Listed]:
    while pieces:
        fixed = pieces.take(_ENTRY.size)
        if len(fixed) < _ENTRY.size or not fixed.startswith(_ENTRY_SIGNATURE):
            raise Refused(refusals.DIRECTORY_DAMAGED.found("something else stands in the list of files"))
        (
            _,
            made_by,
            _,
            flags,
            method,
            _,
            _,
            crc,
            compressed,
            size,
            name_length,
            extra_length,
            comment_length,
            disk,
            _,
            attributes,
            offset,
        ) = _ENTRY.unpack(fixed)
        name = pieces.take(name_length)
        extra = pieces.take(extra_length)
        if len(pieces.take(comment_length)) < comment_length or len(extra) < extra_length:
            raise Refused(refusals.DIRECTORY_DAMAGED.found("the list of files ends within an entry"))
        if name_length > NAME:
            raise Refused(refusals.OVERSIZED_NAMES.found(f"a name takes {name_length:,} bytes"))
        if 0xFFFFFFFF in (size, compressed, offset):
            size, compressed, offset = _zip64(extra, size, compressed, offset)
        if disk not in (0, 0xFFFF):
            raise Refused(refusals.SEVERAL_DISKS.found(f"an entry is in part {disk + 1}"))
        yield Listed(name, made_by >> 8, flags, method, crc, compressed, size, attributes, offset + prefix)


def _zip64(extra: bytes, *values: int) -> list[int]:
    """Sizes and offset, those that don't fit taken from the extra field (4.5.3), in its order."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if tag == _ZIP64:
            wide = iter(struct.unpack_from(f"<{len(field) // 8}Q", field))
            return [next(wide, value) if value == 0xFFFFFFFF else value for value in values]
        at += 4 + length
    return list(values)
