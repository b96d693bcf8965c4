"""Builds the embedded gazetteer from permissive packages: `python -m tools.gazetteer`."""
