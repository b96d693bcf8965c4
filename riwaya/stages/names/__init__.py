"""Turns a head's proposals and the actor lexicon into mentions with exact spans."""

from riwaya.stages.names.stage import NamesStage

__all__ = ["NamesStage"]
