"""A recorded conversation on its way through the platform, before the course itself is launched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scormbuild.preview.conversation import Conversation, Session, Step


@dataclass(frozen=True, slots=True)
class Finding:
    """A step that was answered otherwise than it was recorded. `session` counts from 1."""

    session: int
    step: Step
    answer: str
    error: str

    def words(self) -> str:
        """What differs, in a line."""
        args = ", ".join(arg if len(arg) <= 60 else f"{arg[:60]}…" for arg in self.step.args)
        return (
            f"session {self.session}: {self.step.method}({args}) answers {self.answer!r} {self.error}, "
            f"recorded was {self.step.answer!r} {self.step.error}"
        )


class Replay:
    """The sessions that are still to be played, and what was found in those that were."""

    def __init__(self, conversation: Conversation) -> None:
        self._sessions = conversation.sessions
        self._played = 0
        self.findings: list[Finding] = []

    @property
    def session(self) -> Session | None:
        """The session that is to be played next; None once all have been."""
        return self._sessions[self._played] if self._played < len(self._sessions) else None

    def take(self, answers: Sequence[tuple[str, str]]) -> None:
        """Compare the answer and the error of each step of this session, and go on to the next."""
        session = self.session
        if session is None:
            return
        self._played += 1
        self.findings += [
            Finding(self._played, step, answer, error)
            for step, (answer, error) in zip(session.steps, answers, strict=True)
            if (answer, error) != (step.answer, step.error)
        ]

    def summary(self) -> str:
        """What came of it, in a line."""
        calls = sum(len(session.steps) for session in self._sessions)
        count = len(self._sessions)
        played = f"Replayed {calls} calls in {count} session{'' if count == 1 else 's'}"
        match len(self.findings):
            case 0:
                return f"{played}: every answer is as it was recorded."
            case 1:
                return f"{played}: 1 answer is not as it was recorded."
            case count:
                return f"{played}: {count} answers are not as they were recorded."
