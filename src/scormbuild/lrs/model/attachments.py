"""Whether statements and the attachments that came with them belong together (xAPI-Data 2.4.11, Communication 1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha224, sha256, sha384, sha512
from typing import Any

from scormbuild.lrs.model.equality import SIGNATURE
from scormbuild.lrs.model.multipart import Attachment
from scormbuild.lrs.model.signatures import InvalidSignature, check_signature
from scormbuild.lrs.model.validation.errors import InvalidStatement
from scormbuild.lrs.model.values import essence
from scormbuild.lrs.model.version import Version

_ALGORITHMS = {56: sha224, 64: sha256, 96: sha384, 128: sha512}  # by the number of hexadecimal digits


def check_attachments(
    statements: Sequence[Mapping[str, Any]], received: Sequence[Attachment], version: Version
) -> dict[str, Attachment]:
    """Return the received attachments by their SHA-2 sums, each named by one of the statements, and checked.

    `statements` are valid; `received` is empty where the request is plain JSON. Raises `InvalidStatement`, the path
    beginning with the statement's place in the batch.
    """
    by_sum: dict[str, Attachment] = {}
    for attachment in received:
        _check_sum(attachment)
        by_sum[attachment.sha2] = attachment
    named = set()
    for index, statement in enumerate(statements):
        try:
            for path, described in _descriptions(statement):
                sha2 = described["sha2"].lower()
                named.add(sha2)
                try:
                    _check_description(described, by_sum.get(sha2), statement, version)
                except InvalidStatement as error:
                    raise InvalidStatement(error.message, f"{path}.{error.path}") from None
        except InvalidStatement as error:
            raise error.inside(index) from None
    for sha2 in by_sum:
        if sha2 not in named:
            raise InvalidStatement(f"a part was sent that no statement has as an attachment: {sha2}")
    return by_sum


def _check_sum(attachment: Attachment) -> None:
    algorithm = _ALGORITHMS.get(len(attachment.sha2))
    if algorithm is None or algorithm(attachment.data).hexdigest() != attachment.sha2:
        raise InvalidStatement(f"the data of an attachment doesn't have the SHA-2 sum {attachment.sha2[:128]!r}")


def _descriptions(statement: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, attachment in enumerate(statement.get("attachments", ())):
        yield f"attachments[{index}]", attachment
    if statement["object"].get("objectType") == "SubStatement":
        for index, attachment in enumerate(statement["object"].get("attachments", ())):
            yield f"object.attachments[{index}]", attachment


def _check_description(
    described: Mapping[str, Any], data: Attachment | None, statement: Mapping[str, Any], version: Version
) -> None:
    if data is None:
        if described["usageType"] == SIGNATURE:
            raise InvalidStatement("the signature itself must be sent with the statement, as multipart/mixed", "sha2")
        if "fileUrl" not in described:
            raise InvalidStatement("no part has this sum: send the data, as multipart/mixed, or give a fileUrl", "sha2")
        return
    # The sum says whether the data is whole. `length` isn't compared: clients err in it, and so does the public suite.
    # The standard's own example (1.5.2) leaves a parameter out of the header that it has in the statement.
    if essence(described["contentType"]) != essence(data.content_type):
        raise InvalidStatement(f"isn't the Content-Type of the part, {data.content_type[:100]!r}", "contentType")
    if described["usageType"] == SIGNATURE:
        if essence(described["contentType"]) != "application/octet-stream":
            raise InvalidStatement("must be application/octet-stream for a signature", "contentType")
        try:
            check_signature(data.data, statement, version)
        except InvalidSignature as error:
            raise InvalidStatement(str(error), "sha2") from None
