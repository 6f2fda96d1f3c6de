"""Two processes that train one model together, to look at what becomes of their gradients.

Each process takes its share of a batch and computes a gradient; then the gradients are averaged over the processes, as
PyTorch's ``DistributedDataParallel`` does it. So a machine with several graphics cards trains; here the processes share
the processor. They talk over the loopback interface and meet in a file, so no network is needed. A loss is a sum
divided by a count; the rules differ in *whose* count.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lossbook.torch import sparse_categorical_cross_entropy

IGNORED = -1  # the label of a position that does not count
Divide = Callable[[Tensor, Tensor], Tensor]  # from a sum of losses and a count to the loss
THREADS = {"OMP_NUM_THREADS": "1"}  # several processes share the processor


def by_own_count(total: Tensor, count: Tensor) -> Tensor:
    """Divide by the labels of this process, as a mean does."""
    return total / count


def by_global_count(total: Tensor, count: Tensor) -> Tensor:
    """Divide by the labels of all, and undo the averaging."""
    everyone = count.clone()
    dist.all_reduce(everyone)
    return total * dist.get_world_size() / everyone


RULES: dict[str, Divide] = {"own count": by_own_count, "global count": by_global_count}


def averaged_gradient(
    weight: Tensor,
    x: Tensor,
    labels: Tensor,
    divide: Divide,
) -> Tensor:
    """A backward pass on one's share, then the average over all."""
    weight = weight.clone().requires_grad_()
    total = sparse_categorical_cross_entropy(
        x @ weight.T,
        labels,
        from_logits=True,
        ignore_index=IGNORED,
        reduction="sum",
    )
    divide(total, (labels != IGNORED).sum()).backward()
    assert weight.grad is not None  # the backward pass has made it
    dist.all_reduce(weight.grad)  # gives one's own, gets the sum of all
    return weight.grad / dist.get_world_size()


def in_processes(
    weight: ArrayLike, x: ArrayLike, labels: ArrayLike, *, processes: int = 2, seconds: float = 120
) -> dict[str, NDArray[np.float64]]:
    """The gradient that each of several processes ends up with, by either rule.

    Args:
        weight: of a linear classifier, one row a class.
        x: the features of a batch, one row a sample.
        labels: the class of each sample, or ``IGNORED``.
        processes: how many share the batch; they get equal numbers of rows, the first the first ones.
        seconds: how long they may take together.

    Returns:
        From the name of a rule to the gradients by ``weight``, one for each process, on a new first axis.

    Raises:
        ValueError: the rows cannot be shared equally.
        RuntimeError: a process failed, or they took too long.
    """
    rows = len(np.asarray(x))
    if rows % processes:
        raise ValueError(f"{rows} rows cannot be shared equally by {processes} processes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savez(folder / "batch.npz", weight=np.asarray(weight, float), x=np.asarray(x, float), labels=labels)
        _run_all(folder, processes, seconds)
        results = [np.load(folder / f"gradients-{rank}.npz") for rank in range(processes)]
        return {rule: np.stack([result[rule] for result in results]) for rule in RULES}


def _run_all(folder: Path, processes: int, seconds: float) -> None:
    """Start every process and wait until all have ended; end the others when one fails or the time is up."""
    environment = os.environ | THREADS | loopback() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [
        sys.executable,
        "-m",
        "lossbook_course.teaching.data_parallel",
        str(folder),
        str(processes),
        str(seconds),
    ]
    logs = [folder / f"process-{rank}.log" for rank in range(processes)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for rank, log in enumerate(logs):
            with log.open("w") as file:
                running.append(subprocess.Popen([*command, str(rank)], env=environment, stdout=file, stderr=file))
        _wait(running, logs, seconds)
    finally:
        for process in running:
            process.kill()  # does nothing to one that has ended
            process.wait()


def _wait(running: list[subprocess.Popen[bytes]], logs: list[Path], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while any(process.poll() is None for process in running):
        failed = [rank for rank, process in enumerate(running) if process.poll()]
        if failed or time.monotonic() > deadline:
            break
        time.sleep(0.02)
    for rank, process in enumerate(running):
        if process.poll():
            raise RuntimeError(f"process {rank} of {len(running)} failed:\n{_last_lines(logs[rank])}")
    if any(process.poll() is None for process in running):
        said = "\n".join(filter(None, map(_last_lines, logs))) or "none of them said why"
        raise RuntimeError(f"{len(running)} processes were not done after {seconds:g} s:\n{said}")


def _last_lines(log: Path, count: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def loopback() -> dict[str, str]:
    """Keep gloo on the interface that no other machine can reach; by itself it asks for the host's name."""
    names = {name for _, name in socket.if_nameindex()}
    return dict([("GLOO_SOCKET_IFNAME", name) for name in ("lo", "lo0") if name in names][:1])


def _one_process(folder: Path, processes: int, seconds: float, rank: int) -> None:
    meeting = (folder / "meeting").absolute().as_uri()
    patience = timedelta(seconds=seconds)
    dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=processes, timeout=patience)
    with np.load(folder / "batch.npz") as batch:
        weight, x, labels = (torch.from_numpy(batch[name]) for name in ("weight", "x", "labels"))
    mine = slice(rank * len(x) // processes, (rank + 1) * len(x) // processes)
    gradients: dict[str, Any] = {  # savez has a switch among its keywords
        rule: averaged_gradient(weight, x[mine], labels[mine], divide).numpy() for rule, divide in RULES.items()
    }
    np.savez(folder / f"gradients-{rank}.npz", **gradients)
    dist.destroy_process_group()


if __name__ == "__main__":
    folder, processes, seconds, rank = sys.argv[1:]
    _one_process(Path(folder), int(processes), float(seconds), int(rank))
