"""The moderators' lists of flags and notices, and those who report without any ground."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.reports import Flag, Notice, ReporterStanding
from consultation.moderation.services.dismissing import (
    UNFOUNDED_BEFORE_WARNING,
    free_reporter,
    limit_reporter,
    warn_reporter,
)
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import fresh, make_user
from tests.moderation.reporting import (
    fields,
    flagged,
    in_app,
    judged,
    kept,
    noticed,
    say,
)
from tests.moderation.steps import add_moderator, make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")


def unfounded(parc: Parc, moderator: object, reader: object, count: int) -> None:
    for _each in range(count):
        row = say(parc)
        flag = flagged(row, reader)  # type: ignore[arg-type]
        kept(row, moderator, unfounded=[flag.key])  # type: ignore[arg-type]


def test_case_37_a_reporter_without_ground_is_warned_first_then_limited_then_free_again(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    reader = make_user()
    warn, limit, free = (in_app(each) for each in (warn_reporter, limit_reporter, free_reporter))
    said = {"reasons": "Vous signalez chaque avis contraire au vôtre.", "actor": moderator}
    unfounded(parc, moderator, reader, UNFOUNDED_BEFORE_WARNING - 1)
    with pytest.raises(DomainError, match="trois"):
        warn(reader, parc.consultation, **said)
    unfounded(parc, moderator, reader, 1)
    with pytest.raises(DomainError, match="Prévenez"):
        limit(reader, parc.consultation, **said)
    warn(reader, parc.consultation, **said)
    with pytest.raises(DomainError, match="déjà"):
        warn(reader, parc.consultation, **said)
    with pytest.raises(DomainError, match="depuis"):
        limit(reader, parc.consultation, **said)
    unfounded(parc, moderator, reader, 1)
    limit(reader, parc.consultation, **said)
    kinds = [mail.kind for mail in outbox() if mail.to == reader.email]
    assert "moderation.reporter_warned" in kinds
    assert "moderation.reporter_limited" in kinds
    row = say(parc)
    with pytest.raises(NotAllowedError):
        flagged(row, reader)
    with travel(now() + timedelta(days=31)):
        assert flagged(row, reader).key
    free(reader, parc.consultation, actor=moderator)
    other = say(parc)
    assert flagged(other, reader).key


def test_the_page_of_a_reporter_is_there_for_moderators_once_there_is_ground(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    reader = make_user(name="Rémi T.")
    address = f"/espace/{parc.consultation.slug}/moderation/signalements/de/{reader.key}"
    sign_in(moderator)
    assert client.get(address).status_code == 404
    unfounded(parc, moderator, reader, 3)
    page = client.get(address)
    assert "Rémi T." in page.text
    sent = {**fields(page), "act": "warn", "reasons": "Vos signalements visent des opinions."}
    assert client.post(address, data=sent).status_code == 303
    assert client.post(address, data={**sent, "act": "warn"}).status_code == 422
    unfounded(parc, moderator, reader, 1)
    asked = client.post(address, data={**sent, "act": "limit"})
    assert "Suspendre les signalements de" in asked.text
    done = client.post(address, data={**sent, "act": "limit", "confirmed": "1"})
    assert done.status_code == 303
    standing = session.scalars(select(ReporterStanding)).one()
    assert standing.limited_until is not None
    assert "sont suspendus ici" in client.get(address).text
    client.post(address, data={**fields(client.get(address)), "act": "free"})
    assert fresh(standing).limited_until is None
    sign_in(make_user())
    assert client.get(address).status_code == 404


def test_the_lists_of_moderators_cost_the_same_however_many_wait(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    sign_in(moderator)
    slug = parc.consultation.slug
    counted: dict[str, list[int]] = {}
    for size in (2, 25):
        while len(session.scalars(select(Flag.id)).all()) < size:
            row = say(parc)
            flagged(row)
            noticed(row, email=f"{row.key}@example.org")
        for page in ("signalements", "contenus-illicites", "recours"):
            with count_queries() as statements:
                found = client.get(f"/espace/{slug}/moderation/{page}")
            assert found.status_code == 200
            counted.setdefault(page, []).append(len(statements))
    for few, many in counted.values():
        assert many <= few + 1 <= 16


def test_the_lists_are_read_to_their_end_page_by_page(client: FlaskClient, sign_in: SignIn) -> None:
    parc, moderator = make_desk()
    sign_in(moderator)
    rows = [say(parc) for _each in range(23)]
    for row in rows:
        flagged(row)
    address = f"/espace/{parc.consultation.slug}/moderation/signalements"
    first = client.get(address).text
    following = first.split("apres=")[1].split('"')[0]
    second = client.get(f"{address}?apres={following}").text
    shown = [row.key for row in rows if f"/signalements/{row.key}" in first]
    rest = [row.key for row in rows if f"/signalements/{row.key}" in second]
    assert shown + rest == [row.key for row in rows]
    assert len(shown) == 20
    assert client.get(f"{address}?apres=nimporte").status_code == 200


def test_case_18_a_moderator_elsewhere_sees_and_dismisses_nothing_here(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, _moderator = make_desk()
    _other, elsewhere = make_desk()
    row = say(parc)
    flagged(row)
    notice = noticed(row)
    sign_in(elsewhere)
    base = f"/espace/{parc.consultation.slug}/moderation"
    own = f"/espace/{_other.consultation.slug}/moderation"
    for page in (
        f"{base}/signalements", f"{base}/contenus-illicites", f"{base}/recours",
        f"{base}/signalements/{row.key}", f"{base}/contenus-illicites/{notice.key}",
        f"{own}/signalements/{row.key}", f"{own}/contenus-illicites/{notice.key}",
    ):  # fmt: skip
        assert client.get(page).status_code == 404
        assert client.post(page, data={"reasons": "x"}).status_code in {404, 405}
    with pytest.raises(NotAllowedError):
        kept(row, elsewhere)
    assert session.scalars(select(Notice.decided_at)).one() is None


def test_a_second_look_at_what_is_hidden_already_is_a_conflict_not_an_error(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    judged(row, Measure.HIDE, moderator)
    with pytest.raises(ConflictError):
        kept(row, add_moderator(parc))
