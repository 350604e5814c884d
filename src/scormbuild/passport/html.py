"""A passport as one HTML document: it asks for nothing, runs nothing, and prints.

Put together by hand: a build makes one for every package, and a template engine's start would cost as much as the rest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from scormbuild.documents.style import style_of
from scormbuild.passport.accessibility import Criterion
from scormbuild.passport.passport import (
    KEEPERS,
    Passport,
    criterion_said,
    duty_text,
    not_stored,
    record,
    setting_name,
    step_seen,
    step_text,
)
from scormbuild.passport.settings import PLATFORMS, Setting
from scormbuild.passport.wording import PassportWords

_STYLE: Final = Path(__file__).parent / "passport.css"

LARGE: Final = 50_000_000
"""Bytes from which a platform's limit for uploads should be asked for: that of KS Læring isn't known."""


def tag(name: str, *children: str | Markup, **attributes: str) -> Markup:
    """An element with its content, escaped. `class_` is the attribute class; `aria_label` is aria-label."""
    # Joined as plain texts: a page has a thousand elements, and a Markup for each part of one costs ten times as much.
    named = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{named}>{''.join(map(escape, children))}</{name}>")


def write_html(passport: Passport, words: PassportWords) -> bytes:
    """The document, in UTF-8."""
    style = style_of(_STYLE)
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = words.say("passport.title", course=passport.course.title)
    sections = [
        _section("settings", _settings(passport, words), words),
        _section("acceptance", _acceptance(passport, words), words),
        _section("changes", _changes(passport, words), words),
        _section("package", _package(passport, words), words),
        _section("personal_data", _personal_data(passport, words), words),
        _section("accessibility", _accessibility(passport, words), words),
    ]
    page = Markup("\n").join(
        [
            Markup("<!doctype html>"),
            Markup('<html lang="{}">').format(words.language),
            Markup('<meta charset="utf-8">'),
            Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Markup('<meta name="color-scheme" content="light dark">'),
            tag("title", title),
            Markup("<style>{}</style>").format(Markup(style)),
            tag("a", words.say("passport.skip"), class_="skip", href="#settings"),
            _header(passport, words),
            Markup("<main>"),
            *sections,
            Markup("</main>"),
            Markup("</html>\n"),
        ]
    )
    return page.encode()


def _header(passport: Passport, words: PassportWords) -> Markup:
    course = passport.course
    lead = words.say(
        "passport.lead",
        format=words.say(f"format.{passport.format}"),
        version=course.version,
        file=passport.zip.name,
    )
    duties = [tag("li", duty_text(passport, duty, words)) for duty in passport.duties]
    links = ("settings", "acceptance", "changes", "package", "personal_data", "accessibility")
    contents = [tag("li", tag("a", words.say(f"heading.{name}"), href=f"#{name}")) for name in links]
    return tag(
        "header",
        tag("p", words.say("passport.eyebrow"), class_="eyebrow"),
        tag("h1", _in_its_language(course.title, passport, words)),
        tag("p", lead, class_="lead"),
        tag("div", tag("h2", words.say("heading.do"), id="do"), tag("ol", *duties), class_="do"),
        tag("nav", tag("ol", *contents), aria_label=words.say("passport.contents")),
    )


def _in_its_language(text: str, passport: Passport, words: PassportWords) -> Markup:
    """What the course says, marked where that is another language than the page's."""
    language = passport.course.language
    return escape(text) if language == words.language else tag("span", text, lang=language)


def _section(name: str, content: Iterable[Markup], words: PassportWords) -> Markup:
    heading = tag("h2", words.say(f"heading.{name}"), id=f"{name}-heading")
    return tag("section", heading, *content, id=name, aria_labelledby=f"{name}-heading")


def _table(name: str, columns: Iterable[str], rows: Iterable[Iterable[str | Markup]], **attributes: str) -> Markup:
    """A table whose rows begin with their heading; on narrow screens told row by row, with `columns` as labels."""
    heads = [*columns]
    head = tag("tr", *(tag("th", column, scope="col", role="columnheader") for column in heads), role="row")
    body = []
    for first, *others in rows:
        cells = (
            tag("td", *([tag("span", column, class_="label", aria_hidden="true")] if cell else []), cell, role="cell")
            for column, cell in zip(heads[1:], others, strict=True)
        )
        body.append(tag("tr", tag("th", first, scope="row", role="rowheader"), *cells, role="row"))
    return tag(
        "table",
        tag("caption", name),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        role="table",
        **attributes,
    )


