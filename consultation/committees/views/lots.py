"""The organisers' pages of a drawing of lots."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.lots import SourceForm, ValueForm, WishForm
from consultation.committees.forms.people import PlainForm
from consultation.committees.lot_words import algorithm_words, failure_words, problem_words
from consultation.committees.models.lots import Lot, LotState
from consultation.committees.models.people import Committee
from consultation.committees.queries.lots import is_running, last_run, lot_of, volunteer_count
from consultation.committees.services.lots import (
    ask_draw,
    cancel_draw,
    freeze,
    invite_drawn,
    obstacles,
    open_call,
    prepare,
    try_out,
)
from consultation.committees.services.targets import targets_of
from consultation.committees.views import bp
from consultation.committees.views.drawn import lines_of
from consultation.committees.views.loading import run_by
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n


@bp.route("/comites/<slug>/organisation/tirage", methods=["GET", "POST"])
@strongly_signed_in
def lots(person: User, slug: str) -> ResponseReturnValue:
    """What is asked of the panel, and the next step."""
    committee = run_by(person, slug)
    lot = lot_of(committee.id)
    form = WishForm(obj=lot)
    form.offer(lot)
    if form.validate_on_submit():
        features = form.read()
        try:
            if features is not None:
                prepare(committee, form.wish(features), actor=person)
                flash(_("Les cibles sont enregistrées."))
                return redirect(url_for("committees.lots", slug=slug), 303)
        except DomainError as error:
            form.targets.errors = [str(error)]
    return _page(committee, form)


@bp.post("/comites/<slug>/organisation/tirage/ouverture")
@strongly_signed_in
def open_lots(person: User, slug: str) -> ResponseReturnValue:
    """Open the call for volunteers."""
    committee = _sent(person, slug)
    page = ask_first(
        _("Ouvrir l’appel à volontaires ?"),
        _("Toute personne qui a un compte peut se porter volontaire."),
        _("Les critères et leurs valeurs ne changent plus ; les nombres, si."),
        verb=_("Ouvrir l’appel"),
        back=url_for("committees.lots", slug=slug),
    )
    if page is not None:
        return page
    open_call(committee, actor=person)
    flash(_("L’appel à volontaires est ouvert."))
    return redirect(url_for("committees.lots", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/tirage/essai")
@strongly_signed_in
def try_lots(person: User, slug: str) -> ResponseReturnValue:
    """A test draw: shown once, kept nowhere."""
    committee = _sent(person, slug)
    pool, drawn = try_out(committee, actor=person)
    lot = _lot(committee)
    return render_template(
        "committees/lots_tried.html",
        committee=committee,
        lot=lot,
        lines=lines_of(pool.people, targets_of(lot), {person.key for person in drawn}, {}),
        count=len(pool.people),
    )


@bp.post("/comites/<slug>/organisation/tirage/gel")
@strongly_signed_in
def freeze_lots(person: User, slug: str) -> ResponseReturnValue:
    """Close the call and announce where the chance will come from."""
    committee = run_by(person, slug)
    form = SourceForm()
    if not form.validate_on_submit():
        return _page(committee, source_form=form)
    page = ask_first(
        _("Clore l’appel et arrêter le vivier ?"),
        _("Ni les volontaires ni les cibles ne changent plus. Leur empreinte est publiée, avec :"),
        form.source.data,
        verb=_("Clore l’appel"),
        back=url_for("committees.lots", slug=slug),
    )
    if page is not None:
        return page
    try:
        freeze(committee, form.source.data, actor=person)
    except DomainError as error:
        form.source.errors = [str(error)]
        return _page(committee, source_form=form)
    flash(_("Le vivier est arrêté. Revenez après l’événement annoncé."))
    return redirect(url_for("committees.lots", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/tirage/lancement")
@strongly_signed_in
def draw_lots(person: User, slug: str) -> ResponseReturnValue:
    """Have the draw made."""
    committee = run_by(person, slug)
    lot = _lot(committee)
    form = ValueForm()
    if not form.validate_on_submit() and not lot.value:
        return _page(committee, value_form=form)
    value = lot.value or form.value.data
    page = ask_first(
        _("Tirer au sort maintenant ?"),
        _("Le tirage se fait une fois. La valeur suivante ne se change plus :"),
        value,
        verb=_("Tirer au sort"),
        back=url_for("committees.lots", slug=slug),
    )
    if page is not None:
        return page
    ask_draw(committee, value, actor=person)
    return redirect(url_for("committees.lots", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/tirage/arret")
@strongly_signed_in
def cancel_lots(person: User, slug: str) -> ResponseReturnValue:
    """End the draw that is being made."""
    committee = _sent(person, slug)
    cancel_draw(committee, actor=person)
    flash(_("Le tirage s’arrête. Il pourra être relancé, avec la même valeur."))
    return redirect(url_for("committees.lots", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/tirage/invitations")
@strongly_signed_in
def invite_lots(person: User, slug: str) -> ResponseReturnValue:
    """Invite those drawn."""
    committee = _sent(person, slug)
    lot = _lot(committee)
    if lot.drawn_at is None:
        abort(404)
    page = ask_first(
        _("Inviter les personnes tirées au sort ?"),
        _("Chacune reçoit une invitation par courriel. La réserve est remplie dans son ordre."),
        verb=_("Envoyer les invitations"),
        back=url_for("committees.lots", slug=slug),
    )
    if page is not None:
        return page
    origin = _("Tirage au sort du %(day)s", day=lot.drawn_at.strftime("%d/%m/%Y"))
    invited, missing = invite_drawn(committee, origin, actor=person)
    words = [_n("%(num)s invitation est envoyée.", "%(num)s invitations sont envoyées.", invited)]
    if missing:
        words.append(
            _n(
                "%(num)s personne s’était retirée : appelez la réserve.",
                "%(num)s personnes s’étaient retirées : appelez la réserve.",
                missing,
            )
        )
    flash(" ".join(words))
    return redirect(url_for("committees.people", slug=slug), 303)


def _sent(person: User, slug: str) -> Committee:
    """The committee, once the form is known to be ours."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    return committee


def _lot(committee: Committee) -> Lot:
    lot = lot_of(committee.id)
    if lot is None:
        abort(404)
    return lot


def _page(
    committee: Committee, form: WishForm | None = None, *,
    source_form: SourceForm | None = None, value_form: ValueForm | None = None,
) -> ResponseReturnValue:  # fmt: skip
    lot = lot_of(committee.id)
    sent = next((each for each in (form, source_form, value_form) if each and each.errors), None)
    if form is None:
        form = WishForm(None, obj=lot)
        form.offer(lot)
    run = last_run(lot.id) if lot else None
    is_open = lot is not None and lot.state is LotState.OPEN
    page = render_template(
        "committees/lots.html",
        committee=committee,
        lot=lot,
        form=form,
        source_form=source_form or SourceForm(None),
        value_form=value_form or ValueForm(None),
        sent=sent,
        run=run,
        is_running=is_running(run),
        count=volunteer_count(lot.id) if lot else 0,
        obstacles=_obstacles(lot) if lot is not None and is_open else [],
        failure_words=failure_words,
        algorithm_words=algorithm_words,
    )
    return page, sent.status if sent else 200


def _obstacles(lot: Lot) -> list[str]:
    try:
        return [problem_words(problem) for problem in obstacles(lot)]
    except DomainError as error:
        return [str(error)]
