"""Manifests that are missing, that can't be read, or that aren't what their schema says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.packages import (
    DESCRIPTOR_TINCAN,
    MANIFEST_12,
    MANIFEST_2004,
    STRUCTURE_CMI5,
    Files,
    cmi5,
    scorm12,
    scorm2004,
    tincan,
    without,
    zipped,
)

ENTITIES: Final = '<!DOCTYPE manifest [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<manifest'


def changed(old: str, new: str) -> Files:
    """A SCORM 1.2 package with one text of its manifest changed."""
    assert old in MANIFEST_12, old
    return scorm12(MANIFEST_12.replace(old, new, 1))


def changed_2004(old: str, new: str) -> Files:
    """A SCORM 2004 package with one text of its manifest changed."""
    assert old in MANIFEST_2004, old
    return scorm2004(MANIFEST_2004.replace(old, new, 1))


def changed_cmi5(old: str, new: str) -> Files:
    """A cmi5 package with one text of its structure changed."""
    assert old in STRUCTURE_CMI5, old
    return cmi5(STRUCTURE_CMI5.replace(old, new, 1))


def in_folder() -> Files:
    return {f"fire-safety/{path}": content for path, content in scorm12().items()}


def named(name: str) -> Files:
    files = scorm12()
    return {name: files["imsmanifest.xml"], **without(files, "imsmanifest.xml")}


def encoded(encoding: str, says: str) -> Files:
    text = MANIFEST_12.replace("UTF-8", says).replace("Fire safety", "Brannværn")
    return {**scorm12(), "imsmanifest.xml": text.encode(encoding)}


def of_questions() -> Files:
    """A question bank: the same manifest, with another type and nothing of ADL's."""
    without_adl = (
        MANIFEST_12.replace('\n    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"', "")
        .replace("        <adlcp:masteryscore>80</adlcp:masteryscore>\n", "")
        .replace(' adlcp:scormtype="sco"', "")
        .replace("<schema>ADL SCORM</schema>\n    <schemaversion>1.2</schemaversion>", "<schema>IMS Content</schema>")
    )
    return scorm12(without_adl.replace('"webcontent"', '"imsqti_xmlv1p2"'))


def of_many_elements() -> Files:
    return changed("</resources>", '<resource identifier="a" type="webcontent"/>' * 140_000 + "</resources>")


BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    "no-manifest": lambda: without(scorm12(), "imsmanifest.xml"),
    "manifest-in-folder": in_folder,
    "manifest-case": lambda: named("ImsManifest.xml"),
    "zip-of-packages": lambda: {"fire-safety.zip": zipped(scorm12()), "first-aid.zip": zipped(scorm12())},
    "several-manifests": lambda: {**scorm12(), "tincan.xml": tincan()["tincan.xml"]},
    "manifest-doctype": lambda: changed(
        "<manifest", '<!DOCTYPE manifest SYSTEM "http://example.org/manifest.dtd">\n<manifest'
    ),
    "manifest-entities": lambda: changed("<manifest", ENTITIES),
    "manifest-encoding": lambda: encoded("utf-8", "EBCDIC-CP-US"),
    "manifest-not-utf8": lambda: encoded("latin-1", "ISO-8859-1"),
    "manifest-not-well-formed": lambda: changed("</organization>", ""),
    "manifest-too-large": of_many_elements,
    "manifest-root": lambda: scorm12(
        MANIFEST_12.replace("<manifest ", "<package ").replace("</manifest>", "</package>")
    ),
    "other-package": of_questions,
    "manifest-namespace": lambda: changed(
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsproject.org/content"
    ),
    "schema-element": lambda: changed("<file ", "<title>Fire safety</title><file "),
    "schema-extension": lambda: changed("masteryscore>80</adlcp:masteryscore", "passmark>80</adlcp:passmark"),
    "schema-order": lambda: scorm2004(
        MANIFEST_2004.replace("<title>Fire safety</title>\n        <imsss", "<imsss").replace(
            "      </item>", "        <title>Fire safety</title>\n      </item>"
        )
    ),
    "schema-missing": lambda: changed_2004(
        "<adlnav:presentation>",
        "<imsss:sequencing><imsss:rollupRules><imsss:rollupRule><imsss:rollupConditions><imsss:rollupCondition "
        'condition="completed"/></imsss:rollupConditions></imsss:rollupRule></imsss:rollupRules></imsss:sequencing>'
        "<adlnav:presentation>",
    ),
    "schema-repeated": lambda: changed(
        "<schema>ADL SCORM</schema>", "<schema>ADL SCORM</schema><schema>ADL SCORM</schema>"
    ),
    "schema-attribute": lambda: changed(' isvisible="true"', ' isVisible="true"'),
    "schema-no-attribute": lambda: changed(' type="webcontent"', ""),
    "schema-value": lambda: changed('isvisible="true"', 'isvisible="yes"'),
    "identifier-not-a-name": lambda: changed('identifier="item-fire"', 'identifier="item (fire)"'),
    "schema-length": lambda: changed('version="1.0"\n', f'version="{"1.0." * 6}"\n'),
}


