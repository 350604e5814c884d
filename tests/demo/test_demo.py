"""The demo's records: of the form that packages send, in an order that can happen, and as believable as is meant."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from lxml import html
from scipy.stats import pointbiserialr

from scormbuild.cli import cli
from scormbuild.compile.activities import activities, activity_iri
from scormbuild.course.load import load
from scormbuild.course.model import Course
from scormbuild.demo.make import Wanted, make
from scormbuild.demo.summary import CourseSummary, Summary
from scormbuild.lrs.model.validation import validate
from scormbuild.lrs.model.version import Version
from tests.lrs.inprocess import InProcess
from tests.platform.statements import violations, wordless
from tests.support import write_course

COURSES = Path(__file__).parents[2] / "courses"
FIRST = date(2025, 10, 1)
OSLO = ZoneInfo("Europe/Oslo")

Statement = dict[str, Any]

EVERY_KIND = """\
id: alt
iri: https://kurs.example.no/alt
version: "3.1.0"
title: Alt
audience: [medarbeider]
objectives: [{id: maal, text: Du kan "alt" til 100 %.}]
records: {texts: true}
completion: {pages: all, quiz: passed, mastery_score: 0.5}
modules:
  - id: del
    title: Del
    pages:
      - id: sporsmal
        title: Spørsmål
        body:
          - true_false: {id: q-heis, prompt: Bruk heisen., answer: false}
          - choice:
              id: q-flere
              prompt: Hva er grønt?
              credit: partial
              options:
                - {id: a, text: Skiltet, correct: true}
                - {id: b, text: Døren}
                - {id: c, text: Løperen, correct: true}
          - sorting:
              id: q-sorter
              prompt: Sorter.
              credit: partial
              groups: [{id: "1", text: Før}, {id: "2", text: Etter}]
              items:
                - {id: a, text: Varsle, group: "1"}
                - {id: b, text: Telle, group: "2"}
                - {id: c, text: Se, group: "1"}
          - sequencing:
              id: q-rekke
              prompt: I hvilken rekkefølge?
              credit: partial
              items: [{id: a, text: Redde}, {id: b, text: Varsle}, {id: c, text: Slokke}]
          - numeric: {id: q-tall, prompt: Hva er nødnummeret?, answer: 110}
          - fill_in: {id: q-ord, prompt: Skiltet er …, answers: [grønt]}
          - cloze:
              id: q-hull
              prompt: Fyll ut.
              text: "{{a}} og {{b}}"
              gaps: [{id: a, answers: [redde]}, {id: b, answers: [slokke]}]
          - likert: {id: q-syn, prompt: Jeg er trygg., scale: [{id: "1", text: Nei}, {id: "2", text: Ja}]}
          - long_fill_in: {id: q-tekst, prompt: Hva ville du gjort?}
          - scenario:
              id: q-samtale
              prompt: En samtale
              steps:
                - id: start
                  text: Det brenner.
                  choices: [{id: a, text: Løp, to: ute}, {id: b, text: Varsle, to: midt}]
                - {id: midt, text: Og nå?, choices: [{id: a, text: Gå, to: ute}, {id: b, text: Bli, to: inne}]}
              endings: [{id: ute, title: Ute, text: Bra.}, {id: inne, title: Inne, text: Ikke bra.}]
      - id: ark
        title: Ark
        activity: {minutes: 20}
        body:
          - checklist: {id: liste, title: Før, items: [{id: a, text: Jeg har lest.}, {id: b, text: Jeg venter.}]}
          - reflection: {id: tanker, prompt: Hva tenker du?}
          - self_assessment:
              id: foer
              title: Hvor er du?
              scale: [{id: "1", text: Ikke}, {id: "2", text: Litt}, {id: "3", text: Godt}, {id: "4", text: Helt}]
              statements: [{id: forklare, text: Jeg kan forklare.}, {id: vise, text: Jeg kan vise.}]
          - responsibility_matrix:
              id: ansvar
              title: Ansvar
              roles: [{id: leder, title: Leder}, {id: ressurs, title: Ressursperson}]
              tasks: [{id: varsler, text: Følge opp varsler}]
              rules: {exactly_one: [a]}
          - table_form:
              id: gevinster
              title: Gevinster
              row_title: Hva
              columns: [{id: timer, title: Spart tid, kind: number, unit: timer i uka}]
              rows: [{id: tilsyn, title: Digitalt tilsyn}]
      - id: test
        title: Test
        body:
          - quiz:
              id: slutt
              feedback: end
              attempts: 2
              draw: 3
              questions:
                - true_false: {id: t-heis, prompt: Bruk heisen., answer: false, objective: maal}
                - true_false: {id: t-trapp, prompt: Bruk trappa., answer: true, objective: maal}
                - true_false: {id: t-roper, prompt: Rop., answer: true}
                - choice:
                    id: t-skilt
                    prompt: Hva er grønt?
                    options: [{id: a, text: Skiltet, correct: true}, {id: b, text: Døren}, {id: c, text: Taket}]
          - self_assessment: {id: etter, title: Og nå?, after: foer}
