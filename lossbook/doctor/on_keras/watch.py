"""Watches a training of Keras: the first batch of ``fit``, the losses and gradients of a loop, and the first NaN."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from lossbook.doctor import on_keras
from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.nested import flat
from lossbook.doctor.on_keras.heads import Head, batch_of
from lossbook.doctor.outputs import examine_batch
from lossbook.doctor.watching import BATCHES, EVERY, Seen, Stopped, where

USUAL_REDUCTIONS = ("sum_over_batch_size", "mean")
USUAL = 32  # the batch size of `fit`
Batch = tuple[Any, Any, Any]


class Callback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras says nothing of its types
    """Stops a training when it sees a NaN, and examines the model before it if it is given a batch.

    Args:
        x: the inputs of one batch, as ``train_on_batch`` takes them; None to look for NaN alone.
        y: the targets.
        every: on an accelerator, after how many steps the loss is asked for; on the CPU it is after each.
        seen: where findings are kept, for several callbacks together.

    Raises:
        Stopped: from ``fit``, at a NaN.
    """

    def __init__(self, x: Any = None, y: Any = None, *, every: int = EVERY, seen: Seen | None = None) -> None:
        super().__init__()
        self.seen: Seen = seen or Seen()
        self._batch, self._every, self._step = (x, y), every, 0
        self._place: Place | None = None
        self._begun: int | None = None  # the batch with which this call of the training began
        self._last = 0  # the last step whose loss was known to be finite
        self._sound = 0  # and after which the weights were

    @property
    def findings(self) -> list[Finding]:
        """What has been found so far."""
        return self.seen.findings

    def on_train_begin(self, logs: Any = None) -> None:
        """Examine the batch."""
        x, y = self._batch
        self._place = where()
        if x is not None:
            self.seen.add(examined(self.model, x, y, None), self._place)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Note where it begins: under ``steps_per_execution`` several steps are one call."""
        self._begun = batch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Ask the loss whether it is NaN, and now and then the weights."""
        before = self._step
        self._step += 1 if self._begun is None else batch - self._begun + 1
        due = before // self._every < self._step // self._every
        loss = (logs or {}).get("loss")
        waits = "CPU" not in str(getattr(loss, "device", "CPU"))
        if loss is not None and (due or not waits):
            if not math.isfinite(float(loss)):
                self._stop("loss", self._last + 1, f"the loss is {float(loss)}")
            self._last = self._step
        if due:
            self._look_at_weights()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Ask the weights."""
        self._look_at_weights()

    def _look_at_weights(self) -> None:
        """Stop if one is NaN. The loss need not show it: a ReLU that oneDNN fuses with its layer gives 0 for NaN."""
        if self._bad_weights():
            self._stop("weight", self._sound + 1, "the loss does not show it")
        self._sound = self._step

    def _bad_weights(self) -> list[str]:
        weights = ((w.path, np.asarray(w)) for w in self.model.weights)
        return [path for path, value in weights if value.dtype.kind == "f" and not np.isfinite(value).all()]

    def _stop(self, what: str, first: int, also: str) -> None:
        """End the training, which went wrong at a step from the first to the present one."""
        since = f"step {self._step}" if first == self._step else f"a step from {first} to {self._step}"
        bad = self._bad_weights()
        witness = f"at {since} {also}, and {len(bad)} of {len(self.model.weights)} weights are NaN or infinite"
        witness += f", beginning with {bad[0]}" if bad else ""
        found = finding("LB508", f"a {what} that is NaN or infinite", witness, Place(), "keras", None, step=self._step)
        self.seen.stop(found, self._step, self._place)


