"""One broken package for each rule: made of a sound one, and wrong in that alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.broken import archive, content, files, launching, manifest
from tests.inspect.packages import Files

Maker = Callable[[], bytes | Files]
"""Makes a zip, or the files of one."""

BROKEN: Final[Mapping[str, Maker]] = {
    **archive.BROKEN,
    **files.BROKEN,
    **manifest.BROKEN,
    **launching.BROKEN,
    **content.BROKEN,
}
"""By the code of the rule."""

VARIANTS: Final = (*archive.VARIANTS, *manifest.VARIANTS, *launching.VARIANTS, *content.VARIANTS)
"""Other ways to the same rules: what it is, the code, its maker."""