"""
"""A course with every type of interaction and the worksheets that reports put together."""


def course_of(folder: Path) -> Course:
    course = load(folder).course
    assert course is not None
    return course


def statements_in(path: Path) -> Iterator[Statement]:
    with path.open("rb") as file:
        yield from map(json.loads, file)


def without_wording(statement: Statement) -> Statement:
    """A statement without what is the same in thousands of others."""
    del statement["object"]["definition"]
    statement["context"].pop("contextActivities", None)
    return statement


def verb_of(statement: Statement) -> str:
    return str(statement["verb"]["id"]).rsplit("/", 1)[1]


def learner_of(statement: Statement) -> str:
    return str(statement["actor"]["account"]["name"])


def moment_of(statement: Statement) -> datetime:
    return datetime.fromisoformat(statement["timestamp"])


@dataclass(frozen=True)
class Made:
    """A demo that was made for one course."""

    course: Course
    summary: Summary
    statements: list[Statement]
    units: list[tuple[str, str]]

    @property
    def told(self) -> CourseSummary:
        return self.summary.courses[0]

    def key(self, statement: Statement) -> str:
        return str(statement["object"]["id"]).removeprefix(activity_iri(self.course, "")).removeprefix("/")

    def attempts(self) -> Iterator[list[Statement]]:
        """The statements of each registration, in the order of the file."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            found[statement["context"]["registration"]].append(statement)
        yield from found.values()


def made(course: Course, folder: Path, learners: int, *, wording: bool) -> Made:
    summary = make([course], folder, Wanted(learners, 7, FIRST, 12))
    first, *rows = (folder / "units.csv").read_text("utf-8").splitlines()
    assert first == "learner,unit"
    units = [(learner, unit) for learner, _, unit in (row.partition(",") for row in rows)]
    statements = statements_in(folder / summary.courses[0].file)
    return Made(course, summary, [*(statements if wording else map(without_wording, statements))], units)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("alt")
    return made(course_of(write_course(folder / "kurs", EVERY_KIND)), folder / "demo", 150, wording=True)


@pytest.fixture(scope="module")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Made:
    course = course_of(COURSES / "velferdsteknologi-basis")
    return made(course, tmp_path_factory.mktemp("basis"), 350, wording=False)


def test_a_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    course = course_of(write_course(tmp_path / "kurs", EVERY_KIND))

    def hashes(name: str, seed: int) -> dict[str, str]:
        make([course], tmp_path / name, Wanted(40, seed, FIRST, 12))
        return {path.name: sha256(path.read_bytes()).hexdigest() for path in (tmp_path / name).iterdir()}

    one = hashes("one", 1)
    assert hashes("again", 1) == one
    assert not {*hashes("two", 2).values()} & {*one.values()}


def test_every_statement_keeps_the_rules_and_says_what_it_is_about_in_words(every_kind: Made) -> None:
    known = activities(every_kind.course)
    for statement in every_kind.statements:
        assert violations(statement) == []
        assert wordless(statement) == []
        for version in Version:
            validate(statement, version)
        assert statement["object"]["definition"] == known[every_kind.key(statement)]["definition"]
    answered = {every_kind.key(each) for each in every_kind.statements if verb_of(each) == "answered"}
    assert answered == {f"questions/{question.id}" for question in every_kind.course.all_questions()}


def test_our_record_store_takes_them(every_kind: Made, tmp_path: Path) -> None:
    batch = every_kind.statements[:200]
    with InProcess(str(tmp_path / "lrs.sqlite")) as store:
        answer = store.ask("POST", "/xapi/statements", body=json.dumps(batch).encode())
        assert answer.status == 200
        assert json.loads(answer.body) == [statement["id"] for statement in batch]


