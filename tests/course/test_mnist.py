"""The case study: the same network in both frameworks, that learns with the library's losses, the same every time."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from lossbook_course.mnist import load_digits
from lossbook_course.mnist.data import shuffled_batches
from lossbook_course.mnist.experiment import Run, Settings, perform
from lossbook_course.mnist.loop import Plan, run
from lossbook_course.mnist.metrics import most_confused, score
from lossbook_course.mnist.progress import progress_bar
from lossbook_course.mnist.weights import initial_weights

PLAN = Plan(epochs=2, batch_size=64, checks_per_epoch=1)
FEW_STEPS = Plan(epochs=1, batch_size=125, checks_per_epoch=8)  # eight, each measured
LOSSES = ["cross_entropy", "focal"]


class PyTorch:
    """What a test needs of one framework; the twin below has the same words."""

    def __init__(self):
        import lossbook.torch as losses
        from lossbook_course.mnist import torch_model, torch_training

        self.training = torch_training
        self.build_model = torch_model.build_model
        self.cross_entropy = losses.SparseCategoricalCrossEntropyLoss(from_logits=True)
        self.focal = losses.SparseCategoricalFocalLoss(gamma=2.0, from_logits=True)

    def parameter_count(self, model):
        return sum(parameter.numel() for parameter in model.parameters())

    def describe_auto(self):
        return self.training.describe_device(self.training.choose_device("auto"))


class Keras:
    def __init__(self):
        import lossbook.tensorflow as losses
        from lossbook_course.mnist import keras_model, keras_training

        self.training = keras_training
        self.build_model = keras_model.build_model
        self.cross_entropy = losses.SparseCategoricalCrossEntropy(from_logits=True)
        self.focal = losses.SparseCategoricalFocal(gamma=2.0, from_logits=True)

    def parameter_count(self, model):
        return model.count_params()

    describe_auto = PyTorch.describe_auto


@pytest.fixture(scope="module", params=[PyTorch, Keras], ids=lambda framework: framework.__name__)
def framework(request):
    return request.param()


@pytest.fixture(scope="module")
def digits():
    return load_digits().head(train=1_000, test=500)


def train(framework, digits, loss, plan=PLAN, **options):
    model = framework.build_model(seed=0)
    history = framework.training.train(model, loss, digits, plan, progress=False, **options)
    return history, framework.training.predict(model, digits.test_images)


def test_importing_the_package_loads_no_framework():
    code = "import lossbook_course.mnist, sys; print({'torch', 'tensorflow', 'keras'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


def test_the_two_networks_are_one(digits):
    torch, keras = PyTorch(), Keras()
    ours, theirs = torch.build_model(seed=3), keras.build_model(seed=3)
    assert torch.parameter_count(ours) == keras.parameter_count(theirs) == sum(w.size for w in initial_weights(3))
    logits = torch.training.predict(ours, digits.test_images)
    assert np.allclose(logits, keras.training.predict(theirs, digits.test_images), atol=1e-5)
    assert not np.allclose(logits, torch.training.predict(torch.build_model(seed=4), digits.test_images), atol=1e-2)


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_both_frameworks_take_the_same_first_steps(loss, digits):
    torch, keras = PyTorch(), Keras()
    histories = [
        train(torch, digits, getattr(torch, loss), FEW_STEPS)[0],
        train(keras, digits, getattr(keras, loss), FEW_STEPS, adam=keras.training.Adam)[0],
    ]
    ours, theirs = (history.test_loss for history in histories)
    # Rounding is all that differs; training amplifies it, but eight steps are too few to amplify it much.
    assert ours == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize("scale", [1, 1e-4, 1e-6, 1e-8, 1e-10])
def test_adam_is_pytorchs_for_gradients_of_every_size(scale):
    import keras
    import torch

    from lossbook_course.mnist.keras_training import Adam

    gradients = scale * np.random.default_rng(0).normal(size=(200, 50)).astype(np.float32)
    ours, theirs = (keras.Variable(np.zeros(50, np.float32)) for _ in range(2))
    expected = torch.zeros(50, requires_grad=True)
    adam, of_keras = Adam(5e-3, epsilon=1e-8), keras.optimizers.Adam(5e-3, epsilon=1e-8)
    of_torch = torch.optim.Adam([expected], lr=5e-3)
    for step, gradient in enumerate(gradients):
        adam.apply([gradient], [ours])
        expected.grad = torch.from_numpy(gradient)
        of_torch.step()
        largest = expected.abs().max().item()
        assert np.abs(ours.numpy() - expected.detach().numpy()).max() <= 2e-6 * largest
        if step == 0 and scale <= 1e-6:  # the two formulas differ, most where gradients are tiny
            of_keras.apply([gradient], [theirs])
            assert theirs.numpy() != pytest.approx(expected.detach().numpy(), abs=0.1 * largest)


def test_first_loss_is_that_of_no_opinion(framework, digits):
    no_training = Plan(epochs=0)
    history, _ = train(framework, digits, framework.cross_entropy, no_training)
    assert history.test_loss == pytest.approx([np.log(10)], abs=0.02)
    history, _ = train(framework, digits, framework.focal, no_training)
    assert history.test_loss == pytest.approx([0.9**2 * np.log(10)], abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_a_few_steps_lower_the_loss(framework, loss, digits):
    history, logits = train(framework, digits, getattr(framework, loss))
    assert history.epochs == [0, 1, 2]
    assert history.test_loss[-1] < 0.4 * history.test_loss[0]
    assert history.train_loss[-1] < 0.4 * history.train_loss[0]
    assert history.test_accuracy[-1] > 0.75
    assert history.test_accuracy[-1] == pytest.approx(score(digits.test_labels, logits).accuracy)
    assert history.seconds > 0


@pytest.mark.slow
def test_same_seed_same_result(framework, digits):
    first, logits = train(framework, digits, framework.focal, FEW_STEPS)
    again, logits_again = train(framework, digits, framework.focal, FEW_STEPS)
    assert np.allclose(logits, logits_again, atol=1e-4)
    assert np.allclose(first.test_loss, again.test_loss, rtol=1e-5)
    _, logits_other = train(framework, digits, framework.focal, replace(FEW_STEPS, seed=1))
    assert not np.allclose(logits, logits_other, atol=1e-2)


@pytest.mark.slow
def test_the_plain_function_trains_like_the_class(digits):
    import lossbook.tensorflow as tf_losses
    import lossbook.torch as torch_losses

    def torch_focal(logits, labels):
        return torch_losses.sparse_categorical_focal(logits, labels, gamma=2.0, from_logits=True)

    def keras_focal(labels, logits):
        return tf_losses.sparse_categorical_focal(labels, logits, gamma=2.0, from_logits=True)

    for framework, function in ((PyTorch(), torch_focal), (Keras(), keras_focal)):
        by_class, _ = train(framework, digits, framework.focal, FEW_STEPS)
        by_function, _ = train(framework, digits, function, FEW_STEPS)
        assert np.allclose(by_class.test_loss, by_function.test_loss, rtol=1e-4)


def test_the_cpu_is_named(framework, digits):
    history, _ = train(framework, digits, framework.focal, Plan(epochs=0), device="cpu")
    assert history.device == "CPU"


@pytest.mark.gpu
def test_the_gpu_is_found_named_and_used(framework, digits):
    if not framework.describe_auto().startswith("GPU"):
        pytest.skip(f"{type(framework).__name__} sees no GPU on this machine")
    history, _ = train(framework, digits, framework.focal)
    assert history.device == framework.describe_auto()
    on_cpu, _ = train(framework, digits, framework.focal, device="cpu")
    assert history.test_loss[0] == pytest.approx(on_cpu.test_loss[0], rel=1e-3)
    assert history.test_loss[-1] < 0.4 * history.test_loss[0]


def test_mixed_precision_computes_the_loss_in_float32(framework, digits):
    given = []

    def loss(*inputs):
        given.append({getattr(value.dtype, "name", str(value.dtype)).removeprefix("torch.") for value in inputs})
        return framework.focal(*inputs)

    model = framework.build_model(seed=0, mixed_precision=True)
    history = framework.training.train(model, loss, digits, FEW_STEPS, progress=False, device="cpu")
    assert all(dtypes == {"int64", "float32"} for dtypes in given) and given
    exact, _ = train(framework, digits, framework.focal, Plan(epochs=0), device="cpu")
    assert history.test_loss[0] != exact.test_loss[0]  # the network did compute in bfloat16
    assert history.test_loss[0] == pytest.approx(exact.test_loss[0], rel=1e-2)
    assert history.test_loss[-1] < 0.8 * history.test_loss[0]


def test_weights_survive_the_way_from_keras_to_pytorch_and_back():
    from lossbook_course.mnist import torch_model

    weights = initial_weights(seed=5)
    for ours, theirs in zip(torch_model.get_weights(torch_model.build_model(seed=5)), weights, strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_trained_networks_of_the_package_read_digits_in_both_frameworks(loss):
    from lossbook_course.mnist.trained import load_trained, path

    assert path(loss).stat().st_size <= 200_000
    network = load_trained(loss)
    digits = load_digits()
    from lossbook_course.mnist import torch_model

    torch, keras = PyTorch(), Keras()
    model, twin = torch.build_model(), keras.build_model()
    torch_model.set_weights(model, network.weights)
    twin.set_weights(network.weights)
    logits = torch.training.predict(model, digits.test_images)
    assert score(digits.test_labels, logits).accuracy > 0.985
    assert np.allclose(logits, keras.training.predict(twin, digits.test_images), atol=1e-3)
    assert (network.temperature < 1) == (loss == "focal")


@pytest.mark.slow
def test_balanced_mnist_takes_less_than_two_minutes():
    record = perform(Run("torch", "cross_entropy", 0.0, 1.0, 0), Settings(), load_digits())
    assert record["accuracy"] >= 0.985
    assert record["seconds"] < 120


@pytest.mark.slow
@pytest.mark.parametrize("name", ["torch", "tensorflow"])
def test_the_same_seed_gives_the_same_record(name, digits):
    settings = Settings(epochs=1, batch_size=125)
    run = Run(name, "class_balanced_focal", 1.0, 5.0, seed=1)
    first, again = (perform(run, settings, digits, device="cpu") | {"seconds": 0} for _ in range(2))
    assert first["raw"]["nll"] == pytest.approx(again["raw"]["nll"], rel=1e-4)
    assert first["class_sizes"] == again["class_sizes"]
    other = perform(replace(run, seed=2), settings, digits, device="cpu")
    assert abs(other["raw"]["nll"] - first["raw"]["nll"]) > 1e-3
    assert json.loads(json.dumps(first)) == first


def test_batches_hold_every_digit_once():
    batches = list(shuffled_batches(10, 4, np.random.default_rng(0)))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    together = np.concatenate(batches)
    assert sorted(together) == list(range(10)) and together.tolist() != list(range(10))


def test_every_epoch_has_an_order_of_its_own_and_every_seed():
    def batches(seed):
        seen = []
        plan = Plan(epochs=2, batch_size=5, seed=seed, checks_per_epoch=0)
        run(plan, 10, lambda batch: seen.append(batch.tolist()), lambda: None, device="", label="", progress=False)
        return seen

    first = batches(seed=0)
    assert len(first) == 4 and first[:2] != first[2:] and sorted(first[2] + first[3]) == list(range(10))
    assert first == batches(seed=0) != batches(seed=1)


def test_score():
    logits = np.eye(3)[[0, 0, 1, 2, 2]]  # answers 0 0 1 2 2
    result = score(np.array([0, 1, 1, 2, 0]), logits)
    assert result.accuracy == 3 / 5
    assert result.recall.tolist() == [1 / 2, 1 / 2, 1]
    assert result.confusion.tolist() == [[1, 0, 1], [1, 1, 0], [0, 0, 1]]


def test_most_confused_counts_both_directions():
    confusion = np.array([[9, 2, 0], [2, 9, 3], [0, 0, 9]])
    assert most_confused(confusion, pairs=2) == "0 and 1, 1 and 2"


def test_a_silent_bar_writes_nothing(capsys):
    with progress_bar(3, "nothing", show=False) as bar:
        bar.update()
    assert capsys.readouterr() == ("", "")


def test_a_bar_in_a_terminal_says_what_and_how_far(capsys):
    with progress_bar(3, "PyTorch, focal") as bar:
        bar.update(3)
    assert "PyTorch, focal: 100%" in capsys.readouterr().err
