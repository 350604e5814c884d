"""Text that compresses as Norwegian prose does, and says nothing."""

from __future__ import annotations

from itertools import accumulate
from random import Random

COMMON = """\
og i det er på til som en å for av at med de ikke den har om et fra kan men vi var seg så eller når skal også
han hun du dem ved være blir må noe alle etter over mer selv sin bare mange flere hva hvordan hvor der da nå
uten under mellom før gjennom godt ofte alltid sammen litt mye"""
"""Little words, the most frequent first: together they are half of any Norwegian text."""

NOUNS = """\
bolig gang trapp dør seng stol lampe rullator stokk venn nabo lege plan avtale oppgave ressurs balanse avdeling
alarm bil buss by dag deltaker dose elv epost fare feil film flate form frist gave grense grunn gruppe hage hånd
helg hund hylle idé jakke jobb kant kjede klasse klinikk klokke knapp kommune kopp kost krem kropp kurv kveld
lov lyd maskin mening metode modell morgen mur måte nemnd norm oppfølging pasient pause penn pille plass pleier
port prat pris prøve pute regel rekke reise ring risiko rolle runde rutine samtale sak scene sensor setning side
skade skje skole skjerm sky sko sone sorg sti streng strøm studie tabell tanke tavle tjeneste tone trening tråd
uke utgift vakt vane vei vegg vekt verdi vind vits ytelse årsak"""
NOUN_ENDINGS = ("", "en", "er", "ene", "ens")

OTHER = """\
arbeider bistår bruker bytter deler dekker endrer finner flytter foreslår forklarer forstår fyller gjentar gleder
griper hjelper holder husker hviler kjenner klager klarer kobler kommer lader leier lener leser lytter lærer løfter
løser melder merker mestrer måler noterer observerer opplever ordner peker planlegger prøver ringer roser rydder
samler savner skriver snakker snur sover spiser spør sjekker starter støtter svarer tegner tenker tester trener
trykker utsetter varsler vasker velger venter viser vurderer øver åpner alvorlig billig blank bred daglig dyp enkel
farlig fersk flink forsiktig frisk full glad grundig gyldig hyggelig høflig jevn kald klok kraftig lang lett ledig
modig myk mulig nyttig nær nødvendig offentlig personlig praktisk privat presis rask riktig rolig rød sen sikker
skarp skriftlig sliten smal stille stor sunn svak synlig særlig sterk tidlig tom trang travel trygg tydelig tynn
ukentlig urolig vanlig varm varsom viktig våken ærlig"""

FIRST_PARTS = """\
arbeids bruker bolig dag fall gruppe helse hjelpe hjemme hverdags kommune kveld lærings medisin mestrings miljø
natt omsorgs opplærings personal pleie rehabiliterings samarbeids sikkerhets sikrings språk tjeneste trenings
trygghets utviklings varslings vedlikeholds velferds"""

LAST_PARTS = """\
alarm ansvar arbeid avdeling behov besøk dagbok erfaring forløp gruppe hjelp kontakt kort kurs leder liste
middel møte måling oppgave opplegg plan program prosjekt rom rutine samtale skjema situasjon sted system team
teknologi tilbud tiltak tjeneste vakt vurdering"""


class Prose:
    """Text with the word lengths and the variety of Norwegian prose, so that deflate finds what it finds there."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.common, self.nouns, self.other = COMMON.split(), NOUNS.split(), OTHER.split()
        self.first_parts, self.last_parts = FIRST_PARTS.split(), LAST_PARTS.split()
        # Zipf's law: the word of rank n comes once for n times that the first one comes.
        self.common_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.common))))

    def word(self) -> str:
        """Every other word is a little one, every tenth a compound."""
        choice = self.random.choice
        kind = self.random.random()
        if kind < 0.5:
            return self.random.choices(self.common, cum_weights=self.common_weights)[0]
        if kind < 0.7:
            noun, ending = choice(self.nouns), choice(NOUN_ENDINGS)
            return noun + (ending.removeprefix("e") if noun.endswith("e") else ending)
        if kind < 0.9:
            return choice(self.other)
        return choice(self.first_parts) + choice(self.last_parts)

    def words(self, count: int) -> str:
        """So many words, the first with a capital letter."""
        return " ".join(self.word() for _ in range(count)).capitalize()

    def title(self) -> str:
        """Four words."""
        return self.words(4)

    def sentence(self, count: int, end: str = ".") -> str:
        """A sentence of so many words, safe as a plain scalar of YAML."""
        return self.words(count) + end

    def paragraph(self, count: int) -> str:
        """Sentences of 6 to 18 words, `count` words in all."""
        sentences = []
        while count:
            length = min(count, self.random.randint(6, 18))
            sentences.append(self.sentence(length))
            count -= length
        return " ".join(sentences)

    def page(self, words: int) -> str:
        """Markdown of that many words: paragraphs, two headings, a list."""
        heading, item = 4, 9
        length, rest = divmod(words - 2 * heading - 5 * item, 4)
        blocks = [
            self.paragraph(length),
            self.paragraph(length),
            f"## {self.words(heading)}",
            self.paragraph(length),
            self.paragraph(length + rest),
            f"## {self.words(heading)}",
            "\n".join(f"- **{self.words(3)}** {self.sentence(item - 3)}" for _ in range(5)),
        ]
        return "\n\n".join(blocks)
