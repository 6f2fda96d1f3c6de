"""The kit for a loss of one's own: it passes the library's losses, and finds in a wrong one what is wrong."""

from functools import partial

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from keras_classes import keras_inputs
from torch_cases import module

import lossbook.numpy
import lossbook.tensorflow
import lossbook.torch
from lossbook import domains
from lossbook.testing import check_loss

Y = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 1.0], [2.0, 2.0]])
P = np.array([[1.5, 1.0], [0.3, -1.0], [2.0, 3.0], [2.7, 0.1]])
Q = np.array([[0.1, 0.9], [0.4, 0.3], [0.2, 0.6], [0.5, 0.8]])
SHARES = np.array([[0.1, 0.9], [0.4, 0.6], [0.3, 0.7], [0.8, 0.2]])
TRUTH = np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
CASES = pytest.mark.parametrize("case", cases.DEFAULT, ids=str)
IN_CLASSES = [case for case in cases.DEFAULT if not case.row.several]


def tensors(*arrays):
    return [torch.tensor(array, dtype=torch.float32) for array in arrays]


def word(domain):
    """What the kit calls a domain of the catalog."""
    if isinstance(domain, domains.Cosines | domains.LogDistributions):
        return "real"
    if isinstance(domain, domains.Distributions):
        return "distributions"
    if (domain.low, domain.high) == (0, 1):
        return "probabilities"
    return "positive" if domain.low >= -1 else "logits"


def about(case, given):
    """What the kit has to be told of a case, whose inputs come in this order."""
    wanted = [it.domain for it in given if it.differentiable]
    extremes = {domains.Cosines: [-1, 1], domains.LogDistributions: [-np.log(cases.CLASSES)]}
    return {
        "differentiable": [i for i, it in enumerate(given) if it.differentiable],
        "domain": [word(domain) for domain in wanted],
        "extremes": extremes.get(type(wanted[0])),
        "across_batch": case.row.across_batch,
    }


def try_case(name, case, **options):
    """The kit on a case in one of the packages: functions of NumPy and TensorFlow, modules of PyTorch."""
    given, inputs = case.row.inputs(case.options), case.samples(slice(3))
    if name == "torch":
        given, inputs = case.row.in_torchs_order(given), case.row.in_torchs_order(inputs)
        loss, inputs = module(case.row, **case.options), [torch.tensor(values) for values in inputs]
    else:
        package = getattr(lossbook, name)
        loss = partial(getattr(package, case.row.name), **case.options)
        if name == "numpy":
            options["gradient"] = partial(getattr(package, f"{case.row.name}_grad"), **case.options)
        else:
            inputs = [tf.constant(values) for values in inputs]
    return check_loss(loss, *inputs, **about(case, given), **options)


@CASES
def test_losses_of_numpy_pass(case):
    report = try_case("numpy", case)
    assert {"gradient", "extremes", "nan", "reductions", "dtypes"} <= set(report.checked)
    assert not report.notes


@CASES
def test_losses_of_torch_pass(case):
    report = try_case("torch", case, skip="compile")
    assert {"gradient", "extremes", "nan", "reductions", "dtypes", "saving"} <= set(report.checked)


@pytest.mark.slow
@CASES
@pytest.mark.parametrize("name", ["tensorflow", "torch"])
def test_losses_pass_compiled(name, case):
    report = try_case(name, case, skip=("gradient", "extremes", "nan", "reductions", "batch", "dtypes", "saving"))
    assert [check for check in report.checked if check != "inputs"] == ["value", "repeat", "compile"]


@CASES
def test_losses_of_tensorflow_pass(case):
    slow = case.row.name == "ctc"  # a second for each prediction
    report = try_case("tensorflow", case, skip=("compile", "gradient") if slow else "compile")
    assert {"extremes", "nan", "batch" if not case.row.across_batch else "value", "dtypes"} <= set(report.checked)


