"""Making the composer's form for somebody at some place."""

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import request

from consultation.accounts.models import User
from consultation.accounts.sessions import current_session
from consultation.consultations.categories import label
from consultation.consultations.models import Participant
from consultation.consultations.permissions import is_suspended
from consultation.consultations.queries import open_categories, participation_of, roles_of
from consultation.consultations.services.participation import capacity
from consultation.contributions.forms.composer import ASK, ComposerForm, Mode, Shown, salutation
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.permissions import can_speak_officially
from consultation.contributions.queries.places import Place
from consultation.contributions.queries.standing import no_vote_as
from consultation.contributions.services.drafts import TOKEN_LENGTH
from consultation.contributions.writing import BODY_MAX, PROPOSED_MAX
from consultation.core.clock import now
from consultation.core.i18n import _
from consultation.core.keys import ALPHABET, new_key
from consultation.core.templating import num

_TOKEN = re.compile(rf"[{ALPHABET}]{{{TOKEN_LENGTH}}}")


def bound_form(
    place: Place,
    mode: Mode,
    *,
    edited: Contribution | None = None,
    values: Mapping[str, str] | None = None,
    token: str = "",
) -> ComposerForm:
    """The form, holding what was posted, else `values`; without what its mode does not ask."""
    form = ComposerForm(data=dict(values)) if values is not None else ComposerForm()
    form.place, form.mode, form.edited, form.shown = place, mode, edited, Shown()
    asks = mode is Mode.COMMENT
    if form.is_reply or (edited is not None and edited.kind is Kind.QUESTION):
        del form.stance
    else:
        form.stance.label.text = _question_about(place)
        form.stance.choices = stance_choices(with_question=asks)
    if form.kind is Kind.AMENDMENT:
        form.body.label.text = _("Votre explication, si elle est utile")
    else:
        del form.proposed_text
        if form.is_reply:
            form.body.label.text = _("Votre réponse")
    if edited is not None:
        del form.category
        del form.is_official
    if not form.is_submitted() or not _TOKEN.fullmatch(form.form_token.data or ""):
        form.form_token.data = token or new_key(TOKEN_LENGTH)
    if not form.is_submitted():
        form.since.data = str(int(now().timestamp()))
    form.version.data = place.version.key
    return form


def _question_about(place: Place) -> str:
    if place.passage:
        return _("Votre position sur ce paragraphe")
    return (
        _("Votre position sur cette section") if place.heading else _("Votre position sur ce texte")
    )


def stance_choices(*, with_question: bool) -> list[tuple[str, str]]:
    """The positions offered, in their order."""
    choices = [
        (Stance.FOR.value, _("Favorable")),
        (Stance.MIXED.value, _("Mitigé")),
        (Stance.AGAINST.value, _("Opposé")),
    ]
    if with_question:
        choices.append((ASK, _("Question")))
    return [*choices, (Stance.NONE.value, _("Sans position"))]


def dressed(form: ComposerForm, person: User | None) -> ComposerForm:
    """Give the form what its page shows: hints, the name one speaks under, what is asked once."""
    form.body.description = _("%(most)s caractères au plus.", most=num(BODY_MAX))
    if form.edited is None:
        form.body.description += " " + _("Vous pourrez corriger librement pendant 15 minutes.")
    if "proposed_text" in form:
        form.proposed_text.description = _(
            "%(most)s caractères au plus. La page montrera ce qui change.",
            most=num(PROPOSED_MAX),
        )
    form.confirm_personal_data.data = ""
    consultation = form.place.consultation
    participant = participation_of(person.id, consultation.id) if person else None
    if person is not None:
        said = capacity(participant) if participant else ""
        form.shown = replace(
            form.shown,
            published_as=", ".join(filter(None, [person.display_name, said])),
            no_vote=no_vote_as(participant, person, consultation),
        )
    if participant is not None and is_suspended(participant, now()):
        form.shown = replace(
            form.shown,
            suspended_until=participant.suspended_until,
            suspended_for=participant.suspended_for,
        )
    if "category" in form:
        if person is None or (participant is not None and not _is_new(participant)):
            del form.category
        else:
            form.category.choices = [("", _("Ne pas préciser"))] + [
                (str(each.id), label(each.code, each.label))
                for each in open_categories(consultation.id)
            ]
    if "is_official" in form and not may_speak_officially(person, form.place):
        del form.is_official
    return form


def _is_new(participant: Participant) -> bool:
    """Somebody who voted, perhaps, and did not say in which capacity yet."""
    return participant.category_id is None and participant.contribution_count == 0


def may_speak_officially(person: User | None, place: Place) -> bool:
    """An organiser who showed a second factor in this session."""
    login = current_session()
    if person is None or login is None or login.second_factor_at is None:
        return False
    return can_speak_officially(roles_of(person, place.consultation.id))


def composer_for(
    person: User | None,
    place: Place,
    mode: Mode = Mode.COMMENT,
    *,
    values: Mapping[str, str] | None = None,
    token: str = "",
) -> ComposerForm:
    """The form for `person` at `place`, ready for `contributions/_composer.html`."""
    return dressed(bound_form(place, mode, values=values, token=token), person)


def first_values(place: Place, mode: Mode) -> dict[str, str]:
    """What a new form holds before anything is typed."""
    values = {"stance": ASK if "question" in request.args else Stance.NONE.value}
    if mode is Mode.REWORDING:
        values["proposed_text"] = place.original or ""
        values["stance"] = Stance.NONE.value
    if mode is Mode.REPLY and salutation(place):
        values["body"] = f"{salutation(place)} "
    return values
