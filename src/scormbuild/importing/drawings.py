"""What Word and PowerPoint draw in the same way (DrawingML): pictures, charts, SmartArt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scormbuild.importing.draft import Body
from scormbuild.importing.losses import Losses, shown
from scormbuild.importing.office import Element, Office, attribute, child, children, reference, within
from scormbuild.importing.pictures import LARGEST_FILE, Crop, NoPicture, Pictures, alternative, tell_missing_alt
from scormbuild.importing.tables import table

_MACHINE_MADE: Final = re.compile(
    r"(description automatically generated|(automatisk generert|automatisk laga|automatisch generierte) beskri\w+"
    r"|AI-generated content may be incorrect|KI-generert innhold)",
    re.IGNORECASE,
)
_MOST_POINTS: Final = 500


@dataclass(slots=True)
class Drawings:
    """The drawings of one document, whose pictures go into `pictures`."""

    office: Office
    pictures: Pictures
    losses: Losses

    def picture(self, part: str, picture: Element, properties: Element | None) -> Body | None:
        """An image component of a `pic:pic` or `p:pic`. `properties` have its alternative text where it has none."""
        blip = next(within(picture, "a:blip"), None)
        fill = next((each for each in picture if _is_fill(each)), None)
        own = next(within(picture, "pic:cNvPr", "p:cNvPr"), None)
        named = next((each for each in (own, properties) if _alt(each)), properties if properties is not None else own)
        return self.image(part, reference(blip, "embed"), named, _crop(child(fill, "a:srcRect")))

    def image(self, part: str, identifier: str, properties: Element | None, crop: Crop = (0, 0, 0, 0)) -> Body | None:
        """An image component of what a relationship of a part leads to; None, and told, where it can't be had."""
        alt, name = _alt(properties), attribute(properties, "name") or "picture"
        what = f"the picture {shown(alt or name)}"
        relation = self.office.related(part).get(identifier)
        if relation is None or relation.is_outside:
            self.losses.lost(f"{what} is not in the document, which only refers to it", "put it in by hand")
            return None
        content = self.office.content(relation.target, LARGEST_FILE)
        if content is None:
            self.losses.lost(f"{what} is missing in the document", "put it in by hand")
            return None
        try:
            file = self.pictures.add(content, relation.target, crop)
        except NoPicture as why:
            self.losses.lost(f"{what} {why}", why.remedy)
            return None
        return {"image": {"file": file, **self._alternative(alt, file, properties)}}

    def _alternative(self, alt: str, file: str, properties: Element | None) -> dict[str, object]:
        if not alt and any(attribute(each, "val") in ("1", "true") for each in within(properties, "adec:decorative")):
            return {"decorative": True}
        if not alt:
            tell_missing_alt(self.losses, file)
            return {}
        if _MACHINE_MADE.search(alt):
            self.losses.mend(f"a program wrote the alternative text {shown(alt)}", "write it yourself")
        return {"alt": alt}

    def chart(self, part: str, identifier: str, name: str) -> Body | None:
        """The numbers of a chart as a table; None, and told, where there are none."""
        relation = self.office.related(part).get(identifier)
        root = None if relation is None or relation.is_outside else self.office.root(relation.target)
        title = " ".join("".join(each.text or "" for each in within(child(root, "c:chart", "c:title"), "a:t")).split())
        numbers = _numbers(root)
        what = f"the chart {shown(title or name)}" if title or name else "a chart"
        if numbers is None:
            self.losses.lost(f"{what} has no numbers with it", "save it as a picture, and put it in")
            return None
        self.losses.changed(what, "its numbers stand in a table")
        made = table(numbers)
        if title or name:
            made["table"]["caption"] = title or name
        return made

    def diagram(self, part: str, identifier: str) -> list[str]:
        """The texts of a SmartArt drawing, by its data's relationship; it is told."""
        relation = self.office.related(part).get(identifier)
        root = None if relation is None or relation.is_outside else self.office.root(relation.target)
        points = (each for each in within(root, "dgm:pt") if (attribute(each, "type") or "node") in ("node", "asst"))
        texts = [" ".join("".join(each.text or "" for each in within(point, "a:t")).split()) for point in points]
        texts = [text for text in texts if text]
        if texts:
            self.losses.changed("a SmartArt drawing", "its texts stand in a list; save it as a picture, and put it in")
        else:
            self.losses.lost("a SmartArt drawing", "save it as a picture, and put it in")
        return texts


def _is_fill(element: Element) -> bool:
    return next(children(element, "a:blip"), None) is not None


def _alt(properties: Element | None) -> str:
    return alternative(attribute(properties, "descr") or attribute(properties, "title") or "")


def _crop(rectangle: Element | None) -> Crop:
    """Shares of width and height, given in thousandths of a percent (ECMA-376 part 1, 20.1.8.55)."""

    def share(side: str) -> float:
        value = attribute(rectangle, side) or "0"
        try:
            number = float(value.rstrip("%")) / (100 if value.endswith("%") else 100_000)
        except ValueError:
            return 0
        return min(1.0, max(0.0, number))

    left, top, right, bottom = (share(side) for side in "ltrb")
    return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else (0, 0, 0, 0)


def _numbers(root: Element | None) -> list[list[str]] | None:
    """The rows of a chart's numbers, as the document keeps them beside it: one column to a series."""
    series = list(within(root, "c:ser"))
    if not series:
        return None
    names = ["".join(each.text or "" for each in within(child(one, "c:tx"), "c:v", "a:t")) for one in series]
    labels: dict[int, str] = {}
    for one in series:
        for at, text in _points(child(one, "c:cat")) or _points(child(one, "c:xVal")):
            labels.setdefault(at, text)
    values = [dict(_points(child(one, "c:val")) or _points(child(one, "c:yVal"))) for one in series]
    count = max((at for each in (labels, *values) for at in each), default=-1) + 1
    if not any(values) or count > _MOST_POINTS:
        return None
    rows = [
        [labels.get(at) or str(at + 1), *(each.get(at, "") for each in values)]
        for at in range(count)
        if at in labels or any(at in each for each in values)
    ]
    return [["", *(name or str(number) for number, name in enumerate(names, 1))], *rows]


def _points(element: Element | None) -> list[tuple[int, str]]:
    found = []
    for point in within(element, "c:pt"):
        index, value = attribute(point, "idx") or "", child(point, "c:v")
        if index.isdecimal() and len(index) < 7 and value is not None:
            found.append((int(index), " ".join((value.text or "").split())))
    return found
