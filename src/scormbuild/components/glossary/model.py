from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Component


class Glossary(Component):
    """Every term of the course's glossary with its definition. It takes no keys: write `glossary: {}`."""

    example: ClassVar[str] = "glossary: {}\n"
