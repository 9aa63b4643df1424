"""What consultations write to people."""

from collections.abc import Mapping

from consultation.consultations.models import CalendarChange, Consultation, Role
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute


def invitation(
    consultation: Consultation, role: Role, to: str, language: str, token: str
) -> mail.Email:
    """Join the team of a consultation. The subject names no person."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "consultations.invitation",
        to,
        language,
        lambda: _("Invitation dans l’équipe de « %(name)s »", name=name),
        consultation=consultation,
        role=role.value,
        link=absolute("consultations.invitation", language, token=token),
    )


def calendar_changed(
    consultation: Consultation, change: CalendarChange, language: str
) -> mail.Email:
    """To those who contributed: the closing moved, and why. `to` is filled in for each of them."""
    name = consultation.short_title or consultation.title
    subjects = {
        "closed": lambda: _("Consultation close : « %(name)s »", name=name),
        "extended": lambda: _("Consultation prolongée : « %(name)s »", name=name),
        "reopened": lambda: _("Consultation rouverte : « %(name)s »", name=name),
    }
    return mail.write(
        "consultations.calendar_changed",
        "",
        language,
        subjects[change.kind],
        consultation=consultation,
        change=change,
        link=absolute("reading.consultation", language, slug=consultation.slug),
    )


def organisation_decided(
    consultation: Consultation, to: str, language: str, *, is_confirmed: bool
) -> mail.Email:
    """Whether one may speak for the organisation that one named."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "consultations.organisation_decided",
        to,
        language,
        lambda: (
            _("Votre organisation est confirmée : « %(name)s »", name=name)
            if is_confirmed
            else _("Votre organisation n’est pas confirmée : « %(name)s »", name=name)
        ),
        consultation=consultation,
        is_confirmed=is_confirmed,
        link=absolute("consultations.declaration", language, slug=consultation.slug),
    )


def charter_changed(
    consultation: Consultation, number: int, note: Mapping[str, str], language: str
) -> mail.Email:
    """To those who contributed: the consultation's own rules changed, and how."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "consultations.charter_changed",
        "",
        language,
        lambda: _("Les règles de « %(name)s » ont changé", name=name),
        consultation=consultation,
        number=number,
        note=note[language],
        link=absolute("pages.own_charter_version", language, slug=consultation.slug, number=number),
    )
