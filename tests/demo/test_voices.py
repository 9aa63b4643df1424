"""What fictitious people say: distinct, the same for a seed, and about nobody."""

import re
from collections import Counter
from random import Random

import pytest

from consultation.contributions.models import Stance
from consultation.core.text import plain_text, render_markup
from consultation.demo.banks import BODY_VOICES, banks, manner
from consultation.demo.campaigns import campaign_texts, campaigns
from consultation.demo.people import CATEGORY_WEIGHTS, names, people
from consultation.demo.phrasing import with_de
from consultation.demo.plan import MAIN
from consultation.demo.replies import amendment_remarks, reply_speeches
from consultation.demo.rewording import reworded
from consultation.demo.speech import Speech, official_reply, speeches
from consultation.documents.parsing.blocks import BlockKind, Options
from consultation.documents.parsing.markdown import read_markdown
from consultation.screening.personal_data import personal_data
from tests.support.growth import times_as_long

ELISION = re.compile(
    r"\b(?:que|de|ne|se|je|me|jusque|lorsque|si il) [aeiouéèêâîïô]|\bde le\b|\bà le\b",
    re.IGNORECASE,
)
TITLED_NAME = re.compile(r"\b(?:M\.|Mme|Mlle|Dr|Pr|Docteur|Professeur|Monsieur|Madame) [A-ZÉ]")


@pytest.fixture(scope="module")
def told() -> list[Speech]:
    return speeches(1)


@pytest.fixture(scope="module")
def everything(told: list[Speech]) -> list[str]:
    """Every body that the demo can hold, for one seed."""
    return [
        *(speech.body for speech in told),
        *(reply.body for reply in reply_speeches(1)),
        *(remark.body for remark in amendment_remarks(1)),
        *(copy.body for campaign in campaigns() for copy in campaign_texts(1, campaign)),
        *(official_reply(theme) for theme in banks()),
    ]


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return [
        block.text
        for document in MAIN.documents
        for block in read_markdown(document.path.read_text(encoding="utf-8"), Options()).blocks
        if block.kind is not BlockKind.HEADING
    ]


def test_at_least_6000_texts_are_distinct(told: list[Speech]) -> None:
    assert len({speech.body for speech in told}) == len(told) >= 6_000


def test_the_same_seed_says_the_same_and_another_does_not(told: list[Speech]) -> None:
    assert speeches(1) == told
    assert speeches(2, count=50) != told[:50]
    assert reply_speeches(3, count=50) == reply_speeches(3, count=50)
    assert amendment_remarks(3, count=50) == amendment_remarks(3, count=50)
    assert people(3, 50) == people(3, 50)


def test_four_times_as_much_is_said_in_about_four_times_as_long() -> None:
    growth = times_as_long(lambda: speeches(4, count=6_000), lambda: speeches(4, count=1_500))
    assert growth < 10, "looking at all that was said before would take sixteen times as long"


