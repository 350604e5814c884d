"""Scripts, as far as their text shows what they do."""

from __future__ import annotations

import pytest

from scormbuild.inspect.scripts import Argument, read_script
from scormbuild.inspect.tokens import tokens


def kinds(code: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(code)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a // b\n/* c */ d", [("name", "a"), ("name", "d")]),
        ("a /* never ended", [("name", "a")]),
        (r"'it\'s' + \"\"", [("string", "it's"), ("punctuator", "+"), ("punctuator", "\\")]),
        (r'"\x41\u0042\u{43}\n"', [("string", "ABC\n")]),
        ('"never ended\nb', [("string", "never ended"), ("name", "b")]),
        ("`a//b`", [("string", "a//b")]),
        ("`a${b}c`", [("template", ""), ("name", "b"), ("template", "c")]),
        ("`${`${a}`}`", [("template", ""), ("template", ""), ("name", "a"), ("template", ""), ("template", "")]),
        ("a / b / c", [("name", "a"), ("punctuator", "/"), ("name", "b"), ("punctuator", "/"), ("name", "c")]),
        ("return /[/'\"]/g.test(a)", [("name", "return"), ("regex", ""), ("punctuator", ".")]),
        ("a = /b\n/* c */", [("name", "a"), ("punctuator", "="), ("punctuator", "/"), ("name", "b")]),
        ("f()/2//x", [("name", "f"), ("punctuator", "("), ("punctuator", ")"), ("punctuator", "/"), ("number", "2")]),
        ("<!-- old\na", [("name", "a")]),
        ("$.x", [("name", "$"), ("punctuator", "."), ("name", "x")]),
    ],
)
def test_code_is_told_from_comments_strings_and_regular_expressions(code: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(code)[: len(expected)] == expected


def test_a_call_is_read_with_what_it_belongs_to_and_what_it_is_given() -> None:
    (call,) = read_script(
        'x;\nwindow.parent.API.LMSSetValue("cmi.core.exit", f(JSON.stringify(a)), !0, b + ".id");'
    ).calls
    assert (call.owner, call.name, call.line) == ("window.parent.API", "LMSSetValue", 2)
    assert call.arguments == (
        Argument("cmi.core.exit", True, True),
        Argument(None, False, called=("f",)),
        Argument("true", True),
        Argument(".id", False),
    )


def test_lines_are_right_though_calls_end_in_another_order() -> None:
    script = read_script('eval(\n\nopen("GET",\n "a", false)\n);\nfetch("b");', line=10)
    assert [(call.name, call.line) for call in script.calls] == [("open", 12), ("eval", 10), ("fetch", 15)]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("window.onunload = null;", "null"),
        ("window.onunload = function () { return 1; };", None),
        ("window.onunload = save", None),
        ('img.src = "a.png";', "a.png"),
        ('img.src = base + "a.png";', None),
        ("({ async: !1 })", "false"),
        ("({ async: !x })", None),
    ],
)
def test_an_assignment_has_a_value_only_where_that_is_spelt_out(code: str, value: str | None) -> None:
    (assignment,) = read_script(code).assignments
    assert assignment.text == value


def test_modules_are_imported_by_name() -> None:
    script = read_script('import a from "./a.js"; import "./b.js"; export { c } from "./c.js"; import("./d.js");')
    assert [call.literal(0) for call in script.calls] == ["./a.js", "./b.js", "./c.js", "./d.js"]


def test_words_are_found_whole_in_names_and_strings_and_not_in_comments() -> None:
    assert read_script('win.API; "cmi.core.lesson_status"; APIs; // LMSFinish').words == {"API", "lesson_status"}


@pytest.mark.parametrize(
    "piece",
    ['"', "'\\", "/", "=/[", "`", "`${", "(", "f(", "/*", "a.", "{", "<!--", 'on("x",', "=/(\\/", "\\", "\u2028", "#!"],
)
def test_what_is_broken_is_read_to_its_end_in_time_that_grows_with_its_length(piece: str) -> None:
    # Were it the square of it, this would take half an hour.
    script = read_script(piece * (150_000 // len(piece)) + "\nAPI_1484_11")
    assert script.words <= {"API_1484_11"}
