"""The templates are what GitHub and GitLab take, and ask for no more than they need."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from scormbuild import __version__
from scormbuild.ci import PLACES, SERVICES, Service, template
from scormbuild.cli import cli
from scormbuild.errors import UsageError

SCHEMAS = {
    "github": ["--builtin-schema", "vendor.github-workflows"],
    "gitlab": ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
}


@pytest.mark.parametrize("service", SERVICES)
def test_it_is_valid_by_the_services_own_schema(service: Service, tmp_path: Path) -> None:
    (tmp_path / "ci.yml").write_text(template(service), encoding="utf-8")
    words = [sys.executable, "-m", "check_jsonschema", *SCHEMAS[service], "ci.yml"]
    done = run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_it_installs_the_version_that_wrote_it(service: Service) -> None:
    assert f"SCORMBUILD: scormbuild=={__version__} " in template(service)
    assert "VERSION" not in template(service)


def test_github_gives_each_job_what_it_needs_and_no_secrets() -> None:
    workflow: dict[Any, Any] = yaml.safe_load(template("github"))
    # In YAML 1.1, which PyYAML reads, `on` is a truth value; GitHub reads 1.2.
    assert workflow[True] == {"pull_request": None, "push": {"branches": ["main"], "tags": ["v*"]}}
    assert workflow["permissions"] == {"contents": "read"}
    permissions = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert permissions == {
        "packages": {"contents": "read", "security-events": "write"},
        "release": {"contents": "write"},
    }
    assert "secrets." not in template("github")
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"(actions|github)/[\w/-]+@v\d+", action) for action in used)


@pytest.mark.parametrize("service", SERVICES)
def test_it_is_printed_or_written(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["ci", service]).output == template(service)
    for _ in range(2):  # what stands there already may be written again
        done = CliRunner().invoke(cli, ["ci", service, "--out", PLACES[service]])
        assert (done.exit_code, done.output) == (0, f"{PLACES[service]}\n")
        assert Path(PLACES[service]).read_text(encoding="utf-8") == template(service)


def test_what_a_team_has_made_its_own_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ci.yml"
    path.write_text("# ours", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already: compare with `scormbuild ci gitlab`"):
        CliRunner().invoke(cli, ["ci", "gitlab", "--out", str(path)], catch_exceptions=False)
    assert path.read_text(encoding="utf-8") == "# ours"
