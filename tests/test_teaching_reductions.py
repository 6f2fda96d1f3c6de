"""Chapter 7: what its exercises answer, and what becomes of gradients in several real processes."""

import time

import numpy as np
import pytest

from lossbook.numpy import sparse_categorical_cross_entropy_grad
from lossbook.teaching.exercises import judge


def masked(losses, mask):
    return np.where(mask, losses, 0).sum() / max(mask.sum(), 1)


def balanced(counts, beta):
    """The solution of the page."""
    return scaled(1 / (counts if beta == 1 else 1 - beta**counts))


def effective(counts, beta):
    return (1 - beta**counts) / np.float64(1 - beta)


def scaled(weights):
    return len(weights) * weights / weights.sum()


def in_a_cluster(losses, weights, all_sum, processes):
    """The solution of the page."""
    total = all_sum(weights.sum())
    return processes * (losses * weights).sum() / total if total else 0.0


def own_mean(losses, weights, all_sum, processes):
    return (losses * weights).sum() / weights.sum() if weights.sum() else 0.0


def impatient(losses, weights, all_sum, processes):
    """Leaves at once when it has nothing to do, and the others wait."""
    return in_a_cluster(losses, weights, all_sum, processes) if len(losses) else 0.0


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("reductions-pieces", 2.35, None),
        ("reductions-pieces", 8 / 3, "mean of the three means"),
        ("reductions-pieces", 94, "that is the sum"),
        ("reductions-pieces", 94 / 3, "number of pieces"),
        ("reductions-pieces", 2.0, "turn each mean"),
        ("reductions-mask", masked, None),
        ("reductions-mask", lambda losses, mask: (losses * mask).mean(), "divides by all places"),
        ("reductions-mask", lambda losses, mask: (losses * mask).sum(), "that is the sum"),
        ("reductions-mask", lambda losses, mask: losses.mean(), "where does the mask"),
        ("reductions-mask", lambda losses, mask: losses[~mask].mean(), "throws away"),
        ("reductions-mask", lambda losses, mask: (losses * mask).sum() / max(mask.sum(), 1), "0 times NaN"),
        ("reductions-mask", lambda losses, mask: np.float64(losses[mask].sum()) / mask.sum(), "keeps nothing"),
        ("reductions-port", lambda loss, labels, weights: loss * weights[labels].mean(), None),
        ("reductions-port", lambda loss, labels, weights: loss, "still PyTorch's"),
        ("reductions-port", lambda loss, labels, weights: loss * weights[labels].sum(), "number of samples"),
        ("reductions-port", lambda loss, labels, weights: loss / weights[labels].mean(), "other way round"),
        ("reductions-port", lambda loss, labels, weights: loss * weights.mean(), "mean weight of a class"),
        ("reductions-balanced", balanced, None),
        ("reductions-balanced", effective, "those are the effective numbers"),
        ("reductions-balanced", lambda counts, beta: scaled(effective(counts, beta)), "grow with"),
        ("reductions-balanced", lambda counts, beta: 1 / effective(counts, beta), "should sum to the number"),
        ("reductions-balanced", lambda counts, beta: scaled(1 / effective(counts, beta)) / 3, "they sum to 1"),
        ("reductions-balanced", lambda counts, beta: scaled(1 / counts), "where does beta"),
        ("reductions-balanced", lambda counts, beta: scaled(1 / effective(counts, beta)), "tends to n"),
        ("reductions-project", in_a_cluster, None),
        ("reductions-project", own_mean, "mean of means"),
        ("reductions-project", lambda *a: in_a_cluster(*a) / a[3], "number of processes"),
        ("reductions-project", lambda ls, w, s, n: n * (ls * w).sum() / max(s(len(ls)), 1), "number of samples"),
        ("reductions-project", lambda ls, w, s, n: n * ls.sum() / max(s(len(ls)), 1), "do the weights"),
        ("reductions-project", impatient, "all have to call all_sum"),
        ("reductions-project", lambda ls, w, s, n: n * (ls * w).sum() / s(w.sum()), "no process has anything"),
        ("reductions-project", lambda *a: 1 / 0, "ZeroDivisionError"),
        ("reductions-project", 3.0, "a function is wanted"),
    ],
)
def test_the_exercises_on_reductions_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said


