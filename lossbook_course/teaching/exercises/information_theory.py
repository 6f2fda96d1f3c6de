"""The exercises of chapter 1, information theory."""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np

from lossbook.numpy.information import cross_entropy, entropy, mutual_information, self_information
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, marks_unwritten, number

ANIMALS = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 64, 1 / 64, 1 / 64, 1 / 64])
CODED = [  # at the fourth, whoever halves from the top is not the best
    ANIMALS,
    np.full(6, 1 / 6),
    np.array([0.4, 0.3, 0.2, 0.1]),
    np.array([0.17, 0.35, 0.17, 0.16, 0.15]),
    ANIMALS[::-1],
    np.arange(1, 8) / 28,
]


@exercise("information-ace")
def ace(answer: Any) -> None:
    """The surprise of an ace."""
    p = 4 / 52
    compare(
        number(answer),
        self_information(p),
        {
            "that is in nats; bits want the logarithm to base 2": self_information(p, base=math.e),
            "that is with the logarithm to base 10; bits want base 2": self_information(p) * math.log10(2),
            "that is its probability; how surprising is it?": p,
            "that is its probability in per cent; how surprising is it?": 100 * p,
            "that is one over its probability; take the logarithm": 1 / p,
            "that is one particular ace; any of the four will do": self_information(1 / 52),
            "that is *which* of the four aces it is; how surprising is any of them?": self_information(1 / 4),
            "that is the surprise of any other card; this one is an ace": self_information(1 - p),
            "that is the logarithm of the odds, 48 to 4; take that of the probability": np.log2(1 / p - 1),
            "that is what it adds to an entropy; here the ace has happened": p * self_information(p),
            "that is the mean surprise of 'ace or not'; here the ace has happened": entropy([p, 1 - p]),
        },
        otherwise="the ace has probability 4/52; what is the self-information of such an event?",
    )


@exercise("information-function")
def entropy_function(answer: Any) -> None:
    """An entropy in bits that takes zeros."""
    for p in ([1 / 6] * 6, ANIMALS, [0.9, 0.1], [0.998, 0.001, 0.001], [0.5, 0.5, 0.0], [0.0, 1.0]):
        p = np.asarray(p)
        with np.errstate(all="ignore"):
            value = number(call(answer, marks_unwritten(p)))
        expected, surprises = entropy(p), self_information(p[p > 0])
        mistakes = {
            "that is in nats; bits want np.log2": entropy(p, base=math.e),
            "that is with the logarithm to base 10; bits want np.log2": entropy(p) * math.log10(2),
            "that divides by the number of outcomes; the probabilities are weights already, so sum": expected / len(p),
            "that is the sum of the surprises; weigh each by its probability": np.sum(surprises),
            "that is the plain mean of the surprises; weigh each by its probability": np.mean(surprises),
            "that is 2 to the power of the entropy, a number of outcomes": 2**expected,
            "that is a share of the largest possible entropy; it is wanted in bits": expected / np.log2(len(p)),
        }
        if np.any(p == 0):
            mistakes["one probability of 0 makes the whole sum 0; leave out its term and keep the others"] = 0.0
        compare(value, expected, mistakes, otherwise=f"for p = {p.round(4).tolist()} it gives {value:.4g}", atol=1e-5)


@exercise("information-forecasters")
def forecasters(answer: Any) -> None:
    """What the bolder of two forecasters pays more."""
    weather, anna, bo = np.array([0.6, 0.3, 0.1]), np.array([0.5, 0.3, 0.2]), np.array([0.7, 0.28, 0.02])
    of_bo, of_anna = cross_entropy(weather, bo), cross_entropy(weather, anna)
    worse, more = of_bo - of_anna, self_information(bo) - self_information(anna)
    compare(
        number(answer),
        worse,
        {
            "that is Anna minus Bo; how much worse is Bo?": -worse,
            "that is in nats; the question is in bits": worse * math.log(2),
            "that is with the logarithm to base 10; bits want base 2": worse * math.log10(2),
            "truth and model are swapped, or that is a sunny day alone; the weather decides how often": cross_entropy(
                bo, weather
            )
            - cross_entropy(anna, weather),
            "truth and model are swapped, and Anna and Bo too; the weather decides how often": cross_entropy(
                anna, weather
            )
            - cross_entropy(bo, weather),
            "those are the forecasts' own entropies; it is the weather that happens": entropy(bo) - entropy(anna),
            "that is what Bo pays; how much more than Anna?": of_bo,
            "that is what Anna pays; how much more does Bo pay?": of_anna,
            "that is Bo's excess over the weather's entropy; how much more than Anna's is it?": of_bo
            - entropy(weather),
            "that is a ratio; the question is by how many bits": of_bo / of_anna,
            "that is what Bo would pay if the weather followed Anna; it follows its own shares": cross_entropy(
                anna, bo
            ),
            "that is Bo's excess if the weather followed Anna; it follows its own shares": cross_entropy(anna, bo)
            - entropy(anna),
            "that counts all kinds of weather alike; weigh each by its share of the days": np.mean(more),
            "that counts each kind of weather once; weigh each by its share of the days": np.sum(more),
            "that divides by the number of kinds; their shares are weights already, so sum": worse / 3,
            "that is a year; how much is it a day?": 365 * worse,
        },
        otherwise="each pays the cross-entropy of the weather with the forecast; take the difference",
    )


