"""The three packages behind one face: NumPy arrays in, NumPy arrays out, so that a test is written once."""

import importlib

import numpy as np

NAMES = ("numpy", "tensorflow", "torch")


class NumpyLosses:
    name = "numpy"
    axis = "axis"

    def __init__(self):
        self.package = importlib.import_module("lossbook.numpy")

    def value(self, row, y_true, y_pred, dtype="float64", **options):
        """The unreduced loss, or the one that ``reduction`` asks for."""
        options = {"reduction": "none", **options}
        return getattr(self.package, row.name)(_cast(y_true, dtype), _cast(y_pred, dtype), **options)

    def gradient(self, row, y_true, y_pred, dtype="float64", **options):
        """The gradient of the sum of the loss by the predictions."""
        options = {"reduction": "sum", **options}
        return getattr(self.package, f"{row.name}_grad")(_cast(y_true, dtype), _cast(y_pred, dtype), **options)


class TorchLosses:
    name = "torch"
    axis = "dim"

    def __init__(self):
        self.torch = importlib.import_module("torch")
        self.package = importlib.import_module("lossbook.torch")

    def _call(self, row, y_true, y_pred, dtype, options):
        input = self.torch.tensor(_cast(y_pred, dtype), requires_grad=True)
        if options.get("sample_weight") is not None:
            options = {**options, "sample_weight": self.torch.tensor(options["sample_weight"])}
        return input, getattr(self.package, row.name)(input, self.torch.tensor(_cast(y_true, dtype)), **options)

    def value(self, row, y_true, y_pred, dtype="float64", **options):
        return self._call(row, y_true, y_pred, dtype, {"reduction": "none", **options})[1].detach().numpy()

    def gradient(self, row, y_true, y_pred, dtype="float64", **options):
        input, loss = self._call(row, y_true, y_pred, dtype, {"reduction": "sum", **options})
        return self.torch.autograd.grad(loss.sum(), input)[0].numpy()

    def curvature(self, row, y_true, y_pred, dtype="float64", **options):
        """The gradient of the gradient's squared length: the Hessian times twice the gradient."""
        input, loss = self._call(row, y_true, y_pred, dtype, {"reduction": "sum", **options})
        (gradient,) = self.torch.autograd.grad(loss, input, create_graph=True)
        if not gradient.requires_grad:
            return np.zeros(y_pred.shape)
        return self.torch.autograd.grad(gradient.square().sum(), input)[0].numpy()


class TensorflowLosses:
    name = "tensorflow"
    axis = "axis"

    def __init__(self):
        self.tf = importlib.import_module("tensorflow")
        self.package = importlib.import_module("lossbook.tensorflow")

    def value(self, row, y_true, y_pred, dtype="float64", **options):
        return getattr(self.package, row.name)(_cast(y_true, dtype), _cast(y_pred, dtype), **options).numpy()

    def gradient(self, row, y_true, y_pred, dtype="float64", **options):
        """The gradient of the sum of the samples' losses: an elementwise loss is averaged over the last axis."""
        y_pred = self.tf.constant(_cast(y_pred, dtype))
        with self.tf.GradientTape() as tape:
            tape.watch(y_pred)
            loss = getattr(self.package, row.name)(_cast(y_true, dtype), y_pred, **options)
        return tape.gradient(loss, y_pred).numpy()

    def curvature(self, row, y_true, y_pred, dtype="float64", **options):
        y_pred = self.tf.constant(_cast(y_pred, dtype))
        with self.tf.GradientTape() as outer:
            outer.watch(y_pred)
            with self.tf.GradientTape() as inner:
                inner.watch(y_pred)
                loss = getattr(self.package, row.name)(_cast(y_true, dtype), y_pred, **options)
            squared = self.tf.reduce_sum(inner.gradient(loss, y_pred) ** 2)
        found = outer.gradient(squared, y_pred)
        return np.zeros(y_pred.shape) if found is None else found.numpy()


def _cast(values, dtype):
    values = np.asarray(values)
    return values if values.dtype.kind in "iu" else values.astype(dtype)


MAKERS = {"numpy": NumpyLosses, "tensorflow": TensorflowLosses, "torch": TorchLosses}


def in_shape_of(framework, row, elementwise):
    """Values a element as the framework gives them: TensorFlow averages an elementwise loss over the last axis."""
    averaged = framework.name == "tensorflow" and row.layout == "elementwise"
    return elementwise.mean(-1) if averaged else elementwise
