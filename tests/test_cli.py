"""The commands, run as their users run them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from signal import SIGINT, default_int_handler, signal
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from scormbuild.cli import cli
from tests.support import COURSE, write_course


def run(folder: Path, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scormbuild", *words],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "0"},
        check=False,
    )


def test_build_says_where_the_package_is_and_what_a_state_takes(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    done = run(tmp_path, "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("dist/brann-scorm12.zip  ")
    # 1 page seen + 1 page + 2 bits of answer + 1 bit of mark = 5 bits: 15 bytes, in base85, and the version letter
    assert "Brannvern: 1 page, 1 question; a learner's state takes at most 20 of 4096 characters" in done.stdout
    assert (tmp_path / "dist" / "brann-scorm12.zip").exists()


def test_build_says_how_much_its_learners_may_write(tmp_path: Path) -> None:
    reflection = "          - reflection: {id: tanke, prompt: Hva tenker du?}\n"
    write_course(tmp_path / "courses" / "brann", COURSE + reflection)
    done = run(tmp_path, "build", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    state = json.loads(done.stdout)["built"][0]["state"]
    # What the texts leave is written in base85, 6.4 bits to a character, and Norwegian takes 2.4 to 3.4 bits a letter.
    left = state["limit"] - state["characters"]
    assert left * 6.4 / 3.4 < state["text"] < left * 6.4 / 2.4
    assert f"beside about {state['text']:,} characters of what they write" in run(tmp_path, "build").stdout


def test_build_reports_all_problems_and_builds_the_other_courses(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann", COURSE.replace("title: Utganger", "titel: Utganger"))
    write_course(tmp_path / "courses" / "vann", COURSE.replace("id: brann", "id: vann"))
    done = run(tmp_path, "build")
    assert done.returncode == 1
    assert "courses/brann/course.yaml:5:5: error[unknown-key]" in done.stderr
    assert done.stderr.endswith("2 errors.\n")
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == [
        "vann-scorm12.passport.html",
        "vann-scorm12.passport.json",
        "vann-scorm12.zip",
    ]


def test_json_for_machines(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    done = run(tmp_path, "build", "--json", "--out", "ut")
    data = json.loads(done.stdout)
    (built,) = data["built"]
    assert built["packages"][0]["path"] == "ut/brann-scorm12.zip"
    assert built["packages"][0]["bytes"] == (tmp_path / "ut" / "brann-scorm12.zip").stat().st_size
    pages = built["packages"][0]["passport"]
    assert pages == {"html": "ut/brann-scorm12.passport.html", "json": "ut/brann-scorm12.passport.json"}
    assert all((tmp_path / page).is_file() for page in pages.values())
    assert data["problems"] == []
    write_course(tmp_path / "courses" / "brann", COURSE.replace(", correct: true", ""))
    done = run(tmp_path, "check", "--json")
    assert done.returncode == 1
    assert done.stderr == ""
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"], problem["column"]) == ("no-correct-option", 15, 17)


def test_folder_of_a_site_is_told_beside_its_zip(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann", COURSE.replace("modules:", "formats: [web]\nmodules:", 1))
    done = run(tmp_path, "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("dist/brann-web.zip  ")
    assert "\ndist/brann-web/\n" in done.stdout
    assert "a learner's state takes at most 20 characters" in done.stdout
    (built,) = json.loads(run(tmp_path, "build", "--json").stdout)["built"]
    assert built["packages"][0]["folder"] == "dist/brann-web"
    assert built["state"]["limit"] is None


def test_passports_are_named_in_one_line_to_a_course(tmp_path: Path) -> None:
    formats = "iri: https://kurs.example.no/brann\nformats: [scorm12, cmi5, facilitator]\nmodules:"
    write_course(tmp_path / "courses" / "brann", COURSE.replace("modules:", formats, 1))
    lines = run(tmp_path, "build").stdout.splitlines()
    told = [line for line in lines if "administrator" in line]
    assert told == ["  for the administrator of the platform: 2 pages, dist/brann-scorm12.passport.html and so on"]
    packages = json.loads(run(tmp_path, "build", "--json").stdout)["built"][0]["packages"]
    assert [package["passport"] is not None for package in packages] == [True, True, False]


def test_one_package_is_not_compared_with_two_courses(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    write_course(tmp_path / "courses" / "vann", COURSE.replace("id: brann", "id: vann"))
    assert run(tmp_path, "build", "--out", "gammel").returncode == 0
    done = run(tmp_path, "build", "--since", "gammel/brann-scorm12.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is one package, and 2 courses are built: name its course" in done.stderr
    assert run(tmp_path, "build", "--since", "gammel").returncode == 0


def test_check_writes_nothing(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "courses" / "brann")
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout) == (0, "No problems in 1 course.\n")
    assert [path.name for path in folder.iterdir()] == ["course.yaml"]
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["build"], "scormbuild new NAME"),
        (["build", "borte"], "no course folder 'borte'"),
        (["build", "--format", "scorm13"], "no format 'scorm13'; formats: scorm12"),
        (["new", "123"], "begin with a letter"),
        (["state", "borte", "x"], "no course folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(tmp_path: Path, words: list[str], says: str) -> None:
    done = run(tmp_path, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_new_course_builds_without_a_word(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "Vårt første kurs").returncode == 0
    assert run(tmp_path, "check", "Vårt første kurs").stdout == "No problems in 1 course.\n"
    done = run(tmp_path, "build", "Vårt første kurs")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "dist" / "vart-forste-kurs-scorm12.zip").exists()
    assert "is there already" in run(tmp_path, "new", "Vårt første kurs").stderr


def test_state_opens_what_a_platform_holds(tmp_path: Path) -> None:
    from scormbuild.course.lock import read_lock
    from scormbuild.state import State, pack

    folder = write_course(tmp_path / "courses" / "brann")
    run(tmp_path, "build")
    lock, _ = read_lock(folder, "brann")
    saved = pack(lock.slots, State(1, 9, 4, {"visited": frozenset({"finn-utgangen"}), "q-skilt": "b"}))
    opened = json.loads(run(tmp_path, "state", "brann", saved).stdout)
    assert opened["values"] == {"visited": ["finn-utgangen"], "q-skilt": "b"}
    assert run(tmp_path, "state", "brann", "-", text=saved + "\n").returncode == 0
    done = run(tmp_path, "state", "brann", saved[:-2])
    assert (done.returncode, "checksum" in done.stderr or "damaged" in done.stderr) == (2, True)


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scormbuild.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split("\n")[-2].split())
    assert "click" in loaded
    assert not loaded & {"pydantic", "yaml", "lxml", "jinja2", "markdown_it", "nh3", "PIL", "scormbuild.build"}


def test_check_says_that_a_format_lacks_the_course_s_address(tmp_path: Path) -> None:
    write_course(tmp_path / "kurs", COURSE.replace("title: Brannvern", "title: Brannvern\nformats: [cmi5, xapi]"))
    done = run(tmp_path, "check", "kurs")
    assert done.returncode == 1
    assert "error[missing-iri]: the course has no iri, and cmi5 and xapi can't do without" in done.stderr
    assert "write iri: https://kurs.example.no/brann" in done.stderr


def test_statements_says_all_that_a_course_can_tell(tmp_path: Path) -> None:
    text = COURSE.replace("title: Brannvern", "iri: https://kurs.example.no/brann\ntitle: Brannvern")
    reflection = "          - reflection: {id: tanke, prompt: Hva tenker du?}\n"
    write_course(tmp_path / "courses" / "brann", text + reflection)
    done = run(tmp_path, "statements", "brann")
    assert (done.returncode, done.stderr) == (0, "")
    assert "answered: when a question is answered (1)" in done.stdout
    assert "- Hva er grønt?  https://kurs.example.no/brann/questions/q-skilt" in done.stdout
    assert "What learners write in worksheets and long answers is not told." in done.stdout
    told = json.loads(run(tmp_path, "statements", "brann", "--json").stdout)
    verbs = [statement["verb"].rsplit("/", 1)[1] for statement in told["statements"]]
    assert sorted(verbs) == [
        "answered",
        "completed",
        "experienced",
        "initialized",
        "interacted",
        "responded",
        "terminated",
    ]
    (answered,) = [each for each in told["statements"] if each["verb"].endswith("answered")]
    assert answered["contents"] == ["the answer", "whether it was right", "its share of the points", "the time taken"]
    assert answered["definition"]["choices"][0]["description"] == {"nb": "Skiltet"}


def test_statements_says_where_a_course_sends_them_and_that_texts_go_along(tmp_path: Path) -> None:
    store = "{endpoint: 'https://lrs.example.no/', key: 'a:b'}"
    head = f"iri: https://kurs.example.no/brann\nrecords: {{texts: true, lrs: {store}}}"
    reflection = "          - reflection: {id: tanke, prompt: Hva tenker du?}\n"
    write_course(tmp_path / "kurs", COURSE.replace("title: Brannvern", f"title: Brannvern\n{head}") + reflection)
    told = run(tmp_path, "statements", "kurs").stdout
    assert "SCORM: a random number for each attempt" in told
    assert "from SCORM packages to https://lrs.example.no/" in told
    assert "responded: when a worksheet has been written in, and is left; a booklet is handed in" in told
    assert "  tells besides: the receipt of the booklet, or what is written" in told


def test_statements_of_modules_that_are_tracked_by_themselves_and_of_a_course_that_sends_none(tmp_path: Path) -> None:
    write_course(tmp_path / "kurs", COURSE.replace("title: Brannvern", "title: Brannvern\nsco: per-module"))
    told = run(tmp_path, "statements", "kurs").stdout
    assert "Where it goes: nowhere: the course has no iri" in told
    assert "completed: when the course is completed (2)" in told
    assert "  - Brannvern\n  - Utganger  /modules/utganger\n" in told
    assert "the verdict is told of each, else of the course" in told


def test_demo_makes_records_and_says_what_it_meant(tmp_path: Path) -> None:
    folder = tmp_path / "courses" / "brann"
    write_course(folder, COURSE.replace("title: Brannvern", "iri: https://kurs.example.no/brann\ntitle: Brannvern"))
    done = run(tmp_path, "demo", "--learners", "60", "--seed", "3", "--from", "2024-02-29", "--months", "3")
    assert (done.returncode, done.stderr) == (0, "")
    lines = (tmp_path / "demo" / "brann.ndjson").read_text("utf-8").splitlines()
    verbs = [
        (each["verb"]["id"].rsplit("/", 1)[1], each["actor"]["account"]["name"]) for each in map(json.loads, lines)
    ]
    said = done.stdout.splitlines()
    assert said[:2] == [f"demo/brann.ndjson  {len(lines)} statements", "  Brannvern, versions 0.9.0 and 1.0.0"]
    assert said[2].startswith(f"  {len({name for verb, name in verbs if verb == 'initialized'})} learners began, in ")
    assert said[3].startswith(f"  {len({name for verb, name in verbs if verb == 'completed'})} completed, 0 passed, ")
    assert said[-4].startswith("demo/units.csv  60 learners in ")
    assert said[-3:] == [
        "",
        "See a report of it:",
        "  scormbuild report demo/brann.ndjson --course courses/brann --units demo/units.csv",
    ]
    assert all("2024-02-28T23" <= json.loads(line)["timestamp"] < "2024-05-29" for line in lines)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "the course in courses/brann has no iri, by which statements name everything: write one"),
        (["--from", "1066-10-14"], "nobody took courses in 1066: --from takes a day of 1980 to 2100"),
        (["brann", "to/brann"], "two of the courses have the id 'brann', and would be written to one file"),
    ],
)
def test_demo_that_cannot_be_made(words: list[str], says: str, tmp_path: Path) -> None:
    with_iri = COURSE.replace("title: Brannvern", "iri: https://kurs.example.no/brann\ntitle: Brannvern")
    write_course(tmp_path / "courses" / "brann", with_iri if words else COURSE)
    write_course(tmp_path / "to" / "brann", with_iri)
    done = run(tmp_path, "demo", *words)
    assert (done.returncode, done.stderr) == (2, f"error: {says}\n")
    assert not (tmp_path / "demo").exists()


def test_every_command_is_documented() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        assert f"## `scormbuild {name}" in docs
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or f"`{option}" in docs, f"{name} {option}"
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


def test_progress_is_quiet_when_no_person_looks_on(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    assert run(tmp_path, "build").stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals to look on with")
def test_progress_is_shown_to_a_person_who_looks_on(tmp_path: Path) -> None:
    import pty

    pages = "".join(f"      - {{id: p{n}, title: P, body: [{{text: {'ord ' * 400}}}]}}\n" for n in range(60))
    write_course(tmp_path / "courses" / "brann", COURSE + pages)
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "scormbuild", "build"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=slave
    ) as process:
        os.close(slave)
        seen = b""
        # Linux ends the reading with EIO when the other side closes.
        with contextlib.suppress(OSError):
            while chunk := os.read(master, 4096):
                seen += chunk
    os.close(master)
    assert process.returncode == 0
    assert b"brann" in seen
    assert b"61/61" in seen


def test_windows_files_build_the_same_package(tmp_path: Path) -> None:
    here, there = write_course(tmp_path / "a" / "kurs"), write_course(tmp_path / "b" / "kurs")
    (there / "course.yaml").write_bytes(b"\xef\xbb\xbf" + COURSE.replace("\n", "\r\n").encode())
    assert run(here.parent, "build", "kurs").returncode == run(there.parent, "build", "kurs").returncode == 0
    packages = [folder.parent / "dist" / "brann-scorm12.zip" for folder in (here, there)]
    with ZipFile(packages[0]) as one, ZipFile(packages[1]) as other:
        assert one.read("index.html") == other.read("index.html")


@contextlib.contextmanager
def previewing(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, running, and the address that it has told. It can be interrupted, even where these tests can't."""
    before = signal(SIGINT, default_int_handler)  # a shell's background jobs ignore it, and so would their children
    with subprocess.Popen(
        [sys.executable, "-m", "scormbuild", "preview", "--no-open", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        signal(SIGINT, before)
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().rpartition(" ")[2].strip()
        finally:
            process.kill()


def test_preview_serves_the_course_until_it_is_interrupted(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    with previewing(tmp_path, "--quirk", "bytes", "--learner", "kari", "--format", "web") as (process, address):
        with urlopen(address) as page:
            assert b"Preview of brann" in page.read()
        process.send_signal(SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert told.startswith("Built in ")
    assert sorted(path.name for path in (tmp_path / "courses" / "brann").iterdir()) == ["course.yaml"]


def test_preview_tells_problems_and_goes_on(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann", COURSE.replace("title: Utganger", "titel: Utganger"))
    with previewing(tmp_path) as (process, address):
        with urlopen(address) as page:
            assert page.status == 200
        process.send_signal(SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "courses/brann/course.yaml:5:5: error[unknown-key]" in told


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["--quirk", "ofline"], 'did you mean "offline"?'),
        (["--quirk", "popup", "--quirk", "two-apis"], "choose one of popup, two-apis"),
        (["--format", "pdf"], "there is no format 'pdf'"),
        (["--learner", ""], "a learner has a name"),
        (["--record", "said.json", "--format", "cmi5"], "a conversation is of SCORM, and cmi5 has none"),
        (["--replay", "none.json"], "there is no file 'none.json'"),
        (["--replay", "courses/brann/course.yaml"], "is no conversation that `preview --record` has written"),
        (["none"], "there is no course folder 'none'"),
    ],
)
def test_preview_that_cannot_be_had(words: list[str], remedy: str, tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    done = run(tmp_path, "preview", "--no-open", *words)
    assert done.returncode == 2
    assert remedy in done.stderr


def test_preview_is_of_one_course(tmp_path: Path) -> None:
    for name in ("brann", "vann"):
        write_course(tmp_path / "courses" / name)
    done = run(tmp_path, "preview", "--no-open")
    assert done.returncode == 2
    assert "a preview is of one course: courses/brann, courses/vann" in done.stderr


def test_preview_at_a_port_that_is_taken(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "brann")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "preview", "--no-open", "--port", port)
    assert done.returncode == 2
    assert f"port {port} can't be had" in done.stderr
