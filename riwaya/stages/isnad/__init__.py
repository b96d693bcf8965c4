"""Ties each claim to entities: who speaks, for whom, and through whom it came."""

from riwaya.stages.isnad.stage import IsnadStage

__all__ = ["IsnadStage"]
