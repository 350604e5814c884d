"""Statements into rows: what reports need of each, and why one can't be read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import msgspec

from scormbuild.records.sources.base import Row, Sink
from scormbuild.records.statements.places import Places
from scormbuild.records.statements.reasons import Unreadable, reason
from scormbuild.records.statements.times import EARLIEST_MOMENT, latest_moment, milliseconds_of, moment_of

VERBS = "http://adlnet.gov/expapi/verbs/"
VOIDED = VERBS + "voided"
EXTENSION_VALUES = "/extensions/values"
EXTENSION_HAPPENED = "/extensions/happened"
_SHOWN = 10_000  # characters of a text that is set aside

_OF_COURSES = frozenset(
    ("launched", "attempted", "initialized", "completed", "passed", "failed", "terminated", "abandoned", "satisfied")
)
"""What is done with courses: whatever has this done to it, and belongs to nothing else, is one."""
_NAMESPACE = uuid.UUID("5d0d9c3b-6a0f-5f43-9b8e-0f1c2b5a7d11")  # of ids that are made for statements without one

_Extensions = dict[str, msgspec.Raw] | None
_NOTHING = msgspec.Raw()
_FLAG = {True: 1, False: 0, None: None}


class Account(msgspec.Struct, gc=False):
    homePage: str  # noqa: N815
    name: str


class Actor(msgspec.Struct, gc=False):
    objectType: str = "Agent"  # noqa: N815
    mbox: str | None = None
    account: Account | None = None
    mbox_sha1sum: str | None = None
    openid: str | None = None
    name: str | None = None


class Verb(msgspec.Struct, gc=False):
    id: str


class Object(msgspec.Struct, gc=False):
    objectType: str = "Activity"  # noqa: N815
    id: str = ""
    definition: msgspec.Raw = msgspec.Raw()


class Score(msgspec.Struct, gc=False):
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


class Result(msgspec.Struct, gc=False):
    score: Score | None = None
    success: bool | None = None
    completion: bool | None = None
    response: str | None = None
    duration: str | None = None
    extensions: _Extensions = None


class Context(msgspec.Struct, gc=False):
    registration: str | None = None
    revision: str | None = None
    contextActivities: msgspec.Raw = msgspec.Raw()  # noqa: N815
    extensions: _Extensions = None


class Statement(msgspec.Struct, gc=False):
    """What is read of a statement (xAPI-Data 2); the rest of it is passed over."""

    actor: Actor
    verb: Verb
    object: Object
    id: str | None = None
    result: Result | None = None
    context: Context | None = None
    timestamp: str | None = None
    stored: str | None = None


_decoder = msgspec.json.Decoder(Statement)
_decode = _decoder.decode
_decode_text = msgspec.json.Decoder(str).decode


class Reader:
    """Reads statements into a sink, and sets aside those that it can't read.

    Nothing is checked that reports don't need. Of a key that stands twice in an object the last counts, as most
    readers of JSON have it (RFC 8259, 4).
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._places = Places(sink.define)
        self._latest = latest_moment()
        self._verbs: dict[str, str] = {}

    def lines(self, block: bytes, name: str, first: int) -> int:
        """Read whole lines, a statement on each; empty ones are passed over. Return how many lines there are.

        `first`: the number of the first line in the file `name`.
        """
        # Not `count`, which looks at every byte by itself and takes half as long as the JSON decoder.
        count = len(block) - len(block.replace(b"\n", b"")) + (not block.endswith(b"\n"))
        try:
            rows = list(map(self._row, _decoder.decode_lines(block)))
        except (ValueError, RecursionError):
            rows = []
        if len(rows) == count:
            self._sink.take(rows)
        else:
            for number, line in enumerate(block.split(b"\n")[:count]):
                if line and not line.isspace():
                    self.text(line, f"{name}:{first + number}")
        return count

    def texts(self, texts: Sequence[bytes], place: str, numbers: Sequence[int]) -> None:
        """Read statements, each the whole of a text. Each is at the place, with its number behind it."""
        try:
            rows = [self._row(_decode(text)) for text in texts]
        except (ValueError, RecursionError):
            for number, text in zip(numbers, texts, strict=True):
                self.text(text, place, number)
        else:
            self._sink.take(rows)

    def text(self, text: bytes, place: str, number: int | None = None) -> None:
        """Read one statement, or set it aside."""
        try:
            row = self._row(_decode(text))
        except (ValueError, RecursionError) as error:
            self._set_aside(place if number is None else f"{place} {number}", reason(error), text)
        else:
            self._sink.take((row,))

    def _set_aside(self, place: str, why: str, text: bytes) -> None:
        self._sink.set_aside(place, why, text[: 4 * _SHOWN].decode(errors="replace")[:_SHOWN])

    def _row(self, statement: Statement) -> Row:
        """Return the row of a statement. Raises `ValueError` with the reason where it has none."""
        actor, thing, result, context = statement.actor, statement.object, statement.result, statement.context
        verb_iri = statement.verb.id
        verb = self._verbs.get(verb_iri) or self._verb(verb_iri)
        registration = version = ""
        around = _NOTHING
        text = statement.timestamp or statement.stored
        if context is not None:
            registration = context.registration or ""
            version = context.revision or ""
            around = context.contextActivities
            if context.extensions:
                text = _happened(context.extensions) or text
        if not text:
            raise Unreadable("timestamp is missing, and stored too: nobody can tell when it was")
        try:
            moment = moment_of(text)
        except ValueError as error:
            raise Unreadable(f"timestamp: {error}") from None
        if not EARLIEST_MOMENT <= moment <= self._latest:
            raise Unreadable(f"timestamp: {text[:40]} is a time when nobody can have learnt this")
        voids = None
        if thing.objectType == "Activity":
            course, kind, part = self._places.of(thing.id, thing.definition, around)
            if not course and verb in _OF_COURSES:
                course, kind, part = part, "course", ""
        else:
            course, kind, part = "", "other", ""
            if verb_iri == VOIDED and thing.objectType == "StatementRef":
                voids = thing.id.lower()
        identity = identity_of(actor)
        if actor.name is not None:
            self._sink.name(identity, actor.name)
        success = completion = score = duration = response = values = None
        if result is not None:
            success, completion, response = _FLAG[result.success], _FLAG[result.completion], result.response
            if result.score is not None:
                score = _ten_thousandths(result.score)
            if result.duration is not None:
                try:
                    duration = milliseconds_of(result.duration)
                except ValueError as error:
                    raise Unreadable(f"result.duration: {error}") from None
            if result.extensions:
                values = _values(result.extensions)
        return Row(  # by position: in half the time that names take
            statement.id.lower() if statement.id else _made_id(statement),
            identity,
            registration.lower(),
            moment,
            verb,
            course,
            version,
            kind,
            part,
            success,
            completion,
            score,
            duration,
            response,
            values,
            voids,
        )

    def _verb(self, iri: str) -> str:
        if len(self._verbs) > 1000:
            self._verbs.clear()
        return self._verbs.setdefault(iri, iri.removeprefix(VERBS))


