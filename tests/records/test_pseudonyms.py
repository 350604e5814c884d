"""Pseudonyms: the same for the same key, and nothing without it."""

import hashlib
import stat
from pathlib import Path

import pytest

from scormbuild.errors import UsageError
from scormbuild.records.pseudonyms import Pseudonyms, create_key, exposure, passing_pseudonyms, read_key, shown

KARI = "account:https://lms.example.no|kari"
COURSE = "https://kurs.example.no/brann"


def test_a_learner_is_the_keyed_hash_of_the_identifier() -> None:
    key = bytes(range(32))
    expected = hashlib.blake2b(KARI.encode(), key=key, digest_size=8, person=b"learner").digest()
    assert Pseudonyms(key).learner(KARI) == int.from_bytes(expected, "big", signed=True)


def test_another_key_makes_other_numbers() -> None:
    first, second = passing_pseudonyms(), passing_pseudonyms()
    assert first.learner(KARI) == first.learner(KARI)
    assert first.learner(KARI) != second.learner(KARI)
    assert first.fingerprint != second.fingerprint


def test_attempts_differ_by_each_of_their_parts_and_not_by_where_one_ends() -> None:
    pseudonyms = Pseudonyms(bytes(32))
    told = [
        (KARI, COURSE, "1"),
        (KARI, COURSE, "2"),
        (KARI, COURSE + "1", ""),
        (KARI + "h", COURSE.removeprefix("h"), "1"),
        (KARI, "", COURSE + "1"),
    ]
    assert len({pseudonyms.attempt(*each) for each in told}) == len(told)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0000-0000-00000"), (31, "0000-0000-0000Z"), (1 << 60, "1000-0000-00000"), (-1, "FZZZ-ZZZZ-ZZZZZ")],
)
def test_numbers_are_shown_in_base_32(number: int, text: str) -> None:
    assert shown(number) == text


def test_a_key_file_is_private_and_makes_the_same_pseudonyms_again(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert exposure(path) is None
    assert read_key(path).learner(KARI) == read_key(path).learner(KARI)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        create_key(path)
    assert path.read_bytes() == before


def test_a_key_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key(path)
    path.chmod(0o644)
    assert "chmod 600" in (exposure(path) or "")


@pytest.mark.parametrize(
    "content", [b"", b"abc", b"\xff\xfe", b"00" * 31, b"# only a comment\n", b"00" * 32 + b"\n" + b"00" * 32]
)
def test_what_is_no_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is no key file"):
        read_key(path)


def test_a_missing_key_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="scormbuild report key"):
        read_key(tmp_path / "none")
