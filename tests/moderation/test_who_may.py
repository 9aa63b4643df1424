"""Who may read and do what in moderation: every role before every object, by page, part and file.

Each row of a table is an address and those who are let in. Everybody else gets what somebody gets
who comes to an address that does not exist; and what they send changes nothing at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consultation.accounts.charter import forget_charters
from consultation.core.db import session, sessions
from consultation.moderation.models import Measure
from consultation.screening.queries import forget_insults
from tests.conftest import SignIn
from tests.moderation.everybody import ROLES, Everybody, dismissed, make_everybody
from tests.moderation.reporting import ILLEGAL, WORDS
from tests.moderation.rows import changed, stored

pytestmark = pytest.mark.usefixtures("app")

Who = frozenset[str]
ALL: Who = frozenset(ROLES)
SIGNED_IN = ALL - {"nobody"}
MODERATORS = frozenset({"moderator", "colleague"})
TEAM = MODERATORS | {"organiser"}
COLLEAGUE = frozenset({"colleague"})
ORGANISER, ADMINISTRATOR = frozenset({"organiser"}), frozenset({"administrator"})
DESK = "/espace/{slug}/moderation"
PART = {"X-Fragment": "item"}

PAGES: dict[str, Who] = {
    # The desk
    DESK: MODERATORS,
    f"{DESK}/{{waits}}": MODERATORS,
    f"{DESK}/{{waits}}/public": MODERATORS,
    f"{DESK}/personnes/{{author}}": MODERATORS,
    f"{DESK}/lots/{{batch}}": MODERATORS,
    f"{DESK}/campagnes": MODERATORS,
    f"{DESK}/campagnes/{{campaign}}": MODERATORS,
    f"{DESK}/double-lecture": MODERATORS,
    f"{DESK}/double-lecture/{{sample}}": COLLEAGUE,
    f"{DESK}/avertissements": MODERATORS,
    f"{DESK}/chiffres": TEAM,
    "/espace/{slug}/regles": TEAM,
    "/espace/{slug}/regles/nouvelle": TEAM,
    "/espace/{slug}/regles/{rule}": TEAM,
    # Reports and appeals
    f"{DESK}/signalements": MODERATORS,
    f"{DESK}/signalements?etat=juges": MODERATORS,
    f"{DESK}/signalements/{{flagged}}": MODERATORS,
    f"{DESK}/signalements/de/{{reporter}}": MODERATORS,
    f"{DESK}/contenus-illicites": MODERATORS,
    f"{DESK}/contenus-illicites/{{notice}}": MODERATORS,
    f"{DESK}/recours": MODERATORS,
    f"{DESK}/recours?etat=confies": MODERATORS,
    f"{DESK}/recours/{{appeal}}": MODERATORS,
    "/contributions/{flagged}/signaler": ALL,
    "/contributions/{flagged}/signaler/contenu-illicite": ALL,
    "/contributions/{flagged}/signaler/charte": SIGNED_IN,
    "/contributions/{waits}/signaler/contenu-illicite": frozenset(),
    "/notifications/{token}": ALL,
    "/notifications/{answered}/recours": ALL,
    "/recours/{appeal}": frozenset({"author"}),
    "/compte/signalements": SIGNED_IN,
    "/decisions/{hiding}": TEAM | {"author"},
    "/decisions/{hiding}/expose.json": TEAM | {"author"},
    "/decisions/{hiding}/recours": frozenset({"author"}),
    "/decisions/{masking}": TEAM | {"author"},
    "/decisions/{kept}/recours": frozenset({"reporter"}),
    "/contributions/{waits}": MODERATORS | {"author"},
    "/contributions/{waits}/historique": MODERATORS | {"author"},
    # Charters, lists of words, journal
    "/charte": ALL,
    "/charte.json": ALL,
    "/consultations/{slug}/charte": ALL,
    "/consultations/{slug}/charte.json": ALL,
    "/espace/{slug}/charte": ORGANISER,
    "/espace/{slug}/charte/publication": ORGANISER,
    "/administration/charte": ADMINISTRATOR,
    "/administration/charte/publication": ADMINISTRATOR,
    "/administration/injures": ADMINISTRATOR,
    "/administration/journal": ADMINISTRATOR,
    "/journal": ALL,
    "/journal.json": ALL,
    "/registre": ALL,
    "/registre.csv": ALL,
    "/registre.json": ALL,
    "/consultations/{slug}/registre": ALL,
    "/consultations/{slug}/registre.csv": ALL,
    "/consultations/{slug}/registre.json": ALL,
    "/transparence": ALL,
    "/consultations/{slug}/transparence": ALL,
    "/consultations/{slug}/transparence.csv": ALL,
    "/consultations/{slug}/transparence.json": ALL,
}
PARTS: dict[str, Who] = {
    f"{DESK}/{{waits}}": MODERATORS,
    f"{DESK}/{{waits}}/suite": MODERATORS,
    f"{DESK}/{{waits}}/suite?sens=avant": MODERATORS,
}
DECIDED = {"revision": "1", "then": "stay", "rule": "5", "facts": WORDS}
KINDS: dict[Measure, dict[str, Any]] = {
    Measure.MASK: {"span": "source:10:28:name"},
    Measure.MOVE: {"target": "2"},
    Measure.SUSPEND: {"days": "7"},
}
"""What a measure wants besides a rule and the facts."""


def decided(measure: Measure) -> dict[str, Any]:
    """What the form sends to decide that."""
    return {**DECIDED, "measure": measure.value, **KINDS.get(measure, {})}


Act = tuple[str, str, dict[str, Any], Who]
ACTS: tuple[Act, ...] = (
    *(
        (f"decide: {each.value}", f"{DESK}/{{flagged}}", decided(each), MODERATORS)
        for each in (Measure.KEEP, Measure.REFUSE, Measure.HIDE, Measure.MASK, Measure.MOVE,
                     Measure.CLOSE_THREAD, Measure.WARN, Measure.SUSPEND)
    ),
    ("decide: reopen", f"{DESK}/{{closed}}", decided(Measure.REOPEN_THREAD), MODERATORS),
    ("decide: lift", f"{DESK}/{{closed}}", decided(Measure.LIFT_SUSPENSION), MODERATORS),
    ("decide: restore", f"{DESK}/{{hidden}}", decided(Measure.RESTORE), MODERATORS),
    ("decide on what the moderator wrote", f"{DESK}/{{own}}", decided(Measure.KEEP), COLLEAGUE),
    ("ask a colleague", f"{DESK}/{{waits}}",
     {"measure": "second", "opinion": "keep", "then": "next"}, MODERATORS),
    ("undo", f"{DESK}/annuler", {"decision": "{last}"}, frozenset({"moderator"})),
    ("decide for many", f"{DESK}/lot", {"measure": "keep", "c": "{waits}", "confirmed": "1"},
     MODERATORS),
    ("leave to a colleague", f"{DESK}/confier", {"c": "{waits}", "to": "{colleague}"}, MODERATORS),
    ("leave what one has open", f"{DESK}/{{own}}/reservation", {"fin": "1"}, COLLEAGUE),
    ("undo a batch", f"{DESK}/lots/{{batch}}/annuler", {}, frozenset({"moderator"})),
    ("read twice", f"{DESK}/double-lecture/{{sample}}", {"measure": "keep"}, COLLEAGUE),
    ("choose the sample", f"{DESK}/chiffres", {"percent": "7"}, MODERATORS),
    ("choose a digest", f"{DESK}/avertissements", {"digest": "hourly"}, MODERATORS),
    ("keep what was flagged", f"{DESK}/signalements/{{flagged}}", {"reasons": WORDS}, MODERATORS),
    ("keep what was notified", f"{DESK}/contenus-illicites/{{notice}}", {"reasons": WORDS},
     MODERATORS),
    ("judge an appeal", f"{DESK}/recours/{{appeal}}",
     {"outcome": "reversed", "reasons": WORDS, "revision": "1"}, COLLEAGUE),
    ("leave an appeal to a colleague", f"{DESK}/recours/{{appeal}}/confier", {"to": "{colleague}"},
     COLLEAGUE),
    ("make a rule", "/espace/{slug}/regles/nouvelle",
     {"name": "Liens", "first": "links", "action": "hold"}, TEAM),
    ("change a rule", "/espace/{slug}/regles/{rule}",
     {"name": "Liens", "first": "links", "action": "hold"}, TEAM),
    ("switch a rule", "/espace/{slug}/regles/{rule}/activer", {}, TEAM),
    ("try a rule", "/espace/{slug}/regles/{rule}/essayer", {}, TEAM),
    ("delete a rule", "/espace/{slug}/regles/{rule}/supprimer", {"confirmed": "1"}, TEAM),
    ("flag", "/contributions/{flagged}/signaler/charte", {"clause": "3", "words": WORDS},
     SIGNED_IN - {"author"}),
    ("take a flag back", "/contributions/{flagged}/signaler/retirer", {}, frozenset({"reporter"})),
    ("notify", "/contributions/{flagged}/signaler/contenu-illicite",
     {"category": "violence", "explanation": ILLEGAL, "name": "Maud Serin",
      "email": "maud@example.org", "good_faith": "y", "form_token": "{form}"}, ALL),
    ("contest as its author", "/decisions/{hiding}/recours", {"text": WORDS},
     frozenset({"author"})),
    ("contest as a reporter", "/decisions/{kept}/recours", {"text": WORDS},
     frozenset({"reporter"})),
    ("contest as a notifier", "/notifications/{answered}/recours", {"text": WORDS}, ALL),
    ("erase for good", "/decisions/{masking}/effacer", {"confirmed": "1"}, MODERATORS | {"author"}),
    ("write the consultation's charter", "/espace/{slug}/charte",
     {"act": "discard", "confirmed": "1"}, ORGANISER),
    ("write the charter", "/administration/charte", {"act": "discard", "confirmed": "1"},
     ADMINISTRATOR),
    ("edit the insults", "/administration/injures", {"words": "sacripant", "seen": "0"},
     ADMINISTRATOR),
    ("export the journal", "/administration/journal/export", {"format": "csv"}, ADMINISTRATOR),
)  # fmt: skip


@pytest.fixture
def site(client: FlaskClient) -> Everybody:
    """Everybody and everything, once."""
    with client.application.app_context():
        return make_everybody()


def comes(client: FlaskClient, sign_in: SignIn, site: Everybody, who: str) -> None:
    """Be that person."""
    person = site.people[who]
    with client.session_transaction() as cookie:
        cookie.clear()
    if person is not None:
        sign_in(person)


def test_each_page_part_and_file_is_for_whom_the_table_says(
    client: FlaskClient, sign_in: SignIn, site: Everybody
) -> None:
    wrong = []
    for who in ROLES:
        comes(client, sign_in, site, who)
        for table, headers in ((PAGES, {}), (PARTS, PART)):
            for address, allowed in table.items():
                page = client.get(site.filled(address), headers=headers)
                if not as_it_should(page, who, is_let_in=who in allowed):
                    wrong.append((who, address, page.status_code, page.location))
    assert not wrong


def as_it_should(page: TestResponse, who: str, *, is_let_in: bool) -> bool:
    """Let in, or told that there is nothing; only nobody is asked who they are."""
    if is_let_in:
        return page.status_code == 200
    if page.status_code == 303:
        # An organiser who does not moderate has the figures in place of the queue.
        sent_to = {"nobody": "/connexion?", "organiser": "/moderation/chiffres"}
        return who in sent_to and sent_to[who] in str(page.location)
    return page.status_code in {404, 410}


@contextmanager
def forgotten_after() -> Iterator[None]:
    """What the block writes is taken back: each act meets the site as it was made."""
    session.remove()
    before = sessions.kw["bind"].begin_nested()
    try:
        yield
    finally:
        session.remove()
        before.rollback()
        forget_charters()
        forget_insults()


def send(client: FlaskClient, site: Everybody, act: Act) -> TestResponse:
    """Post what the form of that act would."""
    _name, address, typed, _who = act
    data = {
        name: site.keys[each[1:-1]] if each.startswith("{") else each
        for name, each in typed.items()
    }
    return client.post(site.filled(address), data=data)


def test_who_may_not_changes_nothing_and_who_may_does(
    client: FlaskClient, sign_in: SignIn, site: Everybody
) -> None:
    as_made, wrong = stored(), []
    for act in ACTS:
        name, _address, _typed, allowed = act
        with forgotten_after():
            for who in sorted(ALL - allowed):
                comes(client, sign_in, site, who)
                page = send(client, site, act)
                if page.status_code == 200 or page.status_code >= 500:
                    wrong.append((name, who, page.status_code))
            wrong += [(name, "one of them", table) for table in changed(as_made)]
        for who in sorted(allowed):
            with forgotten_after():
                comes(client, sign_in, site, who)
                page = send(client, site, act)
                if page.status_code in {401, 403, 404} or not changed(as_made):
                    wrong.append((name, who, page.status_code))
    assert not wrong


def test_case_16_who_moderates_no_more_is_a_stranger_at_the_next_request(
    client: FlaskClient, sign_in: SignIn, site: Everybody
) -> None:
    comes(client, sign_in, site, "colleague")
    with client.application.app_context():
        dismissed(site, "colleague")
    as_made, wrong = stored(), []
    for address, allowed in {**PAGES, **PARTS}.items():
        if "colleague" in allowed and not allowed >= SIGNED_IN:
            page = client.get(site.filled(address), headers=PART if address in PARTS else {})
            if page.status_code != 404:
                wrong.append((address, page.status_code))
    for act in ACTS:
        if "colleague" in act[3] and not act[3] >= SIGNED_IN - {"author"}:
            page = send(client, site, act)
            if page.status_code != 404 or changed(as_made):
                wrong.append((act[0], page.status_code))
    assert not wrong
