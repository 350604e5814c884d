"""What has changed in a course of our own: the rule, pages, questions, quizzes, languages, roles, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Final

from scormbuild.diff.changes import Change, Row
from scormbuild.diff.plan import Plan, QuestionPlan, QuizPlan
from scormbuild.diff.saved import is_gone, lost_keys
from scormbuild.diff.wording import Wording
from scormbuild.errors import quote

_CERTIFICATE: Final = "certificate--"
"""The key of a certificate's code in `handed_in`, as compile/tracking.py has it, which would load every component."""

_STAY: Final = "Who has completed the course stays so; who is under way is judged by the new rule."
_RESULTS: Final = "Results that are recorded stay as they are."

COMPLETION_RULE: Final = Change(
    "completion-rule",
    "tell",
    "The course is completed by another rule.",
    _STAY,
    "Tell learners, and set the activity's completion as the new package's passport says.",
)
PASS_MARK: Final = Change(
    "pass-mark",
    "tell",
    "A quiz is passed from another mark.",
    "The best attempt so far is held against the new mark. " + _STAY,
    "Tell learners.",
)
QUIZ_ADDED: Final = Change(
    "graded-quiz-added",
    "tell",
    "There is a further graded quiz.",
    "Where the rule asks for quizzes, who is under way must take it too. Who has completed the course stays so.",
    "Tell learners.",
)
QUIZ_REMOVED: Final = Change(
    "quiz-removed",
    "tell",
    "A quiz is gone.",
    "An attempt under way is lost, and its best result doesn't count any more. " + _RESULTS,
    "Tell learners.",
)
QUIZ_GRADED: Final = Change(
    "quiz-graded", "tell", "A quiz counts where it didn't, or the other way round.", _STAY, "Tell learners."
)
FEWER_ATTEMPTS: Final = Change(
    "fewer-attempts",
    "tell",
    "A quiz may be taken fewer times.",
    "Who has used up so many without passing fails when the course is opened next.",
    "Tell learners before the package is replaced, or keep the number.",
)
MORE_ATTEMPTS: Final = Change(
    "more-attempts", "note", "A quiz may be taken more times.", "Who had used them all may try again.", ""
)
QUIZ_CHANGED: Final = Change(
    "quiz-changed",
    "note",
    "A quiz is drawn or shown in another way.",
    "An attempt under way keeps its questions; the next one is drawn anew.",
    "",
)
PRACTICE_ADDED: Final = Change(
    "practice-added", "note", "There is a further quiz for practice.", "Nothing is lost.", ""
)
QUESTION_REMOVED: Final = Change(
    "question-removed",
    "tell",
    "A question is gone.",
    "Answers to it aren't shown any more. In a quiz under way, the attempt goes on without it. " + _RESULTS,
    "",
)
QUESTION_CHANGED: Final = Change(
    "question-changed",
    "tell",
    "A question is answered in another way.",
    "Answers to it are lost: it stands there as if nobody had answered. " + _RESULTS,
    "Give a question that asks something new an id of its own.",
)
OPTION_REMOVED: Final = Change(
    "option-removed",
    "tell",
    "Something to choose in a question is gone.",
    "Who had chosen it has that answer no more.",
    "",
)
ANSWER_KEY: Final = Change(
    "answer-key",
    "tell",
    "Another answer is right.",
    "Answers that were given are told by the new key when learners come back, and quizzes under way are marked by it. "
    + _RESULTS,
    "Where results were wrong, look at them with the teacher: no package can change them afterwards.",
)
ANSWERS_ADDED: Final = Change(
    "answers-added", "note", "More answers to write are right.", "Nothing is lost: what was right stays so.", ""
)
MARKING: Final = Change(
    "marking",
    "tell",
    "A question counts in another way.",
    "Quizzes under way are marked by the new points. " + _RESULTS,
    "",
)
QUESTION_MOVED: Final = Change(
    "question-moved",
    "tell",
    "A question stands in another quiz, or in none.",
    "An attempt under way goes on without it.",
    "",
)
OPTION_ADDED: Final = Change(
    "option-added", "note", "There is more to choose in a question.", "Nothing is lost: answers stay as they are.", ""
)
QUESTION_ADDED: Final = Change("question-added", "note", "There is a further question.", "Nothing is lost.", "")
TRIES: Final = Change("tries", "note", "A question may be tried more or fewer times.", "Nothing is lost.", "")
RECORDED_NAME: Final = Change(
    "recorded-name",
    "note",
    "Something is recorded under another wording.",
    "Nothing is lost. Reports of platforms list it under both names; those of `scormbuild report` go by the id.",
    "",
)
PAGE_ADDED: Final = Change(
    "page-added",
    "note",
    "There is a further page.",
    "Where all pages must be seen, who is under way must see it too. Who has completed the course stays so.",
    "",
)
PAGE_REMOVED: Final = Change(
    "page-removed",
    "note",
    "A page is gone.",
    "Where all pages must be seen, who had only this one left is done when the course is opened next.",
    "",
)
PAGE_MOVED: Final = Change(
    "page-moved",
    "note",
    "Pages stand in another module or another order.",
    "Nothing is lost: pages that were seen stay seen.",
    "",
)
PAGE_RETITLED: Final = Change("page-retitled", "note", "A page has another title.", "Nothing is lost.", "")
PAGE_ROLES: Final = Change(
    "page-roles",
    "tell",
    "A page is for other roles.",
    "Who has picked a role has other pages to see.",
    "Tell learners.",
)
MODULES: Final = Change("modules", "note", "Modules are new, gone, moved or called otherwise.", "Nothing is lost.", "")
OBJECTIVE_MARK: Final = Change(
    "objective-mark",
    "note",
    "Objectives are reached from another mark.",
    "Results of objectives are told by the new mark when the course is opened next. Completion doesn't follow them.",
    "",
)
OBJECTIVES: Final = Change("objectives", "note", "The objectives have changed.", "Nothing is lost.", "")
COURSE_RETITLED: Final = Change(
    "course-retitled", "note", "The course has another title.", "Nothing is lost: attempts don't follow it.", ""
)
NAVIGATION: Final = Change(
    "navigation", "note", "Pages are opened freely, or one after the other.", "Pages that were seen stay open.", ""
)
ROLE_REMOVED: Final = Change(
    "role-removed",
    "tell",
    "A role is gone.",
    "Who had picked it is asked to pick anew.",
    "Tell learners which role is theirs now.",
)
ROLE_ADDED: Final = Change("role-added", "note", "There is a further role.", "Nothing is lost.", "")
LANGUAGE_REMOVED: Final = Change(
    "language-removed",
    "tell",
    "A language is gone.",
    "Who had chosen it reads the course in its own language.",
    "Tell learners.",
)
LANGUAGE_ADDED: Final = Change("language-added", "note", "There is a further language.", "Nothing is lost.", "")
OWN_LANGUAGE: Final = Change(
    "own-language",
    "tell",
    "The course is written in another language.",
    "Who hasn't chosen a language gets the new one.",
    "Tell learners.",
)
CERTIFICATE_REMOVED: Final = Change(
    "certificate-removed",
    "tell",
    "There is no certificate any more.",
    "Who has one on paper keeps it; nobody can print it again.",
    "Ask learners to print it before the package is replaced.",
)
CERTIFICATE_ADDED: Final = Change("certificate-added", "note", "There is a certificate.", "Nothing is lost.", "")
RECORDS_IRI: Final = Change(
    "records-iri",
    "tell",
    "Statements are about another IRI.",
    "Nothing is lost. Reports take what comes from now on for another course.",
    "Give the course its old `iri` back, unless that is what you want.",
)
RECORDS_TEXTS: Final = Change(
    "records-texts",
    "tell",
    "What learners write goes into statements, or doesn't any more.",
    "What they write from now on is told, or kept, otherwise than they were told.",
    "Tell learners before, and mend the record of processing activities (GDPR article 30).",
)
RECORD_STORE: Final = Change(
    "record-store",
    "tell",
    "Statements go to another record store.",
    "Data about them are kept somewhere else from now on.",
    "Tell learners before, and mend the record of processing activities (GDPR article 30).",
)

