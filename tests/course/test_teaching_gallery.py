"""The page of all losses: a card for every row of the catalog, a curve that is the library's own."""

import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import lossbook.numpy
from lossbook.catalog import CATALOG, Input, Loss
from lossbook.counterparts import COUNTERPARTS, called
from lossbook.domains import Domain, Signs
from lossbook.samples import sample
from lossbook_course.teaching import gallery
from lossbook_course.teaching.sketches import Sketch, described, sketch, svg

BOOK = Path(__file__).parents[2] / "book"
ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)


@pytest.fixture
def shown(monkeypatch):
    """Everything displayed, as pairs of HTML and text."""
    outputs = []
    monkeypatch.setattr(gallery, "display_html", lambda html, text: outputs.append((html, text)))
    return outputs


def parsed(html):
    """The HTML as a tree; it is written so that a parser of XML understands it too."""
    return ElementTree.fromstring(f"<main>{html.replace('<br>', '<br/>')}</main>")


def test_importing_what_pages_need_loads_no_framework():
    code = (
        "import sys, lossbook_course.teaching.gallery, lossbook_course.teaching.rosetta;"
        "print(*{'tensorflow', 'torch', 'matplotlib'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


# Sketches


@ROWS
def test_every_loss_has_a_curve_that_says_something(row):
    drawn = sketch(row)
    assert 1 <= len(drawn.curves) <= 4
    assert np.all(np.diff(drawn.x) > 0)
    for y in drawn.curves.values():
        assert y.shape == drawn.x.shape and np.all(np.isfinite(y)) and np.ptp(y) > 0


@ROWS
def test_every_drawing_has_a_text_alternative_and_the_ink_of_its_page(row):
    drawing = svg(row.title, sketch(row))
    tree = parsed(drawing)[0]
    assert tree.get("role") == "img" and tree.get("aria-label").startswith(row.title)
    assert "currentColor" in drawing and "#000" not in drawing and "http" not in drawing


def test_curves_are_what_the_library_says():
    drawn = sketch(CATALOG["hinge"])
    right = lossbook.numpy.hinge(np.ones_like(drawn.x), drawn.x, reduction="none")
    np.testing.assert_array_equal(drawn.curves["target 1"], right)
    np.testing.assert_allclose(drawn.curves["target −1"], right[::-1], atol=1e-14)
    drawn = sketch(CATALOG["categorical_cross_entropy"])
    np.testing.assert_allclose(drawn.curves["hard target"], -np.log(drawn.x))
    np.testing.assert_allclose(
        drawn.curves["soft target"], -0.6 * np.log(drawn.x) - 0.4 * np.log((1 - drawn.x) / 2), rtol=1e-12
    )


@pytest.mark.parametrize(
    ("name", "xlabel", "begin", "end"),
    [
        ("mean_squared_error", "prediction", -2, 4),
        ("hinge", "prediction", -3, 3),
        ("poisson", "prediction", 0.05, 4),
        ("binary_cross_entropy", "probability", 0.02, 0.98),
        ("sparse_categorical_cross_entropy", "probability of the true class", 0.02, 0.98),
        ("crammer_singer", "score of the true class", -3, 3),
        ("dice", "probability of the truth", 0.02, 0.98),
        ("margin_ranking", "x1", -2, 4),
        ("crps_ensemble", "one member of three", -2, 4),
        ("circle", "score of the true class", -1, 1),
        ("cosine_similarity", "angle in degrees", 0, 180),
        ("triplet_margin", "angle in degrees", 0, 180),
        ("info_nce", "angle in degrees", 0, 180),
        ("nt_xent", "angle in degrees", 0, 180),
        ("sup_con", "the way from one sample to another", 0, 1),
    ],
)
def test_domains_choose_what_a_curve_runs_over(name, xlabel, begin, end):
    drawn = sketch(CATALOG[name])
    assert drawn.xlabel == xlabel
    np.testing.assert_allclose(drawn.x[[0, -1]], [begin, end])


class Anywhere(Domain):
    """Vectors."""

    words = "vectors"
    over_axis = True


@sample.register
def _(domain: Anywhere, rng, shape):
    return rng.normal(size=shape)


def row_of(name, *inputs):
    return Loss(name=name, title=name, family="tried", formula="", source="", several=inputs)


def vector(name):
    return Input(name, Anywhere(), differentiable=True)


def test_vectors_turn_from_their_partner_away(monkeypatch):
    def one_minus_cosine(x1, x2, target, reduction):
        cosine = (x1 * x2).sum(-1)
        return np.where(target == 1, 1 - cosine, np.maximum(0, cosine)).mean()

    monkeypatch.setattr(lossbook.numpy, "tried", one_minus_cosine, raising=False)
    drawn = sketch(row_of("tried", vector("x1"), vector("x2"), Input("target", Signs())))
    assert drawn.xlabel == "angle in degrees"
    np.testing.assert_allclose(drawn.curves["target 1"], 1 - np.cos(np.radians(drawn.x)), atol=1e-12)


def test_the_third_of_a_triplet_is_on_the_other_side(monkeypatch):
    def triplet(anchor, positive, negative, reduction):
        distance = [np.linalg.norm(anchor - other, axis=-1) for other in (positive, negative)]
        return np.maximum(0, distance[0] - distance[1] + 1).mean()

    monkeypatch.setattr(lossbook.numpy, "tried", triplet, raising=False)
    (y,) = sketch(row_of("tried", vector("anchor"), vector("positive"), vector("negative"))).curves.values()
    np.testing.assert_allclose(y[[0, -1]], [0, 3])


class Grid(Anywhere):
    """Three numbers or more along the axis, which no simple way has."""

    def check(self, values, name, axis):
        if values.shape[axis] < 4:
            raise ValueError("too short")


def test_where_no_simple_way_is_legal_the_curve_runs_between_two_samples(monkeypatch):
    monkeypatch.setattr(lossbook.numpy, "tried", lambda x, reduction: (x**2).mean(), raising=False)
    drawn = sketch(row_of("tried", Input("x", Grid(), differentiable=True)))
    assert drawn.xlabel == "the way from one sample to another" and list(drawn.x[[0, -1]]) == [0, 1]


def test_inputs_that_name_their_axes_turn_only_where_several_are_vectors(monkeypatch):
    def tried(x, y, reduction):
        return np.exp(x @ y.T / 10).sum()

    monkeypatch.setattr(lossbook.numpy, "tried", tried, raising=False)
    x, keys, weight = (Input("x", Anywhere(), axes=axes, differentiable=True) for axes in ("ND", "ND", "CD"))
    assert sketch(row_of("tried", x, replace(keys, name="keys"))).xlabel == "angle in degrees"
    assert sketch(row_of("tried", x, replace(weight, name="weight"))).xlabel == "the way from one sample to another"


def test_a_description_names_the_ends_and_the_lowest_point():
    drawn = Sketch(np.array([-1.0, 0, 1]), "prediction", {"target 1": np.array([4.0, 0, 2])})
    assert described("Loss", drawn) == "Loss against prediction. target 1: 4 at −1; lowest, 0, at 0; 2 at 1."


# Cards


@ROWS
def test_a_card_says_what_its_row_says(row):
    tree = parsed(gallery.card(row))
    text = "".join(tree.itertext())
    for wanted in (row.title, row.name, row.class_name, row.formula, row.source, *gallery.domains(row).values()):
        assert wanted in text
    for counterpart in (COUNTERPARTS[row.name].keras, COUNTERPARTS[row.name].torch):
        assert all(name in text for name in (counterpart.name.split(" · ") if counterpart else [gallery.ALONE]))
    for it in row.parameters:
        assert f"{it.name}={gallery.short(it.default)}" in text and it.words in text


def test_a_loss_that_is_nearly_another_is_found_there_and_told_apart():
    row = CATALOG["info_nce"]
    said = gallery.facts(row)
    assert "also called" not in said
    assert said["similar, not the same"].startswith("CLIP loss, which is the mean of both directions")
    assert "CLIP loss" in called(row) and 'data-names="InfoNCE · CLIP loss' in gallery.card(row)


def test_the_page_has_every_loss_once_and_the_index_leads_there(shown):
    gallery.index()
    gallery.gallery()
    links = [link.get("href") for link in parsed(shown[0][0]).iter("a")]
    cards = [section.get("id") for section in parsed(shown[1][0]).iter("section")]
    assert links == [f"#{card}" for card in cards]
    assert len(cards) == len(set(cards)) == len(CATALOG)
    assert all(name in text for _, text in shown for name in CATALOG)


def test_families_stand_together_in_the_order_of_the_catalog():
    rows = {name: row_of(name) for name in "abc"}
    one, two = (replace(rows["a"], name=name, family="cross_entropy") for name in "xy")
    found = gallery.families({"x": one, "a": rows["a"], "y": two})
    assert {title: [row.name for row in rows] for title, rows in found.items()} == {
        "Cross-entropy losses": ["x", "y"],
        "Tried losses": ["a"],
    }


def test_mathematics_is_marked_and_escaped():
    html = gallery.card(CATALOG["smooth_l1"])
    assert '<div class="math notranslate nohighlight">\\[' in html and "|r| &lt; \\beta" in html


def test_switched_inputs_and_logits_are_told():
    assert gallery.domains(CATALOG["poisson"])["log_input=True"].startswith("predictions: logarithms")
    assert "from logits" in gallery.domains(CATALOG["binary_focal"])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1e-7, "1e-7"),
        (2.0, "2.0"),
        (4 / 3, "4/3"),
        (math.e, "math.e"),
        (0.123456789, "0.123456789"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_defaults_are_short(value, said):
    assert gallery.short(value) == said


@pytest.mark.parametrize("site", [True, False])
def test_a_chapter_is_linked_where_its_page_is(monkeypatch, tmp_path, site):
    (tmp_path / "appendix").mkdir()
    (tmp_path / "02-some.md").write_text("---\nx: y\n---\n\n(label)=\n# Some <chapter>\n\n## Part\n")
    (tmp_path / "appendix" / "02-some.ipynb").write_text(
        '{"cells": [{"source": [\n    "(x)\\n",\n    "# Some <chapter>\\n"'
    )
    monkeypatch.chdir(tmp_path / "appendix")
    monkeypatch.setattr(gallery, "on_site", lambda: site)
    address = "../02-some.html" if site else "02-some.ipynb"
    assert gallery.chapter_link("02-some") == f'<a href="{address}">Some &lt;chapter&gt;</a>'
    assert gallery.chapter_link("03-none") == ""


def test_every_family_is_told_in_a_chapter():
    assert set(gallery.CHAPTERS) == {row.family for row in CATALOG.values()}
    assert all((BOOK / f"{chapter}.md").exists() for chapter in gallery.CHAPTERS.values())


def test_words_of_a_curve_are_never_below_its_lowest_value():
    """The place of the lowest is chosen with a tolerance; its value is that of the curve."""
    assert "lowest, 0, at 90; 0 at 180" in described("Cosine", sketch(CATALOG["cosine_embedding"]))


def test_a_card_says_which_input_may_be_left_out():
    assert gallery.domains(CATALOG["linear_cross_entropy"])["bias"] == "real numbers, or None"


def test_the_chapter_of_a_family_names_one_of_its_losses():
    """Or its card leads a reader to a page that has no word of it."""
    for family, chapter in gallery.CHAPTERS.items():
        page = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
        assert any(row.name in page for row in CATALOG.values() if row.family == family), family
