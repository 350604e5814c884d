"""Credentials: who may use the record store, and for what.

A key and its secret are sent as HTTP Basic. Of the secret only a SHA-256 hash is stored: it is made of 256 random bits,
so that no list of likely secrets can be tried against the hash, and a slow one would only cost time at each request.
"""

from __future__ import annotations

import base64
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


_CONTENT = frozenset((Scope.STATEMENTS_WRITE, Scope.STATE, Scope.PROFILE))
RIGHTS: Mapping[str, frozenset[Scope]] = {
    "all": frozenset((Scope.ALL,)),
    "read": frozenset((Scope.ALL_READ,)),
    "write": _CONTENT,
    "own": _CONTENT | {Scope.STATEMENTS_READ_MINE},
}
"""What administrators choose from: everything; reading everything; what content does that reports; the same, and
reading the statements that this key wrote."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A key, what it may do, and the authority that its statements get.

    `below`: it writes only about activities below this IRI. `per_minute`: how many requests it may make, where that
    isn't what holds for all.
    """

    key: str
    name: str
    scopes: frozenset[Scope]
    below: str | None
    authority: Mapping[str, Any]
    per_minute: int | None = None

    def may(self, *scopes: Scope) -> bool:
        """Say whether the credential has one of the scopes, or all of them at once."""
        return Scope.ALL in self.scopes or not self.scopes.isdisjoint(scopes)

    def covers(self, activity: str) -> bool:
        """Say whether the credential may write about an activity.

        Below `https://example.com/a` are that activity itself and what goes on with `/`, `?` or `#`; `…/ab` isn't.
        """
        if self.below is None or activity == self.below:
            return True
        rest = activity.removeprefix(self.below)
        return rest != activity and (self.below.endswith(_DELIMITERS) or rest.startswith(_DELIMITERS))

    @property
    def authority_key(self) -> str:
        """The authority as statements are found by it."""
        key = ifi(self.authority)
        if key is None:
            raise ValueError(f"the authority of the key {self.key} has no identifier")
        return key


_DELIMITERS = ("/", "?", "#")


def add_credential(
    transaction: Transaction,
    name: str,
    scopes: Collection[Scope],
    home_page: str,
    below: str | None = None,
    per_minute: int | None = None,
) -> tuple[Credential, str]:
    """Store a new credential, and return it with its secret, which nobody can read again.

    Its statements have an authority of its own: the account of that key on `home_page`, an IRL.
    """
    key, secret = secrets.token_hex(8), secrets.token_hex(32)
    authority = {"objectType": "Agent", "name": name, "account": {"homePage": home_page, "name": key}}
    credential = Credential(key, name, frozenset(scopes), below, authority, per_minute)
    transaction.connection.rows(
        "INSERT INTO credential (key, secret, name, scopes, below, authority, created, per_minute)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            key,
            _hash(secret),
            name,
            " ".join(sorted(scopes)),
            below,
            json.dumps(authority),
            transaction.moment(),
            per_minute,
        ],
    )
    return credential, secret


def has_credentials(connection: Connection) -> bool:
    """Say whether there is any credential yet."""
    return bool(connection.rows("SELECT 1 FROM credential LIMIT 1"))


def credentials(connection: Connection) -> list[tuple[Credential, int]]:
    """Return all credentials with the moments when they were made, the oldest first."""
    rows = connection.rows(
        "SELECT key, name, scopes, below, authority, per_minute, created FROM credential ORDER BY created"
    )
    return [(_credential(*row), created) for *row, created in rows]


def revoke(connection: Connection, key: str) -> Credential | None:
    """Delete a credential and return it, or `None` where there is none. What it wrote stays."""
    rows = connection.rows(
        "DELETE FROM credential WHERE key = ? RETURNING key, name, scopes, below, authority, per_minute", [key]
    )
    return _credential(*rows[0]) if rows else None


def given(authorization: str) -> tuple[str, str] | None:
    """Return the key and secret in an `Authorization` header, or `None` where it has none."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        key, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:  # not Base64, or not UTF-8 in it
        return None
    return (key, secret) if colon and "\0" not in key else None


def find_credential(connection: Connection, key: str, secret: str) -> Credential | None:
    """Return the credential that a key and its secret prove, or `None`."""
    rows = connection.rows(
        "SELECT secret, key, name, scopes, below, authority, per_minute FROM credential WHERE key = ?", [key]
    )
    hash_, *columns = rows[0] if rows else (b"",)
    # Unknown keys are compared too, so that the time tells nothing about which there are.
    return _credential(*columns) if hmac.compare_digest(_hash(secret), bytes(hash_)) else None


def _credential(
    key: str, name: str, scopes: str, below: str | None, authority: str, per_minute: int | None
) -> Credential:
    return Credential(key, name, frozenset(map(Scope, scopes.split())), below, json.loads(authority), per_minute)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
