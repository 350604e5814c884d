"""Files with statements: whatever they look like, what can be read is read, and the rest is told of."""

import gzip
import json
import random
from pathlib import Path

import pytest

from scormbuild.records.sources import files, scanner
from scormbuild.records.sources.opening import open_source
from tests.records.gathering import Gathered, gathered
from tests.records.statements import lines, statement

THREE = [statement(number) for number in (1, 2, 3)]
LAYOUTS = {
    "lines": lines(*THREE),
    "no line end": lines(*THREE).removesuffix(b"\n"),
    "empty lines": b"\n \n" + lines(*THREE).replace(b"\n", b"\r\n\r\n"),
    "array": json.dumps(THREE).encode(),
    "indented array": json.dumps(THREE, indent=2).encode(),
    "page": json.dumps({"statements": THREE, "more": ""}).encode(),
    "more first": json.dumps({"more": "", "statements": THREE}, indent=1).encode(),
    "page without more": json.dumps({"statements": THREE}).encode(),
    "indented objects": "\n".join(json.dumps(each, indent=4) for each in THREE).encode(),
    "pages": b"".join(json.dumps({"statements": part, "more": ""}).encode() for part in (THREE[:2], [], THREE[2:])),
    "arrays": json.dumps(THREE[:1]).encode() + b"\n" + json.dumps(THREE[1:]).encode(),
}


def read(path: Path, content: bytes) -> Gathered:
    path.write_bytes(content)
    return gathered(open_source(str(path)))


