"""What those who run the store ask it: is it alive, is it ready, and how is it doing. Nothing here is personal."""

from __future__ import annotations

import asyncio

from scormbuild.lrs.http import Response, json_response
from scormbuild.lrs.metrics import CONTENT_TYPE, Gauge
from scormbuild.lrs.service import Service
from scormbuild.lrs.store.database import Connection
from scormbuild.lrs.store.errors import Unavailable

READY_SECONDS = 5.0


async def live(service: Service) -> Response:
    """Answer as long as requests are answered at all. Where this fails, restart the process."""
    return json_response({"status": "live"})


async def ready(service: Service) -> Response:
    """Answer 200 where the database can be read and taken to write in, else 503: send requests to another process."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await service.store.read(lambda connection: connection.rows("SELECT stored FROM head"))
            await service.store.write(lambda transaction: None)
    except TimeoutError:
        error = f"the database didn't answer within {READY_SECONDS:.0f} seconds"
    except Unavailable as unavailable:
        error = str(unavailable)
    else:
        return json_response({"status": "ready"})
    return json_response({"status": "unavailable", "error": error}, 503)


async def metrics(service: Service) -> Response:
    """Return what this process has counted, and the size of the database."""
    waiting = float(service.store.waiting)

    def query(connection: Connection) -> list[Gauge]:
        (stored,) = connection.rows("SELECT stored FROM head")[0]
        return [
            ("lrs_database_bytes", "Size of the database.", float(connection.size())),
            ("lrs_last_stored_timestamp_seconds", "When something was last stored.", stored / 1_000_000),
            ("lrs_writes_waiting", "Writes that wait for the transaction before them.", waiting),
        ]

    try:
        gauges = await service.store.read(query)
    except Unavailable:
        gauges = []  # the counters are worth having then above all
    return Response(200, service.metrics.text(gauges).encode(), {"content-type": CONTENT_TYPE})
