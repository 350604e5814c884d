"""The same figures once more: from the statements themselves, in plain Python, numpy and scipy, nothing shared.

Written from what `figures/model.py` says of each figure, one slice at a time and without any care for speed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from scipy import stats

from tests.records.figures.rows import COURSE, PAGES, Told

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUIZ = ("q1", "q2", "q3")
SCORED = ("q1", "q2", "q3", "q4")
QUESTIONS = (*SCORED, "q5")
WITH_OPTIONS = {"q1": "abcd", "q2": "abcd", "q4": "abcd", "q5": "12"}


def counted(told: Iterable[Told]) -> list[Told]:
    """Each statement once, without those that are voided, in the order in which they happened."""
    once = {each.id: each for each in told}
    voided = {each.voids for each in once.values() if each.voids is not None}
    live = [each for each in once.values() if each.id not in voided and each.voids is None and each.course == COURSE]
    return sorted(live, key=lambda each: (each.moment, each.id))


def when(moment: int) -> datetime:
    return EPOCH + timedelta(microseconds=moment)


class Plain:
    """Every figure of one slice: `keep` says of a learner (unit, first period and version) who belongs."""

    def __init__(
        self, told: Iterable[Told], units: Mapping[int, str], keep: Callable[[str, str, str], bool] = lambda *_: True
    ) -> None:
        everything = counted(told)
        attempts: dict[int, list[Told]] = defaultdict(list)
        for each in everything:
            attempts[each.attempt].append(each)
        firsts: dict[int, tuple[int, int]] = {}
        for number, of in attempts.items():
            began = (of[0].moment, number)
            firsts[of[0].learner] = min(began, firsts.get(of[0].learner, began))
        self.places = {
            learner: (units.get(learner, ""), quarter(began), first_version(attempts[attempt]))
            for learner, (began, attempt) in firsts.items()
        }
        self.kept = {attempt for attempt, of in attempts.items() if keep(*self.places[of[0].learner])}
        self.attempts = {attempt: of for attempt, of in attempts.items() if attempt in self.kept}
        self.of_learners: dict[int, list[Told]] = defaultdict(list)
        for attempt in self.attempts.values():
            self.of_learners[attempt[0].learner] += attempt
        self.first: dict[tuple[int, str], Told] = {}
        for each in everything:
            if each.kind == "question" and each.verb == "answered" and each.part in QUESTIONS:
                self.first.setdefault((each.learner, each.part), each)

    def progress(self) -> tuple[int, int, int, int]:
        states = [self._state(of) for of in self.of_learners.values()]
        return (
            len(states),
            sum(completed is not None for completed, _, _ in states),
            sum(passed for _, passed, _ in states),
            sum(failed and not passed for _, passed, failed in states),
        )

    def months(self) -> dict[str, tuple[int, int]]:
        began: Counter[str] = Counter()
        done: Counter[str] = Counter()
        for of in self.of_learners.values():
            began[f"{when(min(each.moment for each in of)):%Y-%m}"] += 1
            completed, _, _ = self._state(of)
            if completed is not None:
                done[f"{when(completed):%Y-%m}"] += 1
        return {month: (began[month], done[month]) for month in {*began, *done}}

    def modules(self) -> dict[str, tuple[int, int]]:
        opened = [{each.part for each in of if each.kind == "page"} for of in self.of_learners.values()]
        pages = {module: {page for page, of in PAGES.items() if of == module} for module in PAGES.values()}
        return {
            module: (sum(bool(some & of) for some in opened), sum(of <= some for some in opened))
            for module, of in pages.items()
        }

    def funnel(self) -> list[tuple[int, int]]:
        pages = list(PAGES)
        steps = [[0, 0] for _ in pages]
        for of in self.of_learners.values():
            places = [pages.index(each.part) for each in of if each.kind == "page" and each.part in PAGES]
            if places:
                for place in range(max(places) + 1):
                    steps[place][0] += 1
                if self._state(of) == (None, False, False):
                    steps[max(places)][1] += 1
        return [(reached, left) for reached, left in steps]

    def minutes(self) -> tuple[int, list[float]]:
        used = []
        for of in self.of_learners.values():
            total = 0
            for attempt in {each.attempt for each in of}:
                mine = [each for each in of if each.attempt == attempt and each.duration is not None]
                sessions = [each.duration or 0 for each in mine if each.kind == "course" and each.verb == "terminated"]
                verdicts = [
                    each.duration or 0
                    for each in mine
                    if each.kind == "course" and each.verb in ("completed", "passed", "failed")
                ]
                total += sum(sessions) if sessions else max(verdicts, default=0)
            if total and self._state(of)[0] is not None:
                used.append(int(total / 60_000 + 0.5))
        return len(used), [float(np.quantile(used, share)) for share in (0.25, 0.5, 0.75)] if used else []

    def scores(self) -> dict[str, list[float]]:
        """The best scores, between 0 and 1, by quiz; "" is the course."""
        best: dict[tuple[str, int], float] = {}
        for learner, of in self.of_learners.items():
            for each in of:
                quiz = {"course": "", "quiz": each.part}.get(each.kind)
                if quiz in ("", "test") and each.score is not None:
                    score = max(0, each.score) / 10_000
                    best[quiz, learner] = max(best.get((quiz, learner), 0), score)
        scores: dict[str, list[float]] = defaultdict(list)
        for (quiz, _), score in best.items():
            scores[quiz].append(score)
        return scores

    def points(self, answer: Told) -> float | None:
        if answer.part not in SCORED:
            return None
        if answer.score is not None:
            return max(0, answer.score) / 10_000
        return None if answer.success is None else float(answer.success)

    def items(self, changed: Iterable[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """By question and version: learners, difficulty, discrimination, and by option how many and its correlation."""
        by_item: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for (_, question), answer in self.first.items():
            if answer.attempt in self.kept:
                by_item[question, answer.version if question in changed else ""].append(answer)
        return {item: self._item(item[0], answers) for item, answers in by_item.items()}

    def changed(self) -> set[str]:
        """Questions in which some answer is always right in one version, and always wrong in another."""
        seen: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for (_, question), answer in self.first.items():
            if answer.response is not None and answer.success is not None:
                seen[question, answer.response][answer.version].add(answer.success)
        return {question for (question, _), of in seen.items() if {1} in of.values() and {0} in of.values()}

    def alpha(self) -> tuple[int, float | None]:
        """Cronbach's alpha from the matrix of points, and how many rows it has."""
        rows = []
        for attempt in self.kept:
            mine = {question: answer for (_, question), answer in self.first.items() if answer.attempt == attempt}
            points = [self.points(mine[question]) for question in QUIZ if question in mine]
            if len(points) == len(QUIZ) and None not in points:
                rows.append(points)
        matrix = np.array(rows, dtype=float)
        if len(rows) < 2 or matrix.sum(axis=1).var() == 0:
            return len(rows), None
        size = matrix.shape[1]
        return len(rows), float(
            size / (size - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / matrix.sum(axis=1).var(ddof=1))
        )

    def objectives(self) -> dict[str, tuple[int, int]]:
        reached: dict[str, list[int]] = defaultdict(list)
        for of in self.of_learners.values():
            for objective in ("slokke", "varsle"):
                told = [each.success for each in of if (each.kind, each.part) == ("objective", objective)]
                known = [success for success in told if success is not None]
                if known:
                    reached[objective].append(max(known))
        return {objective: (len(of), sum(of)) for objective, of in reached.items()}

    def seconds(self) -> dict[str, float]:
        used: dict[str, list[int]] = defaultdict(list)
        for (_, question), answer in self.first.items():
            if answer.duration is not None:
                used[question].append(min(int(answer.duration / 1000 + 0.5), 3600))
        return {question: float(np.median(of)) for question, of in used.items()}

    def _item(self, question: str, answers: list[Told]) -> dict[str, Any]:
        scored = [(answer, points) for answer in answers if (points := self.points(answer)) is not None]
        others = [(answer, points, self._rest(answer.learner, question)) for answer, points in scored]
        compared = [(answer, points, rest) for answer, points, rest in others if rest is not None]
        rests = [rest for _, _, rest in compared]
        told = [answer for answer in answers if answer.response]
        return {
            "learners": len(answers),
            "difficulty": np.mean([points for _, points in scored]) if scored else None,
            "discrimination": correlation([points for _, points, _ in compared], rests),
            "choices": {
                key: (
                    sum(key in (answer.response or "").split("[,]") for answer in answers),
                    correlation([key in (answer.response or "").split("[,]") for answer, _, _ in compared], rests),
                )
                for key in (*WITH_OPTIONS[question], *([""] if len(told) < len(answers) else []))
            }
            if told and question in WITH_OPTIONS
            else {},
        }

    def _rest(self, learner: int, question: str) -> float | None:
        """Mean points of the learner's other first answers."""
        others = [
            points
            for (who, other), answer in self.first.items()
            if who == learner and other != question and (points := self.points(answer)) is not None
        ]
        return float(np.mean(others)) if others else None

    def _state(self, of: list[Told]) -> tuple[int | None, bool, bool]:
        """When a learner completed, and whether they passed, and failed."""
        own = [each for each in of if each.kind == "course"]
        completed = []
        for attempt in {each.attempt for each in of}:
            told = [each for each in of if each.attempt == attempt and is_completed(each)]
            at_course = [each.moment for each in told if each.kind == "course"]
            modules = {each.part: each.moment for each in told if each.kind == "module"}
            if at_course:
                completed.append(min(at_course))
            elif set(modules) >= set(PAGES.values()):
                completed.append(max(modules.values()))
        passed = any(each.verb == "passed" or each.success == 1 for each in own)
        failed = any(each.verb == "failed" or each.success == 0 for each in own)
        return min(completed, default=None), passed, failed


def is_completed(each: Told) -> bool:
    """Whether a statement says that something is completed; who has passed the course has completed it."""
    return each.verb == "completed" or each.completion == 1 or (each.kind == "course" and each.verb == "passed")


def correlation(xs: list[Any], ys: list[float]) -> float | None:
    """Point-biserial where the first are all or nothing, else Pearson's; None where either doesn't vary."""
    if len(set(xs)) < 2 or np.ptp(ys) < 1e-12:
        return None
    if set(map(float, xs)) <= {0.0, 1.0}:
        return float(stats.pointbiserialr([bool(x) for x in xs], ys).statistic)
    return float(stats.pearsonr(xs, ys).statistic)


def quarter(moment: int) -> str:
    """The quarter that a moment is in."""
    return f"{when(moment).year}-Q{(when(moment).month + 2) // 3}"


def first_version(of: list[Told]) -> str:
    """The version of the first statement; of several at one moment, the least."""
    return min(of, key=lambda each: (each.moment, each.version)).version
