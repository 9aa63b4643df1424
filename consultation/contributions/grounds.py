"""Why a moderator took something from the public, as everybody may know it: never what it said."""

from typing import Protocol

from consultation.consultations.charter import clause_named
from consultation.core.i18n import _

LAW = "law"
CHARTER = "charter"


class Judged(Protocol):
    """A contribution, or the line of one: what its neutral trace needs."""

    @property
    def moderation_ground(self) -> str: ...

    @property
    def consultation_id(self) -> int: ...


def ground_words(judged: Judged) -> str:
    """« règle 5 de la charte, « … » », in the language of the page; "" when there is none.

    A clause is asked of the database once a process, whatever the number of traces.
    """
    if judged.moderation_ground == LAW:
        return _("la loi l’interdit")
    kind, _slash, rest = judged.moderation_ground.partition("/")
    version, _slash, ref = rest.partition("/")
    if kind != CHARTER or not version.isdigit():
        return ""
    clause = clause_named(ref, int(version), judged.consultation_id)
    if clause is None:
        return _("règle %(ref)s de la charte", ref=ref)
    return _("règle %(ref)s de la charte, « %(title)s »", ref=ref, title=clause.title)
