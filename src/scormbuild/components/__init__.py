"""The components, one folder each. The registry finds them: adding one touches its folder and nothing else."""

from __future__ import annotations

import inspect
import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from scormbuild.components.base import Component, Question

FOLDER = Path(__file__).parent


@cache
def registry() -> dict[str, type[Component]]:
    """Every component by its key in YAML, which is its folder's name."""
    found: dict[str, type[Component]] = {}
    for module in sorted(pkgutil.iter_modules([str(FOLDER)]), key=lambda module: module.name):
        if not module.ispkg:
            continue
        model = import_module(f"{__name__}.{module.name}.model")
        (component,) = (
            value
            for _, value in inspect.getmembers(model, inspect.isclass)
            if issubclass(value, Component) and value.__module__ == model.__name__
        )
        component.name = component.label = module.name
        found[module.name] = component
    return found


def question_types() -> dict[str, type[Component]]:
    """The components that a quiz can ask."""
    return {name: component for name, component in registry().items() if issubclass(component, Question)}
