"""Files with statements: whatever they look like, what can be read is read, and the rest is told of."""

import gzip
import json
from pathlib import Path

import pytest

from scormbuild.records.sources.opening import open_source
from tests.records.gathering import Gathered, gathered
from tests.records.statements import lines, statement


def read(path: Path, content: bytes) -> Gathered:
    path.write_bytes(content)
    return gathered(open_source(str(path)))


def numbers(sink: Gathered) -> list[int]:
    return [int(row.id[-12:]) for row in sink.rows]


THREE = [statement(number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "content",
    [
        lines(*THREE),
        lines(*THREE).removesuffix(b"\n"),
        b"\n\n" + lines(*THREE).replace(b"\n", b"\r\n\r\n"),
        json.dumps(THREE).encode(),
        json.dumps(THREE, indent=2).encode(),
        json.dumps({"statements": THREE, "more": ""}).encode(),
        json.dumps({"more": "", "statements": THREE}, indent=1).encode(),
        "\n".join(json.dumps(each, indent=4) for each in THREE).encode(),
        json.dumps({"statements": THREE[:2], "more": ""}).encode() + json.dumps({"statements": THREE[2:]}).encode(),
    ],
)
def test_every_layout_of_json_is_read(tmp_path: Path, content: bytes) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"):
        sink = read(tmp_path / "x", content.decode().encode(encoding))
        assert (numbers(sink), sink.aside) == ([1, 2, 3], []), encoding
    assert numbers(read(tmp_path / "y", gzip.compress(content))) == [1, 2, 3]


def test_one_statement_is_enough(tmp_path: Path) -> None:
    assert numbers(read(tmp_path / "x", json.dumps(statement(7)).encode())) == [7]


def test_a_bad_line_is_set_aside_with_its_number(tmp_path: Path) -> None:
    bad = json.dumps(statement(2, result={"success": "ja"}))
    content = lines(statement(1)) + b"\n" + bad.encode() + b"\n" + lines(statement(3))
    sink = read(tmp_path / "statements.ndjson", content)
    assert numbers(sink) == [1, 3]
    assert sink.aside == [("statements.ndjson:3", "result.success must be true or false, not a text", bad)]