class KerasWatch:
    """Puts itself before ``fit`` and ``train_on_batch``, and before the losses and optimisers of loops."""

    def __init__(self, seen: Seen, every: int = EVERY) -> None:
        self.seen: Seen = seen
        self.every: int = every
        self._steps: dict[int, int] = {}  # of each optimiser of a loop
        self._held: dict[int, tuple[Any, list[Any]]] = {}  # these optimisers, and the weights that they move
        self._models: dict[int, Any] = {}  # that were given to `fit` or `train_on_batch`
        self._busy = False  # what an examination itself calls is not looked at
        self._looked: dict[tuple[str, int], int] = {}
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> KerasWatch:
        self._before(keras.Model, "fit", self._fit)
        self._before(keras.Model, "train_on_batch", self._train_on_batch)
        self._before(keras.losses.Loss, "__call__", self._loss)
        self._before(keras.optimizers.Optimizer, "apply_gradients", self._apply_gradients)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        while self._undo:
            self._undo.pop()()
        if kind is None or not issubclass(kind, Stopped):
            self._ask_weights()

    def _ask_weights(self) -> None:
        """At the end of the block nothing is left to stop, and a NaN that nobody has seen is told all the same."""
        of_models = [("", model.trainable_weights) for model in self._models.values()]
        of_loops = [(f"after step {self._steps[key]} ", weights) for key, (_, weights) in self._held.items()]
        for after, weights in of_loops + of_models:
            bad = [w.path for w in weights if np.isnan(np.asarray(w)).any()]
            if bad:
                witness = f"{after}{len(bad)} of {len(weights)} weights are NaN, beginning with {bad[0]}"
                self.seen.add([finding("LB508", "weights that are NaN", witness, Place(), "keras", None)], where())

    def _before(self, owner: Any, name: str, look: Callable[..., dict[str, Any] | None]) -> None:
        """Call ``look`` with the arguments before the method; it may give arguments to change."""
        original = getattr(owner, name)
        own = name in vars(owner)
        signature = inspect.signature(original)

        def method(*args: Any, **kwargs: Any) -> Any:
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return original(*args, **kwargs)
            changed = None if self._busy else look(bound.arguments)
            if changed:
                bound.arguments.update(changed)
            return original(*bound.args, **bound.kwargs)

        setattr(owner, name, method)
        self._undo.append(lambda: setattr(owner, name, original) if own else delattr(owner, name))

    def _new(self, kind: str, thing: Any, times: int = 1) -> bool:
        """Whether this thing is still to be looked at, the first times that it comes."""
        key = kind, id(thing)
        self._looked[key] = self._looked.get(key, 0) + 1
        return self._looked[key] <= times

    def _fit(self, given: dict[str, Any]) -> dict[str, Any] | None:
        model, place = given["self"], where()
        self._models[id(model)] = model
        changed: dict[str, Any] = {}
        if self._new("fit", model):
            x, batch = first_batch(given)
            if x is not given.get("x"):
                changed["x"] = x
            if batch is not None:
                self._examine(model, batch, place)
        callback = Callback(every=self.every, seen=self.seen)
        callbacks = given.get("callbacks")
        if isinstance(callbacks, keras.callbacks.CallbackList):
            callbacks.append(callback)
            return changed
        own = [] if callbacks is None else list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks]
        return {**changed, "callbacks": [*own, callback]}

    def _train_on_batch(self, given: dict[str, Any]) -> None:
        model = given["self"]
        if self._new("batch", model):
            self._examine(model, (given["x"], given.get("y"), given.get("sample_weight")), where())
        self._models[id(model)] = model

    def _examine(self, model: Any, batch: Batch, place: Place | None) -> None:
        self._busy = True
        try:
            self.seen.add(examined(model, *batch), place)
        finally:
            self._busy = False

    def _loss(self, given: dict[str, Any]) -> None:
        """A loss that a loop calls with numbers; inside ``fit`` they are symbols."""
        loss, y_true, y_pred = given["self"], given["y_true"], given["y_pred"]
        if not hasattr(y_pred, "numpy") or not isinstance(y_pred, tf.Tensor) or not self._new("loss", loss, BATCHES):
            return
        head = Head("", loss, None, y_true, y_pred, values={"y_pred": y_pred.numpy()})
        batch = batch_of(head, "")
        if batch is None or hasattr(y_pred, "_keras_logits"):
            return
        batch = replace(batch, told={**batch.told, "sample_weight": given.get("sample_weight")})
        weighted = given.get("sample_weight") is not None or loss.reduction not in USUAL_REDUCTIONS
        found = [each for each in examine_batch(batch) if each.code != "LB402" or not weighted]
        self.seen.add(found, where())

    def _apply_gradients(self, given: dict[str, Any]) -> dict[str, Any] | None:
        """The gradients of a loop: is one of them NaN?

        An optimiser that scales the loss finds its scale by infinite gradients, and skips such steps: there the weights
        are asked.
        """
        pairs = list(given["grads_and_vars"])
        gradients = [gradient for gradient, _ in pairs if gradient is not None]
        if not gradients or not all(hasattr(gradient, "numpy") for gradient in gradients):
            return {"grads_and_vars": pairs}
        key = id(given["self"])
        step = self._steps[key] = self._steps.get(key, 0) + 1
        self._held[key] = given["self"], [weight for _, weight in pairs]
        on_cpu = "CPU" in str(getattr(gradients[0], "device", "CPU"))
        scaled = isinstance(given["self"], keras.optimizers.LossScaleOptimizer)
        asked = [weight for _, weight in pairs] if scaled else gradients
        ends = [asked[0], asked[-1]] if on_cpu else []
        looked_at = asked if step % self.every == 0 or step <= BATCHES else ends
        if not all(np.isfinite(tf.reduce_sum(tf.convert_to_tensor(it)).numpy()) for it in looked_at):
            values = [(w.path, w if scaled else g) for g, w in pairs if scaled or g is not None]
            bad = [path for path, it in values if not np.isfinite(tf.convert_to_tensor(it)).all()]
            which = f"{len(bad)} of {len(pairs)} weights"
            told = f"{which} are NaN or infinite" if scaled else f"the gradient of {which} is NaN or infinite"
            witness = f"at step {step} {told}" + (f", {bad[-1]} next to the loss" if bad else "")
            what = f"{'weights' if scaled else 'gradients'} that are NaN or infinite"
            self.seen.stop(finding("LB508", what, witness, Place(), "keras", None), step, where())
        return {"grads_and_vars": pairs}


