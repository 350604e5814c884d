"""Statements with attachments on the wire (xAPI-Communication 1.5.2, RFC 2046)."""

from __future__ import annotations

from contextlib import suppress
from email.parser import BytesParser
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.model.multipart import MAX_PARTS, Attachment, InvalidMultipart, content_type, parse, write
from tests.lrs.examples import ATTACHMENT

SHA2 = ATTACHMENT["sha2"]
TYPE = "multipart/mixed; boundary=skille"
HEADERS = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {SHA2}"
STATEMENTS = "Content-Type: application/json\r\n\r\n{}"


def body(*parts: str, boundary: str = "skille", end: str = "--skille--\r\n") -> bytes:
    return ("".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + end).encode()


def test_statements_and_data_are_told_apart() -> None:
    sent = body(STATEMENTS, f"{HEADERS}\r\n\r\nbilde")
    assert parse(sent, TYPE) == (b"{}", [Attachment(SHA2, "text/plain", b"bilde")])


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n" + body(STATEMENTS),
        b"A preamble that nobody reads\r\n" + body(STATEMENTS),
        body(STATEMENTS) + b"an epilogue",
        body(STATEMENTS, end="--skille--"),
        body(STATEMENTS).replace(b"--skille\r\n", b"--skille \t\r\n"),
        body("content-type : APPLICATION/JSON; charset=utf-8\r\nX-Other: 1\r\n\r\n{}"),
        body("Content-Type:\r\n application/json\r\n\r\n{}"),
    ],
    ids=["empty line", "preamble", "epilogue", "no last line break", "padding", "other headers", "folded header"],
)
def test_what_rfc_2046_leaves_free(sent: bytes) -> None:
    assert parse(sent, TYPE) == (b"{}", [])


@pytest.mark.parametrize("name", ["abcABC0123'()+_,-./:=?", "-------314159265358979323846", "a b", "x" * 70])
def test_boundaries_of_every_kind(name: str) -> None:
    sent = body(STATEMENTS, boundary=name, end=f"--{name}--")
    assert parse(sent, f'multipart/mixed; boundary="{name}"; charset=utf-8') == (b"{}", [])


def test_data_keeps_every_byte() -> None:
    data = bytes(range(256)) + b"\r\n--skill\r\n\r\n--\r\n\n--skille\r\n\r"
    head = f"--skille\r\n{STATEMENTS}\r\n--skille\r\n{HEADERS}\r\n\r\n".encode()
    assert parse(head + data + b"\r\n--skille--", TYPE)[1][0].data == data


@pytest.mark.parametrize(
    ("sent", "kind", "message"),
    [
        (body(STATEMENTS), "multipart/mixed", "names no boundary"),
        (body(STATEMENTS), 'multipart/mixed; boundary=""', "names no boundary"),
        (body(STATEMENTS), "multipart/mixed; boundary=" + "x" * 71, "names no boundary"),
        (body(STATEMENTS), "multipart/mixed; boundary=ø", "names no boundary"),
        (b"", TYPE, "isn't in the body"),
        (b"{}", TYPE, "isn't in the body"),
        (body(STATEMENTS).replace(b"\r\n", b"\n")[1:], TYPE, "isn't in the body"),
        (body(STATEMENTS).replace(b"\r\n", b"\n"), TYPE, "must stand alone on its line"),
        (body(STATEMENTS).replace(b"--skille\r\n", b"--skillet\r\n"), TYPE, "must stand alone on its line"),
        (body(STATEMENTS, end=""), TYPE, "closing boundary is missing"),
        (body(STATEMENTS, end="--skille\r\n"), TYPE, "closing boundary is missing"),
        (b"--skille--", TYPE, "no part with statements"),
        (body("Content-Type: application/json"), TYPE, "no empty line"),
        (body("\r\n{}"), TYPE, "must be application/json"),
        (body("Content-Type: text/plain\r\n\r\n{}"), TYPE, "must be application/json"),
        (body("Content-Type\r\n\r\n{}"), TYPE, "can't be read"),
        (body(STATEMENTS, STATEMENTS), TYPE, "part 2 has no X-Experience-API-Hash"),
        (
            body(STATEMENTS, HEADERS.partition("\r\nX-")[0] + "\r\n\r\nbilde"),
            TYPE,
            "part 2 has no X-Experience-API-Hash",
        ),
        (body(STATEMENTS, f"{HEADERS}\r\n\r\n", f"X-Experience-API-Hash: {SHA2}\r\n\r\n"), TYPE, "part 3 must have"),
        (body(STATEMENTS, HEADERS.replace("binary", "base64") + "\r\n\r\n"), TYPE, "Content-Transfer-Encoding: binary"),
        (body(STATEMENTS, *[f"{HEADERS}\r\n\r\n"] * (MAX_PARTS + 1)), TYPE, f"more than {MAX_PARTS} parts"),
    ],
)
def test_what_is_refused(sent: bytes, kind: str, message: str) -> None:
    with pytest.raises(InvalidMultipart) as refused:
        parse(sent, kind)
    assert message in str(refused.value)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_whatever_is_sent_is_parsed_or_refused(sent: bytes, name: str) -> None:
    for kind in (TYPE, f"multipart/mixed; boundary={name}"):
        for data in (sent, b"--skille\r\n" + sent + b"\r\n--skille--"):
            with suppress(InvalidMultipart):
                assert parse(data, kind)[0] in data


attachments = st.lists(
    st.builds(
        Attachment,
        st.text("0123456789abcdef", min_size=64, max_size=64),
        st.sampled_from(["text/plain; charset=utf-8", "image/png"]),
        st.binary(max_size=60),
    ),
    max_size=3,
)


@given(st.binary(max_size=60), attachments)
def test_what_is_written_is_read_again_by_us_and_by_the_standard_library(
    statements: bytes, data: list[Attachment]
) -> None:
    written = write(statements, data, "1f0c9a4e-boundary")
    kind = content_type("1f0c9a4e-boundary")
    assert parse(written, kind) == (statements, data)
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + written)
    first, *rest = message.iter_parts()
    assert first.get_content_type() == "application/json"
    assert [
        (part["X-Experience-API-Hash"], part.get_content_type(), part["Content-Transfer-Encoding"]) for part in rest
    ] == [(each.sha2, each.content_type.partition(";")[0], "binary") for each in data]
