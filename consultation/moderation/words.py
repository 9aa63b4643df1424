"""What measures, grounds, categories and outcomes are called, in the language being written."""

from consultation.consultations.charter import clause_named
from consultation.core.i18n import _
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.moderation.reports import AppealOutcome, Category, Outcome, Side


def measure_word(measure: Measure) -> str:
    """What was done, as a noun: of a register, a filter, a table."""
    return {
        Measure.KEEP: _("Laissée en place"),
        Measure.REFUSE: _("Refus de publier"),
        Measure.HIDE: _("Retrait de la publication"),
        Measure.RESTORE: _("Rétablissement"),
        Measure.MASK: _("Masquage d’un passage"),
        Measure.MOVE: _("Déplacement vers un autre paragraphe"),
        Measure.CLOSE_THREAD: _("Fil clos"),
        Measure.REOPEN_THREAD: _("Fil rouvert"),
        Measure.WARN: _("Avertissement"),
        Measure.SUSPEND: _("Suspension pour un temps"),
        Measure.LIFT_SUSPENSION: _("Suspension levée"),
    }[measure]


PERSONAL = frozenset({Measure.WARN, Measure.SUSPEND, Measure.LIFT_SUSPENSION})
"""Measures about a person rather than about what was said."""

WAITS = "waits"
PERSON = "person"
"""What the public is told of any measure about a person."""


def what_was_done(measure: Measure, number: int) -> str:
    """What became of the contribution, as a sentence to somebody who reported it.

    What is between the moderators and its author stays between them.
    """
    values = {"number": number}
    if measure in PERSONAL:
        return _(
            "Une mesure a été prise envers la personne qui a écrit la contribution n° %(number)s.",
            **values,
        )
    sentences = {
        Measure.KEEP: _("La contribution n° %(number)s reste en place.", **values),
        Measure.RESTORE: _("La contribution n° %(number)s est de nouveau publiée.", **values),
        Measure.REFUSE: _("La contribution n° %(number)s n’est plus publiée.", **values),
        Measure.HIDE: _("La contribution n° %(number)s n’est plus publiée.", **values),
        Measure.MASK: _(
            "Un passage de la contribution n° %(number)s est masqué ; le reste demeure lisible.",
            **values,
        ),
        Measure.MOVE: _(
            "La contribution n° %(number)s est déplacée vers le paragraphe dont elle parle.",
            **values,
        ),
        Measure.CLOSE_THREAD: _(
            "Le fil de la contribution n° %(number)s est clos : on n’y répond plus.", **values
        ),
        Measure.REOPEN_THREAD: _("Le fil de la contribution n° %(number)s est rouvert.", **values),
    }
    return sentences[measure]


def ground_words(decision: Decision) -> str:
    """The rule or the law that a decision rests on; empty when it rests on none."""
    if decision.ground is Ground.LAW:
        return _("Loi : %(reference)s", reference=decision.legal_ref or _("non précisée"))
    if decision.ground is Ground.CHARTER:
        version = decision.charter_version or 0
        return clause_words(decision.clause, version, decision.consultation_id)
    return ""


def clause_words(ref: str, version: int, consultation_id: int | None) -> str:
    """« Charte, règle 3 : N’attaquez personne », in the words of that version."""
    clause = clause_named(ref, version, consultation_id)
    if clause is not None:
        return _("Charte, règle %(ref)s : %(title)s", ref=ref, title=clause.title)
    return _("Charte, règle %(ref)s", ref=ref)


def category_word(category: Category) -> str:
    """What a notice says is illegal, in plain words."""
    return {
        Category.HATE: _("Haine ou discrimination envers un groupe de personnes"),
        Category.VIOLENCE: _("Menace, ou appel à la violence"),
        Category.HARASSMENT: _("Harcèlement d’une personne"),
        Category.PRIVACY: _("Vie privée : données personnelles ou de santé de quelqu’un"),
        Category.DEFAMATION: _("Injure ou accusation mensongère contre une personne"),
        Category.CHILD_ABUSE: _("Abus sexuel sur mineur"),
        Category.TERRORISM: _("Apologie du terrorisme, ou appel à en commettre"),
        Category.FRAUD: _("Escroquerie, ou usurpation de l’identité de quelqu’un"),
        Category.COPYRIGHT: _("Texte d’autrui, recopié sans droit"),
        Category.OTHER: _("Autre chose que la loi interdit"),
    }[category]


def outcome_word(outcome: Outcome | None) -> str:
    """What became of a report."""
    if outcome is None:
        return _("À examiner")
    return {
        Outcome.MEASURE: _("Une mesure a été prise"),
        Outcome.KEPT: _("Contribution laissée en place"),
        Outcome.UNFOUNDED: _("Signalement manifestement infondé"),
        Outcome.WITHDRAWN: _("Contribution retirée par son auteur"),
    }[outcome]


def appeal_word(outcome: AppealOutcome | None) -> str:
    """What became of an appeal."""
    if outcome is None:
        return _("En cours d’examen")
    return {
        AppealOutcome.UPHELD: _("Décision maintenue"),
        AppealOutcome.REVERSED: _("Décision annulée"),
        AppealOutcome.PARTLY: _("Décision annulée en partie"),
    }[outcome]


def side_word(side: Side) -> str:
    """Who appealed."""
    if side is Side.AUTHOR:
        return _("Recours de la personne visée par la décision")
    return _("Recours d’une personne qui a signalé")


def appeal_state_word(state: str) -> str:
    """The same, as the register and the report say it: « waits » while it does."""
    return appeal_word(None if state == WAITS else AppealOutcome(state))


def register_word(measure: str) -> str:
    """What the register calls a measure; those about a person have one name."""
    return _("Mesure visant une personne") if measure == PERSON else measure_word(Measure(measure))


def source_word(source: Source) -> str:
    """What made somebody look."""
    return {
        Source.OWN: _("À l’initiative de la modération"),
        Source.FLAG: _("À la suite d’un signalement"),
        Source.NOTICE: _("À la suite d’une notification de contenu illégal"),
        Source.APPEAL: _("À la suite d’un recours"),
        Source.AUTHORITY: _("À la demande d’une autorité"),
    }[source]
