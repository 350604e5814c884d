"""Zips that are made to do harm: refused or told of, in bounded memory, and nothing of them lands on the disk."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from scormbuild.inspect.archive import Archive, Unreadable
from scormbuild.inspect.directory import ENTRIES, NAMES
from scormbuild.inspect.inspecting import inspect
from tests.inspect.broken.archive import entries, with_entry
from tests.inspect.broken.manifest import changed
from tests.inspect.packages import MANIFEST_12, scorm12, written, zipped
from tests.inspect.zips import Raw, end_record, end_record64, raw_zip

ROOT: Final = Path(__file__).parents[2]
MEBIBYTES: Final = 200
MILLION: Final = 1_000_000

MEASURE: Final = """
import json, sys
from pathlib import Path
from tests.inspect.fuzzing import most_memory
from scormbuild.inspect.inspecting import inspect
from scormbuild.inspect.reports import as_json, as_junit, as_sarif
from scormbuild.inspect.wording import as_text
report = inspect(Path(sys.argv[1]))
for text in (as_text(report), as_json([report]), as_sarif([report]), as_junit([report], ("error",))):
    assert text
json.dump({"mebibytes": most_memory(), "codes": sorted({finding.rule.code for finding in report.findings})}, sys.stdout)
"""


def measured(path: Path) -> dict[str, Any]:
    """What is found, and the most memory in MiB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def million_entries(*, is_zip64: bool) -> bytes:
    """A list of a million entries. Without zip64 the end record can only say 16,960, which is that modulo 65,536."""
    directory = Raw(b"a.html").listed(0) * MILLION
    content = Raw(b"a.html").local()
    if is_zip64:
        return content + directory + end_record64(MILLION, len(directory), len(content))
    return content + directory + end_record(MILLION % 65_536, len(directory), len(content))


