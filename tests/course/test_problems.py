"""Every problem that an author can make: its code, its place, what it says to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scormbuild.build import build, compile_folder
from scormbuild.errors import CODES, CourseError, Problem, UsageError
from tests.course.component_mistakes import COMPONENT_MISTAKES, PICTURE
from tests.support import COURSE, write_course

DOCS = Path(__file__).parents[2] / "docs" / "errors.md"


@dataclass
class Mistake:
    """One way to go wrong: what to change in the small course, and what must be said of it."""

    code: str
    old: str
    new: str
    place: str
    says: str
    hint: str
    files: dict[str, str | bytes] = field(default_factory=dict)
    before: tuple[str, str] = ("", "")
    """What else has been changed, and is right."""

    @property
    def course(self) -> str:
        """The course with the mistake in it."""
        return COURSE.replace(*self.before, 1).replace(self.old, self.new, 1)


def body(text: str) -> tuple[str, str]:
    """The replacement that puts a component first on the page."""
    old = "          - text: Se etter det **grønne** skiltet.\n"
    return old, old + text


GLOSSARY = "glossary:\n  - {term: alarm, forms: [alarmen], definition: D}\n"
IRI = "iri: https://kurs.example.no/brann"
STORE = "records: {lrs: {endpoint: 'https://lrs.example.no/', key: 'a:b'}}"
OPTIONS = "                - {id: a, text: Skiltet, correct: true}\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00"
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nHei\n"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{}</svg>'
TWO_MODULES = """\
                - {id: b, text: Døren}
          - self_assessment: {id: for-kurset, title: F, scale: [{id: "1", text: Nei}, {id: "2", text: Ja}], statements: [{id: a, text: A}]}
  - id: etter
    title: Etter
    pages:
      - id: til-slutt
        title: Til slutt
        body: [{self_assessment: {id: etterpaa, title: E, after: for-kurset}}]
sco: per-module
"""

HEAD = "title: Brannvern\nmodules:\n  - id: utganger\n    title: Utganger\n    pages:\n      - id: finn-utgangen\n"
ROLES = "roles: [{id: leder, title: Leder}, {id: ansatt, title: Ansatt}]"


def with_roles(module: str = "", page: str = "", **more: str) -> tuple[str, str]:
    """The replacement that gives the course two roles, and its module and its page a `for`."""
    head = HEAD.replace("title: Brannvern", f"title: Brannvern\n{more.get('roles', ROLES)}")
    head = head.replace("    title: Utganger\n", "    title: Utganger\n" + (f"    for: {module}\n" if module else ""))
    return HEAD, head + (f"        for: {page}\n" if page else "")


GRADED = """\
                - {id: b, text: Døren}
          - quiz: {id: test, graded: true, questions: [{true_false: {id: t, prompt: P, answer: true}}]}
      - id: for-alle
        title: For alle
        body: [{text: Hei}]
