"""Chapter 10: what people answer to its exercises, and what they are told."""

import math
from typing import NamedTuple

import numpy as np
from scipy import stats

from lossbook.numpy import sparse_categorical_focal

nothing = np.zeros((1, 10))
focal_start = sparse_categorical_focal([0], nothing, gamma=2.0, from_logits=True)
half = 1.96 * math.sqrt(0.98 * 0.02 / 10_000)


# Recall
def recall_loop(labels, answers, classes):
    return np.array([np.mean(answers[labels == c] == c) for c in range(classes)])


def recall_bincount(labels, answers, classes):
    right = np.bincount(labels[answers == labels], minlength=classes)
    return right / np.bincount(labels, minlength=classes)


def recall_confusion(labels, answers, classes):
    table = np.zeros((classes, classes), int)
    np.add.at(table, (labels, answers), 1)
    return np.diag(table) / table.sum(axis=1)


def recall_list(labels, answers, classes):
    out = []
    for c in range(classes):
        found = sum(1 for a, b in zip(labels, answers, strict=True) if a == b == c)
        out.append(found / sum(1 for a in labels if a == c))
    return out


def recall_one_hot(labels, answers, classes):
    is_class = labels[:, None] == np.arange(classes)
    return (is_class & (answers == labels)[:, None]).sum(axis=0) / is_class.sum(axis=0)


def recall_weights(labels, answers, classes):
    hits = np.bincount(labels, weights=(labels == answers), minlength=classes)
    return hits / np.maximum(np.bincount(labels, minlength=classes), 1)


def recall_precision(labels, answers, classes):
    return np.array([np.mean(labels[answers == c] == c) for c in range(classes)])


def recall_accuracy(labels, answers, classes):
    return np.mean(labels == answers)


def recall_one_against_all(labels, answers, classes):
    # accuracy of 'class c or not'
    return np.array([np.mean((labels == c) == (answers == c)) for c in range(classes)])


def recall_over_n(labels, answers, classes):
    return np.bincount(labels[labels == answers], minlength=classes) / len(labels)


def recall_counts(labels, answers, classes):
    return np.bincount(labels[labels == answers], minlength=classes)


def recall_mean(labels, answers, classes):
    return recall_loop(labels, answers, classes).mean()


def recall_percent(labels, answers, classes):
    return 100 * recall_loop(labels, answers, classes)


def recall_answers_in_divisor(labels, answers, classes):
    right = np.bincount(labels[answers == labels], minlength=classes)
    return right / np.bincount(answers, minlength=classes)


def recall_columns(labels, answers, classes):
    table = np.zeros((classes, classes), int)
    np.add.at(table, (labels, answers), 1)
    return np.diag(table) / table.sum(axis=0)


def recall_plus_equals(labels, answers, classes):
    # table[labels, answers] += 1 counts each pair once
    table = np.zeros((classes, classes), int)
    table[labels, answers] += 1
    return np.diag(table) / table.sum(axis=1)


def recall_no_minlength(labels, answers, classes):
    # right unless the last classes are missing among the right answers
    return np.bincount(labels[labels == answers]) / np.bincount(labels)


def recall_misses(labels, answers, classes):
    return 1 - recall_loop(labels, answers, classes)


def recall_iou(labels, answers, classes):
    return np.array(
        [np.sum((labels == c) & (answers == c)) / np.sum((labels == c) | (answers == c)) for c in range(classes)]
    )


def recall_shares(labels, answers, classes):
    # share of each class among the answers
    return np.bincount(answers, minlength=classes) / len(answers)


def recall_ratio(labels, answers, classes):
    # as many answers as labels, whether right or not
    return np.bincount(answers, minlength=classes) / np.bincount(labels, minlength=classes)


def recall_from_one(labels, answers, classes):
    return np.array([np.mean(answers[labels == c] == c) for c in range(1, classes + 1)])


# The paired interval
class Interval(NamedTuple):
    mean: float
    half: float


def paired_page(a, b, quantile):
    d = np.asarray(a) - np.asarray(b)
    t = quantile(0.975, len(d) - 1)
    return d.mean(), t * d.std(ddof=1) / np.sqrt(len(d))


def paired_sem(a, b, quantile):
    d = np.subtract(a, b)
    return np.mean(d), stats.t.ppf(0.975, d.size - 1) * stats.sem(d)


def paired_scipy(a, b, quantile):
    found = stats.ttest_rel(a, b).confidence_interval(0.95)
    return (found.low + found.high) / 2, (found.high - found.low) / 2


def paired_interval_of_t(a, b, quantile):
    d = np.subtract(a, b)
    _, high = stats.t.interval(0.95, len(d) - 1, loc=d.mean(), scale=stats.sem(d))
    return [d.mean(), high - d.mean()]


