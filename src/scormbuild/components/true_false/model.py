from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Interaction, Question
from scormbuild.state import Field


class TrueFalse(Question):
    """A statement; the learner says whether it is true."""

    example: ClassVar[str] = """\
true_false:
  id: q-rask-hjelp
  prompt: Rask hjelp er alltid god hjelp.
  answer: false
  feedback: {wrong: Rask hjelp kan ta fra noen det de fortsatt klarer.}
"""

    answer: bool

    def interaction(self) -> Interaction:
        answer = Field(self.id, "one_of", ("true", "false"))
        return Interaction("true-false", (answer,), ("true" if self.answer else "false",))