def examined(model: Any, x: Any, y: Any, sample_weight: Any) -> list[Finding]:
    """What is found; nothing where the batch can't be examined: the training itself will say why."""
    try:
        return on_keras.examine(model, x, y, sample_weight)
    except (TypeError, ValueError):
        return []


def first_batch(given: dict[str, Any]) -> tuple[Any, Batch | None]:
    """What ``fit`` is given as x, and one batch of it; of arrays rows from all over, since labels may be sorted."""
    x, y, weights = given.get("x"), given.get("y"), given.get("sample_weight")
    if isinstance(x, tf.data.Dataset):
        return x, _unpacked(next(iter(x.take(1)), None))
    if isinstance(x, keras.utils.PyDataset):
        return x, _unpacked(x[0])
    if inspect.isgenerator(x):
        first = next(x, None)
        return _again(first, x), _unpacked(first)
    arrays = flat((x, y, weights))
    if not arrays or not all(isinstance(it, (np.ndarray, tf.Tensor, list)) for it in arrays):
        return x, None
    size = len(arrays[0])
    kept = np.linspace(0, size - 1, min(size, given.get("batch_size") or USUAL)).astype(int)
    return x, (_rows(x, kept), _rows(y, kept), _rows(weights, kept))


def _again(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield from itertools.chain([] if first is None else [first], rest)


def _unpacked(batch: Any) -> Batch | None:
    if not isinstance(batch, (tuple, list)) or not 2 <= len(batch) <= 3:
        return None
    x, y, *weights = batch
    return x, y, weights[0] if weights else None


def _rows(nested: Any, kept: Any) -> Any:
    if isinstance(nested, dict):
        return {key: _rows(value, kept) for key, value in nested.items()}
    if isinstance(nested, (tuple, list)) and nested and hasattr(nested[0], "shape"):
        return type(nested)(_rows(value, kept) for value in nested)
    return None if nested is None else np.asarray(nested)[kept]
