"""`scormbuild lrs …` as administrators type it: what it says, and that no mistake ends in a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scormbuild.cli import cli
from scormbuild.errors import UsageError
from scormbuild.lrs import arguments
from scormbuild.lrs.backup import backup
from scormbuild.lrs.commands import COMMANDS
from tests.lrs.conftest import NewDatabase
from tests.lrs.examples import KARI, OLA, statement
from tests.lrs.serving import Client, Served


def run(*words: str, database: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scormbuild", "lrs", *words],
        env={**os.environ, "SCORMBUILD_LRS_DATABASE": database, **environment},
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["key", "list"], "there is no database"),
        (["forget", "kari@example.no"], "there is no database"),
        (["backup", "b.sqlite"], "there is no database"),
        (["key", "add", "x", "--may", "read", "--below", "https://a.example/"], "--below goes with"),
        (["key", "add", "x", "--may", "write", "--below", "brannvern"], "is no absolute IRI"),
        (["key", "add", "a\nb", "--may", "read"], "can be printed"),
        (["key", "add", "x", "--may", "everything"], "'everything' is not one of"),
        (["expire", "--older-than", "400"], "400d, 12w, 2y or 36h"),
        (["forget", "kari"], "tells no person"),
        (["forward", "lrs.example.com", "--key", "k", "--secret", "s"], "like https://lrs.example.com/xapi"),
        (["serve", "--max-body", "much"], "512K, 10M or 1G"),
        (["serve", "--allow-origin", "https://a.example/path"], "scheme and host alone"),
        (["serve", "--max-batch", "0"], "0 is not in the range"),
        (["serve", "--port", "65536"], "65536 is not in the range"),
        (["serve", "--url", "lrs.example.com"], "like https://lrs.example.com/xapi/"),
        (["key", "add", "x", "--may", "read", "--url", "urn:lrs"], "like https://lrs.example.com/xapi/"),
        (["serve", "--proxy", "proxy.example.com"], "is no address"),
        (["key", "list", "--database", "mysql://lrs:hemmelig@db/lrs"], "postgresql://USER:PASSWORD@HOST/DATABASE"),
        (
            ["serve", "--database", "postgresql+psycopg://lrs:hemmelig@db/lrs"],
            "postgresql://USER:PASSWORD@HOST/DATABASE",
        ),
    ],
)
def test_mistakes_are_told_in_words(tmp_path: Path, words: list[str], told: str) -> None:
    done = run(*words, database=str(tmp_path / "lrs.sqlite"))
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "hemmelig" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://lrs:hemmelig@127.0.0.1:1/lrs",
        "postgresql://lrs:hemmelig@[::1/lrs",
        "postgresql://lrs:hemmelig@127.0.0.1:1/lrs?password=hemmelig&nonsense=1",
    ],
)
def test_a_database_out_of_reach_is_told_without_its_password(database: str) -> None:
    done = run("key", "list", database=database)
    assert done.returncode == 2
    assert done.stderr.startswith("error: postgresql://")
    assert "hemmelig" not in done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Husk melk. " * 200)
    other = tmp_path / "other.sqlite"
    for file in (path, tmp_path):
        done = run("key", "list", database=str(file))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert not other.exists()


# --- keys ---


def test_a_key_from_its_making_to_its_end(new_database: NewDatabase) -> None:
    database = new_database()
    with Served(database) as served:
        words = ["--may", "own", "--below", "https://kurs.example.no/", "--rate", "90"]
        made = run("key", "add", "Brannvernkurset", *words, database=database)
        lines = made.stdout.splitlines()
        assert lines[0] == "The secret isn't shown again:"
        key, secret = (line.split()[1] for line in lines[1:])
        client = Client(served.port, key, secret)
        (id_,) = client.store(statement(object={"id": "https://kurs.example.no/brannvern"}))
        authority = client.ask("GET", "/statements", {"statementId": id_}).json()["authority"]
        assert authority["name"] == "Brannvernkurset"
        assert authority["account"] == {"homePage": "https://lrs.example.org/xapi/", "name": key}
        listed = run("key", "list", database=database).stdout
        row = next(line for line in listed.splitlines() if line.startswith(key))
        assert row.split()[1:] == ["own", row.split()[2], "90", "Brannvernkurset", "https://kurs.example.no/"]
        assert secret not in listed
        assert run("key", "revoke", key, database=database).stdout == f"{key} (Brannvernkurset) is revoked.\n"
        again = run("key", "revoke", key, database=database)
        assert (again.returncode, "there is no key" in again.stderr) == (2, True)
        assert key not in run("key", "list", database=database).stdout


def test_a_key_that_makes_a_new_database_says_so(tmp_path: Path) -> None:
    words = ["key", "add", "x", "--may", "read"]
    first, second = (run(*words, database=str(tmp_path / "lrs.sqlite")) for _ in range(2))
    assert (first.returncode, "it is a new one" in first.stderr) == (0, True)
    assert (second.returncode, second.stderr) == (0, "")


def test_a_revoked_key_opens_nothing_once_it_is_forgotten(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scormbuild.lrs.app.CREDENTIAL_SECONDS", 0.0)
    database = new_database()
    with Served(database) as served:
        assert served.client.ask("GET", "/statements").status == 200
        run("key", "revoke", served.client.pair[0], database=database)
        assert served.client.ask("GET", "/statements").status == 401


# --- erasing ---


def test_forgetting_asks_first_and_says_how_many(new_database: NewDatabase) -> None:
    database = new_database()
    with Served(database) as served:
        served.client.store(statement(), statement(), statement(actor=OLA))
        state = {"activityId": "https://example.no/a", "agent": KARI, "stateId": "s"}
        served.client.ask("PUT", "/activities/state", state, json_={})
        counted = "2 statements, 1 state document and 0 agent profile documents"
        dry = run("forget", "kari@example.no", "--dry-run", database=database)
        assert (dry.returncode, dry.stdout) == (0, f"There are {counted} with this person.\n")
        unsure = run("forget", "kari@example.no", database=database, text="n\n")
        assert (unsure.returncode, "nothing was changed" in unsure.stderr) == (2, True)
        assert len(served.client.found(agent=KARI)) == 2
        renamed = run("forget", "kari@example.no", "--pseudonymise", "--yes", database=database).stdout
        assert renamed.startswith(
            "Pseudonymised 2 statements; deleted 1 state document and 0 agent profile documents.\nBackups"
        )
        assert served.client.found(agent=KARI) == []
        assert len(served.client.found()) == 3
        sure = run("forget", "https://lms.example.no|ola-17", database=database, text="y\n").stdout
        assert "Deleted 1 statement; deleted 0 state documents and 0 agent profile documents." in sure
        assert len(served.client.found()) == 2


def test_expiring_says_how_many_and_from_when(new_database: NewDatabase) -> None:
    database = new_database()
    with Served(database) as served:
        served.client.store(statement())
        dry = run("expire", "--older-than", "1d", "--dry-run", database=database)
        assert (dry.returncode, dry.stdout[:12]) == (0, "0 statements")
        gone = run("expire", "--older-than", "400d", "--yes", database=database)
        assert gone.stdout == "Deleted 0 statements, 0 state documents and 0 agent profile documents.\n"
        assert len(served.client.found()) == 1
        ages = run("expire", "--older-than", "9999y", "--dry-run", database=database)
        assert ages.stdout == "0 statements, 0 state documents and 0 agent profile documents from before 1970-01-01.\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("kari@Example.no", "mbox:mailto:kari@example.no"),
        ("mailto:kari@example.no", "mbox:mailto:kari@example.no"),
        ("mbox:mailto:kari@example.no", "mbox:mailto:kari@example.no"),
        ("A" * 40, f"mbox_sha1sum:{'a' * 40}"),
        ("https://kari.example.no/", "openid:https://kari.example.no/"),
        ("https://lms.example.no|kari|1", "account:https://lms.example.no|kari|1"),
        ("account:https://lms.example.no|k@a", "account:https://lms.example.no|k@a"),
        ('{"account": {"homePage": "https://a.example", "name": "k"}}', "account:https://a.example|k"),
    ],
)
def test_people_are_told_in_many_ways(text: str, key: str) -> None:
    assert arguments.person(text) == key


@pytest.mark.parametrize("text", ["", "kari", "{", "[]", '{"name": "Kari"}', "|", "a|b", "kari@", "{}"])
def test_what_tells_no_person_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        arguments.person(text)


def test_sizes_are_powers_of_1024() -> None:
    assert [arguments.size(text) for text in ("1", "512K", "10M", "2G")] == [1, 524_288, 10_485_760, 2_147_483_648]


# --- copies ---


def test_a_backup_of_a_store_that_is_running_is_whole(tmp_path: Path) -> None:
    database, copy = tmp_path / "lrs.sqlite", tmp_path / "copy.sqlite"
    with Served(str(database)) as served, ThreadPoolExecutor(2) as pool:
        before = served.client.store(*(statement() for _ in range(200)))
        during = pool.submit(lambda: [served.client.store(statement())[0] for _ in range(50)])
        done = run("backup", str(copy), database=str(database))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"{copy}  {copy.stat().st_size:,} bytes\n"
        order = [*before, *during.result()]
    with Served(str(copy)) as restored:
        client = Client(restored.port, *served.client.pair)
        found = client.ask("GET", "/statements", {"ascending": True, "limit": 500}).json()["statements"]
        ids = [each["id"] for each in found]
        assert len(ids) >= len(before)
        assert ids == order[: len(ids)]


def test_a_backup_does_not_overwrite_and_leaves_nothing_half(tmp_path: Path) -> None:
    database, copy = tmp_path / "lrs.sqlite", tmp_path / "copy.sqlite"
    with Served(str(database)):
        copy.write_text("en annen")
        with pytest.raises(UsageError, match="already"):
            backup(database, copy)
        assert copy.read_text() == "en annen"
    (tmp_path / "broken.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(UsageError, match="failed"):
        backup(tmp_path / "broken.sqlite", tmp_path / "out.sqlite")
    with pytest.raises(UsageError, match="failed"):
        backup(database, tmp_path / "no folder" / "out.sqlite")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("out")]


def test_a_backup_is_one_file(tmp_path: Path) -> None:
    database, copy = tmp_path / "lrs.sqlite", tmp_path / "copy.sqlite"
    with Served(str(database)) as served:
        served.client.store(statement())
        backup(database, copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM statement").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_their_owner_reads_databases_and_copies(tmp_path: Path) -> None:
    database, copy = tmp_path / "lrs.sqlite", tmp_path / "copy.sqlite"
    with Served(str(database)):
        backup(database, copy)
        assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == dict.fromkeys(
            ["lrs.sqlite", "lrs.sqlite-wal", "lrs.sqlite-shm", "copy.sqlite"], 0o600
        )


def test_a_backup_of_postgresql_is_postgresqls_own() -> None:
    done = run("backup", "b", database="postgresql://lrs@127.0.0.1/lrs")
    assert done.returncode == 2
    assert "pg_dump" in done.stderr


def test_forwarding_says_how_many_and_what_was_refused(new_database: NewDatabase) -> None:
    database = new_database()
    with Served(database) as served, Served(new_database()) as target:
        ids = served.client.store(*(statement() for _ in range(5)))
        target.client.store(statement(id=ids[2], actor=OLA))
        key, secret = target.client.pair
        words = ["forward", f"http://127.0.0.1:{target.port}/xapi", "--key", key]
        done = run(*words, database=database, SCORMBUILD_LRS_SECRET=secret)
        assert done.stdout == "Statements forwarded: 4; set aside: 1; waiting: 0\n"
        assert done.stderr.startswith(f"  {ids[2]}  409 ")
        assert done.returncode == 1
        wrong = run(*words, "--again", database=database, SCORMBUILD_LRS_SECRET="wrong")
        assert "it doesn't know the key and secret" in wrong.stderr
        assert wrong.returncode == 1


def test_forgotten_statements_are_not_remembered_as_refused(new_database: NewDatabase) -> None:
    database = new_database()
    with Served(database) as served, Served(new_database()) as target:
        (id_,) = served.client.store(statement())
        target.client.store(statement(id=id_, actor=OLA))
        key, secret = target.client.pair
        words = ["forward", f"http://127.0.0.1:{target.port}/xapi", "--key", key]
        run(*words, database=database, SCORMBUILD_LRS_SECRET=secret)
        run("forget", "kari@example.no", "--yes", database=database)
        done = run(*words, database=database, SCORMBUILD_LRS_SECRET=secret)
        assert (done.returncode, done.stdout) == (0, "Statements forwarded: 0; set aside: 0; waiting: 0\n")


def test_logs_of_a_running_store_are_lines_of_json(tmp_path: Path) -> None:
    from tests.lrs.test_operations import serving

    with serving(str(tmp_path / "lrs.sqlite")) as (process, _, client):
        client.store(statement())
        process.terminate()
        lines = process.communicate(timeout=20)[1].splitlines()
    assert [json.loads(line)["resource"] for line in lines] == ["/xapi/statements"]


def test_the_manual_tells_of_every_command_and_option() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "lrs.md").read_text(encoding="utf-8")
    waiting = [("scormbuild lrs", command) for command in COMMANDS.values()]
    while waiting:
        before, command = waiting.pop()
        name = f"{before} {command.name}"
        if isinstance(command, click.Group):
            waiting += [(name, each) for each in command.commands.values()]
            continue
        assert name in manual
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in manual, f"{name} {option}"
        assert CliRunner().invoke(cli, [*name.split()[1:], "--help"]).exit_code == 0
