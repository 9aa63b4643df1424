"""The first page of a consultation's preparation: what is ready, what is missing, its texts."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import PlainForm
from consultation.consultations.models import Consultation, GlossaryTerm, Phase, TeamMember
from consultation.consultations.permissions import phase_at
from consultation.consultations.readiness import missing_to_announce
from consultation.consultations.views.loading import organised
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.documents.queries import (
    documents_of,
    following_drafts,
    published_count,
    unfinished_imports,
)
from consultation.documents.services.preparing import announce as announce_to_all
from consultation.documents.views import bp


@bp.get("/espace/<slug>")
@strongly_signed_in
def overview(person: User, slug: str) -> ResponseReturnValue:
    """What there is and what comes next."""
    consultation = organised(person, slug)
    return render_template(
        "documents/overview.html",
        consultation=consultation,
        phase=phase_at(consultation, now()),
        texts=session.scalars(documents_of(consultation.id)).all(),
        imports=session.scalars(unfinished_imports(consultation.id)).all(),
        following=following_drafts(consultation.id),
        lacks=_lacks(consultation),
        team_count=_count(TeamMember, consultation),
        term_count=_count(GlossaryTerm, consultation),
    )


@bp.get("/espace/<slug>/publication")
@strongly_signed_in
def announcement(person: User, slug: str) -> ResponseReturnValue:
    """What publishing the consultation means, before it is done."""
    consultation = organised(person, slug)
    if consultation.phase is not Phase.DRAFT:
        return redirect(url_for("documents.overview", slug=slug), 303)
    return _announcement(consultation)


@bp.post("/espace/<slug>/publication")
@strongly_signed_in
def announce(person: User, slug: str) -> ResponseReturnValue:
    """Show the consultation to everybody."""
    consultation = organised(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    try:
        announce_to_all(consultation, actor=person)
    except DomainError as error:
        return _announcement(consultation, str(error))
    flash(_("La consultation est publiée. Elle ouvre et se clôt d’elle-même à ses dates."))
    return redirect(url_for("documents.overview", slug=slug), 303)


def _announcement(consultation: Consultation, error: str = "") -> ResponseReturnValue:
    page = render_template(
        "documents/announce.html",
        consultation=consultation,
        lacks=_lacks(consultation),
        opens_at_once=bool(consultation.opens_at and consultation.opens_at <= now()),
        form=PlainForm(None),
        error=error,
    )
    return page, 422 if error else 200


def _lacks(consultation: Consultation) -> list[str]:
    if consultation.phase is not Phase.DRAFT:
        return []
    return missing_to_announce(consultation, published_count(consultation.id), now())


def _count(table: type[TeamMember] | type[GlossaryTerm], consultation: Consultation) -> int:
    query = select(func.count()).where(table.consultation_id == consultation.id)
    return session.scalar(query) or 0
