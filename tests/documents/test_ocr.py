"""Scanned pages are read where character recognition is installed."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.documents import ocr
from orchestration.documents.composer import RawFile
from orchestration.documents.readers import read_binary
from orchestration.settings import READING_LIMITS
from tests.documents.checks import check, read
from tests.documents.test_pdf import both, image, lines, pages_pdf


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let an engine of ours, which finds what it is told, take the place of the installed one."""

    def install(*found: tuple[float, float, str, float]) -> None:
        def engine(picture: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> SimpleNamespace:
            height, width = picture.shape[:2]
            boxes = [
                [(x * width, y * height), (x * width + 90, y * height), (x * width + 90, y * height + 30),
                 (x * width, y * height + 30)] for x, y, _, _ in found
            ]  # fmt: skip
            return SimpleNamespace(
                boxes=np.array(boxes) if found else None,
                txts=tuple(text for _, _, text, _ in found),
                scores=tuple(score for *_, score in found),
            )

        monkeypatch.setattr(ocr, "is_installed", lambda: True)
        monkeypatch.setattr(ocr, "_engine", lambda: engine)
        monkeypatch.setattr(ocr, "limit_memory", lambda _: None)

    return install


def read_here(data: bytes) -> str:
    found = read_binary(RawFile(data, "a.pdf", "0" * 64, ".pdf"), READING_LIMITS)
    check(found)
    assert any("1" in note and "recognised" in note for note in found.notes)
    return found.text


def test_pieces_side_by_side_are_one_line(recognised: Callable[..., None]) -> None:
    recognised((0.5, 0.2, "12万元", 0.9), (0.1, 0.2, "预算数", 0.9), (0.1, 0.3, "执行数", 0.9), (0.1, 0.4, "污", 0.1))
    text = read_here(pages_pdf(image, lines("有文字层的一页", left=60)))
    assert text == "预算数    12万元\n执行数\n\f有文字层的一页\n"


def test_pages_on_which_nothing_is_recognised_stay_empty(recognised: Callable[..., None]) -> None:
    recognised()
    assert read_here(
        pages_pdf(image, both(image, lines("这一页的文字层足够长，长到不会被当作扫描件的水印来处理。")))
    ) == ("\f这一页的文字层足够长，长到不会被当作扫描件的水印来处理。\n")


def test_a_scan_is_read(tmp_path: Path) -> None:
    if not ocr.is_installed():
        pytest.skip("character recognition is not installed: uv sync --extra ocr")
    picture = Image.new("RGB", (1654, 2339), "white")
    font = ImageFont.load_default(size=60)
    ImageDraw.Draw(picture).text((200, 300), "Budget 43558.83", fill="black", font=font)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)

    assert "43558.83" in read(tmp_path, "a.pdf", pages_pdf(draw)).text
