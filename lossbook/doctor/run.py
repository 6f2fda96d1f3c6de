"""Runs a script under watch: ``run("train.py", ["--epochs", "3"])`` without a change to the script."""

from __future__ import annotations

import importlib.machinery
import runpy
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from lossbook.doctor.findings import Finding
from lossbook.doctor.watching import EVERY, Stopped, Watch


def to_stderr(sentence: str) -> None:
    """Say it where a script's own output doesn't mix with it."""
    print(sentence, file=sys.stderr)


def run(
    path: str | Path, arguments: Sequence[str] = (), every: int = EVERY, say: Callable[[str], None] = to_stderr
) -> list[Finding]:
    """Run a script as the main program, and watch its training.

    Args:
        path: the script.
        arguments: what it finds in ``sys.argv`` behind its own name.
        every: how many steps lie between two looks, after the first.
        say: is given a sentence if the script ends in an error, or is stopped.

    Returns:
        What was found until the script ended, whichever way it did.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: ``every`` is no whole number from 1 up.
    """
    return run_to_its_end(path, arguments, every, say)[0]


def run_to_its_end(
    path: str | Path, arguments: Sequence[str] = (), every: int = EVERY, say: Callable[[str], None] = to_stderr
) -> tuple[list[Finding], bool]:
    """What :func:`run` gives, and whether the script came to its end: it raised nothing, and its exit status is 0.

    A script that the watch has stopped counts as one that did, since the findings say why.
    """
    script = Path(path)
    if not script.is_file():
        raise FileNotFoundError(f"there is no script {path}")
    watch, ended = Watch(every), True
    with _as_main(script, arguments), _arrivals({"torch": watch, "keras": watch}):
        try:
            with watch:
                runpy.run_path(str(script), run_name="__main__")
        except Stopped as stopped:
            say(f"{path} was stopped at step {stopped.step}")
        except SystemExit as end:
            if end.code not in (None, 0):
                ended = False
                say(f"{path} ended with exit status {end.code}")
        except KeyboardInterrupt:
            ended = False
            say(f"{path} was interrupted")
        except Exception as error:  # the script's own
            ended = False
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            say(
                f"{path} ended with {type(error).__name__}: {lines[0] if lines else 'no message'}{_line(error, script)}"
            )
    return watch.findings, ended


def _line(error: BaseException, script: Path) -> str:
    """Where in the script it was raised."""
    lines, step = [], error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(script):
            lines.append(step.tb_lineno)
        step = step.tb_next
    return f" (line {lines[-1]})" if lines else ""


@contextmanager
def _as_main(script: Path, arguments: Sequence[str]) -> Iterator[None]:
    """What a script finds in ``sys`` when Python runs it."""
    argv, path = sys.argv, list(sys.path)
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    try:
        yield
    finally:
        sys.argv, sys.path[:] = argv, path


@contextmanager
def _arrivals(awaited: dict[str, Watch]) -> Iterator[None]:
    """Start a watch when the script has imported its framework, and not before."""
    finder = _Finder({name: watch for name, watch in awaited.items() if name not in sys.modules})
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder:
    """Finds nothing by itself; of the modules that it waits for, it lets their loader start the watch."""

    def __init__(self, awaited: dict[str, Watch]) -> None:
        self.awaited = awaited

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        """The module's own spec, with a loader that starts the watch when the module is there."""
        watch = self.awaited.pop(name, None)
        if watch is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        loader: Any = spec.loader
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            watch.start(name)

        loader.exec_module = exec_module
        return spec
