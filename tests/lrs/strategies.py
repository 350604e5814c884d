"""The grammar of statements, for hypothesis: every statement that `statements` draws is valid."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scormbuild.lrs.model.version import Version
from tests.lrs.examples import Json

Strategy = st.SearchStrategy[Any]

# Whatever UTF-8 can carry: the store reads nothing else.
texts = st.text(st.characters(codec="utf-8"), max_size=12)
hexadecimal = "0123456789abcdefABCDEF"
uuids = st.uuids().map(str) | st.uuids().map(lambda uuid: str(uuid).upper())
iris = st.builds(
    "{}{}".format,
    st.sampled_from(["https://example.no/", "urn:isbn:", "tag:example.no,2026:", "http://blåbær.no/#"]),
    st.text("abcæøå012/?&=%-._~", min_size=1, max_size=12),
)
language_maps = st.dictionaries(
    st.sampled_from(["nb", "nn-NO", "en", "en-GB", "se", "zh-Hant-TW", "sl-IT-nedis", "x-ours"]), texts, max_size=3
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
extensions = st.dictionaries(iris, json_values, max_size=2)
durations = st.sampled_from(["PT0S", "P1Y2M3DT4H5M6.78S", "P4W", "PT1,5H", "PT90.123456S"])
digests = st.text(hexadecimal, min_size=40, max_size=40)
sha2 = st.sampled_from([56, 64, 96, 128]).flatmap(lambda size: st.text(hexadecimal, min_size=size, max_size=size))
numbers = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)


def an_object(required: dict[str, Strategy], **optional: Strategy) -> Strategy:
    """Return objects with all of the first properties and some of the others."""
    return st.fixed_dictionaries(required, optional=optional)


identifiers = st.one_of(
    st.builds(lambda name: {"mbox": f"mailto:{name}@Example.no"}, st.text("abæ+.", min_size=1, max_size=6)),
    digests.map(lambda digest: {"mbox_sha1sum": digest}),
    iris.map(lambda iri: {"openid": iri}),
    an_object({"homePage": iris, "name": texts.map(lambda name: name.replace("\0", ""))}).map(
        lambda account: {"account": account}
    ),
)


def joined(*parts: Strategy) -> Strategy:
    """Return objects with the properties of several, in any order."""
    return st.tuples(*parts).flatmap(
        lambda drawn: st.permutations([pair for part in drawn for pair in part.items()]).map(dict)
    )


agents = joined(identifiers, an_object({}, objectType=st.just("Agent"), name=texts))
identified_groups = joined(
    identifiers, an_object({"objectType": st.just("Group")}, name=texts, member=st.lists(agents, max_size=2))
)
anonymous_groups = an_object(
    {"objectType": st.just("Group"), "member": st.lists(agents, min_size=1, max_size=3)}, name=texts
)
groups = identified_groups | anonymous_groups
actors = agents | groups
authorities = agents | an_object({"objectType": st.just("Group"), "member": st.lists(agents, min_size=2, max_size=2)})

components = st.lists(
    an_object({"id": texts}, description=language_maps), max_size=3, unique_by=lambda component: component["id"]
)
plain = {"name": language_maps, "description": language_maps, "type": iris, "moreInfo": iris, "extensions": extensions}
interactions = {
    "true-false": {},
    "choice": {"choices": components},
    "fill-in": {},
    "long-fill-in": {},
    "matching": {"source": components, "target": components},
    "performance": {"steps": components},
    "sequencing": {"choices": components},
    "likert": {"scale": components},
    "numeric": {},
    "other": {},
}
definitions = an_object({}, **plain) | st.sampled_from(sorted(interactions)).flatmap(
    lambda kind: an_object(
        {"interactionType": st.just(kind)},
        correctResponsesPattern=st.lists(texts, max_size=2),
        **plain,
        **interactions[kind],
    )
)
activities = an_object({"id": iris}, objectType=st.just("Activity"), definition=definitions)
references = an_object({"objectType": st.just("StatementRef"), "id": uuids})


@st.composite
def scores(draw: st.DrawFn) -> Json:
    score: Json = draw(an_object({}, scaled=st.floats(-1, 1) | st.sampled_from([-1, 0, 1])))
    least, raw, most = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    score |= draw(an_object({}, raw=st.just(raw), min=st.just(least)))
    if least < most:
        score |= draw(an_object({}, max=st.just(most)))
    return score


results = an_object(
    {},
    score=scores(),
    success=st.booleans(),
    completion=st.booleans(),
    response=texts,
    duration=durations,
    extensions=extensions,
)


def contexts(version: Version, of_activity: bool) -> Strategy:
    some = st.lists(activities, max_size=2)
    optional = {
        "registration": uuids,
        "instructor": actors,
        "team": groups,
        "contextActivities": an_object(
            {}, **dict.fromkeys(("parent", "grouping", "category", "other"), some | activities)
        ),
        "language": st.sampled_from(["nb", "en-GB"]),
        "statement": references,
        "extensions": extensions,
    }
    if of_activity:
        optional |= {"revision": texts, "platform": texts}
    if version is Version.V2_0_0:
        types = st.lists(iris, min_size=1, max_size=2)
        optional |= {
            "contextAgents": st.lists(
                an_object({"objectType": st.just("contextAgent"), "agent": agents}, relevantTypes=types), max_size=2
            ),
            "contextGroups": st.lists(
                an_object({"objectType": st.just("contextGroup"), "group": groups}, relevantTypes=types), max_size=2
            ),
        }
    return an_object({}, **optional)


def timestamps(version: Version) -> Strategy:
    common = ["2026-11-26T10:30:00Z", "2026-11-26T10:30:00.123456+01:00", "2126-01-01T00:00:00.1-05:00"]
    more = ["2026-11-26T10:30", "20261126T103000+01", "2026-11-26T10:30:00,5"] if version is Version.V1_0_3 else []
    return st.sampled_from(common + more)


attachments = st.lists(
    an_object(
        {
            "usageType": iris,
            "display": language_maps,
            "contentType": st.sampled_from(["text/plain; charset=utf-8", "application/pdf"]),
            "length": st.integers(0, 10**12),
            "sha2": sha2,
        },
        description=language_maps,
        fileUrl=iris,
    ),
    max_size=2,
)


Properties = dict[str, Strategy]


def _about(
    thing: Strategy, of_activity: bool, version: Version, required: Properties, optional: Properties
) -> Strategy:
    """Return statements or SubStatements with this as their object."""
    verbs = an_object({"id": iris}, display=language_maps)
    return an_object(
        {**required, "actor": actors, "verb": verbs, "object": thing},
        result=results,
        context=contexts(version, of_activity),
        timestamp=timestamps(version),
        attachments=attachments,
        **optional,
    )


def statements(version: Version) -> Strategy:
    """Return the valid statements of a version."""
    given_by_stores = {
        "id": uuids,
        "stored": timestamps(version),
        "authority": authorities,
        "version": st.sampled_from(["1.0", "1.0.0", "1.0.3"] + (["2.0.0"] if version is Version.V2_0_0 else [])),
    }
    people = actors.map(lambda actor: {"objectType": "Agent", **actor})
    substatement: Properties = {"objectType": st.just("SubStatement")}
    substatements = st.one_of(
        _about(activities, True, version, substatement, {}),
        _about(people | references, False, version, substatement, {}),
    )
    return st.one_of(
        _about(activities, True, version, {}, given_by_stores),
        _about(people | references | substatements, False, version, {}, given_by_stores),
    )
