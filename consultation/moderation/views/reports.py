"""Flags and notices before the moderators: two lists, two counts, never merged."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.accounts.services.changing import user_by_key
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.forms.judging import DismissForm, StandingForm
from consultation.moderation.models import Source
from consultation.moderation.periods import LIMIT_DAYS
from consultation.moderation.queries.reports import (
    contributions_with_words,
    flagged,
    listed,
    notice_of_key,
    reporters_of,
    standing_of,
    unfounded_count,
    waiting_counts,
    waiting_flags_on,
)
from consultation.moderation.reports import Flag, Notice
from consultation.moderation.rights import can_dismiss, is_limited
from consultation.moderation.services.dismissing import (
    UNFOUNDED_BEFORE_WARNING,
    dismiss,
    free_reporter,
    limit_reporter,
    warn_reporter,
)
from consultation.moderation.views import bp
from consultation.moderation.views.answering import (
    after_asked,
    moderated_here,
    status_of,
    wants_judged,
)


@bp.get("/espace/<slug>/moderation/signalements")
@strongly_signed_in
def flags(person: User, slug: str) -> ResponseReturnValue:
    """Contributions said to break the charter, by age; or the flags that were judged."""
    consultation = moderated_here(person, slug)
    is_judged = wants_judged()
    found = (
        listed(Flag, consultation.id, after_asked(), waits=False)
        if is_judged
        else flagged(consultation.id, after_asked())
    )
    return render_template(
        "moderation/flags.html",
        consultation=consultation,
        found=found,
        is_judged=is_judged,
        counts=waiting_counts(consultation.id),
        place_of=place_of,
    )


@bp.get("/espace/<slug>/moderation/contenus-illicites")
@strongly_signed_in
def illegal(person: User, slug: str) -> ResponseReturnValue:
    """What is said to be illegal, by age; or what was judged."""
    consultation = moderated_here(person, slug)
    is_judged = wants_judged()
    found = listed(Notice, consultation.id, after_asked(), waits=not is_judged)
    said = contributions_with_words(
        [] if is_judged else [row.contribution_id for row in found.rows]
    )
    return render_template(
        "moderation/illegal.html",
        consultation=consultation,
        found=found,
        said=said,
        is_judged=is_judged,
        counts=waiting_counts(consultation.id),
        place_of=place_of,
    )


@bp.route("/espace/<slug>/moderation/signalements/<key>", methods=["GET", "POST"])
@strongly_signed_in
def flagged_item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One contribution with all its flags: keep it with reasons, or go on to the desk."""
    consultation = moderated_here(person, slug)
    contribution = _within(person, consultation, key)
    form = DismissForm()
    error, status = "", 200
    if form.validate_on_submit():
        try:
            dismiss(
                contribution,
                form.reasons.data,
                source=Source.FLAG,
                unfounded=request.form.getlist("unfounded"),
                actor=person,
            )
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
            # What a refused act had read is read anew.
            contribution = _within(person, consultation, key)
        else:
            flash(
                _("La contribution reste en place. Les personnes qui ont signalé seront informées.")
            )
            return redirect(url_for("moderation.flags", slug=slug), 303)
    found = waiting_flags_on(contribution, after_asked())
    return render_template(
        "moderation/flagged_item.html",
        consultation=consultation,
        contribution=contribution,
        place=place_of(contribution),
        revision=revision_of(contribution),
        found=found,
        ticked=set(request.form.getlist("unfounded")),
        form=form,
        error=error,
        counts=waiting_counts(consultation.id),
        may_dismiss=_may_dismiss(person, contribution),
    ), status if error else form.status


