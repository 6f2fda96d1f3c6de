"""Short questions along the way: the site, the notebooks and the decks are all made from the files of this folder.

A page's questions stand in the file with its name, ``02-cross-entropy.yml`` or ``appendix/several-losses.yml``, in the
order of the page::

    - name: ce-third-fine            # what the page, the notebook and a reader's browser know it by; unique in the book
      objective: 1                   # which of the things that the page promises under 'You will'
      guess: true                    # if the page goes on to tell the answer
      text: |
        How many coins is the third fine?
      given: |
        fines = -np.log([0.9, 0.6, 0.01])
      answer: fines[2] / fines[0]
      within: 0.5                    # how far off a right answer may be
      unit: coins
      why: The fines are <<fines[2]:.2f>> and <<fines[0]:.2f>> nats.
      mistakes:
        - value: 0.9 / 0.01
          why: That is how many times as probable the first was.

A question without ``answer`` is a choice. Each of its options says what it claims, as an expression that the library
finds true for the right option and false for every other::

      options:
        - right: "Nothing."
          when: np.isclose(after, before)
          why: …
        - wrong: "The loss doubles."
          when: np.isclose(after, 2 * before)
          why: …

Expressions know NumPy as ``np``, all of ``lossbook.numpy``, and what ``given`` defines. ``given`` may import from the
course, and train something, within a second: builds and tests compute every question. ``<<expression:format>>`` in a
text is its value. The texts are plain Markdown with mathematics between dollars, and an option or a reason is one
paragraph: Anki and Moodle read them too. The files lie beside this module because a notebook reads them as well, where
there is no ``book/``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import lossbook.numpy
from lossbook_course.teaching.exercises import NotYet, number, show_verdict

FOLDER = Path(__file__).resolve().parent
LETTERS = "abcdef"
COMPUTED = re.compile(r"<<(?P<expression>.+?)(?::(?P<format>[^:<>]*))?>>")
COMMON = {"name", "objective", "text"}
OPTIONAL = {"guess", "given"}
OF_A_CHOICE = {"options"}
OF_A_NUMBER = {"answer", "within", "why"}
MORE_OF_A_NUMBER = {"unit", "mistakes"}


@dataclass(frozen=True)
class Option:
    """One option of a choice, and why it is right or wrong."""

    text: str
    is_right: bool
    why: str


@dataclass(frozen=True)
class Mistake:
    """A wrong number that people come to, and what went wrong."""

    value: float
    why: str


@dataclass(frozen=True)
class Question:
    """A question, with all that is computed in it: a choice if it has options, and otherwise a number."""

    name: str
    page: str
    objective: int
    is_guess: bool
    text: str
    options: tuple[Option, ...] = ()
    answer: float = math.nan
    within: float = 0.0
    unit: str = ""
    why: str = ""
    mistakes: tuple[Mistake, ...] = ()

    def is_right(self, value: float) -> bool:
        """Whether a number is near enough to the answer; what a typed number is rounded to doesn't count."""
        return abs(value - self.answer) <= self.within * (1 + 1e-9)

    def near(self, mistake: Mistake) -> float:
        """How far from a mistake a number may be to come from it: at least by what is rounded where it is told."""
        return max(self.within, 0.005 * abs(mistake.value))

    @property
    def right(self) -> str:
        """The right answer, as a reader would give it: a letter, or a number with its unit."""
        if self.options:
            return LETTERS[[option.is_right for option in self.options].index(True)]
        return f"{short(self.answer)} {self.unit}".rstrip()


def short(value: float) -> str:
    """A number in three digits, without an exponent where people would not write one."""
    said = f"{float(f'{value:.3g}'):,.10g}" if 1e-4 <= abs(value) < 1e9 else f"{value:.3g}"
    return said.replace("-", "−")


def asking_pages() -> list[str]:
    """The names of the pages that have questions."""
    return sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.yml"))


def file_of(page: str) -> Path:
    """Where the questions of a page stand."""
    return FOLDER / f"{page}.yml"


@cache
def questions(page: str) -> tuple[Question, ...]:
    """The questions of a page, in its order, computed and checked.

    Raises:
        ValueError: one of them is not as this module's docstring says, or the library contradicts it.
    """
    return tuple(made(page, entry) for entry in entries(page))


@cache
def entries(page: str) -> list[dict[str, Any]]:
    """What the file of a page says."""
    import yaml  # which Python in a browser lacks, and checks do without

    return yaml.safe_load(file_of(page).read_text(encoding="utf-8"))


def find(name: str) -> Question:
    """The question of this name.

    Raises:
        LookupError: there is none.
    """
    for page in asking_pages():
        for entry in entries(page):
            if entry.get("name") == name:
                return made(page, entry)
    raise LookupError(f"there is no question {name!r}")