CHANGES: Final = (
    COMPLETION_RULE,
    PASS_MARK,
    QUIZ_ADDED,
    QUIZ_REMOVED,
    QUIZ_GRADED,
    FEWER_ATTEMPTS,
    MORE_ATTEMPTS,
    QUIZ_CHANGED,
    PRACTICE_ADDED,
    QUESTION_REMOVED,
    QUESTION_CHANGED,
    OPTION_REMOVED,
    ANSWER_KEY,
    ANSWERS_ADDED,
    MARKING,
    QUESTION_MOVED,
    OPTION_ADDED,
    QUESTION_ADDED,
    TRIES,
    RECORDED_NAME,
    PAGE_ADDED,
    PAGE_REMOVED,
    PAGE_MOVED,
    PAGE_RETITLED,
    PAGE_ROLES,
    MODULES,
    OBJECTIVE_MARK,
    OBJECTIVES,
    COURSE_RETITLED,
    NAVIGATION,
    ROLE_REMOVED,
    ROLE_ADDED,
    LANGUAGE_REMOVED,
    LANGUAGE_ADDED,
    OWN_LANGUAGE,
    CERTIFICATE_REMOVED,
    CERTIFICATE_ADDED,
    RECORDS_IRI,
    RECORDS_TEXTS,
    RECORD_STORE,
)


