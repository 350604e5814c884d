"""The verdict is true: what `diff` says of a saved state is what the player does with it."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from scormbuild.components import registry
from scormbuild.course.yaml import read_yaml
from scormbuild.diff import Comparison, compare
from scormbuild.diff.contents import read_contents
from scormbuild.diff.plan import Plan
from scormbuild.errors import CourseError
from tests.diff.courses import Course, body, choice, package, small_course
from tests.diff.opening import Outcome, opening_script, outcomes, whole

LOSSES = {
    "worksheet-removed",
    "text-removed",
    "entry-removed",
    "choice-removed",
    "question-removed",
    "question-changed",
    "option-removed",
    "moved-to-other-part",
}
UNOPENED = {"layout-lost", "primer-lost"}
FILLED_IN = (
    "choice",
    "true_false",
    "cloze",
    "dropdown",
    "fill_in",
    "likert",
    "long_fill_in",
    "matching",
    "numeric",
    "select_in_text",
    "sequencing",
    "sorting",
    "action_plan",
    "checklist",
    "discussion",
    "interview_form",
    "planner",
    "priority_matrix",
    "reflection",
    "responsibility_matrix",
    "self_assessment",
    "table_form",
)
"""Components with something to fill in whose example needs no file."""


@pytest.fixture(scope="module")
def script() -> str:
    return opening_script()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Course]:
    """The catalogue's example of each component, as data."""
    folder = tmp_path_factory.mktemp("examples")
    found = {}
    for name in FILLED_IN:
        path = folder / f"{name}.yaml"
        path.write_text(registry()[name].example, encoding="utf-8")
        example: Any = read_yaml(path, path.name, [])
        found[name] = plain(example)
    return found


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


class Author:
    """Somebody who changes a course at random, as authors do over the years, and now and then makes a blunder."""

    def __init__(self, seed: int, examples: dict[str, Course]) -> None:
        self.chance = random.Random(seed)
        self.examples = examples
        self.course = small_course()
        # Their primers are short, and quick to read in Node.
        self.course["language"] = "en"
        if seed % 3 == 0:
            self.course["sco"] = "per-module"
        self.made = 0

    def edit(self) -> None:
        """One to four changes."""
        for _ in range(self.chance.randint(1, 4)):
            self.chance.choice(self.EDITS)(self)

    def pages(self) -> list[Course]:
        return [page for module in self.course["modules"] for page in module["pages"]]

    def any_page(self) -> Course:
        return self.chance.choice(self.pages())

    def any_part(self) -> tuple[list[Course], int] | None:
        """A component with something to fill in: the page's body, and its place there."""
        found = [
            (page["body"], at)
            for page in self.pages()
            for at, part in enumerate(page["body"])
            if next(iter(part)) != "text" and next(iter(part)) != "quiz"
        ]
        return self.chance.choice(found) if found else None

    def new_id(self, kind: str) -> str:
        self.made += 1
        return f"{kind.replace('_', '-')}-{self.made}"

    def add_page(self) -> None:
        pages = self.chance.choice(self.course["modules"])["pages"]
        page = {"id": self.new_id("page"), "title": "New", "body": [{"text": "Something new."}]}
        pages.insert(self.chance.randint(0, len(pages)), page)

    def remove_page(self) -> None:
        module = self.chance.choice(self.course["modules"])
        removable = [page for page in module["pages"] if not any("quiz" in part for part in page["body"])]
        if len(module["pages"]) > 1 and removable:
            module["pages"].remove(self.chance.choice(removable))

    def move_page(self) -> None:
        module, other = (self.chance.choice(self.course["modules"]) for _ in range(2))
        if len(module["pages"]) > 1:
            page = module["pages"].pop(self.chance.randrange(len(module["pages"])))
            other["pages"].insert(self.chance.randint(0, len(other["pages"])), page)

    def add_part(self) -> None:
        kind = self.chance.choice(FILLED_IN)
        part = deepcopy(self.examples[kind])
        part[kind]["id"] = self.new_id(kind)
        self.any_page()["body"].append(part)

    def remove_part(self) -> None:
        if (found := self.any_part()) is not None:
            holder, at = found
            del holder[at]

    def move_part(self) -> None:
        if (found := self.any_part()) is not None:
            holder, at = found
            part = holder.pop(at)
            self.any_page()["body"].append(part)

    def rename_part(self) -> None:
        if (found := self.any_part()) is not None:
            holder, at = found
            (inner,) = holder[at].values()
            inner["id"] = self.new_id("renamed")

    def exchange_part(self) -> None:
        """Another kind of component takes the id over."""
        if (found := self.any_part()) is not None:
            holder, at = found
            (inner,) = holder[at].values()
            kind = self.chance.choice(FILLED_IN)
            part = deepcopy(self.examples[kind])
            part[kind]["id"] = inner["id"]
            holder[at] = part

    def shorten_list(self) -> None:
        if (found := self.any_part()) is not None:
            holder, at = found
            (inner,) = holder[at].values()
            lists = [value for value in inner.values() if isinstance(value, list) and len(value) > 2]
            if lists:
                chosen = self.chance.choice(lists)
                del chosen[self.chance.randrange(len(chosen))]

    def allow_several(self) -> None:
        if (found := self.any_part()) is not None:
            holder, at = found
            if "choice" in holder[at]:
                self.chance.choice(holder[at]["choice"]["options"])["correct"] = True

    def add_question(self) -> None:
        for part in body(self.course, "proven"):
            if "quiz" in part:
                part["quiz"]["questions"].append({"choice": choice(self.new_id("t"))})

    def remove_question(self) -> None:
        for part in body(self.course, "proven"):
            if "quiz" in part and len(part["quiz"]["questions"]) > 1:
                part["quiz"]["questions"].pop(self.chance.randrange(len(part["quiz"]["questions"])))

    def reword(self) -> None:
        self.any_page()["title"] = f"Reworded {self.chance.randint(1, 99)}"

    EDITS: tuple[Callable[[Author], None], ...] = (
        add_page,
        remove_page,
        move_page,
        add_part,
        add_part,
        remove_part,
        move_part,
        rename_part,
        exchange_part,
        shorten_list,
        allow_several,
        add_question,
        remove_question,
        reword,
    )


