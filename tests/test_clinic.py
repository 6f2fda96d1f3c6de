"""The clinic keeps its promise: an index with every entry, and entries that all have the same parts."""

import re
from pathlib import Path

import pytest

CLINIC = (Path(__file__).parents[1] / "book" / "appendix" / "clinic.md").read_text(encoding="utf-8")
INDEX, BODY = CLINIC.split("Run this first", 1)
ENTRIES = dict(re.findall(r"^\((clinic-[\w-]+)\)=\n### (?s:.+?\n)(?s:(.*?))(?=^\(clinic-|^## |\Z)", BODY, re.M))


def test_index_lists_every_entry_and_nothing_else():
    assert set(re.findall(r"\{ref\}`([\w-]+)`", INDEX)) == set(ENTRIES)


def test_every_heading_is_an_entry():
    assert len(re.findall(r"^### ", BODY, re.M)) == len(ENTRIES)


@pytest.mark.parametrize("label", ENTRIES)
def test_entry_has_symptom_cause_proof_cure_and_link(label):
    text = ENTRIES[label]
    code = "".join(re.findall(r"```\{code-cell\} ipython3\n(.*?)```", text, re.S))
    assert "**You see** " in text and "**Why.** " in text and "**Cure.** " in text
    assert "assert " in code or "except ValueError" in code
    assert re.search(r"\{(ref|doc)\}`", text)
