"""The questions along the way: the library agrees with each, and an answer is told why it is right or wrong."""

import re

import pytest
import yaml

from lossbook_course.teaching import questions
from lossbook_course.teaching.questions import LETTERS, asking_pages, find, judge, made, reply

CHAPTERS = [page for page in asking_pages() if page[0].isdigit()]
ALL = [
    pytest.param(page, entry, id=str(entry.get("name"))) for page in asking_pages() for entry in questions.entries(page)
]
ROLE = re.compile(r"\{[\w:]+\}`|^```\{", re.M)

CHOICE = """
name: sign
objective: 1
text: Which sign has the slope of a positive by its logit?
given: slope = binary_cross_entropy_grad([1.0], [0.0], from_logits=True)[0]
options:
  - right: Minus
    when: slope < 0
    why: It is $p - 1$, here <<slope:.1f>>.
  - wrong: Plus
    when: slope > 0
    why: That would push a positive down.
"""
NUMBER = """
name: half
objective: 1
text: What does one half cost?
answer: binary_cross_entropy([1.0], [0.5])
within: 0.01
unit: nats
why: It is $\\log 2 =$ <<answer:.3f>>.
mistakes:
  - value: 1
    why: In bits, yes.
"""


def texts(it):
    for each in (it, *it.options, *it.mistakes):
        yield from (getattr(each, part, "") for part in ("text", "why"))


@pytest.mark.parametrize("page, entry", ALL)
def test_the_library_agrees_with_a_question_and_every_answer_gets_its_reason(page, entry):
    it = made(page, entry)
    for letter, option in zip(LETTERS, it.options, strict=False):
        verdict, said = judge(it.name, letter)
        assert verdict == ("correct" if option.is_right else "not yet") and said.startswith(option.why)
    if not it.options:
        assert judge(it.name, it.answer)[0] == "correct" and it.why
        assert all(mistake.why in judge(it.name, mistake.value)[1] for mistake in it.mistakes)
    assert not [text for text in texts(it) if ROLE.search(text)], "Anki and Moodle know no roles"
    assert len({option.text for option in it.options}) == len(it.options)


def test_a_question_is_known_by_one_name():
    names = [entry["name"] for page in asking_pages() for entry in questions.entries(page)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_has_eight_questions_and_right_answers_have_no_favourite_place(page):
    asked = questions.questions(page)
    assert len(asked) >= 8
    assert len({it.right for it in asked if it.options}) > 1


def test_what_is_computed_stands_in_the_texts():
    assert made("page", yaml.safe_load(CHOICE)).options[0].why == "It is $p - 1$, here -0.5."
    it = made("page", yaml.safe_load(NUMBER))
    assert (it.right, it.why) == ("0.693 nats", "It is $\\log 2 =$ 0.693.")


@pytest.mark.parametrize(
    "source, old, new, told",
    [
        (CHOICE, "right: Minus", "wrong: Minus", "0 of its 2 options"),
        (CHOICE, "wrong: Plus", "right: Plus", "2 of its 2 options"),
        (CHOICE, "when: slope < 0", "when: slope < -1", "the library contradicts it.*'Minus'"),
        (CHOICE, "when: slope > 0", "when: slope > -1", "the library contradicts it.*'Plus'"),
        (CHOICE, "why: That would push a positive down.", "", "it lacks why"),
        (CHOICE, "[0]", "[9]", "out of bounds"),
        (CHOICE, "objective: 1", "hint: none", "it lacks objective"),
        (CHOICE, "objective: 1", "objective: 1\nhint: none", "hint, which nothing reads"),
        (NUMBER, "value: 1", "value: 0.7", "taken for right"),
        (NUMBER, "within: 0.01", "within: 0", "may be 0.0 off"),
        (NUMBER, "within: 0.01", "", "it lacks within"),
        (NUMBER, "[0.5])", "[0.5]) / 0", "division by zero"),
    ],
)
def test_a_question_that_is_wrong_is_refused_by_its_name(source, old, new, told):
    assert made("page", yaml.safe_load(source)) and old in source
    entry = yaml.safe_load(source.replace(old, new))
    with pytest.raises(ValueError, match=f"(?s)page, question {entry['name']}: .*{told}"):
        made("page", entry)


def test_a_number_is_told_how_far_off_it_is():
    answer = find("ce-hundredth").answer
    assert judge("ce-hundredth", answer + 0.04)[0] == "correct"
    verdict, said = judge("ce-hundredth", answer + 2)
    assert verdict == "not yet" and "9.21 nats, and yours is 2 too high" in said
    assert "2.5 too low" in judge("ce-hundredth", answer - 2.5)[1]
    assert "A hundredth of the probability" in judge("ce-hundredth", 460.5)[1]


@pytest.mark.parametrize(
    "name, answer, verdict, told",
    [
        ("ce-forty", ..., "not answered", ""),
        ("ce-forty", None, "not answered", ""),
        ("ce-forty", " C ", "correct", "10^{-7}"),
        ("ce-forty", "(a)", "not yet", "(c) is right"),
        ("ce-forty", "d", "not yet", "one of the letters a, b, c"),
        ("ce-forty", "", "not yet", "one of the letters"),
        ("ce-forty", 3, "not yet", "one of the letters"),
        ("ce-slope", "c", "not yet", "a number is wanted"),
        ("ce-slope", [1, 2], "not yet", "one number is wanted"),
        ("ce-slope", float("nan"), "not yet", "−0.9"),
        ("nothing", 1, "not yet", "there is no question 'nothing'"),
    ],
)
def test_a_reply_is_judged_whatever_it_is(name, answer, verdict, told, capsys):
    said = judge(name, answer)
    assert said[0] == verdict and told in said[1]
    reply(name, answer)
    assert capsys.readouterr().out.startswith(verdict)
