"""The module form of a loss: the one place where parameters are checked, stored, moved and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lossbook.arguments import check_reduction, class_axis, normal_parameters
from lossbook.catalog import CATALOG
from lossbook.torch.arguments import look_at_class_weights
from lossbook.torch.primitives import Weights


class Loss(nn.Module):
    """A loss function with its parameters. Weights of classes are buffers: they move with the module and are saved."""

    def __init__(self, function: Callable[..., Tensor], reduction: str, **parameters: Any) -> None:
        super().__init__()
        check_reduction(reduction)
        row = CATALOG[function.__name__]
        class_axis(row, parameters, "dim")
        parameters |= normal_parameters(row, parameters, None, (Tensor,))
        look_at_class_weights(row, parameters)
        self.function = function
        self.reduction = reduction
        self._names = tuple(parameters)
        for name, value in parameters.items():
            if isinstance(value, (Tensor, np.ndarray, tuple)):
                self.register_buffer(name, as_given(value))
            else:
                setattr(self, name, value)

    def forward(self, *inputs: Tensor, sample_weight: Weights = None, **named: Tensor) -> Tensor:
        """The reduced loss of a batch: the function's inputs, in its order or by its names."""
        options = {**self.options, "sample_weight": sample_weight, "reduction": self.reduction}
        return self.function(*inputs, **named, **options)

    @property
    def options(self) -> dict[str, Any]:
        """The keywords that the function is called with."""
        return {name: getattr(self, name) for name in self._names}

    def extra_repr(self) -> str:
        """The parameters and the reduction, as one would write them."""
        shown = {**self.options, "reduction": self.reduction}
        return ", ".join(
            f"{name}={value.tolist() if isinstance(value, Tensor) else value!r}" for name, value in shown.items()
        )


def as_given(weights: Tensor | NDArray[Any] | tuple[float, ...]) -> Tensor:
    """Weights with all the digits that they were given with; a loss takes them in its own dtype."""
    given = weights if isinstance(weights, Tensor) else torch.as_tensor(np.asarray(weights))
    return given if given.is_floating_point() else given.double()
