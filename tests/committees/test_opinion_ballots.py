"""Recommendations, amendments and the whole opinion put to the vote: words frozen, then settled."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.ballots import Ballot, BallotState, Subject
from consultation.committees.models.contesting import AmendmentState
from consultation.committees.models.opinion import Cause
from consultation.committees.queries.contesting import (
    Verdict,
    VerdictState,
    text_voted,
    verdicts_of,
)
from consultation.committees.services.holding import cancel_ballot, close_ballot, open_ballot
from consultation.committees.services.preparing import Question, prepare_ballot
from consultation.committees.services.voting import cast_vote
from consultation.committees.services.writing import move_block, remove_block, write_block
from consultation.committees.tasks import do_next_due_ballot
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError
from tests.committees.polls import after, again
from tests.committees.steps import SLUG
from tests.committees.test_ballots import in_a_week
from tests.committees.texts import WORDS, Desk, at, make_amendment, stored
from tests.conftest import SignIn

SPACE = f"/comites/{SLUG}/espace"
TEXT = f"{SPACE}/avis"
NEW = "Toute personne peut dire non."


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Mails are written when a ballot opens and closes: that needs an application at hand."""
    with app.app_context():
        yield Desk()


def ask(desk: Desk, subject: Subject, key: str, **more: Any) -> Ballot:
    question = Question(
        title="Le vote", subject_type=subject, subject_key=key,
        closes_at=now() + timedelta(days=2), **more,
    )  # fmt: skip
    return prepare_ballot(desk.scene.committee, question, actor=desk.chair)


def opened_on(desk: Desk, subject: Subject, key: str) -> str:
    ballot = ask(desk, subject, key)
    open_ballot(ballot, actor=desk.chair)
    return ballot.key


def read(key: str) -> Ballot:
    """The ballot as it is stored now: a request ends its session."""
    return session.scalars(
        select(Ballot).where(Ballot.key == key).execution_options(populate_existing=True)
    ).one()


def refused(words: str, act: Callable[[], object]) -> None:
    """The act is refused in these words. What it had in hand is read anew, as a request would."""
    with pytest.raises(ConflictError, match=words):
        act()
    for row in list(session):
        session.refresh(row)


def decided(desk: Desk, ballot: str, *words: str) -> None:
    people = (desk.chair, desk.rapporteur, desk.member)
    for person, word in zip(people, words, strict=False):
        cast_vote(read(ballot), {"vote": word}, actor=person)
    close_ballot(read(ballot), actor=desk.chair)


def adopted(desk: Desk, ballot: str) -> None:
    decided(desk, ballot, "for", "for", "against")


def rejected(desk: Desk, ballot: str) -> None:
    decided(desk, ballot, "against", "for", "against")


def verdict(desk: Desk) -> Verdict:
    line = at(desk.opinion, desk.first)
    key = line.block.key
    return verdicts_of(desk.scene.committee.id, Subject.RECOMMENDATION, {key: line.block.revision})[
        key
    ]


def test_the_ballot_s_form_offers_recommendations_amendments_and_the_whole(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, NEW)
    sign_in(desk.chair)
    page = client.get(f"{SPACE}/scrutins/nouveau?sur=recommendation:{desk.first.key}").text
    for value in (
        f"opinion:{desk.opinion.key}", f"recommendation:{desk.first.key}",
        f"recommendation:{desk.second.key}", f"amendment:{amendment.key}",
    ):  # fmt: skip
        assert f'value="{value}"' in page
    assert f'selected value="recommendation:{desk.first.key}"' in page
    assert desk.paragraph.key not in page
    form = {**in_a_week(), "subject": f"recommendation:{desk.first.key}", "title": ""}
    made = client.post(f"{SPACE}/scrutins/nouveau", data=form)
    page = client.get(made.location).text
    assert "Recommandation 1. Un droit de refuser" in page, "its name is the recommendation's"
    assert WORDS in page, "before it opens, the text as it stands"
    assert "Le texte sera figé" in page
    for wrong in ("recommendation:zzzzzzzz", "amendment", "zut:zut"):
        answer = client.post(f"{SPACE}/scrutins/nouveau", data={**form, "subject": wrong})
        assert answer.status_code == 422