def compare_rule(old: Plan, new: Plan) -> Iterator[Row]:
    """By what a SCO is completed, and how one gets through it."""
    was, now = old.rule, new.rule
    if (was.pages, was.quiz) != (now.pages, now.quiz):
        yield COMPLETION_RULE.of(
            f"it was pages: {was.pages}, quiz: {was.quiz}; it is pages: {now.pages}, quiz: {now.quiz}"
        )
    # Quizzes have their marks themselves: what is left to the course's own is when an objective is reached.
    if was.mastery != now.mastery and _judges_objectives(old) and _judges_objectives(new):
        yield OBJECTIVE_MARK.of(f"it was {was.mastery:g} %, and is {now.mastery:g} %")
    if old.navigation != new.navigation:
        yield NAVIGATION.of(f"it was {quote(old.navigation)}, and is {quote(new.navigation)}")


def _judges_objectives(plan: Plan) -> bool:
    graded = {key for key, quiz in plan.quizzes.items() if quiz.graded}
    return any(question.objective and question.quiz in graded for question in plan.questions.values())


def compare_quizzes(old: Plan, new: Plan, was: Wording, now: Wording) -> Iterator[Row]:
    """Quizzes of a SCO: what counts, from which mark, how often."""
    for key, quiz in old.quizzes.items():
        if key not in new.quizzes:
            yield QUIZ_REMOVED.of(was.of(key))
        else:
            yield from _quiz(was.of(key), quiz, new.quizzes[key])
    for key, quiz in new.quizzes.items():
        if key not in old.quizzes:
            yield (QUIZ_ADDED if quiz.graded else PRACTICE_ADDED).of(now.of(key))


def _quiz(named: str, old: QuizPlan, new: QuizPlan) -> Iterator[Row]:
    if old.graded != new.graded:
        yield QUIZ_GRADED.of(f"{named} {'is graded' if new.graded else 'is for practice'} now")
    if old.pass_ != new.pass_:
        yield PASS_MARK.of(f"{named}: it was {_percent(old.pass_)}, and is {_percent(new.pass_)}")
    if old.attempts != new.attempts:
        is_fewer = (new.attempts or inf) < (old.attempts or inf)
        said = f"{named}: {_times(old.attempts)} before, {_times(new.attempts)} now"
        yield (FEWER_ATTEMPTS if is_fewer else MORE_ATTEMPTS).of(said)
    shown = [
        name
        for name in ("draws", "feedback", "review", "shuffle_questions", "shuffle_options")
        if getattr(old, name) != getattr(new, name)
    ]
    if shown:
        yield QUIZ_CHANGED.of(f"{named}: {', '.join(shown)}")


def compare_questions(old: Plan, new: Plan, was: Wording, now: Wording) -> Iterator[Row]:
    """Questions of a SCO: what becomes of the answers to them."""
    for key, question in old.questions.items():
        if key in new.questions:
            yield from _question(key, old, new, was, now)
        elif all(is_gone(name, old, new) for name in question.fields):
            yield QUESTION_REMOVED.of(was.of(key))
    for key in new.questions:
        if key not in old.questions:
            yield QUESTION_ADDED.of(now.of(key))


