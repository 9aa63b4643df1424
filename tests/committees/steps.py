"""Committees and the people in and around them, for the tests."""

from dataclasses import dataclass

from consultation.accounts.models import User
from consultation.committees.models.people import (
    Committee,
    CommitteeLink,
    CommitteeMember,
    Ending,
    Seat,
)
from consultation.committees.permissions import has_vote
from consultation.consultations.models import Consultation, Phase
from consultation.core.clock import now
from tests.factories import make_consultation, make_user, saved

SLUG = "comite-du-parc"
SECRET = "Hellébore"
"""A word of everything that only the committee may read."""
YES = {"confirmed": "1"}


def make_committee(
    consultation: Consultation, *, slug: str = SLUG, is_announced: bool = True,
    title: str = "Comité du parc",
) -> Committee:  # fmt: skip
    """A committee of that consultation, known to everybody unless told otherwise."""
    row = saved(
        Committee(
            slug=slug,
            title=title,
            charge_source="Dire que faire du parc.",
            charge_html="<p>Dire que faire du parc.</p>",
            announced_at=now() if is_announced else None,
        )
    )
    saved(CommitteeLink(committee_id=row.id, consultation_id=consultation.id))
    return row


def seated(
    committee: Committee, seat: Seat = Seat.MEMBER, *, user: User | None = None, name: str = "",
    is_name_public: bool = False, has_left: bool = False, has_second_factor: bool = True,
) -> User:  # fmt: skip
    """Somebody with a seat in the committee, or who had one."""
    user = user or make_user(has_second_factor=has_second_factor)
    saved(
        CommitteeMember(
            committee_id=committee.id,
            user_id=user.id,
            seat=seat,
            name=name or f"{SECRET} {seat.value}",
            is_name_public=is_name_public,
            interests=f"Rien, dit {SECRET}",
            interests_declared_at=now(),
            left_at=now() if has_left else None,
            ending=Ending.LEFT if has_left else None,
        )
    )
    if not has_left and has_vote(seat):
        committee.member_count += 1
        saved(committee)
    return user


@dataclass(frozen=True)
class Scene:
    """A consultation, its committee, and everybody in and around it."""

    consultation: Consultation
    committee: Committee
    people: dict[str, User | None]

    def person(self, who: str) -> User:
        """Somebody who has an account."""
        found = self.people[who]
        assert found is not None
        return found


OUTSIDE = (
    "nobody", "participant", "moderator", "organiser elsewhere", "member elsewhere",
    "administrator", "former member",
)  # fmt: skip
SEATS = tuple(seat.value for seat in Seat)


def make_scene(*, is_announced: bool = True) -> Scene:
    """Everybody who may come to a committee's door."""
    people: dict[str, User | None] = {
        "nobody": None,
        "participant": make_user(),
        "moderator": make_user(),
        "organiser": make_user(),
        "organiser elsewhere": make_user(),
        "administrator": make_user(is_administrator=True),
    }
    consultation = make_consultation(
        slug="parc", organiser=people["organiser"], moderator=people["moderator"]
    )
    other = make_consultation(
        slug="autre", organiser=people["organiser elsewhere"], phase=Phase.OPEN
    )
    committee = make_committee(consultation, is_announced=is_announced)
    elsewhere = make_committee(other, slug="comite-autre", title="Autre comité")
    people["member elsewhere"] = seated(elsewhere, Seat.CHAIR)
    people["former member"] = seated(committee, Seat.CHAIR, has_left=True)
    for seat in Seat:
        people[seat.value] = seated(committee, seat)
    return Scene(consultation, committee, people)
