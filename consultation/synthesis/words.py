"""Words for what coders choose among."""

from consultation.consultations.categories import label as category_label
from consultation.contributions.models import Kind, Stance
from consultation.core.i18n import _
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.queue import ALL, MINE, NO_THEME, ONE_EACH, OWN_WORDS

__all__ = [
    "campaigns", "category_label", "kinds", "reasons", "shares", "stances", "states", "themes_none",
]  # fmt: skip

Choices = list[tuple[str, str]]


def states() -> Choices:
    """The states of the work."""
    return [
        ("", _("À lire")),
        (MINE, _("Mon lot")),
        (ReadingState.CODED.value, _("Codées")),
        (ReadingState.SET_ASIDE.value, _("Écartées")),
        (ReadingState.TO_RETURN.value, _("À reprendre")),
        (ALL, _("Toutes")),
    ]


def stances() -> Choices:
    """The positions, as authors choose them and as coders read them."""
    return [
        (Stance.FOR.value, _("Favorable")),
        (Stance.MIXED.value, _("Mitigé")),
        (Stance.AGAINST.value, _("Opposé")),
        (Stance.NONE.value, _("Sans position")),
    ]


def kinds() -> Choices:
    """The kinds of contributions."""
    return [
        (Kind.COMMENT.value, _("Commentaires")),
        (Kind.QUESTION.value, _("Questions")),
        (Kind.AMENDMENT.value, _("Rédactions")),
    ]


def campaigns() -> Choices:
    """What is made of the members of campaigns."""
    return [(ONE_EACH, _("Une par groupe")), (OWN_WORDS, _("Mots à elles"))]


def themes_none() -> tuple[str, str]:
    """What has no theme."""
    return NO_THEME, _("Sans thème")


def reasons() -> Choices:
    """Why a contribution is set aside."""
    return [
        (SetAside.OUT_OF_SCOPE.value, _("Hors du champ de la consultation")),
        (SetAside.EMPTY.value, _("Rien à analyser : vide, ou un simple mot")),
        (SetAside.UNINTELLIGIBLE.value, _("Incompréhensible")),
        (SetAside.REPEATED.value, _("Répète mot pour mot une autre de la même personne")),
        (SetAside.OTHER.value, _("Autre motif, à préciser")),
    ]


def shares() -> Choices:
    """The numbers of the coverage: what became of the contributions."""
    return [
        ("recues", _("Reçues")),
        ("publiees", _("Publiées")),
        ("lues", _("Lues : codées ou écartées")),
        ("codees", _("Codées")),
        ("citees", _("Citées par un énoncé")),
        ("codees-non-citees", _("Codées, citées par aucun énoncé")),
        ("ecartees", _("Écartées, avec le motif")),
        ("a-lire", _("Pas encore lues")),
        ("tardives", _("Arrivées après l’arrêt de la liste")),
    ]