@pytest.mark.parametrize("name", ["every_kind", "basis"])
def test_what_happens_in_an_attempt_can_happen(name: str, request: pytest.FixtureRequest) -> None:
    demo: Made = request.getfixturevalue(name)
    assert len({statement["id"] for statement in demo.statements}) == len(demo.statements)
    (quiz,) = demo.course.graded_quizzes()
    graded, asked = {question.id for question in quiz.questions}, quiz.asked
    pages = [f"pages/{page.id}" for page in demo.course.pages()]
    for attempt in demo.attempts():
        verbs = [verb_of(each) for each in attempt]
        told = Counter(verbs)
        assert verbs[0] == "initialized"
        assert len({learner_of(each) for each in attempt}) == 1
        assert all(one <= other for one, other in pairwise(map(moment_of, attempt)))
        seen = [demo.key(each) for each in attempt if verb_of(each) == "experienced"]
        assert seen == pages[: len(seen)]
        assert max(told["completed"], told["passed"], told["failed"]) <= 1
        if told["completed"]:
            assert seen == pages
            assert verbs.index("passed") > verbs.index("completed")
            assert "failed" not in verbs[verbs.index("passed") :]
        sessions = [place for place, verb in enumerate(verbs) if verb == "initialized"]
        for begin, end in zip(sessions, [*sessions[1:], len(verbs)], strict=True):
            assert "terminated" not in verbs[begin : end - 1]
            assert len({each["context"]["revision"] for each in attempt[begin:end]}) == 1
        # A quiz that is handed in as a whole comes with all its answers just before it.
        for place, statement in enumerate(attempt):
            if verb_of(statement) == "scored" and "slutt" in demo.key(statement):
                answers = attempt[place - asked : place]
                assert {demo.key(each).removeprefix("questions/") for each in answers} <= graded
                points = mean(each["result"]["score"]["scaled"] for each in answers)
                assert statement["result"]["score"]["scaled"] == pytest.approx(points, abs=1e-4)
                assert statement["result"]["success"] == (round(points, 4) >= demo.course.pass_mark(quiz))


@pytest.mark.parametrize("name", ["every_kind", "basis"])
def test_the_summary_says_what_is_in_the_file(name: str, request: pytest.FixtureRequest) -> None:
    demo: Made = request.getfixturevalue(name)
    by_verb: dict[str, set[str]] = defaultdict(set)
    first: dict[str, dict[str, float]] = defaultdict(dict)
    for statement in sorted(demo.statements, key=moment_of):
        by_verb[verb_of(statement)].add(learner_of(statement))
        if verb_of(statement) == "answered":
            score = statement["result"].get("score", {"scaled": 1})["scaled"]  # what is unscored counts as one
            first[demo.key(statement).removeprefix("questions/")].setdefault(learner_of(statement), score)
    told = demo.told
    assert told.statements == len(demo.statements) == sum(told.verbs.values())
    assert told.verbs == Counter(map(verb_of, demo.statements))
    assert (told.began, told.completed, told.passed) == tuple(
        len(by_verb[verb]) for verb in ("initialized", "completed", "passed")
    )
    assert told.failed == len(by_verb["failed"] - by_verb["passed"])
    assert told.attempts == len(list(demo.attempts()))
    assert told.sessions == told.verbs["initialized"]
    assert {*told.first_answers} == {*first}
    for question, (learners, points) in told.first_answers.items():
        assert learners == len(first[question])
        assert points == pytest.approx(sum(first[question].values()), abs=1e-6)


def test_learners_are_numbers_in_units(basis: Made) -> None:
    assert [learner for learner, _ in basis.units] == [f"d-{number:06}" for number in range(1, 351)]
    assert len({unit for _, unit in basis.units}) == basis.summary.units > 5
    assert {learner_of(each) for each in basis.statements} < {learner for learner, _ in basis.units}
    assert {each["actor"]["account"]["homePage"] for each in basis.statements} == {"https://kslaring.example.no"}


