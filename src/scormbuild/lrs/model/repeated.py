"""Statements made ready from parts that were met before.

Learners, verbs, activities and contexts come again and again. A body is taken apart into the JSON texts of its
statements' properties, and what was once made of such a text, checked and ready, is taken again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec

from scormbuild.lrs.model import parts
from scormbuild.lrs.model.jsontext import MAX_DEPTH, dumps, loads
from scormbuild.lrs.model.prepared import Prepared, put_together
from scormbuild.lrs.model.validation import property_checks
from scormbuild.lrs.model.validation.checks import Check
from scormbuild.lrs.model.validation.statements import VOIDED
from scormbuild.lrs.model.version import Version

GENERATION_BYTES = 400_000
"""Of the texts of one property in one version. A generation before is remembered, too."""
LONGEST = 10_000
"""Bytes of a text that is remembered."""
DEPTH = MAX_DEPTH - 2
"""Levels of a property: it stands in a statement, which stands in an array."""

PartT = TypeVar("PartT", bound=parts.Part)


class RepeatedParts(Generic[PartT]):
    """What was made of the texts of one property, most of all of those that came lately."""

    def __init__(self, check: Check, make: Callable[[Any], PartT]) -> None:
        self._check = check
        self._make = make
        self._young: dict[bytes, PartT] = {}
        self._old: dict[bytes, PartT] = {}
        self._bytes = 0
        self._remembering = Lock()  # large bodies are read beside the others

    @property
    def bytes_remembered(self) -> int:
        """The texts that it remembers, in bytes."""
        return sum(map(len, self._young)) + sum(map(len, self._old))

    def part(self, text: bytes) -> PartT:
        """Return the part that a JSON text is. Raises `InvalidJson` or `InvalidStatement`."""
        part = self._young.get(text)
        if part is None:
            part = self._old.get(text) or self._make(_checked(text, self._check))
            if len(text) <= LONGEST:
                self._remember(text, part)
        return part

    def _remember(self, text: bytes, part: PartT) -> None:
        with self._remembering:
            self._bytes += len(text)
            if self._bytes > GENERATION_BYTES:
                self._old, self._young, self._bytes = self._young, {}, len(text)
            self._young[text] = part


def _checked(text: bytes, check: Check) -> Any:
    value = loads(text, DEPTH)
    check(value)
    return value


_MISSING = msgspec.Raw()


class _Statement(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A statement without attachments, its properties as the JSON texts that they came in."""

    actor: msgspec.Raw
    verb: msgspec.Raw
    object: msgspec.Raw
    id: str | None = None
    result: msgspec.Raw = _MISSING
    context: msgspec.Raw = _MISSING
    timestamp: str | None = None
    stored: str | None = None
    authority: msgspec.Raw = _MISSING
    version: str | None = None


_one = msgspec.json.Decoder(_Statement).decode
_many = msgspec.json.Decoder(list[_Statement]).decode
_encode = msgspec.json.Encoder().encode


def prepare_repeated(
    text: bytes, version: Version, *, authority: Mapping[str, Any], new_id: Callable[[], str], most: int
) -> list[Prepared] | None:
    """Return the statements of a JSON text, one or an array of them, as `validate` and `prepare` make them ready.

    None where `loads`, `validate` and whoever knows attachments must look themselves, and say what is wrong if anything
    is: a statement isn't valid, or has attachments, or there are more than `most`.
    """
    try:
        received = _taken_apart(text)
        if received is None or len(received) > most:
            return None
        return _REMEMBERED[version].prepared(received, parts.authority(authority), new_id)
    except (ValueError, RecursionError):
        return None


def _taken_apart(text: bytes) -> list[_Statement] | None:
    decode = _many if text.startswith(b"[") else _one
    received = decode(text)
    # As in `loads`: no longer than written anew, so that no property was lost for standing twice or being null.
    if len(_encode(received)) != len(text):
        text = msgspec.json.format(text, indent=-1)
        received = decode(text)
        if len(_encode(received)) != len(text):
            return None
    return received if isinstance(received, list) else [received]


class _Parts:
    """The parts that were met by one version's rules."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._checks = checks = property_checks(version)
        self._actors = RepeatedParts(checks["actor"], parts.actor)
        self._verbs = RepeatedParts(checks["verb"], parts.verb)
        self._objects = RepeatedParts(checks["object"], lambda value: parts.object_(value, version))
        self._contexts = RepeatedParts(checks["context"], parts.context)
        self._authorities = RepeatedParts(checks["authority"], parts.authority)

    def prepared(
        self, received: list[_Statement], authority: parts.Part, new_id: Callable[[], str]
    ) -> list[Prepared] | None:
        """Return statements made ready, or None where parts may not go together. Raises `ValueError` on a wrong one."""
        checks = self._checks
        ready = []
        for one in received:
            verb = self._verbs.part(bytes(one.verb))
            object_ = self._objects.part(bytes(one.object))
            context = None if one.context is _MISSING else self._contexts.part(bytes(one.context))
            if (
                object_.attachments
                or (verb.id == VOIDED and object_.refers_to is None)
                or (context is not None and context.of_activity and object_.object_type != "Activity")
            ):
                return None
            for name, text in (("id", one.id), ("timestamp", one.timestamp), ("version", one.version)):
                if text is not None:
                    checks[name](text)
            if one.stored is not None or one.authority is not _MISSING:
                self._check_what_is_replaced(one)
            ready.append(
                put_together(
                    self._version,
                    id_=one.id or new_id(),
                    actor=self._actors.part(bytes(one.actor)),
                    verb=verb,
                    object_=object_,
                    # Hardly two results are the same.
                    result=None if one.result is _MISSING else dumps(_checked(bytes(one.result), checks["result"])),
                    context=context,
                    timestamp=one.timestamp,
                    statement_version=one.version,
                    authority=authority,
                )
            )
        return ready

    def _check_what_is_replaced(self, one: _Statement) -> None:
        if one.stored is not None:
            self._checks["stored"](one.stored)
        if one.authority is not _MISSING:
            self._authorities.part(bytes(one.authority))


_REMEMBERED = {version: _Parts(version) for version in Version}
