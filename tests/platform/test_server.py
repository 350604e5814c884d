"""The stand-in platform does what was measured: files, faults, launches, places, and packages replaced."""

import unicodedata
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Error, Frame, Page

from scormbuild.preview.package import ImportRefusedError
from scormbuild.preview.sessions import Faults, Placement
from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform

CALL = "([method, ...args]) => [parent.API[method](...args), parent.API.LMSGetLastError()]"

SAVES_ON_PAGEHIDE = """<!doctype html><meta charset=utf-8><title>Kurs</title><script>
parent.API.LMSInitialize("");
addEventListener("pagehide", () => {
  parent.API.LMSSetValue("cmi.suspend_data", "x".repeat(LENGTH));
  parent.API.LMSSetValue("cmi.core.session_time", "00:00:10");
  parent.API.LMSFinish("");
});
</script>"""


def content(page: Page) -> Frame:
    """The frame that the package runs in."""
    frame = page.frame(name="scorm_object")
    assert frame is not None
    return frame


def call(page: Page, *call: str) -> tuple[str, str]:
    """Call the API from the package's frame; the answer and the error after it."""
    answer, error = content(page).evaluate(CALL, list(call))
    return answer, error


def open_file(platform: Platform, name: str, headers: dict[str, str] | None = None) -> Any:
    return urlopen(Request(f"{platform.origin}/package/kurs/1/{name}", headers=headers or {}))


def status_of(platform: Platform, name: str) -> int:
    try:
        with open_file(platform, name) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def saving_zip(make_zip: MakeZip, length: int = 10) -> bytes:
    return make_zip(files={"kurs.html": SAVES_ON_PAGEHIDE.replace("LENGTH", str(length))})


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.js", "application/x-javascript"),
        ("a.mjs", "text/plain"),
        ("a.css", "text/css"),
        ("a.svg", "image/svg+xml"),
        ("a.vtt", "text/vtt"),
        ("a.mp4", "video/mp4"),
        ("a.json", "application/json"),
        ("a.webp", "application/octet-stream"),
        ("a.avif", "application/octet-stream"),
        ("a.woff2", "application/octet-stream"),
        ("a.ttf", "application/octet-stream"),
        ("a.wasm", "application/octet-stream"),
        ("a.srt", "text/plain"),
    ],
)
def test_media_types_and_caching_are_moodles(name: str, media_type: str, platform: Platform, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(files={name: "x"}))

    with open_file(platform, name) as response:
        assert response.headers["Content-Type"] == media_type
        assert "immutable" in response.headers["Cache-Control"]
        assert "X-Content-Type-Options" not in response.headers
    assert platform.requests() == [f"kurs/{name}"]


@pytest.mark.parametrize(("asked", "part"), [("bytes=2-4", b"cde"), ("bytes=7-", b"hij"), ("bytes=8-99", b"ij")])
def test_range_requests(asked: str, part: bytes, platform: Platform, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(files={"film.mp4": "abcdefghij"}))

    with open_file(platform, "film.mp4", {"Range": asked}) as response:
        assert response.status == 206
        assert response.headers["Content-Range"].endswith("/10")
        assert response.read() == part


def test_names_that_moodle_does_not_keep(platform: Platform, make_zip: MakeZip) -> None:
    composed, decomposed = "bl\u00e5.css", unicodedata.normalize("NFD", "r\u00e5.css")
    platform.mount("kurs", make_zip(files={"a&b.css": "", composed: "", decomposed: ""}))

    assert status_of(platform, "a%26b.css") == 404
    assert status_of(platform, "ab.css") == 200
    assert status_of(platform, "bl%C3%A5.css") == 200
    assert status_of(platform, "ra%CC%8A.css") == 404
    assert status_of(platform, "nowhere.css") == 404


# ---------------------------------------------------------------- launches


