"""The tables of the synthesis: codebook, coding, writing."""

from consultation.synthesis.models.codebook import Codebook, Theme, ThemeChange
from consultation.synthesis.models.coding import (
    Coding,
    DoubleReading,
    DoubleSample,
    Reading,
    ReadingNote,
    SavedView,
    ThemeSuggestion,
)
from consultation.synthesis.models.writing import (
    Chapter,
    Citation,
    Edition,
    Statement,
    StatementVersion,
    Synthesis,
    Verbatim,
)

__all__ = [
    "Chapter", "Citation", "Codebook", "Coding", "DoubleReading", "DoubleSample", "Edition",
    "Reading", "ReadingNote", "SavedView", "Statement", "StatementVersion", "Synthesis", "Theme",
    "ThemeChange", "ThemeSuggestion", "Verbatim",
]  # fmt: skip