def _question(key: str, old: Plan, new: Plan, wording: Wording, new_wording: Wording) -> Iterator[Row]:
    named, was, now = wording.of(key), old.questions[key], new.questions[key]
    gone = [name for name in was.fields if is_gone(name, old, new)]
    if gone or was.type != now.type:
        parts = f", {len(gone)} of {len(was.fields)} parts" if len(was.fields) > 1 and gone else ""
        yield QUESTION_CHANGED.of(f"{named}: it was {quote(was.type)}, and is {quote(now.type)}{parts}")
        return
    fewer = {part for name in was.fields for part in lost_keys(name, old, new)}
    if fewer:
        yield OPTION_REMOVED.of(f"{named}: {', '.join(wording.option(key, part) for part in sorted(fewer))}")
    more = {part for name, keys in now.fields.items() for part in set(keys) - set(was.fields.get(name, ()))}
    if more or now.fields.keys() - was.fields.keys():
        added = sorted(more | (now.fields.keys() - was.fields.keys()))
        yield OPTION_ADDED.of(f"{named}: {', '.join(new_wording.option(key, part) for part in added)}")
    if _key(was) != _key(now):
        change = ANSWERS_ADDED if _key(_with_answers_of(now, was)) == _key(now) else ANSWER_KEY
        right = _right(was, key, wording), _right(now, key, new_wording)
        yield change.of(f"{named}: it was {right[0]}, and is {right[1]}")
    if (was.weight, was.credit, was.objective) != (now.weight, now.credit, now.objective):
        yield MARKING.of(f"{named}: {_counts(was)}; now {_counts(now)}")
    if was.quiz != now.quiz:
        yield QUESTION_MOVED.of(f"{named}: it was in {was.quiz or 'no quiz'}, and is in {now.quiz or 'no quiz'}")
    if was.tries != now.tries:
        yield TRIES.of(f"{named}: {was.tries}, now {now.tries}")
    if was.interaction != now.interaction:
        yield RECORDED_NAME.of(f"{quote(was.interaction)} is {quote(now.interaction)}")


def compare_recorded(old: Plan, new: Plan) -> Iterator[Row]:
    """Under which names sheets are handed in, and whether there is a certificate."""
    for key, name in old.handed_in.items():
        if key and key != _CERTIFICATE and new.handed_in.get(key, name) != name:
            yield RECORDED_NAME.of(f"{quote(name)} is {quote(new.handed_in[key])}")
    had, has = _CERTIFICATE in old.handed_in, _CERTIFICATE in new.handed_in
    if had != has:
        yield (CERTIFICATE_REMOVED if had else CERTIFICATE_ADDED).of(quote(new.course.title))


def compare_course(old: Sequence[Plan], new: Sequence[Plan]) -> Iterator[Row]:
    """What a course is as a whole, over all its SCOs."""
    was, now = old[0], new[0]
    yield from _pages(old, new)
    if was.course.title != now.course.title:
        yield COURSE_RETITLED.of(f"it was {quote(was.course.title)}, and is {quote(now.course.title)}")
    if [*_modules(old).items()] != [*_modules(new).items()]:
        yield MODULES.of(_listed(_modules(old), _modules(new)))
    goals = [{goal.id: goal.text for plan in plans for goal in plan.objectives} for plans in (old, new)]
    if goals[0] != goals[1]:
        yield OBJECTIVES.of(_listed(*goals))
    for role in was.roles:
        if role not in now.roles:
            yield ROLE_REMOVED.of(quote(role))
    for role in now.roles:
        if role not in was.roles:
            yield ROLE_ADDED.of(quote(role))
    yield from _languages(was, now)


def compare_records(old: Plan, new: Plan, *, is_named_by_iri: bool) -> Iterator[Row]:
    """What statements go by, in packages that send them. `is_named_by_iri`: whether attempts go by it as well."""
    if old.records.iri != new.records.iri and not is_named_by_iri:
        yield RECORDS_IRI.of(f"it was {quote(old.records.iri)}, and is {quote(new.records.iri)}")
    if old.records.texts != new.records.texts:
        yield RECORDS_TEXTS.of(
            "what they write is told now" if new.records.texts else "what they write isn't told any more"
        )


def compare_stores(old: str, new: str) -> Iterator[Row]:
    """To which record stores packages of SCORM send statements; "" for none."""
    if old != new:
        yield RECORD_STORE.of(f"it was {quote(old) if old else 'none'}, and is {quote(new) if new else 'none'}")


