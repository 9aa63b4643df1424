"""The demo's committee: thirty people drawn by lot, three ballots behind them, one open.

What they say and do when they meet is in `committee_talk`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from consultation.accounts.models import User
from consultation.committees.models.ballots import Majority, Subject
from consultation.committees.models.people import Committee, CommitteeMember, Seat
from consultation.committees.permissions import has_vote
from consultation.committees.queries.opinion import opinion_of
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.preparing import Question, prepare_ballot
from consultation.committees.services.running import (
    Charge,
    announce_committee,
    create_committee,
)
from consultation.committees.services.voting import cast_vote
from consultation.consultations.models import Consultation
from consultation.core.clock import PARIS, now, today, travel
from consultation.core.db import transaction
from consultation.demo.committee_talk import Circle, plant_talk
from consultation.demo.lots_setting import draw_lots
from consultation.demo.opinion_setting import begin, contest, named

OPENS, CLOSES = time(9, 0), time(20, 0)
RUNNING_SINCE = timedelta(hours=50)
DRAWN = "Tirage au sort parmi 400 volontaires"
CHARGE = """\
Le ministère demande au comité un avis sur la stratégie « Intelligence artificielle et données de \
santé 2025-2028 ».

Trois questions lui sont posées :

- à quelles conditions une personne soignée accepte-t-elle qu’une intelligence artificielle \
participe à une décision qui la concerne ;
- que doit savoir le public de l’usage de ses données de santé ;
- que faut-il financer d’abord.

Le comité est libre de sa méthode, de ses auditions et de ses conclusions. Le ministère répondra \
à chaque recommandation."""
SELECTION = (
    "Trente personnes tirées au sort parmi 400 volontaires, pour ressembler au pays par l’âge, le "
    "genre, la région, la commune et le niveau d’études."
)
NAMES = (
    "Luc B.", "Amina K.", "Yann T.", "Rose-Marie D.", "Karim L.", "Élodie P.", "Georges F.",
    "Thi Mai N.", "Sylvain R.", "Aïcha M.", "Bernadette C.", "Hugo S.", "Inès G.", "Patrice A.",
    "Maëlle J.", "Ousmane D.", "Colette V.", "Rémi H.", "Sandrine E.", "Tarek Z.", "Louise Q.",
    "Marc-Antoine I.", "Paola U.", "Denis W.", "Nadège O.", "Félix Y.",
)  # fmt: skip
RAPPORTEUR = "comite-90"
STAY_UNNAMED = frozenset({3, 8, 13, 20})
"""Places of those whose names are read by members alone."""
INTERESTS = (
    "Aucun.", "Aucun.", "Ma sœur est infirmière à l’hôpital.", "Aucun.",
    "Je siège bénévolement dans une association de patients.", "Aucun.", "Aucun.",
    "J’ai travaillé dix ans pour un éditeur de logiciels médicaux.",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A ballot of the demo on one of its recommendations; votes in the order in which the
    electorate is listed."""

    number: int
    opens_in: int
    closes_in: int
    votes: str
    is_secret: bool = False
    majority: Majority = Majority.SIMPLE


BALLOTS = (
    Held(1, -24, -17, "f" * 26 + "cc" + "aa"),
    Held(2, -16, -15, "f" * 21 + "c" * 4 + "a" * 3),
    Held(
        3, -14, -11, "fcfcfcfcfcfcfcfcfcfcfcfcaacac", is_secret=True, majority=Majority.TWO_THIRDS
    ),
    Held(4, -3, 4, "fcffcafffcffafffcff", is_secret=True, majority=Majority.TWO_THIRDS),
)
WORDS = {"f": "for", "c": "against", "a": "abstain"}


@dataclass(frozen=True)
class Assembly:
    """The committee and its electorate, those who vote in the order of the ballots' letters."""

    committee: Committee
    chair: User
    people: list[User]
    advice: list[str]
    """Keys of its recommendations."""

    def go_on(self) -> None:
        """Contest, and open what is in progress now."""
        opinion = opinion_of(self.committee.id)
        if opinion is not None:
            contest(opinion, self.advice, self.people)
        _hold(self, BALLOTS[-1])


