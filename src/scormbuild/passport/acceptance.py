"""A test of five minutes that shows whether a package works on a platform: what to do, and what must be seen then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scormbuild.course.markdown import plain
from scormbuild.course.model import Course
from scormbuild.passport.case import Case
from scormbuild.passport.content import first_asked


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and what must be seen. `id` is a code that `texts/` has words for, filled with `values`."""

    id: str
    values: dict[str, str] = field(default_factory=dict)


def steps(course: Course, case: Case, zip_name: str) -> tuple[Step, ...]:
    """The steps for a course on the platforms of its format, in their order."""
    return tuple(_steps(course, case, zip_name))


def _steps(course: Course, case: Case, zip_name: str) -> Iterator[Step]:
    scorm = case.standard in ("scorm12", "scorm2004")
    seen = course.of_role(course.roles[0]) if course.roles else course
    first = next(seen.pages())
    yield Step("upload" if scorm else f"upload_{case.standard}", {"file": zip_name})
    if scorm:
        yield Step("settings")
    yield Step("open_web" if case.standard == "web" else "open", {"page": first.title})
    if course.roles:
        yield Step("role", {"role": course.roles[0].title})
    saved = "saved_web" if case.standard == "web" else "saved"
    asked = first_asked(seen)
    if asked is None:
        yield Step(saved, {"page": first.title})
        place = first
    else:
        place, question = asked
        kind = "answer_quiz" if question not in place.body else "answer"
        yield Step(
            kind if question.interaction().is_scored else "answer_unmarked",
            {"page": place.title, "question": plain(question.prompt)},
        )
        yield Step(saved, {"page": place.title})
    yield Step("resume", {"page": place.title})
    if scorm:
        if asked is not None:
            yield Step("report", {"interaction": asked[1].interaction_id()})
        yield Step("under_way_12" if case.standard == "scorm12" else "under_way_2004")
        if case.per_module:
            yield Step("complete_parts", {"parts": str(len(case.parts))})
        else:
            yield Step(f"complete_{case.parts[0].verdict}")
        yield Step("preview")
    elif case.standard != "web":
        yield Step("statements")
        yield Step(f"complete_{case.parts[0].verdict}")


def shows_score(case: Case) -> bool:
    """Whether the report must show a score in the end."""
    return any(part.scored for part in case.parts)
