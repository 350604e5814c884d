"""The report in a browser: for everybody, on every screen and on paper, and asking nobody for anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html
from msgspec.structs import replace
from playwright.sync_api import expect

from scormbuild.records.figures.model import (
    UNANSWERED,
    WITHHELD,
    Choice,
    Count,
    CourseFigures,
    FieldSummary,
    Figures,
    Progress,
    Reading,
    SheetUse,
    Slice,
    TimeUsed,
)
from scormbuild.records.outline import Option, Outline, Worksheet, WorksheetField
from scormbuild.records.privacy.withholding import withhold
from scormbuild.records.report import LANGUAGES, Language, write_csv, write_html
from scormbuild.records.report.progress import alpha_said
from scormbuild.records.report.wording import Words
from tests.browser.test_access import violations
from tests.records.report.conftest import Open
from tests.records.report.example import FIGURES, HOSTILE, OUTLINE, WHOLE

SECTIONS = {
    "Kort sagt",
    "Over tid",
    "Enheter, perioder og versjoner",
    "Modul for modul",
    "Hvor folk stopper",
    "Tid brukt",
    "Poeng på prøvene",
    "Spørsmålene",
    "Læringsmål",
    "Før og etter",
    "Arkene lagt sammen",
    "Hva rapporten bygger på",
    "Ordene i rapporten",
}
UNFOLD = "document.querySelectorAll('details').forEach((each) => (each.open = true))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(open_report: Open, scheme: Any) -> None:
    page = open_report(color_scheme=scheme)
    page.evaluate(UNFOLD)
    assert violations(page.main_frame) == []
    page.get_by_label("Vis tallene for").select_option("Hjemmetjenesten sør")
    expect(page.get_by_role("status")).to_contain_text("Hjemmetjenesten sør")
    assert violations(page.main_frame) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_scrolls_one_way_only(open_report: Open, language: Language) -> None:
    page = open_report(language=language, width=320)
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if language == "nb":
        assert violations(page.main_frame) == []


def test_long_headings_of_a_sheet_keep_within_a_phone(open_report: Open) -> None:
    long = "Har vi nok folk med riktig kompetanse til dette arbeidet?"
    sheets = [
        replace(sheet, fields=tuple(replace(each, column=each.column and long + each.column) for each in sheet.fields))
        for sheet in OUTLINE.worksheets
    ]
    page = open_report(outline=replace(OUTLINE, worksheets=tuple(sheets)), width=320)
    expect(page.get_by_text(long).first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_two_quizzes_that_show_the_same_alpha_are_judged_alike() -> None:
    say, scores = Words("nb"), WHOLE.scores[0]
    assert alpha_said(replace(scores, alpha=0.4996), say) == alpha_said(replace(scores, alpha=0.5), say)


def test_what_is_withheld_of_a_score_is_not_said_to_be_impossible() -> None:
    say, scores = Words("en"), WHOLE.scores[0]
    assert alpha_said(replace(scores, alpha=WITHHELD), say) == "Whether the score can be relied on is withheld."
    assert "can’t be computed" in alpha_said(replace(scores, alpha=None), say)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kollegaen din sier: «Vi gjør det alltid slik, så kort tid har vi.» Hva svarer du?", "Kollegaen din sier: …"),
        (
            "«Vi gjør det alltid slik, for så kort tid har vi, og ingen har sagt noe annet.»",
            "«Vi gjør det alltid slik, for så kort tid har vi, og ingen …»",
        ),
        (
            "«Ro» og «fart»: hva betyr de to ordene for en som har fått en dispenser?",
            "«Ro» og «fart»: hva betyr de to ordene for en som har fått …",
        ),
        (
            "Hva sier “hjelpefella” om kollegaer som alltid sier “jeg gjør det for deg”?",
            "Hva sier “hjelpefella” om kollegaer som alltid sier …",
        ),
        ("Kort «spørsmål»?", "Kort «spørsmål»?"),
    ],
)
def test_a_long_wording_is_not_cut_within_a_quotation(text: str, shown: str) -> None:
    question = replace(OUTLINE.questions[2], text=text)
    outline = replace(OUTLINE, questions=(question,))
    only = replace(WHOLE, items=tuple(item for item in WHOLE.items if item.question == question.id))
    page = html.fromstring(write_html(replace(FIGURES, slices=(only,)), outline, "nb"))
    assert page.xpath("string(//section[@id='summary']//a)") == f"«{shown}»"


@pytest.mark.parametrize(("answers", "is_said"), [(99, True), (100, False)])
def test_flags_that_rest_on_few_answers_are_said_to(answers: int, is_said: bool) -> None:
    (bad,) = (item for item in WHOLE.items if item.question == "q-varsel")
    few = replace(WHOLE, items=(replace(bad, learners=answers), *WHOLE.items[1:2]))
    page = html.fromstring(write_html(replace(FIGURES, slices=(few,)), OUTLINE, "nb"))
    said = str(page.xpath("string(//section[@id='summary'])"))
    assert "bør ses på" in said
    assert ("Det hviler på få svar (som oftest færre enn 100)" in said) == is_said


def test_one_reads_first_what_matters_most(open_report: Open) -> None:
    page = open_report()
    expect(page.get_by_role("heading", level=1)).to_have_text("Velferdsteknologi og hverdagsmestring")
    assert page.get_by_role("region", name="Kort sagt").get_by_role("listitem").all_inner_texts() == [
        "812 av 1\u00a0204 som har begynt, har fullført (67\u00a0%). 790 har bestått. 23 har prøvd uten å bestå ennå.",
        "Lavest andel fullført har «Hjemmetjenesten sør»: 32\u00a0%.",
        "392 er ennå underveis. 9 av dem har kommet til siste side. "
        "Før det har flest stoppet på siden «Hjelpetrappa: fem trinn fra å vente til å overta»: 152.",
        "3 av 8 spørsmål bør ses på: «Varselet går klokka tre om natta, og du er alene på vakt. …», "
        "«Hvem kan samtykke til digitalt tilsyn?» og «Berit sier at hun ikke får det til lenger. Hva er den mest …».",
        "Halvparten av dem som har fullført, brukte mellom 35 og 62 minutter.",
    ]


def test_bad_question_is_told_with_what_to_do(open_report: Open) -> None:
    page = open_report()
    page.get_by_role("link", name=re.compile("^«Varselet går")).press("Enter")
    question = page.locator("details", has_text="Varselet går klokka tre")
    assert question.locator(".advice").all_inner_texts() == [
        "Fasiten ser ut til å være feil: «Ringer brukeren» velges av dem som ellers gjør det godt. "
        "Sjekk hvilket svar som er merket som rett i kurset.",
        "De som ellers gjør det godt, svarer oftere galt her enn de andre. "
        "Se etter en dobbel nektelse, eller et galt svar som er rett for den som kan mye.",
    ]
    right = question.get_by_role("row", name=re.compile("^Kjører ut med en gang"))
    assert right.inner_text().split("\t") == [
        "Kjører ut med en gang rett svar",
        "276",
        "34\u00a0%",
        "de som ellers gjør det dårlig",
    ]


def test_every_chart_has_a_table_behind_it(open_report: Open) -> None:
    page = open_report()
    for chart in page.get_by_role("img").all():
        assert chart.get_attribute("aria-label")
        behind = chart.locator("xpath=following-sibling::details[1]")
        expect(behind.locator("table")).to_be_hidden()
        behind.locator("summary").press("Enter")
        expect(behind.locator("table")).to_be_visible()


def test_filter_by_keyboard(open_report: Open) -> None:
    page = open_report()
    choices = page.get_by_label("Vis tallene for")
    assert choices.locator("optgroup").evaluate_all("(all) => all.map((each) => each.label)") == [
        "Enhet",
        "Begynte i",
        "Kursets versjon",
    ]
    choices.focus()
    page.keyboard.press("ArrowDown")
    told = page.get_by_role("status")
    expect(told).to_have_text("Tallene gjelder Hjemmetjenesten nord: 412 har begynt.")
    expect(choices).to_be_focused()
    summary = page.get_by_role("region", name="Kort sagt")
    expect(summary).to_contain_text("310 av 412 som har begynt, har fullført (75\u00a0%).")
    expect(page.get_by_role("region", name="Enheter").locator("[aria-current]")).to_contain_text("Hjemmetjenesten nord")
    expect(page.get_by_role("region", name="Over tid").get_by_role("row", name="august 2025")).to_contain_text("skjult")

    page.keyboard.press("Home")
    expect(summary).to_contain_text("812 av 1\u00a0204 som har begynt")
    expect(page.locator("[aria-current]")).to_have_count(0)


def test_without_script_everybody_and_all_groups_are_there(open_report: Open) -> None:
    page = open_report(java_script_enabled=False)
    expect(page.get_by_label("Vis tallene for")).to_be_hidden()
    assert set(page.get_by_role("heading", level=2).all_inner_texts()) == SECTIONS
    units = page.locator("#compare table").first
    assert [row.split("\t")[:3] for row in units.locator("tbody tr").all_inner_texts()] == [
        ["Hjemmetjenesten sør", "380", "121"],
        ["Uten enhet", "61", "30"],
        ["Hjemmetjenesten nord", "412", "310"],
        ["Natt-tjenesten", "96", "88"],
    ]


@pytest.mark.parametrize("scripted", [True, False])
def test_paper_has_all_sections_and_the_tables_behind_charts(open_report: Open, tmp_path: Path, scripted: bool) -> None:
    page = open_report(java_script_enabled=scripted, color_scheme="dark")
    if scripted:
        page.get_by_label("Vis tallene for").select_option("Hjemmetjenesten sør")
        expect(page.get_by_role("status")).to_contain_text("Hjemmetjenesten sør")
    page.pdf(path=tmp_path / "rapport.pdf", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "rapport.pdf")
    assert [round(length) for length in document[0].get_size()] == [595, 842]  # A4 in points
    text = " ".join("".join(each.get_textpage().get_text_range() for each in document).split())
    document.close()
    for section in SECTIONS:
        assert section in text
    assert "Vis tallene for" not in text
    assert "september 2025" in text  # in a table behind a chart, folded on the screen
    assert "Kjører ut med en gang" in text  # an option of a question that needs a look
    assert "Usant" not in text  # an option of one that doesn't: all of them would fill a book
    assert ("Tallene gjelder Hjemmetjenesten sør" in text) is scripted


def test_wording_that_would_break_out_stays_wording(open_report: Open) -> None:
    question = replace(OUTLINE.questions[0], text=HOSTILE, options=(Option("a", HOSTILE), Option("c", HOSTILE, True)))
    outline = replace(OUTLINE, title=HOSTILE, questions=(question, *OUTLINE.questions[1:]))
    unit = replace(FIGURES.slices[1], slice=Slice("unit", HOSTILE))
    figures = replace(
        FIGURES, slices=(WHOLE, unit), reading=Reading((HOSTILE,), 1, 0), withheld=(Slice("unit", HOSTILE),)
    )
    page = open_report(figures, outline)
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.get_by_label("Vis tallene for").select_option(HOSTILE)
    expect(page.get_by_role("status")).to_contain_text(HOSTILE)
    # What is written from right to left stays within its own element.
    loose = """(all) => all.filter((each) => each.textContent.includes("\\u202e") && !each.closest("bdi, option"))"""
    elements = page.locator("body :not(:has(*)):not(script)")
    leaves = elements.evaluate_all(f"(all) => ({loose})(all).map((each) => each.outerHTML)")
    assert leaves == []


def test_policy_forbids_what_the_report_never_does() -> None:
    text = write_html(FIGURES, OUTLINE, "nb").decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"\b(?:src|href|srcset|action)=\"(?!#)", text)
    assert not re.search(r"\sstyle=", text)


def test_ids_stand_nowhere_where_there_is_wording(open_report: Open) -> None:
    page = open_report()
    page.evaluate(UNFOLD)
    text = page.locator("body").inner_text()
    for identifier in ("q-fella", "q-varsel", "sluttprove", "matrise", "huskeliste", "hoey--liten", "1[.]x"):
        assert identifier not in text
    # The course no longer has this one, and nothing else is known of it.
    assert "Et spørsmål som kurset ikke har lenger (q-borte)" in text


def test_answers_in_learners_own_words_are_never_shown() -> None:
    assert b"naboen min" not in write_html(FIGURES, OUTLINE, "nb")


def test_all_that_is_withheld_is_told_as_such(open_report: Open) -> None:
    whole = replace(WHOLE, scores=(*WHOLE.scores, replace(WHOLE.scores[0], quiz="")))
    page = open_report(withhold(replace(FIGURES, slices=(whole, *FIGURES.slices[1:]), withheld=()), 10_000))
    page.evaluate(UNFOLD)
    expect(page.get_by_label("Vis tallene for")).to_be_hidden()
    summary = page.get_by_role("region", name="Kort sagt").get_by_role("listitem")
    expect(summary).to_have_text(["For få har begynt til at tallene kan vises."])
    expect(page.locator("table td").filter(has_text=re.compile(r"\d"))).to_have_count(0)
    assert not {"Hjemmetjenesten nord", "Natt-tjenesten"} & set(page.locator("#source li bdi").all_inner_texts())
    expect(page.locator("#source li", has_text="Enhet:")).to_have_text(
        re.compile(r"Enhet: Uten enhet, enheter med færre enn 10\s000 personer hver")
    )
    assert violations(page.main_frame) == []


def test_small_units_are_counted_in_the_place_of_their_names(open_report: Open) -> None:
    figures = replace(FIGURES, withheld=(Slice("unit", "Sørbyen"),), small_units=2)
    page = open_report(figures)
    expect(page.locator("#source li")).to_have_text(["Enhet: Sørbyen, 2 enheter med færre enn 5 personer hver"])
    expect(page.locator("#compare")).to_contain_text("3 grupper til er skjult.")


def test_completions_that_are_withheld_are_said_to_be(open_report: Open) -> None:
    unit = replace(WHOLE, progress=Progress(7, WITHHELD, WITHHELD, WITHHELD))
    page = open_report(replace(FIGURES, slices=(unit,)))
    summary = page.get_by_role("region", name="Kort sagt").get_by_role("listitem")
    expect(summary.first).to_have_text("Hvor mange av de 7 som har begynt, som har fullført, er skjult.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_course_that_nobody_has_begun(open_report: Open, language: Language) -> None:
    figures = CourseFigures(
        "https://kurs.example.no/tomt", Reading((), 0, 0), (Figures(Slice("all"), Progress(0, 0, 0, 0)),)
    )
    page = open_report(figures, Outline("https://kurs.example.no/tomt", "tomt", "Tomt", "nb"), language)
    expect(page.get_by_role("heading", level=2)).to_have_count(3)  # in short, what it is made of, the words
    assert violations(page.main_frame) == []


def test_questions_of_a_small_group_are_told_without_judgement(open_report: Open) -> None:
    """Among a few dozen people some question looks bad by chance alone."""
    of_all = FIGURES.slices[0]
    small = replace(of_all, slice=Slice("unit", "Nord"), progress=replace(of_all.progress, began=99))
    large = replace(of_all, slice=Slice("unit", "Sør"), progress=replace(of_all.progress, began=100))
    page = open_report(replace(FIGURES, slices=(of_all, small, large)))
    section = page.get_by_role("region", name="Spørsmålene")
    page.get_by_label("Vis tallene for").select_option(label="Nord")
    expect(section).to_contain_text("Med færre enn 100 deltakere")
    assert section.get_by_role("table").first.get_by_role("columnheader").all_inner_texts() == [
        "Spørsmål",
        "Svar",
        "Andel rett",
    ]
    expect(page.get_by_role("region", name="Kort sagt")).not_to_contain_text("bør ses på")
    page.get_by_label("Vis tallene for").select_option(label="Sør")
    expect(section).to_contain_text("Bør ses på")


def test_an_option_that_nobody_chooses_is_told_and_makes_no_question_bad() -> None:
    (item,) = (item for item in FIGURES.slices[0].items if "unused-option" in item.flags)
    only = replace(FIGURES.slices[0], items=(replace(item, flags=("unused-option",)),))
    page = html.fromstring(write_html(replace(FIGURES, slices=(only,)), OUTLINE, "nb"))
    text = "".join(map(str, page.itertext()))
    assert "Nesten ingen velger" in text
    assert "Det eneste spørsmålet peker seg ikke ut som dårlig." in text


def test_who_left_a_question_open_is_told_and_of_few_not_who_they_are() -> None:
    (item,) = (item for item in WHOLE.items if item.question == "q-vente")
    choices = (
        Choice("true", 577, 0.71, 0.44, True),
        Choice("false", 231, 0.28, -0.44),
        Choice(UNANSWERED, 4, 0.01, -1),
    )
    only = replace(WHOLE, items=(replace(item, choices=choices),))
    figures = withhold(replace(FIGURES, slices=(only,)), 5, OUTLINE)
    page = html.fromstring(write_html(figures, OUTLINE, "nb"))
    rows = {str(row[0].xpath("string()")): str(row[-1].xpath("string()")) for row in page.iter("tr")}
    assert rows["Usant"].endswith("de som ellers gjør det dårlig")
    assert rows["uten svar"].endswith("–kan ikke regnes ut")
    lines = write_csv(figures, OUTLINE, "nb")["options.csv"].decode().splitlines()
    (blank,) = (line for line in lines if "uten svar" in line)
    assert blank.split(";")[-6:] == ["", "uten svar", "4", "0,01", "", "nei"]


def test_items_that_learners_added_are_put_together() -> None:
    """One team's first item has nothing to do with another's."""
    sheet = next(each for each in OUTLINE.worksheets if each.id == "matrise")
    places = sheet.fields[0].choices
    own = [WorksheetField(f"{number}.place", f"Egen oppgave {number}: plass", places) for number in (1, 2)]
    outline = replace(OUTLINE, worksheets=(replace(sheet, fields=(*sheet.fields, *own)),))

    def cells(*counts: Count) -> str:
        told = [
            FieldSummary("matrise", f"{number}.place", count, (("hoey--liten", count),))
            for number, count in enumerate(counts, 1)
        ]
        only = replace(WHOLE, worksheets=(*(each for each in WHOLE.worksheets if each.worksheet == "matrise"), *told))
        page = html.fromstring(write_html(replace(FIGURES, slices=(only,)), outline, "nb"))
        return str(page.xpath("string(//section[@id='worksheets'])"))

    assert "egne oppgaver 50" in cells(40, 10)
    assert "egne oppgaver minst 40" in cells(40, WITHHELD)
    assert "egne oppgaver skjult" in cells(WITHHELD, WITHHELD)
    assert "Egen oppgave" not in cells(40, 10)


def test_long_lists_of_what_is_filled_in_are_folded(open_report: Open) -> None:
    fields = tuple(WorksheetField(f"felt-{number}", f"Spørsmål {number}") for number in range(4))
    outline = replace(OUTLINE, worksheets=(Worksheet("prat", "Slik er det hos oss", "discussion", fields=fields),))
    told = tuple(FieldSummary("prat", field.id, 30) for field in fields)
    only = replace(WHOLE, worksheets=told, sheets=(SheetUse("prat", 31),))
    page = open_report(replace(FIGURES, slices=(only,)), outline, "nb")
    sheet = page.get_by_role("article").filter(has_text="Slik er det hos oss")
    expect(sheet).to_contain_text("31 har skrevet")
    expect(sheet.get_by_role("table")).to_have_count(0)
    sheet.get_by_text("Hvor mange som har fylt ut hvert felt").press("Enter")
    expect(sheet.get_by_role("row", name="Spørsmål 3 30")).to_be_visible()


def test_a_sheet_of_one_text_has_no_table_that_says_its_title_again() -> None:
    sheet = Worksheet("tanke", "Når?", "reflection", fields=(WorksheetField("tanke", "Når?"),))
    only = replace(WHOLE, worksheets=(FieldSummary("tanke", "tanke", 310),), sheets=(SheetUse("tanke", 310),))
    page = html.fromstring(write_html(replace(FIGURES, slices=(only,)), replace(OUTLINE, worksheets=(sheet,)), "nb"))
    assert "310 har skrevet" in str(page.xpath("string(//section[@id='worksheets']//article)"))
    assert page.xpath("//section[@id='worksheets']//table") == []


def test_one_is_told_as_one() -> None:
    (bad,) = (item for item in FIGURES.slices[0].items if item.question == "q-varsel")
    one = replace(
        FIGURES.slices[0],
        progress=Progress(30, 1, 1, 1),
        time=TimeUsed(30, 0.6, 1.0, 1.7),
        items=(replace(bad, median_seconds=1.2),),
    )
    page = html.fromstring(write_html(replace(FIGURES, slices=(one,)), OUTLINE, "en"))
    text = "".join(map(str, page.itertext()))
    assert "1 of the 30 who have begun has completed it (3%). 1 has passed. 1 has tried and not passed yet." in text
    assert "The only question needs a look: “" in text
    assert "The one in the middle took 1 minute." in text
    assert "1 second\n" in text


def test_records_that_say_nothing_of_completion_are_not_told_as_nobody() -> None:
    none = replace(FIGURES.slices[0], progress=Progress(690, 0, 0, 0))
    page = html.fromstring(write_html(replace(FIGURES, slices=(none,)), OUTLINE, "nb"))
    text = "".join(map(str, page.itertext()))
    assert "Ingen av de 690 som har begynt, er meldt som fullført" in text
    (summary,) = (section for section in page.iter("section") if section.get("id") == "summary")
    assert [term.text for term in summary.iter("dt")] == ["Begynt"]
    assert not {"Fullført", "Bestått", "Andel fullført"} & {
        "".join(map(str, element.itertext())) for element in page.iter("th")
    }
    assert "Aktivitetsfullføring" in text


def test_the_unit_that_lags_behind_is_not_named_where_records_say_nothing_of_completion() -> None:
    none = replace(FIGURES, slices=tuple(replace(each, progress=Progress(690, 0, 0, 0)) for each in FIGURES.slices))
    page = html.fromstring(write_html(none, OUTLINE, "nb"))
    (summary,) = (section for section in page.iter("section") if section.get("id") == "summary")
    said = "".join(map(str, summary.itertext()))
    assert "er meldt som fullført" in said
    assert "Lavest andel" not in said


def test_records_that_say_nothing_of_pages_are_not_told_as_nobody_having_opened_any() -> None:
    """So are those of Moodle."""
    none = tuple(
        replace(
            each,
            modules=tuple(replace(module, began=0, completed=0) for module in each.modules),
            funnel=tuple(replace(step, reached=0, left=0) for step in each.funnel),
        )
        for each in FIGURES.slices
    )
    figures = replace(FIGURES, slices=none)
    page = html.fromstring(write_html(figures, OUTLINE, "nb"))
    assert {"modules", "funnel"}.isdisjoint(section.get("id") for section in page.iter("section"))
    assert {"modules.csv", "funnel.csv"}.isdisjoint(write_csv(figures, OUTLINE, "nb"))
    assert {"modules.csv", "funnel.csv"} < write_csv(FIGURES, OUTLINE, "nb").keys()
