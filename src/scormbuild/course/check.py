"""What is wrong with a course that can be read: ids, references, rules, and the size of what learners save."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scormbuild.course.glossary import check_glossary
from scormbuild.course.load import Loaded
from scormbuild.course.lock import ATTEMPT, CERTIFICATE, LANGUAGE, ROLE, Lock
from scormbuild.course.model import Course, Module, Page
from scormbuild.course.part import Part
from scormbuild.errors import Place, Problem, did_you_mean, quote
from scormbuild.receipt import RECEIPT
from scormbuild.state import packed_length
from scormbuild.state.base85 import BITS_PER_CHARACTER

PROSE_BITS = 2.8
"""What a character of a learner's prose takes, about: the mean over the styles that `make bench` measures."""

LANGUAGES = ("nb", "nn", "en", "se")
"""Languages that the interface speaks: one catalogue each in texts/."""


RESERVED = ("visited", "page", LANGUAGE, ROLE, ATTEMPT, CERTIFICATE, RECEIPT)
"""Names that the state keeps for itself: what the learner has seen, where they are, in which language and role, what
stands for the attempt and for a certificate. And that of a booklet's receipt in records."""


def check(loaded: Loaded) -> list[Problem]:
    """Every problem that the course's own files can tell, but for rules over what couldn't be read."""
    course = loaded.course
    if course is None:
        return []
    problems: list[Problem] = []
    problems += _ids(course)
    problems += check_glossary(course.glossary)
    for component in course.components():
        problems += component.problems()
    if not loaded.lost.objectives:
        problems += _references(course)
    if not loaded.lost.components:
        problems += _completion(course)
    problems += _record_store(course)
    problems += _languages(course)
    problems += _certificate(course)
    if not (loaded.lost.roles or loaded.lost.pages):
        problems += _roles(course, is_whole=not loaded.lost.components)
    return problems


def _languages(course: Course) -> Iterator[Problem]:
    """Languages that the interface doesn't speak, and such as stand twice."""
    named = [(course.language, course.place_of("language"))]
    named += [(language, course.place_of_item("languages", at)) for at, language in enumerate(course.languages)]
    for at, (language, place) in enumerate(named):
        if language not in LANGUAGES:
            message = f"the player doesn't speak {quote(language)}"
            yield Problem(place, "unknown-value", message, did_you_mean(language, LANGUAGES))
        elif language in (earlier for earlier, _ in named[:at]):
            hint = "take it out: `languages` are those beside the course's own, each once"
            yield Problem(place, "bad-value", f"the course has the language {quote(language)} already", hint)


def _certificate(course: Course) -> Iterator[Problem]:
    """Where each module is tracked by itself, none of them knows whether the course is completed."""
    if course.certificate is not None and course.sco == "per-module":
        message = "a course in parts that are tracked by themselves has no certificate: no part knows of the others"
        hint = "remove `certificate`, or let the course be one SCO: `sco: course`"
        yield course.problem("certificate-in-parts", message, hint, key="certificate")


