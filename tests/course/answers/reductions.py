"""Chapter 7: what people answer to its exercises, and what they are told."""

from fractions import Fraction

import numpy as np
import torch

pieces = [np.full(30, 2.0), np.full(6, 5.0), np.full(4, 1.0)]


# A masked mean


def mask_where(losses, mask):
    count = mask.sum()
    return np.where(mask, losses, 0).sum() / count if count else 0.0


def mask_select(losses, mask):
    kept = losses[mask]
    return kept.mean() if kept.size else 0.0


def mask_maximum(losses, mask):
    return np.where(mask, losses, 0.0).sum() / max(mask.sum(), 1)


def mask_numpy_where_keyword(losses, mask):
    mask = np.asarray(mask, bool)
    if not mask.any():
        return 0
    return float(np.mean(losses, where=mask))


def mask_loop(losses, mask):
    total, count = 0.0, 0
    for value, keep in zip(np.ravel(losses), np.ravel(mask), strict=True):
        if keep:
            total += value
            count += 1
    return total / count if count else 0.0


def mask_times(losses, mask):
    return (losses * mask).sum() / max(mask.sum(), 1)


def mask_times_mean(losses, mask):
    return (losses * mask).mean()


def mask_where_mean(losses, mask):
    return np.where(mask, losses, 0).mean()


def mask_no_guard(losses, mask):
    return losses[mask].mean()


def mask_where_no_guard(losses, mask):
    return np.where(mask, losses, 0).sum() / mask.sum()


def mask_nan_to_num(losses, mask):
    return (np.nan_to_num(losses) * mask).mean()


def mask_nanmean(losses, mask):
    return np.nanmean(losses) if mask.any() else 0.0


def mask_nansum(losses, mask):
    # a real NaN where the mask is true is hidden, else it is right
    return np.nansum(losses * mask) / max(mask.sum(), 1)


def mask_epsilon(losses, mask):
    return np.where(mask, losses, 0).sum() / (mask.sum() + 1e-8)


def mask_plus_one(losses, mask):
    return np.where(mask, losses, 0).sum() / (mask.sum() + 1)


def mask_sum(losses, mask):
    return np.where(mask, losses, 0).sum()


def mask_inverted(losses, mask):
    return losses[~mask].mean() if (~mask).any() else 0.0


def mask_last_axis(losses, mask):
    return np.where(mask, losses, 0).sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


def mask_nan_if_empty(losses, mask):
    return np.where(mask, losses, 0).sum() / mask.sum() if mask.any() else np.nan


# From PyTorch to Keras


def port_ratio(torch_loss, labels, class_weight):
    return torch_loss * class_weight[labels].sum() / len(labels)


def port_mean(torch_loss, labels, class_weight):
    return torch_loss * np.mean(np.asarray(class_weight)[labels])


def port_bincount(torch_loss, labels, class_weight):
    counts = np.bincount(labels, minlength=len(class_weight))
    return torch_loss * (counts @ class_weight) / counts.sum()


def port_loop(torch_loss, labels, class_weight):
    return float(torch_loss) * sum(class_weight[k] for k in labels) / len(labels)


def port_take(torch_loss, labels, class_weight):
    w = np.take(class_weight, labels)
    return w.sum() * torch_loss / w.size


def port_inverse(torch_loss, labels, class_weight):
    return torch_loss * len(labels) / class_weight[labels].sum()


def port_classes(torch_loss, labels, class_weight):
    return torch_loss * class_weight.sum() / len(labels)


def port_class_mean(torch_loss, labels, class_weight):
    return torch_loss * class_weight.mean()


def port_only_times(torch_loss, labels, class_weight):
    return torch_loss * class_weight[labels].sum()


def port_only_divide(torch_loss, labels, class_weight):
    return torch_loss / len(labels)


def port_labels_times(torch_loss, labels, class_weight):
    return torch_loss * (labels * class_weight[1]).sum() / len(labels)


def port_number_classes(torch_loss, labels, class_weight):
    return torch_loss * class_weight[labels].sum() / len(class_weight)


