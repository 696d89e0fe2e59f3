"""Where the cells of a table stand when some of them span rows or columns."""

from __future__ import annotations

from reports.reading import limits


class Grid:
    """Hands out places as a browser does: left to right, past the cells that reach down from rows above."""

    def __init__(self) -> None:
        self.row = -1
        self._column = 0
        self._taken_until: dict[int, int] = {}

    def next_row(self) -> None:
        """Begin a row."""
        self.row += 1
        self._column = 0

    def place(self, row_span: int = 1, column_span: int = 1) -> tuple[int, int, int, int] | None:
        """Row, column, rows and columns of the next cell of this row, or None beyond the limit of columns."""
        while self._taken_until.get(self._column, -1) >= self.row:
            self._column += 1
        column = self._column
        if column >= limits.TABLE_SPAN:
            return None
        rows = min(max(row_span, 1), limits.TABLE_SPAN)
        columns = min(max(column_span, 1), limits.TABLE_SPAN - column)
        if rows > 1:
            for covered in range(column, column + columns):
                self._taken_until[covered] = self.row + rows - 1
        self._column = column + columns
        return self.row, column, rows, columns
