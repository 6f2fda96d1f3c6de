"""What the build makes from the library and from other pages is complete."""

from urllib.parse import urlsplit

import pytest

from lossbook.catalog import CATALOG

PACKAGES = ("numpy", "tensorflow", "torch")


def names(package, row):
    """What a package offers for one loss."""
    if package == "numpy":
        return {row.name, f"{row.name}_grad"}
    return {row.name, row.class_name + ("Loss" if package == "torch" else "")}


def test_solutions_index_has_every_exercise_and_every_solution(english):
    links = [urlsplit(link["href"]) for link in english["appendix/solutions.html"].select("article a[href*='#']")]
    listed = [(link.path.removeprefix("../"), link.fragment) for link in links if link.path.endswith(".html")]
    there = [
        (address if "/" not in address else address.removeprefix("appendix/"), block["id"])
        for address, soup in english.items()
        for block in soup.select(".exercise, .solution")
    ]
    assert there and sorted(listed) == sorted(there)


@pytest.mark.parametrize("package", PACKAGES)
def test_api_has_every_name_of_every_loss(soups, package):
    page = soups[f"appendix/api-{package}.html"]
    documented = {block["id"] for block in page.select("dt.sig[id]")}
    assert documented == {f"lossbook.{package}.{name}" for row in CATALOG.values() for name in names(package, row)}


@pytest.mark.parametrize("package", PACKAGES)
def test_api_and_cards_lead_to_each_other(soups, package):
    """That the links resolve is tested for all links."""
    to_cards = {link["href"] for link in soups[f"appendix/api-{package}.html"].select("dd a[href^='losses.html#']")}
    back = {link["href"] for link in soups["appendix/losses.html"].select(f".lossbook-card a[href^='api-{package}']")}
    assert len(to_cards) == len(back) == len(CATALOG)


@pytest.mark.parametrize("package", PACKAGES)
def test_api_sets_its_formulas_and_shows_its_examples(soups, package):
    page = soups[f"appendix/api-{package}.html"]
    for row in CATALOG.values():
        told = page.find(id=f"lossbook.{package}.{row.name}").find_next_sibling("dd")
        assert told.select(".math") and told.select(".doctest"), row.name
