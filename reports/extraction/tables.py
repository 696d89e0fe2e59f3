"""Tables: the cells that a file's format gives, and those that plain lines only hint at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from reports.extraction.fields import SET_APART, RawCell, fields_of_rows, is_number_cell, whole_word
from reports.extraction.headings import numbering
from reports.extraction.lines import Line
from reports.extraction.types import Span, TableCell

GAP = re.compile(r"\t|\|| {2,}")
GAPS = re.compile("[\t\u3000]")
CAPTION_NUMBER = re.compile("(?:附?[表图]|附件) ?[0-9一二三四五六七八九十]{1,2}(?:-[0-9]{1,2})?")
HALF_WORD = re.compile(
    "[\u4e00-\u9fff](?<![无一二三四五六七八九十])[\u4e00-\u9fff](?<![无一二三四五六七八九十])"
)
YEAR_CELL = re.compile(r"(?:19|20)[0-9]{2}(?:年度?)?")
UNIT_LINE = re.compile(r"\(?单位 ?:")
LONGEST_CELL = 24
FEWEST_STACKED = 6
LONGEST_HEADER = 14  # lines above the first value
LONGEST_LABEL = 8


def with_headers(cells: Sequence[RawCell], table: int, unit: str | None) -> list[TableCell]:
    """The cells of one table with the headers that rule them.

    Header rows are those above the first row that holds values, header columns those left of the first value in a
    row. A line 单位:件 goes before all column headers; a title that fills rows of its own is no header.
    """
    rows = {row: list(group) for row, group in groupby(sorted(cells, key=_place), key=lambda cell: cell.row)}
    header_rows = _header_rows(rows)
    titles = _title_rows(rows, header_rows)
    unit = unit or next((cell.text for row in titles for cell in rows[row] if "单位" in cell.text), None)
    above: dict[int, list[str]] = {}
    found: list[TableCell] = []
    for row, members in rows.items():
        if row in titles:
            found += [_cell(cell, table, (), ()) for cell in members]
            continue
        if row in header_rows:
            for cell in members:
                found.append(_cell(cell, table, (), _column_headers(above, cell, unit)))
            for cell in members:
                for column in range(cell.column, cell.column + min(cell.column_span, 200)):
                    if cell.text and cell.text not in above.setdefault(column, []):
                        above[column].append(cell.text)
            continue
        labels: list[str] = []
        for cell in members:
            found.append(_cell(cell, table, tuple(labels), _column_headers(above, cell, unit)))
            if cell.text and not is_number_cell(cell.text):
                labels.append(cell.text)
    return found


def _place(cell: RawCell) -> tuple[int, int]:
    return cell.row, cell.column


def _column_headers(above: dict[int, list[str]], cell: RawCell, unit: str | None) -> tuple[str, ...]:
    return (*((unit,) if unit else ()), *above.get(cell.column, ()))


def _cell(cell: RawCell, table: int, rows: tuple[str, ...], columns: tuple[str, ...]) -> TableCell:
    return TableCell(cell.span, table, cell.row, cell.column, rows, columns)


def _header_rows(rows: dict[int, list[RawCell]]) -> set[int]:
    headers: set[int] = set()
    for row, members in rows.items():
        values = [cell for cell in members if cell.text and is_number_cell(cell.text)]
        if values and not all(YEAR_CELL.fullmatch(cell.text.strip()) for cell in values):
            break
        headers.add(row)
    return headers if len(headers) < len(rows) else set(list(rows)[:1])


def _title_rows(rows: dict[int, list[RawCell]], header_rows: set[int]) -> list[int]:
    """The rows at the head of a table of several columns in which one cell alone is filled."""
    if not any(len([cell for cell in members if cell.text]) > 1 for members in rows.values()):
        return []
    found: list[int] = []
    for row, members in rows.items():
        if row not in header_rows or len([cell for cell in members if cell.text]) > 1:
            break
        found.append(row)
    return found


def split_cells(line: Line, tabbed: str) -> list[Span]:
    """The spans of a line's cells: parts between tabs, bars or wide gaps. ``tabbed`` is the line with its tabs."""
    spans, start = [], 0
    for gap in GAP.finditer(tabbed):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(tabbed)))
    spans = _joined(tabbed, [span for span in spans if tabbed[slice(*span)].strip()])
    return [(line.start + a, line.start + b) for a, b in spans]


def _joined(tabbed: str, spans: list[Span]) -> list[Span]:
    """合　计 and 区　别 are one cell each: two single characters of a word, set apart to fill their column."""
    joined: list[Span] = []
    for start, end in spans:
        before = tabbed[joined[-1][0] : joined[-1][1]].strip() if joined else ""
        after = tabbed[start:end].strip()
        single = joined and len(before) == len(after) == 1 and "|" not in tabbed[joined[-1][1] : start]
        halves = single and joined[-1][0] == spans[0][0] and HALF_WORD.fullmatch(before + after)
        if joined and (halves or before + after in SET_APART):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def find_line_tables(
    folded: str, text: str, lines: Sequence[Line], excluded: Iterable[int]
) -> tuple[list[list[RawCell]], list[str | None], set[int]]:
    """Tables that are flattened to lines: (their cells, their unit lines, the indexes of the lines that they fill).

    Two shapes are known: at least two neighbouring lines of several cells each with a value among them, and a run
    of short lines that hold one cell each, where values come back at the same distance.
    """
    shut = set(excluded)
    tables: list[list[RawCell]] = []
    units: list[str | None] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        rows = _gapped_rows(text, lines, index, shut)
        if len(rows) >= 2:
            first, used = index, len(rows)
            tabbed = fields_of_rows(folded, text, lines[index : index + used])
            cells = tabbed or _cells_of_rows(folded, rows)
        else:
            run = _short_run(text, lines, index, shut)
            used = run or 1
            if run < FEWEST_STACKED:
                index += used
                continue
            first, cells = _stacked_cells(lines[index : index + run])
            first += index
            used = (
                sum(line.start < cells[-1].span[1] for line in lines[index : index + run]) if cells else used
            )
        if cells:
            tables.append(cells)
            units.append(_unit_above(lines, first))
            taken.update(range(first, index + used))
        index += used
    return tables, units, taken


