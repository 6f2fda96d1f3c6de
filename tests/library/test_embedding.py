"""What only the embedding losses have: zero vectors, small angles, long vectors, kinks, and who competes with whom."""

import numpy as np
import pytest
from peers import is_old

from lossbook.catalog import CATALOG

COSINE, PAIR, TRIPLET = CATALOG["cosine_similarity"], CATALOG["cosine_embedding"], CATALOG["triplet_margin"]
INFO_NCE, CIRCLE = CATALOG["info_nce"], CATALOG["circle"]
NT_XENT, SUP_CON = CATALOG["nt_xent"], CATALOG["sup_con"]
ZERO, EAST, NORTH = np.zeros((1, 2)), np.array([[1.0, 0.0]]), np.array([[0.0, 2.0]])


@pytest.mark.parametrize(
    ("x1", "x2", "cosine"),
    [([3, 4], [4, 3], 0.96), ([3, 4], [-4, 3], 0), ([3, 4], [6, 8], 1), ([3, 4], [-3, -4], -1), ([3, 4], [0, 0], 0)],
)
def test_cosines_worked_by_hand(framework, x1, x2, cosine):
    pair = np.array([x1], float), np.array([x2], float)
    np.testing.assert_allclose(framework.value(COSINE, *pair), [-cosine], atol=1e-15)
    np.testing.assert_allclose(framework.value(PAIR, *pair, np.array([1.0])), [1 - cosine], atol=1e-15)
    np.testing.assert_allclose(framework.value(PAIR, *pair, np.array([-1.0])), [max(0, cosine)], atol=1e-15)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_zero_vector_has_cosine_zero_and_gradient_zero(framework, dtype):
    assert framework.value(COSINE, EAST, ZERO, dtype=dtype) == 0
    assert np.all(framework.gradient(COSINE, EAST, ZERO, dtype=dtype) == 0)
    for target in (1.0, -1.0):
        for pair in ((EAST, ZERO), (ZERO, EAST), (ZERO, ZERO)):
            assert framework.value(PAIR, *pair, np.array([target]), dtype=dtype) == (1 if target == 1 else 0)
            for gradient in framework.gradients(PAIR, *pair, np.array([target]), dtype=dtype):
                assert np.all(gradient == 0)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_only_directions_count_however_long_the_vectors(framework, dtype):
    """Squares of 1e30 or 1e-30 leave float32; a cosine does not need them."""
    for size in (2.0**-100, 1.0, 2.0**100):
        actual = framework.value(COSINE, np.array([[3.0, 4.0]]), size * np.array([[4.0, 3.0]]), dtype=dtype)
        np.testing.assert_allclose(actual, [-0.96], rtol=1e-6 if dtype == "float32" else 1e-15)


def test_small_angle_keeps_its_digits(framework):
    """1 − cos of an angle of 1e-6 is 5e-13; the difference of two rounded numbers would be off by a part in 1e4."""
    angle = 2.0**-20
    close = np.array([[1.0, angle]])
    actual = framework.value(PAIR, EAST, close, np.array([1.0]))
    np.testing.assert_allclose(actual, 1 - 1 / np.sqrt(1 + angle**2) + [0.0], rtol=1e-3)
    np.testing.assert_allclose(actual, [angle**2 / 2 - 3 * angle**4 / 8], rtol=1e-9)


def test_kink_where_a_cosine_is_the_margin(framework):
    for gradient in framework.gradients(PAIR, EAST, NORTH, np.array([-1.0]), margin=0.0):
        assert np.all(gradient == 0)
    for gradient in framework.gradients(PAIR, EAST, NORTH + EAST / 1024, np.array([-1.0]), margin=0.0):
        assert np.any(gradient != 0)


def test_triplet_worked_by_hand(framework):
    anchor, positive, negative = (np.array([v], float) for v in ([0, 0], [3, 4], [0, 2]))
    for options, expected in [
        ({}, 1 + 5 - 2),
        ({"p": 1.0}, 1 + 7 - 2),
        ({"margin": 0.0}, 3),
        ({"distance": "squared_euclidean"}, 1 + 25 - 4),
        ({"distance": "cosine"}, 1),  # the anchor is zero: both cosines are 0
    ]:
        np.testing.assert_allclose(framework.value(TRIPLET, anchor, positive, negative, **options), [expected])
    np.testing.assert_allclose(framework.value(TRIPLET, anchor, EAST, np.array([[2.0, 0]]), margin=0.5, swap=True), 0.5)


def test_kink_where_a_margin_is_just_kept(framework):
    inputs = ZERO, EAST, 2 * EAST
    assert framework.value(TRIPLET, *inputs, margin=1.0) == 0
    for gradient in framework.gradients(TRIPLET, *inputs, margin=1.0):
        assert np.all(gradient == 0)
    _, by_positive, by_negative = framework.gradients(TRIPLET, *inputs, margin=1.125)
    assert np.any(by_positive != 0)
    assert np.any(by_negative != 0)


