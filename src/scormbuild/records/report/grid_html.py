"""A grid as an HTML table. Made here and not by a template, in a fifth of the time: half of a report is tables."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from scormbuild.records.report.grid import Grid, Row


def table(grid: Grid, is_named: bool = True) -> Markup:
    """The table. Without a name, what stands above it says what it is, and only a screen reader is told once more."""
    of_words = grid.of_words
    head = "".join(
        f'<th role="columnheader" scope="col"{_class("words" if of_words and of_words[place] else "")}>{heading}</th>'
        for place, heading in enumerate(grid.head[1:])
    )
    first = f'<th role="columnheader" scope="col">{grid.head[0]}</th>'
    parts = [
        f'<table role="table"{_class(f"stacks-{grid.stacks}" if grid.stacks else "")}>\n',
        f"<caption{_class('' if is_named else 'unseen')}>{grid.caption}</caption>\n",
        f'<thead role="rowgroup"><tr role="row">{first}{head}</tr></thead>\n',
    ]
    labels = _labels(grid)
    for body in grid.bodies:
        parts.append('<tbody role="rowgroup">\n')
        if body.heading:
            across = f'<th role="rowheader" scope="rowgroup" colspan="{len(grid.head)}">'
            parts.append(f'<tr role="row" class="group">{across}<bdi>{escape(body.heading)}</bdi></th></tr>')
        parts += (_line(row, labels) for row in body.rows)
        parts.append("</tbody>\n")
    if grid.foot is not None:
        parts.append(f'<tfoot role="rowgroup">{_line(grid.foot, labels)}</tfoot>\n')
    return Markup("".join((*parts, "</table>\n")))


def _labels(grid: Grid) -> list[str]:
    """What stands before each cell where columns have no room beside one another."""
    if not grid.stacks:
        return [""] * len(grid.head)
    return [f'<span class="label" aria-hidden="true">{heading}</span>' for heading in grid.head[1:]]


def _line(row: Row, labels: Iterable[str]) -> str:
    slice_ = "" if row.slice is None else f' data-slice="{row.slice}"'
    note = f" {row.note}" if row.note else ""
    cells = "".join(
        f'<td role="cell"{_class("words" if cell.is_text else "barred" if cell.bar else "")}>'
        f'{label}{cell.bar}<span class="said">{cell.text}</span></td>\n'
        for cell, label in zip(row.cells, labels, strict=False)
    )
    heading = f'<th role="rowheader" scope="row"><bdi>{escape(row.heading)}</bdi>{note}</th>'
    return f'<tr role="row"{slice_}>{heading}\n{cells}</tr>\n'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
