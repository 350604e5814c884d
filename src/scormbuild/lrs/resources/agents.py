"""Agents: what is known of a person (xAPI-Communication 2.4)."""

from __future__ import annotations

from scormbuild.lrs.credentials import Scope
from scormbuild.lrs.http import Refused, Request, Response, json_response
from scormbuild.lrs.model.agents import ifi, person
from scormbuild.lrs.resources import parameters
from scormbuild.lrs.service import Service
from scormbuild.lrs.store import known


async def get(service: Service, request: Request) -> Response:
    """Return the Person that an agent is, with every name that statements gave it."""
    request.check_parameters({"agent"}, {"agent"})
    credential = request.credential
    if credential.below is not None or not credential.may(Scope.ALL_READ, Scope.STATEMENTS_READ, Scope.PROFILE):
        raise Refused(403, "this key may not read what is known of people")
    asked = parameters.agent(request)
    key = ifi(asked) if asked else None
    if asked is None or key is None:
        raise Refused(400, "the parameter 'agent' must identify one agent")
    names = await service.store.read(lambda connection: known.names(connection, key))
    return json_response(person([asked, *({"name": name} for name in names)]))
