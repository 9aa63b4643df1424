"""What is written to people who report or contest. Subjects name the fact, never the words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core import mail
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute
from consultation.core.templating import moment, plain_day
from consultation.moderation.following import token_of
from consultation.moderation.models import Decision, Measure
from consultation.moderation.periods import last_day_to_appeal
from consultation.moderation.reports import Flag, Notice, Outcome, ReporterStanding
from consultation.moderation.words import category_word, ground_words, what_was_done


@dataclass(frozen=True)
class Words:
    """A message, written: what happened, figures of it, what can be done, why it came."""

    subject: str
    sentences: Sequence[str]
    why: str
    facts: Sequence[tuple[str, str]] = ()
    reasons: str = ""
    after: Sequence[str] = ()
    button: tuple[str, str] = ("", "")


def sent(kind: str, to: str, language: str, words: Words) -> mail.Email:
    """The message; `kind` is what the administration's list of mails calls it."""
    letter = mail.write("moderation.told", to, language, lambda: words.subject, words=words)
    return replace(letter, kind=f"moderation.{kind}")


def name_of(consultation: Consultation) -> str:
    """What mails call a consultation."""
    return consultation.short_title or consultation.title


def notice_received(
    notice: Notice, consultation: Consultation, contribution: Contribution
) -> mail.Email:
    """It came in, under this reference; what follows, and where to read it."""
    with in_language(notice.language):
        words = Words(
            subject=_(
                "Votre notification %(key)s est reçue : %(name)s",
                key=notice.key, name=name_of(consultation),
            ),
            sentences=[
                _(
                    "Vous nous avez notifié un contenu que vous jugez illégal. Une personne de la "
                    "modération va l’examiner. Aucune machine ne décide à sa place."
                ),
                _("Vous recevrez la décision par message, avec la façon de la contester."),
            ],
            facts=_about(notice, contribution),
            button=(_("Suivre ma notification"), follow_url(notice)),
            after=[
                _(
                    "Cette adresse contient un secret : elle ouvre votre notification sans compte. "
                    "Ne la transmettez pas."
                )
            ],
            why=_why_notice(),
        )  # fmt: skip
        return sent("notice_received", notice.email, notice.language, words)


def _about(notice: Notice, contribution: Contribution) -> list[tuple[str, str]]:
    return [
        (_("Référence"), notice.key),
        (_("Contenu"), _("contribution n° %(number)s, %(address)s",
                         number=contribution.number, address=notice.location)),
        (_("Motif"), category_word(notice.category)),
        (_("Reçue le"), str(moment(notice.received_at).striptags())),
    ]  # fmt: skip


def _why_notice() -> str:
    return _(
        "Vous recevez ce message parce que cette adresse a été donnée dans une notification. Elle "
        "est effacée quand le délai de recours est passé."
    )


def follow_url(notice: Notice) -> str:
    """Where whoever sent the notice reads what became of it."""
    return absolute("moderation.follow", notice.language, token=token_of(notice.key))


def notice_answered(
    notice: Notice, consultation: Consultation, contribution: Contribution,
    decision: Decision | None,
) -> mail.Email:  # fmt: skip
    """What was decided, why, and how to contest it."""
    with in_language(notice.language):
        words = Words(
            subject=_(
                "Votre notification %(key)s a été examinée : %(name)s",
                key=notice.key, name=name_of(consultation),
            ),
            sentences=_outcome(notice.outcome, contribution, decision),
            facts=_ground(decision),
            reasons=reasons_for_reporters(decision),
            button=(
                _("Voir la décision, ou la contester") if decision else _("Voir ma notification"),
                follow_url(notice),
            ),
            after=redress(decision),
            why=_why_notice(),
        )  # fmt: skip
        return sent("notice_answered", notice.email, notice.language, words)


def flag_answered(
    flag: Flag, consultation: Consultation, contribution: Contribution,
    decision: Decision | None,
) -> mail.Email:  # fmt: skip
    """The same, for a breach of the charter. The flag has its reporter loaded."""
    person = flag.reporter
    with in_language(person.language):
        words = Words(
            subject=_(
                "Votre signalement sur la contribution n° %(number)s a été examiné : %(name)s",
                number=contribution.number, name=name_of(consultation),
            ),
            sentences=_outcome(flag.outcome, contribution, decision),
            facts=_ground(decision),
            reasons=reasons_for_reporters(decision),
            button=(
                _("Mes signalements et mes recours"),
                absolute("moderation.own_reports", person.language),
            ),
            after=redress(decision),
            why=_(
                "Vous recevez ce message parce que vous avez signalé une contribution depuis votre "
                "compte."
            ),
        )  # fmt: skip
        return sent("flag_answered", person.email or "", person.language, words)


