"""The tables of the synthesis: codebook, coding, writing."""

from consultation.synthesis.models.campaigns import CampaignCoding
from consultation.synthesis.models.codebook import Codebook, Theme, ThemeChange
from consultation.synthesis.models.coding import (
    Coding,
    Reading,
    ReadingNote,
    SavedView,
    ThemeSuggestion,
)
from consultation.synthesis.models.doubles import DoubleReading, DoubleSample, DoubleSettlement
from consultation.synthesis.models.groupings import OpinionGrouping
from consultation.synthesis.models.opinions import OpinionCitation
from consultation.synthesis.models.proposals import ProposalSearch, ThemeProposal
from consultation.synthesis.models.telling import SynthesisTelling
from consultation.synthesis.models.writing import (
    Chapter,
    Citation,
    Edition,
    EditionSource,
    Statement,
    StatementVersion,
    Synthesis,
    SynthesisChange,
    Verbatim,
)

__all__ = [
    "CampaignCoding", "Chapter", "Citation", "Codebook", "Coding", "DoubleReading", "DoubleSample",
    "DoubleSettlement", "Edition", "EditionSource", "OpinionCitation", "OpinionGrouping",
    "ProposalSearch", "Reading", "ReadingNote", "SavedView", "Statement", "StatementVersion",
    "Synthesis", "SynthesisChange", "SynthesisTelling", "Theme", "ThemeChange", "ThemeProposal",
    "ThemeSuggestion", "Verbatim",
]  # fmt: skip
