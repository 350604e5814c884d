"""`--play`: what launches are seen to do in a real browser, and what they can't do there."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from scormbuild.cli import cli
from scormbuild.errors import UsageError
from scormbuild.inspect import playing
from scormbuild.inspect.archive import Archive
from scormbuild.inspect.package import Package
from scormbuild.inspect.playing import Played, play
from scormbuild.inspect.rules.play import RULES, check
from tests.inspect.broken.content import in_script, with_file
from tests.inspect.broken.played import PLAYED
from tests.inspect.packages import MANIFEST_12, MANIFEST_2004, SOUND, Files, edited, scorm12, scorm2004, written

SECONDS = 60.0
"""How long a launch is watched that becomes quiet by itself, however busy this machine is."""
SHORT = 5.0
"""How long one is watched that never does."""


class Playing(Protocol):
    def __call__(self, files: Files, seconds: float = SECONDS) -> Sequence[Played]: ...


@pytest.fixture
def played(browser: Browser, tmp_path: Path) -> Playing:
    """`played(files)`: what its launches are seen to do until they are quiet, or for so many seconds."""

    def played(files: Files, seconds: float = SECONDS) -> Sequence[Played]:
        with Archive(written(tmp_path, files)) as archive:
            return play(Package(archive), browser, seconds=seconds, quiet=0.8)

    return played


@pytest.mark.parametrize("code", PLAYED)
def test_broken_package_is_seen_to_break_its_rule_and_no_other(code: str, played: Playing) -> None:
    seconds = SHORT if code == "play-stuck" else SECONDS
    findings = [finding for each in played(PLAYED[code](), seconds) for finding in check(each)]
    assert {finding.rule.code for finding in findings} == {code}, findings


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_seen_of_a_sound_package(name: str, played: Playing) -> None:
    (seen,) = played(SOUND[name]())
    assert list(check(seen)) == []
    assert seen.first_call is not None
    assert seen.end == "left"


def test_every_rule_has_a_package_that_is_played() -> None:
    assert sorted(rule.code for rule in RULES) == sorted(PLAYED)


def test_it_tells_what_was_called_and_what_is_stored(played: Playing) -> None:
    (seen,) = played(scorm12())
    assert [(call.method, *call.args) for call in seen.calls] == [
        ("LMSInitialize", ""),
        ("LMSGetValue", "cmi.core.lesson_status"),
        ("LMSSetValue", "cmi.core.lesson_status", "incomplete"),
        ("LMSCommit", ""),
        ("LMSFinish", ""),
    ]
    assert seen.data["cmi.core.lesson_status"] == "incomplete"
    assert seen.commits == 2


def test_cmi5_statements_are_told(played: Playing) -> None:
    (seen,) = played(SOUND["cmi5"]())
    verbs = [playing.verb_of(told).rpartition("/")[2] for told in seen.statements]
    assert verbs == ["initialized", "terminated"]


def test_a_slash_too_many_behind_the_endpoint_does_no_harm(played: Playing) -> None:
    (seen,) = played(edited(SOUND["cmi5"](), "course.js", '"statements"', '"/statements"'))
    assert list(check(seen)) == []


def test_each_launch_is_played_by_itself(played: Playing) -> None:
    item = MANIFEST_12[MANIFEST_12.index("<item") : MANIFEST_12.index("</item>") + len("</item>")]
    second = item.replace("item-fire", "item-more").replace("sco-fire", "sco-more")
    resource = '<resource identifier="sco-more" type="webcontent" adlcp:scormtype="sco" href="index.html?more"/>'
    manifest = MANIFEST_12.replace(item, item + second).replace("</resources>", f"{resource}</resources>")
    seen = played(scorm12(manifest))
    assert [each.launch.identifier for each in seen] == ["item-fire", "item-more"]
    assert [each.data["cmi.core.lesson_status"] for each in seen] == ["incomplete", "incomplete"]


def test_large_files_come_in_parts_as_they_are_asked_for(played: Playing) -> None:
    asks = """
        fetch("film.bin", { headers: { Range: "bytes=199990-199999" } }).then(async (answer) => {
          parent.API.LMSSetValue("cmi.core.lesson_location", answer.status + ":" + await answer.text());
        });
    """
    content = b"x" * 199_990 + b"0123456789" + b"y" * 100_000
    (seen,) = played(with_file(in_script(asks), "film.bin", content))
    assert seen.data["cmi.core.lesson_location"] == "206:0123456789"


def test_no_other_port_of_this_machine_is_reached(played: Playing) -> None:
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                came.append(connection.recv(100))

        listener = Thread(target=listen)
        listener.start()
        tries = f"""
            for (const host of ["127.0.0.1", "localhost"]) {{
              fetch(`http://${{host}}:{port}/`, {{ mode: "no-cors" }}).catch(() => {{}});
              navigator.sendBeacon(`http://${{host}}:{port}/beacon`, "x");
              new WebSocket(`ws://${{host}}:{port}/socket`);
              new Image().src = `http://${{host}}:{port}/image`;
            }}
        """
        (seen,) = played(in_script(tries))
        with socket.create_connection(("127.0.0.1", port)) as own:
            own.sendall(b"the test")
        listener.join()
    assert came == [b"the test"]
    assert f"http://127.0.0.1:{port}/" in seen.elsewhere
    assert f"ws://localhost:{port}/socket" in seen.elsewhere


def test_files_of_this_machine_are_out_of_reach(played: Playing, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    reads = f"""
        fetch("{secret.as_uri()}").then((answer) => answer.text(), () => "refused")
          .then((text) => parent.API.LMSSetValue("cmi.core.lesson_location", text));
    """
    (seen,) = played(in_script(reads))
    assert seen.data["cmi.core.lesson_location"] == "refused"


@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        pytest.param("for (;;) alert('again');", SHORT, id="boxes without end"),
        pytest.param("addEventListener('pagehide', () => { while (true); });", SECONDS, id="no end when it is left"),
        pytest.param("setInterval(() => fetch('x' + Math.random()), 5);", SHORT, id="requests without end"),
    ],
)
def test_hostile_launch_ends_all_the_same(code: str, seconds: float, played: Playing) -> None:
    (seen,) = played(in_script(code), seconds)
    assert seen.calls[0].method == "LMSInitialize"
    assert len(seen.dialogs) < 10


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("top.close();", id="the window is closed"),
        pytest.param("top.location = 'strict.html';", id="the whole window goes to a page that forbids scripts"),
    ],
)
def test_a_launch_that_takes_the_whole_window_has_ended_and_is_not_stuck(code: str, played: Playing) -> None:
    strict = b"<meta http-equiv=content-security-policy content=\"script-src 'none'\">"
    (seen,) = played(with_file(in_script(code), "strict.html", strict))
    assert seen.end == "left"


def test_what_is_forged_breaks_nothing(played: Playing) -> None:
    forges = """
        for (const body of ["nonsense", "[]", '{"calls": [{"number": 1}]}', '{"calls": 7}']) {
          fetch("/log/0/0/1", { method: "POST", body });
          fetch("/commit/0/0/1", { method: "POST", body });
        }
        fetch("/package/scorm/1/../../../../etc/passwd");
        fetch("/package/scorm/1/%2e%2e/%2e%2e/etc/passwd");
    """
    (seen,) = played(in_script(forges))
    assert [call.method for call in seen.calls][-1] == "LMSFinish"


def test_command_plays_and_says_what_it_saw(tmp_path: Path) -> None:
    path = written(tmp_path, PLAYED["play-script-failed"]())
    command = [
        sys.executable,
        "-m",
        "scormbuild",
        "inspect",
        str(path),
        "--play",
        "--seconds",
        "60",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    assert (done.returncode, done.stderr) == (0, "")
    (package,) = json.loads(done.stdout)["packages"]
    (seen,) = package["played"]
    assert seen["calls"][0]["method"] == "LMSInitialize"
    assert seen["stored"]["cmi.core.lesson_status"] == "incomplete"
    assert [finding["code"] for finding in package["findings"]] == ["play-script-failed"]


def test_playing_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    result = CliRunner().invoke(cli, ["inspect", str(written(tmp_path, scorm12())), "--play"])
    assert isinstance(result.exception, UsageError)
    assert str(result.exception) == "--play needs more packages: pip install 'scormbuild[play]'"


def test_playing_without_a_browser_says_what_to_install(tmp_path: Path) -> None:
    path = written(tmp_path, scorm12())
    program = "import shutil, sys; shutil.which = lambda name: None; from scormbuild.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "inspect", str(path), "--play"]
    nowhere = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=nowhere)
    assert done.returncode == 2
    assert "apt-get install chromium" in done.stderr


def test_the_third_edition_has_less_room_for_the_state(played: Playing) -> None:
    third = scorm2004(MANIFEST_2004.replace("2004 4th Edition", "2004 3rd Edition"))
    (seen,) = played(in_script('parent.API_1484_11.SetValue("cmi.suspend_data", "x".repeat(3500));', third))
    assert [(finding.rule.code, finding.message) for finding in check(seen)] == [
        ("play-state-large", "3,500 of 4,000 characters")
    ]


def test_objectives_of_the_manifest_are_there_when_a_sco_asks(played: Playing) -> None:
    objectives = (
        '<imsss:objectives><imsss:primaryObjective objectiveID="all"/><imsss:objective objectiveID="doors"/>'
        "</imsss:objectives>"
    )
    manifest = MANIFEST_2004.replace("<imsss:deliveryControls", f"{objectives}<imsss:deliveryControls")
    asks = """
        var api = parent.API_1484_11;
        api.SetValue("cmi.location", api.GetValue("cmi.objectives._count") + api.GetValue("cmi.objectives.1.id"));
    """
    (seen,) = played(in_script(asks, scorm2004(manifest)))
    assert seen.data["cmi.location"] == "2doors"
    assert list(check(seen)) == []
