"""What following a program brings to light, for the rules to judge."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from lossbook.doctor.read.values import Layer, Loss, Value


@dataclass(eq=False)
class Use:
    """One place where a loss meets predictions and targets."""

    loss: Loss
    prediction: Value
    target: Value
    node: ast.AST
    metrics: tuple[Value, ...] = ()
    repaired: bool = False  # Keras finds the logits behind its own softmax or sigmoid
    mixed: bool = False  # the program sets a mixed precision, in which Keras casts, and finds them no more
    batch: int = 0  # the number of samples in a batch, if it is known
    beside: list[Use] = field(default_factory=list)  # the other losses of the same Keras model, unless it weighs them
    optimizer: Value | None = None  # of Keras's compile
    inputs: float = 0.0  # the largest input that the model is fitted to, if it is known
    weighted: bool = False  # samples, or steps, have weights
    trained: bool = False  # a gradient is taken of it
    within: int = 0  # which part of the program, as of an event
    given_up: bool = False  # what comes of it is not trained on, as far as can be seen


@dataclass(eq=False)
class Event:
    """A step of a training loop, and where it is.

    ``kind`` is ``"optimizer"``, ``"zero_grad"``, ``"backward"``, ``"step"``, or ``"overwritten"``: gradients are given
    another value, which may be what they were, divided.
    """

    kind: str
    node: ast.AST
    loops: tuple[ast.AST, ...]
    conditions: tuple[ast.expr, ...]
    value: Value | None = None
    owner: Value | None = None
    called: bool = False  # within a function that trains, by its name
    within: int = 0  # which part of the program: 0 is what runs, and each function or class that nothing uses is one

    @property
    def by_method(self) -> bool:
        """Whether it is ``loss.backward()``, which adds to what is there, and no gradient that a function gives."""
        return isinstance(self.node, ast.Call) and ast.unparse(self.node.func).endswith(".backward")


@dataclass(frozen=True)
class Fault:
    """A fault that needs no use of a loss to be seen, with what its witness is computed from."""

    code: str
    node: ast.AST
    what: str
    framework: str = ""
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(eq=False)
class Seen:
    """All of it. ``whole``: the program was followed to its end."""

    uses: list[Use] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    layers: dict[int, Layer] = field(default_factory=dict)
    inputs: dict[int, float] = field(default_factory=dict)  # the largest value that goes into a layer, where known
    listed: set[int] = field(default_factory=set)  # layers that a module keeps in a plain list
    frozen: set[int] = field(default_factory=set)  # ready networks whose parameters were frozen
    rescaled: bool = False  # gradients are divided by hand
    maximised: bool = False  # an optimiser climbs
    clipped: bool = False  # gradients are clipped somewhere
    scheduled: bool = False  # the learning rate follows a schedule
    whole: bool = True

    def fault(self, code: str, node: ast.AST, what: str, framework: str = "", **facts: Any) -> None:
        """Note a fault, once for each place."""
        found = Fault(code, node, what, framework, tuple(facts.items()))
        if not any(it.code == code and it.node is node for it in self.faults):
            self.faults.append(found)
