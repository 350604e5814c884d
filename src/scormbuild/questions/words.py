"""What imported questions get of words where their source has none, in the course's language."""

from __future__ import annotations

from typing import Final

FILL_IN: Final = "fill_in"
CHOOSE: Final = "choose"
POINT_OUT: Final = "point_out"
ORDER: Final = "order"
ANSWER: Final = "answer"
QUESTIONS: Final = "questions"
BELONGS: Final = "belongs"
TRUE: Final = "true"
FALSE: Final = "false"

_WORDS: Final = {
    "nb": {
        FILL_IN: "Fyll inn det som mangler.",
        CHOOSE: "Velg det som passer.",
        POINT_OUT: "Pek ut det som er riktig.",
        ORDER: "Sett i riktig rekkefølge.",
        ANSWER: "Hva er riktig?",
        QUESTIONS: "Spørsmål",
        BELONGS: "Bildet hører til spørsmålet: {question}",
        TRUE: "Sant",
        FALSE: "Usant",
    },
    "nn": {
        FILL_IN: "Fyll inn det som manglar.",
        CHOOSE: "Vel det som passar.",
        POINT_OUT: "Peik ut det som er rett.",
        ORDER: "Set i rett rekkjefølgje.",
        ANSWER: "Kva er rett?",
        QUESTIONS: "Spørsmål",
        BELONGS: "Biletet høyrer til spørsmålet: {question}",
        TRUE: "Sant",
        FALSE: "Usant",
    },
    "en": {
        FILL_IN: "Fill in what is missing.",
        CHOOSE: "Choose what fits.",
        POINT_OUT: "Point out what is right.",
        ORDER: "Put in the right order.",
        ANSWER: "What is right?",
        QUESTIONS: "Questions",
        BELONGS: "The picture belongs to the question: {question}",
        TRUE: "True",
        FALSE: "False",
    },
}


def say(language: str, key: str, question: str = "") -> str:
    """The words in a language, in Norwegian Bokmål where there are none in it."""
    return _WORDS.get(language, _WORDS["nb"])[key].format(question=question)
