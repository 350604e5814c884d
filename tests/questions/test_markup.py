"""Between HTML and Markdown: a page shows the words that the source has, and nothing that it doesn't."""

from __future__ import annotations

from html import escape
from random import Random

import pytest

from scormbuild.questions.markup import block_of, escaped, html_of_block, html_of_line, line_of, signature, words_of
from tests.questions.samples import HOSTILE

PIECES = (
    *HOSTILE,
    "\n",
    "  ",
    "===",
    "---",
    ":-:",
    "|---|",
    "* ",
    "```",
    "~~~",
    "![i](j)",
    "<http://x.no>",
    "ord",
    ".",
)
TAGS = ("b", "i", "em", "strong", "s", "code", "p", "div", "ul", "li", "ol", "br", "blockquote", "pre", "table", "td")


def shown(markdown: str, *, within_line: bool) -> str:
    return "".join(char for char, _ in signature(markdown, within_line=within_line))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("seed", range(4))
def test_a_page_shows_plain_text_as_it_is(seed: int) -> None:
    random = Random(seed)
    for _ in range(400):
        text = "".join(random.choice(PIECES) for _ in range(random.randint(1, 8)))
        for markdown in (line_of(escape(text)).markdown, block_of(escape(text)).markdown):
            styles = {style for _, style in signature(markdown, within_line=False)}
            assert styles <= {frozenset()}, text
            assert shown(markdown, within_line=True) == shown(markdown, within_line=False) == bare(text), text


@pytest.mark.parametrize("seed", range(4))
def test_no_word_of_any_html_is_lost(seed: int) -> None:
    random = Random(seed)
    for _ in range(200):
        parts: list[str] = []
        for _ in range(random.randint(2, 12)):
            tag = random.choice(TAGS)
            parts.append(random.choice((f"<{tag}>", f"</{tag}>", escape(random.choice(PIECES)))))
        source = "".join(parts)
        assert shown(block_of(source).markdown, within_line=False) == bare(words_of(source)), source


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>En <b>feit</b> og <i>skrå</i></p><p>To</p>", "En **feit** og *skrå*\n\nTo"),
        ("<b>Obs:</b>les", "Obs:les"),  # no Markdown makes that bold
        ("<b>Obs: </b>les", "**Obs:** les"),
        ("<b>a</b><strong>b</strong>", "**ab**"),
        ("<i><b>x</b></i>", "***x***"),
        ("a<br>b", "a\\\nb"),
        ("<ul><li>en<ul><li>to</li></ul></li><li>tre</li></ul>", "- en\n  - to\n- tre"),
        ("<ol start='3'><li>en</li></ol>", "3. en"),
        ("<pre>x = {\n  `y`\n}</pre>", "```\nx = {\n  `y`\n}\n```"),
        ("<code>a`b</code>", "``a`b``"),
        ("<a href='https://x.no/a_(b)'>her</a>", "[her](<https://x.no/a_(b)>)"),
        ("<a href='javascript:alert(1)'>her</a>", "her"),
        ("<script>alert(1)</script><p onclick='x()'>ord</p>", "ord"),
        ("<table><tr><th>A|B</th><td>1</td></tr><tr><td>C</td></tr></table>", "| A\\|B | 1 |\n| --- | --- |\n| C |  |"),
        ("<h1>Tittel</h1>", "## Tittel"),
        ("2 * 3 * 4 < 5 & 6", "2 * 3 * 4 < 5 & 6"),
        ("1. mai", "1\\. mai"),
        ("snake_case", "snake_case"),
    ],
)
def test_html_becomes_markdown(source: str, markdown: str) -> None:
    assert block_of(source).markdown == markdown


def test_within_a_line_blocks_become_lines() -> None:
    text = line_of("<p>Velg:</p><ul><li>en</li><li><b>to</b></li></ul><ol><li>tre</li></ol>")
    assert text.markdown == "Velg:\\\n– en\\\n– **to**\\\n1\\. tre"
    assert shown(text.markdown, within_line=True) == "Velg:–en–to1.tre"


def test_what_markdown_cant_show_is_told() -> None:
    assert block_of("H<sub>2</sub>O").told == ["text above or below the line, which stands on it"]
    assert block_of("x<iframe src='https://x.no'></iframe>").told == ["<iframe>"]
    assert block_of(r"\(x^2\)").told == ["a formula in TeX, which shows as it is written"]
    assert block_of("<math><mi>x</mi><mo>+</mo><mn>1</mn></math>").markdown.split() == ["x", "+", "1"]
    assert block_of("<a href='fil.pdf'>her</a>").told == ["a link to fil.pdf, which leads nowhere from here"]
    assert block_of("<img src='a.png' alt='b'>").images == [("a.png", "b")]


def test_courses_texts_lose_only_what_pages_have() -> None:
    assert html_of_line("[[ord|ordet]] og [side](page:x)") == "ordet og side"
    assert html_of_block("[nett](https://x.no)") == '<p><a href="https://x.no">nett</a></p>'
    assert html_of_line(escaped("<b> & *x*")) == "&lt;b&gt; &amp; *x*"
