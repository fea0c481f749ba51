"""One page of a PDF as its parser gives it: lines of text and ruled tables with their places."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from orchestration.documents.composer import Cell
from orchestration.documents.pdf_objects import MOST_PATHS, drawn_objects
from orchestration.documents.pdf_tables import SNAP, Box, Grid, find_grids, rulings_of

# Shares of the page's height. Heads stand 15 mm from the edge, text begins at 25 mm of 297; official documents set
# their page numbers some 28 mm above the lower edge.
_HEAD = 0.085
_FOOT = 0.11
_MARGIN_WEIGHT = 0.01
_FULL_LINE = 1.3  # a line that leaves less than this many characters' width free goes on in the next
_WIDEST_PADDING = 6.0  # between the edge of a cell and its text
_HYPHEN = "\ufffe"  # the parser's sign for a hyphen at a line's end
_IN_NUMBER = frozenset("0123456789.,%")
_NO_ROOM = Box(0, 0, 0, 0)
# Filled anew for every character: making one of these costs more than asking for the place.
_PLACE = pdfium_c.FS_RECTF()


@dataclass(slots=True)
class Line:
    """A line of text; ``top`` and ``bottom`` are those of its first character, origin at the page's bottom left."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    size: float = 0.0


@dataclass(slots=True)
class Table:
    """A ruled table with the text of its cells."""

    grid: Grid
    cells: list[Cell]


@dataclass(slots=True)
class PdfPage:
    """Lines and tables in reading order, and what else the page shows."""

    width: float
    height: float
    blocks: list[Line | Table] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0  # of the page's area

    def in_margin(self, line: Line) -> bool:
        """Whether a line stands where heads and feet do."""
        if line.top <= line.bottom:
            return False
        return line.bottom > self.height * (1 - _HEAD) or line.top < self.height * _FOOT


class _Character(NamedTuple):
    text: str
    box: Box


def read_page(page: pdfium.PdfPage) -> PdfPage:
    """Lines and tables of a page."""
    width, height = page.get_size()
    found = PdfPage(width, height)
    turned = _turning(page)
    grids = _read_objects(page, found, turned)
    text_page = page.get_textpage()
    try:
        if grids:
            _read_around_tables(text_page, found, grids, turned)
        else:
            found.blocks += _read_lines(text_page, turned)
    finally:
        text_page.close()
    return found


def _read_lines(text_page: pdfium.PdfTextPage, turned: Callable[[Box], Box]) -> Iterator[Line]:
    """Lines in the order of the page's content; only their first characters are asked for their places."""
    text = text_page.get_text_range()
    # Asked once: each line of a page would ask it of all before it.
    has_pairs = not text.isascii() and max(text) > "\uffff"
    offset = 0
    for part in text.split("\n"):
        line = part.replace(_HYPHEN, "-").rstrip()
        if line.strip():
            index = offset + len(part) - len(part.lstrip())
            units = len(text[:index].encode("utf-16-le", "surrogatepass")) // 2 if has_pairs else index
            yield _located(text_page, line.strip(), _character_index(text_page, units), turned)
        offset += len(part) + 1


def _character_index(text_page: pdfium.PdfTextPage, units: int) -> int:
    """Index of a character as the parser counts: it leaves characters out of the text, and counts halves of pairs."""
    return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, units))


def _located(text_page: pdfium.PdfTextPage, text: str, index: int, turned: Callable[[Box], Box]) -> Line:
    box = _character_box(text_page, index) if index >= 0 else None
    if box is None:
        return Line(text)
    box = turned(box)
    return Line(text, box.left, box.bottom, box.top, float(pdfium_c.FPDFText_GetFontSize(text_page, index)))


def _character_box(text_page: pdfium.PdfTextPage, index: int) -> Box | None:
    """The room that its font gives a character, whatever its drawing fills of it: 、 and 一 stand on the line too."""
    if not pdfium_c.FPDFText_GetLooseCharBox(text_page.raw, index, _PLACE):
        return None
    return Box(_PLACE.left, _PLACE.bottom, _PLACE.right, _PLACE.top)


def _read_around_tables(
    text_page: pdfium.PdfTextPage, page: PdfPage, grids: list[Grid], turned: Callable[[Box], Box]
) -> None:
    """Characters inside a grid go to its cells, all others to lines; tables stand where the lines around them end."""
    inside: list[dict[int, list[_Character]]] = [{} for _ in grids]
    lines: list[Line] = []
    current: Line | None = None
    place: list[_Character] | None = None  # the cell of the character before
    room = _NO_ROOM  # in which the next one is of that cell too
    for index in range(text_page.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index))
        character = "-" if character == _HYPHEN else character
        if character in "\r\n":
            current = None if character == "\n" else current
            continue
        box = _character_box(text_page, index)
        if box is None or character.isspace():
            if place:
                place.append(_Character(" ", place[-1].box))
            elif current is not None:
                current.text += character
            continue
        box = turned(box)
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if place and room.left < x < room.right and room.bottom < y < room.top:
            place.append(_Character(character, box))
            continue
        found = _cell_of(grids, x, y)
        if found is not None:
            place = inside[found[0]].setdefault(found[1], [])
            place.append(_Character(character, box))
            # Where tables overlap the first of them holds: nothing but asking tells.
            room = grids[found[0]].cells[found[1]].box if found[0] == 0 else _NO_ROOM
            current = None
            continue
        place = None
        if current is None:
            size = float(pdfium_c.FPDFText_GetFontSize(text_page, index))
            current = Line("", box.left, box.bottom, box.top, size)
            lines.append(current)
        current.text += character
    for line in lines:
        line.text = line.text.strip()
    tables = [Table(grid, _cells(grid, found)) for grid, found in zip(grids, inside, strict=True)]
    page.blocks += _in_order(page, [line for line in lines if line.text], [table for table in tables if table.cells])


