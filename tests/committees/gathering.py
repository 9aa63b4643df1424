"""Sessions, for the tests."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.meetings import Meeting
from consultation.committees.services.meetings import Plan, call_meeting, prepare_meeting
from consultation.core.clock import now
from consultation.core.db import session
from tests.committees.steps import SECRET, Scene
from tests.factories import fresh


def in_days(days: int) -> datetime:
    """At a full hour, so many days from now."""
    return (now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def plan(title: str = f"Auditions, {SECRET}", days: int = 7) -> Plan:
    """A session of three hours, somewhere and from afar."""
    return Plan(
        title=title, starts_at=in_days(days), ends_at=in_days(days) + timedelta(hours=3),
        place=f"Salle {SECRET}", address="https://visio.exemple.fr/parc",
    )  # fmt: skip


def made_meeting(
    client: FlaskClient, scene: Scene, *, is_called: bool = True, title: str = "", days: int = 7
) -> Meeting:
    """A session that the chair prepared, and called unless told otherwise."""
    words = plan(title, days) if title else plan(days=days)
    with client.application.app_context():
        meeting = prepare_meeting(fresh(scene.committee), words, actor=scene.person("chair"))
        if is_called:
            call_meeting(meeting, actor=scene.person("chair"))
        return meeting


def the_meeting() -> Meeting:
    """The only one there is, as it is stored now."""
    return session.scalars(select(Meeting).execution_options(populate_existing=True)).one()
