"""The module form of every loss, made from its function: ``BinaryFocalLoss`` from ``binary_focal``.

What editors and type checkers see of them is in ``__init__.pyi``, which ``make stubs`` writes.
"""

from __future__ import annotations

from importlib import import_module

from lossbook.catalog import CATALOG
from lossbook.catalog import Loss as Row
from lossbook.classes import class_from, keyword
from lossbook.torch.module import Loss

FURTHER = {
    "reduction": (
        keyword("reduction", "mean", "Reduction"),
        '``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.',
    ),
}
YOUR_LAYER = " The layer stays yours: pass its weight, as ``head.weight``."
OWN_WORDS = {"linear_cross_entropy": YOUR_LAYER, "soft_linear_cross_entropy": YOUR_LAYER}


def module_of(row: Row) -> type[Loss]:
    """The module of one loss."""
    function = getattr(import_module(f"lossbook.torch.{row.family}"), row.name)
    summary = f"Module form of :func:`{row.name}`.{OWN_WORDS.get(row.name, '')}"
    return class_from(function, Loss, f"{row.class_name}Loss", summary, FURTHER, {"__module__": __name__})


MODULES: dict[str, type[Loss]] = {made.__name__: made for made in map(module_of, CATALOG.values())}
globals().update(MODULES)
__all__: list[str] = list(MODULES)  # type checkers read __init__.pyi
