"""Each web process stays on one core of the machine, as nginx can have its own do.

The threads of a Python process compute one at a time, and hand the interpreter to one another at
each statement that the database answers. On several cores each of these wakes another core, which
has nothing of theirs in its cache: it costs a sixth of a request, and more of a turn to write.
"""

import os
from collections import Counter
from typing import Any

ARE_KNOWN = hasattr(os, "sched_setaffinity")
"""The system says which core a process runs on: Linux does."""


def choose_core(server: Any, worker: Any) -> None:
    """Give a new process the core that the fewest others have. Gunicorn's `pre_fork`."""
    if ARE_KNOWN:
        taken = Counter(getattr(other, "core", None) for other in server.WORKERS.values())
        worker.core = min(sorted(os.sched_getaffinity(0)), key=lambda core: taken[core])


def keep_to_core(_server: Any, worker: Any) -> None:
    """Keep this process to its core. Gunicorn's `post_fork`."""
    if ARE_KNOWN:
        os.sched_setaffinity(0, {worker.core})
