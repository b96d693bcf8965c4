"""The learned reader: attribution by one small encoder (see docs/reader.md)."""

from riwaya.stages.reader.neural import NeuralReader

__all__ = ["NeuralReader"]
