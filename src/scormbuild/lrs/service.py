"""What the resources work with."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from scormbuild.lrs.metrics import Metrics
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.store import Store

T = TypeVar("T")

LARGE_BYTES = 256 * 1024
"""A body from here on is checked beside the event loop: of ten MiB, the checking takes up to seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may ask for."""

    body_bytes: int = 10 * 1024 * 1024
    body_seconds: float = 30.0
    statements: int = 1_000
    per_minute: int | None = None
    """Requests of one key, where the key has no number of its own; None: as many as it likes."""
    page: int = 100
    """Statements on a page where the client sets no limit, or asks for more than `page_most`."""
    page_most: int = 500


@dataclass(frozen=True, slots=True)
class Service:
    """The store with the limits that hold for those who use it, and where new ids come from."""

    store: Store
    limits: Limits = field(default_factory=Limits)
    unnamed_version: Version = Version.V2_0_0
    """The version that answers name where the request names none."""
    origins: frozenset[str] | None = None
    """The origins whose pages may ask; None: all."""
    metrics: Metrics = field(default_factory=Metrics)
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())

    async def check(self, body: bytes, work: Callable[[], T]) -> T:
        """Do the work of reading and checking a body. While it is a large one's, others are answered."""
        if len(body) < LARGE_BYTES:
            return work()
        return await asyncio.to_thread(work)
