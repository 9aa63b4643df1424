"""The team of a consultation: who has which role, who is invited."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.accounts.queries import user_by_email
from consultation.consultations.forms.organising import InvitationForm, PlainForm
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.permissions import can_name, can_name_organisers, can_organise
from consultation.consultations.queries import invitations_to, roles_of, team_of
from consultation.consultations.services.team import invite, remove_member, revoke_invitation
from consultation.consultations.views import bp
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.get("/espace/<slug>/equipe")
@strongly_signed_in
def team(person: User, slug: str) -> ResponseReturnValue:
    """The team, the invitations that wait, and the form to invite."""
    consultation = _named_by(person, slug)
    form = InvitationForm(None)
    return _page(person, consultation, form)


@bp.post("/espace/<slug>/equipe")
@strongly_signed_in
def invite_member(person: User, slug: str) -> ResponseReturnValue:
    """Mail an invitation."""
    consultation = _named_by(person, slug)
    form = InvitationForm()
    form.offer(_roles_to_give(person, consultation))
    if form.validate_on_submit():
        known = user_by_email(form.email.data)
        language = known.language if known else consultation.language
        try:
            invite(consultation, form.email.data, Role(form.role.data), language, actor=person)
        except DomainError as error:
            form.email.errors = [str(error)]
        else:
            flash(_("L’invitation est envoyée à %(address)s.", address=form.email.data))
            return redirect(url_for("consultations.team", slug=slug), 303)
    return _page(person, consultation, form)


@bp.post("/espace/<slug>/equipe/retrait")
@strongly_signed_in
def dismiss(person: User, slug: str) -> ResponseReturnValue:
    """Take a role away from somebody."""
    consultation = _named_by(person, slug)
    form = PlainForm()
    role = request.form.get("role", "")
    if not form.validate_on_submit() or role not in set(Role):
        abort(400)
    page = ask_first(
        _("Retirer ce rôle ?"),
        _("Il prend fin tout de suite. Pour le rendre, il faudra une nouvelle invitation."),
        verb=_("Retirer le rôle"),
        back=url_for("consultations.team", slug=slug),
    )
    if page is not None:
        return page
    remove_member(consultation, request.form.get("member", ""), Role(role), actor=person)
    flash(_("Le rôle est retiré : il prend fin tout de suite."))
    if not can_name_organisers(person, roles_of(person, consultation.id)):
        return redirect(url_for("pages.home"), 303)
    return redirect(url_for("consultations.team", slug=slug), 303)


@bp.post("/espace/<slug>/equipe/reprise")
@strongly_signed_in
def take_back(person: User, slug: str) -> ResponseReturnValue:
    """Take an invitation back."""
    consultation = _named_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    revoke_invitation(consultation, request.form.get("invitation", ""), actor=person)
    flash(_("L’invitation est reprise : son lien ne vaut plus rien."))
    return redirect(url_for("consultations.team", slug=slug), 303)


def _named_by(person: User, slug: str) -> Consultation:
    """The consultation whose team `person` may change, or 404."""
    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    if row is None or not can_name_organisers(person, roles_of(person, row.id)):
        abort(404)
    return row


def _roles_to_give(person: User, consultation: Consultation) -> list[Role]:
    roles = roles_of(person, consultation.id)
    return [role for role in (Role.MODERATOR, Role.ORGANISER) if can_name(person, roles, role)]


def _sole_organiser(members: Sequence[TeamMember]) -> int | None:
    """Whose role is not taken: nobody else, whose account lives, organises."""
    living = [
        member.user_id
        for member in members
        if member.role is Role.ORGANISER
        and member.user.deleted_at is None
        and member.user.suspended_at is None
    ]
    return living[0] if len(living) == 1 else None


def _page(person: User, consultation: Consultation, form: InvitationForm) -> ResponseReturnValue:
    given = _roles_to_give(person, consultation)
    if not form.role.choices:
        form.offer(given)
    members = session.scalars(team_of(consultation.id)).all()
    page = render_template(
        "consultations/team.html",
        consultation=consultation,
        members=members,
        sole=_sole_organiser(members),
        invitations=session.scalars(invitations_to(consultation)).all(),
        form=form,
        plain=PlainForm(None),
        given=given,
        is_organiser=can_organise(roles_of(person, consultation.id)),
    )
    return page, form.status
