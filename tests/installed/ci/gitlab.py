"""Enough of GitLab to run its pipeline: jobs by their stages, scripts in bash, and the parts of its API that they ask.

What it doesn't know, it refuses: a rule, an address, a request without the job's token.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread
from typing import Any, Final, Self
from urllib.parse import parse_qsl, unquote

import yaml

from scormbuild.ci import PLACES
from tests.installed.ci.repositories import Event, check_out, environment, words
from tests.installed.machine import Machine

PROJECT: Final = "/api/v4/projects/42"
STORAGE: Final = "/storage/"
"""Where files of packages lie, as in a GitLab whose object storage is asked directly."""
TOKEN: Final = "the-job's-token"
STAGES: Final = ("build", "test", "deploy")
"""GitLab's own, for pipelines that name none."""


@dataclass
class Release:
    """A release as it was made."""

    tag: str
    description: str
    links: list[tuple[str, str]]
    """Names and addresses of its files."""


@dataclass
class Job:
    """A job that has run."""

    workspace: Path
    failed: bool
    log: str


@dataclass
class GitLab:
    """A repository at GitLab, with its releases and its registry of generic packages."""

    folder: Path
    repository: Path
    machine: Machine
    wheels: Path
    runs: int = 0
    releases: list[Release] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """What is in the registry, by its path there: package, version, file."""
    is_down: bool = False

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the project is in its API."""
        return f"http://127.0.0.1:{self._server.server_port}{PROJECT}"

    def run(self, event: Event) -> dict[str, Job]:
        """Run the pipeline for an event, and return the jobs that ran."""
        self.runs += 1
        pipeline = yaml.safe_load((self.repository / PLACES["gitlab"]).read_text(encoding="utf-8"))
        assert any(_RULES[rule["if"]](event) for rule in pipeline.pop("workflow")["rules"])
        variables = words(pipeline.pop("variables"))
        assert pipeline.pop("default") == {"image": "python:3.13"}
        ran: dict[str, Job] = {}
        for name, job in sorted(pipeline.items(), key=lambda item: STAGES.index(item[1]["stage"])):
            is_wanted = all(_RULES[rule["if"]](event) for rule in job.get("rules", ()))
            if is_wanted and not any(done.failed for done in ran.values()):
                ran[name] = self._run_job(name, job, variables, event)
        return ran

    def _run_job(self, name: str, job: dict[str, Any], variables: dict[str, str], event: Event) -> Job:
        workspace = self.folder / f"run-{self.runs}" / name
        workspace.parent.mkdir(parents=True, exist_ok=True)
        check_out(self.repository, workspace)
        for need in job.get("needs", ()):
            shutil.copytree(self.artifacts(need), workspace, dirs_exist_ok=True)
        given = {
            "CI_API_V4_URL": self.address.removesuffix("/projects/42"),
            "CI_PROJECT_ID": "42",
            "CI_PROJECT_DIR": str(workspace),
            "CI_JOB_TOKEN": TOKEN,
        }
        given |= {"CI_COMMIT_TAG": event.ref} if event.kind == "tag" else {}
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],  # as GitLab's runner does where there is bash
            cwd=workspace,
            env=environment(self.machine, self.wheels, os.environ["PATH"])
            | given
            | {key: Template(value).substitute(given) for key, value in variables.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if "artifacts" in job:
            assert job["artifacts"]["when"] == "always"
            for path in (*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()):
                self._keep(workspace / path, self.artifacts(name) / path)
        return Job(workspace, done.returncode != 0, done.stdout)

    def _keep(self, path: Path, kept: Path) -> None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, kept)
        elif path.exists():
            shutil.copy(path, kept)

    def artifacts(self, job: str) -> Path:
        """Where what a job of the last run has kept is."""
        return self.folder / f"run-{self.runs}" / "artifacts" / job

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gitlab = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(*gitlab._got(self.path))

            def do_PUT(self) -> None:
                name = self.path.removeprefix(f"{PROJECT}/packages/generic/")
                assert name.count("/") == 2  # package, version, file
                gitlab.files[unquote(name)] = self._body()
                self._answer(201, b"{}")

            def do_POST(self) -> None:
                assert self.path == f"{PROJECT}/releases"
                told = parse_qsl(self._body().decode(), strict_parsing=True, keep_blank_values=True)
                links = [value for key, value in told if key.startswith("assets[links][]")]
                fields = dict(told)
                pairs = list(zip(links[::2], links[1::2], strict=True))
                gitlab.releases.append(Release(fields["tag_name"], fields["description"], pairs))
                self._answer(201, b"{}")

            def _body(self) -> bytes:
                return self.rfile.read(int(self.headers["Content-Length"]))

            def _answer(self, status: int, body: bytes, location: str = "") -> None:
                # What lies in an object storage is another's, who gets no token.
                wanted = None if self.path.startswith(STORAGE) else TOKEN
                if gitlab.is_down or self.headers["JOB-TOKEN"] != wanted:
                    status, body, location = (503 if gitlab.is_down else 401), b"{}", ""
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler

    def _got(self, path: str) -> tuple[int, bytes, str]:
        """What a request to read is answered with: status, body, and where else to look."""
        if path == f"{PROJECT}/releases/permalink/latest":
            if not self.releases:
                return 404, b'{"message":"404 Not Found"}', ""
            return 302, b"", f"{PROJECT}/releases/{self.releases[-1].tag}"
        if path.startswith(f"{PROJECT}/releases/"):
            return 200, json.dumps({"tag_name": path.rpartition("/")[2]}).encode(), ""
        if path.startswith(packages := f"{PROJECT}/packages/generic/"):
            return 302, b"", f"{STORAGE}{path.removeprefix(packages)}"
        content = self.files.get(unquote(path.removeprefix(STORAGE)))
        return (404, b"{}", "") if content is None else (200, content, "")


_RULES: Final[dict[str, Callable[[Event], bool]]] = {
    '$CI_PIPELINE_SOURCE == "merge_request_event"': lambda event: event.kind == "request",
    "$CI_COMMIT_TAG =~ /^v/": lambda event: event.kind == "tag" and event.ref.startswith("v"),
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH": lambda event: event.kind == "push" and event.ref == "main",
}
