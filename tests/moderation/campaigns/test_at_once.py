"""Several workers group the same consultation at the same time: each thing is done once."""

from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from consultation.core.db import session
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.moderation.campaigns.tasks import group_next
from tests.contributions.steps import make_parc, say
from tests.moderation.campaigns.planted import templates

WORKERS = 4


def test_several_workers_find_one_campaign(real_app: Flask) -> None:
    with real_app.app_context(), real_app.test_request_context():
        parc = make_parc()
        for _each in range(6):
            say(parc, text=templates()[3])
        session.remove()
    start = Barrier(WORKERS)
    failures: list[BaseException] = []

    def work() -> None:
        with real_app.app_context():
            start.wait()
            try:
                while group_next():
                    pass
            except BaseException as error:
                failures.append(error)
            finally:
                session.remove()

    threads = [Thread(target=work) for _each in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with real_app.app_context():
        assert session.scalars(select(Campaign.member_count)).all() == [6]
        assert session.scalar(select(func.count()).select_from(CampaignMember)) == 6
