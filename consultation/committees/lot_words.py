"""Why a panel cannot be drawn, in words, and what to relax."""

from collections.abc import Sequence

from consultation.committees.sortition.checking import Fault, Problem
from consultation.committees.sortition.solving import Relaxation
from consultation.core.i18n import _, _n


def problem_words(problem: Problem) -> str:
    """One sentence for one problem."""
    if problem.fault is Fault.TOGETHER:
        return _together(problem.relaxations)
    if problem.fault is Fault.VALUE:
        return _(
            "%(feature)s : au moins %(asked)s de « %(value)s » sont demandées, le vivier en compte "
            "%(there)s. Baissez ce minimum, ou cherchez d’autres volontaires.",
            feature=problem.feature, asked=_people(problem.asked), value=problem.value,
            there=problem.there,
        )  # fmt: skip
    return {
        Fault.UPSIDE_DOWN: _("%(feature)s, « %(value)s » : le minimum dépasse le maximum."),
        Fault.MINIMUMS: _(
            "%(feature)s : les minimums font %(asked)s ensemble, pour %(there)s places. "
            "Baissez-en un."
        ),
        Fault.MAXIMUMS: _(
            "%(feature)s : les maximums font %(there)s ensemble, pour %(asked)s places. "
            "Relevez-en un."
        ),
        Fault.POOL: _("%(asked)s places sont à pourvoir, le vivier compte %(there)s volontaires."),
        Fault.HOUSEHOLDS: _(
            "%(asked)s places sont à pourvoir, et le vivier compte %(there)s foyers : une seule "
            "personne par foyer peut être tirée."
        ),
    }[problem.fault] % {
        "feature": problem.feature, "value": problem.value, "asked": problem.asked,
        "there": problem.there,
    }  # fmt: skip


def _people(count: int) -> str:
    return _n("%(num)s personne", "%(num)s personnes", count)


def _together(relaxations: Sequence[Relaxation]) -> str:
    if not relaxations:
        return _("Ces cibles ne tiennent pas ensemble, quelles que soient les fourchettes.")
    return _(
        "Chaque cible est possible, mais pas toutes ensemble. Il suffit de relâcher : %(list)s.",
        list=" ; ".join(_relaxed(each) for each in relaxations),
    )


def _relaxed(each: Relaxation) -> str:
    return _(
        "%(feature)s, « %(value)s », de %(low)s à %(high)s au lieu de %(least)s à %(most)s",
        feature=each.feature, value=each.value, low=each.enough.minimum,
        high=each.enough.maximum, least=each.asked.minimum, most=each.asked.maximum,
    )  # fmt: skip


def failure_words(failure: str) -> str:
    """Why the draw ended without a panel."""
    return {
        "cancelled": _("Le tirage est arrêté. Rien n’est tiré."),
        "too_long": _("Le tirage a dépassé son temps. Rien n’est tiré."),
        "too_hard": _("Ces cibles sont trop difficiles à démêler. Rien n’est tiré."),
        "missing": _("L’option « sortition » n’est pas installée. Rien n’est tiré."),
    }.get(failure, _("Le tirage s’est interrompu. Rien n’est tiré."))


def algorithm_words(name: str) -> str:
    """The two ways to draw."""
    return {
        "stratified": _("Tirage stratifié : un ordre public, que chacun peut recalculer"),
        "maximin": _("Maximin : la plus faible des chances est la plus grande possible"),
    }[name]
