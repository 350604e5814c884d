"""What comes of putting booklets together: per sheet of the course, blocks that documents and spreadsheets show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from scormbuild.booklets.booklet import Booklet, Refused

NumberOrText = float | str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many booklets have the same in one place; `text` is what ("" where the place says it).

    `units` are those whose booklets they are, unless it would tell how single people see themselves.
    """

    text: str
    count: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummedCell:
    """A place of a summed table; `note` is what the course writes in it."""

    tallies: tuple[Tally, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SummedRow:
    """A row of a summed table. `note` tells rows of one heading apart, and whose a row of a team's own is."""

    heading: str
    cells: tuple[SummedCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summed:
    """How many put what where: rows by columns. One column without a name is only counted."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[SummedRow, ...]

    @property
    def groups(self) -> list[tuple[str, list[SummedRow]]]:
        """Rows that follow on each other under the same heading: before and after, for one."""
        return [(heading, list(rows)) for heading, rows in groupby(self.rows, key=lambda row: row.heading)]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row as a team filled it in; a number where the course asks for one, and it is one."""

    heading: str
    cells: tuple[NumberOrText, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the course as each unit filled it in, with sums over all units: None where a column has none."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    units: tuple[tuple[str, tuple[ListedRow, ...]], ...]
    sums: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """One question, and what units wrote: (unit, text)."""

    question: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What units wrote, side by side."""

    answers: tuple[Answers, ...]


Block = Summed | Listed | Beside


@dataclass(frozen=True, slots=True)
class MergedSheet:
    """A sheet of the course. `id` is as records have it; `page` is the title of the page that it stands on."""

    id: str
    title: str
    page: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class MergedModule:
    """A module of the course with those of its sheets that anybody has filled in."""

    title: str
    sheets: tuple[MergedSheet, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A booklet that counts, what it is called, and what of it the course doesn't have: (field, value)."""

    name: str
    booklet: Booklet
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that doesn't count, and why."""

    file: str
    why: Refused


@dataclass(frozen=True, slots=True)
class Merged:
    """Booklets of one course, put together."""

    title: str
    version: str
    language: str
    counted: tuple[Counted, ...]
    modules: tuple[MergedModule, ...]
    twice: tuple[tuple[str, str], ...] = ()
    """(file, the file that it is a copy of)"""
    refused: tuple[LeftOut, ...] = ()

    @property
    def units(self) -> Sequence[str]:
        """What the booklets are called, in order."""
        return [counted.name for counted in self.counted]

    @property
    def of_other_versions(self) -> list[Counted]:
        """Booklets that were filled in with another version of the course."""
        return [counted for counted in self.counted if counted.booklet.version != self.version]

    @property
    def same_unit(self) -> list[str]:
        """Units that more than one booklet is from."""
        units = [counted.booklet.unit for counted in self.counted if counted.booklet.unit]
        return sorted({unit for unit in units if units.count(unit) > 1})
