"""Findings as people and other programs read them: text, JSON, GitHub's annotations and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lossbook import __version__
from lossbook.doctor.findings import Finding
from lossbook.doctor.rules import RULES

FORMATS = ("text", "json", "github", "sarif")
LEVELS = {"wrong": "error", "wasteful": "warning", "look": "note"}


def write(findings: Sequence[Finding], form: str = "text") -> str:
    """All findings in one of ``FORMATS``; of none, an empty text or an empty list."""
    return {"text": _text, "json": _json, "github": _github, "sarif": _sarif}[form](findings)


def _text(findings: Sequence[Finding]) -> str:
    return "\n".join(text(finding) for finding in findings)


def text(finding: Finding) -> str:
    """One finding: where, what, its number, what cures it, and where that is explained.

    >>> from lossbook.doctor.findings import finding
    >>> print(text(finding("LB505", "total += a loss", "after 100 batches the sum holds on to 100 graphs")))
    LB505 total += a loss: after 100 batches the sum holds on to 100 graphs [wasteful]
        cure: total += loss.item()
        page: clinic-no-gradient
    """
    return f"{finding} [{finding.severity}]\n    cure: {finding.cure}\n    page: {finding.rule.page}"


def _json(findings: Sequence[Finding]) -> str:
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2)


def _github(findings: Sequence[Finding]) -> str:
    return "\n".join(_annotation(finding) for finding in findings)


def _annotation(finding: Finding) -> str:
    level = {"wrong": "error", "wasteful": "warning", "look": "notice"}[finding.severity]
    place = finding.place
    where = f"file={_escaped(place.file)},line={place.line},col={place.column},title={finding.code} {finding.rule.name}"
    told = f"{finding.what}: {finding.witness} – cure: {finding.cure}"
    return f"::{level} {where}::{_escaped(told)}"


def _escaped(told: str) -> str:
    return told.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _sarif(findings: Sequence[Finding]) -> str:
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.title},
            "help": {"text": f"{rule.cure('')} ({rule.page})"},
            "defaultConfiguration": {"level": LEVELS[rule.severity]},
        }
        for rule in RULES.values()
    ]
    driver = {"name": "lossbook.doctor", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(finding) for finding in findings]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(finding: Finding) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.what}: {finding.witness}. Cure: {finding.cure}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}}],
    }
