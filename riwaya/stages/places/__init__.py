"""Places: which place a mention means, where it lies, and how exactly the text says so."""

from riwaya.stages.places.stage import PlacesStage

__all__ = ["PlacesStage"]
