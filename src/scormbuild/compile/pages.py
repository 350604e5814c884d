"""Course to Site: every page rendered into the one document that a platform launches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from scormbuild.compile.captions import paragraphs
from scormbuild.compile.media import Media
from scormbuild.compile.site import (
    BOOKLET,
    CERTIFICATE,
    LANGUAGES,
    SCRIPT,
    WORD,
    File,
    Sco,
    Site,
    Spoken,
    language_file,
    scos_of,
)
from scormbuild.compile.theme import load_theme
from scormbuild.compile.tracking import PROOF_FILE, has_booklet, proof_content, tracking_plan, wording_plan
from scormbuild.components.base import Component
from scormbuild.components.worksheet import is_worksheet
from scormbuild.course.glossary import Glossary
from scormbuild.course.lock import Lock
from scormbuild.course.markdown import Fault, MarkdownRenderer
from scormbuild.course.model import Course, Module, Page
from scormbuild.course.part import Part
from scormbuild.errors import Place, Problem
from scormbuild.facilitator.slides import PresentedPage, facilitator_texts, portions
from scormbuild.texts import REVIEW, file_size, interface_texts
from scormbuild.translation.versions import Version

POLICY = Markup(  # it stands in double quotes, and has none
    "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What a page may load: the package's own files. Drawings may hold small pictures as data."""

Progress = Callable[[int, int], None]
"""Told how many pages are done, and of how many."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as the shell's template sees it."""

    id: str
    title: str
    lead: str | None
    facts: tuple[str, ...]
    """Where in its module it stands, how long it takes, which roles it is for."""
    activity: Markup
    module: Module
    module_number: int
    html: Markup


@dataclass(frozen=True, slots=True)
class RenderedTerm:
    """A term of the glossary with its definition."""

    id: str
    term: str
    definition: Markup


def compile_course(
    versions: Sequence[Version],
    lock: Lock,
    primers: Sequence[str],
    folder: Path,
    display: str,
    progress: Progress = lambda done, of: None,
    *,
    is_presented: bool = False,
) -> tuple[Site, list[Problem]]:
    """The course as a site, and what was found wrong with its texts and media on the way.

    `versions` are the course in each of its languages, its own first. The site's courses have no notes for the
    facilitator: no format can give learners what it doesn't have. With `is_presented` the facilitator's documents are
    made as well.
    """
    course = versions[0].course.without_notes()
    count = sum(1 for _ in course.pages()) * len(versions)
    done = 0

    def page_done() -> None:
        nonlocal done
        done += 1
        progress(done, count)

    renderers = [_Renderer(version, folder, display, versions, page_done) for version in versions]
    rendered = [[*renderer.scos()] for renderer in renderers]
    notes = [renderer.notes() for renderer in renderers]
    own, scos = renderers[0], scos_of(course)
    plans = [for_script(tracking_plan(sco, lock, primers)) for sco in scos]
    launched = [
        File(each.sco.launch, own.document(each, plan).encode()) for each, plan in zip(rendered[0], plans, strict=True)
    ]
    spoken = [
        Spoken(
            renderer.for_learners,
            {each.sco.launch: renderer.document(each, for_script(wording_plan(each.sco))).encode() for each in parts},
        )
        for renderer, parts in zip(renderers, rendered, strict=True)
    ]
    # Any component may hold prose, which looks as that of the component `text`.
    used = {"text", *(component.name for component in _all_components(course))}
    media = {file.path: file for renderer in renderers for file in renderer.media.files()}
    site_files = (
        *launched,
        File("style.css", own.theme.style(used, course).encode()),
        File(PROOF_FILE, proof_content(course, lock).encode()),
        *(media[path] for path in sorted(media)),
    )
    facilitator = _facilitator(renderers, notes) if is_presented else ()
    problems = [problem for renderer in renderers for problem in (*renderer.problems, *renderer.media.problems)]
    problems += _unreviewed(course)
    # A term is rendered in every SCO, a picture in every language: what is wrong with it is said once.
    problems = list(dict.fromkeys(problems))
    several = tuple(spoken) if len(spoken) > 1 else ()
    site = Site(course, lock, site_files, scos, tuple(primers), str(POLICY), spoken=several, facilitator=facilitator)
    return site, problems


def _facilitator(renderers: Sequence[_Renderer], notes: Sequence[Mapping[str, Markup]]) -> tuple[File, ...]:
    """The facilitator's documents, one in each language, and the style sheet that they share."""
    own = renderers[0]
    names = {
        renderer.course.language: "index.html" if renderer is own else f"index-{renderer.course.language}.html"
        for renderer in renderers
    }
    documents = [renderer.facilitator(noted, names) for renderer, noted in zip(renderers, notes, strict=True)]
    return (
        *(File(name, html.encode()) for name, html in zip(names.values(), documents, strict=True)),
        File("style.css", own.theme.facilitator_style().encode()),
    )


