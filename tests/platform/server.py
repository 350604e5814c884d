"""The stand-in platform of the preview, with a second opinion: the npm package scorm-again behind the same server."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

from scormbuild.preview import platform

Api = Literal["strict", "again"]

HERE = Path(__file__).parent
AGAIN = HERE.parents[1] / "node_modules" / "scorm-again" / "dist"


class Platform(platform.Platform):
    """What tests play packages on; `api="again"` takes scorm-again in place of our own strict API."""

    apis: ClassVar = {
        **platform.Platform.apis,
        "again": {
            "scorm12": (AGAIN / "scorm12.min.js", HERE / "again.js"),
            "scorm2004": (AGAIN / "scorm2004.min.js", HERE / "again.js"),
        },
    }

    def launch(self, package: str, *, api: str = "strict", **options: Any) -> str:
        """Return the URL to open, as the platform of the preview does."""
        if api == "again" and not AGAIN.exists():
            raise FileNotFoundError("scorm-again is missing: run `npm ci` at the root of the repository")
        return super().launch(package, api=api, **options)
