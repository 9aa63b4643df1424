"""The tables of the synthesis: codebook, coding, writing, answers."""

from consultation.synthesis.models.answers import Answer, AnswerVersion, Milestone, ReplyTemplate
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
    "Answer", "AnswerVersion", "Chapter", "Citation", "Codebook", "Coding", "DoubleReading",
    "DoubleSample", "Edition", "Milestone", "Reading", "ReadingNote", "ReplyTemplate", "SavedView",
    "Statement", "StatementVersion", "Synthesis", "Theme", "ThemeChange", "ThemeSuggestion",
    "Verbatim",
]  # fmt: skip
