"""The calendar once the public knows it: closed early, extended, reopened, answered."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import NewClosingForm, PlainForm, ReasonForm
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import phase_at
from consultation.consultations.queries import calendar_changes
from consultation.consultations.services.phases import (
    Move,
    archive,
    close_now,
    extend,
    mark_answered,
    reopen,
    require_possible,
)
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.templating import moment


@bp.get("/espace/<slug>/calendrier")
@strongly_signed_in
def calendar(person: User, slug: str) -> ResponseReturnValue:
    """Where the consultation stands, and what can be done to its dates."""
    return _page(organised(person, slug))


@bp.post("/espace/<slug>/calendrier/cloture")
@strongly_signed_in
def close(person: User, slug: str) -> ResponseReturnValue:
    """Close before the date."""
    consultation = organised(person, slug)
    form = ReasonForm(prefix="close-")
    return _try(
        consultation,
        form,
        lambda: close_now(consultation, form.reason.data, actor=person),
        _("La consultation est close. Les personnes qui ont contribué sont prévenues."),
        lambda: _ask(
            consultation,
            Move.CLOSED,
            now(),
            _("Clore la consultation tout de suite ?"),
            _("Plus personne ne pourra contribuer ni voter. Chaque personne garde ses brouillons."),
            _("Clore la consultation"),
        ),
    )


@bp.post("/espace/<slug>/calendrier/prolongation")
@strongly_signed_in
def prolong(person: User, slug: str) -> ResponseReturnValue:
    """Give more time."""
    consultation = organised(person, slug)
    form = NewClosingForm(prefix="move-")
    return _try(
        consultation,
        form,
        lambda: extend(consultation, form.moment(), form.reason.data, actor=person),
        _("La consultation est prolongée. Les personnes qui ont contribué sont prévenues."),
        lambda: _ask(
            consultation,
            Move.EXTENDED,
            form.moment(),
            _("Prolonger la consultation ?"),
            _("Elle sera close le %(moment)s, heure de Paris.", moment=moment(form.moment())),
            _("Prolonger la consultation"),
        ),
    )


@bp.post("/espace/<slug>/calendrier/reouverture")
@strongly_signed_in
def open_again(person: User, slug: str) -> ResponseReturnValue:
    """Open a closed consultation again."""
    consultation = organised(person, slug)
    form = NewClosingForm(prefix="move-")
    return _try(
        consultation,
        form,
        lambda: reopen(consultation, form.moment(), form.reason.data, actor=person),
        _("La consultation est rouverte. Les personnes qui ont contribué sont prévenues."),
        lambda: _ask(
            consultation,
            Move.REOPENED,
            form.moment(),
            _("Rouvrir la consultation ?"),
            _("Elle sera close le %(moment)s, heure de Paris.", moment=moment(form.moment())),
            _("Rouvrir la consultation"),
        ),
    )


@bp.post("/espace/<slug>/calendrier/reponse")
@strongly_signed_in
def answered(person: User, slug: str) -> ResponseReturnValue:
    """Say that the institution has answered."""
    consultation = organised(person, slug)
    page = ask_first(
        _("Marquer la consultation comme répondue ?"),
        _("La consultation portera la mention « Réponse publiée ». Elle ne se rouvrira plus."),
        verb=_("Marquer comme répondue"),
        back=url_for("consultations.calendar", slug=slug),
    )
    if page is not None:
        return page
    return _try(
        consultation,
        PlainForm(),
        lambda: mark_answered(consultation, actor=person),
        _("La consultation porte maintenant la mention « Réponse publiée »."),
    )


@bp.post("/espace/<slug>/calendrier/archivage")
@strongly_signed_in
def put_away(person: User, slug: str) -> ResponseReturnValue:
    """Archive for good."""
    consultation = organised(person, slug)
    page = ask_first(
        _("Archiver la consultation ?"),
        _("La consultation reste lisible et ne change plus, pour de bon."),
        verb=_("Archiver la consultation"),
        back=url_for("consultations.calendar", slug=slug),
    )
    if page is not None:
        return page
    return _try(
        consultation,
        PlainForm(),
        lambda: archive(consultation, actor=person),
        _("La consultation est archivée."),
    )


def _ask(
    consultation: Consultation, move: Move, at: datetime, title: str, what: str, verb: str
) -> str | None:
    """A moved closing is mailed, and so is asked about; what cannot be is refused first."""
    require_possible(consultation, move, at)
    return ask_first(
        title,
        what,
        _("Les personnes qui ont contribué reçoivent un message. Il ne se reprend pas."),
        verb=verb,
        back=url_for("consultations.calendar", slug=consultation.slug),
    )


def _try(
    consultation: Consultation,
    form: PlainForm | ReasonForm,
    act: Callable[[], None],
    done: str,
    ask: Callable[[], str | None] = lambda: None,
) -> ResponseReturnValue:
    """Do it and say so, once `ask` was answered, or show the page again with what was typed."""
    if not form.validate_on_submit():
        return _page(consultation, form)
    try:
        page = ask()
        if page is not None:
            return page
        act()
    except DomainError as error:
        return _page(consultation, form, str(error))
    flash(done)
    return redirect(url_for("consultations.calendar", slug=consultation.slug), 303)


def _page(
    consultation: Consultation, sent: PlainForm | ReasonForm | None = None, error: str = ""
) -> ResponseReturnValue:
    moving = sent if isinstance(sent, NewClosingForm) else NewClosingForm(None, prefix="move-")
    closing = sent if type(sent) is ReasonForm else ReasonForm(None, prefix="close-")
    page = render_template(
        "consultations/calendar.html",
        consultation=consultation,
        phase=phase_at(consultation, now()),
        changes=session.scalars(calendar_changes(consultation.id)).all(),
        moving=moving,
        closing=closing,
        plain=PlainForm(None),
        sent=sent,
        form=sent,
        error=error,
    )
    return page, 422 if error or (sent and sent.errors) else 200
