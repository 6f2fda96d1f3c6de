"""MNIST: 70,000 handwritten digits, in two files of this package.

``mnist-train.gz`` and ``mnist-test.gz`` each hold two of the original files, images first and labels
after them, byte for byte. ``tools/pack_mnist.py`` makes them.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

IMAGE_HEADER = 16  # bytes before the pixels: a magic number, then the count, the rows and the columns
LABEL_HEADER = 8  # bytes before the labels: a magic number, then the count
SIDE = 28
GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say that a gzip header comes first


class PackedFile(NamedTuple):
    """One split as it lies in the package: where, how many digits, and the SHA-256 of the file."""

    path: Path
    digits: int
    sha256: str


FILES = {
    "train": PackedFile(
        Path(__file__).with_name("mnist-train.gz"),
        60_000,
        "b7546a242e5be736b5bec7c4fa7913902e27a0b6ebb4c11c1629780a566ab0b9",
    ),
    "test": PackedFile(
        Path(__file__).with_name("mnist-test.gz"),
        10_000,
        "43af768eea2f9830e692953d7df3a815d482f228c9e2128135d5a85de5a96c25",
    ),
}


class DatasetError(OSError):
    """A data file of the package is missing, or is not the file that was shipped."""


def load_mnist(split: Literal["train", "test"]) -> tuple[np.ndarray, np.ndarray]:
    """Load the handwritten digits of MNIST.

    The file's SHA-256 is compared before anything is decoded, so a damaged file is an error and never
    a wrong array.

    Args:
        split: ``"train"``, 60,000 digits, or ``"test"``, 10,000.

    Returns:
        The images, uint8 of shape (N, 28, 28), 0 for paper and 255 for ink; and the labels, uint8 of
        shape (N,), from 0 to 9. Both are fresh arrays that you may change.

    Raises:
        ValueError: ``split`` is neither ``"train"`` nor ``"test"``.
        DatasetError: the file is missing or damaged.

    Examples:
        >>> images, labels = load_mnist("test")
        >>> images.shape, labels[:5]
        ((10000, 28, 28), array([7, 2, 1, 0, 4], dtype=uint8))

    References:
        LeCun et al. (1998).
    """
    if split not in FILES:
        raise ValueError(f"split must be 'train' or 'test', not {split!r}")
    packed = FILES[split]
    pixels = packed.digits * SIDE * SIDE
    size = IMAGE_HEADER + pixels + LABEL_HEADER + packed.digits
    data = zlib.decompress(_verified_bytes(packed), wbits=GZIP, bufsize=size)
    images = np.frombuffer(data, np.uint8, pixels, offset=IMAGE_HEADER)
    labels = np.frombuffer(data, np.uint8, packed.digits, offset=IMAGE_HEADER + pixels + LABEL_HEADER)
    return images.reshape(packed.digits, SIDE, SIDE).copy(), labels.copy()  # a view of bytes is read-only


def _verified_bytes(packed: PackedFile) -> bytes:
    """The file's bytes, or an error that names the file, the checksum it should have and what is there."""
    try:
        content = packed.path.read_bytes()
        found = hashlib.sha256(content).hexdigest()
    except OSError as error:
        content, found = b"", f"unreadable: {error.strerror}"
    if found != packed.sha256:
        raise DatasetError(
            f"{packed.path} is damaged or missing: reinstall lossbook.\n"
            f"  SHA-256 expected: {packed.sha256}\n"
            f"  SHA-256 found:    {found}"
        )
    return content
