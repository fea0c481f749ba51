"""The Dagster code location of jixiao: from report documents to a checked DuckDB release."""
