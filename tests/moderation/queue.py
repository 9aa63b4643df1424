"""A desk with something on it: what the tests of the queue do over and over."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.ranking import RANKS
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.keys import new_key
from consultation.core.rows import number_after_given_ids
from consultation.moderation.models import Decision
from consultation.screening.signals import Signal, SignalKind, SignalSpan
from tests.contributions.steps import Parc, say
from tests.factories import make_user

PHONE = "Mon numéro est le 06 00 00 00 00, appelez-moi."


def found(text: str, words: str, label: str, kind: SignalKind = SignalKind.PERSONAL_DATA) -> Signal:
    """What screening would say of `words` in `text`."""
    start = text.index(words)
    return Signal(kind, 40, 1, (SignalSpan("source", start, start + len(words), label),))


def wait(
    contribution: Contribution, *, risk: int = 0, hours: float = 1, signals: Any = (),
) -> Contribution:  # fmt: skip
    """Make it wait, as screening does."""
    with transaction() as current:
        current.execute(
            update(Contribution)
            .where(Contribution.id == contribution.id)
            .values(
                review_since=now() - timedelta(hours=hours),
                risk=risk,
                rank=RANKS - 1,
                signals=[each.stored() for each in signals]
                if all(isinstance(each, Signal) for each in signals)
                else signals,
            )
        )
    return contribution


def examined(contribution: Contribution) -> Contribution:
    """It waits for nobody any more."""
    with transaction() as current:
        current.execute(
            update(Contribution).where(Contribution.id == contribution.id).values(review_since=None)
        )
    return contribution


def waiting(parc: Parc, text: str = "Huit heures, c’est tard.", **given: Any) -> Contribution:
    """Somebody says something that waits."""
    author: User | None = given.pop("author", None)
    index = given.pop("index", 0)
    return wait(say(parc, author=author, text=text, index=index), **given)


def many_waiting(parc: Parc, count: int, since: datetime | None = None) -> None:
    """`count` contributions like a first one, waiting, in a few statements."""
    author = make_user()
    first = examined(say(parc, author=author))
    first_revision = session.get_one(Revision, (first.id, 1))
    columns = {each.key: getattr(first, each.key) for each in Contribution.__table__.columns}
    words = {each.key: getattr(first_revision, each.key) for each in Revision.__table__.columns}
    since = since or now() - timedelta(days=1)
    rows, revisions = [], []
    for place in range(count):
        row_id = first.id + 1 + place
        rows.append(
            {
                **columns,
                "id": row_id,
                "key": new_key(10),
                "number": first.number + 1 + place,
                "form_token": new_key(24),
                "review_since": since + timedelta(seconds=place),
                "rank": RANKS - 1,
                "risk": (place * 7) % 50,
            }
        )
        revisions.append({**words, "contribution_id": row_id, "number": 1})
    with transaction() as current:
        current.connection().execute(insert(Contribution.__table__), rows)  # type: ignore[arg-type]
        current.connection().execute(insert(Revision.__table__), revisions)  # type: ignore[arg-type]
        number_after_given_ids(Contribution)
        current.execute(
            update(Consultation)
            .where(Consultation.id == parc.consultation_id)
            .values(last_number=first.number + count)
        )


def address(parc: Parc, key: str = "") -> str:
    """A page of the desk."""
    return f"/espace/{parc.consultation.slug}/moderation" + (f"/{key}" if key else "")


def shown(page: Any) -> list[str]:
    """The keys of the rows of a queue, in order."""
    return re.findall(r'<li class="pile[^>]*id="q-(\w+)"', page.get_data(as_text=True))


def decisions() -> list[Decision]:
    """Those there are."""
    return list(session.scalars(select(Decision).order_by(Decision.id)))


def form(measure: str, **typed: Any) -> dict[str, Any]:
    """What the decision form sends."""
    return {"measure": measure, "revision": "1", "then": "next", **typed}
