"""What a loss wants, whoever wrote it, and which last layer gives something else.

The rows of the catalog say what each loss accepts. All that stands here beside them is what a framework's own loss does
differently, and what each activation gives; both are short tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from lossbook import domains
from lossbook.catalog import CATALOG, Loss
from lossbook.counterparts import COUNTERPARTS
from lossbook.domains import Domain

# What a domain means for the layer before the loss; a domain that is none of these has the kind of its base class.
KINDS: Mapping[type[Domain], str] = {
    domains.Distributions: "distribution",  # probabilities that share one whole
    domains.ClassLogits: "class logits",
    domains.LogDistributions: "log distribution",
    domains.Probabilities: "probabilities",  # each for itself
    domains.Logits: "logits",
    domains.LogShares: "log distribution",
    domains.Reals: "numbers",
    domains.AboveMinusOne: "numbers",
    domains.NonNegative: "rates",
    domains.LogRates: "log rates",
    domains.LogMeans: "log rates",
    domains.Scores: "scores",
}
TARGETS: Mapping[type[Domain], str] = {
    domains.BinaryTargets: "binary",
    domains.Distributions: "distribution",
    domains.Labels: "labels",
    domains.Signs: "signs",
    domains.HingeLabels: "sides",
    domains.RealTargets: "numbers",
    domains.AboveMinusOne: "numbers",
    domains.NonNegative: "counts",
    domains.Positives: "counts",
    domains.Shares: "distribution",
}
# PyTorch's losses that take something else than the row's predictions: the options of the row that say so, or a domain.
LOGITS: Mapping[str, Any] = MappingProxyType({"from_logits": True})
IN_TORCH: Mapping[str, Mapping[str, Any] | Domain] = {
    "CrossEntropyLoss": LOGITS,
    "BCEWithLogitsLoss": LOGITS,
    "NLLLoss": domains.LogDistributions(),
    "KLDivLoss": domains.LogDistributions(),
    "PoissonNLLLoss": MappingProxyType({"log_input": True}),
}
FUNCTIONS_IN_TORCH: Mapping[str, str] = {
    "cross_entropy": "CrossEntropyLoss",
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss",
    "nll_loss": "NLLLoss",
    "kl_div": "KLDivLoss",
    "poisson_nll_loss": "PoissonNLLLoss",
}
# Losses of the lead of one class over the others.
LEADS = {"categorical_hinge", "crammer_singer", "multi_margin", "multilabel_margin"}
# Names that are no counterpart of the catalog's: TensorFlow's functions, and what Keras 1 and 2 said.
ELSEWHERE: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "softmax_cross_entropy_with_logits": ("categorical_cross_entropy", LOGITS),
    "softmax_cross_entropy_with_logits_v2": ("categorical_cross_entropy", LOGITS),
    "softmax_cross_entropy": ("categorical_cross_entropy", LOGITS),
    "sparse_softmax_cross_entropy_with_logits": ("sparse_categorical_cross_entropy", LOGITS),
    "sparse_softmax_cross_entropy": ("sparse_categorical_cross_entropy", LOGITS),
    "sigmoid_cross_entropy_with_logits": ("binary_cross_entropy", LOGITS),
    "sigmoid_cross_entropy": ("binary_cross_entropy", LOGITS),
    "weighted_cross_entropy_with_logits": ("binary_cross_entropy", LOGITS),
    "log_poisson_loss": ("poisson", MappingProxyType({"log_input": True})),
    "kullback_leibler_divergence": ("kl_divergence", {}),
    "logcosh": ("log_cosh", {}),
    "cosine_proximity": ("cosine_similarity", {}),
    "huber_loss": ("huber", {}),
}


@dataclass(frozen=True)
class Wanted:
    """What a loss wants of the layer before it.

    ``kind``: what the predictions have to be, one of the values of ``KINDS``; ``targets``: what the targets have to be,
    one of the values of ``TARGETS``; both empty where the catalog doesn't say. ``axis``: where the classes are.
    ``of_logits``: the row's options with which lossbook's own function takes the same predictions.
    """

    name: str
    row: Loss
    framework: str
    kind: str
    targets: str
    axis: int = -1
    of_logits: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def categorical(self) -> bool:
        """Whether the outputs of one sample share one whole."""
        return self.kind in ("distribution", "class logits", "log distribution")

    @property
    def cross_entropy(self) -> bool:
        """Whether a sample that is right and certain costs 0, and one that is wrong and certain has no bound."""
        return self.row.family in ("cross_entropy", "focal") and self.row.name != "generalized_cross_entropy"


def wanted(
    name: str,
    framework: str = "",
    from_logits: bool | None = None,
    soft: bool = False,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Wanted | None:
    """What a loss of that name wants.

    Args:
        name: the name of a loss in the catalog, in Keras, TensorFlow or PyTorch, a class or a function.
        framework: ``"keras"`` or ``"torch"``; the catalog's own losses if empty, and then those of both.
        from_logits: what the program says of it; None for what the loss does unless told otherwise.
        soft: of PyTorch's ``CrossEntropyLoss``, whether the targets are rows and not class numbers.
        options: what else the program gives, such as ``log_input``.

    Returns:
        None for a name that nobody knows.

    >>> wanted("CrossEntropyLoss", "torch").kind, wanted("categorical_crossentropy", "keras").kind
    ('class logits', 'distribution')
    >>> wanted("BCELoss", "torch").kind, wanted("NLLLoss", "torch").kind, wanted("mse").kind
    ('probabilities', 'log distribution', 'numbers')
    """
    if name in ELSEWHERE and framework != "torch":
        row_name, own = ELSEWHERE[name]
        return _described(name, CATALOG[row_name], "keras", {**own, **options})
    found = _find(name, framework)
    if found is None:
        return None
    row, framework = found
    if soft and FUNCTIONS_IN_TORCH.get(name, name) == "CrossEntropyLoss" and framework == "torch":
        row = CATALOG["categorical_cross_entropy"]
    own_form = IN_TORCH.get(FUNCTIONS_IN_TORCH.get(name, name), {}) if framework == "torch" else {}
    if isinstance(own_form, Domain):
        return _described(name, row, framework, options, own_form)
    given = {**own_form, **({} if from_logits is None else {"from_logits": from_logits}), **options}
    return _described(name, row, framework, given)


def _described(
    name: str, row: Loss, framework: str, options: Mapping[str, Any], domain: Domain | None = None
) -> Wanted:
    """What a row wants under these options, or where the framework's loss takes that domain."""
    inputs = row.inputs(options)
    predictions = domain or next(given.domain for given in inputs if given.differentiable)
    targets = next((given.domain for given in inputs if given.name in domains.TARGETS), None)
    if framework == "torch" and row.name == "multilabel_margin":  # whose targets are lists of class numbers there
        targets = None
    axis = 1 if framework == "torch" and row.over_axis and row.family == "cross_entropy" else -1
    used = {} if domain else {key: options[key] for key in ("from_logits", "log_input") if options.get(key)}
    return Wanted(name, row, framework, _of(KINDS, predictions), _of(TARGETS, targets), axis, used)


