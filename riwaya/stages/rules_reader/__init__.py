"""The rules-only reader: the fallback when no model pack is there, and the baseline."""

from riwaya.stages.rules_reader.stage import RulesReader

__all__ = ["RulesReader"]
