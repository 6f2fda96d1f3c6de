"""The glossary has one place for each word, and its first Chinese word is the one that the Chinese pages use."""

import re
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po

BOOK = Path(__file__).parents[2] / "book"
GLOSSARY = (BOOK / "appendix" / "glossary.md").read_text(encoding="utf-8").split("```{glossary}\n")[1]
TERMS = [entry.split("\n  ")[0].splitlines() for entry in GLOSSARY.split("```")[0].strip().split("\n\n")]
CHINESE = [[term for term in terms if re.search(r"[\u4e00-\u9fff]", term)] or [""] for terms in TERMS]


def test_each_word_stands_once_and_in_order():
    words = Counter(term.casefold() for terms in TERMS for term in terms)
    assert [word for word, times in words.items() if times > 1] == []
    english = [terms[0].casefold().replace("–", "-") for terms in TERMS]
    assert english == sorted(english)


def test_chinese_pages_use_the_first_of_several_words():
    catalogues = (BOOK / "locale").glob("zh*/LC_MESSAGES/*.po")
    messages = [message for path in catalogues for message in read_po(path.open("rb"))]
    assert messages
    for (english, *_), (first, *others) in zip(TERMS, CHINESE, strict=True):
        said = [
            str(each.string).replace(first or "\0", "")
            for each in messages
            if english[:4].casefold() in str(each.id).casefold()
        ]
        assert [(first, other, text) for other in others for text in said if other in text and other not in first] == []
