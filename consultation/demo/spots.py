"""Where people speak in the demo, and what they can say there."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, zip_longest
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.consultations.models import Consultation
from consultation.contributions.models import Discussion, Kind, Stance
from consultation.core.db import transaction
from consultation.core.redline import redline_html
from consultation.core.text import render_markup
from consultation.demo.campaigns import campaign_texts, campaigns
from consultation.demo.crowd import Spot, Text
from consultation.demo.plan import ConsultationPlan, DocumentPlan, themes_of, themes_under
from consultation.demo.replies import amendment_remarks, reply_speeches
from consultation.demo.rewording import reworded
from consultation.demo.speech import Speech, official_reply, speeches
from consultation.documents.models import Document, Heading, Passage, Version
from consultation.documents.parsing.blocks import BlockKind
from consultation.documents.queries import entries_of

REWORDINGS = 6
SECTION_WEIGHT, DOCUMENT_WEIGHT = 0.25, 1.5


class Voices:
    """Every text of the demo, by theme, rendered once."""

    def __init__(self, seed: int) -> None:
        self.said: dict[str, list[Text]] = {}
        self.replies: dict[tuple[str, Stance], list[Text]] = {}
        self.remarks: dict[str, list[Text]] = {}
        for speech in speeches(seed):
            self.said.setdefault(speech.theme, []).append(_said(speech))
        self.campaigns = {
            campaign.theme: [
                replace(_said(copy), is_shared=True) for copy in campaign_texts(seed, campaign)
            ]
            for campaign in campaigns()
        }
        for reply in reply_speeches(seed):
            text = Text(
                reply.body, render_markup(reply.body), Kind.COMMENT, Stance.NONE, reply.theme,
                reply.voice, reply.gender,
            )  # fmt: skip
            self._answer(text, reply.answers)
        for remark in amendment_remarks(seed):
            self.remarks.setdefault(remark.theme, []).append(_said(remark))
        for theme in self.said:
            body = official_reply(theme)
            official = Text(
                body, render_markup(body), Kind.COMMENT, Stance.NONE, theme, is_official=True
            )
            self._answer(official, "")

    def _answer(self, text: Text, answers: str) -> None:
        """`answers` is the stance that the words fit under, "" where they fit under any."""
        for stance in [Stance(answers)] if answers else Stance:
            self.replies.setdefault((text.theme, stance), []).append(text)

    def about(self, themes: Sequence[str], of: dict[str, list[Text]]) -> list[Text]:
        """What can be said on some themes, in turn; on all of them where none is named."""
        piles = [of[theme] for theme in themes if theme in of] or list(of.values())
        return [text for text in chain.from_iterable(zip_longest(*piles)) if text is not None]

    def campaigns_about(self, themes: Sequence[str]) -> list[list[Text]]:
        """The texts of each campaign on one of some themes."""
        return [self.campaigns[theme] for theme in themes if theme in self.campaigns]


def _said(speech: Speech) -> Text:
    kind = Kind.QUESTION if speech.kind == "question" else Kind.COMMENT
    return Text(
        speech.body, render_markup(speech.body), kind, Stance(speech.stance), speech.theme,
        speech.voice, speech.gender,
    )  # fmt: skip


@cache
def voices(seed: int) -> Voices:
    """The same voices for every consultation of one demo."""
    return Voices(seed)


def spots(row: Consultation, plan: ConsultationPlan, seed: int) -> list[Spot]:
    """Every paragraph, section and text of a consultation, with a discussion ready."""
    rng = Random(seed)  # noqa: S311  # no secret depends on it
    made: list[Spot] = []
    for document_plan in plan.documents:
        made += _of_document(row, document_plan, voices(seed), rng)
    return made


def _of_document(row: Consultation, plan: DocumentPlan, told: Voices, rng: Random) -> list[Spot]:
    with transaction() as session:
        document, version = session.execute(
            select(Document, Version)
            .join(Version, Version.id == Document.current_version_id)
            .where(Document.consultation_id == row.id, Document.slug == plan.slug)
        ).one()
        session.scalars(
            select(Passage)
            .where(Passage.version_id == version.id)
            .options(joinedload(Passage.paragraph))
        ).all()
        session.scalars(
            select(Heading)
            .where(Heading.version_id == version.id)
            .options(joinedload(Heading.section))
        ).all()
        of_document = themes_of(plan.file)
        under: list[Heading] = []
        made = [_whole(document, version, of_document, told)]
        for entry in entries_of(version.id):
            if isinstance(entry, Heading):
                under = [each for each in under if each.level < entry.level] + [entry]
            themes = themes_under(plan.file, *[each.text for each in reversed(under)])
            made.append(_spot(document, version, entry, themes, of_document, told, rng))
    return made


def _whole(document: Document, version: Version, themes: Sequence[str], told: Voices) -> Spot:
    return Spot(
        discussion_id=_discussion(document_id=document.id),
        passage_id=None,
        heading_id=None,
        page_id=None,
        document_id=document.id,
        version_id=version.id,
        version_sha256=version.sha256,
        subject=f"document/{document.key}",
        weight=DOCUMENT_WEIGHT,
        texts=told.about(themes, told.said),
        campaigns=told.campaigns_about(themes),
        amendments=(),
        replies=told.replies,
    )


def _spot(
    document: Document, version: Version, entry: Heading | Passage, themes: Sequence[str],
    of_document: Sequence[str], told: Voices, rng: Random,
) -> Spot:  # fmt: skip
    is_heading = isinstance(entry, Heading)
    weight = SECTION_WEIGHT if is_heading else rng.lognormvariate(0, 0.7)
    where = (
        {"section_id": entry.section_id}
        if isinstance(entry, Heading)
        else {"paragraph_id": entry.paragraph_id}
    )
    key = entry.section.key if isinstance(entry, Heading) else entry.paragraph.key
    return Spot(
        discussion_id=_discussion(document_id=document.id, **where),
        passage_id=None if is_heading else entry.id,
        heading_id=entry.id if is_heading else None,
        page_id=entry.page_id,
        document_id=document.id,
        version_id=version.id,
        version_sha256=version.sha256,
        subject=f"{'section' if is_heading else 'paragraph'}/{key}",
        weight=weight,
        texts=told.about(themes, told.said),
        campaigns=told.campaigns_about(of_document),
        amendments=() if isinstance(entry, Heading) else _amendments(entry, themes, told, rng),
        replies=told.replies,
    )


def _discussion(**where: int) -> int:
    with transaction() as session:
        row = Discussion(**where)
        session.add(row)
        session.flush()
    return row.id


def _amendments(passage: Passage, themes: Sequence[str], told: Voices, rng: Random) -> list[Text]:
    if passage.kind is not BlockKind.PARAGRAPH:
        return []
    remarks = told.about(themes, told.remarks)
    made = []
    for proposed in sorted({reworded(passage.text, rng) for _each in range(REWORDINGS)}):
        remark = rng.choice(remarks)
        redline = redline_html(passage.text, proposed)
        made.append(
            replace(remark, kind=Kind.AMENDMENT, proposed_text=proposed, redline_html=redline)
        )
    return sorted(made, key=lambda text: text.proposed_text or "")
