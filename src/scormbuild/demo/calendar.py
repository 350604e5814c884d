"""The days of the demo: when people have time for a course, in Norwegian local time, told in UTC."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random

_EPOCH = date(1970, 1, 1)
DAY_MS = 86_400_000
MINUTE_MS = 60_000

_MONTHS = {1: 1.0, 2: 1.0, 3: 0.9, 4: 0.75, 5: 0.7, 6: 0.45, 7: 0.08, 8: 0.5, 9: 0.9, 10: 1.0, 11: 1.0, 12: 0.6}
"""How much of a usual day's work at courses is done in a month."""

_WEEKDAYS = (0.9, 1.0, 1.0, 0.95, 0.7, 0.18, 0.25)
_CHRISTMAS = 0.1
_ENOUGH_FOR_A_MEETING = 0.4


class Calendar:
    """So many months from a day on. Days are counted from 0."""

    def __init__(self, first: date, months: int) -> None:
        self.first = first
        years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        self.end = date(years, month + 1, min(first.day, 28))
        self.days = (self.end - first).days
        dates = [first + timedelta(days=day) for day in range(self.days)]
        self.weights = [_weight(each) for each in dates]
        self._work = list(accumulate(self.weights))
        self._midnights = [_midnight(each) for each in dates]

    def moment(self, day: int, minute: int) -> int:
        """Milliseconds since 1970 in UTC, of a minute of a day as clocks in Norway show it."""
        return self._midnights[day] + minute * MINUTE_MS

    def free_day(self, day: int, random: Random) -> int:
        """A day on which somebody finds time, from that day on; past the end where nobody does before it."""
        while day < self.days and random.random() > self.weights[day]:
            day += 1
        return day

    def meeting_day(self, share: float, later: int = 0) -> int:
        """The first day for a meeting after that share of the year's work, and so many days.

        No leader calls a meeting in the summer, at Christmas or for a weekend. Past the end where the year has no more.
        """
        day = bisect(self._work, share * self._work[-1]) + later
        while day < self.days and self.weights[day] < _ENOUGH_FOR_A_MEETING:
            day += 1
        return day

    def local(self, moment: int) -> datetime:
        """What clocks in Norway show at a moment of the year, or of the day after it."""
        day = max(bisect(self._midnights, moment) - 1, 0)
        midnight = datetime.combine(self.first + timedelta(days=day), time())
        return midnight + timedelta(milliseconds=moment - self._midnights[day])

    def stamps(self) -> Callable[[int], str]:
        """How a moment is written (ISO 8601 in UTC, milliseconds). Fast: it is called for every statement."""
        first = self._midnights[0] // DAY_MS - 1
        dates = [f"{_EPOCH + timedelta(days=day)}T" for day in range(first, first + self.days + 4)]
        minutes = [f"{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60)]
        seconds = [f"{second:02}." for second in range(60)]
        milliseconds = [f"{millisecond:03}Z" for millisecond in range(1000)]

        def stamp(moment: int) -> str:
            day, rest = divmod(moment, DAY_MS)
            minute, rest = divmod(rest, MINUTE_MS)
            second, millisecond = divmod(rest, 1000)
            return f"{dates[day - first]}{minutes[minute]}{seconds[second]}{milliseconds[millisecond]}"

        return stamp


def _weight(day: date) -> float:
    is_christmas = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2)
    return _MONTHS[day.month] * _WEEKDAYS[day.weekday()] * (_CHRISTMAS if is_christmas else 1)


def _midnight(day: date) -> int:
    """Norway is an hour before UTC, in summer two: from the last Sunday of March to that of October (2000/84/EC)."""
    is_summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
    utc = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2 if is_summer else 1)
    return int(utc.timestamp() * 1000)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