@pytest.mark.parametrize("name", ["reductions-mask", "reductions-port", "reductions-balanced", "reductions-project"])
def test_a_starter_is_not_answered(name):
    assert judge(name, lambda *_: ...) == ("not answered", "")


# Several processes


def batch(kept_by_each: list[int], rows: int = 6):
    rng = np.random.default_rng(0)
    labels = np.full((len(kept_by_each), rows), -1)
    for share, kept in zip(labels, kept_by_each, strict=True):
        share[:kept] = rng.integers(0, 3, size=kept)
    return rng.normal(size=(3, 4)), rng.normal(size=(labels.size, 4)), labels.ravel()


def in_one_process(weight, x, labels):
    return sparse_categorical_cross_entropy_grad(labels, x @ weight.T, from_logits=True, ignore_index=-1).T @ x


@pytest.mark.slow
def test_two_processes_agree_with_one_if_they_divide_by_the_count_of_all():
    from lossbook.teaching.data_parallel import in_processes

    weight, x, labels = batch([5, 2])
    gradients = in_processes(weight, x, labels)
    whole = in_one_process(weight, x, labels)
    shares = [in_one_process(weight, x[half], labels[half]) for half in (slice(6), slice(6, 12))]
    for each in range(2):
        np.testing.assert_allclose(gradients["global count"][each], whole, rtol=1e-12)
        np.testing.assert_allclose(gradients["own count"][each], np.mean(shares, axis=0), rtol=1e-12)
    assert not np.allclose(gradients["own count"][0], whole, rtol=0.1)


@pytest.mark.slow
def test_a_process_without_a_label_adds_nothing():
    from lossbook.teaching.data_parallel import in_processes

    weight, x, labels = batch([4, 0, 1])
    gradients = in_processes(weight, x, labels, processes=3)
    np.testing.assert_allclose(gradients["global count"][1], in_one_process(weight, x, labels), rtol=1e-12)
    shares = [in_one_process(weight, x[share], labels[share]) for share in (slice(6), slice(12, 18))]
    np.testing.assert_allclose(gradients["own count"][1], sum(shares) / 3, rtol=1e-12)  # still divided by three


@pytest.mark.slow
def test_a_process_that_fails_is_named_with_its_reason_and_none_is_left():
    from lossbook.teaching.data_parallel import in_processes

    weight, x, labels = batch([5, 2])
    with pytest.raises(RuntimeError, match=r"(?s)process [01] of 2 failed.*needs labels from 0 to 2, got 7"):
        in_processes(weight, x, np.full_like(labels, 7))
    began = time.monotonic()
    with pytest.raises(RuntimeError, match=r"2 processes were not done after 0\.1 s"):
        in_processes(weight, x, labels, seconds=0.1)
    assert time.monotonic() - began < 10


def test_shares_are_equal_or_refused():
    from lossbook.teaching.data_parallel import in_processes

    weight, x, labels = batch([5, 2])
    with pytest.raises(ValueError, match="12 rows cannot be shared equally by 5"):
        in_processes(weight, x, labels, processes=5)


AVERAGE = """
import sys, torch, torch.distributed as dist
from lossbook.teaching.data_parallel import averaged_gradient, by_own_count
rank, meeting = int(sys.argv[1]), sys.argv[2]
dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=2)
torch.manual_seed(rank)
x, labels = torch.randn(4, 3), torch.arange(4) % 2
linear = torch.nn.Linear(3, 2, bias=False)
dist.broadcast(linear.weight.data, 0)
ours = averaged_gradient(linear.weight.data, x, labels, by_own_count)
parallel = torch.nn.parallel.DistributedDataParallel(linear)
torch.nn.functional.cross_entropy(parallel(x), labels).backward()
torch.testing.assert_close(linear.weight.grad, ours)
dist.destroy_process_group()
"""


@pytest.mark.slow
def test_gradients_are_averaged_as_pytorch_s_own_wrapper_does_it(tmp_path):
    import os
    import subprocess
    import sys

    from lossbook.teaching.data_parallel import loopback

    command = [sys.executable, "-c", AVERAGE]
    meeting = (tmp_path / "meeting").as_uri()
    running = [subprocess.Popen([*command, str(rank), meeting], env=os.environ | loopback()) for rank in range(2)]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
