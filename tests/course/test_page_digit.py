"""The numbers that the page on digits says of focal loss in words."""

from pathlib import Path

import numpy as np

from lossbook.numpy import binary_focal

PAGE = (Path(__file__).parents[2] / "book" / "digit.md").read_text(encoding="utf-8")


def test_what_a_price_loses_at_gamma_5():
    lost = [100 * (1 - (1 - np.exp(-price)) ** 5) for price in (5, 2)]
    assert f"a price of 5 loses {lost[0]:.0f} %, and one of 2 loses half" in PAGE and abs(lost[1] - 50) < 2


def test_the_cheapest_answer_where_the_truth_is_nine_in_ten():
    p = np.linspace(0.001, 0.999, 999)
    price = 0.9 * binary_focal(np.ones_like(p), p, gamma=2.0, reduction="none")
    price += 0.1 * binary_focal(np.zeros_like(p), p, gamma=2.0, reduction="none")
    assert f"the answer that costs least in focal loss is {p[price.argmin()]:.2f}." in PAGE
