"""Packages that are changed at random, inspected and told of: `python -m tests.inspect.fuzzing FIRST COUNT`.

Prints what went wrong, by seed, and the most memory that the process ever held. A case that takes too long ends the
process with every thread's traceback.
"""

from __future__ import annotations

import faulthandler
import json
import random
import re
import struct
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from scormbuild.inspect.inspecting import inspect
from scormbuild.inspect.reports import as_json, as_junit, as_sarif
from scormbuild.inspect.wording import as_text
from tests.inspect.packages import SOUND, Files, zipped
from tests.inspect.zips import Raw, raw_zip

SECONDS: Final = 20
"""For one case; they take some thousandths."""

EDGES: Final = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
SIGNATURES: Final = (b"PK\1\2", b"PK\3\4", b"PK\5\6")
FIELDS: Final = {b"PK\1\2": 46, b"PK\3\4": 30, b"PK\5\6": 22}
WORDS: Final = (
    "",
    "\0",
    "../",
    "..\\",
    "/",
    "C:",
    "http://[",
    "https://example.org/ü",
    "%zz%00%2e%2e/",
    "\u202e",
    "a\u030a",
    "&#xD800;",
    "&#0;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    '<?xml version="1.1" encoding="UTF-32"?>',
    "xmlns:adlcp",
    "{}",
    "9" * 400,
    "x" * 5000,
    "1e999",
    "NaN",
    "<a>" * 300,
    "\N{PILE OF POO}",
)


def flipped(files: Files, chance: random.Random) -> bytes:
    """Some bytes of the zip are others."""
    content = bytearray(zipped(files))
    for _ in range(chance.choice((1, 2, 8, 64))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def cut(files: Files, chance: random.Random) -> bytes:
    """The zip is cut short, or a piece of it is gone, doubled or moved."""
    content = zipped(files)
    first, last = sorted(chance.randrange(len(content)) for _ in range(2))
    piece = content[first:last]
    return chance.choice(
        (content[:last], content[:first] + content[last:], content[:last] + piece + content[last:], piece)
    )


def with_field(files: Files, chance: random.Random) -> bytes:
    """A field of a header is another number."""
    content = bytearray(zipped(files))
    for _ in range(chance.choice((1, 1, 3))):
        signature = chance.choice(SIGNATURES)
        places = [at for at in range(len(content)) if content.startswith(signature, at)]
        at = chance.choice(places) + chance.randrange(4, FIELDS[signature] - 1)
        width = chance.choice(("<H", "<L")) if at + 4 <= len(content) else "<H"
        value = chance.choice((*EDGES, chance.randrange(1 << 32), len(content)))
        struct.pack_into(width, content, at, value & (0xFFFF if width == "<H" else 0xFFFFFFFF))
    return bytes(content)


def with_entries(files: Files, chance: random.Random) -> bytes:
    """Entries of any name, mode and method beside the sound ones."""
    entries = [Raw(path.encode(), content) for path, content in files.items()]
    for _ in range(chance.randrange(1, 20)):
        name = "".join(chance.choice(("a", "/", ".html", *WORDS[:12])) for _ in range(chance.randrange(1, 6)))
        raw = name.encode() if chance.random() < 0.7 else chance.randbytes(chance.randrange(1, 30))
        flags, method = chance.choice((0, 1, 8, 1 << 11, 0xFFFF)), chance.choice((0, 8, 8, 9, 12, 93, 99))
        mode = chance.choice((0, 0o100644, 0o120777, 0o20666, 0o40755, 0xFFFF))
        size = chance.choice((None, None, 0, 1 << 20, 0xFFFFFFFF))
        wide = chance.choice((0, 1, 1 << 32, 1 << 63, (1 << 64) - 1)), 1, chance.choice((0, 1 << 33, (1 << 64) - 1))
        entries.insert(
            chance.randrange(len(entries) + 1),
            Raw(
                raw,
                chance.randbytes(chance.randrange(200)),
                method,
                flags,
                3,
                mode,
                said_size=size,
                zip64=chance.choice((None,) * 9 + (wide,)),
            ),
        )
    return raw_zip(entries, claimed=chance.choice((None, 0, len(entries), 0xFFFF)))


def manifest_of(files: Files) -> str:
    return next(path for path in files if path in ("imsmanifest.xml", "cmi5.xml", "tincan.xml"))


def with_words(files: Files, chance: random.Random) -> bytes:
    """Texts of one file are swapped for others."""
    path = manifest_of(files) if chance.random() < 0.6 else chance.choice(list(files))
    text = files[path].decode()
    for _ in range(chance.choice((1, 2, 5))):
        first = chance.randrange(len(text) + 1)
        last = min(len(text), first + chance.choice((0, 1, 4, 20)))
        text = text[:first] + chance.choice((*WORDS, text[last : last + 40])) + text[last:]
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1", "utf-32"))
    return zipped({**files, path: text.encode(encoding, "replace")})


def with_tree(files: Files, chance: random.Random) -> bytes:
    """The manifest's elements and attributes are moved about."""
    path = manifest_of(files)
    root = etree.fromstring(files[path])
    for _ in range(chance.choice((1, 3, 10))):
        elements = list(root.iter("*"))
        target, other = chance.choice(elements), chance.choice(elements)
        kind = chance.randrange(6)
        parent = target.getparent()
        if kind == 0 and parent is not None:
            parent.remove(target)
        elif kind == 1:
            target.tag = other.tag
        elif kind == 2:
            other.append(etree.fromstring(etree.tostring(target)))
        elif kind == 3 and target.attrib:
            del target.attrib[chance.choice(list(target.attrib))]
        elif kind == 4:
            name = chance.choice(list(other.attrib) or ["href"])
            target.set(name, chance.choice(("", "../x", "index.html", "http://[", "1", "x" * 3000, "ü", "%")))
        else:
            target.text = chance.choice(("", "1", "x" * 3000, "ü", "http://[", "2004 3rd Edition"))
    return zipped({**files, path: etree.tostring(root)})


KINDS: Final[tuple[Callable[[Files, random.Random], bytes], ...]] = (
    flipped,
    cut,
    with_field,
    with_entries,
    with_words,
    with_tree,
)


def case(seed: int) -> bytes:
    """The zip of a seed."""
    chance = random.Random(seed)
    files = SOUND[chance.choice(list(SOUND))]()
    return chance.choice(KINDS)(files, chance)


def run(first: int, count: int) -> Mapping[str, object]:
    """Inspect the zips of some seeds. Returns tracebacks by seed, the most memory in MiB, and what was found."""
    failures: dict[int, str] = {}
    found: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        for seed in range(first, first + count):
            path.write_bytes(case(seed))
            faulthandler.dump_traceback_later(SECONDS, exit=True)
            try:
                report = inspect(path)
                for finding in report.findings:
                    found[finding.rule.code] = found.get(finding.rule.code, 0) + 1
                as_text(report).encode()
                as_json([report]).encode()
                as_sarif([report]).encode()
                etree.fromstring(as_junit([report], ("error",)).encode())
            except Exception:  # whatever it is, the seed is to be told
                failures[seed] = traceback.format_exc()
            finally:
                faulthandler.cancel_dump_traceback_later()
    return {"failures": failures, "mebibytes": most_memory(), "found": found}


def most_memory() -> float:
    """The most memory that this process ever held, in MiB. `ru_maxrss` would begin with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kibibytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(kibibytes) / 1024


if __name__ == "__main__":
    json.dump(run(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