def made(page: str, entry: Mapping[str, Any]) -> Question:
    """A question from its entry in a file."""
    where = f"{page}, question {entry.get('name', '?')}"
    known: dict[str, Any] = {"np": np, **vars(lossbook.numpy)}
    try:
        check_keys(entry, COMMON | (OF_A_CHOICE if "options" in entry else OF_A_NUMBER))
        exec(entry.get("given", ""), known)
        common = (entry["name"], page, entry["objective"], entry.get("guess", False), filled(entry["text"], known))
        if "options" in entry:
            return Question(*common, options=tuple(option(each, known) for each in one_right(entry["options"])))
        return numeric(Question(*common), entry, known)
    except Exception as error:
        raise ValueError(f"{where}: {error}") from error


def check_keys(entry: Mapping[str, Any], wanted: set[str]) -> None:
    """Refuse an entry that lacks something, or has what nothing reads."""
    allowed = wanted | OPTIONAL | (MORE_OF_A_NUMBER if "answer" in wanted else set())
    if missing := wanted - set(entry):
        raise ValueError(f"it lacks {', '.join(sorted(missing))}")
    if unknown := set(entry) - allowed:
        raise ValueError(f"it has {', '.join(sorted(unknown))}, which nothing reads")


def filled(text: str, known: dict[str, Any]) -> str:
    """A text with its computed values in their places."""
    return COMPUTED.sub(lambda it: format(eval(it["expression"], known), it["format"] or ""), text).strip()


def one_right(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The options, if there are at least two of them and exactly one is stated to be right."""
    stated = sum("right" in each for each in options)
    if not 2 <= len(options) <= len(LETTERS) or stated != 1:
        raise ValueError(f"{stated} of its {len(options)} options are said to be right")
    return options


def option(entry: Mapping[str, Any], known: dict[str, Any]) -> Option:
    """An option, if the library says of it what the file does."""
    is_right = "right" in entry
    check_keys(entry, {"right" if is_right else "wrong", "when", "why"})
    text = filled(entry["right" if is_right else "wrong"], known)
    if bool(eval(entry["when"], known)) != is_right:
        raise ValueError(f"the library contradicts it: {entry['when']} is {not is_right}, for {text!r}")
    return Option(text, is_right, filled(entry["why"], known))


def numeric(common: Question, entry: Mapping[str, Any], known: dict[str, Any]) -> Question:
    """A question for a number, if its known mistakes are no right answers."""
    answer, within = float(eval(entry["answer"], known)), float(entry["within"])
    if not (math.isfinite(answer) and within > 0):
        raise ValueError(f"the answer is {answer}, and may be {within} off")
    if abs(float(f"{answer:.3g}") - answer) > within:
        raise ValueError(f"the answer {answer} is told in three digits, which are more than {within} off")
    mistakes = tuple(
        Mistake(float(eval(str(each["value"]), known)), filled(each["why"], known))
        for each in entry.get("mistakes", [])
    )
    if accepted := [mistake.value for mistake in mistakes if abs(mistake.value - answer) <= 2 * within]:
        raise ValueError(f"the library contradicts it: {accepted} are taken for right, where {answer} is")
    words = {"unit": entry.get("unit", ""), "why": filled(entry["why"], {**known, "answer": answer})}
    return Question(**{**vars(common), **words, "answer": answer, "within": within, "mistakes": mistakes})


def reply(name: str, answer: Any) -> None:
    """Say whether an answer to a question is right and why, and how far off a number is.

    Args:
        name: the question, as its page names it.
        answer: the letter of an option, or a number; ``...`` while there is none.
    """
    show_verdict(*judge(name, answer))


def judge(name: str, answer: Any) -> tuple[str, str]:
    """The verdict on an answer, and why."""
    if answer is None or answer is ...:
        return "not answered", ""
    try:
        question = find(name)
        return judge_letter(question, answer) if question.options else judge_number(question, number(answer))
    except (LookupError, NotYet) as error:
        return "not yet", str(error)


def judge_letter(question: Question, answer: Any) -> tuple[str, str]:
    """The verdict on the letter of an option."""
    letters = LETTERS[: len(question.options)]
    letter = str(answer).strip().strip("()").lower()
    if len(letter) != 1 or letter not in letters:
        raise NotYet(f'one of the letters {", ".join(letters)} is wanted, as in reply("{question.name}", "a")')
    chosen = question.options[letters.index(letter)]
    if chosen.is_right:
        return "correct", chosen.why
    right = question.options[letters.index(question.right)]
    return "not yet", f"{chosen.why} ({question.right}) is right: {right.why}"


def judge_number(question: Question, answer: float) -> tuple[str, str]:
    """The verdict on a number, and how far off it is."""
    if question.is_right(answer):
        return "correct", f"{question.right}. {question.why}"
    off = f"{short(abs(answer - question.answer))} too {'high' if answer > question.answer else 'low'}"
    known = [it.why for it in question.mistakes if abs(answer - it.value) <= question.near(it)]
    return "not yet", " ".join([f"it is {question.right}, and yours is {off}.", *known[:1], question.why])
