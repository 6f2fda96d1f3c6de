r"""All losses on one page: what the catalog and its counterparts say of each, with a small curve, as cards.

The cards are HTML in which mathematics stands as TeX between ``\[`` and ``\]``, in elements of the class ``math``. The
site sets it when it is built, in MathML; Jupyter sets it when a cell is shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from lossbook.catalog import CATALOG, Loss
from lossbook.counterparts import COUNTERPARTS, Counterpart, called
from lossbook.domains import Parameter
from lossbook_course.teaching.display import display_html, on_site
from lossbook_course.teaching.sketches import sketch, svg

ALONE = "none of its own"
CHAPTERS = {  # where a family is told
    "cross_entropy": "02-cross-entropy",
    "divergence": "03-kl-divergence",
    "regression": "04-regression-losses",
    "margin": "05-hinge-losses",
    "embedding": "06-embedding-losses",
    "focal": "09-focal-loss",
    "ordinal": "appendix/ordered-classes",
    "overlap": "appendix/overlap-and-sequence",
    "sequence": "appendix/overlap-and-sequence",
    "vocabulary": "appendix/speed",
}


def families(catalog: Mapping[str, Loss] = CATALOG) -> dict[str, list[Loss]]:
    """The losses of each family, both in the order of the catalog; a family is named for readers."""
    grouped = groupby(sorted(catalog.values(), key=_first_of_family(catalog)), key=lambda row: row.family)
    return {f"{name.replace('_', '-').capitalize()} losses": list(rows) for name, rows in grouped}


def _first_of_family(catalog: Mapping[str, Loss]) -> Any:
    order = list(dict.fromkeys(row.family for row in catalog.values()))
    return lambda row: order.index(row.family)


def index(catalog: Mapping[str, Loss] = CATALOG) -> None:
    """Display the names of all losses, by family, each a link to its place on this page."""
    items = []
    for title, rows in families(catalog).items():
        links = " · ".join(f'<a href="#{anchor(row)}">{escape(row.title)}</a>' for row in rows)
        items.append(f"<li><b>{title}:</b> {links}</li>")
    text = "\n".join(f"{title}: {', '.join(row.name for row in rows)}" for title, rows in families(catalog).items())
    display_html(f'<ul class="lossbook-index">{"".join(items)}</ul>', text)


def gallery(catalog: Mapping[str, Loss] = CATALOG) -> None:
    """Display a card for every loss, under a heading for every family."""
    html, text = [], []
    for title, rows in families(catalog).items():
        html.append(f"<h3>{title}</h3>")
        html += [card(row) for row in rows]
        text += [f"{row.title} ({row.name}): {row.formula}" for row in rows]
    display_html(f'<div class="lossbook-gallery">\n{"".join(html)}\n</div>', "\n".join(text))


def card(row: Loss) -> str:
    """One loss: its formula, a sketch of its curve, its names, and what it takes, as HTML."""
    drawing = f'<div class="lossbook-sketch">{svg(row.title, sketch(row))}</div>'
    formula = f'<div class="math notranslate nohighlight">\\[{escape(row.formula)}\\]</div>'
    known_as = escape(" · ".join(called(row)))
    return (
        f'<section class="lossbook-card" id="{anchor(row)}" data-names="{known_as}">{heading(row)}{drawing}'
        f'<div class="lossbook-told">{formula}{fact_list(facts(row))}</div></section>'
    )


def heading(row: Loss) -> str:
    """The title of a loss and its name in code."""
    return f"<h4>{escape(row.title)} <small><code>{row.name}</code></small></h4>"


def anchor(row: Loss) -> str:
    """Where on a page a loss stands."""
    return f"loss-{row.name.replace('_', '-')}"


def facts(row: Loss) -> dict[str, str]:
    """What is to be said of a loss, as HTML: what each framework calls it, and what goes in."""
    elsewhere = COUNTERPARTS[row.name]
    said = {"also called": escape(", ".join(elsewhere.aliases))} if elsewhere.aliases else {}
    if elsewhere.near:
        near = "; ".join(f"{name}, {difference}" for name, difference in elsewhere.near)
        said["similar, not the same"] = escape(near)
    said |= {
        "lossbook": own_names(row),
        "Keras": names(elsewhere.keras),
        "PyTorch": names(elsewhere.torch),
    }
    said |= {label: escape(words) for label, words in domains(row).items()}
    if row.parameters:
        said["parameters"] = "<br>".join(parameter(p) for p in row.parameters)
    if chapter := chapter_link(CHAPTERS[row.family]):
        said["family's chapter"] = chapter
    said["source"] = escape(row.source)
    return said


def domains(row: Loss) -> dict[str, str]:
    """What each input may be, in words; what a switch makes of it too."""
    usual = {"y_true": "targets", "y_pred": "predictions"}
    words = {
        usual.get(given.name, given.name): given.domain.words + ", or None" * given.optional for given in row.inputs()
    }
    if row.logits:
        words["from logits"] = row.logits.words
    for switch, given in row.switched:
        words[f"{switch}=True"] = f"{usual.get(given.name, given.name)}: {given.domain.words}"
    return words


def parameter(it: Parameter) -> str:
    """A keyword with its default and its range."""
    return f"<code>{it.name}={escape(short(it.default))}</code>: {escape(it.words)}"


def short(value: Any) -> str:
    """A default as one would write it, and exactly that: a long one as a fraction or by its name."""
    if value == math.e:
        return "math.e"
    if isinstance(value, float) and len(repr(value)) > 8:
        near = Fraction(value).limit_denominator(100)
        return f"{near.numerator}/{near.denominator}" if float(near) == value else repr(value)
    return re.sub(r"e([+-])0", r"e\1", repr(value))


def own_names(row: Loss) -> str:
    """The library's function, Keras class and PyTorch class; on the site each leads to its place in the reference."""
    packages = {row.name: "numpy", row.class_name: "tensorflow", f"{row.class_name}Loss": "torch"}
    if not on_site():
        return codes(packages)
    links = (f'<a href="api-{home}.html#lossbook.{home}.{name}">{codes([name])}</a>' for name, home in packages.items())
    return " · ".join(links)


def names(counterpart: Counterpart | None) -> str:
    """What a framework calls a loss, classes and functions."""
    return codes(counterpart.name.split(" · ")) if counterpart else ALONE


def codes(words: Any) -> str:
    """Words in code font, with dots between."""
    return " · ".join(f"<code>{escape(word)}</code>" for word in words)


def fact_list(said: Mapping[str, str]) -> str:
    """Labels and what belongs to them."""
    items = "".join(f"<div><dt>{escape(label)}</dt> <dd>{words}</dd></div> " for label, words in said.items())
    return f'<dl class="lossbook-facts">{items}</dl>'


def chapter_link(chapter: str) -> str:
    """A link to a chapter, if there is such a page: beside the appendix of the book, or beside the notebook."""
    page = Path("..") / f"{chapter}.md" if on_site() else Path(f"{Path(chapter).name}.ipynb")
    if not page.exists():
        return ""
    title, *_ = re.findall(r'^\s*"?# ([^"\\\n]+)', page.read_text(encoding="utf-8"), re.MULTILINE)
    return f'<a href="{page.with_suffix(".html") if on_site() else page}">{escape(title)}</a>'
