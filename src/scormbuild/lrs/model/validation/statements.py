"""Statements and SubStatements (xAPI-Data 2.4; IEEE 9274.1.1, 4.2)."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.lrs.model.validation.activities import activity
from scormbuild.lrs.model.validation.actors import actor, agent, authority, group
from scormbuild.lrs.model.validation.checks import (
    Check,
    Properties,
    iri,
    items,
    language_map,
    media_type,
    one_of,
    properties,
    required,
    sha2,
    timestamp,
    uuid,
)
from scormbuild.lrs.model.validation.contexts import context, fits_object, statement_reference
from scormbuild.lrs.model.validation.errors import InvalidStatement, shown
from scormbuild.lrs.model.validation.results import result
from scormbuild.lrs.model.version import Version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_VERB: Properties = {"id": iri, "display": language_map}


def _verb(value: Any) -> None:
    properties(value, _VERB, "a verb")
    required(value, ("id",), "a verb")


def _length(value: Any) -> None:
    if type(value) is not int or value < 0:
        raise InvalidStatement(f"must be a whole number of bytes, not {shown(value)}")


_ATTACHMENT: Properties = {
    "usageType": iri,
    "display": language_map,
    "description": language_map,
    "contentType": media_type,
    "length": _length,
    "sha2": sha2,
    "fileUrl": iri,
}


def _attachment(value: Any) -> None:
    properties(value, _ATTACHMENT, "an attachment")
    required(value, ("usageType", "display", "contentType", "length", "sha2"), "an attachment")


def _attachments(value: Any) -> None:
    items(value, _attachment, "attachments")


_VERSIONS = {
    Version.V1_0_3: (re.compile(r"1\.0(?:\.[0-9]+)?").fullmatch, "1.0.0"),
    Version.V2_0_0: (re.compile(r"[12]\.0(?:\.[0-9]+)?").fullmatch, "2.0.0"),
}


def _version(version: Version) -> Check:
    fits, example = _VERSIONS[version]

    def check(value: Any) -> None:
        if type(value) is not str or fits(value) is None:
            raise InvalidStatement(
                f"must be a version that the request's header allows, such as {example}, not {shown(value)}"
            )

    return check


class _Rules:
    """The checks of one version, made once."""

    def __init__(self, version: Version) -> None:
        common: Properties = {
            "actor": actor,
            "verb": _verb,
            "result": result,
            "context": context(version),
            "timestamp": timestamp(version),
            "attachments": _attachments,
        }
        objects: dict[str, Check] = {
            "Activity": activity,
            "Agent": agent,
            "Group": group,
            "StatementRef": statement_reference,
        }
        # 2.4.4.3: a SubStatement is checked as a statement is, holds no other, and has nothing that a store gives.
        self._substatement: Properties = {
            "objectType": one_of("SubStatement"),
            **common,
            "object": _object(objects, "a SubStatement"),
        }
        self.properties: Properties = {
            "id": uuid,
            **common,
            "object": _object({**objects, "SubStatement": self._check_substatement}, "a statement"),
            "stored": timestamp(version),
            "authority": authority,
            "version": _version(version),
        }

    def _check_substatement(self, value: Any) -> None:
        properties(value, self._substatement, "a SubStatement")
        _check_whole(value, "a SubStatement")

    def check(self, value: Any) -> None:
        properties(value, self.properties, "a statement")
        _check_whole(value, "a statement")


def _object(kinds: dict[str, Check], what: str) -> Check:
    names = ", ".join(kinds)

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise InvalidStatement(f"must be an object, not {shown(value)}")
        object_type = value.get("objectType", "Activity")
        if type(object_type) is not str or object_type not in kinds:
            raise InvalidStatement(f"in {what} must be one of {names}, not {shown(object_type)}", "objectType")
        kinds[object_type](value)

    return check


def _check_whole(value: dict[str, Any], what: str) -> None:
    required(value, ("actor", "verb", "object"), what)
    object_type = value["object"].get("objectType", "Activity")
    if value["verb"]["id"] == VOIDED and object_type != "StatementRef":  # 2.3.2
        raise InvalidStatement('must be "StatementRef": what is voided is another statement', "object.objectType")
    if "context" in value:
        try:
            fits_object(value["context"], object_type)
        except InvalidStatement as error:
            raise error.inside("context") from None


_RULES = {version: _Rules(version) for version in Version}


def validate(statement: object, version: Version) -> None:
    """Check a statement, as `loads` returned it, by the rules of a version. Raises `InvalidStatement`.

    What a statement says about others, such as a voided one, isn't looked up. Extensions' values are left alone.
    """
    _RULES[version].check(statement)


def property_checks(version: Version) -> Properties:
    """Return the check of each property of a statement by itself, by its name.

    A statement of such properties is valid if it has those that it needs, and they go together.
    """
    return _RULES[version].properties
