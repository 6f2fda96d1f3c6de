"""What each loss is measured against: the framework's own call, or the best-known public form.

A published form is written here as its authors or its library write it, from the formula, and only where a framework
has no loss of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lossbook.catalog import Loss
from lossbook.counterparts import COUNTERPARTS

Run = Callable[[dict[str, Any]], Any]  # named inputs → unreduced loss


def peer(row: Loss, framework: str) -> Run | None:
    """The other side of a comparison, or None where there is nobody to compare with."""
    published = {"torch": TORCH, "numpy": NUMPY}.get(framework, {}).get(row.name)
    if framework == "numpy" or published:
        return published
    elsewhere = COUNTERPARTS[row.name]
    counterpart = elsewhere.torch if framework == "torch" else elsewhere.keras
    call = counterpart and (counterpart.logits_call or counterpart.call)
    if not call:
        return None
    code, names = compile(call, row.name, "eval"), {p.name: p.default for p in row.parameters} | _modules(framework)
    return lambda inputs: eval(code, names | _in_the_words_of(framework, inputs))


def _modules(framework: str) -> dict[str, Any]:
    if framework == "torch":
        import torch

        return {"torch": torch, "F": torch.nn.functional}
    import keras

    return {"keras": keras}


def _in_the_words_of(framework: str, inputs: dict[str, Any]) -> dict[str, Any]:
    return {**inputs, "input": inputs.get("y_pred"), "target": inputs.get("y_true", inputs.get("target"))}


def _sigmoid_focal(inputs: dict[str, Any], gamma: float = 2.0) -> Any:
    """As torchvision writes it, without alpha."""
    import torch
    from torch.nn import functional

    logits, y = inputs["y_pred"], inputs["y_true"]
    p = torch.sigmoid(logits)
    cross_entropy = functional.binary_cross_entropy_with_logits(logits, y, reduction="none")
    p_t = p * y + (1 - p) * (1 - y)
    return cross_entropy * (1 - p_t) ** gamma


def _softmax_focal(inputs: dict[str, Any], gamma: float = 2.0) -> Any:
    """The form that most repositories copy: cross-entropy, and p_t as its exponential."""
    from torch.nn import functional

    cross_entropy = functional.cross_entropy(inputs["y_pred"], inputs["y_true"], reduction="none")
    return (1 - (-cross_entropy).exp()) ** gamma * cross_entropy


def _poly_1(inputs: dict[str, Any], epsilon: float = 1.0) -> Any:
    """As Leng et al. (2022) list it: cross-entropy plus epsilon (1 − p_t)."""
    from torch.nn import functional

    cross_entropy = functional.cross_entropy(inputs["y_pred"], inputs["y_true"], reduction="none")
    p_t = functional.softmax(inputs["y_pred"], -1).gather(-1, inputs["y_true"][:, None])[:, 0]
    return cross_entropy + epsilon * (1 - p_t)


def _generalised(inputs: dict[str, Any], q: float = 0.7) -> Any:
    """Zhang and Sabuncu (2018), equation 6, on a softmax."""
    from torch.nn import functional

    p_t = functional.softmax(inputs["y_pred"], -1).gather(-1, inputs["y_true"][:, None])[:, 0]
    return (1 - p_t**q) / q


def _pinball(inputs: dict[str, Any], q: float = 0.5) -> Any:
    import torch

    residual = inputs["y_true"] - inputs["y_pred"]
    return torch.maximum(q * residual, (q - 1) * residual)


def _log_cosh(inputs: dict[str, Any]) -> Any:
    """The stable textbook form, with softplus."""
    import math

    from torch.nn import functional

    r = inputs["y_pred"] - inputs["y_true"]
    return r + functional.softplus(-2 * r) - math.log(2)


def _hinge(inputs: dict[str, Any]) -> Any:
    return (1 - inputs["y_true"] * inputs["y_pred"]).clamp(min=0)


def _cosine(inputs: dict[str, Any]) -> Any:
    from torch.nn import functional

    return -functional.cosine_similarity(inputs["y_true"], inputs["y_pred"], dim=-1)


TORCH: dict[str, Run] = {
    "binary_focal": _sigmoid_focal,
    "sparse_categorical_focal": _softmax_focal,
    "poly_cross_entropy": _poly_1,
    "generalized_cross_entropy": _generalised,
    "quantile": _pinball,
    "log_cosh": _log_cosh,
    "hinge": _hinge,
    "squared_hinge": lambda inputs: _hinge(inputs).square(),
    "cosine_similarity": _cosine,
}


def _textbook_cross_entropy(inputs: dict[str, Any]) -> Any:
    logits, y = inputs["y_pred"], inputs["y_true"]
    return np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))


def _scipy_softmax(inputs: dict[str, Any]) -> Any:
    from scipy.special import log_softmax

    return -(inputs["y_true"] * log_softmax(inputs["y_pred"], axis=-1)).sum(-1)


def _scipy_sparse_softmax(inputs: dict[str, Any]) -> Any:
    from scipy.special import log_softmax

    log_p = log_softmax(inputs["y_pred"], axis=-1)
    return -log_p[np.arange(len(log_p)), inputs["y_true"]]


def _scipy_huber(inputs: dict[str, Any]) -> Any:
    from scipy.special import huber

    return huber(1.0, inputs["y_pred"] - inputs["y_true"])


NUMPY: dict[str, Run] = {
    "binary_cross_entropy": _textbook_cross_entropy,
    "categorical_cross_entropy": _scipy_softmax,
    "sparse_categorical_cross_entropy": _scipy_sparse_softmax,
    "mean_squared_error": lambda inputs: (inputs["y_pred"] - inputs["y_true"]) ** 2,
    "mean_absolute_error": lambda inputs: np.abs(inputs["y_pred"] - inputs["y_true"]),
    "huber": _scipy_huber,
    "hinge": lambda inputs: np.maximum(1 - inputs["y_true"] * inputs["y_pred"], 0),
}
