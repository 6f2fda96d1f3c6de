"""Results on disk: one file a run, written whole or not at all, so that a grid can be cut off at any moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lossbook_course.mnist.experiment import Run, Settings

KEY = ("framework", "seed", "imbalance", "loss", "gamma")


class Store:
    """A folder of results. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.locks = folder / ".locks"
        self.locks.mkdir(parents=True, exist_ok=True)

    def path(self, run: Run) -> Path:
        """Where the run's result is, once it is finished."""
        return self.folder / f"{run.name}.json"

    def has(self, run: Run) -> bool:
        """Whether the run is finished."""
        return self.path(run).exists()

    def read(self, run: Run) -> dict[str, Any]:
        """The result of a finished run."""
        record: dict[str, Any] = json.loads(self.path(run).read_text())
        return record

    def read_all(self) -> list[dict[str, Any]]:
        """Every finished result in the folder, whichever command made it, the first seeds first."""
        records = [json.loads(path.read_text()) for path in self.folder.glob("*.json")]
        return sorted(records, key=lambda record: [record[name] for name in KEY])

    def write(self, run: Run, record: dict[str, Any]) -> None:
        """Keep a result, for good: it appears under its name in one instant, and after it has reached the disk."""
        unfinished = self.locks / f"{run.name}.json"
        with unfinished.open("w") as file:
            file.write(json.dumps(record))
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self.path(run))

    @contextmanager
    def claim(self, run: Run) -> Iterator[bool]:
        """Whether the run is ours to do: not finished, and no other process is at it.

        The operating system lets go of the claim when the process ends, however it ends.
        """
        lock = FileLock(self.locks / f"{run.name}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield not self.has(run)
        finally:
            lock.release()

    def check(self, runs: list[Run], settings: Settings) -> None:
        """Refuse to go on with results that were made with other settings.

        Raises:
            ValueError: the first such result, and in what it differs.
        """
        wanted = asdict(settings)
        for run in filter(self.has, runs):
            found = self.read(run)["settings"]
            if differences := [f"{k} {found.get(k)} instead of {v}" for k, v in wanted.items() if found.get(k) != v]:
                raise ValueError(
                    f"{self.path(run)} was made with {', '.join(differences)}: "
                    "choose another --out, or the settings of those results"
                )
