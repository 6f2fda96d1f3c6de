"""What becomes of each construct of MyST in a notebook, on short texts."""

from textwrap import dedent

import pytest
from pybtex.database import parse_file

from lossbook_site.contents import BOOK
from lossbook_site.notebooks import page_cells
from lossbook_site.plain_markdown import Course, NotPlain, Page

REFERENCES = dict(parse_file(BOOK / "references.bib").entries)
LOSSES = "# All losses\n\n```{code-cell} ipython3\n1\n```\n"
OTHER = "(other)=\n# Other page\n\n(there)=\n## A place\n\n$$\nx\n$$ (eq-there)\n\n```{code-cell} ipython3\n1\n```\n"


def read(text: str) -> Page:
    """A page of this text, in a course of a few."""
    texts = {"here": text, "other": OTHER, "glossary": "# Glossary\n", "appendix/losses": LOSSES}
    return Course(texts, REFERENCES).pages["here"]


def cells(text: str) -> list[tuple[str, str, bool]]:
    """The cells of a page: their types and contents, and whether they are hidden."""
    return [
        (cell.cell_type, cell.source, cell.metadata.get("jupyter", {}).get("source_hidden", False))
        for cell in page_cells(read(dedent(text)))
    ]


def plain(text: str) -> str:
    """The plain form of a page that is one cell of text."""
    ((_, source, _),) = cells(text)
    return source


@pytest.mark.parametrize(
    "text",
    [
        "Words, *words* and `code`.",
        "- a list\n\n  of paragraphs\n- and `code`",
        "| a | b |\n| --- | --- |\n| 1 | $x | y$ |",
        "```python\n# no heading\n{ref}`none`\n```",
        "Code such as `` {ref}`none` `` stays.",
        "Code:\n\n    {ref}`none`",
        "$$\nx\n$$",
        "[elsewhere](https://example.org/README.md)",
    ],
)
def test_what_is_plain_stays(text):
    assert plain(text) == text


@pytest.mark.parametrize("fence", ["```", "~~~", ":::", "````"])
def test_a_directive_is_read_whatever_its_fence(fence):
    assert plain(f"{fence}{{note}}\nMind it.\n{fence}") == "> **Note.**\n>\n> Mind it."


def test_a_title_and_a_body_are_said_plainly():
    text = ":::{prf:definition} The {loss}`huber` loss\n:label: def-huber\n\nIt is\n\n$$\nx\n+ y\n$$ (eq-x)\n:::"
    box = "> **Definition (The [`huber`](losses.ipynb) loss).**\n>\n> It is\n>\n> $$x + y \\tag{1}$$"
    assert plain(text) == box


def test_directives_nest():
    text = "````{note}\nOuter\n\n```{tip} Look\nInner\n```\n````"
    assert plain(text) == "> **Note.**\n>\n> Outer\n>\n>\n> > **Look.**\n> >\n> > Inner"


def test_tabs_stand_below_each_other():
    text = "::::{tab-set}\n:::{tab-item} NumPy\none\n:::\n:::{tab-item} PyTorch\ntwo\n:::\n::::"
    assert plain(text) == "**NumPy**\n\none\n\n**PyTorch**\n\ntwo"


