"""Where a moderator reads first, what is sent waits, is counted nowhere and seen by few."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import ModerationPolicy, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Stance,
    VoteValue,
)
from consultation.contributions.services.editing import edit
from consultation.contributions.services.showing import change_state
from consultation.contributions.services.voting import vote
from consultation.contributions.writing import Written
from consultation.core.db import session, transaction
from consultation.core.errors import NotAllowedError
from consultation.documents.models import Section
from tests.conftest import SignIn
from tests.contributions.steps import Parc, known, make_parc, only, say, write
from tests.factories import fresh, make_user

DELAY = "En attente de lecture par un modérateur, sous 24\u00a0h"


def read_first_parc(**given: object) -> Parc:
    parc = make_parc(**given)
    with transaction():
        parc.consultation.moderation = ModerationPolicy.BEFORE
    return parc


def counts(parc: Parc) -> tuple[int, ...]:
    """All that counts contributions."""
    row = parc.consultation
    discussions = session.scalars(
        select(Discussion).execution_options(populate_existing=True)
    ).all()
    authors = session.scalars(select(Participant).execution_options(populate_existing=True)).all()
    return (
        row.contribution_count,
        row.amendment_count,
        parc.document.contribution_count,
        sum(each.contribution_count + each.against_count for each in discussions),
        sum(each.reply_count + each.amendment_count for each in discussions),
        sum(each.contribution_count for each in authors),
    )


def publish(contribution: Contribution) -> None:
    with transaction():
        change_state(known(contribution), ContributionState.PUBLISHED)


@pytest.mark.parametrize("index", [0, None])
@pytest.mark.parametrize("kind", [Kind.COMMENT, Kind.AMENDMENT])
def test_what_waits_is_counted_nowhere_until_it_is_shown(
    database: None, kind: Kind, index: int | None
) -> None:
    if kind is Kind.AMENDMENT and index is None:
        index = 1
    parc = read_first_parc()
    proposed = "Le parc ouvre à sept heures." if kind is Kind.AMENDMENT else None
    made = say(parc, index=index, kind=kind, proposed=proposed)
    assert made.state is ContributionState.PENDING
    assert (made.number, set(counts(parc))) == (1, {0})
    publish(made)
    amendments = int(kind is Kind.AMENDMENT)
    assert counts(parc) == (1, amendments, 1, 2, amendments, 1)


def test_a_reply_that_waits_is_in_no_thread(database: None) -> None:
    parc = make_parc()
    first = say(parc)
    with transaction():
        parc.consultation.moderation = ModerationPolicy.BEFORE
    before = counts(parc)
    reply = say(parc, answered=first, text="Mais non.")
    assert (fresh(reply).state, fresh(first).reply_count) == (ContributionState.PENDING, 0)
    assert counts(parc) == before
    publish(reply)
    assert fresh(first).reply_count == 1


def test_its_author_and_the_team_see_it_and_for_anybody_else_it_is_a_404(
    client: FlaskClient, sign_in: SignIn
) -> None:
    author, moderator, organiser = make_user(name="Odile M."), make_user(), make_user()
    parc = read_first_parc(moderator=moderator, organiser=organiser)
    made = say(parc, author=author, text="Rien que pour la modération.")
    elsewhere = make_user()
    make_parc(moderator=elsewhere)
    address = f"/contributions/{made.key}"
    section = f"/consultations/{parc.consultation.slug}/texte"
    for person, status, reads in (
        (None, 404, False), (make_user(), 404, False), (elsewhere, 404, False),
        (author, 200, True), (moderator, 200, True), (organiser, 410, False),
    ):  # fmt: skip
        browser = client.application.test_client()
        if person:
            sign_in(person, browser=browser)
        page = browser.get(address)
        assert (page.status_code, "Rien que" in page.text) == (status, reads)
        assert browser.get(f"{parc.writing}?reponse={made.key}").status_code == 404
        key = parc.paragraph_keys()[0]
        reading = browser.get(f"{section}/paragraphes/{key}?c={made.key}", follow_redirects=True)
        assert "Rien que" not in reading.text


def test_the_author_is_told_on_the_page_in_the_list_and_by_mail(
    client: FlaskClient, sign_in: SignIn, outbox: object
) -> None:
    parc = read_first_parc()
    sign_in(make_user())
    form = client.get(f"{parc.writing}?p={parc.paragraph_keys()[0]}").text
    assert "lit chaque contribution avant sa publication, sous 24\u00a0h" in form
    assert ">Envoyer<" in form
    answer = write(client, f"{parc.writing}?p={parc.paragraph_keys()[0]}", body="Oui.")
    assert answer.location == f"/contributions/{only().key}"
    page = client.get(answer.location).text
    assert f"Votre contribution n°\u00a01 est reçue. {DELAY}." in page
    assert "Le public ne la lit pas encore." in page
    mine = client.get("/mes-contributions").text
    assert DELAY in mine
    assert "Au plus tard le" in mine
    assert client.get("/mes-contributions?filtre=retirees").text.count(DELAY) == 0
    assert f"{DELAY}." in outbox()[-1].text  # type: ignore[operator]


def test_the_promise_is_public_whatever_the_policy(client: FlaskClient) -> None:
    parc = make_parc()
    home = f"/consultations/{parc.consultation.slug}"
    assert "publiée aussitôt, puis lue par un modérateur sous 24\u00a0h" in client.get(home).text
    with transaction():
        row = parc.consultation
        row.moderation, row.review_hours = ModerationPolicy.BEFORE, 72
        row.revision += 1
    assert "avant sa publication, sous 3 jours" in client.get(home).text


def test_nobody_votes_on_it_nor_answers_it(database: None) -> None:
    parc = read_first_parc()
    made = say(parc)
    with pytest.raises(NotAllowedError):
        vote(known(made), VoteValue.AGREE, actor=make_user())


def test_the_institution_waits_for_nobody(database: None) -> None:
    organiser = make_user()
    parc = read_first_parc(organiser=organiser)
    made = say(parc, author=organiser, official=True)
    assert fresh(made).state is ContributionState.PUBLISHED


def test_an_edit_waits_again_whole_and_the_replies_stay_readable(
    client: FlaskClient, database: None
) -> None:
    parc, author = make_parc(), make_user()
    made = say(parc, author=author, text="Première version.")
    say(parc, answered=made, text="Une réponse qui reste.")
    with transaction():
        parc.consultation.moderation = ModerationPolicy.BEFORE
    edit(known(made), Written(Kind.COMMENT, Stance.FOR, "Deuxième version."), actor=author)
    assert fresh(made).state is ContributionState.PENDING
    assert fresh(made).review_since is not None
    assert parc.consultation.contribution_count == 0
    key = parc.paragraph_keys()[0]
    address = f"/consultations/{parc.consultation.slug}/texte/paragraphes/{key}"
    page = client.get(f"{address}?fil={made.key}", follow_redirects=True).text
    assert "Première version" not in page
    assert "Deuxième version" not in page
    publish(made)
    assert parc.consultation.contribution_count == 1


def test_the_trace_of_an_edit_that_waits_keeps_its_thread(client: FlaskClient) -> None:
    with client.application.app_context():
        parc, author = make_parc(), make_user()
        made = say(parc, author=author, text="Première version.")
        say(parc, answered=made, text="Une réponse qui reste.")
        with transaction():
            parc.consultation.moderation = ModerationPolicy.BEFORE
        edit(known(made), Written(Kind.COMMENT, Stance.FOR, "Deuxième version."), actor=author)
        key, seen = parc.paragraph_keys()[0], made.key
        section = session.scalars(select(Section.key)).one()
        address = f"/consultations/{parc.consultation.slug}/texte/s/{section}"
    page = client.get(f"{address}?p={key}&fil={seen}").text
    assert "Une réponse qui reste." in page
    assert "un modérateur la lit avant le public" in page
    assert "Première version" not in page


def test_what_waits_is_edited_and_still_waits(database: None) -> None:
    parc, author = read_first_parc(), make_user()
    made = say(parc, author=author)
    since = fresh(made).review_since
    edit(known(made), Written(Kind.COMMENT, Stance.FOR, "Autrement dit."), actor=author)
    again = fresh(made)
    assert (again.state, again.review_since) == (ContributionState.PENDING, since)
    assert set(counts(parc)) == {0}
    publish(made)
    assert counts(parc)[0] == 1


def test_case_35_who_writes_in_distress_is_told_whom_to_call_and_comes_first(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}"
    answer = write(client, address, body="Je n’ai plus envie de vivre, votre hôpital est fermé.")
    assert only().risk >= 90
    assert "3114" in client.get(answer.location).text
    other = write(client, address, body="Votre hôpital est fermé.")
    assert "3114" not in client.get(other.location).text


def test_case_34_health_of_somebody_is_asked_about_before_it_is_stored(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}"
    page = write(client, address, body="Mon fils est autiste.")
    assert "la santé d’une personne" in page.text
    assert session.scalars(select(Contribution)).all() == []
    sent = write(client, address, body="Mon fils est autiste.", confirm_personal_data="1")
    assert sent.status_code == 303
    assert "health" in [signal["kind"] for signal in only().signals]


def test_case_34_the_words_of_health_are_there_for_the_browser_that_asks(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    page = client.get(f"{parc.writing}?p={parc.paragraph_keys()[0]}").text
    assert '<li data-kind="health">la santé d’une personne</li>' in page
    words = client.get(page.partition('data-health-words="')[2].partition('"')[0])
    assert words.mimetype == "application/json"
    assert "immutable" in words.headers["Cache-Control"]
    assert "autiste" in words.json["terms"]
