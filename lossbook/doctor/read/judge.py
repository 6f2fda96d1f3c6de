"""What is wrong with what a program was seen to do: the rules, each with its witness."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from lossbook.doctor import layer_witness, witness
from lossbook.doctor.findings import Finding, finding
from lossbook.doctor.layer_witness import Case
from lossbook.doctor.losses import ACTIVATIONS, LEADS, Wanted, fault, wanted
from lossbook.doctor.read import combinations, loops, written
from lossbook.doctor.read.arrays import broadcasts
from lossbook.doctor.read.program import Program
from lossbook.doctor.read.seen import Fault, Seen, Use
from lossbook.doctor.read.values import Known, Tensor, Value, constant, options

INFINITE = float("inf")
# Losses that do not mind which side is the prediction.
SYMMETRIC = {"mean_squared_error", "mean_absolute_error", "huber", "pseudo_huber", "smooth_l1", "log_cosh"}


def judge(program: Program, seen: Seen) -> list[Finding]:
    """All findings in a program, in the order of their places; those that a comment silences are left out."""
    found: list[tuple[Finding, tuple[ast.AST, ...]]] = []
    mixed, elsewhere = written.mixes_precisions(program.tree), written.sets_another_backend(program.tree)
    for use in seen.uses:
        use.mixed, use.repaired = mixed, use.repaired and not elsewhere
        found += _of_use(program, seen, use)
    for it in seen.faults:
        if (it.code == "LB302" and seen.maximised) or (it.code == "LB504" and written.only_evaluates(program.tree)):
            continue
        found.append((_of_fault(program, it), (it.node,)))
    further = (
        *loops.of_loops(seen, written.returned(program.tree)),
        *combinations.of_thresholds(seen),
        *combinations.of_scales(seen),
        *combinations.of_steepness(seen),
        *written.of_where(program.tree),
        *written.of_order(program.tree),
        *(list(written.of_overwriting(program.tree, {it.node for it in seen.uses})) or combinations.of_untrained(seen)),
    )
    for it in further:
        found.append((_of_fault(program, it), (it.node,)))
    kept: dict[tuple[Any, ...], Finding] = {}
    for one, nodes in found:
        if not any(program.silences(one.code, node) for node in nodes):
            kept.setdefault((one.place, one.code), one)
    return sorted(kept.values(), key=lambda it: (it.place, it.code))


# A loss with predictions and targets.


def _of_use(program: Program, seen: Seen, use: Use) -> Iterator[tuple[Finding, tuple[ast.AST, ...]]]:
    told = {name: constant(value) for name, value in use.loss.options.items()}
    known = {name: value for name, value in told.items() if name == "log_input" and isinstance(value, bool)}
    logits = told.get("from_logits")
    sides = (*options(use.target), *options(use.prediction))  # which may be swapped
    soft = use.loss.framework == "torch" and any(_is_of_rows(it) for it in sides)
    loss = wanted(
        use.loss.name, use.loss.framework, logits if isinstance(logits, bool) else None, soft=soft, options=known
    )
    if loss is None or use.given_up or ("from_logits" in told and not isinstance(logits, bool)):
        return
    predictions = options(use.prediction)
    targets = options(use.target)
    verdicts = [_verdict(seen, use, loss, prediction, target) for prediction in predictions for target in targets]
    alone = [_of_options(use, loss, told)]
    for verdict in (*alone, *([verdicts[0]] if all(verdicts) else [])):
        for code, what, proof, node, severity in verdict:
            place = program.place(node)
            sentence, numbers = proof
            yield (
                finding(code, what, sentence, place, use.loss.framework, severity, **numbers),
                (node, use.node, use.loss.node),
            )


def _is_of_rows(target: Value) -> bool:
    """Whether targets are rows of shares, and not class numbers."""
    if isinstance(target, Tensor) and target.predicted:
        return False
    rows = isinstance(target, Tensor) and target.shape is not None and len(target.shape) == 2 and target.shape[1] != 1
    return isinstance(target, Tensor) and (target.one_hot or (rows and target.known and target.high <= 1))


Told = tuple[str, str, witness.Witness, ast.AST, Any]  # the code, what, its witness, where, and a severity of its own
Verdict = list[Told]


def _verdict(seen: Seen, use: Use, loss: Wanted, prediction: Value, target: Value) -> Verdict:
    if not isinstance(prediction, Tensor):
        return []
    swapped = _swapped(use, loss, prediction, target)
    if swapped or not prediction.predicted:
        return swapped
    if isinstance(target, Tensor) and target.predicted and loss.kind in ("distribution", "probabilities"):
        return []  # one output against another: distillation, consistency
    beside = _of_target(use, loss, prediction, target) if isinstance(target, Tensor) and not target.predicted else []
    return _of_axis(use, prediction) or [
        *_of_last(use, loss, prediction, target),
        *beside,
        *_of_padding(seen, use, loss, prediction, target),
    ]


def _of_options(use: Use, loss: Wanted, told: dict[str, Any]) -> Verdict:
    """What the loss's own arguments give away."""
    found: Verdict = []
    binary = loss.row.name == "binary_focal" and loss.framework == "keras"
    if binary and told.get("alpha") is not None and not told.get("apply_class_balancing"):
        gamma = _gamma(use, loss)[0]
        proof = witness.alpha_ignored(told["alpha"], gamma, _provisos(use, loss))
        found.append(("LB403", f"alpha={told['alpha']} without apply_class_balancing", proof, use.loss.node, None))
    for name in ("weight", "pos_weight"):
        given = use.loss.options.get(name)
        if isinstance(given, Tensor) and given.by in ("frequencies", "ones over zeros"):
            what = (
                f"{name} is the share of each class"
                if given.by == "frequencies"
                else "pos_weight is positives over negatives"
            )
            found.append(("LB407", what, witness.weights_inverted(), use.loss.node, None))
    weighted = "weight" in use.loss.options and use.loss.options["weight"] != Known(None)
    mean = told.get("reduction", "mean") == "mean"
    pixels = any(isinstance(it, Tensor) and it.by.startswith("Conv") for it in options(use.prediction))
    # With rows as targets, or smoothed labels, the weights don't all go out of the mean.
    cancels = loss.targets == "labels" and not _is_set(use, "label_smoothing")
    if weighted and mean and cancels and not pixels and use.batch == 1 and use.loss.framework == "torch":
        found.append(("LB404", "class weights at a batch size of 1", witness.weights_cancel(), use.loss.node, None))
    return found


