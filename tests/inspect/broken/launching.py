"""Manifests that say something wrong of the course."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.broken.archive import elsewhere
from tests.inspect.broken.manifest import changed, changed_2004, changed_cmi5
from tests.inspect.packages import (
    DESCRIPTOR_TINCAN,
    MANIFEST_12,
    MANIFEST_2004,
    Files,
    edited,
    scorm12,
    scorm2004,
    tincan,
    without,
)

SECOND: Final = """      <item identifier="item-aid" identifierref="sco-fire"><title>First aid</title></item>
    </organization>"""


def prefixed() -> Files:
    text = (
        MANIFEST_12.replace('xmlns="', 'xmlns:cp="')
        .replace("</", "</cp:")
        .replace("<", "<cp:")
        .replace("<cp:/cp:", "</cp:")
    )
    return scorm12(text.replace("<cp:?xml", "<?xml").replace("cp:adlcp:", "adlcp:"))


def second_sco() -> Files:
    second = SECOND.replace("sco-fire", "sco-aid").replace("    </organization>", "")
    text = MANIFEST_2004.replace(
        "      <imsss:sequencing>\n        <imsss:controlMode", second + "<imsss:sequencing><imsss:controlMode"
    )
    resource = (
        '<resource identifier="sco-aid" type="webcontent" adlcp:scormType="sco" href="aid.html">'
        '<file href="aid.html"/></resource></resources>'
    )
    files = scorm2004(text.replace("</resources>", resource))
    return {**files, "aid.html": files["index.html"]}


def renamed(old: str, new: str) -> Files:
    """A package with one file called otherwise than its manifest and pages say."""
    files = scorm12()
    return {**without(files, old), new: files[old]}


BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    "schemaversion-unknown": lambda: changed(">1.2<", "> 1.2 <"),
    "schemaversion-missing": lambda: changed("    <schemaversion>1.2</schemaversion>\n", ""),
    "edition-mixed": lambda: changed(
        "http://www.adlnet.org/xsd/adlcp_rootv1p2", "http://www.adlnet.org/xsd/adlcp_v1p3"
    ),
    "manifest-prefix": prefixed,
    "adl-prefix": lambda: scorm12(MANIFEST_12.replace("adlcp:", "adl:").replace("xmlns:adlcp", "xmlns:adl")),
    "duplicate-identifier": lambda: changed("    </organization>", SECOND.replace("item-aid", "item-fire")),
    "unresolved-reference": lambda: changed('identifierref="sco-fire"', 'identifierref="sco-first-aid"'),
    "default-organization": lambda: changed('default="org-fire"', 'default="org-first-aid"'),
    "nothing-to-launch": lambda: changed(' identifierref="sco-fire"', ""),
    "title-missing": lambda: changed("        <title>Fire safety</title>\n        <adl", "        <adl"),
    "identifier-too-long": lambda: changed("item-fire", "item-" + "fire" * 70),
    "title-too-long": lambda: changed_2004("<title>Fire safety", "<title>" + "Fire safety " * 25),
    "character-reference": lambda: changed("<title>Fire safety", "<title>Brannv&#230;rn"),
    "title-cdata": lambda: changed("<title>Fire safety</title>", "<title><![CDATA[Fire & safety]]></title>"),
    "scorm-type-missing": lambda: changed(' adlcp:scormtype="sco"', ""),
    "no-sco": lambda: changed('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"'),
    "several-scos-2004": second_sco,
    "all-items-hidden": lambda: changed('isvisible="true"', 'isvisible="false"'),
    "no-way-in": lambda: changed_2004('choice="true" flow="true"', 'choice="false" flow="false"'),
    "mastery-score": lambda: changed(">80<", ">80 %<"),
    "max-time-allowed": lambda: changed(
        "<adlcp:masteryscore>", "<adlcp:maxtimeallowed>PT1H</adlcp:maxtimeallowed><adlcp:masteryscore>"
    ),
    "prerequisites-unknown": lambda: changed(
        "<adlcp:masteryscore>",
        '<adlcp:prerequisites type="aicc_script">item-aid</adlcp:prerequisites><adlcp:masteryscore>',
    ),
    "sub-manifest": lambda: changed(
        "</manifest>", '<manifest identifier="inner"><organizations/><resources/></manifest></manifest>'
    ),
    "not-an-iri": lambda: changed_cmi5("https://example.org/fire-safety/au", "fire-safety/au"),
    "reserved-parameter": lambda: changed_cmi5("<url>index.html", "<url>index.html?registration=1"),
    "launch-missing": lambda: changed(
        'adlcp:scormtype="sco" href="index.html"', 'adlcp:scormtype="sco" href="start.html"'
    ),
    "launch-elsewhere": lambda: changed(
        'adlcp:scormtype="sco" href="', 'adlcp:scormtype="sco" href="https://example.org/'
    ),
    "launch-by-reference": lambda: changed_cmi5("<url>index.html", "<url>https://example.org/fire/index.html"),
    "launch-plugin": lambda: {
        **without(edited(scorm12(), "imsmanifest.xml", '"index.html"', '"course.swf"'), "index.html"),
        "course.swf": b"FWS",
    },
    "path-case": lambda: changed('<file href="door.svg"/>', '<file href="Door.svg"/>'),
    "address-backslash": lambda: edited(
        elsewhere("media/door.svg"), "imsmanifest.xml", "media/door.svg", "media\\door.svg"
    ),
    "file-missing": lambda: changed('<file href="door.svg"/>', '<file href="door.svg"/><file href="gate.svg"/>'),
}

VARIANTS: Final[tuple[tuple[str, str, Callable[[], bytes | Files]], ...]] = (
    (
        "an edition that there isn't",
        "schemaversion-unknown",
        lambda: changed_2004("2004 4th Edition", "2004 5th Edition"),
    ),
    (
        "an edition in small letters",
        "schemaversion-unknown",
        lambda: changed_2004("2004 4th Edition", "2004 4th edition"),
    ),
    ("scormtype in other letters", "scorm-type-missing", lambda: changed_2004("adlcp:scormType", "adlcp:scormtype")),
    ("a launch that differs in case", "path-case", lambda: renamed("index.html", "Index.html")),
    (
        "no launch of Tin Can",
        "nothing-to-launch",
        lambda: tincan(DESCRIPTOR_TINCAN.replace('      <launch lang="en">index.html</launch>\n', "")),
    ),
    ("an AU that isn't in the zip", "launch-missing", lambda: changed_cmi5("<url>index.html", "<url>start.html")),
    ("a launch that climbs", "launch-missing", lambda: changed_cmi5("<url>index.html", "<url>../index.html")),
    (
        "two AUs with one id",
        "duplicate-identifier",
        lambda: changed_cmi5("https://example.org/fire-safety/au", "https://example.org/fire-safety"),
    ),
    ("a mastery score over 100", "mastery-score", lambda: changed(">80<", ">800<")),
)
"""Other ways to the same rules: what it is, the code, its maker."""