def _outcome(
    outcome: Outcome | None, contribution: Contribution, decision: Decision | None
) -> list[str]:
    if decision is None:
        return [
            _(
                "La contribution n° %(number)s a été retirée par la personne qui l’avait écrite, "
                "avant la fin de l’examen. Plus personne ne peut la lire.",
                number=contribution.number,
            )
        ]
    sentences = [
        _("Une personne de la modération a examiné ce que vous avez signalé."),
        what_was_done(decision.measure, contribution.number),
    ]
    if outcome is Outcome.UNFOUNDED:
        sentences.append(
            _(
                "Votre signalement a été jugé manifestement infondé. Des signalements infondés "
                "répétés conduisent à un avertissement, puis à une suspension des signalements."
            )
        )
    return sentences


def _ground(decision: Decision | None) -> list[tuple[str, str]]:
    ground = ground_words(decision) if decision else ""
    return [(_("Fondement"), ground)] if ground else []


def reasons_for_reporters(decision: Decision | None) -> str:
    """Why nothing was done, as the moderator wrote it.

    The facts of a measure may name people: they are its author's to read.
    """
    return decision.facts if decision and decision.measure is Measure.KEEP else ""


def redress(decision: Decision | None) -> list[str]:
    """How to contest what was decided, here and elsewhere, and until when."""
    if decision is None:
        return []
    return [
        _(
            "Vous pouvez contester cette décision jusqu’au %(day)s, gratuitement. Une autre "
            "personne que celle qui a décidé examine le recours.",
            day=plain_day(last_day_to_appeal(decision.decided_at)),
        ),
        elsewhere(),
    ]


def elsewhere() -> str:
    """Whom else one may ask."""
    return _(
        "Vous pouvez aussi saisir un organe certifié de règlement extrajudiciaire des litiges "
        "(article 21 du règlement européen sur les services numériques), ou le tribunal compétent."
    )


def reporter_warned(person: User, consultation: Consultation, reasons: str) -> mail.Email:
    """Their flags have no ground; what follows if it goes on."""
    with in_language(person.language):
        words = Words(
            subject=_("Avertissement sur vos signalements : %(name)s", name=name_of(consultation)),
            sentences=[
                _(
                    "Plusieurs de vos signalements ont été jugés manifestement infondés. Ils "
                    "prennent du temps à la modération, et retardent les autres."
                ),
                _("Si cela continue, vos signalements seront suspendus ici pour un temps."),
            ],
            reasons=reasons,
            button=(
                _("Relire mes signalements"),
                absolute("moderation.own_reports", person.language),
            ),
            after=[_still_open()],
            why=_why_reporter(),
        )
        return sent("reporter_warned", person.email or "", person.language, words)


def reporter_limited(
    person: User, consultation: Consultation, standing: ReporterStanding
) -> mail.Email:
    """Their flags are not taken until a day."""
    with in_language(person.language):
        until = plain_day(standing.limited_until) if standing.limited_until else ""
        words = Words(
            subject=_(
                "Vos signalements sont suspendus jusqu’au %(day)s : %(name)s",
                day=until, name=name_of(consultation),
            ),
            sentences=[
                _(
                    "Malgré un avertissement, d’autres de vos signalements ont été jugés "
                    "manifestement infondés. Vous ne pouvez plus signaler ici jusqu’au %(day)s.",
                    day=until,
                ),
                _("Vous pouvez toujours lire, contribuer et voter."),
            ],
            reasons=standing.reasons,
            after=[_still_open(), elsewhere()],
            why=_why_reporter(),
        )  # fmt: skip
        return sent("reporter_limited", person.email or "", person.language, words)


def _still_open() -> str:
    return _("La notification d’un contenu illégal vous reste ouverte, comme à tout le monde.")


def _why_reporter() -> str:
    return _("Vous recevez ce message parce que vous avez signalé des contributions.")
