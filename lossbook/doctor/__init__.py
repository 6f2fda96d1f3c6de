"""The loss doctor: it looks at a program or at a model and one batch, and says what is wrong with the loss, with proof.

``examine_outputs`` needs NumPy alone; ``examine`` and ``Watch`` load what is of the framework that the model is of.

Each way of looking is a part of its own: ``read`` looks at a program, ``outputs`` at the arrays of one batch,
``on_torch`` and ``on_keras`` at a model and one batch (what they say alike is in ``on_both``), their ``watch`` at a
training, which ``watching`` and ``run`` begin. What losses want is in ``losses``, what is said in ``rules`` and
``findings``.
"""

from __future__ import annotations

import sys
from typing import Any

from lossbook.doctor.findings import Finding, Place
from lossbook.doctor.outputs import examine_outputs
from lossbook.doctor.read import read_file, read_source
from lossbook.doctor.rules import RULES, Rule
from lossbook.doctor.watching import Stopped, Watch

__all__ = [
    "RULES",
    "Finding",
    "Place",
    "Rule",
    "Stopped",
    "Watch",
    "examine",
    "examine_outputs",
    "keras_callback",
    "read_file",
    "read_source",
]


def examine(model: Any, *batch: Any, **options: Any) -> list[Finding]:
    """What is wrong with a model and its loss, by one batch; nothing is changed by it.

    ``examine(model, x, y, sample_weight=None)`` for a compiled Keras model, :func:`lossbook.doctor.on_keras.examine`;
    ``examine(model, loss, x, y, optimizer=None)`` for PyTorch, :func:`lossbook.doctor.on_torch.examine`.

    Raises:
        TypeError: the model is of neither.
        ValueError: the model or the loss raises on this batch, and nothing explains it.
    """
    torch, keras = sys.modules.get("torch"), sys.modules.get("keras")  # who has a model has imported its framework
    if torch is not None and isinstance(model, torch.nn.Module):
        from lossbook.doctor import on_torch

        return on_torch.examine(model, *batch, **options)
    if keras is not None and isinstance(model, keras.Model):
        from lossbook.doctor import on_keras

        return on_keras.examine(model, *batch, **options)
    raise TypeError(f"model needs a keras.Model or a torch.nn.Module, got {type(model).__name__}")


def keras_callback(x: Any = None, y: Any = None, **options: Any) -> Any:
    """A callback for ``fit``: :class:`lossbook.doctor.on_keras.watch.Callback`, which stops when it sees a NaN."""
    from lossbook.doctor.on_keras.watch import Callback

    return Callback(x, y, **options)
