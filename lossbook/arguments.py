"""The front door: what stands before every loss, and holds what it is given against its row in the catalog.

Its steps need no framework, and stand here. Each framework's own ``arguments.py`` says what an array is, and which of
its values can be looked at.
"""

from __future__ import annotations

import inspect
import numbers
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, Literal, get_args

from lossbook.catalog import CATALOG, Input, Loss, without_axis
from lossbook.domains import Number, Weights

Reduction = Literal["mean", "weighted_mean", "sum", "none"]
REDUCTIONS = get_args(Reduction)

Shape = tuple[int | None, ...]  # None: not known before the graph runs
Array = Any  # of NumPy, or a tensor of a framework
Fit = tuple[Shape, int | None, Shape]  # of the first differentiable input; the classes, if known; the unreduced loss's
Given = Sequence[tuple[Input, str, Array]]  # each input, what the package calls it, and what was given, or None


class FrontDoor(ABC):
    """What stands before one loss of one package.

    It binds the arguments, makes arrays of one dtype of them, checks shapes, parameters and values, and puts something
    harmless where the loss is not to look.
    """

    axis = "axis"  # the keyword of the class axis
    tensors: tuple[type, ...] = ()  # whose values can't be had without a framework

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function: Callable[..., Any] = function
        function.__annotations__ |= self.accepted(function)
        self.row: Loss = CATALOG[function.__name__.removesuffix("_grad")]
        self.names: list[str] = self.names_of(self.row)
        self.weights: list[Weights] = [each for each in self.row.parameters if isinstance(each, Weights)]
        self.optional: set[str] = {given.name for given in self.row.inputs() if given.optional}
        self.first: int = [given.differentiable for given in self.in_order(self.row.inputs())].index(True)
        by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        parameters = inspect.signature(function).parameters.values()
        self.positions: tuple[str, ...] = tuple(each.name for each in parameters if each.kind in by_position)
        self.above_zero: tuple[str, ...] = tuple(
            each.name for each in self.row.parameters if isinstance(each, Number) and each.low == 0 and each.open_low
        )
        # A training loop asks for the same few shapes again and again.
        self.remembered: Callable[[tuple[Shape | None, ...], int | None], Fit] = lru_cache(maxsize=64, typed=True)(
            self.fit
        )

    def __call__(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """The loss of what its caller has given, by position and by name."""
        bound = self.bound(arguments, options)
        if bound is None:  # Python's own error says what is missing, or too much
            return self.function(*arguments, **options)
        return self.call(*self.entered(*bound))

    def bound(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[list[Any], dict[str, Any]] | None:
        """The inputs in the order of the function, and the other arguments; None if they don't fit."""
        if not options and len(arguments) == len(self.names):
            return list(arguments), options
        if len(arguments) > len(self.positions):
            return None
        by_position = dict(zip(self.positions[: len(arguments)], arguments, strict=True))
        if any(name in options for name in by_position):
            return None
        options = {**by_position, **options}
        values = [options.pop(name, None) for name in self.names if name in options or name in self.optional]
        return (values, options) if len(values) == len(self.names) else None

    def entered(self, values: Sequence[Any], options: dict[str, Any]) -> tuple[list[Array], dict[str, Any]]:
        """What the formula is given."""
        row, names, axis = self.row, self.names, class_axis(self.row, options, self.axis)
        inputs = self.in_order(row.inputs(options, axis))
        arrays, slack = self.in_one_dtype(inputs, values)
        like = arrays[self.first]
        options = self.with_weights(options, like)
        check_reduction(options.get("reduction", "mean"))
        shapes = tuple(None if array is None else self.shape(array) for array in arrays)
        shape, classes, unreduced = self.fitting(shapes, axis)
        if row.parameters and options:
            options = {**options, **normal_parameters(row, options, classes, self.tensors)}
            tiny = self.tiny(like)
            for name in self.above_zero:
                if options.get(name) is not None:
                    options[name] = max(options[name], tiny)
        for parameter in self.weights:
            if options.get(parameter.name) is not None:
                parameter.check_length(options[parameter.name], classes, shape if row.has_axis else (), self.axis)
        self.check_rest(list(zip(inputs, names, arrays, strict=True)), options, unreduced)
        arrays = self.without_left_out(list(zip(inputs, names, arrays, strict=True)), options, classes)
        arrays = self.with_legal_values(list(zip(inputs, names, arrays, strict=True)), slack, options, classes)
        return arrays, options

    def fitting(self, shapes: tuple[Shape | None, ...], axis: int | None) -> Fit:
        """What :meth:`fit` finds, or has found before."""
        try:
            return self.remembered(shapes, axis)
        except TypeError:  # the lengths of a traced tensor may be symbols, which can't be looked up
            return self.fit(shapes, axis)

    def fit(self, shapes: tuple[Shape | None, ...], axis: int | None) -> Fit:
        """Hold the shapes of the inputs against the row, or raise."""
        in_rows_order = self.in_order(shapes)
        shape = check_shapes(self.row, in_rows_order, self.in_order(self.names), axis)
        return shape, self.row.classes(in_rows_order, axis), self.row.unreduced_shape(shape, axis)

    def accepted(self, function: Callable[..., Any]) -> dict[str, str]:
        """Arguments of which a caller may give more than the formula is given, with the annotation for the caller."""
        return {}

    def names_of(self, row: Loss) -> list[str]:
        """What the package calls the inputs, in its order."""
        return [given.name for given in row.inputs()]

    def in_order(self, values: Sequence[Any]) -> list[Any]:
        """One value for each input of the row, in the package's order; and back."""
        return list(values)

    def call(self, arrays: Sequence[Array], options: Mapping[str, Any]) -> Any:
        """The formula."""
        return self.function(*arrays, **options)

    @abstractmethod
    def in_one_dtype(self, inputs: Sequence[Input], values: Sequence[Any]) -> tuple[list[Array], list[float]]:
        """The inputs as arrays of the dtype that the predictions decide, and how far rounding may have moved each."""

    @abstractmethod
    def shape(self, array: Array) -> Shape:
        """The lengths of the axes."""

    @abstractmethod
    def tiny(self, like: Array) -> float:
        """The smallest normal number of its dtype."""

    @abstractmethod
    def with_weights(self, options: dict[str, Any], like: Array) -> dict[str, Any]:
        """The options, with weights that are arrays in the dtype, and on the device, of ``like``."""

    @abstractmethod
    def check_rest(self, given: Given, options: Mapping[str, Any], unreduced: Shape) -> None:
        """Raise for weights of samples that don't fit the unreduced loss, or an illegal weight that can be seen."""

    @abstractmethod
    def without_left_out(self, given: Given, options: Mapping[str, Any], classes: int | None) -> list[Array]:
        """Put something harmless where the weight is 0, the label is ignored, or no length reaches.

        Whatever stands there has no influence then, NaN and infinity included, in value and gradient.
        """

    @abstractmethod
    def with_legal_values(
        self, given: Given, slack: Sequence[float], options: Mapping[str, Any], classes: int | None
    ) -> list[Array]:
        """Raise for an illegal value that can be seen; what is one by rounding alone becomes the nearest legal one."""


def behind(door: FrontDoor) -> Callable[..., Any]:
    """The loss, as it is called from outside."""

    def with_checks(*arguments: Any, **options: Any) -> Any:
        return door(arguments, options)

    # torch.compile counts by code how often it has compiled, and gives up after eight: no two losses may share it.
    with_checks.__code__ = with_checks.__code__.replace(co_name=door.function.__name__)
    return wraps(door.function)(with_checks)


def normal_parameters(
    row: Loss, options: Mapping[str, Any], classes: int | None, tensors: tuple[type, ...] = ()
) -> dict[str, Any]:
    """The parameters among the options as plain numbers and arrays, or what is raised for the first illegal one.

    Args:
        row: the loss.
        options: its keywords.
        classes: the length of the class axis, if that is known.
        tensors: types of the framework, which stay as they are.
    """
    given = [parameter for parameter in row.parameters if parameter.name in options]
    return {each.name: each.normal(options[each.name], classes, tensors) for each in given}


def check_shapes(row: Loss, shapes: Sequence[Shape | None], names: Sequence[str], axis: int | None) -> Shape:
    """Raise ``ValueError`` unless the shapes fit, with the well-known mistake named where it is one.

    Args:
        row: the loss.
        shapes: one for each of the row's inputs, in the row's order; None for an optional one that is left out.
        names: what the framework calls them.
        axis: the axis that the loss joins, or that masks or weights of classes lie on; None for no such axis.

    Returns:
        The shape of the first differentiable input, which the others are measured by.
    """
    if row.layout == "named":
        return _check_named_shapes(row, shapes, names)
    inputs = row.inputs()
    first = next(i for i, given in enumerate(inputs) if given.differentiable)
    shape = row.first_shape(shapes)
    axes = len(shape) if shape or row.over_axis else 1  # weights take a single number for an array of one
    if row.has_axis and axis is not None and not -axes <= axis < axes:
        raise ValueError(f"{row.name} needs a class axis {axis}, {names[first]} has shape {shape}")
    if row.beyond and axis is not None and shape[axis] == 0:
        raise ValueError(f"{row.name} needs one step at least, between two classes, {names[first]} has shape {shape}")
    if row.across_batch and len(shape) != 2:
        raise ValueError(f"{row.name} needs {names[first]} of shape (N, D), one vector a row, got {shape}")
    if row.layout == "sample" and not shape:
        raise ValueError(f"{row.name} needs {names[first]} with an axis of samples, got a single number")
    if row.layout == "sample" and axis is not None and axis % axes == 0:
        raise ValueError(f"{row.name} needs a class axis other than that of the samples, 0, got {axis} for {shape}")
    for given, name, found in zip(inputs, names, shapes, strict=True):
        if found is None:
            continue
        wanted = row.shape_of(given, shape, axis)
        if not _may_be_equal(found, wanted):
            raise ValueError(
                f"{row.name} needs {name} of shape {wanted} for {names[first]} of shape {shape}, got {found}"
                f"{_likely_mistake(row, found, shape, wanted, (name, names[first]), axis)}"
            )
    return shape


def _check_named_shapes(row: Loss, shapes: Sequence[Shape | None], names: Sequence[str]) -> Shape:
    """Each letter has the length that the first input with it has."""
    first = row.first_shape(shapes)
    lengths: dict[str, int] = {}
    for given, name, found in zip(row.inputs(), names, shapes, strict=True):
        if found is None:
            continue
        letters = given.letters(row.leading(first))
        if "…" in letters or not _may_be_equal(found, tuple(map(lengths.get, letters))):
            wanted = f"({', '.join(letters)}{',' if len(letters) == 1 else ''})"
            known = [f"{letter} = {lengths[letter]}" for letter in letters if letter in lengths]
            where = f" with {', '.join(known)}" if known else ""
            raise ValueError(f"{row.name} needs {name} of shape {wanted}{where}, got {found}")
        lengths.update({letter: n for letter, n in zip(letters, found, strict=True) if n is not None})
    return first


def class_axis(row: Loss, options: Mapping[str, Any], keyword: str) -> int | None:
    """The class axis that the options name, or the row's own.

    Args:
        row: the loss.
        options: its keywords.
        keyword: the one that says which axis.

    Raises:
        TypeError: it can be no axis of any input.
        ValueError: there are weights of classes, and no axis for them to lie on.
    """
    axis: Any = options.get(keyword, row.usual_axis)
    if axis is None and row.usual_axis is None:
        for each in row.parameters:
            if isinstance(each, Weights) and options.get(each.name) is not None:
                raise ValueError(f"{each.name} needs {keyword}, which says where the classes are, got {keyword}=None")
        return None
    if isinstance(axis, bool) or not isinstance(axis, numbers.Integral):
        wanted = "an integer" if row.usual_axis is not None else "an integer or None"
        raise TypeError(f"{keyword} needs {wanted}, got {axis!r}")
    return int(axis)


def check_reduction(reduction: str) -> None:
    """Raise ``ValueError`` for an unknown reduction."""
    if reduction not in REDUCTIONS:
        hint = '; Keras\'s "sum_over_batch_size" is "mean" here' if reduction == "sum_over_batch_size" else ""
        raise ValueError(f"reduction needs to be one of {', '.join(REDUCTIONS)}, got {reduction!r}{hint}")


def check_weight_shape(weight: Shape, loss: Shape) -> None:
    """Raise ``ValueError`` unless the weights have the shape of the unreduced loss, or its leading axes."""
    if weight != loss[: len(weight)]:
        raise ValueError(f"sample_weight needs shape {loss}, or its leading axes, got {weight}")


def _may_be_equal(a: Shape, b: Shape) -> bool:
    alike = len(a) == len(b)
    return a == b or (alike and all(m == n or m is None or n is None for m, n in zip(a, b, strict=True)))


def _likely_mistake(
    row: Loss, found: Shape, shape: Shape, wanted: Shape, names: tuple[str, str], axis: int | None
) -> str:
    if row.beyond and found == shape:
        return f"; if {names[0]} holds the answers to all questions, a sum over them makes labels of it"
    if row.layout == "sparse" and found == shape:
        dense = row.name.removeprefix("sparse_")
        cure = "an argmax over the classes makes indices of it" if dense == row.name else f"use {dense}"
        return f"; if {names[0]} is one-hot, {cure}"
    if row.layout == "sample" and axis is not None and found == without_axis(shape, axis):
        return f"; if {names[0]} holds class indices, one-hot they are a mask for each class, which belongs on {axis}"
    if row.layout == "axis" and f"sparse_{row.name}" in CATALOG and len(found) == len(shape) - 1:
        return f"; if {names[0]} holds class indices, use sparse_{row.name}"
    if found == (*wanted, 1) or (*found, 1) == wanted:
        longer = names[0] if len(found) > len(wanted) else names[1]
        return f"; drop the last axis of {longer}: broadcast, every row would meet every other"
    return ""
