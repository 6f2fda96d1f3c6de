"""The search leads to each loss by every name that it has, and the page of all losses does so too."""

import json
import re

import pytest

from lossbook.catalog import CATALOG
from lossbook.teaching.gallery import anchor

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
    "NT-Xent": "info_nce",
}


@pytest.mark.browser
@pytest.mark.parametrize(("asked", "loss"), ASKED.items())
def test_search_leads_to_a_loss_by_its_other_names(visit, asked, loss):
    page = visit.open(f"search.html?q={asked.replace(' ', '+')}")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
    found = page.eval_on_selector_all("#search-results li a", "links => links.map((link) => link.getAttribute('href'))")
    assert any(href.endswith(f"{PAGE}#{anchor(CATALOG[loss])}") for href in found[:10]), found[:10]
    assert visit.foreign == [] and visit.errors == []


def test_every_name_of_every_loss_is_in_the_index(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    page = index["docnames"].index(PAGE.removesuffix(".html"))
    for row in CATALOG.values():
        for name in row.called():
            assert [page, anchor(row), True] in index["indexentries"].get(name.lower(), []), (row.name, name)


def test_every_loss_shows_its_other_names(soups):
    for row in CATALOG.values():
        card = soups[PAGE].find(id=anchor(row))
        said = re.sub(r"\s+", " ", card.get_text())
        assert all(alias in said for alias in row.aliases), row.name
        assert card["data-names"].split(" · ") == list(row.called())


@pytest.mark.browser
def test_the_page_of_all_losses_is_filtered(visit):
    page = visit.open(PAGE)
    page.locator(".lossbook-find input").fill("smooth l1")
    visible = [card.get_attribute("id") for card in page.locator(".lossbook-card").all() if card.is_visible()]
    assert visible == [anchor(CATALOG["smooth_l1"])]
    headings = [each.inner_text() for each in page.locator(".lossbook-gallery h3").all() if each.is_visible()]
    assert headings == ["Regression losses"]
    assert page.locator(".lossbook-find [role=status]").inner_text() == f"1 of {len(CATALOG)}"


@pytest.mark.browser
def test_curves_alone_lead_to_the_cards(visit):
    page = visit.open(PAGE)
    page.locator(".lossbook-find button").click()
    assert not page.locator(".lossbook-told").first.is_visible()
    card = page.locator("#loss-huber")
    card.locator("h4 a").click()
    assert card.locator(".lossbook-told").is_visible()
    assert page.url.endswith("#loss-huber")
