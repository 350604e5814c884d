"""pyarrow without pandas."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

import pyarrow as pa

_PANDAS: Final = "pandas"


class _Without(MetaPathFinder):
    """Answers that there is no pandas."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == _PANDAS:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def spare_pandas() -> None:
    """Let pyarrow find no pandas the one time that it looks: at its first array.

    It would import it to see whether what it is given is a series, and nothing here is. That costs 0.2 seconds and
    35 MiB of every report. What asks pyarrow for pandas by name later still gets it.
    """
    if _PANDAS in sys.modules:
        return
    without = _Without()
    sys.meta_path.insert(0, without)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(without)
