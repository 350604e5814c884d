"""Pseudonyms: numbers that stand for learners. Who has the key can make them of a name; nobody can go back.

BLAKE2b with a key (RFC 7693, 2.9): without the key, trying every name or employee number leads nowhere.
"""

from __future__ import annotations

import os
import secrets
import stat
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from scormbuild.errors import UsageError

KEY_BYTES = 32
_HEAD = "# The key that makes pseudonyms of learners. Keep it apart from reports, and as secret as a list of names.\n"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_DIGITS = 13  # of five bits, for 64


class Pseudonyms:
    """Makes pseudonyms with one key.

    They have 64 bits: that two of a million learners share one has a chance of 1 in 37 million.
    """

    def __init__(self, key: bytes) -> None:
        self._learners = blake2b(key=key, digest_size=8, person=b"learner")
        self._attempts = blake2b(key=key, digest_size=8, person=b"attempt")
        self.fingerprint = blake2b(key=key, digest_size=8, person=b"fingerprint").hexdigest()
        """Tells keys apart, and says nothing of them."""
        # The same people come again and again.
        self.learner_and_attempt = lru_cache(maxsize=65_536)(self._learner_and_attempt)

    def learner(self, identity: str) -> int:
        """Return the number of a learner by the identifier, as in `Row.identity`."""
        return _number(self._learners, identity)

    def _learner_and_attempt(self, identity: str, course: str, registration: str) -> tuple[int, int]:
        return self.learner(identity), self.attempt(identity, course, registration)

    def attempt(self, identity: str, course: str, registration: str) -> int:
        """Return the number of a learner's attempt at a course."""
        return _number(self._attempts, f"{len(identity)}:{identity}{len(course)}:{course}{registration}")


def _number(keyed: blake2b, text: str) -> int:
    hash_ = keyed.copy()
    hash_.update(text.encode())
    return int.from_bytes(hash_.digest(), "big", signed=True)


def shown(pseudonym: int) -> str:
    """Return a pseudonym as people read it to one another: `K7QF-2M3X-90ABC`."""
    bits = pseudonym & 0xFFFF_FFFF_FFFF_FFFF
    digits = "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_DIGITS)))
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def passing_pseudonyms() -> Pseudonyms:
    """Return pseudonyms of a key that nobody keeps: nothing that is made with them can be joined later."""
    return Pseudonyms(secrets.token_bytes(KEY_BYTES))


def create_key(path: Path) -> None:
    """Write a new key file that its owner alone can read. Raises `UsageError` where there is a file already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(
            f"{path} exists already: a new key makes other pseudonyms, and what was read with the old one can no longer"
            " be joined; take another name"
        ) from None
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_HEAD}{secrets.token_hex(KEY_BYTES)}\n")


def read_key(path: Path, *, is_for_earlier: bool = False) -> Pseudonyms:
    """Return the pseudonyms of a key file. Raises `UsageError` where it is none.

    `is_for_earlier`: it is to find what was made with it, and so another can't stand in for it.
    """
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        remedy = f"make one with `scormbuild report key {path}`"
        if is_for_earlier:
            remedy = "name the one that the exports and stores were made with; a new one can find nobody in them"
        raise UsageError(f"there is no key file {path}: {remedy}") from None
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        text = ""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        (key,) = map(bytes.fromhex, lines)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise UsageError(f"{path} is no key file: it has one line of {KEY_BYTES * 2} hexadecimal digits")
    return Pseudonyms(key)


def exposure(path: Path) -> str | None:
    """Return a warning where others than the owner can read a key file."""
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return f"{path} can be read by others: whoever has the key can tell who is who; chmod 600 {path}"
    return None
