"""The grid: every run that was asked for, done once, in an order in which the first seeds are complete first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from lossbook.mnist.data import load_digits
from lossbook.mnist.experiment import Run, Settings, perform
from lossbook.mnist.losses import FOCAL
from lossbook.mnist.progress import progress_bar
from lossbook.mnist.store import Store


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


def run_grid(runs: Sequence[Run], settings: Settings, store: Store, device: str) -> None:
    """Do all runs that are not done, and that no other process is doing; the bar counts those of all processes."""
    digits = load_digits()
    if settings.head:
        digits = digits.head(train=settings.head, test=len(digits.test_labels))
    finished = sum(map(store.has, runs))
    with progress_bar(len(runs), "runs", initial=finished, unit="run", smoothing=0.05) as bar:
        for run in runs:
            with store.claim(run) as ours:
                if ours:
                    bar.set_postfix_str(run.name)
                    store.write(run, perform(run, settings, digits, device))
            bar.update(sum(map(store.has, runs)) - bar.n)
