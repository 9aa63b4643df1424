"""A source as a page shows it: where something was said, by what kind of person, in which words."""

from dataclasses import dataclass

from consultation.contributions.models import ContributionState


@dataclass(frozen=True)
class Source:
    """A contribution behind a statement. What is not public any more has no words."""

    key: str
    """Of the coding, or of the verbatim."""
    contribution: str
    number: int
    stance: str
    """« ask » for a question."""
    state: ContributionState
    category_code: str
    category_label: str
    paragraph: int | None
    heading: str
    """The section, where it is on one; neither: on the whole text."""
    version: int
    words: str
    is_passage: bool
    """The words are those that were coded or quoted; else the beginning of the text."""
    theme: str = ""
    was_edited: bool = False
    """Its author changed it since; the words are those that were read."""

    @property
    def is_public(self) -> bool:
        """It is read where it was said."""
        return self.state is ContributionState.PUBLISHED
