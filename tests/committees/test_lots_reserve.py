"""After a draw: who withdrew is not invited, who is called keeps the targets."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.lots import Volunteer
from consultation.committees.sortition.written import read_targets
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from tests.committees.lots import (
    LOTS,
    drawn,
    the_lot,
)
from tests.committees.steps import SLUG, YES, Scene

Outbox = Callable[[], list[OutgoingMail]]


def test_who_withdrew_after_the_draw_is_not_invited(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    drawn(client)
    record = the_lot().record
    assert record is not None
    with transaction() as current:
        row = current.scalars(select(Volunteer).where(Volunteer.key == record["result"][0])).one()
        current.delete(row)
    page = client.post(f"{LOTS}/invitations", data=YES, follow_redirects=True).text
    assert "3 invitations sont envoyées" in page
    assert "s’était retirée" in page
    assert row.email not in {mail.to for mail in outbox()}


def test_who_is_called_from_the_reserve_keeps_the_targets(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    drawn(client)
    client.post(f"{LOTS}/invitations", data=YES)
    record = the_lot().record
    assert record is not None
    people = {each["key"]: each["values"] for each in record["pool"]}
    homes = {each["key"]: each.get("household") for each in record["pool"]}
    rows = {row.key: row for row in session.scalars(select(Volunteer))}
    targets = read_targets(record["targets"]).features

    def keeps(gone: str, called: str) -> bool:
        staying = [key for key in record["result"] if key != gone]
        panel = [people[key] for key in (*staying, called)]
        is_alone = not homes[called] or homes[called] not in {homes[key] for key in staying}
        return is_alone and all(
            limits.minimum <= sum(each[name] == value for each in panel) <= limits.maximum
            for name, values in targets.items()
            for value, limits in values.items()
        )

    # Whom the lot drew decides who can be replaced without breaking a target: a young one if any.
    leaving = sorted(record["result"], key=lambda key: people[key]["Âge"] != "jeune")
    gone = next(key for key in leaving if any(keeps(key, called) for called in record["reserve"]))
    page = client.get(f"/comites/{SLUG}/organisation/membres").text
    block = page[page.index(rows[gone].email) :]
    invitation = block.split('name="invitation" value="')[1].split('"')[0]
    client.post(f"/comites/{SLUG}/organisation/membres/reprise", data={"invitation": invitation})
    client.post(f"/comites/{SLUG}/organisation/reserve/appel", data=YES)
    called = next(row for row in rows.values() if row.email == outbox()[-1].to)
    assert called.key in record["reserve"]
    assert keeps(gone, called.key)
