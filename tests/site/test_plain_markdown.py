"""What becomes of each construct of MyST in a notebook, on short texts."""

from textwrap import dedent

import pytest
from pybtex.database import parse_file

from lossbook_site.contents import BOOK
from lossbook_site.notebooks import page_cells
from lossbook_site.plain_markdown import Course, NotPlain, Page

REFERENCES = dict(parse_file(BOOK / "references.bib").entries)
LOSSES = "# All losses\n\n```{code-cell} ipython3\n1\n```\n"
OTHER = """\
(other)=
# Other page

(there)=
## A place

$$
x
$$ (eq-there)

(below)=
- an entry

```{prf:definition} Z
:label: def-there
```

(odd)=
## What's `f(x)` = $a b$?

```{exercise} Add
:label: ex-there
```

```{code-cell} ipython3
1
```
"""


def read(text: str) -> Page:
    """A page of this text, in a course of a few."""
    texts = {
        "here": text,
        "other": OTHER,
        "status": "# Status\n",
        "choosing": "# Choosing\n",
        "appendix/losses": LOSSES,
    }
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
    link = "[`huber`](losses.ipynb#loss-huber)"
    box = f"> **Definition 1 (The {link} loss).**\n>\n> It is\n>\n> $$x + y \\tag{{1}}$$"
    assert plain(text) == box


def test_directives_nest():
    text = "````{note}\nOuter\n\n```{tip} Look\nInner\n```\n````"
    assert plain(text) == "> **Note.**\n>\n> Outer\n>\n>\n> > **Look.**\n> >\n> > Inner"


def test_a_question_is_quoted_and_its_cell_takes_the_answer():
    text = "Before.\n\n```{question} ce-spread\n```\nBetween.\n\n```{question} ce-start\n```\n"
    (_, before, _), (kind, quoted, _), (_, first, _), (_, between, _), _, (_, second, _) = cells(text)
    assert (before, kind, between) == ("Before.", "markdown", "Between.")
    assert quoted.startswith("> **Question.** The truth is the first") and "> - (c) Neither" in quoted
    assert first == 'from lossbook_course.teaching import reply\n\nreply("ce-spread", ...)  # a letter'
    assert second == 'reply("ce-start", ...)  # a number (nats)'


def test_tabs_stand_below_each_other():
    text = "::::{tab-set}\n:::{tab-item} NumPy\none\n:::\n:::{tab-item} PyTorch\ntwo\n:::\n::::"
    assert plain(text) == "**NumPy**\n\none\n\n**PyTorch**\n\ntwo"


@pytest.mark.parametrize(
    "role, form",
    [
        ("{doc}`other`", "[Other page](other.ipynb)"),
        ("{doc}`that <other>`", "[that](other.ipynb)"),
        ("{doc}`status`", "*Status*"),
        ("{doc}`choosing`", "[Choosing](choosing.ipynb)"),
        ("{ref}`other`", "[Other page](other.ipynb)"),
        ("{ref}`there`", "[A place](other.ipynb#A-place)"),
        ("{ref}`this <below>`", "[this](other.ipynb#A-place)"),
        ("{ref}`this <odd>`", "[this](other.ipynb#What's-f(x)-%3D-%24a-b%24?)"),
        ("{ref}`ex-there`", "[Add](other.ipynb#Exercise-1:-Add)"),
        ("{ref}`near`", "[Near by](#Near-by)"),
        ("{ref}`here it is <near>`", "[here it is](#Near-by)"),
        ("{prf:ref}`def-x`", "[Theorem 1](#Near-by)"),
        ("{prf:ref}`def-there`", "[Definition 1](other.ipynb#A-place)"),
        ("{eq}`eq-here`", "[(1)](#Near-by)"),
        ("{eq}`eq-there`", "[(2)](other.ipynb#A-place)"),
        ("{cite:t}`shannon1948`", "Shannon (1948)"),
        ("{cite:p}`shannon1948,kullback1951`", "(Shannon 1948; Kullback and Leibler 1951)"),
        ("{glue:text}`loss:.4f`", "\ue000loss:.4f\ue001"),
        ("{loss}`huber`", "[`huber`](losses.ipynb#loss-huber)"),
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
    assert plain("> See {ref}`the\n> place <there>`.") == "> See [the > place](other.ipynb#A-place)."


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
    """
    assert cells(text) == [
        ("markdown", "# Title", False),
        ("code", "x = 1", True),
        ("markdown", "---\n\nbetween\n\n---", False),
    ]


def test_code_that_the_site_hides_is_kept_with_the_cell_before_it():
    hidden = "```{{code-cell}} ipython3\n:tags: [remove-cell]\n{}\n```\n"
    text = "```{code-cell} ipython3\nx = 1\n```\n" + hidden.format("if x:\n    x") + "Words.\n" + hidden.format("y")
    code, words = page_cells(read(text))
    assert code.source == "x = 1" and code.metadata == {"lossbook": {"hidden": ["if x:", "    x", "", "y"]}}
    assert words.source == "Words."


def test_the_library_s_code_is_folded_and_in_three_frameworks():
    text = plain("```{loss-source} binary_focal\n```")
    summary = "<summary><code>binary_focal</code> in the library: NumPy, TensorFlow, PyTorch</summary>"
    assert text.startswith(f"<details>\n{summary}\n\n**NumPy**\n\n```python\n") and text.endswith("```\n\n</details>")
    assert text.count("def binary_focal(") == 3 and "def binary_focal_grad(" in text and '"""' not in text


def test_cards_and_terms_are_lists():
    text = """\
        # Doors

        ::::{grid} 2
        :::{grid-item-card} One
        :link: near
        :link-type: ref
        which *digit*
        :::

        :::{grid-item-card} Elsewhere
        :link: other
        :link-type: doc
        what
        :::
        ::::

        (near)=
        ## Near by

        ```{glossary}
        logit
        对数几率
        logarithm
          A number,
          see {ref}`near`.

        loss
          What is *wrong*.
        ```
    """
    assert plain(text).split("\n\n", 1)[1] == (
        "- [One](#Near-by): which *digit*\n- [Elsewhere](other.ipynb): what\n\n## Near by\n\n"
        "- **logit** · 对数几率 · logarithm<br>\n  A number, see [Near by](#Near-by).\n"
        "- **loss**<br>\n  What is *wrong*."
    )


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
    first = "<b>Solution to Exercise 1: Add</b></summary>\n\nThe next cell is the solution. Unfold it.\n\n"
    assert cells(text) == [
        ("markdown", "### Exercise 1: Add\n\nWhat is 1 + 1?", False),
        ("markdown", f"<details>\n<summary>{first}</details>", False),
        ("code", "1 + 1", True),
        ("markdown", "<details>\n<summary><b>Solution, continued</b></summary>\n\nSo it is 2.\n\n</details>", False),
        ("markdown", "On.", False),
    ]


@pytest.mark.parametrize(
    "text, line, problem",
    [
        ("# A\n\n```{frame}\n```", 3, "plain form of the directive 'frame'"),
        ("# A\n\n```{prf:theorem} B\n```", 3, "label None"),
        ("```{loss-source} hubert\n```", 1, "'hubert' is not a loss"),
        ("\n{loss}`hubert`", 2, "loss 'hubert'"),
        ("A\n\n```{code-cell} ipython3\n:tags: [remove-cell]\n1\n```", 3, "a hidden cell before the first"),
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