def numbers(sink: Gathered) -> list[int]:
    return [int(row.id[-12:]) for row in sink.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "gzip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_in_every_encoding(tmp_path: Path, layout: str, encoding: str) -> None:
    text = LAYOUTS[layout]
    content = gzip.compress(text) if encoding == "gzip" else text.decode().encode(encoding)
    sink = read(tmp_path / "records", content)
    assert (numbers(sink), sink.aside) == ([1, 2, 3], [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_wherever_a_block_ends(tmp_path: Path, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (64, 333, 1000):
        monkeypatch.setattr(files, "BLOCK", size)
        sink = read(tmp_path / "records.ndjson", LAYOUTS[layout])
        assert (numbers(sink), sink.aside) == ([1, 2, 3], []), size


def test_one_statement_is_enough_and_none_too(tmp_path: Path) -> None:
    assert numbers(read(tmp_path / "x", json.dumps(statement(7)).encode())) == [7]
    assert read(tmp_path / "x", b"[]").rows == []
    assert read(tmp_path / "x.ndjson", b"").rows == []


def test_a_bad_line_is_set_aside_with_its_number(tmp_path: Path) -> None:
    bad = json.dumps(statement(2, result={"success": "ja"}))
    content = lines(statement(1)) + b"\n" + bad.encode() + b"\n" + lines(statement(3))
    sink = read(tmp_path / "statements.ndjson", content)
    assert numbers(sink) == [1, 3]
    assert sink.aside == [("statements.ndjson:3", "result.success must be true or false, not a text", bad)]


def test_bad_lines_keep_their_numbers_over_many_blocks(tmp_path: Path) -> None:
    told = [
        statement(number, timestamp="2500-01-01T00:00:00Z") if number % 700 == 0 else statement(number)
        for number in range(1, 3001)
    ]
    sink = read(tmp_path / "x.ndjson", lines(*told))
    assert len(sink.rows) == 2996
    assert sink.places == ["x.ndjson:700", "x.ndjson:1400", "x.ndjson:2100", "x.ndjson:2800"]
    assert [json.loads(text)["id"][-4:] for _, _, text in sink.aside] == ["0700", "1400", "2100", "2800"]


def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    for name, content in LAYOUTS.items():
        sink = read(tmp_path / "x.json", content[: content.rindex(b"timestamp")])
        assert numbers(sink) == [1, 2], name
        assert len(sink.aside) == 1, name
        assert "breaks off" in sink.reasons[0], name
        assert "000000000003" in sink.aside[0][2], name


def test_half_a_packed_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    chance = random.Random(1)
    told = lines(*(statement(number, result={"response": str(chance.random())}) for number in range(4000)))
    packed = gzip.compress(told)
    sink = read(tmp_path / "x.gz", packed[: len(packed) // 2])
    assert 1000 < len(sink.rows) < 3000
    assert numbers(sink) == list(range(len(sink.rows)))
    assert any("packed file is damaged or cut off" in reason for reason in sink.reasons)
    sink = read(tmp_path / "x.gz", packed[:-8] + b"\0" * 8)
    assert len(sink.rows) == 4000
    assert sink.reasons[0].startswith("the packed file is damaged")


def test_mixed_encodings_cost_the_lines_that_they_are_in(tmp_path: Path) -> None:
    wrong = json.dumps(statement(2, result={"response": "blåbær"}), ensure_ascii=False).encode("latin-1")
    sink = read(tmp_path / "x.ndjson", lines(statement(1)) + wrong + b"\n" + lines(statement(3)))
    assert numbers(sink) == [1, 3]
    assert sink.reasons == ["the text isn't UTF-8"]


def test_a_line_of_100_mb_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    with path.open("wb") as file:
        file.write(lines(statement(1)))
        file.write(b'{"id": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + lines(statement(3), {}))
    sink = gathered(open_source(str(path)))
    assert numbers(sink) == [1, 3]
    assert sink.aside[0][:2] == ("x.ndjson:2", "the line is longer than 16 MiB")
    assert sink.aside[0][2].startswith('{"id": "xxx')
    assert sink.places[1] == "x.ndjson:4"


def test_a_long_line_at_the_end_is_passed_over(tmp_path: Path) -> None:
    sink = read(tmp_path / "x.ndjson", lines(statement(1)) + b"x" * (files.LONGEST_LINE + 1))
    assert numbers(sink) == [1]
    assert sink.places == ["x.ndjson:2"]


def test_an_object_without_end_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "LONGEST", 10**6)
    content = b"[" + json.dumps(statement(1)).encode() + b', {"id": "' + b"x" * 3 * 10**6
    sink = read(tmp_path / "x.json", content)
    assert numbers(sink) == [1]
    assert sink.places == ["x.json, statement 2"]


@pytest.mark.parametrize("hole", [b"\0" * 4096, b"\xff" * 10, b"garbage"])
def test_a_hole_in_the_file_costs_what_stood_there(tmp_path: Path, hole: bytes) -> None:
    sink = read(tmp_path / "x.ndjson", lines(statement(1)) + hole + b"\n" + lines(statement(3)))
    assert numbers(sink) == [1, 3]
    assert sink.places == ["x.ndjson:2"]


def test_what_stands_between_objects_is_set_aside(tmp_path: Path) -> None:
    first, second = (json.dumps(statement(number)).encode() for number in (1, 2))
    sink = read(tmp_path / "x.json", b"[" + first + b", 17, null, " + second + b"]")
    assert numbers(sink) == [1, 2]
    assert sink.reasons == ["this is no statement: a statement begins with {"]


def test_a_page_that_is_not_the_last_says_so(tmp_path: Path) -> None:
    for page in ({"statements": THREE, "more": "/xapi/more/2"}, {"more": "/xapi/more/2", "statements": THREE}):
        sink = read(tmp_path / "x.json", json.dumps(page).encode())
        assert numbers(sink) == [1, 2, 3]
        assert sink.reasons == ["the record store had more statements than this page: ask it for all of them"]


def test_deep_json_costs_what_it_is_in(tmp_path: Path) -> None:
    deep = b'{"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    sink = read(tmp_path / "x.ndjson", lines(statement(1)) + deep + b"\n" + lines(statement(3)))
    assert numbers(sink) == [1, 3]
    assert sink.reasons == ["the JSON is nested too deeply"]


@pytest.mark.parametrize(
    "text", [b"[" * 10**6, b'{"a":' * 200_000, b'["' * 10**6, b"{}" * 10**4, b'{"statements":[' * 10**5, b'"\\' * 10**6]
)
def test_no_text_takes_long_or_fails(tmp_path: Path, text: bytes) -> None:
    sink = read(tmp_path / "x.json", b"[" + text)
    assert sink.rows == []


def test_what_a_file_is_decides_and_not_its_name(tmp_path: Path) -> None:
    assert numbers(read(tmp_path / "export.csv", lines(*THREE))) == [1, 2, 3]
