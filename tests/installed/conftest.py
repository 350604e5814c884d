"""What tests of the installed program share: the files of a release, and a machine that has installed them."""

from __future__ import annotations

from pathlib import Path

import pytest
from release.distributions import Distributions, build

from tests.installed.machine import Machine, make_machine

ROOT = Path(__file__).parents[2]
EPOCH = 1_764_000_000
"""A time for the files of the tests' releases: 24 November 2025."""


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The sdist and the wheel of this source tree."""
    return build(ROOT, tmp_path_factory.mktemp("release"), EPOCH)


@pytest.fixture(scope="session")
def machine(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which the wheel is installed, without extras."""
    made = make_machine(tmp_path_factory.mktemp("machine") / "venv")
    made.run("pip", "install", "--quiet", "--no-index", distributions.wheel, cwd=made.folder)
    return made
