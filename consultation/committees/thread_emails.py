"""What members are told of their threads: how much was said and where, never what."""

from collections.abc import Sequence

from consultation.committees.models.people import Committee
from consultation.committees.queries.threads import News
from consultation.core import mail
from consultation.core.i18n import _n
from consultation.core.links import absolute


def thread_news(committee: Committee, news: Sequence[News], to: str, language: str) -> mail.Email:
    """One mail for everything that was said since the last."""
    count = sum(each.count for each in news)
    links = {
        each.thread.key: absolute(
            "committees.thread", language, slug=committee.slug, key=each.thread.key
        )
        for each in news
    }
    return mail.write(
        "committees.thread_news",
        to,
        language,
        lambda: _n(
            "%(num)s nouveau message : comité « %(title)s »",
            "%(num)s nouveaux messages : comité « %(title)s »",
            count,
            title=committee.title,
        ),
        committee=committee,
        news=news,
        links=links,
        link=absolute("committees.threads", language, slug=committee.slug),
        choice=absolute("committees.telling", language, slug=committee.slug),
    )