def _cell_of(grids: list[Grid], x: float, y: float) -> tuple[int, int] | None:
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _in_order(page: PdfPage, lines: list[Line], tables: list[Table]) -> Iterator[Line | Table]:
    """Every table at the first of the places that leave the fewest lines on its wrong side.

    Lines in the margin count little: the content often names heads and feet out of their order.
    """
    weights = [_MARGIN_WEIGHT if page.in_margin(line) else 1.0 for line in lines]
    places = []
    for table in tables:
        box = table.grid.box
        above = [weight * (line.bottom >= box.top - SNAP) for line, weight in zip(lines, weights, strict=True)]
        below = [weight * (line.top <= box.bottom + SNAP) for line, weight in zip(lines, weights, strict=True)]
        wrong = [sum(above)]
        for higher, lower in zip(above, below, strict=True):
            wrong.append(wrong[-1] - higher + lower)
        places.append(min(range(len(wrong)), key=lambda place: round(wrong[place], 6)))
    for number in range(len(lines) + 1):
        yield from (table for table, place in zip(tables, places, strict=True) if place == number)
        yield from lines[number : number + 1]


def _cells(grid: Grid, inside: dict[int, list[_Character]]) -> list[Cell]:
    cells = []
    for index, characters in inside.items():
        cell = grid.cells[index]
        text = _cell_text(characters, cell.box)
        if text:
            cells.append(Cell(cell.row, cell.column, text, cell.row_span, cell.column_span))
    return cells


def _cell_text(characters: list[_Character], cell: Box) -> str:
    """The lines of a cell joined by one space, but a number cut by the cell's edge made whole."""
    lines: list[list[_Character]] = []
    for character in characters:
        if lines and _on_one_line(lines[-1][-1].box, character.box):
            lines[-1].append(character)
        else:
            lines.append([character])
    text = ""
    left, last = cell.left, None
    for line in lines:
        words = "".join(character.text for character in line).strip()
        if not words:
            continue
        whole = bool(text) and last is not None and text[-1] in _IN_NUMBER and words[0] in _IN_NUMBER
        if whole and last is not None and _is_full(cell, last, left):
            text += words
        else:
            text += (" " if text else "") + words
        left, last = line[0].box.left, line[-1].box
    return text


def _is_full(cell: Box, last: Box, left: float) -> bool:
    """Whether a line ends so near its cell's edge that no further character went in."""
    padding = min(left - cell.left, _WIDEST_PADDING)
    return cell.right - last.right < padding + _FULL_LINE * max(last.right - last.left, 3)


def _on_one_line(before: Box, after: Box) -> bool:
    overlap = min(before.top, after.top) - max(before.bottom, after.bottom)
    height = min(before.top - before.bottom, after.top - after.bottom)
    # Marks such as 、 and 一 are low or flat: those count as on the line if they lie within its height.
    within = before.bottom - 1 <= (after.bottom + after.top) / 2 <= before.top + 1
    return after.left >= before.left - 1 and (within or overlap > 0.3 * height or _is_near(before, after))


def _is_near(before: Box, after: Box) -> bool:
    size = max(before.right - before.left, after.right - after.left)
    return abs((before.bottom + before.top) - (after.bottom + after.top)) / 2 < 0.5 * size


def _read_objects(page: pdfium.PdfPage, found: PdfPage, turned: Callable[[Box], Box]) -> list[Grid]:
    """Count the images and find the ruled tables."""
    boxes: list[Box] = []
    area = 0.0
    for kind, box in drawn_objects(page.raw):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            found.images += 1
            area += (box.right - box.left) * (box.top - box.bottom)
        elif len(boxes) < MOST_PATHS:
            boxes.append(turned(box))
    found.image_share = area / (found.width * found.height) if found.width * found.height else 0.0
    if len(boxes) >= MOST_PATHS:
        return []  # a drawing
    horizontal, vertical = rulings_of(boxes)
    return find_grids(horizontal, vertical) if len(horizontal) > 1 and vertical else []


def _turning(page: pdfium.PdfPage) -> Callable[[Box], Box]:
    """How boxes lie on the page as it is shown; wide forms are often pages turned by a quarter."""
    rotation = page.get_rotation()
    width, height = page.get_size()
    if rotation == 90:
        return lambda box: Box(box.bottom, height - box.right, box.top, height - box.left)
    if rotation == 180:
        return lambda box: Box(width - box.right, height - box.top, width - box.left, height - box.bottom)
    if rotation == 270:
        return lambda box: Box(width - box.top, box.left, width - box.bottom, box.right)
    return lambda box: box
