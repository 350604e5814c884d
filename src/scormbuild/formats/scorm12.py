"""SCORM 1.2 packages: a SCO or one per module, stable identifiers, LOM metadata (Content Aggregation Model 1.2).

Moodle compares names as literal strings: no prefix on the manifest's own elements, `adlcp:` on ADL's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.site import File, Sco, Site
from scormbuild.formats.manifest import manifest_file
from scormbuild.formats.player import with_scorm_player

IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LOM = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_XML = "http://www.w3.org/XML/1998/namespace"

_CP = ElementMaker(namespace=IMSCP, nsmap={None: IMSCP, "adlcp": ADLCP})
_ADL = ElementMaker(namespace=ADLCP, nsmap={"adlcp": ADLCP})
_MD = ElementMaker(namespace=LOM, nsmap={None: LOM})


def write(site: Site) -> list[File]:
    """Every file of the package, `imsmanifest.xml` first, at the zip's root (CAM 2.3.2)."""
    content = with_scorm_player(site, "scorm12")
    return [manifest_file("imsmanifest.xml", _manifest(site, content)), *content]


def _manifest(site: Site, content: list[File]) -> etree._Element:
    course = site.course
    organization = f"org-{course.id}"
    manifest: etree._Element = _CP.manifest(
        _CP.metadata(_CP.schema("ADL SCORM"), _CP.schemaversion("1.2"), _lom(site)),
        _CP.organizations(
            _CP.organization(_CP.title(course.title), *map(_item, site.scos), identifier=organization),
            default=organization,
        ),
        _CP.resources(*_resources(site, content)),
        identifier=f"course-{course.id}",
        version=course.version[:20],
    )
    return manifest


def _item(sco: Sco) -> etree._Element:
    """Attempts follow the item's identifier: it comes from the course's ids alone, in every version the same."""
    item: etree._Element = _CP.item(
        _CP.title(sco.title),
        identifier=f"item-{sco.id}",
        identifierref=f"sco-{sco.id}",
        isvisible="true",
    )
    if sco.course.quiz_alone_decides:
        # LMSFinish sets any status by raw against this, so it may only say what the player says itself.
        (quiz,) = sco.course.graded_quizzes()
        item.append(_ADL.masteryscore(f"{sco.course.pass_mark(quiz) * 100:.10g}"))
    return item


def _resources(site: Site, content: list[File]) -> Iterator[etree._Element]:
    """The SCOs; where there are several, each has its own document, and all depend on the rest of the files."""
    launches = [sco.launch for sco in site.scos]
    shared = [_CP.file(href=file.path) for file in content if file.path not in launches]
    several = len(launches) > 1
    assets = f"files-{site.course.id}"
    for sco in site.scos:
        rest = [_CP.dependency(identifierref=assets)] if several else shared
        launch = _CP.file(href=sco.launch)
        yield _typed("sco", _CP.resource(launch, *rest, identifier=f"sco-{sco.id}", type="webcontent", href=sco.launch))
    if several:
        yield _typed("asset", _CP.resource(*shared, identifier=assets, type="webcontent"))


def _typed(scorm_type: str, resource: etree._Element) -> etree._Element:
    resource.set(f"{{{ADLCP}}}scormtype", scorm_type)
    return resource


def _lom(site: Site) -> etree._Element:
    """What catalogues read: IMS Learning Resource Metadata 1.2.1, the elements that CAM 2.2.3 asks of a package."""
    course = site.course
    identifier = course.iri or course.id
    keywords = site.said_each(lambda course: course.keywords or [course.title])
    audience = site.said_each(lambda course: course.audience or [course.title])
    said = site.said
    general = _MD.general(
        _MD.title(*_texts(said(lambda course: course.title))),
        _MD.catalogentry(_MD.catalog("scormbuild"), _MD.entry(_text(course.language, identifier))),
        *(_MD.language(each.language) for each in site.courses),
        _MD.description(*_texts(said(lambda course: course.summary or course.title))),
        *(_MD.keyword(*_texts(words)) for words in keywords),
    )
    lom: etree._Element = _MD.lom(
        general,
        _MD.lifecycle(_MD.version(_text(course.language, course.version)), _MD.status(*_vocabulary("Final"))),
        _MD.metametadata(_MD.metadatascheme("ADL SCORM 1.2")),
        _MD.technical(_MD.format("text/html"), _MD.location(course.iri or site.scos[0].launch, type="URI")),
    )
    if course.minutes:
        hours, minutes = divmod(course.minutes, 60)
        lom.append(_MD.educational(_MD.typicallearningtime(_MD.datetime(f"{hours:02}:{minutes:02}:00"))))
    lom.append(_MD.rights(_MD.cost(*_vocabulary("no")), _MD.copyrightandotherrestrictions(*_vocabulary("no"))))
    lom.append(
        _MD.classification(
            _MD.purpose(*_vocabulary("Educational Objective")),
            _MD.description(*_texts(said(lambda course: course.objectives_line or course.title))),
            *(_MD.keyword(*_texts(words)) for words in audience),
        )
    )
    return lom


def _texts(said: Mapping[str, str]) -> Iterator[etree._Element]:
    """A text in each of its languages."""
    yield from (_text(language, text) for language, text in said.items())


def _text(language: str, text: str) -> etree._Element:
    element: etree._Element = _MD.langstring(text)
    element.set(f"{{{_XML}}}lang", language)
    return element


def _vocabulary(value: str) -> tuple[etree._Element, etree._Element]:
    source, word = _MD.langstring("LOMv1.0"), _MD.langstring(value)
    for element in (source, word):
        element.set(f"{{{_XML}}}lang", "x-none")
    return _MD.source(source), _MD.value(word)
