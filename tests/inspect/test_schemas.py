"""The declared schemas against the specifications' own XSDs, over manifests that are changed at random.

The XSDs are those of an npm package (tests/formats/schemas.py); for cmi5 and Tin Can there are none there.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Final

import pytest
from lxml import etree

from scormbuild.inspect.schemas.language import Schema, violations
from scormbuild.inspect.schemas.scorm import SCORM_12, SCORM_2004_3, SCORM_2004_4
from tests.formats.schemas import scorm12_schema, scorm2004_schema
from tests.inspect.packages import MANIFEST_12, MANIFEST_2004

RICH_12: Final = MANIFEST_12.replace(
    "        <adlcp:masteryscore>80</adlcp:masteryscore>\n",
    """        <item identifier="item-door" identifierref="sco-fire"><title>Doors</title></item>
        <metadata><schema>ADL SCORM</schema><adlcp:location>meta.xml</adlcp:location></metadata>
        <adlcp:prerequisites type="aicc_script">item-fire</adlcp:prerequisites>
        <adlcp:maxtimeallowed>0001:00:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>exit,message</adlcp:timelimitaction>
        <adlcp:datafromlms>fire</adlcp:datafromlms>
        <adlcp:masteryscore>80</adlcp:masteryscore>
""",
).replace("    </resource>", '      <dependency identifierref="common"/>\n    </resource>')
SEQUENCING: Final = """
          <imsss:controlMode choice="true" choiceExit="false" flow="1" forwardOnly="0"/>
          <imsss:sequencingRules>
            <imsss:preConditionRule>
              <imsss:ruleConditions conditionCombination="any">
                <imsss:ruleCondition condition="objectiveMeasureGreaterThan" measureThreshold="-0.5" operator="not"/>
                <imsss:ruleCondition condition="always" referencedObjective="objective-door"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="skip"/>
            </imsss:preConditionRule>
            <imsss:exitConditionRule><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
            <imsss:postConditionRule><imsss:ruleAction action="retryAll"/></imsss:postConditionRule>
          </imsss:sequencingRules>
          <imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H30M"/>
          <imsss:rollupRules objectiveMeasureWeight="0.5" rollupObjectiveSatisfied="true">
            <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.75" minimumCount="3">
              <imsss:rollupConditions>
                <imsss:rollupCondition condition="attempted" operator="noOp"/>
              </imsss:rollupConditions>
              <imsss:rollupAction action="satisfied"/>
            </imsss:rollupRule>
          </imsss:rollupRules>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="objective-fire" satisfiedByMeasure="true">
              <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              <imsss:mapInfo targetObjectiveID="global-fire" writeSatisfiedStatus="true"/>
            </imsss:primaryObjective>
            <imsss:objective objectiveID="objective-door"/>
          </imsss:objectives>
          <imsss:randomizationControls randomizationTiming="once" selectCount="2" reorderChildren="true"/>
          <imsss:deliveryControls"""
RICH_2004: Final = (
    MANIFEST_2004.replace("\n          <imsss:deliveryControls", SEQUENCING)
    .replace(
        "        <imsss:sequencing>\n          <imsss:controlMode choice",
        "        <adlcp:timeLimitAction>continue,no message</adlcp:timeLimitAction>\n"
        "        <adlcp:dataFromLMS>fire</adlcp:dataFromLMS>\n"
        "        {extension}\n        <imsss:sequencing>\n          <imsss:controlMode choice",
        1,
    )
    .replace("    </resource>", '      <dependency identifierref="common"/>\n    </resource>')
)
RICH_3: Final = RICH_2004.replace("{extension}", "<adlcp:completionThreshold>0.5</adlcp:completionThreshold>").replace(
    "4th", "3rd"
)
RICH_4: Final = RICH_2004.replace(
    "{extension}",
    '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>'
    '<adlcp:data><adlcp:map targetID="store" readSharedData="false"/></adlcp:data>',
)
VALUES: Final = ("", "true", "0", "1.5", "-1", "fire", "PT5M", "two words", "exit", "sco", "all", "2", "x" * 230)


def schemas(name: str) -> tuple[str, Schema, etree.XMLSchema]:
    """A rich manifest, our schema and the XSD."""
    if name == "1.2":
        return RICH_12, SCORM_12, scorm12_schema()
    return (
        (RICH_3, SCORM_2004_3, scorm2004_schema("3rd"))
        if name == "3rd"
        else (RICH_4, SCORM_2004_4, scorm2004_schema("4th"))
    )


def mutated(root: etree._Element, chance: random.Random) -> etree._Element:
    """A copy with one thing changed: an element gone, doubled, moved or renamed, an attribute gone, added or other."""
    changed = copy.deepcopy(root)
    elements = [each for each in changed.iter("*") if each is not changed]
    target = chance.choice(elements)
    parent = target.getparent()
    assert parent is not None
    kind = chance.randrange(8)
    if kind == 0:
        parent.remove(target)
    elif kind == 1:
        parent.insert(chance.randrange(len(parent) + 1), copy.deepcopy(target))
    elif kind == 2:
        chance.choice(elements).append(copy.deepcopy(target))
    elif kind == 3:
        target.tag = chance.choice(elements).tag
    elif kind == 4 and target.attrib:
        del target.attrib[chance.choice(list(target.attrib))]
    elif kind == 5 and target.attrib:
        target.set(chance.choice(list(target.attrib)), chance.choice(VALUES))
    elif kind == 6:
        target.set(chance.choice([str(name) for each in elements for name in each.attrib]), chance.choice(VALUES))
    else:
        target.text = chance.choice(VALUES)
    return changed


def are_unique(root: etree._Element) -> bool:
    """What XSD says with xs:ID, and `inspect` with a rule of its own."""
    named = [
        str(value)
        for each in root.iter("*")
        for name, value in each.attrib.items()
        if name == "identifier" or (name == "ID" and str(each.tag).endswith("}sequencing"))
    ]
    return len(set(named)) == len(named)


def verdicts(name: str, count: int) -> Iterator[tuple[int, bool, bool, str]]:
    """Seed, whether ours finds nothing, whether the XSD doesn't, and what was said."""
    text, ours, theirs = schemas(name)
    root = etree.fromstring(text.encode())
    assert list(violations(root, ours)) == []
    theirs.assertValid(root)
    for seed in range(count):
        # Parsed again, so that lines and prefixes are what a file has.
        changed = etree.fromstring(etree.tostring(mutated(root, random.Random(seed))))
        found = [each for each in violations(changed, ours) if name != "4th" or each.kind != "unknown"]
        said = f"{[each.message for each in found]} / {theirs.validate(changed)} {theirs.error_log}"
        yield seed, not found and are_unique(changed), theirs.validate(changed), said


EDITIONS: Final = ("1.2", "3rd", "4th")


@pytest.mark.parametrize("name", EDITIONS)
def test_verdicts_agree_with_the_xsd(name: str) -> None:
    assert differing(name, 500) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", EDITIONS)
def test_many_verdicts_agree_with_the_xsd(name: str) -> None:
    assert differing(name, 20_000) == []


def differing(name: str, count: int) -> list[str]:
    """What one finds and the other doesn't; libxml2 lets a <dependency> stand after a wildcard, against the model."""
    return [
        f"seed {seed}: {said}"
        for seed, ours, theirs, said in verdicts(name, count)
        if ours != theirs and not (theirs and said.startswith("['<dependency> of <resource> must stand before"))
    ]
