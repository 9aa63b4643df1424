"""What a writer is warned of: words that say more than was counted. Pure.

Nothing is refused for them; they are said while one writes and once more before publication.
"""

import re

from consultation.core.i18n import _
from consultation.synthesis.fields import FIELD

PERCENT = re.compile(r"\d\s*%|pour\s+cent|pourcents?\b|per\s?cent", re.IGNORECASE)
PEOPLE = re.compile(
    r"\b(?:les|des|aux|de)\s+(?:français(?:es)?|citoyen(?:ne)?s|habitants|gens)\b"
    r"|\bla\s+population\b|\bla\s+majorité\b|\bthe\s+(?:french|population|majority)\b",
    re.IGNORECASE,
)
TYPED = re.compile(
    r"\b\d[\d\s\u202f\u00a0]*\s+(?:personnes?|contributions?|textes?|participants?|people)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"«[^»]{25,}»|“[^”]{25,}”|\"[^\"]{25,}\"")
VAGUE = re.compile(
    r"\b(?:la plupart|beaucoup|de nombreu(?:x|ses)|une majorité|largement)\b", re.IGNORECASE
)
MANY = 5


def warnings_of(source: str, source_count: int) -> list[str]:
    """What to look at again in the kept text of a statement."""
    words = FIELD.sub(" ", source)
    found: list[str] = []
    if PERCENT.search(words):
        found.append(
            _("Un pourcentage est écrit à la main : insérez une part, qui dit de qui et sur quoi.")
        )
    if match := PEOPLE.search(words):
        found.append(
            _("« %(words)s » : seules des personnes qui l’ont voulu se sont exprimées, "
              "dites combien.", words=match[0])
        )  # fmt: skip
    if TYPED.search(words):
        found.append(_("Un nombre est écrit à la main : insérez un champ, il restera juste."))
    if QUOTED.search(words):
        found.append(
            _("Des mots entre guillemets : insérez un verbatim, qui renvoie à sa contribution.")
        )
    match = VAGUE.search(words)
    if match and source_count < MANY:
        found.append(
            _("« %(words)s » : précisez le nombre, l’énoncé a peu de sources.", words=match[0])
        )
    return found
