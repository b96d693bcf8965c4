"""Which accounts go back to one statement or one text: one voice, counted once.

An account's voice is its speaker's, whatever the number of outlets; an outlet's own narration is
the outlet's, unless the words are copied. What the texts do not say is only proposed: that an
unnamed commander, a spokesman and a statement of one body on one day are one. Who is right, and
whether a voice is independent of another, is not said.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.compare.model import Account, Relation, SourceGroup
from riwaya.compare.speakers import is_named, likeness
from riwaya.compare.speakers_keys import is_medium, is_state
from riwaya.compare.speakers_naming import naming_of
from riwaya.compare.voices_speakers import Telling, one_speaker, telling_of
from riwaya.compare.voices_text import copied_of, is_covered, twins
from riwaya.model import Document, Report
from riwaya.stories.model import Copy

_LONGEST_LABEL = 12  # words
_MOST_OUTLETS = 3  # named in the label of a text that they share


def source_groups(
    reports: Sequence[Report],
    accounts: Sequence[Account],
    relations: Sequence[Relation],
    copies: Sequence[Copy],
) -> tuple[SourceGroup, ...]:
    """The voices of a story, in the order in which they first speak; every account is in one.

    `relations` of kind `repeats` and `copies` (of lineage) tie accounts to one statement or text.
    `why` is `one_speaker`, `same_statement`, `same_body` (proposed), `own_narration`,
    `same_agency`, `same_shared_text` or `unnamed_source`.
    """
    voices = _Voices(accounts, [report.document for report in reports])
    voices.name_speakers()
    voices.credit_copied(copies)
    voices.tie(_repeated(relations, voices.accounts), twins(accounts, copies))
    voices.propose_bodies()
    return voices.groups()


def _repeated(relations: Iterable[Relation], accounts: dict[str, Account]) -> list[tuple[str, str]]:
    """Pairs that repeat one statement. A claim and an outlet's narration are not tied by it: the
    outlet says in its own name what another only said."""
    pairs = []
    for relation in relations:
        if relation.relation != "repeats":
            continue
        a, b = accounts.get(relation.a), accounts.get(relation.b)
        if a is not None and b is not None and (a.claim is None) is (b.claim is None):
            pairs.append((a.ref, b.ref))
    return pairs


@dataclass(slots=True)
class _Voice:
    """Where an account's voice comes from so far."""

    key: str
    why: str
    proposed: bool = False


