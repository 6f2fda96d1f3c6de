"""The page on choosing a loss leads to every loss, and to nothing else."""

import re
from pathlib import Path

from lossbook.catalog import CATALOG

PAGE = Path(__file__).parents[1] / "book" / "choosing.md"


def test_every_loss_is_reached_on_the_page():
    assert set(re.findall(r"\{loss\}`(\w+)`", PAGE.read_text(encoding="utf-8"))) == set(CATALOG)
