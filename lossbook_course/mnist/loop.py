"""The loop that both frameworks train in: which digits when, and when to stop and measure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossbook_course.mnist.data import shuffled_batches
from lossbook_course.mnist.history import History
from lossbook_course.mnist.progress import progress_bar


@dataclass(frozen=True)
class Plan:
    """How to train: all that is neither the model nor the loss nor the data.

    Attributes:
        epochs: how many times to go through the training digits.
        batch_size: digits a step.
        learning_rate: of Adam at the first step; it falls in a straight line to 0 at the last.
        seed: for the order of the digits.
        checks_per_epoch: how often to measure loss and accuracy; 0 is never.
    """

    epochs: int = 2
    batch_size: int = 256
    learning_rate: float = 5e-3
    seed: int = 0
    checks_per_epoch: int = 4

    def steps_per_epoch(self, count: int) -> int:
        """How many batches ``count`` digits make; the last one may be short."""
        return -(-count // self.batch_size)

    def steps(self, count: int) -> int:
        """How many steps the whole training takes."""
        return self.epochs * self.steps_per_epoch(count)


def run(
    plan: Plan,
    count: int,
    step: Callable[[np.ndarray], None],
    measure: Callable[[], tuple[float, float, float, float]],
    *,
    device: str,
    label: str,
    progress: bool,
) -> History:
    """Call ``step`` with the positions of each batch of the ``count`` digits, and ``measure`` now and then.

    ``measure`` gives loss and accuracy on the training side, then on the test side.
    """
    rng = np.random.default_rng(plan.seed)
    steps = plan.steps_per_epoch(count)
    checks = {round(steps * k / plan.checks_per_epoch) for k in range(1, plan.checks_per_epoch + 1)}
    history = History(device)
    start = time.perf_counter()
    if checks:
        history.record(0.0, *measure())
    with progress_bar(plan.steps(count), label, progress) as bar:
        for epoch in range(plan.epochs):
            for number, batch in enumerate(shuffled_batches(count, plan.batch_size, rng), start=1):
                step(batch)
                bar.update()
                if number in checks:
                    history.record(epoch + number / steps, *measure())
                    bar.set_postfix_str(f"{history.test_accuracy[-1]:.1%} right")
    history.seconds = time.perf_counter() - start
    return history
