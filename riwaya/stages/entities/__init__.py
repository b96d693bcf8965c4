"""Joins the mentions of one entity, and links entities to the known actors."""

from riwaya.stages.entities.stage import EntitiesStage

__all__ = ["EntitiesStage"]
