"""Exercises know right from wrong: each is held to the answers that people give to it.

A chapter's answers stand in ``answers/``, in the file called as its checks in ``lossbook_course/teaching/exercises/``,
but for those that are made of MNIST's digits:
a list for each exercise, of an answer and a part of the hint that it gets; ``None`` for an answer that is right. An
answer that no hint is made for gets the exercise's neutral one, which names no mistake.
"""

import importlib
from pathlib import Path

import pytest
from scipy import stats

from lossbook_course.teaching.exercises import judge, names
from lossbook_course.teaching.exercises.mnist_case_study import student_quantile, student_share

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


@pytest.mark.parametrize("share", [0.025, 0.3, 0.5, 0.95, 0.975, 0.9995])
@pytest.mark.parametrize("degrees", [1, 2, 4, 5, 8, 30])
def test_student_has_the_quantiles_of_scipy(share, degrees):
    wanted = stats.t.ppf(share, degrees)
    assert student_quantile(share, degrees) == pytest.approx(wanted, rel=1e-5, abs=1e-9)
    assert student_share(wanted, degrees) == pytest.approx(share, rel=1e-6)
