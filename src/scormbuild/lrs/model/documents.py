"""Documents of the State, Activity Profile and Agent Profile resources: tags, preconditions, merging.

xAPI-Communication 2.2 and 3.1; IEEE 9274.1.1, 4.1.4.
"""

from __future__ import annotations

import re
from enum import Enum
from hashlib import sha1
from typing import Any

from scormbuild.lrs.model.jsontext import InvalidJson, dumps, loads
from scormbuild.lrs.model.values import essence


class PreconditionFailed(ValueError):
    """The document isn't what the client's `If-Match` or `If-None-Match` says: 412."""


class PreconditionMissing(ValueError):
    """A PUT needs `If-Match` or `If-None-Match` and has neither, and there is no document yet: 400."""


class DocumentExists(ValueError):
    """A PUT without `If-Match` and `If-None-Match` would overwrite a document: 409."""


class NotMergeable(ValueError):
    """A POST would merge what isn't a JSON object into a document, or into what isn't one: 400."""


class PutHeaders(Enum):
    """When a PUT must bring `If-Match` or `If-None-Match` along."""

    NEVER = "never"
    """State in 1.0.3 (3.1)."""
    TO_OVERWRITE = "to overwrite"
    """State in 2.0 (4.1.4)."""
    ALWAYS = "always"
    """Activity Profile and Agent Profile."""


def etag(content: bytes) -> str:
    """Return the entity tag of a document: its SHA-1 sum in hexadecimal digits, in quotes (3.1)."""
    return f'"{sha1(content, usedforsecurity=False).hexdigest()}"'


_TAG = re.compile(r'(?:W/)?"[^"]*"')


def check_preconditions(
    method: str, current: str | None, if_match: str | None, if_none_match: str | None, put_headers: PutHeaders
) -> None:
    """Check that a document may be written or deleted.

    `current` is the tag of the document that is there, None where none is. Raises `PreconditionFailed`,
    `DocumentExists` or `PreconditionMissing`.
    """
    if if_match is not None and not _matches(if_match, current):
        raise PreconditionFailed(
            "the document has changed, or is gone, since this If-Match was read: read it again and send its ETag"
        )
    if if_none_match is not None and _matches(if_none_match, current):
        raise PreconditionFailed(
            "there is such a document, against If-None-Match: read it and send If-Match with its ETag"
        )
    if method != "PUT" or put_headers is PutHeaders.NEVER or if_match is not None or if_none_match is not None:
        return
    if current is not None:
        raise DocumentExists("there is such a document: check its current state and send If-Match with its ETag")
    if put_headers is PutHeaders.ALWAYS:
        raise PreconditionMissing('a profile is put with If-Match, or with If-None-Match: "*" where there is none yet')


def _matches(header: str, current: str | None) -> bool:
    """Say whether a header's list has the tag, or an asterisk and there is a document (RFC 9110, 13.1)."""
    if current is None:
        return False
    if header.strip() == "*":
        return True
    tags = _TAG.findall(header) or [
        f'"{tag.strip()}"' for tag in header.split(",")
    ]  # some clients leave the quotes out
    return current in {tag.removeprefix("W/") for tag in tags}


def merged_document(stored: bytes, stored_type: str, posted: bytes, posted_type: str) -> bytes:
    """Return a JSON document with the properties of a posted one set (2.2). Raises `NotMergeable`."""
    result = _json_object(stored, stored_type, "the document that is there")
    result.update(_json_object(posted, posted_type, "what was posted"))
    return dumps(result).encode()


def is_json(content_type: str) -> bool:
    """Say whether a Content-Type is `application/json`, with whatever parameters."""
    return essence(content_type) == "application/json"


def _json_object(content: bytes, content_type: str, which: str) -> dict[str, Any]:
    if not is_json(content_type):
        raise NotMergeable(f"{which} isn't application/json: only JSON objects are merged; use PUT to replace it")
    try:
        value = loads(content)
    except InvalidJson as error:
        raise NotMergeable(f"{which} can't be merged: {error}") from None
    if not isinstance(value, dict):
        raise NotMergeable(f"{which} isn't a JSON object: only objects are merged; use PUT to replace it")
    return value
