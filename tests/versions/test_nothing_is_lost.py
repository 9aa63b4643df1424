"""Whatever organisers do to a text, over several versions, nothing that was said is lost."""

import re
from collections import Counter
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from consultation.contributions.models import Contribution, Discussion
from consultation.contributions.queries.listing import SHOWN, heard_in
from consultation.core.db import session
from consultation.documents.models import Paragraph, Passage
from consultation.documents.parsing.blocks import Block
from consultation.versions.queries.planning import plan_of
from consultation.versions.services.deciding import decide
from consultation.versions.services.publishing import publish_next
from tests.contributions.conftest import Speak
from tests.contributions.steps import Parc
from tests.factories import heading, make_consultation, make_document, paragraph
from tests.versions.steps import begun, organiser_of

WORDS = re.findall(
    r"\w+",
    "arbre banc rivière école matin soir enfant quartier chemin lumière saison herbe pierre pont "
    "marché fenêtre jardin maison route gare place fontaine atelier verger barrière colline",
)
ACTS = ("edit", "move", "split", "merge", "remove", "add")

ONE_VERSION = st.lists(st.sampled_from(ACTS), min_size=1, max_size=5)

pytestmark = pytest.mark.usefixtures("database")


def sentence(rng: Random) -> str:
    words = " ".join(rng.choice(WORDS) for _word in range(rng.randint(7, 12)))
    return f"{words.capitalize()}."


def text_of(rng: Random) -> str:
    return " ".join(sentence(rng) for _sentence in range(3))


def changed(texts: list[str], act: str, rng: Random) -> None:
    """Do one thing to the text, in place; a text keeps one paragraph at least."""
    at = rng.randrange(len(texts))
    if act == "edit":
        words = texts[at].split()
        for place in range(rng.randrange(6), len(words), 6):
            words[place] = rng.choice(WORDS)
        texts[at] = " ".join(words)
    elif act == "move":
        texts.insert(rng.randrange(len(texts)), texts.pop(at))
    elif act == "split" and ". " in texts[at]:
        head, tail = texts[at].split(". ", 1)
        texts[at : at + 1] = [f"{head}.", tail]
    elif act == "merge" and len(texts) > 1:
        at = min(at, len(texts) - 2)
        texts[at : at + 2] = [f"{texts[at]} {texts[at + 1]}"]
    elif act == "remove" and len(texts) > 1:
        texts.pop(at)
    elif act == "add":
        texts.insert(at, text_of(rng))


def blocks_of(texts: list[str]) -> list[Block]:
    return [heading("Le parc"), *(paragraph(text) for text in texts)]


@settings(
    max_examples=25, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    seed=st.integers(0, 10**6),
    versions=st.lists(ONE_VERSION, min_size=1, max_size=3),
)
def test_every_contribution_stays_at_its_address_with_its_words(
    client: FlaskClient, speak: Speak, seed: int, versions: list[list[str]]
) -> None:
    rng = Random(seed)  # noqa: S311  # the same text for the same seed
    texts = [text_of(rng) for _paragraph in range(rng.randint(3, 7))]
    row = make_consultation()
    parc = Parc(row.id, make_document(row, blocks=tuple(blocks_of(texts))).id)
    organiser = organiser_of(parc)
    said: dict[str, str] = {}
    for acts in versions:
        for _contribution in range(3):
            place = rng.randrange(len(parc.passages()))
            words = parc.passages()[place].text
            said[speak(parc, index=place).key] = words
        before = words_by_key(parc)
        for act in acts:
            changed(texts, act, rng)
        version = begun(parc, *blocks_of(texts), actor=organiser)
        while plan_of(version).unsettled:
            key = plan_of(version).unsettled[0].key
            decide(version, version.edit_count, key, (), "Il est parti.", actor=organiser)
        if plan_of(version).is_the_same_text:
            return
        publish_next(
            version, version.edit_count, "Le texte change.", is_same_text=True, actor=organiser
        )
        check(client, parc, said)
        check_identities(before, words_by_key(parc))


def words_by_key(parc: Parc) -> dict[str, str]:
    return dict(zip(parc.paragraph_keys(), [each.text for each in parc.passages()], strict=True))


def check(client: FlaskClient, parc: Parc, said: dict[str, str]) -> None:
    session.expire_all()
    for key, words in said.items():
        row = session.scalars(select(Contribution).where(Contribution.key == key)).one()
        assert row.passage_id is not None
        assert session.get_one(Passage, row.passage_id).text == words
        page = client.get(f"/contributions/{key}", follow_redirects=True)
        assert page.status_code == 200
        assert page.text.count(f'id="c-{key}"') == 1
    for talk in talks(parc):
        heard = session.scalar(
            select(func.count()).where(heard_in(talk), Contribution.parent_id.is_(None), SHOWN)
        )
        assert talk.contribution_count == heard


def talks(parc: Parc) -> list[Discussion]:
    keys = parc.paragraph_keys()
    return list(
        session.scalars(
            select(Discussion)
            .join(Paragraph, Paragraph.id == Discussion.paragraph_id)
            .where(Paragraph.key.in_(keys))
        )
    )


def check_identities(before: dict[str, str], now: dict[str, str]) -> None:
    """A paragraph whose words are found again once, unchanged, is the same paragraph."""
    old, new = Counter(before.values()), Counter(now.values())
    keys = {words: key for key, words in now.items()}
    for key, words in before.items():
        if old[words] == new[words] == 1:
            assert keys[words] == key