def test_a_recommendation_is_frozen_at_opening_and_its_state_follows_its_ballot(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    key = desk.first.key
    assert verdict(desk).state is VerdictState.DRAFT
    ballot = opened_on(desk, Subject.RECOMMENDATION, key)
    assert verdict(desk).state is VerdictState.VOTING
    refused(
        "mis aux voix",
        lambda: write_block(desk.opinion, key, "Un droit", NEW, base=1, actor=desk.member),
    )
    refused("mis aux voix", lambda: remove_block(desk.opinion, key, actor=desk.member))
    write_block(desk.opinion, desk.second.key, "Former", NEW, base=1, actor=desk.member)
    sign_in(desk.member)
    page = client.get(f"{SPACE}/scrutins/{ballot}").text
    assert "révision 1" in page
    assert WORDS in client.get(f"{SPACE}/scrutins/{ballot}/texte").text
    typed = {"title": "Un droit", "source": NEW, "base": "1"}
    answer = client.post(f"{TEXT}/passages/{key}/texte", data=typed)
    assert answer.status_code == 409
    assert NEW in answer.text
    assert NEW in client.get(f"{TEXT}/passages/{key}/texte").text, "it is kept as a draft"
    adopted(desk, ballot)
    assert verdict(desk).state is VerdictState.ADOPTED
    page = client.get(TEXT).text.replace("\u00a0", " ")
    assert "Adoptée" in page
    assert "2 pour, 1 contre, 0 abstention, sur 3 membres." in page
    record = json.loads(read(ballot).record)
    assert record["subject"] == ["recommendation", key]
    assert WORDS in record["text"]
    text = text_voted(read(ballot).id)
    assert text is not None
    form = json.dumps(text.blocks, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert record["frozen"]["sha256"] == sha256(form.encode()).hexdigest()
    write_block(desk.opinion, key, "Un droit", NEW, base=1, actor=desk.member)
    outdated = verdict(desk)
    assert (outdated.state, outdated.is_outdated) == (VerdictState.DRAFT, True)
    assert "Le texte a changé depuis ce vote" in client.get(TEXT).text
    assert WORDS in client.get(f"{SPACE}/scrutins/{ballot}").text, "the ballot keeps its words"


def test_a_rejected_recommendation_says_so_and_a_cancelled_ballot_says_nothing(desk: Desk) -> None:
    first = opened_on(desk, Subject.RECOMMENDATION, desk.first.key)
    cancel_ballot(read(first), "Une erreur", actor=desk.chair)
    assert verdict(desk) == Verdict()
    rejected(desk, opened_on(desk, Subject.RECOMMENDATION, desk.first.key))
    assert verdict(desk).state is VerdictState.REJECTED


def test_one_ballot_at_a_time_on_the_same_words(desk: Desk) -> None:
    opened_on(desk, Subject.RECOMMENDATION, desk.first.key)
    with pytest.raises(DomainError, match="déjà ouvert"):
        opened_on(desk, Subject.RECOMMENDATION, desk.first.key)


def test_an_adopted_amendment_goes_into_the_text_and_the_history_says_by_vote(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, NEW)
    ballot = opened_on(desk, Subject.AMENDMENT, amendment.key)
    refused(
        "mis aux voix",
        lambda: write_block(desk.opinion, desk.first.key, "x", "y", base=1, actor=desk.member),
    )
    sign_in(desk.rapporteur)
    page = client.get(f"{SPACE}/scrutins/{ballot}").text
    assert "Amendement n° 1" in page.replace("\u00a0", " ")
    assert "<del>" in page
    answer = client.post(
        f"{TEXT}/passages/{desk.first.key}/amendements", data={"amendment": amendment.key}
    )
    assert answer.status_code == 409, "the vote decides"
    adopted(desk, ballot)
    words = at(desk.opinion, desk.first).words
    assert (words.source, words.cause, words.author_id) == (NEW, Cause.AMENDED, None)
    assert stored(amendment).state is AmendmentState.ADOPTED
    history = client.get(f"{TEXT}/passages/{desk.first.key}/historique").text
    assert "Le comité, par un vote" in history


def test_a_rejected_amendment_changes_nothing(desk: Desk) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, NEW)
    rejected(desk, opened_on(desk, Subject.AMENDMENT, amendment.key))
    assert stored(amendment).state is AmendmentState.DECLINED
    assert at(desk.opinion, desk.first).words.source == WORDS


def test_without_quorum_an_amendment_still_waits(desk: Desk) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, NEW)
    decided(desk, opened_on(desk, Subject.AMENDMENT, amendment.key), "for")
    assert stored(amendment).state is AmendmentState.PROPOSED


