"""Opinions in progress, for the tests."""

from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.contesting import Amendment, MinorityStatement
from consultation.committees.models.opinion import BlockType, Opinion, OpinionBlock
from consultation.committees.models.people import Committee
from consultation.committees.queries.opinion import Line, line_named, lines_of, opinion_of
from consultation.committees.services.amending import propose_amendment
from consultation.committees.services.contesting import write_statement
from consultation.committees.services.writing import add_block, begin_opinion
from consultation.core.db import session
from tests.committees.steps import SECRET, make_scene

WORDS = f"Toute personne peut refuser, dit {SECRET}, sans avoir à se justifier."


def make_opinion(committee: Committee, actor: User, title: str = "Avis du comité") -> Opinion:
    """An opinion that is begun, and empty."""
    return begin_opinion(committee, title, actor=actor)


def make_block(
    opinion: Opinion, actor: User, kind: BlockType = BlockType.RECOMMENDATION, **more: Any
) -> OpinionBlock:
    """A block at the end: a recommendation unless told otherwise."""
    title = "" if kind is BlockType.PARAGRAPH else more.pop("title", "Un droit de refuser")
    source = "" if kind is BlockType.SECTION else more.pop("source", WORDS)
    return add_block(opinion, kind, title, source, actor=actor, **more)


def make_amendment(
    opinion: Opinion, block: OpinionBlock, actor: User, source: str, *, title: str = "",
    base: int = 0,
) -> Amendment:  # fmt: skip
    """An amendment upon the words of now, or upon revision `base`."""
    line = at(opinion, block)
    return propose_amendment(
        opinion, block.key, title or line.words.title, source,
        base=base or line.block.revision, reason=f"Parce que, dit {SECRET}", actor=actor,
    )  # fmt: skip


def make_statement(
    opinion: Opinion, actor: User, block: OpinionBlock | None = None
) -> MinorityStatement:
    """A minority statement, signed by who wrote it."""
    return write_statement(
        opinion, f"Nous pensons autre chose, dit {SECRET}.", key=block.key if block else "",
        actor=actor,
    )  # fmt: skip


def at(opinion: Opinion, block: OpinionBlock) -> Line:
    """A block as it is now."""
    line = line_named(opinion.id, block.key)
    assert line is not None
    return line


def stored(amendment: Amendment) -> Amendment:
    """The amendment as it is stored now."""
    return session.scalars(
        select(Amendment)
        .where(Amendment.key == amendment.key)
        .execution_options(populate_existing=True)
    ).one()


class Desk:
    """A committee whose opinion has a part, a paragraph and two recommendations."""

    def __init__(self) -> None:
        self.scene = make_scene()
        self.chair = self.scene.person("chair")
        self.rapporteur = self.scene.person("rapporteur")
        self.member = self.scene.person("member")
        make_opinion(self.scene.committee, self.rapporteur)
        self.part = make_block(self.opinion, self.chair, BlockType.SECTION, title="Informer")
        self.paragraph = make_block(
            self.opinion, self.chair, BlockType.PARAGRAPH, source="Le comité a entendu la Cnil."
        )
        self.first = make_block(self.opinion, self.chair)
        self.second = make_block(self.opinion, self.member, title="Former les aidants")

    @property
    def opinion(self) -> Opinion:
        """As it is stored now: each request ends its session."""
        found = opinion_of(self.scene.committee.id)
        assert found is not None
        return found

    def order(self) -> list[str]:
        """Keys of the text in order."""
        return [line.block.key for line in lines_of(self.opinion.id)]
