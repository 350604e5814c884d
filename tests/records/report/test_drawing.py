"""Charts: what stands in them keeps apart."""

from __future__ import annotations

from markupsafe import Markup

from scormbuild.records.report.drawing import Point, scatter


def names(*points: Point) -> dict[str, bool]:
    """The names that are drawn, and whether only where there is room."""
    svg = scatter(Markup(""), points, ("0", "1"), ("0", "1"), zero=0.3).svg
    drawn = (each.split("</text>")[0].split(">") for each in svg.split("<text ")[1:])
    return {name: "minor" in attributes for attributes, name in drawn}


def test_names_that_would_lie_over_one_another_or_over_a_point_are_left_to_the_table() -> None:
    alone, low, high = Point(0.1, 0.9, "1", True), Point(0.95, 0.5, "102", True), Point(0.95, 0.52, "103", True)
    assert names(alone, low, high) == {"1": False, "102": False}
    # 9 pixels of a phone's 250 lie between these two, and 24 of a window's 600.
    assert names(Point(0.5, 0.5, "7", True), Point(0.54, 0.5, "8", True)) == {"7": True, "8": False}
