"""pyarrow without pandas, in a process of its own: what was imported stays so."""

from __future__ import annotations

import subprocess
import sys


def test_pandas_is_not_imported_for_arrays_and_is_there_for_who_asks() -> None:
    program = """
import sys
import pyarrow as pa
from scormbuild.records.arrow import spare_pandas
spare_pandas()
pa.array(["a", None]), pa.array([1.5, None], pa.float64()), pa.repeat("a", 2), pa.scalar(1)
assert "pandas" not in sys.modules
assert pa.table({"a": [1]}).to_pandas().shape == (1, 1)
assert "pandas" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