def _record_store(course: Course) -> Iterator[Problem]:
    """What statements to a record store need: an address for the course, and one way to come by a key."""
    store = course.records.lrs
    if store is None:
        return
    if course.iri is None:
        yield missing_iri(course, "`records: lrs`")
    if (store.key is None) == (store.token_service is None):
        message = "a record store needs a key or a token service, and not both"
        hint = "write `key: name:secret`, for a key that may write and nothing else, or `token_service: https://…`"
        yield store.problem("record-store", message, hint, key="key" if store.key else "endpoint")
    for key in ("endpoint", "token_service"):
        address = getattr(store, key)
        if address is None:
            continue
        if not _has_host(address):
            hint = "write it as https://lrs.example.no/xapi/, with a number behind a colon only where the port is meant"
            yield store.problem("record-store", f"nobody can be reached at {quote(address)}", hint, key=key)
        elif _is_stopped(address):
            message = f"{quote(address)} can't be reached from a platform on https"
            hint = "write https://; browsers let no page on https send to http"
            yield store.problem("record-store", message, hint, key=key, severity="warning")
    if "?" in store.endpoint or "#" in store.endpoint:
        message = f"nothing can be put behind {quote(store.endpoint)}"
        hint = "leave out what begins with ? or #: statements go to the endpoint with `statements` behind it"
        yield store.problem("record-store", message, hint, key="endpoint")
    if store.key is not None and ":" not in store.key:
        hint = "write both parts of the key with a colon between them, as the record store gave them"
        yield store.problem("record-store", f"the key {quote(store.key)} has no secret", hint, key="key")
    if store.actor == "service" and store.token_service is None:
        message = "only a token service can name the learner"
        yield store.problem("record-store", message, "name a `token_service`, or write `actor: random`", key="actor")


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # Neither a name and password, which browsers refuse, nor what would end a source in a content security policy.
        return bool(parts.hostname) and (parts.port or 1) > 0 and not set("@;,'") & set(parts.netloc)
    except ValueError:
        return False


def _is_stopped(address: str) -> bool:
    """Whether browsers let a page on https send nothing there (W3C Mixed Content); one's own machine they do."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")


def missing_iri(course: Course, what: str) -> Problem:
    """Every activity's id begins with the course's (cmi5 13.1.2)."""
    hint = f"write iri: https://kurs.example.no/{course.id}, with an address that is yours; it needn't lead anywhere"
    return course.problem("missing-iri", f"the course has no iri, and {what} can't do without", hint, key="id")


def _ids(course: Course) -> Iterator[Problem]:
    """One name space for the whole course: whoever reads a report or a link never has to ask which kind is meant."""
    seen: dict[str, Place] = {}
    for part, identifier in _identified(course):
        place = part.place_of("id")
        if identifier in RESERVED:
            yield Problem(
                place, "bad-id", f"{quote(identifier)} is kept for the saved state and the records", "choose another id"
            )
        if identifier in seen:
            first = seen[identifier]
            message = f"the id {quote(identifier)} stands already at {first}"
            yield Problem(
                place,
                "duplicate-id",
                message,
                "give one of them another id; the newer one, if either is in use",
            )
        else:
            seen[identifier] = place


def _identified(course: Course) -> Iterator[tuple[Part, str]]:
    yield from ((objective, objective.id) for objective in course.objectives)
    yield from ((role, role.id) for role in course.roles)
    for module in course.modules:
        yield module, module.id
        for page in module.pages:
            yield page, page.id
            for component in page.body:
                own = getattr(component, "id", None)
                if own is not None:
                    yield component, own
                for question in component.all_questions():
                    if question is not component:
                        yield question, question.id


def _references(course: Course) -> Iterator[Problem]:
    known = [objective.id for objective in course.objectives]
    for question in course.all_questions():
        if question.objective is not None and question.objective not in known:
            message = f"the course has no objective {quote(question.objective)}"
            yield question.problem("unknown-value", message, did_you_mean(question.objective, known), key="objective")
    for component in course.components():
        for key, identifier in component.references():
            same = [name for other, name in course.named() if other.name == component.name and other is not component]
            if identifier not in same:
                message = f"the course has no {component.name} {quote(identifier)}"
                yield component.problem("unknown-value", message, did_you_mean(identifier, same), key=key)
    if course.sco == "per-module":
        yield from _across_scos(course)


def _across_scos(course: Course) -> Iterator[Problem]:
    """What a learner has done in one module, another one's SCO never gets to know."""
    module_of = {identifier: module for module in course.modules for _, identifier in course.of_module(module).named()}
    for module in course.modules:
        for component in course.of_module(module).components():
            for key, identifier in component.references():
                other = module_of.get(identifier, module)
                if other is not module:
                    message = f"{quote(identifier)} stands in module {quote(other.id)}, which is tracked by itself"
                    hint = "put both into one module, or let the course be one SCO: `sco: course`"
                    yield component.problem("other-sco", message, hint, key=key)


