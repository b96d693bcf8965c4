"""The passages that two texts share, found exactly.

Runs of equal words are found greedily, the longest first at each word (Greedy String Tiling: Wise
1993), and joined over light edits (a word dropped, replaced or put in). Each text is read from its
beginning to its end once, and where words repeat only the first places are tried: time grows with
the length of the texts, for repetitive ones too. The order of passages may differ between the
texts. What is found is the same whichever text is given first.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

SEED = 3  # equal words in a row that begin a run
_PLACES = 8  # places of one seed that are tried
_GAP = 8  # words that an edit may take up between two runs of a passage
_OPEN = 4  # passages that a run may still continue
_EDGE = 3  # words that an edit may take up near the end of a passage
_STEPS = 8  # such edits in a row
_DENSE = 0.55  # least part of a passage that is equal words
_FEWEST = 3  # different seeds of two texts that share a passage
SHORTEST = 7  # equal words of a passage

Tokens = Sequence[int]
_Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """Words `a_first` to `a_last` of one text and `b_first` to `b_last` of the other (both
    included), of which `equal` words are the same. First and last words are equal."""

    a_first: int
    a_last: int
    b_first: int
    b_last: int
    equal: int

    def swapped(self) -> Shared:
        """The same passage with the texts in the other order."""
        return Shared(self.b_first, self.b_last, self.a_first, self.a_last, self.equal)


@dataclass(slots=True)
class _Run:
    a: int
    b: int
    length: int


@dataclass(slots=True)
class _Chain:
    runs: list[_Run]

    @property
    def a_stop(self) -> int:
        return self.runs[-1].a + self.runs[-1].length

    @property
    def b_stop(self) -> int:
        return self.runs[-1].b + self.runs[-1].length

    def follows(self, run: _Run) -> bool:
        """Whether only a light edit stands between this passage and `run`."""
        return 0 <= run.b - self.b_stop <= _GAP and 0 <= run.a - self.a_stop <= _GAP


def align(a: Tokens, b: Tokens) -> list[Shared]:
    """The shared passages of two texts, given as hashes of words, in the order of `a`."""
    if (len(a), a) > (len(b), b):
        found = [shared.swapped() for shared in _aligned(b, a)]
    else:
        found = _aligned(a, b)
    return sorted(found, key=lambda shared: (shared.a_first, shared.b_first))


def _aligned(a: Tokens, b: Tokens) -> list[Shared]:
    chains = _chains(_runs(a, b))
    found = (_shared(chain, a, b) for chain in chains)
    return _apart([shared for shared in found if shared is not None])


def _seeds(keys: Sequence[_Key], wanted: Set[_Key]) -> dict[_Key, list[int]]:
    """The first places of each of the wanted seeds."""
    seeds: dict[_Key, list[int]] = {}
    for place, key in enumerate(keys):
        if key in wanted:
            places = seeds.setdefault(key, [])
            if len(places) < _PLACES:
                places.append(place)
    return seeds


def _runs(a: Tokens, b: Tokens) -> list[_Run]:
    """Maximal runs of equal words in the order of `b`; no word of `b` is in two."""
    keys, others = (list(zip(each, each[1:], each[2:], strict=False)) for each in (b, a))
    common = set(keys).intersection(others)
    if len(common) < min(_FEWEST, len(keys), len(others)):
        return []
    seeds = _seeds(others, common)
    runs: list[_Run] = []
    free = 0  # words of b before it are taken
    for at in [place for place, key in enumerate(keys) if key in seeds]:
        if at < free:
            continue
        run = _best(a, b, at, _tried(seeds[keys[at]], runs))
        while run.a and run.b > free and a[run.a - 1] == b[run.b - 1]:
            run = _Run(run.a - 1, run.b - 1, run.length + 1)
        runs.append(run)
        free = run.b + run.length
    return runs


def _tried(places: list[int], runs: list[_Run]) -> list[int]:
    """The places to try, first those right behind the last run."""
    if not runs or len(places) == 1:
        return places
    stop = runs[-1].a + runs[-1].length
    return sorted(places, key=lambda place: (not 0 <= place - stop <= _GAP, place))


def _best(a: Tokens, b: Tokens, at: int, places: list[int]) -> _Run:
    """The longest run from word `at` of b; of equal ones the first tried."""
    best = _Run(0, at, 0)
    for place in places:
        length = SEED
        most = min(len(a) - place, len(b) - at)
        while length < most and a[place + length] == b[at + length]:
            length += 1
        if length > best.length:
            best = _Run(place, at, length)
    return best


def _chains(runs: list[_Run]) -> list[_Chain]:
    """Runs joined over light edits."""
    chains: list[_Chain] = []
    opened: list[_Chain] = []
    for run in runs:
        for chain in reversed(opened):
            if chain.follows(run):
                chain.runs.append(run)
                opened.remove(chain)
                break
        else:
            chain = _Chain([run])
            chains.append(chain)
        opened = [*opened, chain][-_OPEN:]
    return chains


def _shared(chain: _Chain, a: Tokens, b: Tokens) -> Shared | None:
    """The passage of a chain, led on over edits near its ends; None for one too thin."""
    equal = sum(run.length for run in chain.runs)
    first, last = chain.runs[0], chain.runs[-1]
    a_first, b_first, before = _led(a, b, first.a, first.b, -1)
    a_last, b_last, after = _led(a, b, last.a + last.length - 1, last.b + last.length - 1, 1)
    equal += before + after
    span = max(a_last - a_first, b_last - b_first) + 1
    if equal < min(SHORTEST, len(a), len(b)) or equal < _DENSE * span:
        return None
    return Shared(a_first, a_last, b_first, b_last, equal)


def _led(a: Tokens, b: Tokens, i: int, j: int, way: int) -> tuple[int, int, int]:
    """From equal words i, j on (`way` 1) or back (-1) to the last equal words that are reached by
    edits of a few words; and how many equal words were passed."""
    passed = 0
    for _ in range(_STEPS):
        step = _step(a, b, i, j, way)
        if step is None:
            break
        i, j, passed = step[0], step[1], passed + 2
    return i, j, passed


def _step(a: Tokens, b: Tokens, i: int, j: int, way: int) -> tuple[int, int] | None:
    """The next two equal words in a row, the nearest first."""
    for far in range(2 * _EDGE + 1):
        for skip in range(max(0, far - _EDGE), min(far, _EDGE) + 1):
            x, y = i + way * (1 + skip), j + way * (1 + far - skip)
            if not (0 <= x + way < len(a) and 0 <= x < len(a)):
                continue
            if not (0 <= y + way < len(b) and 0 <= y < len(b)):
                continue
            if a[x] == b[y] and a[x + way] == b[y + way]:
                return x + way, y + way
    return None


def _apart(found: list[Shared]) -> list[Shared]:
    """Passages without those whose words, in one of the texts, all stand in longer ones."""
    kept: list[Shared] = []
    in_a, in_b = _Taken(), _Taken()
    for shared in sorted(found, key=lambda each: (-each.equal, each.a_first, each.b_first)):
        fresh_a = in_a.take(shared.a_first, shared.a_last)
        fresh_b = in_b.take(shared.b_first, shared.b_last)
        if fresh_a and fresh_b:
            kept.append(shared)
    return kept


class _Taken:
    """Words that passages have taken."""

    def __init__(self) -> None:
        self._taken = bytearray()

    def take(self, first: int, last: int) -> bool:
        """Take these words; whether any of them was free."""
        if len(self._taken) <= last:
            self._taken.extend(bytes(last + 1 - len(self._taken)))
        free = self._taken.find(0, first, last + 1) >= 0
        self._taken[first : last + 1] = b"\x01" * (last + 1 - first)
        return free
