"""What the doctor knows of a value in a program that it follows and never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

INFINITE = float("inf")


class Value:
    """Anything. What is only this is not known."""


Named = dict[str, Value]  # the arguments of a call that are given by name


@dataclass(frozen=True)
class Unknown(Value):
    """A value that cannot be followed; at most its name is known."""

    name: str = ""


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Known(Value):
    """A number, a string, a truth value or None."""

    value: Any


@dataclass(frozen=True)
class Path(Value):
    """A name of a library, such as ``torch.nn.Linear``."""

    name: str

    @property
    def root(self) -> str:
        """The library."""
        return self.name.split(".", 1)[0]

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.name.rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Method(Value):
    """A method of a value, not yet called."""

    owner: Value
    name: str


@dataclass(frozen=True)
class Either(Value):
    """One of several values: which, depends on a branch that cannot be decided."""

    options: tuple[Value, ...]


@dataclass(eq=False)
class Items(Value):
    """A list or a tuple. ``whole``: all items are known."""

    items: list[Value]
    whole: bool = True
    registered: bool = False  # a ModuleList: its layers are among the model's parameters
    batch: int = 0  # of what a loader gives: how many samples at a time


@dataclass(eq=False)
class Table(Value):
    """A dictionary, by those of its keys that are known."""

    items: dict[Any, Value]


@dataclass(eq=False)
class Scope:
    """The names of a function or a module; ``shared``: those of the module that it may set."""

    names: dict[str, Value]
    parent: Scope | None = None
    shared: set[str] = field(default_factory=set)

    def find(self, name: str) -> Value | None:
        """The value of a name here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


@dataclass(eq=False)
class Function(Value):
    """A function or a lambda of the program itself; with its object, if it is a method."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    owner: Value | None = None
    decorators: tuple[str, ...] = ()


@dataclass(eq=False)
class Class(Value):
    """A class of the program itself, with the methods and names of its body."""

    name: str
    bases: tuple[Value, ...]
    body: Scope

    def find(self, name: str) -> Value | None:
        """A method or a name, here or in a base of the same program."""
        if name in self.body.names:
            return self.body.names[name]
        for base in self.bases:
            found = base.find(name) if isinstance(base, Class) else None
            if found is not None:
                return found
        return None

    @property
    def ancestors(self) -> set[str]:
        """The last names of the libraries' classes behind it."""
        names: set[str] = set()
        for base in self.bases:
            names |= base.ancestors if isinstance(base, Class) else {base.last} if isinstance(base, Path) else set()
        return names

    @property
    def framework(self) -> str:
        """Where its base comes from: keras, torch or nothing of these."""
        for base in self.bases:
            found = base.framework if isinstance(base, Class) else framework_of(base)
            if found:
                return found
        return ""


@dataclass(eq=False)
class Instance(Value):
    """An object of a class of the program, or of a library's that is not followed (``of`` is a path then)."""

    of: Class | Path
    names: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False)
class Layer(Value):
    """A layer. ``name`` is its class's, ``kind`` what it does (see :mod:`lossbook.doctor.read.names`)."""

    name: str
    framework: str
    kind: str
    node: ast.AST
    columns: int | None = None
    activation: Value | None = None
    axis: int | None = None
    inner: Value | None = None
    options: dict[str, Value] = field(default_factory=dict)
    given: list[Value] = field(default_factory=list)  # of an activation: its arguments by place
    trainable: bool = True


@dataclass(eq=False)
class Chain(Value):
    """Layers one after the other: a Sequential. Of Keras's functional models, ``result`` is what comes out."""

    framework: str
    layers: Items
    result: Value | None = None
    compiled: list[Any] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    whole: bool = True


@dataclass(eq=False)
class Loss(Value):
    """A loss of a framework, as an object or as the function of that name; ``ours``: lossbook's for that framework."""

    name: str
    framework: str
    options: dict[str, Value]
    node: ast.AST
    ours: bool = False


@dataclass(eq=False)
class Optimizer(Value):
    """An optimiser of PyTorch and the layers that it holds; None: not known."""

    name: str
    holds: frozenset[int] | None
    node: ast.AST
    models: tuple[Value, ...] = ()
    rate: float | None = None
    bound: float | None = None  # up to which rate times curvature it comes to rest, if it is descent


@dataclass(frozen=True)
class Parameters(Value):
    """The parameters of a model, by its layers; None: not known which."""

    layers: frozenset[int] | None
    owner: Value


