"""What stands in the controls of a page: in fields of worksheets, and in questions."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

from scormbuild.paper.filled import Value
from scormbuild.responses import number_in
from scormbuild.texts import number


class Controls:
    """The controls of rendered pages; `values` are the learner's, by the fields' names, or None: all are blank.

    `texts` are the interface's.
    """

    def __init__(self, values: Mapping[str, Value] | None, texts: Mapping[str, str]) -> None:
        self.is_blank = values is None
        self._values = values or {}
        self._texts = texts

    def value(self, name: str) -> Value | None:
        """What stands in a field of the saved state."""
        return self._values.get(name)

    def value_of(self, element: HtmlElement) -> Value | None:
        """What stands in a control."""
        return self.value(_name_of(element))

    def text_of(self, element: HtmlElement) -> str:
        """The same as text; of a list, what the chosen option says. Where nothing stands, what the course suggests."""
        value = self.value_of(element)
        if value is None or value == "":
            return str(element.get("placeholder", ""))
        if element.tag == "select":
            options = (option for option in element.iter("option") if option.get("value") == value)
            return next((" ".join(str(option.text_content()).split()) for option in options), "")
        return f"{value:g}" if isinstance(value, (float, int)) else str(value)

    def is_set(self, element: HtmlElement) -> bool:
        """Whether a box is ticked."""
        value = self.value_of(element)
        key = element.get("value")
        return key == value if isinstance(value, (str, float, int)) else key in (value or ())

    def is_filled(self, element: HtmlElement) -> bool:
        """Whether anything stands in any control of a sheet's part."""
        return any(
            name in self._values
            for inner in element.iter()
            for name in (inner.get("data-field"), inner.get("data-item"))
            if name is not None
        )

    def sum_of(self, output: HtmlElement) -> str:
        """The sum that stands below a column, over all numbers in it; "" where there is none."""
        column = output.get("data-sum")
        inputs = output.xpath("ancestor::table[1]//input[@data-column = $column]", column=column)
        numbers = [found for found in map(number_in, map(self.text_of, inputs)) if found is not None]
        # In hundredths, as the page does: 0.1 and 0.2 make 0.3.
        return number(sum(round(each * 100) for each in numbers) / 100, self._texts) if numbers else ""


def _name_of(element: HtmlElement) -> str:
    """The field of the saved state that a control stands for."""
    if named := element.get("data-field"):
        return str(named)
    part = ""
    for holder in (element, *element.iterancestors()):
        if sheet := holder.get("data-checklist"):
            return str(sheet)
        part = part or str(holder.get("data-part") or holder.get("data-gap") or "")
        if question := holder.get("data-question"):
            return f"{question}.{part}" if part else str(question)
    return ""