def _pages(old: Sequence[Plan], new: Sequence[Plan]) -> Iterator[Row]:
    was, now = _placed(old), _placed(new)
    for key, (title, module, _) in was.items():
        if key not in now:
            yield PAGE_REMOVED.of(f"{quote(title)} ({key}) in {quote(module)}")
    for key, (title, module, roles) in now.items():
        if key not in was:
            yield PAGE_ADDED.of(f"{quote(title)} ({key}) in {quote(module)}")
            continue
        before, _, before_roles = was[key]
        if before != title:
            yield PAGE_RETITLED.of(f"{quote(before)} is {quote(title)} ({key})")
        if before_roles != roles:
            yield PAGE_ROLES.of(f"{quote(title)} was for {_all_or(before_roles)}, and is for {_all_or(roles)}")
    moved = [f"{quote(now[key][0])} ({was[key][1]} → {now[key][1]})" for key in was if _moved(key, was, now)]
    if moved:
        yield PAGE_MOVED.of(", ".join(moved[:5]) + (" …" if len(moved) > 5 else ""))
    elif [key for key in was if key in now] != [key for key in now if key in was]:
        yield PAGE_MOVED.of("the order")


_Placed = dict[str, tuple[str, str, tuple[str, ...]]]
"""Title, module's id and roles of each page by its id, in order."""


def _placed(plans: Sequence[Plan]) -> _Placed:
    return {
        page.id: (page.title, plan.modules[page.module].id if page.module < len(plan.modules) else "", page.roles)
        for plan in plans
        for page in plan.pages
    }


def _moved(key: str, was: _Placed, now: _Placed) -> bool:
    return key in now and was[key][1] != now[key][1]


def _modules(plans: Sequence[Plan]) -> dict[str, str]:
    return {module.id: module.title for plan in plans for module in plan.modules}


def _languages(old: Plan, new: Plan) -> Iterator[Row]:
    was = old.languages or (old.course.language,)
    now = new.languages or (new.course.language,)
    if old.course.language != new.course.language:
        yield OWN_LANGUAGE.of(f"it was {quote(old.course.language)}, and is {quote(new.course.language)}")
    for language in was:
        if language not in now and language != old.course.language:
            yield LANGUAGE_REMOVED.of(quote(language))
    for language in now:
        if language not in was and language != new.course.language:
            yield LANGUAGE_ADDED.of(quote(language))


def _listed(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What is new, gone and worded otherwise in a list with ids."""
    parts = [
        ("new", [key for key in new if key not in old]),
        ("gone", [key for key in old if key not in new]),
        ("reworded", [key for key in old if new.get(key, old[key]) != old[key]]),
    ]
    return "; ".join(f"{word}: {', '.join(keys)}" for word, keys in parts if keys) or "the order"


def _percent(mark: float | None) -> str:
    return "none" if mark is None else f"{mark:g} %"


def _times(attempts: int) -> str:
    return f"{attempts} attempts" if attempts else "any number of attempts"


def _key(question: QuestionPlan) -> tuple[object, ...]:
    return (question.correct, question.range, question.gaps)


def _with_answers_of(new: QuestionPlan, old: QuestionPlan) -> QuestionPlan:
    """The old question, if it took the new one's answers to write; itself where it took others besides."""
    gaps = {
        part: {**gap, "answers": new.gaps[part].get("answers")}
        for part, gap in old.gaps.items()
        if part in new.gaps and {*_answers(gap.get("answers"))} <= {*_answers(new.gaps[part].get("answers"))}
    }
    return old.model_copy(update={"gaps": gaps})


def _right(question: QuestionPlan, key: str, wording: Wording) -> str:
    """What is right, as people read it."""
    if question.range is not None:
        return "{:g} to {:g}".format(*question.range)
    written = [quote(answer) for gap in question.gaps.values() for answer in _answers(gap.get("answers"))]
    return ", ".join([*(wording.option(key, part) for part in question.correct), *written]) or "nothing"


def _answers(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _counts(question: QuestionPlan) -> str:
    objective = f", for {question.objective}" if question.objective else ""
    return f"weight {question.weight:g}, credit {question.credit}{objective}"


def _all_or(roles: tuple[str, ...]) -> str:
    return ", ".join(roles) or "all"