@pytest.mark.parametrize("p", [1.0, 1.5, 2.0, 3.0])
def test_kink_where_two_vectors_are_equal(framework, p):
    """The slope of a norm at 0 is any vector of length 1 or less: 0 among them."""
    anchor, positive, negative = framework.gradients(TRIPLET, EAST, EAST, NORTH, margin=9.0, p=p)
    assert np.all(positive == 0)
    np.testing.assert_allclose(anchor, -negative)
    if framework.name != "numpy":
        for second in framework.curvatures(TRIPLET, EAST, EAST, NORTH, margin=9.0, p=p):
            assert np.isfinite(second).all()


def test_kink_where_the_swap_ties(framework):
    """Of two distances that are equal the anchor's counts: the positive has no part in the other."""
    anchor, positive, negative = np.array([[0.0, 1.0]]), np.array([[0.0, -1.0]]), EAST
    plain = framework.gradients(TRIPLET, anchor, positive, negative, margin=9.0)
    swapped = framework.gradients(TRIPLET, anchor, positive, negative, margin=9.0, swap=True)
    for one, other in zip(plain, swapped, strict=True):
        np.testing.assert_allclose(one, other)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_distance_of_huge_vectors_does_not_overflow(framework, dtype):
    far = 2.0**100 * np.array([[3.0, 4.0]])
    actual = framework.value(TRIPLET, ZERO, far, ZERO, dtype=dtype)
    np.testing.assert_allclose(actual, [5 * 2.0**100], rtol=1e-6)


def test_info_nce_is_cross_entropy_of_the_cosines_with_the_diagonal_as_labels(framework):
    rng = np.random.default_rng(0)
    queries, keys = rng.normal(size=(2, 5, 3))
    cosines = np.stack([-framework.value(COSINE, np.tile(q, (5, 1)), keys) for q in queries])
    options = {"from_logits": True}
    expected = framework.value(CATALOG["sparse_categorical_cross_entropy"], np.arange(5), cosines / 0.2, **options)
    np.testing.assert_allclose(framework.value(INFO_NCE, queries, keys, temperature=0.2), expected, rtol=1e-10)


def test_info_nce_of_keys_that_tell_nothing_is_the_logarithm_of_the_batch(framework):
    actual = framework.value(INFO_NCE, np.random.default_rng(0).normal(size=(7, 3)), np.ones((7, 3)))
    np.testing.assert_allclose(actual, np.full(7, np.log(7)), rtol=1e-12)


def test_info_nce_looks_at_the_other_keys_and_not_at_the_other_queries(framework):
    rng = np.random.default_rng(1)
    queries, keys = rng.normal(size=(2, 4, 3))
    before = framework.value(INFO_NCE, queries, keys)
    queries[1:] = rng.normal(size=(3, 3))
    np.testing.assert_allclose(framework.value(INFO_NCE, queries, keys)[0], before[0])
    keys[1:] = rng.normal(size=(3, 3))
    assert framework.value(INFO_NCE, queries, keys)[0] != before[0]


@pytest.mark.parametrize("shape", [(4,), (2, 3, 4)])
def test_info_nce_wants_one_vector_a_row(framework, shape):
    with pytest.raises(ValueError, match=r"info_nce needs queries of shape \(N, D\), one vector a row, got \("):
        framework.value(INFO_NCE, np.ones(shape), np.ones(shape))


def test_nt_xent_worked_by_hand(framework):
    """Each view meets its double at cosine 1 and two rows at right angles: log(e + 2) − 1."""
    actual = framework.value(NT_XENT, np.eye(2), np.eye(2), temperature=1.0)
    np.testing.assert_allclose(actual, np.full(2, np.log(np.e + 2) - 1), rtol=1e-12)


