"""Take each guarantee out of the library, one at a time, and see that a case of its aspect fails.

``python tools/taken_out.py`` prints a line each; ``python tools/taken_out.py NaN torch`` does those that the words
name. ``tools/tested.py`` counts the cases of an aspect; that they are worth counting is what this shows. A test sees to
it that every aspect stands here for every package, and that the text to replace still stands in the library.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tested import ASPECTS

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Removal:
    """A change to one file that takes a guarantee away, and a loss whose cases have to notice."""

    aspect: str
    package: str
    file: str  # of the package
    guarantee: str
    without: str
    loss: str


REMOVALS = (
    Removal("value", "numpy", "regression.py", "within * (size - within / 2)", "within * size", "huber"),
    Removal("value", "tensorflow", "regression.py", "(size - delta / 2)", "(size - delta / 3)", "huber"),
    Removal("value", "torch", "regression.py", "F.huber_loss(", "F.huber_loss(2 * ", "huber"),
    Removal("gradient", "numpy", "regression.py", "2 * (y_pred - y_true)", "y_pred - y_true", "mean_squared_error"),
    Removal(
        "gradient",
        "tensorflow",
        "regression.py",
        "tf.square(residual) / 2",
        "tf.stop_gradient(tf.square(residual)) / 2",
        "huber",
    ),
    Removal("gradient", "torch", "by_hand.py", "p.lerp_(q.neg_(), y)", "p.lerp_(q, y)", "binary_cross_entropy"),
    Removal(
        "second derivative",
        "tensorflow",
        "primitives.py",
        "return tf.math.log(at_least(p, eps))",
        "return tf.grad_pass_through(lambda x: tf.math.log(at_least(x, eps)))(p)",
        "binary_cross_entropy",
    ),
    Removal(
        "second derivative",
        "torch",
        "by_hand.py",
        "if torch.is_grad_enabled():\n            return None",
        "if False:\n            return None",
        "binary_cross_entropy",
    ),
    Removal("reductions", "numpy", "primitives.py", "return count or math.inf", "return count + 1", "huber"),
    Removal(
        "reductions",
        "tensorflow",
        "loss.py",
        "(self.name, self.reduction, self.dtype)",
        '(self.name, "sum", self.dtype)',
        "huber",
    ),
    Removal("reductions", "torch", "primitives.py", "return loss.mean()", "return loss.sum()", "huber"),
    Removal("weights", "numpy", "primitives.py", "np.multiply(weights, loss,", "np.multiply(1, loss,", "huber"),
    Removal("weights", "tensorflow", "loss.py", "(losses, losses, weight)", "(losses, losses, None)", "huber"),
    Removal(
        "weights",
        "torch",
        "primitives.py",
        "torch.where(weight != 0, loss * weight, 0)",
        "torch.where(weight != 0, loss, 0)",
        "huber",
    ),
    Removal("empty", "numpy", "primitives.py", "return count or math.inf", "return count", "huber"),
    Removal("empty", "tensorflow", "loss.py", "return tf.reduce_sum(loss) if", "return loss if", "huber"),
    Removal("empty", "torch", "primitives.py", "kept is None and loss.numel()", "kept is None", "huber"),
    Removal("dtypes", "numpy", "arguments.py", "np.result_type(np.float32, *kinds)", "np.result_type(*kinds)", "huber"),
    Removal(
        "dtypes",
        "tensorflow",
        "arguments.py",
        "dtype, found = tf.float64 if wide else tf.float32, []",
        "dtype, found = tf.float32, []",
        "huber",
    ),
    Removal("dtypes", "torch", "arguments.py", "dtype = torch.float64", "dtype = torch.float32", "huber"),
    Removal(
        "bad input",
        "numpy",
        "../arguments.py",
        "{**options, **normal_parameters(row, options, classes, self.tensors)}",
        "options",
        "huber",
    ),
    Removal(
        "bad input",
        "tensorflow",
        "../arguments.py",
        "{**options, **normal_parameters(row, options, classes, self.tensors)}",
        "options",
        "huber",
    ),
    Removal(
        "bad input",
        "torch",
        "../arguments.py",
        "{**options, **normal_parameters(row, options, classes, self.tensors)}",
        "options",
        "huber",
    ),
    Removal("illegal value", "numpy", "arguments.py", "elif each.domain.check(", "elif False and (", "poisson"),
    Removal(
        "illegal value",
        "tensorflow",
        "arguments.py",
        "elif values.size and domain.check_span(",
        "elif False and (",
        "poisson",
    ),
    Removal(
        "illegal value",
        "torch",
        "arguments.py",
        "if limited and tensor is not None",
        "if False and tensor is not None",
        "poisson",
    ),
    Removal("NaN", "numpy", "arguments.py", "elif each.domain.check(", "elif False and (", "huber"),
    Removal(
        "NaN",
        "tensorflow",
        "primitives.py",
        "tf.where(p <= tf.constant(eps, p.dtype), tf.constant(eps, p.dtype), p)",
        "tf.where(p > eps, p, tf.constant(eps, p.dtype))",
        "categorical_cross_entropy",
    ),
    Removal(
        "NaN",
        "torch",
        "primitives.py",
        "torch.where(x <= low, low, x)",
        "torch.where(x > low, x, low)",
        "categorical_cross_entropy",
    ),
    Removal("left out", "numpy", "arguments.py", "if places.any():", "if False:", "huber"),
    Removal(
        "left out",
        "tensorflow",
        "arguments.py",
        "if out is None and self.row.layout",
        "if True or self.row.layout",
        "huber",
    ),
    Removal("left out", "torch", "arguments.py", "tensor = _replaced(", "(", "huber"),
    Removal(
        "state",
        "tensorflow",
        "loss.py",
        '{**super().get_config(), "dtype": self.dtype, **parameters}',
        '{**super().get_config(), "dtype": self.dtype}',
        "huber",
    ),
    Removal("state", "torch", "module.py", "shown = {**self.options,", "shown = {", "huber"),
    Removal(
        "functions saved",
        "tensorflow",
        "arguments.py",
        'keras.saving.register_keras_serializable(package="lossbook")(with_checks)',
        "with_checks",
        "huber",
    ),
    Removal(
        "compile",
        "tensorflow",
        "primitives.py",
        'return tf.executing_eagerly() and "CPU" in tensor.device',
        "return True",
        "poisson",
    ),
    Removal(
        "compile",
        "torch",
        "primitives.py",
        "if torch.compiler.is_compiling() or torch.jit._trace.is_tracing():",
        "if False:",
        "poisson",
    ),
    Removal(
        "fullgraph without gradient",
        "torch",
        "primitives.py",
        "if torch.compiler.is_compiling() or torch.jit._trace.is_tracing():",
        "if False:",
        "poisson",
    ),
    Removal(
        "forward mode",
        "torch",
        "primitives.py",
        "return wrapped or any(unpack_dual(x).tangent is not None for x in tensors)",
        "return wrapped",
        "binary_cross_entropy",
    ),
    Removal("parity", "tensorflow", "regression.py", "(size - delta / 2)", "(size - delta / 3)", "huber"),
    Removal("parity", "torch", "regression.py", "F.huber_loss(", "F.huber_loss(2 * ", "huber"),
)


def main(words: list[str]) -> int:
    """Try the removals that the words name, or all; the exit status is 1 if one of them is not noticed."""
    if wrong := [*missing(), *stale()]:
        print(*wrong, sep="\n")
        return 1
    wanted = [it for it in REMOVALS if all(word in (it.aspect, it.package) for word in words)]
    unnoticed = [it for it in wanted if not is_noticed(it)]
    print(f"{len(wanted)} guarantees taken out, {len(unnoticed)} of them without a case that fails")
    return int(bool(unnoticed))


def missing() -> list[str]:
    """The aspects that no removal tries in a package that has them."""
    tried = {(it.aspect, it.package) for it in REMOVALS}
    pairs = ((aspect, package) for aspect, packages in ASPECTS.items() for package in packages)
    return [f"no removal of {aspect} in {package}" for aspect, package in pairs if (aspect, package) not in tried]


def stale() -> list[str]:
    """The removals whose text does not stand once in its file."""
    texts = {it: (ROOT / "lossbook" / it.package / it.file).read_text("utf-8") for it in REMOVALS}
    gone = [it for it, text in texts.items() if text.count(it.guarantee) != 1]
    return [f"not once in {it.package}/{it.file}: {it.guarantee}" for it in gone]


def is_noticed(removal: Removal) -> bool:
    """Whether a case of the aspect, all of which pass in ``make test``, fails on a copy without the guarantee."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "lossbook", Path(folder) / "lossbook", ignore=shutil.ignore_patterns("__pycache__"))
        file = Path(folder) / "lossbook" / removal.package / removal.file
        file.write_text(file.read_text("utf-8").replace(removal.guarantee, removal.without), "utf-8")
        found = run(removal, folder)
    print(f"{removal.aspect}, {removal.package}, {removal.loss}: {found}", flush=True)
    return "failed" in found


def run(removal: Removal, folder: str) -> str:
    """What pytest says of the aspect's cases of one loss on the library in this folder."""
    command = [sys.executable, "-P", "-m", "pytest", "tests/library", "-p", "no:cacheprovider"]
    command += ["-o", "pythonpath=tests/library"]  # and not, before the copy, the repository, which has the guarantee
    command += ["--aspect", removal.aspect, "--package", removal.package, "--loss", removal.loss, "-rA"]
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    output = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
    lines = output.splitlines()
    counts = {
        word: sum(line.startswith(f"{word.upper()} ") for line in lines) for word in ("passed", "failed", "error")
    }
    return ", ".join(f"{n} {word}" for word, n in counts.items() if n) or "no case ran"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
