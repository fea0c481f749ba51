"""From a document to sections, figures, statements and form cells: pure functions, no I/O, no Dagster."""

from orchestration.extraction.extract import extract
from orchestration.extraction.lexicon import Lexicon

__all__ = ["Lexicon", "extract"]
