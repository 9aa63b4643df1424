"""Threads and messages, for the tests."""

from sqlalchemy import func, select

from consultation.committees.models.threads import Thread, ThreadMessage
from consultation.committees.services.messages import Said, post_message
from consultation.committees.services.threads import open_thread
from consultation.core.db import session
from consultation.core.keys import new_key
from tests.committees.steps import SECRET, Scene
from tests.factories import fresh

FORM = {"token": "a" * 24, "body": "Un mot.", "link": ""}


def made_thread(
    scene: Scene, who: str, *, subject: str = f"Les auditions, {SECRET}", body: str = "",
    token: str = "", link: str = "",
) -> Thread:  # fmt: skip
    """A thread that somebody began."""
    words = Said(body or f"Entendre {SECRET} ?", token or new_key(24), link)
    return open_thread(fresh(scene.committee), subject, words, actor=scene.person(who))


def said(scene: Scene, thread: Thread, who: str, body: str) -> ThreadMessage:
    """Somebody answers."""
    return post_message(fresh(thread), Said(body, new_key(24)), actor=scene.person(who))


def the_thread() -> Thread:
    """The only one there is."""
    return session.scalars(select(Thread)).one()


def the_message() -> ThreadMessage:
    """The message that was written last."""
    last = select(func.max(ThreadMessage.id)).scalar_subquery()
    return session.scalars(select(ThreadMessage).where(ThreadMessage.id == last)).one()
