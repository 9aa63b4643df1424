"""What a theme says of itself, and what is asked of it. No database."""

from dataclasses import dataclass

from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, tidy

MAX_NAME = 120
MAX_WORDS = 1_000
COLOUR_LENGTH = 7


@dataclass(frozen=True)
class ThemeWords:
    """What a theme says of itself."""

    name: str
    definition: str = ""
    example: str = ""
    colour: str = ""
    is_out_of_scope: bool = False


def checked(words: ThemeWords) -> ThemeWords:
    """The same, tidied. DomainError for what a theme may not say."""
    name = one_line(words.name)
    if is_blank(name):
        raise DomainError(_("Nommez le thème."))
    if len(name) > MAX_NAME:
        raise DomainError(_("Le nom d’un thème tient en %(most)s caractères.", most=MAX_NAME))
    definition, example = tidy(words.definition).strip(), tidy(words.example).strip()
    if max(len(definition), len(example)) > MAX_WORDS:
        raise DomainError(
            _("La définition et l’exemple tiennent en %(most)s caractères chacun.", most=MAX_WORDS)
        )
    return ThemeWords(name, definition, example, _colour(words.colour), words.is_out_of_scope)


def _colour(text: str) -> str:
    """#rrggbb in small letters; "" for none."""
    colour = text.strip().lower()
    if not colour:
        return ""
    if len(colour) == 4 and colour.startswith("#"):
        colour = "#" + "".join(2 * sign for sign in colour[1:])
    if len(colour) != COLOUR_LENGTH or not all(sign in "0123456789abcdef" for sign in colour[1:]):
        raise DomainError(_("Une couleur s’écrit #RRVVBB."))
    return colour
