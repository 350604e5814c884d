"""What a text names is what is opened."""

from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.sources.opening import Access, open_source, open_sources
from tests.records.statements import lines, statement

LOG = (
    "Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address\n"
    '"2/03/26, 12:00:00",Testperson 01,-,Course: Brannvern,System,Course viewed,'
    "\"The user with id '1001' viewed the course with id '2'.\",web,192.0.2.1\n"
)


def test_reports_of_moodle_are_one_source_and_others_one_each(tmp_path: Path) -> None:
    for name in ("a.ndjson", "b.ndjson"):
        (tmp_path / name).write_bytes(lines(statement(1)))
    for name in ("en.csv", "to.csv"):
        (tmp_path / name).write_text(LOG)
    names = ["en.csv", "a.ndjson", "to.csv", "b.ndjson"]
    texts = [
        *(str(tmp_path / name) for name in names),
        "https://lrs.example.com/xapi",
        "postgresql://db.example.no/lrs",
    ]
    opened = [source.name for source in open_sources(texts, Access(key="a", secret="b"))]
    assert opened == ["a.ndjson", "b.ndjson", texts[4], texts[5], "en.csv, to.csv"]


def test_a_report_of_moodle_alone(tmp_path: Path) -> None:
    (tmp_path / "en.csv").write_text(LOG)
    assert open_source(str(tmp_path / "en.csv")).name == "en.csv"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x00", "unpack it"),
        (b"a;b;c\n", "no source of records"),
        (b"\x00\x01\x02\x03", "no source of records"),
        (b"ansatt;enhet\nd-01;Nord\n", "give it with --units"),
    ],
)
def test_what_holds_no_records_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(UsageError, match=said):
        open_sources([str(tmp_path / "x.csv")])


def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        open_sources([str(tmp_path / "none.ndjson")])
    with pytest.raises(UsageError, match="without Parquet files"):
        open_sources([str(tmp_path)])
