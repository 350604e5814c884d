"""What is aimed at, and what the peers were measured to have on courses of the same sizes.

The peers: Adapt 5.56, CourseCode 0.1.61, LiaScript exporter 3.3 and petljadoc 1.4, each with its own small and
large course, SCORM 1.2, Chromium, on two busy cores. Their figures stand as they were noted, small / large.
"""

from __future__ import annotations

from dataclasses import dataclass

PEERS = ("Adapt", "CourseCode", "LiaScript", "petljadoc")


@dataclass(frozen=True)
class Measure:
    """One line of the table. A figure reaches its aim by not exceeding it; without an aim it is only told."""

    name: str
    aim_small: float | None = None
    aim_large: float | None = None
    peers: tuple[str, str, str, str] = ("–", "–", "–", "–")
    decimals: int = 0


HELP_CPU = Measure("`--help`, CPU ms", 150, 150)
FLOOR_CPU = Measure("imports of a build's libraries, CPU s", decimals=2)
BUILD_CPU = Measure("build, CPU s", 0.5, 2, ("11.8 / 14–25", "3.6–9.7 / 12", "6.6 / 51–67", "5.1 / 37"), decimals=2)
BUILD_OVER_FLOOR = Measure("build, times those imports", decimals=1)
BUILD_PEAK = Measure("build, peak memory, MiB", 100, 100, ("448", "360", "275", "122"))
PACKAGE = Measure(
    "package less media, KB", 100, 400, ("770 / 900", "310 / 510", "7,320 / 7,410", "2,850 / 4,660"), decimals=1
)
CODE = Measure("script and style at launch, gzip KB", 40, 40, ("410", "204", "1,130", "1,260 + CDN"), decimals=1)
OVER_SCORM12 = Measure("heaviest other format at launch, gzip KB over SCORM 1.2", 10, 10, decimals=1)
REQUESTS = Measure("requests at launch", 8, 8, ("56 / 70", "19 / 231", "26 / 26", "135"))
REQUESTS_IDLE = Measure("requests until idle, those ahead of need included")
BLANK_CONTENT = Measure("first content of a blank page, ms")
FIRST_CONTENT = Measure(
    "first content, ms over a blank page",
    150,
    300,
    ("2,100 / 30,500", "850 / 3,200", "2,300 / 3,600", "2,000"),
)
PAGE_TEXT = Measure("the page's own text, ms over a blank page", 150, 300)
CALLS = Measure("API calls at launch", 12, 12, ("364", "18", "38", "none"))
COMMITS_PAGE = Measure("commits per page", 1, 1, ("–", "~1", "one per Set", "–"), decimals=2)
COMMITS_ANSWER = Measure("commits per answer", 1, 1, ("–", "~1", "one per Set", "–"), decimals=2)
COMMITS_QUIZ_STEP = Measure("commits per other step of a quiz", decimals=2)
STATE = Measure(
    "suspend_data, every page and answer, characters",
    4096,
    4096,
    ("15,764", "throws at slide 33", "in objective ids", "none"),
)
STATE_TEXTS = Measure("suspend_data, 10,000 characters of prose besides, 100 pages and answers", 4096, 4096)
PRIMING = Measure("reading the primer, CPU ms in Chromium", 80, 80)
PACKING = Measure("packing 10,000 characters, CPU ms in Chromium", 40, 40)
TYPING = Measure("longest wait from key to paint, beside 8,000 characters, ms", 50, 50)
INTERACTIONS = Measure("answers in cmi.interactions, of 10 / 200", peers=("partly", "none", "none", "none"))

MEASURES = (
    HELP_CPU,
    FLOOR_CPU,
    BUILD_CPU,
    BUILD_OVER_FLOOR,
    BUILD_PEAK,
    PACKAGE,
    CODE,
    OVER_SCORM12,
    REQUESTS,
    REQUESTS_IDLE,
    BLANK_CONTENT,
    FIRST_CONTENT,
    PAGE_TEXT,
    CALLS,
    COMMITS_PAGE,
    COMMITS_ANSWER,
    COMMITS_QUIZ_STEP,
    STATE,
    STATE_TEXTS,
    PRIMING,
    PACKING,
    TYPING,
    INTERACTIONS,
)
"""The table's lines, in its order."""
