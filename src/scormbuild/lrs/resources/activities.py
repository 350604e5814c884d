"""Activities: what is known of an activity (xAPI-Communication 2.5)."""

from __future__ import annotations

from scormbuild.lrs.credentials import Scope
from scormbuild.lrs.http import Refused, Request, Response, json_response
from scormbuild.lrs.resources import parameters
from scormbuild.lrs.service import Service
from scormbuild.lrs.store import known


async def get(service: Service, request: Request) -> Response:
    """Return an activity with its definition, or its id alone where nothing is known of it."""
    request.check_parameters({"activityId"}, {"activityId"})
    if not request.credential.may(Scope.ALL_READ, Scope.STATEMENTS_READ, Scope.PROFILE, Scope.STATE):
        raise Refused(403, "this key may not read what is known of activities")
    iri = parameters.iri(request, "activityId") or ""
    if not request.credential.covers(iri):
        raise Refused(403, f"this key may read only what is known of activities below {request.credential.below}")
    definition = await service.store.read(lambda connection: known.definition(connection, iri))
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    if definition is not None:
        activity["definition"] = definition
    return json_response(activity)
