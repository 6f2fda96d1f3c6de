"""What the page 'The doctor' shows: how much the doctor finds, and each rule with a program that breaks it."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from lossbook import doctor
from lossbook.doctor.examples import EXAMPLES
from lossbook.doctor.report import text
from lossbook.doctor.rules import RULES, Rule
from lossbook_course.teaching.display import display_markdown, on_site

TABLE = Path(__file__).with_name("doctor.csv")  # written by `make bench-doctor`
SEVERITIES = ("wrong", "wasteful", "look")
WIDE = 84  # letters that fit beside each other

# What reading cannot show, as programs that examine a batch: the faulty one, and its twin. Each leaves `found` behind.
HEAD = """\
import torch
from torch import nn
from lossbook import doctor

torch.manual_seed(0)
"""
ON_A_BATCH = {
    "LB116": (
        """\
x = torch.randn(64, 3)
model = nn.Sequential(nn.Linear(3, 1), nn.ReLU())
nn.init.constant_(model[0].bias, -3.0)
found = doctor.examine(model, nn.MSELoss(), x, x[:, :1].exp())
""",
        """\
x = torch.randn(64, 3)
model = nn.Linear(3, 1)
nn.init.constant_(model.bias, -3.0)
found = doctor.examine(model, nn.MSELoss(), x, x[:, :1].exp())
""",
    ),
    "LB117": (
        """\
x = torch.randn(64, 3)
y = (x[:, :1] > 0).float()
model = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
nn.init.constant_(model[0].weight, -100.0)
found = doctor.examine(model, nn.BCELoss(), x, y)
""",
        """\
x = torch.randn(64, 3)
y = (x[:, :1] > 0).float()
model = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
nn.init.zeros_(model[0].weight)
found = doctor.examine(model, nn.BCELoss(), x, y)
""",
    ),
    "LB510": (
        """\
pixels = torch.randint(0, 256, (64, 784)).float()
labels = torch.arange(64) % 10
model = nn.Linear(784, 10)
found = doctor.examine(model, nn.CrossEntropyLoss(), pixels, labels)
""",
        """\
pixels = torch.randint(0, 256, (64, 784)).float()
labels = torch.arange(64) % 10
model = nn.Linear(784, 10)
found = doctor.examine(model, nn.CrossEntropyLoss(), pixels / 255, labels)
""",
    ),
}


class Counted(NamedTuple):
    """What the doctor said of a set of programs, in one way of looking."""

    set: str
    way: str
    found: int
    faults: int
    alarms: Mapping[str, tuple[int, ...]]  # of mended and correct programs: how many, and with which worst finding


def counted() -> list[Counted]:
    """The lines of the table, as ``make bench-doctor`` wrote it."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [_counted(line) for line in csv.DictReader(file)]


def _counted(line: dict[str, str]) -> Counted:
    alarms = {
        kind: (int(line[kind]), *(int(line[f"{kind}_{severity}"]) for severity in SEVERITIES))
        for kind in ("mended", "correct")
    }
    return Counted(line["set"], line["way"], int(line["found"]), int(line["faults"]), alarms)


def results() -> None:
    """Show the table: faults found, and false alarms among programs without a fault, by severity."""
    head = ["programs", "the doctor", "faults found", *(f"alarms: {severity}" for severity in SEVERITIES)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in counted():
        without = sum(total for total, *_ in row.alarms.values())
        alarms = [sum(kind[place] for kind in row.alarms.values()) for place in (1, 2, 3)]
        share = f"{row.found} of {row.faults} ({row.found / row.faults:.0%})"
        cells = [row.set, row.way, share, *(f"{alarm} of {without}" for alarm in alarms)]
        lines.append("| " + " | ".join(cells) + " |")
    display_markdown("\n".join(lines))


def rules(beginning: str = "LB") -> None:
    """Show each rule: a program that breaks it, what the doctor says of that, and its mended twin.

    Args:
        beginning: with what the codes of the rules begin.

    Raises:
        AssertionError: the doctor does not say so, or says something of the twin.
    """
    display_markdown("\n".join(entry(rule) for code, rule in RULES.items() if code.startswith(beginning)))


def anchor(rule: Rule) -> str:
    """Where on the page a rule stands."""
    return f"doctor-{rule.code.lower()}"


def entry(rule: Rule) -> str:
    """One rule, folded, in the Markdown of the site or of a notebook."""
    faulty, mended = ON_A_BATCH.get(rule.code) or EXAMPLES[rule.code]
    said = _said(rule, faulty, mended)
    wrapped = "\n".join(map(_wrapped, said.split("\n")))
    parts = [_code("python", faulty), "The doctor says:", _code("text", wrapped), "Its twin, of which it says nothing:"]
    body = "\n\n".join([*parts, _code("python", mended), _more(rule)])
    if on_site():
        title = f"`{rule.code}` {rule.title} · *{rule.severity}*"
        return f"::::{{dropdown}} {title}\n:name: {anchor(rule)}\n\n{body}\n::::\n"
    title = f"<code>{rule.code}</code> {rule.title} · <i>{rule.severity}</i>"
    return f'<details id="{anchor(rule)}">\n<summary>{title}</summary>\n\n{body}\n\n</details>\n'


def _said(rule: Rule, faulty: str, mended: str) -> str:
    """What the doctor says of a program; of its twin it has to say nothing."""
    look = _examined if rule.code in ON_A_BATCH else _read
    assert look(mended) == [], rule.code
    found = [each for each in look(faulty) if each.code == rule.code]
    assert found, rule.code
    return "\n".join(map(text, found))


def _read(program: str) -> list[doctor.Finding]:
    return doctor.read_source(program, "program.py")


def _examined(program: str) -> list[doctor.Finding]:
    names: dict[str, list[doctor.Finding]] = {}
    exec(HEAD + program, names)
    return names["found"]


def _wrapped(line: str) -> str:
    return textwrap.fill(line, WIDE, subsequent_indent="      ", break_on_hyphens=False, break_long_words=False)


def _code(language: str, lines: str) -> str:
    return f"```{language}\n{lines.rstrip()}\n```"


def _more(rule: Rule) -> str:
    """The rule's name, and the way to the clinic's entry."""
    why = f"{{ref}}`{rule.clinic}`" if on_site() else "[the clinic](clinic.ipynb)"
    return f"Name: `{rule.name}`. Nearest in the clinic: {why}."
