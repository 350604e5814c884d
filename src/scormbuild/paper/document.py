"""The booklet: a site's pages with a cover, a glossary and an answer key, set as PDF/UA-1 by typst."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lxml.html import HtmlElement, document_fromstring

from scormbuild.compile.site import Site
from scormbuild.components.glossary.model import Glossary
from scormbuild.components.worksheet import is_worksheet
from scormbuild.course.model import Course, Role
from scormbuild.errors import UsageError
from scormbuild.paper.answers import keyed, right_answers, told
from scormbuild.paper.blocks import Reader
from scormbuild.paper.controls import Controls
from scormbuild.paper.filled import Filled
from scormbuild.paper.html import Block
from scormbuild.paper.tags import with_row_headings
from scormbuild.texts import interface_texts

INSTALL: Final = "the booklet needs more packages: pip install 'scormbuild[booklet]'"

_LAYOUT = "booklet.typ"
_FONTS = "fonts"
_PROBE = (
    b'#set document(title: "probe")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.character'
)
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?)\b")
_VARIABLE = re.compile(r"var\(--([a-z-]+)(?:\s*,\s*([^()]*))?\)")
_FAMILIES = re.compile(r"""font-family\s*(?:=\s*(?:"[^"]*"|'[^']*')|:[^;"}<]*)""")
_GENERIC = re.compile(r"\b(?:system-ui|ui-sans-serif|sans-serif)\b")
_SANS = "Source Sans Pro"
_FACES = ("Regular", "It", "Bold", "BoldIt")
_DRAWING = re.compile(r'(<div class="picture drawing"[^>]*>)(<svg.*?</svg>)(</div>)', re.DOTALL)
"""A drawing may hold another: it ends where its frame does."""


def booklet(site: Site, filled: Filled | None = None) -> bytes:
    """The course as PDF/UA-1 (ISO 14289-1): blank, or with what a team has filled in.

    Raises `UsageError` where typst isn't there, or what it needs beside it.
    """
    content, media = _content(site, filled)
    try:
        return with_row_headings(_compiled(content, media), content)
    except ModuleNotFoundError:
        raise UsageError(INSTALL) from None


def _content(site: Site, filled: Filled | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the layout sets, and the pictures that it names, by their names."""
    course, stored = site.course, {file.path: file for file in site.files}
    colours = _colours(stored["style.css"].read().decode())
    media: dict[str, bytes] = {}
    html = _without_drawings(stored[site.scos[0].launch].read().decode(), colours, media)
    document = document_fromstring(html)
    texts, own = interface_texts(course.language), _texts(course.language)
    reader = Reader(Controls(None if filled is None else filled.fields, texts))
    modules = [
        {
            "title": module.title,
            "summary": module.summary or "",
            "pages": [
                {
                    "title": page.title,
                    "audience": _audience(course.roles_of(module, page), texts),
                    "lead": page.lead or "",
                    "blocks": _page(reader, document, page.id),
                }
                for page in module.pages
            ],
        }
        for module in course.modules
    ]
    # A course that has its glossary on a page has it where its author wants it.
    is_at_end = not any(isinstance(component, Glossary) for component in course.components())
    drawers = [found for found in document.iter("dialog") if found.get("id") == "glossary" and is_at_end]
    terms = [block for drawer in drawers for found in drawer.iter("dl") for block in reader.terms(found)]
    content = {
        "title": course.title,
        "language": course.language,
        "kind": texts["print.handout"],
        "summary": course.summary or "",
        "facts": [*_facts(course, texts)],
        "objectives": [objective.text for objective in course.objectives],
        "is_filled": filled is not None,
        "has_sheets": any(is_worksheet(component) for component in course.components()),
        "known": []
        if filled is None
        else [{"term": own["unit"], "text": filled.unit or "–"}, {"term": own["receipt"], "text": filled.receipt}],
        "foot": "" if filled is None else " · ".join(filter(None, (filled.unit, filled.receipt))),
        "modules": modules,
        "terms": terms,
        "answers": _answers(course, reader, texts | own),
        "colours": colours,
        "texts": own | {"contents": texts["print.contents"], "glossary": texts["glossary.title"]},
    }
    for picture in _pictures(content):
        if picture["file"] not in media:
            media[picture["file"]] = stored[picture["file"]].read()
        picture["width"], picture["height"] = _size(picture["file"], media[picture["file"]])
    return content, {name: _lettered(data) if name.endswith(".svg") else data for name, data in media.items()}


def _audience(roles: list[Role], texts: Mapping[str, str]) -> str:
    """Which roles a page is for; "" where it is for all."""
    said = texts["role.for"].format(roles=", ".join(role.title for role in roles)) if roles else ""
    return said[:1].upper() + said[1:]


def _page(reader: Reader, document: HtmlElement, identifier: str) -> list[Block]:
    (page,) = document.xpath("//template[@id = $id]", id=f"page-{identifier}")
    # The head is the booklet's own: as a heading that the contents name.
    for element in page.xpath("./*[self::h1 or contains(@class, 'eyebrow') or @class = 'lead']"):
        page.remove(element)
    return reader.page(page)


