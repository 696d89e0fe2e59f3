"""What a file's own headings, cells, headers and footers add to the plain text."""

from reports.extraction.structure import find_structure
from reports.reading.document import Block, Origin


def make_blocks(*parts: tuple[str, str], level: int | None = None) -> tuple[str, list[Block]]:
    """(text, blocks) of paragraphs, one a line; each part is (kind, text)."""
    text, blocks = "", []
    for kind, piece in parts:
        blocks.append(Block(len(text), len(text) + len(piece), kind, Origin(), level=level))
        text += piece + "\n"
    return text, blocks


def make_table(*rows: tuple[str, ...]) -> tuple[str, list[Block]]:
    """(text, blocks) of a table, cells parted by tabs and rows by line ends."""
    text, blocks = "", []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = Origin(table=1, cell=f"{row + 1}:{column + 1}")
            blocks.append(Block(len(text), len(text) + len(cell), "cell", place, row=row, column=column))
            text += cell + ("\t" if column + 1 < len(cells) else "\n")
    return text, blocks


def test_a_styled_heading_needs_no_number() -> None:
    text, blocks = make_blocks(
        ("paragraph", "某市2016年工作总结"),
        ("heading", "创造能力"),
        ("paragraph", "全年申请专利300件。"),
        level=1,
    )
    found = find_structure(text, blocks)
    assert [section.path for section in found.sections] == [("创造能力",)]
    assert found.sentences[-1].section == ("创造能力",)


def test_headers_and_footers_are_noise() -> None:
    text, blocks = make_blocks(
        ("header", "内部资料"), ("paragraph", "全年申请专利300件。"), ("footer", "第3页")
    )
    found = find_structure(text, blocks)
    assert [text[slice(*span)] for span in found.noise] == ["内部资料", "第3页"]
    assert [sentence.part for sentence in found.sentences] == ["noise", "done", "noise"]


def test_a_cell_knows_its_row_and_its_column() -> None:
    text, blocks = make_table(("地区", "申请量"), ("青山县", "120"), ("白水县", "90"))
    cell = next(cell for cell in find_structure(text, blocks).cells if text[slice(*cell.span)] == "90")
    assert (cell.row_headers, cell.column_headers) == (("白水县",), ("申请量",))


def test_a_header_over_two_columns_rules_both() -> None:
    text, blocks = make_table(("地区", "申请", ""), ("", "总量", "发明"), ("青山县", "120", "30"))
    blocks[1] = Block(
        blocks[1].start, blocks[1].end, "cell", blocks[1].origin, row=0, column=1, column_span=2
    )
    cells = find_structure(text, blocks).cells
    headers = {text[slice(*cell.span)]: cell.column_headers for cell in cells if cell.row_headers}
    assert headers == {"120": ("申请", "总量"), "30": ("申请", "发明")}


def test_a_row_of_cells_is_one_sentence() -> None:
    text, blocks = make_table(("地区", "申请量"), ("青山县", "120"))
    sentence = find_structure(text, blocks).sentences[-1]
    assert text[slice(*sentence.span)].split() == ["青山县", "120"]


def test_a_unit_line_above_a_table_goes_before_the_headers() -> None:
    table, blocks = make_table(("地区", "金额"), ("青山县", "120"))
    text = "单位：万元\n" + table
    moved = [Block(b.start + 6, b.end + 6, b.kind, b.origin, row=b.row, column=b.column) for b in blocks]
    cell = find_structure(text, moved).cells[-1]
    assert cell.column_headers == ("单位:万元", "金额")
