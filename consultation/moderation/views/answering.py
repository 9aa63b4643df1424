"""What the pages of those who report and contest share: a form that never loses what was typed."""

from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import here
from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.contributions.permissions import can_see
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.forms import Form
from consultation.core.i18n import _


def reportable(viewer: User | None, key: str) -> Contribution:
    """The contribution that one wants to report, if one may know of it."""
    contribution = find_contribution(viewer, key)
    if contribution is None:
        abort(404)
    if not can_see(contribution, viewer, roles_of(viewer, contribution.consultation_id)):
        abort(404)
    return contribution


def is_shown(contribution: Contribution) -> bool:
    """The public reads it: there is something to report."""
    return contribution.state.value == "published"


def nothing_to_report(contribution: Contribution) -> ResponseReturnValue:
    """It is not published: what one may still do."""
    return render_template(
        "moderation/report_nothing.html", contribution=contribution, place=place_of(contribution)
    ), HTTPStatus.GONE


def about(contribution: Contribution) -> dict[str, object]:
    """What a page shows of what is reported."""
    return {
        "contribution": contribution,
        "place": place_of(contribution),
        "revision": revision_of(contribution),
    }


def spent(form: Form) -> str:
    """Why a form whose token is old comes back; empty for any other."""
    if "csrf_token" not in form.errors:
        return ""
    for field in form:
        field.errors = []
    return _("Votre session avait expiré. Votre texte est là : envoyez-le de nouveau.")


def signed_out(form: Form) -> str:
    """Why a form of somebody who was signed out meanwhile comes back."""
    for field in form:
        field.errors = []
    return _("Vous n’êtes plus connecté. Votre texte est là : connectez-vous, puis renvoyez-le.")


def to_sign_in() -> ResponseReturnValue:
    """Where one says who one is, to come back here."""
    return redirect(url_for("accounts.sign_in", suite=here()), 303)


def whence() -> str:
    """The network address that a request came from, by the trusted proxy alone."""
    return request.remote_addr or ""


def status_of(error: DomainError) -> int:
    """What a refused use case answers."""
    return int(error.status)


def moderated_here(person: User, slug: str) -> Consultation:
    """The consultation that `person` moderates; for anybody else it is a 404."""
    consultation = session.scalar(
        select(Consultation)
        .join(TeamMember, TeamMember.consultation_id == Consultation.id)
        .where(
            Consultation.slug == slug,
            TeamMember.user_id == person.id,
            TeamMember.role == Role.MODERATOR,
        )
    )
    if consultation is None:
        abort(404)
    return consultation


def after_asked() -> str:
    """The key that the next page of a list begins after."""
    return request.args.get("apres", "")[:24]


def wants_judged() -> bool:
    """The list of what was judged, not of what waits."""
    return request.args.get("etat") == "juges"
