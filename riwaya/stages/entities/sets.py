"""Which forms are one entity: disjoint sets that remember the rule of each joining."""

from __future__ import annotations


class Sets:
    """Disjoint sets of the numbers 0 to `size` - 1."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))
        self.rules: dict[int, str] = {}

    def root(self, at: int) -> int:
        """The set that holds `at`, by its smallest number."""
        while self._parents[at] != at:
            self._parents[at] = self._parents[self._parents[at]]
            at = self._parents[at]
        return at

    def join(self, one: int, other: int, rule: str) -> None:
        """Make two sets one. `rule` is remembered for `other` unless one is known already."""
        self.rules.setdefault(other, rule)
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first

    def members(self) -> dict[int, list[int]]:
        """The sets by their smallest number, in order."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._parents)):
            found.setdefault(self.root(at), []).append(at)
        return found
