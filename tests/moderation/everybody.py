"""One consultation under moderation, and everybody who may come to its door."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.accounts.services.charter import InstanceBook, begin
from consultation.consultations.models import Participant, Role, TeamMember
from consultation.consultations.services.charter import ConsultationBook
from consultation.core.clock import now
from consultation.core.db import transaction
from consultation.core.keys import new_key
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.moderation.desk import SecondOpinion
from consultation.moderation.following import token_of
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Measure, Source
from consultation.moderation.services.bulk import start_batch
from consultation.moderation.services.claiming import take
from consultation.moderation.services.dismissing import dismiss
from tests.committees.steps import make_committee, seated
from tests.contributions.steps import Parc, known, make_parc, say
from tests.factories import make_consultation, make_user
from tests.moderation.reporting import WORDS, appealed, flagged, noticed
from tests.moderation.rules import ruled
from tests.moderation.steps import SAID, SECRET, add_moderator, judged, span, wait

ROLES = (
    "nobody", "participant", "author", "reporter", "committee member", "moderator", "colleague",
    "moderator elsewhere", "organiser", "administrator",
)  # fmt: skip
"""`moderator` took the decisions here, and wrote something too; `colleague` did neither."""


@dataclass(frozen=True)
class Everybody:
    """The people, and the keys of everything that is moderated."""

    parc: Parc
    people: dict[str, User | None]
    keys: dict[str, str]

    def filled(self, address: str) -> str:
        """An address of the tables, with the keys of this site."""
        return address.format(slug=self.parc.consultation.slug, **self.keys)


def make_everybody() -> Everybody:
    """A site with one of each: waiting, hidden, masked, flagged, notified, contested, grouped."""
    people: dict[str, User | None] = {who: make_user() for who in ROLES if who != "nobody"}
    people["administrator"] = make_user(is_administrator=True)
    moderator = _one(people, "moderator")
    parc = make_parc(slug="parc", moderator=moderator, organiser=people["organiser"])
    people["colleague"] = add_moderator(parc)
    seated(make_committee(parc.consultation), user=people["committee member"])
    make_consultation(slug="autre", moderator=people["moderator elsewhere"])
    with transaction() as current:
        for who in ("participant", "reporter"):
            person = _one(people, who)
            current.add(Participant(consultation_id=parc.consultation_id, user_id=person.id))
    keys = {
        "participant": _one(people, "participant").key, "reporter": _one(people, "reporter").key,
        "colleague": _one(people, "colleague").key,
        **_said(parc, people), **_reported(parc, people), **_at_the_desk(parc, people),
    }  # fmt: skip
    people["nobody"] = None
    return Everybody(parc, people, keys)


def _one(people: dict[str, User | None], who: str) -> User:
    person = people[who]
    assert person is not None
    return person


def _said(parc: Parc, people: dict[str, User | None]) -> dict[str, str]:
    """What waits, what was decided, and the appeal against it."""
    author, moderator = _one(people, "author"), _one(people, "moderator")
    waits = wait(say(parc, author=author, text=SAID))
    own = wait(say(parc, author=moderator, text="Je le dis aussi, hors de mes heures."))
    hidden, contested = (say(parc, author=author, text=SAID) for _each in range(2))
    masked, decided = (say(parc, author=author, text=SAID) for _each in range(2))
    hiding = judged(hidden, Measure.HIDE, moderator)
    appeal = appealed(judged(contested, Measure.HIDE, moderator), author)
    masking = judged(masked, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    last = judged(decided, Measure.KEEP, moderator)
    closed = say(parc, author=_one(people, "participant"))
    judged(closed, Measure.CLOSE_THREAD, moderator)
    judged(closed, Measure.SUSPEND, moderator, until=now() + timedelta(days=1))
    take(own.id, parc.consultation_id, actor=_one(people, "colleague"))
    return {
        "waits": waits.key, "own": own.key, "hidden": hidden.key, "hiding": hiding.key,
        "contested": appeal.decision.key, "appeal": appeal.key, "masking": masking.key,
        "masked": masked.key, "last": last.key, "closed": closed.key,
        "author": known(waits).author.key,
    }  # fmt: skip


def _reported(parc: Parc, people: dict[str, User | None]) -> dict[str, str]:
    """Two flags, one answered; two notices, one answered."""
    author, reporter, moderator = (_one(people, who) for who in ("author", "reporter", "moderator"))
    shown, unfounded, threat, answered = (say(parc, author=author) for _each in range(4))
    flagged(shown, reporter)
    idle = flagged(unfounded, reporter)
    kept = dismiss(
        known(unfounded), WORDS, source=Source.FLAG, unfounded=[idle.key], actor=moderator
    )
    notice, told = noticed(threat), noticed(answered)
    dismiss(known(answered), WORDS, source=Source.NOTICE, actor=moderator)
    return {
        "flagged": shown.key, "notice": notice.key, "kept": kept.key,
        "token": token_of(notice.key), "answered": token_of(told.key),
    }  # fmt: skip


def _at_the_desk(parc: Parc, people: dict[str, User | None]) -> dict[str, str]:
    """A campaign, a batch, a rule, a sample to read twice, charters in preparation."""
    author, moderator, organiser = (
        _one(people, who) for who in ("author", "moderator", "organiser")
    )
    alike = [say(parc, author=author, text="Non au fichage de nos dossiers.") for _each in range(2)]
    batch = start_batch(parc.consultation, [alike[0].id], Judgement(Measure.KEEP), actor=moderator)
    rule = ruled(parc, moderator, is_on=False)
    with transaction() as current:
        campaign = Campaign(
            consultation_id=parc.consultation_id, representative_id=alike[0].id, core=b""
        )
        opinion = SecondOpinion(
            consultation_id=parc.consultation_id, contribution_id=alike[1].id, revision=1,
            is_sample=True, first_by_id=moderator.id, first_measure=Measure.KEEP,
        )  # fmt: skip
        current.add_all([campaign, opinion])
        current.flush()
        current.add_all(
            CampaignMember(
                contribution_id=row.id, campaign_id=campaign.id, revision=1, similarity=1.0,
                how=How.SIMILAR,
            )
            for row in alike
        )  # fmt: skip
    begin(ConsultationBook(parc.consultation), actor=organiser)
    begin(InstanceBook(), actor=_one(people, "administrator"))
    return {
        "campaign": campaign.key, "batch": batch.key, "rule": rule.key, "sample": opinion.key,
        "form": new_key(24),
    }  # fmt: skip


def dismissed(site: Everybody, who: str) -> None:
    """Somebody is of the team no more."""
    with transaction() as current:
        for row in current.scalars(
            select(TeamMember).where(
                TeamMember.consultation_id == site.parc.consultation_id,
                TeamMember.user_id == _one(site.people, who).id,
                TeamMember.role == Role.MODERATOR,
            )
        ):
            current.delete(row)
