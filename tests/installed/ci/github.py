"""Enough of GitHub Actions to run the workflow: jobs in order, every `run` in bash, actions by what they promise.

What it doesn't know, it refuses: an expression, an action, an option of `gh` that no test has a meaning for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from scormbuild.ci import PLACES
from tests.installed.ci.repositories import Event, check_out, environment, words
from tests.installed.machine import Machine

Outcome = Literal["success", "failure", "skipped"]

GH: Final = f'''\
#!{sys.executable}
"""Stands in for GitHub's `gh`: releases are folders, the file `latest` names the newest."""

import argparse, os, shutil, sys
from pathlib import Path

assert os.environ["GH_TOKEN"] == "the-job's-token"
root = Path(os.environ["STAND_IN_RELEASES"])
latest = root / "latest"
commands = argparse.ArgumentParser(allow_abbrev=False)
release = commands.add_subparsers(required=True).add_parser("release").add_subparsers(dest="command", required=True)
listing = release.add_parser("list")
listing.add_argument("--json", choices=["tagName,isLatest"], required=True)
listing.add_argument("--jq", choices=[".[] | select(.isLatest) | .tagName"], required=True)
download = release.add_parser("download")
download.add_argument("tag")
download.add_argument("--dir", type=Path, required=True)
create = release.add_parser("create")
create.add_argument("tag")
create.add_argument("--verify-tag", action="store_true", required=True)
create.add_argument("--title", required=True)
create.add_argument("--notes-file", type=Path, required=True)
create.add_argument("assets", type=Path, nargs="+")
asked = commands.parse_args()
if asked.command == "list" and latest.exists():
    print(latest.read_text())
elif asked.command == "download":
    asked.dir.mkdir(exist_ok=True)
    for asset in (root / asked.tag / "assets").iterdir():
        shutil.copy(asset, asked.dir)
elif asked.command == "create":
    (root / asked.tag / "assets").mkdir(parents=True)
    for asset in asked.assets:
        shutil.copy(asset, root / asked.tag / "assets")
    shutil.copy(asked.notes_file, root / asked.tag / "notes.md")
    latest.write_text(asked.tag)
'''


@dataclass
class Job:
    """A job that runs, or has run: its steps by their names, or by their actions, with what they wrote."""

    workspace: Path
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return "failure" in self.outcomes.values()


@dataclass
class GitHub:
    """A repository at GitHub with its releases; `folder` is where all that is kept."""

    folder: Path
    repository: Path
    machine: Machine
    wheels: Path
    runs: int = 0
    findings: list[Any] = field(default_factory=list)
    """The SARIF files that were shown."""

    @property
    def releases(self) -> Path:
        return self.folder / "releases"

    def run(self, event: Event) -> dict[str, Job]:
        """Run the workflow for an event, and return the jobs that ran."""
        self.runs += 1
        workflow = yaml.safe_load((self.repository / PLACES["github"]).read_text(encoding="utf-8"))
        assert workflow["defaults"] == {"run": {"shell": "bash"}}
        ran: dict[str, Job] = {}
        for name, job in workflow["jobs"].items():
            needed = [job["needs"]] if "needs" in job else []
            if all(need in ran and not ran[need].failed for need in needed) and _JOB_IF[job.get("if", "")](event):
                ran[name] = self._run_job(name, job, words(workflow["env"]), event)
        return ran

    def _run_job(self, name: str, job: dict[str, Any], env: dict[str, str], event: Event) -> Job:
        running = Job(self.folder / f"run-{self.runs}" / name)
        running.workspace.mkdir(parents=True)
        for step in job["steps"]:
            title = step.get("name", step.get("uses", ""))
            if not _STEP_IF[step.get("if", "")](running):
                running.outcomes[title] = "skipped"
                continue
            is_fine = (
                self._act(step, running)
                if "uses" in step
                else self._shell(step, running, env, event, job["permissions"])
            )
            running.outcomes[title] = "success" if is_fine or step.get("continue-on-error") else "failure"
        return running

    def _shell(
        self, step: dict[str, Any], job: Job, env: dict[str, str], event: Event, permissions: dict[str, str]
    ) -> bool:
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        (programs / "gh").write_text(GH, encoding="utf-8")
        (programs / "gh").chmod(0o755)
        values = {
            "${{ github.token }}": "the-job's-token",
            "${{ github.repository }}": "kommune/kurs",
            "${{ github.ref_name }}": event.ref,
            "${{ steps.released.outputs.last }}": job.outputs.get("released", {}).get("last", ""),
        }
        told = {name: values.get(value, value) for name, value in words(step.get("env")).items()}
        assert not any("${{" in text for text in (*told.values(), *env.values(), step["run"]))
        assert "create" not in step["run"] or permissions == {"contents": "write"}
        files = {name: job.workspace.parent / f"{job.workspace.name}-{name}" for name in ("output", "summary")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        script = job.workspace.parent / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],  # as GitHub runs `shell: bash`
            cwd=job.workspace,
            env=environment(self.machine, self.wheels, f"{programs}:{os.environ['PATH']}")
            | {"GITHUB_OUTPUT": str(files["output"]), "GITHUB_STEP_SUMMARY": str(files["summary"])}
            | {"STAND_IN_RELEASES": str(self.releases)}
            | env
            | told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        job.log += done.stdout
        job.summary += files["summary"].read_text(encoding="utf-8")
        lines = files["output"].read_text(encoding="utf-8").splitlines()
        job.outputs[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
        return done.returncode == 0

    def _act(self, step: dict[str, Any], job: Job) -> bool:
        action, _, version = step["uses"].partition("@")
        assert version.removeprefix("v").isdigit()
        given = step.get("with", {})
        if action == "actions/checkout":
            job.workspace.rmdir()
            check_out(self.repository, job.workspace)
        elif action == "actions/setup-python":
            assert list(job.workspace.glob(given["cache-dependency-path"]))
        elif action == "github/codeql-action/upload-sarif":
            self.findings.append(json.loads((job.workspace / given["sarif_file"]).read_text(encoding="utf-8")))
        elif action == "actions/upload-artifact":
            self._upload(given, job.workspace)
        elif action == "actions/download-artifact":
            shutil.copytree(self.artifacts(given["name"]), job.workspace, dirs_exist_ok=True)
        else:
            raise ValueError(f"no test knows {action}")
        return True

    def _upload(self, given: dict[str, str], workspace: Path) -> None:
        """Keep what the patterns match, by its path in the workspace: the nearest folder that all of them are in."""
        assert given["if-no-files-found"] == "ignore"
        patterns = given["path"].split()
        assert any("/" not in pattern for pattern in patterns)
        for pattern in patterns:
            for path in workspace.glob(pattern):
                if path.is_file():
                    kept = self.artifacts(given["name"]) / path.relative_to(workspace)
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, kept)

    def artifacts(self, name: str) -> Path:
        """Where what the last run has kept is."""
        return self.folder / f"run-{self.runs}" / "artifacts" / name


_JOB_IF: Final[dict[str, Callable[[Event], bool]]] = {
    "": lambda event: True,
    "github.ref_type == 'tag'": lambda event: event.kind == "tag",
}
_STEP_IF: Final[dict[str, Callable[[Job], bool]]] = {
    "": lambda job: not job.failed,
    "steps.released.outputs.last != ''": lambda job: not job.failed and job.outputs["released"]["last"] != "",
    "${{ !cancelled() }}": lambda job: True,
    "${{ !cancelled() && hashFiles('inspect.sarif') != '' }}": lambda job: (job.workspace / "inspect.sarif").exists(),
}
