"""What holds for every input: Hypothesis looks for one where it does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import lossbook.numpy as losses
from lossbook.catalog import CATALOG
from lossbook.domains import ClassLogits

logits_rows = arrays(float, (5, 3), elements=st.floats(-50, 50))
label_rows = arrays(np.int64, 5, elements=st.integers(0, 2))
weight_rows = arrays(float, 5, elements=st.floats(0.1, 3))
whole_weights = arrays(np.int64, 5, elements=st.integers(1, 3))
ROUNDING = 8 * np.spacing(50.0)  # of the largest logit
gammas = st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0])
SOFTMAX_LOSSES = [row.name for row in CATALOG.values() if isinstance(row.logits, ClassLogits)]
BINARY_LOSSES = [row.name for row in CATALOG.values() if row.layout == "elementwise" and row.logits]


def of_layout(name, labels):
    return labels if CATALOG[name].layout == "sparse" else np.eye(3)[labels]


# Making an example takes longer than computing with it: all losses look at each.
@given(labels=label_rows, logits=logits_rows, shift=st.floats(-100, 100))
def test_softmax_losses_see_only_differences_of_logits(labels, logits, shift):
    for name in SOFTMAX_LOSSES:
        loss, y_true = getattr(losses, name), of_layout(name, labels)
        moved, straight = (loss(y_true, z, from_logits=True, reduction="none") for z in (logits + shift, logits))
        np.testing.assert_allclose(moved, straight, rtol=1e-9, atol=1e-12, err_msg=name)
        # so the gradient has no part along the shift
        gradient = getattr(losses, f"{name}_grad")(y_true, logits, from_logits=True)
        np.testing.assert_allclose(gradient.sum(-1), 0, atol=1e-13, err_msg=name)


@given(labels=label_rows, logits=logits_rows, order=st.permutations(range(3)))
def test_renaming_the_classes_changes_nothing(labels, logits, order):
    for name in [name for name in SOFTMAX_LOSSES if CATALOG[name].family != "ordinal"]:
        loss = getattr(losses, name)
        renamed = loss(of_layout(name, np.argsort(order)[labels]), logits[:, order], from_logits=True)
        straight = loss(of_layout(name, labels), logits, from_logits=True)
        np.testing.assert_allclose(renamed, straight, err_msg=name)


@pytest.mark.parametrize("reduction", ["sum", "weighted_mean"])
@given(labels=label_rows, logits=logits_rows, times=whole_weights)
def test_a_weight_of_two_is_the_row_twice(reduction, labels, logits, times):
    options = {"from_logits": True, "reduction": reduction}
    for name in SOFTMAX_LOSSES:
        loss = getattr(losses, name)
        weighted = loss(of_layout(name, labels), logits, sample_weight=times, **options)
        repeated = loss(of_layout(name, labels.repeat(times)), logits.repeat(times, 0), **options)
        np.testing.assert_allclose(weighted, repeated, rtol=1e-12, atol=1e-15, err_msg=name)


@given(labels=label_rows, logits=logits_rows)
def test_no_loss_here_is_negative(labels, logits):
    for name in SOFTMAX_LOSSES + BINARY_LOSSES:
        inputs = (labels % 2, logits[:, 0]) if name in BINARY_LOSSES else (of_layout(name, labels), logits)
        assert np.all(getattr(losses, name)(*inputs, from_logits=True, reduction="none") >= 0), name


@given(labels=label_rows, logits=logits_rows)
def test_focal_with_gamma_zero_is_cross_entropy_gradient_and_all(labels, logits):
    pairs = [
        ("sparse_categorical", labels, logits),
        ("categorical", np.eye(3)[labels], logits),
        ("binary", labels % 2, logits[:, 0]),
    ]
    for kind, y_true, z in pairs:
        for suffix in ("", "_grad"):
            focal = getattr(losses, f"{kind}_focal{suffix}")(y_true, z, gamma=0, from_logits=True)
            plain = getattr(losses, f"{kind}_cross_entropy{suffix}")(y_true, z, from_logits=True)
            np.testing.assert_allclose(focal, plain, rtol=1e-14, atol=ROUNDING)


@given(labels=label_rows, logits=logits_rows, gamma=gammas)
def test_focal_never_costs_more_than_cross_entropy(labels, logits, gamma):
    options = {"from_logits": True, "reduction": "none"}
    focal = losses.sparse_categorical_focal(labels, logits, gamma=gamma, **options)
    plain = losses.sparse_categorical_cross_entropy(labels, logits, **options)
    assert np.all(focal <= plain * (1 + 1e-12) + ROUNDING)


@given(labels=label_rows, logits=logits_rows, gamma=gammas, weights=weight_rows, smoothing=st.floats(0, 0.9))
def test_one_hot_and_indices_are_two_ways_to_say_the_same(labels, logits, gamma, weights, smoothing):
    options = {"from_logits": True, "label_smoothing": smoothing, "sample_weight": weights}
    for kind, more in (("cross_entropy", {}), ("focal", {"gamma": gamma})):
        for suffix in ("", "_grad"):
            dense = getattr(losses, f"categorical_{kind}{suffix}")(np.eye(3)[labels], logits, **options, **more)
            sparse = getattr(losses, f"sparse_categorical_{kind}{suffix}")(labels, logits, **options, **more)
            np.testing.assert_allclose(dense, sparse, rtol=1e-10, atol=1e-13)


@given(labels=label_rows, z=arrays(float, 5, elements=st.floats(-50, 50)), gamma=gammas)
def test_one_sigmoid_is_two_classes(labels, z, gamma):
    """One output with a binary loss, or two with a categorical one, where z is the difference of the two."""
    labels = labels % 2
    two = np.stack([np.zeros_like(z), z], -1)
    options = {"from_logits": True, "reduction": "none"}
    np.testing.assert_allclose(
        losses.binary_focal(labels, z, gamma=gamma, **options),
        losses.sparse_categorical_focal(labels, two, gamma=gamma, **options),
        rtol=1e-6,
        atol=1e-13,
    )


@settings(max_examples=50)
@given(logits=arrays(float, (4, 3), elements=st.floats(-8, 8)), labels=arrays(np.int64, 4, elements=st.integers(0, 2)))
def test_probabilities_and_logits_agree_where_nothing_is_clipped(logits, labels):
    p = np.exp(logits - logits.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    for name in ("sparse_categorical_cross_entropy", "sparse_categorical_focal"):
        loss = getattr(losses, name)
        np.testing.assert_allclose(
            loss(labels, p, eps=1e-300, reduction="none"),
            loss(labels, logits, from_logits=True, reduction="none"),
            rtol=1e-6,
            atol=1e-13,
        )
