"""What a learner sees of the code cells: what teaches, and not how the page is made."""

import ast
import re
from collections.abc import Iterator
from symtable import symtable

import pytest
from myst_nb.core.read import myst_nb_reader_plugin

from lossbook_site.contents import has_code, pages, source

PAGES = [name for name in pages() if has_code(source(name))]


def cells(name: str, *tags: str) -> list[str]:
    """The code of a page's cells that have none of these tags."""
    found = myst_nb_reader_plugin(str(source(name))).cells
    return [
        cell.source for cell in found if cell.cell_type == "code" and not {*tags} & {*cell.metadata.get("tags", ())}
    ]


@pytest.mark.parametrize("name", PAGES)
def test_numbers_for_the_prose_are_glued_in_cells_that_are_removed(name):
    seen = cells(name, "remove-cell")
    assert seen and not [code for code in seen if re.search(r"\bglue\b", code)]


@pytest.mark.parametrize("name", PAGES)
def test_alternative_texts_are_in_cells_that_are_folded(name):
    seen = cells(name, "remove-cell", "remove-input", "hide-input")
    assert not [code for code in seen if re.search(r"\balt\s*=", code)]


def names(code: str) -> tuple[set[str], set[str]]:
    """The names that a cell gives a value to, and those that it takes from the cells before it."""
    code = re.sub(r"^( *)[%!].*$", r"\1pass", code, flags=re.MULTILINE)  # what is IPython's and not Python's
    given, taken, waiting = set(), set(), [symtable(code, "cell", "exec")]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        for symbol in table.get_symbols():
            if table.get_type() == "module" and (symbol.is_assigned() or symbol.is_imported()):
                given.add(symbol.get_name())
            elif symbol.is_global() and symbol.is_referenced():
                taken.add(symbol.get_name())
    return given, taken - given


@pytest.mark.parametrize("name", PAGES)
def test_what_is_seen_runs_without_what_is_removed(name):
    """A notebook lacks the removed cells: what they have given a value to, the cells after them must not ask for."""
    hidden: set[str] = set()
    for cell in myst_nb_reader_plugin(str(source(name))).cells:
        if cell.cell_type != "code":
            continue
        given, taken = names(cell.source)
        if "remove-cell" in cell.metadata.get("tags", ()):
            hidden |= given
        else:
            assert not hidden & taken, cell.source
            hidden -= given


def tries(node: ast.AST) -> Iterator[ast.Try]:
    """Each ``try`` of a cell that is not in a function of it, and passes whether there is an error or not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Try) and not child.orelse:
            yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from tries(child)


@pytest.mark.parametrize("name", PAGES)
def test_an_error_that_a_page_shows_has_to_be_raised(name):
    """By ``np.testing.assert_raises``, which fails without the error. A program may catch what stops a training."""
    for code in cells(name):
        for found in tries(ast.parse(re.sub(r"^( *)[%!].*$", r"\1pass", code, flags=re.MULTILINE))):
            assert [ast.unparse(handler.type) for handler in found.handlers] == ["doctor.Stopped"], code
