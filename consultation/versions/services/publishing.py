"""Publishing a later version: nothing that was said is lost on the way."""

from typing import Any

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _, _n
from consultation.core.text import tidy
from consultation.documents.models import Document, Passage, Version, VersionState
from consultation.documents.services.publishing import publish_version
from consultation.versions.matching import MatchState
from consultation.versions.models import Decision, RewordingFate, RewordingState
from consultation.versions.permissions import can_prepare_version
from consultation.versions.queries.planning import SAME_DOCUMENT, Plan, plan_of
from consultation.versions.queries.rewordings import open_rewordings
from consultation.versions.services.deciding import REASON_MAX
from consultation.versions.services.identities import record_fates, settle_identities
from consultation.versions.services.recounting import count_inheritances, count_pages
from consultation.versions.services.starting import forget_unused
from consultation.versions.services.telling import tell_contributors

CHANGE_LOG_MAX = 5000


class OtherDocumentError(DomainError):
    """Hardly a paragraph is found again: is it the same text?"""


def publish_next(
    version: Version,
    seen: int,
    change_log: str,
    *,
    is_same_text: bool,
    actor: User,
    rewording_reason: str = "",
) -> None:
    """Make the draft that the organiser saw what the public reads.

    Refused while something that people spoke of has neither a destination nor a reason.
    `is_same_text` confirms a text of which hardly a paragraph is found again; `rewording_reason`
    answers the proposed rewordings that were not answered one by one.
    """
    with transaction() as current:
        lock(version)
        document = lock(current.get_one(Document, version.document_id))
        # Whoever counts holds one of both rows: what is said is counted before, or after.
        lock(current.get_one(Consultation, document.consultation_id))
        require(can_prepare_version(roles_of(actor, document.consultation_id)))
        if (
            version.state is not VersionState.DRAFT
            or version.base_id != document.current_version_id
        ):
            raise ConflictError(_("Cette version est déjà publiée."))
        if version.edit_count != seen:
            raise ConflictError(
                _("Quelqu’un d’autre vient de corriger ce brouillon : relisez-le d’abord.")
            )
        plan = plan_of(version)
        change_log = tidy(change_log).strip()
        _require_publishable(plan, change_log, is_same_text=is_same_text)
        settle_identities(plan)
        inheritances = record_fates(plan)
        _state_rewordings(plan, tidy(rewording_reason).strip()[:REASON_MAX])
        version.change_log = change_log
        current.flush()
        publish_version(version, actor_id=actor.id)
        count_inheritances(version, inheritances)
        count_pages(version)
        current.execute(delete(Decision).where(Decision.version_id == version.id))
        forget_unused(document.id)
        tell_contributors(version, document)
        counts: dict[str, Any] = {state.value: count for state, count in plan.counts.items()}
        journal.record("version.matched", version, actor_id=actor.id, **counts)


def _require_publishable(plan: Plan, change_log: str, *, is_same_text: bool) -> None:
    left = len(plan.unsettled)
    if left:
        raise DomainError(
            _n(
                "Un passage commenté n’a ni destination ni raison : décidez-en d’abord.",
                "%(num)s passages commentés n’ont ni destination ni raison : décidez-en d’abord.",
                left,
            )
        )
    if plan.is_the_same_text:
        raise DomainError(_("Ce texte est le même que celui qui est publié, mot pour mot."))
    if plan.share < SAME_DOCUMENT and not is_same_text:
        raise OtherDocumentError(
            _(
                "Presque aucun paragraphe ne se retrouve dans ce texte. Est-ce bien une nouvelle "
                "version du même document ? Si oui, cochez la case pour le confirmer."
            )
        )
    if not change_log:
        raise DomainError(_("Dites au public, en quelques mots, ce qui change."))
    if len(change_log) > CHANGE_LOG_MAX:
        raise DomainError(_("Ce texte tient en %(most)s caractères.", most=CHANGE_LOG_MAX))


def _state_rewordings(plan: Plan, reason: str) -> None:
    """Answer the rewordings that nobody answered one by one, so that none stays without a fate.

    One that says what the new text says is taken; one whose words changed is overtaken; the others
    are not taken, for `reason`.
    """
    rows = {row.old.paragraph_id: row for row in plan.rows if isinstance(row.old, Passage)}
    for rewording in open_rewordings(plan.version):
        if rewording.state is not None:
            continue
        row = rows.get(rewording.paragraph_id)
        proposed = " ".join(rewording.proposed.split())
        texts = {" ".join(entry.text.split()) for entry in row.successors} if row else set()
        if proposed in texts:
            state, why = RewordingState.TAKEN, ""
        elif row is None or row.state not in {MatchState.KEPT, MatchState.MOVED}:
            state, why = RewordingState.OVERTAKEN, reason
        else:
            state, why = RewordingState.NOT_TAKEN, reason
            if not reason:
                raise DomainError(
                    _(
                        "Des propositions de rédaction n’ont pas de réponse : dites pourquoi elles "
                        "ne sont pas reprises."
                    )
                )
        session.add(
            RewordingFate(
                version_id=plan.version.id,
                contribution_id=rewording.contribution_id,
                state=state,
                reason=why,
            )
        )
