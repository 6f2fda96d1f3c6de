"""What the doctor says: a rule that was broken, where, and the number that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from lossbook.doctor.rules import RULES, Rule

Severity = Literal["wrong", "wasteful", "look"]


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source file (line from 1, column from 1), or a part of a model by its name."""

    file: str = ""
    line: int = 0
    column: int = 0
    part: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.file else self.part


@dataclass(frozen=True)
class Finding:
    """One finding, with its witness: no witness, no finding.

    ``what`` says in a few words what was found here ("softmax before CrossEntropyLoss"); ``witness`` is a sentence with
    the number that proves it, and ``numbers`` has the number alone, by name. ``severity`` is the rule's, unless what
    was seen is milder.

    >>> finding = Finding("LB102", "softmax before CrossEntropyLoss", "no network gets below 1.4612 here")
    >>> print(finding)
    LB102 softmax before CrossEntropyLoss: no network gets below 1.4612 here
    """

    code: str
    what: str
    witness: str
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    place: Place = Place()
    cure: str = ""
    severity: Severity = "wrong"

    def __post_init__(self) -> None:
        if not self.witness:
            raise ValueError(f"{self.code} has no witness, and is no finding")

    @property
    def rule(self) -> Rule:
        """The rule that was broken."""
        return RULES[self.code]

    def __str__(self) -> str:
        where = f"{self.place} " if str(self.place) else ""
        return f"{where}{self.code} {self.what}: {self.witness}"

    def as_dict(self) -> dict[str, Any]:
        """All that there is to say, in types that JSON knows."""
        return {
            "code": self.code,
            "name": self.rule.name,
            "severity": self.severity,
            "what": self.what,
            "witness": self.witness,
            "numbers": dict(self.numbers),
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "part": self.place.part,
            "cure": self.cure,
            "page": self.rule.page,
        }


def finding(
    code: str,
    what: str,
    witness: str,
    place: Place = Place(),
    framework: str = "",
    severity: Severity | None = None,
    **numbers: float,
) -> Finding:
    """A finding with its rule's severity, unless it has its own, and with its rule's cure for the framework."""
    rule = RULES[code]
    return Finding(code, what, witness, numbers, place, rule.cure(framework), severity or rule.severity)


# What a fault of the last layer or of the labels makes of gradients and losses is no finding of its own.
EXPLAINING = {f"LB{number}" for number in (*range(101, 107), 108, 109, 114, 115, 201, 202, 203, 205, 206)}
EXPLAINED = {"LB116", "LB117", "LB405", "LB510"}


def once(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, and none that another explains.

    >>> short, long = Finding("LB510", "a first loss", "10 times"), Finding("LB202", "labels from 1", "8 of 64")
    >>> [each.code for each in once([short, long, long])]
    ['LB202']
    """
    found = list({str(each): each for each in found}.values())
    codes = {each.code for each in found}
    if "LB207" in codes:  # with its arguments swapped nothing else of a loss makes sense
        return [each for each in found if each.code == "LB207"][:1]
    told = set(EXPLAINED) if codes & EXPLAINING else {"LB510", "LB116"} if "LB117" in codes else set()
    return [each for each in found if each.code not in told]