@dataclass(frozen=True)
class Loader(Value):
    """What gives batches: of which arrays, and how many samples at a time (0: not known)."""

    arrays: tuple[Value, ...]
    size: int


@dataclass(frozen=True)
class Tensor(Value):
    """An array or a tensor.

    ``kind`` is what the last operation makes of it: a key of :data:`lossbook.doctor.losses.ACTIVATIONS`, or ``"loss"``,
    ``"square"``, ``"mean"``, ``"data"``, ``"ranged"``, ``"unknown"`` and the like.
    ``columns`` is the length of the last axis of classes, ``axis`` that of a softmax. ``layers``: which
    layers had a part in it. ``cut``: what keeps a gradient from coming back through it. ``merit``: 1 if more of it is
    better, −1 if less is. ``safe``: clipped, or moved away from 0. ``losses``: which uses of a loss are in it;
    ``faults``: what will be wrong if it is trained on. Of data: the range and whether it is ``known``, whether they are
    integers, or one-hot rows, and the shape; ``flat``: positions of a sequence that were put in one row;
    ``padded``: an embedding behind it knows of padding; ``summed``: means of batches were added up;
    ``total``: a sum over all of a batch; ``untaped``: no tape was running; ``severed``: the
    layers that lie behind a cut; ``passed``: a layer has handed it on as it was, or it has another shape;
    ``slope``: that of a leaky ReLU below 0, None: not known.
    """

    kind: str = "unknown"
    columns: int | None = None
    axis: int | None = None
    node: ast.AST | None = None
    by: str = ""
    of: Tensor | None = None
    layers: frozenset[int] = frozenset()
    cut: str = ""
    merit: int = 0
    low: float = -INFINITE
    high: float = INFINITE
    integer: bool = False
    one_hot: bool = False
    shape: tuple[int | None, ...] | None = None
    half: bool = False
    known: bool = False
    flat: bool = False
    padded: bool = False
    summed: bool = False
    total: bool = False
    untaped: bool = False
    severed: frozenset[int] = frozenset()
    passed: bool = False
    slope: float | None = None
    divided: bool = False
    framework: str = ""
    safe: bool = False
    losses: tuple[Any, ...] = ()
    faults: tuple[Any, ...] = ()

    @property
    def predicted(self) -> bool:
        """Whether a layer had a part in it."""
        return bool(self.layers)

    def vague(self) -> Tensor:
        """The same, of which no more is known than where it came from."""
        kind = "unknown" if self.predicted else "data"
        nothing: dict[str, Any] = {"columns": None, "of": None, "shape": None, "one_hot": False, "known": False}
        return replace(self, kind=kind, low=-INFINITE, high=INFINITE, integer=False, merit=0, by="", **nothing)

    def but(self, **changed: Any) -> Tensor:
        """The same with something changed."""
        return replace(self, **changed)


def framework_of(value: Value) -> str:
    """Which framework a library's name belongs to."""
    if not isinstance(value, Path):
        return ""
    if value.root in ("keras", "tensorflow", "tf_keras"):
        return "keras"
    return "torch" if value.root in ("torch", "lightning", "pytorch_lightning") else ""


def options(value: Value) -> tuple[Value, ...]:
    """All that a value may be."""
    if isinstance(value, Either):
        return tuple(dict.fromkeys(it for option in value.options for it in options(option)))
    return (value,)


def either(values: Iterable[Value]) -> Value:
    """One of these."""
    distinct: list[Value] = []
    for value in values:
        for option in options(value):
            if not any(option is it or (type(option) is type(it) and option == it) for it in distinct):
                distinct.append(option)
    if not distinct:
        return Known(None)
    return distinct[0] if len(distinct) == 1 else Either(tuple(distinct[:8]))


def constant(value: Value | None) -> Any:
    """A known constant, or None."""
    return value.value if isinstance(value, Known) else None


def bound_of(named: Named) -> float | None:
    """Up to which rate times curvature gradient descent comes to rest, with its momentum; None if that is not known.

    >>> [round(bound_of({"momentum": Known(0.9), "nesterov": Known(it)}) or 0, 4) for it in (False, True)]
    [3.8, 1.3571]
    """
    momentum, nesterov = constant(named.get("momentum", Known(0.0))), constant(named.get("nesterov", Known(False)))
    if not isinstance(momentum, int | float) or not isinstance(nesterov, bool) or "dampening" in named:
        return None
    return 2 * (1 + momentum) / (1 + 2 * momentum if nesterov else 1)