def _completion(course: Course) -> Iterator[Problem]:
    graded = course.graded_quizzes()
    rule = course.completion
    if course.quiz_rule != "none" and not graded:
        yield rule.problem(
            "nothing-completes",
            f"the completion asks for a quiz that is {course.quiz_rule}, and no quiz is graded",
            "add `graded: true` to a quiz, or `quiz: none` to the completion",
            key="quiz",
        )
    if rule.pages == "none" and course.quiz_rule == "none":
        yield rule.problem(
            "nothing-completes",
            "the completion asks for neither pages nor quiz",
            "ask for `pages: all`, or for a quiz",
            key="pages",
        )


def _roles(course: Course, *, is_whole: bool) -> Iterator[Problem]:
    """Whether everything is for roles that there are, and every role can complete the course.

    `is_whole`: all components could be read.
    """
    for module in course.modules:
        yield from _unknown_roles(course, module)
        for page in module.pages:
            yield from _unknown_roles(course, page)
            outside = [role for role in page.only_for or [] if module.only_for and role not in module.only_for]
            if outside:
                message = f"page {quote(page.id)} is for {quote(outside[0])}, and module {quote(module.id)} isn't"
                hint = f"add {outside[0]} to the module's `for`, or take it out of the page's"
                yield page.problem("outside-module", message, hint, key="for")
    if course.roles and course.sco == "per-module":
        message = "the modules are tracked each by itself, and a role picked in one is unknown in the others"
        hint = "let the course be one SCO, `sco: course`, or leave the roles out"
        yield course.problem("roles-per-module", message, hint, key="roles")
    for role in course.roles:
        part = course.of_role(role)
        if not part.modules:
            message = f"no page is for the role {quote(role.id)}"
            yield role.problem("role-without-pages", message, f"add {role.id} to the `for` of some pages", key="id")
        elif is_whole and course.quiz_rule != "none" and course.graded_quizzes() and not part.graded_quizzes():
            message = f"the course is completed by graded quizzes, and none is on a page for the role {quote(role.id)}"
            hint = "give it one, or let the pages alone complete the course: `quiz: none` in the completion"
            yield role.problem("role-without-quiz", message, hint, key="id")


def _unknown_roles(course: Course, part: Module | Page) -> Iterator[Problem]:
    known = [role.id for role in course.roles]
    for number, identifier in enumerate(part.only_for or []):
        if identifier not in known:
            hint = did_you_mean(identifier, known) if known else "name the roles in course.yaml, or leave out `for`"
            message = f"the course has no role {quote(identifier)}"
            yield Problem(part.place_of_item("for", number), "unknown-value", message, hint)


def check_state(course: Course, lock: Lock, limit: int | None) -> list[Problem]:
    """Refuse a course whose learners' state can't be held, naming what takes the room."""
    length = state_length(lock)
    if limit is None or length <= limit:
        return []
    widest = sorted(lock.slots, key=lambda slot: -slot.bits(lock.layouts))[:3]
    names = ", ".join(f"{quote(slot.name)} ({slot.bits(lock.layouts)} bits)" for slot in widest)
    return [
        course.problem(
            "state-size",
            f"what a learner saves takes up to {length} characters, and its formats hold {limit}",
            f"split the course, or draw from smaller banks; most room is taken by {names}",
            key="modules",
        )
    ]


def state_length(lock: Lock) -> int:
    """Characters of the saved state, its worst case: every state of a layout is as long."""
    return packed_length(sum(slot.bits(lock.layouts) for slot in lock.slots))


def text_room(lock: Lock, limit: int | None) -> int | None:
    """Characters of prose, about, for which the limit leaves room beside the rest; None without one, or without texts.

    Rounded down to hundreds: an estimate for authors, no promise to learners, who are told by what they wrote.
    """
    if limit is None or not any(slot.kind == "text" for slot in lock.slots):
        return None
    bits = (limit - state_length(lock)) * BITS_PER_CHARACTER
    return max(0, int(bits / PROSE_BITS) // 100 * 100)
