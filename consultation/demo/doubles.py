"""A sample that both moderators coded without seeing each other: mostly alike, sometimes not."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Revision
from consultation.core.db import session
from consultation.demo.codings import entries, moderators, themes_in
from consultation.synthesis.models import DoubleReading, Reading, Theme
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.sampling import draw_sample, settle

DRAWN_AT_MOST = 24
DRAWN_SHARE = 30
"""One contribution in thirty, up to that many: a small demo holds differences as well."""
DIFFERS_EVERY = 5


def plant_doubles(row: Consultation, people: dict[str, User], seed: int, count: int) -> None:
    """Draw, code twice, and settle the first difference; the others wait for somebody."""
    first, second = moderators(people)
    size = min(DRAWN_AT_MOST, count // DRAWN_SHARE)
    if not size:
        return
    sample = draw_sample(row, size, actor=first, seed=seed)
    keys = dict(
        session.execute(
            select(Theme.name, Theme.key).where(Theme.consultation_id == row.id)
        ).all()
    )  # fmt: skip
    drawn = session.execute(
        select(Contribution, Revision.source)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .join(DoubleReading, DoubleReading.contribution_id == Contribution.id)
        .where(DoubleReading.sample_id == sample.id, DoubleReading.place == 1)
        .order_by(Contribution.id)
    ).all()
    book = entries()
    differing = []
    for number, (contribution, source) in enumerate(drawn):
        given = themes_in(source, contribution.stance, book, keys) or [Wanted(keys[book[0].name])]
        _code(contribution, given, first)
        if number % DIFFERS_EVERY == DIFFERS_EVERY - 1:
            other = book[number % len(book)].name
            differing.append((contribution, given))
            given = [*given[:-1], Wanted(keys[other])]
        _code(contribution, given, second)
    for contribution, given in differing[:1]:
        settle(
            contribution, [given[0].theme], "La demande porte sur le fond, pas sur l’outil.",
            actor=first, seen=_edition(contribution),
        )  # fmt: skip


def _code(contribution: Contribution, wanted: list[Wanted], coder: User) -> None:
    code(contribution, wanted, actor=coder, seen=_edition(contribution))


def _edition(contribution: Contribution) -> int:
    return session.get_one(Reading, contribution.id).edition
