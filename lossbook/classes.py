"""Makes a class of a loss from its function, so that a parameter is written down in one place.

Each framework's ``classes.py`` makes its own. Type checkers and editors, which run nothing, read the ``__init__.pyi``
of the package, which ``make stubs`` writes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from lossbook.catalog import CATALOG

OF_A_CALL = ("sample_weight", "reduction")  # keywords of a function that are no parameters of the loss
# What classes got after others could build on their order: by name alone, so that `reduction` keeps its place.
BY_NAME = {
    "binary_cross_entropy": ("axis", "dim"),
    "binary_focal": ("pos_weight", "axis", "dim"),
    "dice": ("class_weight", "axis", "dim"),
    "focal_tversky": ("class_weight", "axis", "dim"),
    "linear_cross_entropy": ("class_weight", "softcap", "z_loss"),
    "tversky": ("class_weight", "axis", "dim"),
}


def class_from(
    function: Callable[..., Any],
    base: type,
    name: str,
    summary: str,
    further: Mapping[str, tuple[inspect.Parameter, str]],
    members: Mapping[str, Any],
) -> type:
    """A class of ``base`` that takes the parameters of a loss.

    Args:
        function: the loss. Its keywords become those of the class, with their defaults and what its docstring says.
        base: its ``__init__`` takes the function and, by name, all parameters and what is ``further``.
        name: what the class is called.
        summary: its docstring, above the parameters.
        further: parameters behind those of the loss, by name, each with its line in the docstring. Behind them stands
            what is in ``BY_NAME``.
        members: what else belongs into the body of the class, its ``__module__`` among it.

    Returns:
        The class; ``help``, ``inspect.signature`` and ``pickle`` see it as one that was written out.
    """
    own, by_name = parameters_of(function), BY_NAME.get(function.__name__, ())
    by_position = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature(
        [
            inspect.Parameter("self", by_position),
            *(parameter.replace(kind=by_position) for parameter in own if parameter.name not in by_name),
            *(parameter for parameter, _ in further.values()),
            *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own if parameter.name in by_name),
        ],
        return_annotation="None",
    )

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:
        try:
            bound = signature.bind(self, *arguments, **options)
        except TypeError as error:
            raise TypeError(f"{name}: {error}") from None
        bound.apply_defaults()
        parameters = dict(list(bound.arguments.items())[1:])
        base.__init__(self, function, **parameters)  # type: ignore[misc]  # the class is not known before it runs

    __init__.__signature__ = signature  # type: ignore[attr-defined]
    __init__.__qualname__ = f"{name}.__init__"
    said = described(function) | {key: line for key, (_, line) in further.items()}
    lines = [f"    {key}: {said[key]}" for key in list(signature.parameters)[1:]]
    doc = "\n".join([summary, "", "Args:", *lines, ""])
    return type(name, (base,), {"__init__": __init__, "__doc__": doc, **members})


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The keywords of a loss that belong to the loss and not to one call of it."""
    of_a_call = {*OF_A_CALL, *(given.name for given in CATALOG[function.__name__].inputs())}
    given = inspect.signature(function).parameters.values()
    return [each for each in given if each.default is not inspect.Parameter.empty and each.name not in of_a_call]


def described(function: Callable[..., Any]) -> dict[str, str]:
    """What the docstring of a loss says of each of its arguments, line breaks and indents as they stand there."""
    doc = inspect.getdoc(function) or ""
    section = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", doc, re.DOTALL | re.MULTILINE)
    entries = re.split(r"^    (\w+): ", section[1], flags=re.MULTILINE)[1:] if section else []
    return {name: text.rstrip() for name, text in zip(entries[::2], entries[1::2], strict=True)}


def keyword(name: str, default: Any, annotation: str) -> inspect.Parameter:
    """A parameter that may be given by its name or its position."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, kind, default=default, annotation=annotation)
