"""Moodle's words, by language.

English has been seen in real files. **Bokmål and Nynorsk have not been seen in the wild yet**: they are Moodle's own
language strings, from its language packs of 2012 and its app of today, with the words beside them that translators have
used since. Where a heading is none of these, the reports are known by the shape of what stands below it; see
the reports' own modules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Heading = Literal[
    "name", "first-name", "last-name", "id-number", "email", "username", "department", "group",
    "attempt", "started", "last-accessed", "score", "question", "response", "right-answer", "result", "status",
    "id", "real", "percentage", "time", "full-name", "description",
]  # fmt: skip

_HEADINGS: Final[Mapping[Heading, str]] = {
    # English, seen | Bokmål and Nynorsk, not yet seen
    "name": "Name|Full name|Navn|Fullt navn|Namn|Fullt namn",
    "first-name": "First name|Fornavn|Fornamn",
    "last-name": "Last name|Surname|Etternavn|Etternamn",
    "id-number": "ID number|ID-nummer|Idnummer",
    "email": "Email address|Email|E-mail address|E-postadresse|E-post|Epost|Epostadresse",
    "username": "Username|Brukernavn|Brukarnamn",
    "department": "Department|Avdeling",
    "group": "Group|Groups|Gruppe|Grupper",
    "attempt": "Attempt|Forsøk",
    "started": "Started on|Startet|Startet den|Starta|Påbegynt",
    "last-accessed": "Last accessed on|Sist brukt|Siste bruk|Sist besøkt|Sist åpnet|Sist åpnet den|Siste tilgang",
    "score": "Score|Resultat|Poeng|Poengsum|Skår",
    "question": "Question|Spørsmål",
    "response": "Response|Svar|Respons",
    "right-answer": "Right answer|Riktig svar|Rett svar|Korrekt svar",
    "result": "Result|Resultat",
    "status": "Status|Tilstand",
    "id": "ID|Id",
    "real": "Real|Virkelig|Reell|Poeng|Verkeleg",
    "percentage": "Percentage|Prosentandel|Prosent|Prosentdel",
    "time": "Time|Tid|Tidspunkt",
    "full-name": "User full name|Brukerens fulle navn|Fullt navn|Fullt namn|Brukaren sitt fulle namn",
    "description": "Description|Beskrivelse|Skildring",
}
_WORDS: Final = {key: frozenset(words.casefold().split("|")) for key, words in _HEADINGS.items()}

Status = Literal["completed", "incomplete", "passed", "failed", "browsed", "not-attempted"]

_STATUSES: Final[Mapping[Status, str]] = {
    "completed": "Completed|Fullført",
    "incomplete": "Incomplete|Ufullstendig|Ikke fullført|Ikkje fullført",
    "passed": "Passed|Bestått|Greidd",
    "failed": "Failed|Feilet|Ikke bestått|Stryk|Ikkje bestått",
    "browsed": "Browsed|Lest|Lese",
    "not-attempted": "Not attempted|Ikke forsøkt|Ikke påbegynt|Ikkje forsøkt",
}
_STATUS_OF: Final = {word.casefold(): status for status, words in _STATUSES.items() for word in words.split("|")}

_NOT = re.compile(r"\b(not|no|ikke|ikkje|uten|utan)\b")
_STATE = re.compile(r"(?P<done>[^()]*)(?:\((?P<more>.*)\))?", re.DOTALL)
_DONE: Final = frozenset({"completed", "complete", "fullført", "gjennomført"})
_GRADE = re.compile(r"grade|karakter|bestått|oppnå|greidd")


def is_heading(key: Heading, text: str) -> bool:
    """Whether a heading is the one that is meant."""
    return " ".join(text.split()).casefold() in _WORDS[key]


def status(text: str) -> Status | None:
    """What stands for an attempt's status in a SCORM report; None for a word that isn't known."""
    return _STATUS_OF.get(" ".join(text.split()).casefold())


def completion(text: str) -> Literal["completed", "passed", "failed", "not-completed"] | None:
    """What stands for an activity's completion in the completion reports; None for words that aren't known.

    `Completed (achieved pass grade)` is passed, `Completed (did not achieve pass grade)` failed; `Completed (set by …)`
    completed.
    """
    found = _STATE.fullmatch(" ".join(text.split()).casefold())
    if found is None:
        return None
    done, more = found["done"].strip(), found["more"] or ""
    if _NOT.match(done) and done.partition(" ")[2] in _DONE:
        return "not-completed"
    if done not in _DONE:
        return None
    if not _GRADE.search(more) or more.startswith(("set by", "satt av", "sett av")):
        return "completed"
    return "failed" if _NOT.search(more) else "passed"
