"""The version header: every patch of 1.0 and 2.0, nothing else."""

from __future__ import annotations

import pytest

from scormbuild.lrs.model.version import UnsupportedVersion, Version, negotiate


@pytest.mark.parametrize(
    ("header", "version"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.32", "1.0.3"),
        (" 1.0.1 ", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.1", "2.0.0"),
    ],
)
def test_every_patch_version_is_answered_with_the_latest(header: str, version: str) -> None:
    assert negotiate(header) is Version(version)


@pytest.mark.parametrize(
    "header", [None, "", "1", "0.95", "0.9.9", "1.1.0", "1.0.x", "1.0.", "2.1.0", "3.0.0", "1.0.3\n2"]
)
def test_other_versions_are_refused_with_those_that_are_spoken(header: str | None) -> None:
    with pytest.raises(UnsupportedVersion, match=r"send 1\.0\.3 or 2\.0\.0"):
        negotiate(header)
