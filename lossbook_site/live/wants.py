"""What the code of a cell wants that is not in a page from the start: read by the build and, in a page, by Python."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from .cells import Cells  # in a page this package has another name

DRAWING = "Matplotlib"  # which a page loads when a cell first draws
LAZY = "from lossbook_course.teaching import "  # what is imported so loads what it needs when it is called

# What a module, or a name of one, needs that a page doesn't load; the longest beginning counts, and "" is nothing.
WANTS = {
    "tensorflow": "TensorFlow",
    "keras": "TensorFlow",
    "lossbook.tensorflow": "TensorFlow",
    "torch": "PyTorch",
    "lossbook.torch": "PyTorch",
    "lossbook.doctor": "the doctor",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "matplotlib": "Matplotlib",
    "altair": "Altair",
    "IPython": "",
    "numpy": "",
    "lossbook": "",
    "lossbook_course": "more of the course",
    "lossbook_course.datasets": "MNIST",
    "lossbook_course.mnist": "MNIST",
    "lossbook_course.teaching.check": "",
    "lossbook_course.teaching.glue": "",
    "lossbook_course.teaching.on_site": "",
    "lossbook_course.teaching.show_code": "",
    "lossbook_course.teaching.PALETTE": "",
    "lossbook_course.teaching.exercises": "",
    "lossbook_course.teaching.curves": "Matplotlib",
    "lossbook_course.teaching.explorer": "Altair",
    "lossbook_course.teaching.place": "Matplotlib",
    "lossbook_course.teaching.show": "Matplotlib",
    "lossbook_course.teaching.subplots": "Matplotlib",
    "lossbook_course.teaching.plane": "Matplotlib",
    "lossbook_course.teaching.gallery": "Altair",
    "lossbook_course.teaching.sketches": "more of the course",
    # of the standard library
    "multiprocessing": "threads",
    "subprocess": "threads",
    "threading": "threads",
    "concurrent": "threads",
    "lzma": "lzma",
}


def wants(cells: Cells, number: int) -> Iterator[str]:
    """What a cell wants by what it imports, and by what it takes of imports above it."""
    code = cells.codes[number]
    if code is None:
        return
    used = code.loads.union(*(each.loads for each in code.inner.values()))
    own = (it for name, it in code.imports.items() if name in used or not it.startswith(LAZY))
    inner = (it for each in code.inner.values() for it in sorted(each.loaded))
    yield from filter(None, map(wanted, (*own, *inner, *cells.needs(number).statements)))


def draws(cells: Cells, number: int) -> bool:
    """Whether a cell, or one that it needs, wants what draws."""
    return any(DRAWING in wants(cells, at) for at in (*cells.needs(number).cells, number))


def wanted(statement: str) -> str:
    """What a statement wants that a page lacks; imports are of one name each."""
    (node,) = ast.parse(statement).body
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return ""
    module = f"{node.module}.{node.names[0].name}" if isinstance(node, ast.ImportFrom) else node.names[0].name
    parts = module.split(".")
    for end in range(len(parts), 0, -1):
        if (known := WANTS.get(".".join(parts[:end]))) is not None:
            return known
    return "" if parts[0] in sys.stdlib_module_names else parts[0]