@exercise("information-test")
def medical_test(answer: Any) -> None:
    """What a test tells about a rare illness."""
    ill, given_ill, given_well = np.array([0.01, 0.99]), np.array([0.90, 0.10]), np.array([0.05, 0.95])
    joint = ill[:, np.newaxis] * np.array([given_ill, given_well])
    result, all_there_is, tells = joint.sum(axis=0), entropy(ill), mutual_information(joint)
    after_an_alarm = joint[:, 0] / result[0]
    compare(
        number(answer),
        tells,
        {
            "that is in nats; the question is in bits": tells * math.log(2),
            "that is all there is to know about the illness; how much does the test tell?": all_there_is,
            "that is the entropy of the result; most of it is about who gets a false alarm": entropy(result),
            "that is what is still open after the test; how much was there before?": all_there_is - tells,
            "that is a share of what there is to know; the question is in bits": tells / all_there_is,
            "that is in per cent of what there is to know; the question is in bits": 100 * tells / all_there_is,
            "that is the entropy of the whole table; which entropies does it take to get the information?": entropy(
                joint.ravel()
            ),
            "that is half of what there is to know; compute what the test tells": all_there_is / 2,
            "there one in two is ill; here it is one in a hundred": mutual_information(
                np.array([given_ill, given_well]) / 2
            ),
            "there the false alarms are 5 of 100 of all; they are 5 of 100 of those who are well": mutual_information(
                np.array([[0.009, 0.001], [0.05, 0.94]])
            ),
            "there 95 of 100 who are well get an alarm; it is 5": mutual_information(
                np.array([joint[0], joint[1, ::-1]])
            ),
            "that is what an alarm tells; take the mean over both results": cross_entropy(after_an_alarm, ill)
            - entropy(after_an_alarm),
            "that is what an alarm tells about somebody who is ill; take the mean over all four cases": np.log2(
                after_an_alarm[0] / ill[0]
            ),
            "that compares with an alarm alone; take the mean over both results": all_there_is
            - entropy(after_an_alarm),
            "that is the difference of the two entropies; what do illness and result share?": entropy(result)
            - all_there_is,
        },
        otherwise="write the joint distribution, ill or well by positive or negative: its four entries sum to 1",
    )


@exercise("information-huffman")
def huffman(answer: Any) -> None:
    """The best numbers of yes-or-no questions."""
    for p in CODED:
        found = call(answer, p)
        if isinstance(found, (list, tuple)) and any(isinstance(code, str) for code in found):
            raise NotYet("those are code words; a whole number for each outcome is wanted, the length of its word")
        lengths = array(found, p.shape)
        mean, best = float(p @ lengths), _huffman_mean(p)
        example = f"for p = {p.round(4).tolist()}"
        if np.any(lengths < 1) or np.any(lengths % 1):
            odd = lengths[(lengths < 1) | (lengths % 1 != 0)][0]
            raise NotYet(f"{example} some outcome has {odd:g} questions; each needs a whole number, at least 1")
        if np.sum(2.0**-lengths) > 1 + 1e-9:
            raise NotYet(f"{example} so few questions cannot tell the outcomes apart: the sum of 2**-length is above 1")
        if np.isclose(mean, best):
            continue
        if len(set(lengths)) == 1 and len(set(p)) > 1:
            raise NotYet("that is a code of equal lengths; give frequent outcomes fewer questions")
        if np.isclose(np.sort(p) @ np.sort(lengths)[::-1], best):
            raise NotYet("the right lengths, at the wrong outcomes; give them in the order of p")
        raise NotYet(f"{example} the mean is {mean:.4g} questions, and {best:.4g} are enough")


def _huffman_mean(p: np.ndarray) -> float:
    """The mean length of Huffman's code: whatever is joined gets one question longer, with that probability."""
    heap, mean = sorted(p.tolist()), 0.0
    while len(heap) > 1:
        joined = heapq.heappop(heap) + heapq.heappop(heap)
        heapq.heappush(heap, joined)
        mean += joined
    return mean
