"""Targets and outputs that are NaN, and what float16 rounds to infinity or to 0."""

from __future__ import annotations

import numpy as np

from lossbook.doctor.findings import Finding
from lossbook.doctor.outputs.batch import Batch


def not_finite(batch: Batch) -> list[Finding]:
    """NaN or infinity where it can't be meant."""
    for values, name in ((batch.y_true, "targets"), (batch.y_pred, "outputs")):
        bad = int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0
        if bad:
            witness = f"{bad} of {values.size} {name} are NaN"
            return batch.said("LB508", f"NaN in the {name}", witness, None, nan=bad)
    return []


def half_precision(batch: Batch) -> list[Finding]:
    """What float16 rounds to 0 or to infinity in this loss."""
    if batch.dtype != "float16" or batch.y_pred.dtype != np.float16:
        return []
    values = batch.y_pred.astype(np.float64)
    infinite = int(np.sum(~np.isfinite(values)))
    if infinite:
        witness = f"{infinite} of {values.size} outputs are infinite: float16 ends at 65504"
        return batch.said("LB509", "outputs beyond float16", witness, None, infinite=infinite)
    if batch.loss.row.name == "mean_squared_error" and batch.y_true.shape == values.shape:
        errors = np.abs(values - batch.y_true)
        beyond = int(np.sum(errors**2 > 65504))
        if beyond:
            witness = f"the squares of {beyond} of {values.size} errors, up to {errors.max():.6g}, are beyond 65504"
            return batch.said("LB509", f"{batch.name} in float16", witness, None, beyond=beyond)
    if batch.loss.kind in ("probabilities", "distribution") and batch.loss.row.family != "overlap":
        certain = int(np.sum((values == 0) | (values == 1)))
        if certain:
            witness = f"{certain} of {values.size} probabilities are rounded to exactly 0 or 1 in float16"
            return batch.said("LB509", f"{batch.name} in float16", witness, None, certain=certain)
    return []
