"""What matters most in a course's figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Final

from markupsafe import Markup

from scormbuild.records.figures.model import CourseFigures, Figures, share_of
from scormbuild.records.report.naming import Names
from scormbuild.records.report.progress import completed_share, known, most_left, tells_of_completion
from scormbuild.records.report.questions import TELLING, QuestionCard, are_telling, flagged
from scormbuild.records.report.wording import Words

_MOST_NAMED = 3
_LONGEST = 60
_QUOTATIONS: Final = (("«", "»"), ("“", "”"), ("„", "“"))
_FEWEST_UNITS = 3
"""Of two units, one always lags behind the other."""


def sentences(
    figures: Figures, course: CourseFigures, cards: Sequence[QuestionCard], names: Names, say: Words
) -> list[Markup]:
    """Who has completed, which unit lags behind, where people leave, which questions are bad, how long it takes."""
    if figures.progress.began == 0:
        return [say.say("summary.nobody")]
    if known(figures.progress.began) is None:
        return [say.say("summary.withheld")]
    return [
        _completed(figures, course, say),
        *_units(figures, course, say),
        *_leaving(figures, names, say),
        *(_questions(cards, say) if are_telling(figures) else ()),
        *_time(figures, say),
    ]


def whose(figures: Figures, say: Words) -> Markup:
    """Whose figures these are, and of how many."""
    name, began = say.emphasized(say.slice_name(figures.slice)), figures.progress.began
    if known(began) is None:
        return say.say("filter.shown.plain", slice=name)
    return say.say("filter.shown", slice=name, learners=say.count(began))


def _completed(figures: Figures, course: CourseFigures, say: Words) -> Markup:
    now = figures.progress
    if not tells_of_completion(course):
        return say.say("summary.completed.none", began=say.count(now.began))
    share = say.share(share_of(now.completed, now.began))
    if known(now.completed) is None:
        said = [say.say("summary.completed.withheld", began=say.count(now.began))]
    else:
        said = [say.say("summary.completed", count=now.completed, began=say.count(now.began), share=share)]
    if known(now.passed):
        said.append(say.say("summary.passed", count=now.passed))
    if known(now.failed):
        said.append(say.say("summary.failed", count=now.failed))
    return Markup(" ").join(said)


def _units(figures: Figures, course: CourseFigures, say: Words) -> Iterator[Markup]:
    units = [each for each in course.slices if each.slice.dimension == "unit"]
    if figures.slice.dimension == "all" and len(units) >= _FEWEST_UNITS and figures.progress.completed != 0:
        last = min(units, key=completed_share)
        share = say.share(share_of(last.progress.completed, last.progress.began))
        yield say.say("summary.units", unit=say.quoted(say.slice_name(last.slice)), share=share)


def _leaving(figures: Figures, names: Names, say: Words) -> Iterator[Markup]:
    worst = most_left(figures.funnel)
    counts = [known(step.left) for step in figures.funnel]
    if worst and None not in counts:
        all_ = int(sum(count or 0 for count in counts))
        told = {"page": say.quoted(names.page(worst[0].page)), "left": say.count(worst[0].left), "all": all_}
        # More people than at any other page may be at the last, who are mostly on the way to finishing.
        last = counts[-1]
        yield say.say("summary.leave.last", last=last, **told) if last else say.say("summary.leave", **told)


def _questions(cards: Sequence[QuestionCard], say: Words) -> Iterator[Markup]:
    bad = flagged(cards)
    if bad:
        link = '<a href="#{}">{}</a>'
        named = [Markup(link).format(card.anchor, say.quoted(_short(card.text))) for card in bad[:_MOST_NAMED]]
        more = len(bad) - len(named)
        named += [say.say("summary.questions.more", count=more)] if more else []
        key = "summary.questions" if len(cards) > 1 else "summary.questions.only"
        said = say.say(key, count=len(bad), all=len(cards), names=say.all_of(named))
        if 2 * sum(card.rests_on_few for card in bad) >= len(bad):
            said += Markup(" ") + say.say("summary.questions.few", telling=TELLING)
        yield said
    elif cards:
        yield say.say("summary.questions.none", count=len(cards))


def _short(text: str) -> str:
    """A wording within a sentence: its beginning, where it is long, and not into a quotation that would stay open."""
    cut = shorten(text, _LONGEST, placeholder=" …")
    if cut == "…":
        return text[:_LONGEST] + "…"
    for opening, closing in _QUOTATIONS:
        if cut != text and cut.count(opening) > cut.count(closing):
            before = cut[: cut.rindex(opening)].rstrip()
            return f"{before} …" if before else cut + closing
    return cut


def _time(figures: Figures, say: Words) -> Iterator[Markup]:
    time = figures.time
    if known(time.lower) is not None and known(time.upper) is not None:
        yield say.say("summary.time", lower=say.decimal(time.lower, 0), upper=say.decimal(time.upper, 0))
