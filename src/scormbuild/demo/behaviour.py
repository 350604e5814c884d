"""How a learner takes a course: session by session, page by page, in the order in which the player tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp
from random import Random
from statistics import NormalDist

from scormbuild.demo.calendar import Calendar
from scormbuild.demo.population import Learner
from scormbuild.demo.questions import Given
from scormbuild.demo.script import PagePart, QuestionPart, QuizPart, Script, SheetPart, Told, Way
from scormbuild.demo.sheets import Writer

Tell = Callable[[Told, int, str], None]
"""Tell of something at a moment, with its result as JSON from `,"result":` on, up to the result's last brace."""

_STEPS = 1024
_NORMAL = [NormalDist().inv_cdf((step + 0.5) / _STEPS) for step in range(_STEPS)]
_READING = [exp(0.35 * deviate - 0.2) for deviate in _NORMAL]
"""Log-normal, as times are: the time that a page takes over what is usual. One of a table costs a tenth of a draw."""

_THINKING = [exp(0.5 * deviate + 2.6) for deviate in _NORMAL]
"""Seconds to an answer."""

_LONG_SECONDS = 150
"""Pages that take longer are where learners leave."""

_LEAVES_ANY = 0.0009
_LEAVES_PER_LONG_MINUTE = 0.0045
_LEAVES_MEETING = 0.02
_LEAVES_AT_MOST = 0.04
_LEAVES_ON_PHONE = 1.8
_MENDED = 0.45
"""What is left of a page's length, as a reason to leave, in the version that came in the middle of the year."""

_CAME_LATER = 0.08
_BEGINS_AT_MEETING = 0.5

_LOSES_END = 0.05
"""Sessions whose end never arrives: the phone's battery, a browser that was killed."""

_TRIES_AGAIN_AT_ONCE = 0.6
_TRIES_AGAIN_LATER = 0.28
_LEARNS_BY_FAILING = 0.45
_LEARNS_BY_PRACTISING = 0.25


@dataclass(frozen=True, slots=True)
class Session:
    """When it begins, and for how long somebody has time, in seconds."""

    day: int
    begins: int
    seconds: float
    is_on_phone: bool


class Times:
    """When a learner has time: at the staff meeting, in a quiet hour, in the evening, between two visits."""

    def __init__(self, calendar: Calendar, learner: Learner, random: Random) -> None:
        self._calendar = calendar
        self._learner = learner
        self._random = random

    def first(self, meeting: int) -> Iterator[Session]:
        """The session with which a learner begins, at the meeting or after it, and those that follow.

        Some have nothing to do with the meeting, for they came to the unit at another time.
        """
        random = self._random
        if random.random() < _CAME_LATER:
            yield from self.later(random.randrange(self._calendar.days))
        elif meeting < self._calendar.days and random.random() < _BEGINS_AT_MEETING:
            minute = 14 * 60 + random.randrange(4, 12)
            yield self._session(meeting, minute, random.uniform(35, 55) * 60, False)
            yield from self.later(meeting + 1 + int(random.expovariate(1 / 4)))
        else:
            yield from self.later(meeting + int(random.expovariate(1 / 16)))

    def later(self, day: int) -> Iterator[Session]:
        """Sessions from a day on, until the year is over."""
        random = self._random
        day = self._calendar.free_day(day, random)
        while day < self._calendar.days:
            yield self._usual(day)
            day = self._calendar.free_day(day + 1 + int(random.expovariate(1 / 3)), random)

    def _usual(self, day: int) -> Session:
        random = self._random
        if random.random() < self._learner.phones:
            return self._session(day, self._minute(), random.lognormvariate(6.2, 0.5), True)
        return self._session(day, self._minute(), random.lognormvariate(7.2, 0.5), False)

    def _minute(self) -> int:
        random = self._random
        drawn = random.random()
        if self._learner.unit.is_by_night and drawn < 0.7:
            return int(random.triangular(30, 5 * 60, 150))
        if drawn < 0.55:
            return int(random.triangular(12 * 60, 15 * 60 + 20, 13 * 60 + 40))
        if drawn < 0.78:
            return int(random.triangular(7 * 60 + 30, 12 * 60, 9 * 60))
        return int(random.triangular(18 * 60, 23 * 60, 20 * 60 + 30))

    def _session(self, day: int, minute: int, seconds: float, is_on_phone: bool) -> Session:
        begins = self._calendar.moment(day, minute) + self._random.randrange(60_000)
        return Session(day, begins, seconds, is_on_phone)