def _swapped(use: Use, loss: Wanted, prediction: Tensor, target: Value) -> Verdict:
    if loss.row.name in SYMMETRIC or not loss.kind or not isinstance(target, Tensor):
        return []
    if target.predicted and not prediction.predicted and prediction.kind == "data" and not target.cut:
        order = "(prediction, target)" if use.loss.framework == "torch" else "(y_true, y_pred)"
        focal, own = (_gamma(use, loss)[0], _alpha(use, loss)), loss.of_logits
        said = _provisos(use, loss)
        proof = witness.swapped(loss.row.name, use.loss.framework, loss.kind, loss.targets, *focal, own, said)
        return [("LB207", f"{use.loss.name} takes {order}", proof, use.node, None)] if proof else []
    return []


def _of_axis(use: Use, prediction: Tensor) -> Verdict:
    normalised = prediction.kind in ("softmax", "log_softmax") and prediction.columns != 1
    by_step = prediction.shape is not None and len(prediction.shape) == 3 and prediction.by != ""
    if normalised and by_step and prediction.axis == 1:
        what = f"{prediction.by} over axis 1, the steps"
        return [("LB206", what, witness.wrong_axis(prediction.columns, "steps"), prediction.node or use.node, None)]
    if normalised and prediction.axis == 0:
        what = f"{prediction.by} over axis 0, the samples"
        severity = None if _in_batches(use, prediction) else "look"
        return [("LB206", what, witness.wrong_axis(prediction.columns), prediction.node or use.node, severity)]
    return []


