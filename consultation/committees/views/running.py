"""The organisers' pages: which committees a consultation has, and what each says of itself."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import ChargeForm, LinkForm, PlainForm
from consultation.committees.models.people import Committee
from consultation.committees.queries.people import (
    committees_linked_to,
    linked_consultations,
)
from consultation.committees.services.running import (
    announce_committee,
    create_committee,
    edit_committee,
    link_consultation,
    unlink_consultation,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import run_by
from consultation.consultations.models import Consultation
from consultation.consultations.queries import organised_by
from consultation.consultations.views.loading import organised
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.get("/espace/<slug>/comites")
@strongly_signed_in
def of_consultation(person: User, slug: str) -> ResponseReturnValue:
    """The committees of one consultation."""
    consultation = organised(person, slug)
    return render_template(
        "committees/of_consultation.html",
        consultation=consultation,
        rows=session.scalars(committees_linked_to(consultation.id)).all(),
    )


@bp.route("/espace/<slug>/comites/nouveau", methods=["GET", "POST"])
@strongly_signed_in
def create(person: User, slug: str) -> ResponseReturnValue:
    """Prepare a committee: the public knows nothing of it yet."""
    consultation = organised(person, slug)
    form = ChargeForm(language=consultation.language)
    if form.validate_on_submit():
        try:
            made = create_committee(consultation, form.charge(), actor=person)
        except DomainError as error:
            form.title.errors = [str(error)]
        else:
            flash(_("Le comité est créé. Invitez maintenant ses membres."))
            return redirect(url_for("committees.people", slug=made.slug), 303)
    page = render_template("committees/create.html", consultation=consultation, form=form)
    return page, form.status


@bp.route("/comites/<slug>/organisation", methods=["GET", "POST"])
@strongly_signed_in
def edit(person: User, slug: str) -> ResponseReturnValue:
    """Change what a committee says of itself."""
    committee = run_by(person, slug)
    form = ChargeForm(obj=committee, seen=str(committee.revision))
    if form.validate_on_submit():
        try:
            edit_committee(committee, form.charge(), actor=person, seen=form.revision_seen())
        except DomainError as error:
            form.title.errors = [str(error)]
            form.seen.data = str(committee.revision)
        else:
            flash(_("Les réglages sont enregistrés."))
            return redirect(url_for("committees.edit", slug=slug), 303)
    return _page(person, committee, form)


@bp.post("/comites/<slug>/organisation/annonce")
@strongly_signed_in
def announce(person: User, slug: str) -> ResponseReturnValue:
    """Show the committee to everybody."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Rendre ce comité public ?"),
        _(
            "Chacun lira son nom, sa saisine, son calendrier, le nombre de ses membres, et le nom "
            "de celles et ceux qui l’acceptent. Le reste demeure privé."
        ),
        _("On ne revient pas en arrière : ce qui a été public l’a été."),
        verb=_("Rendre public"),
        back=url_for("committees.edit", slug=slug),
    )
    if page is not None:
        return page
    announce_committee(committee, actor=person)
    flash(_("Le comité est public."))
    return redirect(url_for("committees.edit", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/consultations")
@strongly_signed_in
def link(person: User, slug: str) -> ResponseReturnValue:
    """Link one more consultation."""
    committee = run_by(person, slug)
    form = LinkForm()
    form.offer(_linkable(person, committee))
    if not form.validate_on_submit():
        abort(400)
    link_consultation(committee, _organised_key(person, form.consultation.data), actor=person)
    flash(_("La consultation est liée au comité."))
    return redirect(url_for("committees.edit", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/consultations/<key>/retrait")
@strongly_signed_in
def unlink(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Undo a link."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    row = next((row for row in linked_consultations(committee.id, person) if row.key == key), None)
    if row is None:
        abort(404)
    page = ask_first(
        _("Délier cette consultation ?"),
        _("Les personnes qui l’organisent ne pourront plus conduire ce comité."),
        verb=_("Délier"),
        back=url_for("committees.edit", slug=slug),
    )
    if page is not None:
        return page
    unlink_consultation(committee, row, actor=person)
    flash(_("La consultation n’est plus liée au comité."))
    return redirect(url_for("committees.index"), 303)


def _linkable(person: User, committee: Committee) -> list[Consultation]:
    linked = {row.id for row in linked_consultations(committee.id, person)}
    return [row for row in session.scalars(organised_by(person)) if row.id not in linked]


def _organised_key(person: User, key: str) -> Consultation:
    return session.scalars(organised_by(person).where(Consultation.key == key)).one()


def _page(person: User, committee: Committee, form: ChargeForm) -> ResponseReturnValue:
    link_form = LinkForm(None)
    link_form.offer(_linkable(person, committee))
    page = render_template(
        "committees/edit.html",
        committee=committee,
        form=form,
        link_form=link_form,
        consultations=linked_consultations(committee.id, person),
    )
    return page, form.status
