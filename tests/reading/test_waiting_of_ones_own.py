"""What waits for moderators is shown to whoever wrote it, where they wrote it; to nobody else."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, count_queries
from tests.contributions.steps import known, make_parc, say
from tests.factories import make_user
from tests.moderation.steps import add_moderator, wait

pytestmark = pytest.mark.usefixtures("app")
SAID = "Ouvrez dès six heures, pour la traversée."
WAITS = "Pas encore publiée"


def test_its_author_reads_it_there_with_its_state_and_nobody_else_does(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, author = make_parc(), make_user()
    public = say(parc, text="Huit heures, c’est tard.")
    wait(say(parc, author=author, text=SAID))
    wait(say(parc, author=author, answered=known(public), text="Je réponds, et cela attend."))
    there = client.get(f"/contributions/{public.key}").location
    for person in (None, make_user(), add_moderator(parc)):
        if person is not None:
            sign_in(person)
        page = client.get(there)
        assert SAID not in page.text
        assert WAITS not in page.text
    sign_in(author)
    client.get(there)
    with count_queries() as statements:
        page = client.get(there)
    assert page.text.count("data-waiting") == 2
    assert SAID in page.text
    assert "Je réponds, et cela attend." in page.text
    assert "1 contribution" in page.text, "it is not counted"
    assert len(statements) <= 14, statements


def test_where_nothing_else_was_said_it_stands_alone(client: FlaskClient, sign_in: SignIn) -> None:
    parc, author = make_parc(), make_user()
    row = say(parc, author=author, text=SAID)
    there = client.get(f"/contributions/{row.key}").location
    wait(row)
    sign_in(author)
    page = client.get(there)
    assert WAITS in page.text
    assert SAID in page.text
    assert "Personne n’a encore réagi" in page.text
