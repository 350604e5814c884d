"""Whatever stands in a course's texts, nothing of it runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from scormbuild.build import build
from scormbuild.components import registry
from scormbuild.course.yaml import YamlMap, read_yaml
from tests.browser.conftest import NewLearner
from tests.support import write_course

HOSTILE = "<script>hit=1</script><img src=x onerror=hit=1><svg onload=hit=1> \"'' {{ 7*7 }} [x](javascript:hit=1)"
FILES = {"file", "poster", "captions", "audio_description", "transcript_file"}
NAMES = {"id", "kind", "answer", "correct", "target", "to", "group", "lane", "x", "y", "start", "outcome"}
NAMES |= {"exactly_one", "at_least_one"}
PLAIN = HOSTILE.replace("[x](javascript:hit=1)", "")
MARK = re.compile(r"\{\{(\w+)(\|[^}]*)?\}\}")


def hostile_words(text: str) -> str:
    """What takes the place of a text; its marks stay, as no course is built without them."""
    unbraced = PLAIN.replace("{{ 7*7 }}", "").replace("|", "")
    marks = [f"{{{{{mark[1]}{'|' + unbraced if mark[2] else ''}}}}}" for mark in MARK.finditer(text)]
    return unbraced + " ".join(marks) if marks else PLAIN


def with_hostile_words(value: Any) -> Any:
    """An example whose texts are all replaced; what names files, ids, places and choices stays."""
    if isinstance(value, dict):
        return {key: inner if key in FILES | NAMES else with_hostile_words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_hostile_words(inner) for inner in value]
    return hostile_words(value) if isinstance(value, str) else value


def examples(folder: Path) -> list[dict[str, Any]]:
    """Every component's example that needs no file of its own."""
    found = []
    for name, component in registry().items():
        path = folder / f"{name}.yaml"
        path.write_text(component.example, encoding="utf-8")
        read = read_yaml(path, name, [])
        assert isinstance(read, YamlMap)
        body = with_hostile_words(json.loads(json.dumps(read)))
        if name != "quiz" and '"file"' not in json.dumps(read):
            found.append(body)
    return found


def test_no_text_of_any_component_runs(small: NewLearner, tmp_path: Path) -> None:
    body = examples(tmp_path)
    assert len(body) > 8
    course = {
        "id": "vond",
        "title": PLAIN,
        "summary": PLAIN,
        "glossary": [{"term": PLAIN, "definition": PLAIN}],
        "modules": [{"id": "m", "title": PLAIN, "pages": [{"id": "p", "title": PLAIN, "lead": PLAIN, "body": body}]}],
    }
    learner = small(json.dumps(course)).open()
    frame = learner.frame
    frame.locator("body").evaluate(
        "() => document.querySelectorAll('#page button, #page summary, #page input').forEach((one) => one.click())"
    )
    frame.locator(".bar [data-opens=search]").click()
    frame.get_by_role("searchbox").fill("script")
    expect(frame.locator("#search .search-title").first).to_contain_text("<script>hit=1</script>")
    assert frame.evaluate("typeof window.hit") == "undefined"
    assert frame.locator("#page script, #page img[onerror], #page svg[onload], #page a[href^=javascript]").count() == 0
    assert "49" not in frame.locator("#page h1").inner_text()
    expect(frame.locator("#page h1")).to_contain_text("<script>hit=1</script>")


def test_hostile_captions_are_words(page: Page, tmp_path: Path) -> None:
    captions = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{HOSTILE}\n"
    course = """\
id: film
title: Film
modules:
  - id: m
    title: M
    pages:
      - id: p
        title: P
        body:
          - video: {file: a.mp4, title: T, captions: a.vtt, audio_description: none_needed}
"""
    head = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00"
    built = build(write_course(tmp_path / "kurs", course, a_mp4=head, a_vtt=captions), tmp_path / "dist")
    with ZipFile(built.packages[0].path) as package:
        package.extractall(tmp_path / "package")
    page.goto((tmp_path / "package" / "index.html").as_uri())
    assert page.evaluate("document.querySelector('video').textTracks[0].cues[0].text") == HOSTILE
    page.locator(".transcript summary").click()
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.locator(".transcript img, .transcript script").count() == 0