@pytest.mark.parametrize("case", IN_CLASSES, ids=str)
def test_classes_of_keras_pass(case):
    loss = getattr(lossbook.tensorflow, case.row.class_name)(**case.options)
    told = {**about(case, case.row.inputs(case.options)), "differentiable": 1}
    report = check_loss(loss, *(side[:3] for side in keras_inputs(case)), skip=("gradient", "compile"), **told)
    assert {"extremes", "reductions", "dtypes", "saving"} <= set(report.checked)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("loss", "inputs", "options"),
    [
        (torch.nn.functional.mse_loss, tensors(P, Y), {}),
        (torch.nn.SmoothL1Loss(beta=0.5), tensors(P, Y), {}),
        (torch.nn.BCELoss(), tensors(Q, TRUTH), {"domain": "probabilities"}),
        (torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0, 3.0])), tensors(P, TRUTH), {"domain": "logits"}),
        (torch.nn.CrossEntropyLoss(), [*tensors(P), torch.tensor([0, 1, 1, 0])], {"domain": "logits"}),
        (torch.nn.MultiLabelSoftMarginLoss(), tensors(P, TRUTH), {}),
        (keras.losses.BinaryCrossentropy(from_logits=True), [TRUTH, P], {}),
        (keras.losses.CategoricalCrossentropy(), [SHARES[::-1], SHARES], {"domain": "distributions"}),
        (keras.losses.Dice(), [TRUTH, Q], {"domain": "probabilities", "across_batch": True}),
        (keras.losses.mean_squared_error, [tf.constant(Y), tf.constant(P)], {}),
        (lambda y, p: (y - p) ** 2, [Y, P], {}),
    ],
    ids=lambda it: getattr(it, "__name__", type(it).__name__) if callable(it) else None,
)
def test_losses_of_the_frameworks_pass(loss, inputs, options):
    check_loss(loss, *inputs, **options)


def faults(loss, *inputs, **options):
    """What the kit finds: the checks by name with their sentences. Compiling takes most of the time."""
    options = {"skip": "compile", **options}
    with pytest.raises(AssertionError, match="check_loss finds") as raised:
        check_loss(loss, *inputs, **options)
    lines = str(raised.value).splitlines()[1:]
    return [tuple(line.removeprefix("- ").split(": ", 1)) for line in lines]


def only_fault(check, loss, *inputs, **options):
    """The sentence of a loss that has one fault."""
    ((found, sentence),) = faults(loss, *inputs, **options)
    assert found == check
    return sentence


def squared(y_true, y_pred):
    return (y_pred - y_true) ** 2


def test_value_that_is_not_finite():
    told = only_fault("value", lambda y, p: np.where(p < 0, np.nan, p - y), Y, P)
    assert told.startswith("The loss at [1, 1] is nan for the example itself.")


def test_value_of_another_kind():
    assert "is a str" in only_fault("value", lambda y, p: "large", Y, P)
    assert "is a float, which has no gradient" in only_fault(
        "value", lambda p, y: (p - y).square().mean().item(), *tensors(P, Y)
    )
    assert "EagerTensor" in only_fault("value", lambda y, p: tf.square(y - p), Y, P)


def test_value_that_raises_keeps_the_cause():
    with pytest.raises(AssertionError, match=r"raises ZeroDivisionError: division by zero") as raised:
        check_loss(lambda y, p: 1 / 0, Y, P)
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_each_sample_against_each_other():
    told = only_fault("value", lambda y, p: (y - p) ** 2, Y[:, 0], P[:, :1])
    assert "shape (4, 4)" in told
    assert "y (4,), p (4, 1)" in told


def test_gradient_that_is_twice_too_large():
    told = only_fault("gradient", squared, Y, P, gradient=lambda y, p: 4 * (p - y))
    assert told == (
        "By y_pred at [1, 1] it is -8, and finite differences give -4 (8 of 8 differ). Each that differs is 2 times "
        "what it should be: look for that factor"
    )


def test_gradient_with_the_wrong_sign_for_negative_inputs():
    def gradient(y_true, y_pred):
        return np.where(y_pred < 0, -1, 1) * 2 * (y_pred - y_true)

    told = only_fault("gradient", squared, Y, P, gradient=gradient)
    assert (
        "at [1, 1] it is 4, and finite differences give -4 (1 of 8 differ). Each that differs has the wrong sign"
        in told
    )


class OnePerCent(torch.autograd.Function):
    @staticmethod
    def forward(ctx, r):
        ctx.save_for_backward(r)
        return r**2

    @staticmethod
    def backward(ctx, upstream):
        return 2.02 * ctx.saved_tensors[0] * upstream


def test_backward_that_is_one_per_cent_too_large():
    told = only_fault("gradient", lambda input, target: OnePerCent.apply(input - target), *tensors(P, Y))
    assert "is 1.01 times what it should be" in told


@tf.custom_gradient
def one_per_cent(r):
    return r**2, lambda upstream: 2.02 * r * upstream


def test_custom_gradient_that_is_one_per_cent_too_large():
    told = only_fault("gradient", lambda y, p: one_per_cent(p - y), tf.constant(Y), tf.constant(P))
    assert "is 1.01 times what it should be" in told


