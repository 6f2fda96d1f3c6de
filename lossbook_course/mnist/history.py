"""What a training run leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class History:
    """Loss and accuracy on both sides, measured a few times an epoch with the weights held still.

    All lists have one entry a measurement; ``epochs`` says when it was made, 0.0 being before the first
    step. The training side is measured on the first digits of the training set, as many as there are
    test digits: the same sum on both sides, and no running mean over weights that still move.
    """

    device: str
    epochs: list[float] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_loss: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def record(
        self, epoch: float, train_loss: float, train_accuracy: float, test_loss: float, test_accuracy: float
    ) -> None:
        """Add one measurement."""
        self.epochs.append(epoch)
        self.train_loss.append(train_loss)
        self.train_accuracy.append(train_accuracy)
        self.test_loss.append(test_loss)
        self.test_accuracy.append(test_accuracy)
