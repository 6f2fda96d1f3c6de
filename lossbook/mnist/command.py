"""The command line: ``python -m lossbook.mnist``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from lossbook.mnist.experiment import MODULES, Settings
from lossbook.mnist.grid import make_grid, run_grid
from lossbook.mnist.losses import LOSSES
from lossbook.mnist.report import table, write_report
from lossbook.mnist.results import collect
from lossbook.mnist.store import Store


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the arguments, do the runs that are still to do, and show what came out. Returns the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    runs = make_grid(options.framework, options.loss, options.gamma, options.imbalance, options.seeds)
    settings = Settings(
        options.epochs, options.batch_size, options.learning_rate, options.beta, options.mixed_precision, options.head
    )
    try:
        store = Store(options.out)
        store.check(runs, settings)
        device = start(options.framework, options.device, options.threads)
    except (OSError, RuntimeError, ValueError) as error:
        parser.error(str(error))
    print(f"{options.framework} on {device}: {len(runs)} runs, {sum(map(store.has, runs))} of them done already")
    try:
        run_grid(runs, settings, store, options.device)
    except KeyboardInterrupt:
        print("\nStopped. All finished runs are kept; the same command goes on from here.", file=sys.stderr)
        return 130
    results = collect(store.read(run) for run in runs if store.has(run))
    print(f"\n{table(results)}\n")
    for path in write_report(results, options.out):
        print(path)
    return 0


def start(framework: str, device: str, threads: int | None) -> str:
    """Load the framework, limit its threads, and name the device that it will use.

    Raises:
        ValueError: there is no such device.
    """
    if framework == "torch":
        import torch

        from lossbook.mnist import torch_training as training

        if threads:
            torch.set_num_threads(threads)
    else:
        import tensorflow as tf

        from lossbook.mnist import keras_training as training

        if threads:
            tf.config.threading.set_intra_op_parallelism_threads(threads)
            tf.config.threading.set_inter_op_parallelism_threads(1)
    return training.describe_device(training.choose_device(device))


def make_parser() -> argparse.ArgumentParser:
    """All options, their defaults and what they mean."""
    parser = argparse.ArgumentParser(
        prog="python -m lossbook.mnist",
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
    add("--threads", type=whole_from(1), default=None, help="processor threads; by default the framework's choice")
    add("--mixed-precision", action="store_true", help="the network in bfloat16, the loss in float32")
    add("--head", type=whole_from(0), default=0, help="only the first so many training digits, to try the command out")
    add("--out", type=Path, default=Path("results"), help="folder of the results")
    return parser


def installed(framework: str) -> str:
    """A framework, if it can be imported."""
    if framework in MODULES and find_spec(framework) is None:
        raise argparse.ArgumentTypeError(f"{framework} is not installed: pip install 'lossbook[{framework}]'")
    return framework


def at_least(lowest: float, below: float = float("inf")):
    """A type for argparse: a number from ``lowest`` up, and less than ``below``."""

    def number(text: str) -> float:
        value = float(text)
        if not lowest <= value < below:
            limit = f" and less than {below:g}" if below < float("inf") else ""
            raise argparse.ArgumentTypeError(f"{text} has to be at least {lowest:g}{limit}")
        return value

    return number


def above(limit: float):
    """A type for argparse: a finite number above ``limit``."""

    def number(text: str) -> float:
        value = float(text)
        if not limit < value < float("inf"):
            raise argparse.ArgumentTypeError(f"{text} has to be above {limit:g}")
        return value

    return number


def whole_from(lowest: int):
    """A type for argparse: a whole number from ``lowest`` up."""

    def whole(text: str) -> int:
        value = int(text)
        if value < lowest:
            raise argparse.ArgumentTypeError(f"{text} has to be at least {lowest}")
        return value

    return whole
