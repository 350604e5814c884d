"""A course that never was, and figures of it made by hand: what every part of a report can be shown with."""

from __future__ import annotations

from msgspec.structs import replace

from scormbuild.records.figures.model import (
    WITHHELD,
    Choice,
    ColumnSum,
    Comparison,
    CourseFigures,
    Duty,
    FieldSummary,
    Figures,
    Item,
    ModuleProgress,
    Month,
    ObjectiveReached,
    Progress,
    Reading,
    Scores,
    SheetUse,
    Slice,
    Step,
    TimeUsed,
)
from scormbuild.records.outline import (
    Module,
    Objective,
    Option,
    Outline,
    Page,
    Question,
    Quiz,
    Scale,
    Worksheet,
    WorksheetField,
)

HOSTILE = "</script><script>alert('x')</script> \"'& \u202eesrever"
"""What no wording may do: end an element, run, or turn what stands around it."""

_STEPS = {"1": "Ikke ennå", "2": "Litt", "3": "Ganske godt", "4": "Helt trygg"}
_PLACES = {
    "hoey--liten": "Begynn her",
    "hoey--god": "Hold fast",
    "lav--liten": "Lavt prioritert, liten kontroll",
    "lav--god": "Lavt prioritert, god kontroll",
}
_RACI = {"r": "R: utfører", "a": "A: har ansvaret", "c": "C: blir spurt", "i": "I: får vite"}
_TASKS = {"bestille": "Bestille utstyr", "varsler": "Følge opp varsler om natta", "opplaering": "Lære opp nye kolleger"}
_ROLES = {"leder": "Leder", "ressurs": "Ressursperson", "vakt": "Nattevakt"}
_ROWS = {"dispenser": "Elektronisk medisindispenser", "tilsyn": "Digitalt tilsyn"}
_COLUMNS = {"brukere": "For brukerne", "timer": "Spart tid (timer i uka)"}

