"""What an author may do after a decision: correct, ask again, read the original, erase it."""

import hashlib
import json

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.contributions.models import ContributionState, MaskedOriginal, Revision
from consultation.contributions.services.editing import edit
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.core.errors import NotAllowedError
from consultation.moderation.models import Measure
from consultation.moderation.services.deciding import undo
from consultation.moderation.services.masks import erase_originals
from tests.conftest import SignIn
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.moderation.steps import (
    SAID,
    SECRET,
    counts_hold,
    in_state,
    judged,
    known,
    make_desk,
    say,
    span,
)

State = ContributionState
BETTER = "Ma voisine n’a rien su de ce logiciel. Dites-le."


@pytest.mark.parametrize("state", [State.REFUSED, State.HIDDEN])
def test_what_was_taken_away_is_corrected_and_read_again_before_the_public_sees_it(
    parc_and_moderator: tuple[Parc, User], state: ContributionState
) -> None:
    parc, moderator = parc_and_moderator
    row = in_state(parc, state, moderator, text=SAID)
    found = known(row)
    edit(found, Written(found.kind, found.stance, BETTER), actor=found.author.user)
    again = known(row)
    assert again.state is State.PENDING
    assert again.review_since is not None
    counts_hold(parc)
    judged(again, Measure.KEEP, moderator)
    shown = known(row)
    assert (shown.state, shown.moderated_at, shown.moderation_ground) == (State.PUBLISHED, None, "")
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).is_public is False
    counts_hold(parc)


def test_masked_words_written_again_wait_for_a_moderator(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    found = known(row)
    edit(found, Written(found.kind, found.stance, f"Oui, {SECRET}."), actor=found.author.user)
    assert known(row).state is State.PENDING
    counts_hold(parc)


def test_a_text_without_its_masks_is_masked_no_more(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    decision = judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    found = known(row)
    edit(found, Written(found.kind, found.stance, BETTER), actor=found.author.user)
    assert known(row).is_masked is False
    judged(row, Measure.RESTORE, moderator, reverses=decision)
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).source == SAID


def test_a_second_mask_joins_the_first_and_both_come_off(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    shown = session.get_one(Revision, (row.id, 1)).source
    second = judged(row, Measure.MASK, moderator, spans=(span(shown, "06 00 00 00 00", "phone"),))
    source = session.get_one(Revision, (row.id, 1), populate_existing=True).source
    assert "[nom masqué]" in source
    assert "[téléphone masqué]" in source
    assert session.get_one(MaskedOriginal, (row.id, 1)).source == SAID
    undo(second, actor=moderator)
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).source == shown
    judged(row, Measure.RESTORE, moderator)
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).source == SAID
    assert known(row).is_masked is False


def test_the_original_is_erased_for_good_by_moderators_or_its_author_alone(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    shown = session.get_one(Revision, (row.id, 1)).source
    for person in (make_user(), make_user(is_administrator=True)):
        with pytest.raises(NotAllowedError):
            erase_originals(known(row), actor=person)
    erase_originals(known(row), actor=moderator)
    kept = session.get_one(MaskedOriginal, (row.id, 1), populate_existing=True)
    assert (kept.source, kept.proposed_text) == ("", None)
    assert kept.erased_at is not None
    judged(row, Measure.RESTORE, moderator)
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).source == shown
    third = judged(row, Measure.MASK, moderator, spans=(span(shown, "Varennes", "place"),))
    again = session.get_one(Revision, (row.id, 1), populate_existing=True).source
    assert "[lieu masqué]" in again
    undo(third, actor=moderator)
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).source == shown
    assert session.get_one(MaskedOriginal, (row.id, 1)).source == ""


def test_a_receipt_explains_its_fingerprint_until_the_original_is_erased(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        parc, moderator = make_desk()
        author = make_user()
        row = say(parc, author=author, text=SAID)
        print_before = session.get_one(Revision, (row.id, 1)).fingerprint
        decision = judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    sign_in(author)
    page = client.get(f"/recus/{row.key}/1").text
    assert SECRET in page
    assert "ne correspond plus" not in page
    file = client.get(f"/recus/{row.key}/1.json")
    assert hashlib.sha256(file.data).hexdigest() == print_before
    assert json.loads(file.data)["text"] == SAID

    asks = client.post(f"/decisions/{decision.key}/effacer")
    assert "Effacer pour de bon ce qui est masqué" in asks.text
    assert SECRET in client.get(f"/decisions/{decision.key}").text
    client.post(f"/decisions/{decision.key}/effacer", data={"confirmed": "1"})
    page = client.get(f"/recus/{row.key}/1").text
    assert "effacé pour de bon" in page
    assert SECRET not in page
    assert client.get(f"/recus/{row.key}/1.json").status_code == 410
    assert SECRET not in client.get("/compte/donnees.json").text
    assert SECRET not in client.get(f"/decisions/{decision.key}").text


def test_a_moved_contribution_keeps_the_receipt_of_where_it_was_written(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        parc, moderator = make_desk()
        author = make_user()
        row = say(parc, author=author, text=SAID)
        first, second = parc.paragraph_keys()
        judged(row, Measure.MOVE, moderator, target_key=second)
        print_before = session.get_one(Revision, (row.id, 1)).fingerprint
    sign_in(author)
    file = client.get(f"/recus/{row.key}/1.json")
    assert hashlib.sha256(file.data).hexdigest() == print_before
    assert json.loads(file.data)["subject"] == f"paragraph/{first}"


def test_a_decision_is_read_by_its_author_and_the_team_alone(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        organiser, author, stranger = make_user(), make_user(), make_user()
        parc, moderator = make_desk(organiser=organiser)
        _other, elsewhere = make_desk()
        row = say(parc, author=author, text=SAID)
        decision = judged(row, Measure.HIDE, moderator)
    address = f"/decisions/{decision.key}"
    assert client.get(address).status_code == 303
    for person, status in (
        (author, 200), (moderator, 200), (organiser, 200), (stranger, 404), (elsewhere, 404),
    ):  # fmt: skip
        sign_in(person)
        assert client.get(address).status_code == status
    sign_in(author)
    page = client.get(address).text
    for words in ("Exposé des motifs", "5, ", "Non : par une personne.", "Former un recours"):
        assert words.replace(" :", "\u00a0:") in page
    mine = client.get("/mes-contributions").text
    assert "Retirée par la modération" in mine
    assert address in mine
    sign_in(organiser)
    assert "Dites-le" not in client.get(address).text


def test_nobody_else_erases_nor_learns_that_something_is_masked(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        organiser = make_user()
        parc, moderator = make_desk(organiser=organiser)
        row = say(parc, text=SAID)
        decision = judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    for person in (organiser, make_user()):
        sign_in(person)
        answer = client.post(f"/decisions/{decision.key}/effacer", data={"confirmed": "1"})
        assert answer.status_code == 404
    with client.application.app_context():
        assert session.get_one(MaskedOriginal, (row.id, 1)).source == SAID
