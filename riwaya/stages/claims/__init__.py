"""Tidy and complete the claims of any reader: edges, quotations, mode, nesting, ids."""

from riwaya.stages.claims.stage import ClaimsStage

__all__ = ["ClaimsStage"]
