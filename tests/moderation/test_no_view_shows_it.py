"""What was hidden, refused, masked or waits is in no view of anybody who may not read it."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Stance,
    VoteValue,
)
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.services.editing import edit
from consultation.contributions.services.voting import vote
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.documents.models import Document
from consultation.exports.models import EditionFile
from consultation.exports.services.for_everybody import renew
from consultation.exports.tasks import make_next_edition_file
from consultation.moderation.models import Measure
from consultation.screening.signals import SignalSpan
from tests.conftest import SignIn
from tests.contributions.steps import Parc, known, say
from tests.factories import make_user
from tests.moderation.steps import judged, wait
from tests.support.whole_site import WholeSite, make_whole_site

WORDS = {
    "hidden": ("Mirabelle", "Quetsche"),
    "refused": ("Reinette", "Calville"),
    "pending": ("Griotte", "Burlat"),
    "masked": ("Williams", "Comice"),
}
"""What each fate keeps back: a word of the text, and its author's name."""
OUTSIDERS = ("nobody", "citizen", "moderator elsewhere", "organiser elsewhere", "administrator")
FATES = tuple(WORDS)


@dataclass(frozen=True)
class Spoken:
    """The site, and the keys of what its author said."""

    site: WholeSite
    author: User
    keys: tuple[str, ...]


def spoken(client: FlaskClient, *fates: str) -> Spoken:
    """Of each fate a comment that was changed, a rewording, a reply and one on the whole text."""
    with client.application.app_context():
        site = make_whole_site(Phase.OPEN)
        row = session.scalars(select(Document).where(Document.slug == "texte")).one()
        parc = Parc(row.consultation_id, row.id)
        keys: list[str] = []
        for fate in fates:
            word, name = WORDS[fate]
            author = make_user(name=f"{name} Z.")
            said = said_by(parc, author, word)
            for each in reversed(said):
                meet(each, fate, site.people["moderator"])
            keys += [each.key for each in said]
        return Spoken(site, author, tuple(keys))


def said_by(parc: Parc, author: User, word: str) -> tuple[Contribution, ...]:
    """What somebody said, with the word in each of it."""
    comment = say(parc, author=author, text=f"Dites à {word} que c’est tard.")
    edit(
        known(comment),
        Written(Kind.COMMENT, Stance.FOR, f"Dites à {word}, enfin, que c’est tard."),
        actor=author,
    )
    reworded = say(
        parc, author=author, kind=Kind.AMENDMENT, stance=Stance.MIXED,
        text=f"Pour {word}, qui vient tôt.", proposed=f"Le parc ouvre à {word} dès six heures.",
    )  # fmt: skip
    reply = say(parc, author=author, answered=comment, text=f"Et {word} aussi.")
    whole = say(parc, author=author, index=None, text=f"De {word}, sur tout le texte.")
    fan = make_user()
    vote(known(comment), VoteValue.AGREE, actor=fan)
    say(parc, author=fan, answered=comment, text="Je réponds sans la nommer.")
    return comment, reworded, reply, whole


def meet(contribution: Contribution, fate: str, moderator: User | None) -> None:
    """Do to it what was decided."""
    if fate == "hidden":
        judged(contribution, Measure.HIDE, moderator)
    elif fate == "refused":
        judged(wait(contribution), Measure.REFUSE, moderator)
    elif fate == "pending":
        wait(contribution)
    else:
        judged(contribution, Measure.MASK, moderator, spans=spans_in(contribution))


def spans_in(contribution: Contribution) -> tuple[SignalSpan, ...]:
    """The word, wherever the current text says it."""
    word, _name = WORDS["masked"]
    revision = revision_of(contribution)
    texts = {"source": revision.source, "proposed_text": revision.proposed_text or ""}
    return tuple(
        SignalSpan(field, text.index(word), text.index(word) + len(word), "name")
        for field, text in texts.items()
        if word in text
    )


