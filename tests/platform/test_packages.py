"""Packages on the stand-in platform: imported or refused, replaced, of several SCOs."""

import pytest
from playwright.sync_api import Page

from scormbuild.preview.package import ImportRefusedError
from tests.platform.calls import call, content
from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform


def test_without_scormtype_launching_is_completing(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(attribute='scormtype="sco"'))
    page.goto(platform.launch("kurs"))

    assert platform.recorded("kurs") == {"cmi.core.lesson_status": "completed"}


@pytest.mark.parametrize(
    ("item", "manifest", "message"),
    [
        ("k" * 256, None, "over 255"),
        ("kurs", "<manifest/>", "no item"),
    ],
)
def test_packages_that_are_not_imported(
    item: str, manifest: str | None, message: str, platform: Platform, make_zip: MakeZip
) -> None:
    files = {} if manifest is None else {"imsmanifest.xml": manifest}

    with pytest.raises(ImportRefusedError, match=message):
        platform.mount("kurs", make_zip(item, files=files))


@pytest.mark.parametrize(("replaced_by", "kept"), [("kurs", True), ("kurs-2", False)])
def test_attempts_follow_the_items_identifier(
    replaced_by: str, kept: bool, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip("kurs"))
    page.goto(platform.launch("kurs"))
    first = content(page).url
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.core.score.raw", "77")
    call(page, "LMSCommit", "")

    platform.mount("kurs", make_zip(replaced_by))
    page.goto(platform.launch("kurs"))

    assert content(page).url.rpartition("/")[0] != first.rpartition("/")[0]
    assert platform.recorded("kurs").get("cmi.core.score.raw") == ("77" if kept else None)


@pytest.mark.parametrize("api", ["strict", "again"])
@pytest.mark.parametrize("automatic", [True, False])
def test_finish_opens_the_next_sco(
    automatic: bool, api: Api, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip("a", "b"))
    page.goto(platform.launch("kurs", api=api, auto_continue=automatic))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "of a")
    if not automatic:
        assert call(page, "LMSSetValue", "nav.event", "continue") == ("true", "0")
    call(page, "LMSFinish", "")
    page.wait_for_url("**/player/0/1")

    assert content(page).url.endswith("/b.html")
    call(page, "LMSInitialize", "")
    assert call(page, "LMSGetValue", "cmi.suspend_data") == ("", "0")
    assert platform.recorded("kurs", sco="a")["cmi.suspend_data"] == "of a"
    assert platform.recorded("kurs", sco="b") == {}


def test_the_menu_opens_any_sco(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip("a", "b"))
    page.goto(platform.launch("kurs"))
    page.get_by_role("link", name="b", exact=True).click()
    page.wait_for_url("**/player/0/1")

    assert content(page).url.endswith("/b.html")


def test_a_launch_may_begin_with_any_sco(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip("a", "b"))
    page.goto(platform.launch("kurs", sco="b"))

    assert content(page).url.endswith("/b.html")
