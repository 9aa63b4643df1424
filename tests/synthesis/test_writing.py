"""Statements are versioned, nobody's words are written over, and the outline keeps them all."""

import pytest
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError, NotFoundError
from consultation.documents.models import Document, Section
from consultation.synthesis.models import Chapter, Statement, SynthesisChange, Verbatim
from consultation.synthesis.models.coding import SetAside
from consultation.synthesis.models.writing import ChapterKind, Outline
from consultation.synthesis.queries.coverage import Share, coverage_of
from consultation.synthesis.queries.outline import (
    cited_counts,
    last_change,
    outline_of,
    synthesis_of,
    text_of,
    versions_of,
)
from consultation.synthesis.services.arranging import DOWN, UP, move, remove, step, undo
from consultation.synthesis.services.citing import cite, quote, uncite, unquote
from consultation.synthesis.services.coding import set_aside
from consultation.synthesis.services.opening import arrange, note_empty, open_synthesis
from consultation.synthesis.services.writing import (
    WrittenMeanwhileError,
    add_statement,
    restore,
    write,
)
from tests.contributions.steps import Parc, say
from tests.factories import fresh, make_user, saved
from tests.synthesis.desk import colleague, said, theme
from tests.synthesis.pen import Pen


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    return Pen.begin(parc, moderator)


def kinds(pen: Pen) -> list[ChapterKind]:
    synthesis = synthesis_of(pen.parc.consultation_id)
    assert synthesis is not None
    return [part.chapter.kind for part in outline_of(synthesis)]


def test_the_required_places_are_there_from_the_start_behind_the_sections(pen: Pen) -> None:
    assert kinds(pen) == [
        ChapterKind.SECTION, ChapterKind.CITED_ONCE, ChapterKind.OBJECTIONS,
        ChapterKind.OUT_OF_SCOPE, ChapterKind.METHOD,
    ]  # fmt: skip
    open_synthesis(pen.parc.consultation, actor=pen.writer)
    assert len(session.scalars(select(Chapter)).all()) == 7, "begun once, with two themes"


def test_each_version_is_kept_with_who_wrote_it_and_restored_as_a_new_one(pen: Pen) -> None:
    row = pen.parc.consultation
    statement = pen.add("Le temps manque.")
    other = colleague(pen.parc)
    write(row, statement, "Le temps manque aux {{personnes | thème = Temps}}.", actor=other, base=1)
    restore(row, statement, 1, actor=pen.writer, base=2)
    told = versions_of(fresh(statement))
    assert [each.number for each in told] == [3, 2, 1]
    assert [each.writer for each in told] == ["Camille D.", "Sacha K.", "Camille D."]
    assert told[0].source == told[2].source
    assert f"thème = {theme('Temps').key}" in told[1].source
    write(row, statement, "Le temps manque.", actor=other, base=3)
    assert fresh(statement).version == 3, "the same words are no version"


def test_who_had_an_older_version_is_told_and_writes_over_nothing(pen: Pen) -> None:
    row = pen.parc.consultation
    statement = pen.add("Un.")
    other = colleague(pen.parc)
    write(row, statement, "Deux.", actor=other, base=1)
    with pytest.raises(WrittenMeanwhileError) as told:
        write(row, statement, "Trois.", actor=pen.writer, base=1)
    assert told.value.number == 2
    assert text_of(statement) == "Deux."
    write(row, statement, "Deux et trois.", actor=pen.writer, base=2)
    assert text_of(statement) == "Deux et trois."


@pytest.mark.parametrize("text", ["", " \u200b ", "a" * 3_001, "{{textes | thème = Rien}}", "{{"])
def test_a_statement_says_something_that_can_be_counted(pen: Pen, text: str) -> None:
    with pytest.raises(DomainError):
        pen.add(text)
    assert not session.scalars(select(Statement)).all()


def test_moving_and_removing_are_undone_in_turn(pen: Pen) -> None:
    row = pen.parc.consultation
    first, second = pen.add("Un."), pen.add("Deux.")
    step(row, second, UP, actor=pen.writer)
    assert pen.lines() == {"Le parc": ["Deux.", "Un."]}
    step(row, fresh(second), UP, actor=pen.writer)
    step(row, fresh(first), DOWN, actor=pen.writer)
    assert pen.lines() == {"Le parc": ["Deux.", "Un."]}, "at the end there is nowhere to go"
    move(row, fresh(first), pen.chapter(ChapterKind.CITED_ONCE), actor=pen.writer)
    remove(row, fresh(second), actor=colleague(pen.parc))
    assert pen.lines() == {"Arguments rares ou isolés": ["Un."]}
    synthesis = synthesis_of(row.id)
    assert synthesis is not None
    while (last := last_change(synthesis.id)) is not None and last[0].act.value != "added":
        undo(row, last[0].id, actor=pen.writer)
        session.expire_all()
    assert pen.lines() == {"Le parc": ["Un.", "Deux."]}
    last = last_change(synthesis.id)
    assert last is not None
    undo(row, last[0].id, actor=pen.writer)
    assert pen.lines() == {"Le parc": ["Un."]}


def test_only_what_one_saw_as_the_latest_act_is_undone(pen: Pen) -> None:
    statement = pen.add("Un.")
    seen = session.scalars(select(SynthesisChange.id)).one()
    remove(pen.parc.consultation, statement, actor=pen.writer)
    with pytest.raises(ConflictError):
        undo(pen.parc.consultation, seen, actor=pen.writer)
    with pytest.raises(NotFoundError):
        write(pen.parc.consultation, statement, "Deux.", actor=pen.writer, base=1)