OUTLINE = Outline(
    iri="https://kurs.example.no/hverdag",
    id="hverdag",
    title="Velferdsteknologi og hverdagsmestring",
    language="nb",
    version="1.2.0",
    modules=(
        Module("hjelpefella", "Hjelpefella"),
        Module("teknologi", "Teknologien i hjemmet"),
        Module("praksis", "Ut i praksis"),
    ),
    pages=(
        Page("fella", "Hva er hjelpefella?", "hjelpefella"),
        Page("berit", "En morgen hos Berit", "hjelpefella"),
        Page("trappa", "Hjelpetrappa: fem trinn fra å vente til å overta", "hjelpefella"),
        Page("dispenser", "Medisindispenseren", "teknologi"),
        Page("tilsyn", "Digitalt tilsyn om natta", "teknologi"),
        Page("varsler", "Når varselet går", "teknologi"),
        Page("samtale", "Samtalen med en som nøler", "praksis"),
        Page("prove", "Sluttprøve", "praksis"),
        Page("takk", "Takk for nå", "praksis"),
    ),
    questions=(
        Question(
            "q-fella",
            "Berit sier at hun ikke får det til lenger. Hva er den mest sannsynlige grunnen?",
            "choice",
            (
                Option("a", "Håndleddet er varig skadet, så hun trenger hjelpen"),
                Option("b", "Hun er 81 år, og da blir slike ting for vanskelige"),
                Option("c", "Hun har ikke prøvd på lenge og har mistet troen", is_correct=True),
                Option("d", "Hun er høflig og vil egentlig gjøre alt på egen hånd"),
            ),
            ("c",),
            page="berit",
        ),
        Question(
            "q-vente",
            "Å vente litt kan være god hjelp.",
            "true-false",
            (Option("true", "Sant", is_correct=True), Option("false", "Usant")),
            ("true",),
            quiz="sluttprove",
            page="prove",
            objective="mestring",
        ),
        Question(
            "q-varsel",
            "Varselet går klokka tre om natta, og du er alene på vakt. Hva gjør du først?",
            "choice",
            (
                Option("a", "Ringer brukeren"),
                Option("b", "Kjører ut med en gang", is_correct=True),
                Option("c", "Ser på kameraet"),
                Option("d", "Venter på neste varsel"),
            ),
            ("b",),
            quiz="sluttprove",
            page="prove",
            objective="trygghet",
        ),
        Question(
            "q-samtykke",
            "Hvem kan samtykke til digitalt tilsyn?",
            "choice",
            (
                Option("a", "Brukeren selv", is_correct=True),
                Option("b", "Naboen"),
                Option("c", "Sønnen, uten fullmakt"),
            ),
            ("a",),
            quiz="sluttprove",
            page="prove",
            objective="trygghet",
        ),
        Question(
            "q-par",
            "Hva hører sammen?",
            "matching",
            (
                Option("1[.]x", "Dispenser → Medisiner", is_correct=True),
                Option("1[.]y", "Dispenser → Nattero"),
                Option("2[.]x", "Tilsyn → Medisiner"),
                Option("2[.]y", "Tilsyn → Nattero", is_correct=True),
            ),
            ("1[.]x[,]2[.]y",),
            quiz="sluttprove",
            page="prove",
            objective="mestring",
        ),
        Question("q-hull", "Fyll inn. Den som svarer for at jobben blir gjort, er ____.", "fill-in", quiz="sluttprove"),
        Question(
            "q-trygg",
            "Jeg er trygg på å vise en bruker hvordan dispenseren virker.",
            "likert",
            tuple(Option(key, text) for key, text in _STEPS.items()),
            page="dispenser",
            is_scored=False,
        ),
    ),
    quizzes=(Quiz("sluttprove", "Sluttprøve", "prove", is_graded=True, pass_mark=8000),),
    objectives=(
        Objective("mestring", "Du kan støtte en bruker i å klare mer selv."),
        Objective("trygghet", "Du vet hva du gjør når et varsel går."),
    ),
    worksheets=(
        Worksheet(
            "foer",
            "Hvor er du nå?",
            "self_assessment",
            fields=tuple(
                WorksheetField(key, text, _STEPS)
                for key, text in (
                    ("forklare", "Jeg kan forklare hva en gevinst er."),
                    ("ansvar", "Jeg vet hvem som har ansvar for varslene om natta."),
                )
            ),
        ),
        Worksheet(
            "gevinster",
            "Gevinster",
            "table_form",
            fields=tuple(
                WorksheetField(f"{row}.{column}", f"{row_title}: {title}", {}, row_title, title)
                for row, row_title in _ROWS.items()
                for column, title in _COLUMNS.items()
            ),
        ),
        Worksheet(
            "matrise",
            "Hva haster, og hva har vi styr på?",
            "priority_matrix",
            fields=tuple(
                WorksheetField(key, text, _PLACES)
                for key, text in (("natt", "Rutine for varsler om natta"), ("lager", "Oversikt over lageret"))
            ),
            scales=(
                Scale("Prioritet", {"hoey": "Høyt prioritert", "lav": "Lavt prioritert"}),
                Scale("Kontroll", {"liten": "Liten kontroll", "god": "God kontroll"}),
            ),
        ),
        Worksheet(
            "ansvar",
            "Hvem gjør hva?",
            "responsibility_matrix",
            fields=tuple(
                WorksheetField(f"{task}.{role}", f"{text}: {title}", _RACI, text, title)
                for task, text in _TASKS.items()
                for role, title in _ROLES.items()
            ),
            required=("r", "a"),
            single=("a",),
        ),
        Worksheet(
            "huskeliste",
            "Før du går ut døra",
            "checklist",
            fields=(
                WorksheetField("huskeliste", "Før du går ut døra", {"a": "Jeg har lest planen", "b": "Jeg har tid"}),
            ),
        ),
        Worksheet(
            "tanke", "Når hjalp du sist mer enn du måtte?", "reflection", fields=(WorksheetField("tanke", "Når?"),)
        ),
    ),
)

