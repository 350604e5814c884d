"""How often something may happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs import rates
from scormbuild.lrs.rates import Rates


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_allowance_may_be_used_at_once_and_comes_back_evenly() -> None:
    clock = Clock()
    rates_ = Rates(clock)
    assert [rates_.take("a", 30) for _ in range(30)] == [0.0] * 30
    wait = rates_.take("a", 30)
    assert abs(wait - 2.0) < 0.001  # one of 30 a minute
    assert rates_.take("b", 30) == 0.0
    clock.now += wait
    assert rates_.take("a", 30) == 0.0
    assert rates_.take("a", 30) > 0


def test_what_is_given_back_does_not_count() -> None:
    clock = Clock()
    rates_ = Rates(clock)
    for _ in range(100):
        assert rates_.take("a", 2) == 0.0
        rates_.give_back("a", 2)
    assert [rates_.take("a", 2) == 0.0 for _ in range(3)] == [True, True, False]


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 60))
def test_never_more_in_a_minute_than_twice_the_number(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    rates_ = Rates(clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if rates_.take("a", per_minute) == 0.0:
            taken.append(clock.now)
    for start in taken:
        assert sum(start <= moment < start + 60 for moment in taken) <= 2 * per_minute


def test_names_without_end_take_no_memory_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_NAMES", 1_000)
    clock = Clock()
    rates_ = Rates(clock)
    for number in range(rates.MOST_NAMES * 3):
        clock.now += 0.001
        rates_.take(str(number), 1)
    assert len(rates_._until) <= rates.MOST_NAMES
