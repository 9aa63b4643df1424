"""Full addresses are of the configured site, whatever a request claims."""

from flask import Flask

from consultation.core.links import absolute


def test_an_address_is_of_the_configured_site_and_language(app: Flask) -> None:
    base = app.config["SETTINGS"].base_url
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert absolute("pages.home") == f"{base}/"
        assert absolute("pages.home", "en") == f"{base}/en/"


def test_values_are_escaped_and_those_without_any_left_out(app: Flask) -> None:
    with app.app_context():
        address = absolute("reading.paragraph", slug="parc", document="texte", key="a b", c=None)
    assert address.endswith("/consultations/parc/texte/p/a%20b")
