"""A file or a notebook as one syntax tree, in which each node still knows its place, and what its comments silence."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from lossbook.doctor.findings import Place

SILENCED = re.compile(r"#\s*lossbook:\s*ignore(?:\[(?P<codes>[A-Z0-9,\s]*)\])?", re.IGNORECASE)
MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
NOT_PYTHON = re.compile(r"^\s*%%(?!time|timeit|capture|prun)")


class Unreadable(ValueError):
    """A file that cannot be read as Python, with the reason in one sentence."""


@dataclass(frozen=True)
class Program:
    """The syntax tree of a file. ``starts``: of a notebook, the tree's line on which each code cell begins."""

    name: str
    tree: ast.Module
    source: str
    starts: tuple[tuple[int, int], ...] = ()
    silent: dict[int, frozenset[str]] = field(default_factory=dict)

    def place(self, node: ast.AST) -> Place:
        """Where a node stands, as an editor counts: in a notebook within its cell."""
        line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0) + 1
        for first, cell in reversed(self.starts):
            if line >= first:
                return Place(f"{self.name}:cell {cell}", line - first + 1, column)
        return Place(self.name, line, column)

    def silences(self, code: str, node: ast.AST) -> bool:
        """Whether a comment on one of the node's lines, such as ``# lossbook: ignore[LB102]``, silences the code."""
        first = getattr(node, "lineno", 0)
        lines = range(first, (getattr(node, "end_lineno", None) or first) + 1)
        told = [self.silent[line] for line in lines if line in self.silent]
        return any(not codes or code in codes for codes in told)


def read_program(path: Path) -> Program:
    """The program in a ``.py`` or ``.ipynb`` file.

    Raises:
        Unreadable: it is none, or not in a form that can be read; the message says why in one sentence.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"cannot be opened: {problem.strerror or problem}") from None
    if path.suffix == ".ipynb":
        source, starts = _cells(raw)
    else:
        source, starts = _text(raw), ()
    return Program(str(path), _tree(source), source, starts, _silenced(source))


def program_of(source: str, name: str = "<source>") -> Program:
    """The program in a string."""
    return Program(name, _tree(source), source, (), _silenced(source))


def _text(raw: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise Unreadable("is not text in the encoding that it declares") from None


def _cells(raw: bytes) -> tuple[str, tuple[tuple[int, int], ...]]:
    try:
        cells = json.loads(raw.decode("utf-8-sig"))["cells"]
        texts = ["".join(cell["source"]) if cell["cell_type"] == "code" else None for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("is not a notebook of version 4") from None
    lines: list[str] = []
    starts = []
    for number, text in enumerate(texts, 1):
        if text is None or NOT_PYTHON.match(text):
            continue
        starts.append((len(lines) + 1, number))
        lines += MAGIC.sub(r"\1pass", text).split("\n")
    return "\n".join(lines) + "\n", tuple(starts)


def _tree(source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in somebody's string is not our business
            return ast.parse(source)
    except SyntaxError as problem:
        raise Unreadable(f"is not Python 3: {problem.msg}, line {problem.lineno}") from None
    except ValueError as problem:
        raise Unreadable(f"is not Python 3: {problem}") from None
    except (RecursionError, MemoryError):
        raise Unreadable("is nested too deeply to be read") from None


def _silenced(source: str) -> dict[int, frozenset[str]]:
    silent: dict[int, frozenset[str]] = {}
    if "lossbook" not in source:
        return silent
    for number, line in enumerate(source.split("\n"), 1):
        told = SILENCED.search(line)
        if told:
            codes = (told["codes"] or "").upper().replace(",", " ").split()
            silent[number] = frozenset(codes)
    return silent
