"""Calls of the API from where a package makes them: its own frame."""

from playwright.sync_api import Frame, Page

CALL = "([method, ...args]) => [parent.API[method](...args), parent.API.LMSGetLastError()]"


def content(page: Page) -> Frame:
    """The frame that the package runs in."""
    frame = page.frame(name="scorm_object")
    assert frame is not None
    return frame


def call(page: Page, *call: str) -> tuple[str, str]:
    """Call the API from the package's frame; the answer and the error after it."""
    answer, error = content(page).evaluate(CALL, list(call))
    return answer, error
