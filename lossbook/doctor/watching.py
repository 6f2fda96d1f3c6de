"""Watches a training: examines its first batches, then asks little at each step, and stops when it sees a NaN.

What is of one framework is in :mod:`lossbook.doctor.on_torch.watch` and :mod:`lossbook.doctor.on_keras.watch`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from functools import wraps
from types import TracebackType
from typing import Any

from lossbook.doctor.findings import Finding, Place, once

BATCHES = 2  # how many steps are looked at closely
EVERY = 50  # how many steps lie between two looks later
FRAMES = ("torch", "keras", "tensorflow", "lossbook")  # packages that are not the place where something is called


class Stopped(RuntimeError):
    """A training was stopped at a NaN.

    ``findings``: what had been found by then, the reason last; ``step``: the step at which it was seen, the last one
    where the reason names several. Of several optimisers each counts its own steps.
    """

    def __init__(self, findings: list[Finding], step: int) -> None:
        super().__init__(f"stopped at step {step}: {findings[-1]}")
        self.findings = findings
        self.step = step


class Seen:
    """What has been found so far. Of each rule at each place the first finding is kept."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Place], Finding] = {}

    @property
    def findings(self) -> list[Finding]:
        """The findings, in the order in which they were made."""
        return once(self._found.values())

    def add(self, found: Iterable[Finding], place: Place | None = None) -> None:
        """Keep what is new; ``place`` is where the loss is called."""
        for each in found:
            at = replace(each, place=replace(place, part=each.place.part)) if place else each
            self._found.setdefault((at.code, at.what, at.place), at)

    def stop(self, found: Finding, step: int, place: Place | None = None) -> None:
        """Raise :class:`Stopped` with this finding as the reason."""
        self.add([found], place)
        others = [each for each in self.findings if (each.code, each.witness) != (found.code, found.witness)]
        raise Stopped([*others, replace(found, place=place or found.place)], step)


def quietly(look: Callable[..., None]) -> Callable[..., None]:
    """A look that ends a training by :class:`Stopped` alone; if it fails itself, its watch gives up and is silent."""

    @wraps(look)
    def quiet(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            look(self, *args, **kwargs)
        except Stopped:
            raise
        except Exception:
            self.give_up()

    return quiet


def where() -> Place | None:
    """The line of the program that is calling now: the innermost that is none of a framework's."""
    frame = sys._getframe(1)
    while frame is not None:
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package not in FRAMES and not frame.f_code.co_filename.startswith("<"):
            return Place(frame.f_code.co_filename, frame.f_lineno, 1)
        frame = frame.f_back  # type: ignore[assignment]
    return None


class Watch:
    """Watches the training inside its block, of PyTorch, of Keras, or of both.

    What is imported when the block begins is watched. ``findings`` has what was found, also after the block; what can
    only be seen at its end, such as a NaN after the last look, is there too, and nothing is raised.

    >>> import torch
    >>> model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Softmax(dim=1))
    >>> sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> with Watch() as seen:
    ...     for step in range(3):
    ...         sgd.zero_grad()
    ...         loss = torch.nn.functional.cross_entropy(model(torch.randn(9, 4)), torch.arange(9) % 3)
    ...         loss.backward()
    ...         sgd.step()
    >>> [(found.code, found.what) for found in seen.findings]
    [('LB102', 'softmax before CrossEntropyLoss')]
    """

    def __init__(self, every: int = EVERY) -> None:
        if not isinstance(every, int) or every < 1:
            raise ValueError(f"every needs a whole number of steps from 1 up, got {every!r}")
        self.every = every
        self.seen: Seen = Seen()
        self._started: set[str] = set()
        self._stack = ExitStack()

    @property
    def findings(self) -> list[Finding]:
        """What has been found so far."""
        return self.seen.findings

    def start(self, framework: str) -> None:
        """Watch a framework, once; it has to be imported."""
        if framework in self._started:
            return
        self._started.add(framework)
        watch: Any
        if framework == "torch":
            from lossbook.doctor.on_torch.watch import TorchWatch as watch
        else:
            if sys.modules["keras"].backend.backend() != "tensorflow":
                return
            from lossbook.doctor.on_keras.watch import KerasWatch as watch
        self._stack.enter_context(watch(self.seen, self.every))

    def __enter__(self) -> Watch:
        for framework in ("torch", "keras"):
            if framework in sys.modules:
                self.start(framework)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)
