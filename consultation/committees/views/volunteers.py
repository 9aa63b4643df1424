"""Volunteers: each for themselves; and all of them, for the committee's organisers."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in, strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.lots import volunteer_form
from consultation.committees.forms.people import PlainForm, nothing_to_read
from consultation.committees.forms.volunteers import VolunteersForm
from consultation.committees.models.lots import Lot, LotState
from consultation.committees.queries.lots import (
    lot_of,
    volunteer_count,
    volunteer_for,
    volunteers_after,
)
from consultation.committees.services.importing import decoded
from consultation.committees.services.volunteering import (
    MAX_BYTES,
    VolunteerList,
    import_volunteers,
    read_volunteers,
    volunteer,
    withdraw,
)
from consultation.committees.views import bp
from consultation.committees.views.drawn import shown_lot
from consultation.committees.views.loading import run_by
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n

A_PAGE = 50


@bp.route("/comites/<slug>/tirage/volontaire", methods=["GET", "POST"])
@signed_in
def volunteering(person: User, slug: str) -> ResponseReturnValue:
    """Agree to be drawn; or correct what one said."""
    committee, _standing, lot = shown_lot(person, slug)
    if lot.state is not LotState.OPEN:
        return redirect(url_for("committees.drawing", slug=slug), 303)
    own = volunteer_for(person, lot.id)
    form = volunteer_form(lot)
    if form.validate_on_submit():
        home = form["home"].data if lot.is_by_household else ""
        volunteer(committee, form.values(lot), home or "", actor=person)
        flash(_("Vous êtes volontaire. Vous pouvez vous retirer à tout moment."))
        return redirect(url_for("committees.drawing", slug=slug), 303)
    if own is not None and not form.is_submitted():
        for number, (name, _values) in enumerate(lot.features):
            form[f"feature_{number}"].data = own.values.get(name)
    page = render_template(
        "committees/volunteering.html", committee=committee, lot=lot, own=own, form=form
    )
    return page, form.status


@bp.post("/comites/<slug>/tirage/retrait")
@signed_in
def unvolunteer(person: User, slug: str) -> ResponseReturnValue:
    """No longer agree."""
    committee, _standing, lot = shown_lot(person, slug)
    if not PlainForm().validate_on_submit() or volunteer_for(person, lot.id) is None:
        abort(404)
    page = ask_first(
        _("Vous retirer du tirage au sort ?"),
        _("Votre adresse et vos réponses sont effacées. Ce tirage ne vous invitera pas."),
        verb=_("Me retirer"),
        back=url_for("committees.drawing", slug=slug),
    )
    if page is not None:
        return page
    withdraw(committee, actor=person)
    flash(_("Vous n’êtes plus volontaire."))
    return redirect(url_for("committees.drawing", slug=slug), 303)


@bp.route("/comites/<slug>/organisation/tirage/volontaires", methods=["GET", "POST"])
@strongly_signed_in
def volunteers(person: User, slug: str) -> ResponseReturnValue:
    """Who volunteers, page by page, and the file that adds others."""
    committee = run_by(person, slug)
    lot = lot_of(committee.id)
    if lot is None:
        return redirect(url_for("committees.lots", slug=slug), 303)
    form = VolunteersForm()
    report: VolunteerList | None = None
    if form.validate_on_submit():
        try:
            form.lines.data = _lines(form)
            if request.form.get("act") == "add":
                report = import_volunteers(committee, form.lines.data, actor=person)
                if report.is_right:
                    count = len(report.rows)
                    flash(_n("%(num)s volontaire est lu.", "%(num)s volontaires sont lus.", count))
                    return redirect(url_for("committees.volunteers", slug=slug), 303)
            report = report or read_volunteers(lot, form.lines.data)
        except DomainError as error:
            form.file.errors = [str(error)]
    page = render_template(
        "committees/volunteers.html", committee=committee, lot=lot, form=form, report=report,
        count=volunteer_count(lot.id), **_page_of(lot),
    )  # fmt: skip
    return page, 422 if report is not None and report.wrong else form.status


def _page_of(lot: Lot) -> dict[str, object]:
    """A page of volunteers, and where the next begins."""
    given = request.args.get("apres", "")
    after = int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else 0
    rows = volunteers_after(lot.id, after, A_PAGE + 1)
    return {"rows": rows[:A_PAGE], "next_after": rows[A_PAGE - 1].id if len(rows) > A_PAGE else 0}


def _lines(form: VolunteersForm) -> str:
    if form.file.data:
        content: bytes = form.file.data.read()
        if len(content) > MAX_BYTES:
            raise DomainError(_("Le fichier dépasse 4 Mo."))
        return decoded(content)
    text: str = form.lines.data or ""
    if not text.strip():
        raise DomainError(nothing_to_read())
    return text
