"""Write what type checkers and editors see of the three packages: ``__init__.pyi``, from the functions and the rows.

A checker runs nothing. It can't see that the front door makes an array of a list, what a class takes that is made when
the package is imported, or that a loss is a float unless ``reduction="none"``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
IMPORTS = {
    "numpy": """
from typing import Literal, overload

from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.primitives import Array
""",
    "tensorflow": """
import tensorflow as tf

from lossbook.tensorflow.loss import Loss
from lossbook.tensorflow.primitives import Weights
""",
    "torch": """
from torch import Tensor

from lossbook.arguments import Reduction
from lossbook.torch.module import Loss
from lossbook.torch.primitives import Weights
""",
}
REDUCED, UNREDUCED = 'Literal["mean", "weighted_mean", "sum"]', 'Literal["none"]'


def stubs() -> dict[Path, str]:
    """Each stub file, and what has to stand in it."""
    return {ROOT / "lossbook" / package / "__init__.pyi": stub(package) for package in IMPORTS}


def stub(package: str) -> str:
    """The stub file of one package."""
    module = import_module(f"lossbook.{package}")
    exported = "".join(f'    "{name}",\n' for name in sorted(module.__all__))
    parts = [f'"""Written by `make stubs`."""\n{IMPORTS[package]}', f"__all__ = [\n{exported}]", *definitions(module)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def definitions(module: ModuleType) -> Iterator[str]:
    """Every public function, and every class."""
    for name in sorted(module.__all__):
        it = getattr(module, name)
        if inspect.isclass(it):
            yield class_stub(it)
        elif "float" in str(inspect.signature(it).return_annotation):
            yield overloads(it)
        else:
            yield function_stub(it)


def overloads(function: Callable[..., Any]) -> str:
    """A loss in NumPy: a float, an array with ``"none"``, either where the checker can't know."""
    cases = [(REDUCED, "float"), (f"*{UNREDUCED}", "Array"), ("Reduction", "float | Array")]
    return "\n".join(f"@overload\n{function_stub(function, *case)}" for case in cases)


def function_stub(function: Callable[..., Any], reduction: str = "Reduction", returned: str | None = None) -> str:
    """One signature; a ``*`` before the type of the reduction asks for it by name and without a default."""
    parameters, lines, keyword_only = inspect.signature(function).parameters.values(), [], False
    for each in parameters:
        if each.kind is inspect.Parameter.KEYWORD_ONLY and not keyword_only:
            lines.append("    *,")
            keyword_only = True
        annotation = reduction.lstrip("*") if each.name == "reduction" else each.annotation
        bare = each.default is inspect.Parameter.empty or (each.name == "reduction" and reduction[0] == "*")
        lines.append(f"    {each.name}: {annotation}{'' if bare else f' = {quoted(each)}'},")
    returned = returned or inspect.signature(function).return_annotation
    return "\n".join([f"def {function.__name__}(", *lines, f") -> {returned}: ..."])


def class_stub(made: type) -> str:
    """A class with what its constructor takes, and its docstring, which stands in no source."""
    lines = []
    for each in inspect.signature(made).parameters.values():
        if each.kind is inspect.Parameter.KEYWORD_ONLY and "        *," not in lines:
            lines.append("        *,")
        lines.append(f"        {each.name}: {each.annotation} = {quoted(each)},")
    doc = (inspect.getdoc(made) or "").replace("\n", "\n    ").replace("\n    \n", "\n\n")
    head = f'class {made.__name__}({made.__bases__[0].__name__}):\n    r"""{doc}\n    """'
    return "\n".join([head, "", "    def __init__(", "        self,", *lines, "    ) -> None: ..."])


def quoted(parameter: inspect.Parameter) -> str:
    """The default as one writes it."""
    return repr(parameter.default).replace("'", '"')


if __name__ == "__main__":
    for path, text in stubs().items():
        path.write_text(text, encoding="utf-8")
