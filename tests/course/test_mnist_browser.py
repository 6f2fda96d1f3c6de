"""What a browser gets of the trained networks: the very same weights, and digits that are worth looking at."""

import json

import numpy as np
import pytest

from lossbook_course.datasets import load_mnist
from lossbook_course.mnist import torch_model, torch_training
from lossbook_course.mnist.browser import HARD, PLAIN, arrays, pack
from lossbook_course.mnist.numpy_model import convolve, logits
from lossbook_course.mnist.trained import NAMES, RUNS, load_trained

DTYPES = {"F16": "<f2", "F32": "<f4", "I32": "<i4", "U8": "u1"}


@pytest.fixture(scope="module")
def digits():
    images, labels = load_mnist("test")
    return images[:3_000].astype(np.float32) / 255, labels[:3_000].astype(int)


@pytest.fixture(scope="module")
def answers(digits):
    return {loss: logits(load_trained(loss).weights, digits[0]) for loss in RUNS}


def unpack(content):
    """Read a safetensors file by its description."""
    length = int.from_bytes(content[:8], "little")
    header, data = json.loads(content[8 : 8 + length]), content[8 + length :]
    assert length % 8 == 0
    spans = sorted(entry["data_offsets"] for entry in header.values())
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]  # no gap, nothing twice
    assert spans[-1][1] == len(data)
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


@pytest.mark.parametrize("loss", RUNS)
def test_numpy_gives_what_torch_gives(answers, digits, loss):
    model = torch_model.build_model()
    torch_model.set_weights(model, load_trained(loss).weights)
    in_torch = torch_training.predict(model, digits[0])
    assert np.allclose(answers[loss], in_torch, rtol=1e-4, atol=1e-4)


def test_convolution_by_hand():
    image = np.arange(25.0).reshape(1, 5, 5, 1)
    kernel = np.zeros((3, 3, 1, 2))
    kernel[0, 1, 0, 0] = 1  # the pixel above the middle
    kernel[..., 1] = 1  # the sum of nine
    result = convolve(image, kernel)
    assert result[0, ..., 0].tolist() == [[1, 3], [11, 13]]
    assert result[0, ..., 1].tolist() == [[54, 72], [144, 162]]


def test_the_file_holds_the_networks_as_they_were_trained():
    stored = unpack(pack(arrays()))
    for loss in RUNS:
        network = load_trained(loss)
        for name, weight in zip(NAMES, network.weights, strict=True):
            assert stored[f"{loss}.{name}"].dtype == np.float16
            assert np.array_equal(stored[f"{loss}.{name}"].astype(np.float32), weight)
        assert stored[f"{loss}.temperature"] == np.float32(network.temperature)


def test_the_file_holds_digits_and_their_labels():
    stored = unpack(pack(arrays()))
    images, labels = load_mnist("test")
    assert stored["positions"].tolist() == [*PLAIN, *HARD]
    assert np.array_equal(stored["images"], images[stored["positions"]])
    assert np.array_equal(stored["labels"], labels[stored["positions"]])


def test_the_file_is_small():
    assert len(pack(arrays())) < 350_000


def test_plain_digits_are_one_of_each_and_read_by_both(answers, digits):
    labels = digits[1]
    assert labels[list(PLAIN)].tolist() == list(range(10))
    assert all((labels[:position] != digit).all() for digit, position in enumerate(PLAIN))
    assert all((z.argmax(axis=1) == labels)[list(PLAIN)].all() for z in answers.values())


def test_each_hard_digit_is_read_wrongly_by_a_network(answers, digits):
    right = [(z.argmax(axis=1) == digits[1])[list(HARD)] for z in answers.values()]
    assert not np.all(right, axis=0).any()
