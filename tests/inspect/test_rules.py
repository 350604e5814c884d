"""Every rule: its broken package gives that finding and no other, and sound packages give none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.inspect.inspecting import inspect
from scormbuild.inspect.rules import rules
from tests.inspect.broken import BROKEN, VARIANTS, Maker
from tests.inspect.broken.played import PLAYED
from tests.inspect.packages import SOUND, written


@pytest.mark.parametrize("code", BROKEN)
def test_broken_package_gives_its_rule_and_no_other(code: str, tmp_path: Path) -> None:
    findings = inspect(written(tmp_path, BROKEN[code]())).findings
    assert {finding.rule.code for finding in findings} == {code}, findings


@pytest.mark.parametrize(("code", "make"), [each[1:] for each in VARIANTS], ids=[each[0] for each in VARIANTS])
def test_other_ways_to_the_same_rule(code: str, make: Maker, tmp_path: Path) -> None:
    findings = inspect(written(tmp_path, make())).findings
    assert {finding.rule.code for finding in findings} == {code}, findings


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_found_in_a_sound_package(name: str, tmp_path: Path) -> None:
    report = inspect(written(tmp_path, SOUND[name]()))
    assert report.findings == ()
    assert name.startswith(report.standard or "none")


def test_every_rule_has_a_broken_package() -> None:
    assert [rule.code for rule in rules() if rule.code not in BROKEN.keys() | PLAYED.keys()] == []


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in rules()]
    assert sorted(set(codes)) == sorted(codes)
