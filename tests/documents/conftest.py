"""Reports of the raw directory as text, to be written in every format."""

from pathlib import Path

import pytest

from orchestration.documents import read_document
from orchestration.settings import PROJECT_DIR

NARRATIVES = (
    "guangdong/zhongshan-hrss/2024-department.txt",
    "guangdong/zhongshan-hrss/2025-department.txt",
    "hainan/danzhou-court/2018-department.txt",
)


@pytest.fixture(params=NARRATIVES, ids=lambda name: Path(name).parent.name + Path(name).stem[:4])
def narrative(request: pytest.FixtureRequest) -> str:
    return narrative_text(request.param)


@pytest.fixture(scope="session")
def report() -> str:
    return narrative_text(NARRATIVES[0])


def narrative_text(source_path: str) -> str:
    return read_document(PROJECT_DIR / "raw" / source_path, source_path).text.removeprefix("\ufeff")
