"""A course with one page for every component, each holding the example that `docs/components.md` shows."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from scormbuild.components import registry

BASIS = Path(__file__).parents[1] / "courses" / "velferdsteknologi-basis"
FILES = {
    "bilder/trapp.svg": "bilder/hjelpetrappa.svg",
    "film/vent.mp4": "film/vent.mp4",
    "film/vent.vtt": "film/vent.vtt",
    "lyd/alarm.mp3": "lyd/varsler.mp3",
}
"""What the examples name, and what stands for it: files of the basic course."""

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
HEAD = """\
id: galleri
title: Galleri
glossary:
  - {term: hjelpefelle, forms: [hjelpefella], definition: Når hjelpen tar over noe brukeren kunne gjort selv.}
  - {term: mestring, definition: Å klare det som er viktig for en selv.}
modules:
  - id: komponenter
    title: Komponenter
    pages:
"""


def page_of(component: str) -> str:
    """The id of a component's page."""
    return f"vis-{component.replace('_', '-')}"


def write_gallery(folder: Path) -> Path:
    """Write the course into a folder, with the files that it needs; gives the folder."""
    for name, source in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(BASIS / source, folder / name)
    (folder / "vedlegg").mkdir()
    (folder / "vedlegg" / "huskeliste.pdf").write_bytes(PDF)
    lines = []
    for name, component in registry().items():
        first, *rest = component.example.rstrip().splitlines()
        lines += [f"      - id: {page_of(name)}", f"        title: {name}", "        body:", f"          - {first}"]
        lines += [f"            {line}" if line else "" for line in rest]
    lines += ["      - id: en-annen-side", "        title: En annen side", "        body: [{text: Takk.}]"]
    (folder / "course.yaml").write_text(HEAD + "\n".join([*lines, ""]), encoding="utf-8")
    return folder