def test_another_outline_keeps_every_statement_and_each_returns_to_its_place(pen: Pen) -> None:
    row = pen.parc.consultation
    sourced = pen.add("Sourcé.")
    pen.add("Nu.")
    pen.add("Rare.", ChapterKind.CITED_ONCE)
    cite(row, sourced, [pen.coded("Forme").key], actor=pen.writer)
    before = pen.lines()
    arrange(row, Outline.THEMES, actor=pen.writer)
    assert pen.lines() == {
        "Forme": ["Sourcé."], "Énoncés à placer": ["Nu."], "Arguments rares ou isolés": ["Rare."],
    }  # fmt: skip
    arrange(row, Outline.SECTIONS, actor=pen.writer)
    free = pen.lines()
    assert free.pop("Énoncés à placer") == ["Nu."]
    assert free == {"Le parc": ["Sourcé."], "Arguments rares ou isolés": ["Rare."]}
    assert before["Le parc"] == ["Sourcé.", "Nu."]


def test_a_coding_is_cited_once_and_only_while_it_stands_and_is_public(pen: Pen) -> None:
    row = pen.parc.consultation
    statement = pen.add("Le temps manque.")
    one, two, three = (pen.coded() for _each in range(3))
    keys = [one.key, two.key]
    assert cite(row, statement, keys, actor=pen.writer) == 2
    assert cite(row, statement, [*keys, three.key, "rien"], actor=pen.writer) == 1
    assert cited_counts([statement.id]) == {statement.id: 3}
    uncite(row, statement, [three.key], actor=pen.writer)
    gone = session.get_one(Contribution, one.contribution_id)
    gone.state = ContributionState.WITHDRAWN
    saved(gone)
    assert cited_counts([statement.id]) == {statement.id: 1}
    with pytest.raises(DomainError):
        cite(row, statement, [one.key], actor=pen.writer)


def test_words_are_quoted_by_reference_from_a_passage_or_from_words_there(pen: Pen) -> None:
    row = pen.parc.consultation
    statement = pen.add("Le temps manque.")
    marked = pen.coded(start=0, end=11)
    made = quote(row, statement, marked.key, actor=pen.writer)
    assert (made.field, made.start_at, made.end_at, made.revision) == ("source", 0, 11, 1)
    whole = pen.coded()
    chosen = quote(row, statement, whole.key, actor=pen.writer, words="trop long")
    assert (chosen.start_at, chosen.end_at) == (19, 28)
    with pytest.raises(DomainError):
        quote(row, statement, whole.key, actor=pen.writer, words="jamais dit")
    assert cited_counts([statement.id]) == {statement.id: 2}, "what is quoted is cited"
    unquote(row, statement, made.key, actor=pen.writer)
    assert session.scalars(select(Verbatim.key)).all() == [chosen.key]


def test_the_coverage_follows_each_act(pen: Pen) -> None:
    row = pen.parc.consultation
    statement = pen.add("Le temps manque.")
    cited = pen.coded()
    pen.coded("Forme")
    aside = said(pen.parc)
    set_aside(aside, SetAside.EMPTY, "", actor=pen.writer, seen=1)
    said(pen.parc)
    say(pen.parc)
    cite(row, statement, [cited.key], actor=pen.writer)
    told = coverage_of(row.id)
    assert [told.of(each) for each in Share] == [5, 5, 3, 2, 1, 1, 1, 2, 0]
    assert told.set_aside == {SetAside.EMPTY: 1}
    assert not told.is_whole
    remove(row, statement, actor=pen.writer)
    assert coverage_of(row.id).cited == 0
    assert coverage_of(row.id, aside.number).late == 2


def test_a_required_place_may_say_why_it_is_empty_and_no_other(pen: Pen) -> None:
    row = pen.parc.consultation
    note_empty(row, pen.chapter(ChapterKind.CITED_ONCE), "  Aucun. ", actor=pen.writer)
    assert fresh(pen.chapter(ChapterKind.CITED_ONCE)).empty_note == "Aucun."
    with pytest.raises(DomainError):
        note_empty(row, pen.chapter(), "Rien.", actor=pen.writer)


def test_an_objection_is_that_of_a_section(pen: Pen) -> None:
    section = session.scalars(select(Section.id).join(Document)).first()
    for kind, expected in ((ChapterKind.OBJECTIONS, section), (ChapterKind.SECTION, None)):
        made = add_statement(
            pen.parc.consultation, pen.chapter(kind), "Non.", actor=pen.writer, section_id=section
        )
        assert made.section_id == expected


@pytest.mark.parametrize("role", [Role.ORGANISER, None])
def test_moderators_alone_write(pen: Pen, role: Role | None) -> None:
    row = pen.parc.consultation
    statement = pen.add("Un.")
    coding = pen.coded()
    person = colleague(pen.parc, role) if role else make_user()
    acts = (
        lambda: write(row, statement, "Deux.", actor=person, base=1),
        lambda: add_statement(row, pen.chapter(), "Deux.", actor=person),
        lambda: remove(row, statement, actor=person),
        lambda: cite(row, statement, [coding.key], actor=person),
        lambda: quote(row, statement, coding.key, actor=person),
        lambda: arrange(row, Outline.THEMES, actor=person),
        lambda: open_synthesis(row, actor=person),
    )
    for act in acts:
        with pytest.raises(NotAllowedError):
            act()
    assert pen.lines() == {"Le parc": ["Un."]}
