"""What committees ask, in the papers of the synthesis."""

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.synthesis.services.opinions import cite_opinions
from tests.contributions.steps import Parc, say
from tests.exports.pen import Pen
from tests.exports.test_synthesis import made, text_of
from tests.synthesis.asked import make_asked


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    return Pen(parc, moderator)


def test_what_a_committee_asks_is_named_apart_from_the_contributions(
    client: FlaskClient, parc: Parc, pen: Pen
) -> None:
    one = say(parc, text="Dix minutes.")
    statement = pen.say("Le temps manque.", [one])
    asked = make_asked(parc)
    asked.publish()
    cite_opinions(parc.consultation, statement, [asked.recommendation], actor=pen.writer)
    content = made(client)
    text = text_of(content)
    assert "Source : contribution n° 1 ." in text
    assert "Avis de comité : Recommandation 1. Ouvrir tôt" in text
    assert "(Pour le parc, Comité du parc, édition 1)" in text
    assert f"editions/1?passage={asked.first}#b-{asked.first}" in content.decode()
    for form in ("pdf", "docx", "odt"):
        assert made(client, form)
