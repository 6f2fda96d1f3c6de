"""A loss in TensorFlow: a function, or a class of Keras."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lossbook.testing.faults import Fault, NotChecked, difference
from lossbook.testing.on_numpy import Arrays, NumPy, Result


class TensorFlow(NumPy):
    """A loss with tensors in and out. Of a Keras class it is ``call``, which knows no dtype of its own."""

    name = "TensorFlow"
    usual = "float32"
    half: tuple[str, ...] = ("float16", "bfloat16")
    keeps_dtype = True

    def __init__(self, function: Callable[..., Any], by_hand: Callable[..., Any] | None = None) -> None:
        self.keras: keras.losses.Loss | None = function if isinstance(function, keras.losses.Loss) else None
        super().__init__(self.keras.call if self.keras else function, by_hand)

    @staticmethod
    def array(values: Any) -> NDArray[Any]:
        """A tensor or an array as an array."""
        values = tf.convert_to_tensor(values) if isinstance(values, (tf.Variable, keras.Variable)) else values
        return NumPy.array(values.numpy() if tf.is_tensor(values) and values.dtype != tf.bfloat16 else values)

    def given(self, arrays: Arrays, dtype: str) -> list[Any]:
        """The inputs as tensors."""
        return [tf.cast(array, dtype) if array.dtype.kind == "f" else tf.constant(array) for array in arrays]

    def result(self, found: Any) -> Result:
        """What came out."""
        if not tf.is_tensor(found):
            raise Fault(f"The loss is a {type(found).__name__}, which has no gradient. Return a tensor; no .numpy()")
        return Result(tf.cast(found, tf.float64).numpy(), found.dtype.name)

    @property
    def has_gradient(self) -> bool:
        """The tape's."""
        return True

    def gradients(
        self, arrays: Arrays, positions: Sequence[int], dtype: str | None = None
    ) -> list[NDArray[Any] | None]:
        """By a tape, or by hand."""
        if self.by_hand is not None:
            return super().gradients(arrays, positions, dtype)
        given = self.given(arrays, dtype or self.usual)
        wanted = [given[i] for i in positions]
        with tf.GradientTape() as tape:
            tape.watch(wanted)
            loss = tf.reduce_sum(self.function(*given))
        found = tape.gradient(loss, wanted)
        return [None if it is None else tf.cast(it, tf.float64).numpy() for it in found]

    def reduced(self, reduction: str) -> Self | None:
        """A function's keyword, or Keras's reduction of what ``call`` gives."""
        if self.keras is None:
            return super().reduced(reduction)
        other = object.__new__(type(self.keras))  # copy.copy would save and load it, as get_config has it
        other.__dict__.update(vars(self.keras))
        other.reduction = reduction
        return self.like(lambda *inputs: other(*inputs))

    def changed(self, arrays: Arrays) -> int | None:
        """A tensor's values stay."""
        raise NotChecked("no function can change a tensor of TensorFlow")

    def compiled(self, arrays: Arrays, positions: Sequence[int]) -> Self:
        """As a graph."""
        return self.like(tf.function(self.function).get_concrete_function(*self.given(arrays, self.usual)))

    def saving(self, arrays: Arrays, notes: list[str]) -> Iterator[str]:
        """Parameters that the configuration lacks, and what comes back from it."""
        if self.keras is None:
            yield from super().saving(arrays, notes)
            return
        config, kind = self.keras.get_config(), type(self.keras)
        given = list(inspect.signature(kind.__init__).parameters.values())[1:]
        names = [it.name for it in given if it.kind in (it.POSITIONAL_OR_KEYWORD, it.KEYWORD_ONLY)]
        lacking = [name for name in names if name not in config and name != "dtype"]  # Keras's own lacks the dtype
        for name in lacking:
            kept = hasattr(self.keras, name)
            here = f", {getattr(self.keras, name)!r} here" if kept else ""
            cure = "Return" if kept else f"Keep it as self.{name}, and return"
            yield (
                f"get_config lacks the parameter {name}{here}; a loaded loss has the default, or none. {cure} "
                f'{{**super().get_config(), "{name}": self.{name}}}'
            )
        if lacking:
            return
        before = self._of(self.keras, arrays)
        loaded = keras.losses.deserialize(keras.losses.serialize(self.keras), custom_objects={kind.__name__: kind})
        for how, other in (("from_config(get_config())", kind.from_config(config)), ("deserialize", loaded)):
            if found := difference(self._of(other, arrays), before, 1e-6):
                yield f"After {how} the loss is another: {found}. Return in get_config what the constructor needs"
                return

    def _of(self, loss: Any, arrays: Arrays) -> NDArray[Any]:
        return self.result(loss(*self.given(arrays, self.usual))).losses

    def one_number_is_wrong(self, arrays: Arrays) -> str:
        """Keras could weigh no sample."""
        if self.keras is None:
            return ""
        samples, given = len(arrays[1]), self.given(arrays, self.usual)
        left, right = (float(self.keras(*given, sample_weight=np.eye(samples)[i])) for i in (0, -1))
        return (
            f"call gives one number for {samples} samples, so that sample_weight weighs none: all weight on the first "
            f"gives {left:.6g}, all on the last {right:.6g}. Average over axis=-1 alone, and give predictions of one "
            "number a sample the shape (N, 1)"
        )
