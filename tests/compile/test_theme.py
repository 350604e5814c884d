"""A theme's colours can be told apart, its mistakes are told at their line, and it takes what it lacks from another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.gallery import page_of, write_gallery
from lxml import html

from scormbuild.build import compile_folder
from scormbuild.compile.palette import contrast, poor_pairs
from scormbuild.compile.site import Site
from scormbuild.compile.theme import THEMES, load_theme, themes
from scormbuild.components import registry
from scormbuild.errors import Place, Problem
from tests.support import COURSE, write_course

OWN = COURSE.replace("title: Brannvern", "title: Brannvern\ntheme: ./tema")
THEME = "title: Vårt\nextends: standard\n"


def compiled(tmp_path: Path, theme: str = THEME, course: str = OWN, **files: str) -> tuple[Site, list[Problem]]:
    site, _, problems = compile_folder(write_course(tmp_path / "kurs", course, tema__theme_yaml=theme, **files))
    return site, problems


def content(site: Site, path: str) -> str:
    (file,) = (file for file in site.files if file.path == path)
    assert isinstance(file.content, bytes)
    return file.content.decode()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # From WCAG's own formula, by hand: 21 is its largest value; #767676 is the lightest grey that passes on white.
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("name", themes())
def test_our_own_themes_have_contrast_in_every_palette(name: str, tmp_path: Path) -> None:
    theme, problems = load_theme(name, tmp_path, "kurs", Place("kurs"))
    assert [problem.render() for problem in problems] == []
    assert set(theme.palettes()) == {"light", "dark", "contrast", "contrast-dark"}
    assert len({frozenset(palette) for palette in theme.palettes().values()}) == 1


def test_a_theme_has_its_say_in_what_the_facilitator_gets(tmp_path: Path) -> None:
    template = (
        '{% extends "standard/facilitator.html" %}{% block head %}<meta name="theme" content="tema">{% endblock %}'
    )
    folder = write_course(
        tmp_path / "kurs",
        OWN,
        tema__theme_yaml=THEME,
        tema__facilitator_css=".slide { text-transform: uppercase; }",
        tema__facilitator_html=template,
        tema__components__text__slides_html="<section class='slide'>Vårt: {{ part.markdown }}</section>",
    )
    site, _, problems = compile_folder(folder, ["facilitator"])
    assert problems == []
    document, style = (file.read().decode() for file in site.facilitator)
    assert '<meta name="theme" content="tema">' in document
    assert "Vårt: Se etter det **grønne** skiltet." in document
    assert ".slide{text-transform:uppercase" in style
    assert "#stage" in style
    secret = tmp_path / "hemmelig.css"
    secret.write_text(".hemmelig {}", "utf-8")
    (folder / "tema" / "facilitator.css").unlink()
    (folder / "tema" / "facilitator.css").symlink_to(secret)
    assert "hemmelig" not in compile_folder(folder, ["facilitator"])[0].facilitator[1].read().decode()


def test_a_mistake_in_a_template_of_the_facilitators_is_told(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", OWN, tema__theme_yaml=THEME, tema__facilitator_html="{{ nobody }}")
    (problem,) = compile_folder(folder, ["facilitator"])[2]
    assert (problem.code, problem.place.file) == ("bad-template", f"{folder.as_posix()}/tema/facilitator.html")


def test_poor_contrast_names_pair_palette_and_ratios(tmp_path: Path) -> None:
    theme = THEME + 'palettes:\n  light:\n    surface: "#ffffff"\n    ink-soft: "#777777"\n'
    _, problems = compiled(tmp_path, theme)
    told = [problem for problem in problems if "`surface` #ffffff" in problem.message and "`light`" in problem.message]
    (problem,) = (problem for problem in told if problem.message.startswith("`ink-soft` #777777"))
    assert (problem.code, problem.severity) == ("poor-contrast", "error")
    assert str(problem.place).endswith("tema/theme.yaml:6:15")
    assert "has a contrast of 4.48 in the palette `light`" in problem.message
    assert "4.5 at least" in problem.hint


def test_high_contrast_is_asked_more_of() -> None:
    palette = dict.fromkeys(
        ["ink", "ink-soft", "accent", "accent-strong", "right", "wrong", "note", "edge"], "#595959"
    ) | dict.fromkeys(
        ["paper", "surface", "accent-wash", "right-wash", "wrong-wash", "note-wash", "on-accent"], "#ffffff"
    )
    assert list(poor_pairs(palette, high=True)) == []  # 7.00 on white
    palette["ink"] = "#5a5a5a"
    assert {pair.colour for pair in poor_pairs(palette, high=True)} == {"ink"}
    assert list(poor_pairs(palette, high=False)) == []


@pytest.mark.parametrize(
    ("theme", "code", "line", "says"),
    [
        ('title: V\npalettes:\n  light: {acent: "#000000"}\n', "unknown-key", 3, 'did you mean "accent"'),
        ("title: V\npalettes:\n  light: {accent: grønn}\n", "bad-value", 3, "six digits"),
        ("title: V\ntokens: {radius: '1px; } body { display: none'}\n", "bad-value", 2, "one value of CSS"),
        ("title: V\nextends: standrad\n", "unknown-value", 2, 'did you mean "standard"'),
        ("title: V\nextends: ./tema\n", "unknown-value", 2, "extend `standard`"),
        ("title: V\nstyles: [borte.css]\n", "missing-file", 2, ""),
        ("title: V\nstyles: [../course.yaml]\n", "media-escape", 2, ""),
        ("title: V\nfarger: {}\n", "unknown-key", 2, ""),
        ("- V\n", "wrong-type", 1, "title"),
    ],
)
def test_mistake_in_a_theme_is_told_at_its_line(tmp_path: Path, theme: str, code: str, line: int, says: str) -> None:
    _, problems = compiled(tmp_path, theme)
    (problem,) = problems
    assert (problem.code, problem.place.line) == (code, line)
    assert problem.place.file.endswith("tema/theme.yaml")
    assert says in problem.hint


@pytest.mark.parametrize(("name", "hint"), [("standart", 'did you mean "standard"'), ("./borte", "tema/theme.yaml")])
def test_theme_that_is_not_there_is_told_where_the_course_names_it(tmp_path: Path, name: str, hint: str) -> None:
    _, (problem,) = compiled(tmp_path, course=OWN.replace("./tema", name))
    assert str(problem.place).endswith("course.yaml:3:8")
    assert hint in problem.hint


def test_theme_takes_what_it_lacks_from_the_one_that_it_extends(tmp_path: Path) -> None:
    head = '{% extends "standard/index.html" %}{% block head %}<meta name="vaart" content="ja">{% endblock %}'
    text = '<div class="text vaar" data-component="text">{{ part.markdown | markdown }}</div>'
    theme = THEME + 'styles: [eget.css]\ntokens: {radius: 0px}\npalettes:\n  light: {accent: "#1a237e"}\n'
    site, problems = compiled(
        tmp_path,
        theme,
        tema__eget_css=".text { color: var(--accent); }",
        tema__index_html=head,
        tema__components__text__template_html=text,
    )
    assert problems == []
    style, document = content(site, "style.css"), content(site, "index.html")
    assert "--radius:0px;" in style
    assert style.index("--accent:#1a237e;") > 0
    assert "--paper:#faf8f3;" in style
    assert style.rindex(".text{color:var(--accent)}") > style.rindex(".option")
    assert '<meta name="vaart" content="ja">' in document
    assert 'class="text vaar"' in document
    assert 'id="menu-button"' in document


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ('{{ "".__class__.__mro__[1].__subclasses__() }}', 0),  # a template is no way into the program
        ("{{ corse.title }}", 0),
        ("{% if %}", 1),
        ('{% extends "standart/index.html" %}', 0),
    ],
)
def test_fault_in_a_template_of_the_course_is_told(tmp_path: Path, template: str, line: int) -> None:
    _, (problem,) = compiled(tmp_path, tema__index_html=template)
    assert (problem.code, problem.place.line) == ("bad-template", line)
    assert problem.place.file.endswith("kurs/tema/index.html")


def test_a_course_brings_the_sheets_that_its_components_share_and_no_others(tmp_path: Path) -> None:
    site, _ = compiled(tmp_path)
    assert ".worksheet-title" not in content(site, "style.css")
    gallery, _, _ = compile_folder(write_gallery(tmp_path / "galleri"))
    assert ".worksheet-title" in content(gallery, "style.css")


@pytest.mark.parametrize(
    ("at", "said", "rule"),
    [
        ("modules:", "glossary: [{term: alarm, definition: Den piper.}]\nmodules:", "button.term:hover"),
        ("modules:", "certificate: true\nmodules:", ".certificate-note"),
        ("        body:", "        activity: {participants: 2–5}\n        body:", ".activity-steps"),
        ("        body:", "        body:\n          - reflection: {id: tanker, prompt: Hva nå?}", ".booklet-said"),
    ],
)
def test_sheets_that_only_some_courses_need_come_in_those(tmp_path: Path, at: str, said: str, rule: str) -> None:
    needing, _ = compiled(tmp_path / "needing", course=OWN.replace(at, said))
    other, _ = compiled(tmp_path / "other")
    assert rule in content(needing, "style.css")
    assert rule not in content(other, "style.css")


@pytest.mark.parametrize("group", ["@container (min-width: 9rem)", "@layer vaart", "@media print"])
def test_minifying_keeps_what_a_space_says(tmp_path: Path, group: str) -> None:
    sheet = f"{group} {{ .a:not(.b) :is(th, td) {{ color: red }} }}\n@layer a, b;\n.c :hover {{ color: blue }}"
    site, _ = compiled(tmp_path, THEME + "styles: [eget.css]\n", tema__eget_css=sheet)
    style = content(site, "style.css")
    assert ".a:not(.b) :is(th,td){color:red}}@layer a,b;.c :hover{color:blue}" in style
    assert group.split("(", maxsplit=1)[0].strip() in style
    assert "@media @" not in style


def test_every_component_names_the_sheets_of_its_classes(tmp_path: Path) -> None:
    gallery, _, _ = compile_folder(write_gallery(tmp_path / "galleri"))
    document = html.document_fromstring(content(gallery, "index.html"))
    for sheet in {sheet for component in registry().values() for sheet in component.sheets}:
        rules = re.sub(r"/\*.*?\*/", "", (THEMES / "standard" / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
        selectors = [each for group in re.findall(r"([^{}]+)\{", rules) for each in re.split(r",(?![^(]*\))", group)]
        styled = [set(re.findall(r"\.([a-z][a-z-]*)", selector)) for selector in selectors]
        for name, component in registry().items():
            (page,) = (
                template for template in document.iter("template") if template.get("id") == f"page-{page_of(name)}"
            )
            drawn = {each for element in page.iter() for each in (element.get("class") or "").split()}
            needed = [classes for classes in styled if classes and classes <= drawn]
            assert (sheet in component.sheets) == bool(needed), (name, sheet, needed)