def _unreviewed(course: Course) -> Iterator[Problem]:
    hint = "let a speaker read the course's interface, and tell us what to mend; until then, check it yourself"
    for language in (course.language, *course.languages):
        if review := interface_texts(language)[REVIEW]:
            key = "language" if language == course.language else "languages"
            yield course.problem("unreviewed-texts", review, hint, key=key, severity="warning")


def _names(languages: Iterable[str]) -> dict[str, str]:
    """What languages call themselves."""
    return {language: interface_texts(language)["language.name"] for language in languages}


def for_script(value: object) -> Markup:
    """JSON that can stand in a script element: what could end it early is written as escapes."""
    return htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"))


def _all_components(course: Course) -> Iterator[Component]:
    for component in course.components():
        yield component
        yield from component.all_questions()


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A SCO with its pages and the glossary as HTML. `following` is the title of the SCO that comes next."""

    sco: Sco
    pages: list[RenderedPage]
    terms: list[RenderedTerm]
    following: str | None


class _Renderer:
    """Renders components with their templates, knowing which one is at hand when a text has a fault."""

    def __init__(
        self, version: Version, folder: Path, display: str, versions: Sequence[Version], page_done: Callable[[], None]
    ) -> None:
        course = version.course
        is_own = version is versions[0]
        self.places, self.page_done = version.places, page_done
        self.languages = _names(version.course.language for version in versions) if len(versions) > 1 else {}
        self.media = Media(folder, display, "" if is_own else course.language)
        self.glossary = Glossary(course.glossary)
        self.texts = interface_texts(course.language)
        self.module_of = {page.id: module for module in course.modules for page in module.pages}
        self.markdown = MarkdownRenderer(self.module_of, self.glossary, self._report)
        self.course, self.for_learners, self.display = course, course.without_notes(), display
        self.theme, self.problems = load_theme(course.theme, folder, display, course.place_of("theme"))
        self.environment = self.theme.environment()
        self.slide_templates = {name for name in self.environment.list_templates() if name.endswith("/slides.html")}
        self._part: Part | None = None
        filters: dict[str, Any] = {
            "markdown": self.markdown.block,
            "inline": self.markdown.inline,
            "label": self.markdown.label,
            "cues_json": lambda cues: json.dumps([[cue.start, cue.end, cue.text] for cue in cues], ensure_ascii=False),
            "portions": portions,
            "file_size": lambda size: file_size(size, self.texts),
        }
        self.environment.filters.update(filters)
        self.environment.globals.update(
            media=self.media.picture,
            asset=self.media.asset,
            captions=self.media.captions,
            transcript=paragraphs,
            render=self.component,
            named={identifier: component for component, identifier in course.named()},
            glossary_terms=self.terms,
            texts=self.texts,
        )

    def scos(self) -> Iterator[_Rendered]:
        """Every SCO of the course."""
        scos = scos_of(self.for_learners)
        for sco, following in zip_longest(scos, scos[1:]):
            self.enter(sco.course)
            yield _Rendered(sco, [*self.pages(sco.course)], self.terms(), following.title if following else None)

    def document(self, rendered: _Rendered, plan: Markup) -> Markup:
        """The document of a SCO, with what the player has to know."""
        sco = rendered.sco
        return self.fill(
            "index.html",
            course=sco.course,
            pages=rendered.pages,
            terms=rendered.terms,
            following=rendered.following,
            plan_json=plan,
            texts_json=for_script(self.texts),
            texts=self.texts,
            script=SCRIPT,
            booklet=BOOKLET if has_booklet(sco.course) else None,
            word=WORD,
            certificate=CERTIFICATE,
            languages=self.languages,
            switch=LANGUAGES,
            language_files={language: language_file(sco.launch, language) for language in self.languages},
            launch=sco.launch,
            policy=POLICY,
            style="style.css",
        )

    def fill(self, template: str, **values: object) -> Markup:
        """A template's HTML. A fault in a template that the course brings is the author's, one in ours is a bug."""
        try:
            html = self.environment.get_template(template).render(**values)
        except TemplateError as error:
            if self.theme.is_ours:
                raise
            line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
            hint = "compare it with the template that it replaces, in the theme that yours extends"
            place = Place(f"{self.display}/{self.course.theme.removeprefix('./')}/{template}", line)
            self.problems.append(Problem(place, "bad-template", f"the template can't be used: {error.message}", hint))
            return Markup("")
        return Markup(html)  # noqa: S704 rendered with autoescape

    def enter(self, sco: Course) -> None:
        """From here on what is rendered stands in this SCO: no link leads out of it, platforms alone do."""
        reached = {page.id for page in sco.pages()}
        self.markdown.elsewhere = {
            page: self.texts["link.elsewhere"].format(module=module.title)
            for page, module in self.module_of.items()
            if page not in reached
        }

    def pages(self, sco: Course) -> Iterator[RenderedPage]:
        """Every page of a SCO."""
        for number, module in enumerate(sco.modules, 1):
            for position, page in enumerate(module.pages, 1):
                yield RenderedPage(
                    page.id,
                    page.title,
                    page.lead,
                    tuple(self.facts(sco, module, page, position)),
                    self.activity(page),
                    module,
                    number,
                    self.page(page),
                )
                self.page_done()

    def facts(self, sco: Course, module: Module, page: Page, position: int) -> Iterator[str]:
        """What stands above a page's title, beside the module's."""
        if not sco.roles:
            # Which page of how many differs from role to role.
            yield self.texts["page.place"].format(position=position, pages=len(module.pages))
        if page.minutes is not None:
            key = "page.minutes.one" if page.minutes == 1 else "page.minutes.other"
            yield self.texts[key].format(count=page.minutes)
        if roles := sco.roles_of(module, page):
            yield self.texts["role.for"].format(roles=", ".join(role.title for role in roles))

    def page(self, page: Page) -> Markup:
        """The page's body. Each part is HTML from a template that escapes."""
        return Markup("\n").join(self.component(component) for component in page.body)

    def activity(self, page: Page) -> Markup:
        """The facts of a page's activity."""
        if page.activity is None:
            return Markup("")
        outer, self._part = self._part, page.activity
        html = self.fill("activity.html", activity=page.activity, page=page)
        self._part = outer
        return html.strip()

    def component(self, component: Component) -> Markup:
        """One component's HTML."""
        self.media.collect(component)
        self.problems += component.picture_problems(self.media.size_of)
        outer, self._part = self._part, component
        html = self.fill(f"components/{component.name}/template.html", part=component)
        self._part = outer
        return html.strip()

    def notes(self) -> dict[str, Markup]:
        """The facilitator's notes by the ids of their pages and modules, which learners don't get."""
        self.enter(self.course)
        parts: list[Module | Page] = [*self.course.modules, *self.course.pages()]
        return {part.id: self._notes(part) for part in parts}

    def facilitator(self, notes: Mapping[str, Markup], documents: Mapping[str, str]) -> Markup:
        """The facilitator's document: what the room sees of each page, and the notes on it.

        `documents` are the names of such documents by their languages.
        """
        self.enter(self.course)
        # All else has been rendered for learners, with everything that is wrong with it.
        self.markdown.report = lambda text, fault: None
        return self.fill(
            "facilitator.html",
            course=self.course,
            pages=[
                PresentedPage(
                    page,
                    module,
                    Markup("\n").join(map(self._slides, page.body)),
                    notes[page.id],
                    notes[module.id] if page is module.pages[0] else Markup(""),
                )
                for module in self.course.modules
                for page in module.pages
            ],
            say=facilitator_texts(self.course.language),
            languages=self.languages,
            documents=documents,
            policy=POLICY,
        )

    def _slides(self, component: Component) -> Markup:
        """What is shown of a component to a whole room: by a template of its own, and of any sheet what it is for."""
        own = f"components/{component.name}/slides.html"
        if own in self.slide_templates:
            template = own
        elif is_worksheet(component):
            template = "worksheet-slide.html"
        else:
            return Markup("")
        return self.fill(template, part=component).strip()

    def _notes(self, part: Module | Page) -> Markup:
        if part.facilitator is None:
            return Markup("")
        outer, self._part = self._part, part
        html = self.markdown.block(part.facilitator, pressable=False)
        self._part = outer
        return html

    def terms(self) -> list[RenderedTerm]:
        """The glossary, in the alphabet's order."""
        rendered = []
        outer = self._part
        for term in self.glossary.terms:
            self._part = term
            rendered.append(RenderedTerm(term.id, term.term, self.markdown.label(term.definition)))
        self._part = outer
        return rendered

    def _report(self, text: str, fault: Fault) -> None:
        place = self.places.get(text)
        if place is None:
            place = self._part.place_in_text(text, fault.line, fault.needle) if self._part is not None else Place("")
        self.problems.append(Problem(place, fault.code, fault.message, fault.hint))
