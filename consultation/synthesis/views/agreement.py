"""Double coding: the agreement theme by theme, and where two people differ."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis import words
from consultation.synthesis.forms.coding import names_of
from consultation.synthesis.forms.doubles import SampleForm
from consultation.synthesis.models.coding import SetAside
from consultation.synthesis.queries.agreement import method_annex
from consultation.synthesis.queries.codebook import tree_of
from consultation.synthesis.queries.differences import differences, disputed, open_sample
from consultation.synthesis.services.coding import ReadMeanwhileError
from consultation.synthesis.services.sampling import draw_sample, end_sample, settle
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of, item_of


@bp.get("/espace/<slug>/synthese/accord")
@strongly_signed_in
def agreement(person: User, slug: str) -> ResponseReturnValue:
    """How far two people agree, and on what they do not."""
    return _page(desk_of(person, slug), SampleForm(formdata=None))


@bp.post("/espace/<slug>/synthese/accord")
@strongly_signed_in
def draw(person: User, slug: str) -> ResponseReturnValue:
    """Draw what two people will code."""
    desk = coders_desk(person, slug)
    form = SampleForm()
    if form.validate_on_submit():
        try:
            row = draw_sample(desk.consultation, form.size.data or 0, actor=person)
        except DomainError as error:
            form.size.errors = [str(error)]
        else:
            flash(_("L’échantillon est tiré : %(size)s contributions.", size=row.size))
            return redirect(url_for("synthesis.agreement", slug=slug), 303)
    return _page(desk, form), form.status


@bp.post("/espace/<slug>/synthese/accord/fin")
@strongly_signed_in
def stop_sample(person: User, slug: str) -> ResponseReturnValue:
    """End a sample before everything is read twice, once asked about."""
    desk = coders_desk(person, slug)
    page = ask_first(
        _("Arrêter le double codage ?"),
        _("Ce qu’une seule personne a codé devient un codage comme un autre."),
        _("Ce que deux personnes ont codé reste, et compte dans l’accord."),
        verb=_("Arrêter"),
        back=url_for("synthesis.agreement", slug=slug),
    )
    if page is not None:
        return page
    try:
        end_sample(desk.consultation, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Le double codage est arrêté."))
    return redirect(url_for("synthesis.agreement", slug=slug), 303)


def _page(desk: Desk, form: SampleForm) -> str:
    rows, following = differences(
        desk.consultation, request.args.get("apres", ""), _("écartée")
    )  # fmt: skip
    return render_template(
        "synthesis/agreement.html",
        consultation=desk.consultation, is_coder=desk.is_coder, form=form,
        annex=method_annex(desk.consultation), rows=rows, following=following,
        after=request.args.get("apres", ""), aside=_("(écartée)"),
        is_open=open_sample(desk.consultation.id) is not None,
    )  # fmt: skip


@bp.route("/espace/<slug>/synthese/accord/<key>", methods=["GET", "POST"])
@strongly_signed_in
def settle_difference(person: User, slug: str, key: str) -> ResponseReturnValue:
    """What two people made of a contribution, and the third decision."""
    desk = desk_of(person, slug) if request.method == "GET" else coders_desk(person, slug)
    if request.method == "GET":
        return _dispute(desk, person, key)
    found = item_of(desk, key, person)
    asked = request.form.get("reason", "")
    reason = SetAside(asked) if asked in set(SetAside) else None
    seen = request.form.get("seen", "")
    try:
        settle(
            found.contribution, request.form.getlist("give"), request.form.get("note", ""),
            actor=person, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            reason=reason,
        )  # fmt: skip
    except DomainError as error:
        session.rollback()
        session.expire_all()
        return _dispute(desk, person, key, error), int(error.status)
    flash(_("n° %(number)s : c’est tranché.", number=found.contribution.number))
    return redirect(url_for("synthesis.agreement", slug=slug), 303)


def _dispute(desk: Desk, person: User, key: str, error: DomainError | None = None) -> str:
    found = item_of(desk, key, person)
    dispute = disputed(found.contribution.id)
    if dispute is None:
        abort(404)
    branches = tree_of(desk.consultation.id)
    given = request.form.getlist("give") if error else [key for key, _name in dispute.start]
    return render_template(
        "synthesis/dispute.html",
        consultation=desk.consultation, is_coder=desk.is_coder, item=found, dispute=dispute,
        contribution=found.contribution, revision=found.revision, names=names_of(branches),
        error=str(error or ""), is_conflict=isinstance(error, ReadMeanwhileError),
        given=given, note=request.form.get("note", ""), reason=request.form.get("reason", ""),
        words=words,
    )  # fmt: skip
