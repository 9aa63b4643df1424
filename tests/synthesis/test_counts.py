"""The database counts the fields of a draft; the archive counts them anew: always the same."""

from itertools import product

import pytest
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.consultations.models import Category, Participant
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.db import session, transaction
from consultation.documents.models import Section
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.synthesis.archive import corpus_in, sources_of, statements_in
from consultation.synthesis.counting import count
from consultation.synthesis.fields import Field, Measure
from consultation.synthesis.models import Statement
from consultation.synthesis.queries.counts import asked, counts_of
from consultation.synthesis.queries.outline import synthesis_of
from consultation.synthesis.services.citing import cite
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.publication import draft_archive
from consultation.synthesis.wording import ThemeWords
from tests.conftest import count_queries
from tests.contributions.steps import Parc, known
from tests.factories import make_user, saved
from tests.synthesis.desk import said, theme
from tests.synthesis.pen import Pen, coding_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    """What people said in every manner: twice, as a question, together, withdrawn, on the whole."""
    pen = Pen.begin(parc, moderator)
    under = add_theme(parc.consultation, ThemeWords("Minutes"), theme("Temps").key, actor=moderator)
    ana, bob = make_user(), make_user()
    one = pen.coded(author=ana, own=Stance.FOR)
    pen.coded("Minutes", author=ana, stance=Stance.MIXED)
    pen.coded("Forme", author=bob, own=Stance.NONE)
    pen.coded("Forme", author=ana, stance=Stance.NONE, own=Stance.FOR)
    both = said(parc, "Court et clair.", author=bob, index=None)
    code(both, [Wanted(under.key), Wanted(theme("Forme").key, stance=Stance.FOR)],
         actor=moderator, seen=1)  # fmt: skip
    question = said(parc, "Qui lit ?", kind=Kind.QUESTION, stance=Stance.NONE, index=1)
    code(question, [Wanted(theme("Temps").key, stance=Stance.FOR)], actor=moderator, seen=1)
    together = [said(parc, "Non au fichage.", index=1) for _each in range(3)]
    campaign(parc, together)
    code(together[0], [Wanted(theme("Temps").key)], actor=moderator, seen=1)
    gone_writer = make_user()
    gone = pen.coded(author=gone_writer)
    statement = pen.add("{{contributions | sources}} le disent.")
    cite(parc.consultation, statement, [one.key, coding_of(both).key, gone.key], actor=moderator)
    withdraw(known(session.get_one(Contribution, gone.contribution_id)), actor=gone_writer)
    place(bob)
    session.expire_all()
    return pen


def campaign(parc: Parc, members: list[Contribution]) -> None:
    row = saved(Campaign(consultation_id=parc.consultation_id, core=b"", person_count=3,
                         representative_id=members[0].id, member_count=3))  # fmt: skip
    for each in members[:2]:
        saved(CampaignMember(contribution_id=each.id, campaign_id=row.id, revision=1,
                             similarity=1.0, how=How.SIMILAR))  # fmt: skip


def place(person: User) -> None:
    """Their category is the second one."""
    with transaction() as current:
        category = select(Category.id).where(Category.position == 1).limit(1).scalar_subquery()
        current.execute(
            update(Participant).where(Participant.user_id == person.id).values(category_id=category)
        )


def every_field(parc: Parc) -> list[Field]:
    """Each measure with each filter, and some of them together."""
    themes = ["", *(theme(name).key for name in ("Temps", "Forme", "Minutes"))]
    stances = ["", "for", "mixed", "against", "none", "ask"]
    sections = ["", *session.scalars(select(Section.key))]
    places = ["", *parc.paragraph_keys()]
    made = [
        Field(measure, theme=each, stance=stance, of_sources=of_sources)
        for measure, each, stance, of_sources in product(Measure, themes, stances, (True, False))
    ]
    made += [
        Field(measure, paragraph=paragraph, section=section, category=category)
        for measure, paragraph, section, category in product(
            Measure, places, sections, ("", "0", "1", "99", "²")
        )
    ]
    return made


def test_the_database_counts_as_the_archive_does(pen: Pen) -> None:
    consultation = pen.parc.consultation
    statement = session.scalars(select(Statement)).one()
    fields = every_field(pen.parc)
    synthesis = synthesis_of(consultation.id)
    assert synthesis is not None
    archive = draft_archive(consultation, synthesis)
    corpus = corpus_in(archive)
    (row,) = [each for _chapter, each in statements_in(archive)]
    sources = sources_of(row, corpus)
    assert len(sources) == 2, "what was withdrawn counts no more"
    source = " ".join(each.token() for each in fields)
    counts = counts_of(consultation.id, {statement.id: source})
    wrong = [
        (each.token(), counts[asked(each, statement.id)], count(corpus, each, sources))
        for each in fields
        if counts[asked(each, statement.id)] != count(corpus, each, sources)
    ]
    assert not wrong
    assert len({each.value for each in counts.values()}) > 5, "they tell each other apart"


def test_a_chapter_is_counted_by_one_statement(pen: Pen) -> None:
    texts = {
        key: f"{{{{personnes | thème = {theme('Temps').key} | position = {stance}}}}} le disent."
        for key, stance in enumerate(("favorable", "opposée", "mitigée", "question"), 1)
    }
    with count_queries() as seen:
        counts_of(pen.parc.consultation_id, texts)
    assert len(seen) == 1
    with count_queries() as none:
        assert counts_of(pen.parc.consultation_id, {1: "Sans nombre."}) == {}
    assert not none
