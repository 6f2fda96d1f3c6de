"""Whoever is named as a source is in references.bib, and whatever is there is cited by a page or by the library."""

import inspect
import re
from pathlib import Path

import pytest
from pybtex.database import parse_file
from pybtex.richtext import Text

import lossbook.numpy
from lossbook.catalog import CATALOG
from lossbook.numpy import information
from lossbook_course.datasets import mnist

BOOK = Path(__file__).parents[2] / "book"
ENTRIES = parse_file(BOOK / "references.bib").entries
CITED = re.compile(
    r"(?P<first>(?:van den )?[A-Z][\w-]*)(?P<others> et al\.| and (?P<second>[A-Z][\w-]*))? \((?P<year>\d{4})\)"
)


def families(entry):
    """The authors' family names, particles included."""
    people = entry.persons["author"]
    return [str(Text.from_latex(" ".join([*one.prelast_names, *one.last_names]))) for one in people]


def works(said):
    """The keys of the works that a text cites as 'Huber (1964)' or 'Lin et al. (2017)', one list a citation."""
    return [[key for key, entry in ENTRIES.items() if fits(entry, match)] for match in CITED.finditer(said)]


def fits(entry, match):
    first, *others = families(entry)
    company = [match["second"]] if match["second"] else []
    alone = not match["others"]
    if entry.fields["year"] != match["year"] or first != match["first"]:
        return False
    return len(others) > 1 if match["others"] == " et al." else others == company and alone == (not others)


def references(function):
    """What stands under 'References:' in a docstring, or nothing."""
    text = inspect.getdoc(function) or ""
    return text.partition("References:\n")[2].split("\n\n")[0]


def documented():
    """Everything in the library with a section 'References'; the tests of the catalog see to the other frameworks."""
    modules = [lossbook.numpy, information, mnist]
    members = (member for module in modules for _, member in inspect.getmembers(module, inspect.isfunction))
    return sorted({one for one in members if references(one)}, key=lambda one: one.__name__)


@pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
def test_source_of_a_loss_is_one_entry(row):
    found = works(row.source)
    assert found and all(len(keys) == 1 for keys in found), (row.source, found)


@pytest.mark.parametrize("function", documented(), ids=lambda function: function.__name__)
def test_references_of_a_docstring_are_entries(function):
    found = works(references(function))
    assert found and all(len(keys) == 1 for keys in found), (references(function), found)


def test_every_function_of_a_loss_is_looked_at():
    assert {one.__name__ for one in documented()} > set(CATALOG)


@pytest.mark.parametrize("name", ["tensorflow", "torch"])
def test_references_are_entries_in_the_other_frameworks_too(name):
    """Read as text, so that no framework is loaded for it."""
    for file in (Path(lossbook.numpy.__file__).parents[1] / name).glob("*.py"):
        for section in re.findall(r"References:\n((?: {8}\S.*\n)+)", file.read_text(encoding="utf-8")):
            found = works(section)
            assert found and all(len(keys) == 1 for keys in found), (file.name, section, found)


def test_every_entry_is_cited_by_a_page_or_by_the_library():
    pages = "\n".join(page.read_text(encoding="utf-8") for page in BOOK.rglob("*.md"))
    cited = {key for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", pages) for key in re.split(r"[,\s]+", keys.strip())}
    library = Path(lossbook.numpy.__file__).parents[1].rglob("*.py")
    named = {key for file in library for keys in works(file.read_text(encoding="utf-8")) for key in keys}
    assert cited - set(ENTRIES) == set()
    assert set(ENTRIES) - cited - named == set()


def test_entries_are_in_order():
    keys = list(ENTRIES)
    assert keys == sorted(keys, key=str.lower)