def paired_by_hand(a, b, quantile):
    n = len(a)
    d = [x - y for x, y in zip(a, b, strict=True)]
    mean = sum(d) / n
    s = math.sqrt(sum((x - mean) ** 2 for x in d) / (n - 1))
    return mean, float(quantile(0.975, n - 1)) * s / math.sqrt(n)


def paired_named(a, b, quantile):
    return Interval(*paired_page(a, b, quantile))


def paired_array(a, b, quantile):
    return np.array(paired_page(a, b, quantile))


def paired_ddof_0(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.975, len(d) - 1) * d.std() / np.sqrt(len(d))


def paired_normal(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))


def paired_n_freedom(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.975, len(d)) * d.std(ddof=1) / np.sqrt(len(d))


def paired_95(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.95, len(d) - 1) * d.std(ddof=1) / np.sqrt(len(d))


def paired_no_root(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.975, len(d) - 1) * d.std(ddof=1)


def paired_by_n(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.975, len(d) - 1) * d.std(ddof=1) / len(d)


def paired_variance(a, b, quantile):
    d = np.subtract(a, b)
    return d.mean(), quantile(0.975, len(d) - 1) * d.var(ddof=1) / np.sqrt(len(d))


def paired_unpaired(a, b, quantile):
    a, b = np.asarray(a), np.asarray(b)
    n = len(a)
    s = np.sqrt(a.var(ddof=1) / n + b.var(ddof=1) / n)
    return a.mean() - b.mean(), stats.t.ppf(0.975, 2 * n - 2) * s


def paired_difference_of_halves(a, b, quantile):
    a, b = np.asarray(a), np.asarray(b)
    t = quantile(0.975, len(a) - 1)
    return a.mean() - b.mean(), t * abs(a.std(ddof=1) - b.std(ddof=1)) / np.sqrt(len(a))


def paired_sign(a, b, quantile):
    mean, reach = paired_page(a, b, quantile)
    return -mean, reach


def paired_absolute(a, b, quantile):
    d = np.abs(np.subtract(a, b))
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / np.sqrt(len(d))


def paired_ends(a, b, quantile):
    mean, reach = paired_page(a, b, quantile)
    return mean - reach, mean + reach


def paired_full_width(a, b, quantile):
    mean, reach = paired_page(a, b, quantile)
    return mean, 2 * reach


def paired_order(a, b, quantile):
    mean, reach = paired_page(a, b, quantile)
    return reach, mean


def paired_only_half(a, b, quantile):
    return paired_page(a, b, quantile)[1]


def paired_percent(a, b, quantile):
    mean, reach = paired_page(a, b, quantile)
    return 100 * mean, 100 * reach


def paired_p_value(a, b, quantile):
    return np.mean(np.subtract(a, b)), stats.ttest_rel(a, b).pvalue


def paired_starter_order(a, b, quantile):
    """The interval of b - a, ends first."""
    mean, reach = paired_page(b, a, quantile)
    return mean - reach, mean + reach