def long_names() -> bytes:
    """As many names as are taken at all, each as long as they may be together, in signs of four bytes."""
    sign = "\N{PILE OF POO}".encode()
    each = NAMES // ENTRIES // len(sign) * len(sign) - 8
    names = (sign * (each // len(sign)) + b"%05d" % at for at in range(ENTRIES - 10))
    return raw_zip([*entries(), *(Raw(name, method=0) for name in names)])


def bombs_in_disguise() -> bytes:
    """Entries that say that they are small, and unpack to 64 MB each."""
    bomb = Raw(b"film.mp4", b"\0" * (64 << 20), said_size=1000)
    return with_entry(bomb)


def bomb_in_manifest() -> bytes:
    *others, _ = entries()
    return raw_zip([Raw(b"imsmanifest.xml", b" " * (90 << 20)), *others[1:]])


def laughs() -> bytes:
    """A billion laughs: entities of entities."""
    declared = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    doctype = f'<!DOCTYPE manifest [<!ENTITY a0 "ha">{declared}]>\n<manifest'
    return zipped(changed("<manifest", doctype))


def long_attribute() -> bytes:
    """One attribute of 8 MB."""
    return zipped(changed('version="1.0"', f'version="{"x" * 8_000_000}"'))


def many_nodes() -> bytes:
    resources = '<file href="a"/>' * 95_000
    return zipped(changed('<file href="door.svg"/>', f'<file href="door.svg"/>{resources}'))


def many_scripts() -> bytes:
    """Text files that are as large as they are read at all."""
    chance = random.Random(1)
    text = b" ".join(b"%08x.js" % chance.randrange(1 << 32) for _ in range(330_000))
    files = scorm12()
    return zipped({**files, **{f"script{at}.js": text for at in range(2)}})


def quoted_overlap() -> bytes:
    """D. Fifield's zip: local headers within one another, so that one kernel of content is unpacked many times."""
    kernel = Raw(b"0", b"\0" * (1 << 16))
    content = kernel.local()
    directory = b"".join(Raw(b"%d" % at, kernel.content).listed(0) for at in range(1000))
    return content + directory + end_record(1000, len(directory), len(content))


def deep_folders() -> bytes:
    """Names of thousands of folders, whose every parent would take megabytes."""
    return raw_zip([*entries(), *(Raw(b"%d/" % at + b"a/" * 2000 + b"x", method=0) for at in range(200))])


def long_bases() -> bytes:
    """A base of 2 MB that each of many resources has, and one address of 1 MB that many items open."""
    resources = '<resource identifier="r{0}" type="webcontent" href="{0}.html"/>'
    items = '<item identifier="i{0}" identifierref="long"><title>Fire</title></item>'
    text = (
        MANIFEST_12.replace("<resources>", f'<resources xml:base="{"b" * 2_000_000}/">')
        .replace(
            "</resources>", f'<resource identifier="long" type="webcontent" href="{"h" * 1_000_000}"/></resources>'
        )
        .replace("</resources>", "".join(resources.format(at) for at in range(15_000)) + "</resources>")
        .replace("    </organization>", "".join(items.format(at) for at in range(15_000)) + "</organization>")
    )
    return zipped(scorm12(text))


def long_identifiers() -> bytes:
    """An identifier of 3 MB that comes again, and organizations that each ask for one that isn't there."""
    twice = f'<resource identifier="{"i" * 3_000_000}" type="webcontent"/>' * 2
    many = '<organizations default="none"><organization identifier="o"/></organizations>' * 15_000
    return zipped(changed("</manifest>", f"{twice}{many}</manifest>"))


def many_namespaces() -> bytes:
    declared = " ".join(f'xmlns:a{at}="http://www.adlnet.org/xsd/adlcp_rootv1p2"' for at in range(20_000))
    return zipped(changed('version="1.0"', f'version="1.0" {declared}'))


def seeming_comments() -> bytes:
    """In CDATA, what would be comments and titles that never end."""
    return zipped(changed("<title>Fire", f"<title><![CDATA[{'<!-- <title><![CDATA[ ' * 60_000}]]>Fire"))


def wide_signs() -> bytes:
    """A manifest and a script as large as they are read, whose signs take four bytes each in memory."""
    text = "\N{PILE OF POO}%41" * 580_000
    manifest = MANIFEST_12.replace("</manifest>", f"<!--\N{PILE OF POO}{'x' * 8_000_000}--></manifest>")
    return zipped({**scorm12(manifest), "more.js": text.encode()})


CASES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a million entries of zip64": (lambda: million_entries(is_zip64=True), "too-many-entries"),
    "a million entries, said to be fewer": (lambda: million_entries(is_zip64=False), "too-many-entries"),
    "a thousand entries of one content": (quoted_overlap, "overlapping-entries"),
    "long names": (long_names, "unmarked-name"),
    "bombs in disguise": (bombs_in_disguise, "understated-size"),
    "a bomb for a manifest": (bomb_in_manifest, "manifest-too-large"),
    "a billion laughs": (laughs, "manifest-entities"),
    "one attribute of 8 MB": (long_attribute, "manifest-not-well-formed"),
    "as many elements as are read": (many_nodes, "file-missing"),
    "text files as large as they are read": (many_scripts, "unused-file"),
    "deep folders": (deep_folders, "long-path"),
    "long bases and addresses": (long_bases, "launch-missing"),
    "long identifiers": (long_identifiers, "duplicate-identifier"),
    "many namespaces": (many_namespaces, "manifest-not-well-formed"),
    "what seem to be comments": (seeming_comments, "schema-length"),
    "signs of four bytes": (wide_signs, "unused-file"),
}


@pytest.mark.parametrize("name", CASES)
def test_memory_is_bounded(name: str, tmp_path: Path) -> None:
    make, code = CASES[name]
    told = measured(written(tmp_path, make()))
    assert code in told["codes"], told
    assert told["mebibytes"] < MEBIBYTES


def test_nothing_is_written_outside_or_inside(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    package = written(folder, with_entry(Raw(b"../../../climbed.txt", b"x")))
    before = sorted(tmp_path.rglob("*"))
    assert inspect(package).findings
    assert sorted(tmp_path.rglob("*")) == before


def test_a_list_that_says_more_than_it_holds_ends_where_it_ends(tmp_path: Path) -> None:
    content = zipped(scorm12())
    size, offset = struct.unpack_from("<2L", content, len(content) - 10)
    claimed = content[:-22] + end_record(60_000, size, offset)
    (finding,) = inspect(written(tmp_path, claimed)).findings
    assert finding.rule.code == "count-differs"


def test_content_is_read_up_to_a_limit(tmp_path: Path) -> None:
    with Archive(written(tmp_path, {"a.txt": b"x" * 1000})) as archive:
        assert archive.read("a.txt", 1000) == b"x" * 1000
        with pytest.raises(Unreadable, match="1,000 bytes"):
            archive.read("a.txt", 999)
        with archive.open("a.txt") as stream:
            assert stream.read(10) == b"x" * 10
            assert len(stream.read()) == 990


@pytest.mark.parametrize("length", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
@pytest.mark.parametrize("method", [0, 8])
def test_content_comes_back_whole(length: int, method: int, tmp_path: Path) -> None:
    content = random.Random(length).randbytes(length // 2) + b"\0" * (length - length // 2)
    with Archive(written(tmp_path, raw_zip([Raw(b"a", content, method)]))) as archive:
        assert archive.read("a") == content


def test_names_are_read_as_platforms_guess_them(tmp_path: Path) -> None:
    raws = [Raw("ø.html".encode(), flags=1 << 11), Raw("æ.html".encode()), Raw("å.html".encode("cp437"))]
    with Archive(written(tmp_path, raw_zip(raws))) as archive:
        assert list(archive.entries) == ["ø.html", "æ.html", "å.html"]


@pytest.mark.parametrize("wild", [(20, 20, 1 << 63), (20, 20, (1 << 64) - 1), (20, (1 << 64) - 1, 0)])
def test_places_that_no_file_has(wild: tuple[int, int, int], tmp_path: Path) -> None:
    (finding,) = inspect(written(tmp_path, with_entry(Raw(b"a.html", zip64=wild)))).findings
    assert finding.rule.code in ("entry-damaged", "overlapping-entries")


def test_a_zip_behind_other_bytes_is_found(tmp_path: Path) -> None:
    with Archive(written(tmp_path, b"MZ" * 500 + zipped(scorm12()))) as archive:
        assert archive.directory.prefix == 1000
        assert archive.read("imsmanifest.xml").decode() == MANIFEST_12


def test_zip64_is_read(tmp_path: Path) -> None:
    content = zipped(scorm12())
    count, _, size, offset = struct.unpack_from("<HHLL", content, len(content) - 14)
    with Archive(written(tmp_path, content[:-22] + end_record64(count, size, offset))) as archive:
        assert archive.read("imsmanifest.xml").decode() == MANIFEST_12
