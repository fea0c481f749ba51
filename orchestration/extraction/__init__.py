"""From a document to sections, figures, statements and form cells. Pure functions: no I/O but the dictionaries, no Dagster."""

from orchestration.extraction.extract import extract
from orchestration.extraction.lexicon import SEED_FILES, Lexicon

__all__ = ["SEED_FILES", "Lexicon", "extract"]
