"""The doctor's benchmark: what reading finds is what the table says, and its programs are what their labels say."""

import csv
from pathlib import Path

import pytest

from benchmarks.doctor.__main__ import HERE, SETS, TABLE, codes, labels, report, wanted
from lossbook.doctor import RULES
from lossbook.doctor.read import read_file


@pytest.fixture(scope="module")
def table():
    with open(TABLE, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", SETS)
def test_reading_finds_what_the_table_says(name, table):
    rows = labels(name)
    found = {row["file"]: codes(read_file(HERE / name / row["file"])) for row in rows}
    line = report(name, "reading", rows, found, misses=True)
    [told] = [it for it in table if (it["set"], it["way"]) == (name, "reading")]
    assert {key: str(value) for key, value in line.items()} == told


@pytest.mark.parametrize("name", SETS)
def test_labels_and_files_belong_together(name):
    rows = labels(name)
    assert {row["file"] for row in rows} == {
        str(path.relative_to(HERE / name)) for path in (HERE / name).rglob("*") if path.suffix in (".py", ".ipynb")
    }
    faults = {row["fault"] for row in rows if row["kind"] == "faulty"}
    assert faults <= set(wanted())
    assert all(row["reason"] for row in rows)
    twins = {Path(row["file"]).name for row in rows if row["kind"] == "mended"}
    assert twins == {Path(row["file"]).name for row in rows if row["kind"] == "faulty"}


def test_every_code_of_the_benchmark_is_a_rule():
    assert set().union(*wanted().values()) <= set(RULES)


def test_no_correct_program_is_called_wrong(table):
    assert [it for it in table if int(it["correct_wrong"]) or int(it["mended_wrong"])] == []


def test_most_faults_are_found(table):
    reading = [it for it in table if it["way"] == "reading"]
    assert sum(int(it["found"]) for it in reading) / sum(int(it["faults"]) for it in reading) >= 0.9