def test_sup_con_worked_by_hand(framework):
    """East, east and north are one group, and west is alone. Row by row: the cosines to the others, then the mean."""
    features, labels = np.array([[1.0, 0], [2, 0], [0, 3], [-1, 0]]), np.array([4, 4, 4, -1])
    of_east = np.log(np.e + 1 + 1 / np.e) - (1 + 0) / 2
    of_north = np.log(3) - (0 + 0) / 2
    actual = framework.value(SUP_CON, features, labels, temperature=1.0)
    np.testing.assert_allclose(actual, [of_east, of_east, of_north, 0], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("temperature", [1.0, 0.1, 0.02])
def test_nt_xent_as_published(framework, temperature):
    """A loop over i and j = pair of i, and k ≠ i, over 2N rows that stand in pairs, as the paper writes it."""
    x1, x2 = views = np.random.default_rng(2).normal(size=(2, 5, 3))
    z = views.transpose(1, 0, 2).reshape(10, 3)
    s = np.array([[a @ b / np.linalg.norm(a) / np.linalg.norm(b) for b in z] for a in z]) / temperature
    ell = [[-s[i, j] + np.log(sum(np.exp(s[i, k]) for k in range(10) if k != i)) for j in range(10)] for i in range(10)]
    published = sum(ell[2 * k][2 * k + 1] + ell[2 * k + 1][2 * k] for k in range(5)) / 10
    np.testing.assert_allclose(framework.value(NT_XENT, x1, x2, temperature=temperature).mean(), published, rtol=1e-12)


def test_sup_con_as_published(framework):
    """The positives outside the logarithm: inside, where the quotients are averaged, the loss is smaller."""
    rng = np.random.default_rng(3)
    z, labels = rng.normal(size=(8, 3)), np.array([0, 0, 1, 2, 1, 0, 3, 1])
    s = np.exp(z @ z.T / np.outer(*[np.linalg.norm(z, axis=1)] * 2) / 0.5)
    outside, inside = [], []
    for i in range(8):
        positives = [p for p in range(8) if p != i and labels[p] == labels[i]]
        quotients = [s[i, p] / sum(s[i, a] for a in range(8) if a != i) for p in positives]
        outside.append(-np.mean(np.log(quotients)) if positives else 0)
        inside.append(-np.log(np.mean(quotients)) if positives else 0)
    actual = framework.value(SUP_CON, z, labels, temperature=0.5)
    np.testing.assert_allclose(actual, outside, rtol=1e-12)
    assert np.all(actual[[0, 1, 2, 4, 5, 7]] > np.array(inside)[[0, 1, 2, 4, 5, 7]])


def test_nt_xent_is_sup_con_with_two_rows_a_label(framework):
    x1, x2 = np.random.default_rng(4).normal(size=(2, 6, 4))
    rows = framework.value(SUP_CON, np.concatenate([x1, x2]), np.tile(np.arange(6), 2))
    np.testing.assert_allclose(framework.value(NT_XENT, x1, x2), rows.reshape(2, 6).mean(0), rtol=1e-12)
    by_rows = framework.gradient(SUP_CON, np.concatenate([x1, x2]), np.tile(np.arange(6), 2))
    by_views = np.concatenate(framework.gradients(NT_XENT, x1, x2))
    np.testing.assert_allclose(2 * by_views, by_rows, rtol=1e-9, atol=1e-13)


def test_views_that_tell_nothing_cost_the_logarithm_of_all_other_rows(framework):
    """info_nce has N keys to choose from; here the other 2N − 1 rows are."""
    ones = np.ones((7, 3))
    np.testing.assert_allclose(framework.value(NT_XENT, ones, ones), np.full(7, np.log(13)), rtol=1e-12)
    labels = np.array([0, 0, 0, 1, 1, 1, 1])
    np.testing.assert_allclose(framework.value(SUP_CON, ones, labels), np.full(7, np.log(6)), rtol=1e-12)


def test_contrast_does_not_depend_on_lengths_order_or_the_names_of_groups(framework):
    rng = np.random.default_rng(5)
    x1, x2, lengths, order = *rng.normal(size=(2, 6, 4)), rng.uniform(0.1, 9, (6, 1)), rng.permutation(6)
    pairs = framework.value(NT_XENT, x1, x2)
    np.testing.assert_allclose(framework.value(NT_XENT, lengths * x1, x2), pairs, rtol=1e-12)
    np.testing.assert_allclose(framework.value(NT_XENT, x1[order], x2[order]), pairs[order], rtol=1e-12)
    np.testing.assert_allclose(framework.value(NT_XENT, x2, x1), pairs, rtol=1e-12)
    labels = np.array([0, 1, 0, 1, 2, 0])
    rows = framework.value(SUP_CON, x1, labels)
    np.testing.assert_allclose(framework.value(SUP_CON, lengths * x1, labels), rows, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(framework.value(SUP_CON, x1[order], labels[order]), rows[order], rtol=1e-12, atol=1e-15)
    named = np.array([-7, 2**40, 9])[labels]
    np.testing.assert_array_equal(framework.value(SUP_CON, x1, named), rows)


@pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
def test_a_row_without_a_positive_is_left_out_and_still_a_negative(framework, reduction):
    features, labels = np.random.default_rng(6).normal(size=(5, 3)), np.array([0, 1, 2, 0, 1])
    weights, kept = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([True, True, False, True, True])
    rows = framework.value(SUP_CON, features, labels)
    assert rows[2] == 0
    assert np.all(rows[kept] > framework.value(SUP_CON, features[kept], labels[kept]))
    divisor = {"mean": 4, "weighted_mean": 12, "sum": 1}[reduction]
    options = {"reduction": reduction, "sample_weight": weights}
    expected = (rows * weights).sum() / divisor
    np.testing.assert_allclose(framework.value(SUP_CON, features, labels, **options), expected, rtol=1e-12)
    lonely = {"sample_weight": np.array([1.0, 0.0, 1.0, 0.0, 1.0]), "reduction": reduction}
    assert framework.value(SUP_CON, features, labels, **lonely) == 0  # each one's positive weighs nothing
    assert np.all(framework.gradient(SUP_CON, features, labels, **lonely) == 0)


@pytest.mark.parametrize("count", [1, 3])
def test_rows_that_are_all_alone_cost_nothing(framework, count):
    features, labels = np.eye(3)[:count], np.arange(count)
    assert np.all(framework.value(SUP_CON, features, labels) == 0)
    assert np.all(framework.gradient(SUP_CON, features, labels) == 0)
    assert np.all(framework.value(NT_XENT, features[:1], features[:1]) == 0)  # one pair: nothing to confuse it with


def test_a_keras_class_divides_by_the_rows_that_have_a_positive():
    import lossbook.tensorflow as losses

    features, labels = np.random.default_rng(6).normal(size=(5, 3)), np.array([0, 1, 2, 0, 1])
    rows = losses.sup_con(features, labels).numpy()
    for given in (labels, labels[:, None], labels.astype("float32")):
        found, rtol = losses.SupCon(dtype="float64")(given, features), 1e-6 if is_old() else 1e-12
        np.testing.assert_allclose(found, rows.sum() / 4, rtol=rtol)
    weights = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    by_weights = losses.SupCon(reduction="mean_with_sample_weight", dtype="float64")(labels, features, weights)
    np.testing.assert_allclose(by_weights, (rows * weights).sum() / 12, rtol=1e-6)


@pytest.mark.parametrize("labels", [[[0], [0]], [0, 0, 1]])
def test_sup_con_wants_one_label_a_row(framework, labels):
    with pytest.raises(ValueError, match=r"sup_con needs labels of shape \(N,\) with N = 2, got \("):
        framework.value(SUP_CON, np.eye(2), np.array(labels))


@pytest.mark.parametrize("temperature", [0.0, -0.1])
def test_contrast_wants_a_temperature_above_0(framework, temperature):
    for row, inputs in ((NT_XENT, (np.eye(2), np.eye(2))), (SUP_CON, (np.eye(2), np.array([0, 0])))):
        with pytest.raises(ValueError, match="temperature needs a number above 0, got"):
            framework.value(row, *inputs, temperature=temperature)


def test_circle_worked_by_hand(framework):
    """At s_y = 1 − m and s_c = m both exponents are 0: the boundary that the margin asks for."""
    similarity = np.array([[0.75, 0.25, 0.25, 0.25], [1.0, -1.0, -1.0, -1.0]])
    actual = framework.value(CIRCLE, np.array([0, 0]), similarity, margin=0.25, scale=8.0)
    np.testing.assert_allclose(actual, [np.log(4), np.log1p(3 * np.exp(-8 * 0.25 * 0.25))], rtol=1e-12)


def test_kink_where_a_class_is_further_than_the_margin(framework):
    similarity = np.array([[0.5, -0.5, 0.25]])
    gradient = framework.gradient(CIRCLE, np.array([0]), similarity, margin=0.5, scale=8.0)
    assert gradient[0, 1] == 0
    assert gradient[0, 0] < 0 < gradient[0, 2]


def test_circle_of_one_class_costs_nothing(framework):
    assert framework.value(CIRCLE, np.array([0]), np.array([[0.5]])) == 0
    assert framework.gradient(CIRCLE, np.array([0]), np.array([[0.5]])) == 0


def test_circle_wants_cosines(numpy_losses):
    with pytest.raises(
        ValueError, match=r"y_pred needs cosines from −1 to 1, got values from 0 to 3; divide vectors by"
    ):
        numpy_losses.value(CIRCLE, np.array([0]), np.array([[3.0, 0.0]]))


def test_torch_leaves_equal_vectors_apart():
    import torch

    vector = torch.ones(1, 4, dtype=torch.float64)
    apart = torch.nn.functional.triplet_margin_loss(vector, vector, vector + 10, margin=20.0) - 0.0
    exact = torch.nn.functional.triplet_margin_loss(vector, vector, vector + 10, margin=20.0, eps=0)
    assert abs(apart - exact) > 1e-6
    with pytest.raises(ValueError, match="margin must be greater than 0"):
        torch.nn.functional.triplet_margin_loss(vector, vector, vector, margin=0.0)


def test_torch_lets_the_cosine_of_short_vectors_fade():
    import torch

    short = torch.full((1, 4), 1e-7, dtype=torch.float64)
    theirs = torch.nn.functional.cosine_embedding_loss(short, short, torch.ones(1))
    assert theirs > 0.9
