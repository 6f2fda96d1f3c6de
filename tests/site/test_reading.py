"""How long a page takes to read."""

import pytest

from lossbook_site import reading

HEAD = "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n---\n"


def prose(words: int) -> str:
    return "word " * words + "\n\n"


def code(lines: int, tags: str = "") -> str:
    options = f":tags: [{tags}]\n" if tags else ""
    return "```{code-cell} ipython3\n" + options + "x = 1\n" * lines + "```\n\n"


EXERCISE = (
    "```{exercise-start} Hard\n:label: ex-hard\n```\n" + prose(2000) + code(200) + "```{exercise-end}\n```\n\n"
    "```{solution-start} ex-hard\n```\n" + prose(2000) + code(200) + "```{solution-end}\n```\n\n"
)


@pytest.mark.parametrize(
    "page, minutes",
    [
        (prose(1800), 10),
        (prose(900) + code(100), 15),
        (prose(900) + code(500, "remove-cell") + code(500, "hide-input") + code(50), 10),
        (prose(900) + EXERCISE + prose(900), 10),
        ("$$\n" + "a + b \n" * 2000 + "$$\n\n" + prose(900), 5),
        (prose(10), 5),
    ],
    ids=["prose", "code", "folded", "exercise", "formula", "nearly nothing"],
)
def test_prose_and_code_count_and_exercises_and_folded_code_do_not(tmp_path, monkeypatch, page, minutes):
    path = tmp_path / "page.md"
    path.write_text(HEAD + page)
    monkeypatch.setattr(reading, "source", lambda name: path)
    reading.minutes.cache_clear()
    assert reading.minutes("page") == minutes
    reading.minutes.cache_clear()
