"""cmi5 packages: one AU, or one per module, each in a block of its own (cmi5 13, 14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.activities import ACTIVITY_TYPES, activity_iri
from scormbuild.compile.site import File, Sco, Site
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
        _E.course(*_named(course, course.title, course.summary), id=activity_iri(course, "")),
        *_objectives(course),
        *_units(site),
    )
    return structure


def _units(site: Site) -> Iterator[etree._Element]:
    course = site.course
    for sco in site.scos:
        yield _block(course, sco) if course.sco == "per-module" else _unit(sco, activity_iri(course, "au"), "course")


def _block(course: Course, sco: Sco) -> etree._Element:
    """A module and its unit; also where it is the only one yet, for identifiers are for ever."""
    (module,) = sco.course.modules
    key = f"modules/{module.id}"
    block: etree._Element = _E.block(
        *_named(course, module.title, module.summary),
        _unit(sco, activity_iri(course, f"{key}/au"), "module"),
        id=activity_iri(course, key),
    )
    return block


def _unit(sco: Sco, identifier: str, kind: Literal["course", "module"]) -> etree._Element:
    """What is launched (13.1.4). Its title is the block's or the course's: reports show either alone."""
    course = sco.course
    references = [_E.objective(idref=activity_iri(course, f"objectives/{each.id}")) for each in course.objectives]
    unit: etree._Element = _E.au(
        *_named(course, sco.title, course.summary),
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


def _objectives(course: Course) -> Iterator[etree._Element]:
    if course.objectives:
        yield _E.objectives(
            *(
                _E.objective(
                    *_named(course, objective.text, None), id=activity_iri(course, f"objectives/{objective.id}")
                )
                for objective in course.objectives
            )
        )


def _named(course: Course, title: str, description: str | None) -> tuple[etree._Element, etree._Element]:
    return (
        _E.title(_E.langstring(title, lang=course.language)),
        _E.description(_E.langstring(description or title, lang=course.language)),
    )
