"""Attachments belong to their statements, and signatures to theirs (xAPI-Data 2.4.11, 2.6)."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256, sha384
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from scormbuild.lrs.model.attachments import check_attachments
from scormbuild.lrs.model.equality import SIGNATURE
from scormbuild.lrs.model.multipart import Attachment
from scormbuild.lrs.model.validation import InvalidStatement, validate
from scormbuild.lrs.model.version import Version
from tests.lrs.examples import ID, OLA, Json, statement

DATA = b"bilde"
PICTURE = Attachment(sha256(DATA).hexdigest(), "text/plain", DATA)


def described(data: Attachment, **changes: Any) -> Json:
    return {
        "usageType": "http://id.tincanapi.com/attachment/supporting_media",
        "display": {"nb": "Et bilde"},
        "contentType": data.content_type,
        "length": len(data.data),
        "sha2": data.sha2,
        **changes,
    }


def check(*statements: Json, received: list[Attachment], version: Version = Version.V1_0_3) -> dict[str, Attachment]:
    for one in statements:
        validate(one, version)
    return check_attachments(statements, received, version)


def refusal(*statements: Json, received: list[Attachment]) -> InvalidStatement:
    with pytest.raises(InvalidStatement) as refused:
        check(*statements, received=received)
    return refused.value


def test_data_belongs_to_every_statement_that_names_it() -> None:
    first = statement(attachments=[described(PICTURE)])
    second = statement(
        attachments=[described(PICTURE, sha2=PICTURE.sha2.upper(), contentType="text/plain; charset=ascii")]
    )
    inside = statement(object=statement(objectType="SubStatement", attachments=[described(PICTURE)]))
    assert check(first, second, inside, received=[PICTURE]) == {PICTURE.sha2: PICTURE}


def test_the_longer_sums_are_checked_too() -> None:
    long = Attachment(sha384(DATA).hexdigest(), "text/plain", DATA)
    assert check(statement(attachments=[described(long)]), received=[long]) == {long.sha2: long}
    false = Attachment("0" * 96, "text/plain", DATA)
    assert "doesn't have the SHA-2 sum" in str(refusal(statement(attachments=[described(false)]), received=[false]))


def test_a_length_that_was_counted_otherwise_loses_no_data() -> None:
    assert check(statement(attachments=[described(PICTURE, length=10)]), received=[PICTURE])


def test_a_file_elsewhere_needs_no_data() -> None:
    elsewhere = statement(attachments=[described(PICTURE, fileUrl="https://kurs.example.no/bilde.txt")])
    assert check(elsewhere, received=[]) == {}
    assert check(elsewhere, received=[PICTURE]) == {PICTURE.sha2: PICTURE}


def test_statements_without_attachments_may_come_as_multipart() -> None:
    assert check(statement(), statement(attachments=[]), received=[]) == {}


@pytest.mark.parametrize(
    ("attachments", "received", "path", "message"),
    [
        ([described(PICTURE)], [], "[1].attachments[0].sha2", "send the data, as multipart/mixed, or give a fileUrl"),
        (
            [described(PICTURE, contentType="image/png")],
            [PICTURE],
            "[1].attachments[0].contentType",
            "isn't the Content-Type",
        ),
        ([], [PICTURE], "", "a part was sent that no statement has"),
        (
            [described(PICTURE)],
            [PICTURE, Attachment(sha256(b"x").hexdigest(), "text/plain", b"x")],
            "",
            "no statement has",
        ),
        ([described(PICTURE)], [Attachment(PICTURE.sha2, "text/plain", b"bildf")], "", "doesn't have the SHA-2 sum"),
        ([described(PICTURE)], [Attachment("md5", "text/plain", DATA)], "", "doesn't have the SHA-2 sum"),
    ],
)
def test_what_does_not_belong_together(
    attachments: list[Json], received: list[Attachment], path: str, message: str
) -> None:
    refused = refusal(statement(), statement(attachments=attachments), received=received)
    assert refused.path == path
    assert message in refused.message


def test_a_substatements_attachment_is_missed_where_it_is() -> None:
    inside = statement(objectType="SubStatement", attachments=[described(PICTURE)])
    assert refusal(statement(object=inside), received=[]).path == "[0].object.attachments[0].sha2"


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kurs.example.no")])
    now = datetime(2026, 11, 26, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return b64encode(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)).decode()


def base64url(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def jws(payload: object, algorithm: str = "RS256", *, text: bytes | None = None, **header: Any) -> bytes:
    """Return a JSON Web Signature in compact serialization (RFC 7515, 7.1)."""
    head = base64url(json.dumps({"alg": algorithm, **header}).encode())
    signed = head + b"." + base64url(json.dumps(payload).encode() if text is None else text)
    digest = {"384": hashes.SHA384(), "512": hashes.SHA512()}.get(algorithm[2:], hashes.SHA256())
    return signed + b"." + base64url(rsa_key().sign(signed, padding.PKCS1v15(), digest))


def signed(one: Json, signature: bytes, **changes: Any) -> tuple[Json, Attachment]:
    """Return a statement with a signature attached, and the signature."""
    data = Attachment(sha256(signature).hexdigest(), "application/octet-stream", signature)
    return {**one, "attachments": [*one.get("attachments", []), described(data, usageType=SIGNATURE, **changes)]}, data


PLAIN = statement(id=ID, timestamp="2026-11-26T10:30:00Z")


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
@pytest.mark.parametrize("with_certificate", [False, True])
@pytest.mark.parametrize("version", Version)
def test_a_statement_signed_by_an_algorithm_of_the_standard(
    algorithm: str, with_certificate: bool, version: Version
) -> None:
    header: Json = {"x5c": [certificate(rsa_key())]} if with_certificate else {}
    sent, signature = signed(PLAIN, jws(PLAIN, algorithm, **header))
    assert check(sent, received=[signature], version=version) == {signature.sha2: signature}


def test_a_signature_is_of_the_statement_with_its_other_attachments() -> None:
    plain = {**PLAIN, "attachments": [described(PICTURE)]}
    sent, signature = signed(plain, jws(plain))
    assert check(sent, received=[signature, PICTURE]).keys() == {signature.sha2, PICTURE.sha2}
    assert "another statement" in str(
        refusal(signed(plain, jws(PLAIN))[0], received=[signed(plain, jws(PLAIN))[1], PICTURE])
    )


def test_a_signature_is_of_the_statement_as_it_is_compared() -> None:
    long = {**PLAIN, "result": {"duration": "P1DT12H36M0.1237S"}}
    short = {**PLAIN, "result": {"duration": "P1DT12H36M0.12S"}}
    sent, signature = signed(long, jws(short))
    assert check(sent, received=[signature])


OTHERS_KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    ("signature", "message"),
    [
        (b"", "isn't a JWS in compact serialization"),
        (b"signature", "isn't a JWS in compact serialization"),
        (json.dumps({"payload": "", "signatures": []}).encode(), "isn't a JWS in compact serialization"),
        (b"a.b.c", "a part of the signature isn't base64url"),
        (b"bm8.bm8.bm8", "header isn't JSON"),
        (b"W10.bm8.bm8", "header isn't a JSON object"),
        (jws(PLAIN, "HS256"), "must be one of RS256, RS384, RS512"),
        (jws(PLAIN, "none"), "must be one of RS256, RS384, RS512"),
        (jws(PLAIN, alg=["RS256"]), "must be one of RS256, RS384, RS512"),
        (jws(None, text=b"{'actor': 1}"), "payload isn't JSON"),
        (jws([PLAIN]), "payload isn't a JSON object"),
        (jws({"actor": {}}), "payload isn't a valid statement: actor"),
        (jws({**PLAIN, "actor": OLA}), "of another statement"),
        (jws({**PLAIN, "id": "ffffffff-4e5f-4a6b-8c7d-9e0f1a2b3c4d"}), "of another statement"),
        (jws(PLAIN, x5c="MII"), "must be an array"),
        (jws(PLAIN, x5c=[]), "must be an array"),
        (jws(PLAIN, x5c=[17]), "must be an array"),
        (jws(PLAIN, x5c=["MII"]), "can't be read"),
        (jws(PLAIN, x5c=["bm8="]), "can't be read"),
        (jws(PLAIN, x5c=[certificate(OTHERS_KEY)]), "has no RSA key"),
        (jws(PLAIN, "RS256", x5c=[certificate(rsa.generate_private_key(65537, 2048))]), "wasn't made with the key"),
    ],
    # Keys are made anew in each worker, and tests must have the same names in all of them.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_signature_that_is_malformed_or_not_this_statements(signature: bytes, message: str) -> None:
    sent, data = signed(PLAIN, signature)
    refused = refusal(sent, received=[data])
    assert refused.path == "[0].attachments[0].sha2"
    assert message in refused.message


def test_a_signature_has_the_content_type_of_the_standard() -> None:
    sent, data = signed(PLAIN, jws(PLAIN), contentType="text/plain; charset=ascii")
    assert refusal(sent, received=[data]).path == "[0].attachments[0].contentType"
    text = Attachment(data.sha2, "text/plain", data.data)
    assert "must be application/octet-stream" in str(refusal(sent, received=[text]))


def test_a_signature_elsewhere_is_none() -> None:
    sent, _ = signed(PLAIN, jws(PLAIN), fileUrl="https://kurs.example.no/signature")
    assert "the signature itself must be sent" in str(refusal(sent, received=[]))
