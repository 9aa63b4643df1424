"""How what something costs grows with its size: by ratios, since a clock says more of the machine.

Only the processor's time of this process counts, and the best of a few tries: whoever else works
on the machine does not change what comes out.
"""

import time
from collections.abc import Callable

TRIES = 3


def times_as_long(larger: Callable[[], object], smaller: Callable[[], object]) -> float:
    """How many times as long `larger` takes as `smaller`, both tried in turns."""
    tried = [(_seconds(smaller), _seconds(larger)) for _try in range(TRIES)]
    few, many = (min(each) for each in zip(*tried, strict=True))
    return many / max(few, 1e-6)


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began