"""

MISTAKES = [
    Mistake("certificate-in-parts", "title: Brannvern", "title: B\nsco: per-module\ncertificate: true", "course.yaml:4:14", "no certificate", "remove `certificate`"),
    Mistake("bad-value", "title: Brannvern", "title: B\ncertificate: ja", "course.yaml:3:14", "`certificate` can't be \"ja\"", "write `certificate: true`"),
    Mistake("unknown-key", "title: Brannvern", "title: B\ncertificate: {titel: K}", "course.yaml:3:15", 'certificate has no key "titel"', 'did you mean "title"?'),
    Mistake("bad-id", "          - text: Se", "          - reflection: {id: certificate, prompt: Hva?}\n          - text: Se", "course.yaml:10:30", "kept for the saved state", "another id"),
    Mistake("unknown-key", "    title: Utganger", "    titel: Utganger", "course.yaml:5:5", 'no key "titel"', 'did you mean "title"?'),
    Mistake("unknown-key", "- choice:", "- chioce:", "course.yaml:11:13", 'no component "chioce"', 'did you mean "choice"?'),
    Mistake("unknown-key", "correct: true}", "corect: true}", "course.yaml:15:42", 'option "a" has no key "corect"', 'did you mean "correct"?'),
    Mistake("unknown-key", *body("            image: {file: a.png, alt: A}\n"), "course.yaml:11:13", "several keys: text, image", "hyphen"),
    Mistake("missing-key", "    title: Utganger\n", "", "course.yaml:4:5", 'module "utganger" lacks the key "title"', "add `title:`"),
    Mistake("wrong-type", "title: Brannvern", "title: [Brannvern]", "course.yaml:2:8", "`title` is a list", "takes a text"),
    Mistake("wrong-type", "title: Brannvern", "title: 2024", "course.yaml:2:8", "`title` is a number", "put it in quotes"),
    Mistake("wrong-type", "title: Brannvern", "title: Brann\nversion: 1.10", "course.yaml:3:10", "the version is a number", "quotes"),
    Mistake("wrong-type", "id: brann", "id: no\nminutes: 1:30", "course.yaml:2:10", "`minutes` is a text", "whole number"),
    Mistake("bad-value", "title: Brannvern", "title: ''", "course.yaml:2:8", "the text is empty", "write it"),
    Mistake("bad-value", "title: Brannvern", "title: A\ncompletion: {mastery_score: 80}", "course.yaml:3:29", "80", "share is written as 0.8"),
    Mistake("bad-value", OPTIONS, "", "course.yaml:15:17", "`options`", "at least 2; there are 1"),
    Mistake("unknown-value", "title: Brannvern", "title: A\nnavigation: fre", "course.yaml:3:13", '`navigation` can\'t be "fre"', 'did you mean "free"?'),
    Mistake("unknown-value", "title: Brannvern", "title: A\nformats: [scorm13]", "course.yaml:3:11", 'item 1 of `formats` can\'t be "scorm13"', 'did you mean "scorm12"?'),
    Mistake("wrong-type", "title: Brannvern", "title: A\nformats: web", "course.yaml:3:10", "`formats` is a text", "it takes a list"),
    Mistake("bad-value", "title: Brannvern", "title: A\nformats: []", "course.yaml:3:10", "`formats`", "at least 1"),
    Mistake("unknown-value", "title: Brannvern", "title: A\nlanguage: nr", "course.yaml:3:11", 'doesn\'t speak "nr"', "nb"),
    Mistake("unknown-value", "title: Brannvern", "title: A\nlanguages: [en, nr]", "course.yaml:3:17", 'doesn\'t speak "nr"', "nb"),
    Mistake("bad-value", "title: Brannvern", "title: A\nlanguages: [nb]", "course.yaml:3:13", 'has the language "nb" already', "take it out"),
    Mistake("missing-file", "title: Brannvern", "title: A\nlanguages: [nn]", "course.yaml:3:13", 'no translation into "nn"', "translations/nn.yaml"),
    Mistake("unknown-value", "              id: q-skilt", "              id: q-skilt\n              objective: maal", "course.yaml:13:26", 'no objective "maal"', ""),
    Mistake("missing-iri", "title: Brannvern", f"title: A\n{STORE}", "course.yaml:1:5", "no iri, and `records: lrs` can't do without", "https://kurs.example.no/brann"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE[:-2]}, token_service: 'https://a.no'}}}}", "course.yaml:4:59", "not both", "token_service"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\nrecords: {{lrs: {{endpoint: 'https://lrs.example.no/'}}}}", "course.yaml:4:27", "a key or a token service", "key: name:secret"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('a:b', 'ab')}", "course.yaml:4:59", 'the key "ab" has no secret', "colon"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE[:-2]}, actor: service}}}}", "course.yaml:4:73", "only a token service", "actor: random"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('.no/', '.no:x/')}", "course.yaml:4:27", "nobody can be reached", "port"),
    Mistake("bad-value", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('https:', 'ftp:')}", "course.yaml:4:27", "is no address", "https://lrs.example.no/xapi/"),
    Mistake("bad-value", "title: Brannvern", f"title: A\n{IRI}\n{STORE[:-2]}, token_service: her}}}}", "course.yaml:4:81", '"her" is no address', "/token"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('.no/', '.no/?x=1')}", "course.yaml:4:27", "nothing can be put behind", "leave out"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('//lrs', '//ola:1@lrs')}", "course.yaml:4:27", "nobody can be reached", "https://"),
    Mistake("record-store", "title: Brannvern", f"title: A\n{IRI}\n{STORE.replace('.no/', '.no;x/')}", "course.yaml:4:27", "nobody can be reached", "https://"),
    Mistake("bad-id", "id: q-skilt", "id: receipt", "course.yaml:12:19", "saved state and the records", "another id"),
    Mistake("bad-id", "id: q-skilt", "id: language", "course.yaml:12:19", "saved state and the records", "another id"),
    Mistake("bad-id", "id: q-skilt", "id: actor", "course.yaml:12:19", "saved state and the records", "another id"),
    Mistake("other-sco", "                - {id: b, text: Døren}\n", TWO_MODULES, "course.yaml:23:66", '"for-kurset" stands in module "utganger"', "one module"),
    Mistake("bad-id", "id: q-skilt", "id: role", "course.yaml:12:19", "kept for the saved state", "another id"),
    Mistake("bad-value", *with_roles(roles="roles: [{id: leder, title: Leder}]"), "course.yaml:3:8", "`roles` has another length", "at least 2; there are 1"),
    Mistake("duplicate-id", *with_roles(roles=ROLES.replace("ansatt", "leder")), "course.yaml:3:41", 'the id "leder" stands already at', "another id"),
    Mistake("unknown-value", *with_roles(page="[ledar]"), "course.yaml:9:15", 'no role "ledar"', 'did you mean "leder"?'),
    Mistake("unknown-value", *with_roles(module="[ansatt, alle]"), "course.yaml:7:19", 'no role "alle"', "ansatt, leder"),
    Mistake("unknown-value", *with_roles(page="[leder]", roles="minutes: 5"), "course.yaml:9:15", 'no role "leder"', "name the roles in course.yaml"),
    Mistake("outside-module", *with_roles("[leder]", "[leder, ansatt]"), "course.yaml:10:14", 'page "finn-utgangen" is for "ansatt"', "add ansatt to the module's `for`"),
    Mistake("role-without-pages", *with_roles("[leder]"), "course.yaml:3:41", 'no page is for the role "ansatt"', "`for` of some pages"),
    Mistake("role-without-quiz", "                - {id: b, text: Døren}\n", GRADED, "course.yaml:3:41", 'none is on a page for the role "ansatt"', "`quiz: none`", before=with_roles(page="[leder]")),
    Mistake("roles-per-module", *with_roles(roles=f"{ROLES}\nsco: per-module"), "course.yaml:3:8", "a role picked in one is unknown", "`sco: course`"),
    Mistake("bad-id", "id: brann", "id: Brann vern", "course.yaml:1:5", '"Brann vern" can\'t be an id', 'such as "brann-vern"'),
    Mistake("bad-id", "id: brann", "id: brann--vern", "course.yaml:1:5", "can't be an id", "single hyphens"),
    Mistake("bad-id", "{id: a,", "{id: aa,", "course.yaml:15:24", "can't be the id of an option", "one letter"),
    Mistake("duplicate-id", "- id: finn-utgangen", "- id: utganger", "course.yaml:7:13", 'the id "utganger" stands already at', "another id"),
    Mistake("duplicate-id", "{id: b,", "{id: a,", "course.yaml:16:24", 'option "a" stands 2 times', "a letter of its own"),
    Mistake("duplicate-key", "title: Brannvern", "title: Brannvern\ntitle: Igjen", "course.yaml:3:1", "stands already in line 2", "keep one"),
    Mistake("alias", "title: Brannvern", "title: Brannvern\nsummary: *t", "course.yaml:3:10", "alias", "write the text out"),
    Mistake("alias", "title: Brannvern", "title: &t Brannvern", "course.yaml:2:8", "anchor", "remove it"),
    Mistake("depth", "title: Brannvern", "title: " + "[" * 500, "course.yaml:2:38", "more than 30 levels", "bracket"),
    Mistake("yaml", "title: Brannvern", "title: Brann: vern", "course.yaml:2:13", "mapping values", "quotes"),
    Mistake("yaml", "title: Brannvern", "title: [[Brann]]vern", "course.yaml:2:17", "expected", "needs quotes here"),
    Mistake("yaml", "title: Brannvern", "\ttitle: Brannvern", "course.yaml:2:1", "tab character", "spaces, not tabs"),
    Mistake("yaml", "title: Brannvern", "title: !python/name:os.system x", "course.yaml:2:8", "tag", "remove the tag"),
    Mistake("yaml", "title: Brannvern", "title: A\n---\nid: b", "course.yaml:3:1", "second document", "one document"),
    Mistake("empty-file", "modules:\n", "modules:\n  - m.yaml\n", "m.yaml", "the file is empty", "remove its name", {"m_yaml": " \n"}),
    Mistake("encoding", "modules:\n", "modules:\n  - m.yaml\n", "m.yaml:2:9", "byte 0xf8 is not UTF-8", "UTF-8", {"m_yaml": b"id: m\ntitle: r\xf8yk\n"}),
    Mistake("missing-file", "modules:\n", "modules:\n  - modul.yaml\n", "course.yaml:4:5", 'no file "modul.yaml"', 'did you mean "modul1.yaml"?', {"modul1_yaml": "x"}),
    Mistake("missing-file", *body("          - image: {file: a.png, alt: A}\n"), "course.yaml:11:27", 'no file "a.png"', "course folder"),
    Mistake("missing-file", *body("          - text: {file: a.md}\n"), "course.yaml:11:26", 'no file "a.md"', "course folder"),
    Mistake("media-escape", *body("          - image: {file: ../a.png, alt: A}\n"), "course.yaml:11:27", "leads out", "copy the file"),
    Mistake("media-escape", *body("          - image: {file: /etc/passwd, alt: A}\n"), "course.yaml:11:27", "not a path within", "copy the file"),
    Mistake("media-escape", *body("          - image: {file: 'C:\\a.png', alt: A}\n"), "course.yaml:11:27", "not a path within", "copy the file"),
    Mistake("missing-alt", *body("          - image: {file: a.svg}\n"), "course.yaml:11:27", "no alt text", "decorative: true", {"a_svg": SVG}),
    Mistake("unknown-term", *body("          - text: |\n              Se\n              på [[alarmer]].\n"), "course.yaml:13:18", 'doesn\'t explain "alarmer"', "add it to"),
    Mistake("duplicate-term", "modules:", f"{GLOSSARY}  - {{term: ALARMEN, definition: D}}\nmodules:", "course.yaml:5:12", '"ALARMEN" stands already at', "both meanings"),
    Mistake("wrong-type", "modules:", "glossary: ord.yaml\nmodules:", "ord.yaml:1:1", "holds a mapping", "a list of terms", {"ord_yaml": "term: A\n"}),
    Mistake("missing-key", "modules:", "glossary: [{term: A}]\nmodules:", "course.yaml:3:12", 'lacks the key "definition"', "definition"),
    Mistake("unreadable-image", *body("          - image: {file: a.png, alt: A}\n"), "course.yaml:11:27", "can't be read", "", {"a_png": "tekst"}),
    Mistake("unreadable-image", *body("          - image: {file: a.webp, alt: A}\n"), "course.yaml:11:27", "no picture of a kind", "JPEG or PNG", {"a_webp": "x"}),
    Mistake("missing-captions", *body("          - video: {file: a.mp4, title: T, audio_description: none_needed}\n"), "course.yaml:11:27", "no captions", "none_needed", {"a_mp4": MP4}),
    Mistake("missing-description", *body("          - video: {file: a.mp4, title: T, captions: a.vtt}\n"), "course.yaml:11:27", "nothing of audio description", "none_needed", {"a_mp4": MP4, "a_vtt": VTT}),
    Mistake("missing-description", *body("          - video: {file: a.mp4, title: T, captions: none_needed, audio_description: none_needed}\n"), "course.yaml:11:27", "silent and not told", "transcript", {"a_mp4": MP4}),
    Mistake("missing-key", *body("          - audio: {file: a.mp3, title: T}\n"), "course.yaml:11:20", 'lacks the key "transcript"', "transcript", {"a_mp3": b"ID3\x04"}),
    Mistake("unreadable-media", *body("          - audio: {file: a.wav, title: T, transcript: T}\n"), "course.yaml:11:27", "no audio that every browser plays", "MP3 or M4A", {"a_wav": "RIFF"}),
    Mistake("unreadable-media", *body("          - video: {file: a.mp4, title: T, captions: a.vtt, audio_description: none_needed}\n"), "course.yaml:11:27", "no video that", "MP4", {"a_mp4": "tekst", "a_vtt": VTT}),
    Mistake("unreadable-media", *body("          - download: {file: a.html, title: T}\n"), "course.yaml:11:30", "no kind of file that learners can download", ".pdf", {"a_html": "<script>"}),
    Mistake("captions", *body("          - video: {file: a.mp4, title: T, captions: a.vtt, audio_description: none_needed}\n"), "a.vtt:3:1", "can't be read", "dot", {"a_mp4": MP4, "a_vtt": VTT.replace("00:00.000", "00:00,000")}),
    Mistake("unreadable-image", *body("          - image: {file: a.png, alt: A}\n"), "course.yaml:11:27", "is a GIF and not a PNG", "right ending", {"a_png": GIF}),
    Mistake("unsafe-svg", *body("          - image: {file: a.svg, alt: A}\n"), "a.svg:1:1", "<script>", "remove it", {"a_svg": SVG.format("<script/>")}),
    Mistake("broken-link", "**grønne**", "[grønne](page:finn-utgang)", "course.yaml:10:41", 'no page "finn-utgang"', 'did you mean "finn-utgangen"?'),
    Mistake("broken-link", "text: Skiltet", "text: '[Skiltet](skilt.html)'", "course.yaml:15:44", '"skilt.html" leads nowhere', "page:its-id"),
    Mistake("broken-link", "**grønne**", "[grønne](javascript:alert)", "course.yaml:10:41", "leads nowhere", "https"),
    Mistake("heading", "text: Se etter", "text: '# Se etter'  # ", "course.yaml:10:22", "first level", "begin with ##"),
    Mistake("near-points", *body("          - figure: {file: a.svg, alt: A, points: [{x: 50, y: 50, title: A, text: B}, {x: 55, y: 52, title: C, text: D}]}\n"), "course.yaml:11:91", "points 1 and 2", "9 percent of the width apart, or 12 of the height", {"a_svg": SVG}),
    Mistake("unlike-pictures", *body("          - comparison: {before: {label: A, image: {file: a.svg, alt: A}}, after: {label: B, image: {file: b.svg, alt: B}}}\n"), "course.yaml:11:108", "4 × 3 and 3 × 4", "crop", {"a_svg": SVG.format(""), "b_svg": SVG.format("").replace("0 0 4 3", "0 0 3 4")}),
    Mistake("no-correct-option", ", correct: true", "", "course.yaml:15:17", "no option of question", "correct: true"),
    Mistake("empty-quiz", *body("          - quiz: {id: q}\n"), "course.yaml:11:19", 'quiz "q" has no questions', "bank"),
    Mistake("nothing-completes", "title: Brannvern", "title: A\ncompletion: {quiz: passed}", "course.yaml:3:20", "no quiz is graded", "graded: true"),
    Mistake("unknown-value", "title: Brannvern", "title: A\ntheme: kommune", "course.yaml:3:8", 'no theme "kommune"', "standard"),
    Mistake("bad-id", "id: q-skilt", "id: visited", "course.yaml:12:19", "kept for the saved state", "another id"),
    Mistake("bad-value", "title: Brannvern", 'title: "Brann\\avern"', "course.yaml:2:8", "control character U+0007", "delete it"),
    Mistake("bad-value", "title: Brannvern", "title: A\niri: kurs", "course.yaml:3:6", '"kurs" is no address', "https://"),
    Mistake("empty-file", "modules:\n", "modules:\n  - m.yaml\n", "m.yaml:1:1", "holds nothing", "write it", {"m_yaml": "null\n"}),
    Mistake("yaml", "title: Brannvern", "title: a\0b", "course.yaml:2:9", "control character", "check"),
    Mistake("missing-file", *body(f"          - text: {{file: {'ord ' * 90}}}\n"), "course.yaml:11:26", "no file that can be read", "check the name"),
    Mistake("broken-link", "**grønne**", "[grønne](page:tæst)", "course.yaml:10:41", 'no page "tæst"', "known"),
    Mistake("unsafe-svg", *body("          - image: {file: a.svg, alt: A}\n"), "a.svg", "entity", "plain SVG", {"a_svg": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG.format("<text>a&nbsp;b</text>")}),
    Mistake("unreadable-image", *body("          - image: {file: a.svg, alt: A}\n"), "a.svg", "viewBox", "plain SVG", {"a_svg": SVG.format("").replace("0 0 4 3", "0 0 1e400 3")}),
    Mistake("lock", "x", "x", "course.lock:1:1", "no course.lock of format 1", "version control", {"course_lock": "a: 1\n"}),
    Mistake(
        "slot-twice",
        "x",
        "x",
        "course.lock:6:12",
        'fields "visited" and "page" both have slot 0',
        "delete the other one",
        {
            "course_lock": "format: 1\nlayouts:\n  - \"a1b2c3\"\nslots:\n"
            '  - {slot: 0, field: visited, kind: some_of, since: 1, keys: ["finn-utgangen"]}\n'
            '  - {slot: 0, field: page, kind: one_of, since: 1, keys: ["finn-utgangen"]}\n'
        },
    ),
]  # fmt: skip


def in_component(code: str, component: str, where: str, says: str, hint: str) -> Mistake:
    """A mistake in a component that stands first on the page, in line 11."""
    line = f"          - {component}\n"
    return Mistake(code, *body(line), f"course.yaml:11:{line.index(where) + 1}", says, hint, dict(PICTURE))


MISTAKES += [in_component(*mistake) for mistake in COMPONENT_MISTAKES]
LOCK = """\
format: 1
layouts:
  - "{layout}"
