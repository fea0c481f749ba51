"""Character recognition for scanned pages, if the extra ``ocr`` is installed; it works without a network."""

import importlib.util
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from orchestration.documents.bounds import extend_time, limit_memory
from orchestration.documents.pdf_page import Line, PdfPage
from orchestration.settings import ReadingLimits

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_PIXELS_A_POINT = 200 / 72
_LARGEST_SIDE = 4000  # pixels
_LEAST_CONFIDENCE = 0.5
_SAME_LINE = 0.5  # of a line's height


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Whether scanned pages can be read."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def recognised_page(page: "pdfium.PdfPage", limits: ReadingLimits) -> PdfPage:
    """Lines of a page that is an image, from the top."""
    width, height = page.get_size()
    scale = min(_PIXELS_A_POINT, _LARGEST_SIDE / max(width, height, 1))
    limit_memory(limits.ocr_memory_bytes)
    extend_time(limits.ocr_seconds_per_page)
    found = _engine()(page.render(scale=scale).to_numpy())
    if found.boxes is None:
        return PdfPage(width, height, images=1, image_share=1.0)
    pieces = []
    for corners, text, confidence in zip(found.boxes, found.txts, found.scores, strict=True):
        if confidence < _LEAST_CONFIDENCE or not text.strip():
            continue
        xs, ys = [float(x) / scale for x, _ in corners], [height - float(y) / scale for _, y in corners]
        pieces.append(Line(text.strip(), min(xs), min(ys), max(ys), max(ys) - min(ys)))
    return PdfPage(width, height, list(_rows(pieces)), images=1, image_share=1.0)


def _rows(pieces: list[Line]) -> list[Line]:
    """Pieces side by side become one line."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: -line.top):
        if rows and abs(rows[-1][0].top - piece.top) < _SAME_LINE * max(piece.size, 1):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    joined = []
    for row in rows:
        row.sort(key=lambda line: line.left)
        first = row[0]
        joined.append(Line("    ".join(line.text for line in row), first.left, first.bottom, first.top, first.size))
    return joined


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - loads its models

    return RapidOCR()