def _settings(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    whole, own, others = (
        [row for row in passport.settings if row.platform in named]
        for named in (("any",), ("moodle",), ("totara", "canvas", "scorm-cloud"))
    )
    columns = [words.say(f"settings.column.{name}") for name in ("setting", "value", "why", "basis")]
    if whole:
        yield tag("h3", words.say("settings.any"))
        listed = ((_named(row, words), *_chosen(row, words)) for row in whole)
        yield _table(words.say("settings.must"), columns, listed, class_="settings must")
    yield tag("h3", words.say("settings.moodle"))
    yield tag("p", words.say("settings.moodle.lead"))
    for kind, rows in (("must", [row for row in own if row.must]), ("should", [row for row in own if not row.must])):
        if rows:
            listed = ((_named(row, words), *_chosen(row, words)) for row in rows)
            yield _table(words.say(f"settings.{kind}"), columns, listed, class_=f"settings {kind}")
    yield tag("h3", words.say("settings.others"))
    yield tag("p", words.say("settings.others.lead"))
    for platform, name in PLATFORMS.items():
        if rows := [row for row in others if row.platform == platform]:
            yield _table(name, columns, ((_named(row, words), *_chosen(row, words)) for row in rows), class_="settings")


def _named(row: Setting, words: PassportWords) -> Markup:
    ours = words.say(f"setting.{row.id}")
    name = setting_name(row, words)
    english = name if words.language == "en" or not row.name else tag("span", name, lang="en")
    return tag("strong", english) + (tag("small", ours) if ours != name else Markup(""))


def _chosen(row: Setting, words: PassportWords) -> tuple[Markup, str | Markup, Markup]:
    why: str | Markup = words.say(f"why.{row.why}")
    if row.document is not None:
        source = words.say("settings.source", title=row.document.title)
        why = Markup("{} {}").format(why, tag("a", source, href=row.document.address, rel="noreferrer"))
    basis = tag("span", words.say(f"basis.{row.basis}"), class_=f"basis {row.basis}")
    return tag("b", words.say(f"value.{row.value}")), why, basis


def _acceptance(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    yield tag("p", words.say("acceptance.lead"))
    listed = []
    for number, step in enumerate(passport.steps, 1):
        box = Markup('<input type="checkbox" id="step-{}">').format(str(number))
        done = tag("label", box, tag("span", step_text(step, words)), for_=f"step-{number}")
        seen = tag("p", tag("b", f"{words.say('acceptance.see')}: "), step_seen(passport, step, words), class_="seen")
        listed.append(tag("li", done, seen))
    yield tag("ol", *listed, class_="steps")
    lines = (tag("div", tag("dt", words.say(f"acceptance.{name}")), tag("dd", "")) for name in
             ("platform", "result", "name", "date"))  # fmt: skip
    yield tag("dl", *lines, class_="sign")


def _changes(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    changes = passport.changes
    if changes is None:
        yield tag("p", words.say("changes.none"))
        return
    yield tag("p", tag("strong", words.say(f"changes.{changes.verdict}")), class_=f"verdict {changes.verdict}")
    if changes.since:
        yield tag("p", words.say("changes.since", version=changes.since))
    if changes.sha256 != passport.zip.sha256:
        yield tag("p", words.say("changes.older"))
    language = {} if words.language == "en" else {"lang": "en"}
    for severity in ("unsafe", "tell", "note"):
        if rows := [row for row in changes.rows if row.severity == severity]:
            yield tag("h3", words.say(f"changes.rows.{severity}"))
            yield tag("ul", *(tag("li", row.text) for row in rows), **language)


def _package(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    yield tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in _facts(passport, words)),
              class_="facts")  # fmt: skip
    if len(passport.scos) > 1:
        columns = [words.say("package.parts"), words.say("package.launch")]
        rows = ((sco.title, tag("code", sco.launch)) for sco in passport.scos)
        yield _table(words.say("package.parts"), columns, rows)


def _facts(passport: Passport, words: PassportWords) -> Iterator[tuple[str, str | Markup]]:
    course, package, content = passport.course, passport.zip, passport.content

    def fact(name: str, value: str | Markup) -> tuple[str, str | Markup]:
        return words.say(f"package.{name}"), value

    yield fact("course", _in_its_language(course.title, passport, words))
    yield fact("id", tag("code", course.id))
    yield fact("version", course.version)
    yield fact("format", words.say(f"format.{passport.format}"))
    yield fact("languages", ", ".join(words.say(f"language.{each}") for each in (course.language, *course.languages)))
    if course.audience:
        yield fact("audience", ", ".join(course.audience))
    if course.roles:
        yield fact("roles", ", ".join(role.title for role in course.roles))
    if course.minutes:
        yield fact("minutes", words.say("package.minutes.value", minutes=str(course.minutes)))
    counts = {"modules": content.modules, "pages": content.pages, "questions": content.questions}
    yield fact("contents", words.say("package.contents.value", **{name: str(count) for name, count in counts.items()}))
    marks = sorted({part.mark for part in passport.case.parts if part.mark is not None})
    if marks:
        yield fact("mark", ", ".join(words.share(mark) for mark in marks))
    yield fact("file", tag("code", package.name))
    yield fact("size", words.size(package.bytes_))
    yield fact("files", str(package.files))
    yield fact("sha256", tag("code", package.sha256, class_="hash"))
    if len(passport.scos) == 1:
        yield fact("launch", tag("code", passport.scos[0].launch))
    if passport.case.standard in ("scorm12", "scorm2004"):
        yield fact("limit", words.say("package.limit.large" if package.bytes_ > LARGE else "package.limit.small"))


def _personal_data(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    yield tag("h3", words.say("heading.stored"))
    recorded = passport.case.standard in ("cmi5", "xapi")
    for keeper in KEEPERS:
        data = [datum for datum in passport.stored if datum.keeper == keeper]
        if data:
            yield tag(
                "h4", words.say("keeper.platform.xapi" if keeper == "platform" and recorded else f"keeper.{keeper}")
            )
            yield tag("ul", *(_datum(words.say(f"datum.{datum.id}"), datum.key) for datum in data), class_="data")
    yield tag("h3", words.say("heading.not_stored"))
    yield tag("ul", *(tag("li", words.say(f"not_stored.{code}")) for code in not_stored(passport)))
    yield tag("h3", words.say("heading.record"), id="record")
    yield tag("p", words.say("record.lead"))
    text = "\n\n".join(f"{heading}: {said}" for _, heading, said in record(passport, words))
    yield tag("div", text, class_="copied", role="group", aria_labelledby="record")


def _datum(text: str, key: str) -> Markup:
    return tag("li", text, *([" ", tag("code", key)] if key else []))


def _accessibility(passport: Passport, words: PassportWords) -> Iterator[Markup]:
    found = [*passport.criteria()]
    yield tag("p", tag("span", words.say("passport.draft"), class_="draft"), " ", words.say("accessibility.lead"))
    yield tag("p", words.say("accessibility.product"))
    counted = {name: sum(status == name for _, status in found) for name in ("tested", "person", "not_applicable")}
    yield tag(
        "p",
        words.say(
            "accessibility.counts",
            tested=str(counted["tested"]),
            person=str(counted["person"]),
            none=str(counted["not_applicable"]),
        ),
    )
    columns = [words.say(f"accessibility.column.{name}") for name in ("criterion", "level", "status", "text")]
    columns.append(words.say("accessibility.judgement"))
    for since, name in (("2.1", "wcag21"), ("2.2", "wcag22")):
        rows = (_criterion(criterion, status, words) for criterion, status in found if criterion.since == since)
        yield _table(words.say(f"accessibility.{name}"), columns, rows, class_="criteria")


def _criterion(criterion: Criterion, status: str, words: PassportWords) -> tuple[str | Markup, ...]:
    name = Markup("{} {}").format(tag("b", criterion.number), words.say(f"wcag.{criterion.number}"))
    told = tag("span", words.say(f"status.{status}"), class_=f"status {status}")
    known, person = criterion_said(criterion, status, words)
    lines = [tag("span", sentence, class_="known") for sentence in known]
    lines += [tag("span", person, class_="asked")] if person else []
    room = tag("span", class_="room") if status == "person" else Markup("")
    return name, criterion.level, told, Markup(" ").join(lines), room
