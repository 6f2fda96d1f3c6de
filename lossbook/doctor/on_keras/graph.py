"""What TensorFlow's graph tells of an output: the operation that made it."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

# TensorFlow's operations, and the activations that they are.
NAMED = {
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Sigmoid": "sigmoid",
    "Relu": "relu",
    "Relu6": "relu6",
    "Tanh": "tanh",
    "Elu": "elu",
    "Selu": "selu",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Exp": "exponential",
    "LeakyRelu": "leaky_relu",
    "MatMul": "linear",
    "BatchMatMulV2": "linear",
    "Conv1D": "linear",
    "Conv2D": "linear",
    "Conv3D": "linear",
    "Conv2DBackpropInput": "linear",
}
MOVES = ("Reshape", "Squeeze", "ExpandDims", "Identity", "Cast", "Transpose", "StridedSlice", "EnsureShape")


def before(tensor: Any) -> tuple[str, Any]:
    """The last operation that made an output, and what it was given; nothing outside a graph, or if it is unknown."""
    if not isinstance(tensor, tf.Tensor):
        return "", None
    inner = getattr(tensor, "_keras_logits", None)
    if hasattr(tensor, "numpy"):  # eager: all that is known is what Keras notes
        return "", None
    made = _moved(tensor)
    operation = made.op
    if operation.type in ("BiasAdd", "AddV2", "Add"):
        first = _moved(operation.inputs[0])
        return ("linear" if NAMED.get(first.op.type) == "linear" else ""), None
    activation = NAMED.get(operation.type, "")
    sliced = activation in ("softmax", "log_softmax") and made is not tensor and made.shape.rank != tensor.shape.rank
    if sliced:  # one class of several, perhaps
        return "", None
    if activation in ("", "linear"):
        return activation, None
    return activation, inner if inner is not None else operation.inputs[0]


def _moved(tensor: Any) -> Any:
    """What it was before operations that only move values about."""
    while tensor.op.type in MOVES and tensor.op.inputs:
        tensor = tensor.op.inputs[0]
    return tensor