def found_committee(row: Consultation, staff: dict[str, User]) -> Committee:
    """Make the committee of the open consultation known, and draw those who will sit in it."""
    organiser = staff["organisation@demo.example"]
    day = today()
    with travel(now() - timedelta(days=76)), transaction():
        charge = Charge(
            title="Comité citoyen IA et données de santé",
            charge_source=CHARGE,
            selection=SELECTION,
            starts_on=day - timedelta(days=36),
            opinion_due_on=row.opinion_due_on,
            ends_on=day + timedelta(days=120),
        )
        committee = create_committee(row, charge, actor=organiser)
        announce_committee(committee, actor=organiser)
    named = ["presidence@demo.example", "comite@demo.example", "second-comite@demo.example"]
    others = [f"comite-{number}" for number in range(len(NAMES))]
    draw_lots(committee, [*named, *map(address_of, (*others, RAPPORTEUR))], actor=organiser)
    return committee


def add_assembly(committee: Committee, row: Consultation, staff: dict[str, User]) -> Assembly:
    """Seat those who were drawn, with the ballots that they have behind them."""
    day = today()
    with travel(now() - timedelta(days=40)):
        people = _seat(committee, staff)
    with travel(now() - timedelta(days=30)):
        advice = begin(committee, people[1])
    assembly = Assembly(committee, staff["presidence@demo.example"], people, advice)
    for held in BALLOTS[:-1]:
        _hold(assembly, held)
    plant_talk(row, Circle(committee, assembly.chair, people, day))
    return assembly


def _seat(committee: Committee, staff: dict[str, User]) -> list[User]:
    """Everybody takes a seat; those who vote, the members told to newcomers last."""
    own = [staff["comite@demo.example"], staff["second-comite@demo.example"]]
    others = [person(f"comite-{number}", name) for number, name in enumerate(NAMES)]
    seats = [
        (staff["presidence@demo.example"], Seat.CHAIR, DRAWN),
        (person(RAPPORTEUR, "Fatou N."), Seat.RAPPORTEUR, DRAWN),
        *((each, Seat.MEMBER, DRAWN) for each in (*others, *own)),
        (person("comite-91", "Idriss C."), Seat.FACILITATOR, "Choisi par la Commission du débat"),
    ]
    seat_people(committee, seats, unnamed=STAY_UNNAMED)
    return [each for each, seat, _origin in seats if has_vote(seat)]


def seat_people(
    committee: Committee, seats: Sequence[tuple[User, Seat, str]], *, unnamed: frozenset[int]
) -> None:
    """They take their seats, and declare their interests; some stay unnamed in public."""
    with transaction() as current:
        current.add_all(each for each, _seat, _origin in seats)
        current.flush()
        for place, (each, seat, origin) in enumerate(seats):
            current.add(
                CommitteeMember(
                    committee_id=committee.id,
                    user_id=each.id,
                    seat=seat,
                    origin=origin,
                    name=each.display_name,
                    is_name_public=place not in unnamed,
                    interests=INTERESTS[place % len(INTERESTS)],
                    interests_declared_at=now(),
                )
            )
            committee.member_count += has_vote(seat)


def address_of(name: str) -> str:
    """Where somebody of that name gets no mail: `.invalid` (RFC 2606) reaches nobody."""
    return f"{name}@demo.invalid"


def person(name: str, display_name: str) -> User:
    """Somebody who sits in a committee of the demo, and cannot be written to."""
    return User(
        email=address_of(name), display_name=display_name, confirmed_at=now(),
        charter_version=1, charter_accepted_at=now(),
    )  # fmt: skip


def _hold(assembly: Assembly, held: Held) -> None:
    """Open the ballot at its day, let people vote, and close it if that day is past."""
    day = today()
    opens_at = datetime.combine(day + timedelta(days=held.opens_in), OPENS, PARIS)
    closes_at = datetime.combine(day + timedelta(days=held.closes_in), CLOSES, PARIS)
    if closes_at > now():
        opens_at = (now() - RUNNING_SINCE).replace(minute=0, second=0, microsecond=0)
    question = Question(
        title=named(held.number), subject_type=Subject.RECOMMENDATION,
        subject_key=assembly.advice[held.number - 1], is_secret=held.is_secret,
        majority=held.majority, closes_at=closes_at,
    )  # fmt: skip
    with travel(opens_at), transaction():
        ballot = prepare_ballot(assembly.committee, question, actor=assembly.chair)
        open_ballot(ballot, actor=assembly.chair)
        for person, letter in zip(assembly.people, held.votes, strict=False):
            cast_vote(ballot, {"vote": WORDS[letter]}, actor=person)
    if closes_at < now():
        with travel(closes_at):
            close_ballot(ballot, actor=assembly.chair)
