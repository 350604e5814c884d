"""multipart/mixed: statements together with the data of their attachments (xAPI-Communication 1.5.2; RFC 2046, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scormbuild.lrs.model.documents import is_json

HASH_HEADER = "X-Experience-API-Hash"
MAX_PARTS = 1000
"""Attachments in one request."""


class InvalidMultipart(ValueError):
    """The body isn't multipart/mixed as xAPI has it: 400."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """The data of an attachment: its SHA-2 sum in small letters, its media type and its bytes."""

    sha2: str
    content_type: str
    data: bytes


_BOUNDARY_PARAMETER = re.compile(r';[ \t]*boundary=(?:"([^"]*)"|([^ \t;"]+))', re.IGNORECASE).search
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]").fullmatch  # RFC 2046, 5.1.1


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type header names. Raises `InvalidMultipart`."""
    parameter = _BOUNDARY_PARAMETER(content_type)
    boundary = "" if parameter is None else parameter[1] or parameter[2] or ""
    if _BOUNDARY(boundary) is None:
        raise InvalidMultipart("the Content-Type names no boundary: write it as multipart/mixed; boundary=…")
    return boundary.encode("ascii")


def parse(body: bytes, content_type: str) -> tuple[bytes, list[Attachment]]:
    """Return the JSON text of the first part and the attachments of the others.

    Raises `InvalidMultipart` on what RFC 2046 and 1.5.2 forbid; `check_attachments` compares the data with the hashes.
    """
    first, *rest = _parts(body, boundary_of(content_type))
    headers, statements = _headers_and_content(first)
    if not is_json(headers.get("content-type", "")):
        raise InvalidMultipart("the first part holds the statements: its Content-Type must be application/json")
    return statements, [_attachment(part, number) for number, part in enumerate(rest, 2)]


def _parts(body: bytes, boundary: bytes) -> list[bytes]:
    """Return what stands between the delimiter lines: headers, an empty line, content."""
    # The line break before a delimiter belongs to it, so that the first one may stand at the very start.
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MAX_PARTS + 2)
    if len(pieces) == 1:
        raise InvalidMultipart("the boundary that the Content-Type names isn't in the body (lines end with CR LF)")
    if len(pieces) > MAX_PARTS + 2:
        raise InvalidMultipart(f"there are more than {MAX_PARTS} parts")
    parts = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        padding, newline, part = piece.partition(b"\r\n")
        if not newline or padding.strip(b" \t"):
            raise InvalidMultipart("a boundary must stand alone on its line (lines end with CR LF)")
        parts.append(part)
    else:
        raise InvalidMultipart("the closing boundary is missing: the body seems to be cut off")
    if not parts:
        raise InvalidMultipart("there is no part with statements")
    return parts


_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([\t -~\x80-\xff]*)").fullmatch


def _headers_and_content(part: bytes) -> tuple[dict[str, str], bytes]:
    # A part without headers begins with the empty line.
    head, separator, content = (b"\r\n" + part).partition(b"\r\n\r\n")
    if not separator:
        raise InvalidMultipart("a part has no empty line between its headers and its content")
    headers = {}
    for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")[1:]:
        match = _HEADER(line)
        if match is None:
            raise InvalidMultipart(f"a part has a header that can't be read: {line[:60]!r}")
        headers[match[1].decode("ascii").lower()] = match[2].decode("latin-1").strip()
    return headers, content


def _attachment(part: bytes, number: int) -> Attachment:
    headers, content = _headers_and_content(part)
    sha2 = headers.get(HASH_HEADER.lower())
    if not sha2:
        raise InvalidMultipart(f"part {number} has no {HASH_HEADER}: send the attachment's SHA-2 sum in it")
    if headers.get("content-transfer-encoding", "").lower() != "binary":
        raise InvalidMultipart(f"part {number} must have the header Content-Transfer-Encoding: binary")
    return Attachment(sha2.lower(), headers.get("content-type", "application/octet-stream"), content)


def write(statements: bytes, attachments: Iterable[Attachment], boundary: str) -> bytes:
    """Return a body of statements, as JSON, and attachments. The Content-Type that goes with it is `content_type`.

    The boundary must be one that no attachment has in it: a random one.
    """
    delimiter = f"--{boundary}\r\n".encode("ascii")
    pieces = [delimiter, b"Content-Type: application/json\r\n\r\n", statements, b"\r\n"]
    for attachment in attachments:
        head = (
            f"Content-Type: {attachment.content_type}\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"{HASH_HEADER}: {attachment.sha2}\r\n\r\n"
        )
        pieces += [delimiter, head.encode("latin-1"), attachment.data, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode("ascii"))
    return b"".join(pieces)


def content_type(boundary: str) -> str:
    """Return the Content-Type of a body that `write` made."""
    return f'multipart/mixed; boundary="{boundary}"'