def _answers(course: Course, reader: Reader, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    named = {question.id: question for question in course.all_questions()}
    allowed = keyed(course)
    answers = []
    for number, form in enumerate(reader.questions, 1):
        question = named[str(form.get("data-question"))]
        if question.id in allowed and (right := right_answers(question, form, texts)):
            blocks = [block for said in told(question, form) for block in reader.blocks(said)]
            answers.append({"number": str(number), "right": right, "blocks": blocks})
    return answers


def _facts(course: Course, texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    if course.audience:
        yield {"term": texts["activity.audience"], "text": ", ".join(course.audience)}
    if course.minutes:
        minutes = texts["activity.minutes.count"].replace("{minutes}", str(course.minutes))
        yield {"term": texts["activity.minutes"], "text": minutes}


@cache
def _texts(language: str) -> dict[str, str]:
    catalogue: dict[str, dict[str, str]] = json.loads(_resource("texts.json"))
    return catalogue[language]


def _resource(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()


def _colours(style: str) -> dict[str, str]:
    """The theme's colours on light paper, by their tokens: its style sheet gives these first."""
    colours: dict[str, str] = {}
    for name, colour in _COLOUR.findall(style):
        colours.setdefault(name, colour)
    return colours


def _without_drawings(html: str, colours: Mapping[str, str], media: dict[str, bytes]) -> str:
    """The document with a name where each drawing stood, which `media` is given: an HTML parser forgets SVG's case."""

    def taken(found: re.Match[str]) -> str:
        name = f"drawing-{len(media) + 1}.svg"
        svg = _VARIABLE.sub(lambda named: colours.get(named[1], named[2] or "currentColor"), found[2])
        if "font-family" not in svg[: svg.index(">")]:
            svg = svg.replace("<svg", f'<svg font-family="{_SANS}"', 1)  # in the page it has the page's
        media[name] = svg.encode()
        return f'{found[1]}<svg data-file="{name}"></svg>{found[3]}'

    return _DRAWING.sub(taken, html)


def _lettered(svg: bytes) -> bytes:
    """A drawing whose lettering has a font of ours where it asks for any sans: typst has none."""

    def named(found: re.Match[str]) -> str:
        return _GENERIC.sub(_SANS, found[0])

    return _FAMILIES.sub(named, svg.decode("utf-8-sig", "replace")).encode()


def _pictures(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("kind") == "picture":
            yield value
        for inner in value.values():
            yield from _pictures(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pictures(inner)


def _size(name: str, content: bytes) -> tuple[float, float]:
    """Width and height in pixels of the screen."""
    if name.endswith(".svg"):
        box = re.search(r'viewBox="([^"]+)"', content.decode())
        if box is not None:
            _, _, width, height = (float(number) for number in re.split(r"[ ,]+", box[1].strip()))
            return width, height
        return 300.0, 150.0
    from PIL import Image

    with Image.open(BytesIO(content)) as image:
        return float(image.width), float(image.height)


def _compiled(content: dict[str, Any], media: Mapping[str, bytes]) -> bytes:
    from typst import TypstError

    fonts = files("font_source_sans_pro")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in media.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(data)
        (root / _LAYOUT).write_bytes(_resource(_LAYOUT))
        (root / _FONTS).mkdir()
        for face in _FACES:
            font = f"SourceSansPro-{face}.ttf"
            (root / _FONTS / font).write_bytes(fonts.joinpath("files", font).read_bytes())
        # No file can hold half a surrogate pair, which is what some keyboards leave of an emoji.
        text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode()
        try:
            return _typeset(root, text)
        except TypstError:
            # PDF/UA-1, 7.21.8: no character may be set that no font has. Learners write emoji.
            if not (lacking := _lacking(text)):
                raise
            return _typeset(root, text.translate(lacking))


def _typeset(root: Path, content: str) -> bytes:
    import typst

    (root / "content.json").write_text(content, encoding="utf-8")
    # The same on every machine: the fonts are typst's own and what lies in the folder, and no clock is read.
    return _document(
        typst.compile(
            root / _LAYOUT,
            root=root,
            font_paths=[root / _FONTS],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0,
        )
    )


def _document(compiled: bytes | list[bytes] | None) -> bytes:
    """What typst gives where no file is named for it and its output is no pictures."""
    if not isinstance(compiled, bytes):
        raise TypeError(f"typst gave {type(compiled).__name__}")
    return compiled


def _lacking(text: str) -> dict[int, str]:
    """The characters that no font has, each with its name in brackets to stand for it."""
    import typst

    lacking = {}
    for character in sorted({character for character in text if ord(character) > 0xFF}):
        try:
            typst.compile(_PROBE, ignore_system_fonts=True, pdf_standards="ua-1", sys_inputs={"character": character})
        except typst.TypstError:
            lacking[ord(character)] = f"[{unicodedata.name(character, '?').lower()}]"
    return lacking
