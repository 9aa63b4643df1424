"""A desk of coders: its moderator, and a codebook of two themes."""

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.contributions.models import Stance
from consultation.synthesis.models import Edition
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.opening import note_empty
from consultation.synthesis.services.publication import publish
from consultation.synthesis.wording import ThemeWords
from tests.conftest import SignIn
from tests.contributions.steps import Parc
from tests.factories import make_consultation, make_document, make_user
from tests.synthesis.desk import said
from tests.synthesis.pen import Pen


@pytest.fixture
def moderator(client: FlaskClient) -> User:
    """Who codes."""
    return make_user(name="Camille D.")


@pytest.fixture
def parc(moderator: User, sign_in: SignIn) -> Parc:
    """An open consultation, its codebook, and its moderator signed in."""
    row = make_consultation(slug="parc", moderator=moderator)
    parc = Parc(row.id, make_document(row).id)
    for name in ("Temps", "Forme"):
        add_theme(parc.consultation, ThemeWords(name), actor=moderator)
    sign_in(moderator)
    return parc


@pytest.fixture
def finished(parc: Parc, moderator: User) -> Pen:
    """A synthesis that may be published: two statements, each with its sources."""
    pen = Pen.begin(parc, moderator)
    for kind in (ChapterKind.CITED_ONCE, ChapterKind.OBJECTIONS, ChapterKind.OUT_OF_SCOPE):
        note_empty(parc.consultation, pen.chapter(kind), "Rien de tel.", actor=moderator)
    pen.add("Deux personnes ont lu.", ChapterKind.METHOD)
    first = pen.add("{{contributions | thème = Temps | position = opposée}} le disent.")
    codings = [pen.coded(start=0, end=11, author=make_user()) for _each in range(3)]
    codings.append(pen.coded(stance=Stance.FOR))
    cite(parc.consultation, first, [each.key for each in codings], actor=moderator)
    quote(parc.consultation, first, codings[0].key, actor=moderator)
    second = pen.add("{{part des personnes | thème = Forme | position = opposée}} l’écrivent.")
    cite(parc.consultation, second, [pen.coded("Forme").key], actor=moderator)
    said(parc)
    return pen


@pytest.fixture
def edition(finished: Pen) -> Edition:
    """The first edition."""
    return publish(finished.parc.consultation, "", actor=finished.writer)
