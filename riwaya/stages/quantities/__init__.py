"""Counts of people: number phrases with their nouns, their bounds and what became of them."""

from riwaya.stages.quantities.stage import QuantitiesStage

__all__ = ["QuantitiesStage"]
