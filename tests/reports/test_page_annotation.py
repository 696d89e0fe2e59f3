"""The drawing of a text keeps every character in its place, whatever lies over it."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from reports.annotation import (
    Mark,
    Node,
    Piece,
    Reading,
    build_marks,
    build_nodes,
    find_sentence,
    find_windows,
    window_at,
)
from tests.clock import cost


def block(start: int, end: int, kind: str = "paragraph", **fields: object) -> dict[str, object]:
    return {"start": start, "end": end, "kind": kind, **fields}


def draw(text: str, blocks: list[dict[str, object]], marks: list[Mark], **options: object) -> list[Node]:
    return build_nodes(text, blocks, marks, (0, len(text)), **options)


def pieces_of(nodes: list[Node]) -> list[Piece]:
    own = [piece for node in nodes for piece in node.pieces]
    cells = [cell for node in nodes for row in node.rows for cell in row]
    return own + [piece for cell in cells for line in cell.lines for piece in line]


def test_a_figure_is_cut_out_of_its_paragraph() -> None:
    pieces = pieces_of(draw("共8件。", [block(0, 4)], [Mark(1, 3, "observation", "pending", (7,))]))
    assert [(p.start, p.text, p.state, p.claims) for p in pieces] == [
        (0, "共", "", ()),
        (1, "8件", "pending", (7,)),
        (3, "。", "", ()),
    ]


def test_astral_characters_count_as_one() -> None:
    pieces = pieces_of(draw("𠮷𠮷9件", [block(0, 4)], [Mark(2, 4, "observation")]))
    assert [p.text for p in pieces] == ["𠮷𠮷", "9件"]


def test_full_width_digits_are_drawn_as_written() -> None:
    pieces = pieces_of(draw("共１２件", [block(0, 4)], [Mark(1, 4, "date")]))
    assert pieces[1].text == "１２件"


def test_of_nested_marks_the_innermost_gives_the_colour_and_all_claims_are_kept() -> None:
    marks = [Mark(0, 6, "observation", "accepted", (1,)), Mark(2, 4, "observation", "doubt", (2,))]
    pieces = pieces_of(draw("abcdef", [block(0, 6)], marks))
    assert [(p.text, p.state, p.claims) for p in pieces] == [
        ("ab", "accepted", (1,)),
        ("cd", "doubt", (2, 1)),
        ("ef", "accepted", (1,)),
    ]


def test_overlapping_marks_lose_no_character() -> None:
    pieces = pieces_of(draw("abcdef", [block(0, 6)], [Mark(0, 4, "date"), Mark(2, 6, "ordinal")]))
    assert [(p.text, p.role) for p in pieces] == [("ab", "date"), ("cd", "ordinal"), ("ef", "ordinal")]


def test_a_mark_over_two_blocks_shows_in_both() -> None:
    pieces = pieces_of(
        draw("ab\ncd", [block(0, 2), block(3, 5)], [Mark(1, 4, "observation", "pending", (3,))])
    )
    assert [p.text for p in pieces if p.claims == (3,)] == ["b", "c"]


def test_text_outside_every_block_is_still_drawn() -> None:
    nodes = draw("前言\n正文\n尾注", [block(3, 5)], [])
    assert [(n.start, n.pieces[0].text) for n in nodes] == [(0, "前言"), (3, "正文"), (6, "尾注")]


def test_invisible_characters_are_named_and_keep_their_width() -> None:
    pieces = pieces_of(draw("1\u200b2", [block(0, 3)], [Mark(0, 3, "observation")]))
    assert [(p.text, p.unseen) for p in pieces] == [("1", ""), ("□", "U+200B"), ("2", "")]


def test_cells_become_one_table_with_its_header() -> None:
    text = "项目\t数量\n申请\t8"
    places = [(0, 2, 0, 0), (3, 5, 0, 1), (6, 8, 1, 0), (9, 10, 1, 1)]
    blocks = [block(s, e, "cell", table=1, row=r, column=c) for s, e, r, c in places]
    (node,) = draw(text, blocks, [Mark(9, 10, "observation", "pending", (5,))])
    assert [[cell.lines[0][0].text for cell in row] for row in node.rows] == [["项目", "数量"], ["申请", "8"]]
    assert [cell.is_header for cell in node.rows[0] + node.rows[1]] == [True, True, False, False]


def test_two_paragraphs_of_one_cell_are_two_lines() -> None:
    blocks = [block(0, 1, "cell", table=1, row=0, column=0), block(2, 3, "cell", table=1, row=0, column=0)]
    (node,) = draw("a\nb", blocks, [])
    assert [line[0].text for line in node.rows[0][0].lines] == ["a", "b"]


def test_a_cell_that_claims_to_span_a_million_columns_is_held_back() -> None:
    blocks = [block(0, 1, "cell", table=1, row=0, column=0, column_span=1_000_000)]
    assert draw("a", blocks, [])[0].rows[0][0].column_span == 200


def test_headings_are_told_by_style_by_number_and_by_title() -> None:
    text = "工作总结\n一、创造\n(一)申请\n正文在此。\n样式标题"
    spans = [(0, 4), (5, 9), (10, 15), (16, 21)]
    blocks = [*(block(s, e) for s, e in spans), block(22, 26, "heading", level=3)]
    assert [n.level for n in draw(text, blocks, [], title="工作总结")] == [1, 2, 3, 0, 3]


def test_the_lit_sentence_is_cut_out_even_without_marks() -> None:
    pieces = pieces_of(draw("甲。乙。", [block(0, 4)], [], lit=(2, 4)))
    assert [(p.text, p.lit) for p in pieces] == [("甲。", False), ("乙。", True)]


def test_a_new_page_is_announced_once() -> None:
    nodes = draw("a\nb\nc", [block(0, 1, page=1), block(2, 3, page=1), block(4, 5, page=2)], [])
    assert [n.page for n in nodes] == [1, None, 2]


def test_claims_of_one_place_share_a_mark_in_the_worst_state() -> None:
    readings = [Reading(0, 2, "accepted", 1), Reading(0, 2, "doubt", 2)]
    marks = build_marks([{"span": [0, 2], "role": "unassigned"}, {"span": [3, 4], "role": "date"}], readings)
    assert marks == [Mark(0, 2, "observation", "doubt", (1, 2)), Mark(3, 4, "date")]


def test_windows_follow_each_other_and_cover_the_text() -> None:
    blocks = [block(i * 10, i * 10 + 9) for i in range(10)] + [block(100, 175)]
    windows = find_windows("x" * 180, blocks, size=30)
    assert windows[0][0] == 0
    assert windows[-1][1] == 180
    assert all(a[1] == b[0] for a, b in pairwise(windows))
    assert max(end - start for start, end in windows) <= 60


def test_an_empty_text_has_one_empty_window() -> None:
    assert find_windows("", []) == [(0, 0)]
    assert build_nodes("", [], [], (0, 0)) == []


def test_an_offset_finds_its_window() -> None:
    windows = [(0, 10), (10, 20), (20, 25)]
    assert [window_at(windows, offset) for offset in (0, 9, 10, 24, 999)] == [0, 0, 1, 2, 2]


def test_a_window_inside_a_block_of_five_million_characters_is_drawn_alone() -> None:
    text = "数" * 5_000_000
    windows = find_windows(text, [block(0, len(text))])
    nodes = build_nodes(text, [block(0, len(text))], [], windows[100])
    assert (
        sum(len(piece.text) for node in nodes for piece in node.pieces) == windows[100][1] - windows[100][0]
    )


@pytest.mark.parametrize("reach", [lambda i, n: 2 * n - i, lambda i, n: i + n])
def test_ten_thousand_marks_over_each_other_take_linear_time(reach: Callable[[int, int], int]) -> None:
    def seconds(count: int) -> float:
        marks = [Mark(i, reach(i, count), "observation", "pending", (i,)) for i in range(count)]
        return cost(lambda: draw("x" * 2 * count, [block(0, 2 * count)], marks))

    assert seconds(16_000) < 10 * seconds(4_000) + 0.3


def test_a_line_that_is_noise_throughout_is_noise_itself() -> None:
    marks = build_marks(
        [{"span": [3, 4], "role": "noise"}, {"span": [6, 8], "role": "observation"}], [], [[0, 4]]
    )
    nodes = draw("浏览:8\n共8件", [block(0, 4), block(5, 8)], marks)
    assert [n.kind for n in nodes] == ["noise", "paragraph"]
    assert {p.role for p in nodes[0].pieces} == {"noise"}


def test_an_insertion_is_greyed_and_leaves_its_sentence_a_paragraph() -> None:
    text = "一年来,(来源: www.example.cn)成效明显。"
    [node] = draw(text, [block(0, len(text))], build_marks([], [], [[4, 23]]))
    assert node.kind == "paragraph"
    assert [(p.role, p.text) for p in node.pieces] == [
        ("", "一年来,"),
        ("noise", text[4:23]),
        ("", text[23:]),
    ]


def test_a_sentence_ends_at_full_stops_and_line_ends() -> None:
    text = "甲一。  乙8件乙。丙\n丁9件"
    assert [text[slice(*find_sentence(text, at, at + 2))] for at in (6, 14)] == ["乙8件乙。", "丁9件"]


def test_a_sentence_without_an_end_is_cut() -> None:
    assert find_sentence("数" * 10_000, 5_000, 5_001) == (4_700, 5_301)
