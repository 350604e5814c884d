"""SCORM 1.2 packages: one SCO, a manifest with stable identifiers and LOM metadata (Content Aggregation Model 1.2).

Moodle compares names as literal strings: no prefix on the manifest's own elements, `adlcp:` on ADL's.
"""

from __future__ import annotations

from importlib.resources import files

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.site import File, Site
from scormbuild.course.model import Course

IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LOM = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_XML = "http://www.w3.org/XML/1998/namespace"

_CP = ElementMaker(namespace=IMSCP, nsmap={None: IMSCP, "adlcp": ADLCP})
_ADL = ElementMaker(namespace=ADLCP, nsmap={"adlcp": ADLCP})
_MD = ElementMaker(namespace=LOM, nsmap={None: LOM})


def write(site: Site) -> list[File]:
    """Every file of the package, `imsmanifest.xml` first, at the zip's root (CAM 2.3.2)."""
    player = (files("scormbuild") / "static" / "scorm12.js").read_bytes()
    content = sorted([*site.files, File(site.script, player)], key=lambda file: file.path)
    manifest = etree.tostring(_manifest(site, content), encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return [File("imsmanifest.xml", manifest), *content]


def _manifest(site: Site, content: list[File]) -> etree._Element:
    course = site.course
    # Attempts follow the item's identifier: it comes from the course's id alone, in every version the same.
    item = _CP.item(
        _CP.title(course.title),
        identifier=f"item-{course.id}",
        identifierref=f"sco-{course.id}",
        isvisible="true",
    )
    if course.quiz_alone_decides:
        # LMSFinish sets any status by raw against this, so it may only say what the player says itself.
        (quiz,) = course.graded_quizzes()
        item.append(_ADL.masteryscore(f"{course.pass_mark(quiz) * 100:.10g}"))
    resource = _CP.resource(
        *(_CP.file(href=file.path) for file in content),
        identifier=f"sco-{course.id}",
        type="webcontent",
        href=site.launch,
    )
    resource.set(f"{{{ADLCP}}}scormtype", "sco")
    organization = f"org-{course.id}"
    manifest: etree._Element = _CP.manifest(
        _CP.metadata(_CP.schema("ADL SCORM"), _CP.schemaversion("1.2"), _lom(course)),
        _CP.organizations(
            _CP.organization(_CP.title(course.title), item, identifier=organization), default=organization
        ),
        _CP.resources(resource),
        identifier=f"course-{course.id}",
        version=course.version[:20],
    )
    return manifest


def _lom(course: Course) -> etree._Element:
    """What catalogues read: IMS Learning Resource Metadata 1.2.1, the elements that CAM 2.2.3 asks of a package."""
    identifier = course.iri or course.id
    general = _MD.general(
        _MD.title(_text(course, course.title)),
        _MD.catalogentry(_MD.catalog("scormbuild"), _MD.entry(_text(course, identifier))),
        _MD.language(course.language),
        _MD.description(_text(course, course.summary or course.title)),
        *(_MD.keyword(_text(course, word)) for word in course.keywords or [course.title]),
    )
    lom: etree._Element = _MD.lom(
        general,
        _MD.lifecycle(_MD.version(_text(course, course.version)), _MD.status(*_vocabulary("Final"))),
        _MD.metametadata(_MD.metadatascheme("ADL SCORM 1.2")),
        _MD.technical(_MD.format("text/html"), _MD.location(course.iri or "index.html", type="URI")),
    )
    if course.minutes:
        hours, minutes = divmod(course.minutes, 60)
        lom.append(_MD.educational(_MD.typicallearningtime(_MD.datetime(f"{hours:02}:{minutes:02}:00"))))
    lom.append(_MD.rights(_MD.cost(*_vocabulary("no")), _MD.copyrightandotherrestrictions(*_vocabulary("no"))))
    lom.append(
        _MD.classification(
            _MD.purpose(*_vocabulary("Educational Objective")),
            _MD.description(
                _text(course, "; ".join(objective.text for objective in course.objectives) or course.title)
            ),
            *(_MD.keyword(_text(course, word)) for word in course.audience or [course.title]),
        )
    )
    return lom


def _text(course: Course, text: str) -> etree._Element:
    element: etree._Element = _MD.langstring(text)
    element.set(f"{{{_XML}}}lang", course.language)
    return element


def _vocabulary(value: str) -> tuple[etree._Element, etree._Element]:
    source, word = _MD.langstring("LOMv1.0"), _MD.langstring(value)
    for element in (source, word):
        element.set(f"{{{_XML}}}lang", "x-none")
    return _MD.source(source), _MD.value(word)