def versions(seed: int, examples: dict[str, Course], folder: Path, count: int) -> list[Path]:
    """The packages of a course over some versions. Now and then its lock is lost, or it goes on from an earlier one."""
    author = Author(seed, examples)
    kept: list[Path] = []
    packages: list[Path] = []
    last = deepcopy(author.course)
    while len(packages) < count:
        number = len(packages)
        author.course["version"] = f"1.{number}.0"
        try:
            packages.append(package(folder / "course", author.course, folder / str(number)))
        except CourseError:
            # What chance has made is no course: the author takes it back.
            author.course = deepcopy(last)
            author.edit()
            continue
        last = deepcopy(author.course)
        kept.append(folder / f"kept-{number}")
        copytree(folder / "course", kept[-1])
        blunder = author.chance.random()
        if blunder < 0.1:
            (folder / "course" / "course.lock").unlink()
        elif blunder < 0.2:
            rmtree(folder / "course")
            copytree(author.chance.choice(kept), folder / "course")
        author.edit()
    return packages


def check(seeds: range, count: int, script: str, examples: dict[str, Course], folder: Path) -> list[Outcome]:
    """Compare each version with the next and one further; every verdict must be what the player does."""
    compared: list[tuple[int, Comparison]] = []
    pairs: list[tuple[Plan, Plan]] = []
    owners: list[int] = []
    for seed in seeds:
        packages = versions(seed, examples, folder / str(seed), count)
        for step in (1, 2):
            for old, new in zip(packages, packages[step:], strict=False):
                plans = {plan.sco: plan for plan in read_contents(new).plans}
                units = [(plan, plans[plan.sco]) for plan in read_contents(old).plans]
                owners += [len(compared)] * len(units)
                pairs += units
                compared.append((seed, compare(old, new)))
    parts = list(zip(owners, outcomes(pairs, script), strict=True))
    found = [whole(outcome for owner, outcome in parts if owner == at) for at in range(len(compared))]
    for (seed, comparison), outcome in zip(compared, found, strict=True):
        codes = {row.change.code for row in comparison.rows}
        said = f"seed {seed}: {comparison.text()}"
        assert outcome.goes_on == (not codes & UNOPENED), said
        assert (comparison.verdict == "unsafe") == (not outcome.goes_on), said
        if outcome.goes_on:
            assert bool(outcome.lost) == bool(codes & LOSSES), f"{sorted(outcome.lost)}\n{said}"
            assert not (outcome.lost and comparison.verdict == "safe"), said
            migrated = comparison.migration
            assert migrated is not None, said
            assert bool(outcome.lost) == bool(migrated.fields.gone or migrated.choices.gone), said
    return found


def test_what_diff_says_is_what_the_player_does(script: str, examples: dict[str, Course], tmp_path: Path) -> None:
    found = check(range(3, 8), 3, script, examples, tmp_path)
    kinds = {(outcome.goes_on, bool(outcome.lost)) for outcome in found}
    assert {(True, False), (True, True), (False, True)} <= kinds


@pytest.mark.soak
def test_what_diff_says_is_what_the_player_does_in_hundreds(
    script: str, examples: dict[str, Course], tmp_path: Path
) -> None:
    assert len(check(range(100, 140), 6, script, examples, tmp_path)) == 40 * (5 + 4)
