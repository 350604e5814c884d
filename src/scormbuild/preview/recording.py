"""What a course says while it is previewed, kept as a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scormbuild.preview.conversation import Conversation, Session, Step, is_enquiry, write_conversation


@dataclass
class _Taken:
    launch: Mapping[str, Any]
    steps: dict[int, Step] = field(default_factory=dict)
    violations: dict[int, str] = field(default_factory=dict)
    faults: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """What the calls that committed met."""

    def session(self) -> Session:
        """The calls in their order. Those that commit nothing meet no fault: they go with those that do before them."""
        steps = []
        faults: tuple[str, ...] = ()
        for number in sorted(self.steps):
            faults = self.faults.get(number, faults)
            steps.append(replace(self.steps[number], faults=faults))
        return Session(self.launch, tuple(steps))


class Recording:
    """The calls of every launch, in the order of the launches; not safe from several threads."""

    def __init__(self, path: Path, source: str) -> None:
        self.path, self.source = path, source
        self._taken: dict[int, _Taken] = {}

    def take(self, load: int, launch: Mapping[str, Any], calls: Iterable[Mapping[str, Any]]) -> None:
        """Take note of calls of one launch; those known already change nothing, and late ones find their place."""
        taken = self._taken.setdefault(load, _Taken(launch))
        for call in calls:
            if is_enquiry(call["method"]):
                continue
            taken.steps[call["number"]] = Step(call["method"], tuple(call["args"]), call["answer"], call["error"])
            if call["violation"] is not None:
                taken.violations[call["number"]] = next(iter(call["args"]), "")

    def met(self, load: int, launch: Mapping[str, Any], call: int, faults: tuple[str, ...]) -> None:
        """Take note of what was wrong with the platform when that call committed; its own note may come later."""
        self._taken.setdefault(load, _Taken(launch)).faults[call] = faults

    def write(self, format_: str, mastery_score: str, recorded: Mapping[str, str]) -> None:
        """Write what was said until now. `recorded` is what the platform has stored of the last launch's attempt."""
        taken = [self._taken[load] for load in sorted(self._taken)]
        conversation = Conversation(
            tuple(each.session() for each in taken),
            format_,
            mastery_score,
            recorded,
            tuple(each.violations[number] for each in taken for number in sorted(each.violations)),
        )
        write_conversation(self.path, conversation, self.source)
