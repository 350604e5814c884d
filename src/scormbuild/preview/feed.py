"""What a page of the preview is sent: what has changed since the last message, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scormbuild.preview import panel
from scormbuild.preview.settings import Settings
from scormbuild.preview.view import view_of

if TYPE_CHECKING:
    from scormbuild.preview.preview import Preview

BETWEEN = 0.1
"""Seconds between two messages, at least: a course says much at a time."""

SILENCE = 15.0
"""Seconds after which a page is told that all is as it was, or nobody would notice that it has gone."""


def messages(preview: Preview) -> Iterator[dict[str, Any] | None]:
    """The messages for one page, until the preview ends; None where there is nothing to tell."""
    feed = _Feed(preview)
    while feed.wait():
        yield feed.news()
        time.sleep(BETWEEN)


class _Feed:
    """What one page has seen."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._pulse: object = None
        self._parts: dict[str, str] = {}
        self._settings: Settings | None = None
        self._attempt: object = None
        self._calls = self._statements = 0
        self._is_news = False

    def wait(self) -> bool:
        """Wait for something to tell, or for so long that the page should hear of us; False at the end."""
        preview = self._preview
        with preview.changed:
            self._is_news = preview.changed.wait_for(
                lambda: preview.is_ending or preview.pulse() != self._pulse, SILENCE
            )
            return not preview.is_ending

    def news(self) -> dict[str, Any] | None:
        """What has changed; None where nothing has."""
        if not self._is_news:
            return None
        preview = self._preview
        with preview.changed:
            self._pulse = preview.pulse()
            view = view_of(preview)
            attempt = (view.format, view.learner, view.attempt, view.sco)
            is_other, self._attempt = attempt != self._attempt, attempt
            calls = view.calls if is_other else view.calls[self._calls :]
            statements = preview.store.told[self._statements :]
            message: dict[str, Any] = {"due": preview.due, "clear": is_other}
            if preview.settings != self._settings:
                self._settings = preview.settings
                message["settings"] = preview.settings.as_json(view.format)
        self._calls = len(view.calls)
        self._statements += len(statements)
        message["parts"] = self._changed(panel.parts(view))
        message["rows"] = {"calls": panel.calls(calls, view.standard), "statements": panel.statements(statements)}
        return message

    def _changed(self, parts: dict[str, str]) -> dict[str, str]:
        """The parts that the page hasn't got, which it gets now."""
        changed = {name: html for name, html in parts.items() if self._parts.get(name) != html}
        self._parts |= changed
        return changed
