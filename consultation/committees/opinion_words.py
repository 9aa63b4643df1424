"""The opinion's blocks, states and acts in words, in the language of the page."""

from consultation.committees.models.contesting import AmendmentState
from consultation.committees.models.opinion import BlockType, Cause
from consultation.committees.queries.contesting import Verdict, VerdictState
from consultation.core.i18n import _

EXCERPT = 80


def type_words(kind: BlockType) -> str:
    """What a block is."""
    return {
        BlockType.SECTION: _("Titre"),
        BlockType.PARAGRAPH: _("Paragraphe"),
        BlockType.RECOMMENDATION: _("Recommandation"),
    }[kind]


def block_name(kind: BlockType, number: int | None, title: str, source: str = "") -> str:
    """« Recommandation 4. Un droit de refuser », a heading, or how a paragraph begins."""
    if kind is BlockType.RECOMMENDATION:
        if number is None:
            return _("Recommandation retirée. %(title)s", title=title)
        return _("Recommandation %(number)s. %(title)s", number=number, title=title)
    if kind is BlockType.SECTION:
        return title
    words = " ".join(source.split())
    return _("« %(words)s »", words=words if len(words) <= EXCERPT else _cut(words))


def amendment_name(number: int, block: str) -> str:
    """« Amendement n° 3, Recommandation 4. Un droit de refuser »."""
    return _("Amendement n° %(number)s, %(block)s", number=number, block=block)


def _cut(words: str) -> str:
    return words[:EXCERPT].rpartition(" ")[0] + "…"


def verdict_tag(verdict: Verdict) -> tuple[str, str, str]:
    """Where a recommendation stands: word, look, drawing."""
    return {
        VerdictState.DRAFT: (_("En discussion"), "soon", ""),
        VerdictState.VOTING: (_("Scrutin en cours"), "open", "clock"),
        VerdictState.ADOPTED: (_("Adoptée"), "yes", "check"),
        VerdictState.REJECTED: (_("Rejetée"), "no", "cross"),
    }[verdict.state]


def whole_tag(verdict: Verdict) -> tuple[str, str, str]:
    """The same of the whole opinion."""
    return {
        VerdictState.DRAFT: (_("En discussion"), "soon", ""),
        VerdictState.VOTING: (_("Scrutin en cours"), "open", "clock"),
        VerdictState.ADOPTED: (_("Adopté"), "yes", "check"),
        VerdictState.REJECTED: (_("Rejeté"), "no", "cross"),
    }[verdict.state]


def amendment_tag(state: AmendmentState) -> tuple[str, str, str]:
    """What became of an amendment: word, look, drawing."""
    return {
        AmendmentState.PROPOSED: (_("À décider"), "soon", ""),
        AmendmentState.TO_WRITE: (_("Adopté, reste à écrire"), "part", ""),
        AmendmentState.ADOPTED: (_("Adopté"), "yes", "check"),
        AmendmentState.DECLINED: (_("Non retenu"), "no", "cross"),
        AmendmentState.WITHDRAWN: (_("Retiré"), "", ""),
    }[state]


def cause_words(cause: Cause) -> str:
    """How a revision came to be."""
    return {
        Cause.WRITTEN: _("Rédaction"),
        Cause.MERGED: _("Deux rédactions réunies"),
        Cause.AMENDED: _("Amendement adopté"),
        Cause.RESTORED: _("Retour à une rédaction antérieure"),
    }[cause]