def _in_batches(use: Use, prediction: Tensor) -> bool:
    """Whether axis 0 is certainly that of the samples: where nothing says so, one sample may be a vector."""
    shapes = [it.shape for it in (prediction, *options(use.target)) if isinstance(it, Tensor) and it.shape]
    return use.loss.framework == "keras" or use.batch > 0 or any(shape[0] is not None for shape in shapes)


def _of_last(use: Use, loss: Wanted, prediction: Tensor, target: Value) -> Verdict:
    """The last layer beside the loss."""
    kind, columns = prediction.kind, prediction.columns
    if kind not in ACTIVATIONS:
        return []
    code = fault(loss, kind, columns)
    against_data = use.loss.framework == "keras" or (isinstance(target, Tensor) and not target.predicted)
    if code == "LB110" and not against_data:
        return []
    data = target if isinstance(target, Tensor) else None
    classifies = bool(combinations.accuracies(use)) or bool(data and (data.one_hot or (data.known and _of_flags(data))))
    if (
        kind in ("sigmoid", "hard_sigmoid")
        and loss.row.name in ("mean_squared_error", "mean_absolute_error")
        and classifies
    ):
        code = "LB111"
    if not code:
        return []
    case = _case(use, loss, prediction)
    proof = _proof(code, case, classifies or use.loss.framework == "torch")
    if proof is None:
        return []
    severity = None
    if code == "LB107" and data and data.one_hot:
        if columns == 2:
            return []  # of two columns that sum to 1, each says what the categorical loss says
        severity = "wasteful"
    bent = code == "LB109" and case.raw and kind in ("leaky_relu", "log_sigmoid")  # it learns, though worse
    if bent or (code == "LB113" and loss.row.name in LEADS):
        severity = "wasteful"
    if code in ("LB102", "LB103") and _is_repaired(use, loss, prediction):
        proof, severity = layer_witness.repaired(case, code == "LB103"), "wasteful"
    if code == "LB110":
        if data and data.known and data.low >= 0 and data.high <= 1 and not classifies:
            return []  # shares, which sum to 1 as the outputs do
        severity = "wasteful" if classifies or use.loss.framework == "torch" else None
    if code == "LB115" and loss.kind == "rates":
        severity = "wasteful"
    node = prediction.node if kind != "linear" and prediction.node is not None else use.loss.node
    node = prediction.node if code in ("LB108", "LB101") and prediction.node is not None else node
    return [(code, _what(code, use, loss, prediction), proof, node, severity)]


def _is_repaired(use: Use, loss: Wanted, prediction: Tensor) -> bool:
    """Whether Keras finds the logits: its own cross-entropy directly behind the activation, without a cast between."""
    own = use.loss.framework == "keras" and not use.loss.ours and loss.row.family == "cross_entropy"
    options = prediction.node.keywords if isinstance(prediction.node, ast.Call) else []
    in_float32 = any(it.arg == "dtype" and ast.unparse(it.value) == "'float32'" for it in options)
    own = own and prediction.kind in ("softmax", "sigmoid") and not use.loss.name.endswith("_with_logits")
    hidden = prediction.passed or prediction.cut
    return use.repaired and own and not hidden and (in_float32 or not use.mixed)


def _what(code: str, use: Use, loss: Wanted, prediction: Tensor) -> str:
    name = use.loss.name
    if code == "LB108":
        return f"one column under {name}"
    if code == "LB101":
        return f"{prediction.by} over one column under {name}"
    if prediction.kind == "linear":
        return f"raw outputs under {name}"
    return f"{prediction.by} before {name}"


