"""What reaches the stand-in platform and what doesn't: commits, faults, and a page that is left."""

import pytest
from playwright.sync_api import Error, Page

from scormbuild.preview.sessions import Faults
from tests.platform.calls import call, content
from tests.platform.conftest import MakeZip
from tests.platform.server import Api, Platform

SAVES_ON_PAGEHIDE = """<!doctype html><meta charset=utf-8><title>Kurs</title><script>
parent.API.LMSInitialize("");
addEventListener("pagehide", () => {
  parent.API.LMSSetValue("cmi.suspend_data", "x".repeat(LENGTH));
  parent.API.LMSSetValue("cmi.core.session_time", "00:00:10");
  parent.API.LMSFinish("");
});
</script>"""


def saving_zip(make_zip: MakeZip, length: int = 10) -> bytes:
    return make_zip(files={"kurs.html": SAVES_ON_PAGEHIDE.replace("LENGTH", str(length))})


# ---------------------------------------------------------------- commits


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
