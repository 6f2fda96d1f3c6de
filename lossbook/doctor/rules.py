"""The doctor's rules: one row each. What finds them is in :mod:`lossbook.doctor.read` and beside this file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

ADDRESS = "LOSSBOOK_CLINIC"  # the environment variable with the clinic's address, which makes links of slugs


@dataclass(frozen=True)
class Rule:
    """A fault that the doctor knows.

    ``severity``: ``"wrong"``, the program computes something else than was meant, or cannot learn; ``"wasteful"``, it
    learns, but worse than it could, or breaks at the extremes; ``"look"``, it may be meant. ``clinic`` is the slug of
    the entry that is nearest to it. ``keras`` and ``torch`` say what cures it there.
    """

    code: str
    name: str
    title: str
    severity: Literal["wrong", "wasteful", "look"]
    clinic: str
    keras: str = ""
    torch: str = ""

    def cure(self, framework: str) -> str:
        """What cures it in that framework; both cures where the framework is not known."""
        if framework in ("keras", "torch") and getattr(self, framework):
            return str(getattr(self, framework))
        return " · ".join(dict.fromkeys(it for it in (self.keras, self.torch) if it))

    @property
    def page(self) -> str:
        """Where the fault is explained: a link if the clinic's address is set, the slug alone otherwise."""
        address = os.environ.get(ADDRESS, "")
        return f"{address}#{self.clinic}" if address else self.clinic


