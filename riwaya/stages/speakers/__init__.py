"""Who speaks where the subject is only in the verb or a short anaphor; roles and chains."""

from riwaya.stages.speakers.stage import SpeakersStage

__all__ = ["SpeakersStage"]
