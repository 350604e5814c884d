"""Zips written byte by byte, so that any field of them can be wrong (PKWARE APPNOTE 4.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_WIDE = 0xFFFFFFFF


@dataclass(frozen=True)
class Raw:
    """An entry, and what its two headers say where that isn't what is so."""

    name: bytes
    content: bytes = b""
    method: int = 8
    flags: int = 0
    made_on: int = 3
    mode: int = 0o100644
    said_size: int | None = None
    said_crc: int | None = None
    local_name: bytes | None = None
    disk: int = 0
    zip64: tuple[int, int, int] | None = None
    """Size, packed size and offset, said in zip64's own field (4.5.3)."""

    @property
    def packed(self) -> bytes:
        """The content as it lies in the zip."""
        if self.method != 8:
            return self.content
        pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return pack.compress(self.content) + pack.flush()

    @property
    def crc(self) -> int:
        return zlib.crc32(self.content) if self.said_crc is None else self.said_crc

    @property
    def size(self) -> int:
        return len(self.content) if self.said_size is None else self.said_size

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        packed = self.packed
        sizes = (self.crc, len(packed), self.size)
        return (
            struct.pack("<4s5H3L2H", b"PK\3\4", 20, self.flags, self.method, 0, 33, *sizes, len(name), 0)
            + name
            + packed
        )

    def listed(self, offset: int) -> bytes:
        sizes, extra = (len(self.packed), self.size), b""
        if self.zip64 is not None:
            sizes, offset, extra = (_WIDE, _WIDE), _WIDE, struct.pack("<2H3Q", 1, 24, *self.zip64)
        fields = (self.crc, *sizes, len(self.name), len(extra), 0, self.disk, 0, self.mode << 16, offset)
        made = self.made_on << 8 | 20
        return (
            struct.pack("<4s6H3L5H2L", b"PK\1\2", made, 20, self.flags, self.method, 0, 33, *fields) + self.name + extra
        )


def raw_zip(
    entries: Iterable[Raw], *, claimed: int | None = None, disk: int = 0, before: bytes = b"", after: bytes = b""
) -> bytes:
    """A zip of entries; `claimed` is how many its end record says."""
    content, directory = bytearray(), bytearray()
    count = 0
    for entry in entries:
        directory += entry.listed(len(content))
        content += entry.local()
        count += 1
    said = count if claimed is None else claimed
    end = end_record(said, len(directory), len(content), disk)
    return before + bytes(content) + bytes(directory) + end + after


def end_record(count: int, size: int, offset: int, disk: int = 0) -> bytes:
    """The end of central directory record (4.3.16)."""
    return struct.pack("<4s4H2LH", b"PK\5\6", disk, disk, count, count, size, offset, 0)


def end_record64(count: int, size: int, offset: int, disks: int = 1) -> bytes:
    """The end record of zip64, its locator and the ordinary end record (4.3.14 to 4.3.16)."""
    at = offset + size
    return (
        struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        + struct.pack("<4sLQL", b"PK\6\7", 0, at, disks)
        + struct.pack("<4s4H2LH", b"PK\5\6", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )
