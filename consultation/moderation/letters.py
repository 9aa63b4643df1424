"""The statement of reasons as it is drafted: what was decided, on what rule, on which facts."""

from collections.abc import Mapping
from functools import cache

from consultation.consultations.charter import Clause
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.i18n import _, _n, current_language, in_language
from consultation.core.templating import moment
from consultation.moderation.judging import Judgement, clause_of
from consultation.moderation.models import Ground, Measure, Source
from consultation.moderation.transitions import RESTRICTS


def statement_of(contribution: Contribution, judgement: Judgement, language: str) -> str:
    """The letter that the moderator may complete, one paragraph a line, in that language."""
    with in_language(language):
        parts = [
            _("Bonjour,"),
            what_is_decided(contribution, judgement),
            rule_applied(contribution, judgement),
            facts_of(contribution, judgement),
            how_it_was_found(judgement),
            redress() if judgement.measure in APPEALABLE else "",
        ]
        return "\n\n".join(part for part in parts if part)


APPEALABLE = RESTRICTS | {Measure.MOVE, Measure.CLOSE_THREAD, Measure.WARN}
_BEFORE_THE_PUBLIC = frozenset({ContributionState.PUBLISHED})


def what_is_decided(contribution: Contribution, judgement: Judgement) -> str:
    """The measure and what it means, in two sentences."""
    number = contribution.number
    if judgement.measure is Measure.MASK:
        return " ".join((
            _("Votre contribution n° %(number)s est publiée.", number=number),
            _n(
                "%(num)s passage est masqué : votre avis reste lisible, sans ces mots.",
                "%(num)s passages sont masqués : votre avis reste lisible, sans ces mots.",
                len(judgement.spans),
            ),
        ))  # fmt: skip
    if judgement.measure is Measure.SUSPEND:
        until = moment(judgement.until).striptags() if judgement.until else ""
        return _(
            "Vous ne pouvez plus écrire ni voter dans cette consultation jusqu’au %(until)s. Vous "
            "pouvez toujours lire, et retirer ce que vous avez publié.",
            until=until,
        )
    return _plain_measures(current_language())[judgement.measure] % {"number": number}


@cache
def _plain_measures(_language: str) -> Mapping[Measure, str]:
    """What is decided, for each measure that says nothing else."""
    return {
        Measure.KEEP: _(
            "Votre contribution n° %(number)s est publiée, telle que vous l’avez écrite."
        ),
        Measure.REFUSE: _(
            "Votre contribution n° %(number)s n’est pas publiée. Elle reste lisible par vous, et "
            "vous pouvez la corriger tant que la consultation est ouverte : elle sera relue."
        ),
        Measure.HIDE: _(
            "Votre contribution n° %(number)s n’est plus publiée. Elle reste lisible par vous, et "
            "vous pouvez la corriger tant que la consultation est ouverte : elle sera relue."
        ),
        Measure.RESTORE: _(
            "Votre contribution n° %(number)s est de nouveau publiée, telle que vous l’avez écrite."
        ),
        Measure.MOVE: _(
            "Votre contribution n° %(number)s est déplacée là où elle sera mieux lue. Son texte, "
            "sa date, ses votes et ses réponses n’ont pas changé."
        ),
        Measure.CLOSE_THREAD: _(
            "Le fil de votre contribution n° %(number)s est fermé : on le lit, on n’y répond plus."
        ),
        Measure.REOPEN_THREAD: _(
            "Le fil de votre contribution n° %(number)s est rouvert : on peut de nouveau y "
            "répondre."
        ),
        Measure.WARN: _(
            "Votre contribution n° %(number)s appelle un avertissement. Ce qui est publié ne "
            "change pas."
        ),
        Measure.LIFT_SUSPENSION: _(
            "Votre suspension est levée : vous pouvez de nouveau écrire et voter dans cette "
            "consultation."
        ),
    }


def rule_applied(contribution: Contribution, judgement: Judgement) -> str:
    """The clause with its words, or the law."""
    if judgement.ground is Ground.LAW:
        return _("Loi appliquée : %(law)s.", law=judgement.legal_ref)
    if judgement.ground is not Ground.CHARTER:
        return ""
    clause = clause_of(judgement, contribution.consultation_id)
    return rule_words(clause) if clause else ""


def rule_words(clause: Clause) -> str:
    """A clause as a letter quotes it."""
    return _(
        "Règle appliquée : %(ref)s, « %(title)s ». %(words)s",
        ref=clause.ref, title=clause.title, words=clause.text,
    )  # fmt: skip


def facts_of(contribution: Contribution, judgement: Judgement) -> str:
    """What was found, as the moderator says it; else that the text was read against the rule."""
    if judgement.facts:
        return _("Faits : %(facts)s", facts=judgement.facts)
    if judgement.measure in RESTRICTS:
        return _("Faits : relue en entier, votre contribution ne respecte pas cette règle.")
    return ""


def how_it_was_found(judgement: Judgement) -> str:
    """Who decided, and what made somebody look."""
    if judgement.measure not in APPEALABLE:
        return ""
    why = {
        Source.OWN: _("Décision prise par une personne, en relisant les contributions."),
        Source.FLAG: _("Décision prise par une personne, à la suite d’un signalement."),
        Source.NOTICE: _(
            "Décision prise par une personne, à la suite d’une notification de contenu illicite."
        ),
        Source.APPEAL: _("Décision prise par une personne, à la suite d’un recours."),
        Source.AUTHORITY: _("Décision prise par une personne, à la demande d’une autorité."),
    }[judgement.source]
    if judgement.is_machine_detected and judgement.source is Source.OWN:
        return _(
            "Décision prise par une personne, à la suite d’un filtrage automatique qui signale "
            "et ne décide pas."
        )
    return why


def redress() -> str:
    """How to contest, inside and outside."""
    return _(
        "Vous pouvez contester cette décision dans les six mois : une autre personne "
        "l’examinera. Vous pouvez aussi saisir un organisme de règlement des litiges ou le juge."
    )
