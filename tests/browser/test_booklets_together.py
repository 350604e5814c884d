"""Teams' booklets, as the course itself writes them, put together."""

from __future__ import annotations

from pathlib import Path

from scormbuild.booklets.html import write_html
from scormbuild.booklets.merging import Words, merge
from scormbuild.booklets.reading import read_booklets
from scormbuild.booklets.wording import BookletWords
from scormbuild.course.load import load
from tests.browser.conftest import NewLearner
from tests.browser.sheets import SHEETS, course_of
from tests.browser.test_booklet import downloaded, fill_pages, open_panel
from tests.support import write_course


def test_what_a_course_writes_is_put_together(small: NewLearner, tmp_path: Path) -> None:
    text = course_of(*SHEETS)
    learner = small(text).open()
    assert learner.page is not None
    fill_pages(learner, list(SHEETS))
    open_panel(learner.frame)
    files = []
    for unit in ("Nord", "Sør, natt"):
        learner.frame.locator("#booklet input[type=text]").fill(unit)
        name, document = downloaded(learner.page, learner.frame, "save")
        files.append(tmp_path / f"{unit}-{name}")
        files[-1].write_text(document, encoding="utf-8")
    course = load(write_course(tmp_path / "kurs", text)).course
    assert course is not None
    read, refused = read_booklets(files)
    merged = merge(course, read, Words("Uten enhet", "Ikke plassert"), refused)
    assert (merged.refused, merged.units) == ((), ["Nord", "Sør, natt"])
    assert [counted.unknown for counted in merged.counted] == [(), ()]
    document = write_html(merged, BookletWords("nb")).decode()
    texts = [value for value in read[0].fields.values() if isinstance(value, str) and "Svar" in value]
    assert texts
    for value in texts:
        assert document.count(value.replace("&", "&amp;")) >= 2, value
