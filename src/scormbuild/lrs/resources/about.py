"""About: which versions of xAPI are spoken (xAPI-Communication 2.8)."""

from __future__ import annotations

from scormbuild.lrs.http import Request, Response, json_response
from scormbuild.lrs.model.version import Version
from scormbuild.lrs.service import Service


async def get(service: Service, request: Request) -> Response:
    """Tell the versions. Anyone may ask."""
    request.check_parameters(())
    return json_response({"version": [version.value for version in Version]})
