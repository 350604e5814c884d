"""Whom a coordinator means: identifiers as record stores write them, from what people write."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from scormbuild.errors import UsageError

MOODLE: Final = "moodle"
"""The home page of accounts in Moodle's reports, which don't say where Moodle is."""

_KINDS: Final = ("mbox:", "mbox_sha1sum:", "openid:", "account:")


def identities(text: str, homes: Collection[str]) -> list[str]:
    """Return the identifiers, as in `Row.identity`, that a learner may have.

    `text` is one of them already (`mbox:mailto:…`, `account:https://home.example|name`), an e-mail address, or the name
    of an account alone: then it is whoever has it at any of `homes`, the accounts' home pages in what was read. An
    address may also be what Moodle's reports tell people apart by.
    """
    if text.startswith(_KINDS):
        return [text]
    address = text.removeprefix("mailto:")
    if "@" not in address:
        return [f"account:{home}|{text}" for home in homes]
    return [f"mbox:mailto:{address}", *(f"account:{home}|{address}" for home in sorted({MOODLE, *homes}))]


def identities_of(text: str, homes: Collection[str]) -> list[str]:
    """Return the same. Raises `UsageError` where an account's name is given and no home page is known."""
    found = identities(text, homes)
    if not found:
        raise UsageError(
            f"{text!r} tells nobody: write an e-mail address, or account:HOMEPAGE|NAME as the record store has it"
        )
    return found
