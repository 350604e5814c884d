"""Signed statements: a JSON Web Signature as an attachment (xAPI-Data 2.6; RFC 7515)."""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from scormbuild.lrs.model.equality import same
from scormbuild.lrs.model.jsontext import InvalidJson, loads
from scormbuild.lrs.model.validation.errors import InvalidStatement
from scormbuild.lrs.model.validation.statements import validate
from scormbuild.lrs.model.version import Version


class InvalidSignature(ValueError):
    """A signature is malformed, is of another statement, or wasn't made with the certificate that it names."""


_ALGORITHMS = {"RS256": "SHA256", "RS384": "SHA384", "RS512": "SHA512"}
_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)").fullmatch


def check_signature(jws: bytes, statement: Mapping[str, Any], version: Version) -> None:
    """Check a signature, in compact serialization, of a valid statement. Raises `InvalidSignature`.

    This catches mistakes; it doesn't say who signed (2.6): a certificate is checked against the signature, not against
    anyone who would vouch for it.
    """
    match = _COMPACT(jws.strip())
    if match is None:
        raise InvalidSignature("the signature isn't a JWS in compact serialization: header.payload.signature")
    header = _json_object(match[1], "header")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _ALGORITHMS:
        raise InvalidSignature(f"the signature's algorithm must be one of {', '.join(_ALGORITHMS)}")
    signed = _json_object(match[2], "payload")
    try:
        validate(signed, version)
    except InvalidStatement as error:
        raise InvalidSignature(f"the signature's payload isn't a valid statement: {error}") from None
    if not same(signed, statement) or signed.get("id", "").lower() not in ("", statement.get("id", "").lower()):
        raise InvalidSignature("the signature is of another statement than the one that it came with")
    if "x5c" in header:
        _check_certificate(header["x5c"], match[1] + b"." + match[2], _decoded(match[3]), algorithm)


def _decoded(part: bytes) -> bytes:
    try:
        return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError:
        raise InvalidSignature("a part of the signature isn't base64url") from None


def _json_object(part: bytes, what: str) -> dict[str, Any]:
    try:
        value = loads(_decoded(part))
    except InvalidJson as error:
        raise InvalidSignature(f"the signature's {what} isn't JSON: {error}") from None
    if not isinstance(value, dict):
        raise InvalidSignature(f"the signature's {what} isn't a JSON object")
    return value


def _check_certificate(chain: object, signed: bytes, signature: bytes, algorithm: str) -> None:
    """Check the signature with the first certificate of a chain (RFC 7515, 4.1.6)."""
    from cryptography import exceptions, x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    if not isinstance(chain, list) or not chain or not isinstance(chain[0], str):
        raise InvalidSignature("x5c in the signature's header must be an array of certificates in base64")
    try:
        key = x509.load_der_x509_certificate(b64decode(chain[0], validate=True)).public_key()
    except (ValueError, exceptions.UnsupportedAlgorithm):
        raise InvalidSignature("the first certificate in x5c can't be read") from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise InvalidSignature("the first certificate in x5c has no RSA key")
    try:
        key.verify(signature, signed, padding.PKCS1v15(), getattr(hashes, _ALGORITHMS[algorithm])())
    except exceptions.InvalidSignature:
        raise InvalidSignature("the signature wasn't made with the key of the certificate in its x5c") from None
