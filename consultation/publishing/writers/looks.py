"""How the styles of a word processor's document look, whichever file they are written into."""

from consultation.publishing.blocks import Shade

SANS, SERIF = "Arial", "Georgia"
INK, SECOND, ACCENT = "17201E", "45514E", "0B5A66"
SUNKEN, EDGE, HAIRLINE = "F1F4F2", "75807C", "D6DCD9"
REGIONS = {"fr": "fr-FR", "en": "en-GB"}
Look = tuple[str, float, str, bool, float, float]
"""Font, size, colour, bold, space before, space after."""
PARAGRAPHS: dict[str, Look] = {
    "Normal": (SERIF, 11, INK, False, 0, 8),
    "Title": (SANS, 24, INK, True, 0, 6),
    "Subtitle": (SANS, 12, SECOND, False, 0, 18),
    "Heading 1": (SANS, 16, INK, True, 24, 8),
    "Heading 2": (SANS, 13, INK, True, 18, 6),
    "Heading 3": (SANS, 11, INK, True, 14, 4),
    "Heading 4": (SANS, 10.5, SECOND, True, 12, 4),
    "TOC Heading": (SANS, 16, INK, True, 18, 8),
    "Caption": (SANS, 9.5, INK, True, 12, 4),
    "Quote": (SERIF, 11, INK, False, 4, 4),
    "Verbatim": (SERIF, 11, INK, False, 4, 4),
    "Reference": (SANS, 8.5, SECOND, False, 0, 10),
    "Lead": (SERIF, 12.5, INK, False, 0, 8),
    "Aside": (SANS, 8.5, SECOND, False, 0, 6),
    "Box": (SERIF, 11, INK, False, 0, 4),
    "Box Title": (SANS, 10.5, INK, True, 12, 4),
    "Cell": (SANS, 9, INK, False, 2, 2),
    "List Paragraph": (SERIF, 11, INK, False, 0, 4),
    "footnote text": (SERIF, 9, INK, False, 0, 2),
    "TOC 1": (SANS, 10, INK, False, 4, 2),
    "TOC 2": (SANS, 10, INK, False, 0, 2),
    "TOC 3": (SANS, 9, SECOND, False, 0, 2),
    "TOC 4": (SANS, 9, SECOND, False, 0, 2),
}
SHADES = {Shade.FOR: "17693B", Shade.MIXED: "775000", Shade.AGAINST: "A32A1E", Shade.OTHER: EDGE}


def region_of(language: str) -> str:
    """« fr-FR »."""
    return REGIONS.get(language, language)