def test_texts_have_every_length_and_fit_the_form(told: list[Speech]) -> None:
    lengths = sorted(len(speech.body) for speech in told)
    assert lengths[0] >= 20
    assert lengths[-1] <= 1_200
    assert 120 <= lengths[len(lengths) // 2] <= 300
    assert lengths[len(lengths) // 10] < 120
    assert lengths[-len(lengths) // 20] > 350


def test_each_theme_has_its_own_words(told: list[Speech]) -> None:
    for bank in banks().values():
        arguments = [saying for of in bank.arguments.values() for saying in of]
        assert len(arguments) >= 8
        assert len(bank.requests) >= 5
        assert sum(map(len, bank.examples.values())) >= 6
        assert set(bank.examples) <= set(CATEGORY_WEIGHTS)
    assert len(banks()) >= 15
    assert min(Counter(speech.theme for speech in told).values()) > 150


def test_every_position_and_voice_is_heard(told: list[Speech]) -> None:
    assert {speech.stance for speech in told} == set(map(str, Stance))
    assert {speech.kind for speech in told} == {"comment", "question"}
    assert {speech.voice for speech in told} == set(CATEGORY_WEIGHTS)
    assert all(speech.stance == "none" for speech in told if speech.kind == "question")


def test_neighbours_on_a_theme_differ(told: list[Speech]) -> None:
    """No two of five consecutive texts of a theme open with the same thirty letters."""
    by_theme: dict[str, list[str]] = {}
    for speech in told:
        by_theme.setdefault(speech.theme, []).append(speech.body)
    repeats = sum(
        bodies[at][:30] in {body[:30] for body in bodies[at - 4 : at]}
        for bodies in by_theme.values()
        for at in range(4, len(bodies))
    )
    assert repeats < len(told) / 25


def test_bodies_say_we(told: list[Speech]) -> None:
    for speech in told:
        if speech.voice in BODY_VOICES:
            assert not re.search(r"\b(je|mon|ma|mes)\b", speech.body, re.IGNORECASE), speech


def test_sentences_are_whole() -> None:
    """No choice left open, no missing elision, a sign at the end of each sentence."""
    for bank in banks().values():
        asked = [variant for saying in bank.requests for variant in saying.variants]
        assert all(re.match(r"\w+(er|ir|re)\b", one) and one[-1] not in ".?" for one in asked)
        spoken = [*sum(bank.arguments.values(), ()), *bank.questions]
        spoken += sum(bank.examples.values(), ())
        said = [variant for saying in spoken for variant in saying.variants]
        assert [one for one in said if one[-1] not in ".?»"] == []
        assert [one for one in said + asked if re.search(r"[{}|]|  |\.\.|[?!]\.", one)] == []
        assert [one for one in said + list(map(with_de, asked)) if ELISION.search(one)] == []


def test_markup_keeps_every_word(everything: list[str]) -> None:
    for body in everything[::7]:
        shown = plain_text(render_markup(body))
        assert re.findall(r"\w+", shown) == re.findall(r"\w+", body)


def test_nobody_can_be_recognised(everything: list[str]) -> None:
    known = "|".join(map(re.escape, {*names().women, *names().men}))
    full_name = re.compile(rf"\b(?:{known}) [A-ZÉ][a-zé]+")
    for body in everything:
        assert personal_data(body) == (), body
        assert not TITLED_NAME.search(body), body
        assert not full_name.search(body), body
        assert "@" not in body


def test_people_are_varied_and_never_named_in_full() -> None:
    crowd = people(1, 5_000)
    shares = Counter(person.category for person in crowd)
    for category, weight in CATEGORY_WEIGHTS.items():
        assert shares[category] / len(crowd) == pytest.approx(weight / 100, abs=0.025)
    assert len({person.display_name for person in crowd}) > 2_000
    for person in crowd:
        assert person.gender in {"f", "m", ""}
        if person.gender:
            assert re.fullmatch(r"(Dr )?[\w-]+( [A-Z]\.)?", person.display_name)
    assert any(person.organisation for person in crowd)


def test_a_campaign_is_made_of_near_identical_texts() -> None:
    assert len(campaigns()) == 3
    for campaign in campaigns():
        copies = [copy.body for copy in campaign_texts(1, campaign)]
        assert len(copies) == campaign.size
        assert campaign.theme in banks()
        most_common = Counter(copies).most_common(1)[0][1]
        assert 0.2 < most_common / len(copies) < 0.8
        assert len(set(copies)) > len(copies) / 5


def test_a_reply_says_what_it_can_answer() -> None:
    replies = reply_speeches(1)
    assert len({reply.body for reply in replies}) == len(replies)
    assert {reply.answers for reply in replies} == {"", "for", "mixed", "against"}


def test_a_rewording_always_changes_the_paragraph(paragraphs: list[str]) -> None:
    rng = Random(1)  # noqa: S311
    for text in paragraphs:
        wordings = {reworded(text, rng) for _time in range(12)}
        assert text not in wordings
        assert all(20 < len(wording) < 2 * len(text) + 200 for wording in wordings)
        for wording in wordings:
            assert not re.search(r",,|\.\.|,\.| {2}|\bà avant\b", wording), wording


def test_a_rewording_leaves_footnotes_alone() -> None:
    note = "\n3 Enquête fictive, citée pour la démonstration."
    rng = Random(1)  # noqa: S311
    for _time in range(20):
        assert reworded(f"Le texte est clair. Il est court.3{note}", rng).endswith(note)


def test_manner_speaks_for_bodies_too() -> None:
    for stance in ("for", "mixed", "against", "none"):
        assert any(saying.impersonal for saying in manner()["openings_nous"][stance])
        for bank in banks().values():
            assert any(saying.impersonal for saying in bank.arguments[stance])
