"""What may know of what: parts that read packages and records share no code with what makes them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "scormbuild"
COMPILER = {"build", "compile", "formats", "package", "paper", "passport"}
IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sys.modules)
"""


def imported(part: str) -> Iterator[str]:
    """What the modules of a part import themselves, also within functions."""
    for path in (SOURCE / part).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{each.name}" for each in node.names)
            elif isinstance(node, ast.Import):
                yield from (each.name for each in node.names)


@pytest.mark.parametrize("part", ["inspect", "diff", "records"])
def test_part_shares_no_code_with_the_compiler(part: str) -> None:
    command = [sys.executable, "-c", IMPORT_ALL, f"scormbuild.{part}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[1] for name in (*done.stdout.split(), *imported(part)) if name.startswith("scormbuild.")}
    assert part in loaded
    assert loaded & COMPILER == set()
