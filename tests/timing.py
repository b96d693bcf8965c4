"""How work grows with its size, measured so that a busy machine does not fail a test."""

import gc
import time
from collections.abc import Callable

Work = Callable[[], object]

_ATTEMPTS = 6
_LEAST = 1e-3  # seconds: below it the clock says little


def growth(make: Callable[[int], Work], small: int, large: int, enough: float) -> float:
    """How many times longer `make(large)` takes than `make(small)`, in time of this process.

    `make` prepares work of a size; only the work itself is timed. The best of some attempts, ended
    when one is below `enough`: other work on the machine makes single ones slower, never faster,
    and work that truly grows with the square stays above it every time.
    """
    best: dict[int, float] = {}
    make(small)()  # what is loaded once is loaded now
    for _ in range(_ATTEMPTS):
        for size in (small, large):
            best[size] = min(best.get(size, float("inf")), _seconds(make(size)))
        if best[large] / max(best[small], _LEAST) < enough:
            break
    return best[large] / max(best[small], _LEAST)


def _seconds(work: Work) -> float:
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()
