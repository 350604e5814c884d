"""Primers: what the texts that learners write are packed with.

The model that packs texts has read a primer first: Norwegian words and sentences, and those of the course. A state
can be opened with its own primer alone. So a primer is frozen as soon as it is made: it lies beside course.lock, which
has its fingerprint, every package carries all of them, and states name theirs by number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from scormbuild.course.lock import Lock
from scormbuild.course.model import Course
from scormbuild.course.part import Part
from scormbuild.errors import Place, Problem

_STATE = Path(__file__).parent.parent / "state"
WORDS = _STATE / "words-nb.txt"
PROSE = _STATE / "prose-nb.txt"
_NORWEGIAN = ("nb", "nn")

WORD_CHARACTERS = 8000
"""How much of a primer the course's own words take at most; 1,000 characters take a millisecond or two to learn."""

SENTENCE_CHARACTERS = 5500
"""How much of the course's own sentences goes into a primer: what is read last takes 5 ms for every 1,000."""

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"\]\([^)]*\)|[\[\]*_`#|>]")


def primer_file(number: int) -> str:
    """The name of a primer's file in the course folder; the first has number 1."""
    return f"course.primer-{number}.txt"


def fingerprint(primer: str) -> str:
    """What course.lock says of a primer."""
    return sha256(primer.encode()).hexdigest()[:12]


def make_primer(course: Course) -> str:
    """Norwegian words, those of the course, what it says with them; then, where it is Norwegian, general prose.

    What is read last is remembered best, and learners write as people talk rather than as courses do.
    """
    words, prose = (file.read_text(encoding="utf-8").strip() for file in (WORDS, PROSE))
    own = course_sentences(course)
    if course.language not in _NORWEGIAN:
        return f"{course_words(course, set())}\n{own}".strip() + "\n"
    return f"{words}\n{course_words(course, set(words.split()))}\n{own}\n{prose}\n"


def course_words(course: Course, known: set[str], most: int = WORD_CHARACTERS) -> str:
    """Words of the course beside those that are known, the most frequent first."""
    counted = Counter(word for text in _texts(course) for word in _WORD.findall(text.lower()) if word not in known)
    chosen: list[str] = []
    left = most
    for word, _ in counted.most_common():
        if len(word) > left:
            break
        chosen.append(word)
        left -= len(word) + 1
    return " ".join(chosen)


def course_sentences(course: Course, most: int = SENTENCE_CHARACTERS) -> str:
    """Texts of the course that have the most different words for their length, in the course's order."""
    texts = list(dict.fromkeys(_texts(course)))
    words = [set(_WORD.findall(text.lower())) for text in texts]
    known: set[str] = set()
    chosen: set[int] = set()
    left = most
    while True:
        open_ = [number for number, text in enumerate(texts) if number not in chosen and len(text) < left]
        best = max(open_, key=lambda number: len(words[number] - known) / (len(texts[number]) + 1), default=None)
        if best is None or not words[best] - known:
            return "\n".join(texts[number] for number in sorted(chosen))
        chosen.add(best)
        known |= words[best]
        left -= len(texts[best]) + 1


def read_primers(folder: Path, display: str, lock: Lock) -> tuple[list[str], list[Problem]]:
    """The primers that course.lock names, and what is wrong with their files."""
    primers, problems = [], []
    for number, expected in enumerate(lock.primers, 1):
        name = primer_file(number)
        path = folder / name
        try:
            # Version control on Windows may have changed the line ends.
            text = path.read_bytes().decode().replace("\r\n", "\n")
        except (OSError, ValueError):
            text = ""
        if fingerprint(text) != expected:
            what = "has been changed" if path.exists() else "is missing"
            message = f"{name} {what}: the texts that learners have saved can't be read without it"
            hint = "take the file back from version control, and leave it as it is"
            problems.append(Problem(Place(f"{display}/{name}"), "primer", message, hint))
        primers.append(text)
    return primers, problems


def _texts(part: Part) -> Iterator[str]:
    """Every text of more than one word in a part and in what it holds, markup left out."""
    for key in type(part).model_fields:
        yield from _texts_in(getattr(part, key))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        for line in _MARKUP.sub("", value).splitlines():
            if " " in line.strip():
                yield line.strip()
    elif isinstance(value, Part):
        yield from _texts(value)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)
