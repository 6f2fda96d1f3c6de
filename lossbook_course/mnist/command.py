"""The command line: ``python -m lossbook_course.mnist``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from lossbook_course.datasets import load_mnist
from lossbook_course.mnist.experiment import MODULES, Settings
from lossbook_course.mnist.grid import make_grid, run_grid
from lossbook_course.mnist.losses import LOSSES
from lossbook_course.mnist.report import markdown, overview, write_report
from lossbook_course.mnist.results import collect
from lossbook_course.mnist.store import Store
from lossbook_course.mnist.team import Team


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the arguments, do the runs that are still to do, and show what came out. Returns the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    runs = make_grid(options.framework, options.loss, options.gamma, options.imbalance, options.seeds)
    settings = Settings(
        options.epochs, options.batch_size, options.learning_rate, options.beta, options.mixed_precision, options.head
    )
    try:
        check_sizes(options.imbalance, options.head)
        store = Store(options.out)
        store.check(runs, settings)
        device, team = start(options)
    except (OSError, RuntimeError, ValueError) as error:
        parser.error(str(error))
    if team.first:
        together = f", {team.size} at a time" if team.size > 1 else ""
        done = sum(map(store.has, runs))
        print(f"{options.framework} on {device}{together}: {len(runs)} runs, {done} of them done already", flush=True)
    try:
        run_grid(runs, settings, store, options.device, team)
    except KeyboardInterrupt:
        print("\nStopped. All finished runs are kept; the same command goes on from here.", file=sys.stderr)
        return 130
    team.leave()
    missing = len(runs) - sum(map(store.has, runs))
    if missing:
        print(f"{missing} runs are still in the hands of another process; it will make the table.")
    elif team.first:
        results = collect(store.read_all())
        print(f"\n{markdown(overview(results.of(options.framework)))}\n")
        print(*write_report(results, options.framework, options.out), sep="\n")
    return 0


def check_sizes(imbalances: Sequence[float], head: int) -> None:
    """Refuse what would leave a class without digits, before anything is trained.

    Raises:
        ValueError: says how large the imbalance may be.
    """
    labels = load_mnist("train")[1]
    counts = np.bincount(labels[: head or None], minlength=10)
    largest = counts.min() - counts.min() // 10  # a tenth is held out
    if counts.min() < 10:
        raise ValueError(f"--head {head} leaves only {counts.min()} of a digit; each needs 10")
    if max(imbalances) > largest:
        raise ValueError(
            f"--imbalance {max(imbalances):g}: there are {largest} digits of each class, so that is the most"
        )


def start(options: argparse.Namespace) -> tuple[str, Team]:
    """Load the framework, limit its threads, name the device that it will use, and join the others, if there are any.

    Raises:
        ValueError: there is no such device, or not enough of them.
    """
    team = Team()
    if options.framework == "torch":
        import torch

        from lossbook_course.mnist import torch_distributed, torch_training

        if options.replicas:
            raise ValueError("--replicas is for tensorflow; with torch, start the command by torchrun")
        if options.threads:
            torch.set_num_threads(options.threads)
        device = torch_training.choose_device(options.device)
        torch.empty(0, device=device)  # fails now, if it fails
        if torch_distributed.started_by_torchrun():
            team = torch_distributed.TorchTeam()
        return torch_training.describe_device(device), team
    else:
        import tensorflow as tf

        from lossbook_course.mnist import keras_distributed, keras_training

        if options.threads:
            tf.config.threading.set_intra_op_parallelism_threads(options.threads)
            tf.config.threading.set_inter_op_parallelism_threads(1)
        gpus = len(tf.config.list_physical_devices("GPU")) if options.device == "auto" else 0
        if (replicas := options.replicas or gpus) > 1:
            team = keras_distributed.KerasTeam(replicas)
        return keras_training.describe_device(keras_training.choose_device(options.device)), team


def make_parser() -> argparse.ArgumentParser:
    """All options, their defaults and what they mean."""
    parser = argparse.ArgumentParser(
        prog="python -m lossbook_course.mnist",
        description="Train one small network on MNIST with several losses, several imbalances and several seeds. "
        "Every finished run is a file in --out. An interrupted command, given again, goes on where it stopped; "
        "given twice at the same time, the two share the work.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--framework", choices=MODULES, default="torch", type=installed)
    add("--loss", nargs="+", choices=LOSSES, default=LOSSES, help="losses to compare", metavar="LOSS")
    add("--gamma", nargs="+", type=at_least(0), default=[2.0], help="of the focal losses; 0 is the loss without focus")
    add("--imbalance", nargs="+", type=at_least(1), default=[1.0], help="commonest digit : rarest digit")
    add("--seeds", type=whole_from(1), default=5, help="how many: 0, 1, 2, ...")
    add("--epochs", type=whole_from(1), default=Settings.epochs, help="over the balanced set; others: as many steps")
    add("--batch-size", type=whole_from(1), default=Settings.batch_size)
    add("--learning-rate", type=above(0), default=Settings.learning_rate, help="of Adam; it falls linearly to 0")
    add("--beta", type=at_least(0, below=1), default=Settings.beta, help="of the class-balanced losses")
    add("--device", default="auto", help="auto, or a name that the framework knows: cpu, cuda:1, mps, GPU:0")
    add("--replicas", type=whole_from(1), default=None, help="tensorflow: devices that share a run; default: all GPUs")
    add("--threads", type=whole_from(1), default=None, help="processor threads; by default the framework's choice")
    add("--mixed-precision", action="store_true", help="the network in bfloat16, the loss in float32")
    add("--head", type=whole_from(0), default=0, help="only the first so many training digits, to try the command out")
    add("--out", type=Path, default=Path("results"), help="folder of the results")
    return parser


def installed(framework: str) -> str:
    """A framework, if it can be imported."""
    if framework in MODULES and find_spec(framework) is None:
        raise argparse.ArgumentTypeError(f"{framework} is not installed: pip install 'lossbook-course[{framework}]'")
    return framework


def at_least(lowest: float, below: float = float("inf")) -> Callable[[str], float]:
    """A type for argparse: a number from ``lowest`` up, and less than ``below``."""

    def number(text: str) -> float:
        value = float(text)
        if not lowest <= value < below:
            limit = f" and less than {below:g}" if below < float("inf") else ""
            raise argparse.ArgumentTypeError(f"{text} has to be at least {lowest:g}{limit}")
        return value

    return number


def above(limit: float) -> Callable[[str], float]:
    """A type for argparse: a finite number above ``limit``."""

    def number(text: str) -> float:
        value = float(text)
        if not limit < value < float("inf"):
            raise argparse.ArgumentTypeError(f"{text} has to be above {limit:g}")
        return value

    return number


def whole_from(lowest: int) -> Callable[[str], int]:
    """A type for argparse: a whole number from ``lowest`` up."""

    def whole(text: str) -> int:
        value = int(text)
        if value < lowest:
            raise argparse.ArgumentTypeError(f"{text} has to be at least {lowest}")
        return value

    return whole
