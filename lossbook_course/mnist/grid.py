"""The grid: every run that was asked for, done once, in an order in which the first seeds are complete first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import product

from lossbook_course.mnist.data import load_digits
from lossbook_course.mnist.experiment import Run, Settings, perform
from lossbook_course.mnist.losses import FOCAL
from lossbook_course.mnist.progress import progress_bar
from lossbook_course.mnist.store import Store
from lossbook_course.mnist.team import Team


def make_grid(
    framework: str, losses: Sequence[str], gammas: Sequence[float], imbalances: Sequence[float], seeds: int
) -> list[Run]:
    """All runs, each once: a focal loss with gamma 0 is the loss that it generalises, and is run under that name."""
    conditions = []
    for loss in losses:
        if loss not in FOCAL:
            conditions.append((loss, 0.0))
        else:
            conditions += [(loss, gamma) if gamma else (FOCAL[loss], 0.0) for gamma in gammas]
    runs = product(range(seeds), imbalances, conditions)
    return list(dict.fromkeys(Run(framework, *condition, imbalance, seed) for seed, imbalance, condition in runs))


def run_grid(runs: Sequence[Run], settings: Settings, store: Store, device: str, team: Team) -> None:
    """Do all runs that are not done, and that no other process is doing; the bar counts those of all processes."""
    digits = load_digits()
    if settings.head:
        digits = digits.head(train=settings.head, test=len(digits.test_labels))
    finished = sum(map(store.has, runs))
    with progress_bar(len(runs), "runs", team.first, initial=finished, unit="run", smoothing=0.05) as bar:
        for run in runs:
            with store.claim(run) if team.first else nullcontext(False) as free:
                if team.agree(free):
                    bar.set_postfix_str(run.name)
                    record = perform(run, settings, digits, device, team)
                    if team.first:
                        store.write(run, record)
            bar.update(sum(map(store.has, runs)) - bar.n)
