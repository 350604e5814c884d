"""Booklet files for tests, as courses write them."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from scormbuild.receipt import receipt_of

COURSES = Path(__file__).parents[2] / "courses"
FORDYPNING = COURSES / "velferdsteknologi-fordypning"

OPENING = '<script type="application/json" id="scormbuild-booklet">'


def data(fields: dict[str, Any], unit: str = "Nord", **changed: Any) -> dict[str, Any]:
    """What is in a booklet of `velferdsteknologi-fordypning`, but for what is `changed`."""
    return {
        "format": "scormbuild-booklet",
        "version": 1,
        "course": {
            "id": "velferdsteknologi-fordypning",
            "iri": "https://kurs.example.no/velferdsteknologi-fordypning",
            "version": "1.0.0",
            "title": "Velferdsteknologi: fordypning for team",
            "language": "nb",
        },
        "made": "2026-11-26T17:40:12Z",
        "unit": unit,
        "receipt": receipt_of("velferdsteknologi-fordypning", fields),
        "fields": fields,
    } | changed


def html(told: dict[str, Any]) -> str:
    """The document: readable by itself, with its data in it."""
    shown = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in told["fields"].items())
    packed = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="nb"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Hefte</title><style>body {{ font: 1rem sans-serif }}</style></head>
<body><h1>Hefte</h1><dl>{shown}</dl>
{OPENING}{packed}</script>
</body></html>
"""


def write(path: Path, fields: dict[str, Any], unit: str = "Nord", **changed: Any) -> Path:
    """Write a booklet file."""
    path.write_text(html(data(fields, unit, **changed)), encoding="utf-8")
    return path
