"""The text codec in real engines: the bytes are everywhere the same, and its script stays small."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import webdriver
from tests.platform.server import Platform

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests" / "vectors" / "text-codec.json").read_text(encoding="utf-8"))
CALL = f"{json.dumps(VECTORS)}.map(({{ primer, texts }}) => Array.from(newTextCodec(primer).pack(texts)))"
BYTES = [list(bytes.fromhex(vector["bytes"])) for vector in VECTORS]
LARGEST = 6 * 1024


@pytest.fixture(scope="module")
def script() -> str:
    command = ["node", "build.mjs", "--script", "tests/browser/codec.ts"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


def test_chromium_packs_the_bytes_that_python_packs(page: Page, script: str) -> None:
    page.add_script_tag(content=script)
    assert page.evaluate(CALL) == BYTES


def test_firefox_packs_the_bytes_that_python_packs(platform: Platform, script: str) -> None:
    with webdriver.firefox() as firefox:
        firefox.open(f"{platform.origin}/nowhere")
        assert firefox.value(f"(() => {{ {script}; return {CALL}; }})()") == BYTES


def test_script_stays_small(script: str) -> None:
    assert len(script.encode()) <= LARGEST
