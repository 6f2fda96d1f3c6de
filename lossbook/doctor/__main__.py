"""The command line: ``python -m lossbook.doctor check FILES`` and ``python -m lossbook.doctor run SCRIPT``."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lossbook.doctor.examples import EXAMPLES
from lossbook.doctor.findings import Finding
from lossbook.doctor.read import read_file
from lossbook.doctor.report import FORMATS, write
from lossbook.doctor.rules import RULES

SKIPPED = {
    ".git",
    ".venv",
    "venv",
    "__pycache__",
    "node_modules",
    "build",
    "dist",
    ".ipynb_checkpoints",
    "site-packages",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 where nothing was found, 1 where something was, 2 where it was called wrongly, can't read what it was given,
        or runs a script that ends in an error.
    """
    told = _parser().parse_args(arguments)
    if told.command == "rules":
        print("\n".join(f"{rule.code} {rule.name} [{rule.severity}]: {rule.title}" for rule in RULES.values()))
        return 0
    if told.command == "explain":
        print(explain(told.code))
        return 0
    problems: list[str] = []
    if told.command == "run":
        from lossbook.doctor.run import run_to_its_end  # loads what watches a training

        ended = True
        try:
            findings, ended = run_to_its_end(told.script, told.arguments)
        except FileNotFoundError as missing:
            findings, problems = [], [str(missing)]
    else:
        findings, problems = _check(told)
    chosen = [it for it in findings if _is_chosen(it.code, told.select, told.ignore)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if getattr(told, "write_baseline", None):
        try:
            Path(told.write_baseline).write_text(json.dumps(sorted(_keys(chosen)), indent=1) + "\n", encoding="utf-8")
        except OSError as refused:
            print(f"{told.write_baseline} can't be written: {refused.strerror}", file=sys.stderr)
            return 2
        return 2 if problems else 0
    printed = write(chosen, told.format)
    if printed:
        print(printed)
    if told.format == "text" and told.command == "check":
        print(_summary(chosen, told.seen), file=sys.stderr)
    failed = bool(problems) or (told.command == "run" and not ended)
    return 2 if failed else 1 if chosen else 0


def explain(code: str) -> str:
    """A rule, a program that breaks it, and its mended twin."""
    rule = RULES[code]
    told = [f"{rule.code} {rule.name} [{rule.severity}]: {rule.title}", f"cure: {rule.cure('')}", f"page: {rule.page}"]
    if code in EXAMPLES:
        faulty, mended = EXAMPLES[code]
        told += ["", "# found", faulty, "# mended", mended]
    return "\n".join(told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lossbook.doctor", description="Finds what is wrong with a loss.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read programs, and execute nothing")
    check.add_argument("paths", nargs="+", type=Path, metavar="FILE", help=".py and .ipynb files, and folders of them")
    check.add_argument(
        "--baseline", type=Path, help="a file of findings that are there already, and are not told again"
    )
    check.add_argument("--write-baseline", type=Path, metavar="FILE", help="write such a file, and end")
    run = commands.add_parser("run", help="run a script, and watch its training")
    run.add_argument("script", type=Path)
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="the script's own")
    commands.add_parser("rules", help="list all rules")
    explained = commands.add_parser("explain", help="explain a rule by an example")
    explained.add_argument("code", type=str.upper, choices=[*RULES], metavar="CODE")
    usual = _configured(parser)
    try:
        codes = {name: _codes(usual.get(name, "")) for name in ("select", "ignore")}
    except argparse.ArgumentTypeError as problem:
        parser.error(f"pyproject.toml: {problem}")
    for command in (check, run):
        command.add_argument("--format", choices=FORMATS, default=usual.get("format", "text"))
        command.add_argument("--select", type=_codes, default=codes["select"], help="codes, or their beginnings")
        command.add_argument("--ignore", type=_codes, default=codes["ignore"], help="codes, or their beginnings")
    return parser


def _configured(parser: argparse.ArgumentParser) -> dict[str, Any]:
    """What pyproject.toml says in ``[tool.lossbook.doctor]``."""
    path = Path("pyproject.toml")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as problem:
        parser.error(f"pyproject.toml cannot be read: {problem}")
    section = told.get("tool", {}).get("lossbook", {}).get("doctor", {})
    if section.get("format", "text") not in FORMATS:
        parser.error(f"pyproject.toml: format has to be one of {', '.join(FORMATS)}")
    return dict(section)


def _codes(told: str | Sequence[str]) -> tuple[str, ...]:
    parts = told.split(",") if isinstance(told, str) else told
    codes = tuple(it.strip().upper() for it in parts if it.strip())
    for code in codes:
        if not any(rule.startswith(code) for rule in RULES):
            raise argparse.ArgumentTypeError(f"no rule begins with {code}")
    return codes


def _is_chosen(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    return (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))


def _check(told: argparse.Namespace) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    problems: list[str] = []
    told.seen = 0
    for path in _files(told.paths, problems):
        try:
            findings += read_file(path)
            told.seen += 1
        except ValueError as problem:
            problems.append(f"{path}: {problem}; not read")
        except Exception as problem:  # a fault of the doctor's own must not keep the other files from being read
            problems.append(f"{path}: the doctor lost its way here ({type(problem).__name__}: {problem}); not read")
    if told.baseline:
        try:
            known = set(json.loads(told.baseline.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as problem:
            problems.append(f"{told.baseline} is no baseline: {problem}")
            known = set()
        findings = [it for it, key in zip(findings, _keys(findings), strict=True) if key not in known]
    return findings, problems


def _files(paths: Sequence[Path], problems: list[str]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(it for it in path.rglob("*") if it.suffix in (".py", ".ipynb") and it.is_file())
            kept = [it for it in inside if not SKIPPED & set(it.relative_to(path).parts[:-1])]
            if not kept:
                problems.append(f"{path}: no .py or .ipynb file in it")
            yield from kept
        elif path.exists():
            yield path
        else:
            problems.append(f"{path}: there is no such file or folder")


def _keys(findings: Sequence[Finding]) -> list[str]:
    """A name for each finding that outlives an edit further up: the file, the rule, what, and which of these it is.

    Of a notebook it is the file without the number of the cell.
    """
    count: dict[str, int] = {}
    keys = []
    for it in findings:
        key = f"{it.place.file.split(':cell ')[0]} {it.code} {it.what}"
        count[key] = count.get(key, 0) + 1
        keys.append(f"{key} {count[key]}")
    return keys


def _summary(findings: Sequence[Finding], files: int) -> str:
    kinds = [f"{sum(it.severity == kind for it in findings)} {kind}" for kind in ("wrong", "wasteful", "look")]
    return f"{files} file{'' if files == 1 else 's'} read: {', '.join(kinds)}"


if __name__ == "__main__":
    sys.exit(main())
