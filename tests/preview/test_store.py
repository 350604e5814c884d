"""The record store of a preview: documents."""

from __future__ import annotations

import json

from scormbuild.preview.store import MemoryStore, Request

ANNE = {"objectType": "Agent", "account": {"homePage": "https://example.com", "name": "anne"}}


def test_a_document_is_found_however_its_agent_is_written() -> None:
    store = MemoryStore()
    query = {"activityId": "https://example.com/a", "stateId": "s", "agent": json.dumps(ANNE)}
    store.write("activities/state", query, {"page": 3})
    otherwise = {"account": {"name": "anne", "homePage": "https://example.com"}}
    answer = store.answer(
        Request("GET", "activities/state", {**query, "agent": json.dumps(otherwise, indent=1)}, version="1.0.3")
    )
    assert (answer.status, json.loads(answer.body)) == (200, {"page": 3})
