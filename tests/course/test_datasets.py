"""MNIST in the package: complete, exact, quick to load, and never a wrong array."""

import hashlib
import re
import statistics
import struct
import time

import numpy as np
import pytest

from lossbook_course.datasets import DatasetError, load_mnist, mnist

# The SHA-256 of the four original files, as published (uncompressed, header and all).
PUBLISHED = {
    "train": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "test": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}
CLASS_COUNTS = {
    "train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    "test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
}
SPLITS = pytest.mark.parametrize("split, count", [("train", 60_000), ("test", 10_000)])


@SPLITS
def test_shapes_dtypes_and_counts(split, count):
    images, labels = load_mnist(split)
    assert images.shape == (count, 28, 28) and images.dtype == np.uint8
    assert labels.shape == (count,) and labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == CLASS_COUNTS[split]


@SPLITS
def test_every_pixel_and_label_is_the_published_one(split, count):
    images, labels = load_mnist(split)
    image_file = struct.pack(">4i", 2051, count, 28, 28) + images.tobytes()  # IDX: magic number, shape, bytes
    label_file = struct.pack(">2i", 2049, count) + labels.tobytes()
    assert (hashlib.sha256(image_file).hexdigest(), hashlib.sha256(label_file).hexdigest()) == PUBLISHED[split]


def test_arrays_are_the_callers_own():
    images, labels = load_mnist("test")
    images[:] = 0
    labels[:] = 0
    again, labels_again = load_mnist("test")
    assert again.any() and labels_again.any()


@pytest.mark.parametrize("split", ["train", "test"])
def test_loads_in_under_half_a_second(split):
    def seconds() -> float:
        start = time.process_time()  # of the processor: on the wall's clock, tests that run beside this one count too
        load_mnist(split)
        return time.process_time() - start

    assert statistics.median(seconds() for _ in range(5)) < 0.5


def test_package_size():
    assert sum(packed.path.stat().st_size for packed in mnist.FILES.values()) < 11.5e6


@pytest.mark.parametrize("split", ["training", "Test", "", None, 0])
def test_wrong_split_names_the_two(split):
    with pytest.raises(ValueError, match=f"'train' or 'test', not {re.escape(repr(split))}"):
        load_mnist(split)


def flip_a_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def cut_short(content: bytes) -> bytes:
    return content[:-1000]


def append_a_byte(content: bytes) -> bytes:
    return content + b"\0"


def empty(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize("damage", [flip_a_bit, cut_short, append_a_byte, empty])
def test_a_damaged_file_is_named_with_both_checksums(damage, split, tmp_path, monkeypatch):
    packed = mnist.FILES[split]
    damaged = damage(packed.path.read_bytes())
    copy = tmp_path / packed.path.name
    copy.write_bytes(damaged)
    monkeypatch.setitem(mnist.FILES, split, packed._replace(path=copy))
    with pytest.raises(DatasetError) as error:
        load_mnist(split)
    message = str(error.value)
    assert message.startswith(f"{copy} is damaged or missing")
    assert f"expected: {packed.sha256}" in message
    assert f"found:    {hashlib.sha256(damaged).hexdigest()}" in message


def test_a_missing_file_is_named(tmp_path, monkeypatch):
    packed = mnist.FILES["test"]
    nowhere = tmp_path / "mnist-test.gz"
    monkeypatch.setitem(mnist.FILES, "test", packed._replace(path=nowhere))
    with pytest.raises(OSError) as error:
        load_mnist("test")
    message = str(error.value)
    assert str(nowhere) in message and packed.sha256 in message and "No such file" in message
