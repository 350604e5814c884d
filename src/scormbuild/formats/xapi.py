"""xAPI packages for platforms that launch with an LRS: `tincan.xml` names the course and all it is made of."""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from scormbuild.compile.activities import activities, activity_iri
from scormbuild.compile.site import File, Site
from scormbuild.formats.manifest import manifest_file
from scormbuild.formats.player import ANYWHERE, with_statements

NAMESPACE = "http://projecttincan.com/tincan.xsd"

_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def write(site: Site) -> list[File]:
    """Every file of the package, `tincan.xml` first, at the zip's root."""
    return [manifest_file("tincan.xml", _tincan(site)), *with_statements(site, "xapi", ANYWHERE)]


def _tincan(site: Site) -> etree._Element:
    """A flat list of activities, of which the course alone has a launch."""
    course = site.course
    listed = []
    for key, activity in activities(*site.courses).items():
        definition = activity["definition"]
        texts = [
            element(text, lang=language)
            for name, element in (("name", _E.name), ("description", _E.description))
            for language, text in definition[name].items()
        ]
        launch = [_E.launch(site.scos[0].launch, lang=course.language)] if key == "" else []
        listed.append(_E.activity(*texts, *launch, id=activity_iri(course, key), type=definition["type"]))
    tincan: etree._Element = _E.tincan(_E.activities(*listed))
    return tincan
