"""README and docs show courses and components as they look."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from docs.screenshots import IMAGES, of_components, of_course, of_facilitator, of_preview, of_report
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from scormbuild.components import registry


def difference(shown: Image.Image, made: Image.Image) -> float:
    """How far two pictures are apart, 0 to 255. Fonts differ from machine to machine: letters aren't compared."""
    small = (max(made.width // 12, 1), max(made.height // 12, 1))
    return float(ImageStat.Stat(ImageChops.difference(shown.resize(small), made.resize(small))).mean[0])


@pytest.mark.parametrize("pictures", [of_course, of_preview, of_components, of_facilitator, of_report])
def test_pictures_are_what_the_course_looks_like(
    pictures: Callable[[Browser], dict[str, bytes]], browser: Browser
) -> None:
    for name, picture in pictures(browser).items():
        shown = Image.open(IMAGES / name).convert("L")
        made = Image.open(BytesIO(picture)).convert("L")
        assert shown.width == made.width, name
        assert abs(shown.height - made.height) <= 40, name
        assert difference(shown, made) < 6, name


def test_every_picture_is_shown_somewhere() -> None:
    docs = IMAGES.parent
    texts = "".join(path.read_text(encoding="utf-8") for path in [docs.parent / "README.md", *docs.glob("*.md")])
    there = sorted(path.relative_to(docs).as_posix() for path in IMAGES.rglob("*.png"))
    assert [name for name in there if name not in texts] == []
    assert {f"images/components/{name}.png" for name in registry()} <= set(there)


def test_another_picture_is_another() -> None:
    first, second = (Image.open(IMAGES / "components" / f"{name}.png").convert("L") for name in ("quiz", "sorting"))
    assert difference(first, second) > 6
