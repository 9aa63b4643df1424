"""One instance that has a row for every address: nothing is a 404 for want of something to show."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from werkzeug.routing import Rule

from consultation.accounts.models import TokenPurpose, User
from consultation.accounts.services.signing_up import issue_token
from consultation.consultations.models import Consultation, GlossaryTerm, Participant, Phase
from consultation.contributions.models import Kind, Stance
from consultation.contributions.services.drafts import save_draft
from consultation.core import files, mail
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.documents.models import Document, Import, Page, Passage, Picture, Section
from consultation.documents.parsing.blocks import Block
from consultation.documents.queries import draft_of, entries_of
from consultation.moderation.campaigns.models import Campaign
from consultation.moderation.campaigns.tasks import group_next
from consultation.screening.services import save_insults
from consultation.versions.services.publishing import publish_next
from tests.answers.places import answer_addresses
from tests.committees.places import committee_addresses
from tests.consultations.places import charter_addresses
from tests.contributions.steps import Parc, say
from tests.exports.places import export_addresses
from tests.factories import heading, make_consultation, make_document, make_user, paragraph, saved
from tests.moderation.places import desk_addresses, reported
from tests.synthesis.places import synthesis_addresses
from tests.versions.steps import begun

VIEWERS = (
    "nobody", "citizen", "author", "organiser elsewhere", "moderator elsewhere", "administrator",
    "moderator", "organiser", "chair",
)  # fmt: skip
SECRET = "Ravenelle"
"""A word of everything that the consultation says: its title, its texts, what is said of them."""


@dataclass(frozen=True)
class WholeSite:
    """Everybody, and what to write into the addresses."""

    people: dict[str, User | None]
    values: dict[str, str]
    """By the name of a part of an address, or by endpoint and name: « accounts.reset token »."""

    def arguments(self, rule: Rule) -> dict[str, str]:
        """What `rule` is filled with. KeyError for a part that nothing is known for."""
        return {
            name: self.values.get(f"{rule.endpoint} {name}") or self.values[name]
            for name in rule.arguments
        }


def make_whole_site(phase: Phase) -> WholeSite:
    """A consultation in `phase`, and everybody in it and around it.

    It has a text in two versions whose third is begun, a text that was never published, a
    contribution, what somebody has not sent yet, a mail, an import, an invitation.
    """
    people: dict[str, User | None] = {who: make_user() for who in VIEWERS if who != "nobody"}
    people["administrator"] = make_user(is_administrator=True)
    row = make_consultation(
        slug="parc", organiser=people["organiser"], moderator=people["moderator"]
    )
    make_consultation(
        slug="autre", organiser=people["organiser elsewhere"],
        moderator=people["moderator elsewhere"],
    )  # fmt: skip
    values = _texts(row, people)
    values |= _odds(row, people)
    values |= committee_addresses(row, people["chair"])
    values |= synthesis_addresses(row, people["moderator"], SECRET)
    values |= answer_addresses(row, people["organiser"], SECRET)
    values |= reported(row, people)
    values |= desk_addresses(row, people)
    values |= charter_addresses(row, people["organiser"], people["administrator"], SECRET)
    values |= export_addresses(row, people["organiser"])
    with transaction() as current:
        opens_at = now() + timedelta(days=-30 if phase is Phase.OPEN else 10)
        words = {"title": f"Le parc {SECRET}", "summary": SECRET}
        current.execute(
            update(Consultation)
            .where(Consultation.id == row.id)
            .values(phase=phase, opens_at=opens_at, **words)
        )
    people["nobody"] = None
    return WholeSite(people, values)


def _blocks(hour: str) -> tuple[Block, ...]:
    return (
        heading(f"Le parc {SECRET}"),
        paragraph(f"Le parc {SECRET} ouvre à {hour} heures, tous les jours de la semaine."),
        paragraph(f"On y plante des {SECRET} de la région, choisies avec les écoles."),
    )


def _texts(row: Consultation, people: dict[str, User | None]) -> dict[str, str]:
    author = people["author"]
    parc = Parc(row.id, make_document(row, blocks=_blocks("huit")).id)
    _published_from_a_file(parc, people["organiser"])
    said = say(
        parc, author=author, kind=Kind.AMENDMENT, stance=Stance.MIXED, text=SECRET,
        proposed=f"Le parc {SECRET} ouvre à six heures, tous les jours de la semaine.",
    )  # fmt: skip
    for _each in range(3):
        say(parc, text=f"{SECRET}, nous la demandons toutes et tous pour le parc, avec de l’ombre.")
    while group_next():
        pass
    kept = save_draft(parc.place(1), "d" * 24, {"body": SECRET}, actor=author)
    begun(parc, *_blocks("dix"), actor=people["organiser"])
    sketch = make_document(row, slug="ebauche", blocks=_blocks("midi"), is_published=False)
    page = session.scalars(
        select(Section.key)
        .join(Page, Page.section_id == Section.id)
        .where(Page.version_id == parc.version().id)
    ).one()
    found = {
        "slug": "parc", "document": "texte", "number": "1", "part": "1", "old": "1", "new": "2",
        "act": "remove", "key": parc.paragraph_keys()[0], "section": page,
        "reading.lasting_section key": page,
        "campaigns.detail key": session.scalars(select(Campaign.key)).one(),
        "versions.decision key": parc.paragraph_keys()[0],
        "versions.rewording key": said.key, "versions.why key": _drafted(parc.document),
    }  # fmt: skip
    for name in ("claim", "draft", "draft_file", "delete"):
        found[f"contributions.{name} key"] = kept.key
    for name in (
        "edit", "history", "manage", "permalink", "receipt", "receipt_file", "vote", "vote_page",
        "withdraw",
    ):  # fmt: skip
        found[f"contributions.{name} key"] = said.key
    for name in (
        "correct", "correct_passage", "draft", "passage", "preview", "publication", "publish",
        "removal", "report", "settings", "undo",
    ):  # fmt: skip
        found[f"documents.{name} document"] = "ebauche"
        found[f"documents.{name} key"] = _drafted(sketch)
    return found


def _published_from_a_file(parc: Parc, organiser: User | None) -> None:
    """The second version, whose original everybody may have."""
    assert organiser is not None
    version = begun(parc, *_blocks("neuf"), actor=organiser)
    with transaction() as current:
        kept = files.store(b"# Le parc", name="texte.md", content_type="text/markdown")
        current.flush()
        version.original_id = kept.id
        parc.document.offers_original = True
    publish_next(
        version, version.edit_count, f"Le parc {SECRET} ouvre plus tard.", is_same_text=True,
        actor=organiser, rewording_reason=SECRET,
    )  # fmt: skip


def _drafted(document: Document) -> str:
    """The key of the first paragraph of what is being prepared."""
    version = draft_of(document.id)
    assert version is not None
    return next(
        entry.paragraph.key for entry in entries_of(version.id) if isinstance(entry, Passage)
    )


def _odds(row: Consultation, people: dict[str, User | None]) -> dict[str, str]:
    """The rest: what stands beside texts and contributions."""
    citizen, organiser = people["citizen"], people["organiser"]
    assert citizen is not None
    assert organiser is not None
    administrator = people["administrator"]
    assert administrator is not None
    saved(Participant(consultation_id=row.id, user_id=citizen.id))
    term = saved(GlossaryTerm(consultation_id=row.id, term="giroflée", definition=f"Une {SECRET}."))
    email = str(citizen.email)
    with transaction() as current:
        kept = files.store(b"# Le parc", name="parc.md", content_type="text/markdown")
        current.flush()
        made = Import(consultation_id=row.id, file_id=kept.id, asked_by_id=organiser.id)
        picture = Picture(name="parc.png", file_id=kept.id, width=1, height=1)
        current.add_all([made, picture])
        letter = mail.Email("a@example.org", "Bonjour", "Bonjour.", "<p>Bonjour.</p>", "a.letter")
        mail.queue(letter)
        confirm = issue_token(citizen, TokenPurpose.CONFIRM, email)
        reset = issue_token(citizen, TokenPurpose.RESET, email)
        change = issue_token(citizen, TokenPurpose.CHANGE_EMAIL, "autre@example.org")
        invitation = issue_token(
            None, TokenPurpose.INVITATION, email, consultation=row.key, role="moderator",
            key="22222222",
        )  # fmt: skip
    save_insults("sacripant", seen=0, actor=administrator)
    return {
        "accounts.confirm token": confirm,
        "accounts.reset token": reset,
        "accounts.confirm_email token": change,
        "accounts.admin_mail key": session.scalars(select(mail.OutgoingMail.key).limit(1)).one(),
        "accounts.admin_act key": citizen.key,
        "accounts.end_device key": "23456789",
        "consultations.invitation token": invitation,
        "consultations.accept token": invitation,
        "consultations.change_term key": term.key,
        "consultations.drop_term key": term.key,
        "documents.reading_import key": made.key,
        "documents.image name": picture.name,
        "static name": "nulle-part.css",
    }