def test_in_a_course_with_roles_learners_take_the_pages_of_theirs(tmp_path: Path) -> None:
    yaml = EVERY_KIND.replace(
        "title: Alt\n", "title: Alt\nroles: [{id: leiar, title: Leder}, {id: tilsett, title: Ansatt}]\n", 1
    ).replace("      - id: ark\n        title: Ark\n", "      - id: ark\n        title: Ark\n        for: [leiar]\n")
    demo = made(course_of(write_course(tmp_path / "kurs", yaml)), tmp_path / "demo", 60, wording=False)
    extension = activity_iri(demo.course, "extensions/role")
    pages = {role.id: [f"pages/{page.id}" for page in demo.course.of_role(role).pages()] for role in demo.course.roles}
    completed = Counter[str | None]()
    for attempt in demo.attempts():
        done = [each for each in attempt if verb_of(each) not in ("initialized", "terminated")]
        (role,) = {each["context"].get("extensions", {}).get(extension) for each in done} or {None}
        seen = [demo.key(each) for each in attempt if verb_of(each) == "experienced"]
        expected = pages.get(role or "", [f"pages/{page.id}" for page in demo.course.pages()])
        assert seen == expected[: len(seen)]
        if any(verb_of(each) == "completed" for each in attempt):
            completed[role] += 1
            assert seen == expected
    assert {*completed} == {None, "leiar", "tilsett"}


def test_the_year_has_a_summer_and_the_week_an_end(basis: Made) -> None:
    began = [moment_of(each).astimezone(OSLO) for each in basis.statements if verb_of(each) == "initialized"]
    assert min(began).date() >= FIRST
    assert max(began).date() < date(2026, 10, 1)
    months = Counter(moment.month for moment in began)
    assert months[7] < len(began) / 12 / 2
    week = Counter(moment.weekday() for moment in began)
    assert week[5] + week[6] < week[1]
    hours = Counter(moment.hour for moment in began)
    assert sum(hours[hour] for hour in range(12, 16)) > len(began) * 0.4


def test_units_begin_together(basis: Made) -> None:
    unit_of = dict(basis.units)
    first: dict[str, date] = {}
    for statement in basis.statements:
        first.setdefault(learner_of(statement), moment_of(statement).date())
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for learner, day in first.items():
        days[unit_of[learner]][day] += 1
    large = [counted for counted in days.values() if counted.total() >= 15]
    assert large
    assert mean(counted.most_common(1)[0][1] / counted.total() for counted in large) > 0.3


def test_a_version_comes_in_the_middle_of_the_year(basis: Made) -> None:
    moments: dict[str, list[datetime]] = defaultdict(list)
    for statement in basis.statements:
        moments[statement["context"]["revision"]].append(moment_of(statement))
    assert {*moments} == {"1.0.0", "2.0.0"}
    assert max(moments["1.0.0"]) < min(moments["2.0.0"])
    assert date(2026, 3, 1) < min(moments["2.0.0"]).date() < date(2026, 5, 1)


def test_bad_questions_are_bad_and_the_others_are_not(basis: Made) -> None:
    first: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for statement in basis.statements:
        if verb_of(statement) == "answered" and "/t-" in statement["object"]["id"]:
            result = statement["result"]
            question = basis.key(statement).removeprefix("questions/")
            answer = (int(result["success"]), result.get("response", ""))
            first[question].setdefault(learner_of(statement), answer)
    by_learner: dict[str, list[int]] = defaultdict(list)
    for answers in first.values():
        for learner, (right, _) in answers.items():
            by_learner[learner].append(right)

    def share(question: str) -> float:
        return mean(right for right, _ in first[question].values())

    def discrimination(question: str) -> float:
        pairs = [
            (right, (sum(by_learner[learner]) - right) / (len(by_learner[learner]) - 1))
            for learner, (right, _) in first[question].items()
        ]
        return float(pointbiserialr(*zip(*pairs, strict=True)).statistic)

    bad = {flaw: question for question, flaw in basis.told.flaws.items()}
    assert discrimination(bad["wrong-key"]) < -0.1
    assert share(bad["wrong-key"]) < 0.35
    assert share(bad["too-easy"]) > 0.96
    assert abs(discrimination(bad["does-not-tell-apart"])) < 0.25
    wrong = Counter(response for right, response in first[bad["misleads"]].values() if not right)
    assert wrong.most_common(1)[0][1] > 0.3 * len(first[bad["misleads"]])
    good = [question for question in first if question not in basis.told.flaws and share(question) < 1]
    assert mean(map(discrimination, good)) > 0.12
    assert 0.65 < mean(map(share, good)) < 0.92


