"""Beginning the synthesis, and arranging it: by the sections of the text, or by the themes."""

from collections.abc import Iterable

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core import journal
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _, in_language
from consultation.core.text import is_blank, one_line, tidy
from consultation.documents.models import Document, Heading, Page, Passage, Section
from consultation.synthesis.models import Chapter, Citation, Coding, Statement, Synthesis, Theme
from consultation.synthesis.models.writing import ChapterKind, Outline
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.codebook import themes
from consultation.synthesis.queries.outline import ARRANGED, REQUIRED

MAX_TITLE = 200
LAST_PLACES = 1_000_000
"""The required places stand behind every other chapter."""


def open_synthesis(consultation: Consultation, *, actor: User) -> Synthesis:
    """The synthesis of a consultation, with all its chapters; made the first time. Safe to repeat.

    Sections and themes that came since get theirs.
    """
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        made = insert_missing(
            Synthesis, consultation_id=consultation.id, title=_first_title(consultation)
        )
        if made is not None:
            journal.record("synthesis.begun", made, actor_id=actor.id)
        synthesis = held_synthesis(consultation)
        _add_chapters(consultation, synthesis)
    return synthesis


def held_synthesis(consultation: Consultation) -> Synthesis:
    """The synthesis, held until the transaction ends."""
    found = session.scalars(
        select(Synthesis).where(Synthesis.consultation_id == consultation.id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("La synthèse n’est pas commencée."))
    return lock(found)


def _first_title(consultation: Consultation) -> str:
    with in_language(consultation.language):
        name = consultation.short_title or consultation.title
        return _("Ce que vous avez dit : %(name)s", name=name)


def _add_chapters(consultation: Consultation, synthesis: Synthesis) -> None:
    there = session.scalars(select(Chapter).where(Chapter.synthesis_id == synthesis.id)).all()
    sections = {each.section_id for each in there}
    of_themes = {each.theme_id for each in there}
    place = max((each.position for each in there if each.position < LAST_PLACES), default=0)
    made = [
        Chapter(kind=ChapterKind.SECTION, title=title, section_id=section_id)
        for section_id, title in _sections(consultation.id)
        if section_id not in sections
    ]
    made += [
        Chapter(kind=ChapterKind.THEME, title=theme.name, theme_id=theme.id)
        for theme in session.scalars(themes(consultation.id))
        if theme.parent_id is None and theme.retired_at is None and theme.id not in of_themes
    ]
    for number, chapter in enumerate(made, place + 1):
        chapter.position = number
    kinds = {each.kind for each in there}
    names = required_titles(consultation.language)
    made += [
        Chapter(kind=kind, title=names[kind], position=LAST_PLACES + number)
        for number, kind in enumerate(REQUIRED)
        if kind not in kinds
    ]
    for chapter in made:
        chapter.synthesis_id = synthesis.id
    session.add_all(made)
    session.flush()


def required_titles(language: str) -> dict[ChapterKind, str]:
    """What the required places are called, in the language of the consultation."""
    with in_language(language):
        return {
            ChapterKind.CITED_ONCE: _("Arguments rares ou isolés"),
            ChapterKind.OBJECTIONS: _("Les objections les plus fortes"),
            ChapterKind.OUT_OF_SCOPE: _("Hors du champ de la consultation"),
            ChapterKind.METHOD: _("Méthode"),
        }


def _sections(consultation_id: int) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Page.section_id, Page.title)
        .join(Document, Document.current_version_id == Page.version_id)
        .where(Document.consultation_id == consultation_id, Page.part == 1)
        .order_by(Document.position, Document.id, Page.position)
    )
    return [(section_id, title) for section_id, title in rows]


def add_chapter(consultation: Consultation, title: str, *, actor: User) -> Chapter:
    """A chapter of one's own, in front of the required places; both outlines show it."""
    require(can_code(roles_of(actor, consultation.id)))
    title = checked_title(title)
    with transaction():
        synthesis = held_synthesis(consultation)
        chapter = _free_chapter(synthesis, title)
        journal.record("synthesis.chapter_added", chapter, actor_id=actor.id)
    return chapter


def _free_chapter(synthesis: Synthesis, title: str) -> Chapter:
    last = session.scalar(
        select(func.max(Chapter.position)).where(
            Chapter.synthesis_id == synthesis.id, Chapter.position < LAST_PLACES
        )
    )
    chapter = Chapter(
        synthesis_id=synthesis.id, kind=ChapterKind.FREE, title=title, position=(last or 0) + 1
    )
    session.add(chapter)
    session.flush()
    return chapter


def checked_title(title: str) -> str:
    """On one line. DomainError where there is none, or too long a one."""
    title = one_line(title)
    if is_blank(title) or len(title) > MAX_TITLE:
        raise DomainError(_("Donnez un titre, en %(most)s caractères au plus.", most=MAX_TITLE))
    return title


