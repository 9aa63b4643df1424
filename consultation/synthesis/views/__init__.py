"""The pages where contributions are coded and the synthesis is written."""

from flask import Blueprint, current_app, request, url_for

from consultation.consultations.categories import label
from consultation.core.i18n import _

bp = Blueprint("synthesis", __name__)

WRITING = {
    "synthesis.statement", "synthesis.write_statement", "synthesis.statement_versions",
    "synthesis.coverage", "synthesis.publication", "synthesis.publish_synthesis",
}  # fmt: skip
Tab = tuple[str, str, bool, int | None]


@bp.app_context_processor
def tabs() -> dict[str, object]:
    """What the analysts' pages are made of."""
    return {"synthesis_tabs": synthesis_tabs, "category_label": label}


def synthesis_tabs(slug: str) -> list[Tab]:
    """The parts of the desk: words, address, whether it is open, count."""
    parts: list[tuple[str, str, set[str]]] = [
        (_("Analyse"), "synthesis.coding", {"synthesis.item", "synthesis.code_item"}),
        (_("Rédaction"), "synthesis.writing", WRITING),
        (_("Grille"), "synthesis.codebook", {"synthesis.codebook_history", "synthesis.change",
             "synthesis.proposals", "synthesis.decide_proposal"}),
        (
            _("Campagnes"), "synthesis.campaigns",
            {"synthesis.campaign", "synthesis.code_members", "synthesis.uncode_members",
             "synthesis.own_words", "synthesis.read_own_words"},
        ),
        (
            _("Double codage"), "synthesis.agreement",
            {"synthesis.draw", "synthesis.settle_difference"},
        ),
        (_("Groupes d’opinion"), "synthesis.groups", set()),
        (
            _("Exports"), "exports.index",
            {"exports.ask", "exports.ask_for_synthesis", "exports.progress", "exports.download"},
        ),
    ]  # fmt: skip
    return [
        (words, url_for(endpoint, slug=slug), request.endpoint in {endpoint, *others}, None)
        for words, endpoint, others in parts
        if endpoint in current_app.view_functions
    ]


from consultation.synthesis.views import (  # noqa: E402
    agreement,
    campaigns,
    codebook,
    coding,
    groups,
    item,
    proposals,
    public,
    publication,
    recoding,
    statement,
    themes,
    writing,
)

__all__ = [
    "agreement", "bp", "campaigns", "codebook", "coding", "groups", "item", "proposals",
    "public", "publication", "recoding", "statement", "themes", "writing",
]  # fmt: skip
