"""How much the doctor finds, and how often it cries wolf: ``make bench-doctor``.

Each set has programs with one fault, their mended twins, and correct ones that look suspicious; ``labels.csv`` says
which is which, and why. The sets ``first`` and ``second`` were read while the rules were made; ``kept`` was written by
someone who had not seen the rules, and put aside until they were done. ``faults.csv`` says which rules count as having
found a fault.

Reading takes seconds. With ``--examine`` each program that can run is run under watch too, and a fault counts as found
if either way finds it (a quarter of an hour).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from tqdm import tqdm

from lossbook.doctor.findings import Finding
from lossbook.doctor.read import read_file

HERE = Path(__file__).parent
TABLE = Path(__file__).parents[2] / "lossbook_course" / "teaching" / "doctor.csv"  # what the page shows
SETS = ("first", "second", "kept")
PART = 30  # programs a process
MARK = "found in "
SEVERITIES = ("wrong", "wasteful", "look")

Row = dict[str, str]


def main() -> None:
    """Read, and run if it is asked for, all programs of the sets, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doctor", description=__doc__.split("\n")[0])
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--examine", action="store_true", help="run what can run, under watch")
    parser.add_argument("--misses", action="store_true", help="name every miss and every false alarm")
    parser.add_argument("--run", nargs="+", metavar="PROGRAM", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.run:
        return run_here(told.run)
    lines = []
    for name in told.sets:
        rows = labels(name)
        read = {row["file"]: codes(read_file(HERE / name / row["file"])) for row in rows}
        ways = {"reading": read}
        if told.examine:
            ran = examined(name, [row["file"] for row in rows if row["runs"] != "no"])
            ways["reading and watching"] = {file: found | ran.get(file, set()) for file, found in read.items()}
        for way, found in ways.items():
            lines.append(report(name, way, rows, found, told.misses))
    if told.examine and tuple(told.sets) == SETS:
        with open(TABLE, "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, lines[0], lineterminator="\n")
            table.writeheader()
            table.writerows(lines)


def labels(name: str) -> list[Row]:
    """What is known of the programs of a set."""
    with open(HERE / name / "labels.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def wanted() -> dict[str, set[str]]:
    """The codes that count as having found a fault."""
    with open(HERE / "faults.csv", encoding="utf-8") as file:
        return {row["fault"]: set(row["codes"].split()) for row in csv.DictReader(file)}


def codes(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """Codes and severities."""
    return {(finding.code, finding.severity) for finding in findings}


def examined(name: str, files: list[str]) -> dict[str, set[tuple[str, str]]]:
    """What watching the programs run says: in two processes, so that each framework is loaded once in a while."""
    paths = [str(HERE / name / file) for file in files if file.endswith(".py")]
    parts = [paths[at : at + PART] for at in range(0, len(paths), PART)]
    with ThreadPoolExecutor(2) as pool:
        done = list(tqdm(pool.map(run_part, parts), total=len(parts), desc=f"running {name}"))
    return {str(Path(path).relative_to(HERE / name)): codes for part in done for path, codes in part.items()}


def run_part(paths: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Run some programs in a process of their own; where one ends the process, the rest go on in a new one."""
    found: dict[str, set[tuple[str, str]]] = {}
    waiting = list(paths)
    while waiting:
        command = [sys.executable, "-m", "benchmarks.doctor", "--run", *waiting]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
        lines = [json.loads(line[len(MARK) :]) for line in done.stdout.splitlines() if line.startswith(MARK)]
        found |= {path: {(code, severity) for code, severity in codes} for path, codes in lines}
        ended = waiting[len(lines)] if len(lines) < len(waiting) else ""
        if ended:
            print(f"{ended} ended its process", file=sys.stderr)
        waiting = waiting[len(lines) + 1 :]
    return found


def run_here(paths: list[str]) -> None:
    """Run programs under watch, and print what is found in each; what they print themselves is dropped."""
    from lossbook.doctor.run import run

    for path in paths:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found = codes(run(path, say=lambda sentence: None))
        print(MARK + json.dumps([path, sorted(found)]), flush=True)


def report(
    name: str, way: str, rows: list[Row], found: dict[str, set[tuple[str, str]]], misses: bool
) -> dict[str, str | int]:
    """Print recall by fault, and false alarms by severity."""
    right = wanted()
    by_fault: dict[str, list[bool]] = defaultdict(list)
    alarms: Counter[tuple[str, str]] = Counter()
    for row in rows:
        seen = found[row["file"]]
        if row["kind"] == "faulty":
            hit = bool({code for code, _ in seen} & right[row["fault"]])
            by_fault[row["fault"]].append(hit)
            if misses and not hit:
                print(f"missed {name}/{row['file']}: {row['fault']} ({row['seen_in']}), {sorted(seen)}")
        else:
            worst = next((it for it in SEVERITIES if any(severity == it for _, severity in seen)), "")
            alarms[row["kind"], worst] += 1
            if misses and worst:
                print(f"alarm {name}/{row['file']}: {sorted(seen)}")
    hits = [hit for told in by_fault.values() for hit in told]
    print(f"\n{name}, {way}: {sum(hits)} of {len(hits)} faults found, {sum(hits) / len(hits):.1%}")
    line: dict[str, str | int] = {"set": name, "way": way, "found": sum(hits), "faults": len(hits)}
    for kind in ("mended", "correct"):
        total = sum(count for (what, _), count in alarms.items() if what == kind)
        told = ", ".join(f"{alarms[kind, severity]} {severity}" for severity in SEVERITIES)
        print(f"  false alarms among {total} {kind} programs: {told}")
        line |= {kind: total, **{f"{kind}_{severity}": alarms[kind, severity] for severity in SEVERITIES}}
    partly = {fault: told for fault, told in sorted(by_fault.items()) if not all(told)}
    print("  not all found: " + (", ".join(f"{it} {sum(told)}/{len(told)}" for it, told in partly.items()) or "none"))
    return line


if __name__ == "__main__":
    main()
