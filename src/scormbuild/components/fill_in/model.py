from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Gap, Interaction, Question
from scormbuild.state import Field


class FillIn(Gap, Question):
    """A word or a few to write. Several answers can be accepted.

    `case` and `diacritics` say how strictly they are compared. A near miss, a letter or two beside it, is told to
    the learner, who writes once more; or it is accepted, or wrong.
    """

    label: ClassVar[str] = "fill_in"
    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
fill_in:
  id: q-gevinst
  prompt: Hva kaller vi det gode som kommer ut av en endring, spart tid eller bedre kvalitet?
  answers: [gevinst, gevinster, en gevinst]
  hints: [Det begynner på g.]
  feedback: {correct: En gevinst kan være spart tid. Den kan også være bedre kvalitet.}
"""

    def interaction(self) -> Interaction:
        gap = Gap(answers=self.answers, case=self.case, diacritics=self.diacritics, near_misses=self.near_misses)
        return Interaction("fill-in", (Field(self.id, "text"),), gaps={"": gap})
