"""Entropy and its relatives: published values, identities, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lossbook.numpy.information import cross_entropy, entropy, mutual_information, self_information

DIE = np.full(6, 1 / 6)
TWO_DICE = np.convolve(DIE, DIE)
HORSES = [1 / 2, 1 / 4, 1 / 8, 1 / 16] + [1 / 64] * 4

positive = st.floats(0.01, 1)
distributions = arrays(float, 5, elements=positive).map(lambda w: w / w.sum())


@pytest.mark.parametrize(
    ("p", "bits"), [(DIE, 2.58496), (TWO_DICE, 3.27440), (HORSES, 2.0), ([1.0, 0.0], 0.0), ([0.5, 0.5], 1.0)]
)
def test_published_entropies(p, bits):
    assert entropy(p) == pytest.approx(bits, abs=5e-6)
    assert entropy(p, base=math.e) == pytest.approx(bits * math.log(2), abs=5e-6)


def test_self_information_of_the_certain_and_the_impossible():
    np.testing.assert_array_equal(self_information([1.0, 0.25, 0.0]), [0.0, 2.0, np.inf])
    assert math.copysign(1, self_information(1.0)) == 1  # 0, not −0: it would print as −0.0


def test_relative_entropy_of_two_coins():
    half, quarter = np.array([0.5, 0.5]), np.array([0.75, 0.25])
    assert cross_entropy(half, quarter) - entropy(half) == pytest.approx(0.20752, abs=5e-6)
    assert cross_entropy(quarter, half) - entropy(quarter) == pytest.approx(0.18872, abs=5e-6)


def test_cross_entropy_with_the_impossible():
    assert cross_entropy([0.5, 0.5], [1.0, 0.0]) == np.inf
    assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0


def test_one_value_for_each_distribution():
    table = np.array([DIE, DIE[::-1], TWO_DICE[:6] / TWO_DICE[:6].sum()])
    assert entropy(table).shape == (3,)
    np.testing.assert_allclose(entropy(table.T, axis=0), entropy(table))


@given(distributions, distributions)
def test_cross_entropy_is_entropy_plus_a_divergence_that_is_never_negative(p, q):
    assert cross_entropy(p, q) >= entropy(p) - 1e-12
    assert cross_entropy(p, p) == pytest.approx(entropy(p))


@given(distributions)
def test_entropy_is_largest_when_all_are_alike_and_blind_to_order(p):
    assert 0 <= entropy(p) <= math.log2(5) + 1e-12
    assert entropy(p[::-1]) == pytest.approx(entropy(p))


@given(arrays(float, (3, 4), elements=positive).map(lambda w: w / w.sum()))
def test_mutual_information_is_what_two_entropies_share(joint):
    shared = mutual_information(joint)
    assert shared == pytest.approx(entropy(joint.sum(1)) + entropy(joint.sum(0)) - entropy(joint.ravel()), abs=1e-12)
    assert -1e-12 <= shared <= min(entropy(joint.sum(1)), entropy(joint.sum(0))) + 1e-12


@given(distributions, distributions)
def test_independent_variables_share_nothing(p, q):
    assert mutual_information(np.outer(p, q)) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: self_information(1.5), r"p needs probabilities in \[0, 1\], got values from 1.5 to 1.5"),
        (lambda: entropy([0.5, 0.6]), r"p needs probabilities that sum to 1, got a sum of 1.1"),
        (lambda: entropy(0.5), "p needs a distribution, a list of probabilities that sum to 1, got the number 0.5"),
        (lambda: entropy([0.5, 0.5], base=10), r"base needs to be 2 \(bits\) or math.e \(nats\), got 10"),
        (lambda: cross_entropy(DIE, TWO_DICE), r"p and q need the same shape, got \(6,\) and \(11,\)"),
        (lambda: cross_entropy([0.5, 0.5], [0.9, 0.2]), "q needs probabilities that sum to 1, got a sum of 1.1"),
        (lambda: mutual_information(DIE), r"joint needs two axes, one for each variable, got shape \(6,\)"),
        (lambda: mutual_information(np.ones((2, 2)) / 2), "joint needs probabilities that sum to 1, got a sum of 2"),
    ],
)
def test_what_is_no_distribution_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
