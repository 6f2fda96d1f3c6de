"""What the doctor sees in a program's source: nothing is executed, and no framework is imported."""

from __future__ import annotations

from pathlib import Path

from lossbook.doctor.findings import Finding
from lossbook.doctor.read.follow import Follower
from lossbook.doctor.read.judge import judge
from lossbook.doctor.read.program import Program, program_of, read_program

__all__ = ["read_file", "read_source"]


def read_source(source: str, name: str = "<source>") -> list[Finding]:
    """What is wrong in a program that is given as a string.

    Raises:
        ValueError: it is not Python.

    >>> [finding] = read_source('''
    ... from keras import Sequential, layers
    ... model = Sequential([layers.Dense(8, activation="relu"), layers.Dense(1, activation="softmax")])
    ... model.compile(loss="binary_crossentropy")
    ... ''')
    >>> finding.code, finding.place.line, finding.witness
    ('LB101', 3, 'the output is 1.0000 for an input of −5, and 1.0000 for one of 5')
    """
    return _look(program_of(source, name))


def read_file(path: str | Path) -> list[Finding]:
    """What is wrong in a ``.py`` or ``.ipynb`` file.

    Raises:
        ValueError: it cannot be read, or is not Python; the message says why in one sentence.
    """
    return _look(read_program(Path(path)))


def _look(program: Program) -> list[Finding]:
    return judge(program, Follower(program).follow())
