"""Tables of a page, told by their rulings: lines that cross enclose cells, where a line is missing cells are merged."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Points. Rulings drawn twice, or a hair apart, are one; what is thicker than a ruling is a filled area.
SNAP = 2.0
THICKEST_RULING = 3.0
_SHORTEST = 5.0
_MOST_RULINGS = 4000
_NARROWEST = 4.0


class Box(NamedTuple):
    """A rectangle in points, origin at the bottom left. One is made for every character of a page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its place, counted from 1."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. ``columns`` are the positions of its vertical lines from the left, ``rows`` from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]  # index of the cell at each row and column of the grid

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell in which a point lies."""
        column = bisect_right(self.columns, x) - 1
        row = len(self.rows) - 1 - bisect_right(self.rows[::-1], y)
        if 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1:
            return self.owner[row][column]
        return None


def rulings_of(boxes: Iterable[Box]) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings among thin boxes."""
    horizontal, vertical = [], []
    for box in boxes:
        width, height = box.right - box.left, box.top - box.bottom
        if height <= THICKEST_RULING and width > height:
            horizontal.append(Ruling((box.bottom + box.top) / 2, box.left, box.right))
        elif width <= THICKEST_RULING:
            vertical.append(Ruling((box.left + box.right) / 2, box.bottom, box.top))
    return horizontal, vertical


def find_grids(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[Grid]:
    """Tables on a page from the top; a frame around text is none."""
    rows, columns = _joined(horizontal), _joined(vertical)
    if len(rows) + len(columns) > _MOST_RULINGS:
        return []
    grids = [grid for group in _groups(rows, columns) if (grid := _grid(*group)) and len(grid.cells) > 1]
    return sorted(grids, key=lambda grid: (-grid.box.top, grid.box.left))


def _joined(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings with those on one line that touch made into one."""
    clusters = _clusters(sorted(ruling.at for ruling in rulings))
    by_line: dict[float, list[Ruling]] = {}
    for ruling in rulings:
        by_line.setdefault(_nearest(clusters, ruling.at), []).append(ruling)
    joined = []
    for at, line in by_line.items():
        start, end = None, 0.0
        for ruling in sorted(line, key=lambda found: found.start):
            if start is None or ruling.start > end + SNAP:
                if start is not None:
                    joined.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
            end = max(end, ruling.end)
        if start is not None:
            joined.append(Ruling(at, start, end))
    return [ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST]


def _groups(rows: list[Ruling], columns: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that cross or touch one another, directly or through others."""
    parents = list(range(len(rows) + len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP:
                parents[_root(parents, i)] = _root(parents, len(rows) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, ruling in enumerate(rows + columns):
        group = groups.setdefault(_root(parents, index), ([], []))
        group[0 if index < len(rows) else 1].append(ruling)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _grid(rows: list[Ruling], columns: list[Ruling]) -> Grid | None:
    edges = [column.at for column in columns]
    # Tables may be open at their sides: their rows then reach beyond the outer columns.
    edges += [min(row.start for row in rows), max(row.end for row in rows)]
    xs = _spaced(edges)
    ys = _spaced([row.at for row in rows])[::-1]
    if len(xs) < 2 or len(ys) < 2:
        return None
    owner = _owners(xs, ys, rows, columns)
    places: dict[int, list[tuple[int, int]]] = {}
    for i, line in enumerate(owner):
        for j, cell in enumerate(line):
            places.setdefault(cell, []).append((i, j))
    cells = []
    for members in places.values():
        top, bottom, left, right = _outline(members)
        box = Box(xs[left], ys[bottom + 1], xs[right + 1], ys[top])
        cells.append(GridCell(top + 1, left + 1, bottom - top + 1, right - left + 1, box))
    order = {cell: index for index, cell in enumerate(places)}
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(tuple(order[cell] for cell in line) for line in owner))


def _owners(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Ruling], columns: Sequence[Ruling]
) -> list[list[int]]:
    """For each place of the grid the number of its cell; places without a line between them are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    parents = list(range(width * height))
    columns_at = [_near(columns, x) for x in xs]
    rows_at = [_near(rows, y) for y in ys]
    for i in range(height):
        middle = (ys[i] + ys[i + 1]) / 2
        for j in range(width - 1):
            if not _covered(columns_at[j + 1], middle):
                parents[_root(parents, i * width + j + 1)] = _root(parents, i * width + j)
    for i in range(height - 1):
        for j in range(width):
            if not _covered(rows_at[i + 1], (xs[j] + xs[j + 1]) / 2):
                parents[_root(parents, (i + 1) * width + j)] = _root(parents, i * width + j)
    owner = [[_root(parents, i * width + j) for j in range(width)] for i in range(height)]
    return _rectangles_only(owner)


def _rectangles_only(owner: list[list[int]]) -> list[list[int]]:
    """Cells that are no rectangles, for want of a line, fall apart into the places that they are made of."""
    places: dict[int, list[tuple[int, int]]] = {}
    for i, line in enumerate(owner):
        for j, cell in enumerate(line):
            places.setdefault(cell, []).append((i, j))
    fresh = max(places, default=0) + 1
    for members in places.values():
        top, bottom, left, right = _outline(members)
        if (bottom - top + 1) * (right - left + 1) != len(members):
            for i, j in members:
                owner[i][j], fresh = fresh, fresh + 1
    return owner


def _outline(members: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    """First and last row, first and last column of places that are told row by row."""
    columns = [column for _, column in members]
    return members[0][0], members[-1][0], min(columns), max(columns)


def _covered(near: Sequence[Ruling], middle: float) -> bool:
    return any(ruling.start <= middle <= ruling.end for ruling in near)


def _near(rulings: Sequence[Ruling], at: float) -> list[Ruling]:
    return [ruling for ruling in rulings if abs(ruling.at - at) <= SNAP]


def _clusters(positions: Sequence[float]) -> list[float]:
    """Means of the runs of sorted ``positions`` that stand close together."""
    means: list[float] = []
    run: list[float] = []
    for position in positions:
        if run and position - run[-1] > SNAP:
            means.append(sum(run) / len(run))
            run = []
        run.append(position)
    return [*means, sum(run) / len(run)] if run else means


def _spaced(positions: list[float]) -> list[float]:
    """Sorted positions without those too close to the one before for text between them."""
    spaced: list[float] = []
    for position in _clusters(sorted(positions)):
        if not spaced or position - spaced[-1] >= _NARROWEST:
            spaced.append(position)
    return spaced


def _nearest(sorted_positions: Sequence[float], position: float) -> float:
    index = bisect_right(sorted_positions, position)
    around = sorted_positions[max(0, index - 1) : index + 1]
    return min(around, key=lambda found: abs(found - position))


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index
