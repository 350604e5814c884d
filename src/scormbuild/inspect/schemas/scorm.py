"""SCORM manifests: IMS Content Packaging 1.1.2 to 1.1.4, IMS Simple Sequencing 1.0 and ADL's extensions to them.

Written from SCORM 1.2 CAM 2.3 and SCORM 2004 CAM 3.4, 5.1, 5.2. Metadata (LOM) isn't looked into.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from scormbuild.inspect.schemas.language import Attribute, Element, Schema, many, maybe, one, some
from scormbuild.inspect.schemas.values import (
    Value,
    anything,
    between,
    boolean,
    duration,
    exactly,
    filled,
    moment,
    name,
    one_of,
    whole,
)

IMSCP_12: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP_12: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ: Final = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV: Final = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS: Final = "http://www.imsglobal.org/xsd/imsss"

TIME_LIMIT_ACTIONS: Final = ("exit,message", "exit,no message", "continue,message", "continue,no message")

_ANY: Final = Attribute(anything)
_BOOLEAN: Final = Attribute(boolean)
_IDENTIFIER: Final = Attribute(name, required=True)


def _packaging(version: Literal["1.1.2", "1.1.3", "1.1.4"]) -> dict[str, Element]:
    """IMS Content Packaging. 1.1.2 gives lengths that platforms must take; 1.1.4 asks for an item."""
    lengths = version == "1.1.2"

    def text(value: Value, longest: int, required: bool = False) -> Attribute:
        return Attribute(value, required, longest if lengths else 0)

    return {
        "manifest": Element(
            (maybe("metadata"), one("organizations"), one("resources"), many("manifest")),
            {"identifier": _IDENTIFIER, "version": text(anything, 20)},
            others=True,
        ),
        "metadata": Element(
            (maybe("schema"), maybe("schemaversion")), others=True, other_attributes=version == "1.1.4"
        ),
        "schema": Element(text=anything, longest=100 if lengths else 0),
        "schemaversion": Element(text=anything, longest=20 if lengths else 0),
        "organizations": Element((many("organization"),), {"default": Attribute(name)}, others=True),
        "organization": Element(
            (maybe("title"), some("item") if version == "1.1.4" else many("item"), maybe("metadata")),
            {"identifier": _IDENTIFIER, "structure": text(anything, 200)},
            others=True,
        ),
        "title": Element(text=anything, longest=200 if lengths else 0),
        "item": Element(
            (maybe("title"), many("item"), maybe("metadata")),
            {
                "identifier": _IDENTIFIER,
                "identifierref": text(anything, 2000),
                "isvisible": _BOOLEAN,
                "parameters": text(anything, 1000),
            },
            others=True,
        ),
        "resources": Element((many("resource"),), others=True),
        "resource": Element(
            (maybe("metadata"), many("file"), many("dependency")),
            {"identifier": _IDENTIFIER, "type": text(anything, 1000, required=True), "href": text(anything, 2000)},
            others=True,
        ),
        "file": Element((maybe("metadata"),), {"href": text(anything, 2000, required=True)}, others=True),
        "dependency": Element((), {"identifierref": text(anything, 2000, required=True)}, others=True),
    }


SCORM_12: Final = Schema(
    (IMSCP_12, "manifest"),
    {
        IMSCP_12: _packaging("1.1.2"),
        ADLCP_12: {
            "location": Element(text=anything, longest=2000),
            "prerequisites": Element(
                (), {"type": Attribute(exactly("aicc_script"), required=True)}, text=anything, longest=200
            ),
            "maxtimeallowed": Element(text=anything, longest=13),
            "timelimitaction": Element(text=exactly(*TIME_LIMIT_ACTIONS)),
            "datafromlms": Element(text=anything, longest=255),
            "masteryscore": Element(text=anything, longest=200),
            "schema": Element(text=exactly("ADL SCORM")),
            "schemaversion": Element(text=exactly("1.2")),
        },
    },
    {f"{{{ADLCP_12}}}scormtype": exactly("sco", "asset")},
    frozenset(
        f"{{{ADLCP_12}}}{each}"
        for each in (
            "location",
            "prerequisites",
            "maxtimeallowed",
            "timelimitaction",
            "datafromlms",
            "masteryscore",
            "schema",
            "schemaversion",
        )
    ),
)

_OPERATOR: Final = Attribute(one_of("not", "noOp"))
_COMBINATION: Final = Attribute(one_of("all", "any"))
_SHARE: Final = Attribute(between(0, 1))
_TIMING: Final = Attribute(one_of("never", "once", "onEachNewAttempt"))
_ROLLUP_CONDITIONS: Final = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
)
_RULE_CONDITIONS: Final = (*_ROLLUP_CONDITIONS, "objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always")


def _action(*actions: str) -> Element:
    return Element((), {"action": Attribute(one_of(*actions), required=True)})


def _rule(action: str) -> Element:
    return Element((maybe("ruleConditions"), one("ruleAction", action)))


def _flags(*names: str) -> dict[str, Attribute]:
    return dict.fromkeys(names, _BOOLEAN)


def _objective(*, identified: bool) -> Element:
    return Element(
        (maybe("minNormalizedMeasure"), many("mapInfo")),
        {"satisfiedByMeasure": _BOOLEAN, "objectiveID": Attribute(anything, required=identified)},
    )


_SEQUENCING: Final[Mapping[str, Element]] = {
    "sequencingCollection": Element((some("sequencing"),)),
    "sequencing": Element(
        (
            maybe("controlMode"),
            maybe("sequencingRules"),
            maybe("limitConditions"),
            maybe("auxiliaryResources"),
            maybe("rollupRules"),
            maybe("objectives"),
            maybe("randomizationControls"),
            maybe("deliveryControls"),
        ),
        {"ID": Attribute(name), "IDRef": _ANY},
        others=True,
        other_attributes=False,
    ),
    "controlMode": Element(
        (),
        _flags(
            "choice",
            "choiceExit",
            "flow",
            "forwardOnly",
            "useCurrentAttemptObjectiveInfo",
            "useCurrentAttemptProgressInfo",
        ),
    ),
    "sequencingRules": Element((many("preConditionRule"), many("exitConditionRule"), many("postConditionRule"))),
    "preConditionRule": _rule("preAction"),
    "exitConditionRule": _rule("exitAction"),
    "postConditionRule": _rule("postAction"),
    "preAction": _action("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    "exitAction": _action("exit"),
    "postAction": _action("exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
    "ruleConditions": Element((some("ruleCondition"),), {"conditionCombination": _COMBINATION}),
    "ruleCondition": Element(
        (),
        {
            "referencedObjective": _ANY,
            "measureThreshold": Attribute(between(-1, 1)),
            "operator": _OPERATOR,
            "condition": Attribute(one_of(*_RULE_CONDITIONS), required=True),
        },
    ),
    "limitConditions": Element(
        (),
        {
            "attemptLimit": Attribute(whole),
            "attemptAbsoluteDurationLimit": Attribute(duration),
            "attemptExperiencedDurationLimit": Attribute(duration),
            "activityAbsoluteDurationLimit": Attribute(duration),
            "activityExperiencedDurationLimit": Attribute(duration),
            "beginTimeLimit": Attribute(moment),
            "endTimeLimit": Attribute(moment),
        },
    ),
    "auxiliaryResources": Element((many("auxiliaryResource"),)),
    "auxiliaryResource": Element(
        (),
        {"auxiliaryResourceID": Attribute(anything, required=True), "purpose": Attribute(anything, required=True)},
    ),
    "rollupRules": Element(
        (many("rollupRule"),),
        {**_flags("rollupObjectiveSatisfied", "rollupProgressCompletion"), "objectiveMeasureWeight": _SHARE},
    ),
    "rollupRule": Element(
        (one("rollupConditions"), one("rollupAction")),
        {
            "childActivitySet": Attribute(one_of("all", "any", "none", "atLeastCount", "atLeastPercent")),
            "minimumCount": Attribute(whole),
            "minimumPercent": _SHARE,
        },
    ),
    "rollupConditions": Element((some("rollupCondition"),), {"conditionCombination": _COMBINATION}),
    "rollupCondition": Element(
        (), {"operator": _OPERATOR, "condition": Attribute(one_of(*_ROLLUP_CONDITIONS), required=True)}
    ),
    "rollupAction": _action("satisfied", "notSatisfied", "completed", "incomplete"),
    "objectives": Element((one("primaryObjective"), many("objective"))),
    "primaryObjective": _objective(identified=False),
    "objective": _objective(identified=True),
    # An empty one stands for its default, 1.0.
    "minNormalizedMeasure": Element(text=lambda value: between(-1, 1)(value) if value else ""),
    "mapInfo": Element(
        (),
        {
            "targetObjectiveID": Attribute(anything, required=True),
            **_flags("readSatisfiedStatus", "readNormalizedMeasure", "writeSatisfiedStatus", "writeNormalizedMeasure"),
        },
    ),
    "randomizationControls": Element(
        (),
        {
            "randomizationTiming": _TIMING,
            "selectCount": Attribute(whole),
            "reorderChildren": _BOOLEAN,
            "selectionTiming": _TIMING,
        },
    ),
    "deliveryControls": Element((), _flags("tracked", "completionSetByContent", "objectiveSetByContent")),
}
_NAVIGATION: Final[Mapping[str, Element]] = {
    "presentation": Element((maybe("navigationInterface"),)),
    "navigationInterface": Element((many("hideLMSUI"),)),
    "hideLMSUI": Element(text=one_of("previous", "continue", "exit", "abandon", "suspendAll", "exitAll", "abandonAll")),
}
_CONSIDERED: Final = Attribute(one_of("always", "ifAttempted", "ifNotSkipped", "ifNotSuspended"))
_SEQUENCING_ADL: Final[Mapping[str, Element]] = {
    "constrainedChoiceConsiderations": Element((), _flags("preventActivation", "constrainChoice")),
    "rollupConsiderations": Element(
        (),
        {
            "requiredForSatisfied": _CONSIDERED,
            "requiredForNotSatisfied": _CONSIDERED,
            "requiredForCompleted": _CONSIDERED,
            "requiredForIncomplete": _CONSIDERED,
            "measureSatisfactionIfActive": _BOOLEAN,
        },
    ),
}
_SEQUENCING_ADL_4: Final[Mapping[str, Element]] = {
    **_SEQUENCING_ADL,
    "objectives": Element((some("objective"),)),
    "objective": Element((some("mapInfo"),), {"objectiveID": Attribute(anything, required=True)}),
    "mapInfo": Element(
        (),
        {
            "targetObjectiveID": Attribute(anything, required=True),
            **_flags(
                *(
                    f"{way}{what}"
                    for way in ("read", "write")
                    for what in ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")
                )
            ),
        },
    ),
}
_EXTENSIONS: Final[Mapping[str, Element]] = {
    "location": Element(text=filled),
    "dataFromLMS": Element(text=anything),
    "timeLimitAction": Element(text=exactly(*TIME_LIMIT_ACTIONS)),
    "completionThreshold": Element(text=between(0, 1)),
}
_EXTENSIONS_4: Final[Mapping[str, Element]] = {
    **_EXTENSIONS,
    "completionThreshold": Element(
        (),
        {"completedByMeasure": _BOOLEAN, "minProgressMeasure": _SHARE, "progressWeight": _SHARE},
        text=anything,
    ),
    "data": Element((some("map"),)),
    "map": Element((), {"targetID": Attribute(anything, required=True), **_flags("readSharedData", "writeSharedData")}),
}


def _scorm_2004(
    extensions: Mapping[str, Element], sequencing: Mapping[str, Element], version: Literal["1.1.3", "1.1.4"]
) -> Schema:
    types = {
        IMSCP: _packaging(version),
        ADLCP: extensions,
        ADLSEQ: sequencing,
        ADLNAV: _NAVIGATION,
        IMSSS: _SEQUENCING,
    }
    standing_alone = {
        IMSCP: types[IMSCP],
        ADLCP: extensions,
        ADLSEQ: sequencing,
        ADLNAV: _NAVIGATION,
        IMSSS: ("sequencing", "sequencingCollection"),
    }
    return Schema(
        (IMSCP, "manifest"),
        types,
        {
            f"{{{ADLCP}}}scormType": exactly("sco", "asset"),
            f"{{{ADLCP}}}sharedDataGlobalToSystem": boolean,
            f"{{{ADLSEQ}}}objectivesGlobalToSystem": boolean,
        },
        frozenset(f"{{{namespace}}}{each}" for namespace, names in standing_alone.items() for each in names),
    )


SCORM_2004_3: Final = _scorm_2004(_EXTENSIONS, _SEQUENCING_ADL, "1.1.3")
"""2nd and 3rd Edition."""
SCORM_2004_4: Final = _scorm_2004(_EXTENSIONS_4, _SEQUENCING_ADL_4, "1.1.4")