_ITEMS = (
    Item(
        "q-fella",
        "",
        1100,
        0.93,
        0.22,
        18.0,
        (
            Choice("a", 11, 0.01, -0.12),
            Choice("b", 44, 0.04, -0.2),
            Choice("c", 1023, 0.93, 0.22, is_correct=True),
            Choice("d", 22, 0.02, -0.05),
        ),
        ("too-easy", "unused-option"),
    ),
    Item(
        "q-vente",
        "",
        812,
        0.71,
        0.44,
        7.0,
        (Choice("true", 577, 0.71, 0.44, is_correct=True), Choice("false", 235, 0.29, -0.44)),
    ),
    Item(
        "q-varsel",
        "",
        812,
        0.34,
        -0.18,
        31.0,
        (
            Choice("a", 406, 0.5, 0.31),
            Choice("b", 276, 0.34, -0.18, is_correct=True),
            Choice("c", 130, 0.16, -0.02),
            Choice("d", 0, 0.0, None),
        ),
        ("wrong-key", "misleads"),
    ),
    Item(
        "q-samtykke",
        "",
        812,
        0.58,
        0.05,
        12.0,
        (
            Choice("a", 471, 0.58, 0.05, is_correct=True),
            Choice("b", WITHHELD, WITHHELD, WITHHELD),
            Choice("c", WITHHELD, WITHHELD, WITHHELD),
        ),
        ("does-not-tell-apart",),
    ),
    Item(
        "q-par",
        "1.1.0",
        300,
        0.8,
        0.36,
        25.0,
        (
            Choice("1[.]x", 270, 0.9, 0.3, is_correct=True),
            Choice("1[.]y", 30, 0.1, -0.3),
            Choice("2[.]y", 250, 0.83, 0.3, True),
        ),
    ),
    Item("q-hull", "", 790, 0.62, 0.39, 22.0, (Choice("naboen min", 3, 0.0, None),)),
    Item(
        "q-trygg",
        "",
        900,
        None,
        None,
        9.0,
        tuple(Choice(key, count, count / 900, None) for key, count in zip(_STEPS, (90, 180, 360, 270), strict=True)),
    ),
    Item("q-borte", "", 6, 0.5, None, None, (Choice("z", 6, 1.0, None),), ("few",)),
)

