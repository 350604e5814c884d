"""Themes: a folder of templates and style; what it lacks comes from the theme that it extends, or the components."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from scormbuild.components import FOLDER as COMPONENTS

STANDARD = Path(__file__).parent.parent / "themes" / "standard"
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def environment(theme: Path = STANDARD) -> Environment:
    """The theme's templates. A theme overrides `components/choice/template.html` by having a file of that name."""
    folders = [theme] if theme == STANDARD else [theme, STANDARD]
    loader = ChoiceLoader(
        [
            *(FileSystemLoader(folder) for folder in folders),
            PrefixLoader({"components": FileSystemLoader(COMPONENTS)}),
        ]
    )
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
    )


def style(components: Iterable[str], theme: Path = STANDARD) -> str:
    """One style sheet: the theme's tokens and frame, then each component's own."""
    sheets = [
        theme / "theme.css",
        theme / "tools.css",
        *(COMPONENTS / name / "style.css" for name in sorted(components)),
    ]
    texts = [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.exists()]
    return "\n".join(_COMMENT.sub("", text).strip() for text in texts) + "\n"
