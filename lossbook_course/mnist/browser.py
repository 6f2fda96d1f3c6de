"""The two trained networks and a few digits in one file, for the drawing board of the course.

The file is in the format *safetensors*: eight bytes that say how long the header is, the header in JSON, and the bytes
of the arrays one after another, little end first. A reader of it takes ten lines in any language.
"""

from __future__ import annotations

import json

import numpy as np

from lossbook_course.datasets import load_mnist
from lossbook_course.mnist.trained import NAMES, RUNS, load_trained

# Positions among the test digits. The plain ones are the first of each kind that there is.
PLAIN = (3, 2, 1, 18, 4, 8, 11, 0, 61, 7)
# At least one network gets these wrong: a 4 and a 9 that could be either, a 4 that looks like a 9, a 4 that looks
# like a 2, and a 6 that both are sure is a 1.
HARD = (1242, 1232, 115, 247, 2654)

DTYPES = {"float16": "F16", "float32": "F32", "int32": "I32", "uint8": "U8"}


def arrays() -> dict[str, np.ndarray]:
    """What the drawing board needs: the weights of both networks and their temperatures, the digits and their labels.

    The digits are in ``images`` and ``labels``, the plain ones first, and ``positions`` says which they are.
    """
    found: dict[str, np.ndarray] = {}
    for loss in RUNS:
        network = load_trained(loss)
        for name, weight in zip(NAMES, network.weights, strict=True):
            found[f"{loss}.{name}"] = weight.astype(np.float16)
        found[f"{loss}.temperature"] = np.array(network.temperature, np.float32)
    images, labels = load_mnist("test")
    chosen = np.array(PLAIN + HARD, np.int32)
    return {**found, "images": images[chosen], "labels": labels[chosen], "positions": chosen}


def pack(arrays: dict[str, np.ndarray]) -> bytes:
    """The arrays as the content of a safetensors file."""
    header, parts, start = {}, [], 0
    for name, array in arrays.items():
        array = np.asarray(array)
        content = array.astype(array.dtype.newbyteorder("<")).tobytes()
        span = [start, start + len(content)]
        header[name] = {"dtype": DTYPES[array.dtype.name], "shape": array.shape, "data_offsets": span}
        parts.append(content)
        start += len(content)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)
