"""What was found, for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final

from scormbuild.inspect.inspecting import Report
from scormbuild.inspect.model import Finding, Rule, Severity
from scormbuild.inspect.package import Standard

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
SHOWN: Final = 8
"""Places of one rule that are shown; the rest is counted, and stands in the other formats."""
WIDTH: Final = 100

_STANDARDS: Final[Mapping[Standard | None, str]] = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "cmi5": "cmi5",
    "tincan": "Tin Can (xAPI)",
    None: "No package of a known standard",
}
_HEADINGS: Final[Mapping[Severity, str]] = {
    "error": "Errors: what is wrong",
    "warning": "Warnings: what may go wrong",
    "note": "Notes: worth knowing",
}


def as_text(report: Report) -> str:
    """A package's findings by severity and rule, each with its places and what to do, and a verdict."""
    return "\n".join([*_headline(report), *_played(report), *_findings(report), "", verdict(report)]) + "\n"


def verdict(report: Report) -> str:
    """What it comes to, in a line."""
    counts = report.counts
    if not report.findings:
        return "Nothing found."
    said = _said(counts)
    if counts["error"]:
        return f"{said}. Don't upload the package as it is."
    if counts["warning"]:
        return f"{said}. The package can be uploaded; look at the warnings first."
    return f"{said}. The package can be uploaded."


def overview(reports: Sequence[Report]) -> str:
    """Several packages at a glance, a line each: those with the most errors first."""
    worst_first = sorted(reports, key=lambda report: [-report.counts[severity] for severity in SEVERITIES])
    wrong = sum(report.counts["error"] > 0 for report in reports)
    lines = [f"{_counted(len(reports), 'package')}, {wrong or 'none'} with errors:"]
    for report in worst_first:
        said = _said(report.counts) if report.findings else "nothing found"
        lines.append(f"  {visible(report.path.as_posix())}: {said}")
    return "\n".join(lines) + "\n"


def explained(rule: Rule) -> str:
    """A rule, as `--explain` shows it."""
    rows = [("Why", rule.reason), ("From", rule.source), ("What to do", rule.remedy)]
    return "\n".join([f"{rule.code} ({rule.severity})", rule.title, "", *(f"{name}: {text}" for name, text in rows)])


def visible(text: str) -> str:
    """A text whose signs all are seen: what a package holds can't command a terminal, nor break XML."""
    return "".join(each if _is_shown(each) else f"\\u{ord(each):04x}" for each in text)


def size(bytes_: int) -> str:
    """A size as people read it."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")):
        if bytes_ >= limit:
            return f"{bytes_ / limit:.1f} {unit}"
    return f"{bytes_} bytes"


def _said(counts: Mapping[Severity, int]) -> str:
    return ", ".join(_counted(counts[severity], severity) for severity in SEVERITIES if counts[severity])


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _headline(report: Report) -> Iterator[str]:
    standard = _STANDARDS[report.standard] if report.sizes else "Not looked into"
    if report.standard == "scorm2004":
        standard += f", {report.edition.removeprefix('2004 ')} Edition" if report.edition else ", edition not said"
    yield visible(report.path.as_posix())
    yield f"  {standard}, {size(report.bytes_)}"
    if report.sizes:
        yield f"  Unpacked: {', '.join(f'{kind} {size(bytes_)}' for kind, bytes_ in report.sizes.items())}"
    for launch in report.launches[:SHOWN]:
        kind = "" if launch.tracked else " (not tracked)"
        title = " ".join((launch.title or launch.identifier).split())
        yield f"  Opens: {visible(title)} → {visible(launch.address)}{kind}"
    if len(report.launches) > SHOWN:
        yield f"  … and {len(report.launches) - SHOWN} more"


def _played(report: Report) -> Iterator[str]:
    for played in report.played:
        from scormbuild.inspect.sightings import rows

        yield from ("", *map(visible, rows(played)))


def _findings(report: Report) -> Iterator[str]:
    for severity in SEVERITIES:
        of_it = [finding for finding in report.findings if finding.rule.severity == severity]
        if of_it:
            yield from ("", _HEADINGS[severity])
            order = {rule: at for at, rule in enumerate(dict.fromkeys(finding.rule for finding in of_it))}
            for rule, findings in groupby(sorted(of_it, key=lambda each: order[each.rule]), lambda each: each.rule):
                yield from _rule(rule, list(findings))


def _rule(rule: Rule, findings: Sequence[Finding]) -> Iterator[str]:
    yield from _wrapped(f"{rule.title} [{rule.code}]", "  ", "  ")
    for finding in findings[:SHOWN]:
        at = f"{visible(finding.file)}:{finding.line}" if finding.line else visible(finding.file)
        yield f"    {at}{': ' if at else ''}{visible(finding.message)}"
    if len(findings) > SHOWN:
        yield f"    … and {len(findings) - SHOWN:,} more"
    yield from _wrapped(rule.reason, "    ", "    ")
    yield from _wrapped(rule.remedy, "    → ", "      ")


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
