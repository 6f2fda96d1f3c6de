"""Time two things side by side, and weigh one in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 15
SECONDS = 0.3  # a slow pair is measured for at least so long, and for ROUNDS at least
# glibc keeps what was freed, and a peak would not count it when it is taken again: larger pieces go back at once.
GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}


@dataclass(frozen=True)
class Times:
    """Seconds of one side."""

    minimum: float
    median: float


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[Times, Times]:
    """Time both in turn, after one round to warm up, so that what disturbs the machine disturbs both."""
    ours(), theirs()
    rounds: list[tuple[float, float]] = []
    began = time.perf_counter()
    while len(rounds) < ROUNDS or (time.perf_counter() - began < SECONDS and len(rounds) < 200):
        rounds.append((seconds(ours), seconds(theirs)))
    mine, other = zip(*rounds, strict=True)
    return Times(min(mine), statistics.median(mine)), Times(min(other), statistics.median(other))


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def peak_memory(*arguments: str) -> float:
    """MiB that a side needs above its imports and inputs, from a new process that runs ``benchmarks.weigh``."""
    command = [sys.executable, "-m", "benchmarks.weigh", *arguments]
    environment = os.environ | GIVE_BACK
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(run.stdout.split()[-1])