def test_gradient_that_is_cut_off():
    told = only_fault("gradient", lambda input, target: (input.detach() - target) ** 2, *tensors(P, Y))
    assert "None reaches input" in told
    told = only_fault("gradient", lambda y, p: tf.square(tf.round(p) - y), tf.constant(Y), tf.constant(P))
    assert "None reaches p" in told


def test_gradient_of_another_shape_or_number():
    assert "shape (4,), and needs that of y_pred, (4, 2)" in only_fault(
        "gradient", squared, Y, P, gradient=lambda y, p: 2 * (p - y).sum(1)
    )
    assert "There are 2 gradients for 1 inputs" in only_fault(
        "gradient", squared, Y, P, gradient=lambda y, p: (p - y, y - p)
    )


def test_gradients_by_two_inputs_each():
    def apart(a, b):
        return (a - b) ** 2

    def grad(a, b):
        return 2 * (a - b), 2 * (a - b)

    told = only_fault("gradient", apart, Y, P, gradient=grad, differentiable=("a", 1))
    assert told.startswith("By b at")
    check_loss(apart, Y, P, gradient=lambda a, b: (2 * (a - b), 2 * (b - a)), differentiable=("a", "b"))


def test_kink_is_told_and_every_slope_between_is_right():
    p = np.array([[1.0, 2.5], [0.0, 0.2], [3.0, 1.1], [2.0, 2.2]])
    for slope in (-1, 0, 0.5, 1):
        report = check_loss(
            lambda y, p: abs(p - y), Y, p, gradient=lambda y, p, s=slope: np.where(p == y, s, np.sign(p - y))
        )
        assert report.notes == ("gradient: p at [0, 0] lies at a kink or a jump (4 of 8 do)",)
    told = only_fault(
        "gradient", lambda y, p: abs(p - y), Y, p, gradient=lambda y, p: np.where(p == y, 1.5, np.sign(p - y))
    )
    assert "it is 1.5, and finite differences give -1 to 1" in told


@pytest.mark.parametrize("distance", [1e-2, 1e-3, 1e-4, 1e-5, 3e-6])
def test_kink_nearby_is_no_fault(distance):
    check_loss(lambda y, p: abs(p - y), Y, Y + distance, gradient=lambda y, p: np.sign(p - y))
    only_fault("gradient", lambda y, p: abs(p - y), Y, Y + distance, gradient=lambda y, p: 1.01 * np.sign(p - y))


def test_minimum_is_no_kink():
    assert not check_loss(squared, Y, Y + np.array([0, 1]), gradient=lambda y, p: 2 * (p - y)).notes


def test_flat_gradient_is_noted():
    report = check_loss(squared, Y, Y, gradient=lambda y, p: 2 * (p - y))
    assert report.notes == ("gradient: by y_pred it is 0 everywhere; take an example that has one",)
    assert report.skipped["nan"] == "no sample of the example has a gradient"


def log_loss(input, target):
    return -(target * input.log() + (1 - target) * (1 - input).log())


def test_logarithm_of_exactly_nothing():
    found = faults(lambda input, target: -(input.log()), *tensors(Q, TRUTH), domain="probabilities", skip="batch")
    assert found[0][1].startswith("With probabilities of exactly 0 (sample 0: 0, 0) the loss at [0, 0] is inf.")
    assert "of exactly 0 (sample 0: 0, 0) the loss at [0, 0] is nan" in only_fault(
        "extremes", log_loss, *tensors(Q, TRUTH), domain="probabilities"
    )


def test_probabilities_that_were_not_said_to_be_such():
    told = only_fault("extremes", log_loss, *tensors(Q, TRUTH))
    assert "domain='probabilities'" in told
    assert "domain='positive'" in only_fault("extremes", lambda y, p: p - y * np.log(p), Y, 3 * Q, skip="dtypes")


def test_one_class_that_has_it_all():
    told = only_fault("extremes", lambda y, p: -(y * np.log(p)).sum(-1), Q, Q, domain="distributions")
    assert "With all probability on class 0 (sample 0: 1, 0) the loss at [0] is inf" in told


def test_exponential_that_overflows():
    told = only_fault("extremes", lambda y, p: np.exp(p - y), Y, P)
    assert "With predictions scaled to ±10⁴ (sample 0: 5000, 3333.33) the loss at [0, 0] is inf" in told
    check_loss(lambda y, p: np.exp(p - y), Y, P, extremes=[-40, 40])
    assert "predictions of 99 (sample 0: 99, 99)" in only_fault(
        "extremes", lambda y, p: np.exp(p - y), Y, P, extremes=[-40, 99]
    )