WHOLE = Figures(
    Slice("all"),
    Progress(1204, 812, 790, 23),
    tuple(
        Month(month, began, completed)
        for month, began, completed in (
            ("2025-08", 46, 12),
            ("2025-09", 182, 90),
            ("2025-10", 214, 143),
            ("2025-11", 163, 131),
            ("2025-12", 41, 52),
            ("2026-01", 120, 60),
            ("2026-02", 149, 108),
            ("2026-03", 131, 95),
            ("2026-04", 88, 61),
            ("2026-05", 52, 46),
            ("2026-06", 18, WITHHELD),
        )
    ),
    (
        ModuleProgress("hjelpefella", 1190, 1011),
        ModuleProgress("teknologi", 984, 903),
        ModuleProgress("praksis", 861, 812),
    ),
    tuple(
        Step(page, reached, left)
        for page, reached, left in (
            ("fella", 1204, 31),
            ("berit", 1170, 44),
            ("trappa", 1120, 152),
            ("dispenser", 968, 40),
            ("tilsyn", 930, 12),
            ("varsler", 915, 54),
            ("samtale", 861, 9),
            ("prove", 850, 41),
            ("takk", 812, 9),
        )
    ),
    TimeUsed(760, 35.4, 47.0, 62.2),
    (Scores("sluttprove", 812, (0, 3, 6, 11, 19, 38, 71, 128, 291, 245), 0.824, 0.14, 0.72, 6),),
    tuple(replace(item, compared=item.learners) for item in _ITEMS),
    (ObjectiveReached("mestring", 812, 741), ObjectiveReached("trygghet", 812, 402)),
    (
        Comparison(
            "foer",
            "forklare",
            402,
            (("1", 140), ("2", 160), ("3", 82), ("4", 20)),
            (("1", 9), ("2", 64), ("3", 190), ("4", 139)),
            1.95,
            3.14,
        ),
        Comparison(
            "foer",
            "ansvar",
            398,
            (("1", 201), ("2", 110), ("3", 60), ("4", 27)),
            (("1", 98), ("2", 120), ("3", 111), ("4", 69)),
            1.78,
            2.38,
        ),
    ),
    (
        FieldSummary("gevinster", "dispenser.brukere", 96),
        FieldSummary("gevinster", "dispenser.timer", 91, (), 88, 1240.5),
        FieldSummary("gevinster", "tilsyn.brukere", 71),
        FieldSummary("gevinster", "tilsyn.timer", 60, (), 60, 402.0),
        FieldSummary("matrise", "natt", 120, (("hoey--liten", 98), ("hoey--god", 15), ("lav--god", 7))),
        FieldSummary("matrise", "lager", 118, (("lav--liten", 64), ("hoey--liten", 30), ("lav--god", 24))),
        *(
            FieldSummary("ansvar", f"{task}.{role}", sum(given.values()), tuple(given.items()))
            for task, role, given in (
                ("bestille", "leder", {"a": 38, "r": 2}),
                ("bestille", "ressurs", {"r": 33, "c": 7}),
                ("bestille", "vakt", {"i": 30}),
                ("varsler", "leder", {"a": 21, "i": 10}),
                ("varsler", "ressurs", {"c": 18, "r": 6}),
                ("varsler", "vakt", {"r": 29}),
                ("opplaering", "leder", {"a": 40}),
                ("opplaering", "ressurs", {"r": 40}),
                ("opplaering", "vakt", {"i": 12}),
            )
        ),
        FieldSummary("huskeliste", "huskeliste", 240, (("a", 221), ("b", 133))),
        FieldSummary("tanke", "tanke", 310),
    ),
    (SheetUse("gevinster", 103), SheetUse("matrise", 120), SheetUse("ansvar", 40), SheetUse("tanke", 310)),
    (ColumnSum("gevinster", "timer", 91, 1655.5, 18.2),),
    (
        Duty("ansvar", "bestille", "r", 40, 5, 0),
        Duty("ansvar", "bestille", "a", 40, 2, 0),
        Duty("ansvar", "bestille", "i", 40, 10, 0),
        Duty("ansvar", "varsler", "r", 40, 9, 4),
        Duty("ansvar", "varsler", "a", 40, 21, 2),
        Duty("ansvar", "opplaering", "a", 40, 0, 0),
    ),
)

READING = Reading(("moodle-rapport.xlsx", "lrs.example.no"), 384_120, 17, 3, 1_781_913_600_000_000)


def part(slice_: Slice, began: int, completed: int) -> Figures:
    """A smaller slice: the counts of some figures, and little else."""
    return replace(
        WHOLE,
        slice=slice_,
        progress=Progress(began, completed, completed, 0),
        months=tuple(Month(each.month, WITHHELD, WITHHELD) for each in WHOLE.months),
        modules=tuple(ModuleProgress(each.module, began, completed) for each in WHOLE.modules),
        funnel=tuple(replace(each, left=WITHHELD) for each in WHOLE.funnel),
        items=WHOLE.items[1:3],
        comparisons=(),
        worksheets=(),
        sheets=(),
        columns=(),
        duties=(),
    )


UNITS = (
    ("Hjemmetjenesten nord", 412, 310),
    ("Hjemmetjenesten sør", 380, 121),
    ("Natt-tjenesten", 96, 88),
    ("", 61, 30),
)

FIGURES = CourseFigures(
    "https://kurs.example.no/hverdag",
    READING,
    (
        WHOLE,
        *(part(Slice("unit", unit), began, completed) for unit, began, completed in UNITS),
        part(Slice("period", "2025-Q3"), 228, 190),
        part(Slice("period", "2025-Q4"), 418, 360),
        part(Slice("version", "1.1.0"), 600, 400),
        part(Slice("version", "1.2.0"), 604, 412),
    ),
    (Slice("unit", "Fysioterapi"), Slice("unit", "Dagsenteret"), Slice("period", "2026-Q2")),
)