slots:
  - {{slot: 0, field: visited, kind: some_of, since: 1, keys: ["finn-utgangen"]}}
  - {{slot: 1, field: page, kind: one_of, since: 1, keys: ["finn-utgangen"]}}
"""
ELSEWHERE = {"state-size", "large-package", "unreviewed-texts", "poor-contrast", "bad-template", "primer"} | {
    "outdated-translation",
    "untranslated",
}
"""Codes with tests of their own, below and in tests/translation: they take more than one changed line."""


def problems_in(folder: Path) -> list[Problem]:
    try:
        return compile_folder(folder)[2]
    except CourseError as error:
        return error.problems


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.code}-{mistake.new.strip()[:24]}")
def test_mistake_is_told_with_place_and_remedy(mistake: Mistake, tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", mistake.course, **mistake.files)
    found = [problem for problem in problems_in(folder) if problem.code == mistake.code]
    assert found, [problem.render() for problem in problems_in(folder)]
    (problem,) = found
    assert str(problem.place) == f"{folder.as_posix()}/{mistake.place}"
    assert mistake.says in problem.message
    assert mistake.hint in problem.hint


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.code}-{mistake.new.strip()[:24]}")
def test_mistake_leaves_an_earlier_package_untouched(mistake: Mistake, tmp_path: Path) -> None:
    earlier = tmp_path / "dist" / "brann-scorm12.zip"
    earlier.parent.mkdir()
    earlier.write_bytes(b"the package of yesterday")
    folder = write_course(tmp_path / "kurs", mistake.course, **mistake.files)
    with pytest.raises(CourseError):
        build(folder, earlier.parent)
    assert earlier.read_bytes() == b"the package of yesterday"
    assert [path.name for path in earlier.parent.iterdir()] == [earlier.name]


def test_every_code_has_a_test_and_a_line_in_the_docs() -> None:
    assert {mistake.code for mistake in MISTAKES} | ELSEWHERE == set(CODES)
    documented = re.findall(r"^## `([a-z-]+)`", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == sorted(CODES)


def test_all_problems_of_a_course_come_in_one_run(tmp_path: Path) -> None:
    course = COURSE.replace("title: Brannvern", "titel: Brannvern")
    course = course.replace("title: Utganger", "title: [Utganger]")
    course = course.replace("**grønne**", "[grønne](page:ukjent)").replace(", correct: true", ", riktig: true")
    course += "      - {id: side-to, title: 2, body: [{bilde: x}, {image: {file: b.png}}]}\n"
    found = sorted((problem.place.line, problem.code) for problem in problems_in(write_course(tmp_path / "k", course)))
    assert found == [
        (1, "missing-key"),
        (2, "unknown-key"),
        (5, "wrong-type"),
        (10, "broken-link"),
        (15, "unknown-key"),
        (17, "missing-alt"),
        (17, "missing-file"),
        (17, "unknown-key"),
        (17, "wrong-type"),
    ]


def test_symbolic_link_out_of_the_course_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(SVG, encoding="utf-8")
    folder = write_course(tmp_path / "kurs", COURSE.replace(*body("          - image: {file: a.svg, alt: A}\n"), 1))
    (folder / "a.svg").symlink_to(tmp_path / "secret.svg")
    assert [problem.code for problem in problems_in(folder)] == ["media-escape"]


def test_course_that_cannot_fit_names_what_takes_the_room(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    options = ", ".join(f"{{id: '{letter}', text: T, correct: true}}" for letter in letters)
    questions = "".join(
        f"          - choice: {{id: q-{number}, prompt: P, options: [{options}]}}\n" for number in range(720)
    )
    folder = write_course(tmp_path / "kurs", COURSE.replace(*body(questions), 1))
    (problem,) = problems_in(folder)
    assert problem.code == "state-size"
    assert "q-0" in problem.hint
    # 720 questions of 36 + 1 bits, the small course's own 2 + 1 + 1 + 1, and 14 bytes, at 5 characters for 4 bytes
    bits = 720 * 37 + 5
    stored = 14 + -(-bits // 8)
    assert f"up to {1 + stored // 4 * 5 + (stored % 4 and stored % 4 + 1)} characters" in problem.message


@pytest.mark.parametrize(("host", "codes"), [("lrs.example.no", ["record-store"]), ("localhost:8080", [])])
def test_store_that_no_platform_on_https_reaches_is_warned_of(tmp_path: Path, host: str, codes: list[str]) -> None:
    store = STORE.replace("https://lrs.example.no", f"http://{host}")
    folder = write_course(tmp_path / "kurs", COURSE.replace("title: Brannvern", f"title: A\n{IRI}\n{store}"))
    assert [problem.code for problem in build(folder, tmp_path / "dist").warnings] == codes


def test_large_package_is_warned_of_and_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scormbuild.build.LARGE_PACKAGE", 1000)
    built = build(write_course(tmp_path / "kurs"), tmp_path / "dist")
    assert [(problem.code, problem.severity) for problem in built.warnings] == [("large-package", "warning")]
    assert built.packages[0].path.exists()


def test_course_in_a_language_that_nobody_has_reviewed_is_built_with_a_warning(tmp_path: Path) -> None:
    built = build(
        write_course(tmp_path / "kurs", COURSE.replace("title: B", "language: se\ntitle: B")), tmp_path / "dist"
    )
    (problem,) = built.warnings
    assert (problem.code, problem.severity, problem.place.line) == ("unreviewed-texts", "warning", 2)
    assert built.packages[0].path.exists()


def test_problem_shows_the_line_with_a_caret_under_it(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "kurs", COURSE.replace("    title: Utganger", "    titel: Utganger"))
    problem = next(problem for problem in problems_in(folder) if problem.code == "unknown-key")
    headline, line, caret, hint = problem.render().split("\n")
    assert headline.endswith('course.yaml:5:5: error[unknown-key]: module "utganger" has no key "titel"')
    assert line == "    5 |     titel: Utganger"
    assert caret == "      |     ^^^^^"
    assert hint == '    did you mean "title"?'


def test_lock_that_was_merged_from_two_branches_is_noticed(tmp_path: Path) -> None:
    """git merges two branches' additions without a word; no learner has ever saved with what comes of it."""
    folder = write_course(tmp_path / "kurs", course_lock=LOCK.format(layout="a1b2c3"))
    (problem,) = problems_in(folder)
    assert (problem.code, problem.place.line) == ("lock", 3)
    assert "one side's course.lock whole" in problem.hint


