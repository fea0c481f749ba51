"""What a page draws beside text: images, and straight lines as thin boxes."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2.raw as pdfium_c

from orchestration.documents.pdf_tables import THICKEST_RULING, Box

MOST_PATHS = 20_000
"""Lines of a page beyond which it is a drawing, not a form."""

_DEEPEST_FORM = 3
_Matrix = tuple[float, float, float, float, float, float]
_UNTURNED: _Matrix = (1, 0, 0, 1, 0, 0)


def drawn_objects(container: object, matrix: _Matrix = _UNTURNED, depth: int = 0) -> Iterator[tuple[int, Box]]:
    """Images, and thin boxes for every straight line that is drawn, in and below a page or a form."""
    count, get = (
        (pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject)
        if depth == 0
        else (pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject)
    )
    for index in range(max(0, count(container))):
        item = get(container, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            yield kind, _placed(_bounds(item), matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            for box in _lines_of(item):
                yield kind, _placed(box, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            yield from drawn_objects(item, _product(_matrix(item), matrix), depth + 1)


def _lines_of(path: object) -> Iterator[Box]:
    bounds = _bounds(path)
    if min(bounds.right - bounds.left, bounds.top - bounds.bottom) <= THICKEST_RULING:
        yield bounds
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    yield from _segments(path, stroked=bool(stroke.value))


def _segments(path: object, *, stroked: bool) -> Iterator[Box]:
    """Straight sides of a path; one that is only filled gives the thin rectangles among its parts."""
    matrix = _matrix(path)
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(MOST_PATHS, pdfium_c.FPDFPath_CountSegments(path))):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(x.value, y.value, matrix)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    for part in parts:
        xs, ys = [point[0] for point in part], [point[1] for point in part]
        outline = Box(min(xs), min(ys), max(xs), max(ys))
        if min(outline.right - outline.left, outline.top - outline.bottom) <= THICKEST_RULING:
            yield outline
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(part):
                yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _bounds(item: object) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return Box(left.value, bottom.value, right.value, top.value)


def _matrix(item: object) -> _Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, found):
        return _UNTURNED
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _placed(box: Box, matrix: _Matrix) -> Box:
    if matrix == _UNTURNED:
        return box
    (x0, y0), (x1, y1) = _moved(box.left, box.bottom, matrix), _moved(box.right, box.top, matrix)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
