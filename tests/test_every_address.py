"""Every address of the instance, by everybody: never an error of ours, never a draft's words."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from consultation.consultations.models import Phase
from tests.conftest import SignIn
from tests.support.whole_site import SECRET, VIEWERS, WholeSite, make_whole_site

MAY_READ = {"moderator", "organiser"}
"""Those of its team read a consultation that is not announced."""
MY_DATA = {"privacy.my_data", "privacy.my_data_html", "privacy.my_data_json"}
OWN = {
    "citizen": MY_DATA,
    "chair": MY_DATA | {"contributions.messages"},
    "author": MY_DATA
    | {
        "contributions.draft", "contributions.draft_file", "contributions.edit",
        "contributions.messages", "contributions.mine", "contributions.receipt",
        "contributions.receipt_file",
        "moderation.decision",
    },
    "administrator": {
        "accounts.admin_mail", "accounts.admin_mails", "consultations.desk", "consultations.team",
        "consultations.invite_member", "consultations.take_back", "consultations.dismiss",
    },
}  # fmt: skip
"""Where people have back what they said themselves, and an administrator the team to name."""
BY_LINK = {"consultations.invitation", "consultations.accept"}
"""Addresses that nobody has but whom they were mailed to."""
NOWHERE = {"static", "committees.calendar"}
"""Addresses that no row answers, or only with a secret in their query."""
ANSWERS = {200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429}


def site_in(client: FlaskClient, phase: Phase) -> WholeSite:
    """The instance, made as the application makes things."""
    with client.application.app_context():
        return make_whole_site(phase)


def visits(client: FlaskClient, site: WholeSite) -> list[tuple[str, Rule]]:
    """Each address of the instance, written out."""
    application = client.application
    with application.test_request_context():
        return [
            (application.url_for(rule.endpoint, **site.arguments(rule)), rule)
            for rule in application.url_map.iter_rules()
        ]


def visitor(client: FlaskClient, sign_in: SignIn, site: WholeSite, who: str) -> Callable[[], None]:
    """Signs in anew before each visit: one of them signs out, another closes the account."""
    person = site.people[who]
    return (lambda: None) if person is None else (lambda: sign_in(person))


@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=() if who in MAY_READ else pytest.mark.any_engine) for who in VIEWERS],
)
def test_no_address_fails_nor_shows_a_draft(client: FlaskClient, sign_in: SignIn, who: str) -> None:
    site = site_in(client, Phase.DRAFT)
    comes = visitor(client, sign_in, site, who)
    found = visits(client, site)
    assert len(found) > 100
    for address, rule in found:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            comes()
            page = client.open(address, method=method)
            assert page.status_code in ANSWERS, (who, method, address, page.status_code)
            if who not in MAY_READ and rule.endpoint not in OWN.get(who, set()) | BY_LINK:
                assert SECRET.encode() not in page.get_data(), (who, method, address)


def test_there_is_something_to_see_at_every_address(client: FlaskClient, sign_in: SignIn) -> None:
    site = site_in(client, Phase.OPEN)
    wanted = {
        address: rule
        for address, rule in visits(client, site)
        if "GET" in (rule.methods or set()) and rule.endpoint not in NOWHERE
    }
    for who in VIEWERS:
        comes = visitor(client, sign_in, site, who)
        for address in sorted(wanted):
            comes()
            if client.get(address).status_code < 400:
                del wanted[address]
    assert not sorted(wanted)
