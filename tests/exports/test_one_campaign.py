"""A corpus that is one campaign from end to end."""

import pytest
from flask.testing import FlaskClient

from tests.answers.steps import grouped
from tests.contributions.steps import Parc, known, say
from tests.exports.steps import lines, made, rows


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "qdpx"])
def test_each_row_names_the_campaign(client: FlaskClient, parc: Parc, kind: str) -> None:
    campaign = grouped(
        parc, *(known(say(parc, text="Non à la fermeture du parc.")) for _place in range(6))
    )
    content = made(client, kind)
    if kind == "csv":
        assert [row["campaign"] for row in lines(content)] == [campaign.key] * 6
    elif kind == "json":
        assert [row["campaign"] for row in rows(content)] == [campaign.key] * 6
    else:
        assert content[:2] == b"PK"