def test_two_courses_of_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    first, second = write_course(tmp_path / "a"), write_course(tmp_path / "b")
    built = build(first, tmp_path / "dist")
    before = built.packages[0].path.read_bytes()
    with pytest.raises(CourseError, match="another course of this build"):
        build(second, tmp_path / "dist", taken=[built.course])
    assert built.packages[0].path.read_bytes() == before


def test_what_could_not_be_read_makes_no_second_problem(tmp_path: Path) -> None:
    course = COURSE.replace("**grønne**", "[grønne](page:annen)")
    course = course.replace("title: Brannvern", "title: Brannvern\ncompletion: {quiz: passed}")
    course += "  - annen.yaml\n"
    folder = write_course(tmp_path / "kurs", course, annen_yaml="id: annen: feil\n")
    assert [problem.code for problem in problems_in(folder)] == ["yaml"]


def test_a_question_with_a_bad_id_still_tells_its_other_problems(tmp_path: Path) -> None:
    course = COURSE.replace("id: q-skilt", "id: Q 1").replace(", correct: true", "")
    found = sorted(problem.code for problem in problems_in(write_course(tmp_path / "kurs", course)))
    assert found == ["bad-id", "no-correct-option"]


def test_name_that_macos_spells_otherwise_is_found(tmp_path: Path) -> None:
    composed, decomposed = "bl\u00e5.svg", "bla\u030a.svg"
    folder = write_course(
        tmp_path / "kurs", COURSE.replace(*body(f"          - image: {{file: {composed}, alt: A}}\n"))
    )
    (folder / decomposed).write_text(SVG, encoding="utf-8")
    assert problems_in(folder) == []


def test_folder_in_the_way_of_a_package_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "dist" / "brann-scorm12.zip").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"brann-scorm12.zip can't be written"):
        build(write_course(tmp_path / "kurs"), tmp_path / "dist")
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["brann-scorm12.zip"]
