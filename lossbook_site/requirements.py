"""Which of the frameworks a notebook's code loads, by itself or through the library and the course's own modules.

Modules are read and not imported. What a function imports counts if the notebook itself names the function's module;
further down it would make every notebook that draws a figure need all that any figure needs. The tests of the notebooks
hold what is found here against what their kernels have loaded at the end.
"""

import ast
from collections.abc import Iterator
from functools import cache

from lossbook_site.contents import ROOT

EXTRAS = {"tensorflow": {"tensorflow", "keras"}, "torch": {"torch"}}  # what each extra of `lossbook` is for


def extras(code: str) -> list[str]:
    """The extras that somebody has to install to run this code, in the order of the alphabet."""
    loaded = set(imports(code))
    waiting = {name for module in loaded for name in imports_of(module, functions=True)} - loaded
    while waiting:
        loaded |= waiting
        waiting = {name for module in waiting for name in imports_of(module)} - loaded
    roots = {module.partition(".")[0] for module in loaded}
    return sorted(extra for extra, packages in EXTRAS.items() if packages & roots)


@cache
def imports_of(module: str, functions: bool = False) -> frozenset[str]:
    """What one of the repository's own modules imports; nothing for any other."""
    path = ROOT / module.replace(".", "/")
    for file in (path / "__init__.py", path.with_suffix(".py")):
        if module.startswith("lossbook") and file.is_file():
            return frozenset(imports(file.read_text(encoding="utf-8"), functions))
    return frozenset()


def imports(code: str, functions: bool = True) -> Iterator[str]:
    """The names that code imports, with the packages around them; where asked for, in its functions too."""
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if functions or not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):  # a name in a module, or a module in a package
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))
