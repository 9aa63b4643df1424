"""The demo's drawings of lots: the main committee's, which is made, and one whose call is open.

Who volunteers never changes with the demo's seed, and the public event is told without a date: so
the panel of the main draw was drawn once, by the engine, and is read from `lots.toml`. Whoever
verifies the record draws the same people.
"""

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.lot_tasks import end_draw
from consultation.committees.models.lots import Lot, LotRun, Volunteer
from consultation.committees.models.people import Committee, ReservePerson
from consultation.committees.services.lots import ask_draw, freeze, open_call, prepare
from consultation.committees.services.running import Charge, announce_committee, create_committee
from consultation.committees.services.targets import Features, Wish
from consultation.committees.sortition.stratified import NAME
from consultation.committees.sortition.written import Written
from consultation.consultations.models import Consultation
from consultation.core import journal
from consultation.core.clock import PARIS, now, today, travel
from consultation.core.db import lock, session, transaction
from consultation.core.keys import ALPHABET
from consultation.demo.rows import insert_all

HERE = Path(__file__).parent
SOURCE = (
    "Les cinq numéros du premier tirage du Loto qui suit la clôture de l’appel, dans l’ordre "
    "croissant"
)
VALUE = "3 14 22 37 41"
POOL, HOMES = 400, 9
"""Volunteers of the main draw, and how many pairs of them live under one roof."""
Shares = Mapping[str, Mapping[str, tuple[int, int, int]]]
"""By feature and value: how many of a hundred volunteers, and the range that is asked."""
ASKED: Shares = {
    "Âge": {
        "16 à 24 ans": (5, 3, 5), "25 à 39 ans": (19, 6, 8), "40 à 59 ans": (34, 9, 11),
        "60 ans et plus": (42, 8, 10),
    },
    "Genre": {"Femmes": (57, 14, 16), "Hommes": (43, 14, 16)},
    "Région": {
        "Île-de-France": (31, 5, 6), "Nord et Est": (19, 6, 8), "Ouest et Centre": (22, 6, 8),
        "Sud": (25, 8, 10), "Outre-mer": (3, 1, 2),
    },
    "Commune": {
        "Village ou bourg": (17, 9, 11), "Ville moyenne": (31, 9, 11), "Grande ville": (52, 9, 11),
    },
    "Études": {
        "Sans le baccalauréat": (15, 12, 14), "Baccalauréat": (17, 5, 7),
        "Études supérieures": (68, 10, 12),
    },
}  # fmt: skip
NIGHT: Shares = {
    "Vous êtes": {
        "Soignant de nuit": (38, 4, 6), "Patient ou proche": (41, 5, 8), "Autre": (21, 2, 4),
    },
    "Âge": {"16 à 39 ans": (36, 5, 8), "40 ans et plus": (64, 6, 10)},
    "Genre": {"Femmes": (64, 6, 9), "Hommes": (36, 6, 9)},
}  # fmt: skip
NIGHT_POOL = 64
NIGHT_CHARGE = Charge(
    title="Comité citoyen des soins de nuit",
    charge_source=(
        "Le ministère demande au comité ce qui doit changer d’abord, la nuit, pour les personnes "
        "soignées et pour celles qui les soignent. Le comité remet son avis avant la fin de la "
        "consultation."
    ),
    selection="Quinze personnes tirées au sort parmi les volontaires.",
)


def features_of(shares: Shares) -> Features:
    """What is asked, as organisers set it."""
    return [
        [name, [[value, low, high] for value, (_share, low, high) in values.items()]]
        for name, values in shares.items()
    ]


def volunteers(name: str, shares: Shares, count: int, homes: int = 0) -> list[Written]:
    """The same people each time: a key, the answers, perhaps a home shared with another one."""
    luck = Random(f"lots/{name}")  # noqa: S311  # invented people
    return [
        {
            "key": "".join(luck.choices(ALPHABET, k=9)),
            "values": {
                feature: luck.choices(list(values), [share for share, *_range in values.values()])[
                    0
                ]
                for feature, values in shares.items()
            },
            "household": f"foyer {number // 2:02}" if number < 2 * homes else "",
        }
        for number in range(count)
    ]


@cache
def drawn() -> Written:
    """What the engine drew: the panel, the reserve, the chances."""
    return tomllib.loads((HERE / "lots.toml").read_text(encoding="utf-8"))


def draw_lots(committee: Committee, seats: Sequence[str], *, actor: User) -> None:
    """From the call to the invitations; those drawn have the addresses of `seats`, in order."""
    with _at(-74, 9):
        lot = _opened(committee, 30, 15, ASKED, actor)
        addresses = dict(zip(drawn()["result"], seats, strict=True))
        _enlist(lot, volunteers("main", ASKED, POOL, HOMES), addresses, days=21)
    with _at(-52, 18):
        freeze(committee, SOURCE, actor=actor)
    with _at(-48, 21):
        ask_draw(committee, VALUE, actor=actor)
        run = session.scalars(select(LotRun).where(LotRun.lot_id == lot.id)).one()
        end_draw(run, lot, drawn(), "")
    with _at(-47, 10):
        _tell_reserve(committee, lot, actor)


def call_for_night_care(row: Consultation, *, actor: User) -> None:
    """A committee to be: its call for volunteers is open."""
    with _at(-41, 9):
        committee = create_committee(row, NIGHT_CHARGE, actor=actor)
        announce_committee(committee, actor=actor)
        lot = _opened(committee, 15, 10, NIGHT, actor)
        _enlist(lot, volunteers("night", NIGHT, NIGHT_POOL), {}, days=40)


def _opened(committee: Committee, size: int, reserve_size: int, shares: Shares, actor: User) -> Lot:
    wish = Wish(
        size=size, reserve_size=reserve_size, features=features_of(shares), is_by_household=True,
        algorithm=NAME, keep_days=120,
    )  # fmt: skip
    prepare(committee, wish, actor=actor)
    open_call(committee, actor=actor)
    return session.scalars(select(Lot).where(Lot.committee_id == committee.id)).one()


def _enlist(
    lot: Lot, people: Sequence[Written], addresses: Mapping[str, str], *, days: int
) -> None:
    """Everybody volunteers, spread over the days of the call."""
    step = timedelta(days=days) / len(people)
    with transaction() as current:
        insert_all(
            current,
            Volunteer,
            [
                {
                    **person,
                    "lot_id": lot.id,
                    # `.invalid` (RFC 2606) reaches nobody.
                    "email": addresses.get(person["key"], f"{person['key']}@demo.invalid"),
                    "since": now() + number * step,
                }
                for number, person in enumerate(people)
            ],
        )


def _tell_reserve(committee: Committee, lot: Lot, actor: User) -> None:
    """Those drawn have their invitations; they sit since. The others wait in their order."""
    origin = f"Tirage au sort du {lot.drawn_at:%d/%m/%Y}"
    with transaction() as current:
        lock(lot).invited_at = now()
        current.add_all(
            ReservePerson(
                committee_id=committee.id, position=place, email=f"{key}@demo.invalid",
                origin=origin,
            )
            for place, key in enumerate(drawn()["reserve"], start=1)
        )  # fmt: skip
        journal.record(
            "committee.lots_invited", committee, actor_id=actor.id, lot=lot.key,
            count=len(drawn()["result"]),
        )  # fmt: skip


def _at(days: int, hour: int) -> AbstractContextManager[None]:
    """A moment of another day, as the clocks of Paris show it."""
    return travel(datetime.combine(today() + timedelta(days=days), time(hour), PARIS))