@dataclass(slots=True)
class Verdicts:
    """What was told of an attempt; each is told once."""

    completed: bool = False
    passed: bool = False
    failed: bool = False


class Attempt:
    """One registration of a learner at a course, played from its beginning to a verdict or to where they leave."""

    def __init__(
        self, script: Script, way: Way, learner: Learner, random: Random, tell: Tell, *, is_again: bool
    ) -> None:
        self._script = script
        self._way = way
        self._learner = learner
        self._random = random
        self._tell = tell
        self._pace = learner.pace * (0.6 if is_again else 1)
        self._ability = learner.ability + (0.4 if is_again else 0)
        self._moment = 0
        self._visited = 0
        self._scores: dict[str, int] = {}
        self._finished: dict[str, int] = {}
        self._failed_is_due = False
        self._practised = 0
        self._held: dict[str, str | list[str]] = {}
        self.verdicts = Verdicts()
        self.first_answers: dict[str, float] = {}
        self.given: list[Given] = []
        """Every answer, in order."""
        self.completed: int | None = None
        """When it was completed, milliseconds since 1970."""
        self.raw: float | None = None
        """The course's score in percent, once the verdict stands."""
        self.begins = 0
        self.last_page = ""
        self.last_day = 0
        self.sessions = 0
        self._version = 0
        self._began = 0

    def play(self, sessions: Iterator[Session], version_of: Callable[[int], int], begin: Callable[[int], None]) -> bool:
        """Play it; whether it ever began. `begin` is told the version of each session."""
        pages = list(self._way.pages)
        due: list[QuizPart] = []
        for session in sessions:
            self._version = version_of(session.day)
            begin(self._version)
            self.sessions += 1
            self.last_day = session.day
            self.begins = self.begins or session.begins
            self._moment = self._began = session.begins
            self._say("initialized")
            self._pass(1.5)
            is_over = self._session(session, pages, due)
            if self._failed_is_due:
                self._tell_failed()
            if self._random.random() > _LOSES_END:
                self._say("terminated", f',"result":{{{self._duration}')
            if is_over or (not pages and not due) or self._random.random() > 0.965 + 0.035 * self._learner.zeal:
                break
        return self.sessions > 0

    @property
    def ends(self) -> int:
        """When its last session was over, milliseconds since 1970."""
        return self._moment

    def _session(self, session: Session, pages: list[PagePart], due: list[QuizPart]) -> bool:
        """What is done in a session; whether the learner leaves for good."""
        ends = session.begins + int(session.seconds * 1000)
        for quiz in list(due):
            due.remove(quiz)
            self._pass(self._random.uniform(60, 400))
            due += self._quiz(quiz)
        is_first = True
        while pages:
            page = pages[0]
            seconds = page.seconds * self._pace * _READING[int(self._random.random() * _STEPS)]
            if page.is_for_meeting:
                seconds *= 0.45  # much of it is talk, away from the screen
            if not is_first and self._moment + seconds * 600 > ends:
                return False
            is_first = False
            pages.pop(0)
            self._visited += 1
            self.last_page = page.id
            self._tell(page.told, self._moment, "")
            self._judge()
            if self._leaves(page, session):
                self._pass(seconds * self._random.random())
                return True
            self._pass(seconds)
            for part in page.parts:
                if isinstance(part, QuizPart):
                    due += self._quiz(part)
                elif isinstance(part, QuestionPart):
                    self._question(part)
            for part in page.parts:
                if isinstance(part, SheetPart):
                    self._sheet(part)
        return False

    def _leaves(self, page: PagePart, session: Session) -> bool:
        if page.is_for_meeting:
            chance = _LEAVES_MEETING
        else:
            minutes = max(0.0, page.seconds * self._pace - _LONG_SECONDS) / 60
            long = min(_LEAVES_AT_MOST, _LEAVES_PER_LONG_MINUTE * minutes)
            chance = _LEAVES_ANY + long * (_MENDED if self._version else 1)
        chance *= _LEAVES_ON_PHONE if session.is_on_phone else 1
        return self._random.random() < chance * (1.7 - self._learner.zeal)

    def _question(self, part: QuestionPart) -> None:
        self._answered(part, self._give(part), self._thinking())
        self._pass(4)

    def _quiz(self, quiz: QuizPart) -> list[QuizPart]:
        """Take a quiz, once or until it is passed; itself, where the learner means to try again another time."""
        random = self._random
        while True:
            attempt = self._finished.get(quiz.id, 0) + 1
            asked: list[QuestionPart] = []
            for count, of in quiz.pools:
                left = [part for part in of if part not in asked] if asked else of
                asked += left if count == len(left) else random.sample(left, count)
            if quiz.shuffles:
                random.shuffle(asked)
            ability = self._ability + _LEARNS_BY_FAILING * (attempt - 1)
            ability += _LEARNS_BY_PRACTISING * (quiz.is_graded and self._practised > 2)
            given: list[Given] = []
            thoughts = [self._thinking() for _ in asked]
            if not quiz.tells_each:
                self._pass(sum(thoughts) + 2 * len(asked))
            for part, seconds in zip(asked, thoughts, strict=True):
                answer = part.answers.give(ability, random, may_leave_open=not quiz.tells_each)
                if quiz.tells_each:
                    self._pass(seconds)
                self._answered(part, answer, seconds)
                if quiz.tells_each:
                    self._pass(5)
                else:
                    self._moment += 1
                given.append(answer)
            self._finished[quiz.id] = attempt
            self._practised += not quiz.is_graded
            score = self._scored(quiz, asked, given)
            best = self._scores[quiz.id] = max(self._scores.get(quiz.id, 0), score)
            if quiz.pass_mark is None or not quiz.is_graded:
                return []
            self._judge()
            if best >= quiz.pass_mark or (quiz.attempts and attempt >= quiz.attempts):
                return []
            drawn = random.random()
            if drawn > _TRIES_AGAIN_AT_ONCE:
                return [quiz] if drawn < _TRIES_AGAIN_AT_ONCE + _TRIES_AGAIN_LATER else []
            self._pass(random.uniform(30, 300))

    def _scored(self, quiz: QuizPart, asked: list[QuestionPart], given: list[Given]) -> int:
        """Tell a quiz's score and its objectives'; in hundredths of a percent."""
        self._moment += 1
        pairs = [(part, answer) for part, answer in zip(asked, given, strict=True) if part.answers.is_scored]
        most = sum(part.weight for part, _ in pairs)
        points = sum(part.weight * answer.score for part, answer in pairs)
        score = round(points / most * 10_000) if most else 0
        is_enough = "" if quiz.pass_mark is None else f',"success":{_boolean(score >= quiz.pass_mark)}'
        self._tell(quiz.told, self._moment, f',"result":{{{_score(score)}{is_enough}')
        for identifier, told in quiz.objectives.items():
            own = [(part, answer) for part, answer in pairs if part.objective == identifier]
            if own:
                self._moment += 1
                weight = sum(part.weight for part, _ in own)
                reached = round(sum(part.weight * answer.score for part, answer in own) / weight * 10_000)
                is_reached = _boolean(reached >= self._script.mastery)
                self._tell(told, self._moment, f',"result":{{{_score(reached)},"success":{is_reached}')
        return score

    def _sheet(self, part: SheetPart) -> None:
        if self._random.random() < 0.1:
            return
        self._pass(self._random.lognormvariate(4, 0.5))
        result = part.sheet.result(Writer(self._random, self._ability, self._held, part.is_after))
        if result is not None:
            self._tell(part.told, self._moment, result)

    def _judge(self) -> None:
        """Tell the verdict where one stands now (`player/status.ts`)."""
        course, graded = self._script.course, self._way.graded
        if not self._scores and self._visited < len(self._way.pages):
            return
        must_pass = course.quiz_rule == "passed"
        is_passed = {quiz.id: self._scores.get(quiz.id, -1) >= (quiz.pass_mark or 0) for quiz in graded}
        is_hopeless = must_pass and any(
            not is_passed[quiz.id] and quiz.attempts and self._finished.get(quiz.id, 0) >= quiz.attempts
            for quiz in graded
        )
        is_handed_in = all(self._finished.get(quiz.id, 0) for quiz in graded)
        has_pages = course.completion.pages == "none" or self._visited == len(self._way.pages)
        if not is_hopeless and not (has_pages and (is_handed_in or course.quiz_rule == "none")):
            return
        if must_pass and graded:
            self.raw = self._mean / 100
        if must_pass and not all(is_passed.values()):
            self._failed_is_due = not self.verdicts.failed
            if is_hopeless and self._failed_is_due:
                self._tell_failed()
            return
        if not self.verdicts.completed:
            self.verdicts.completed = True
            self._moment += 2
            self.completed = self._moment
            self._say("completed", f',"result":{{"completion":true,{self._duration}')
        if must_pass and not self.verdicts.passed:
            self.verdicts.passed = True
            self._failed_is_due = False
            self._say("passed", f',"result":{{"success":true,{self._best}{self._duration}')

    def _tell_failed(self) -> None:
        self._failed_is_due = False
        self.verdicts.failed = True
        self._say("failed", f',"result":{{"success":false,{self._best}{self._duration}')

    @property
    def _best(self) -> str:
        """The course's score; "" where nothing is graded."""
        return f"{_score(self._mean)}," if self._way.graded else ""

    @property
    def _mean(self) -> int:
        """The mean of the best attempts at what is graded, in hundredths of a percent."""
        graded = self._way.graded
        return round(sum(self._scores.get(quiz.id, 0) for quiz in graded) / len(graded))

    @property
    def _duration(self) -> str:
        return f'"duration":"{_timeinterval((self._moment - self._began) // 10)}"'

    def _say(self, verb: str, result: str = "") -> None:
        self._tell(self._script.course_told[verb], self._moment, result)

    def _give(self, part: QuestionPart) -> Given:
        return part.answers.give(self._ability, self._random, may_leave_open=False)

    def _answered(self, part: QuestionPart, given: Given, seconds: float) -> None:
        self.given.append(given)
        if part.id not in self.first_answers:
            self.first_answers[part.id] = given.score
        self._tell(part.told, self._moment, f'{given.result}{_timeinterval(int(seconds * 100))}"')

    def _thinking(self) -> float:
        """Seconds from seeing a question to having chosen."""
        return self._pace * _THINKING[int(self._random.random() * _STEPS)]

    def _pass(self, seconds: float) -> None:
        self._moment += int(seconds * 1000) + 1


def _score(hundredths: int) -> str:
    """As `player/statements/teller.ts` writes a score of so many hundredths of a percent."""
    return f'"score":{{"scaled":{hundredths / 10_000:g},"raw":{hundredths / 100:g},"min":0,"max":100}}'


def _boolean(holds: bool) -> str:
    return "true" if holds else "false"


def _timeinterval(hundredths: int) -> str:
    """As `player/trackers/time.ts` writes a time of so many hundredths of a second."""
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{rest / 100:g}S"