def retitle(consultation: Consultation, title: str, *, actor: User) -> None:
    """What the whole synthesis is called."""
    require(can_code(roles_of(actor, consultation.id)))
    title = checked_title(title)
    with transaction():
        synthesis = held_synthesis(consultation)
        synthesis.title = title


def note_empty(consultation: Consultation, chapter: Chapter, note: str, *, actor: User) -> None:
    """Say why there is nothing to say in a required place; without words, take that back."""
    require(can_code(roles_of(actor, consultation.id)))
    if chapter.kind not in REQUIRED:
        raise DomainError(_("Seuls les chapitres obligatoires disent pourquoi ils sont vides."))
    note = tidy(note).strip()
    if len(note) > MAX_TITLE:
        raise DomainError(_("Dites-le en %(most)s caractères au plus.", most=MAX_TITLE))
    with transaction():
        held_synthesis(consultation)
        chapter.empty_note = note


def arrange(consultation: Consultation, outline: Outline, *, actor: User) -> None:
    """Choose the outline. Every statement finds its place in it, and its former one on return.

    One that never stood there goes where most of its sources are, else to a chapter of its own.
    """
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        synthesis = held_synthesis(consultation)
        if synthesis.outline is outline:
            return
        left = ARRANGED[synthesis.outline]
        synthesis.outline = outline
        chapters = session.scalars(
            select(Chapter).where(Chapter.synthesis_id == synthesis.id)
        ).all()
        _move_all(
            consultation, synthesis, [each for each in chapters if each.kind is left],
            [each for each in chapters if each.kind is ARRANGED[outline]],
        )  # fmt: skip
        journal.record("synthesis.arranged", synthesis, actor_id=actor.id, code=outline.value)


def _move_all(
    consultation: Consultation, synthesis: Synthesis, left: Iterable[Chapter],
    chapters: Iterable[Chapter],
) -> None:  # fmt: skip
    order = {each.id: each.position for each in left}
    by_id = {each.id: each for each in chapters}
    statements = list(
        session.scalars(
            select(Statement)
            .where(Statement.chapter_id.in_(list(order)))
            .order_by(Statement.position, Statement.id)
        )
    )
    statements.sort(key=lambda each: order[each.chapter_id])
    new = [each.id for each in statements if each.other_chapter_id not in by_id]
    found = _by_sources(new, list(by_id.values()))
    spare: Chapter | None = None
    for place, statement in enumerate(statements):
        target = by_id.get(statement.other_chapter_id or 0) or found.get(statement.id)
        if target is None:
            spare = spare or _spare(consultation, synthesis)
            target = spare
        statement.other_chapter_id, statement.chapter_id = statement.chapter_id, target.id
        statement.position = place


def _spare(consultation: Consultation, synthesis: Synthesis) -> Chapter:
    with in_language(consultation.language):
        title = _("Énoncés à placer")
    there = session.scalars(
        select(Chapter).where(
            Chapter.synthesis_id == synthesis.id, Chapter.kind == ChapterKind.FREE,
            Chapter.title == title,
        )
    ).first()  # fmt: skip
    return there or _free_chapter(synthesis, title)


def _by_sources(statement_ids: list[int], chapters: list[Chapter]) -> dict[int, Chapter]:
    """The chapter where most of a statement's sources are."""
    if not statement_ids or not chapters:
        return {}
    by_theme = {each.theme_id: each for each in chapters if each.theme_id}
    by_section = {each.section_id: each for each in chapters if each.section_id}
    rows = session.execute(
        select(
            Citation.statement_id, func.coalesce(Theme.parent_id, Theme.id),
            func.coalesce(Page.section_id, Heading.section_id), func.count(),
        )
        .join(Coding, Coding.id == Citation.coding_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
        .outerjoin(Page, Page.id == func.coalesce(Passage.page_id, Heading.page_id))
        .outerjoin(Section, Section.id == Page.section_id)
        .where(Citation.statement_id.in_(statement_ids))
        .group_by(
            Citation.statement_id, func.coalesce(Theme.parent_id, Theme.id),
            func.coalesce(Page.section_id, Heading.section_id),
        )
    )  # fmt: skip
    weights: dict[int, dict[int, int]] = {}
    for statement_id, theme_id, section_id, number in rows:
        chapter = by_theme.get(theme_id) or by_section.get(section_id)
        if chapter is not None:
            held = weights.setdefault(statement_id, {})
            held[chapter.id] = held.get(chapter.id, 0) + number
    by_id = {each.id: each for each in chapters}
    return {
        statement_id: by_id[max(held, key=lambda each: (held[each], -each))]
        for statement_id, held in weights.items()
    }