def identity_of(actor: Actor) -> str:
    """Return who is meant, as record stores write it; `scormbuild.lrs.model.agents.ifi` says the same of a dict.

    Raises `Unreadable` for a group: a course that several took at one screen tells nothing of any of them.
    """
    if actor.objectType == "Group":
        raise Unreadable("actor is a group: nobody can tell who of it did what")
    if actor.mbox is not None:
        local, _, domain = actor.mbox.rpartition("@")
        return f"mbox:{local}@{domain.lower()}"
    account = actor.account
    if account is not None:
        return f"account:{account.homePage}|{account.name}"
    if actor.mbox_sha1sum is not None:
        return f"mbox_sha1sum:{actor.mbox_sha1sum.lower()}"
    if actor.openid is not None:
        return f"openid:{actor.openid}"
    raise Unreadable("actor has no identifier: an mbox, account, mbox_sha1sum or openid")


def _ten_thousandths(score: Score) -> int | None:
    """Return a share of the points in ten-thousandths; None where the score doesn't say of how many it is."""
    share = score.scaled
    if share is None:
        least = score.min or 0.0
        if score.raw is None or score.max is None or score.max <= least:
            return None
        share = (score.raw - least) / (score.max - least)
    if not -1 <= share <= 1:
        raise Unreadable(f"result.score must lie between -1 and 1 where it is scaled, not at {share:g}")
    return round(share * 10_000)


def _values(extensions: dict[str, msgspec.Raw]) -> str | None:
    for key, value in extensions.items():
        if key.endswith(EXTENSION_VALUES):
            text = bytes(value).decode()
            if not text.startswith("{"):
                raise Unreadable("extension values must be an object")
            return text
    return None


def _happened(extensions: dict[str, msgspec.Raw]) -> str | None:
    for key, value in extensions.items():
        if key.endswith(EXTENSION_HAPPENED):
            return _decode_text(value)
    return None


def _made_id(statement: Statement) -> str:
    """Return an id for a statement without one: the same whenever it is read again."""
    return str(uuid.uuid5(_NAMESPACE, msgspec.json.encode(statement).decode()))
