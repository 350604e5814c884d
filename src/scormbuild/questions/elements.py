"""What QTI's reader does with XML elements: copies without some of what is in them, texts in the place of elements."""

from __future__ import annotations

import copy

from lxml import etree

from scormbuild.questions.reading import inner_html


def copied(element: etree._Element) -> etree._Element:
    """A copy without the text behind the element."""
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def outer(element: etree._Element) -> str:
    """An element as HTML, itself included."""
    holder = etree.Element("div")
    holder.append(copied(element))
    return inner_html(holder)


def without(parent: etree._Element, inner: etree._Element) -> etree._Element:
    """A copy of an element without one of those within it."""
    path = []
    at: etree._Element | None = inner
    while at is not None and at is not parent:
        above = at.getparent()
        path.append(above.index(at) if above is not None else 0)
        at = above
    kept = copied(parent)
    found = kept
    for number in reversed(path):
        found = found[number]
    drop(found)
    return kept


def without_feedback(choice: etree._Element) -> etree._Element:
    """A copy of a choice without what is told of it."""
    kept = copied(choice)
    for feedback in list(kept.iter("feedbackInline")):
        drop(feedback)
    return kept


def drop(element: etree._Element) -> None:
    """Take an element out, and leave the text behind it."""
    put(element, "")


def put(element: etree._Element, text: str) -> None:
    """Put a text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