def test_learners_leave_and_come_back_and_try_again(basis: Made) -> None:
    told = basis.told
    assert 0.6 < told.began / basis.summary.learners < 0.95
    assert 0.5 < told.completed / told.began < 0.85
    assert told.began < told.attempts < told.began * 1.2
    assert 0 < told.failed < told.began * 0.2
    tried_again = [each for each in basis.attempts() if [verb_of(one) for one in each].count("failed")]
    assert any("passed" in map(verb_of, attempt) for attempt in tried_again)


def test_sheets_say_what_reports_put_together(every_kind: Made) -> None:
    iri = "https://kurs.example.no/alt/extensions"
    values: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for statement in every_kind.statements:
        if verb_of(statement) == "responded":
            values[every_kind.key(statement)].append(statement["result"]["extensions"][f"{iri}/values"])
    before = [int(sheet["forklare"][0]) for sheet in values["worksheets/foer"] if "forklare" in sheet]
    after = [int(sheet["forklare.after"][0]) for sheet in values["worksheets/foer"] if "forklare.after" in sheet]
    assert 0.3 < mean(after) - mean(before) < 1.2
    letters = [[sheet.get(f"varsler.{role}") for role in ("leder", "ressurs")] for sheet in values["worksheets/ansvar"]]
    answering = Counter(row.count(["a"]) for row in letters)
    assert answering[1] > answering[0] > 0
    assert answering[2] == 0
    assert {type(sheet["tilsyn.timer"]) for sheet in values["worksheets/gevinster"]} == {str}
    assert all({*sheet} == {"liste"} and {*sheet["liste"]} <= {"a", "b"} for sheet in values["worksheets/liste"])


def test_what_is_written_is_told_where_the_course_says_so_alone(tmp_path: Path) -> None:
    quiet = course_of(write_course(tmp_path / "kurs", EVERY_KIND.replace("records: {texts: true}\n", "")))
    told = made(quiet, tmp_path / "demo", 50, wording=True)
    sheets = [each for each in told.statements if "/worksheets/" in each["object"]["id"]]
    assert {verb_of(each) for each in sheets} == {"interacted"}
    assert all("result" not in each for each in sheets)
    long = [each for each in told.statements if verb_of(each) == "answered" and _kind_of(each) == "long-fill-in"]
    assert long
    assert all({*each["result"]} == {"duration"} for each in long)
    wanted = Wanted(50, 7, FIRST, 12, texts=True)
    make([quiet], tmp_path / "texts", wanted)
    spoken = course_of(write_course(tmp_path / "sagt", EVERY_KIND))
    make([spoken], tmp_path / "spoken", Wanted(50, 7, FIRST, 12))
    assert (tmp_path / "texts" / "alt.ndjson").read_bytes() == (tmp_path / "spoken" / "alt.ndjson").read_bytes()


def _kind_of(statement: Statement) -> str:
    return str(statement["object"].get("definition", {}).get("interactionType", ""))


def test_what_was_written_before_still_stands_after(every_kind: Made) -> None:
    iri = "https://kurs.example.no/alt/extensions/values"
    pairs = 0
    for attempt in every_kind.attempts():
        sheets = [each for each in attempt if every_kind.key(each) == "worksheets/foer"]
        values = [each["result"]["extensions"][iri] for each in sheets]
        pairs += len(values) > 1
        assert all(one.items() <= other.items() for one, other in pairwise(values))
    assert pairs > 10


def test_partial_credit_is_given_as_players_give_it(every_kind: Made) -> None:
    """A pair of three is a third; of an order of three, two that stand rightly after one another are a half."""
    expected = {
        "q-sorter": {"a[.]1[,]b[.]2[,]c[.]1": 1, "a[.]2[,]b[.]2[,]c[.]1": 0.6667, "a[.]2[,]b[.]1[,]c[.]2": 0},
        "q-rekke": {"a[,]b[,]c": 1, "b[,]a[,]c": 0.5, "a[,]c[,]b": 0.5, "c[,]b[,]a": 0},
        "q-flere": {"a[,]c": 1, "a": 0.5, "c": 0.5, "a[,]b[,]c": 0.5, "b": 0, "a[,]b": 0},
    }
    for question, scores in expected.items():
        given = {
            each["result"]["response"]: each["result"]["score"]["scaled"]
            for each in every_kind.statements
            if every_kind.key(each) == f"questions/{question}"
        }
        assert {response: given[response] for response in scores if response in given} == {
            response: score for response, score in scores.items() if response in given
        }
        assert len({*given} & {*scores}) > 1


