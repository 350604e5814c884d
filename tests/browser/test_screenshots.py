"""README shows the course as it looks."""

from __future__ import annotations

from io import BytesIO

import pytest
from docs.screenshots import IMAGES, PICTURES
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser


@pytest.mark.parametrize("name", PICTURES)
def test_picture_in_readme_is_what_the_course_looks_like(name: str, browser: Browser) -> None:
    shown = Image.open(IMAGES / name).convert("L")
    made = Image.open(BytesIO(PICTURES[name](browser))).convert("L")
    assert shown.size == made.size
    assert f"docs/images/{name}" in (IMAGES.parents[1] / "README.md").read_text(encoding="utf-8")
    # Fonts differ from one machine to the next: places and tones are compared, letters aren't.
    small = (shown.width // 12, shown.height // 12)
    assert ImageStat.Stat(ImageChops.difference(shown.resize(small), made.resize(small))).mean[0] < 6
