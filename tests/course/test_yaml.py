"""YAML 1.2's core types, from the specification's own tables (chapter 10.3.2), and positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.course.yaml import YamlMap, read_yaml
from scormbuild.errors import Problem


def read(tmp_path: Path, content: bytes) -> YamlMap:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    problems: list[Problem] = []
    data = read_yaml(path, "a.yaml", problems)
    assert problems == []
    assert isinstance(data, YamlMap)
    return data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("off", "off"),
        ("1:30", "1:30"),
        ("2019-05-20", "2019-05-20"),
        ("0o14", 12),
        ("014", 14),
        ("0xC", 12),
        ("-19", -19),
        ("+12.3", 12.3),
        ("12e03", 12000.0),
        (".5", 0.5),
        ("1_000", "1_000"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("Null", None),
        ('"true"', "true"),
        ("'12'", "12"),
    ],
)
def test_core_types(tmp_path: Path, text: str, value: object) -> None:
    read_value = read(tmp_path, f"key: {text}\n".encode())["key"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    data = read(tmp_path, "\ufefftittel: Å løfte\r\ntekst: |\r\n  én\r\n  to\r\n".encode())
    assert data == {"tittel": "Å løfte", "tekst": "én\nto\n"}
    assert data.values_at["tekst"].line == 2


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    data = read(tmp_path, "a: 1\nb:\n  - c: tøys\n    d: [x, yy]\n".encode())
    item = data["b"][0]
    assert (item.values_at["c"].line, item.values_at["c"].column) == (3, 8)
    assert [(at.line, at.column, at.length) for at in item["d"].items_at] == [(4, 9, 1), (4, 12, 2)]


@pytest.mark.parametrize(
    "text",
    ["title: " + "[" * 100_000, "\n".join(" " * level + "a:" for level in range(3_000))],
    ids=["brackets", "indentation"],
)
def test_no_depth_is_more_than_is_told_of(tmp_path: Path, text: str) -> None:
    """Some libyaml refuses depth by itself, and earlier: it is told as the same mistake."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    assert read_yaml(path, "a.yaml", problems) is None
    assert [problem.code for problem in problems] == ["depth"]
