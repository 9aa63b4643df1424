"""Telling people of answers: one mail each about all that came out together, sent by the worker."""

from consultation.answers import emails
from consultation.answers.emails import Told
from consultation.answers.models import AnswerTelling
from consultation.answers.queries.cards import Card, published_cards
from consultation.answers.queries.concerned import Reader, answers_of, next_readers
from consultation.answers.queries.news import News, news_of
from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction

AT_ONCE = 100
"""People told in one transaction."""


def tell_some(telling: AnswerTelling) -> int:
    """Write to the next people, and note how far that went in the same transaction.

    So a worker that is killed tells nobody twice and forgets nobody. How many were told.
    """
    with transaction():
        lock(telling)
        telling.started_at = telling.started_at or now()
        answer_ids, news = answers_of(telling), news_of(telling)
        is_told = bool(answer_ids or news)
        readers = next_readers(telling, answer_ids, news, AT_ONCE) if is_told else []
        _write_to(telling, readers, answer_ids, news)
        if readers:
            telling.told_to_id = readers[-1].person.id
            telling.told_count += len(readers)
        telling.attempts, telling.lease_until, telling.last_error = 0, None, ""
        if len(readers) < AT_ONCE:
            telling.done_at = now()
    return len(readers)


def _write_to(
    telling: AnswerTelling, readers: list[Reader], answer_ids: list[int], news: News
) -> None:
    if not readers:
        return
    consultation = session.get_one(Consultation, telling.consultation_id)
    follows_only = any(not reader.numbers for reader in readers)
    wanted = {each for reader in readers for each in reader.numbers}
    cards = published_cards(answer_ids if follows_only else sorted(wanted))
    reported = published_cards(news.answer_ids) if news.reports else {}
    for reader in readers:
        meant = reader.numbers or (answer_ids if reader.follows else ())
        chosen: list[Card] = [cards[each] for each in meant if each in cards]
        theirs = news if reader.follows else news.about(reader.reported)
        told = Told(chosen, theirs, reported)
        if told and reader.person.email:
            mail.queue(emails.answers_published(consultation, reader.person.email, reader, told))