VARIANTS: Final[tuple[tuple[str, str, Callable[[], bytes | Files]], ...]] = (
    (
        "an element that Tin Can doesn't have",
        "schema-extension",
        lambda: tincan(DESCRIPTOR_TINCAN.replace("</name>", "</name><subtitle>Doors</subtitle>")),
    ),
    ("a course for the web", "no-manifest", lambda: {"index.html": b"<!doctype html><title>Fire</title>"}),
    ("in two folders", "manifest-in-folder", lambda: {f"a/b/{path}": each for path, each in scorm12().items()}),
    ("cmi5 in a folder", "manifest-in-folder", lambda: {f"a/{path}": each for path, each in cmi5().items()}),
    (
        "an entity of the server's files",
        "manifest-entities",
        lambda: changed("<manifest", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<manifest'),
    ),
    (
        "entities in UTF-16",
        "manifest-entities",
        lambda: {
            **scorm12(),
            "imsmanifest.xml": MANIFEST_12.replace("<manifest", ENTITIES, 1)
            .replace("UTF-8", "UTF-16")
            .encode("utf-16"),
        },
    ),
    ("entities after a comment", "manifest-entities", lambda: changed("<manifest", f"<!-- one -->\n{ENTITIES}")),
    ("UTF-7", "manifest-encoding", lambda: encoded("utf-8", "UTF-7")),
    ("UTF-16", "manifest-not-utf8", lambda: encoded("utf-16", "UTF-16")),
    ("bytes that are no UTF-8", "manifest-not-well-formed", lambda: encoded("latin-1", "UTF-8")),
    ("an empty manifest", "manifest-not-well-formed", lambda: scorm12("")),
    ("a very deep manifest", "manifest-not-well-formed", lambda: changed("<file ", "<file>" * 3000 + "<file ")),
    (
        "no namespace",
        "manifest-namespace",
        lambda: changed('xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"', ""),
    ),
    ("a page in place of the structure", "manifest-root", lambda: cmi5("<html><body/></html>")),
    ("a wrong moveOn", "schema-value", lambda: changed_cmi5('moveOn="Completed"', 'moveOn="completed"')),
    ("a wrong mastery score of cmi5", "schema-value", lambda: changed_cmi5('masteryScore="0.8"', 'masteryScore="80"')),
    ("a wrong launch method", "schema-value", lambda: changed_cmi5("AnyWindow", "NewWindow")),
    (
        "an AU without description",
        "schema-missing",
        lambda: changed_cmi5(
            '    <description><langstring lang="en">What to do when it burns.</langstring></description>\n    <url>',
            "    <url>",
        ),
    ),
    ("a wrong button to hide", "schema-value", lambda: changed_2004(">continue<", ">forward<")),
    ("a wrong rule of sequencing", "schema-value", lambda: changed_2004('choice="true"', 'choice="maybe"')),
    (
        "a wrong limit action",
        "schema-value",
        lambda: changed(
            "<adlcp:masteryscore>", "<adlcp:timelimitaction>exit</adlcp:timelimitaction><adlcp:masteryscore>"
        ),
    ),
    (
        "a wrong kind of prerequisites",
        "schema-value",
        lambda: changed(
            "<adlcp:masteryscore>",
            '<adlcp:prerequisites type="script">item-fire</adlcp:prerequisites><adlcp:masteryscore>',
        ),
    ),
    (
        "a file without address",
        "schema-no-attribute",
        lambda: changed('<file href="door.svg"/>', '<file href="door.svg"/><file/>'),
    ),
)
"""Other ways to the same rules: what it is, the code, its maker."""
