"""How what a manifest may hold is declared, and how a manifest is compared with that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from scormbuild.inspect.schemas import values
from scormbuild.inspect.schemas.values import Value

Kind = Literal[
    "misplaced", "order", "missing", "repeated", "unknown", "attribute", "no-attribute", "value", "name", "length"
]

_FREE = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute without namespace."""

    value: Value
    required: bool = False
    longest: int = 0
    """Characters that every platform must take; 0 where nothing is said."""


@dataclass(frozen=True, slots=True)
class Child:
    """What may stand in one place of a sequence: elements of one of these names, each of a type."""

    types: Mapping[str, str]
    """Local name → type."""
    least: int
    most: int | None

    @property
    def named(self) -> str:
        """The names, for a message."""
        return " or ".join(self.types)


@dataclass(frozen=True, slots=True)
class Element:
    """A type of element."""

    children: tuple[Child, ...] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    text: Value | None = None
    """What its text must be; None where it has none."""
    longest: int = 0
    """Characters of its text that every platform must take; 0 where nothing is said."""
    others: bool = False
    """Whether elements of other namespaces may stand after its own; its attributes may then be of others too."""
    other_attributes: bool = True
    """False where that doesn't hold for attributes."""
    is_ordered: bool = True
    """Whether the order of the children matters."""
    is_open: bool = False
    """Whether anything may stand in it (`xs:anyType`)."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The elements of a standard."""

    root: tuple[str, str]
    """Namespace and local name."""
    types: Mapping[str, Mapping[str, Element]]
    """Namespace → type → element. Elements whose type is their name may stand where others may."""
    attributes: Mapping[str, Value]
    """Attributes of its namespaces, by Clark name: those that may stand on elements of other namespaces."""
    extended: frozenset[str]
    """Types named in `others` of other namespaces: what may be used there, by Clark name."""
    is_complete: bool = True
    """Whether an element that isn't declared is proved to be wrong; False where no schema was ever published."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Where a manifest isn't what the schema says."""

    kind: Kind
    line: int
    message: str


def one(name: str, type_: str = "") -> Child:
    """Exactly one."""
    return Child({name: type_ or name}, 1, 1)


def maybe(name: str, type_: str = "") -> Child:
    """One or none."""
    return Child({name: type_ or name}, 0, 1)


def many(name: str, type_: str = "") -> Child:
    """Any number."""
    return Child({name: type_ or name}, 0, None)


def some(*names: str, type_: str = "") -> Child:
    """One or more of these names, mixed."""
    return Child({name: type_ or name for name in names}, 1, None)


def violations(root: etree._Element, schema: Schema) -> Iterator[Violation]:
    """Everything in which a manifest isn't what the schema says, in its order. The root itself is taken as right."""
    stack: list[tuple[etree._Element, str, str]] = [(root, schema.root[0], schema.root[1])]
    while stack:
        element, namespace, type_ = stack.pop()
        declared = schema.types[namespace][type_]
        if declared.is_open:
            continue
        yield from _attributes(element, declared, schema)
        yield from _text(element, declared)
        inner: list[tuple[etree._Element, str, str]] = []
        yield from _children(element, namespace, declared, schema, inner)
        stack += reversed(inner)


def _attributes(element: etree._Element, declared: Element, schema: Schema) -> Iterator[Violation]:
    line, tag = _line(element), _local(element)
    for key, text in element.attrib.items():
        name, value = str(key), str(text)
        if not name.startswith("{"):
            attribute = declared.attributes.get(name)
            if attribute is None:
                yield Violation("attribute", line, f"<{tag}> has no attribute {name}")
            elif wanted := attribute.value(value):
                kind: Kind = "name" if attribute.value is values.name else "value"
                yield Violation(kind, line, f"{name}={_quoted(value)} of <{tag}> must be {wanted}")
            elif attribute.longest and len(value) > attribute.longest:
                message = f"{name} of <{tag}> has {len(value)} characters; {attribute.longest} are sure to be taken"
                yield Violation("length", line, message)
        elif not (declared.others and declared.other_attributes) and _namespace(name) not in _FREE:
            yield Violation(
                "attribute", line, f"<{tag}> has no attribute {name.rpartition('}')[2]} of {_namespace(name)}"
            )
        elif name in schema.attributes and (wanted := schema.attributes[name](value)):
            yield Violation("value", line, f"{name.rpartition('}')[2]}={_quoted(value)} of <{tag}> must be {wanted}")
    for name, attribute in declared.attributes.items():
        if attribute.required and name not in element.attrib:
            yield Violation("no-attribute", line, f"<{tag}> lacks its attribute {name}")


def _text(element: etree._Element, declared: Element) -> Iterator[Violation]:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    if declared.text is None:
        if text.strip():
            yield Violation("value", _line(element), f"<{_local(element)}> holds elements, not text: {_quoted(text)}")
    elif wanted := declared.text(text):
        yield Violation("value", _line(element), f"<{_local(element)}> is {_quoted(text)} and must be {wanted}")
    elif declared.longest and len(text) > declared.longest:
        message = f"<{_local(element)}> has {len(text)} characters; {declared.longest} are sure to be taken"
        yield Violation("length", _line(element), message)


def _children(
    element: etree._Element,
    namespace: str,
    declared: Element,
    schema: Schema,
    inner: list[tuple[etree._Element, str, str]],
) -> Iterator[Violation]:
    places = {name: place for place, child in enumerate(declared.children) for name in child.types}
    counts: Counter[int] = Counter()
    reached, last, tag = 0, "", _local(element)
    for child in element.iterchildren("*"):
        name, line = _local(child), _line(child)
        own = (etree.QName(child).namespace or "") == namespace
        place = places.get(name) if own else None
        if place is None:
            if own or not declared.others or not etree.QName(child).namespace:
                if not own and not declared.others and not _is_known(child, schema):
                    continue
                kind: Kind = "misplaced" if schema.is_complete else "unknown"
                yield Violation(kind, line, f"<{name}> can't stand in <{tag}>")
            elif f"{{{etree.QName(child).namespace}}}{name}" in schema.extended:
                inner.append((child, etree.QName(child).namespace or "", name))
            elif _is_known(child, schema):
                yield Violation("unknown", line, f"there is no element <{name}> that can stand in <{tag}>")
            if not own:
                reached, last = len(declared.children), name
            continue
        if declared.is_ordered and place < reached:
            yield Violation("order", line, f"<{name}> of <{tag}> must stand before <{last}>")
        reached, last = max(reached, place), name if place >= reached else last
        counts[place] += 1
        most = declared.children[place].most
        if most is not None and counts[place] == most + 1:
            yield Violation("repeated", line, f"<{tag}> has more than one <{name}>")
        inner.append((child, namespace, declared.children[place].types[name]))
    for place, expected in enumerate(declared.children):
        if counts[place] < expected.least:
            yield Violation("missing", _line(element), f"<{tag}> lacks <{expected.named}>")


def _is_known(element: etree._Element, schema: Schema) -> bool:
    """Whether an element's namespace is one that the schema says something of."""
    return (etree.QName(element).namespace or "") in schema.types


def _namespace(clark: str) -> str:
    return clark[1:].partition("}")[0]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _quoted(text: str) -> str:
    """A text cut short, as messages quote it."""
    plain = " ".join(text.split())
    return f"“{plain[:60]}…”" if len(plain) > 60 else f"“{plain}”"
