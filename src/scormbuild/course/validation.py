"""What pydantic finds wrong, in this project's words: place, code, message, remedy."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from scormbuild.course.part import Part
from scormbuild.course.yaml import YamlList, YamlMap
from scormbuild.errors import Place, Problem, did_you_mean, quote

_TYPE_NAMES: list[tuple[type, str]] = [
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a mapping"),
]
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of keys and values",
}
_LIMITS = {
    "too_short": "at least {min_length}; there are {actual_length}",
    "too_long": "at most {max_length}; there are {actual_length}",
    "string_too_long": "at most {max_length} characters",
    "less_than_equal": "{le} at most; a share is written as 0.8",
    "less_than": "less than {lt}",
    "greater_than_equal": "{ge} at least",
    "greater_than": "more than {gt}",
}


def kind_of(value: object) -> str:
    """What a YAML value is called in a message."""
    if value is None:
        return "empty"
    return next(name for kind, name in _TYPE_NAMES if isinstance(value, kind))


def problem_of(model: type[Part], data: YamlMap, error: Any) -> Problem:
    """One of pydantic's errors in this project's words."""
    loc: tuple[int | str, ...] = error["loc"]
    kind: str = error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    holder, key = _holder(data, loc)
    place = _place(holder, key)
    value = error.get("input")
    what = f"`{key}`" if isinstance(key, str) else f"item {key + 1} of `{_list_of(loc)}`"
    if kind == "extra_forbidden":
        known = _keys_of(model, loc[:-1])
        place = holder.keys_at[str(key)].place if isinstance(holder, YamlMap) else place
        return Problem(
            place,
            "unknown-key",
            f"{_name(model, holder, loc[:-1])} has no key {quote(key)}",
            did_you_mean(key, known),
        )
    if kind == "missing":
        hint = f"add `{key}:`"
        return Problem(place, "missing-key", f"{_name(model, holder, loc[:-1])} lacks the key {quote(key)}", hint)
    if kind == "literal_error":
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return Problem(place, "unknown-value", f"{what} can't be {quote(value)}", did_you_mean(value, known))
    if kind in _EXPECTED:
        expected = _EXPECTED[kind]
        hint = f"it takes {expected}"
        if expected == "a text" and isinstance(value, (int, float)):
            hint += "; put it in quotes"
        return Problem(place, "wrong-type", f"{what} is {kind_of(value)}", hint)
    if kind in ("bad-id", "bad-value", "wrong-type"):
        return Problem(place, kind, error["msg"], context.get("hint", ""))
    shown = f" can't be {quote(value)}" if isinstance(value, (str, int, float)) else ""
    said = _LIMITS.get(kind)
    hint = said.format(**context) if said else error["msg"][:1].lower() + error["msg"][1:]
    return Problem(place, "bad-value", f"{what}{shown or ' has another length'}", hint)


def _list_of(loc: tuple[int | str, ...]) -> str:
    """The key of the list that holds the item at `loc`: what stands before the item's number."""
    number = max(place for place, step in enumerate(loc) if isinstance(step, int))
    return str(loc[number - 1])


def _holder(data: YamlMap, loc: tuple[int | str, ...]) -> tuple[YamlMap | YamlList, int | str]:
    """The innermost container on the way to `loc`, and the key in it that the error is about."""
    here: Any = data
    for step in loc[:-1]:
        if isinstance(here, YamlMap) and step in here:
            inner = here[str(step)]
        elif isinstance(here, YamlList) and isinstance(step, int) and step < len(here):
            inner = here[step]
        else:
            continue
        if not isinstance(inner, (YamlMap, YamlList)):
            return here, step
        here = inner
    return here, loc[-1] if loc else ""


def _place(holder: YamlMap | YamlList, key: int | str) -> Place:
    if isinstance(holder, YamlMap):
        mark = holder.values_at.get(str(key)) or holder.mark
    else:
        mark = holder.items_at[key] if isinstance(key, int) and key < len(holder.items_at) else holder.mark
    return mark.place


def _name(model: type[Part], holder: YamlMap | YamlList, loc: tuple[int | str, ...]) -> str:
    """What a message calls the part at `loc`: its label, and its id where it has one."""
    part = _model_at(model, loc) or model
    label = part.label
    own = holder.get("id") if isinstance(holder, YamlMap) else None
    return f"{label} {quote(own)}" if isinstance(own, str) else label


def _keys_of(model: type[Part], loc: tuple[int | str, ...]) -> list[str]:
    part = _model_at(model, loc) or model
    extra = [pair[0] for pair in (getattr(part, "text_file", None), getattr(part, "list_file", None)) if pair]
    return [*(field.alias or name for name, field in part.model_fields.items()), *extra]


def _model_at(model: type[Part], loc: tuple[int | str, ...]) -> type[Part] | None:
    """The model that a key's value is read into, following `loc` through the models' annotations."""
    here: type[Part] = model
    for step in loc:
        if isinstance(step, int):
            continue
        field = here.model_fields.get(step)
        if field is None:
            continue  # the tag of one of several kinds
        inner = _part_in(field.annotation)
        if inner is None:
            return None
        here = inner
    return here


def _part_in(annotation: Any) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Part) else None
    return next((part for part in map(_part_in, get_args(annotation)) if part), None)
