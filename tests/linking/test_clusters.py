"""Groups under separations: against a plain model that checks all pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riwaya.linking.clusters import Clusters, Profile, contradict

ACTS = st.lists(
    st.tuples(st.sampled_from(["join", "separate", "rule"]), st.integers(0, 7), st.integers(0, 7)),
    max_size=40,
)
COUNTRIES = ["SY", "LB", None, None, "SY", None, "LB", None]


@given(ACTS)
def test_no_separated_pair_is_ever_in_one_group(acts: list[tuple[str, int, int]]) -> None:
    clusters = Clusters()
    nodes = [(f"d{n}", "e") for n in range(8)]
    for n, node in enumerate(nodes):
        country = COUNTRIES[n]
        clusters.add(node, Profile(countries={country} if country else set(), documents={node[0]}))
    group = {n: {n} for n in range(8)}
    apart: set[tuple[int, int]] = set()
    for act, a, b in acts:
        united = group[a] | group[b]
        clash = any(x in united and y in united for x, y in apart)
        if act == "separate":
            expected = group[a] is not group[b]
            assert clusters.separate(nodes[a], nodes[b]) == expected
            if expected:
                apart.add((a, b))
        else:
            countries = {COUNTRIES[n] for n in united} - {None}
            free = group[a] is group[b] or (
                not clash and (act == "join" or len(countries) < 2 or _mixed(group[a], group[b]))
            )
            objections = (contradict,) if act == "rule" else ()
            assert clusters.join(nodes[a], nodes[b], objections) == free
            if free:
                for n in united:
                    group[n] = united
        for x, y in apart:
            assert not clusters.same(nodes[x], nodes[y])
            assert clusters.kept_apart(nodes[x], nodes[y])
    for a in range(8):
        for b in range(8):
            assert clusters.same(nodes[a], nodes[b]) == (b in group[a])


def _mixed(one: set[int], other: set[int]) -> bool:
    """Whether two groups share a country although one of them was made of two by decision."""
    here, there = ({COUNTRIES[n] for n in group} - {None} for group in (one, other))
    return bool(here & there) or not here or not there
