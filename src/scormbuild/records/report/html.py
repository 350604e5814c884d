"""The report as one HTML file: it opens from a disk without a network, and asks for nothing anywhere.

Everything of all learners stands in it as HTML. What there is of each further slice is made by the same templates,
packed, and put in place by a small script when it is chosen.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scormbuild.documents.style import style_of
from scormbuild.records.figures.model import Count, CourseFigures, Dimension, Slice, Withheld
from scormbuild.records.outline import Outline
from scormbuild.records.report import progress, questions, worksheets
from scormbuild.records.report.grid import Grid
from scormbuild.records.report.grid_html import table
from scormbuild.records.report.naming import Names
from scormbuild.records.report.summary import sentences, whose
from scormbuild.records.report.wording import Language, Words

_FOLDER: Final = Path(__file__).parent
_SCRIPT: Final = _FOLDER.parents[1] / "static" / "report.js"
_DIMENSIONS: Final[tuple[Dimension, ...]] = ("unit", "period", "version")

SHOWN: Final = (
    progress.completion_bar,
    progress.facts,
    progress.months_plot,
    progress.months_grid,
    progress.tells_of_completion,
    progress.tells_of_pages,
    progress.modules_grid,
    progress.funnel_grid,
    progress.time_span,
    progress.time_grid,
    progress.scores_plot,
    progress.scores_grid,
    progress.alpha_said,
    progress.objectives_grid,
    questions.are_telling,
    questions.flagged,
    questions.too_few,
    questions.questions_plot,
    questions.questions_grid,
    worksheets.assessments,
    worksheets.sheets,
    sentences,
    table,
    whose,
)
"""What the templates call by name."""


@dataclass(frozen=True, slots=True)
class Group:
    """The slices of one dimension: by what number and name each can be chosen, and the names of those withheld.

    Of units that are too small to be named there is the number, in words; "" where there is none.
    """

    dimension: Dimension
    choices: tuple[tuple[int, str], ...]
    table: Grid | None
    withheld: tuple[str, ...]
    small: Markup
    more: Markup
    """How many are withheld, in a sentence; "" where none is."""


def write_html(figures: CourseFigures, outline: Outline, language: Language) -> bytes:
    """The report of a course as a whole document, in UTF-8."""
    say, names = Words(language), Names(outline)
    environment = _environment()
    environment.globals |= {
        "say": say,
        "names": names,
        "course": figures,
        "outline": outline,
        "TELLING": questions.TELLING,
    }
    sections = [environment.get_template(name) for name in ("overview.html", "details.html")]
    cards = partial(questions.question_cards, names=names, say=say)
    packed = {}
    for number, each in enumerate(figures.slices[1:], 1):
        told = {"figures": each, "cards": cards(each)}
        packed[number] = _packed("".join(section.render(told) for section in sections))
    style, script = style_of(_FOLDER / "report.css"), _SCRIPT.read_text("utf-8")
    text = environment.get_template("report.html").render(
        figures=figures.slices[0],
        cards=cards(figures.slices[0]),
        groups=list(_groups(figures, say)),
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        packed=Markup(json.dumps(packed)),  # numbers and base64
    )
    return text.encode()


def _groups(figures: CourseFigures, say: Words) -> Iterator[Group]:
    for dimension in _DIMENSIONS:
        own = [(place, each.slice) for place, each in enumerate(figures.slices) if each.slice.dimension == dimension]
        # The newest period is looked for most often; whoever belongs nowhere comes last.
        own.sort(key=lambda each: _order(each[1]), reverse=dimension == "period")
        choices = tuple((place, say.slice_name(slice_)) for place, slice_ in own)
        withheld = tuple(say.slice_name(each) for each in figures.withheld if each.dimension == dimension)
        small = figures.small_units if dimension == "unit" else 0
        yield Group(
            dimension,
            choices,
            progress.compare_grid(figures, dimension, say),
            withheld,
            _small(small, figures.minimum, say),
            _more(len(withheld), small, say),
        )


def _small(units: Count, minimum: int, say: Words) -> Markup:
    if units == 0:
        return Markup("")
    if isinstance(units, Withheld):
        return say.say("source.small.some", minimum=minimum)
    return say.say("source.small", count=units, minimum=minimum)


def _more(named: int, small: Count, say: Words) -> Markup:
    if isinstance(small, Withheld):
        return say.say("compare.withheld.some")
    return say.say("compare.withheld", count=named + small) if named + small else Markup("")


def _order(of: Slice) -> tuple[bool, str]:
    return of.value == "", of.value.casefold()


def _packed(html: str) -> str:
    """As the script unpacks it."""
    return b64encode(zlib.compress(html.encode(), 6)).decode("ascii")


def _policy(style: str, script: str) -> str:
    """What the document may do: use its own style and its own script, and ask for nothing (CSP 3)."""
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {function.__name__: function for function in SHOWN}
    return environment
