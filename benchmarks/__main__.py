"""Time each loss beside the framework's own, eagerly, forward and backward from logits: what ``make bench`` runs.

The peers are the calls that the catalog names. Values are compared first; where they differ the row says so and is not
timed, since two different losses are no comparison.
"""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F

import lossbook.tensorflow
import lossbook.torch
from lossbook.catalog import CATALOG, Loss

CLASSES = 100
SIZES = (10_000, 100_000, 1_000_000)  # elements of the predictions
REPEATS = 7


def main() -> None:
    """Print one line a loss, framework and size."""
    print(f"{'loss':34}{'framework':12}{'elements':>10}{'lossbook':>12}{'its own':>12}{'ratio':>8}")
    ratios = []
    for row in CATALOG.values():
        for label, measure in (("tensorflow", tensorflow_pair), ("torch", torch_pair)):
            counterpart = row.keras if label == "tensorflow" else row.torch
            if counterpart is None or counterpart.logits_call is None:
                continue
            for size in SIZES:
                ours, theirs = measure(row, counterpart.logits_call, size)
                if not np.allclose(ours()[0], theirs()[0], rtol=1e-4, atol=1e-5):
                    print(f"{row.name:34}{label:12}{size:>10,}   values differ: {counterpart.differs}")
                    continue
                mine, other = seconds(ours) * 1e3, seconds(theirs) * 1e3
                ratios.append(mine / other)
                print(f"{row.name:34}{label:12}{size:>10,}{mine:>9.3f} ms{other:>9.3f} ms{ratios[-1]:>8.2f}")
    print(f"\nGeometric mean of the ratios: {statistics.geometric_mean(ratios):.2f}")


def inputs(row: Loss, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels and logits in float32."""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(size // CLASSES, CLASSES)).astype(np.float32)
    labels = rng.integers(CLASSES, size=len(logits))
    if row.layout == "elementwise":
        return (rng.random(logits.shape) < 0.5).astype(np.float32), logits
    return (labels if row.layout == "sparse" else np.eye(CLASSES, dtype=np.float32)[labels]), logits


def torch_pair(row: Loss, call: str, size: int) -> tuple[Callable, Callable]:
    """Value and gradient in PyTorch, by lossbook and by PyTorch."""
    y_true, y_pred = inputs(row, size)
    target, prediction = torch.from_numpy(y_true), torch.from_numpy(y_pred).requires_grad_()
    ours = getattr(lossbook.torch, row.name)
    names = defaults(row) | {"F": F, "torch": torch, "target": target, "input": prediction}
    theirs = compile(call, row.name, "eval")

    def run(loss: torch.Tensor) -> tuple[np.ndarray, torch.Tensor]:
        return loss.detach().numpy(), torch.autograd.grad(loss.mean(), prediction)[0]

    return lambda: run(ours(prediction, target, reduction="none", from_logits=True)), lambda: run(eval(theirs, names))


def tensorflow_pair(row: Loss, call: str, size: int) -> tuple[Callable, Callable]:
    """Value and gradient in TensorFlow, by lossbook and by Keras."""
    y_true, y_pred = (tf.constant(side) for side in inputs(row, size))
    ours = getattr(lossbook.tensorflow, row.name)
    names = defaults(row) | {"keras": keras, "y_true": y_true, "y_pred": y_pred}
    theirs = compile(call, row.name, "eval")

    def run(loss: Callable) -> tuple[np.ndarray, tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(y_pred)
            values = loss()
            mean = tf.reduce_mean(values)
        return values.numpy(), tape.gradient(mean, y_pred)

    return lambda: run(lambda: ours(y_true, y_pred, from_logits=True)), lambda: run(lambda: eval(theirs, names))


def defaults(row: Loss) -> dict:
    """The row's parameters, as a call of the catalog names them."""
    return {parameter.name: parameter.default for parameter in row.parameters}


def seconds(run: Callable) -> float:
    """Median time of a run, after one to warm up."""
    run()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
