"""Dagster's assets, in the order in which data flows."""
