"""What the Keras classes take: targets, and predictions, stacked on axis 1 where there are several."""

from dataclasses import replace

import numpy as np


def with_all_frames(case):
    """A sequence as the class takes it: all frames count."""
    if case.row.name != "ctc":
        return case
    log_probs, labels, frames, lengths = case.inputs
    return replace(case, inputs=(log_probs, labels, np.full_like(frames, log_probs.shape[1]), lengths))


def keras_inputs(case):
    """The two arguments of the class for a case."""
    if case.row.name == "ctc":
        log_probs, labels, _, lengths = case.inputs
        return np.where(np.arange(labels.shape[1]) < lengths[:, None], labels, -1), log_probs
    if case.row.family == "vocabulary":
        features, weight, labels, bias = case.inputs
        return labels, np.concatenate([np.pad(features, [(0, 0), (0, 1)], constant_values=1), np.c_[weight, bias]])
    pairs = list(zip(case.row.inputs(), case.inputs, strict=True))
    predictions = [side for given, side in pairs if given.differentiable]
    targets = [side for given, side in pairs if not given.differentiable]
    y_pred = np.stack(predictions, 1) if len(predictions) > 1 else predictions[0]
    return (targets[0] if targets else np.zeros(len(y_pred))), y_pred
