"""One run: it is trained with the loss of its name, and tested on what neither trained it nor chose its temperature."""

import numpy as np
import pytest
import torch
from scipy.special import log_softmax

from lossbook_course.mnist import load_digits, torch_model, torch_training
from lossbook_course.mnist.calibration import best_temperature
from lossbook_course.mnist.data import experiment
from lossbook_course.mnist.experiment import Run, Settings, perform, train
from lossbook_course.mnist.history import History
from lossbook_course.mnist.losses import LOSSES, make_loss
from lossbook_course.mnist.weights import initial_weights

COUNTS = np.array([900, 300, 100, 30, 10])
WEIGHTS = {"weighted": 1 / COUNTS, "class_balanced": 0.01 / (1 - 0.99**COUNTS)}
RUN = Run("torch", "cross_entropy", 0.0, 5.0, seed=3)
SETTINGS = Settings(epochs=1, batch_size=100)


@pytest.fixture(scope="module")
def digits():
    return load_digits().head(train=1_000, test=500)


def by_hand(name, gamma, labels, logits):
    """Mean over the digits of weight · focus · cross-entropy, from the definitions."""
    logs = log_softmax(logits, axis=1)[np.arange(len(labels)), labels]
    focus = (1 - np.exp(logs)) ** gamma if "focal" in name else 1
    weights = WEIGHTS.get(name.removesuffix("_focal"), np.ones(5))
    return np.mean((weights / weights.mean())[labels] * focus * -logs)


@pytest.mark.parametrize("gamma", [0.5, 2.0])
@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("framework", ["torch", "tensorflow"])
def test_a_loss_is_what_its_name_says(framework, name, gamma):
    rng = np.random.default_rng(0)
    labels, logits = rng.integers(0, 5, 20), rng.normal(0, 2, (20, 5))
    loss = make_loss(framework, name, gamma, COUNTS, beta=0.99)
    if framework == "torch":
        value = loss(torch.from_numpy(logits), torch.from_numpy(labels)).item()
    else:
        value = float(loss(labels, logits))
    assert value == pytest.approx(by_hand(name, gamma, labels, logits), rel=1e-5)


def test_the_losses_differ_from_each_other():
    labels, logits = np.arange(20) % 5, np.random.default_rng(0).normal(0, 2, (20, 5))
    assert len({round(by_hand(name, 2.0, labels, logits), 6) for name in LOSSES}) == len(LOSSES)


def test_the_temperature_is_chosen_on_the_held_out_digits(digits):
    trained = train(RUN, SETTINGS, digits)
    held_out = trained.data.held_out_images
    seen = {image.tobytes() for image in trained.data.digits.train_images}
    assert len(held_out) >= 50 and not seen & {image.tobytes() for image in held_out}
    of_held_out = best_temperature(trained.data.held_out_labels, torch_training.predict(trained.model, held_out))
    of_test = best_temperature(digits.test_labels, trained.test_logits("torch"))
    assert trained.temperature == pytest.approx(of_held_out, rel=1e-6) != pytest.approx(of_test, rel=1e-3)


def test_a_record_says_how_the_test_digits_were_read(digits):
    trained, record = train(RUN, SETTINGS, digits), perform(RUN, SETTINGS, digits)
    logits = trained.test_logits("torch")
    right = logits.argmax(axis=1) == digits.test_labels
    assert record["accuracy"] == pytest.approx(right.mean())
    assert record["recall"] == pytest.approx([right[digits.test_labels == c].mean() for c in range(10)])
    assert record["temperature"] == pytest.approx(trained.temperature, rel=1e-4)
    for kind, temperature in (("raw", 1), ("scaled", trained.temperature)):
        logs = log_softmax(logits.astype(float) / temperature, axis=1)[np.arange(500), digits.test_labels]
        assert record[kind]["nll"] == pytest.approx(-logs.mean(), rel=1e-4)
    counts = np.bincount(experiment(digits, RUN.imbalance, RUN.seed).digits.train_labels)
    assert record["class_sizes"] == counts.tolist() and counts.max() > 4 * counts.min()


def test_training_is_given_what_the_run_and_the_settings_say(digits, monkeypatch):
    given = []

    def remember(model, loss, digits, plan, **options):
        given.append((torch_model.get_weights(model), loss, digits, plan))
        return History("CPU")

    monkeypatch.setattr(torch_training, "train", remember)
    settings = Settings(epochs=3, batch_size=50, learning_rate=0.01, beta=0.9)
    for seed in (0, 1):
        run = Run("torch", "class_balanced", 0.0, 5.0, seed)
        train(run, settings, digits)
        weights, loss, train_digits, plan = given.pop()
        assert all(map(np.array_equal, weights, initial_weights(seed)))
        assert np.array_equal(train_digits.train_labels, experiment(digits, 5.0, seed).digits.train_labels)
        counts = np.bincount(train_digits.train_labels)
        steps = 3 * -(-10 * counts.max() // 50)  # those of three epochs over the balanced set
        assert (plan.seed, plan.batch_size, plan.learning_rate) == (seed, 50, 0.01)
        assert plan.steps(counts.sum()) == pytest.approx(steps, abs=counts.sum() / 50)
        logits, labels = np.random.default_rng(0).normal(size=(20, 10)), np.arange(20) % 10
        expected = make_loss("torch", "class_balanced", 0.0, counts, 0.9)
        assert loss(*map(torch.from_numpy, (logits, labels))) == expected(*map(torch.from_numpy, (logits, labels)))