_ROWS = (
    # The last layer and the loss.
    Rule(
        "LB101",
        "softmax-one-column",
        "A softmax over one column",
        "wrong",
        "clinic-one-column",
        keras='Dense(1, activation="sigmoid") with binary_crossentropy',
        torch="nn.Linear(…, 1) with nn.BCEWithLogitsLoss(), and no activation",
    ),
    Rule(
        "LB102",
        "softmax-twice",
        "A softmax before a loss that has its own",
        "wrong",
        "clinic-softmax-twice",
        keras="take the softmax out of the model, or from_logits=True out of the loss",
        torch="take the softmax out: CrossEntropyLoss wants the raw outputs",
    ),
    Rule(
        "LB103",
        "sigmoid-twice",
        "A sigmoid before a loss that has its own",
        "wrong",
        "clinic-softmax-twice",
        keras="take from_logits=True out of the loss; or the sigmoid out of the model, with "
        "BinaryAccuracy(threshold=0.0)",
        torch="take the sigmoid out: BCEWithLogitsLoss wants the raw outputs",
    ),
    Rule(
        "LB104",
        "logits-as-probabilities",
        "Raw outputs where probabilities are wanted",
        "wrong",
        "clinic-not-logits",
        keras="an activation that gives probabilities; or from_logits=True in the loss, with "
        "BinaryAccuracy(threshold=0.0) for one column",
        torch="nn.BCEWithLogitsLoss() in place of nn.BCELoss()",
    ),
    Rule(
        "LB105",
        "nll-without-log",
        "NLLLoss on what are no log-probabilities",
        "wrong",
        "clinic-negative",
        torch="nn.CrossEntropyLoss() on the raw outputs, or F.log_softmax(outputs, dim=1) before NLLLoss",
    ),
    Rule(
        "LB106",
        "sigmoid-under-categorical",
        "A sigmoid under a categorical cross-entropy",
        "wrong",
        "clinic-sigmoid-categorical",
        keras='activation="softmax" for one class of many, or binary_crossentropy for tags that may come together',
        torch="no activation before CrossEntropyLoss; for tags that may come together BCEWithLogitsLoss",
    ),
    Rule(
        "LB107",
        "softmax-under-binary",
        "A softmax under a binary cross-entropy",
        "wrong",
        "clinic-softmax-binary",
        keras='activation="sigmoid" for tags that may come together, or categorical_crossentropy for one of many',
        torch="BCEWithLogitsLoss on the raw outputs for tags that may come together, CrossEntropyLoss for one of many",
    ),
    Rule(
        "LB108",
        "one-column-categorical",
        "A categorical loss of one column",
        "wrong",
        "clinic-one-column",
        keras='Dense(1, activation="sigmoid") with binary_crossentropy, or as many columns as classes',
        torch="BCEWithLogitsLoss for one column, or as many columns as classes",
    ),
    Rule(
        "LB109",
        "activation-before-cross-entropy",
        "A ReLU, a tanh or the like before a cross-entropy",
        "wrong",
        "clinic-activation",
        keras="no activation in the last layer, and from_logits=True in the loss",
        torch="no activation after the last layer",
    ),
    Rule(
        "LB110",
        "softmax-under-regression",
        "A softmax under a loss for numbers",
        "wrong",
        "clinic-softmax-number",
        keras="no activation for numbers; categorical_crossentropy for classes",
        torch="no activation for numbers; CrossEntropyLoss on the raw outputs for classes",
    ),
    Rule(
        "LB111",
        "sigmoid-under-squared-error",
        "A classifier under a squared error",
        "wasteful",
        "clinic-saturation",
        keras='loss="binary_crossentropy"',
        torch="BCEWithLogitsLoss on the raw outputs",
    ),
    Rule(
        "LB112",
        "out-of-reach",
        "Targets that the last layer cannot reach",
        "wrong",
        "clinic-relu-target",
        keras="no activation in the last layer, or targets scaled into its range",
        torch="no activation after the last layer, or targets scaled into its range",
    ),
    Rule(
        "LB113",
        "squashed-hinge",
        "A sigmoid or a softmax under a hinge loss",
        "wrong",
        "clinic-squashed",
        keras="no activation in the last layer",
        torch="no activation after the last layer",
    ),
    Rule(
        "LB114",
        "kl-without-log",
        "A KL divergence of the wrong kind of input",
        "wrong",
        "clinic-kl-negative",
        keras="probabilities on both sides: softmax(…)",
        torch='F.kl_div(F.log_softmax(outputs, dim=1), targets, reduction="batchmean")',
    ),
    Rule(
        "LB115",
        "poisson-log",
        "A Poisson loss that takes a rate for its logarithm, or the reverse",
        "wrong",
        "clinic-poisson-log",
        keras='activation="exponential" or "softplus" in the last layer: Keras wants the rate',
        torch="raw outputs with PoissonNLLLoss(), or rates with PoissonNLLLoss(log_input=False)",
    ),
    Rule(
        "LB116",
        "dead-output",
        "Outputs that no gradient reaches",
        "wrong",
        "clinic-constant",
        keras="no ReLU in the last layer",
        torch="no ReLU after the last layer",
    ),
    Rule(
        "LB117",
        "saturated",
        "Samples that are wrong and get no gradient",
        "wrong",
        "clinic-saturation",
        keras="no activation in the last layer, and from_logits=True in the loss",
        torch="raw outputs, and a loss that takes logits",
    ),
    # Labels and shapes.
    Rule(
        "LB201",
        "labels-not-encoded",
        "Class numbers where one-hot rows are wanted, or the reverse",
        "wrong",
        "clinic-not-encoded",
        keras="sparse_categorical_crossentropy for class numbers, categorical_crossentropy for one-hot rows",
        torch="class numbers of type int64; under CrossEntropyLoss also rows of probabilities of type float32",
    ),
    Rule(
        "LB202",
        "labels-from-one",
        "Class numbers that do not count from 0",
        "wrong",
        "clinic-label-range",
        keras="labels − 1 where they count from 1; otherwise a column for each number from 0 to the largest",
        torch="labels − 1 where they count from 1; otherwise a column for each number from 0 to the largest",
    ),
    Rule(
        "LB203",
        "label-values",
        "Targets of a kind that the loss does not take",
        "wrong",
        "clinic-negative",
        keras="0 to 1 under a cross-entropy: of −1 and 1 (y + 1) / 2, of 1 and 2 y − 1, of pixels y / 255; "
        "counts from 0 up under a Poisson loss",
        torch="0 to 1 under a cross-entropy: of −1 and 1 (y + 1) / 2, of 1 and 2 y − 1, of pixels y / 255; "
        "−1 and 1 where the loss wants signs, 2 * y − 1; counts from 0 up under PoissonNLLLoss",
    ),
    Rule(
        "LB204",
        "not-a-distribution",
        "Rows of targets that do not sum to 1",
        "wrong",
        "clinic-sigmoid-categorical",
        keras='for several tags at once activation="sigmoid" with binary_crossentropy',
        torch="for several tags at once BCEWithLogitsLoss",
    ),
    Rule(
        "LB205",
        "broadcast",
        "(N,) against (N, 1): every prediction meets every target",
        "wrong",
        "clinic-broadcasting",
        keras="y.reshape(-1, 1)",
        torch="outputs.squeeze(1), or targets.unsqueeze(1)",
    ),
    Rule(
        "LB206",
        "wrong-axis",
        "Classes on another axis than the one that is normalised",
        "wrong",
        "clinic-class-axis",
        keras="axis=-1",
        torch="dim=1, where the classes are",
    ),
    Rule(
        "LB207",
        "arguments-swapped",
        "Prediction and target have changed places",
        "wrong",
        "clinic-order",
        keras="loss(y_true, y_pred): the target comes first",
        torch="loss(input, target): the prediction comes first",
    ),
    Rule(
        "LB208",
        "shuffled-apart",
        "Inputs and targets in different orders",
        "wrong",
        "clinic-log-k",
        keras="order = rng.permutation(len(x)); x, y = x[order], y[order]",
        torch="order = torch.randperm(len(x)); x, y = x[order], y[order]",
    ),
    Rule(
        "LB209",
        "loss-not-called",
        "A loss that is made of the outputs, and not called with them",
        "wrong",
        "clinic-order",
        keras="loss = keras.losses.CategoricalCrossentropy(); loss(y_true, y_pred)",
        torch="loss = nn.CrossEntropyLoss(); loss(outputs, targets)",
    ),
    # A loss written by hand.
    Rule(
        "LB301",
        "log-of-softmax",
        "The logarithm of a softmax or a sigmoid, by hand",
        "wasteful",
        "clinic-softmax-by-hand",
        keras="tf.nn.log_softmax(logits), tf.math.log_sigmoid(logits), or a loss with from_logits=True",
        torch="F.log_softmax(logits, dim=1), F.logsigmoid(logits); log(1 − sigmoid(x)) is F.logsigmoid(−x)",
    ),
    Rule(
        "LB302",
        "sign",
        "A loss that falls as the model gets worse",
        "wrong",
        "clinic-negative",
        keras="a minus in front of the mean of the log-likelihood",
        torch="a minus in front of the mean of the log-likelihood",
    ),
    Rule(
        "LB303",
        "no-gradient",
        "No gradient gets through the loss",
        "wrong",
        "clinic-no-gradient",
        keras="a smooth loss of the framework's own operations: no round, argmax, comparison, NumPy",
        torch="a smooth loss of tensors: no round, argmax, comparison, .item(), .detach(), NumPy",
    ),
    Rule(
        "LB304",
        "sqrt-at-zero",
        "A square root whose gradient is NaN at 0",
        "wasteful",
        "clinic-where",
        keras="train on the squared error, or tf.sqrt(… + 1e-12)",
        torch="train on the squared error, or torch.sqrt(… + 1e-12)",
    ),
    Rule(
        "LB305",
        "where-nan",
        "A branch of where() that is not taken, and still spoils the gradient",
        "wasteful",
        "clinic-where",
        keras="make the argument safe, inside the where: tf.where(x > 0, tf.math.log(tf.where(x > 0, x, 1.0)), …)",
        torch="make the argument safe, inside the where: torch.where(x > 0, torch.where(x > 0, x, 1.0).log(), …)",
    ),
    # Means and weights.
    Rule(
        "LB401",
        "accumulation",
        "Gradients of several steps are added and not averaged",
        "wrong",
        "clinic-accumulation",
        torch="(loss / accumulation_steps).backward()",
    ),
    Rule(
        "LB402",
        "padding-counted",
        "Padding is counted in the loss",
        "look",
        "clinic-mask-mean",
        keras="mask_zero=True in the Embedding, or a weight of 0 for padded positions",
        torch="CrossEntropyLoss(ignore_index=…)",
    ),
    Rule(
        "LB403",
        "alpha-ignored",
        "A focal loss whose alpha does nothing",
        "wrong",
        "clinic-alpha-unused",
        keras="apply_class_balancing=True",
    ),
    Rule(
        "LB404",
        "weights-cancel",
        "Weights that change nothing",
        "wrong",
        "clinic-weighted-mean",
        keras="weights that differ within the batch",
        torch='reduction="sum" divided by the batch size, or batches of more than one sample',
    ),
    Rule(
        "LB405",
        "halves-differ",
        "The loss of a batch is not the mean of its halves",
        "look",
        "clinic-epoch-mean",
        keras="sum the losses, and divide by the number of all samples",
        torch="sum the losses, and divide by the number of all samples",
    ),
    Rule(
        "LB406",
        "drowned-output",
        "One loss of several holds nearly all of the gradient",
        "look",
        "clinic-drowned",
        keras="loss_weights, or targets scaled to one unit",
        torch="a weight for each loss, or targets scaled to one unit",
    ),
    Rule(
        "LB407",
        "weights-inverted",
        "Weights that favour the common class",
        "look",
        "clinic-pos-weight",
        keras="class_weight = dict(enumerate(len(y) / (classes * counts))): the rarer, the more",
        torch="weight = len(y) / (classes * counts); pos_weight = negatives / positives",
    ),
    Rule(
        "LB408",
        "class-ignored",
        "A class that is to be learned is ignored",
        "look",
        "clinic-ignored",
        keras="ignore_class of a number that is no class, such as -1",
        torch="ignore_index of a number that is no class, such as -100",
    ),
    Rule(
        "LB409",
        "dropped-term",
        "A loss that another overwrites before it is used",
        "wrong",
        "clinic-drowned",
        keras="loss = first + second",
        torch="loss = first + second",
    ),
    # Training.
    Rule(
        "LB501",
        "no-zero-grad",
        "Gradients that are never set to zero",
        "wrong",
        "clinic-accumulation",
        torch="optimizer.zero_grad() before each backward()",
    ),
    Rule(
        "LB502",
        "no-step",
        "A loop that computes a loss and changes nothing",
        "wrong",
        "clinic-no-gradient",
        keras="tape.gradient(…), then optimizer.apply_gradients(…)",
        torch="loss.backward(), then optimizer.step()",
    ),
    Rule(
        "LB503",
        "wrong-parameters",
        "An optimiser that does not hold the model's parameters",
        "wrong",
        "clinic-no-gradient",
        torch="make the optimiser last, of model.parameters()",
    ),
    Rule(
        "LB504",
        "frozen",
        "Nothing is left to train",
        "wrong",
        "clinic-no-gradient",
        keras="layer.trainable = True for the head, before compile",
        torch="requires_grad_(True) for the head",
    ),
    Rule(
        "LB505",
        "keeps-graph",
        "A sum of losses that keeps every graph in memory",
        "wasteful",
        "clinic-no-gradient",
        torch="total += loss.item()",
    ),
    Rule(
        "LB506",
        "logit-threshold",
        "An accuracy that takes logits for probabilities",
        "wrong",
        "clinic-accuracy",
        keras="metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
        torch="(logits > 0)",
    ),
    Rule(
        "LB507",
        "accuracy-of-regression",
        "An accuracy of numbers",
        "wrong",
        "clinic-accuracy",
        keras='metrics=["mae"]',
    ),
    Rule(
        "LB508",
        "exploding",
        "Gradients that are NaN, infinite or enormous",
        "wrong",
        "clinic-nan-search",
        keras="standardise inputs and targets, lower the learning rate, clipnorm=1.0",
        torch="standardise inputs and targets, lower the learning rate, clip_grad_norm_",
    ),
    Rule(
        "LB509",
        "half-precision",
        "A loss at the edge of float16",
        "wrong",
        "clinic-float16",
        keras="compute the loss in float32",
        torch="compute the loss in float32: outputs.float()",
    ),
    Rule(
        "LB510",
        "first-loss",
        "A first loss far above that of knowing nothing",
        "look",
        "clinic-initial-bias",
        keras="standardise the inputs; start the last bias at the classes' log-frequencies",
        torch="standardise the inputs; start the last bias at the classes' log-frequencies",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _ROWS}
