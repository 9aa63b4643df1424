"""Words for what the desk offers and did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from consultation.consultations.charter import Clause
from consultation.consultations.permissions import is_suspended
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now
from consultation.core.i18n import _, current_language
from consultation.moderation import letters
from consultation.moderation.findings import label_word
from consultation.moderation.judging import Judgement
from consultation.moderation.masking import placeholder
from consultation.moderation.models import Ground, Measure, Source
from consultation.moderation.transitions import possible
from consultation.moderation.views import bp
from consultation.screening.signals import SignalSpan

FIRST = (Measure.KEEP, Measure.MASK, Measure.REFUSE, Measure.HIDE, Measure.RESTORE)
FURTHER = (
    Measure.MOVE, Measure.WARN, Measure.CLOSE_THREAD, Measure.REOPEN_THREAD, Measure.SUSPEND,
    Measure.LIFT_SUSPENSION,
)  # fmt: skip
KEYS = {
    Measure.KEEP: "P", Measure.MASK: "M", Measure.REFUSE: "R", Measure.HIDE: "H",
    Measure.RESTORE: "T",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One measure that may be chosen: its verb, and the key that chooses it."""

    measure: Measure
    words: str
    key: str
    is_further: bool


def offered_measures(contribution: Contribution) -> Sequence[Choice]:
    """The measures that make sense on a contribution, the usual ones first."""
    sensible = possible(contribution)
    is_over = not is_suspended(contribution.author, now())
    left_out = Measure.LIFT_SUSPENSION if is_over else Measure.SUSPEND
    return [
        Choice(each, measure_verb(each, contribution), KEYS.get(each, ""), each in FURTHER)
        for each in (*FIRST, *FURTHER)
        if each in sensible and each is not left_out and not _is_twice(each, contribution)
    ]


def _is_twice(measure: Measure, contribution: Contribution) -> bool:
    """What was never shown is published, not restored."""
    is_pending = contribution.state is ContributionState.PENDING
    return measure is Measure.RESTORE and is_pending and not contribution.is_masked


def measure_verb(measure: Measure, contribution: Contribution) -> str:
    """The verb on its choice: what is public already is kept, what waits is published."""
    if measure is Measure.KEEP and contribution.state == "published":
        return _("Garder publiée")
    return _verbs(current_language())[measure]


@cache
def _verbs(_language: str) -> Mapping[Measure, str]:
    return {
        Measure.KEEP: _("Publier"),
        Measure.MASK: _("Masquer des passages"),
        Measure.REFUSE: _("Refuser"),
        Measure.HIDE: _("Cacher"),
        Measure.RESTORE: _("Rétablir"),
        Measure.MOVE: _("Déplacer"),
        Measure.WARN: _("Avertir la personne"),
        Measure.CLOSE_THREAD: _("Fermer le fil"),
        Measure.REOPEN_THREAD: _("Rouvrir le fil"),
        Measure.SUSPEND: _("Suspendre la personne"),
        Measure.LIFT_SUSPENSION: _("Lever la suspension"),
    }


@bp.app_template_global("measure_noun")
def measure_noun(measure: Measure) -> str:
    """What was decided, in a word or two."""
    return _nouns(current_language())[measure]


@cache
def _nouns(_language: str) -> Mapping[Measure, str]:
    return {
        Measure.KEEP: _("publiée"),
        Measure.MASK: _("masquée en partie"),
        Measure.REFUSE: _("refusée"),
        Measure.HIDE: _("cachée"),
        Measure.RESTORE: _("rétablie"),
        Measure.MOVE: _("déplacée"),
        Measure.WARN: _("avertissement envoyé"),
        Measure.CLOSE_THREAD: _("fil fermé"),
        Measure.REOPEN_THREAD: _("fil rouvert"),
        Measure.SUSPEND: _("personne suspendue"),
        Measure.LIFT_SUSPENSION: _("suspension levée"),
    }


def done_words(measure: Measure, number: int) -> str:
    """« n° 2914 : masquée en partie. »"""
    return _("n° %(number)s : %(done)s.", number=number, done=measure_noun(measure))


@bp.app_template_global("mask_words")
def mask_words(label: str) -> str:
    """What will stand in the place of masked words."""
    return placeholder(label)


@bp.app_template_global("span_word")
def span_word(label: str) -> str:
    """What marked words are."""
    return label_word(label)


@dataclass(frozen=True)
class Letter:
    """The parts that a statement of reasons is made of, for the script that shows it as one types.

    What is sent is written by `letters.statement_of`, in the author's language.
    """

    contribution: Contribution
    source: Source
    is_detected: bool

    def begins(self, measure: Measure, count: int = 1) -> str:
        """What is decided; `count` is how many passages would be masked."""
        spans = (SignalSpan("source", 0, 1, ""),) * count
        return letters.what_is_decided(self.contribution, Judgement(measure, spans=spans))

    def rule(self, clause: Clause) -> str:
        """The rule that is applied."""
        return letters.rule_words(clause)

    def facts(self) -> str:
        """What stands before the facts."""
        return letters.facts_of(self.contribution, Judgement(Measure.WARN, facts="\u2026"))

    def law(self) -> str:
        """What stands around the law."""
        judgement = Judgement(Measure.WARN, ground=Ground.LAW, legal_ref="\u2026")
        return letters.rule_applied(self.contribution, judgement)

    def ends(self) -> Sequence[str]:
        """How it was found, and how to contest it."""
        judgement = Judgement(
            Measure.HIDE, source=self.source, is_machine_detected=self.is_detected
        )
        return letters.how_it_was_found(judgement), letters.redress()
