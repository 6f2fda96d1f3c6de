"""Chapter 1: what people answer to its exercises, and what they are told."""

import heapq
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from lossbook.numpy.information import cross_entropy, entropy, mutual_information, self_information

WEATHER, ANNA, BO = np.array([0.6, 0.3, 0.1]), np.array([0.5, 0.3, 0.2]), np.array([0.7, 0.28, 0.02])
WORSE = float(WEATHER @ np.log2(ANNA / BO))
JOINT = np.array([[0.01 * 0.90, 0.01 * 0.10], [0.99 * 0.05, 0.99 * 0.95]])
ILL, RESULT = JOINT.sum(axis=1), JOINT.sum(axis=0)
ALARM, NO_ALARM = JOINT.T / RESULT[:, np.newaxis]
TELLS = float((JOINT * np.log2(JOINT / np.outer(ILL, RESULT))).sum())


def with_zero(log):
    def my_entropy(p):
        happens = p[p > 0]
        return -(happens * log(happens)).sum()

    return my_entropy


my_entropy = with_zero(np.log2)


def naive(p):
    return -(p * np.log2(p)).sum()


def by_torch(p):
    import torch

    p = torch.tensor(p, requires_grad=True)
    return torch.special.entr(p).sum() / math.log(2)


def forgetful(p):
    my_entropy(p)


def joined(p, least=True, weight=sum, members=True):
    """Huffman's code by a heap; or with one of its usual slips."""
    lengths, sign = np.zeros(len(p), int), 1 if least else -1
    heap = [(sign * share, i, [i]) for i, share in enumerate(p)]
    heapq.heapify(heap)
    for n in range(len(p), 2 * len(p) - 1):
        (a, _, first), (b, _, second) = heapq.heappop(heap), heapq.heappop(heap)
        lengths[first + second] += 1
        heapq.heappush(heap, (weight((a, b)), n, first + second if members else first))
    return lengths


def newest_first(p):
    """Ties broken the other way: other lengths, as good a code."""
    lengths = np.zeros(len(p))
    heap = [(share, -i, [i]) for i, share in enumerate(p)]
    heapq.heapify(heap)
    for n in range(len(p), 2 * len(p) - 1):
        (a, _, first), (b, _, second) = heapq.heappop(heap), heapq.heappop(heap)
        lengths[first + second] += 1
        heapq.heappush(heap, (a + b, -n, first + second))
    return lengths.tolist()


def by_sorted_lists(p):
    """The solution of the page."""
    lengths = np.zeros(len(p), dtype=int)
    groups = [(share, [i]) for i, share in enumerate(p)]
    while len(groups) > 1:
        (a, first), (b, second), *groups = sorted(groups)
        lengths[first + second] += 1
        groups.append((a + b, first + second))
    return lengths


def sorted_once(p):
    order, lengths = np.argsort(p), np.zeros(len(p), int)
    for n in range(1, len(p)):
        lengths[order[: n + 1]] += 1
    return lengths


def one_by_one(p):
    lengths = np.empty(len(p), int)
    lengths[np.argsort(-p)] = np.minimum(np.arange(1, len(p) + 1), len(p) - 1)
    return lengths


def halved(p):
    """From the top: the sorted list is cut where the two sums are nearest."""
    lengths = np.zeros(len(p), int)

    def cut(part):
        if len(part) > 1:
            lengths[part] += 1
            sums = np.cumsum(p[part])
            k = np.argmin(np.abs(2 * sums[:-1] - sums[-1])) + 1
            cut(part[:k]), cut(part[k:])

    cut(np.argsort(-p))
    return lengths


