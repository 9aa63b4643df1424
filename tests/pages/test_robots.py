"""What search engines are told: the public text is theirs to read, people's own pages are not."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient


def is_allowed(client: FlaskClient, address: str) -> bool:
    """As RFC 9309 reads the file: a prefix, in which a star stands for anything."""
    text = client.get("/robots.txt").get_data(as_text=True)
    rules = [line.removeprefix("Disallow: ") for line in text.splitlines()[1:]]
    return not any(re.match(re.escape(rule).replace(r"\*", ".*"), address) for rule in rules)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_that_asks_to_sign_in_is_closed(
    app: Flask, client: FlaskClient, prefix: str
) -> None:
    for rule in app.url_map.iter_rules():
        address = prefix + re.sub(r"<[^>]+>", "x", rule.rule)
        if app.view_functions[rule.endpoint].access != "public":
            assert not is_allowed(client, address), address


@pytest.mark.parametrize(
    "address",
    [
        "/", "/en/", "/charte", "/consultations/parc", "/consultations/parc/texte/s/x",
        "/en/consultations/parc/texte/p/x", "/contributions/x", "/contributions/x/historique",
        "/consultations/parc/texte/versions/1/2", "/static/main.css", "/images/x.png",
    ],
)  # fmt: skip
def test_what_everybody_reads_is_open(client: FlaskClient, address: str) -> None:
    assert is_allowed(client, address)


@pytest.mark.parametrize(
    "address",
    ["/connexion?suite=/", "/consultations/parc/texte/ecrire?p=x", "/contributions/x/vote"],
)
def test_where_one_signs_in_or_writes_is_closed(client: FlaskClient, address: str) -> None:
    assert not is_allowed(client, address)


def test_it_is_plain_text(client: FlaskClient) -> None:
    assert client.get("/robots.txt").content_type == "text/plain; charset=utf-8"