def test_two_adopted_amendments_that_collide_leave_the_second_to_be_written(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    one = make_amendment(desk.opinion, desk.first, desk.member, WORDS.replace("peut", "pourra"))
    two = make_amendment(desk.opinion, desk.first, desk.member, WORDS.replace("peut", "doit"))
    ballots = [opened_on(desk, Subject.AMENDMENT, row.key) for row in (one, two)]
    for ballot in ballots:
        adopted(desk, ballot)
    assert "pourra" in at(desk.opinion, desk.first).words.source
    assert stored(two).state is AmendmentState.TO_WRITE
    sign_in(desk.rapporteur)
    address = f"{TEXT}/amendements/{two.key}"
    assert "reste à écrire" in client.get(address).text
    assert client.post(f"{address}/suite", data={"answer": "Non"}).status_code == 409
    form = {
        "amendment": two.key, "base": str(at(desk.opinion, desk.first).block.revision),
        "title": "Un droit de refuser", "source": WORDS.replace("peut", "pourra, et doit"),
    }  # fmt: skip
    adopt = f"{TEXT}/passages/{desk.first.key}/amendements"
    assert client.post(adopt, data=form).status_code == 303
    assert stored(two).state is AmendmentState.ADOPTED


def test_an_amendment_that_collides_by_now_is_not_put_to_the_vote(desk: Desk) -> None:
    amendment = make_amendment(
        desk.opinion, desk.first, desk.member, WORDS.replace("peut", "pourra")
    )
    write_block(
        desk.opinion, desk.first.key, "Un droit", WORDS.replace("peut", "doit"), base=1,
        actor=desk.chair,
    )  # fmt: skip
    ballot = ask(desk, Subject.AMENDMENT, amendment.key)
    with pytest.raises(DomainError, match="être repris"):
        open_ballot(ballot, actor=desk.chair)


def test_the_whole_is_frozen_at_opening_and_nothing_of_it_moves(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    ballot = opened_on(desk, Subject.OPINION, desk.opinion.key)
    for act in (
        lambda: write_block(desk.opinion, desk.second.key, "x", "y", base=1, actor=desk.chair),
        lambda: move_block(desk.opinion, desk.second.key, is_up=True, actor=desk.chair),
        lambda: remove_block(desk.opinion, desk.part.key, actor=desk.chair),
    ):
        refused("ensemble", act)
    sign_in(desk.member)
    assert "L’ensemble de l’avis est mis aux voix" in client.get(TEXT).text
    frozen = client.get(f"{SPACE}/scrutins/{ballot}/texte").text
    for words in ("Informer", "Le comité a entendu la Cnil", WORDS, "Former les aidants"):
        assert words in frozen
    adopted(desk, ballot)
    assert "Adopté" in client.get(TEXT).text
    write_block(desk.opinion, desk.second.key, "Autre titre", NEW, base=1, actor=desk.chair)
    assert "Le texte a changé depuis ce vote" in client.get(TEXT).text
    frozen = client.get(f"{SPACE}/scrutins/{ballot}/texte").text
    assert "Former les aidants" in frozen
    assert "Autre titre" not in frozen


def test_what_was_removed_before_a_scheduled_ballot_opens_gives_it_up(desk: Desk) -> None:
    ballot = ask(desk, Subject.RECOMMENDATION, desk.first.key, opens_at=now() + timedelta(days=1))
    open_ballot(ballot, actor=desk.chair)
    remove_block(desk.opinion, desk.first.key, actor=desk.chair)
    with travel(now() + timedelta(days=1, hours=1)):
        assert do_next_due_ballot()
    assert again(ballot).state is BallotState.CANCELLED


def test_the_clock_closes_a_ballot_on_an_amendment_and_settles_it(desk: Desk) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, NEW)
    ballot = opened_on(desk, Subject.AMENDMENT, amendment.key)
    for person in (desk.chair, desk.member):
        cast_vote(read(ballot), {"vote": "for"}, actor=person)
    with travel(after(read(ballot))):
        refused(
            "mis aux voix",
            lambda: write_block(desk.opinion, desk.first.key, "x", "y", base=1, actor=desk.member),
        )
        while do_next_due_ballot():
            pass
    assert stored(amendment).state is AmendmentState.ADOPTED
    assert at(desk.opinion, desk.first).words.source == NEW
