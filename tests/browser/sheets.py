"""Worksheets in a course, and a learner who fills in every field of one."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame

from scormbuild.components import registry
from scormbuild.components.worksheet import Worksheet

SHEETS = sorted(
    name for name, component in registry().items() if issubclass(component, Worksheet) or name == "reflection"
)


def course_of(*names: str) -> str:
    """A course with the examples of these components, each on a page with an activity."""
    lines = ["id: ark", "title: Ark", "modules:", "  - id: en", "    title: En", "    pages:"]
    for name in names:
        first, *rest = registry()[name].example.rstrip().splitlines()
        lines += [f"      - id: side-{name.replace('_', '-')}", f"        title: {name}"]
        lines += ["        activity: {audience: [Ledere], participants: 2–5, minutes: 90}", "        body:"]
        lines += [f"          - {first}", *(f"            {line}" for line in rest)]
    return "\n".join([*lines, "      - {id: slutt, title: Slutt, body: [{text: Takk.}]}", ""])


def open_all(frame: Frame) -> None:
    """Every row that can be added, and everything that is folded."""
    for details in frame.locator("#page details").all():
        details.evaluate("(details) => { details.open = true }")
    for add in frame.locator("#page [data-action=add-row]").all():
        while add.is_visible():
            add.click()


def fill(frame: Frame) -> None:
    """Write something of its own into every field, choose in every list, tick every second box."""
    open_all(frame)
    for number, box in enumerate(frame.locator("#page textarea:visible, #page input[type=text]:visible").all()):
        is_number = box.get_attribute("inputmode") is not None
        box.fill(str(number + 1) if is_number else f"Svar {number}: æøå og «så»")
    for number, box in enumerate(frame.locator("#page select:visible").all()):
        count = box.locator("option").count()
        box.select_option(index=1 + number % (count - 1))
    groups = {box.get_attribute("name") for box in frame.locator("#page input[type=radio]:visible").all()}
    for group in sorted(groups, key=str):
        frame.locator(f'#page input[name="{group}"]').last.check()
    for box in frame.locator("#page input[type=checkbox]:visible").all()[::2]:
        box.check()


def filled(frame: Frame) -> list[Any]:
    """What stands in every field, by its name."""
    found: list[Any] = frame.evaluate(
        """() => [...document.querySelectorAll("#page [data-field]")].map(
          (field) => [field.dataset.field, field.value, field.checked ?? null])"""
    )
    return found