def test_moodles_report_has_the_same_year(tmp_path: Path) -> None:
    course = course_of(write_course(tmp_path / "kurs", EVERY_KIND))
    summary = make([course], tmp_path, Wanted(80, 5, FIRST, 12, for_moodle=True))
    demo = Made(course, summary, [*statements_in(tmp_path / summary.courses[0].file)], [])
    with (tmp_path / "alt-scorm-interactions.txt").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", strict=True))
    (silent, *_), opened = ([row for row in rows if (row["Attempt"] == "-") == never] for never in (True, False))
    assert (silent["Started on"], silent["Score"], silent[course.title]) == ("-", "-", "Not attempted")
    assert len({row["Name"] for row in rows}) == 80
    attempts = list(demo.attempts())
    assert len(opened) == len(attempts)
    words = {True: "correct", False: "wrong", None: "neutral"}
    for row, attempt in zip(opened, attempts, strict=True):
        assert row["Name"].removeprefix("Deltaker ") == learner_of(attempt[0]).removeprefix("d-")
        began = moment_of(attempt[0]).astimezone(OSLO)
        assert datetime.strptime(row["Started on"], "%A, %d %B %Y, %I:%M %p") == began.replace(
            second=0, microsecond=0, tzinfo=None
        )
        verdicts = {verb_of(each): each["result"] for each in attempt if verb_of(each) in ("passed", "failed")}
        if "passed" in verdicts:
            assert row[course.title] == row["Score"] == f"{verdicts['passed']['score']['raw']:g}"
        answers = [each for each in attempt if verb_of(each) == "answered"]
        for number, statement in enumerate(answers):
            assert row[f"Question {number}"].split("--")[0] == demo.key(statement).removeprefix("questions/")
            score = statement["result"].get("score", {}).get("scaled")
            partial = score is not None and 0 < score < 1
            assert row[f"Result {number}"] == (f"{score:.2g}" if partial else words[statement["result"].get("success")])
        assert not row.get(f"Question {len(answers)}")


def test_moodles_completion_report_says_who_has_completed_and_when(tmp_path: Path) -> None:
    course = course_of(write_course(tmp_path / "kurs", EVERY_KIND))
    summary = make([course], tmp_path, Wanted(80, 5, FIRST, 12, for_moodle=True))
    demo = Made(course, summary, [*statements_in(tmp_path / summary.courses[0].file)], [])
    completed: dict[str, str] = {}
    for attempt in demo.attempts():
        for each in (each for each in attempt if verb_of(each) == "completed"):
            when = f"{moment_of(each).astimezone(OSLO):%Y-%m-%d %H:%M:%S}"
            name = learner_of(each).replace("d-", "Deltaker ")
            completed[name] = min(when, completed.get(name, when))
    assert 0 < len(completed) < 80
    with (tmp_path / "alt-activity-completion.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file, strict=True)
    assert headings == ["", "Department", course.title.replace('"', "'"), ""]
    assert len({name for name, *_ in rows}) == len(rows) == 80
    assert {name: when for name, _, state, when in rows if state == "Completed"} == completed
    assert {(state, when) for name, _, state, when in rows if name not in completed} == {("Not completed", "")}


def test_moodles_reports_together_tell_who_has_completed(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", EVERY_KIND)
    made = ["demo", str(folder), "--out", str(tmp_path / "demo"), "--learners", "120", "--moodle"]
    said = CliRunner().invoke(cli, made, catch_exceptions=False).output
    (command,) = (line for line in said.splitlines() if "activity-completion.csv --course" in line)
    out = tmp_path / "rapport.html"
    options = ["--out", str(out), "--language", "en", "--log", str(tmp_path / "log")]
    CliRunner().invoke(cli, [*shlex.split(command)[1:], *options], catch_exceptions=False)
    completed = re.search(r"(\d+) completed", said)
    assert completed is not None
    assert f"{completed[1]} of the " in str(html.fromstring(out.read_bytes()).xpath("string()"))


def test_a_course_for_those_who_lead_is_taken_by_them_alone(tmp_path: Path) -> None:
    course = course_of(write_course(tmp_path / "kurs", EVERY_KIND.replace("medarbeider", "mellomleder")))
    summary = make([course], tmp_path / "demo", Wanted(400, 7, FIRST, 12))
    assert 0 < summary.courses[0].began < 100
