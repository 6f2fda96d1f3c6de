"""What people ask in public about losses, with the place in the book that answers it: ``tests/questions.csv``.

A row is a question, the page that answers it, a label of that page, and a piece of its source that stands in the
section of that label. Who rewrites the piece sees here which question it answers.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from lossbook_site.contents import pages, source
from lossbook_site.plain_markdown import Course, Page

LIST = Path(__file__).parents[1] / "questions.csv"
with LIST.open(encoding="utf-8", newline="") as lines:
    ASKED = list(csv.DictReader(lines))


def sections(page: Page) -> dict[str, str]:
    """What a reader sees from each label on, up to the next heading of the same or a higher level.

    A label that stands before a heading has the level of that one; any other has that of the heading above it.
    """
    lines, above, labels, headings = page.text.split("\n"), None, {}, []
    for node, it in page.blocks(page.text, deep=True):
        after = node.next_sibling
        if node.type == "heading":
            above = node
            headings.append((page.line, node.tag))
        elif node.type == "myst_target":
            own = after if after and after.type == "heading" else None
            labels[node.content] = page.line, (own or above).tag, own is not None
        elif it and it.options.get("label"):
            labels[it.options["label"]] = page.line, above.tag, False
        elif it and it.name == "code-cell" and "remove-cell" in it.options.get("tags", ()):
            lines[page.line : page.line + node.content.count("\n")] = [""] * node.content.count("\n")
    found = {}
    for label, (start, level, has_heading) in labels.items():
        ends = [line for line, tag in headings if line > start and tag <= level][int(has_heading) :]
        found[label] = "\n".join(lines[start : min(ends, default=len(lines) + 1) - 1])
    return found


@pytest.fixture(scope="module")
def read():
    return {name: sections(Page(Course({}, {}), name, source(name).read_text(encoding="utf-8"))) for name in pages()}


def test_many_questions_are_listed_and_none_twice():
    assert len(ASKED) >= 72
    assert [question for question, times in Counter(row["question"] for row in ASKED).items() if times > 1] == []


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row["question"])
def test_the_answer_stands_where_the_list_says(read, row):
    assert row["page"] in read
    assert row["anchor"] in read[row["page"]]
    assert len(row["answer"]) > 20 and row["answer"] in read[row["page"]][row["anchor"]]


def test_a_section_ends_at_the_next_heading_of_its_level():
    code = "```{code-cell} ipython3\n:tags: [remove-cell]\nx = 1\n```\n\n```{code-cell} ipython3\n# no heading\n```\n"
    text = f"(a)=\n# A\n\none\n\n(b)=\n## B\n\ntwo\n\n{code}\n### C\n\n(c)=\nthree\n\n## D\n\nfour\n"
    found = sections(Page(Course({}, {}), "page", text))
    assert {name: [word for word in ("one", "two", "three", "four") if word in found[name]] for name in found} == {
        "a": ["one", "two", "three", "four"],
        "b": ["two", "three"],
        "c": ["three"],
    }
    assert "# no heading" in found["b"] and "x = 1" not in found["b"]
