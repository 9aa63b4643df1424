"""Members learn of amendments in one mail: what others propose, what became of their own."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from consultation.committees.models.threads import Telling
from consultation.committees.queries.people import member_of
from consultation.committees.services.amended import WINDOW
from consultation.committees.services.amending import (
    adopt_amendments,
    decline_amendment,
    withdraw_amendment,
)
from consultation.committees.services.noticing import choose_telling
from consultation.committees.thread_tasks import tell_next_amendments
from consultation.core.clock import now, travel
from consultation.core.mail import OutgoingMail
from tests.committees.texts import Desk, make_amendment

Outbox = Callable[[], list[OutgoingMail]]
ONE = "Toute personne peut refuser, deux fois s’il le faut."


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Mails need an application at hand."""
    with app.app_context():
        yield Desk()


@pytest.fixture
def told(outbox: Outbox) -> Callable[[], dict[str, str]]:
    """The subject of the last mail about amendments, by who gets it."""

    def run() -> dict[str, str]:
        assert not tell_next_amendments(), "members are told after a while"
        before = len(outbox())
        with travel(now() + WINDOW + timedelta(seconds=1)):
            while tell_next_amendments():
                pass
        news = [each for each in outbox()[before:] if each.kind == "committees.amendments"]
        assert len({each.to for each in news}) == len(news), "one mail each"
        return {each.to: each.subject for each in news}

    return run


def test_what_is_proposed_within_a_while_makes_one_mail_to_the_others(
    desk: Desk, told: Callable[[], dict[str, str]]
) -> None:
    for words in (ONE, f"{ONE} Et trois."):
        make_amendment(desk.opinion, desk.first, desk.member, words)
    mails = told()
    assert desk.chair.email in mails
    assert desk.member.email not in mails, "one knows what one proposes"
    assert mails[str(desk.chair.email)].startswith("2 amendements")
    assert told() == {}, "nothing is told twice"


def test_its_author_learns_what_became_of_it_and_who_decided_does_not(
    desk: Desk, told: Callable[[], dict[str, str]]
) -> None:
    first, second = (
        make_amendment(desk.opinion, desk.first, desk.member, words)
        for words in (ONE, f"{ONE} Et trois.")
    )
    told()
    adopt_amendments(desk.opinion, [first.key], actor=desk.chair)
    decline_amendment(desk.opinion, second.key, "Une fois suffit.", actor=desk.chair)
    mails = told()
    assert mails[str(desk.member.email)].startswith("2 amendements")
    assert desk.chair.email not in mails


def test_a_withdrawal_is_told_to_the_others_alone(
    desk: Desk, told: Callable[[], dict[str, str]]
) -> None:
    made = make_amendment(desk.opinion, desk.first, desk.member, ONE)
    withdraw_amendment(desk.opinion, made.key, actor=desk.member)
    mails = told()
    assert desk.chair.email in mails
    assert desk.member.email not in mails


@pytest.mark.parametrize(("choice", "is_told"), [(Telling.NAMED, True), (Telling.NEVER, False)])
def test_who_asked_for_less_is_told_of_their_own_at_most(
    desk: Desk, told: Callable[[], dict[str, str]], choice: Telling, *, is_told: bool
) -> None:
    member = member_of(desk.member, desk.scene.committee.id)
    assert member is not None
    choose_telling(member, choice)
    mine = make_amendment(desk.opinion, desk.first, desk.member, ONE)
    make_amendment(desk.opinion, desk.second, desk.chair, ONE)
    assert desk.member.email not in told()
    decline_amendment(desk.opinion, mine.key, "Une fois suffit.", actor=desk.chair)
    assert (desk.member.email in told()) is is_told
