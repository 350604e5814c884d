"""How questions are answered: two-parameter logistic (Birnbaum 1968), with a few that are bad on purpose.

Each question has a difficulty and a discrimination of its own; whoever doesn't know picks among wrong answers, of which
some are more tempting than others.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, combinations
from math import exp
from random import Random
from typing import Literal

from scormbuild.components.base import UNSCORED, Interaction, Question
from scormbuild.components.scenario.model import Scenario
from scormbuild.responses import Response, correct_12, response_12, response_2004

Flaw = Literal["wrong-key", "misleads", "too-easy", "does-not-tell-apart"]
FLAWS: tuple[Flaw, ...] = ("wrong-key", "misleads", "too-easy", "does-not-tell-apart")
"""wrong-key: those who know choose what counts as wrong. misleads: half of them do."""

_FLAWED: Mapping[Flaw | None, tuple[float, float]] = {
    "wrong-key": (-0.5, 2.0),
    "misleads": (-1.2, 1.6),
    "too-easy": (-5.5, 1.0),
    "does-not-tell-apart": (-10.0, 0.05),
}
"""Difficulty and discrimination of bad questions."""

_TEMPTED = 0.5
_GUESSES_THE_KEY = 0.5

_MOST_WRONG = 12
_LEFT_OPEN = 0.004


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is told: `result` as statements have it, up to the duration, and its share of the points.

    `interaction` is what SCORM 1.2 has of it: id, response, right answer, result.
    """

    result: str
    score: float
    interaction: tuple[str, str, str, str]


class Answers:
    """What learners answer to one question."""

    def __init__(self, question: Question, random: Random, flaw: Flaw | None, *, tells_texts: bool) -> None:
        interaction = question.interaction()
        self.is_scored = interaction.is_scored
        self.flaw = flaw
        difficulty, discrimination = random.gauss(-1.6, 0.75), random.lognormvariate(0.15, 0.25)
        self._difficulty, self._discrimination = _FLAWED.get(flaw, (difficulty, discrimination))
        given = partial(_given, question, interaction, is_told=tells_texts or interaction.type != "long-fill-in")
        right, wrong = _responses(question, interaction, random)
        self._right = [given(response, 1.0) for response in right]
        shares = [_share(interaction, question.credit, response) for response in wrong]
        self._wrong = [given(response, share) for response, share in zip(wrong, shares, strict=True)]
        self._open = given([], 0.0)
        weights = [random.lognormvariate(0, 0.5) for _ in self._wrong]
        if flaw == "misleads":
            weights[0] = 0  # who doesn't know isn't even tempted
        self._cumulative = list(accumulate(weights))

    def give(self, ability: float, random: Random, *, may_leave_open: bool) -> Given:
        """An answer of somebody of that ability."""
        if not self._wrong:
            return random.choice(self._right)
        if may_leave_open and random.random() < _LEFT_OPEN:
            return self._open
        chance = 1 / (1 + exp(-self._discrimination * (ability - self._difficulty)))
        knows = random.random() < chance
        # What those take for right who know is the first wrong answer.
        if knows and (self.flaw == "wrong-key" or (self.flaw == "misleads" and random.random() < _TEMPTED)):
            return self._wrong[0]
        if self.flaw == "wrong-key":
            knows = random.random() < _GUESSES_THE_KEY
        if knows:
            return self._right[0] if len(self._right) == 1 else random.choice(self._right)
        return self._wrong[bisect(self._cumulative, random.random() * self._cumulative[-1])]


def flawed(asked: Iterable[Question], random: Random) -> dict[str, Flaw]:
    """Which questions are bad, one for each flaw: of those with a single right answer among several."""
    open_to_it = [question.id for question in asked if _can_be_bad(question.interaction())]
    return dict(zip(random.sample(open_to_it, min(len(FLAWS), len(open_to_it))), FLAWS, strict=False))


def _can_be_bad(interaction: Interaction) -> bool:
    return (
        interaction.type == "choice" and interaction.answer[0].kind == "one_of" and len(interaction.answer[0].keys) > 2
    )


def _given(question: Question, interaction: Interaction, response: Response, share: float, *, is_told: bool) -> Given:
    """As `player/statements/teller.ts` and `player/trackers/scorm12.ts` tell an answer."""
    text = response_2004(interaction, response) if response else ""
    scaled = round(share, 4)
    judged = {"success": share == 1, "score": {"scaled": int(scaled) if scaled in (0, 1) else scaled}}
    result = {
        **(judged if interaction.is_scored else {}),
        **({"response": text} if text and is_told else {}),
        "duration": "",
    }
    words = "neutral" if not interaction.is_scored else "correct" if share == 1 else "wrong" if share == 0 else ""
    recorded = (
        question.interaction_id(),
        response_12(interaction, response) if response else "",
        ",".join(correct_12(interaction)),
        words or f"{round(share, 2):g}",
    )
    return Given(',"result":' + json.dumps(result, ensure_ascii=False, separators=(",", ":"))[:-2], scaled, recorded)


