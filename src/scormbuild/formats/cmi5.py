"""cmi5 packages: one AU, or one per module, each in a block of its own (cmi5 13, 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.activities import ACTIVITY_TYPES, activity_iri
from scormbuild.compile.site import File, Sco, Site, scos_of
from scormbuild.course.model import Course
from scormbuild.formats.manifest import manifest_file
from scormbuild.formats.player import ANYWHERE, with_statements

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"

_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def write(site: Site) -> list[File]:
    """Every file of the package, `cmi5.xml` first, at the zip's root (14.1)."""
    return [manifest_file("cmi5.xml", _structure(site)), *with_statements(site, "cmi5", ANYWHERE)]


def _structure(site: Site) -> etree._Element:
    course = site.course
    structure: etree._Element = _E.courseStructure(
        _E.course(
            *_named(site.said(lambda said: said.title), site.said(lambda said: said.summary or said.title)),
            id=activity_iri(course, ""),
        ),
        *_objectives(site),
        *_units(site),
    )
    return structure


def _units(site: Site) -> Iterator[etree._Element]:
    course = site.course
    is_whole = course.sco == "course"
    for spoken in zip(*map(scos_of, site.courses), strict=True):
        yield _unit(spoken, activity_iri(course, "au"), "course") if is_whole else _block(course, spoken)


def _block(course: Course, spoken: Sequence[Sco]) -> etree._Element:
    """A module and its unit; also where it is the only one yet, for identifiers are for ever."""
    modules = {sco.course.language: sco.course.modules[0] for sco in spoken}
    key = f"modules/{modules[course.language].id}"
    block: etree._Element = _E.block(
        *_named(
            {language: module.title for language, module in modules.items()},
            {language: module.summary or module.title for language, module in modules.items()},
        ),
        _unit(spoken, activity_iri(course, f"{key}/au"), "module"),
        id=activity_iri(course, key),
    )
    return block


def _unit(spoken: Sequence[Sco], identifier: str, kind: Literal["course", "module"]) -> etree._Element:
    """What is launched (13.1.4). Its title is the block's or the course's: reports show either alone."""
    sco = spoken[0]
    course = sco.course
    references = [_E.objective(idref=activity_iri(course, f"objectives/{each.id}")) for each in course.objectives]
    unit: etree._Element = _E.au(
        *_named(
            {each.course.language: each.title for each in spoken},
            {each.course.language: each.course.summary or each.title for each in spoken},
        ),
        *([_E.objectives(*references)] if references else []),
        _E.url(sco.launch),
        id=identifier,
        moveOn="CompletedAndPassed" if course.quiz_rule == "passed" else "Completed",
        launchMethod="AnyWindow",
        activityType=ACTIVITY_TYPES + kind,
    )
    marks = {course.pass_mark(quiz) for quiz in course.graded_quizzes()}
    if course.quiz_rule == "passed" and len(marks) == 1:
        # The platform gives it back at launch, and it overrules every quiz's own: so only where all have the same.
        unit.set("masteryScore", f"{marks.pop():.4g}")
    return unit


def _objectives(site: Site) -> Iterator[etree._Element]:
    course = site.course
    if course.objectives:
        listed = []
        for at, objective in enumerate(course.objectives):
            said = {each.language: each.objectives[at].text for each in site.courses}
            listed.append(_E.objective(*_named(said, said), id=activity_iri(course, f"objectives/{objective.id}")))
        yield _E.objectives(*listed)


def _named(titles: Mapping[str, str], descriptions: Mapping[str, str]) -> tuple[etree._Element, etree._Element]:
    """Texts by their languages."""
    return (
        _E.title(*(_E.langstring(text, lang=language) for language, text in titles.items())),
        _E.description(*(_E.langstring(text, lang=language) for language, text in descriptions.items())),
    )
