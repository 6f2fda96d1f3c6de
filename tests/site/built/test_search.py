"""The search leads to each loss by every name that it has, and the page of all losses does so too."""

import json
import re
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import expect

from lossbook.catalog import CATALOG
from lossbook.counterparts import COUNTERPARTS, called
from lossbook_course.teaching.gallery import anchor

PAGE = "appendix/losses.html"
ASKED = {
    "L1": "mean_absolute_error",
    "MAE": "mean_absolute_error",
    "SmoothL1Loss": "smooth_l1",
    "log loss": "binary_cross_entropy",
    "softmax loss": "categorical_cross_entropy",
    "pinball": "quantile",
    "BCEWithLogitsLoss": "binary_cross_entropy",
    "sparse_categorical_crossentropy": "sparse_categorical_cross_entropy",
    "NT-Xent": "nt_xent",
    "SimCLR": "nt_xent",
    "SupCon": "sup_con",
    "supervised contrastive": "sup_con",
}


def results(visit, asked):
    """Where the search leads, in its order."""
    page = visit.open(f"search.html?q={quote_plus(asked)}")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
    return page.eval_on_selector_all("#search-results li a", "links => links.map((link) => link.getAttribute('href'))")


@pytest.mark.browser
@pytest.mark.parametrize(("asked", "loss"), ASKED.items())
def test_search_leads_to_a_loss_by_its_other_names(visit, asked, loss):
    found = results(visit, asked)
    assert any(href.endswith(f"{PAGE}#{anchor(CATALOG[loss])}") for href in found[:10]), found[:10]
    assert visit.foreign == [] and visit.errors == []


@pytest.mark.browser
@pytest.mark.parametrize("asked", ["ordinal", "stars", "grades"])
def test_search_leads_to_the_page_of_ordered_classes(visit, asked):
    found = results(visit, asked)
    assert any("appendix/ordered-classes.html" in href for href in found[:10]), found[:10]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "page"),
    {
        "Wasserstein": "appendix/several-losses",
        "GAN": "appendix/several-losses",
        "posterior collapse": "appendix/several-losses",
        "SSIM": "appendix/several-losses",
        "LPIPS": "appendix/several-losses",
        "ArcFace": "06-embedding-losses",
        "R²": "04-regression-losses",
        "WeightedRandomSampler": "07-reductions-and-weights",
        "weighted random sampler": "appendix/glossary",
    }.items(),
)
def test_search_leads_to_what_people_ask_for_by_the_words_that_they_use(visit, asked, page):
    found = results(visit, asked)
    assert any(f"{page}.html" in href for href in found[:10]), found[:10]


def test_every_name_of_every_loss_is_in_the_index(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    page = index["docnames"].index(PAGE.removesuffix(".html"))
    for row in CATALOG.values():
        for name in called(row):
            assert [page, anchor(row), True] in index["indexentries"].get(name.lower(), []), (row.name, name)


def test_every_loss_shows_its_other_names(soups):
    for row in CATALOG.values():
        card = soups[PAGE].find(id=anchor(row))
        said = re.sub(r"\s+", " ", card.get_text())
        assert "also called" not in said or "also called " in said  # or the search would know one glued word
        assert all(alias in said for alias in COUNTERPARTS[row.name].aliases), row.name
        assert card["data-names"].split(" · ") == list(called(row))


@pytest.mark.browser
def test_the_page_of_all_losses_is_filtered(visit):
    page = visit.open(PAGE)
    page.locator(".lossbook-find input").fill("smooth l1")
    expect(page.locator(".lossbook-find [role=status]")).to_have_text(f"1 of {len(CATALOG)}")
    cards = page.locator(".lossbook-card:visible")
    expect(cards).to_have_count(1)
    expect(cards).to_have_id(anchor(CATALOG["smooth_l1"]))
    expect(page.locator(".lossbook-gallery h3:visible")).to_have_text(["Regression losses"])


@pytest.mark.browser
def test_curves_alone_lead_to_the_cards(visit):
    page = visit.open(PAGE)
    page.locator(".lossbook-find button").click()
    expect(page.locator(".lossbook-told").first).to_be_hidden()
    card = page.locator("#loss-huber")
    card.locator("h4 a").click()
    expect(card.locator(".lossbook-told")).to_be_visible()
    expect(page).to_have_url(re.compile("#loss-huber$"))
