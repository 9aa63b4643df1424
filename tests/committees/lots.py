"""A drawing of lots at each of its steps, by the hand of whoever is signed in on a client."""

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.lot_tasks import draw_next
from consultation.committees.models.lots import Lot, LotState, Volunteer
from consultation.committees.models.people import Committee
from consultation.committees.services.lots import pool_of
from consultation.committees.services.targets import targets_of
from consultation.committees.sortition.record import Plan, fingerprint_of
from consultation.core.clock import now
from consultation.core.db import session
from tests.committees.steps import SLUG, YES
from tests.factories import saved

LOTS = f"/comites/{SLUG}/organisation/tirage"
DRAWING = f"/comites/{SLUG}/tirage"
FEATURES = "Âge\njeune : 2 à 3\nadulte : 1 à 3\n\nGenre\nfemme : 1 à 3\nhomme : 1 à 3"
WISH = {
    "size": "4", "reserve_size": "4", "targets": FEATURES, "is_by_household": "y",
    "algorithm": "stratified", "keep_days": "30",
}  # fmt: skip
SOURCE = "Les six numéros du tirage du 3 décembre"
VALUE = "4 8 15 16 23 42"


def volunteers_file(young: int = 9, old: int = 9) -> str:
    """A file of volunteers, as many women as men."""
    lines = ["adresse;Âge;Genre;foyer"]
    for age, count in (("jeune", young), ("adulte", old)):
        for number in range(count):
            gender = ("femme", "homme")[number % 2]
            home = "un toit" if number < 2 else ""
            lines.append(f"{age}{number}@example.org;{age};{gender};{home}")
    return "\n".join(lines)


def opened(client: FlaskClient, people: str | None = None) -> None:
    """The call is open, and people came from a file."""
    assert client.post(LOTS, data=WISH).status_code == 303
    assert client.post(f"{LOTS}/ouverture", data=YES).status_code == 303
    lines = volunteers_file() if people is None else people
    if lines:
        client.post(f"{LOTS}/volontaires", data={"lines": lines, "act": "add"})


def frozen(client: FlaskClient) -> None:
    """The pool is frozen, the event announced."""
    opened(client)
    assert client.post(f"{LOTS}/gel", data={"source": SOURCE, **YES}).status_code == 303


def drawn(client: FlaskClient) -> None:
    """The worker has drawn."""
    frozen(client)
    assert client.post(f"{LOTS}/lancement", data={"value": VALUE, **YES}).status_code == 303
    assert draws(client)


def draws(client: FlaskClient) -> bool:
    """The worker comes by."""
    with client.application.app_context():
        return draw_next()


def the_lot() -> Lot:
    """The one there is, as it is now."""
    session.expire_all()
    return session.scalars(select(Lot)).one()


def make_lot(committee: Committee) -> Lot:
    """A drawing of lots whose pool is frozen, with five volunteers."""
    lot = saved(
        Lot(
            committee_id=committee.id, state=LotState.FROZEN, size=2, reserve_size=1,
            features=[["Âge", [["jeune", 1, 1], ["adulte", 1, 1]]]], algorithm="stratified",
            keep_days=30, source=SOURCE, opened_at=now(), frozen_at=now(),
        )
    )  # fmt: skip
    for number in range(5):
        age = ("jeune", "adulte")[number % 2]
        saved(Volunteer(lot_id=lot.id, email=f"lot{number}@example.org", values={"Âge": age}))
    plan = Plan(pool_of(lot), targets_of(lot), 1, "stratified", SOURCE).written()
    lot.plan, lot.fingerprint = plan, fingerprint_of(plan)
    return saved(lot)
