"""Packages changed at random: no traceback, no hang, bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
MEBIBYTES: Final = 200


def fuzzed(first: int, count: int) -> dict[str, Any]:
    """Some seeds in a process of their own, whose memory nothing else has used."""
    command = [sys.executable, "-m", "tests.inspect.fuzzing", str(first), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_random_packages_are_judged_without_a_traceback() -> None:
    told = fuzzed(1_000_000, 150)
    assert told["failures"] == {}
    assert told["mebibytes"] < MEBIBYTES
    assert len(told["found"]) > 15


@pytest.mark.soak
def test_ten_thousand_random_packages() -> None:
    told = fuzzed(0, 10_000)
    assert told["failures"] == {}
    assert told["mebibytes"] < MEBIBYTES
    assert len(told["found"]) > 50
