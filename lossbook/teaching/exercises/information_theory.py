"""The exercises of chapter 1, information theory."""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np

from lossbook.numpy.information import cross_entropy, entropy, mutual_information, self_information
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number

ANIMALS = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 64, 1 / 64, 1 / 64, 1 / 64])


@exercise("information-ace")
def ace(answer: Any) -> None:
    """The surprise of an ace."""
    p = 4 / 52
    compare(
        number(answer),
        self_information(p),
        {
            "that is in nats; bits want the logarithm to base 2": self_information(p, base=math.e),
            "that is its probability; how surprising is it?": p,
            "that is one particular ace; any of the four will do": self_information(1 / 52),
            "that is what it adds to an entropy; here the ace has happened": p * self_information(p),
        },
        otherwise="the ace has probability 4/52; what is the self-information of such an event?",
    )


@exercise("information-function")
def entropy_function(answer: Any) -> None:
    """An entropy in bits that takes zeros."""
    for p in ([1 / 6] * 6, ANIMALS, [0.9, 0.1], [0.5, 0.5, 0.0], [0.0, 1.0]):
        p = np.asarray(p)
        with np.errstate(all="ignore"):
            value = number(call(answer, p))
        compare(
            value,
            entropy(p),
            {
                "that is in nats; bits want np.log2": entropy(p, base=math.e),
                "that is the mean over the outcomes; weigh each by its probability and sum": entropy(p) / len(p),
            },
            otherwise=f"for p = {p.round(4).tolist()} it gives {value:.4g}",
        )


@exercise("information-forecasters")
def forecasters(answer: Any) -> None:
    """What the bolder of two forecasters pays more."""
    weather, anna, bo = [0.6, 0.3, 0.1], [0.5, 0.3, 0.2], [0.7, 0.28, 0.02]
    compare(
        number(answer),
        cross_entropy(weather, bo) - cross_entropy(weather, anna),
        {
            "that is Anna minus Bo; how much worse is Bo?": cross_entropy(weather, anna) - cross_entropy(weather, bo),
            "that is in nats; the question is in bits": cross_entropy(weather, bo, base=math.e)
            - cross_entropy(weather, anna, base=math.e),
            "truth and model are swapped; the weather decides how often, the forecast how much": cross_entropy(
                bo, weather
            )
            - cross_entropy(anna, weather),
            "those are the forecasts' own entropies; it is the weather that happens": entropy(bo) - entropy(anna),
            "that is what Bo pays; how much more than Anna?": cross_entropy(weather, bo),
        },
        otherwise="each pays the cross-entropy of the weather with the forecast; take the difference",
    )


@exercise("information-test")
def medical_test(answer: Any) -> None:
    """What a test tells about a rare illness."""
    share, given_ill, given_well = np.array([[0.01], [0.99]]), [0.90, 0.10], [0.05, 0.95]
    joint = share * np.array([given_ill, given_well])
    compare(
        number(answer),
        mutual_information(joint),
        {
            "that is in nats; the question is in bits": mutual_information(joint, base=math.e),
            "that is all there is to know about the illness; how much does the test tell?": entropy(share.ravel()),
            "that is the entropy of the result; most of it is about who gets a false alarm": entropy(joint.sum(axis=0)),
            "that is what is still open after the test; how much was there before?": entropy(share.ravel())
            - mutual_information(joint),
            "that is a share of what there is to know; the question is in bits": mutual_information(joint)
            / entropy(share.ravel()),
        },
        otherwise="write the joint distribution, ill or well by positive or negative: its four entries sum to 1",
    )


@exercise("information-huffman")
def huffman(answer: Any) -> None:
    """The best numbers of yes-or-no questions."""
    for p in (ANIMALS, np.full(6, 1 / 6), np.array([0.4, 0.3, 0.2, 0.1]), ANIMALS[::-1], np.arange(1, 8) / 28):
        lengths = array(call(answer, p), p.shape)
        example = f"for p = {p.round(4).tolist()}"
        if np.any(lengths < 1) or np.any(lengths % 1):
            raise NotYet(
                f"{example} some outcome has {lengths.min():g} questions; each needs a whole number, at least 1"
            )
        if np.sum(2.0**-lengths) > 1 + 1e-9:
            raise NotYet(f"{example} so few questions cannot tell the outcomes apart: the sum of 2**-length is above 1")
        if len(set(lengths)) == 1 and len(set(p)) > 1:
            raise NotYet("that is a code of equal lengths; give frequent outcomes fewer questions")
        compare(
            float(p @ lengths),
            _huffman_mean(p),
            otherwise=f"{example} the mean is {p @ lengths:.4g} questions, and {_huffman_mean(p):.4g} are enough",
        )


def _huffman_mean(p: np.ndarray) -> float:
    """The mean length of Huffman's code: whatever is joined gets one question longer, with that probability."""
    heap, mean = sorted(p.tolist()), 0.0
    while len(heap) > 1:
        joined = heapq.heappop(heap) + heapq.heappop(heap)
        heapq.heappush(heap, joined)
        mean += joined
    return mean
