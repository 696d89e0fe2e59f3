from random import Random

import pytest

from reports.extraction.word_tree import WordTree


def found(words: str, text: str) -> list[str]:
    return [told for _, _, told in WordTree({word: word for word in words.split()}).words_in(text)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("专利 专利申请 申请", "专利申请与申请", ["专利申请", "申请"]),  # the longest at each place
        ("甲 甲乙丙 乙", "甲乙丁", ["甲", "乙"]),  # one character may be a word
        ("甲乙丙丁 乙丙", "甲乙丙戊", ["乙丙"]),  # a word within a longer one that broke off
        ("甲乙", "乙甲", []),
        ("", "甲乙", []),
    ],
)
def test_words_are_found_from_left_to_right(words, text, expected):
    assert found(words, text) == expected


def test_a_word_tells_its_place_and_its_value():
    assert WordTree({"乙丙": 7}).words_in("甲乙丙丁") == [(1, 3, 7)]


def test_it_finds_what_the_automaton_alone_would_find():
    chance = Random(5)
    for _ in range(300):
        words = {"".join(chance.choices("甲乙丙", k=chance.randint(2, 5))) for _ in range(5)}
        tree = WordTree({word: word for word in words})
        text = "".join(chance.choices("甲乙丙丁", k=20))
        alone = [(last + 1 - len(told), last + 1, told) for last, (_, told) in tree.automaton.iter_long(text)]
        assert tree.words_in(text) == alone