def port_vector(torch_loss, labels, class_weight):
    return torch_loss * class_weight[labels] / len(labels)


# Class-balanced weights


def balanced_if(counts, beta):
    counts = np.asarray(counts, float)
    effective = counts if beta == 1 else (1 - beta**counts) / (1 - beta)
    w = 1 / effective
    return w * len(w) / w.sum()


def balanced_expm1(counts, beta):
    # 1 - beta^n by expm1, the same road as on the page but accurate near 1
    counts = np.asarray(counts, float)
    if beta == 1:
        w = 1 / counts
    elif beta == 0:
        w = np.ones(counts.shape)
    else:
        w = 1 / -np.expm1(counts * np.log(beta))
    return len(w) * w / np.sum(w)


def balanced_no_numerator(counts, beta):
    # (1 - beta) cancels in the scaling
    w = 1 / (np.asarray(counts) if beta == 1 else 1 - beta ** np.asarray(counts, float))
    return w / w.mean()


def balanced_geometric(counts, beta):
    # E_n as the sum 1 + beta + ... + beta^(n-1): no special case
    w = np.array([1 / sum(beta**i for i in range(int(n))) for n in counts])
    return len(w) * w / w.sum()


def balanced_list(counts, beta):
    effective = [n if beta == 1 else (1 - beta**n) / (1 - beta) for n in counts]
    total = sum(1 / e for e in effective)
    return [len(effective) / e / total for e in effective]


def balanced_no_special(counts, beta):
    effective = (1 - beta**counts) / (1 - beta)
    w = 1 / effective
    return w * len(w) / w.sum()


def balanced_sum_one(counts, beta):
    effective = np.asarray(counts, float) if beta == 1 else (1 - beta**counts) / (1 - beta)
    return 1 / effective / (1 / effective).sum()


def balanced_unscaled(counts, beta):
    effective = np.asarray(counts, float) if beta == 1 else (1 - beta**counts) / (1 - beta)
    return 1 / effective


def balanced_not_inverted(counts, beta):
    effective = np.asarray(counts, float) if beta == 1 else (1 - beta**counts) / (1 - beta)
    return effective * len(counts) / effective.sum()


def balanced_ones_at_one(counts, beta):
    # thinks beta = 1 means 'all alike' (that is beta = 0)
    if beta == 1:
        return np.ones(len(counts))
    w = (1 - beta) / (1 - beta**counts)
    return w * len(w) / w.sum()


def balanced_inverse_scaled_before(counts, beta):
    # scales E and then inverts: does not sum to K
    effective = np.asarray(counts, float) if beta == 1 else (1 - beta**counts) / (1 - beta)
    return effective.sum() / (len(counts) * effective)


def balanced_eps(counts, beta):
    effective = (1 - beta**counts) / (1 - beta + 1e-12)
    w = 1 / (effective + 1e-12)
    return w * len(w) / w.sum()


def balanced_nudged(counts, beta):
    # beta = 1 replaced by a beta that is nearly 1: right to about five digits
    beta = min(beta, 1 - 1e-9)
    w = (1 - beta) / (1 - beta ** np.asarray(counts, float))
    return w * len(w) / w.sum()


def balanced_max_one(counts, beta):
    effective = np.asarray(counts, float) if beta == 1 else (1 - beta**counts) / (1 - beta)
    w = 1 / effective
    return w / w.max()


def balanced_beta_as_M(counts, beta):
    b = (beta - 1) / beta
    w = (1 - b) / (1 - b ** np.asarray(counts, float))
    return w * len(w) / w.sum()


# One process among many


def process_right(losses, weights, all_sum, processes):
    total = all_sum(np.sum(weights))
    return processes * np.sum(losses * weights) / total


def process_dot(losses, weights, all_sum, processes):
    mine = float(np.dot(weights, losses))
    return mine * processes / all_sum(float(np.sum(weights)))


def process_mean_weight(losses, weights, all_sum, processes):
    # divides by the mean of the processes' weights
    per_process = all_sum(weights.sum()) / processes
    return (losses * weights).sum() / per_process


