"""Answers in words: outcomes, what they are about, how a milestone stands."""

from datetime import date

from consultation.answers.asked import State
from consultation.answers.models import Milestone, Outcome
from consultation.answers.queries.cards import About
from consultation.answers.subjects import Kind
from consultation.core.i18n import _, _n


def outcome_word(outcome: Outcome) -> str:
    """What becomes of what was asked."""
    return {
        Outcome.ACCEPTED: _("Retenu"),
        Outcome.PARTLY: _("Retenu en partie"),
        Outcome.REJECTED: _("Non retenu"),
        Outcome.OUT_OF_SCOPE: _("Hors champ"),
    }[outcome]


def kind_word(kind: Kind) -> str:
    """What sort of thing is answered, for a list of many."""
    return {
        Kind.THEME: _("Thèmes"),
        Kind.STATEMENT: _("Énoncés"),
        Kind.PARAGRAPH: _("Paragraphes"),
        Kind.CAMPAIGN: _("Campagnes"),
        Kind.CONTRIBUTION: _("Contributions"),
        Kind.RECOMMENDATION: _("Recommandations du comité"),
        Kind.OPINION: _("Avis du comité"),
    }[kind]


def state_word(state: State) -> str:
    """How far the answers of a list have come."""
    return {
        State.TO_ANSWER: _("À répondre"),
        State.DRAFT: _("Brouillons"),
        State.PUBLISHED: _("Publiées"),
        State.MINE: _("Confiées à moi"),
        State.ALL: _("Tout"),
    }[state]


def about_words(about: About) -> str:
    """What an answer is about, as a title."""
    if about.kind is Kind.THEME:
        return _("Thème « %(name)s »", name=about.words)
    if about.kind is Kind.RECOMMENDATION:
        return _("Recommandation « %(title)s »", title=about.words)
    if about.kind is Kind.OPINION:
        return _("L’avis du comité, « %(title)s »", title=about.words)
    if about.kind is Kind.STATEMENT:
        return _("Énoncé de la synthèse, « %(title)s »", title=about.words)
    if about.kind is Kind.PARAGRAPH:
        number = about.spot.number if about.spot else None
        return (
            _("Paragraphe %(number)s", number=number)
            if number
            else _("Un paragraphe retiré du texte")
        )
    if about.kind is Kind.CAMPAIGN:
        return _n(
            "Campagne de %(num)s contribution",
            "Campagne de %(num)s contributions semblables", about.members,
        )  # fmt: skip
    return _("Contribution n° %(number)s", number=about.number)


def milestone_word(milestone: Milestone, day: date) -> str:
    """How a promise stands on that day."""
    if milestone.done_on is not None:
        return _("Tenu")
    if milestone.due_on is not None and milestone.due_on < day:
        return _("En retard")
    return _("En cours") if milestone.progress else _("À venir")


def grade_word(grade: float) -> str:
    """A grade from 0 to 10, in the words that members chose among."""
    bounds = (
        (2, _("Très insuffisante")), (4, _("Insuffisante")), (6, _("Passable")),
        (8, _("Satisfaisante")), (10, _("Bonne")),
    )  # fmt: skip
    return next((words for below, words in bounds if grade < below), _("Très bonne"))
