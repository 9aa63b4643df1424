"""What an answer may be about, as addresses and pages name it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from consultation.answers.models import Answer


class Kind(StrEnum):
    """What sort of thing is answered; the value is what an address says."""

    THEME = "themes"
    STATEMENT = "enonces"
    PARAGRAPH = "paragraphes"
    CAMPAIGN = "campagnes"
    CONTRIBUTION = "contributions"
    RECOMMENDATION = "recommandations"
    OPINION = "avis"


COLUMN = {
    Kind.THEME: "theme_id",
    Kind.STATEMENT: "statement_id",
    Kind.PARAGRAPH: "paragraph_id",
    Kind.CAMPAIGN: "campaign_key",
    Kind.CONTRIBUTION: "contribution_id",
    Kind.RECOMMENDATION: "recommendation_id",
    Kind.OPINION: "opinion_id",
}
"""The column of an answer that names a subject of that kind."""


@dataclass(frozen=True)
class Subject:
    """One thing that is answered: its kind, its row (a campaign's key), and its public key."""

    kind: Kind
    row: int | str
    key: str

    @property
    def is_answered_once(self) -> bool:
        """A committee gets one answer for each thing that it asks; it can be corrected."""
        return self.kind in {Kind.RECOMMENDATION, Kind.OPINION}

    def columns(self) -> dict[str, int | str]:
        """What an answer to it holds."""
        return {COLUMN[self.kind]: self.row}


def kind_of(answer: Answer) -> Kind:
    """What sort of thing `answer` is about."""
    return next(kind for kind, name in COLUMN.items() if getattr(answer, name) is not None)
