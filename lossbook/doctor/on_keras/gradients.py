"""What is trained, and what the gradients say: a graph that is cut, what none reaches, what is drowned."""

from __future__ import annotations

import numpy as np

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.on_both import Weight
from lossbook.doctor.on_keras.examination import Examination


def frozen(it: Examination) -> list[Finding]:
    """Weights that nothing may train."""
    count = sum(int(np.prod(v.shape)) for v in it.model.weights)
    if not it.trainable and count:
        witness = f"0 of {count} numbers are trainable"
        return [finding("LB504", "all layers are frozen", witness, Place(), "keras", None, trainable=0)]
    layers = [layer for layer in it.model.layers if layer.weights]
    if layers and it.trainable and not layers[-1].trainable_variables and layers[-1]._trainable_variables:
        count = sum(int(np.prod(v.shape)) for v in layers[-1].weights)
        witness = f"0 of {count} numbers of {layers[-1].name}, the last layer, are trainable"
        place = Place(part=layers[-1].name)
        return [finding("LB504", "the last layer is frozen", witness, place, "keras", "look", frozen=count)]
    return []


def no_gradient(it: Examination) -> list[Finding]:
    """A loss that depends on no weight."""
    if not it.trainable or any(each is not None for each in it.gradients):
        return []
    witness = f"the loss is {it.value:.6g}, and none of the {len(it.gradients)} trainable weights has a gradient"
    return [finding("LB303", "the loss does not depend on the model", witness, Place(), "keras", None)]


def without_gradient(it: Examination) -> list[Finding]:
    """Samples that cost much and have a gradient of exactly 0."""
    found: list[Finding] = []
    for head in it.heads:
        loss, slope = head.wanted(), head.values["slope"]
        if loss is None or slope is None or not loss.cross_entropy or it.sample_weight is not None:
            continue
        found += on_both.without_gradient(loss.name, slope, head.by_sample(), "keras")
    return found


def dead(it: Examination) -> list[Finding]:
    """Layers that no gradient reaches."""
    for head in it.heads:
        y_pred = head.values["y_pred"]
        if head.activation == "relu" and not y_pred.any():
            return on_both.dead_relu(y_pred.size, "keras")
    known = [head.wanted() for head in it.heads]
    meant = not known or any(loss is None or loss.kind == "scores" for loss in known)
    attends = any("attention" in type(layer).__name__.lower() for layer in it.model._flatten_layers())
    return on_both.dead(_weighed(it), it.value, "keras", meant=meant, attends=attends)


def enormous(it: Examination) -> list[Finding]:
    """Gradients beside which the weights are nothing."""
    return on_both.enormous([weight for weight in _weighed(it) if weight.axes > 1], it.value, "keras")


def _weighed(it: Examination) -> list[Weight]:
    found = []
    for variable, gradient in zip(it.trainable, it.gradients, strict=True):
        path, length = variable.path, float(np.linalg.norm(np.asarray(variable, dtype=np.float32)))
        slope = None if gradient is None else float(np.linalg.norm(gradient))
        found.append(Weight(path, path.rpartition("/")[0], path, len(variable.shape), length, slope))
    return found


def drowned(it: Examination) -> list[Finding]:
    """Of losses that are simply added, one that holds nearly all of the gradient where they meet."""
    if len(it.heads) < 2 or any(head.weight not in (None, 1, 1.0) for head in it.heads):
        return []
    norms = np.stack([head.values["norms"] for head in it.heads])
    shared = (norms >= 0).sum(0) > 1
    lengths = np.sqrt((np.maximum(norms, 0)[:, shared] ** 2).sum(1))
    prices = (float(head.values["loss"]) for head in it.heads)
    names = (head.name for head in it.heads)
    return on_both.drowned(list(zip(names, map(float, lengths), prices, strict=True)), "keras")
