"""The API of the stand-in platform is where a placement says, and nowhere else."""

import pytest
from playwright.sync_api import Error, Page

from scormbuild.preview.sessions import Placement
from tests.platform.calls import content
from tests.platform.conftest import MakeZip
from tests.platform.server import Platform

REACH: dict[Placement, str] = {
    "parent": "parent.API",
    "grandparent": "parent.parent.API",
    "cross-origin-top": "parent.API",
    "two-apis": "parent.API",
}


@pytest.mark.parametrize(("placement", "api"), REACH.items())
def test_the_api_is_where_the_placement_says(
    placement: Placement, api: str, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", placement=placement))

    assert content(page).evaluate(f"{api}.LMSInitialize('')") == "true"
    assert content(page).evaluate("innerWidth") == 867
    platform.wait_until(lambda: bool(platform.calls("kurs")))
    assert platform.violations("kurs") == []


def test_a_cross_origin_top_throws_when_searched(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", placement="cross-origin-top"))

    with pytest.raises(Error, match="SecurityError"):
        content(page).evaluate("top.API")


def test_an_opener_holds_the_api(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    with page.expect_popup() as popup:
        page.goto(platform.launch("kurs", placement="opener"))
    popup.value.wait_for_load_state()

    assert popup.value.evaluate("[parent === window, opener.API.LMSInitialize('')]") == [True, "true"]


def test_another_origins_window_hides_the_api_behind_its_opener(
    platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip())
    with page.expect_popup() as popup:
        page.goto(platform.launch("kurs", placement="cross-origin-parent"))
    popup.value.wait_for_load_state()

    with pytest.raises(Error, match="SecurityError"):
        content(popup.value).evaluate("parent.API")
    assert content(popup.value).evaluate("top.opener.API.LMSInitialize('')") == "true"


def test_no_api_at_all(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", placement="none"))

    assert content(page).evaluate("[parent.API === undefined, top.opener === null]") == [True, True]


@pytest.mark.parametrize(
    "wrong", ["top.API.LMSInitialize('')", "parent.API_1484_11.Initialize('')"], ids=["further up", "2004"]
)
def test_the_wrong_api_answers_but_is_a_violation(
    wrong: str, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", placement="two-apis"))

    assert content(page).evaluate(wrong) == "true"

    platform.wait_until(lambda: len(platform.violations("kurs")) == 1)
