"""What an edition holds beside contributions: double coding, opinion groups, opinions cited."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from consultation.committees.queries.linked import last_editions
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.synthesis.models import Theme
from consultation.synthesis.opinions import Asked
from consultation.synthesis.queries.agreement import pairs_of
from consultation.synthesis.queries.groupings import published_grouping


def read_twice(consultation_id: int, inputs: set[str]) -> dict[str, Any]:
    """What two people gave each contribution that both read blindly; "" where they set it aside."""
    pairs = pairs_of(consultation_id)
    if not pairs:
        return {}
    keys = dict(
        session.execute(
            select(Contribution.id, Contribution.key).where(Contribution.id.in_(pairs))
        ).all()
    )
    themes = dict(
        session.execute(
            select(Theme.id, Theme.key).where(Theme.consultation_id == consultation_id)
        ).all()
    )
    rows = [
        [keys[each], *(sorted(themes.get(theme, "") for theme in given) for given in pair)]
        for each, pair in sorted(pairs.items())
        if keys[each] in inputs
    ]
    return {"double": rows} if rows else {}


def public_groups(consultation_id: int) -> dict[str, Any]:
    """The opinion groups that are public: how many, with the hash of the votes they come from."""
    row = published_grouping(consultation_id)
    if row is None:
        return {}
    return {
        "groups": {
            "key": row.key, "number": len(row.result["groups"]),
            "grouped": row.result["grouped"], "ungrouped": row.result["ungrouped"],
            "votes_sha256": row.votes_hash,
        }
    }  # fmt: skip


def opinions_cited(consultation_id: int, chapters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The editions of the opinions that are cited, with their hashes; nothing where none is."""
    cited = {
        each["opinion"]
        for chapter in chapters
        for statement in chapter["statements"]
        for each in statement.get("opinions", ())
    }
    if not cited:
        return {}
    return {
        "opinions": {
            each.key: {
                "title": each.archive.title, "committee": each.committee, "slug": each.slug,
                "edition": each.number, "sha256": each.sha256,
            }
            for each in last_editions(consultation_id)
            if each.key in cited
        }
    }  # fmt: skip


def asked_of(refs: Sequence[str], asked: Mapping[str, Asked]) -> dict[str, Any]:
    """What committees ask, in the last edition of their opinion; what is not in it is left out."""
    found = [asked[ref].form() for ref in refs if ref in asked]
    return {"opinions": found} if found else {}
