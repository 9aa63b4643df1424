"""What the desk writes to a team: what waits, and what waits longer than was promised."""

from datetime import datetime

from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _, _n
from consultation.core.links import absolute
from consultation.moderation.durations import in_words
from consultation.moderation.queries.figures import Brief, Left


def digest(
    consultation: Consultation,
    to: str,
    language: str,
    found: Brief,
    moment: datetime,
    left: Left | None = None,
) -> mail.Email:
    """To a moderator: how many wait, since when, how many that cannot, what was left to them.

    No text, no name.
    """
    left = left or Left()
    return mail.write(
        "moderation.digest",
        to,
        language,
        lambda: _subject(consultation, found, left),
        consultation=consultation,
        found=found,
        left=left,
        oldest=lambda: in_words(moment - found.oldest) if found.oldest else "",
        is_late=lambda: _is_late(consultation, found, moment),
        link=absolute("moderation.desk", language, slug=consultation.slug),
        own_link=absolute("moderation.desk", language, slug=consultation.slug, confiees=1),
        appeals_link=absolute(
            "moderation.appeals", language, slug=consultation.slug, etat="confies"
        ),
        settings_link=absolute("moderation.notices", language, slug=consultation.slug),
    )


def _subject(consultation: Consultation, found: Brief, left: Left) -> str:
    name = consultation.short_title or consultation.title
    if not found.count:
        return _n(
            "%(num)s recours à juger : « %(name)s »",
            "%(num)s recours à juger : « %(name)s »",
            left.appeals,
            name=name,
        )
    return _n(
        "%(num)s contribution à examiner : « %(name)s »",
        "%(num)s contributions à examiner : « %(name)s »",
        found.count,
        name=name,
    )


def late(
    consultation: Consultation, to: str, language: str, found: Brief, moment: datetime
) -> mail.Email:
    """To an organiser, once a day at most: the promise is not kept today."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "moderation.late",
        to,
        language,
        lambda: _(
            "Des contributions attendent plus longtemps que promis : « %(name)s »", name=name
        ),
        consultation=consultation,
        found=found,
        oldest=lambda: in_words(moment - found.oldest) if found.oldest else "",
        link=absolute("moderation.figures", language, slug=consultation.slug),
        team_link=absolute("consultations.team", language, slug=consultation.slug),
    )


def _is_late(consultation: Consultation, found: Brief, moment: datetime) -> bool:
    if found.oldest is None:
        return False
    return (moment - found.oldest).total_seconds() > 3600 * consultation.review_hours