def addresses(client: FlaskClient, made: Spoken) -> list[str]:
    """Every address of the instance, those of these contributions among them."""
    application = client.application
    found: set[str] = set()
    with application.test_request_context():
        for rule in application.url_map.iter_rules():
            if "GET" not in (rule.methods or set()):
                continue
            arguments = made.site.arguments(rule)
            found.add(application.url_for(rule.endpoint, **arguments))
            if rule.endpoint.startswith("contributions.") and "key" in rule.arguments:
                for key in made.keys:
                    found.add(application.url_for(rule.endpoint, **{**arguments, "key": key}))
        values = made.site.values
        page = application.url_for(
            "reading.section", slug="parc", document="texte", section=values["section"]
        )
        for key in made.keys:
            for where in (page, "/consultations/parc/texte"):
                found |= {
                    f"{where}?p={values['key']}&c={key}", f"{where}?p={values['key']}&fil={key}",
                    f"{where}?c={key}",
                }  # fmt: skip
            found.add(f"/consultations/parc/texte/ecrire?reponse={key}")
        for order in ("tirage", "recentes", "soutenues", "debattues"):
            found.add(f"{page}?p={values['key']}&tri={order}")
    return sorted(found)


@pytest.mark.any_engine
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_reads_it_anywhere(client: FlaskClient, sign_in: SignIn, who: str) -> None:
    made = spoken(client, *FATES)
    with client.application.app_context():
        for each in session.scalars(select(EditionFile)).all():
            renew(each)
        while make_next_edition_file():
            pass
    person = made.site.people[who]
    kept_back = {each for fate in FATES for each in WORDS[fate]} - {WORDS["masked"][1]}
    found = addresses(client, made)
    if person is None:
        found += [f"/en{each}" for each in found if "parc" in each]
    for address in found:
        if "/admin/" in address or address.startswith("/administration"):
            continue
        if person is not None:
            sign_in(person)
        page = FlaskClient.open(client, address)
        assert page.status_code < 500, address
        text = page.get_data().decode(errors="replace")
        assert not {each for each in kept_back if each in text}, address


@pytest.mark.parametrize("fate", FATES)
def test_its_author_and_the_moderators_read_it(
    client: FlaskClient, sign_in: SignIn, fate: str
) -> None:
    made = spoken(client, fate)
    word, _name = WORDS[fate]
    key = made.keys[0]
    sign_in(made.author)
    assert word in client.get(f"/recus/{key}/2").get_data(as_text=True)
    assert word in client.get(f"/recus/{key}/2.json").get_data(as_text=True)
    assert word in client.get("/compte/donnees.json").get_data(as_text=True)
    if fate == "masked":
        return
    assert word in client.get("/mes-contributions").get_data(as_text=True)
    for person in (made.author, made.site.people["moderator"]):
        assert person is not None
        sign_in(person)
        page = client.get(f"/contributions/{key}")
        assert page.status_code == 200
        assert word in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("fate", "status", "words"),
    [
        ("hidden", 410, "n’est plus publiée"),
        ("refused", 410, "n’est pas publiée"),
        ("pending", 404, ""),
    ],
)
def test_the_permanent_address_keeps_a_neutral_trace(
    client: FlaskClient, fate: str, status: int, words: str
) -> None:
    made = spoken(client, fate)
    page = client.get(f"/contributions/{made.keys[0]}")
    assert page.status_code == status
    text = page.get_data().decode(errors="replace")
    assert words in text
    if status == 410:
        assert "Décision de modération du" in text
        assert "règle 5 de la charte" in text


def test_the_discussion_counts_no_more_and_says_why(client: FlaskClient) -> None:
    made = spoken(client, "hidden")
    with client.application.app_context():
        row = session.scalars(select(Document).where(Document.slug == "texte")).one()
        alive = session.scalars(
            select(Contribution).where(
                Contribution.state == ContributionState.PUBLISHED,
                Contribution.parent_id.is_(None),
            )
        ).all()
        assert row.contribution_count == len(alive)
    values = made.site.values
    page = client.get(
        f"/consultations/parc/texte/s/{values['section']}?p={values['key']}&fil={made.keys[0]}"
    )
    assert page.status_code == 200
    text = page.get_data().decode(errors="replace")
    assert text.count("Décision de modération du") == 3
    assert "Je réponds sans la nommer." in text


def test_a_masked_one_says_so_with_its_rule(client: FlaskClient) -> None:
    made = spoken(client, "masked")
    page = client.get(f"/contributions/{made.keys[0]}", follow_redirects=True)
    text = page.get_data().decode(errors="replace")
    assert "Des passages ont été masqués par la modération." in text
    assert "règle 5 de la charte" in text
    assert "[nom masqué]" in text
