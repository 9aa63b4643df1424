"""The access logs, as shipped: no secret of a mailed link, by gunicorn nor by nginx."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from gunicorn.config import Config

from consultation.core.access_log import DiscreetLogger, without_secrets

SITE = Path(__file__).parents[2] / "deploy/nginx.conf"
SECRET = "kq7-Zz_3vY0aGm4Tt8wN2cXpLr5sEh9dUb6iJf1oQkA"
DRAFTS = {"contributions.draft", "contributions.draft_file", "contributions.claim"}


def secret_addresses(app: Flask) -> list[str]:
    """Each address that opens something to whoever knows it, in both languages."""
    with app.test_request_context():
        found = [
            app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, SECRET))
            for rule in app.url_map.iter_rules()
            if "token" in rule.arguments or rule.endpoint in DRAFTS
        ]
    return found + [f"/en{address}" for address in found]


def by_nginx(address: str) -> str:
    """What the map of the shipped site makes of it."""
    pattern, value = re.findall(r'^ +"~(\S+)" "(\S+)";$', SITE.read_text(), re.M)[0]
    match = re.search(pattern.replace("(?<", "(?P<"), address)
    return value.replace("${consultation_place}", match["consultation_place"]) if match else address


@pytest.mark.parametrize("masked", [without_secrets, by_nginx])
def test_no_secret_of_an_address_is_logged_and_the_place_is(
    app: Flask, masked: Callable[[str], str]
) -> None:
    addresses = secret_addresses(app)
    assert len(addresses) > 20
    for address in addresses:
        kept = masked(address)
        assert SECRET not in kept, address
        assert kept.startswith(f"{address.partition(SECRET)[0]}[masked]")


@pytest.mark.parametrize("masked", [without_secrets, by_nginx])
@pytest.mark.parametrize(
    "address", ["/", "/consultations/donnees/texte/p/abc", "/contributions/abcdef", "/invitations"]
)
def test_other_addresses_are_logged_as_they_are(masked: Callable[[str], str], address: str) -> None:
    assert masked(address) == address


def test_whatever_format_an_operator_chooses_it_is_given_no_secret() -> None:
    address = f"/mot-de-passe/{SECRET}?suite=/invitations/{SECRET}"
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": address, "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": address.partition("?")[0], "QUERY_STRING": address.partition("?")[2],
        "HTTP_REFERER": f"https://ici.example{address}",
    }  # fmt: skip
    request = SimpleNamespace(headers=[("REFERER", environ["HTTP_REFERER"])])
    answer = SimpleNamespace(status="200 OK", headers=[("Location", address)], sent=12)
    elapsed = SimpleNamespace(seconds=0, microseconds=0)
    atoms = DiscreetLogger(Config()).atoms(answer, request, environ, elapsed)
    assert not [name for name, value in atoms.items() if SECRET in str(value)]
    assert atoms["U"] == "/mot-de-passe/[masked]"
    assert atoms["r"] == "GET /mot-de-passe/[masked] HTTP/1.1"


def test_the_formats_as_shipped_name_no_address_of_a_person_and_no_query() -> None:
    site = SITE.read_text()
    logged = re.findall(r"^log_format consultation '(.+)';$", site, re.M)
    named = set(re.findall(r"\$\w+", logged[0]))
    assert named == {
        "$time_local", "$request_method", "$consultation_logged", "$status", "$body_bytes_sent",
        "$request_time",
    }  # fmt: skip
    servers = re.findall(r"^server \{$", site, re.M)
    assert len(re.findall(r"^ +access_log (\S+ consultation|off);$", site, re.M)) == len(servers)
