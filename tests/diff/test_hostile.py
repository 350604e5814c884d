"""Packages made to do harm: a comparison ends, in bounded time and memory, with a message."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from scormbuild.diff import NotComparable, compare
from tests.diff.courses import package, small_course
from tests.inspect.packages import SOUND, Files, written

MEMORY = 16 << 20
PLAN = b'<script type="application/json" id="plan">'
MEBIBYTE = 1 << 20


def with_document(document: bytes) -> Files:
    return {**SOUND["scorm12"](), "index.html": document}


@pytest.mark.parametrize(
    "document",
    [
        PLAN * 40_000,
        PLAN + b"[" * MEBIBYTE,
        PLAN + b'{"sco":' + b'"x' * MEBIBYTE,
        PLAN + b"{}</script>",
        PLAN + b"null</script>",
        b"\xff" * MEBIBYTE,
    ],
    ids=["plans-without-end", "deep", "open-text", "empty", "null", "no-utf-8"],
)
def test_document_with_a_plan_that_is_none_is_compared(document: bytes, tmp_path: Path) -> None:
    old = written(tmp_path, with_document(document), "old.zip")
    new = written(tmp_path, with_document(document + b" "), "new.zip")
    assert compare(old, new).verdict == "not-known"


@pytest.mark.parametrize(
    "piece",
    [
        '<template id="page-a"><p class="eyebrow">',
        '<template id="page-a"><',
        ' data-question="a"',
        ' id="a--title">',
        ' data-option="a"><label>',
        "<label ",
        '<a data-field="a"',
    ],
)
def test_page_of_endless_beginnings_is_compared(piece: str, tmp_path: Path) -> None:
    sound = package(tmp_path / "course", small_course(), tmp_path / "sound")
    grown = tmp_path / "grown.zip"
    with ZipFile(sound) as source, ZipFile(grown, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "index.html":
                here = b'<template id="page-slokk">'
                content = content.replace(here, here + piece.encode() * (MEBIBYTE // len(piece)), 1)
            target.writestr(name, content)
    assert {row.change.severity for row in compare(sound, grown).rows} == {"note"}


def test_damaged_packages_give_a_comparison_or_a_message(tmp_path: Path) -> None:
    sound = package(tmp_path / "course", small_course(), tmp_path / "sound")
    content = sound.read_bytes()
    chance = random.Random(1)
    verdicts, refusals = set(), []
    for number in range(150):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 4, 30])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = len(damaged) if chance.random() < 0.8 else chance.randrange(len(damaged))
        path = written(tmp_path, bytes(damaged[:cut]), f"{number % 4}.zip")
        try:
            verdicts.add(compare(sound, path).verdict)
        except NotComparable as error:
            refusals.append(str(error))
    assert "unsafe" in verdicts
    assert refusals
    assert all("error[" in said for said in refusals)


def test_many_large_documents_take_bounded_memory(tmp_path: Path) -> None:
    files = SOUND["scorm12"]()
    items, resources = "", ""
    with ZipFile(tmp_path / "large.zip", "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(10):
            items += f'<item identifier="i{number}" identifierref="r{number}"><title>a</title></item>'
            resources += f'<resource identifier="r{number}" type="webcontent" href="{number}.html"/>'
            # Random hex packs to half: no bomb. All together they have 20 MiB.
            archive.writestr(f"{number}.html", random.Random(number).randbytes(MEBIBYTE).hex())
        manifest = files["imsmanifest.xml"].decode()
        manifest = manifest.replace("</organization>", f"{items}</organization>")
        archive.writestr("imsmanifest.xml", manifest.replace("</resources>", f"{resources}</resources>"))
    tracemalloc.start()
    comparison = compare(tmp_path / "large.zip", written(tmp_path, files))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MEMORY
    assert comparison.verdict == "not-known"
