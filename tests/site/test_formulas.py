"""Formulas become MathML when a site is built; a wrong one is a warning that says where it stands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]
CONFIGURATION = """
extensions = ["myst_parser", "sphinx.ext.autodoc", "lossbook_site.formulas"]
myst_enable_extensions = ["dollarmath", "amsmath"]
"""
FIRST = r"""# First

Between words $\hat y_i = f'(x)$ stands.

$$
\ell(r) = \begin{cases} r^2 & \text{for } |r| \le \delta \\ \delta \bigl(|r|\bigr)^2 & \text{beyond} \end{cases}
$$ (huber)

$$\sum_{i=1}^n x_i$$

<div class="math notranslate">\[a &lt; b\]</div>

Not a formula: `\(x\)`.
"""
SECOND = r"""# Second

See {eq}`huber`, and what the docstring says:

```{eval-rst}
.. autofunction:: told.square
```
"""
TOLD = 'def square(r):\n    r"""The square :math:`r^2`.\n\n    .. math:: \\frac{r^2}{2}\n    """\n'


def build(folder, **pages):
    """Build a site of these pages; the result is what was printed, and the pages."""
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "told.py").write_text(TOLD)
    contents = "\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    for name, text in {"index": "# All\n" + contents, **pages}.items():
        (folder / f"{name}.md").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", "2", folder, folder / "site"]
    paths = os.pathsep.join([str(ROOT), str(folder), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    return ran, {name: BeautifulSoup((folder / "site" / f"{name}.html").read_text(), "html.parser") for name in pages}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("formulas")
    ran, pages = build(folder, first=FIRST, second=SECOND)
    assert ran.returncode == 0, ran.stderr
    return folder / "site", pages


def test_a_formula_between_words(site):
    formula = site[1]["first"].p.math
    assert "display" not in formula.attrs
    assert formula.get_text() == "yˆi=f′(x)"
    assert [each.name for each in formula.msub] == ["mover", "mi"]


def test_a_displayed_formula_and_its_number(site):
    numbered, plain, raw = site[1]["first"].select("div.math")
    assert {each.math["display"] for each in (numbered, plain, raw)} == {"block"}
    assert numbered.select_one(".eqno").get_text().startswith("(1)")
    assert numbered.select_one("a.headerlink")["href"] == f"#{numbered['id']}"
    assert not plain.select(".eqno") and plain.munderover.mo.get_text() == "∑"
    assert len(numbered.select("mtr")) == 2 and numbered.msup
    assert raw.math.get_text() == "a<b"


def test_a_reference_leads_to_a_formula(site):
    link = site[1]["second"].find("a", href="first.html#equation-huber")
    assert link.get_text() == "(1)"


def test_formulas_of_docstrings(site):
    told = site[1]["second"].find("dd")
    assert told.p.math.msup and told.select_one("div.math").mfrac


def test_a_parenthesis_that_bears_a_script_grows(site):
    """Chromium lets it do so inside a row."""
    assert site[1]["first"].select_one("msup > mrow > mo[minsize]").get_text() == ")"


def test_no_tex_is_left(site):
    for page in site[1].values():
        for code in page.find_all("code"):
            code.decompose()
        assert not re.search(r"\\[a-z([]|\$|\^", page.body.get_text())


def test_the_search_finds_the_words_that_it_found_before(site):
    """The index is of what the pages say, and not of what a formula is made of."""
    text = (site[0] / "searchindex.js").read_text()
    terms = json.loads(text[text.index("(") + 1 : text.rindex(")")])["terms"]
    assert "docstr" in terms and "mrow" not in terms and "mtext" not in terms


def test_the_font_has_every_sign_of_the_catalog(site):
    from fontTools.ttLib import TTFont

    from lossbook.catalog import CATALOG
    from lossbook_site.formulas import UNSEEN, mathml

    font = TTFont(site[0] / "_static" / "formulas.woff2")
    assert "MATH" in font
    said = "".join(BeautifulSoup(mathml(row.formula, True), "html.parser").get_text() for row in CATALOG.values())
    assert set(said) - UNSEEN <= {chr(code) for code in font.getBestCmap()}


WRONG = {
    r"a \star b": r"has no '⋆' \(U\+22C6\)",
    r"\lfet( x \right)": "Unknown command",
    r"\unknown{x}": "Unknown command",
    r"\frac{1}": "Expected argument",
    r"{a": "closing token",
    r"a & b": "table-like",
    r"a \\ b": "doesn't set",
    r"\begin{align}a\end{align}": "doesn't set",
    r"\eqref{huber}": "doesn't set",
}


def test_a_wrong_formula_is_a_warning_that_says_where(tmp_path):
    text = "# Wrong\n\n" + "".join(f"${tex}$\n\n" for tex in WRONG)
    text += '```{raw} html\n<div class="math">\\[\\nothing\\]</div>\n```\n\n$$\n\\nowhere\n$$\n'
    ran, _ = build(tmp_path, wrong=text)
    assert ran.returncode == 1
    for line, (tex, what) in enumerate(WRONG.items()):
        assert re.search(rf"wrong\.md:{2 * line + 3}: WARNING: formula {re.escape(repr(tex))}: .*{what}", ran.stderr), (
            tex
        )
    assert len(re.findall(r"wrong\.md:\d+: WARNING: formula", ran.stderr)) == len(WRONG) + 2, ran.stderr
