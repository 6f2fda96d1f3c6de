"""Chapter 7: what becomes of gradients in several real processes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lossbook.numpy import sparse_categorical_cross_entropy_grad


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
    from lossbook_course.teaching.data_parallel import in_processes

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
    from lossbook_course.teaching.data_parallel import in_processes

    weight, x, labels = batch([4, 0, 1])
    gradients = in_processes(weight, x, labels, processes=3)
    np.testing.assert_allclose(gradients["global count"][1], in_one_process(weight, x, labels), rtol=1e-12)
    shares = [in_one_process(weight, x[share], labels[share]) for share in (slice(6), slice(12, 18))]
    np.testing.assert_allclose(gradients["own count"][1], sum(shares) / 3, rtol=1e-12)  # still divided by three


@pytest.mark.slow
def test_a_process_that_fails_is_named_with_its_reason_and_none_is_left():
    from lossbook_course.teaching.data_parallel import in_processes

    weight, x, labels = batch([5, 2])
    with pytest.raises(RuntimeError, match=r"(?s)process [01] of 2 failed.*needs labels from 0 to 2, got 7"):
        in_processes(weight, x, np.full_like(labels, 7))
    began = time.monotonic()
    with pytest.raises(RuntimeError, match=r"2 processes were not done after 0\.1 s"):
        in_processes(weight, x, labels, seconds=0.1)
    assert time.monotonic() - began < 10


def test_shares_are_equal_or_refused():
    from lossbook_course.teaching.data_parallel import in_processes

    weight, x, labels = batch([5, 2])
    with pytest.raises(ValueError, match="12 rows cannot be shared equally by 5"):
        in_processes(weight, x, labels, processes=5)


AVERAGE = """
from lossbook_course.teaching.data_parallel import averaged_gradient, by_own_count
torch.manual_seed(rank)
x, labels = torch.randn(4, 3), torch.arange(4) % 2
linear = torch.nn.Linear(3, 2, bias=False)
dist.broadcast(linear.weight.data, 0)
ours = averaged_gradient(linear.weight.data, x, labels, by_own_count)
parallel = torch.nn.parallel.DistributedDataParallel(linear)
torch.nn.functional.cross_entropy(parallel(x), labels).backward()
torch.testing.assert_close(linear.weight.grad, ours)
"""


SHARED_VALUE = """
def all_sum(value):
    everyone = value.clone()
    dist.all_reduce(everyone)
    return everyone

slope = torch.tensor(1.0, requires_grad=True)
losses, weights = ([2.0, 3.0], [1.0, 1.0]) if rank == 0 else ([4.0], [2.0])
own, weight = (slope * torch.tensor(losses) * torch.tensor(weights)).sum(), torch.tensor(weights).sum()

def average(loss):
    (by_slope,) = torch.autograd.grad(loss, slope, retain_graph=True)
    return all_sum(by_slope).item() / 2

shared = all_sum(own) / all_sum(weight)
assert shared.item() == 3.25  # of (2, 3, 4) weighing (1, 1, 2), as a value
assert average(2 * own / all_sum(weight)) == 3.25
assert average(shared) == 3.25 / 2  # too small by the number of processes
assert not (all_sum(own.detach()) / all_sum(weight)).requires_grad
"""
PROGRAM = """
import sys, torch, torch.distributed as dist
rank, meeting = int(sys.argv[1]), sys.argv[2]
dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=2)
wrong = []
for number, part in enumerate(sys.argv[3:]):
    try:
        exec(part, globals())
    except Exception as error:  # the other process goes on, and waits for this one
        wrong.append(str(number))
        print(error, file=sys.stderr)
print(*wrong)
dist.destroy_process_group()
"""


@pytest.fixture(scope="module")
def wrong_in_two(tmp_path_factory):
    """Of AVERAGE and SHARED_VALUE the numbers of those that fail, in each of two processes: they run both."""
    return run_two(tmp_path_factory.mktemp("two"), AVERAGE, SHARED_VALUE)


@pytest.mark.slow
def test_gradients_are_averaged_as_pytorch_s_own_wrapper_does_it(wrong_in_two):
    assert not any("0" in wrong for wrong in wrong_in_two)


@pytest.mark.slow
def test_the_loss_of_all_as_a_value_is_not_what_its_gradients_average_to(wrong_in_two):
    assert not any("1" in wrong for wrong in wrong_in_two)


def run_two(folder: Path, *parts: str) -> list[list[str]]:
    """The numbers of the parts that fail in each of two processes that meet in a file."""
    from lossbook_course.teaching.data_parallel import loopback

    command = [sys.executable, "-c", PROGRAM]
    meeting = (folder / "meeting").as_uri()
    running = [
        subprocess.Popen(
            [*command, str(rank), meeting, *parts], env=os.environ | loopback(), stdout=subprocess.PIPE, text=True
        )
        for rank in range(2)
    ]
    found = [process.communicate(timeout=120)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return found
