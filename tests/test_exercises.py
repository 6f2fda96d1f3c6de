"""Exercises know right from wrong: each is held to the answers that people give to it.

A chapter's answers stand in ``answers/``, in the file that is called as its checks in ``lossbook/teaching/exercises/``:
a list for each exercise, of an answer and a part of the hint that it gets; ``None`` for an answer that is right. An
answer that no hint is made for gets the exercise's neutral one, which names no mistake.
"""

import importlib
from pathlib import Path

import pytest

from lossbook.teaching.exercises import judge, names

CHAPTERS = [path.stem for path in sorted((Path(__file__).parent / "answers").glob("*.py"))]
ANSWERS = {
    name: answers
    for chapter in CHAPTERS
    for name, answers in importlib.import_module(f"answers.{chapter}").ANSWERS.items()
}


def test_every_exercise_is_held_to_twenty_answers():
    assert set(ANSWERS) == set(names())
    assert {name: len(rows) for name, rows in ANSWERS.items() if len(rows) < 20} == {}


@pytest.mark.usefixtures("quick_checks")
@pytest.mark.parametrize(
    "name, answer, hint",
    [pytest.param(name, *row, id=f"{name}-{i}") for name, rows in ANSWERS.items() for i, row in enumerate(rows)],
)
def test_an_answer_is_judged_as_it_should_be(name, answer, hint):
    verdict, said = judge(name, answer)
    assert verdict == ("not yet" if hint else "correct"), said
    assert (hint or "") in said


@pytest.mark.parametrize("name", [name for name, rows in ANSWERS.items() if any(callable(row[0]) for row in rows)])
def test_a_starter_is_not_answered(name):
    assert judge(name, lambda *_: ...) == ("not answered", "")
