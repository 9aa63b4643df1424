"""What part of the coders' queue is asked for, and what a row of it shows. Pure."""

from dataclasses import dataclass, fields

from consultation.contributions.models import Kind, Stance
from consultation.synthesis.models.coding import ReadingState, SetAside

NO_THEME = "aucun"
ONE_EACH = "une"
OWN_WORDS = "propres"
ALL = "toutes"
MINE = "miennes"
NAMES = {
    "place": "section", "paragraph": "paragraphe", "theme": "theme", "stance": "position",
    "kind": "nature", "category": "categorie", "campaign": "campagne", "coder": "codeur",
    "state": "etat",
}  # fmt: skip
"""How an address says each filter."""


@dataclass(frozen=True)
class Filters:
    """What part of the queue is shown; an empty field keeps everything, but `state`: to be read."""

    place: str = ""
    """The key of a document or of a section."""
    paragraph: str = ""
    """The number that people see."""
    theme: str = ""
    """The key of a theme, or « aucun »."""
    stance: str = ""
    kind: str = ""
    category: str = ""
    """The place of a category in its consultation."""
    campaign: str = ""
    """« une » for one text of each, « propres » for words of one's own, or a campaign's key."""
    coder: str = ""
    """The key of whoever read it."""
    state: str = ""

    def arguments(self) -> dict[str, str]:
        """As an address says it, and as a saved view keeps it."""
        return {NAMES[each.name]: getattr(self, each.name) for each in fields(self)
                if getattr(self, each.name)}  # fmt: skip

    @property
    def is_on(self) -> bool:
        """Something is left out of what is to be read."""
        return bool(self.arguments())

    @property
    def waits(self) -> bool:
        """What it keeps is still to be read: it is taken in batches."""
        return self.state in {"", ReadingState.TO_READ, MINE}

    @property
    def is_narrow(self) -> bool:
        """Something beside the state is asked for."""
        return bool(set(self.arguments()) - {"etat"})


@dataclass(frozen=True)
class Row:
    """One contribution, as the list shows it."""

    id: int
    key: str
    number: int
    kind: Kind
    stance: Stance
    paragraph: int | None
    heading: str | None
    source: str
    proposed_text: str | None
    state: ReadingState
    reason: SetAside | None
    campaign_size: int | None
    """How many texts it stands for, when it is the text of a campaign."""
    held_by: str | None

    @property
    def excerpt(self) -> str:
        """Its first words, on one line."""
        line = " ".join((self.source or self.proposed_text or "").split())
        return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


EXCERPT = 110


@dataclass(frozen=True)
class Progress:
    """How far the team has come: contributions by state, and what each person read."""

    by_state: dict[ReadingState, int]
    people: list[tuple[str, int]]

    def of(self, state: ReadingState) -> int:
        """How many are in that state."""
        return self.by_state.get(state, 0)

    @property
    def total(self) -> int:
        """All that have a place in the work."""
        return sum(self.by_state.values())

    @property
    def read(self) -> int:
        """Coded or set aside."""
        return self.of(ReadingState.CODED) + self.of(ReadingState.SET_ASIDE)

    def kept_by(self, filters: Filters) -> int | None:
        """How many a filter by state alone keeps: they are counted already. None for another."""
        if filters.is_narrow or filters.state == MINE:
            return None
        if filters.state == ALL:
            return self.total
        return self.of(ReadingState(filters.state or ReadingState.TO_READ))
