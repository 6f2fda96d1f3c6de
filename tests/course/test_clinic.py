"""The clinic keeps its promise: an index with every entry, and entries that all have the same parts.

An entry's code writes what you see as a test, ``symptom``, and asserts it of the trap and denies it of the cure. One
function that is true of the one and false of the other tells them apart, so neither half can be there for show.
"""

import ast
import re
from pathlib import Path

import pytest

CLINIC = (Path(__file__).parents[2] / "book" / "appendix" / "clinic.md").read_text(encoding="utf-8")
INDEX, BODY = CLINIC.split("Run this first", 1)
ENTRIES = dict(re.findall(r"^\((clinic-[\w-]+)\)=\n### (?s:.+?\n)(?s:(.*?))(?=^\(clinic-|^## |\Z)", BODY, re.M))
ROWS = {
    head: re.findall(r"\{ref\}`([\w-]+)`", entries)
    for head, entries in re.findall(r"^\| (\*\*.+?) \| (.+) \|$", INDEX, re.M)
}
USED = {  # what the text calls a package, and what shows that the code runs it
    "Keras": r"\bkeras\.",
    "PyTorch": r"\bF\.|\btorch\.",
    "TensorFlow": r"\btf\.",
    "lossbook": r"\blb\.|\bloss_tf\.|\bloss_torch\.",
}


def code_of(label):
    return "\n".join(re.findall(r"```\{code-cell\} ipython3\n(.*?)```", ENTRIES[label], re.S))


def definitions(label):
    """Each ``symptom`` that the entry's code defines, as its parameters and its body."""
    for node in ast.walk(ast.parse(code_of(label))):
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["symptom"]:
            assert isinstance(node.value, ast.Lambda)
            yield node.value.args, node.value.body
        if isinstance(node, ast.FunctionDef) and node.name == "symptom":
            yield node.args, node


def verdicts(node, holds=True):
    """The calls of ``symptom`` that an assertion decides, each with whether it has to be true."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) and holds:
        for value in node.values:
            yield from verdicts(value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from verdicts(node.operand, not holds)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "symptom":
        yield ast.unparse(node), node, holds


def judged(label):
    asserts = (node for node in ast.walk(ast.parse(code_of(label))) if isinstance(node, ast.Assert))
    return [verdict for node in asserts for verdict in verdicts(node.test)]


def test_index_lists_every_entry_and_nothing_else():
    assert {entry for row in ROWS.values() for entry in row} == set(ENTRIES)
    assert set(re.findall(r"\{ref\}`([\w-]+)`", INDEX)) == set(ENTRIES)


def test_every_heading_is_an_entry():
    assert len(re.findall(r"^### ", BODY, re.M)) == len(ENTRIES)


@pytest.mark.parametrize("label", ENTRIES)
def test_entry_has_symptom_cause_cure_and_link_in_this_order(label):
    parts = [ENTRIES[label].find(part) for part in ("**You see** ", "**Why.** ", "assert symptom(", "**Cure.** ")]
    assert -1 not in parts and parts[0] < parts[1] < min(parts[2:])
    assert re.search(r"\{(ref|doc)\}`", ENTRIES[label])


@pytest.mark.parametrize("label", ENTRIES)
def test_one_symptom_is_true_of_the_trap_and_false_of_the_cure(label):
    ((parameters, body),) = definitions(label)
    names = {each.arg for each in parameters.args}
    assert names and names <= {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    shown, cured = ({said for said, _, holds in judged(label) if holds is wanted} for wanted in (True, False))
    assert shown and cured and not shown & cured
    for said, call, _ in judged(label):  # of something that was computed
        assert any(isinstance(node, ast.Name) for part in call.args for node in ast.walk(part)), said


@pytest.mark.parametrize("label", ENTRIES)
def test_what_the_text_names_the_code_runs(label):
    text = re.sub(r"```.*?```", "", ENTRIES[label], flags=re.S)
    for package, used in USED.items():
        assert package not in text or re.search(used, code_of(label)), package


@pytest.mark.parametrize(
    "word, tested",
    [("NaN", r"isnan\("), ("infinite", r"isinf\("), ("negative", r" < 0$"), ("exactly 0", r"== 0$")],
)
def test_whoever_sees_it_finds_the_entry_and_no_other(word, tested):
    listed = {label for head, row in ROWS.items() if word in head for label in row}
    shown = {label for label in ENTRIES if any(re.search(tested, ast.unparse(body)) for _, body in definitions(label))}
    assert listed == shown | EXCEPTIONS.get(word, set())


EXCEPTIONS = {  # what is also seen there, in words, beside the symptom that is tested
    "NaN": {"clinic-explodes", "clinic-soft-margin", "clinic-ctc"},
    "infinite": {"clinic-explodes", "clinic-mape-zero", "clinic-softmax-by-hand"},
    "negative": {"clinic-cosine-sign", "clinic-order", "clinic-variance-zero"},
}