def _responses(question: Question, interaction: Interaction, random: Random) -> tuple[list[Response], list[Response]]:
    """Right answers and wrong ones; of what is neither, all are right."""
    correct = list(interaction.correct)
    keys = interaction.answer[0].keys
    match interaction.type:
        case "choice" | "true-false" if interaction.answer[0].kind == "one_of":
            return [correct], [[key] for key in keys if [key] != correct]
        case "choice":
            sets = [list(some) for size in range(1, len(keys) + 1) for some in combinations(keys, size)]
            near = sorted((each for each in sets if each != correct), key=lambda each: len({*each} ^ {*correct}))
            return [correct], near[:_MOST_WRONG]
        case "sequencing":
            swapped = [_swapped(correct, place, place + 1) for place in range(len(correct) - 1)]
            return [correct], [*swapped, random.sample(correct, len(correct)), correct[::-1]][:_MOST_WRONG]
        case "matching":
            return [correct], _mismatched(interaction, random)
        case "numeric":
            low, high = interaction.range or (0, 0)
            number = float(correct[0]) if correct else (low + high) / 2
            others = [number * factor for factor in (2, 0.5, 10, 60)] + [number + 1, number - 1]
            return [[f"{number:g}"]], [[f"{other:g}"] for other in others if not low <= other <= high]
        case "fill-in":
            parts = list(interaction.gaps.items())
            right = [f"{part}.{gap.answers[0]}" if part else gap.answers[0] for part, gap in parts]
            wrong = [
                [*right[:place], f"{part}.{word}" if part else word, *right[place + 1 :]]
                for place, (part, _) in enumerate(parts)
                for word in ("vet ikke", "alle", "lederen")
            ]
            return [right], wrong[:_MOST_WRONG]
        case "likert":
            return [[key] for key in (*keys, *keys[len(keys) // 2 :])], []
        case "performance" if isinstance(question, Scenario):
            return [_way(question, random) for _ in range(_MOST_WRONG)], []
        case _:
            return [["Vi tar det opp på personalmøtet."], ["Jeg ville spurt brukeren først."]], []


def _swapped(keys: Sequence[str], one: int, other: int) -> list[str]:
    swapped = list(keys)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _mismatched(interaction: Interaction, random: Random) -> list[Response]:
    """Pairs of which one or more are wrong, each a different way."""
    found: list[Response] = []
    correct = list(interaction.correct)
    targets = {field.name.split(".", 1)[1]: field.keys for field in interaction.answer}
    for _ in range(4 * _MOST_WRONG):
        pairs = list(correct)
        for place in random.sample(range(len(pairs)), random.randint(1, min(3, len(pairs)))):
            source = pairs[place].split(".", 1)[0]
            pairs[place] = f"{source}.{random.choice(targets[source])}"
        if pairs != correct and pairs not in found:
            found.append(pairs)
    return found[:_MOST_WRONG]


def _way(scenario: Scenario, random: Random) -> Response:
    """A way through a talk to one of its endings."""
    steps = {step.id: step for step in scenario.steps}
    at, way = scenario.steps[0].id, []
    while at in steps:
        reply = random.choice(steps[at].choices)
        way.append(f"{at}.{reply.id}")
        at = reply.to
    return way


def _share(interaction: Interaction, credit: str, response: Response) -> float:
    """The share of the points for an answer that isn't right, as `player/response.ts` gives it."""
    if credit != "partial" or interaction.type in UNSCORED:
        return 0.0
    correct = list(interaction.correct)
    hits = sum(each in correct for each in response)
    match interaction.type:
        case "matching":
            return hits / len(correct)
        case "choice":
            return max(0, hits - (len(response) - hits)) / len(correct)
        case "sequencing":
            return (_longest_run(correct, response) - 1) / (len(correct) - 1)
        case "fill-in":
            parts = interaction.gaps.items()
            right = [f"{part}.{gap.answers[0]}" if part else gap.answers[0] for part, gap in parts]
            return sum(one == other for one, other in zip(right, response, strict=True)) / len(right)
        case _:
            return 0.0


def _longest_run(correct: Sequence[str], response: Response) -> int:
    longest: list[int] = []
    for place, each in enumerate(response):
        before = [longest[at] for at in range(place) if correct.index(response[at]) < correct.index(each)]
        longest.append(max(before, default=0) + 1)
    return max(longest)
