"""The page 'The doctor', the command and the hook: all rules are there, and what is told of them is so."""

import re
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
import yaml

from lossbook.doctor import __main__ as command
from lossbook.doctor.rules import RULES
from lossbook_course.teaching import doctor

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "appendix" / "doctor.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
FAULTY = doctor.EXAMPLES["LB102"][0]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_doctor_says_what_the_page_is_to_show_of_a_rule(rule):
    told = doctor.entry(rule)
    faulty, said, mended = re.findall(r"```\w+\n(.*?)```", told, re.S)
    assert faulty != mended
    assert re.match(rf"(program\.py:\d+:\d+ )?{rule.code} ", said)
    assert rule.name in told and rule.title in told and rule.severity in told


def test_the_cells_of_the_page_show_each_rule_once():
    beginnings = re.findall(r'^rules\("(\w+)"\)$', PAGE, re.M)
    shown = [code for beginning in beginnings for code in RULES if code.startswith(beginning)]
    assert shown == list(RULES)


def test_a_rule_whose_example_the_doctor_passes_over_stops_the_page(monkeypatch):
    faulty, mended = doctor.EXAMPLES["LB102"]
    for wrong in ((mended, mended), (faulty, faulty)):
        monkeypatch.setitem(doctor.EXAMPLES, "LB102", wrong)
        with pytest.raises(AssertionError, match="LB102"):
            doctor.entry(RULES["LB102"])


def test_each_rule_leads_to_an_entry_of_the_clinic():
    clinic = (ROOT / "book" / "appendix" / "clinic.md").read_text(encoding="utf-8")
    assert {rule.clinic for rule in RULES.values()} <= set(re.findall(r"^\((clinic-[\w-]+)\)=$", clinic, re.M))


def test_on_the_site_a_rule_has_an_anchor_and_a_link(monkeypatch):
    monkeypatch.setenv("LOSSBOOK_SITE", "1")
    told = doctor.entry(RULES["LB102"])
    assert ":name: doctor-lb102\n" in told and "{ref}`clinic-softmax-twice`" in told


def test_the_notebook_has_no_markup_of_the_site(monkeypatch):
    monkeypatch.delenv("LOSSBOOK_SITE", raising=False)
    told = "".join(map(doctor.entry, RULES.values()))
    assert "{ref}" not in told and ":::" not in told


def test_the_table_counts_what_it_can_count():
    rows = doctor.counted()
    assert {row.set for row in rows} == {"first", "second", "kept"}
    for row in rows:
        assert 0 < row.found <= row.faults
        assert all(sum(alarms) <= total for total, *alarms in row.alarms.values())


def test_the_results_are_a_table_of_all_lines(capsys):
    doctor.results()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(doctor.counted())
    assert len({line.count("|") for line in lines}) == 1


def test_the_settings_that_the_page_shows_are_taken(tmp_path, monkeypatch, capsys):
    (settings,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "train.py").write_text(doctor.EXAMPLES["LB505"][0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert command.main(["check", "train.py"]) == 0  # LB505 is ignored there
    (tmp_path / "pyproject.toml").unlink()
    assert command.main(["check", "train.py"]) == 1


def test_the_commands_that_the_page_names_exist(tmp_path, monkeypatch, capsys):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text(FAULTY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    for line in block.splitlines():
        assert command.main(shlex.split(line)[3:]) == 0
    for told in ("rules", "explain LB102"):
        assert f"`python -m lossbook.doctor {told}`" in PAGE
        assert command.main(told.split()) == 0
    assert "softmax-twice" in capsys.readouterr().out


def test_the_readme_shows_what_the_command_prints(tmp_path):
    program, session = re.findall(r"```(?:python|console)\n(.*?)```", README.partition("## The doctor")[2], re.S)
    (tmp_path / "train.py").write_text(program, encoding="utf-8")
    call, _, shown = session.partition("\n")
    ran = run(tmp_path, [sys.executable, *shlex.split(call)[2:]])
    assert ran.returncode == 1
    assert ran.stdout + ran.stderr == shown


def test_the_hook_runs_and_finds(tmp_path):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] == "lossbook-doctor" and f"`{hook['id']}`" in PAGE and f"`{hook['id']}`" in README
    (tmp_path / "train.py").write_text(FAULTY, encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FAULTY)])
    nbformat.write(notebook, tmp_path / "train.ipynb")
    python, *arguments = shlex.split(hook["entry"])
    assert python == "python"
    ran = run(tmp_path, [sys.executable, *arguments, "train.py", "train.ipynb"])
    assert ran.returncode == 1 and ran.stdout.count(" LB102 ") == 2


def test_the_command_of_the_distribution_is_the_module():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = scripts["lossbook-doctor"].partition(":")
    assert getattr(import_module(module), function) is command.main


def run(folder, call):
    path = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(call, cwd=folder, env=path, capture_output=True, text=True)