def test_where_whose_other_side_overflows():
    told = only_fault("extremes", lambda p, y: torch.where(p < 9, torch.expm1(p), p), *tensors(P, Y))
    assert "the loss is finite and its gradient at [0, 0] is nan" in told


def test_nan_that_vanishes():
    told = only_fault("nan", lambda p, y: torch.nan_to_num(p - y) ** 2, *tensors(P, Y))
    assert told.startswith("A NaN in p at [0, 1] comes out as 0.25")
    told = only_fault("nan", lambda input, target: (input - target).square().nansum(1), *tensors(P, Y))
    assert told.startswith("A NaN in input at [0, 1] comes out as 0.25")
    told = only_fault("nan", lambda y, p: np.fmax(abs(p - y), 0), Y, P)
    assert told.startswith("A NaN in p at [0, 0] comes out as 0.")


def test_nan_that_is_refused_is_right():
    def refusing(y, p):
        if np.isnan(p).any():
            raise ValueError("NaN")
        return (y - p) ** 2

    assert "nan" in check_loss(refusing, Y, P).checked


def reduced(losses, reduction):
    return losses if reduction == "none" else getattr(losses, reduction)()


def mean_of_means(input, target, reduction="mean"):
    losses = (input - target) ** 2
    if reduction == "mean":
        return (losses[:1].mean() + losses[1:].mean()) / 2
    return reduced(losses, reduction)


def test_mean_of_means():
    told = only_fault("reductions", mean_of_means, *tensors(P, Y))
    assert told.startswith('reduction="mean" gives 1.411667; of the 8 unreduced losses the mean is 1.805')


def test_sum_that_is_none():
    def forgetful(y_true, y_pred, reduction="none"):
        losses = squared(y_true, y_pred)
        return losses.mean() if reduction == "mean" else losses

    assert 'reduction="sum" gives shape (4, 2); of the 8 unreduced' in only_fault("reductions", forgetful, Y, P)


def test_unreduced_loss_of_one_number():
    assert 'reduction="none" gives one number for 4 samples' in only_fault(
        "reductions", lambda input, target, reduction="mean": ((input - target) ** 2).mean(), *tensors(P, Y)
    )


@keras.saving.register_keras_serializable("tests")
class OneNumber(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred))


def test_keras_class_that_leaves_nothing_to_weigh():
    told = only_fault("reductions", OneNumber(), Y, P)
    assert "call gives one number for 4 samples" in told
    assert "all weight on the first gives 0.45125, all on the last 0.45125" in told
    report = check_loss(lambda y, p: tf.reduce_mean(tf.square(y - p)), tf.constant(Y), tf.constant(P))
    assert any("sample_weight" in note for note in report.notes)


def test_loss_that_normalises_over_the_batch():
    def normalised(input, target):
        return (((input - input.mean(0)) - target) ** 2).mean()

    told = only_fault("batch", normalised, *tensors(P, Y))
    assert "The loss of all 4 samples is" in told
    assert "across_batch=True" in told
    check_loss(normalised, *tensors(P, Y), across_batch=True)
    told = only_fault("batch", lambda y, p: (p - p.mean(0) - y) ** 2, Y, P)
    assert "Samples 0 to 0 and the others apart have other losses than together: it is" in told


def test_loss_that_depends_on_the_place():
    def by_place(y, p):
        return (y - p) ** 2 * (1 + np.arange(len(y)) % 3 % 2)[:, None]

    assert "batch" in dict(faults(by_place, Y, P))


def test_half_precision_that_overflows():
    told = only_fault("dtypes", lambda p, y: (300 * (p - y)) ** 2 / 1000, *tensors(P, Y))
    assert told == "In float16 the loss at [0, 1] is inf instead of 90. Compute it in float32"
    report = check_loss(lambda p, y: (300 * (p - y)) ** 2, *tensors(P, Y))
    assert report.notes == ("dtypes: float16 can't hold the example or its loss",)


def test_half_precision_that_is_refused_is_noted():
    def refusing(input, target):
        if input.dtype == torch.float16:
            raise TypeError("not in half")
        return (input - target) ** 2

    report = check_loss(refusing, *tensors(P, Y))
    assert report.notes == ("dtypes: float16 is refused (TypeError: not in half)",)


