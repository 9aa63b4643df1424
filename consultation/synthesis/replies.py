"""What the institution answered, under what it answers in the published synthesis. Pure.

Answers come later in the line of features: the application says who tells them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

REPLIES = "synthesis.replies"
"""Where the application puts what tells the published answers: a `Replier`."""


@dataclass(frozen=True)
class Reply:
    """A published answer to a statement, or to the theme of a chapter."""

    outcome: str
    words: str
    """The beginning of it, without markup."""
    address: str
    changed: tuple[str, str] | None = None
    """The paragraph that changes because of it: its name, and where it is read."""


Replier = Callable[[int, Sequence[str], Sequence[str]], Mapping[str, Sequence[Reply]]]
"""Of a consultation, by the key of a statement or of a chapter; one statement of the database."""
