"""What the record store counts about itself, in the text format that Prometheus reads (version 0.0.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram's buckets, in seconds."""

Labels = tuple[tuple[str, str], ...]
Gauge = tuple[str, str, float]
"""Name, help and value."""


class Metrics:
    """Counters of one process since it started. Nothing in them tells of a person or a key."""

    def __init__(self) -> None:
        self.statements_stored = 0
        self._requests: Counter[Labels] = Counter()
        self._latencies: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def observe(self, resource: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered. `resource` and `method` are from a fixed set."""
        self._requests[("method", method), ("resource", resource), ("status", str(status))] += 1
        counts = self._latencies.setdefault(resource, [0] * (len(BOUNDS) + 1))
        counts[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[resource] = self._seconds.get(resource, 0.0) + seconds

    def text(self, gauges: Iterable[Gauge]) -> str:
        """Return all that was counted, and values of the moment."""
        return "".join(f"{line}\n" for line in self._lines(gauges))

    def _lines(self, gauges: Iterable[Gauge]) -> Iterator[str]:
        yield from _head("lrs_requests_total", "counter", "Requests answered.")
        for labels, count in sorted(self._requests.items()):
            yield f"lrs_requests_total{_braces(labels)} {count}"
        yield from _head("lrs_request_seconds", "histogram", "Time from the request to its answer.")
        for resource, counts in sorted(self._latencies.items()):
            sum_ = 0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
                sum_ += count
                yield f"lrs_request_seconds_bucket{_braces((('resource', resource), ('le', bound)))} {sum_}"
            yield f"lrs_request_seconds_sum{_braces((('resource', resource),))} {self._seconds[resource]:.6f}"
            yield f"lrs_request_seconds_count{_braces((('resource', resource),))} {sum_}"
        yield from _head("lrs_statements_stored_total", "counter", "Statements stored by this process.")
        yield f"lrs_statements_stored_total {self.statements_stored}"
        for name, help_, value in gauges:
            yield from _head(name, "gauge", help_)
            yield f"{name} {value:.15g}"


def _head(name: str, kind: str, help_: str) -> Iterator[str]:
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} {kind}"


def _braces(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}"
