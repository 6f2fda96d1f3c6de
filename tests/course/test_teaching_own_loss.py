"""Chapter 8: what becomes of a project that is not begun."""

from lossbook_course.teaching.exercises import judge


def test_the_starters_of_the_project_are_not_answered():
    assert judge("own-loss-project", (lambda y, p: ..., lambda y, p: ...)) == ("not answered", "")