def test_digits_that_are_lost():
    def naive(y, p):
        return np.exp(p - y) - (p - y) - 1

    told = only_fault("dtypes", naive, Y, Y + 1e-3, extremes=[0])
    assert told.startswith("In float32 the loss has lost its digits: it is")
    check_loss(lambda y, p: np.expm1(p - y) - (p - y), Y, Y + 1e-2, extremes=[0])


def test_dtype_that_changes():
    found = faults(lambda p, y: (p.double() - y) ** 2, *tensors(P, Y))
    assert found == [("dtypes", "float32 goes in, and float64 comes out. Make constants of the predictions' dtype")]
    found = faults(lambda y, p: tf.constant(2.0) * (p - y) ** 2, tf.constant(Y), tf.constant(P))
    assert [check for check, _ in found] == ["dtypes"]
    assert "With float64 inputs it raises InvalidArgumentError" in found[0][1]


@keras.saving.register_keras_serializable("tests")
class Forgetful(keras.losses.Loss):
    def __init__(self, scale=1.0, name="forgetful", **options):
        super().__init__(name=name, **options)
        self.scale = scale

    def call(self, y_true, y_pred):
        return tf.reduce_mean(tf.square(self.scale * (y_true - y_pred)), axis=-1)


@keras.saving.register_keras_serializable("tests")
class Rounding(Forgetful):
    def get_config(self):
        return {**super().get_config(), "scale": round(self.scale)}


@keras.saving.register_keras_serializable("tests")
class Remembering(Forgetful):
    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_keras_class_that_forgets_a_parameter(scale):
    told = only_fault("saving", Forgetful(scale), Y, P)
    assert told == (
        f"get_config lacks the parameter scale, {scale} here; a loaded loss has the default, or none. Return "
        '{**super().get_config(), "scale": self.scale}'
    )
    check_loss(Remembering(scale), Y, P)


def test_keras_class_that_keeps_no_such_attribute():
    """Keras's own Huber: its constructor hands delta on, and forgets it."""
    told = only_fault("saving", keras.losses.Huber(delta=3.0), Y, P)
    assert told.startswith("get_config lacks the parameter delta; a loaded loss has the default, or none. Keep it as ")


def test_keras_class_that_remembers_something_else():
    told = only_fault("saving", Rounding(2.4), Y, P)
    assert told.startswith("After from_config(get_config()) the loss is another: it is")


class Unknown(keras.losses.Loss):
    """A class that Keras could not load, as it is not registered."""

    def __init__(self, axis=-1, name="unknown", **options):
        super().__init__(name=name, **options)
        self.axis = axis

    def call(self, y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred), axis=self.axis)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}


def test_keras_class_that_is_not_registered():
    check_loss(Unknown(), Y, P)
    assert "call gives one number for 4 samples" in only_fault("reductions", Unknown(axis=None), Y, P)


def test_keras_class_is_reduced_as_it_is_and_not_as_it_would_be_loaded(monkeypatch):
    monkeypatch.delattr(Unknown, "get_config")
    found = dict(faults(Unknown(axis=None), Y, P))
    assert "call gives one number for 4 samples" in found["reductions"]
    assert "get_config lacks the parameter axis" in found["saving"]


class Plain(torch.nn.Module):
    def __init__(self, scale, register=False):
        super().__init__()
        if register:
            self.register_buffer("scale", torch.tensor(scale))
        else:
            self.scale = torch.tensor(scale)

    def forward(self, input, target):
        return (self.scale * (input - target).square()).mean()


def test_module_whose_tensor_is_left_behind():
    told = dict(faults(Plain([1.0, 2.0]), *tensors(P, Y)))["saving"]
    assert told.startswith("scale is a plain tensor: .to(device) and .double() leave it behind")
    assert "self.register_buffer('scale', ...)" in told
    check_loss(Plain([1.0, 2.0], register=True), *tensors(P, Y))


class Loads(Plain):
    def load_state_dict(self, state, *args, **keywords):
        return None


def test_module_that_does_not_load_what_it_saved():
    told = only_fault("saving", Loads([1.0, 2.0], register=True), *tensors(P, Y))
    assert told.startswith("After load_state_dict(state_dict()) of a copy, it is 0, and was")


def branching(input, target):
    losses = (input - target).square().mean()
    return losses if losses > 100 else 2 * losses


def looking(input, target):
    largest = (input - target).abs().max().item()
    return (input - target).square().mean() / (largest if largest > 1 else 1.0)


