"""What the demo's committee says when it meets: a session behind it, one to come, two threads."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.models.files import FileKind
from consultation.committees.models.meetings import Meeting, Presence
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.queries.people import members_of
from consultation.committees.services.agenda import Point, add_item, choose_ballots
from consultation.committees.services.attaching import Given
from consultation.committees.services.attendance import note_attendance
from consultation.committees.services.meetings import (
    Plan,
    call_meeting,
    close_meeting,
    prepare_meeting,
)
from consultation.committees.services.messages import Said, post_message
from consultation.committees.services.notes import save_notes
from consultation.committees.services.threads import close_thread, open_thread
from consultation.consultations.models import Consultation
from consultation.core.clock import PARIS, travel
from consultation.core.db import session
from consultation.core.keys import new_key
from consultation.documents.models import Document, Paragraph, Passage

PLACE = "Maison des associations, salle Nord"
ADDRESS = "https://visio.demo.invalid/comite-citoyen"
QUESTIONS = """\
Questions aux personnes auditionnées

1. Qui prévient la personne soignée, et à quel moment ?
2. Que se passe-t-il quand le logiciel et le médecin ne sont pas d’accord ?
3. Qui paie, et pour combien de temps ?
"""
NOTES = """\
Auditions : une radiologue, un directeur d’hôpital, une association de patients.

La radiologue : l’outil lit avant elle, elle relit tout. Elle demande que le compte rendu le dise.

L’association : **le refus doit rester simple**, à l’oral comme à l’écrit.

Trois questions restent ouvertes :

- l’urgence ;
- les mineurs ;
- le coût de l’hébergement."""
REPORT = """\
Vingt-huit personnes étaient réunies. Le comité a entendu une radiologue, un directeur d’hôpital \
et une association de patients.

Il retient que la personne soignée doit savoir quand un système a contribué à la décision, et que \
le refus doit rester simple, à l’oral comme à l’écrit. Il n’a pas tranché le cas de l’urgence : la \
séance suivante y revient.

Deux scrutins avaient précédé la séance ; leurs résultats ont été lus et commentés."""
AGENDA = (
    ("Ouverture, approbation du compte rendu précédent", 15),
    ("Auditions : radiologue, hôpital, association de patients", 90),
    ("Lecture des deux scrutins, suites à donner", 45),
)
NEXT = (
    ("Ouverture", 10),
    ("Le droit de refuser : texte mis aux voix, amendements", 75),
    ("Plan de l’avis, répartition de la rédaction", 60),
    ("Calendrier jusqu’à la remise de l’avis", 15),
)
AWAY = {4: Presence.EXCUSED, 11: Presence.EXCUSED, 17: Presence.ABSENT}
"""Places of those who did not come."""


@dataclass(frozen=True)
class Circle:
    """The committee, who presides, and those who vote."""

    committee: Committee
    chair: User
    people: list[User]
    day: date
    """Today, whatever day the demo plays."""

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A moment of another day, as the clocks of Paris show it."""
        return datetime.combine(self.day + timedelta(days=days), time(hour, minute), PARIS)


def plant_talk(row: Consultation, circle: Circle) -> None:
    """Two sessions and two threads, between the ballots that are closed and the one in progress."""
    _first_session(circle)
    _next_session(circle)
    _hearings(row, circle)
    _calendar(circle)


def _session(circle: Circle, title: str, days: int, points: tuple[tuple[str, int], ...]) -> Meeting:
    minutes = sum(length for _title, length in points)
    starts_at = circle.at(days, 14)
    plan = Plan(
        title=title, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes),
        place=PLACE, address=ADDRESS,
    )  # fmt: skip
    meeting = prepare_meeting(circle.committee, plan, actor=circle.chair)
    for place, (point, length) in enumerate(points):
        note = Given("Questions aux personnes auditionnées.txt", QUESTIONS.encode(), FileKind.TXT)
        files = [note] if place == 1 and days < 0 else []
        add_item(meeting, Point(point, length, files=files), actor=circle.chair)
    call_meeting(meeting, actor=circle.chair)
    return meeting


def _first_session(circle: Circle) -> None:
    with travel(circle.at(-11, 21)):
        meeting = _session(circle, "Troisième séance : auditions", -9, AGENDA)
    with travel(circle.at(-9, 16)):
        save_notes(meeting, NOTES, seen=0, actor=circle.people[2])
    with travel(circle.at(-8, 10)):
        members = session.scalars(members_of(circle.committee.id)).all()
        note_attendance(
            meeting,
            {
                member.key: (None, AWAY.get(place, Presence.PRESENT))
                for place, member in enumerate(members)
            },
            actor=circle.chair,
        )
        held = session.scalars(
            select(Ballot.key).where(
                Ballot.committee_id == circle.committee.id, Ballot.state == BallotState.CLOSED
            )
        ).all()
        choose_ballots(meeting, held, actor=circle.chair)
        close_meeting(meeting, REPORT, actor=circle.chair)


def _next_session(circle: Circle) -> None:
    with travel(circle.at(-8, 11)):
        _session(circle, "Quatrième séance : le droit de refuser", 9, NEXT)


def _hearings(row: Consultation, circle: Circle) -> None:
    """A thread that is open, with a link into the text and somebody named."""
    first, second, third = circle.people[2], circle.people[5], circle.people[-1]
    with travel(circle.at(-7, 9)):
        thread = open_thread(
            circle.committee,
            "Urgence vitale : faut-il une exception ?",
            Said(
                "La recommandation 4 prévoit une exception pour l’urgence vitale. Le texte du "
                "ministère n’en parle pas au paragraphe ci-dessous. **Faut-il la garder ?**",
                new_key(24),
                _paragraph(row),
            ),
            actor=circle.chair,
        )
    for hour, who, words in (
        (11, first, "Oui. Aux urgences, personne ne lit une notice. Mais il faut le dire *après*."),
        (14, second, "D’accord, si le dossier garde la trace de ce qu’a fait le logiciel."),
        (18, third, f"@{_name(circle, first)}, qui le dirait, et dans quel délai ?"),
    ):
        with travel(circle.at(-7, hour)):
            post_message(thread, Said(words, new_key(24)), actor=who)


def _calendar(circle: Circle) -> None:
    """A thread that has come to its end."""
    with travel(circle.at(-6, 9)):
        thread = open_thread(
            circle.committee,
            "Date de la quatrième séance",
            Said("Le samedi convient-il à tout le monde ?\n\n- matin\n- après-midi", new_key(24)),
            actor=circle.people[1],
        )
    with travel(circle.at(-6, 12)):
        post_message(thread, Said("L’après-midi, plutôt.", new_key(24)), actor=circle.people[7])
        close_thread(thread, actor=circle.chair)


def _paragraph(row: Consultation) -> str:
    """The address of a paragraph of the text."""
    slug, key = session.execute(
        select(Document.slug, Paragraph.key)
        .join(Passage, Passage.version_id == Document.current_version_id)
        .join(Paragraph, Paragraph.id == Passage.paragraph_id)
        .where(Document.consultation_id == row.id, Passage.number == 12)
        .order_by(Document.id)
        .limit(1)
    ).one()
    return f"/consultations/{row.slug}/{slug}/p/{key}"


def _name(circle: Circle, person: User) -> str:
    return session.scalars(
        select(CommitteeMember.name).where(
            CommitteeMember.committee_id == circle.committee.id,
            CommitteeMember.user_id == person.id,
        )
    ).one()