def _of(table: Mapping[type[Domain], str], domain: Domain | None) -> str:
    return next((table[base] for base in type(domain).__mro__ if base in table), "")


def _find(name: str, framework: str) -> tuple[Loss, str] | None:
    """The row, and whose loss it is: that of the framework if it has one of that name, or else the catalog's."""
    for whose in (framework,) if framework else ("keras", "torch"):
        if name in _names(whose):
            return _names(whose)[name], whose
    own = _names("")
    return (own[name], "") if name in own else None


@cache
def _names(framework: str) -> dict[str, Loss]:
    """The rows by all names that they have there; of several rows of one name the one that wants class numbers."""
    found: dict[str, Loss] = {}
    for row in CATALOG.values():
        elsewhere = COUNTERPARTS[row.name]
        theirs = {"keras": elsewhere.keras, "torch": elsewhere.torch}.get(framework)
        names = theirs.name.split(" · ") if theirs else []
        if framework == "keras" and theirs:
            names += [form for it in elsewhere.aliases if it.isupper() for form in (it, it.lower())]
        if not framework:
            names = [row.name, row.class_name, f"{row.class_name}Loss"]
        for name in names:
            if name not in found or row.name == "sparse_categorical_cross_entropy":
                found[name] = row
    return found


@dataclass(frozen=True)
class Activation:
    """What a last layer gives: its ``kind``, as in ``KINDS``, and its range; ``at_low``: it reaches the lower end."""

    kind: str
    low: float
    high: float
    words: str
    at_low: bool = False


ACTIVATIONS: Mapping[str, Activation] = {
    "linear": Activation("", -math.inf, math.inf, "a plain linear layer"),
    "softmax": Activation("distribution", 0.0, 1.0, "a softmax"),
    "log_softmax": Activation("log distribution", -math.inf, 0.0, "a log-softmax"),
    "sigmoid": Activation("probabilities", 0.0, 1.0, "a sigmoid"),
    "hard_sigmoid": Activation("probabilities", 0.0, 1.0, "a hard sigmoid", at_low=True),
    "log_sigmoid": Activation("log probabilities", -math.inf, 0.0, "a log-sigmoid"),
    "relu": Activation("rates", 0.0, math.inf, "a ReLU", at_low=True),
    "relu6": Activation("rates", 0.0, 6.0, "a ReLU6", at_low=True),
    "softplus": Activation("rates", 0.0, math.inf, "a softplus"),
    "exponential": Activation("rates", 0.0, math.inf, "an exponential"),
    "tanh": Activation("squashed", -1.0, 1.0, "a tanh"),
    "hard_tanh": Activation("squashed", -1.0, 1.0, "a hard tanh"),
    "softsign": Activation("squashed", -1.0, 1.0, "a softsign"),
    "elu": Activation("squashed", -1.0, math.inf, "an ELU"),
    "selu": Activation("squashed", -1.7580993408473766, math.inf, "a SELU"),
    "gelu": Activation("squashed", -0.17004, math.inf, "a GELU"),
    "silu": Activation("squashed", -0.27847, math.inf, "a SiLU"),
    "mish": Activation("squashed", -0.30884, math.inf, "a mish"),
    "leaky_relu": Activation("bent", -math.inf, math.inf, "a leaky ReLU"),
}
ALSO = {"exp": "exponential", "swish": "silu", "logsigmoid": "log_sigmoid", "hardsigmoid": "hard_sigmoid"}
ALSO |= {"hardtanh": "hard_tanh", "logsoftmax": "log_softmax", "leakyrelu": "leaky_relu", "identity": "linear"}


