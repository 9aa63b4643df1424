"""What a committee asked, as a statement cites it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consultation.committees.queries.linked import PublishedOpinion
from consultation.core.text import plain_text


@dataclass(frozen=True)
class Asked:
    """An opinion as a whole, or one of its recommendations, in the words of its last edition."""

    opinion: str
    """Its key."""
    edition: int
    recommendation: str
    """Its key; "" for the whole."""
    name: str
    """« Recommandation 4. Un droit de refuser », or the title of the opinion."""
    title: str
    """Of the opinion."""
    committee: str
    slug: str
    """Of the committee."""
    words: str = ""

    @property
    def ref(self) -> str:
        """How a form names it."""
        return f"{self.opinion}.{self.recommendation}" if self.recommendation else self.opinion

    def form(self) -> dict[str, Any]:
        """As an archive keeps it."""
        return {
            "opinion": self.opinion, "edition": self.edition,
            "recommendation": self.recommendation, "name": self.name, "title": self.title,
            "committee": self.committee, "slug": self.slug,
        }  # fmt: skip


def asked_in(opinions: Sequence[PublishedOpinion]) -> dict[str, Asked]:
    """By reference, all that can be cited: each opinion, then its recommendations in order."""
    found: dict[str, Asked] = {}
    for opinion in opinions:
        title = opinion.archive.title
        base = (opinion.key, opinion.number)
        rows = [Asked(*base, "", title, title, opinion.committee, opinion.slug)]
        rows += [
            Asked(
                *base, passage.key, passage.name(), title, opinion.committee, opinion.slug,
                plain_text(passage.form["html"]),
            )
            for passage in opinion.archive.passages
            if passage.is_recommendation
        ]  # fmt: skip
        found.update({each.ref: each for each in rows})
    return found


def matching(asked: Mapping[str, Asked], words: str) -> list[Asked]:
    """Those that hold every word; all of them without any."""
    wanted = words.casefold().split()
    return [
        each
        for each in asked.values()
        if all(word in f"{each.name} {each.title} {each.words}".casefold() for word in wanted)
    ]