ANSWERS = {
    "information-ace": [
        (math.log2(13), None),
        (-np.log2(4 / 52), None),
        (math.log2(52) - math.log2(4), None),
        (np.log(13) / np.log(2), None),
        (np.float32(3.7004397), None),
        (self_information([4 / 52]), None),
        (3.7, None),
        (Decimal("3.70"), None),
        (math.log(13), "nats"),
        (2.56, "nats"),
        (math.log10(13), "base 10"),
        (-math.log2(13), "sign"),
        (math.log2(52), "any of the four"),
        (2, "which"),
        (4 / 52, "that is its probability; how surprising"),
        (Fraction(1, 13), "that is its probability; how surprising"),
        (7.69, "in per cent"),
        (13, "one over its probability"),
        (-math.log2(12 / 13), "any other card"),
        (math.log2(12), "odds"),
        (math.log2(13) / 13, "adds to an entropy"),
        (entropy([1 / 13, 12 / 13]), "mean surprise"),
        (4, "the ace has probability 4/52"),
        (52, "the ace has probability 4/52"),
        (math.log2(13) * math.log(2) ** 2, "the ace has probability 4/52"),
        ("log2(13)", "type str"),
    ],
    "information-function": [
        (my_entropy, None),
        (lambda p: -(p * np.log2(np.where(p > 0, p, 1.0))).sum(), None),
        (lambda p: -(p @ np.log2(p, out=np.zeros_like(p), where=p > 0)), None),
        (lambda p: -np.nansum(p * np.log2(p)), None),
        (lambda p: sum(-x * math.log2(x) for x in p if x > 0), None),
        (lambda p: float(p[p != 0] @ np.log(1 / p[p != 0]) / np.log(2)), None),
        (lambda p: -(p * np.log2(p + 1e-12)).sum(), None),
        (lambda p: -(np.clip(p, 1e-7, 1) * np.log2(np.clip(p, 1e-7, 1))).sum(), None),
        (lambda p: np.array([my_entropy(np.float32(p))]), None),
        (entropy, None),
        (by_torch, None),
        (naive, "NaN"),
        (lambda p: -(p * np.log2(p, where=p > 0)).sum(), "where= without out="),
        (with_zero(np.log), "nats"),
        (with_zero(np.log10), "base 10"),
        (lambda p: -my_entropy(p), "sign"),
        (lambda p: -(p[p > 0] * np.log2(p[p > 0])).mean(), "divides by the number"),
        (lambda p: -np.log2(p[p > 0]).sum(), "sum of the surprises"),
        (lambda p: -np.log2(p[p > 0]).mean(), "plain mean"),
        (lambda p: 2 ** my_entropy(p), "2 to the power"),
        (lambda p: my_entropy(p) / np.log2(len(p)), "share of the largest"),
        (lambda p: 0.0 if np.any(p == 0) else naive(p), "makes the whole sum 0"),
        (lambda p: np.nan_to_num(naive(p)), "makes the whole sum 0"),
        (lambda p: -(p * np.log2(p + 0.01)).sum(), "it gives"),
        (lambda p: -(p * np.log2(np.clip(p, 0.01, 1))).sum(), "it gives"),
        (lambda p: my_entropy((p + 0.01) / (p + 0.01).sum()), "it gives"),
        (lambda p: -p * np.log2(np.where(p > 0, p, 1)), "which of them, or what of them all"),
        (lambda p: 1 / 0, "ZeroDivisionError"),
        (forgetful, "is a return missing"),
        (my_entropy(np.full(6, 1 / 6)), "a function is wanted"),
    ],
    "information-forecasters": [
        (WORSE, None),
        (cross_entropy(WEATHER, BO) - cross_entropy(WEATHER, ANNA), None),
        ((WEATHER @ np.log2(WEATHER / BO)) - (WEATHER @ np.log2(WEATHER / ANNA)), None),
        (np.float32(WORSE), None),
        (float(f"{WORSE:.3g}"), None),
        (round(WORSE, 3), "rounded too early"),
        (-WORSE, "Anna minus Bo"),
        (WORSE * math.log(2), "nats"),
        (WORSE * math.log10(2), "base 10"),
        (cross_entropy(BO, WEATHER) - cross_entropy(ANNA, WEATHER), "are swapped, or"),
        (np.log2(ANNA / BO)[0], "a sunny day alone"),
        (cross_entropy(ANNA, WEATHER) - cross_entropy(BO, WEATHER), "and Anna and Bo too"),
        (entropy(BO) - entropy(ANNA), "own entropies"),
        (cross_entropy(WEATHER, BO), "what Bo pays"),
        (cross_entropy(WEATHER, ANNA), "what Anna pays"),
        (WEATHER @ np.log2(WEATHER / BO), "excess over the weather's"),
        (cross_entropy(WEATHER, BO) / cross_entropy(WEATHER, ANNA), "a ratio"),
        (cross_entropy(ANNA, BO), "what Bo would pay"),
        (ANNA @ np.log2(ANNA / BO), "if the weather followed Anna"),
        (np.log2(ANNA / BO).mean(), "alike"),
        (np.log2(ANNA / BO).sum(), "once"),
        (WORSE / 3, "weights already"),
        (365 * WORSE, "a year"),
        (0.2, "each pays the cross-entropy"),
        (abs(WEATHER - BO).sum() - abs(WEATHER - ANNA).sum(), "each pays the cross-entropy"),
        (WEATHER * np.log2(ANNA / BO), "this has 3"),
    ],
    "information-test": [
        (TELLS, None),
        (mutual_information(JOINT.T), None),
        (entropy(RESULT) - ILL @ entropy(JOINT / ILL[:, np.newaxis]), None),
        (entropy(ILL) - RESULT @ entropy(np.array([ALARM, NO_ALARM])), None),
        (entropy(ILL) + entropy(RESULT) - entropy(JOINT.ravel()), None),
        (np.round(TELLS, 4), None),
        (np.float32(TELLS), None),
        (0.033, "rounded too early"),
        (TELLS * math.log(2), "nats"),
        (-TELLS, "sign"),
        (TELLS / entropy(ILL), "share of what there is to know"),
        (41.1, "in per cent"),
        (entropy(ILL), "all there is to know"),
        (0.0808, "all there is to know"),
        (entropy(RESULT), "entropy of the result"),
        (entropy(ILL) - TELLS, "still open"),
        (entropy(JOINT.ravel()), "whole table"),
        (entropy(ILL) / 2, "half of what there is to know"),
        (mutual_information(np.array([[0.9, 0.1], [0.05, 0.95]]) / 2), "one in two"),
        (mutual_information(np.array([[0.009, 0.001], [0.05, 0.94]])), "of those who are well"),
        (mutual_information(np.array([[0.009, 0.001], [0.9405, 0.0495]])), "it is 5"),
        (ALARM @ np.log2(ALARM / ILL), "over both results"),
        (np.log2(ALARM[0] / ILL[0]), "somebody who is ill"),
        (entropy(ILL) - entropy(ALARM), "an alarm alone"),
        (entropy(RESULT) - entropy(ILL), "what do illness and result share"),
        (entropy([0.9, 0.1]), "write the joint distribution"),
        (math.log2(100), "write the joint distribution"),
        (1.02 * TELLS, "not close enough"),
    ],
    "information-huffman": [
        (joined, None),
        (by_sorted_lists, None),
        (newest_first, None),
        (lambda p: tuple(joined(p)), None),
        (lambda p: np.float32(joined(p)), None),
        (lambda p: np.full(len(p), math.ceil(math.log2(len(p)))), "equal lengths"),
        (lambda p: np.ones(len(p)), "cannot tell"),
        (lambda p: np.floor(-np.log2(p)), "cannot tell"),
        (lambda p: -np.log2(p), "2.58496 questions; each needs a whole number"),
        (lambda p: joined(p) - 1, "0 questions; each needs a whole number"),
        (lambda p: np.ceil(-np.log2(p)), "are enough"),
        (lambda p: np.round(-np.log2(p)), "are enough"),
        (one_by_one, "the mean is 2.016 questions, and 2 are enough"),
        (lambda p: np.argsort(np.argsort(-p)) + 1, "are enough"),
        (halved, "the mean is 2.31 questions, and 2.3 are enough"),
        (lambda p: joined(p) + 1, "the mean is 3 questions, and 2 are enough"),
        (lambda p: joined(p, least=False), "are enough"),
        (lambda p: joined(p, weight=max), "are enough"),
        (sorted_once, "are enough"),
        (lambda p: joined(p, members=False), "cannot tell"),
        (lambda p: np.sort(joined(p)), "at the wrong outcomes"),
        (lambda p: np.sort(joined(p))[::-1], "at the wrong outcomes"),
        (lambda p: float(p @ joined(p)), "shape (8,) is wanted"),
        (lambda p: ["0" * n for n in joined(p)], "code words"),
        (lambda p: dict(enumerate(joined(p))), "type dict"),
        (lambda p: print(end=""), "is a return missing"),
    ],
}
