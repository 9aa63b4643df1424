"""While one writes, a source is withdrawn, hidden or masked: the draft honours it at once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.synthesis.models import Coding, Statement
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.outline import cited_counts, synthesis_of
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.codebook import merge_themes
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.publication import draft_archive, publish
from tests.contributions.steps import known
from tests.factories import make_user, saved
from tests.synthesis.desk import reading, theme
from tests.synthesis.pen import WRITING, Pen
from tests.synthesis.test_writing_pages import words_of

SECRET = "Mon fils a pleuré toute la nuit."


def quoted(pen: Pen) -> tuple[Statement, Coding, User]:
    """A statement that rests on one contribution, and quotes it; and who wrote that."""
    author = make_user()
    coding = pen.coded(text=SECRET, author=author, start=0, end=len(SECRET))
    statement = pen.add("{{contributions | sources}} le racontent.")
    quote(pen.parc.consultation, statement, coding.key, actor=pen.writer)
    return statement, coding, author


def test_a_withdrawn_contribution_leaves_a_trace_without_words_in_the_draft(
    client: FlaskClient, finished: Pen
) -> None:
    statement, coding, author = quoted(finished)
    chapter = finished.chapter().key
    assert SECRET in words_of(client.get(f"{WRITING}?chapitre={chapter}").text)
    with client.application.test_request_context():
        withdraw(known(session.get_one(Contribution, coding.contribution_id)), actor=author)
    for address in (f"{WRITING}?chapitre={chapter}", f"{WRITING}/{statement.key}"):
        page = words_of(client.get(address).text)
        assert SECRET not in page
        assert "retirée par la personne qui l’avait écrite" in page
        assert "Aucune contribution" in page, "it is counted no more"
        assert "Aucune source : ne peut pas être publié" in page
    assert SECRET not in client.get("/espace/parc/synthese/apercu").text
    assert "n’a pas de source" in words_of(client.get("/espace/parc/synthese/publication").text)
    with pytest.raises(DomainError):
        publish(finished.parc.consultation, "", actor=finished.writer)


def test_what_is_gone_is_neither_cited_nor_quoted_anew(finished: Pen) -> None:
    statement, coding, _author = quoted(finished)
    gone = session.get_one(Contribution, coding.contribution_id)
    gone.state = ContributionState.HIDDEN
    saved(gone)
    for act in (
        lambda: quote(finished.parc.consultation, statement, coding.key, actor=finished.writer),
        lambda: cite(finished.parc.consultation, statement, [coding.key], actor=finished.writer),
    ):
        with pytest.raises(DomainError):
            act()


def test_an_edition_leaves_out_a_verbatim_that_is_public_no_more(finished: Pen) -> None:
    statement, coding, _author = quoted(finished)
    other = finished.coded(text="Elle a pleuré aussi.")
    cite(finished.parc.consultation, statement, [other.key], actor=finished.writer)
    gone = session.get_one(Contribution, coding.contribution_id)
    gone.state = ContributionState.HIDDEN
    saved(gone)
    synthesis = synthesis_of(finished.parc.consultation_id)
    assert synthesis is not None
    archive = draft_archive(finished.parc.consultation, synthesis)
    key = session.scalars(select(Statement.key).where(Statement.id == statement.id)).one()
    row = next(
        each
        for chapter in archive["chapters"]
        for each in chapter["statements"]
        if each["key"] == key
    )
    assert (row["verbatims"], row["citations"]) == ([], [other.key])
    assert publish(finished.parc.consultation, "", actor=finished.writer).number == 1


def test_why_a_place_is_empty_is_never_cut_short(client: FlaskClient, finished: Pen) -> None:
    chapter = finished.chapter(ChapterKind.OUT_OF_SCOPE)
    long = "Rien de tel, " * 20
    page = client.post(f"{WRITING}/chapitres/{chapter.key}/vide", data={"note": long})
    assert page.status_code == 422
    assert long.strip() in page.text
    session.expire_all()
    assert finished.chapter(ChapterKind.OUT_OF_SCOPE).empty_note == "Rien de tel."


def test_a_merge_of_themes_takes_no_source_from_a_statement(finished: Pen) -> None:
    consultation = finished.parc.consultation
    keys = [theme(name).key for name in ("Temps", "Forme")]
    first = finished.coded()
    contribution = known(session.get_one(Contribution, first.contribution_id))
    code(contribution, [Wanted(key) for key in keys], actor=finished.writer,
         seen=reading(contribution).edition)  # fmt: skip
    one, two = finished.add("Un."), finished.add("Deux.")
    both = session.scalars(
        select(Coding.key).where(
            Coding.contribution_id == contribution.id, Coding.removed_at.is_(None)
        )
    ).all()
    assert len(both) == 2
    cite(consultation, one, [first.key], actor=finished.writer)
    cite(consultation, two, both, actor=finished.writer)
    merge_themes(consultation, *keys, actor=finished.writer)
    assert cited_counts([one.id, two.id]) == {one.id: 1, two.id: 1}