ANSWERS = {
    "mnist-first-loss": [
        (0.81 * math.log(10), None),
        (focal_start, None),
        (1.87, None),  # rounded
        (1.865, None),
        (-((1 - 0.1) ** 2) * np.log(0.1), None),
        (np.float32(0.81 * math.log(10)), None),
        (1.9, "rounded too early"),
        (math.log(10), "that is the cross-entropy"),
        (2.3, "that is the cross-entropy"),
        (0.01 * math.log(10), "not p squared"),
        (0.9 * math.log(10), "power 1"),
        (0.25 * math.log(10), "no alpha"),
        (0.25 * 0.81 * math.log(10), "no alpha"),
        (0.81 * math.log2(10), "in bits"),
        (0.81, "that is the factor"),
        (-0.81 * math.log(10), "the sign is not"),
        (0.25 * math.log(2), "two classes"),
        (math.log(10) ** 2, "put it into the definition"),
        (math.log(10) / 2, "put it into the definition"),
        (2 * math.log(10), "a power and no factor"),
        (0.0, "put it into the definition"),
        (-0.81 * math.log(0.9), "of the true class"),
        ((1 - 0.1**2) * math.log(10), "not 1 − p squared"),
        ((1 - 1 / 10) ** 2 * math.log(1 / 10), "the sign is not"),
    ],
    "mnist-recall": [
        (recall_loop, None),
        (recall_bincount, None),
        (recall_confusion, None),
        (recall_list, None),
        (recall_one_hot, None),
        (recall_weights, None),
        (lambda labels, answers, classes: np.float32(recall_loop(labels, answers, classes)), None),
        (recall_precision, "precision"),
        (recall_answers_in_divisor, "precision"),
        (recall_columns, "precision"),
        (lambda labels, answers, classes: recall_loop(answers, labels, classes), "precision"),
        (recall_accuracy, "an array of shape"),
        (recall_mean, "an array of shape"),
        (recall_one_against_all, "the other classes count"),
        (recall_over_n, "divide by all digits"),
        (recall_counts, "those are counts"),
        (recall_percent, "per cent"),
        (recall_plus_equals, "counts each pair once"),
        (recall_misses, "share that was missed"),
        (recall_iou, "among the digits whose label is c"),
        (recall_shares, "among the digits whose label is c"),
        (recall_ratio, "whether it is right"),
        (recall_from_one, "classes are counted from 0"),
        (recall_no_minlength, "your function raised"),
        (lambda labels, answers, classes: np.full(classes, np.mean(labels == answers)), "the accuracy"),
        (recall_loop(np.array([0, 1]), np.array([0, 1]), 2), "a function is wanted"),
    ],
    "mnist-interval": [
        (half, None),
        (0.00274, None),
        (1.96 * 0.14 / 100, None),
        (stats.norm.ppf(0.975) * math.sqrt(0.98 * 0.02 / 10_000), None),
        (np.float32(half), None),
        (1.96 * np.std(np.r_[np.ones(9800), np.zeros(200)]) / 100, None),
        (0.0027, None),  # two digits
        (2 * math.sqrt(0.98 * 0.02 / 10_000), None),  # 2 for 1.96 is taught too
        (stats.t.ppf(0.975, 9999) * math.sqrt(0.98 * 0.02 / 9999), None),
        (0.274, "in per cent"),
        (2 * half, "from end to end"),
        (math.sqrt(0.98 * 0.02 / 10_000), "one standard error"),
        (1.96 * math.sqrt(0.98 * 0.02), "for a single digit"),
        (math.sqrt(0.98 * 0.02), "spread of one digit"),
        (0.98 * 0.02 / 10_000, "take the square root"),
        (1.96 * 0.98 * 0.02 / 10_000, "take the square root"),
        (1.96 * math.sqrt(0.98 * 0.02) / 10_000, "by the root of n"),
        (1.96 * math.sqrt(0.98 / 10_000), "the standard error of a share"),
        (1.96 * math.sqrt(0.02 / 10_000), "you took 1 − p"),
        (1.96 * math.sqrt(0.25 / 10_000), "a fair coin"),
        (1.96 * math.sqrt(0.98 * 0.02 * 10_000), "in digits"),
        (27, "in digits"),
        (1.645 * math.sqrt(0.98 * 0.02 / 10_000), "90 %"),
        (2.576 * math.sqrt(0.98 * 0.02 / 10_000), "99 %"),
        (1.96 * math.sqrt(0.98 * 0.02 / 60_000), "the test digits"),
        (0.98 + half, "an end of the interval"),
        (0.98 - half, "an end of the interval"),
        (1.96 * math.sqrt(0.95 * 0.05 / 10_000), "the standard error of a share"),
        (0.003, "the standard error of a share"),
    ],
    "mnist-paired": [
        (paired_page, None),
        (paired_sem, None),
        (paired_scipy, None),
        (paired_interval_of_t, None),
        (paired_by_hand, None),
        (paired_named, None),
        (paired_array, None),
        (paired_ddof_0, "ddof=1"),
        (paired_normal, "t-distribution"),
        (paired_n_freedom, "n − 1 degrees"),
        (paired_95, "leave 2.5 % on each"),
        (paired_no_root, "1/√n"),
        (paired_by_n, "by the root of n"),
        (paired_unpaired, "subtract first"),
        (lambda a, b, _: (np.mean(a - b), np.ptp(stats.ttest_ind(a, b).confidence_interval()) / 2), "subtract first"),
        (paired_sign, "a minus b"),
        (paired_absolute, "keep the signs"),
        (paired_ends, "the two ends"),
        (paired_starter_order, "its mean, and"),
        (paired_full_width, "from end to end"),
        (paired_variance, "the root of the variance"),
        (paired_difference_of_halves, "of the differences"),
        (paired_order, "first the mean"),
        (paired_only_half, "an array of shape (2,)"),
        (paired_percent, "as shares"),
        (paired_p_value, "that is the p-value"),
        (lambda a, b, _: (0.0, 1.0), "its mean, and"),
        (paired_page(np.array([0.9, 0.8]), np.array([0.8, 0.8]), stats.t.ppf), "a function is wanted"),
    ],
}
