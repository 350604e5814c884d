"""Credentials: who may use the record store, and for what.

A key and its secret are sent as HTTP Basic. Of the secret only a SHA-256 hash is stored: it is made of 256 random bits,
so that no list of likely secrets can be tried against the hash, and a slow one would only cost time at each request.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scormbuild.lrs.model.agents import ifi
from scormbuild.lrs.store.database import Connection
from scormbuild.lrs.store.store import Transaction


class Scope(StrEnum):
    """What a credential is for, in xAPI's own words (xAPI-Communication 4.2)."""

    ALL = "all"
    ALL_READ = "all/read"
    STATEMENTS_WRITE = "statements/write"
    STATEMENTS_READ = "statements/read"
    STATEMENTS_READ_MINE = "statements/read/mine"
    STATE = "state"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Credential:
    """A key, what it may do, and the authority that its statements get.

    `below`: it writes only about activities whose ids begin so.
    """

    key: str
    name: str
    scopes: frozenset[Scope]
    below: str | None
    authority: Mapping[str, Any]

    def may(self, *scopes: Scope) -> bool:
        """Say whether the credential has one of the scopes, or all of them at once."""
        return Scope.ALL in self.scopes or not self.scopes.isdisjoint(scopes)

    @property
    def authority_key(self) -> str:
        """The authority as statements are found by it."""
        key = ifi(self.authority)
        if key is None:
            raise ValueError(f"the authority of the key {self.key} has no identifier")
        return key


def add_credential(
    transaction: Transaction, name: str, scopes: Collection[Scope], home_page: str, below: str | None = None
) -> tuple[Credential, str]:
    """Store a new credential, and return it with its secret, which nobody can read again.

    Its statements have an authority of its own: the account of that key on `home_page`, an IRL.
    """
    key, secret = secrets.token_hex(8), secrets.token_hex(32)
    authority = {"objectType": "Agent", "name": name, "account": {"homePage": home_page, "name": key}}
    credential = Credential(key, name, frozenset(scopes), below, authority)
    transaction.connection.rows(
        "INSERT INTO credential (key, secret, name, scopes, below, authority, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [key, _hash(secret), name, " ".join(sorted(scopes)), below, json.dumps(authority), transaction.moment()],
    )
    return credential, secret


def has_credentials(connection: Connection) -> bool:
    """Say whether there is any credential yet."""
    return bool(connection.rows("SELECT 1 FROM credential LIMIT 1"))


def find_credential(connection: Connection, authorization: str) -> Credential | None:
    """Return the credential that an `Authorization` header proves, or `None`."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        key, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not colon or "\0" in key:
        return None
    rows = connection.rows("SELECT secret, name, scopes, below, authority FROM credential WHERE key = ?", [key])
    hash_, name, scopes, below, authority = rows[0] if rows else (b"", "", "", None, "null")
    # Unknown keys are compared too, so that the time tells nothing about which there are.
    if not hmac.compare_digest(_hash(secret), bytes(hash_)):
        return None
    return Credential(key, name, frozenset(map(Scope, scopes.split())), below, json.loads(authority))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
