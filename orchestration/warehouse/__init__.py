"""The one writer of the warehouse: build file, load, publish."""
