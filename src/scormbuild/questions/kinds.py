"""By what a file of questions is told from other files: its first bytes. Nothing heavy is loaded for it."""

from __future__ import annotations

import re
from typing import Final

_GIFT_TITLE: Final = re.compile(r"^\s*::(?:[^:\n]|\\:)+::", re.MULTILINE)
_GIFT_CATEGORY: Final = re.compile(r"^\s*\$CATEGORY:", re.MULTILINE)
_GIFT_ANSWERS: Final = re.compile(
    r"(?<!\\)\{\s*(?:[=~]|#\s*[-=\d]|(?:T|F|TRUE|FALSE)\s*[#}])[^{}]*(?<!\\)\}|(?<!\\)\{\s*(?:T|F|TRUE|FALSE)\s*\}"
)
_QUESTION: Final = re.compile(r'(?:^|[;,\t"])\s*(?:spørsmål|question|oppgave|oppgåve|prompt)\s*(?:$|[;,\t"])')
_RIGHT: Final = re.compile(r'(?:^|[;,\t"])\s*(?:riktig|rett|right|correct|svar|answer|fasit|a)\s*(?:$|[;,\t"])')


def is_gift(head: bytes) -> bool:
    """GIFT: a title between colons, a category, or an answer section."""
    text = _text(head)
    if text.lstrip("\ufeff \n\r\t").startswith(("<", "PK", "---")):
        return False
    return bool(_GIFT_TITLE.search(text) or _GIFT_CATEGORY.search(text) or _GIFT_ANSWERS.search(text))


def is_moodle(head: bytes) -> bool:
    """Moodle XML."""
    return bool(re.search(rb"<quiz\s*/?>", head.replace(b"\0", b"")))


def is_qti(head: bytes) -> bool:
    """QTI's XML, or a zip with a manifest and without what would make it a course."""
    if head.startswith(b"PK"):
        # Office's and SCORM's zips have other first names.
        return bool(re.search(rb"imsmanifest\.xml|assessment_meta\.xml|res0\d+\.dat", head)) and not re.search(
            rb"adlcp_rootv1p2|adlcp_v1p3|ims_xml\.xsd", head
        )
    return bool(re.search(rb"<(\w+:)?(questestinterop|assessmentItem|assessmentTest)\b", head.replace(b"\0", b"")))


def is_table(head: bytes) -> bool:
    """A table with a column of questions, and one of right answers or options."""
    lines = [line for line in _text(head).lstrip("\ufeff").lower().splitlines()[:2] if not line.startswith("sep=")]
    return bool(lines and _QUESTION.search(lines[0]) and _RIGHT.search(lines[0]))


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    text = head.decode("utf-8", "replace")
    return head.decode("cp1252", "replace") if "\ufffd" in text[:-3] else text
