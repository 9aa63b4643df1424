"""What is reported, on the desk: told to who judges, kept before the rest, said in decisions."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.services.editing import edit
from consultation.contributions.services.screening import add_signal
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.moderation.campaigns.tasks import group_next
from consultation.moderation.models import Decision, Measure, Source
from consultation.screening.signals import Signal, SignalKind
from tests.conftest import SignIn
from tests.contributions.steps import Parc, known
from tests.factories import fresh, make_user
from tests.moderation.queue import address, wait
from tests.moderation.reporting import fields, flagged, in_app, judged, noticed, say
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("acting")
FIRST = Signal(SignalKind.FIRST_MESSAGE, 5)
INSULT = Signal(SignalKind.INSULT, 30)


@in_app
def changed(contribution: Contribution, author: User, text: str) -> None:
    """Its author writes something else."""
    row = known(contribution)
    edit(row, Written(row.kind, row.stance, text, None), actor=author)


def hide_from_the_desk(client: FlaskClient, parc: Parc, row: Contribution) -> Decision:
    """What the form of the desk sends, and the decision that it makes."""
    where = address(parc, row.key)
    sent = {**fields(client.get(where), row.key), "measure": "hide", "rule": "3", "then": "stay"}
    assert client.post(where, data=sent).status_code == 303
    return session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


def test_a_measure_taken_on_the_desk_says_that_it_follows_a_notice(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    flagged(row)
    noticed(row)
    sign_in(moderator)
    decision = hide_from_the_desk(client, parc, row)
    assert decision.source is Source.NOTICE
    assert "à la suite d’une notification de contenu illicite" in decision.statement
    sign_in(author)
    said = client.get(f"/decisions/{decision.key}/expose.json").json
    assert said is not None
    assert said["source_type"] == "SOURCE_ARTICLE_16"


def test_a_measure_taken_on_the_desk_says_that_it_follows_a_flag(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    row, other = say(parc), say(parc)
    flagged(row)
    sign_in(moderator)
    assert hide_from_the_desk(client, parc, row).source is Source.FLAG
    assert hide_from_the_desk(client, parc, other).source is Source.OWN
    flagged(again := say(parc))
    judged(again, Measure.KEEP, moderator)
    assert hide_from_the_desk(client, parc, again).source is Source.OWN


def test_who_judges_reads_that_it_is_reported_each_intake_for_itself(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    row, plain = say(parc), wait(say(parc))
    flagged(row)
    flagged(row)
    notice = noticed(row)
    sign_in(moderator)
    queue = client.get(address(parc)).text
    assert queue.count("Contenu illicite notifié") == queue.count("Signalée</span>") == 1
    page = client.get(address(parc, row.key)).text
    assert "2 signalements de manquement" in page
    assert "1 notification de contenu illicite" in page
    for there in (f"signalements/{row.key}", f"contenus-illicites/{notice.key}"):
        assert f'href="{address(parc, there)}"' in page
    assert "à la suite d’une notification" in page
    assert "attend votre réponse" not in client.get(address(parc, plain.key)).text
    judged(row, Measure.KEEP, moderator)
    page = client.get(address(parc, row.key)).text
    assert "attend votre réponse" not in page


def test_an_author_does_not_edit_a_reported_text_to_the_end_of_the_queue(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    row = say(parc, author=author, text="Mon numéro : 06 12 34 56 78, appelez donc.")
    flagged(row)
    changed(row, author, "Huit heures, c’est tard.")
    assert fresh(row).risk == 40
    noticed(row)
    changed(row, author, "Huit heures, c’est vraiment tard.")
    assert fresh(row).risk == 80
    judged(row, Measure.KEEP, moderator)
    changed(row, author, "Huit heures, c’est bien trop tard.")
    assert fresh(row).risk == 0


def test_what_is_found_later_never_puts_a_reported_text_further_back(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    noticed(row)
    in_app(lambda: add_signal(known(row), FIRST))()
    assert fresh(row).risk == 80


def test_a_campaign_that_is_found_leaves_its_reported_member_where_it_was(
    client: FlaskClient,
) -> None:
    parc, _moderator = make_desk()
    text = "Nous demandons que le parc ouvre dès six heures, comme dans toutes les autres villes."
    rows = [say(parc, author=make_user(), text=text) for _each in range(4)]
    noticed(rows[0])

    @in_app
    def group() -> None:
        while group_next():
            pass

    group()
    assert any(each["kind"] == "campaign" for each in fresh(rows[0]).signals)
    assert fresh(rows[0]).risk == 80


@pytest.mark.parametrize(("signals", "is_detected"), [((FIRST,), False), ((FIRST, INSULT), True)])
def test_that_somebody_is_new_is_nothing_that_a_machine_detected(
    client: FlaskClient, sign_in: SignIn, signals: tuple[Signal, ...], *, is_detected: bool
) -> None:
    parc, moderator = make_desk()
    row = wait(say(parc), signals=signals)
    sign_in(moderator)
    assert ("filtrage automatique qui signale" in client.get(address(parc, row.key)).text) is (
        is_detected
    )
    decision = hide_from_the_desk(client, parc, row)
    assert decision.is_machine_detected is is_detected
    assert ("filtrage automatique" in decision.statement) is is_detected