def _gapped_rows(text: str, lines: Sequence[Line], index: int, shut: set[int]) -> list[list[Span]]:
    rows: list[list[Span]] = []
    while index < len(lines) and index not in shut:
        line = lines[index]
        original = text[line.start : line.end]
        if "。" in line.text or not (
            "\t" in original or "\u3000" in original or "|" in original or "  " in line.text
        ):
            break
        shown = "".join(
            "\t" if sign in "\t\u3000" else plain for sign, plain in zip(original, line.text, strict=True)
        )
        spans = split_cells(line, shown)
        if len(spans) < 2 or any(end - start > LONGEST_CELL for start, end in spans):
            break
        texts = [line.text[a - line.start : b - line.start].strip() for a, b in spans]
        if CAPTION_NUMBER.fullmatch(texts[0]) and not any(map(is_number_cell, texts)):
            break  # 表1　企业发明专利授权量 is a table's title
        if rows and line.after_blank and not any(map(is_number_cell, texts)):
            break  # the header of the next table
        rows.append(spans)
        index += 1
    return rows


def _cells_of_rows(folded: str, rows: list[list[Span]]) -> list[RawCell]:
    cells = [
        RawCell(span, row, column, whole_word(folded[span[0] : span[1]].strip()))
        for row, spans in enumerate(rows)
        for column, span in enumerate(spans)
    ]
    width = max(len(spans) for spans in rows)
    values = sum(is_number_cell(cell.text) for cell in cells)
    if not values or not any(len(spans) == width and width >= 2 for spans in rows[1:]):
        return []
    return cells


def _short_run(text: str, lines: Sequence[Line], index: int, shut: set[int]) -> int:
    """How many lines from ``index`` on are short enough to hold one cell each."""
    end = index
    while end < len(lines) and end not in shut and len(lines[end].text) <= LONGEST_CELL:
        line = lines[end]
        if line.text[-1] in "。;,、:" or UNIT_LINE.match(line.text) or numbering(line.text):
            break
        if "  " in line.text or GAPS.search(text, line.start, line.end):
            break
        end += 1
    return end - index


def _stacked_cells(run: Sequence[Line]) -> tuple[int, list[RawCell]]:
    """One cell a line: headers, then rows of one label and values; (the first line's place in the run, cells)."""
    if len(run) < FEWEST_STACKED:
        return 0, []
    value = next((i for i, line in enumerate(run) if is_number_cell(line.text)), 0)
    for skipped in range(max(0, min(4, value - 2))):  # a title or a date may stand above the headers
        width = value - skipped - 1
        if width < 2:
            break
        rows = _regular_rows(run[skipped:], width)
        if any(line.text[0] == "(" for line in run[skipped : skipped + width]):
            continue  # pieces of a header that is broken over lines
        if len(rows) >= 3:
            return skipped, [
                RawCell((line.start, line.end), number, column, line.text)
                for number, row in enumerate(rows)
                for column, line in enumerate(row)
            ]
    return _with_broken_header(run, value)


def _with_broken_header(run: Sequence[Line], value: int) -> tuple[int, list[RawCell]]:
    """One cell a line, the cells of the header broken over lines: 年度任务 / (申请,件) / 实际 / 申请."""
    if value < 3 or value > LONGEST_HEADER:
        return 0, []
    width = 1 + next((i for i, line in enumerate(run[value:]) if not is_number_cell(line.text)), 0)
    rows = _regular_rows([run[0]] * width + list(run[value - 1 :]), width)[1:] if width >= 3 else []
    groups = [[line] for line in run[: value - 1]]
    while groups and (len(groups[0][0].text) > LONGEST_LABEL or YEAR_CELL.search(groups[0][0].text)):
        groups.pop(0)  # the table's title
    for at in range(len(groups) - 1, 0, -1):
        if groups[at][0].text[0] == "(":
            groups[at - 1 : at + 1] = [groups[at - 1] + groups[at]]
    while len(groups) > width >= 3 and len(groups) - width <= 2:
        at = min(range(1, len(groups) - 1), key=lambda i: sum(len(x.text) for x in groups[i] + groups[i + 1]))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    if len(rows) < 3 or len(groups) != width:
        return 0, []
    cells = [
        RawCell((group[0].start, group[-1].end), 0, column, "".join(line.text for line in group))
        for column, group in enumerate(groups)
    ]
    for number, row in enumerate(rows, 1):
        cells += [
            RawCell((line.start, line.end), number, column, line.text) for column, line in enumerate(row)
        ]
    return run.index(groups[0][0]), cells


def _regular_rows(run: Sequence[Line], width: int) -> list[Sequence[Line]]:
    """The header row and the rows below it of one label and then values only, as far as they are regular."""
    rows = [run[i : i + width] for i in range(0, len(run), width)]
    for number, row in enumerate(rows[1:], 1):
        regular = len(row) == width and not is_number_cell(row[0].text)
        if not regular or not all(is_number_cell(line.text) for line in row[1:]):
            return rows[:number]
    return rows


def _unit_above(lines: Sequence[Line], index: int) -> str | None:
    for line in reversed(lines[max(0, index - 2) : index]):
        if UNIT_LINE.match(line.text) or "单位:" in line.text:
            return line.text[line.text.index("单位") :].rstrip(")")
    return None
