"""One run of the experiment: what it is called, how it is trained, and what is kept of it."""

from __future__ import annotations

import importlib
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from types import ModuleType
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.metrics import brier_score_loss, f1_score

from lossbook.numpy import sparse_categorical_cross_entropy
from lossbook_course.mnist.calibration import best_temperature, reliability
from lossbook_course.mnist.data import Digits, Experiment, experiment
from lossbook_course.mnist.history import History
from lossbook_course.mnist.loop import Plan
from lossbook_course.mnist.losses import FOCAL, make_loss
from lossbook_course.mnist.metrics import score
from lossbook_course.mnist.team import Team

MODULES = {"torch": "torch", "tensorflow": "keras"}  # lossbook_course.mnist.torch_model, keras_model, ...


@dataclass(frozen=True)
class Run:
    """One training: everything that the experiment varies. ``gamma`` is 0 for losses that have none."""

    framework: str
    loss: str
    gamma: float
    imbalance: float
    seed: int

    @property
    def name(self) -> str:
        """What the run's file is called."""
        gamma = f"-gamma{self.gamma:g}" if self.loss in FOCAL else ""
        return f"{self.framework}-{self.loss}{gamma}-imbalance{self.imbalance:g}-seed{self.seed}"


@dataclass(frozen=True)
class Settings:
    """What is the same for all runs of a grid.

    Attributes:
        epochs: times to go through the balanced training set; a smaller set is gone through more often, so that every
            run takes about as many steps.
        batch_size: digits a step.
        learning_rate: of Adam at the first step; it falls in a straight line to 0 at the last.
        beta: of the class-balanced losses.
        mixed_precision: whether the network computes in bfloat16; the loss always computes in float32.
        head: take only the first so many training digits; 0 takes all.
    """

    epochs: int = 5
    batch_size: int = 256
    learning_rate: float = 5e-3
    beta: float = 0.999
    mixed_precision: bool = False
    head: int = 0


@dataclass(frozen=True)
class Trained:
    """A trained network, with what it was trained on and how."""

    model: Any
    data: Experiment
    plan: Plan
    history: History
    temperature: float

    def test_logits(self, framework: str) -> np.ndarray:
        """Its answers to the test digits, of shape (N, 10)."""
        return module(framework, "training").predict(self.model, self.data.digits.test_images)


ALONE = Team()


def train(run: Run, settings: Settings, digits: Digits, device: str = "auto", team: Team = ALONE) -> Trained:
    """Train one network, and choose its temperature on the digits that were held out."""
    data = experiment(digits, run.imbalance, run.seed)
    labels = data.digits.train_labels
    counts = np.bincount(labels)
    loss = make_loss(run.framework, run.loss, run.gamma, counts, settings.beta)
    plan = make_plan(run, settings, len(labels), balanced=len(counts) * counts.max())
    training = module(run.framework, "training")
    with team.scope():
        model = module(run.framework, "model").build_model(run.seed, mixed_precision=settings.mixed_precision)
        history = training.train(model, loss, data.digits, plan, device=device, progress=False)
    temperature = best_temperature(data.held_out_labels, training.predict(model, data.held_out_images))
    return Trained(model, data, plan, history, temperature)


def perform(run: Run, settings: Settings, digits: Digits, device: str = "auto", team: Team = ALONE) -> dict[str, Any]:
    """Train and test one network, and return what the tables and figures need of it, as JSON can keep it."""
    trained = train(run, settings, digits, device, team)
    labels = trained.data.digits.train_labels
    return {
        **asdict(run),
        "settings": asdict(settings),
        "made_with": {run.framework: version(run.framework), "python": platform.python_version()},
        "device": trained.history.device,
        "devices": team.size,
        "seconds": round(trained.history.seconds, 1),
        "epochs": trained.plan.epochs,
        "steps": trained.plan.steps(len(labels)),
        "class_sizes": np.bincount(labels).tolist(),
        "temperature": trained.temperature,
        **measure(digits.test_labels, trained.test_logits(run.framework), trained.temperature),
    }


def module(framework: str, part: str) -> ModuleType:
    """The module of the case study that is the framework's own: its ``"model"`` or its ``"training"``."""
    return importlib.import_module(f"lossbook_course.mnist.{MODULES[framework]}_{part}")


def make_plan(run: Run, settings: Settings, count: int, balanced: int) -> Plan:
    """As many whole epochs over ``count`` digits as come nearest to the steps that the balanced set takes."""
    plan = Plan(settings.epochs, settings.batch_size, settings.learning_rate, run.seed, checks_per_epoch=0)
    epochs = round(plan.steps(balanced) / plan.steps_per_epoch(count))
    return Plan(epochs, settings.batch_size, settings.learning_rate, run.seed, checks_per_epoch=0)


def measure(labels: np.ndarray, logits: np.ndarray, temperature: float) -> dict[str, Any]:
    """All that is measured of a network: its answers, and its probabilities before and after temperature scaling."""
    result = score(labels, logits)
    return {
        "accuracy": result.accuracy,
        "macro_f1": float(f1_score(labels, logits.argmax(axis=1), average="macro")),
        "recall": result.recall.tolist(),
        "raw": measure_probabilities(labels, logits),
        "scaled": measure_probabilities(labels, logits / temperature),
    }


def measure_probabilities(labels: np.ndarray, logits: np.ndarray) -> dict[str, Any]:
    """Negative log-likelihood in nats, Brier score, expected calibration error, and the bins behind it."""
    bins = reliability(labels, logits)
    probabilities = softmax(logits.astype(float), axis=1)
    return {
        "nll": float(sparse_categorical_cross_entropy(labels, logits.astype(float), from_logits=True)),
        "brier": float(brier_score_loss(labels, probabilities, labels=range(logits.shape[1]))),
        "ece": bins.calibration_error(),
        "bins": {name: array.tolist() for name, array in vars(bins).items()},
    }
