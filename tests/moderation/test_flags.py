"""Saying that something breaks the charter: one flag a person, which asks for a look, no more."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.errors import NotAllowedError, TooManyError
from consultation.core.journal import JournalEntry
from consultation.moderation.models import Measure
from consultation.moderation.reports import Flag, ReporterStanding
from consultation.moderation.services.flagging import DAILY, HOURLY
from tests.conftest import SignIn
from tests.factories import fresh, make_consultation, make_user
from tests.moderation.reporting import WORDS, fields, flagged, judged, say, send
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("acting")
FLAGGED = "/contributions/{}/signaler/charte"


def flags() -> list[Flag]:
    return list(session.scalars(select(Flag).order_by(Flag.id)))


def test_every_published_contribution_offers_to_be_reported_but_to_its_author(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, _moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    address = f"/contributions/{row.key}"
    link = f'href="{address}/signaler"'
    assert link in client.get(address, follow_redirects=True).get_data(as_text=True)
    sign_in(author)
    assert link not in client.get(address, follow_redirects=True).get_data(as_text=True)


def test_the_two_intakes_are_two_links_and_the_page_before_them_sets_no_cookie(
    client: FlaskClient,
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    page = client.get(f"/contributions/{row.key}/signaler")
    assert page.status_code == 200
    assert f"/contributions/{row.key}/signaler/charte" in page.text
    assert f"/contributions/{row.key}/signaler/contenu-illicite" in page.text
    assert "<form" not in page.text
    assert "Set-Cookie" not in page.headers


def test_somebody_signed_out_signs_in_first_and_comes_back(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    answer = client.get(FLAGGED.format(row.key))
    assert answer.status_code == 303
    assert "signaler%2Fcharte" in answer.headers["Location"].replace("/", "%2F")


def test_a_flag_is_a_clause_and_a_few_words_and_asks_for_a_look(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    reader = make_user()
    sign_in(reader)
    answer = send(client, FLAGGED.format(row.key), clause="3", words=WORDS)
    assert answer.status_code == 303
    (flag,) = flags()
    assert (flag.clause, flag.words, flag.reporter_id) == ("3", WORDS, reader.id)
    assert (flag.charter_version, flag.revision) == (1, 1)
    contribution = fresh(row)
    assert contribution.state is ContributionState.PUBLISHED
    assert contribution.review_since is not None
    assert contribution.risk > 0
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "flag.received")).one()
    assert WORDS not in str(vars(entry))


def test_the_author_is_told_nothing_of_a_flag(client: FlaskClient, outbox: object) -> None:
    parc, _moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    before = len(outbox())  # type: ignore[operator]
    flagged(row)
    assert len(outbox()) == before  # type: ignore[operator]


def test_said_again_it_is_changed_and_there_is_one(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    reader = make_user()
    sign_in(reader)
    send(client, FLAGGED.format(row.key), clause="3", words=WORDS)
    page = client.get(FLAGGED.format(row.key))
    assert fields(page)["words"] == WORDS
    send(client, FLAGGED.format(row.key), clause="4", words="Autre chose.")
    (flag,) = flags()
    assert (flag.clause, flag.words) == ("4", "Autre chose.")
    assert flag.changed_at is not None


def test_it_is_withdrawn_and_made_again_until_it_is_judged(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    reader = make_user()
    flagged(row, reader)
    sign_in(reader)
    client.post(f"/contributions/{row.key}/signaler/retirer")
    assert flags()[0].withdrawn_at is not None
    send(client, FLAGGED.format(row.key), clause="3", words=WORDS)
    session.expire_all()
    assert flags()[0].withdrawn_at is None
    judged(row, Measure.KEEP, moderator)
    sign_in(reader)
    client.post(f"/contributions/{row.key}/signaler/retirer")
    session.expire_all()
    assert flags()[0].withdrawn_at is None
    page = client.get(FLAGGED.format(row.key))
    assert "a été examiné" in page.text
    assert 'name="words"' not in page.text
    with pytest.raises(Exception, match="déjà été examiné"):
        flagged(row, reader)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"clause": "3", "words": ""}, "Dites en quelques mots"),
        ({"clause": "3", "words": " \u200b "}, "Dites en quelques mots"),
        ({"clause": "", "words": WORDS}, "Choisissez"),
        ({"clause": "99", "words": WORDS}, "Choisissez dans la liste"),
        ({"clause": "3", "words": "x" * 501}, "500 caractères au plus"),
    ],
)
def test_case_6_and_7_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(
    client: FlaskClient, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    sign_in(make_user())
    answer = send(client, FLAGGED.format(row.key), **typed)
    assert answer.status_code == 422
    assert said in answer.text
    if typed["words"].strip(" \u200b"):
        assert fields(answer)["words"] == typed["words"]
    assert not flags()


def test_signed_out_meanwhile_the_words_come_back(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    answer = client.post(FLAGGED.format(row.key), data={"clause": "3", "words": WORDS})
    assert answer.status_code == 403
    assert fields(answer)["words"] == WORDS
    assert not flags()


def test_nobody_flags_what_they_wrote_nor_what_is_not_published(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    with pytest.raises(NotAllowedError):
        flagged(row, author)
    judged(row, Measure.HIDE, moderator)
    with pytest.raises(NotAllowedError):
        flagged(row)
    assert client.get(f"/contributions/{row.key}/signaler").status_code == 410
    sign_in(make_user())
    assert client.get(FLAGGED.format(row.key)).status_code == 410
    assert not flags()


def test_case_37_mass_flagging_never_hides_by_number_alone(
    client: FlaskClient, outbox: object
) -> None:
    parc, _moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    before = len(outbox())  # type: ignore[operator]
    for _each in range(60):
        flagged(row)
    contribution = fresh(row)
    assert contribution.state is ContributionState.PUBLISHED
    assert contribution.risk == fresh(row).risk <= 100
    assert len(flags()) == 60
    assert len(outbox()) == before  # type: ignore[operator]
    assert "Huit heures" in client.get(f"/contributions/{row.key}", follow_redirects=True).text


def test_case_37_one_more_flag_raises_the_risk_no_further(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    flagged(row)
    first = fresh(row).risk
    flagged(row)
    assert fresh(row).risk == first


def test_case_37_a_reporter_is_limited_by_the_hour_and_by_the_day(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    reader = make_user()
    at = now().replace(minute=0, second=1)
    with travel(at):
        rows = [say(parc) for _each in range(HOURLY + 1)]
        for row in rows[:HOURLY]:
            flagged(row, reader)
        with pytest.raises(TooManyError):
            flagged(rows[-1], reader)
    with travel(at + timedelta(hours=1)):
        flagged(rows[-1], reader)
    assert DAILY > HOURLY


def test_a_limited_reporter_flags_no_more_but_still_notifies(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    reader = make_user()
    with transaction() as current:
        current.add(
            ReporterStanding(
                consultation_id=parc.consultation_id, user_id=reader.id, warned_at=now(),
                limited_until=now() + timedelta(days=3), decided_by_id=moderator.id, reasons="",
            )
        )  # fmt: skip
    with pytest.raises(NotAllowedError, match="suspendus"):
        flagged(row, reader)
    sign_in(reader)
    page = client.get(FLAGGED.format(row.key))
    assert "suspendus ici" in page.text
    assert "signaler/contenu-illicite" in page.text
    assert client.get(f"/contributions/{row.key}/signaler/contenu-illicite").status_code == 200


def test_case_12_a_double_click_makes_one_flag(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    sign_in(make_user())
    form = fields(client.get(FLAGGED.format(row.key)))
    for _each in range(2):
        answer = client.post(FLAGGED.format(row.key), data={**form, "clause": "3", "words": WORDS})
        assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Flag)) == 1


def test_case_19_forged_fields_are_ignored(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    other, reader = make_user(), make_user()
    sign_in(reader)
    send(
        client, FLAGGED.format(row.key), clause="3", words=WORDS, reporter_id=str(other.id),
        outcome="measure", decided_at="2020-01-01", consultation_id="999", state="hidden",
        is_hidden="1",
    )  # fmt: skip
    (flag,) = flags()
    assert flag.reporter_id == reader.id
    assert flag.consultation_id == parc.consultation_id
    assert (flag.outcome, flag.decided_at) == (None, None)
    assert fresh(row).state is ContributionState.PUBLISHED


def test_a_contribution_of_a_draft_is_reported_by_nobody(
    client: FlaskClient, sign_in: SignIn
) -> None:
    from consultation.consultations.models import Consultation, Phase

    parc, _moderator = make_desk()
    row = say(parc)
    make_consultation()
    with transaction():
        session.get_one(Consultation, parc.consultation_id).phase = Phase.DRAFT
    sign_in(make_user())
    for part in ("", "/charte", "/contenu-illicite"):
        assert client.get(f"/contributions/{row.key}/signaler{part}").status_code == 404
    assert session.scalar(select(func.count()).select_from(Contribution)) == 1