@bp.route("/espace/<slug>/moderation/contenus-illicites/<key>", methods=["GET", "POST"])
@strongly_signed_in
def noticed_item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One notice with what it tells of: keep it with reasons, or go on to the desk."""
    consultation = moderated_here(person, slug)
    notice = notice_of_key(key)
    if notice is None or notice.consultation_id != consultation.id:
        abort(404)
    said = contributions_with_words([notice.contribution_id])
    contribution, revision = said[notice.contribution_id]
    form = DismissForm()
    error, status = "", 200
    if notice.waits and form.validate_on_submit():
        unfounded = [notice.key] if request.form.get("unfounded") else []
        try:
            dismiss(
                contribution,
                form.reasons.data,
                source=Source.NOTICE,
                unfounded=unfounded,
                actor=person,
            )
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
            # What a refused act had read is read anew.
            contribution, revision = contributions_with_words([notice.contribution_id])[
                notice.contribution_id
            ]
        else:
            flash(
                _("La contribution reste en place. Les personnes qui ont signalé seront informées.")
            )
            return redirect(url_for("moderation.illegal", slug=slug), 303)
    return render_template(
        "moderation/noticed_item.html",
        consultation=consultation,
        notice=notice,
        contribution=contribution,
        place=place_of(contribution),
        revision=revision,
        form=form,
        error=error,
        counts=waiting_counts(consultation.id),
        may_dismiss=_may_dismiss(person, contribution),
        is_ticked=bool(request.form.get("unfounded")),
    ), status if error else form.status


@bp.route("/espace/<slug>/moderation/signalements/de/<key>", methods=["GET", "POST"])
@strongly_signed_in
def reporter(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Somebody whose flags have no ground: warn, then limit for a time."""
    consultation = moderated_here(person, slug)
    other = user_by_key(key)
    count = unfounded_count(other.id, consultation.id)
    standing = standing_of(other.id, consultation.id)
    if count == 0 and standing is None:
        abort(404)
    form = StandingForm()
    error, status = "", 200
    act = request.form.get("act", "")
    if form.is_submitted() and (act == "free" or form.validate()):
        page = _ask(act, other, url_for("moderation.reporter", slug=slug, key=key))
        if page is not None:
            return page
        try:
            _do(act, other, consultation, form.reasons.data or "", person)
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
        else:
            flash(_("C’est fait, et inscrit au journal."))
            return redirect(url_for("moderation.reporter", slug=slug, key=key), 303)
    return render_template(
        "moderation/reporter.html",
        consultation=consultation,
        other=other,
        count=count,
        needed=UNFOUNDED_BEFORE_WARNING,
        standing=standing,
        limited=is_limited(standing, now()),
        days=LIMIT_DAYS,
        form=form,
        error=error,
        counts=waiting_counts(consultation.id),
    ), status if error else form.status


def _ask(act: str, other: User, back: str) -> str | None:
    if act != "limit":
        return None
    return ask_first(
        _("Suspendre les signalements de %(name)s ?", name=other.display_name),
        _(
            "Cette personne ne pourra plus signaler ici pendant %(days)s jours. "
            "Elle pourra lire, contribuer, voter, et notifier un contenu illégal.",
            days=LIMIT_DAYS,
        ),
        _("Vos raisons lui sont envoyées. L’acte est inscrit au journal."),
        verb=_("Suspendre les signalements"),
        back=back,
    )


def _do(act: str, other: User, consultation: Consultation, reasons: str, person: User) -> None:
    if act == "warn":
        warn_reporter(other, consultation, reasons, actor=person)
    elif act == "limit":
        limit_reporter(other, consultation, reasons, actor=person)
    elif act == "free":
        free_reporter(other, consultation, actor=person)
    else:
        raise DomainError(_("Choisissez un acte de la page."))


def _within(person: User, consultation: Consultation, key: str) -> Contribution:
    contribution = find_contribution(person, key)
    if contribution is None or contribution.consultation_id != consultation.id:
        abort(404)
    return contribution


def _may_dismiss(person: User, contribution: Contribution) -> bool:
    roles = roles_of(person, contribution.consultation_id)
    return can_dismiss(person, roles, contribution, reporters_of(contribution.id))
