"""The catalogue of components for docs/components.md: `python -m scormbuild.components.catalogue` prints it."""

from __future__ import annotations

import inspect
import sys
from typing import Any

from scormbuild.components import registry
from scormbuild.components.base import Component, Question

_INTRODUCTION = """\
# The components

What stands on a page, one after another under `body:`. This page is made from the components themselves
(`make docs`); [how to add one](adding-a-component.md).
"""


def catalogue() -> str:
    """Every component: what it is for, its keys, an example."""
    return "\n".join([_INTRODUCTION, *(_entry(name, component) for name, component in registry().items())])


def _entry(name: str, component: type[Component]) -> str:
    kind = (
        " It is a question: it stands by itself as a check that isn't graded, or in a quiz."
        if (issubclass(component, Question))
        else ""
    )
    picture = f"![What learners see of the example below](images/components/{name}.png)"
    rows = [
        f"## `{name}`",
        "",
        f"{inspect.getdoc(component)}{kind}",
        "",
        picture,
        "",
        "| key | takes | |",
        "|---|---|---|",
    ]
    schema = component.model_json_schema(mode="validation")
    for pair in (component.text_file, component.list_file):
        if pair is not None:
            rows.append(f"| `{pair[0]}` | a file's name | its content stands for `{pair[1]}` |")
    required = set(schema.get("required", []))
    for key, value in schema["properties"].items():
        default = value.get("default")
        note = (
            "must be there"
            if key in required
            else f"`{_yaml(default)}` if left out"
            if isinstance(default, (str, int, float))
            else ""
        )
        rows.append(f"| `{key}` | {_takes(value, schema)} | {note} |")
    return "\n".join([*rows, "", "```yaml", component.example.rstrip(), "```", ""])


def _takes(value: dict[str, Any], schema: dict[str, Any]) -> str:
    """A key's type in an author's words."""
    if "anyOf" in value:
        return " or ".join(_takes(inner, schema) for inner in value["anyOf"] if inner.get("type") != "null")
    if "$ref" in value:
        inner = schema["$defs"][value["$ref"].rsplit("/", 1)[-1]]
        return "a mapping: " + ", ".join(f"`{key}`" for key in inner["properties"])
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if value.get("type") == "array":
        inner = value.get("items", {})
        if "$ref" in inner and inner["$ref"].endswith(f"/{Question.__name__}"):
            return "a list of questions"
        return f"a list, each {_takes(inner, schema)}"
    return {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}[
        value["type"]
    ]


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.stdout.buffer.write(catalogue().encode())
