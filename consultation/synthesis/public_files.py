"""The files of a published synthesis, as its page offers them. Pure.

Exports come later in the line of features: the application says who tells what there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FILES = "synthesis.files"
"""Where the application puts what tells the files of an edition: a `Lister`."""


@dataclass(frozen=True)
class PublicFile:
    """One format; without a size it is being written."""

    words: str
    address: str
    size: int = 0


Lister = Callable[[str, int, int], Sequence[PublicFile]]
"""By the consultation's slug, the edition's row and its number; one statement of the database."""
