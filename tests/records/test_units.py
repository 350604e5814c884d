"""Lists of units, as coordinators save them from Excel and others."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.units import read_units
from tests.records.gathering import Gathered

HOMES = ["https://lms.example.no"]


def read(path: Path, content: bytes) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    path.write_bytes(content)
    sink = Gathered()
    read_units(path, HOMES, sink)
    return sink.units, sink.aside


@pytest.mark.parametrize(
    "content",
    [
        "learner,unit\nd-01,Åsen\n".encode(),
        "ansatt;enhet\r\nd-01;Åsen\r\n".encode("utf-8-sig"),
        "Bruker\tAvdeling\r\nd-01\tÅsen\r\n".encode("utf-16"),
        "ansatt;enhet\r\n\r\nd-01; Åsen \r\n".encode("cp1252"),
        codecs.BOM_UTF16_BE + 'navn;eining;brukar\nKari;"Åsen";d-01\n'.encode("utf-16-be"),
    ],
)
def test_tables_are_read_as_they_are_saved(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path / "u.csv", content) == ({"account:https://lms.example.no|d-01": "Åsen"}, [])


def test_a_line_without_a_learner_or_a_unit_is_set_aside(tmp_path: Path) -> None:
    units, aside = read(tmp_path / "u.csv", b"learner,unit\n,Nord\nd-01\nd-02,Nord\n")
    assert list(units) == ["account:https://lms.example.no|d-02"]
    assert [(place, text) for place, _, text in aside] == [("u.csv:2", ";Nord"), ("u.csv:3", "d-01")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no table of units"),
        (b"navn,sted\nKari,Nord\n", "is no table of units"),
        (b'learner,unit\n"d-01,Nord\n' + b"d-02,Nord\n" * 20_000, "u.csv:2: a quotation mark .* isn't closed"),
        (codecs.BOM_UTF16_LE + b"l\0e", "is no text"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(tmp_path / "u.csv", content)