@pytest.mark.parametrize(
    "role, form",
    [
        ("{doc}`other`", "[Other page](other.ipynb)"),
        ("{doc}`that <other>`", "[that](other.ipynb)"),
        ("{doc}`glossary`", "*Glossary*"),
        ("{ref}`other`", "[Other page](other.ipynb)"),
        ("{ref}`there`", "[A place](other.ipynb)"),
        ("{ref}`near`", "[Near by](#Near-by)"),
        ("{ref}`here it is <near>`", "[here it is](#Near-by)"),
        ("{prf:ref}`def-x`", "*X*"),
        ("{eq}`eq-here`", "(1)"),
        ("{eq}`eq-there`", "(1 in [Other page](other.ipynb))"),
        ("{cite:t}`shannon1948`", "Shannon (1948)"),
        ("{cite:p}`shannon1948,kullback1951`", "(Shannon 1948; Kullback and Leibler 1951)"),
        ("{glue:text}`loss:.4f`", "`loss`"),
        ("{loss}`huber`", "[`huber`](losses.ipynb)"),
        ("{term}`logit`", "logit"),
        ("{term}`logits <logit>`", "logits"),
        ("{code}`x`", "`x`"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "# {}", "- a\n- *{}*, b", "> {}", "| a | b |\n| --- | --- |\n| {} | {} |"])
def test_a_role_is_said_plainly_wherever_it_stands(role, form, around):
    labels = "\n\n(near)=\n## Near by\n\n```{prf:theorem} X\n:label: def-x\n```\n\n$$y$$ (eq-here)\n"
    assert plain(around.replace("{}", role) + labels).startswith(around.replace("{}", form) + "\n\n## Near by")


def test_a_role_may_run_over_a_line():
    assert plain("> See {ref}`the\n> place <there>`.") == "> See [the > place](other.ipynb)."


def test_equations_are_numbered_as_they_come():
    text = "$$a$$ (eq-a)\n\n```{note}\n$$b$$ (eq-b)\n```\n\n- $$c$$ (eq-c)\n"
    assert plain(text) == "$$a\\tag{1}$$\n\n> **Note.**\n>\n> $$b\\tag{2}$$\n\n- $$c\\tag{3}$$"


def test_what_is_cited_is_listed_once():
    page = read("# Here\n")
    assert page.references() == ""
    page.render("{cite:t}`shannon1948` and {cite:p}`shannon1948`", 1)
    title, _, entry = page.references().split("\n")
    assert title == "## References" and entry.startswith("- ") and "Shannon" in entry and "1948" in entry


def test_code_is_a_cell_and_front_matter_is_none():
    text = """\
        ---
        kernelspec:
          name: python3
        ---

        # Title

        ```{code-cell} ipython3
        :tags: [hide-input]

        x = 1
        ```

        ---

        between

        ---

        ```{loss-source} huber
        ```
    """
    show = 'from lossbook.teaching import show_source\n\nshow_source("huber")'
    assert cells(text) == [
        ("markdown", "# Title", False),
        ("code", "x = 1", True),
        ("markdown", "---\n\nbetween\n\n---", False),
        ("code", show, False),
    ]


def test_an_exercise_has_a_heading_and_its_solution_is_folded():
    text = """\
        ```{exercise-start} Add
        :label: ex-add
        ```
        What is 1 + 1?
        ```{exercise-end}
        ```
        ```{solution-start} ex-add
        :class: dropdown
        ```
        ```{code-cell} ipython3
        1 + 1
        ```
        So it is 2.
        ```{solution-end}
        ```
        On.
    """
    first = "<b>Solution: Add</b></summary>\n\nThe next cell is the solution. Unfold it.\n\n"
    assert cells(text) == [
        ("markdown", "### Exercise: Add\n\nWhat is 1 + 1?", False),
        ("markdown", f"<details>\n<summary>{first}</details>", False),
        ("code", "1 + 1", True),
        ("markdown", "<details>\n<summary><b>Solution, continued</b></summary>\n\nSo it is 2.\n\n</details>", False),
        ("markdown", "On.", False),
    ]


@pytest.mark.parametrize(
    "text, line, problem",
    [
        ("# A\n\n```{frame}\n```", 3, "plain form of the directive 'frame'"),
        ("# A\n\n```{glossary}\nlogit\n  A number.\n```", 3, "plain form of the directive 'glossary'"),
        ("# A\n\nB\n{frame}`x`", 4, "plain form of the role 'frame'"),
        ("````{note}\n:class: x\n\nA\n\n```{tip}\nB\n\n{frame}`x`\n```\n````", 9, "role 'frame'"),
        ("::::{tab-set}\n:::{tab-item} A\n{frame}`x`\n:::\n::::", 3, "role 'frame'"),
        ("- a\n- b\n\n  ```{note}\n  c\n  ```", 4, "'note' in a list"),
        ("```{note}\n:class\n```", 1, "{note}"),
        ("A\n\n```{code-cell} ipython3\n:tags: [hide-input\n```", 3, "{code-cell}"),
        ("\n{ref}`nowhere`", 2, "label 'nowhere'"),
        ("\n{doc}`nowhere`", 2, "page 'nowhere'"),
        ("\n{eq}`nothing`", 2, "equation 'nothing'"),
        ("\n{cite:p}`nobody`", 2, "references.bib 'nobody'"),
        ("\n[x](other.md#there)", 2, "'other.md#there'"),
        ("A\n\n```{code-cell} ipython3\n1\n```\n\n{frame}`x`", 7, "role 'frame'"),
        ("A\n\n```{solution-start} nothing\n```", 3, "label 'nothing'"),
    ],
)
def test_what_has_no_plain_form_is_an_error_that_says_where(text, line, problem):
    with pytest.raises(NotPlain) as error:
        cells(text)
    assert str(error.value).startswith(f"here, line {line}: ")
    assert problem in str(error.value)
