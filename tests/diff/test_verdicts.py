"""Each verdict has its exit code and its wording: at the command line, in the documents, and in passports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from scormbuild.cli import cli
from scormbuild.diff import Verdict, compare
from scormbuild.passport import changes as passport
from scormbuild.passport.wording import LANGUAGES, TEXTS
from tests.inspect.packages import SOUND, edited, written

ROOT = Path(__file__).parents[2]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

EDITS = {
    "safe": ("course.css", "40rem", "50rem"),
    "safe-but": ("imsmanifest.xml", "score>80<", "score>90<"),
    "not-known": ("course.js", "incomplete", "browsed"),
    "unsafe": ("imsmanifest.xml", "item-fire", "item-1"),
}
"""What is edited in a sound package: a file, what stands there, and what shall stand there."""
EXIT_CODES = {"safe": (0, 0), "safe-but": (0, 1), "not-known": (1, 1), "unsafe": (1, 1)}
"""Without `--strict`, and with it."""
HEADLINES = {
    "safe": "Safe to replace: nothing that learners have done is lost.",
    "safe-but": "Safe to replace, but tell learners first.",
    "not-known": "Attempts are kept. Whether what learners have saved opens can't be told from outside.",
    "unsafe": "NOT safe to replace: learners would lose attempts or what they have saved.",
}
MAILS = {
    "safe": "new.zip (2 KB) can replace the package that is there.",
    "safe-but": "Tell learners before you replace it:",
    "not-known": "Try new.zip (2 KB) before it replaces the package that is there.",
    "unsafe": "Please don't replace the package that is there by new.zip while learners are under way.",
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_command_says_each_verdict_and_exits_with_its_code(verdict: Verdict, tmp_path: Path) -> None:
    sound = SOUND["scorm12"]()
    words = [
        "diff",
        str(written(tmp_path, sound, "old.zip")),
        str(written(tmp_path, edited(sound, *EDITS[verdict]), "new.zip")),
    ]
    plain, strict, markdown, mail, json_ = (
        CliRunner().invoke(cli, [*words, *option])
        for option in ([], ["--strict"], ["--markdown"], ["--mail"], ["--json"])
    )
    assert plain.output.splitlines()[1] == HEADLINES[verdict]
    assert markdown.output.startswith(f"### new.zip: {HEADLINES[verdict]}\n")
    assert MAILS[verdict] in [re.sub(r"\(\d+ KB\)", "(2 KB)", line) for line in mail.output.splitlines()]
    assert json.loads(json_.output)["comparisons"][0]["verdict"] == verdict
    assert (plain.exit_code, strict.exit_code) == EXIT_CODES[verdict]
    assert {result.exit_code for result in (markdown, mail, json_)} == {plain.exit_code}


def test_documents_tell_each_verdict_with_its_exit_codes() -> None:
    text = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `([a-z-]+)` \| .+ \| (\d) \| (\d) \|$", text, flags=re.MULTILINE)
    assert [(verdict, (int(plain), int(strict))) for verdict, plain, strict in table] == [*EXIT_CODES.items()]
    assert [*EXIT_CODES] == [*VERDICTS]
    administrators = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    assert ", ".join(f"`{verdict}`" for verdict in (*VERDICTS, passport.NOT_COMPARED)) in administrators


@pytest.mark.parametrize("verdict", [*VERDICTS, passport.NOT_COMPARED])
def test_passports_have_a_wording_for_each_verdict_and_read_it_again(verdict: str, tmp_path: Path) -> None:
    said = [json.loads((TEXTS / f"{language}.json").read_text("utf-8")) for language in LANGUAGES]
    wordings = {texts[f"changes.{verdict}"] for texts in said}
    assert len(wordings) == len(LANGUAGES)
    changes = passport.Changes("1.0.0", "1" * 64, verdict)
    data = tmp_path / "passport.json"
    data.write_text(json.dumps({"course": {"version": "1.1.0"}, "changes": changes.as_json()}), encoding="utf-8")
    assert passport.kept_changes(data, "1.1.0") == changes
    style = (TEXTS.parent / "passport.css").read_text(encoding="utf-8")
    (marked,) = re.findall(r"^:is\((.+)\)\.verdict ", style, flags=re.MULTILINE)
    assert (f".{verdict}" in marked.split(", ")) == (verdict != "safe")


def test_worst_of_several_verdicts_is_told(tmp_path: Path) -> None:
    old = files = SOUND["scorm12"]()
    found = []
    for verdict in ("safe", "safe-but", "not-known", "unsafe"):
        files = edited(files, *EDITS[verdict])
        found.append(compare(written(tmp_path, old, "old.zip"), written(tmp_path, files, "new.zip")))
    assert [comparison.verdict for comparison in found] == ["safe", "safe-but", "not-known", "unsafe"]
    assert "Tell learners before you replace it:" in found[2].mail()