def activation_named(name: str) -> str:
    """The key of ``ACTIVATIONS`` for what a framework calls it; empty for one that isn't there.

    >>> activation_named("LogSoftmax"), activation_named("swish"), activation_named("my_own")
    ('log_softmax', 'silu', '')
    """
    word = name.lower()
    word = ALSO.get(word, word)
    return word if word in ACTIVATIONS else ""


def fault(loss: Wanted, activation: str, columns: int | None = None) -> str:
    """The rule that a known last layer breaks before a loss, or an empty string.

    ``activation`` is a key of ``ACTIVATIONS``, and ``"linear"`` for a layer that has none; ``columns`` is the number of
    outputs along the class axis, if that is known. What depends on the targets is not told here.

    >>> cross_entropy = wanted("CrossEntropyLoss", "torch")
    >>> [fault(cross_entropy, last) for last in ("linear", "softmax", "sigmoid", "relu", "log_softmax")]
    ['', 'LB102', 'LB106', 'LB109', '']
    >>> fault(wanted("categorical_crossentropy", "keras"), "softmax", columns=1)
    'LB101'
    """
    if activation in ("softmax", "log_softmax") and columns == 1:
        return "LB101"
    if columns == 1 and loss.categorical and loss.row.family != "divergence":
        return "LB108"
    given = ACTIVATIONS.get(activation)
    if given is None or given.kind == loss.kind:
        return ""
    before = _FAULTS.get(loss.kind)
    return before(loss, activation, given) if before else ""


def _before_class_logits(loss: Wanted, activation: str, given: Activation) -> str:
    codes = {"softmax": "LB102", "sigmoid": "LB106", "hard_sigmoid": "LB106", "log_softmax": "", "linear": ""}
    return codes.get(activation, "LB109")


def _before_logits(loss: Wanted, activation: str, given: Activation) -> str:
    codes = {"softmax": "LB107", "sigmoid": "LB103", "hard_sigmoid": "LB103", "log_sigmoid": "LB103", "linear": ""}
    if loss.row.family == "overlap" and activation == "softmax":
        return "LB102"
    return codes.get(activation, "LB109")


def _before_distribution(loss: Wanted, activation: str, given: Activation) -> str:
    if loss.row.family == "divergence":
        return "LB114"
    codes = {"linear": "LB104", "log_softmax": "LB104", "sigmoid": "LB106", "hard_sigmoid": "LB106"}
    return codes.get(activation, "LB109")


def _before_probabilities(loss: Wanted, activation: str, given: Activation) -> str:
    if activation == "softmax":  # of masks, classes that share a pixel are as good as classes that don't
        return "" if loss.row.family == "overlap" else "LB107"
    codes = {"linear": "LB104", "log_softmax": "LB104", "log_sigmoid": "LB104"}
    return codes.get(activation, "LB109")


def _before_logarithms(loss: Wanted, activation: str, given: Activation) -> str:
    return "LB114" if loss.row.family == "divergence" else "LB105"


def _before_numbers(loss: Wanted, activation: str, given: Activation) -> str:
    return "LB110" if activation == "softmax" else ""


def _before_rates(loss: Wanted, activation: str, given: Activation) -> str:
    if activation == "softmax":
        return "LB110"
    return "LB115" if given.low < 0 else ""


def _before_log_rates(loss: Wanted, activation: str, given: Activation) -> str:
    if activation == "softmax":
        return "LB110"
    return "LB115" if given.kind == "rates" else ""


def _before_scores(loss: Wanted, activation: str, given: Activation) -> str:
    if given.kind not in ("distribution", "probabilities") or loss.targets == "signs":  # those score distances too
        return ""
    return "LB103" if loss.row.name == "multilabel_soft_margin" and given.kind == "probabilities" else "LB113"


_FAULTS: Mapping[str, Callable[[Wanted, str, Activation], str]] = {
    "class logits": _before_class_logits,
    "logits": _before_logits,
    "distribution": _before_distribution,
    "probabilities": _before_probabilities,
    "log distribution": _before_logarithms,
    "numbers": _before_numbers,
    "rates": _before_rates,
    "log rates": _before_log_rates,
    "scores": _before_scores,
}
