"""The worker: does what is due, one unit at a time, until it is told to stop."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from flask import Flask

from consultation.accounts import tasks as account_tasks
from consultation.answers import tasks as answer_tasks
from consultation.committees import lot_tasks, statement_tasks, thread_tasks
from consultation.committees import tasks as committee_tasks
from consultation.consultations import tasks as consultation_tasks
from consultation.contributions import tasks as contribution_tasks
from consultation.core import journal_check, mail
from consultation.core.db import session
from consultation.documents import tasks as document_tasks
from consultation.exports import tasks as export_tasks
from consultation.moderation import rule_tasks
from consultation.moderation import tasks as moderation_tasks
from consultation.moderation.campaigns import tasks as campaign_tasks
from consultation.synthesis import tasks as synthesis_tasks

Task = Callable[[], bool]
WRITERS: Mapping[str, mail.Writer] = {**contribution_tasks.WRITERS}
"""Who writes the mails that are written when they are sent, by kind."""


def send_next_mail() -> bool:
    """Write the mail that has waited longest, if it is not yet, and send it."""
    return mail.send_next(WRITERS)


TASKS: Sequence[Task] = (
    consultation_tasks.open_or_close_next,
    committee_tasks.do_next_due_ballot,
    statement_tasks.tell_next_deadline,
    thread_tasks.tell_next,
    thread_tasks.tell_next_amendments,
    document_tasks.read_next_import,
    moderation_tasks.advance_next_batch,
    account_tasks.tell_of_charter,
    rule_tasks.send_next_alert,
    rule_tasks.try_next_rule,
    journal_check.seal_next_day,
    send_next_mail,
    contribution_tasks.drop_next_expired_draft,
    campaign_tasks.group_next,
    synthesis_tasks.prepare_next,
    synthesis_tasks.tell_next,
    answer_tasks.gather_edition,
    answer_tasks.tell_next,
    answer_tasks.say_what_is_late,
    synthesis_tasks.propose_next,
    synthesis_tasks.group_next,
    moderation_tasks.answer_next_withdrawn,
    moderation_tasks.erase_next_notifier,
    moderation_tasks.forget_next_words,
    moderation_tasks.send_next_digest,
    moderation_tasks.tell_next_delay,
    export_tasks.drop_next_expired_export,
    export_tasks.check_next_edition_file,
    lot_tasks.forget_next_volunteers,
)
LONG: Sequence[Task] = (
    export_tasks.make_next_export,
    export_tasks.make_next_edition_file,
    lot_tasks.draw_next,
)
"""What may take minutes: it has a thread of its own, so that no mail waits for it."""
IDLE_SECONDS = 1.0
"""After which a task that had nothing to do is asked again."""
LAST_SECONDS = 3.0
"""That a long unit has to end when the worker is told to."""
log = logging.getLogger("consultation.worker")


def run_due(app: Flask, tasks: Sequence[Task] = (*TASKS, *LONG)) -> int:
    """Do everything that is due now; the number of units done."""
    done = 0
    for task in tasks:
        while _one(app, task):
            done += 1
    return done


def work_until_stopped(app: Flask) -> None:
    """Loop until SIGTERM or SIGINT; the unit in hand is finished first.

    A long one is not waited for: its lease ends, and it is begun anew by the next worker.
    """
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    lane = threading.Thread(target=_loop, args=(app, LONG, stop), daemon=True)
    lane.start()
    _loop(app, TASKS, stop)
    lane.join(LAST_SECONDS)


def _loop(app: Flask, tasks: Sequence[Task], stop: threading.Event) -> None:
    """Ask every task each second, and meanwhile again those alone that had something to do.

    To ask all of them costs three times what a mail costs: a thousand mails wait for no question.
    """
    while not stop.is_set():
        until = time.monotonic() + IDLE_SECONDS
        busy = tasks
        while busy and time.monotonic() < until:
            busy = [task for task in busy if not stop.is_set() and _one(app, task)]
        stop.wait(max(0.0, until - time.monotonic()))


def _one(app: Flask, task: Task) -> bool:
    """One unit; a failure is logged without its data and never ends the worker."""
    with app.app_context():
        try:
            return task()
        except Exception:
            log.exception("the task %s failed", task.__name__)
            session.rollback()
            return False