@pytest.mark.parametrize("api", ["strict", "again"])
def test_data_belong_to_learner_and_attempt(api: Api, platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", api=api))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "ola's")
    assert call(page, "LMSCommit", "") == ("true", "0")

    for learner, attempt, data in [("kari", 1, ""), ("ola", 2, ""), ("ola", 1, "ola's")]:
        page.goto(platform.launch("kurs", learner=learner, attempt=attempt, api=api))
        call(page, "LMSInitialize", "")
        assert call(page, "LMSGetValue", "cmi.suspend_data") == (data, "0")
        assert call(page, "LMSGetValue", "cmi.core.student_id") == (learner, "0")
    assert platform.recorded("kurs", learner="kari") == {}


def test_a_commit_sends_what_changed(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "one")
    call(page, "LMSSetValue", "cmi.core.lesson_location", "side-1")
    call(page, "LMSCommit", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "two")
    call(page, "LMSCommit", "")

    first, second = platform.commits("kurs")

    assert first.sent == {"cmi.suspend_data": "one", "cmi.core.lesson_location": "side-1"}
    assert second.sent == {"cmi.suspend_data": "two"}
    assert second.model == {"cmi.suspend_data": "two", "cmi.core.lesson_location": "side-1"}
    assert not second.finishing
    assert not second.beacon


def test_calls_are_known_in_order_without_a_commit(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "x" * 4096)
    platform.wait_until(lambda: len(platform.calls("kurs")) == 4)

    methods = [made.method for made in platform.calls("kurs")]

    assert methods == ["LMSInitialize", "LMSGetLastError", "LMSSetValue", "LMSGetLastError"]
    assert platform.calls("kurs")[2].args == ("cmi.suspend_data", "x" * 4096)
    assert platform.recorded("kurs") == {}


def test_waiting_in_vain_says_what_was_called(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    platform.wait_until(lambda: bool(platform.calls("kurs")))

    with pytest.raises(TimeoutError, match="LMSInitialize"):
        platform.wait_until(lambda: bool(platform.recorded("kurs")), timeout=0.01)


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize("api", ["strict", "again"])
def test_a_dead_network_answers_true_and_stores_nothing(
    api: Api, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", api=api))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "lost")
    platform.faults = Faults(gone=True)

    assert call(page, "LMSCommit", "") == ("true", "0")

    with pytest.raises(Error, match="Failed to fetch"):
        content(page).evaluate("fetch('kurs.html', {cache: 'no-store'})")
    with pytest.raises(Error, match="ERR_"):
        page.context.new_page().goto(platform.launch("kurs"))
    platform.wait_until(lambda: any(made.method == "LMSCommit" for made in platform.calls("kurs")))
    assert platform.recorded("kurs") == {}
    assert platform.violations("kurs") == []


def test_what_a_dead_network_took_is_not_sent_again(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "lost")
    platform.faults = Faults(gone=True)
    call(page, "LMSCommit", "")
    platform.wait_until(lambda: any(commit.beacon for commit in platform.lost_commits("kurs")))
    platform.faults = Faults()

    assert call(page, "LMSCommit", "") == ("true", "0")
    assert platform.recorded("kurs") == {}

    call(page, "LMSSetValue", "cmi.suspend_data", "lost no more")
    call(page, "LMSCommit", "")
    assert platform.recorded("kurs") == {"cmi.suspend_data": "lost no more"}


def test_a_kinder_platform_sends_everything_each_time(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", quirks=["sends-all"]))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "kept")
    platform.faults = Faults(gone=True)
    call(page, "LMSCommit", "")
    platform.wait_until(lambda: any(commit.beacon for commit in platform.lost_commits("kurs")))
    platform.faults = Faults()
    call(page, "LMSCommit", "")

    assert platform.recorded("kurs") == {"cmi.suspend_data": "kept"}


@pytest.mark.parametrize("api", ["strict", "again"])
@pytest.mark.parametrize(
    ("faults", "error"),
    [
        (Faults(commit_fails="101"), "101"),
        (Faults(commit_fails="391"), "391"),
        (Faults(session_expired=True), "101"),
    ],
)
def test_a_failing_commit_says_so_and_is_no_violation(
    faults: Faults, error: str, api: Api, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs", api=api))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "lost")
    platform.faults = faults

    assert call(page, "LMSCommit", "") == ("false", error)
    assert call(page, "LMSFinish", "") == ("false", error)

    assert platform.commits("kurs") == []
    assert [commit.finishing for commit in platform.lost_commits("kurs")] == [False, True]
    platform.wait_until(lambda: any(made.method == "LMSFinish" for made in platform.calls("kurs")))
    assert platform.violations("kurs") == []


def test_a_lost_session_shows_the_log_in_page(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip(files={"data.json": "{}"}))
    page.goto(platform.launch("kurs"))
    platform.faults = Faults(session_expired=True)

    answer = content(page).evaluate(
        """async () => {
          const response = await fetch("data.json", {cache: "no-store"});
          return [response.status, response.headers.get("Content-Type"), await response.text()];
        }"""
    )

    assert answer[:2] == [200, "text/html; charset=utf-8"]
    assert "Log in" in answer[2]


def test_a_slow_commit_holds_up_the_page(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    platform.faults = Faults(slow_commit_ms=150)

    took = content(page).evaluate(
        "() => { const start = performance.now(); parent.API.LMSCommit(''); return performance.now() - start; }"
    )

    assert took >= 150


# ---------------------------------------------------------------- leaving


@pytest.mark.parametrize("api", ["strict", "again"])
@pytest.mark.parametrize("leave", ["close", "reload", "elsewhere"])
def test_finish_in_pagehide_goes_by_beacon(
    leave: str, api: Api, platform: Platform, page: Page, make_zip: MakeZip
) -> None:
    platform.mount("kurs", saving_zip(make_zip))
    page.goto(platform.launch("kurs", api=api))
    match leave:
        case "close":
            page.close()
        case "reload":
            page.reload()
        case _:
            page.goto("about:blank")

    platform.wait_until(lambda: bool(platform.commits("kurs")))

    commit = platform.commits("kurs")[0]
    assert commit.beacon
    assert commit.finishing
    assert commit.model["cmi.suspend_data"] == "x" * 10
    assert commit.model["cmi.core.total_time"] == "00:00:10"
    platform.wait_until(lambda: any(made.method == "LMSFinish" for made in platform.calls("kurs")))
    finish = next(made for made in platform.calls("kurs") if made.method == "LMSFinish")
    assert (finish.answer, finish.error) == ("true", "0")


def test_a_beacon_into_a_dead_network_is_lost(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", saving_zip(make_zip))
    page.goto(platform.launch("kurs"))
    platform.faults = Faults(gone=True)
    page.close()

    platform.wait_until(lambda: any(made.method == "LMSFinish" for made in platform.calls("kurs")))

    assert platform.recorded("kurs") == {}


@pytest.mark.parametrize(("length", "saved"), [(30_000, True), (63_000, False)])
def test_what_a_beacon_carries(length: int, saved: bool, platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", saving_zip(make_zip, length))
    page.goto(platform.launch("kurs", quirks=["long-state"]))
    page.close()

    platform.wait_until(lambda: any(made.method == "LMSFinish" for made in platform.calls("kurs")))
    if saved:
        platform.wait_until(lambda: bool(platform.commits("kurs")))

    assert len(platform.recorded("kurs").get("cmi.suspend_data", "")) == (length if saved else 0)


def test_a_frame_that_leaves_alone_commits_as_ever(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", saving_zip(make_zip))
    page.goto(platform.launch("kurs"))
    page.evaluate("document.getElementById('scorm_object').src = 'about:blank'")

    platform.wait_until(lambda: bool(platform.commits("kurs")))

    assert platform.recorded("kurs")["cmi.suspend_data"] == "x" * 10
    assert platform.violations("kurs") == []


def test_a_hidden_page_commits_by_beacon(platform: Platform, page: Page, make_zip: MakeZip) -> None:
    platform.mount("kurs", make_zip())
    page.goto(platform.launch("kurs"))
    call(page, "LMSInitialize", "")
    call(page, "LMSSetValue", "cmi.suspend_data", "x")
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")

    assert call(page, "LMSCommit", "") == ("true", "0")

    platform.wait_until(lambda: bool(platform.commits("kurs")))
    assert platform.commits("kurs")[0].beacon


# ---------------------------------------------------------------- places

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


# ---------------------------------------------------------------- manifests


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
