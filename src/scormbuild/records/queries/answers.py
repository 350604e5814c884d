"""Answers: each learner's first answer to each question, and what comes of adding them up.

A learner's first answer in the course is the earliest over all attempts (of several at one moment, that with the least
statement id): later ones are given by somebody who may have seen the feedback.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.records.engines import Engine
from scormbuild.records.queries.parts import Parts
from scormbuild.records.queries.slices import Slices
from scormbuild.records.queries.statements import total, where

WHOLE = 10_000
"""All points of a question, in ten-thousandths."""
FINER = 100
"""Mean points of the other answers are in millionths: ten-thousandths would be seen in a correlation."""
MOST_SECONDS = 3_600
"""Longer times count as this long: the learner was away."""


def first_answers(engine: Engine, statements: ir.Table, parts: Parts) -> ir.Table:
    """One row per learner and question: `attempt`, `quiz`, `version`, `response`, `success`, `points`, `seconds`.

    `points` are the score where one is told, else `success`; NULL where nothing is right or wrong. `response` is NULL
    where answers are prose. `version` is that of the statement, for it says which answer was right.
    """
    questions = engine.given(parts.questions())
    answered = statements.filter(statements.kind == "question", statements.verb == "answered")
    known = answered.inner_join(questions, answered.part == questions.question_part)
    ranked = known.mutate(
        rank=ibis.row_number().over(group_by=["learner", "question"], order_by=["moment", "id"]),
    ).filter(lambda table: table.rank == 0)
    points = ibis.ifelse(
        ranked.score.notnull(),
        ibis.greatest(ibis.least(ranked.score, WHOLE), 0).cast("int64"),
        ranked.success.cast("int64") * WHOLE,
    )
    return ranked.select(
        "learner",
        "attempt",
        "question",
        "quiz",
        "version",
        success=ranked.success.cast("int64"),
        points=where(ranked.is_scored == 1, points),
        shown=where(ranked.has_options == 1, ranked.response),
        response=where(ranked.success.notnull(), ranked.response),
        # The least of NULL and a number is the number in most engines, not in all.
        seconds=where(ranked.duration.notnull(), ibis.least((ranked.duration + 500) // 1_000, MOST_SECONDS)),
    )


def answers(first: ir.Table, attempts: ir.Table, slices: Slices) -> ir.Table:
    """`slice`, `question`, `version`, `response`, `success`, `points`: how many first answers were so.

    `response` is told of questions with options alone. Of those `learners`, `compared` have points here and elsewhere:
    `rest` and `rest_squares` add up the mean points of their other first answers, in millionths.
    """
    scored = first.filter(first.points.notnull())
    totals = scored.group_by("learner").agg(all_points=total(scored.points), all_scored=scored.count())
    beside = first.left_join(totals, "learner").drop("learner_right")
    is_compared = beside.points.notnull() & (beside.all_scored > 1)
    others = ibis.ifelse(beside.all_scored > 1, beside.all_scored - 1, 1)
    compared = beside.mutate(rest=where(is_compared, (beside.all_points - beside.points) * FINER // others))
    placed = compared.inner_join(attempts.select("attempt", "cell"), "attempt")
    by_cell = placed.group_by(
        "cell", "question", "version", response=placed.shown, success=placed.success, points=placed.points
    ).agg(
        learners=placed.count(),
        compared=placed.rest.count(),
        rest=total(placed.rest),
        rest_squares=total(placed.rest * placed.rest),
    )
    return slices.added_up(by_cell, "question", "version", "response", "success", "points")


def changed(first: ir.Table) -> ir.Table:
    """`question`: those in which the same answer is always right in one version of the course, always wrong in another.

    So the right answer was changed between them.
    """
    told = first.filter(first.response.notnull(), first.success.notnull())
    by_version = told.group_by("question", "response", "version").agg(least=told.success.min(), most=told.success.max())
    over_versions = by_version.group_by("question", "response").agg(
        most_of_least=by_version.least.max(), least_of_most=by_version.most.min()
    )
    return (
        over_versions.filter(over_versions.most_of_least == 1, over_versions.least_of_most == 0)
        .select("question")
        .distinct()
    )


def seconds(first: ir.Table) -> ir.Table:
    """`question`, `seconds`: how many `learners` took that long, over all attempts; up to an hour."""
    timed = first.filter(first.seconds >= 0)
    return timed.group_by("question", "seconds").agg(learners=timed.count())


def whole_sets(engine: Engine, first: ir.Table, parts: Parts) -> ir.Table:
    """`attempt`, `quiz`: attempts in which a learner gave a first answer to every scored question of the quiz.

    `points` are the sum over the quiz. Of a quiz that draws from a bank nobody is asked everything at once.
    """
    scored = first.filter(first.points.notnull(), first.quiz >= 0)
    quizzes = engine.given(parts.quizzes()).select("size", of_quiz="quiz")
    sums = scored.group_by("attempt", "quiz").agg(answered=scored.count(), points=total(scored.points))
    known = sums.inner_join(quizzes, sums.quiz == quizzes.of_quiz)
    return known.filter(known.answered == known.size).select("attempt", "quiz", "points")


def set_totals(sets: ir.Table, attempts: ir.Table, slices: Slices) -> ir.Table:
    """`slice`, `quiz`: `learners` who answered all of it, their sums of `points`, and the `squares` of these."""
    placed = sets.inner_join(attempts.select("attempt", "cell"), "attempt")
    by_cell = placed.group_by("cell", "quiz").agg(
        learners=placed.count(), points=total(placed.points), squares=total(placed.points * placed.points)
    )
    return slices.added_up(by_cell, "quiz")


def set_items(sets: ir.Table, first: ir.Table, attempts: ir.Table, slices: Slices) -> ir.Table:
    """`slice`, `quiz`, `question`: of the same learners, the `points` and the `squares` question by question."""
    whole = sets.select("quiz", "attempt")
    scored = first.filter(first.points.notnull()).select("attempt", "quiz", "question", "points")
    within = scored.inner_join(whole, ["attempt", "quiz"])
    placed = within.inner_join(attempts.select("attempt", "cell"), "attempt")
    by_cell = placed.group_by("cell", "quiz", "question").agg(
        points=total(placed.points), squares=total(placed.points * placed.points)
    )
    return slices.added_up(by_cell, "quiz", "question")
