"""Processor time for tests that tell linear work from quadratic; how fast it is belongs to `make bench`."""

import gc
import time
from collections.abc import Callable


def cost(work: Callable[[], object], tries: int = 3) -> float:
    """The least seconds of processor time of some tries, without the collector's passes over all live objects."""
    runs = []
    for _ in range(tries):
        gc.collect()
        gc.disable()
        try:
            started = time.process_time()
            work()
            runs.append(time.process_time() - started)
        finally:
            gc.enable()
    return min(runs)
