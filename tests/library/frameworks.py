"""The three packages behind one face: NumPy arrays in, NumPy arrays out, so that a test is written once."""

import importlib

import numpy as np

NAMES = ("numpy", "tensorflow", "torch")


class NumpyLosses:
    name = "numpy"
    axis = "axis"

    def __init__(self):
        self.package = importlib.import_module("lossbook.numpy")
        self.tensor = np.array

    def value(self, row, *inputs, dtype="float64", **options):
        """The unreduced loss, or the one that ``reduction`` asks for."""
        options = {"reduction": "none", **options}
        return getattr(self.package, row.name)(*(_cast(i, dtype) for i in inputs), **options)

    def gradients(self, row, *inputs, dtype="float64", **options):
        """The gradient of the sum of the loss by each differentiable input."""
        options = {"reduction": "sum", **options}
        found = getattr(self.package, f"{row.name}_grad")(*(_cast(i, dtype) for i in inputs), **options)
        return found if isinstance(found, tuple) else (found,)

    def gradient(self, row, *inputs, dtype="float64", **options):
        """The same for a loss with one differentiable input."""
        (found,) = self.gradients(row, *inputs, dtype=dtype, **options)
        return found


class TorchLosses(NumpyLosses):
    name = "torch"
    axis = "dim"

    def __init__(self):
        self.torch = importlib.import_module("torch")
        self.package = importlib.import_module("lossbook.torch")
        self.tensor = self.torch.tensor

    def _call(self, row, inputs, dtype, options):
        tensors = [
            self.torch.tensor(_cast(i, dtype), requires_grad=d) for i, d in zip(inputs, _sides(row), strict=True)
        ]
        if options.get("sample_weight") is not None:
            options = {**options, "sample_weight": self.torch.tensor(options["sample_weight"])}
        differentiable = [tensor for tensor in tensors if tensor.requires_grad]
        return differentiable, getattr(self.package, row.name)(*row.in_torchs_order(tensors), **options)

    def value(self, row, *inputs, dtype="float64", **options):
        return self._call(row, inputs, dtype, {"reduction": "none", **options})[1].detach().numpy()

    def gradients(self, row, *inputs, dtype="float64", **options):
        tensors, loss = self._call(row, inputs, dtype, {"reduction": "sum", **options})
        return tuple(g.numpy() for g in self.torch.autograd.grad(loss.sum(), tensors))

    def curvatures(self, row, *inputs, dtype="float64", **options):
        """The gradients of the gradients' squared length: the Hessian times twice the gradient."""
        tensors, loss = self._call(row, inputs, dtype, {"reduction": "sum", **options})
        first = self.torch.autograd.grad(loss, tensors, create_graph=True)
        if not any(gradient.requires_grad for gradient in first):
            return tuple(np.zeros(tensor.shape) for tensor in tensors)
        squared = sum(gradient.square().sum() for gradient in first)
        second = self.torch.autograd.grad(squared, tensors, materialize_grads=True)
        # Autograd's own zeros are not stored as numbers; a sum with some that are makes numbers of them.
        return tuple((g + self.torch.zeros(g.shape, dtype=g.dtype)).numpy() for g in second)


class TensorflowLosses(NumpyLosses):
    name = "tensorflow"
    axis = "axis"

    def __init__(self):
        self.tf = importlib.import_module("tensorflow")
        self.package = importlib.import_module("lossbook.tensorflow")
        self.tensor = self.tf.constant

    def value(self, row, *inputs, dtype="float64", **options):
        return getattr(self.package, row.name)(*(_cast(i, dtype) for i in inputs), **options).numpy()

    def gradients(self, row, *inputs, dtype="float64", **options):
        """The gradients of the sum of the samples' losses: an elementwise loss is averaged over the last axis."""
        tensors = [self.tf.constant(_cast(i, dtype)) for i in inputs]
        differentiable = [tensor for tensor, d in zip(tensors, _sides(row), strict=True) if d]
        with self.tf.GradientTape() as tape:
            tape.watch(differentiable)
            loss = getattr(self.package, row.name)(*tensors, **options)
        return tuple(g.numpy() for g in tape.gradient(loss, differentiable))

    def curvatures(self, row, *inputs, dtype="float64", **options):
        tensors = [self.tf.constant(_cast(i, dtype)) for i in inputs]
        differentiable = [tensor for tensor, d in zip(tensors, _sides(row), strict=True) if d]
        with self.tf.GradientTape() as outer:
            outer.watch(differentiable)
            with self.tf.GradientTape() as inner:
                inner.watch(differentiable)
                loss = getattr(self.package, row.name)(*tensors, **options)
            first = inner.gradient(loss, differentiable)
            squared = sum(self.tf.reduce_sum(gradient**2) for gradient in first)
        second = outer.gradient(squared, differentiable, unconnected_gradients=self.tf.UnconnectedGradients.ZERO)
        return tuple(g.numpy() for g in second)


def _sides(row):
    """Which of the inputs get gradients."""
    return [given.differentiable for given in row.inputs()]


def _cast(values, dtype):
    values = np.asarray(values)
    return values if values.dtype.kind in "iu" else values.astype(dtype)


MAKERS = {"numpy": NumpyLosses, "tensorflow": TensorflowLosses, "torch": TorchLosses}


def in_shape_of(framework, row, elementwise):
    """Values a element as the framework gives them: TensorFlow averages an elementwise loss over the last axis."""
    averaged = framework.name == "tensorflow" and row.layout == "elementwise"
    return elementwise.mean(-1) if averaged else elementwise
