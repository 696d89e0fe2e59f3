"""How much of one text stands in another, without a database."""

from decimal import Decimal

import pytest

from reports.likeness import BANDS, fold, likeness, signature_of

TEXT = "".join(
    f"第{n}条，全市第{n}季度受理专利申请{n * 137}件，组织专题培训{n}场，走访企业{n * 3}家，解答咨询{n * 11}次。\n"
    for n in range(1, 40)
)


def shared_bands(one: str, other: str) -> int:
    return len(set(signature_of(fold(one))) & set(signature_of(fold(other))))


def test_layout_width_and_punctuation_make_no_other_text():
    printed = "全年专利申请　９４０４５件，\n同比增长 ２６.５％。"
    assert fold(printed) == fold("全年专利申请94045件,同比增长26.5%。")


def test_what_belongs_to_the_page_is_left_out():
    assert fold("第 3 页 专利申请8件", noise=[(0, 5)]) == fold("专利申请8件")


def test_the_same_text_is_wholly_alike():
    assert likeness(fold(TEXT), fold(TEXT)) == 1


def test_one_changed_digit_in_a_long_text_is_never_wholly_alike():
    long = TEXT * 30
    assert likeness(fold(long), fold(long.replace("137件", "138件", 1))) == Decimal("0.999")


def test_a_moved_paragraph_changes_next_to_nothing():
    lines = TEXT.splitlines()
    assert likeness(fold(TEXT), fold("\n".join([*lines[20:], *lines[:20]]))) >= Decimal("0.99")


def test_strangers_share_little():
    other = "召开党组会议传达学习有关精神，研究部署下半年重点任务，细化责任分工。" * 20
    assert likeness(fold(TEXT), fold(other)) < Decimal("0.05")
    assert shared_bands(TEXT, other) == 0


@pytest.mark.parametrize("changed", [1, 10, 25])
def test_a_revision_shares_bands_with_its_predecessor(changed):
    revised = TEXT
    for n in range(1, changed + 1):
        revised = revised.replace(f"受理专利申请{n * 137}件", f"受理专利申请{n * 137 + 1}件")
    assert shared_bands(TEXT, revised) >= 3


def test_a_signature_is_the_same_in_every_process():
    assert signature_of("专利申请九万件同比增长")[:2] == [2358660012, 2819889818]


def test_a_short_text_has_a_whole_signature_and_none_an_empty_one():
    assert (len(signature_of("同")), signature_of("")) == (BANDS, [])


def test_nothing_is_alike_to_nothing():
    assert likeness("", "") == 0
