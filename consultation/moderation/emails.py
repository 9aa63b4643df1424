"""What moderation writes to people. Subjects name the fact; no mail carries what was refused."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core import mail
from consultation.core.i18n import _, _n
from consultation.core.links import absolute
from consultation.moderation.models import Decision, Measure


def decided(
    person: User,
    to: str,
    consultation: Consultation,
    contribution: Contribution,
    decision: Decision,
) -> mail.Email:
    """The statement of reasons, as it was completed, and where to read and contest it."""
    language = person.language
    return mail.write(
        "moderation.decided",
        to,
        language,
        lambda: _subject(consultation, contribution, decision),
        paragraphs=decision.statement.split("\n\n"),
        consultation=consultation,
        page=absolute("moderation.decision", language, key=decision.key),
        mine=absolute("contributions.mine", language),
    )


def undone(
    person: User,
    to: str,
    consultation: Consultation,
    contribution: Contribution,
    decision: Decision,
) -> mail.Email:
    """A decision that was told of a moment ago was a mistake, and is taken back."""
    language = person.language
    return mail.write(
        "moderation.undone",
        to,
        language,
        lambda: _(
            "Annulation d’une décision sur la contribution n° %(number)s : %(name)s",
            number=contribution.number, name=consultation.short_title or consultation.title,
        ),
        consultation=consultation,
        contribution=contribution,
        mine=absolute("contributions.mine", language),
    )  # fmt: skip


def _subject(consultation: Consultation, contribution: Contribution, decision: Decision) -> str:
    name = consultation.short_title or consultation.title
    number = contribution.number
    return {
        Measure.KEEP: _(
            "Votre contribution n° %(number)s est publiée : %(name)s", number=number, name=name
        ),
        Measure.REFUSE: _(
            "Votre contribution n° %(number)s n’est pas publiée : %(name)s",
            number=number, name=name,
        ),
        Measure.HIDE: _(
            "Votre contribution n° %(number)s n’est plus publiée : %(name)s",
            number=number, name=name,
        ),
        Measure.RESTORE: _(
            "Votre contribution n° %(number)s est de nouveau publiée : %(name)s",
            number=number, name=name,
        ),
        Measure.MASK: _(
            "Des passages de votre contribution n° %(number)s sont masqués : %(name)s",
            number=number, name=name,
        ),
        Measure.MOVE: _(
            "Votre contribution n° %(number)s est déplacée : %(name)s", number=number, name=name
        ),
        Measure.CLOSE_THREAD: _(
            "Le fil de votre contribution n° %(number)s est fermé : %(name)s",
            number=number, name=name,
        ),
        Measure.REOPEN_THREAD: _(
            "Le fil de votre contribution n° %(number)s est rouvert : %(name)s",
            number=number, name=name,
        ),
        Measure.WARN: _(
            "Avertissement sur votre contribution n° %(number)s : %(name)s",
            number=number, name=name,
        ),
        Measure.SUSPEND: _("Vous ne pouvez plus écrire pour un temps : %(name)s", name=name),
        Measure.LIFT_SUSPENSION: _("Vous pouvez de nouveau écrire : %(name)s", name=name),
    }[decision.measure]  # fmt: skip


def held(consultation: Consultation, to: str, language: str, count: int) -> mail.Email:
    """To a moderator, at once: a rule held what it wants read without delay. No text, no name."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "moderation.held",
        to,
        language,
        lambda: _n(
            "%(num)s contribution retenue, à lire sans attendre : « %(name)s »",
            "%(num)s contributions retenues, à lire sans attendre : « %(name)s »",
            count,
            name=name,
        ),
        consultation=consultation,
        count=count,
        link=absolute("moderation.desk", language, slug=consultation.slug),
        rules=absolute("moderation.rules", language, slug=consultation.slug),
    )
