"""What is written to people about appeals. Subjects name the fact, never the words."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core import mail
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute
from consultation.core.templating import moment
from consultation.moderation.answers import Words, elsewhere, name_of, sent
from consultation.moderation.models import Decision
from consultation.moderation.reports import Appeal, AppealOutcome
from consultation.moderation.words import appeal_word, what_was_done


def appeal_received(
    appeal: Appeal, to: str, consultation: Consultation, decision: Decision, address: str
) -> mail.Email:
    """It came in; who will judge it, and where to read it."""
    with in_language(appeal.language):
        words = Words(
            subject=_(
                "Votre recours %(key)s est reçu : %(name)s",
                key=appeal.key, name=name_of(consultation),
            ),
            sentences=[
                _(
                    "Vous contestez la décision de modération %(key)s. Une autre personne que "
                    "celle qui l’a prise va la réexaminer.",
                    key=decision.key,
                ),
                _("La réponse vous sera envoyée, avec ses raisons."),
            ],
            facts=[
                (_("Recours"), appeal.key),
                (_("Reçu le"), str(moment(appeal.received_at).striptags())),
            ],
            button=(_("Suivre mon recours"), address),
            why=_why_appeal(),
        )  # fmt: skip
        return sent("appeal_received", to, appeal.language, words)


def _why_appeal() -> str:
    return _("Vous recevez ce message parce que vous avez formé un recours.")


def appeal_judged(
    appeal: Appeal, to: str, consultation: Consultation, result: Decision | None,
    contribution: Contribution | None, address: str,
) -> mail.Email:  # fmt: skip
    """What became of it, why, and whom else one may ask."""
    with in_language(appeal.language):
        words = Words(
            subject=_(
                "Votre recours %(key)s a été examiné : %(name)s",
                key=appeal.key, name=name_of(consultation),
            ),
            sentences=[
                _("Une autre personne de la modération a réexaminé la décision."),
                *_judged(appeal, result, contribution),
            ],
            reasons=appeal.reasons,
            button=(_("Voir la réponse"), address),
            after=[elsewhere()],
            why=_why_appeal(),
        )  # fmt: skip
        return sent("appeal_judged", to, appeal.language, words)


def _judged(
    appeal: Appeal, result: Decision | None, contribution: Contribution | None
) -> list[str]:
    sentences = [f"{appeal_word(appeal.outcome)}."]
    if result and contribution and appeal.outcome is not AppealOutcome.UPHELD:
        sentences.append(what_was_done(result.measure, contribution.number))
    return sentences


def appeal_judged_for_others(
    appeal: Appeal, to: str, language: str, consultation: Consultation,
    result: Decision | None, contribution: Contribution | None, address: str,
) -> mail.Email:  # fmt: skip
    """The same, for others whom the decision had been told to. Who appealed is not said."""
    with in_language(language):
        words = Words(
            subject=_(
                "Une décision qui vous avait été communiquée a été réexaminée : %(name)s",
                name=name_of(consultation),
            ),
            sentences=[
                _(
                    "La décision de modération %(key)s a été contestée. Une autre personne l’a "
                    "réexaminée.",
                    key=appeal.decision.key,
                ),
                *_judged(appeal, result, contribution),
            ],
            button=(_("Voir ce qui a été décidé"), address),
            after=[elsewhere()],
            why=_("Vous recevez ce message parce que la décision contestée vous concernait."),
        )
        return sent("appeal_judged_for_others", to, language, words)


def second_moderator_needed(person: User, consultation: Consultation) -> mail.Email:
    """An appeal waits that nobody here may judge."""
    with in_language(person.language):
        words = Words(
            subject=_(
                "Un recours attend une autre personne à la modération : %(name)s",
                name=name_of(consultation),
            ),
            sentences=[
                _(
                    "Un recours a été formé contre une décision de modération. La personne qui a "
                    "décidé ne peut pas le juger, et personne d’autre ne le peut ici."
                ),
                _("Nommez une autre personne à la modération de cette consultation."),
            ],
            button=(
                _("Compléter l’équipe"),
                absolute("consultations.team", person.language, slug=consultation.slug),
            ),
            why=_(
                "Vous recevez ce message parce que vous organisez cette consultation, ou "
                "administrez ce site."
            ),
        )
        return sent("second_moderator_needed", person.email or "", person.language, words)
