"""A committee's talk leads to a statement of a published synthesis, by its place and chapter."""

from collections.abc import Iterator

import pytest
from flask import Flask

from consultation.committees.linking import link_to
from consultation.committees.models.threads import Target
from consultation.core.errors import DomainError
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.synthesis.test_wide import publish

PUBLIC = "/consultations/parc/synthese"


@pytest.fixture(autouse=True)
def in_context(parc: Parc, app: Flask) -> Iterator[None]:
    """No page is opened here."""
    with app.app_context():
        yield


def test_a_statement_is_named_by_its_place_and_chapter(parc: Parc) -> None:
    publish(parc, make_user())
    for address in (PUBLIC, f"/en{PUBLIC}", f"{PUBLIC}/editions/1"):
        link = link_to(f"{address}?enonce=e7&apres=20#e-e7")
        assert link is not None
        assert (link.kind, link.title) == (
            Target.STATEMENT, "Synthèse, énoncé 8, «\u00a0Thème 7\u00a0»",
        )  # fmt: skip
        assert link.path == f"{address.removeprefix('/en')}?enonce=e7#e-e7"


def test_the_page_alone_is_named_after_its_consultation(parc: Parc) -> None:
    link = link_to(PUBLIC)
    assert link is not None
    assert link.kind is Target.PAGE


def test_what_no_edition_says_is_no_link(parc: Parc) -> None:
    for address in (f"{PUBLIC}?enonce=e7", f"{PUBLIC}/editions/1?enonce=e7"):
        with pytest.raises(DomainError):
            link_to(address)
    publish(parc, make_user())
    for address in (f"{PUBLIC}?enonce=autre", f"{PUBLIC}/editions/2?enonce=e7"):
        with pytest.raises(DomainError):
            link_to(address)
