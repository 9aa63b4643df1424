"""What the tests of contributions do over and over."""

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.queries.places import Asked, Place, find_contribution, find_place
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.writing import Written
from consultation.core.db import session, transaction
from consultation.core.errors import NotFoundError
from consultation.core.keys import new_key
from consultation.documents.models import Document, Paragraph, Passage, Version
from consultation.documents.services import add_entries, publish_version
from tests.factories import heading, make_consultation, make_document, make_user, paragraph


@dataclass
class Parc:
    """A consultation on a text of two paragraphs, read anew at each look."""

    consultation_id: int
    document_id: int

    @property
    def consultation(self) -> Consultation:
        """As it is now."""
        return session.get_one(Consultation, self.consultation_id, populate_existing=True)

    @property
    def document(self) -> Document:
        """As it is now."""
        return session.get_one(Document, self.document_id, populate_existing=True)

    @property
    def writing(self) -> str:
        """The address of the composer, about the whole text."""
        return f"/consultations/{self.consultation.slug}/{self.document.slug}/ecrire"

    def passages(self) -> list[Passage]:
        """Those of today's version."""
        return list(
            session.scalars(
                select(Passage)
                .where(Passage.version_id == self.document.current_version_id)
                .order_by(Passage.position)
            )
        )

    def place(self, index: int | None = 0, viewer: User | None = None) -> Place:
        """The paragraph of that index; None for the whole text."""
        key = "" if index is None else self.paragraph_keys()[index]
        found = find_place(viewer, Asked(self.consultation.slug, self.document.slug, paragraph=key))
        assert found is not None
        return found

    def paragraph_keys(self) -> list[str]:
        """The public keys of the paragraphs, in order."""
        return list(
            session.scalars(
                select(Paragraph.key)
                .join(Passage, Passage.paragraph_id == Paragraph.id)
                .where(Passage.version_id == self.document.current_version_id)
                .order_by(Passage.position)
            )
        )

    def version(self) -> Version:
        """Today's."""
        return session.get_one(Version, self.document.current_version_id)


def make_parc(**given: Any) -> Parc:
    """A consultation that is open, on a published text."""
    consultation = make_consultation(**given)
    return Parc(consultation.id, make_document(consultation).id)


def say(
    parc: Parc,
    *,
    author: User | None = None,
    index: int | None = 0,
    text: str = "Huit heures, c’est tard.",
    kind: Kind = Kind.COMMENT,
    stance: Stance = Stance.AGAINST,
    proposed: str | None = None,
    answered: Contribution | None = None,
    token: str = "",
    official: bool = False,
) -> Contribution:
    """Somebody says something on a paragraph."""
    author = author or make_user()
    place = parc.place(index)
    if answered is not None:
        found = find_place(
            author,
            Asked(parc.consultation.slug, parc.document.slug, answered=answered.key),
        )
        if found is None:
            raise NotFoundError
        place, stance = found, Stance.NONE
    sent = Sent(Written(kind, stance, text, proposed), token or new_key(24), is_official=official)
    return submit(place, sent, actor=author)


def known(contribution: Contribution) -> Contribution:
    """The contribution as a view finds it."""
    found = find_contribution(None, contribution.key)
    assert found is not None
    return found


def fields_of(page: TestResponse, action: str = "/ecrire") -> dict[str, str]:
    """What a browser would send back from the form of a page, before anything is typed."""
    html = page.get_data(as_text=True)
    forms = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", html, re.S)
    body = next(body for where, body in forms if action in where)
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        is_choice = kind is not None and kind.group(1) in {"radio", "checkbox"}
        if name and (not is_choice or " checked" in tag):
            values[name.group(1)] = value.group(1) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(?:\r?\n)?(.*?)</textarea>', body, re.S
    ):
        values[name] = text
    return values


def write(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Open the composer at `address`, type, and press « Publier »."""
    page = client.get(address)
    assert page.status_code == 200, page.status
    return client.post(address, data={**fields_of(page), **typed})


def publish_second_version(parc: Parc, kept: str) -> None:
    """Version 2: the kept paragraph says something else, and there is a new one."""
    with transaction() as current:
        version = Version(document_id=parc.document_id, number=2, report=[])
        current.add(version)
        current.flush()
        add_entries(
            parc.document, version, [heading("Le parc"), paragraph("Il ouvre à neuf heures.")]
        )
        made = current.scalars(select(Passage).where(Passage.version_id == version.id)).one()
        made.paragraph_id = current.scalars(select(Paragraph.id).where(Paragraph.key == kept)).one()
    publish_version(version, actor_id=None)


def only() -> Contribution:
    """The one contribution there is."""
    return session.scalars(select(Contribution)).one()


def how_many() -> int:
    """Contributions there are."""
    return session.scalar(select(func.count()).select_from(Contribution)) or 0
