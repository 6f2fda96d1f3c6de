"""The module form of a loss: the one place where parameters are checked, stored, moved and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from lossbook.arguments import check_parameters, check_reduction
from lossbook.catalog import CATALOG


class Loss(nn.Module):
    """A loss function with its parameters. Weights of classes are buffers: they move with the module and are saved."""

    def __init__(self, function: Callable[..., Tensor], reduction: str, **parameters: Any) -> None:
        super().__init__()
        check_reduction(reduction)
        check_parameters(CATALOG[function.__name__], parameters, classes=None)
        self.function = function
        self.reduction = reduction
        self._names = tuple(parameters)
        for name, value in parameters.items():
            if value is None or isinstance(value, (bool, int, float, str)):
                setattr(self, name, value)
            else:
                self.register_buffer(name, torch.as_tensor(value, dtype=torch.get_default_dtype()))

    def forward(self, *inputs: Tensor, sample_weight: Tensor | None = None) -> Tensor:
        """The reduced loss of a batch: the function's inputs, in its order."""
        options = {**self.options, "sample_weight": sample_weight, "reduction": self.reduction}
        return self.function(*inputs, **options)

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
