"""What other programs have no place for, kept in the file so that it can be read again.

In HTML it stands in elements with a class, which learners read like any other text; in GIFT in a comment.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from lxml import html

from scormbuild.questions.markup import html_of_block
from scormbuild.questions.model import Numeric, Question

GIFT_COMMENT: Final = "// scormbuild: "
"""Begins the comment with what GIFT has no place for."""

GAPS_CLASS: Final = "gaps"
"""Of the element that holds a text with gaps, apart from the prompt before it."""

PROMPT_CLASS: Final = "prompt"
"""Of a prompt in QTI, where the interaction has none of its own."""

STRUCK_CLASS: Final = "struck"
"""Of text that is struck out, in QTI."""

SAID_CLASSES: Final = {"right": "said-right", "wrong": "said-wrong"}
"""Of what is for those who answered rightly, and wrongly, in a text for all."""

_UNIT: Final = re.compile(r'\s*<span class="unit">\((.*?)\)</span>\s*$', re.DOTALL)


def unit(question: Question) -> str:
    """The unit of a number, for the end of the prompt: no other program has a place for it that learners see."""
    if not isinstance(question, Numeric) or not question.unit:
        return ""
    return f' <span class="unit">({escape(question.unit, quote=False)})</span>'


def parted_unit(source: str) -> tuple[str, str]:
    """A prompt's HTML, and the unit at its end that `unit` wrote; "" where there is none."""
    found = _UNIT.search(source)
    return (source[: found.start()], unescape(found[1])) if found else (source, "")


def said_apart(question: Question, *keys: str) -> str:
    """What those read who answered rightly, or wrongly, as HTML that stands beside a text for all."""
    said = ((SAID_CLASSES[key], html_of_block(getattr(question, key))) for key in keys)
    return "".join(f'<div class="{name}">{text}</div>' for name, text in said if text)


def parted_said(source: str) -> tuple[str, dict[str, str]]:
    """A feedback's HTML without what `said_apart` put there, and that by its key, as HTML."""
    if not any(name in source for name in SAID_CLASSES.values()):
        return source, {}
    tree = html.fragment_fromstring(source, create_parent="div")
    said = {}
    for key, name in SAID_CLASSES.items():
        for each in tree.xpath(f'./div[@class="{name}"]'):
            said[key] = html.tostring(each, encoding="unicode", with_tail=False)
            each.drop_tree()
    return html.tostring(tree, encoding="unicode"), said
