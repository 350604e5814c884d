"""Every kind of question: answered, told, recorded as SCORM 1.2 has it, and there again as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, expect

from scormbuild.compile.theme import themes
from scormbuild.components import registry
from tests.browser.conftest import NewLearner
from tests.browser.learner import Learner
from tests.browser.records import interactions, recorded
from tests.browser.test_access import violations

Act = Callable[[Locator], None]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><path d="M20 220h120v-60h120v-60h120"/></svg>'


def write(*texts: str) -> Act:
    def act(card: Locator) -> None:
        for box, text in zip(card.locator("[data-gap]").all(), texts, strict=True):
            box.fill(text)

    return act


def pick(*names: str) -> Act:
    def act(card: Locator) -> None:
        for name in names:
            card.get_by_label(name, exact=False).first.check()

    return act


def select(**choices: str) -> Act:
    def act(card: Locator) -> None:
        for part, text in choices.items():
            card.locator(f'[data-part="{part}"] select').select_option(label=text)

    return act


def sort(**choices: str) -> Act:
    def act(card: Locator) -> None:
        for part, text in choices.items():
            card.locator(f'[data-part="{part}"]').get_by_role("radio", name=text).check()

    return act


def order(*ids: str) -> Act:
    """Bring every item to its place with its button, from the top on."""

    def act(card: Locator) -> None:
        for place, identifier in enumerate(ids):
            items = [item.get_attribute("data-item") for item in card.locator("[data-item]").all()]
            for _ in range(items.index(identifier) - place):
                card.locator(f'[data-item="{identifier}"] [data-move="-1"]').click()
        if not card.locator("[data-item]").count():
            raise AssertionError("nothing to order")

    return act


def say(*texts: str) -> Act:
    def act(card: Locator) -> None:
        for text in texts:
            card.get_by_role("button", name=text).click()

    return act


@dataclass
class Kind:
    """A kind of question, as the example in its catalogue asks it: how it is answered, and what is recorded then."""

    name: str
    right: Act
    type: str
    response: str
    patterns: list[str]
    wrong: Act | None
    wrong_response: str = ""
    result: str = "correct"
    told: str = "Riktig"


KINDS = [
    Kind(
        "fill_in", write("Gevinst"), "fill-in", "Gevinst", ["gevinst", "gevinster", "en gevinst"], write("tap"), "tap"
    ),
    Kind(
        "cloze",
        write("Utfører", "ansvarlig"),
        "fill-in",
        "Utfører | ansvarlig",
        ["utførende | ansvarlig"],
        write("leder", "ansvarlig"),
        "leder | ansvarlig",
    ),
    Kind("numeric", write("7,0"), "numeric", "7", ["7"], write("28"), "28"),
    Kind(
        "matching",
        select(a="Responssenteret", b="Hjemmetjenesten"),
        "matching",
        "a.2,b.1",
        ["a.2,b.1"],
        select(a="Leverandøren", b="Hjemmetjenesten"),
        "a.3,b.1",
    ),
    Kind(
        "sequencing",
        order("a", "b", "c", "d"),
        "sequencing",
        "a,b,c,d",
        ["a,b,c,d"],
        order("b", "a", "c", "d"),
        "b,a,c,d",
    ),
    Kind(
        "sorting",
        sort(a="Spart tid", b="Økt kvalitet"),
        "matching",
        "a.1,b.2",
        ["a.1,b.2"],
        sort(a="Økt kvalitet", b="Økt kvalitet"),
        "a.2,b.2",
    ),
    Kind("hotspot", pick("Det nederste"), "choice", "a", ["a"], pick("Det øverste"), "b"),
    Kind("likert", pick("Litt enig"), "likert", "3", [], None, result="neutral", told="Svaret er tatt imot"),
    Kind(
        "long_fill_in",
        write("=Jeg ville\nspurt først"),
        "fill-in",
        "'=Jeg ville spurt først",
        [],
        None,
        result="neutral",
        told="Svaret er tatt imot",
    ),
    Kind(
        "dropdown",
        select(a="kommunen sentralt", b="hjemmetjenesten"),
        "matching",
        "a.x,b.y",
        ["a.x,b.y"],
        select(a="kommunen sentralt", b="responssenteret"),
        "a.x,b.x",
    ),
    Kind("image_choice", pick("Morgenen til Berit"), "choice", "a", ["a"], pick("Morgenen til Arne"), "b"),
    Kind("select_in_text", pick("Hun kneppet", "Hun vil gjerne"), "choice", "b,d", ["b,d"], pick("Hun er 84"), "c"),
    Kind(
        "scenario",
        say("Hva er det som"),
        "performance",
        "start.b",
        [],
        None,
        result="neutral",
        told="Svaret er tatt imot",
    ),
]
BY_NAME = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def asking(*names: str, inside: str = "") -> str:
    """A course that asks the examples of these kinds: alone, or in a quiz with the keys `inside`."""
    lines = ["id: sporsmal", "title: Spørsmål", "modules:", "  - id: en", "    title: En", "    pages:"]
    lines += ["      - id: side", "        title: Side", "        body:"]
    indent = " " * 10
    if inside:
        lines += [f"{indent}- quiz:", f"{indent}    id: proeve", f"{indent}    {inside}", f"{indent}    questions:"]
        indent += " " * 6
    for name in names:
        first, *rest = registry()[name].example.rstrip().splitlines()
        lines += [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]
    return "\n".join([*lines, "      - {id: slutt, title: Slutt, body: [{text: Takk.}]}", ""])


@pytest.fixture
def drawn(small: NewLearner, tmp_path: Any) -> NewLearner:
    """As `small`, with the drawing that the examples name."""
    (tmp_path / "kurs" / "bilder").mkdir(parents=True)
    (tmp_path / "kurs" / "bilder" / "trapp.svg").write_text(SVG, encoding="utf-8")
    return small


def hand_in(card: Locator) -> None:
    card.locator("[type=submit]").click()


def picture(card: Locator) -> dict[str, Any]:
    """What a card shows: its words, and what is chosen and written."""
    seen: dict[str, Any] = card.evaluate(
        """(card) => ({
          text: [...card.querySelectorAll("*:not([role=status])")]
            .filter((each) => each.children.length === 0 && each.offsetParent !== null).map((each) => each.textContent),
          values: [...card.querySelectorAll("input, select, textarea")].map((each) => [each.value, each.checked]),
          pressed: [...card.querySelectorAll("[aria-pressed=true]")].map((each) => each.textContent),
        })"""
    )
    return seen


def only(learner: Learner) -> dict[str, str]:
    (found,) = interactions(recorded(learner))
    return found


@BY_NAME
def test_right_answer_is_told_recorded_and_there_again(drawn: NewLearner, kind: Kind) -> None:
    learner = drawn(asking(kind.name)).open()
    card = learner.frame.locator("form.question")
    kind.right(card)
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text(kind.told)
    learner.until_saved()
    found = only(learner)
    patterns = [found[key] for key in sorted(found) if key.startswith("correct_responses")]
    assert (found["type"], found["student_response"], found["result"]) == (kind.type, kind.response, kind.result)
    assert patterns == kind.patterns
    before = picture(card)
    learner.kill()
    learner.open()
    assert picture(learner.frame.locator("form.question")) == before
    assert learner.platform.violations("kurs") == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.wrong], ids=lambda kind: kind.name)
def test_wrong_answer_is_told_and_asked_again(drawn: NewLearner, kind: Kind) -> None:
    assert kind.wrong is not None
    learner = drawn(asking(kind.name)).open()
    card = learner.frame.locator("form.question")
    kind.wrong(card)
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text("Ikke riktig" if kind.name in ONE_PART else "Delvis riktig")
    expect(card.locator(".wrong").first).to_be_visible()
    found = only(learner.until_saved())
    assert (found["student_response"], found["result"]) == (kind.wrong_response, "wrong")
    card.get_by_role("button", name="Prøv igjen").click()
    expect(card.locator(".result")).to_be_hidden()
    kind.right(card)
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text("Riktig")
    results = [each["result"] for each in interactions(recorded(learner.until_saved()))]
    assert results == ["wrong", "correct"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", themes())
def test_partly_right_has_a_sign_and_a_colour_of_its_own(
    drawn: NewLearner, theme: str, scheme: Literal["light", "dark"]
) -> None:
    kind = next(each for each in KINDS if each.name == "matching")
    assert kind.wrong is not None
    learner = drawn(f"theme: {theme}\n{asking('matching')}").open()
    assert learner.page is not None
    learner.page.emulate_media(color_scheme=scheme)
    card = learner.frame.locator("form.question")
    title = card.locator(".result-title")
    signs = {}
    for told, act in (
        ("Riktig", kind.right),
        ("Delvis riktig", kind.wrong),
        ("Ikke riktig", select(a="Leverandøren", b="Responssenteret")),
    ):
        act(card)
        hand_in(card)
        expect(title).to_have_text(told)
        signs[title.locator("path").get_attribute("d")] = title.evaluate("(title) => getComputedStyle(title).color")
        card.get_by_role("button", name="Prøv igjen").click()
    assert len(signs) == 3
    assert len(set(signs.values())) == 3


def test_partly_right_is_told_in_the_review_too(drawn: NewLearner) -> None:
    kind = next(each for each in KINDS if each.name == "matching")
    assert kind.wrong is not None
    learner = drawn(asking("matching", "true_false", inside="shuffle_questions: false")).open()
    learner.begin_quiz()
    for act, name in ((kind.wrong, "matching"), (pick("Usant"), "true_false")):
        card = learner.frame.locator(f'.quiz-body form[data-component="{name}"]')
        act(card)
        hand_in(card)
        card.locator("[data-action=next]").click()
    expect(learner.frame.locator(".quiz-review summary")).to_contain_text(["Delvis riktig: ", "Riktig: "])


CONTRAST = """(element) => {
  const shade = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number)
      .map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const isClear = (colour) => /, 0\\)$/.test(colour);
  let ground = element;
  while (isClear(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const faded = [];
  for (let each = element; each !== null; each = each.parentElement) {
    if (getComputedStyle(each).opacity !== "1") faded.push(each.tagName);
  }
  const isBox = element.matches("[type=radio], [type=checkbox]");
  const drawn = getComputedStyle(element, isBox ? "::before" : null);
  const style = getComputedStyle(element);
  const colours = [isBox ? drawn.borderBottomColor : style.color, getComputedStyle(ground).backgroundColor];
  const [one, other] = colours.map(shade);
  const isDrawn = !isBox || (style.appearance === "none" && drawn.borderBottomStyle === "solid");
  return faded.length > 0 || !isDrawn ? 0 : (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
"""How clear a chosen answer is, as WCAG counts it; 0 where the browser draws or fades it as it likes."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["matching", "sorting", "dropdown", "select_in_text", "image_choice", "fill_in"])
def test_locked_answer_is_as_clear_as_an_open_one(
    drawn: NewLearner, name: str, scheme: Literal["light", "dark"]
) -> None:
    kind = next(each for each in KINDS if each.name == name)
    learner = drawn(asking(name)).open()
    assert learner.page is not None
    learner.page.emulate_media(color_scheme=scheme)
    card = learner.frame.locator("form.question")
    for act in filter(None, (kind.right, kind.wrong)):
        act(card)
        hand_in(card)
        expect(card.locator(".result")).to_be_visible()
        chosen = card.locator(":is(select, input:checked, input[type=text])").all()
        assert chosen
        for control in chosen:
            needed = 3 if control.get_attribute("type") in ("radio", "checkbox") else 4.5
            assert control.evaluate(CONTRAST) >= needed, control.evaluate("(control) => control.outerHTML")
        card.get_by_role("button", name="Prøv igjen").click()
        for box in card.locator("input:checked").all():
            box.uncheck(force=True)


PARTED = """(card) => {
  const word = (node, last) => {
    const range = document.createRange();
    const end = last ? node.data.trimEnd().length : node.data.search(/\\S/) + 1;
    range.setStart(node, end - 1);
    range.setEnd(node, end);
    return range.getBoundingClientRect();
  };
  const middle = (box) => (box.top + box.bottom) / 2;
  const beside = (one, other) => Math.abs(middle(one) - middle(other)) < 12 && one.right <= other.left + 3;
  return [...card.querySelectorAll(".select-in-text-passage")].filter((passage) => {
    const words = passage.querySelector("label > span").firstChild;
    const mark = passage.querySelector(".mark:not([hidden])");
    const box = passage.querySelector("input").getBoundingClientRect();
    const told = mark && word([...mark.childNodes].find((node) => node.nodeType === 3));
    const sign = mark && mark.querySelector("svg").getBoundingClientRect();
    return !beside(box, word(words)) || (mark && (!beside(word(words, true), sign) || !beside(sign, told)));
  }).map((passage) => passage.textContent);
}"""
"""Passages whose box isn't right before their first word, or whose mark isn't right after their last one."""


@pytest.mark.parametrize("size", ["", "4"])
@pytest.mark.parametrize("width", [320, 347, 388, 414, 867])
def test_lines_never_end_between_a_passage_and_its_box_or_mark(small: NewLearner, width: int, size: str) -> None:
    learner = small(asking("select_in_text")).open()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame, width) => { frame.style.width = `${width}px` }", width)
    learner.frame.evaluate("(size) => { document.documentElement.dataset.textSize = size }", size)
    card = learner.frame.locator("form.question")
    assert card.evaluate(PARTED) == []
    pick("Hun er 84", "Hun kneppet")(card)
    hand_in(card)
    expect(card.locator(".mark:visible")).to_have_count(3)
    assert card.evaluate(PARTED) == []
    assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["cloze", "dropdown"])
@pytest.mark.parametrize("width", [320, 867])
def test_gaps_on_several_lines_keep_apart(drawn: NewLearner, width: int, name: str) -> None:
    kind = next(each for each in KINDS if each.name == name)
    assert kind.wrong is not None
    learner = drawn(asking(name)).open()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame, width) => { frame.style.width = `${width}px` }", width)
    # Another line with a gap right below the first one.
    learner.frame.locator(".gapped p").evaluate(
        """(text) => { text.querySelectorAll(".writing, .part").forEach((gap) => gap.before("ord ".repeat(9))); }"""
    )
    card = learner.frame.locator("form.question")
    kind.wrong(card)
    for _ in ("open", "told"):
        boxes = [box for field in card.locator("[data-gap], select").all() if (box := field.bounding_box())]
        assert len(boxes) == 2
        assert min(box["height"] for box in boxes) >= 24
        first, second = sorted(boxes, key=lambda box: box["y"])
        assert second["y"] >= first["y"] + first["height"] + 4
        height = float(card.locator(".gapped p").evaluate("(text) => parseFloat(getComputedStyle(text).lineHeight)"))
        assert height <= first["height"] + 8  # no airier than the gaps ask for
        if card.locator(".result").is_hidden():
            hand_in(card)


ONE_PART = ("fill_in", "numeric", "hotspot", "image_choice", "select_in_text")


@BY_NAME
def test_half_done_answer_is_there_again(drawn: NewLearner, kind: Kind) -> None:
    learner = drawn(asking(kind.name)).open()
    card = learner.frame.locator("form.question")
    kind.right(card)
    before = picture(card)
    learner.close()
    learner.open()
    assert picture(learner.frame.locator("form.question")) == before
    assert interactions(recorded(learner)) == []


@BY_NAME
@pytest.mark.parametrize("width", [320, 867])
def test_nothing_is_in_anybodys_way(drawn: NewLearner, kind: Kind, width: int) -> None:
    learner = drawn(asking(kind.name)).open().settled()
    assert learner.page is not None
    learner.page.locator("iframe").evaluate("(frame, width) => { frame.style.width = `${width}px` }", width)
    card = learner.frame.locator("form.question")
    assert violations(learner.frame) == []
    kind.right(card)
    hand_in(card)
    expect(card.locator(".result")).to_be_visible()
    assert violations(learner.frame) == []
    assert learner.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in card.locator("input:visible, select:visible, button:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 16


@BY_NAME
def test_answer_in_a_quiz_is_scored_and_shown_in_the_review(drawn: NewLearner, kind: Kind) -> None:
    learner = drawn(asking(kind.name, "true_false", inside="shuffle_questions: false")).open()
    learner.begin_quiz()
    card = learner.frame.locator(".quiz-body form.question")
    kind.right(card)
    hand_in(card)
    card.locator("[data-action=next]").click()
    pick("Usant")(learner.frame.locator('form[data-component="true_false"]'))
    hand_in(learner.frame.locator('form[data-component="true_false"]'))
    learner.frame.locator("form [data-action=next]").click()
    expect(learner.frame.locator(".quiz-score")).to_have_text("100 %")
    review = learner.frame.locator(f'.quiz-review form[data-component="{kind.name}"]')
    review.evaluate("(form) => { form.closest('details').open = true }")
    expect(review.locator(".result-title")).to_have_text(kind.told)
    learner.next()
    stored = recorded(learner.until_saved())
    assert (stored["cmi.core.score.raw"], stored["cmi.core.lesson_status"]) == ("100", "passed")


SPOKEN = {
    "fill_in": ['textbox "Svaret ditt": Gevinst'],
    "cloze": ['textbox "Luke 1": Utfører', 'textbox "Luke 2": ansvarlig'],
    "numeric": ['textbox "Svaret ditt (timer)": 7,0'],
    "matching": [
        'combobox "Svarer når alarmen går":',
        'option "Responssenteret" [selected]',
        'combobox "Rykker ut":',
        'option "Hjemmetjenesten" [selected]',
    ],
    "sequencing": ["'button \"Flytt ned: Fatte vedtak\"'", 'status: "Fatte vedtak: nå nummer 2 av 4"'],
    "sorting": [
        'radiogroup "Nattevakta kjører to turer mindre":',
        'radio "Spart tid" [checked]',
        'radiogroup "Berit sover hele natta":',
        'radio "Økt kvalitet" [checked]',
    ],
    "hotspot": ['img "En trapp med fem trinn"', 'radio "Det nederste trinnet" [checked]'],
    "likert": ['radio "Litt enig" [checked]'],
    "long_fill_in": ['textbox "Svaret ditt": =Jeg ville spurt først'],
    "dropdown": [
        'combobox "Luke 1":',
        'option "kommunen sentralt" [selected]',
        'combobox "Luke 2":',
        'option "hjemmetjenesten" [selected]',
    ],
    "image_choice": ['radio "En trapp med ett farget trinn Morgenen til Berit" [checked]'],
    "select_in_text": [
        'checkbox "Hun kneppet blusen selv i går" [checked]',
        'checkbox "Hun er 84 år"',
        'checkbox "Hun vil gjerne gre håret" [checked]',
    ],
    "scenario": ['button "«Hva er det som gjør deg utrygg?»" [disabled] [pressed]'],
}
"""What a screen reader is given of each question once it is answered: role, name and value, in this order."""


@BY_NAME
def test_screen_readers_are_given_role_name_and_value(drawn: NewLearner, kind: Kind) -> None:
    learner = drawn(asking(kind.name)).open()
    card = learner.frame.locator("form.question")
    before = [line.strip().removeprefix("- ") for line in card.aria_snapshot().splitlines()]
    assert not set(SPOKEN[kind.name][-1:]) & set(before)
    kind.right(card)
    prompt, *spoken = [line.strip().removeprefix("- ") for line in card.aria_snapshot().splitlines()]
    assert prompt.startswith('group "')
    rest = iter(spoken)
    assert all(line in rest for line in SPOKEN[kind.name]), spoken


def test_keyboard_alone_puts_in_order(drawn: NewLearner) -> None:
    learner = drawn(asking("sequencing")).open()
    card = learner.frame.locator("form.question")
    first = card.locator("[data-item]").first
    identifier = first.get_attribute("data-item")
    first.locator('[data-move="1"]').focus()
    learner.frame.locator(":focus").press("Enter")
    assert card.locator("[data-item]").nth(1).get_attribute("data-item") == identifier
    expect(card.locator("[data-said]")).to_contain_text("nå nummer 2 av 4")
    for _ in range(2):
        learner.frame.locator(":focus").press("Enter")
    assert card.locator("[data-item]").last.get_attribute("data-item") == identifier
    assert learner.frame.evaluate("document.activeElement.dataset.move") == "-1"


def test_hints_come_one_by_one(drawn: NewLearner) -> None:
    learner = drawn(asking("fill_in").replace("hints: [Det", "hints: [Først dette., Det")).open()
    card = learner.frame.locator("form.question")
    button = card.get_by_role("button", name="Vis et hint")
    button.click()
    expect(card.locator(".hints > li:visible")).to_have_text(["Først dette."])
    button.click()
    expect(card.locator(".hints > li:visible")).to_have_count(2)
    expect(button).to_be_hidden()


def test_near_miss_is_told_and_costs_nothing(drawn: NewLearner) -> None:
    learner = drawn(asking("fill_in")).open()
    card = learner.frame.locator("form.question")
    write("gevisnt")(card)
    hand_in(card)
    expect(card.locator(".missing")).to_have_text("Nesten. Se over skrivemåten, og svar en gang til.")
    assert interactions(recorded(learner.until_saved())) == []
    write("gevinst")(card)
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text("Riktig")
    assert only(learner.until_saved())["result"] == "correct"


def test_near_miss_that_is_meant_counts_as_it_is(drawn: NewLearner) -> None:
    learner = drawn(asking("fill_in")).open()
    card = learner.frame.locator("form.question")
    write("gevisnt")(card)
    hand_in(card)
    expect(card.locator(".missing")).to_contain_text("Nesten.")
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text("Ikke riktig")
    assert only(learner.until_saved())["result"] == "wrong"


def test_near_miss_is_told_before_a_quiz_goes_on(drawn: NewLearner) -> None:
    learner = drawn(asking("fill_in", inside="feedback: end")).open()
    learner.begin_quiz()
    card = learner.frame.locator(".quiz-body form.question")
    write("gevisnt")(card)
    card.locator("[data-action=next]").click()
    expect(card.locator(".missing")).to_contain_text("Nesten.")
    write("gevinst")(card)
    card.locator("[data-action=next]").click()
    learner.frame.locator("[data-action=hand-in]").click()
    expect(learner.frame.locator(".quiz-score")).to_have_text("100 %")


TRIES = """\
id: forsok
title: Forsøk
modules:
  - id: en
    title: En
    pages:
      - id: side
        title: Side
        body:
          - matching:
              id: q
              prompt: Hvem gjør hva?
              tries: 3
              credit: partial
              feedback: {correct: Der ja., wrong: [Se på a., Se på b., Nå vet du det.]}
              targets: [{id: "1", text: Ett}, {id: "2", text: To}]
              items: [{id: a, text: A, target: "1"}, {id: b, text: B, target: "2"}]
"""


def test_tries_change_the_feedback_and_are_remembered(small: NewLearner) -> None:
    learner = small(TRIES).open()
    card = learner.frame.locator("form.question")
    select(a="Ett", b="Ett")(card)
    hand_in(card)
    expect(card.locator(".result-title")).to_have_text("Delvis riktig Du har 2 forsøk til.")
    expect(card.locator("[data-when]:visible")).to_have_text("Se på a.")
    assert only(learner.until_saved())["result"] == "0.5"
    learner.close()
    learner.open()
    card = learner.frame.locator("form.question")
    hand_in(card)
    expect(card.locator("[data-when]:visible")).to_have_text("Se på b.")
    hand_in(card)
    expect(card.locator("[data-when]:visible")).to_have_text("Nå vet du det.")
    expect(card.locator("[type=submit]")).to_be_hidden()
    assert [each["result"] for each in interactions(recorded(learner.until_saved()))] == ["0.5"] * 3
