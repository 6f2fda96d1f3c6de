"""What a Keras class knows of a batch beside its inputs, the weights and the mask, on the way to its function.

Keras's ``call(y_true, y_pred)`` has no room for them, and a function of this package has no argument for them: the mean
over the last axis and the front door look here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import tensorflow as tf

from lossbook.arguments import Shape, check_weight_shape


class Batch:
    """The weights of the samples, or of the elements, and which of them Keras's mask keeps; None: all alike, all."""

    def __init__(self, weight: tf.Tensor | None, kept: tf.Tensor | None) -> None:
        self.weight, self.kept = weight, kept
        self.by_element: bool = (
            False  # an elementwise loss, not averaged over its last axis since the weights aren't either
        )

    def align(self, loss: Shape) -> None:
        """Drop a last axis of length 1 that the unreduced loss lacks; raise unless the other axes are its leading ones.

        Keras classes take labels of shape (N, 1) for (N,), and so they do weights.
        """
        if self.weight is not None:
            self.weight = _aligned(self.weight, loss)
            check_weight_shape(_known(self.weight, loss), loss)
        if self.kept is not None:
            self.kept = _aligned(self.kept, loss)
            found = _known(self.kept, loss)
            if found != loss[: len(found)]:
                raise ValueError(f"the mask of y_pred needs shape {loss}, or its leading axes, got {found}")

    def spread(self, losses: tf.Tensor) -> tuple[tf.Tensor | None, tf.Tensor | None]:
        """Weights and mask in the shape of the losses."""
        self.align(tuple(losses.shape))
        sides = (self.weight, self.kept)
        return tuple(side if side is None else _spread(side, losses) for side in sides)  # type: ignore[return-value]

    def is_by_element(self, rank: int) -> bool:
        """Whether weights or mask have as many axes as an elementwise loss."""
        given = [side for side in (self.weight, self.kept) if side is not None]
        self.by_element = any(side.shape.rank == rank for side in given)
        return self.by_element

    def left_out(self) -> tf.Tensor:
        """True where nothing has any influence: the weight is 0, or the mask says so."""
        if self.weight is None:
            return tf.logical_not(self.kept)
        out = self.weight == 0
        return out if self.kept is None else leading(out, self.kept) | leading(~self.kept, out)


_CURRENT: ContextVar[Batch | None] = ContextVar("batch", default=None)


def current() -> Batch | None:
    """The batch whose loss is being computed by a Keras class, if it has weights or a mask."""
    return _CURRENT.get()


@contextmanager
def known(batch: Batch | None) -> Iterator[None]:
    """Make this the current batch."""
    token = _CURRENT.set(batch)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def leading(values: tf.Tensor, like: tf.Tensor | int) -> tf.Tensor:
    """The same with axes of length 1 behind: what is said of the leading axes holds for all that belongs to them."""
    rank = like if isinstance(like, int) else like.shape.rank
    for _ in range(rank - values.shape.rank):
        values = tf.expand_dims(values, -1)
    return values


def _aligned(values: tf.Tensor, loss: Shape) -> tf.Tensor:
    if values.shape.rank is None:
        raise ValueError("sample_weight and mask need a known rank")
    return tf.squeeze(values, -1) if values.shape.rank == len(loss) + 1 and values.shape[-1] == 1 else values


def _spread(values: tf.Tensor, losses: tf.Tensor) -> tf.Tensor:
    shape = tf.shape(losses)
    if None in tuple(values.shape) + tuple(losses.shape):
        message = "sample_weight and mask need the shape of the unreduced loss, or its leading axes"
        tf.debugging.assert_equal(tf.shape(values), shape[: values.shape.rank], message)
    return tf.broadcast_to(leading(values, losses), shape)


def _known(values: tf.Tensor, loss: Shape) -> Shape:
    """The shape; a length that is known on one side only is taken as it is wanted."""
    shape = tuple(values.shape)
    return tuple(loss[i] if i < len(loss) and None in (length, loss[i]) else length for i, length in enumerate(shape))
