"""What looks like a finding and isn't, and what the readers of pages and scripts make of hostile text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scormbuild.inspect.inspecting import inspect
from tests.inspect.broken.content import SOUND
from tests.inspect.packages import Files, written


@pytest.mark.parametrize("make", [each[1] for each in SOUND], ids=[each[0] for each in SOUND])
def test_nothing_is_found_in_what_only_looks_wrong(make: Callable[[], Files], tmp_path: Path) -> None:
    assert inspect(written(tmp_path, make())).findings == ()
