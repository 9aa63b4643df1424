"""What to write into the addresses of the synthesis."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import session
from consultation.moderation.campaigns.models import Campaign
from consultation.synthesis.models import (
    DoubleReading,
    DoubleSample,
    OpinionGrouping,
    ProposalSearch,
    Reading,
    SavedView,
    Theme,
    ThemeProposal,
)
from consultation.synthesis.models.coding import Origin, SetAside
from consultation.synthesis.queue import Filters
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.gathering import gather_all
from consultation.synthesis.services.viewing import save_view
from consultation.synthesis.wording import ThemeWords
from tests.factories import saved
from tests.synthesis.writing_places import writing_addresses

PAGES_OF_A_CONTRIBUTION = ("item", "code_item", "put_aside", "leave_note", "onward")
PAGES_OF_A_CAMPAIGN = (
    "campaign", "code_members", "uncode_members", "own_words", "read_own_words",
)  # fmt: skip
PAGES_OF_A_THEME = ("change", "merge", "move", "restore", "retire", "split")


def synthesis_addresses(row: Consultation, moderator: User | None, secret: str) -> dict[str, str]:
    """A codebook of one theme, whose words are the team's alone."""
    assert moderator is not None
    theme = add_theme(row, ThemeWords(f"Horaires {secret}", secret), actor=moderator)
    gather_all(row.id)
    save_view(row, f"Vue {secret}", Filters(theme=theme.key), is_shared=True, actor=moderator)
    said = session.scalars(
        select(Contribution.key)
        .join(Reading, Reading.contribution_id == Contribution.id)
        .where(Reading.consultation_id == row.id)
        .order_by(Contribution.id)
        .limit(1)
    ).one()
    _read_twice(row, moderator, said, theme)
    campaign = session.scalars(select(Campaign.key).where(Campaign.consultation_id == row.id)).one()
    view = session.scalars(select(SavedView.key)).one()
    written = writing_addresses(row, moderator, secret, said, theme.key)
    return {
        **{f"synthesis.{name} key": theme.key for name in PAGES_OF_A_THEME},
        **{f"synthesis.{name} key": said for name in PAGES_OF_A_CONTRIBUTION},
        "synthesis.settle_difference key": said,
        "synthesis.show_groups key": _grouped(row, moderator),
        "synthesis.decide_proposal key": _proposed(row, moderator),
        **{f"synthesis.{name} key": campaign for name in PAGES_OF_A_CAMPAIGN},
        "synthesis.remove_view key": view,
        **written,
    }


def _read_twice(row: Consultation, person: User, key: str, theme: Theme) -> None:
    """Two people coded a contribution, one of them under the theme."""
    sample = saved(
        DoubleSample(consultation_id=row.id, seed=1, size=1, drawn_from=1, drawn_by_id=person.id)
    )
    said = session.scalars(select(Contribution.id).where(Contribution.key == key)).one()
    given = {"theme": theme.id, "field": "source", "start": None, "end": None, "stance": ""}
    for place, themes in ((1, [{**given, "origin": Origin.CODER.value}]), (2, [])):
        saved(
            DoubleReading(
                sample_id=sample.id, contribution_id=said, place=place, is_open=False,
                coder_id=person.id, themes=themes, revision=1, at=now(),
                reason=None if themes else SetAside.EMPTY,
            )
        )  # fmt: skip


def _proposed(row: Consultation, person: User) -> str:
    """A group that waits for a decision."""
    search = saved(ProposalSearch(consultation_id=row.id, asked_by_id=person.id, done_at=now()))
    return saved(
        ThemeProposal(
            consultation_id=row.id, search_id=search.id, words=["ombre"], contribution_ids=[]
        )
    ).key


def _grouped(row: Consultation, person: User) -> str:
    """Groups that are public, whose words are those of contributions."""
    ids = session.scalars(
        select(Contribution.id).where(Contribution.consultation_id == row.id)
    ).all()
    lines = [{"contribution": each, "agrees": True, "count": 5, "voted": 6} for each in ids]
    result = {
        "reason": "", "grouped": 12, "ungrouped": 3, "statements": len(ids), "median": 0.9,
        "groups": [{"size": 6, "representative": lines}, {"size": 6, "representative": []}],
        "across": [],
    }  # fmt: skip
    return saved(
        OpinionGrouping(
            consultation_id=row.id, asked_by_id=person.id, done_at=now(), is_stable=True,
            result=result, published_at=now(),
        )
    ).key  # fmt: skip
