"""Two people code the same contributions and neither knows; where they differ a third decides."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import place_of
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.synthesis.models import Coding, DoubleReading, DoubleSettlement
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.queries.agreement import method_annex
from consultation.synthesis.queries.coding import codings_of
from consultation.synthesis.services.codebook import merge_themes
from consultation.synthesis.services.coding import Wanted, claim, code, note, set_aside
from consultation.synthesis.services.sampling import draw_sample, drawn_by, end_sample, settle
from tests.conftest import SignIn
from tests.contributions.steps import Parc
from tests.synthesis.desk import DESK, colleague, names, reading, said, shown, theme
from tests.synthesis.doubles import PAGE, drawn, says


@pytest.fixture
def other(parc: Parc) -> User:
    """The second of the two."""
    return colleague(parc)


def test_the_seed_draws_the_same_ones_again(parc: Parc, moderator: User, other: User) -> None:
    for number in range(9):
        said(parc, f"Avis {number}.")
    sample = draw_sample(parc.consultation, 4, actor=moderator, seed=11)
    assert (sample.size, sample.drawn_from, sample.seed) == (4, 9, 11)
    ids = session.scalars(
        select(DoubleReading.contribution_id).where(DoubleReading.place == 1)
    ).all()
    everything = sorted(session.scalars(select(Contribution.id)))
    assert sorted(ids) == drawn_by(11, everything, 4)
    assert drawn_by(12, everything, 4) != drawn_by(11, everything, 4)


def test_the_second_person_sees_nothing_of_what_the_first_one_coded(
    client: FlaskClient, parc: Parc, moderator: User, other: User, sign_in: SignIn
) -> None:
    [contribution] = drawn(parc, moderator)
    sign_in(other)
    page = f"{DESK}/{contribution.key}"
    before, queue = client.get(page).text, client.get(DESK).text
    says(moderator, contribution, "Temps")
    note(contribution, "Un cas d’école.", actor=moderator)
    unlike = re.compile(r'csrf_token" value="[^"]*"')
    assert unlike.sub("", client.get(page).text) == unlike.sub("", before)
    assert unlike.sub("", client.get(DESK).text) == unlike.sub("", queue)
    assert not client.get(f"{DESK}?etat=coded").text.count("<b>n°")
    assert not session.scalars(select(Coding)).all()
    assert claim(parc.consultation, [], actor=other) == [contribution.id]


def test_for_the_first_person_it_is_read_and_can_be_coded_otherwise(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    contribution, waiting = drawn(parc, moderator), said(parc, "Autre chose.")
    says(moderator, contribution[0], "Temps")
    page = client.get(DESK).text
    assert shown(page) == [waiting.number]
    assert "1 contribution lue sur 2" in page.replace("\xa0", " ")
    assert shown(client.get(f"{DESK}?etat=coded").text) == [contribution[0].number]
    item = client.get(f"{DESK}/{contribution[0].key}").text
    assert re.search(rf'value="{theme("Temps").key}" checked', item)
    says(moderator, contribution[0], "Forme")
    assert session.scalars(select(DoubleReading).where(DoubleReading.at.is_not(None))).one()


def test_two_that_agree_make_codings_of_the_first(parc: Parc, moderator: User, other: User) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    says(other, contribution, "Temps")
    [(coding, kept)] = codings_of([contribution.id])[contribution.id]
    assert (kept.name, coding.coder_id) == ("Temps", moderator.id)
    assert reading(contribution).state is ReadingState.CODED
    annex = method_annex(parc.consultation)
    assert (annex.overall.count, annex.differing) == (1, 0)


def test_where_two_differ_what_both_said_counts_and_the_rest_is_to_be_settled(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps", "Forme")
    says(other, contribution, "Temps")
    assert names(contribution) == {"Temps"}
    assert reading(contribution).state is ReadingState.TO_RETURN
    page = client.get(PAGE).text
    assert "À trancher" in page
    assert f"{PAGE}/{contribution.key}" in page


def test_settling_is_a_third_decision_and_none_is_lost(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    address = f"{PAGE}/{contribution.key}"
    assert "Sacha K." in client.get(address).text
    data = {"give": theme("Forme").key, "seen": reading(contribution).edition, "note": "Au mur."}
    assert client.post(address, data=data).status_code == 303
    assert names(contribution) == {"Forme"}
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    assert coding.origin is Origin.SETTLED
    again = {"give": theme("Temps").key, "seen": reading(contribution).edition}
    assert client.post(address, data=again).status_code == 303
    assert names(contribution) == {"Temps"}
    page = client.get(address).text
    assert "Au mur." in page
    assert len(session.scalars(select(DoubleSettlement)).all()) == 2
    annex = method_annex(parc.consultation)
    assert (annex.differing, annex.settled) == (1, 1)


def test_who_settles_reads_the_paragraph_and_what_the_themes_mean(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    theme("Temps").definition = "Durées, délais & calendrier."
    session.commit()
    page = client.get(f"{PAGE}/{contribution.key}").text
    assert "Durées, délais &amp; calendrier." in page
    place = place_of(contribution)
    assert place.passage is not None
    assert place.passage.html in page


def test_who_settles_what_was_settled_meanwhile_is_told(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    address, seen = f"{PAGE}/{contribution.key}", reading(contribution).edition
    client.post(address, data={"give": theme("Temps").key, "seen": seen})
    answer = client.post(address, data={"give": theme("Forme").key, "seen": seen, "note": "Non."})
    assert answer.status_code == 409
    assert "Non." in answer.text
    assert client.post(address, data={"seen": seen + 1}).status_code in {400, 422}


def test_setting_aside_against_a_theme_is_a_difference_and_may_be_settled_so(
    parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    set_aside(contribution, SetAside.EMPTY, "", actor=moderator, seen=1)
    says(other, contribution, "Forme")
    assert reading(contribution).state is ReadingState.TO_RETURN
    settle(
        contribution, [], "", actor=other, seen=reading(contribution).edition, reason=SetAside.EMPTY
    )
    assert reading(contribution).state is ReadingState.SET_ASIDE
    assert names(contribution) == set()


def test_a_passage_that_one_of_them_chose_is_kept(parc: Parc, moderator: User, other: User) -> None:
    [contribution] = drawn(parc, moderator, "Il faut une fiche au mur.")
    passage = Wanted(theme("Forme").key, "source", 8, 17)
    code(contribution, [passage], actor=moderator, seen=1)
    says(other, contribution, "Temps")
    settle(contribution, [theme("Forme").key], "", actor=other, seen=reading(contribution).edition)
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    assert (coding.start_at, coding.end_at) == (8, 17)


def test_to_come_back_to_is_no_reading_yet(parc: Parc, moderator: User, other: User) -> None:
    [contribution] = drawn(parc, moderator)
    code(contribution, [], actor=moderator, seen=1, to_return=True)
    says(other, contribution, "Forme")
    assert method_annex(parc.consultation).overall.count == 0
    says(moderator, contribution, "Forme")
    assert method_annex(parc.consultation).overall.count == 1


def test_a_third_person_has_no_place_in_a_pair(
    client: FlaskClient, parc: Parc, moderator: User, other: User, sign_in: SignIn
) -> None:
    [contribution] = drawn(parc, moderator)
    code(contribution, [], actor=moderator, seen=1, to_return=True)
    says(other, contribution, "Forme")
    third = colleague(parc)
    sign_in(third)
    assert not shown(client.get(DESK).text)
    with pytest.raises(DomainError):
        says(third, contribution, "Temps")


def test_ended_early_what_one_person_coded_is_a_coding(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    first, second = drawn(parc, moderator, "Un.", "Deux.")
    says(moderator, first, "Temps")
    assert "Arrêter le double codage" in client.post(f"{PAGE}/fin").text
    client.post(f"{PAGE}/fin", data={"confirmed": "1"})
    assert names(first) == {"Temps"}
    assert reading(second).state is ReadingState.TO_READ
    annex = method_annex(parc.consultation)
    assert annex.overall.count == 0
    assert annex.samples[0].ended_at
    with pytest.raises(DomainError):
        end_sample(parc.consultation, actor=moderator)
    says(other, first, "Forme")
    assert names(first) == {"Forme"}, "it is coded as any other"


def test_a_theme_merged_meanwhile_is_what_it_became(
    parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    merge_themes(parc.consultation, theme("Temps").key, theme("Forme").key, actor=moderator)
    says(other, contribution, "Forme")
    assert names(contribution) == {"Forme"}
    assert method_annex(parc.consultation).differing == 0


def test_an_item_that_waits_to_be_settled_leads_to_where_it_is(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    page = f"{DESK}/{contribution.key}"
    assert "différemment" not in client.get(page).text, "the other one knows nothing yet"
    says(other, contribution, "Forme")
    shown_now = client.get(page).text
    assert f"{PAGE}/{contribution.key}" in shown_now
    assert "codée différemment" in shown_now
    says(other, contribution, "Temps")
    assert "codée différemment" not in client.get(page).text


def test_coding_what_two_people_coded_differently_is_the_third_decision(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    first, second, third = drawn(parc, moderator, "Dix minutes.", "Une fiche.", "Un mur.")
    for each, given in ((first, "Forme"), (second, "Forme"), (third, "Temps")):
        says(moderator, each, "Temps")
        says(other, each, given)
    says(moderator, first, "Forme")
    set_aside(second, SetAside.OTHER, "Rien à garder.", actor=other, seen=reading(second).edition)
    says(moderator, third, "Forme")
    rows = {each.contribution_id: each for each in session.scalars(select(DoubleSettlement))}
    assert rows.keys() == {first.id, second.id}, "where both agreed there is nothing to settle"
    assert rows[first.id].themes == [theme("Forme").id]
    assert (rows[second.id].themes, rows[second.id].note) == ([], "Rien à garder.")
    annex = method_annex(parc.consultation)
    assert (annex.differing, annex.settled) == (2, 2)
    assert "tranché" in client.get(PAGE).text


def test_what_is_to_come_back_to_is_no_decision(parc: Parc, moderator: User, other: User) -> None:
    [contribution] = drawn(parc, moderator)
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    seen = reading(contribution).edition
    code(contribution, [], actor=moderator, seen=seen, to_return=True)
    assert method_annex(parc.consultation).settled == 0