def _case(use: Use, loss: Wanted, prediction: Tensor) -> Case:
    """The last layer and the loss, as far as the program says what they are."""
    gamma = _gamma(use, loss)[0]
    margin = constant(use.loss.options.get("margin", Known(1.0)))
    return Case(
        loss,
        prediction.kind,
        columns=prediction.columns,
        ours=use.loss.ours,
        gamma=gamma,
        alpha=_alpha(use, loss),
        margin=float(margin) if isinstance(margin, int | float) else None,
        summed=use.loss.framework == "torch" and constant(use.loss.options.get("reduction")) == "sum",
        axis=_is_set(use, "axis") or _is_set(use, "dim"),
        slope=prediction.slope,
        usual=not {"delta", "beta"} & set(use.loss.options),
        left_out=_left_out(use, loss),
    )


def _left_out(use: Use, loss: Wanted) -> tuple[str, ...]:
    """What the numbers don't reckon with."""
    gamma, known = _gamma(use, loss)
    told = (
        ("unweighted", _is_weighted(use, loss)),
        ("unsmoothed", _is_set(use, "label_smoothing")),
        (f"at gamma={gamma:g}", not known),
    )
    return tuple(words for words, holds in told if holds)


def _provisos(use: Use, loss: Wanted) -> str:
    """The same, in brackets."""
    left_out = _left_out(use, loss)
    return f" ({', '.join(left_out)})" if left_out else ""


def _proof(code: str, case: Case, classifies: bool) -> witness.Witness | None:
    if code == "LB110":
        return layer_witness.softmax_under_numbers(case, classifies)
    return LAYER_PROOFS[code](case)


LAYER_PROOFS: dict[str, Callable[[Case], witness.Witness | None]] = {
    "LB101": layer_witness.one_column_softmax,
    "LB102": layer_witness.softmax_twice,
    "LB103": layer_witness.sigmoid_twice,
    "LB104": layer_witness.logits_as_probabilities,
    "LB105": layer_witness.nll_without_log,
    "LB106": layer_witness.sigmoid_under_categorical,
    "LB107": layer_witness.softmax_under_binary,
    "LB108": layer_witness.one_column,
    "LB109": layer_witness.activation_before,
    "LB111": layer_witness.sigmoid_under_errors,
    "LB113": layer_witness.squashed_hinge,
    "LB114": layer_witness.divergence_of_others,
    "LB115": layer_witness.rates,
}


def _is_set(use: Use, *names: str) -> bool:
    """Whether one of these arguments is given, and neither None, False nor 0."""
    return any(name in use.loss.options and _may_be_more(use.loss.options[name]) for name in names)


def _may_be_more(value: Value) -> bool:
    """Whether it may be something else than None, False and 0."""
    return not isinstance(value, Known) or bool(value.value)


def _is_weighted(use: Use, loss: Wanted) -> bool:
    """Whether classes, positives or samples have weights, which the numbers don't reckon with."""
    alpha = use.loss.options.get("alpha")
    focal = loss.row.family == "focal" and alpha is not None
    if loss.row.name == "categorical_focal" and not use.loss.ours:  # whose one number is reckoned with
        focal = focal and not isinstance(constant(alpha), int | float)
    elif use.loss.framework == "keras" and not use.loss.ours:
        focal = _is_set(use, "apply_class_balancing")
    return use.weighted or focal or _is_set(use, "weight", "pos_weight", "class_weight", "sample_weight")


def _gamma(use: Use, loss: Wanted) -> tuple[float, bool]:
    """The exponent of a focal loss, 0 for what has no focal factor; and whether the program says it."""
    if loss.row.family != "focal":
        return 0.0, True
    told = constant(use.loss.options.get("gamma", Known(2.0)))
    return (float(told), True) if isinstance(told, int | float) else (2.0, False)


def _alpha(use: Use, loss: Wanted) -> float:
    """What Keras multiplies its categorical focal loss by."""
    if loss.row.name != "categorical_focal" or use.loss.framework != "keras" or use.loss.ours:
        return 1.0
    told = constant(use.loss.options.get("alpha", Known(0.25)))
    return float(told) if isinstance(told, int | float) else 1.0


