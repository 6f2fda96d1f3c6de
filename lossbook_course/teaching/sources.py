"""The library's own code of a loss, ready to be shown.

The site's source tabs and the notebooks both take it from here, so that neither can
show a second copy. The files are parsed and never imported: showing
PyTorch code needs no PyTorch.
"""

import ast
from functools import cache
from pathlib import Path

import lossbook
from lossbook.catalog import CATALOG

FRAMEWORKS = {"NumPy": "numpy", "TensorFlow": "tensorflow", "PyTorch": "torch"}
_PACKAGE = Path(lossbook.__file__).parent


def source_files(name: str) -> dict[str, Path]:
    """The file that holds a loss, for each framework.

    Raises:
        KeyError: the catalog has no loss of that name.
    """
    if name not in CATALOG:
        raise KeyError(f"{name!r} is not a loss of the catalog; it has {', '.join(sorted(CATALOG))}")
    family = CATALOG[name].family
    return {label: _PACKAGE / folder / f"{family}.py" for label, folder in FRAMEWORKS.items()}


def loss_source(name: str) -> dict[str, str]:
    """The code of a loss in each framework, without docstrings.

    Args:
        name: the loss as the catalog calls it, such as ``"binary_focal"``.

    Returns:
        From ``"NumPy"`` to the function and its gradient, and from ``"TensorFlow"`` and
        ``"PyTorch"`` to the function.

    Raises:
        KeyError: the catalog has no loss of that name.
        LookupError: a file lacks one of the definitions.
    """
    gradient = {"NumPy": [f"{name}_grad"]}  # a function of its own in NumPy alone
    return {label: _code(path, [name, *gradient.get(label, [])]) for label, path in source_files(name).items()}


def _code(path: Path, wanted: list[str]) -> str:
    found = _definitions(path, path.stat().st_mtime_ns)
    if missing := [definition for definition in wanted if definition not in found]:
        raise LookupError(f"{path} does not define {' or '.join(missing)}")
    return "\n\n\n".join(found[definition] for definition in wanted)


@cache
def _definitions(path: Path, modified: int) -> dict[str, str]:
    """Code of every top-level function and class; ``modified`` keeps the cache honest."""
    text = path.read_text(encoding="utf-8")
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name: _without_docstrings(text, node) for node in nodes}


def _without_docstrings(text: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """The lines of ``node`` as they are written, comments and decorators kept, docstrings left out."""
    lines = dict(enumerate(text.splitlines(), start=1))
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner, clean=False) is not None:
            docstring = inner.body[0]
            after = _last_line(docstring) + 1
            for number in range(docstring.lineno, after):
                del lines[number]
            if len(inner.body) == 1:
                lines[docstring.lineno] = " " * docstring.col_offset + "pass"
            elif not lines.get(after, "-").strip():
                del lines[after]  # the empty line between a docstring and the code
    return "\n".join(lines[number] for number in range(first, _last_line(node) + 1) if number in lines)


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno  # a node that was parsed has one
