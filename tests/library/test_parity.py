"""The frameworks' own losses give the same numbers: every call that is known of them, values and gradients."""

import cases
import numpy as np
import pytest
from peers import needs

from lossbook.counterparts import COUNTERPARTS


def comparable(framework):
    """The cases whose options all stand in the framework's own call, with that call."""
    found = []
    for case in cases.ORDINARY:
        counterpart = getattr(COUNTERPARTS[case.row.name], framework)
        call = counterpart and (counterpart.logits_call if case.from_logits else counterpart.call)
        if call and all(name in call for name in case.options if name != "from_logits"):
            found.append(pytest.param(case, call, id=str(case)))
    return found


@pytest.mark.aspect("parity", framework="torch")
@pytest.mark.parametrize(("case", "call"), comparable("torch"))
def test_torch_gives_the_same(case, call):
    import torch
    from torch.nn import functional

    import lossbook.torch

    needs(call)
    options = case.all_options
    tensors = {
        k: torch.tensor(v, dtype=torch.float64) for k, v in options.items() if k in ("pos_weight", "class_weight") and v
    }
    named = {}
    names = case.row.in_torchs_order(case.row.torch_names)
    for given, name, side in zip(case.row.inputs(), names, case.inputs, strict=True):
        named[name] = torch.tensor(side).requires_grad_(given.differentiable)
    theirs = eval(call, {"F": functional, "torch": torch, **options, **tensors, **named})  # the text of counterparts.py
    ours = getattr(lossbook.torch, case.row.name)(**named, reduction="none", **case.options)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-14)
    differentiable = [side for side in named.values() if side.requires_grad]
    gradients = [torch.autograd.grad(loss.sum(), differentiable) for loss in (ours, theirs)]
    torch.testing.assert_close(*gradients, rtol=1e-10, atol=1e-14)


@pytest.mark.aspect("parity", framework="tensorflow")
@pytest.mark.parametrize(("case", "call"), comparable("keras"))
def test_keras_gives_the_same(case, call):
    import keras
    import tensorflow as tf

    import lossbook.tensorflow

    needs(call)
    named = {given.name: tf.constant(side) for given, side in zip(case.row.inputs(), case.inputs, strict=True)}
    watched = [named[given.name] for given in case.row.inputs() if given.differentiable]
    results = []
    for own in (True, False):
        with tf.GradientTape() as tape:
            tape.watch(watched)
            if own:
                loss = getattr(lossbook.tensorflow, case.row.name)(**named, **case.options)
            else:
                loss = eval(call, {"keras": keras, **case.all_options, **named})
        results.append((loss, tape.gradient(loss, watched)))
    (ours, our_gradients), (theirs, their_gradients) = results
    # Keras keeps some constants in float32, and normalises probabilities, which are exact to float32 in these cases.
    np.testing.assert_allclose(ours, theirs, rtol=2e-6)
    if case.from_logits or not (case.row.over_axis and case.row.logits):  # normalising changes those by p
        # Of overlap losses the same: Keras's 1e-7 is in the denominator alone.
        # And its kernel for sequences computes in float32.
        absolute = {"sample": 1e-7, "named": 5e-7}.get(case.row.layout, 1e-9)
        for our, their in zip(our_gradients, their_gradients, strict=True):
            np.testing.assert_allclose(our, their, rtol=2e-6, atol=absolute)


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_every_known_call_is_compared(framework):
    compared = {param.values[1] for param in comparable(framework)}
    counterparts = [c for it in COUNTERPARTS.values() if (c := getattr(it, framework))]
    assert compared == {call for c in counterparts for call in (c.call, c.logits_call) if call}


def test_keras_focal_ignores_alpha_until_asked():
    import keras

    y, p = np.array([[1.0]]), np.array([[0.3]])
    low, high = (keras.losses.binary_focal_crossentropy(y, p, alpha=alpha) for alpha in (0.1, 0.9))
    np.testing.assert_allclose(low, high)


@pytest.mark.parametrize("own", [True, False])
def test_keras_focal_loses_the_gradient_that_lossbook_keeps(own):
    """With gamma < 1 at a certain and right prediction; and of several classes, at a certain and wrong one."""
    import keras
    import tensorflow as tf

    import lossbook.tensorflow as losses

    def gradient(loss, y_true, logits, **options):
        logits = tf.constant(logits)
        with tf.GradientTape() as tape:
            tape.watch(logits)
            value = loss(tf.constant(y_true), logits, from_logits=True, **options)
        return tape.gradient(value, logits).numpy()

    binary = losses.binary_focal if own else keras.losses.binary_focal_crossentropy
    assert np.isfinite(gradient(binary, [[1.0]], [[200.0]], gamma=0.5)).all() == own
    several = losses.categorical_focal if own else keras.losses.categorical_focal_crossentropy
    assert np.any(gradient(several, [[1.0, 0.0]], [[-100.0, 0.0]], gamma=2.0) != 0) == own


@pytest.mark.parametrize("own", [True, False])
def test_keras_generalised_cross_entropy_has_no_finite_gradient_where_the_label_is_ruled_out(own):
    import keras
    import tensorflow as tf

    import lossbook.tensorflow

    needs("keras.losses.categorical_generalized_cross_entropy")
    theirs = keras.losses.categorical_generalized_cross_entropy
    loss = lossbook.tensorflow.generalized_cross_entropy if own else theirs
    y_pred = tf.constant([[0.0, 1.0]])
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = loss(tf.constant([0]), y_pred, q=0.5)
    found = tape.gradient(value, y_pred).numpy()
    np.testing.assert_array_equal(found, [[0.0, 0.0]] if own else [[-np.inf, np.nan]])


def test_torch_mean_of_nothing_is_not_a_number():
    import torch

    import lossbook.torch

    logits, ignored = torch.zeros(2, 3), torch.full((2,), -100)
    assert torch.isnan(torch.nn.functional.cross_entropy(logits, ignored))
    ours = lossbook.torch.sparse_categorical_cross_entropy(logits, ignored, from_logits=True, ignore_index=-100)
    assert ours == 0
