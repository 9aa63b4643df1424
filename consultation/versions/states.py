"""What becomes of paragraphs, in words."""

from consultation.core.i18n import _, _n
from consultation.versions.matching import MatchState
from consultation.versions.models import RewordingState


def state_word(state: MatchState) -> str:
    """« Modifié », for one paragraph."""
    return {
        MatchState.KEPT: _("Inchangé"),
        MatchState.EDITED: _("Modifié"),
        MatchState.MOVED: _("Déplacé"),
        MatchState.MOVED_AND_EDITED: _("Déplacé et modifié"),
        MatchState.SPLIT: _("Coupé"),
        MatchState.MERGED: _("Fusionné"),
        MatchState.REMOVED: _("Supprimé"),
        MatchState.NEW: _("Nouveau"),
    }[state]


def state_words(state: MatchState, count: int) -> str:
    """« 12 modifiés », after the word paragraph or in a list of counts."""
    return {
        MatchState.KEPT: _n("%(num)s inchangé", "%(num)s inchangés", count),
        MatchState.EDITED: _n("%(num)s modifié", "%(num)s modifiés", count),
        MatchState.MOVED: _n("%(num)s déplacé", "%(num)s déplacés", count),
        MatchState.MOVED_AND_EDITED: _n(
            "%(num)s déplacé et modifié", "%(num)s déplacés et modifiés", count
        ),
        MatchState.SPLIT: _n("%(num)s coupé", "%(num)s coupés", count),
        MatchState.MERGED: _n("%(num)s fusionné", "%(num)s fusionnés", count),
        MatchState.REMOVED: _n("%(num)s supprimé", "%(num)s supprimés", count),
        MatchState.NEW: _n("%(num)s nouveau", "%(num)s nouveaux", count),
    }[state]


def fate_word(state: RewordingState) -> str:
    """What a version did with a proposed rewording."""
    return {
        RewordingState.TAKEN: _("Reprise"),
        RewordingState.TAKEN_IN_PART: _("Reprise en partie"),
        RewordingState.NOT_TAKEN: _("Non reprise"),
        RewordingState.OVERTAKEN: _("Dépassée : le passage a changé"),
    }[state]