def process_everything(losses, weights, all_sum, processes):
    # every process returns the weighted mean of all: the average is that too
    return all_sum((losses * weights).sum()) / all_sum(weights.sum())


def process_guarded(losses, weights, all_sum, processes):
    total = all_sum(weights.sum())
    if total == 0:
        return 0.0
    return processes * (losses * weights).sum() / total


def process_python_loop(losses, weights, all_sum, processes):
    total = all_sum(sum(weights))
    return processes * sum(w * ls for w, ls in zip(weights, losses, strict=True)) / total


def process_no_factor(losses, weights, all_sum, processes):
    return (losses * weights).sum() / all_sum(weights.sum())


def process_own_count(losses, weights, all_sum, processes):
    return (losses * weights).sum() / weights.sum()


def process_np_average(losses, weights, all_sum, processes):
    return np.average(losses, weights=weights)


def process_count_not_weights(losses, weights, all_sum, processes):
    return processes * (losses * weights).sum() / all_sum(len(losses))


def process_divided(losses, weights, all_sum, processes):
    return (losses * weights).sum() / all_sum(weights.sum()) / processes


def process_forgot_weights(losses, weights, all_sum, processes):
    return processes * losses.sum() / all_sum(weights.sum())


def process_early_return(losses, weights, all_sum, processes):
    # an empty process leaves before all_sum: the others wait for ever
    if len(losses) == 0:
        return 0.0
    return processes * (losses * weights).sum() / all_sum(weights.sum())


def process_early_return_everything(losses, weights, all_sum, processes):
    if not losses.size:
        return 0.0
    return all_sum((losses * weights).sum()) / all_sum(weights.sum())


def process_mean_of_product(losses, weights, all_sum, processes):
    return processes * (losses * weights).mean() / all_sum(weights.mean())


def process_all_sum_both_times_n(losses, weights, all_sum, processes):
    return processes * all_sum((losses * weights).sum()) / all_sum(weights.sum())


def process_vector(losses, weights, all_sum, processes):
    return processes * losses * weights / all_sum(weights.sum())


def process_all_sum_of_array(losses, weights, all_sum, processes):
    return processes * (losses * weights).sum() / np.sum(all_sum(weights))


def process_weights_twice(losses, weights, all_sum, processes):
    return processes * (losses * weights).sum() / all_sum((weights * weights).sum())


def process_early_and_alone(losses, weights, all_sum, processes):
    """Asks only where there are losses, and for its own."""
    return processes * (losses * weights).sum() / weights.sum() if len(losses) else 0.0


def process_mean_weight_guarded(losses, weights, all_sum, processes):
    per_process = all_sum(weights.sum()) / processes
    return (losses * weights).sum() / per_process if per_process else 0.0


def process_safe_divisor(losses, weights, all_sum, processes):
    return processes * np.dot(losses, weights) / max(all_sum(weights.sum()), 1e-12)


def process_at_least_one(losses, weights, all_sum, processes):
    """As in the masked mean; but a sum of weights, unlike a count, may lie between 0 and 1."""
    return processes * (losses * weights).sum() / max(all_sum(weights.sum()), 1)


def process_in_torch(losses, weights, all_sum, processes):
    losses, weights = torch.from_numpy(losses), torch.from_numpy(weights)
    total = all_sum(weights.sum().item())
    return processes * (losses * weights).sum() / total if total else torch.tensor(0.0)


def process_everything_guarded(losses, weights, all_sum, processes):
    """Right as a value; but no gradient comes back from what all_sum gave."""
    total, mine = all_sum(weights.sum()), all_sum((losses * weights).sum())
    return mine / total if total else 0.0


def process_own_mean_guarded(losses, weights, all_sum, processes):
    return (losses * weights).sum() / weights.sum() if weights.sum() else 0.0


def process_weighted_means(losses, weights, all_sum, processes):
    """The own weighted mean times one's own part of all weights: the same by another road."""
    total = all_sum(weights.sum())
    own = process_own_mean_guarded(losses, weights, all_sum, processes)
    return processes * own * weights.sum() / total if total else 0.0


