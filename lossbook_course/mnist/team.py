"""Who trains: one process with one device, or several that train one network together."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext


class Team:
    """One process alone. ``torch_distributed`` and ``keras_distributed`` have those of several devices."""

    first = True  # the one that speaks and writes
    size = 1

    def agree(self, answer: bool) -> bool:
        """What the first of the team answers."""
        return answer

    def scope(self) -> AbstractContextManager[object]:
        """Where the network has to be made and trained."""
        return nullcontext()

    def leave(self) -> None:
        """After the last run."""
