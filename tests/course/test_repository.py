"""What a code host reads, and nothing here runs: workflows, issue forms, the citation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools.stubs import stubs

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")),
    "github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "dependabot": [ROOT / ".github" / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_are_of_their_schema(schema):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema]]
    checked = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_a_digest_and_say_their_version(path):
    used = re.findall(r"uses: (?!\./)(.+)", path.read_text(encoding="utf-8"))
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", one)] == []


def test_a_job_that_another_workflow_brings_asks_for_no_more_rights_than_it_is_given():
    """A code host refuses such a workflow as a whole."""
    workflows = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in WORKFLOWS}
    for workflow in workflows.values():
        for job in workflow["jobs"].values():
            if "uses" in job:
                given = job.get("permissions", workflow["permissions"])
                for inner in workflows[Path(job["uses"]).name]["jobs"].values():
                    assert inner.get("permissions", given).items() <= given.items()


def test_pre_commit_runs_the_linter_that_make_lint_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (ruff,) = hooks["repos"]
    assert f"ruff=={ruff['rev'].removeprefix('v')} " in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_what_editors_see_of_the_classes_is_what_they_are():
    for path, text in stubs().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} of {path.parent.name}: run `make stubs`"
