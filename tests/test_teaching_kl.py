"""The exercises of chapter 3, KL divergence: the right answer passes, and each well-known mistake gets its hint."""

import math

import numpy as np
import pytest

from lossbook.teaching.exercises import judge

THOUSAND = math.log2(1000)
HORSES = 0.4 * math.log2(0.4 / 0.5) + 0.4 * math.log2(0.4 / 0.3)  # the third term is 0
SWAPPED = 0.5 * math.log2(0.5 / 0.4) + 0.3 * math.log2(0.3 / 0.4)


def divergence(p, q, log=np.log):
    """The solution of the page: only what happens counts."""
    happens = p > 0
    return (p[happens] * log(p[happens] / q[happens])).sum()


def between_gaussians(m1, s1, m2, s2):
    return math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def distilled(factor):
    return lambda z, t, T: factor(T) * (softmax(z / T) - softmax(t / T)) / len(z)


def stability_index(before, now, start=0.5):
    p, q = ((counts + start) / (counts + start).sum() for counts in (before, now))
    return ((p - q) * np.log(p / q)).sum()


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("kl-thousandfold", THOUSAND / HORSES, None),
        ("kl-thousandfold", math.log(1000) / (HORSES * math.log(2)), None),
        ("kl-thousandfold", THOUSAND / SWAPPED, "swapped"),
        ("kl-thousandfold", THOUSAND / (HORSES * math.log(2)), "mixed"),
        ("kl-thousandfold", HORSES, "how many races"),
        ("kl-thousandfold", 1 / HORSES, "ten doublings"),
        ("kl-thousandfold", THOUSAND, "one take"),
        ("kl-zeros", divergence, None),
        ("kl-zeros", lambda p, q: (p * np.log(p / q)).sum(), "NaN"),
        ("kl-zeros", lambda p, q: divergence(p, q, np.log2), "bits"),
        ("kl-zeros", lambda p, q: divergence(q, p), "truth stands first"),
        ("kl-zeros", lambda p, q: divergence(p, q) / len(p), "mean over the outcomes"),
        ("kl-zeros", lambda p, q: -(p * np.log(q)).sum(), "cross-entropy"),
        ("kl-zeros", lambda p, q: divergence(p, np.maximum(q, 1e-7)), "np.inf"),
        ("kl-zeros", lambda p, q: p, "one number"),
        ("kl-gaussians", between_gaussians, None),
        ("kl-gaussians", lambda m1, s1, m2, s2: between_gaussians(m2, s2, m1, s1), "truth comes first"),
        ("kl-gaussians", lambda *given: 2 * between_gaussians(*given), "half"),
        ("kl-gaussians", lambda *given: 0.5 + between_gaussians(*given), "off by ½"),
        ("kl-gaussians", lambda m1, s1, m2, s2: between_gaussians(m1, s1**0.5, m2, s2**0.5), "square them"),
        ("kl-gaussians", lambda m1, s1, m2, s2: (m1 - m2) ** 2, "numeric integration"),
        ("kl-distillation", distilled(lambda T: T), None),
        ("kl-distillation", distilled(lambda T: 1 / T), "T² is missing"),
        ("kl-distillation", distilled(lambda T: T**2), "chain rule"),
        ("kl-distillation", distilled(lambda T: 1), "leave one T"),
        ("kl-distillation", lambda z, t, T: T * (softmax(z / T) - softmax(t / T)), "number of samples"),
        ("kl-distillation", lambda z, t, T: T * (softmax(z) - softmax(t / T)) / len(z), "student has to"),
        ("kl-distillation", lambda z, t, T: T * (softmax(z / T) - softmax(t)) / len(z), "teacher has to"),
        ("kl-distillation", lambda z, t, T: -distilled(lambda T: T)(z, t, T), "sign"),
        ("kl-drift", stability_index, None),
        ("kl-drift", lambda before, now: stability_index(before, now, start=0), "half a count"),
        ("kl-drift", lambda before, now: stability_index(before, now) / 2, "not their mean"),
        ("kl-drift", lambda before, now: stability_index(before, now) / math.log(2), "bits"),
        (
            "kl-drift",
            lambda before, now: divergence(*((c + 0.5) / (c + 0.5).sum() for c in (before, now))),
            "adds both",
        ),
        ("kl-drift", lambda before, now: divergence(*((c + 0.5) / (c + 0.5).sum() for c in (now, before))), "from now"),
    ],
)
def test_the_exercises_on_kl_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", "")), said
    assert (hint or "") in said