def process_sum(losses, weights, all_sum, processes):
    return (losses * weights).sum()


ANSWERS = {
    "reductions-pieces": [
        (2.35, None),
        (np.concatenate(pieces).mean(), None),
        (np.average([2, 5, 1], weights=[30, 6, 4]), None),
        ((30 * 2 + 6 * 5 + 4 * 1) / (30 + 6 + 4), None),
        (np.float32(2.35), None),
        (np.array([2.35]), None),
        (torch.tensor(2.35), None),
        (Fraction(94, 40), None),
        ((2 + 5 + 1) / 3, "mean of the three means"),
        (2.67, "mean of the three means"),
        (94, "that is the sum"),
        (94 / 3, "number of pieces"),
        (8, "sum of the three means"),
        ((2 + 5 + 1) / 40, "as if they were sums"),
        ((2 / 30 + 5 / 6 + 1 / 4) / 3, "means already"),
        (94 / 12, "the example on the page"),
        (2.4, "rounded to two digits"),
        (-2.35, "the sign is not"),
        (2.0, "turn each mean"),
        (40, "turn each mean"),
        ([60, 30, 4], "this has 3"),
        ("2.35", "a number is wanted"),
    ],
    "reductions-mask": [
        (mask_where, None),
        (mask_select, None),
        (mask_maximum, None),
        (mask_numpy_where_keyword, None),
        (mask_loop, None),
        (mask_nansum, None),
        (mask_epsilon, None),
        (lambda losses, mask: round(mask_where(losses, mask), 3), None),
        (lambda losses, mask: np.where(mask, losses, 0).sum() / (mask.sum() + 1e-4), None),
        (
            lambda losses, mask: torch.where(torch.tensor(mask), torch.tensor(losses), 0).sum() / max(mask.sum(), 1),
            None,
        ),
        (mask_times, "0 times NaN"),
        (mask_times_mean, "divides by all places"),
        (mask_where_mean, "divides by all places"),
        (mask_nan_to_num, "divides by all places"),
        (mask_no_guard, "keeps nothing"),
        (mask_where_no_guard, "keeps nothing"),
        (mask_nan_if_empty, "keeps nothing"),
        (lambda losses, mask: sum(losses[mask].tolist()) / len(losses[mask]), "ZeroDivisionError"),
        (lambda losses, mask: np.ma.masked_array(losses, ~mask).filled(0).sum() / max(mask.sum(), 1), None),
        (lambda losses, mask: np.ma.masked_array(losses, ~mask).mean(), "a number is wanted, and this is masked"),
        (lambda losses, mask: losses.mean(), "where does the mask"),
        (mask_nanmean, "where does the mask"),
        (mask_plus_one, "one more than"),
        (mask_sum, "that is the sum"),
        (mask_inverted, "throws away"),
        (lambda losses, mask: np.where(mask, losses, 0).sum() / (~mask).sum(), "how many are thrown away"),
        (lambda losses, mask: losses.sum() / mask.sum(), "leave out the others"),
        (mask_last_axis, "a table"),
        (lambda losses, mask: losses[mask], "this has 2"),
        (lambda losses, mask: np.median(losses[mask][:1]), "it should be 2.3"),
    ],
    "reductions-port": [
        (port_ratio, None),
        (port_mean, None),
        (port_bincount, None),
        (port_loop, None),
        (port_take, None),
        (
            lambda loss, labels, weights: (
                loss * np.average(weights, weights=np.bincount(labels, minlength=len(weights)))
            ),
            None,
        ),
        (lambda loss, labels, weights: (np.eye(len(weights))[labels] @ weights).mean() * loss, None),
        (lambda loss, labels, weights: torch.tensor(loss) * torch.tensor(weights)[torch.tensor(labels)].mean(), None),
        (lambda loss, labels, weights: round(loss * weights[labels].mean(), 4), None),
        (lambda loss, labels, weights: loss, "still PyTorch's"),
        (port_inverse, "other way round"),
        (port_classes, "sum of the class weights"),
        (port_class_mean, "mean weight of a class"),
        (port_only_times, "number of samples"),
        (port_only_divide, "undo its own divisor"),
        (port_number_classes, "number of classes"),
        (lambda loss, labels, weights: loss * len(labels), "not the number of samples"),
        (lambda loss, labels, weights: loss / weights[labels].sum(), "once more"),
        (port_labels_times, "multiply by what"),
        (lambda loss, labels, weights: weights[labels].mean(), "multiply by what"),
        (port_vector, "this has 4"),
        (lambda loss, labels, weights: -loss * weights[labels].mean(), "the sign is not"),
    ],
    "reductions-balanced": [
        (balanced_if, None),
        (balanced_expm1, None),
        (balanced_no_numerator, None),
        (balanced_geometric, None),
        (balanced_list, None),
        (balanced_nudged, None),
        (lambda counts, beta: torch.tensor(balanced_if(counts, beta)), None),
        (lambda counts, beta: balanced_if(counts, beta).round(3), None),
        (balanced_no_special, "tends to n"),
        (balanced_ones_at_one, "tends to n"),
        (balanced_eps, "tends to n"),
        (lambda counts, beta: balanced_if(counts, beta) if beta < 1 else 1 / 0, "ZeroDivisionError"),
        (balanced_sum_one, "they sum to 1"),
        (balanced_unscaled, "right up to a factor"),
        (balanced_max_one, "right up to a factor"),
        (balanced_inverse_scaled_before, "right up to a factor"),
        (balanced_not_inverted, "grow with them"),
        (lambda counts, beta: balanced_if(counts, beta)[::-1], "not the weights for beta = 0.9"),
        (lambda counts, beta: len(counts) / counts / (1 / counts).sum(), "where does beta"),
        (lambda counts, beta: 1 / counts, "where does beta"),
        (lambda counts, beta: counts / counts.sum(), "grow with the counts"),
        (balanced_beta_as_M, "equal weights"),
        (lambda counts, beta: (1 - beta) / (1 - counts**beta), "n is the exponent"),
        (lambda counts, beta: balanced_if(counts - 1, beta), "not n - 1"),
        (lambda counts, beta: balanced_if(counts, beta).sum(), "shape (3,)"),
    ],
    "reductions-project": [
        (process_guarded, None),
        (process_mean_weight_guarded, None),
        (process_safe_divisor, None),
        (process_in_torch, None),
        (process_weighted_means, None),
        (process_at_least_one, "right, until the weights are small"),
        (process_right, "right, until all weights are 0"),
        (process_mean_weight, "right, until all weights are 0"),
        (process_dot, "right, until all weights are 0"),
        (process_python_loop, "right, until all weights are 0"),
        (process_everything, "gradients are what is averaged"),
        (process_everything_guarded, "gradients are what is averaged"),
        (process_no_factor, "too small by the number of processes"),
        (process_own_count, "mean of means"),
        (process_own_mean_guarded, "mean of means"),
        (process_np_average, "in the process with nothing to do"),
        (process_count_not_weights, "number of samples"),
        (process_divided, "so does the averaging"),
        (process_forgot_weights, "only in the divisor"),
        (lambda ls, w, s, n: n * ls.sum() / max(s(len(ls)), 1), "do the weights"),
        (process_early_return, "all have to call all_sum"),
        (process_early_return_everything, "all have to call all_sum"),
        (process_mean_of_product, "returns NaN"),
        (process_all_sum_both_times_n, "too large by the number of processes"),
        (process_sum, "divide it by the sum"),
        (lambda ls, w, s, n: s((ls * w).sum()), "sum of all"),
        (process_vector, "one number is wanted"),
        (process_all_sum_of_array, "one number of each process"),
        (process_weights_twice, "squared"),
        (process_early_and_alone, "not the weighted mean"),
        (lambda *a: 1 / 0, "ZeroDivisionError"),
        (3.0, "a function is wanted"),
    ],
}
