"""An organiser prepares a consultation, from an empty desk to settings that the public sees."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import (
    Audience,
    CalendarChange,
    Category,
    Consultation,
    Phase,
    Role,
    TeamMember,
)
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user

FIELDS = {
    "title": "Intelligence artificielle et données de santé 2025-2028",
    "short_title": "IA et santé",
    "summary": "Ce que l’État veut faire.",
    "description_source": "Un *mot* et <script>alert(1)</script>.",
    "language": "fr",
    "opens_at": "2031-07-01T09:00",
    "closes_at": "2031-09-22T18:00",
    "audience": "everybody",
    "has_committee": "y",
    "moderation": "after",
    "review_hours": "24",
    "synthesis_due_on": "2031-12-15",
}


def acts() -> list[str]:
    return list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))


def test_an_administrator_creates_a_draft_and_becomes_its_organiser(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(make_user(is_administrator=True))
    assert "Préparer une consultation" in client.get("/espace").text
    client.get("/espace/nouvelle-consultation")

    page = client.post("/espace/nouvelle-consultation", data=FIELDS)

    row = session.scalars(select(Consultation)).one()
    assert page.location == f"/espace/{row.slug}"
    assert row.slug == "intelligence-artificielle-et-donnees-de-sante-2025-2028"
    assert row.phase is Phase.DRAFT
    assert row.opens_at == datetime(2031, 7, 1, 7, 0, tzinfo=UTC)
    assert row.closes_at == datetime(2031, 9, 22, 16, 0, tzinfo=UTC)
    assert row.has_committee
    assert "<em>mot</em>" in row.description_html
    assert "<script" not in row.description_html
    assert session.scalars(select(TeamMember.role)).one() == Role.ORGANISER
    codes = session.scalars(select(Category.code).order_by(Category.position)).all()
    assert codes == [
        "public", "patients", "professionals", "research", "companies", "associations",
        "institutions", "other",
    ]  # fmt: skip
    assert acts() == ["consultation.created"]
    following = client.get(f"/espace/{row.slug}")
    assert "Publiez au moins un texte." in following.text


def test_an_organiser_of_one_may_create_another_but_a_moderator_may_not(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser, moderator = make_user(), make_user()
    make_consultation(organiser=organiser, moderator=moderator)
    sign_in(organiser)
    assert client.get("/espace/nouvelle-consultation").status_code == 200
    sign_in(moderator)
    assert client.get("/espace/nouvelle-consultation").status_code == 404
    assert client.post("/espace/nouvelle-consultation", data=FIELDS).status_code == 404


def test_what_is_wrong_is_said_next_to_its_field_and_kept(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    make_consultation(slug="prise", organiser=organiser)
    sign_in(organiser)

    page = client.post(
        "/espace/nouvelle-consultation",
        data={**FIELDS, "title": " ", "slug": "À l’Été", "closes_at": "2031-06-01T09:00",
              "synthesis_due_on": "bientôt"},
    )  # fmt: skip

    assert page.status_code == 422
    for words in ("Donnez un titre", "lettres sans accent", "après l’ouverture", "15/12/2025"):
        assert words in page.text
    assert "Ce que l’État veut faire." in page.text
    taken = client.post("/espace/nouvelle-consultation", data={**FIELDS, "slug": "prise"})
    assert taken.status_code == 422
    assert "déjà prise" in taken.text
    reserved = {**FIELDS, "slug": "nouvelle-consultation"}
    assert client.post("/espace/nouvelle-consultation", data=reserved).status_code == 422
    assert len(session.scalars(select(Consultation.id)).all()) == 1


def test_two_of_the_same_title_get_two_addresses(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(make_user(is_administrator=True))
    for _time in range(3):
        client.post("/espace/nouvelle-consultation", data={**FIELDS, "title": "Le parc"})
    slugs = session.scalars(select(Consultation.slug).order_by(Consultation.id)).all()
    assert slugs == ["le-parc", "le-parc-2", "le-parc-3"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2031-03-30T02:30", "Cette heure n’existe pas"),
        ("demain", "Écrivez le jour et l’heure"),
    ],
)
def test_an_hour_that_no_clock_shows_is_refused(
    client: FlaskClient, sign_in: SignIn, typed: str, message: str
) -> None:
    sign_in(make_user(is_administrator=True))
    page = client.post("/espace/nouvelle-consultation", data={**FIELDS, "opens_at": typed})
    assert page.status_code == 422
    assert message in page.text
    assert typed in page.text


def test_settings_of_a_public_consultation_keep_its_address_and_raise_its_revision(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    closes_at, revision = row.closes_at, row.revision
    sign_in(organiser)
    assert 'name="closes_at"' not in client.get("/espace/parc/reglages").text

    page = client.post(
        "/espace/parc/reglages",
        data={**FIELDS, "title": "Autre titre", "slug": "autre", "audience": "organisations"},
    )

    assert page.location == "/espace/parc/reglages"
    row = session.scalars(select(Consultation)).one()
    assert (row.title, row.slug, row.closes_at) == ("Autre titre", "parc", closes_at)
    assert row.audience is Audience.EVERYBODY
    assert row.revision == revision + 1
    assert acts() == ["consultation.edited"]


def test_announced_dates_that_move_leave_a_trace(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.UPCOMING)
    sign_in(organiser)

    without = client.post("/espace/parc/reglages", data={**FIELDS, "closes_at": ""})
    client.post("/espace/parc/reglages", data=FIELDS)

    assert without.status_code == 422
    change = session.scalars(select(CalendarChange)).one()
    assert change.kind == "rescheduled"
    assert change.new_closes_at == datetime(2031, 9, 22, 16, 0, tzinfo=UTC)


def test_an_archived_consultation_changes_no_more(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.ARCHIVED)
    sign_in(organiser)
    page = client.post("/espace/parc/reglages", data=FIELDS)
    assert page.status_code == 422
    assert "archivée" in page.text


def test_the_same_form_twice_changes_nothing_more(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)
    for _time in range(2):
        client.post("/espace/parc/reglages", data={**FIELDS, "slug": "parc"})
    assert acts() == ["consultation.edited"]


def test_settings_that_somebody_else_changed_are_not_overwritten_unseen(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)
    client.post("/espace/parc/reglages", data={**FIELDS, "slug": "parc", "title": "A", "seen": "1"})

    late = client.post(
        "/espace/parc/reglages", data={**FIELDS, "slug": "parc", "title": "B", "seen": "1"}
    )

    assert late.status_code == 422
    assert "Quelqu’un d’autre" in late.text
    assert 'value="B"' in late.text
    assert 'name="seen" type="hidden" value="2"' in late.text
    assert session.scalars(select(Consultation.title)).one() == "A"


def test_when_moderators_read_is_set_shown_and_journalled(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    page = client.get("/espace/parc/reglages").text
    chosen = re.findall(r'<input[^>]*name="moderation"[^>]*>', page)
    assert [("checked" in each, "after" in each) for each in chosen] == [
        (True, True),
        (False, False),
    ]
    before = {**FIELDS, "moderation": "before", "review_hours": "48"}
    assert client.post("/espace/parc/reglages", data=before).status_code == 303
    assert "avant sa publication, sous 2 jours" in client.get("/consultations/parc").text
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "consultation.moderation_set")
    ).one()
    assert entry.details == {"policy": "before", "hours": 48}
    assert entry.subject_key == row.key
    for hours in ("0", "721", "-3", "x", "", "9" * 30):
        wrong = client.post("/espace/parc/reglages", data={**before, "review_hours": hours})
        assert wrong.status_code == 422
    assert (
        client.post("/espace/parc/reglages", data={**before, "moderation": "x"}).status_code == 422
    )


@pytest.mark.parametrize("name", ["opens_at", "closes_at", "answer_due_on"])
@pytest.mark.parametrize("year", ["0001", "0025", "9999"])
def test_a_year_that_is_a_slip_is_refused_and_given_back(
    client: FlaskClient, sign_in: SignIn, name: str, year: str
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)
    typed = f"{year}-01-01" if name == "answer_due_on" else f"{year}-01-01T00:00"
    page = client.post("/espace/parc/reglages", data={**FIELDS, name: typed})
    assert page.status_code == 422
    assert "Écrivez l’année en entier" in page.text
    assert typed in page.text
