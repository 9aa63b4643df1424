"""Whom an answer concerns: through what it is about, and only what is published."""

import pytest

from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.queries.reached import answers_for
from consultation.answers.subjects import Kind
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session, transaction
from tests.answers.steps import answered, coded, grouped, make_theme, stated
from tests.conftest import count_queries
from tests.contributions.steps import Parc, known, publish_second_version, say


@pytest.fixture
def said(parc: Parc) -> Contribution:
    return say(parc)


def kinds(contribution: Contribution) -> list[Kind]:
    return [each.kind for each in answers_for([contribution.id]).get(contribution.id, [])]


def test_an_answer_to_a_contribution_concerns_it_alone(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    other = say(parc)
    answered(parc, Kind.CONTRIBUTION, said.id, by=organiser, outcome=Outcome.PARTLY)
    found = answers_for([said.id, other.id])
    assert [each.outcome for each in found[said.id]] == [Outcome.PARTLY]
    assert other.id not in found


def test_an_answer_to_a_theme_concerns_what_was_coded_with_it_or_under_it(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    theme = make_theme(parc)
    under = make_theme(parc, "Matin", theme)
    coded(said, under, by=organiser)
    coded(said, theme, by=organiser)
    answered(parc, Kind.THEME, theme.id, by=organiser)
    assert kinds(said) == [Kind.THEME]


def test_a_coding_taken_back_concerns_nothing_any_more(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    theme = make_theme(parc)
    coding = coded(said, theme, by=organiser)
    answered(parc, Kind.THEME, theme.id, by=organiser)
    with transaction():
        coding.removed_at = coding.at
    assert kinds(said) == []


def test_an_answer_to_a_statement_concerns_what_it_cites(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    other = say(parc)
    theme = make_theme(parc)
    cited = coded(said, theme, by=organiser)
    coded(other, theme, by=organiser)
    answered(parc, Kind.STATEMENT, stated(parc, cited, by=organiser).id, by=organiser)
    assert kinds(said) == [Kind.STATEMENT]
    assert kinds(other) == []


def test_an_answer_to_a_paragraph_concerns_what_was_said_on_it(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    elsewhere = say(parc, index=1)
    paragraph = known(said).passage
    assert paragraph is not None
    answered(parc, Kind.PARAGRAPH, paragraph.paragraph_id, by=organiser)
    assert kinds(said) == [Kind.PARAGRAPH]
    assert kinds(elsewhere) == []


def test_a_paragraph_that_lives_on_keeps_its_answers(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    paragraph = known(said).passage
    assert paragraph is not None
    answered(parc, Kind.PARAGRAPH, paragraph.paragraph_id, by=organiser)
    publish_second_version(parc, parc.paragraph_keys()[0])
    assert kinds(said) == [Kind.PARAGRAPH]


def test_an_answer_to_a_campaign_concerns_its_members(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    other = say(parc)
    answered(parc, Kind.CAMPAIGN, grouped(parc, said).key, by=organiser)
    assert kinds(said) == [Kind.CAMPAIGN]
    assert kinds(other) == []


def test_a_draft_concerns_nobody(parc: Parc, organiser: User, said: Contribution) -> None:
    answered(parc, Kind.CONTRIBUTION, said.id, by=organiser, is_published=False)
    assert kinds(said) == []


def test_what_is_not_published_any_more_has_no_answers(
    parc: Parc, organiser: User, said: Contribution
) -> None:
    answered(parc, Kind.CONTRIBUTION, said.id, by=organiser)
    with transaction():
        session.get_one(Contribution, said.id).state = ContributionState.HIDDEN
    assert kinds(said) == []


def test_two_statements_for_any_number(parc: Parc, organiser: User, said: Contribution) -> None:
    theme = make_theme(parc)
    ids = [said.id, say(parc).id, say(parc).id]
    for each in ids:
        answered(parc, Kind.CONTRIBUTION, each, by=organiser)
    answered(parc, Kind.THEME, theme.id, by=organiser)
    with count_queries() as statements:
        assert len(answers_for(ids)) == 3
    assert len(statements) == 2
