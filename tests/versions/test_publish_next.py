"""A later version goes out, and nothing that was said is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.queries.places import Asked, find_place
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.services.withdrawing import withdraw
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError
from consultation.core.keys import new_key
from consultation.documents.models import Document, Page, Paragraph, Version
from consultation.versions.matching import MatchState
from consultation.versions.models import Fate, RewordingFate, RewordingState
from consultation.versions.services.deciding import decide
from consultation.versions.services.publishing import OtherDocumentError, publish_next
from consultation.versions.services.starting import discard, start_from_current
from tests.contributions.conftest import Speak
from tests.contributions.steps import Parc, known, say
from tests.factories import heading, make_user, paragraph
from tests.versions.steps import (
    BENCH,
    LATER,
    OPENS,
    TREES,
    begun,
    make_text,
    organiser_of,
    published,
    talk_of,
)

pytestmark = pytest.mark.usefixtures("database")


def page_count(parc: Parc) -> int:
    session.expire_all()
    return session.scalars(
        select(func.sum(Page.contribution_count)).where(
            Page.version_id == parc.document.current_version_id
        )
    ).one()


def test_an_edited_paragraph_keeps_its_identity_and_what_was_said_of_it() -> None:
    parc = make_text()
    before = parc.paragraph_keys()
    row = say(parc)
    published(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    assert parc.paragraph_keys() == before
    assert talk_of(before[0]).contribution_count == 1
    assert page_count(parc) == 1
    assert known(row).version.number == 1


def test_a_split_shows_what_was_said_in_both_parts_and_follows_what_comes_after() -> None:
    parc = make_text()
    author = make_user()
    row = say(parc, index=1, author=author)
    first, second = (
        "On y plante des arbres de la région.",
        "Ils sont choisis avec les écoles du quartier.",
    )
    published(
        parc, heading("Le parc"), paragraph(OPENS), paragraph(first), paragraph(second),
        paragraph(BENCH),
    )  # fmt: skip
    keys = parc.paragraph_keys()[1:3]
    assert [talk_of(key).contribution_count for key in keys] == [1, 1]
    assert page_count(parc) == 2
    withdraw(known(row), actor=author)
    assert [talk_of(key).contribution_count for key in keys] == [0, 0]
    assert page_count(parc) == 0


def test_what_was_typed_on_the_words_of_version_1_is_filed_there_and_counted_in_the_heirs() -> None:
    parc = make_text()
    say(parc, index=1)
    key = parc.paragraph_keys()[1]
    version = parc.version().key
    published(
        parc, heading("Le parc"), paragraph(OPENS),
        paragraph("On y plante des arbres de la région."),
        paragraph("Ils sont choisis avec les écoles du quartier."), paragraph(BENCH),
    )  # fmt: skip
    place = find_place(None, Asked("parc", "texte", paragraph=key, version=version))
    assert place is not None
    sent = Sent(Written(Kind.COMMENT, Stance.FOR, "J’écrivais encore."), new_key(24))
    row = submit(place, sent, actor=make_user())
    assert known(row).version.number == 1
    heirs = parc.paragraph_keys()[1:3]
    assert [talk_of(each).contribution_count for each in heirs] == [2, 2]
    assert page_count(parc) == 4


def test_publishing_waits_for_a_destination_or_a_reason() -> None:
    parc = make_text()
    say(parc, index=2)
    bench = parc.paragraph_keys()[2]
    organiser = organiser_of(parc)
    version = begun(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES))
    with pytest.raises(DomainError, match="ni destination ni raison"):
        publish_next(version, 0, "Sans bancs.", is_same_text=False, actor=organiser)
    with pytest.raises(DomainError, match="pourquoi"):
        decide(version, 0, bench, (), " ", actor=organiser)
    decide(version, 0, bench, (), "La rivière déborde.", actor=organiser)
    publish_next(version, 1, "Sans bancs.", is_same_text=False, actor=organiser)
    fate = session.scalars(select(Fate).where(Fate.reason != "")).one()
    assert (fate.state, fate.reason) == (MatchState.REMOVED, "La rivière déborde.")


def test_what_was_said_of_a_removed_paragraph_is_read_at_the_same_address(
    app: Flask, client: FlaskClient, speak: Speak
) -> None:
    parc = make_text()
    row = speak(parc, index=2, text="Gardez les bancs.")
    bench = parc.paragraph_keys()[2]
    organiser = organiser_of(parc)
    version = begun(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES))
    decide(version, 0, bench, (), "La rivière déborde.", actor=organiser)
    publish_next(version, 1, "Sans bancs.", is_same_text=False, actor=organiser)
    answer = client.get(f"/contributions/{row.key}", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == f"/consultations/parc/texte/p/{bench}"
    for words in ("Gardez les bancs.", "La rivière déborde.", "son dossier est en bois"):
        assert words in answer.text
    assert "écrite sur la version 1" not in answer.text


def test_the_discussion_marks_what_is_older_and_shows_its_words(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_text()
    speak(parc, text="Trop tard pour moi.")
    published(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    speak(parc, text="Neuf heures, c’est pire.")
    page = client.get(
        f"/consultations/parc/texte/p/{parc.paragraph_keys()[0]}", follow_redirects=True
    )
    assert page.text.count("écrite sur la version 1") == 1
    assert "Trop tard pour moi." in page.text
    assert "</span>huit</del>" in page.text
    assert "</span>neuf</ins>" in page.text


def test_merged_paragraphs_show_both_discussions(client: FlaskClient, speak: Speak) -> None:
    parc = make_text()
    keys = parc.paragraph_keys()
    speak(parc, index=1, text="Vive les arbres.")
    row = speak(parc, index=2, text="Vive les bancs.")
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(f"{TREES} {BENCH}"))
    assert len(parc.paragraph_keys()) == 2
    page = client.get(f"/contributions/{row.key}", follow_redirects=True)
    assert "Vive les arbres." in page.text
    assert "Vive les bancs." in page.text
    for key in keys[1:]:
        assert client.get(f"/consultations/parc/texte/p/{key}").location.endswith(
            f"#discussion-{parc.paragraph_keys()[1]}"
        )


def test_a_text_that_is_another_asks_and_the_same_is_refused() -> None:
    parc = make_text()
    organiser = organiser_of(parc)
    same = start_from_current(parc.document, actor=organiser)
    with pytest.raises(DomainError, match="mot pour mot"):
        publish_next(same, 0, "Rien.", is_same_text=False, actor=organiser)
    discard(same, actor=organiser)
    other = begun(parc, heading("Impôts"), paragraph("La taxe foncière est due en octobre."))
    with pytest.raises(OtherDocumentError):
        publish_next(other, 0, "Tout.", is_same_text=False, actor=organiser)
    publish_next(other, 0, "Tout.", is_same_text=True, actor=organiser)
    assert parc.document.current_version_id == other.id


def test_the_second_organiser_is_told() -> None:
    parc = make_text()
    organiser = organiser_of(parc)
    version = begun(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    decide(version, 0, parc.paragraph_keys()[0], (), "Autre raison.", actor=organiser)
    with pytest.raises(ConflictError):
        decide(version, 0, parc.paragraph_keys()[1], (), "Une raison.", actor=organiser)
    with pytest.raises(ConflictError):
        publish_next(version, 0, "x", is_same_text=False, actor=organiser)
    with pytest.raises(NotAllowedError):
        publish_next(version, 1, "x", is_same_text=False, actor=make_user())


def test_discarding_leaves_the_public_text_and_forgets_the_rest() -> None:
    parc = make_text()
    organiser = organiser_of(parc)
    before = session.scalar(select(func.count()).select_from(Paragraph))
    version = begun(parc, heading("Le parc"), paragraph("Tout autre chose que cela."))
    with pytest.raises(ConflictError):
        start_from_current(parc.document, actor=organiser)
    discard(version, actor=organiser)
    assert session.scalar(select(func.count()).select_from(Version)) == 1
    assert session.scalar(select(func.count()).select_from(Paragraph)) == before


def test_a_rewording_of_words_that_changed_is_overtaken_or_taken() -> None:
    parc = make_text()
    overtaken = say(parc, kind=Kind.AMENDMENT, proposed=OPENS.replace("huit", "sept"))
    taken = say(parc, kind=Kind.AMENDMENT, proposed=LATER)
    waiting = say(parc, kind=Kind.AMENDMENT, index=1, proposed=TREES.replace("arbres", "fruitiers"))
    published(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    found = {row.contribution_id: row.state for row in session.scalars(select(RewordingFate))}
    assert found == {
        overtaken.id: RewordingState.OVERTAKEN, taken.id: RewordingState.TAKEN,
        waiting.id: RewordingState.NOT_TAKEN,
    }  # fmt: skip


def test_three_versions_carry_what_was_said_on_the_first(client: FlaskClient, speak: Speak) -> None:
    parc = make_text()
    row = speak(parc, index=1, text="Des tilleuls.")
    split = (
        "On y plante des arbres de la région.",
        "Ils sont choisis avec les écoles du quartier.",
    )
    published(
        parc, heading("Le parc"), paragraph(OPENS), *(paragraph(each) for each in split),
        paragraph(BENCH),
    )  # fmt: skip
    speak(parc, index=2, text="Avec les lycées aussi.")
    published(
        parc, heading("Le parc"), paragraph(OPENS), paragraph(" ".join(split)), paragraph(BENCH)
    )
    key = parc.paragraph_keys()[1]
    assert talk_of(key).contribution_count == 2
    page = client.get(f"/contributions/{row.key}", follow_redirects=True).text
    assert "Des tilleuls." in page
    assert "Avec les lycées aussi." in page
    assert page.count("écrite sur la version") == 2


def test_sections_carry_what_was_said_of_them() -> None:
    parc = make_text()
    place = find_place(None, Asked("parc", "texte", section=_section(parc)))
    assert place is not None
    sent = Sent(Written(Kind.COMMENT, Stance.FOR, "Une bonne section."), new_key(24))
    row = submit(place, sent, actor=make_user())
    before = _section(parc)
    published(
        parc, heading("Le parc au bord de la rivière"), paragraph(OPENS), paragraph(TREES),
        paragraph(BENCH),
    )  # fmt: skip
    assert _section(parc) == before
    assert known(row).discussion.contribution_count == 1
    assert session.scalar(select(func.count()).select_from(Contribution)) == 1


def _section(parc: Parc) -> str:
    from consultation.documents.models import Heading, Section

    return (
        session.scalars(
            select(Section.key)
            .join(Heading, Heading.section_id == Section.id)
            .where(
                Heading.version_id == session.get_one(Document, parc.document_id).current_version_id
            )
            .order_by(Heading.position)
        ).first()
        or ""
    )
