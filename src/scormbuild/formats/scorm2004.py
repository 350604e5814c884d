"""SCORM 2004 packages, 3rd and 4th Edition: one SCO, the least sequencing that opens it, LOM metadata.

Moodle opens no second SCO of a session, so there is one whatever the course says. It compares names as literal
strings: no prefix on the manifest's own elements, `adlcp:`, `adlnav:` and `imsss:` on the others'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.site import File, Sco, Site
from scormbuild.formats.manifest import manifest_file
from scormbuild.formats.player import with_scorm_player

IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
LOM = "http://ltsc.ieee.org/xsd/LOM"

_CP = ElementMaker(namespace=IMSCP, nsmap={None: IMSCP, "adlcp": ADLCP, "adlnav": ADLNAV, "imsss": IMSSS})
_ADL = ElementMaker(namespace=ADLCP, nsmap={"adlcp": ADLCP})
_NAV = ElementMaker(namespace=ADLNAV, nsmap={"adlnav": ADLNAV})
_SS = ElementMaker(namespace=IMSSS, nsmap={"imsss": IMSSS})
_MD = ElementMaker(namespace=LOM, nsmap={None: LOM})

HIDDEN = ("previous", "continue", "abandon", "abandonAll")
"""Buttons of the platform's that a package of one SCO has no use for: two lead nowhere, two throw the session away."""


@dataclass(frozen=True, slots=True)
class _Edition:
    schemaversion: str
    measures_completion: bool
    """Whether the manifest can say that completion goes by the measure of progress, as an attribute (4th CAM 3.4)."""


_THIRD = _Edition("2004 3rd Edition", measures_completion=False)
_FOURTH = _Edition("2004 4th Edition", measures_completion=True)


def write_third(site: Site) -> list[File]:
    """Every file of a package of the 3rd Edition."""
    return _write(site, _THIRD)


def write_fourth(site: Site) -> list[File]:
    """Every file of a package of the 4th Edition."""
    return _write(site, _FOURTH)


def _write(site: Site, edition: _Edition) -> list[File]:
    """Every file of the package, `imsmanifest.xml` first, at the zip's root (CAM 3.3)."""
    content = with_scorm_player(site, "scorm2004")
    return [manifest_file("imsmanifest.xml", _manifest(site, edition, content)), *content]


def _manifest(site: Site, edition: _Edition, content: Iterable[File]) -> etree._Element:
    course = site.course
    (sco,) = site.scos
    organization = f"org-{course.id}"
    resource = _CP.resource(
        *(_CP.file(href=file.path) for file in content), identifier=f"sco-{sco.id}", type="webcontent", href=sco.launch
    )
    resource.set(f"{{{ADLCP}}}scormType", "sco")
    manifest: etree._Element = _CP.manifest(
        _CP.metadata(_CP.schema("ADL SCORM"), _CP.schemaversion(edition.schemaversion), _lom(site)),
        _CP.organizations(
            _CP.organization(
                _CP.title(course.title),
                _item(sco, edition),
                # Flow lets the platform begin with the SCO, choice lets the learner.
                _SS.sequencing(_SS.controlMode(choice="true", flow="true")),
                identifier=organization,
            ),
            default=organization,
        ),
        _CP.resources(resource),
        identifier=f"course-{course.id}",
        version=course.version[:20],
    )
    return manifest


def _item(sco: Sco, edition: _Edition) -> etree._Element:
    """Attempts follow the item's identifier: it comes from the course's id alone, in every version the same."""
    item: etree._Element = _CP.item(
        _CP.title(sco.title), identifier=f"item-{sco.id}", identifierref=f"sco-{sco.id}", isvisible="true"
    )
    if edition.measures_completion:
        item.append(_ADL.completionThreshold(completedByMeasure="true", minProgressMeasure="1.0"))
    sequencing = _SS.sequencing()
    if sco.course.quiz_alone_decides:
        # Platforms set the success by the score against this, so it may only say what the player says itself.
        (quiz,) = sco.course.graded_quizzes()
        measure = _SS.minNormalizedMeasure(f"{sco.course.pass_mark(quiz):.4f}".rstrip("0").rstrip("."))
        sequencing.append(_SS.objectives(_SS.primaryObjective(measure, satisfiedByMeasure="true")))
    # Without these, platforms take a session that ended without a word for one that was completed and passed.
    sequencing.append(_SS.deliveryControls(completionSetByContent="true", objectiveSetByContent="true"))
    item.append(sequencing)
    item.append(_NAV.presentation(_NAV.navigationInterface(*map(_NAV.hideLMSUI, HIDDEN))))
    return item


def _lom(site: Site) -> etree._Element:
    """What catalogues read: IEEE 1484.12.3, the elements that CAM 4.5 asks of a package."""
    course, said = site.course, site.said
    identifier = course.iri or course.id
    keywords = site.said_each(lambda course: course.keywords or [course.title])
    audience = site.said_each(lambda course: course.audience or [course.title])
    lom: etree._Element = _MD.lom(
        _MD.general(
            _MD.identifier(_MD.catalog("URI" if course.iri else "scormbuild"), _MD.entry(identifier)),
            _MD.title(*_texts(said(lambda course: course.title))),
            *(_MD.language(each.language) for each in site.courses),
            _MD.description(*_texts(said(lambda course: course.summary or course.title))),
            *(_MD.keyword(*_texts(words)) for words in keywords),
        ),
        _MD.lifeCycle(_MD.version(_text(course.language, course.version)), _MD.status(*_vocabulary("final"))),
        _MD.metaMetadata(_MD.metadataSchema("LOMv1.0"), _MD.metadataSchema("ADLv1.0")),
        _MD.technical(_MD.format("text/html"), *([_MD.location(course.iri)] if course.iri else [])),
    )
    if course.minutes:
        hours, minutes = divmod(course.minutes, 60)
        lom.append(_MD.educational(_MD.typicalLearningTime(_MD.duration(f"PT{hours}H{minutes}M"))))
    lom.append(_MD.rights(_MD.cost(*_vocabulary("no")), _MD.copyrightAndOtherRestrictions(*_vocabulary("no"))))
    lom.append(
        _MD.classification(
            _MD.purpose(*_vocabulary("educational objective")),
            _MD.description(*_texts(said(lambda course: course.objectives_line or course.title))),
            *(_MD.keyword(*_texts(words)) for words in audience),
        )
    )
    return lom


def _texts(said: Mapping[str, str]) -> Iterator[etree._Element]:
    """A text in each of its languages."""
    yield from (_text(language, text) for language, text in said.items())


def _text(language: str, text: str) -> etree._Element:
    element: etree._Element = _MD.string(text, language=language)
    return element


def _vocabulary(value: str) -> tuple[etree._Element, etree._Element]:
    return _MD.source("LOMv1.0"), _MD.value(value)
