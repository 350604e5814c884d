"""Merged booklets as one HTML document: it asks for nothing, runs nothing, and prints."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scormbuild.booklets.merged import Beside, Listed, Merged, Summed
from scormbuild.booklets.wording import BookletWords
from scormbuild.documents.style import style_of
from scormbuild.receipt import shown

_FOLDER: Final = Path(__file__).parent


def write_html(merged: Merged, say: BookletWords) -> bytes:
    """The document, in UTF-8. What is the course's is marked with the course's language where that is another."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "summed": lambda block: isinstance(block, Summed),
        "listed": lambda block: isinstance(block, Listed),
        "beside": lambda block: isinstance(block, Beside),
        "number": lambda value: isinstance(value, float),
    }
    style = style_of(_FOLDER / "merged.css")
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    text = environment.get_template("merged.html").render(
        merged=merged,
        say=say,
        shown=shown,
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )
    return text.encode()
