"""What was found, for machines: JSON, SARIF 2.1.0 for code scanning, JUnit XML for build servers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from lxml import etree
from lxml.builder import E

from scormbuild import __version__
from scormbuild.inspect.inspecting import Report
from scormbuild.inspect.model import Finding, Rule, Severity
from scormbuild.inspect.wording import visible

if TYPE_CHECKING:
    from scormbuild.inspect.playing import Played

_SARIF_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "note": "note"}


def as_json(reports: Sequence[Report]) -> str:
    """All that was found, with what each package is."""
    return _dump({"packages": [_package(report) for report in reports]})


def as_sarif(reports: Sequence[Report]) -> str:
    """SARIF 2.1.0: one run, an artifact to each package, and results with the place within it."""
    rules = list(dict.fromkeys(finding.rule for report in reports for finding in report.findings))
    return _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "scormbuild inspect",
                            "version": __version__,
                            "rules": [_sarif_rule(rule) for rule in rules],
                        }
                    },
                    "artifacts": [{"location": {"uri": _uri(report)}} for report in reports],
                    "results": [
                        _sarif_result(finding, report, rules.index(finding.rule))
                        for report in reports
                        for finding in report.findings
                    ],
                }
            ],
        }
    )


def as_junit(reports: Sequence[Report], failing: Sequence[Severity]) -> str:
    """JUnit XML as build servers read it: a suite to each package, a case to each finding; those of `failing` fail."""
    suites = [_suite(report, failing) for report in reports]
    root = E.testsuites(
        *suites,
        name="scormbuild inspect",
        tests=str(sum(int(suite.get("tests", "0")) for suite in suites)),
        failures=str(sum(int(suite.get("failures", "0")) for suite in suites)),
    )
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _package(report: Report) -> dict[str, Any]:
    return {
        "path": report.path.as_posix(),
        "standard": report.standard,
        "edition": report.edition or None,
        "bytes": report.bytes_,
        "unpacked": report.sizes,
        "launches": [
            {
                "identifier": launch.identifier,
                "title": launch.title,
                "address": launch.address,
                "file": launch.file or None,
                "tracked": launch.tracked,
            }
            for launch in report.launches
        ],
        "played": [_played(played) for played in report.played],
        "counts": report.counts,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _played(played: Played) -> dict[str, Any]:
    from scormbuild.inspect.sightings import as_dict

    return as_dict(played)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.rule.code,
        "severity": finding.rule.severity,
        "file": finding.file or None,
        "line": finding.line or None,
        "message": finding.message,
        "title": finding.rule.title,
        "reason": finding.rule.reason,
        "source": finding.rule.source,
        "remedy": finding.rule.remedy,
    }


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.reason}"},
        "help": {"text": f"{rule.remedy} ({rule.source})"},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, report: Report, rule: int) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(report)}}}
    if finding.file:
        # A file in a zip has no address of its own in SARIF; its line is of that file, so it stands in words.
        at = f"{finding.file}:{finding.line}" if finding.line else finding.file
        location["logicalLocations"] = [{"fullyQualifiedName": at, "kind": "resource"}]
    where = f"{visible(finding.file)}{f':{finding.line}' if finding.line else ''}: " if finding.file else ""
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[finding.rule.severity],
        "message": {"text": f"{where}{visible(finding.message)} {finding.rule.remedy}"},
        "locations": [location],
    }


def _uri(report: Report) -> str:
    return quote(report.path.as_posix())


def _suite(report: Report, failing: Sequence[Severity]) -> etree._Element:
    name = visible(report.path.as_posix())
    cases = []
    for finding in report.findings:
        at = f"{finding.file}:{finding.line}" if finding.line else finding.file
        case = E.testcase(classname=name, name=visible(f"{finding.rule.code} {at}".strip()))
        said = visible(f"{finding.rule.severity}: {finding.message}")
        if finding.rule.severity in failing:
            case.append(E.failure(f"{finding.rule.title} {finding.rule.remedy}", message=said, type=finding.rule.code))
        else:
            case.append(E("system-out", said))
        cases.append(case)
    if not cases:
        cases.append(E.testcase(classname=name, name="nothing found"))
    failures = sum(finding.rule.severity in failing for finding in report.findings)
    suite: etree._Element = E.testsuite(*cases, name=name, tests=str(len(cases)), failures=str(failures), errors="0")
    return suite


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