def _of_target(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Verdict:
    """The targets beside the loss, where the program says what they are."""
    rules = (_of_encoding, _of_ignoring, _of_numbering, _of_several_ones, _of_values, _of_shapes, _of_reach)
    return [told for rule in rules for told in rule(use, loss, prediction, target)]


def _of_encoding(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    if use.loss.framework != "keras" or prediction.columns == 1:
        return
    proof = witness.not_encoded(prediction.columns)
    numbers = target.known and target.integer and not target.one_hot
    in_a_row = target.shape is not None and len(target.shape) == 1
    if (
        loss.row.family == "cross_entropy"
        and loss.targets == "distribution"
        and numbers
        and (target.high > 1 or in_a_row)
    ):
        yield "LB201", f"class numbers under {use.loss.name}", proof, use.node, None
    if loss.targets == "labels" and target.one_hot:
        yield "LB201", f"one-hot rows under {use.loss.name}", proof, use.node, None


def _of_ignoring(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    ignored = constant(use.loss.options.get("ignore_index", use.loss.options.get("ignore_class")))
    numbers = loss.targets == "labels" and target.known and target.integer and target.low < target.high < INFINITE
    padding = prediction.padded or target.flat
    if isinstance(ignored, int) and numbers and not padding and target.low <= ignored <= target.high:
        proof = witness.class_ignored(ignored, target.high - target.low + 1)
        yield "LB408", f"{use.loss.name} ignores {ignored}, a class of the targets", proof, use.loss.node, None


def _of_numbering(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    columns = prediction.columns or 0
    numbers = loss.targets == "labels" and target.known and target.integer and not target.one_hot
    if numbers and columns > 1 and target.low >= 1 and columns <= target.high < INFINITE:
        proof = witness.labels_from_one(target.high, columns)
        yield "LB202", f"labels from {target.low:g} to {target.high:g}", proof, use.node, None


def _of_several_ones(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    rows = target.shape is not None and len(target.shape) == 2 and target.shape[1] != 1
    flags = target.known and target.integer and not target.one_hot and (target.low, target.high) == (0, 1)
    if target.safe:  # ones that were put into zeros, one a row as likely as not
        return
    if loss.row.family == "cross_entropy" and loss.targets == "distribution" and rows and flags:
        proof = witness.several_ones(_provisos(use, loss))
        yield "LB204", f"rows of several ones under {use.loss.name}", proof, use.node, None


def _of_values(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    if not target.known or not -INFINITE < target.low < target.high < INFINITE:
        return
    span = f"targets from {target.low:g} to {target.high:g} under {use.loss.name}"
    if loss.targets == "binary" and loss.row.family != "overlap" and (target.low < 0 or target.high > 1):
        refused = use.loss.framework == "torch" and not use.loss.ours and loss.kind == "probabilities"
        proof = witness.beyond_flags(target.low, target.high, loss.row.name, refused, _provisos(use, loss))
        yield "LB203", span, proof, use.node, None
    signs = loss.targets == "signs" or (loss.targets == "sides" and use.loss.framework == "torch" and not use.loss.ours)
    if signs and target.integer and (target.low, target.high) == (0, 1):
        margin = constant(use.loss.options.get("margin", Known(0.0)))
        proof = witness.flags_for_signs(loss.row.name, margin if isinstance(margin, int | float) else None)
        yield "LB203", span, proof, use.node, None


def _of_shapes(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    if use.loss.framework == "torch" and loss.targets == "numbers" and broadcasts(prediction, target):
        yield "LB205", f"(N, 1) against (N,) under {use.loss.name}", witness.broadcast(), use.node, None


def _of_reach(use: Use, loss: Wanted, prediction: Tensor, target: Tensor) -> Iterator[Told]:
    countless = target.by == "labels" and target.high == INFINITE  # class numbers of as many classes as there are
    if loss.targets != "numbers" or not target.known or countless or _of_flags(target) or prediction.kind == "softmax":
        return
    if target.low < prediction.low or target.high > prediction.high:
        proof = witness.out_of_reach(prediction.low, prediction.high, target.low, target.high)
        last = prediction.by or prediction.kind
        yield "LB112", f"{last} before {use.loss.name}", proof, prediction.node or use.node, None


def _of_flags(target: Tensor) -> bool:
    """Whether targets are 0 and 1."""
    return target.integer and target.low >= 0 and target.high <= 1


def _of_padding(seen: Seen, use: Use, loss: Wanted, prediction: Tensor, target: Value) -> Iterator[Told]:
    padded = isinstance(target, Tensor) and target.padded
    if isinstance(target, Tensor) and target.safe:  # what is padding was filled with something else
        return
    if not loss.categorical or {"ignore_index", "ignore_class"} & set(use.loss.options) or use.weighted:
        return
    if use.loss.framework == "keras":
        layers = [seen.layers[key] for key in prediction.layers if key in seen.layers]
        masked = any(it.name == "Masking" for it in seen.layers.values())
        masked |= any(constant(it.options.get("mask_zero")) is True for it in layers)
        if padded and not masked:
            yield "LB402", f"padded targets under {use.loss.name}", witness.padding(), use.node, "look"
    elif constant(use.loss.options.get("reduction")) != "none":
        in_a_row = prediction.flat or (isinstance(target, Tensor) and target.flat)
        if padded or (prediction.padded and in_a_row):
            yield "LB402", f"{use.loss.name} without ignore_index", witness.padding(), use.node, "look"


# Faults that need no more than themselves, and the loop around the loss.


def _of_fault(program: Program, it: Fault) -> Finding:
    facts = dict(it.facts)
    sentence, numbers = PROOFS[it.code](facts)
    severity: Any = "look" if it.code == "LB302" and facts.get("own") else facts.get("severity")
    return finding(it.code, it.what, sentence, program.place(it.node), it.framework, severity, **numbers)


PROOFS: dict[str, Callable[[dict[str, Any]], witness.Witness]] = {
    "LB208": lambda facts: witness.shuffled_apart(),
    "LB406": lambda facts: (
        witness.scales_apart(facts["ratio"], facts["both"]) if "ratio" in facts else witness.mixed_reductions()
    ),
    "LB407": lambda facts: witness.weights_inverted(),
    "LB409": lambda facts: witness.dropped_term(facts.get("untrained", False)),
    "LB508": lambda facts: (
        witness.steep_inputs(facts["rate"], facts["size"], facts["squares"], facts["bound"], facts["columns"])
        if "size" in facts
        else witness.large_steps(facts["name"], facts["rate"], facts["bound"])
    ),
    "LB205": lambda facts: witness.broadcast(),
    "LB209": lambda facts: witness.not_called(facts["columns"]),
    "LB301": lambda facts: witness.log_of(facts["kind"], facts["complement"]),
    "LB302": lambda facts: witness.sign(facts["row"]),
    "LB303": lambda facts: witness.no_gradient(facts["cut"]),
    "LB304": lambda facts: witness.root_at_zero(),
    "LB305": lambda facts: witness.branch_not_taken(),
    "LB401": lambda facts: witness.accumulated(facts["steps"], facts["optimizer"]),
    "LB405": lambda facts: witness.divided_by_samples(),
    "LB501": lambda facts: witness.never_zeroed(),
    "LB502": lambda facts: witness.nothing_moves(),
    "LB503": lambda facts: witness.not_held(facts["layers"], facts["of_all"]),
    "LB504": lambda facts: witness.frozen(facts["layers"]),
    "LB505": lambda facts: witness.kept_graphs(),
    "LB506": lambda facts: witness.logit_threshold(),
    "LB507": lambda facts: witness.accuracy_of_numbers(facts["squashed"]),
    "LB509": lambda facts: witness.half_precision(facts["eps"]),
}