@pytest.mark.parametrize("loss", [branching, looking])
def test_code_that_does_not_compile(loss):
    found = dict(faults(loss, *tensors(P, Y), skip=("gradient", "batch")))
    assert list(found) == ["compile"]
    assert found["compile"].startswith("The compiler refuses the loss: ")


def test_code_that_makes_no_graph():
    def in_numpy(y, p):
        return tf.square(p - y) * (1.0 if float(p[0, 0].numpy()) < 1e9 else 2.0)

    told = only_fault("compile", in_numpy, tf.constant(Y), tf.constant(P), skip=())
    assert "numpy" in told


def test_compiled_loss_that_is_another():
    def another(input, target):
        return (input - target).square() * (2.0 if torch.compiler.is_compiling() else 1.0)

    found = faults(another, *tensors(P, Y), skip=())
    assert [check for check, _ in found] == ["compile", "compile"]
    assert "Compiled, the loss changes: it is 0.5 at [0, 0], and was 0.25 without" in found[0][1]
    assert "Compiled, the gradient by input changes" in found[1][1]


def test_input_that_is_changed():
    def in_place(y, p):
        p -= y
        return p**2

    told = only_fault("inputs", in_place, Y, P)
    assert told.startswith("A call changes p itself.")
    assert only_fault("inputs", lambda p, y: p.sub_(y).square(), *tensors(P, Y)) == told


def test_randomness_and_memory():
    rng = np.random.default_rng(0)
    told = only_fault("repeat", lambda y, p: (y - p + rng.normal()) ** 2, Y, P)
    assert told.startswith("Two calls differ: it is")
    assert "Two calls differ" in only_fault(
        "repeat", lambda input, target: torch.dropout(input - target, 0.5, True), *tensors(P, Y)
    )


class Counting(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.tensor(0.0))

    def forward(self, input, target):
        self.calls += 1
        return self.calls * (input - target).square()


def test_loss_that_remembers_its_calls():
    told = only_fault("repeat", Counting(), *tensors(P, Y))
    assert told.startswith("Two calls differ: it is 0.75 at [0, 0], and was 0.5.")


def test_input_that_all_samples_share():
    def weighted(input, target, weight):
        return (weight * (input - target) ** 2).mean(1)

    assert "batch" in check_loss(weighted, *tensors(P, Y, [1.0, 2.0])).checked


def test_one_sample_has_no_batch():
    report = check_loss(squared, Y[:1], P[:1])
    assert report.skipped["batch"] == "the example has one sample"


def test_partial_keeps_its_name_and_its_reduction():
    report = check_loss(partial(torch.nn.functional.huber_loss, delta=0.7), *tensors(P, Y), skip="compile")
    assert report.title == "huber_loss (PyTorch)"
    assert "reductions" in report.checked


def test_loss_that_raises_far_out():
    def choosy(y, p):
        if abs(p).max() > 100:
            raise OverflowError("too far")
        return (p - y) ** 2

    told = only_fault("extremes", choosy, Y, P)
    assert (
        "the loss raises OverflowError: too far. If predictions never lie there, say where they do: extremes=" in told
    )
    check_loss(choosy, Y, P, extremes=[-100, 100])


def test_all_faults_are_told_at_once():
    found = faults(lambda p, y: torch.nan_to_num(torch.exp(p - p.mean(0) - y)).half(), *tensors(P, Y))
    assert {check for check, _ in found} == {"extremes", "nan", "batch", "dtypes"}


def test_report_says_what_was_done():
    report = check_loss(squared, Y, P, skip="nan")
    assert repr(report).splitlines()[:3] == [
        "squared (NumPy): no fault found",
        "checked: value, repeat, inputs, extremes, batch, dtypes",
        "skipped: gradient (no gradient was given; pass one as gradient=)",
    ]
    assert report.skipped["nan"] == "as told"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"skip": "gradients"}, "skip needs names of checks"),
        ({"domain": "numbers"}, "domain needs one of real, logits"),
        ({"domain": ["real", "real"]}, "domain needs one of real, logits"),
        ({"differentiable": "input"}, "differentiable needs positions or names among y_true, y_pred, got 'input'"),
        ({"differentiable": 2}, "differentiable needs positions or names among"),
    ],
)
def test_call_that_makes_no_sense(options, words):
    with pytest.raises(ValueError, match=words):
        check_loss(squared, Y, P, **options)


def test_call_without_an_example():
    with pytest.raises(ValueError, match="check_loss needs an example behind the loss"):
        check_loss(squared)
