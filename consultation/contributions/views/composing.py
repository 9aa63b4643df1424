"""Writing: the page of the form, and what becomes of what it sends.

Whatever the answer is, what was typed is given back or kept: after an error, past the closing, with
an ended session, without an account.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.consultations.permissions import phase_at
from consultation.consultations.promises import waiting
from consultation.consultations.queries import roles_of
from consultation.contributions.forms.composer import ComposerForm, Mode
from consultation.contributions.forms.making import (
    bound_form,
    dressed,
    first_values,
    may_speak_officially,
)
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.permissions import can_see
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import (
    Asked,
    Place,
    find_place,
    is_thread_closed,
)
from consultation.contributions.services.drafts import TOKEN_LENGTH, save_draft
from consultation.contributions.services.submitting import (
    AlreadySentError,
    ClosedError,
    submit,
)
from consultation.contributions.views import bp
from consultation.contributions.views.checking import personal_data_in
from consultation.core.clock import now
from consultation.core.csrf import csrf
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.limits import WRITES
from consultation.screening.signals import SignalKind


@bp.get("/consultations/<slug>/<document>/ecrire")
@public
def compose(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """The page where one writes."""
    place, mode = _asked_place(viewer, slug, document)
    answered = place.answered
    if answered and not can_see(answered, viewer, roles_of(viewer, place.consultation.id)):
        abort(404)
    is_closed = is_thread_closed(answered)
    is_gone = answered is not None and answered.state is not ContributionState.PUBLISHED
    if _phase(place) is not Phase.OPEN or not place.is_open or is_closed or is_gone:
        return render_template(
            "contributions/not_open.html",
            place=place, phase=_phase(place), is_closed=is_closed, is_gone=is_gone,
        )  # fmt: skip
    form = bound_form(place, mode, values=first_values(place, mode))
    return page_of(form, viewer)


@bp.post("/consultations/<slug>/<document>/ecrire", endpoint="submit")
@WRITES
@public
def submit_page(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """Publish what was written, keep it, or give it back with what is to be corrected."""
    place, mode = _asked_place(viewer, slug, document)
    form = bound_form(place, mode)
    answer = answer_before_storing(form, viewer, form.validate())
    if answer is not None:
        return answer
    if viewer is None:
        return keep(form, None)
    if form.is_official.data and not may_speak_officially(viewer, place):
        return page_of(form, viewer, error=_not_official()), 403
    try:
        contribution = submit(place, form.sent(), actor=viewer)
    except ClosedError:
        return closed(form, viewer)
    except AlreadySentError as error:
        form.form_token.data = new_key(TOKEN_LENGTH)
        return page_of(form, viewer, error=str(error), earlier=error.contribution), 409
    except DomainError as error:
        return page_of(form, viewer, error=str(error)), int(error.status)
    announce_receipt(form, contribution)
    return redirect(_place_address(place, contribution), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(submit_page)


def answer_before_storing(
    form: ComposerForm, viewer: User | None, is_valid: bool
) -> ResponseReturnValue | None:
    """What is answered to a form that is not to be published, or not yet; None when it is."""
    if "csrf_token" in form.errors:
        spent = _("Votre session avait expiré. Votre texte est là : envoyez-le de nouveau.")
        return page_of(form, viewer, error=spent, is_wrong=False), 400
    if "fix" in request.form:
        return page_of(form, viewer, is_wrong=False)
    if "draft" in request.form:
        return keep(form, viewer)
    if _phase(form.place) is not Phase.OPEN:
        return closed(form, viewer)
    if not is_valid:
        return page_of(form, viewer), 422
    traces = personal_data_in(form)
    if traces and not form.confirm_personal_data.data:
        return render_template("contributions/check.html", form=form, traces=traces)
    return None


def _not_official() -> str:
    return _(
        "Pour écrire au nom de l’institution, il faut organiser cette consultation et s’être "
        "connecté avec un second facteur."
    )


def announce_receipt(form: ComposerForm, contribution: Contribution) -> None:
    """Say that it is done, with the receipt; the browser forgets what it kept of the form."""
    sentence = _what_became(form, contribution)
    if not form.place.is_current:
        sentence += " " + _(
            "Elle porte sur la version %(number)s, que vous lisiez.",
            number=form.place.version.number,
        )
    receipt = url_for("contributions.receipt", key=contribution.key, number=contribution.revision)
    flash(
        Markup('{} <a href="{}">{}</a><span data-draft-clear="{}"></span>').format(
            sentence, receipt, _("Voir le reçu"), form.local_key
        )
    )
    _offer_help(contribution)


def _what_became(form: ComposerForm, contribution: Contribution) -> str:
    """It is public, or a moderator reads it first."""
    number = contribution.number
    state = ""
    if contribution.state is ContributionState.PENDING:
        state = f" {waiting(form.place.consultation)}."
    if form.edited is not None:
        return _("Votre contribution n° %(number)s est modifiée.", number=number) + state
    if state:
        return _("Votre contribution n° %(number)s est reçue.", number=number) + state
    return _("Votre contribution n° %(number)s est publiée.", number=number)


def _offer_help(contribution: Contribution) -> None:
    """Whoever wrote that they want to die is told whom to call."""
    if any(signal["kind"] == SignalKind.DISTRESS.value for signal in contribution.signals):
        flash(
            _(
                "Si vous pensez à mourir, parlez-en : le 3114 répond jour et nuit, gratuitement et "
                "en confidence. En cas d’urgence, appelez le 15 ou le 112."
            )
        )


def page_of(
    form: ComposerForm,
    viewer: User | None,
    *,
    error: str = "",
    earlier: Contribution | None = None,
    is_wrong: bool = True,
) -> str:
    """The page of the form, with all that was typed. Where nothing is wrong, no error is shown."""
    if not is_wrong:
        for field in form:
            field.errors = []
    answered = form.place.answered
    return render_template(
        "contributions/compose.html",
        answered_revision=revision_of(answered) if answered else None,
        form=dressed(form, viewer), error=error, earlier=earlier, is_draft=False,
    )  # fmt: skip


def keep(form: ComposerForm, viewer: User | None) -> ResponseReturnValue:
    """Keep what was typed as a draft, and show it at its address."""
    try:
        draft = save_draft(form.place, form.form_token.data, form.kept(), actor=viewer)
    except DomainError as error:
        return page_of(form, viewer, error=str(error), is_wrong=False), int(error.status)
    return redirect(url_for("contributions.draft", key=draft.key), 303)


def closed(form: ComposerForm, viewer: User | None) -> ResponseReturnValue:
    """The consultation is not open: nothing is published, and nothing typed is lost."""
    try:
        draft = save_draft(form.place, form.form_token.data, form.kept(), actor=viewer)
    except DomainError:
        draft = None
    page = render_template(
        "contributions/closed.html", form=form, draft=draft, phase=_phase(form.place)
    )
    return page, 403


def _asked_place(viewer: User | None, slug: str, document: str) -> tuple[Place, Mode]:
    asked = Asked(
        slug=slug,
        document=document,
        paragraph=request.args.get("p", ""),
        section=request.args.get("s", ""),
        answered=request.args.get("reponse", ""),
        version=request.form.get("version", ""),
    )
    place = find_place(viewer, asked)
    if place is None:
        abort(404)
    if place.answered is not None:
        return place, Mode.REPLY
    wants_rewording = request.args.get("forme") == Mode.REWORDING.value
    has_words = bool((place.original or "").strip())
    return place, Mode.REWORDING if wants_rewording and has_words else Mode.COMMENT


def _phase(place: Place) -> Phase:
    return phase_at(place.consultation, now())


def _place_address(place: Place, contribution: Contribution) -> str:
    """Where the contribution is read, without asking the database once more."""
    is_public = contribution.state is ContributionState.PUBLISHED
    if not place.page_section or not place.is_current or not is_public:
        return url_for("contributions.permalink", key=contribution.key)
    address = url_for(
        "reading.section",
        slug=place.consultation.slug,
        document=place.document.slug,
        section=place.page_section,
        part=place.page_part if place.page_part > 1 else None,
        c=contribution.key,
        p=place.key if place.passage else None,
        s=place.key if place.heading else None,
    )
    return f"{address}#c-{contribution.key}"