class _Voices:
    """The voice of each account, decided step by step."""

    def __init__(self, accounts: Sequence[Account], documents: Sequence[Document]) -> None:
        self.accounts = {account.ref: account for account in accounts}
        self._names = {document.id: document.outlet or document.id for document in documents}
        self._texts = {document.id: document.text for document in documents}
        self._tellings: dict[str, Telling] = {}
        self._voices: dict[str, _Voice] = {}

    def name_speakers(self) -> None:
        """A claim's voice is its speaker, equal speakers made one; narration is the outlet's."""
        self._tellings = {
            ref: telling_of(account, self._texts.get(account.document, ""))
            for ref, account in self.accounts.items()
        }
        one = one_speaker([telling.speaker for telling in self._tellings.values()])
        for ref, account in self.accounts.items():
            speaker = self._tellings[ref].speaker
            if account.claim is None:
                self._voices[ref] = _Voice(speaker.key, "own_narration")
            elif is_named(speaker):
                self._voices[ref] = _Voice(one[speaker], "one_speaker")
            else:
                key = f"{speaker.key}@{account.document}"
                self._voices[ref] = _Voice(key, "unnamed_source")

    def credit_copied(self, copies: Sequence[Copy]) -> None:
        """Narration in a copied passage is whose text it was copied from."""
        narrated: dict[str, list[Account]] = defaultdict(list)
        for account in self.accounts.values():
            if account.claim is None:
                narrated[account.document].append(account)
        copied = copied_of(copies)
        for (document, other), spans in copied.sources.items():
            key = _outlet_key(self._names.get(other, other))
            for account in narrated[document]:
                if is_covered(account, spans):
                    self._voices[account.ref] = _Voice(key, "same_shared_text")
                    self._names.setdefault(key, self._names.get(other, other))
        for (document, origin), spans in copied.origins.items():
            key = _origin_key(origin)
            for account in narrated[document]:
                if is_covered(account, spans):
                    self._voices[account.ref] = _Voice(key, "same_agency")
                    self._names.setdefault(key, origin)

    def tie(self, *pairs: Iterable[tuple[str, str]]) -> None:
        """Claims of one statement get one voice: that of the speaker who is named the nearest,
        among equals of most of them. Narration in the same words is an agency's where one of them
        is, else a voice of its own: nobody can say whose words they were first."""
        tied = _Tied(self.accounts)
        for a, b in (pair for group in pairs for pair in group):
            if self._may_tie(a, b):
                tied.join(a, b)
        for refs in tied.several():
            counts = Counter(self._voices[ref].key for ref in refs)
            if len(counts) == 1:
                continue
            key = max(counts, key=lambda key: (_nearness(key), counts[key], key))
            why = "same_statement"
            if self.accounts[refs[0]].claim is None:
                why = "same_agency" if is_medium(key) else "same_shared_text"
                key = key if is_medium(key) else self._shared_key(refs)
            for ref in refs:
                if self._voices[ref].key != key:
                    self._voices[ref] = _Voice(key, why)

    def _shared_key(self, refs: Sequence[str]) -> str:
        """The key of a text that several outlets share, named after them."""
        outlets = dict.fromkeys(self._names.get(self.accounts[r].document, "") for r in refs)
        key = f"text:{min(refs)}"
        more = " …" if len(outlets) > _MOST_OUTLETS else ""
        self._names[key] = "، ".join([*outlets][:_MOST_OUTLETS]) + more
        return key

    def _may_tie(self, a: str, b: str) -> bool:
        """Speakers whom both texts name as two persons or bodies stay two voices, though they say
        the same: only a part of a whole, or one who is not named, can be the other."""
        first, second = self._tellings[a].speaker, self._tellings[b].speaker
        if self.accounts[a].claim is None or not (is_named(first) and is_named(second)):
            return True
        return likeness(first, second).score >= _PART

    def propose_bodies(self) -> None:
        """What an unnamed officer of a body says on a day on which the body itself, or another
        unnamed officer of it, speaks is proposed to be the body's."""
        spoken: dict[tuple[str, str], list[str]] = defaultdict(list)
        for ref, telling in self._tellings.items():
            if telling.body is not None:
                account = self.accounts[ref]
                # Without a day only what one report tells is of one day.
                spoken[telling.body, account.said or account.document].append(ref)
        whole = self._voices_of_bodies()
        for (body, _), refs in spoken.items():
            refs = [ref for ref in refs if self._is_fragment(ref)]
            ways = {self._tellings[ref].capacity for ref in refs}
            key = whole.get(body, body)
            for ref in refs if len(ways) > 1 else ():
                # One that repeats another's statement stays with the other.
                if self._voices[ref].why == "one_speaker" or self._voices[ref].key == key:
                    self._voices[ref] = _Voice(key, "same_body", proposed=True)

    def _is_fragment(self, ref: str) -> bool:
        """Whether an account may be a piece of its body's statement. An office of a state (its
        ambassador) speaks for itself."""
        telling = self._tellings[ref]
        whole = telling.body is not None and is_state(telling.body)
        return not whole or telling.capacity in ("", "statement", "spokesman")

    def _voices_of_bodies(self) -> dict[str, str]:
        """The key under which each body already speaks, by whatever spelling of its name."""
        found: dict[str, str] = {}
        for ref, telling in self._tellings.items():
            if telling.body is not None and telling.speaker.key == telling.body:
                found.setdefault(telling.body, self._voices[ref].key)
        return found

    def groups(self) -> tuple[SourceGroup, ...]:
        """The groups, each with its label in the reports' words."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref in self.accounts:
            found[self._voices[ref].key].append(ref)
        return tuple(self._group(key, refs) for key, refs in found.items())

    def _group(self, key: str, refs: list[str]) -> SourceGroup:
        voices = [self._voices[ref] for ref in refs]
        proposed = any(voice.proposed for voice in voices)
        return SourceGroup(
            id="g" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12],
            label=self._label(key, refs),
            body=self._body(key, refs),
            accounts=tuple(refs),
            why="same_body" if proposed else Counter(v.why for v in voices).most_common(1)[0][0],
            proposed=proposed,
        )

    def _label(self, key: str, refs: list[str]) -> str:
        """The naming by which the voice is called the most, with the fullest name; or the outlets
        that share a text."""
        speakers = [self._tellings[ref].speaker for ref in refs]
        if key in self._names:
            return self._names[key]
        own = [speaker.words for speaker in speakers if speaker.key == key and speaker.words]
        words = own or [speaker.words for speaker in speakers if speaker.words]
        if not words:
            return self._names.get(self.accounts[refs[0]].document, "")
        short = [text for text in words if len(text.split()) <= _LONGEST_LABEL] or words
        told = Counter(short)
        institution = self._body(key, refs) == key
        return max(
            told, key=lambda text: (0 if institution else _named(text), told[text], len(text), text)
        )

    def _body(self, key: str, refs: list[str]) -> str | None:
        if is_medium(key):
            return key
        bodies = Counter(
            body for ref in refs if (body := self._tellings[ref].speaker.body) is not None
        )
        return bodies.most_common(1)[0][0] if bodies else None


_PART = 0.45
_NEAR = ("unknown:", "unnamed:", "document:", "outlet:", "both:")


def _nearness(key: str) -> int:
    """How well a key tells who speaks: a person or body before a state, that before the unnamed."""
    if key.startswith(_NEAR):
        return _NEAR.index(next(name for name in _NEAR if key.startswith(name)))
    return len(_NEAR) + (not key.startswith("actor:state-"))


def _named(words: str) -> int:
    """How many words of a person's name a naming has."""
    return len(naming_of(words).name)


def _outlet_key(outlet: str) -> str:
    return f"outlet:{' '.join(outlet.lower().split())}"


def _origin_key(origin: str) -> str:
    """An agency's key by the lexicon, else by its words."""
    naming = naming_of(origin, "media")
    return naming.body or _outlet_key(origin)


class _Tied:
    """Accounts that are one statement (union-find)."""

    def __init__(self, refs: Iterable[str]) -> None:
        self._above = {ref: ref for ref in refs}

    def join(self, a: str, b: str) -> None:
        """Make two accounts one statement."""
        self._above[self._top(a)] = self._top(b)

    def several(self) -> list[list[str]]:
        """Statements of more than one account, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref in self._above:
            found[self._top(ref)].append(ref)
        return [refs for refs in found.values() if len(refs) > 1]

    def _top(self, ref: str) -> str:
        while (above := self._above[ref]) != ref:
            self._above[ref] = ref = self._above[above]
        return ref
