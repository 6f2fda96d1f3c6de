"""What can be taken away, and where it then opens."""

import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from lossbook_site import addresses
from lossbook_site.contents import ROOT
from lossbook_site.serve import served

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BOX = re.compile(r"(?<!to )\b(?:Definition|Exercise|Property|Theorem) \d+(?= \(|: )")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_there_clean_and_with_outputs(site, path):
    assert (site / "notebooks" / path.name).read_bytes() == path.read_bytes()
    executed = nbformat.read(site / "notebooks" / "executed" / path.name, as_version=4)
    nbformat.validate(executed)
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    clean = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells] == [cell.source for cell in clean]
    assert any(cell.outputs for cell in cells) or not cells
    text = nbformat.writes(executed)
    assert "papermill" not in text and "lossbook-explorer" not in text
    assert '"output_type": "error"' not in text


def test_a_notebook_numbers_as_the_site_does(english):
    """Equations and boxes are counted through all pages."""
    for page, soup in english.items():
        path = ROOT / "notebooks" / f"{Path(page).stem}.ipynb"
        if path.exists():
            cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
            text = "\n".join(cells)
            equations = [number.get_text().rstrip("¶#") for number in soup.select("article .eqno")]
            assert [f"({number})" for number in re.findall(r"\\tag\{(\d+)\}", text)] == equations
            boxes = [title.get_text().strip() for title in soup.select("article .admonition-title .caption-number")]
            assert BOX.findall(text) == boxes


def test_all_notebooks_come_in_one_file(site):
    with zipfile.ZipFile(site / "notebooks" / "lossbook-notebooks.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [f"lossbook-notebooks/{path.name}" for path in NOTEBOOKS]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://github.com/Someone/Losses", "https://someone.github.io/Losses/"),
        ("https://github.com/Someone/Losses.git", "https://someone.github.io/Losses/"),
        ("https://github.com/someone/someone.github.io/", "https://someone.github.io/"),
        ("https://example.org/someone/losses", ""),
        ("", ""),
    ],
)
def test_the_site_of_a_repository(monkeypatch, url, site):
    monkeypatch.setenv("REPOSITORY_URL", url)
    monkeypatch.delenv("SITE_URL", raising=False)
    assert addresses.site() == site
    monkeypatch.setenv("SITE_URL", "https://losses.example.org")
    assert addresses.site() == "https://losses.example.org/"


def test_launch_buttons_open_the_notebook_of_the_repository(monkeypatch):
    monkeypatch.setenv("REPOSITORY_URL", "https://github.com/someone/losses.git")
    assert list(addresses.launch("02-cross-entropy.ipynb").values()) == [
        "https://colab.research.google.com/github/someone/losses/blob/main/notebooks/02-cross-entropy.ipynb",
        "https://mybinder.org/v2/gh/someone/losses/main?labpath=notebooks/02-cross-entropy.ipynb",
    ]


def test_no_launch_buttons_without_a_repository(monkeypatch):
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    assert addresses.launch("02-cross-entropy.ipynb") == {}


@pytest.mark.browser
def test_a_missing_page_leads_back_from_any_depth(visit, site):
    """Where the site lies is known to whoever publishes it; without SITE_URL, it is the root of its host."""
    with served(site, addresses.path().rstrip("/")) as address:
        visit.server = address
        page = visit.open("no/such/page.html")
        assert visit.foreign == [] and len(visit.errors) == 2  # the page itself, as a response and in the console
        page.get_by_role("link", name="Notation").click()
        expect(page).to_have_url(f"{address}/appendix/notation.html")
        expect(page.locator("h1")).to_have_text(re.compile("^Notation"))
