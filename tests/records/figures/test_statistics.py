"""Statistics from sums, beside scipy, numpy and a published example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scormbuild.records.figures.statistics import Sums, alpha, correlation, quantile

integers = st.integers(0, 10_000)


def sums(values: list[int]) -> Sums:
    return Sums(len(values), sum(values), sum(value**2 for value in values))


@given(st.lists(st.tuples(integers, integers), min_size=2))
def test_correlation_is_pearsons(pairs: list[tuple[int, int]]) -> None:
    xs, ys = map(list, zip(*pairs, strict=True))
    got = correlation(sums(xs), sums(ys), sum(x * y for x, y in pairs))
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert got is None
    else:
        assert got == pytest.approx(stats.pearsonr(xs, ys).statistic, abs=1e-9)


def test_correlation_with_right_and_wrong_is_point_biserial() -> None:
    right = [1, 0, 1, 1, 0, 0, 1, 0]
    rest = [9000, 4000, 7500, 8000, 5000, 6500, 7000, 7000]
    got = correlation(sums(right), sums(rest), sum(x * y for x, y in zip(right, rest, strict=True)))
    assert got == pytest.approx(stats.pointbiserialr(right, rest).statistic, rel=1e-12)


@given(st.lists(integers, min_size=2))
def test_mean_and_deviation(values: list[int]) -> None:
    assert sums(values).mean == pytest.approx(np.mean(values))
    assert sums(values).deviation == pytest.approx(np.std(values, ddof=1), abs=1e-6)


def test_nothing_has_no_mean_and_one_has_no_deviation() -> None:
    assert Sums().mean is None
    assert sums([3]).mean == 3
    assert sums([3]).deviation is None


def test_large_sums_lose_nothing() -> None:
    """Ten million people whose points differ by one ten-thousandth: floats would have lost it all."""
    many = Sums(10_000_000, 5_000_000 * 19_999, 5_000_000 * (10_000**2 + 9_999**2))
    assert many.deviation == pytest.approx(0.5, rel=1e-6)


@given(st.integers(2, 5).flatmap(lambda size: st.lists(st.lists(integers, min_size=size, max_size=size), min_size=2)))
def test_alpha_is_that_of_the_matrix(rows: list[list[int]]) -> None:
    matrix = np.array(rows, dtype=float)
    got = alpha([sums(list(column)) for column in zip(*rows, strict=True)], sums([sum(row) for row in rows]))
    size = matrix.shape[1]
    if len({sum(row) for row in rows}) == 1:
        assert got is None
    else:
        variances = matrix.var(axis=0, ddof=1).sum() / matrix.sum(axis=1).var(ddof=1)
        assert got == pytest.approx(size / (size - 1) * (1 - variances), rel=1e-9, abs=1e-9)


def test_alpha_of_right_and_wrong_is_kr20() -> None:
    """KR-20 as Kuder and Richardson write it: k/(k−1) · (1 − Σpq/σ²), here with the population's variances."""
    answers = [[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    matrix = np.array(answers)
    p = matrix.mean(axis=0)
    kr20 = 4 / 3 * (1 - (p * (1 - p)).sum() / matrix.sum(axis=1).var())
    got = alpha([sums(list(column)) for column in zip(*answers, strict=True)], sums([sum(row) for row in answers]))
    assert got == pytest.approx(kr20, rel=1e-12)


@given(st.lists(st.integers(0, 500), min_size=1), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_quantile_is_numpys(values: list[int], share: float) -> None:
    counts = {value: values.count(value) for value in values}
    assert quantile(counts, share) == pytest.approx(np.quantile(values, share))


def test_quantile_of_nothing() -> None:
    assert quantile({}, 0.5) is None
