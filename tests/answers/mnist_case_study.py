"""Chapter 10: what people answer to its exercises, and what they are told."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import stats

from lossbook.datasets import load_mnist
from lossbook.numpy import sparse_categorical_focal


@lru_cache(None)
def digits():
    x_train, y_train = load_mnist("train")
    x_test, y_test = load_mnist("test")
    shape = (-1, 28, 28)
    x_train = np.asarray(x_train).reshape(shape) / np.float32(255)
    x_test = np.asarray(x_test).reshape(shape) / np.float32(255)
    return x_train, np.asarray(y_train), x_test, np.asarray(y_test)


_, y_train, _, y_test = digits()
commonest = int(np.bincount(y_train).argmax())
rarest = int(np.bincount(y_train).argmin())
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


def paired_page(a, b):
    d = np.asarray(a) - np.asarray(b)
    t = stats.t.ppf(0.975, len(d) - 1)
    return d.mean(), t * d.std(ddof=1) / np.sqrt(len(d))


def paired_sem(a, b):
    d = np.subtract(a, b)
    return np.mean(d), stats.t.ppf(0.975, d.size - 1) * stats.sem(d)


def paired_scipy(a, b):
    found = stats.ttest_rel(a, b).confidence_interval(0.95)
    return (found.low + found.high) / 2, (found.high - found.low) / 2


def paired_interval_of_t(a, b):
    d = np.subtract(a, b)
    _, high = stats.t.interval(0.95, len(d) - 1, loc=d.mean(), scale=stats.sem(d))
    return [d.mean(), high - d.mean()]


def paired_by_hand(a, b):
    n = len(a)
    d = [x - y for x, y in zip(a, b, strict=True)]
    mean = sum(d) / n
    s = math.sqrt(sum((x - mean) ** 2 for x in d) / (n - 1))
    return mean, float(stats.t.ppf(0.975, n - 1)) * s / math.sqrt(n)


def paired_named(a, b):
    return Interval(*paired_page(a, b))


def paired_array(a, b):
    return np.array(paired_page(a, b))


def paired_ddof_0(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.std() / np.sqrt(len(d))


def paired_normal(a, b):
    d = np.subtract(a, b)
    return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))


def paired_n_freedom(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.975, len(d)) * d.std(ddof=1) / np.sqrt(len(d))


def paired_95(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.95, len(d) - 1) * d.std(ddof=1) / np.sqrt(len(d))


def paired_no_root(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1)


def paired_by_n(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / len(d)


def paired_variance(a, b):
    d = np.subtract(a, b)
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.var(ddof=1) / np.sqrt(len(d))


def paired_unpaired(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n = len(a)
    s = np.sqrt(a.var(ddof=1) / n + b.var(ddof=1) / n)
    return a.mean() - b.mean(), stats.t.ppf(0.975, 2 * n - 2) * s


def paired_difference_of_halves(a, b):
    a, b = np.asarray(a), np.asarray(b)
    t = stats.t.ppf(0.975, len(a) - 1)
    return a.mean() - b.mean(), t * abs(a.std(ddof=1) - b.std(ddof=1)) / np.sqrt(len(a))


def paired_sign(a, b):
    mean, reach = paired_page(a, b)
    return -mean, reach


def paired_absolute(a, b):
    d = np.abs(np.subtract(a, b))
    return d.mean(), stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / np.sqrt(len(d))


def paired_ends(a, b):
    mean, reach = paired_page(a, b)
    return mean - reach, mean + reach


def paired_full_width(a, b):
    mean, reach = paired_page(a, b)
    return mean, 2 * reach


def paired_order(a, b):
    mean, reach = paired_page(a, b)
    return reach, mean


def paired_only_half(a, b):
    return paired_page(a, b)[1]


def paired_percent(a, b):
    mean, reach = paired_page(a, b)
    return 100 * mean, 100 * reach


def paired_p_value(a, b):
    return np.mean(np.subtract(a, b)), stats.ttest_rel(a, b).pvalue


# The nearest average
@lru_cache(None)
def centres():
    images, labels, _, _ = digits()
    return np.stack([images[labels == c].mean(axis=0) for c in range(10)])


def centroids_loop(images):
    means = centres()
    d = np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in means], axis=1)
    return d.argmin(axis=1)


def centroids_expanded(images):
    # the squared length of the image is the same for all: left out
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return ((m**2).sum(axis=1) - 2 * x @ m.T).argmin(axis=1)


def centroids_norm(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return np.array([np.linalg.norm(m - row, axis=1).argmin() for row in x])


def centroids_list(images):
    return centroids_expanded(images).tolist()


def centroids_sklearn(images):
    from sklearn.neighbors import NearestCentroid

    train, labels, _, _ = digits()
    machine = NearestCentroid().fit(train.reshape(len(train), -1), labels)
    return machine.predict(images.reshape(len(images), -1))


def centroids_mean_square(images):
    m = centres()
    return np.array([((m - image) ** 2).mean(axis=(1, 2)).argmin() for image in images])


def centroids_dot(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return (x @ m.T).argmax(axis=1)


def centroids_argmax(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return ((m**2).sum(axis=1) - 2 * x @ m.T).argmax(axis=1)


def centroids_absolute(images):
    # sum of absolute differences
    return np.stack([np.abs(images - m).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_cosine(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return (x @ m.T / np.linalg.norm(m, axis=1)).argmax(axis=1)


def centroids_no_square(images):
    # plain differences: they cancel
    return np.stack([(images - m).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_255(images):
    # averages of 0 .. 255 against images of 0 .. 1
    return np.stack([((images - 255 * m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_test(images):
    # averages of the test digits
    _, _, x, y = digits()
    m = np.stack([x[y == c].mean(axis=0) for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_first(images):
    # the first digit of each class instead of the average
    x, y, _, _ = digits()
    m = np.stack([x[np.flatnonzero(y == c)[0]] for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_median(images):
    x, y, _, _ = digits()
    m = np.stack([np.median(x[y == c][:2000], axis=0) for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_axis(images):
    d = np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1)
    return d.argmin(axis=0)


def centroids_distances(images):
    return np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1)


def centroids_whole_sum(images):
    # one distance for all images
    d = np.array([((images - m) ** 2).sum() for m in centres()])
    return np.full(len(images), d.argmin())


def centroids_accuracy(images):
    _, _, x, y = digits()
    return float(np.mean(centroids_expanded(x) == y))


def centroids_one_hot(images):
    return np.eye(10)[centroids_expanded(images)]


def centroids_from_one(images):
    return centroids_expanded(images) + 1


def centroids_commonest(images):
    return np.full(len(images), commonest)


def centroids_one_image(images):
    # written for one image
    return ((centres() - images) ** 2).sum(axis=(1, 2)).argmin()


def paired_starter_order(a, b):
    """The interval of b - a, ends first."""
    mean, reach = paired_page(b, a)
    return mean - reach, mean + reach


ANSWERS = {
    "mnist-baseline": [
        (np.mean(y_test == commonest), None),
        (0.1135, None),
        (np.bincount(y_test)[np.bincount(y_train).argmax()] / len(y_test), None),
        (0.114, None),  # rounded
        (np.float32(0.1135), None),
        ([0.1135], None),
        (np.mean(y_train == commonest), "measured on the test digits"),
        (0.112, "measured on the test digits"),
        (np.bincount(np.r_[y_train, y_test])[commonest] / 70_000, "measured on the test digits"),
        (0.1, "guessing at random"),
        (11.35, "per cent"),
        (1135, "how many it gets right"),
        (1 - np.mean(y_test == commonest), "share of errors"),
        (np.mean(y_test == rarest), "the rarest digit"),
        (commonest, "that is the digit"),
        (np.mean(y_test == y_train[0]), "the rarest digit"),
        (6742, "how many training digits are"),
        (np.bincount(y_test)[commonest] / len(y_train), "divide by how many test digits"),
        (0.11, "which digit is the commonest"),
        (((np.bincount(y_test) / len(y_test)) ** 2).sum(), "guessing at random"),
        (-0.1135, "the sign is not"),
        ("11 %", "a number is wanted"),
    ],
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
        ((1 - 0.1**2) * math.log(10), "not of p squared"),
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
        (lambda a, b: (np.mean(a - b), np.ptp(stats.ttest_ind(a, b).confidence_interval()) / 2), "subtract first"),
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
        (lambda a, b: (0.0, 1.0), "its mean, and"),
        (paired_page(np.array([0.9, 0.8]), np.array([0.8, 0.8])), "a function is wanted"),
    ],
    "mnist-centroids": [
        (centroids_loop, None),
        (centroids_expanded, None),
        (centroids_norm, None),
        (centroids_mean_square, None),
        (centroids_list, None),
        (centroids_sklearn, None),
        (lambda images: centroids_loop(images).astype(np.float32), None),
        (centroids_dot, "the largest scalar product"),
        (centroids_argmax, "the farthest average"),
        (centroids_absolute, "absolute differences"),
        (centroids_cosine, "the smallest angle"),
        (centroids_no_square, "the same answer for every image"),
        (centroids_255, "the same answer for every image"),
        (centroids_test, "training digits, and not of the test digits"),
        (centroids_first, "where the nearest average gets"),
        (centroids_median, "where the nearest average gets"),
        (centroids_axis, "is wanted, and this has shape"),
        (centroids_distances, "is wanted, and this has shape"),
        (centroids_whole_sum, "the same answer for every image"),
        (centroids_commonest, "the same answer for every image"),
        (centroids_accuracy, "is wanted, and this has shape"),
        (centroids_one_hot, "is wanted, and this has shape"),
        (centroids_from_one, "counted from 1"),
        (centroids_one_image, "raised"),
        (lambda images: centroids_loop(255 * images), "only one side goes up to 255"),
        (centroids_loop(np.zeros((3, 28, 28))), "a function is wanted"),
    ],
}
