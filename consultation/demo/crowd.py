"""What the demo's writer works with: texts, people, places, and the counts that it keeps."""

from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from consultation.contributions.models import Kind, Stance
from consultation.demo.camps import Camps


@dataclass(frozen=True)
class Text:
    """Something to say, rendered once."""

    source: str
    html: str
    kind: Kind
    stance: Stance
    theme: str
    voice: str = "public"
    gender: str = ""
    proposed_text: str | None = None
    redline_html: str | None = None
    is_official: bool = False
    is_shared: bool = False
    """Words of a campaign."""


Replies = Mapping[tuple[str, Stance], Sequence[Text]]
"""What may be said under a contribution on a theme, of a stance."""


@dataclass(frozen=True)
class Guest:
    """The demo's own participant, whom newcomers sign in as."""

    participant_id: int
    voice: str
    gender: str
    speaks_from: Sequence[int]
    """They say the first thing that they could have said, from each of these indexes on."""


class Crowd:
    """Who speaks and votes: participants by the voice and gender that their words give away."""

    def __init__(self, institution: int, guest: Guest) -> None:
        self.everybody = array("l")
        self.institution = institution
        self.guest = guest
        self.camps = Camps((), 0)
        self._due = deque(sorted(guest.speaks_from))
        self._pools: dict[tuple[str, str], array[int]] = {}

    def add(self, participant_id: int, voice: str, gender: str) -> None:
        """One more participant."""
        self.everybody.append(participant_id)
        for said in {gender, ""}:
            self._pools.setdefault((voice, said), array("l")).append(participant_id)

    def author(self, rng: Random, text: Text, index: int) -> int:
        """Somebody who could have written `text`; a few write much."""
        if text.is_official:
            return self.institution
        if self._due and index >= self._due[0] and self._is_guests(text):
            self._due.popleft()
            return self.guest.participant_id
        pool = self._pools.get((text.voice, text.gender)) or self.everybody
        return pool[int(len(pool) * rng.random() ** 1.6)]

    def _is_guests(self, text: Text) -> bool:
        fits = text.voice == self.guest.voice and text.gender in {self.guest.gender, ""}
        return fits and not text.is_shared

    def voters(self, rng: Random, wanted: int) -> set[int]:
        """As many people as wanted, each once, a few less when chance repeats itself."""
        most = min(wanted, len(self.everybody) // 2)
        return {self.everybody[rng.randrange(len(self.everybody))] for _draw in range(most)}


@dataclass(frozen=True)
class Spot:
    """Where one may speak: a discussion, and the words that it is about."""

    discussion_id: int
    passage_id: int | None
    heading_id: int | None
    page_id: int | None
    document_id: int
    version_id: int
    version_sha256: str
    subject: str
    weight: float
    texts: Sequence[Text]
    campaigns: Sequence[Sequence[Text]]
    """The texts of each campaign that is about the document: it is sent wherever one may speak."""
    amendments: Sequence[Text]
    replies: Replies


@dataclass
class Tally:
    """What the counters of the public pages must say afterwards."""

    discussions: dict[int, dict[str, int]] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    documents: dict[int, int] = field(default_factory=dict)
    spoke: set[int] = field(default_factory=set)
    by_author: dict[int, int] = field(default_factory=dict)
    contributions: int = 0
    amendments: int = 0
    votes: int = 0
    last_number: int = 0
