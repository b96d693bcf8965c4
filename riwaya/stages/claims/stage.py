"""The stage that follows any reader: makes its claims safe, tidy, ordered and nested."""

from __future__ import annotations

from riwaya.model import Claim
from riwaya.stages.base import Draft, Layer
from riwaya.stages.claims.completions import without_doubled_colons
from riwaya.stages.claims.nesting import identified, merged, nested
from riwaya.stages.claims.rules import SAFETY, TIDY, Context


class ClaimsStage:
    """Tidies claims by named rules; takes any spans, gives only spans inside the text.

    A claim without a cue inside the text is dropped. Linear in text and claims.
    """

    name = "claims"
    version = "1"
    needs: frozenset[Layer] = frozenset({"claims"})
    gives: frozenset[Layer] = frozenset({"claims"})

    def run(self, draft: Draft) -> Draft:
        """The draft with its claims tidied; each change leaves an Origin of stage `claims`."""
        if not draft.claims:
            return draft
        context = Context(draft.view)
        tidy = [done for claim in draft.claims if (done := _tidied(context, claim))]
        once = without_doubled_colons(draft.view, merged(tidy))
        claims = nested(identified(draft.document.id, once))
        return draft.having(claims=tuple(claims))


def _tidied(context: Context, claim: Claim) -> Claim | None:
    for rule in SAFETY:
        claim = rule.apply(context, claim)
    if not claim.cue:
        return None
    for rule in TIDY:
        claim = rule.apply(context, claim)
    return claim
