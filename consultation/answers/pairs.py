"""What a committee asked beside what it was answered, and both in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consultation.answers.appraising import Verdict
from consultation.answers.models import Appraisal, Outcome
from consultation.answers.queries.cards import Card
from consultation.answers.queries.opinions import Recommendation
from consultation.committees.edition import Vote
from consultation.core.i18n import _n


@dataclass(frozen=True)
class Pair:
    """What was asked, what was answered, what the committee thinks of that."""

    recommendation: Recommendation | None
    """None for the opinion as a whole."""
    card: Card | None
    verdict: Verdict
    own: Appraisal | None
    vote: Vote | None
    """How the committee voted on what it asked."""
    is_due: bool = True
    """An answer is expected: not to what the committee rejected itself."""


def summary_words(pairs: Sequence[Pair]) -> list[str]:
    """How many recommendations were answered, and how; how many promises are kept."""
    due = [each for each in pairs if each.is_due or each.card]
    if not due:
        return []
    found = Counter(each.card.version.outcome if each.card else None for each in due)
    told = [
        (Outcome.ACCEPTED, _n("%(num)s retenue", "%(num)s retenues", found[Outcome.ACCEPTED])),
        (Outcome.PARTLY, _n(
            "%(num)s retenue en partie", "%(num)s retenues en partie", found[Outcome.PARTLY]
        )),
        (Outcome.REJECTED, _n(
            "%(num)s non retenue", "%(num)s non retenues", found[Outcome.REJECTED]
        )),
        (Outcome.OUT_OF_SCOPE, _n(
            "%(num)s hors champ", "%(num)s hors champ", found[Outcome.OUT_OF_SCOPE]
        )),
        (None, _n("%(num)s sans réponse", "%(num)s sans réponse", found[None])),
    ]  # fmt: skip
    among = _n(
        "Sur %(num)s recommandation adressée à l’institution\u00a0:",
        "Sur %(num)s recommandations adressées à l’institution\u00a0:", len(due),
    )  # fmt: skip
    counts = ", ".join(words for outcome, words in told if found[outcome])
    return [f"{among} {counts}.", *_promises(pairs)]


def _promises(pairs: Sequence[Pair]) -> list[str]:
    promised = [each for pair in pairs if pair.card for each in pair.card.promises]
    if not promised:
        return []
    kept = sum(each.milestone.done_on is not None for each in promised)
    among = _n("Sur %(num)s engagement\u00a0:", "Sur %(num)s engagements\u00a0:", len(promised))
    return [f"{among} {_n('%(num)s tenu.', '%(num)s tenus.', kept)}"]
