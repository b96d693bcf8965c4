"""The facts of an account, worked out once: what it counts, when, where, who, and how firmly.

A Scene is all that the rules of `signals.py` look at. Everything in it is a key for comparing or a
span of the untouched text; nothing is rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from riwaya.compare.facts_deeds import Deed, blamed, deeds_of, is_open, kinds_of
from riwaya.compare.facts_ground import Ground, ground_of
from riwaya.compare.facts_names import holders_of, named_in, names_of, places_of
from riwaya.compare.facts_numbers import Figure, figures_of
from riwaya.compare.facts_times import When, day_number, moment, whens
from riwaya.compare.facts_tokens import Tokens, roots_of, tokens_of
from riwaya.compare.model import Account
from riwaya.model import Report, Span

FEW_WORDS = 4
"""Words that carry matter: an account of no more, with a word like الاتهامات, points back."""
_RUN = 3  # words of a run that two accounts can share


@dataclass(frozen=True, slots=True)
class Scene:
    """An account with its facts. Mappings go from a key to the index or span of its first word.

    `day` is the ordinal of the day of saying. `roots` are keys of the words that carry matter,
    `negated` those under a negator, `open` those not said to have happened; `runs` all runs of
    three words. `held` has, for each place below a country, its name and those of the units that
    hold it. `tellers` are keys of the names in the source, `manner` the
    parts that the cue's words play, `context` what an account that points back can mean. `moment`
    is the hour of publishing where it is known. `deeds` are kept by axis of opposites,
    `kinds` by category.
    """

    account: Account
    tokens: Tokens
    day: int | None
    moment: float | None
    stems: frozenset[str]
    roots: dict[str, int] = field(hash=False)
    denied: bool
    negated: frozenset[str]
    open: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    figures: tuple[Figure, ...]
    whens: tuple[When, ...]
    names: dict[str, Span] = field(hash=False)
    places: dict[str, Span] = field(hash=False)
    held: dict[str, frozenset[str]] = field(hash=False)
    tellers: frozenset[str]
    manner: frozenset[str]
    context: frozenset[str]
    blamed: dict[str, Span] = field(hash=False)
    deeds: dict[str, tuple[Deed, ...]] = field(hash=False)
    kinds: dict[str, dict[str, int]] = field(hash=False)

    @property
    def whole(self) -> Span:
        """From the first to the last of the account's words."""
        spans = self.account.spans
        return Span(spans[0].start, spans[-1].stop)

    def has(self, role: str) -> bool:
        """Whether a phrase with this part stands in the account."""
        return role in self.tokens.roles


def scene_of(report: Report, account: Account) -> Scene:
    """The scene of one account of `report`, remembered as long as the report's ground is."""
    ground = ground_of(report)
    kept = ground.scenes.get(account.ref)
    if isinstance(kept, Scene) and kept.account == account:
        return kept
    made = ground.scenes[account.ref] = _scene(ground, account)
    return made


def _scene(ground: Ground, account: Account) -> Scene:
    tokens = tokens_of(ground.view, account.spans)
    denied = account.stance == "denied"
    roots = roots_of(tokens)
    days = _whens(ground, tokens, account)
    names, places = names_of(ground, tokens), places_of(ground, tokens)
    held = holders_of(ground, places)
    named = {places[key]: names for key, names in held.items()}
    deeds: dict[str, list[Deed]] = {}
    for deed in deeds_of(tokens, denied):
        deeds.setdefault(deed.axis, []).append(deed)
    return Scene(
        account=account,
        tokens=tokens,
        day=day_number(account.said),
        moment=moment(ground.report.document.published),
        stems=frozenset(tokens.stems[i] for i in tokens.content),
        roots=roots,
        denied=denied,
        negated=frozenset(key for key, index in roots.items() if denied or index in tokens.negated),
        open=frozenset(key for key, index in roots.items() if is_open(tokens, index)),
        runs=_runs(tokens),
        figures=figures_of(ground, tokens, days, named),
        whens=days,
        names=names,
        places=places,
        held=held,
        tellers=named_in(ground, _tellers(account)),
        manner=_manner(ground, account),
        context=_context(ground, tokens, account),
        blamed=blamed(tokens, names),
        deeds={axis: tuple(found) for axis, found in deeds.items()},
        kinds=kinds_of(tokens),
    )


def scenes_of(report: Report, accounts: Iterable[Account]) -> tuple[Scene, ...]:
    """The scenes of several accounts of one report."""
    return tuple(scene_of(report, account) for account in accounts)


def _whens(ground: Ground, tokens: Tokens, account: Account) -> tuple[When, ...]:
    found = []
    for when in whens(ground.times, account.said):
        index = tokens.index_of(when.span)
        if index is not None:
            found.append(replace(when, scope=tokens.scope(index)))
    return tuple(found)


def _manner(ground: Ground, account: Account) -> frozenset[str]:
    """The parts that the words of the cue play: to blame, to deny, to confirm, to demand …"""
    if account.claim is None:
        return frozenset()
    return frozenset(tokens_of(ground.view, account.claim.cue).roles)


def _context(ground: Ground, tokens: Tokens, account: Account) -> frozenset[str]:
    """For an account that points back (ينفي هذه الاتهامات), the roots of what it can point to."""
    if "charge" not in tokens.roles or len(tokens.content) > FEW_WORDS:
        return frozenset()
    return ground.roots_near(account.paragraph)


def _tellers(account: Account) -> tuple[Span, ...]:
    """The words that name who speaks."""
    claim = account.claim
    if claim is None:
        return ()
    return (*claim.source, *((claim.source_from,) if claim.source_from else ()))


def _runs(tokens: Tokens) -> frozenset[tuple[str, ...]]:
    words = [word for word in tokens.letters if word[:1].isalnum()]
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
