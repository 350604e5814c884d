"""Whom a coordinator means: identifiers as record stores write them, from what people write."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha1
from typing import Final

from scormbuild.errors import UsageError

MOODLE: Final = "moodle"
"""The home page of accounts in Moodle's reports, which don't say where Moodle is."""

_KINDS: Final = ("mbox:", "mbox_sha1sum:", "openid:", "account:")


def identities(text: str, homes: Collection[str]) -> list[str]:
    """Return the identifiers, as in `Row.identity`, that a learner may have.

    `text` is one of them already (`mbox:mailto:…`, `account:https://home.example|name`), an e-mail address, or the name
    of an account alone: then it is whoever has it at any of `homes`, the accounts' home pages in what was read. An
    address may also be what Moodle's reports tell people apart by, or stand as its hash (xAPI-Data 2.4.2.3); it is
    looked for in small letters too.
    """
    if text.startswith(_KINDS):
        return [text]
    address = text.removeprefix("mailto:")
    if not is_address(text):
        return [f"account:{home}|{text}" for home in homes]
    local, _, domain = address.rpartition("@")
    mailboxes = [f"mailto:{each}" for each in dict.fromkeys((f"{local}@{domain.lower()}", address.lower()))]
    return [
        *(f"mbox:{each}" for each in mailboxes),
        *(f"mbox_sha1sum:{sha1(each.encode(), usedforsecurity=False).hexdigest()}" for each in mailboxes),
        *(
            f"account:{home}|{each}"
            for home in sorted({MOODLE, *homes})
            for each in dict.fromkeys((address, address.lower()))
        ),
    ]


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address, which one person has, wherever it stands."""
    return "@" in text and not text.startswith(_KINDS)


def identities_of(text: str, homes: Collection[str]) -> list[str]:
    """Return the same. Raises `UsageError` where an account's name is given and no home page is known."""
    found = identities(text, homes)
    if not found:
        raise UsageError(
            f"{text!r} tells nobody: write an e-mail address, or account:HOMEPAGE|NAME as the record store has it"
        )
    return found
