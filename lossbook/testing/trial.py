"""A loss on trial: its framework, the example's inputs, and what the predictions may be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.testing.on_numpy import NumPy

DOMAINS = ("real", "logits", "probabilities", "distributions", "positive")
PREDICTIONS = ("y_pred", "input")  # what the frameworks call the argument that gets the gradient
LARGE = 1e4


@dataclass
class Trial:
    """All that the checks share. ``positions``: of the inputs that get gradients; ``domains``: of those."""

    title: str
    loss: NumPy
    inputs: list[NDArray[Any]]
    names: list[str]
    positions: tuple[int, ...]
    domains: tuple[str, ...]
    extremes: NDArray[Any] | None
    across_batch: bool
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        function: Callable[..., Any],
        inputs: Sequence[Any],
        gradient: Callable[..., Any] | None,
        differentiable: int | str | Sequence[int | str] | None,
        domain: str | Sequence[str],
        extremes: ArrayLike | None,
        across_batch: bool,
    ) -> Trial:
        """Read the arguments of :func:`lossbook.testing.check_loss`."""
        if not inputs:
            raise ValueError("check_loss needs an example behind the loss: a small batch of all that it takes")
        loss = _framework(function, inputs).of(function, gradient, inputs)
        arrays, names = [loss.array(values) for values in inputs], loss.arguments()
        names = [names[i] if i < len(names) else f"input {i}" for i in range(len(arrays))]
        positions = _positions(differentiable, names, loss.prediction)
        domains = (domain,) * len(positions) if isinstance(domain, str) else tuple(domain)
        if len(domains) != len(positions) or not set(domains) <= set(DOMAINS):
            raise ValueError(f"domain needs one of {', '.join(DOMAINS)} for each of {positions}, got {domain!r}")
        for i in positions:
            if arrays[i].ndim == 0 or not arrays[i].size:
                raise ValueError(f"{names[i]} needs samples on its first axis, got shape {arrays[i].shape}")
            arrays[i] = arrays[i].astype(np.float64)
        given = None if extremes is None else np.ravel(np.asarray(extremes, dtype=np.float64))
        named = getattr(function, "func", function)  # of a partial
        title = f"{getattr(named, '__name__', type(named).__name__)} ({loss.name})"
        return cls(title, loss, arrays, names, positions, domains, given, across_batch)

    @property
    def samples(self) -> int:
        """How many there are."""
        return len(self.inputs[self.positions[0]])

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the predictions."""
        return self.inputs[self.positions[0]].shape

    def replaced(self, position: int, values: NDArray[Any]) -> list[NDArray[Any]]:
        """The inputs with another one in one place."""
        return [*self.inputs[:position], values, *self.inputs[position + 1 :]]

    def chosen(self, index: Any) -> list[NDArray[Any]]:
        """The inputs of some samples; what all samples share as it is."""
        return [it[index] if it.ndim and len(it) == self.samples else it for it in self.inputs]

    @cached_property
    def unreduced(self) -> NumPy:
        """The loss with as many values as it can give."""
        reduced = self.loss.call(self.inputs).losses.ndim == 0
        return (self.loss.reduced("none") if reduced else None) or self.loss

    @cached_property
    def exact(self) -> bool:
        """Whether the loss computes in float64."""
        try:
            return self.loss.call(self.inputs, "float64").dtype == "float64"
        except Exception:  # the check of dtypes tells it
            return False

    @property
    def precise(self) -> str:
        """The best dtype that the loss computes in."""
        return "float64" if self.exact else self.loss.usual

    def extreme_predictions(self, position: int, domain: str) -> list[tuple[str, NDArray[Any]]]:
        """Predictions at the ends of a domain, in words and numbers."""
        p = self.inputs[position]
        alternating = np.where(np.arange(p.size) % 2, -1.0, 1.0).reshape(p.shape)
        if self.extremes is not None:
            return [(f"predictions of {value:g}", np.full_like(p, value)) for value in self.extremes]
        if domain == "probabilities":
            return [(f"probabilities of exactly {value}", np.full_like(p, value)) for value in (0, 1)]
        if domain == "distributions":
            one_hot = np.eye(p.shape[-1])
            return [
                (f"all probability on class {c}", np.broadcast_to(one_hot[c], p.shape)) for c in range(len(one_hot))
            ]
        if domain == "positive":
            return [(f"predictions of {value:g}", np.full_like(p, value)) for value in (1 / LARGE, LARGE)]
        largest = np.abs(p).max() or 1.0
        return [
            ("predictions scaled to ±10⁴", p / largest * LARGE),
            ("predictions scaled to ∓10⁴", -p / largest * LARGE),
            ("predictions of 10⁴ and −10⁴ by turns", LARGE * alternating),
            ("predictions of −10⁴ and 10⁴ by turns", -LARGE * alternating),
        ]

    def room(self, position: int) -> NDArray[Any]:
        """Over what length finite differences may look, for each prediction."""
        p, domain = self.inputs[position], self.domains[self.positions.index(position)]
        size = np.maximum(1.0, np.abs(p))
        if domain in ("probabilities", "distributions"):
            return np.asarray(np.maximum(np.minimum(p, 1 - p), 0))
        return np.asarray(np.maximum(p, 0) if domain == "positive" else size)


def _framework(function: Callable[..., Any], inputs: Sequence[Any]) -> type[NumPy]:
    """The framework of a loss; what isn't loaded can't be meant."""
    torch, tf, keras = (sys.modules.get(name) for name in ("torch", "tensorflow", "keras"))
    given = [function, *inputs]
    if torch and any(isinstance(it, (torch.nn.Module, torch.Tensor)) for it in given):
        from lossbook.testing.on_torch import Torch

        return Torch
    if (keras and isinstance(function, keras.losses.Loss)) or (
        tf and any(tf.is_tensor(it) or isinstance(it, tf.Variable) for it in given)
    ):
        from lossbook.testing.on_tensorflow import TensorFlow

        return TensorFlow
    return NumPy


def _positions(wanted: Any, names: list[str], usual: int) -> tuple[int, ...]:
    """Where the inputs stand that get gradients."""
    if wanted is None:
        known = [names.index(name) for name in PREDICTIONS if name in names]
        wanted = known[0] if known else min(usual, len(names) - 1)
    found = []
    for it in (wanted,) if isinstance(wanted, (int, str)) else wanted:
        if it not in (names if isinstance(it, str) else range(len(names))):
            raise ValueError(f"differentiable needs positions or names among {', '.join(names)}, got {it!r}")
        found.append(names.index(it) if isinstance(it, str) else it)
    return tuple(found)
